//! Texts of other tools as texts of a definition: HTML becomes Markdown, double braces stay harmless.

use std::fmt::Write as _;

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Made {
    pub text: String,
    /// A picture, film, form or script stood in it.
    pub media: bool,
}

/// Elements whose content is no text.
const SILENT: [&str; 5] = ["script", "style", "head", "title", "template"];
/// Elements that show or run something.
const MEDIA: [&str; 13] = [
    "img", "video", "audio", "iframe", "object", "embed", "script", "canvas", "svg", "form", "input", "button",
    "source",
];
/// Elements that begin a line.
const LINES: [&str; 13] = [
    "br", "p", "div", "tr", "table", "ul", "ol", "hr", "h1", "h2", "h3", "h4", "h5",
];

/// A text that may hold HTML.
pub(super) fn from_html(html: &str) -> Made {
    let mut made = Made::default();
    let mut silent: Option<String> = None;
    let mut link: Option<String> = None;
    let mut rest = html;
    while !rest.is_empty() {
        let Some((name, closing, attributes, length)) = tag(rest) else {
            let c = rest.chars().next().unwrap_or(' ');
            rest = &rest[c.len_utf8()..];
            if silent.is_none() {
                push(&mut made.text, c);
            }
            continue;
        };
        rest = &rest[length..];
        made.media |= MEDIA.contains(&name.as_str());
        if let Some(waiting) = &silent {
            if closing && *waiting == name {
                silent = None;
            }
            continue;
        }
        match name.as_str() {
            name if SILENT.contains(&name) && !closing => silent = Some(name.to_owned()),
            "b" | "strong" => mark(&mut made.text, "**", closing),
            "i" | "em" => mark(&mut made.text, "*", closing),
            "li" if !closing => {
                line(&mut made.text);
                made.text.push_str("- ");
            }
            "a" if !closing => {
                link =
                    attribute(attributes, "href").filter(|to| to.starts_with("https://") || to.starts_with("http://"));
                if link.is_some() {
                    made.text.push('[');
                }
            }
            "a" => {
                if let Some(to) = link.take() {
                    let _ = write!(made.text, "]({to})");
                }
            }
            name if LINES.contains(&name) => line(&mut made.text),
            _ => {}
        }
    }
    made.text = tidy(&entities(&made.text));
    made
}

/// A text that is plain, or Markdown already.
pub(super) fn from_plain(text: &str) -> String {
    tidy(&text.replace('\u{a0}', " "))
}

/// Signs that Markdown would take for its own.
fn push(out: &mut String, c: char) {
    match c {
        '*' | '`' => {
            out.push('\\');
            out.push(c);
        }
        '\r' => {}
        '\n' | '\t' | '\u{a0}' => out.push(' '),
        c if c.is_control() => {}
        c => out.push(c),
    }
}

/// An opening or closing mark that stands at a word, and none around nothing.
fn mark(out: &mut String, sign: &str, closing: bool) {
    if !closing {
        out.push_str(sign);
        return;
    }
    let trimmed = out.trim_end().len();
    if out[..trimmed].ends_with(sign) {
        out.truncate(trimmed - sign.len());
        return;
    }
    if out.contains(sign) {
        let blanks = out.split_off(trimmed);
        out.push_str(sign);
        out.push_str(&blanks);
    }
}

fn line(out: &mut String) {
    while out.ends_with(' ') {
        out.pop();
    }
    if !out.is_empty() && !out.ends_with("\n\n") {
        out.push('\n');
    }
}

/// Name, whether it closes, attributes and length of the tag a text begins with.
fn tag(text: &str) -> Option<(String, bool, &str, usize)> {
    let inner = text.strip_prefix('<')?;
    if let Some(comment) = inner.strip_prefix("!--") {
        let end = comment.find("-->").map_or(text.len(), |at| at + 7);
        return Some((String::new(), false, "", end));
    }
    let closing = inner.starts_with('/');
    let start = usize::from(closing);
    let first = inner[start..].chars().next()?;
    if !first.is_ascii_alphabetic() {
        return None;
    }
    let end = inner.find('>')?;
    let body = inner[start..end].trim_end_matches('/');
    let cut = body.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(body.len());
    Some((body[..cut].to_ascii_lowercase(), closing, &body[cut..], end + 2))
}

