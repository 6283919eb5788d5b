//! The words of a document's code, each with its place: enough to check names without running anything.

use super::scan::regions;
use std::ops::Range;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    pub kind: Kind<'a>,
    pub span: Range<usize>,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    Name(&'a str),
    /// Quoted text, without its quotes.
    Text(&'a str),
    Sign(&'a str),
    /// Between two pieces of code.
    Gap,
}

/// All words, in order.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    for region in regions(text) {
        let mut at = region.start;
        while at < region.end {
            let rest = &text[at..region.end];
            let Some(c) = rest.chars().next() else { break };
            let (kind, length) = if c.is_alphabetic() || c == '_' {
                let length = rest
                    .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(rest.len());
                (Some(Kind::Name(&rest[..length])), length)
            } else if c.is_ascii_digit() {
                let number = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
                let length = rest.find(|c| !number(c)).unwrap_or(rest.len());
                (Some(Kind::Text(&rest[..length])), length)
            } else if c == '"' || c == '\'' {
                let end = end_of_text(bytes, at, region.end);
                let inner = &text[at + 1..end.saturating_sub(1).max(at + 1)];
                (Some(Kind::Text(inner)), end - at)
            } else if c.is_whitespace() {
                (None, c.len_utf8())
            } else {
                let length = if ["==", "!=", "<=", ">=", "||"].iter().any(|sign| rest.starts_with(sign)) {
                    2
                } else {
                    c.len_utf8()
                };
                (Some(Kind::Sign(&rest[..length])), length)
            };
            let span = at..at + length;
            found.extend(kind.map(|kind| Token { kind, span }));
            at += length;
        }
        found.push(Token {
            kind: Kind::Gap,
            span: region.end..region.end,
        });
    }
    found
}

/// The byte behind the quote that closes what opens at `at`.
fn end_of_text(bytes: &[u8], at: usize, limit: usize) -> usize {
    let mut end = at + 1;
    while end < limit {
        match bytes[end] {
            b'\\' => end += 1,
            byte if byte == bytes[at] => return end + 1,
            _ => {}
        }
        end += 1;
    }
    limit
}

/// The place of the bracket that closes the one at `open`.
pub fn closing(tokens: &[Token<'_>], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Sign("(" | "[" | "{") => depth += 1,
            Kind::Sign(")" | "]" | "}") => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            Kind::Gap => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_texts_and_signs_have_their_places() {
        let text = "价{{ a.b(\"x)\", 满) != 'y' }} c";
        let found = tokens(text);
        let kinds: Vec<Kind<'_>> = found.iter().map(|token| token.kind).collect();
        let sign = Kind::Sign;
        assert_eq!(
            kinds,
            [
                Kind::Name("a"),
                sign("."),
                Kind::Name("b"),
                sign("("),
                Kind::Text("x)"),
                sign(","),
                Kind::Name("满"),
                sign(")"),
                sign("!="),
                Kind::Text("y"),
                Kind::Gap
            ]
        );
        assert_eq!(&text[found[4].span.clone()], "\"x)\"");
        assert_eq!(closing(&found, 3), Some(7));
        for broken in ["{{ \"a", "{{ a( ", "{{ '\\", "{{ 满", "{%"] {
            let _ = tokens(broken);
        }
    }
}
