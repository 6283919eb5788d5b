//! Finds the calls of a document without running it, untaken branches included.

use crate::site::Arguments;
use serde_json::Value;
use std::ops::Range;

/// A call as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// Name of the function.
    pub name: String,
    /// Its arguments; null stands for those that are no literals.
    pub arguments: Arguments,
    /// Whether every argument is a literal.
    pub literal: bool,
    /// The bytes of the call in the document.
    pub span: Range<usize>,
}

/// Every call between `{{ }}` and `{% %}`, in order.
pub fn calls(text: &str) -> Vec<Written> {
    let mut found = Vec::new();
    for region in regions(text) {
        within(text, region, &mut found);
    }
    found
}

/// The bytes inside each `{{ }}` and `{% %}`; comments and what stands raw are left out.
pub fn regions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut at, mut raw) = (0, false);
    while let Some(open) = text[at..]
        .find("{{")
        .into_iter()
        .chain(text[at..].find("{%"))
        .chain(text[at..].find("{#"))
        .min()
    {
        let start = at + open;
        let close = match &text[start..start + 2] {
            "{{" => "}}",
            "{%" => "%}",
            _ => "#}",
        };
        let end = if close == "#}" || raw {
            text[start..].find(close).map_or(text.len(), |end| start + end)
        } else {
            closing(text, start + 2, close)
        };
        let inside = (start + 2).min(end)..end;
        let word = text[inside.clone()].trim_matches(|c: char| c == '-' || c == '+' || c.is_whitespace());
        match (close, word) {
            ("%}", "raw") => raw = true,
            ("%}", "endraw") => raw = false,
            ("#}", _) => {}
            _ if raw => {}
            _ => found.push(inside),
        }
        at = (end + 2).min(text.len());
    }
    found
}

/// Where `close` begins, quoted text left aside.
fn closing(text: &str, start: usize, close: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        if bytes[at..].starts_with(close.as_bytes()) {
            return at;
        }
        at = match bytes[at] {
            b'"' | b'\'' => quoted(text, at, bytes.len()).map_or(at + 1, |(_, end)| end),
            _ => at + 1,
        };
    }
    bytes.len()
}

fn within(text: &str, range: Range<usize>, found: &mut Vec<Written>) {
    let bytes = text.as_bytes();
    let mut at = range.start;
    while at < range.end {
        let c = bytes[at];
        if c == b'"' || c == b'\'' {
            at = quoted(text, at, range.end).map_or(range.end, |(_, end)| end);
        } else if c.is_ascii_alphabetic() || c == b'_' {
            let end = (at..range.end)
                .find(|i| !(bytes[*i].is_ascii_alphanumeric() || bytes[*i] == b'_'))
                .unwrap_or(range.end);
            let member = at > range.start && bytes[at - 1] == b'.';
            let opens = end < range.end && bytes[end] == b'(' && !member;
            if let Some((call, inside)) = opens.then(|| call(text, at..end, range.end)).flatten() {
                // Calls may stand in arguments.
                within(text, inside, found);
                at = call.span.end;
                found.push(call);
                continue;
            }
            at = end;
        } else {
            at += 1;
        }
    }
}

/// The call whose name is at `name`, and the bytes of its arguments; `None` when its bracket does not close.
fn call(text: &str, name: Range<usize>, limit: usize) -> Option<(Written, Range<usize>)> {
    let bytes = text.as_bytes();
    let (mut depth, mut at) = (0_usize, name.end);
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut part = name.end + 1;
    loop {
        match *bytes.get(at).filter(|_| at < limit)? {
            b'"' | b'\'' => {
                at = quoted(text, at, limit)?.1;
                continue;
            }
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    parts.push(part..at);
                    break;
                }
            }
            b',' if depth == 1 => {
                parts.push(part..at);
                part = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let mut arguments = Arguments::default();
    let mut literal = true;
    for range in parts {
        let written = text[range].trim();
        if written.is_empty() {
            continue;
        }
        let named = written
            .split_once('=')
            .filter(|(name, _)| name.trim().chars().all(|c| c.is_alphanumeric() || c == '_'));
        let (key, value) = named.map_or((None, written), |(name, value)| (Some(name.trim()), value.trim()));
        match (value_of(value), key) {
            (Some(value), Some(key)) => {
                arguments.named.insert(key.to_owned(), value);
            }
            (Some(value), None) => arguments.positional.push(value),
            (None, key) => {
                literal = false;
                match key {
                    Some(key) => {
                        arguments.named.insert(key.to_owned(), Value::Null);
                    }
                    None => arguments.positional.push(Value::Null),
                }
            }
        }
    }
    let inside = name.end + 1..at;
    let span = name.start..at + 1;
    Some((
        Written {
            name: text[name].to_owned(),
            arguments,
            literal,
            span,
        },
        inside,
    ))
}

/// A literal: quoted text without escapes, a whole number, a truth value.
fn value_of(text: &str) -> Option<Value> {
    if let Some((inner, end)) = quoted(text, 0, text.len()) {
        return (end == text.len() && !inner.contains('\\')).then(|| Value::String(inner.to_owned()));
    }
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => text.parse::<u64>().ok().map(Value::from),
    }
}

/// The text between the quotes that begin at `at`, and the byte behind them.
fn quoted(text: &str, at: usize, limit: usize) -> Option<(&str, usize)> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(at).filter(|c| matches!(c, b'"' | b'\''))?;
    let mut end = at + 1;
    while end < limit {
        match bytes[end] {
            b'\\' => end += 1,
            c if c == quote => return Some((&text[at + 1..end], end + 1)),
            _ => {}
        }
        end += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_found_wherever_they_stand() {
        let text = "价 {{ score(\"nps\") }} {# score('no') #}{% if change('a').verdict == \"fell (x)\" %}{{ chart(\"dots\", of=m.id, by='r', top=3) }}{% endif %}";
        let found = calls(text);
        let names: Vec<&str> = found.iter().map(|call| call.name.as_str()).collect();
        assert_eq!(names, ["score", "change", "chart"]);
        assert_eq!(&text[found[0].span.clone()], "score(\"nps\")");
        assert_eq!(found[1].arguments.text(0), Some("a"));
        assert!(!found[2].literal && found[1].literal);
        assert_eq!(
            (
                found[2].arguments.named_text("by"),
                found[2].arguments.named["top"].as_u64()
            ),
            (Some("r"), Some(3))
        );
    }

    #[test]
    fn broken_documents_do_not_stop_it() {
        assert_eq!(calls("{% raw %}{{ a(1) }}{% endraw %}{{ b(\"}}\") }}").len(), 1);
        for text in [
            "{{ score(",
            "{% if x(\"",
            "{{",
            "{{ a(b(c) }}",
            "{{ f(\"\\",
            "}} x() {{ 满(意) }}",
        ] {
            let _ = calls(text);
        }
        assert_eq!(calls("{{ outer(inner('x')) }}").len(), 2);
    }
}