fn attribute(attributes: &str, name: &str) -> Option<String> {
    let at = attributes.to_ascii_lowercase().find(&format!("{name}="))? + name.len() + 1;
    let rest = attributes.get(at..)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = rest[1..].find(quote)?;
    Some(rest[1..=end].replace(['(', ')', ' '], ""))
}

const NAMED: [(&str, &str); 22] = [
    ("amp", "&"),
    ("lt", "<"),
    ("gt", ">"),
    ("quot", "\""),
    ("apos", "'"),
    ("nbsp", " "),
    ("rsquo", "’"),
    ("lsquo", "‘"),
    ("ldquo", "“"),
    ("rdquo", "”"),
    ("ndash", "–"),
    ("mdash", "—"),
    ("hellip", "…"),
    ("eacute", "é"),
    ("egrave", "è"),
    ("agrave", "à"),
    ("ouml", "ö"),
    ("auml", "ä"),
    ("uuml", "ü"),
    ("szlig", "ß"),
    ("middot", "·"),
    ("times", "×"),
];

/// Character references resolved.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| (2..=10).contains(end));
        let found = end.and_then(|end| {
            let name = &rest[1..end];
            let known = NAMED
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, text)| (*text).to_owned());
            let number = name
                .strip_prefix('#')
                .and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                    Some(hex) => u32::from_str_radix(hex, 16).ok(),
                    None => digits.parse().ok(),
                });
            let letter = number.and_then(char::from_u32).filter(|c| !c.is_control());
            known.or(letter.map(|c| c.to_string())).map(|text| (text, end))
        });
        if let Some((text, end)) = found {
            out.push_str(&text);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Blanks put in order, no more than one empty line, no double braces.
fn tidy(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.replace('\r', "").split('\n') {
        let line = line
            .split([' ', '\t', '\u{a0}'])
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        if line.is_empty() && lines.last().is_none_or(String::is_empty) {
            continue;
        }
        lines.push(line);
    }
    let text = lines.join("\n");
    let mut text = text.trim().to_owned();
    for (double, apart) in [("{{", "{ {"), ("}}", "} }")] {
        while text.contains(double) {
            text = text.replace(double, apart);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_markdown() {
        for (html, wanted) in [
            ("How are you?&nbsp;", "How are you?"),
            (
                "<p>One</p><p>Two &amp; <b>three </b>four</p>",
                "One\n\nTwo & **three** four",
            ),
            ("<span style=\"x\">a*b</span>", "a\\*b"),
            ("<ul><li>x</li><li>y</li></ul>", "- x\n- y"),
            (
                "see <a href=\"https://example.com/a\">this</a>",
                "see [this](https://example.com/a)",
            ),
            ("<a href=\"javascript:x\">this</a>", "this"),
            ("<b></b>a < b &#x4e2d; &bogus;", "a < b 中 &bogus;"),
            ("{{ name }}", "{ { name } }"),
            ("<!-- no -->yes", "yes"),
        ] {
            assert_eq!(from_html(html).text, wanted, "{html}");
        }
        let made = from_html("a<script>alert(1)</script><img src=x>b");
        assert_eq!((made.text.as_str(), made.media), ("ab", true));
    }

    proptest::proptest! {
        #[test]
        fn nothing_breaks_it(text in ".{0,200}", tags in "[<>/a-z=\"'&;# ]{0,200}") {
            for text in [text, tags] {
                let made = from_html(&text);
                proptest::prop_assert!(!made.text.contains("{{"));
                from_plain(&text);
            }
        }
    }
}
