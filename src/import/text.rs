//! Words made comparable: a label is the same label whatever its spaces, width or case.

use std::borrow::Cow;

/// `text` without differences that carry no meaning: full-width letters, digits and marks become half-width, spaces of
/// any kind (no-break, ideographic, line ends) become one, ends are trimmed, invisible marks dropped, letters lowered.
pub(super) fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let c = half_width(c);
        if is_invisible(c) {
            continue;
        }
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            // A blank between two Chinese characters says nothing.
            if !(is_han(c) && out.chars().next_back().is_some_and(is_han)) {
                out.push(' ');
            }
            gap = false;
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// A header as [`normal`], without Markdown emphasis, numbering in front ("1、", "Q3. ") and a closing colon.
pub(super) fn normal_header(text: &str) -> String {
    let tagged = text.contains(['<', '&']).then(|| without_tags(text));
    let text = tagged.as_deref().unwrap_or(text);
    let plain: String = text.chars().filter(|c| !matches!(c, '*' | '`')).collect();
    let text = normal(&plain);
    let rest = strip_number(&text);
    rest.trim_end_matches([':', ' ']).to_owned()
}

/// `1、你的…`, `q12. how …`, `3) …` without the number; a text that is only a number stays.
fn strip_number(text: &str) -> &str {
    let after_q = text
        .strip_prefix('q')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text);
    let rest = after_q.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() == after_q.len() {
        return text;
    }
    let stripped = rest.strip_prefix(['、', '.', ')', ':']).map(str::trim_start);
    match stripped {
        Some(words) if words.starts_with(|c: char| !c.is_ascii_digit()) => words,
        _ => text,
    }
}

/// What platforms add to the label of an option that opens a box, as [`normal`] writes it.
const ASKS_FOR_WORDS: [&str; 14] = [
    " (please specify)",
    ", please specify",
    " - please specify",
    " please specify",
    " (specify)",
    " - write in (required)",
    " - write in",
    "(请注明)",
    " (请注明)",
    "(请说明)",
    "(请填写)",
    ",请注明",
    ":",
    "_",
];

/// The label of an option that opens a box, in its normal form, with and without what platforms add to it.
pub(super) fn other_writings(label: &str) -> Vec<String> {
    let whole = normal(label);
    let mut base = whole.as_str();
    while let Some(rest) = ASKS_FOR_WORDS.iter().find_map(|end| base.strip_suffix(end)) {
        base = rest.trim_end();
    }
    if base.is_empty() {
        return vec![whole];
    }
    // A mark alone is no writing of its own: words may follow on it.
    let asking = ASKS_FOR_WORDS.iter().filter(|end| end.len() > 1);
    let with = asking.map(|end| format!("{base}{end}"));
    with.chain([base.to_owned(), whole.clone()]).collect()
}

/// A text without the marks of HTML that editors of questions leave in it.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        let named = tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        if let Some(end) = tag.find('>').filter(|_| named) {
            rest = &tag[end + 1..];
        } else {
            out.push('<');
            rest = &tag[1..];
        }
    }
    out.push_str(rest);
    for (entity, c) in [
        ("&nbsp;", " "),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ] {
        if out.contains(entity) {
            out = out.replace(entity, c);
        }
    }
    out
}

/// Letters and digits of [`normal`] only: `Response ID`, `response_id` and `ResponseId` are one name.
pub(super) fn name_key(text: &str) -> String {
    normal(text)
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '#')
        .collect()
}

/// Full-width ASCII and the ideographic space as their half-width twins.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{202f}' | '\u{2007}' => ' ',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        _ => c,
    }
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{ad}')
}

/// A cell without the spaces and invisible marks around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// A cell as a person should see it: text as it stands, undecodable bytes as `\x8c`, NUL as `\0`.
///
/// In a file that was decoded from another encoding a byte ff is followed by two hex digits of the byte it stands for.
pub(super) fn shown(bytes: &[u8], decoded: Decoded) -> String {
    let mut out = String::with_capacity(bytes.len());
    for part in bytes.utf8_chunks() {
        out.push_str(part.valid());
        for byte in part.invalid() {
            match (decoded, byte) {
                (Decoded::Other, 0xff) => out.push_str("\\x"),
                _ => out.extend(['\\', 'x', hex(byte >> 4), hex(byte & 15)]),
            }
        }
    }
    if out.contains('\0') {
        out.replace('\0', "\\0")
    } else {
        out
    }
}

fn hex(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).unwrap_or('?')
}

/// Whether the bytes at hand are those of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decoded {
    /// They are: the file is UTF-8.
    Utf8,
    /// They were decoded from another encoding.
    Other,
}

/// The cell as text, when all of it can be decoded.
pub(super) fn utf8(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Takes the quotes off a cell that has some inside: `"5'8"""` is `5'8"`. What stands after the closing quote is kept.
pub(super) fn unquoted(raw: &[u8]) -> Cow<'_, [u8]> {
    let Some(inner) = raw.strip_prefix(b"\"") else {
        return Cow::Borrowed(raw);
    };
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.iter().position(|&b| b == b'"') {
        out.extend_from_slice(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(after) = rest.strip_prefix(b"\"") else {
            out.extend_from_slice(rest);
            return Cow::Owned(out);
        };
        out.push(b'"');
        rest = after;
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_with_a_box_is_known_with_what_platforms_add() {
        for (label, header) in [
            ("Other", "other (please specify)"),
            ("Other (please specify)", "other - write in (required)"),
            ("其他", "其他(请注明)"),
            ("其他（请说明）：", "其他"),
            ("其他____", "其他"),
        ] {
            assert!(other_writings(label).contains(&normal(header)), "{label}");
        }
    }

    #[test]
    fn blanks_between_chinese_characters_say_nothing() {
        assert_eq!(normal("满 意"), "满意");
        assert_eq!(normal("用 app 吗 ？"), "用 app 吗 ?");
    }

    #[test]
    fn marks_of_html_are_no_part_of_a_header() {
        assert_eq!(
            normal_header("1、<p>您<b>满意</b>吗？&nbsp;</p>"),
            normal_header("您满意吗？")
        );
        assert_eq!(normal_header("Is 3 < 5 & 6 > 4"), "is 3 < 5 & 6 > 4");
    }

    #[test]
    fn width_spaces_and_case_do_not_matter() {
        for text in [
            "very satisfied",
            " Very\u{a0}satisfied ",
            "ＶＥＲＹ　ｓａｔｉｓｆｉｅｄ",
            "very \n satisfied\u{200b}",
        ] {
            assert_eq!(normal(text), "very satisfied");
        }
        assert_eq!(normal("满意（很）"), "满意(很)");
        assert_ne!(normal("满意"), normal("不满意"));
    }

    #[test]
    fn a_header_loses_its_number_and_nothing_else() {
        assert_eq!(normal_header("1、你的手机的品牌是？"), "你的手机的品牌是?");
        assert_eq!(normal_header("Q12. How often:"), "how often");
        assert_eq!(normal_header("8、(内存)"), "(内存)");
        for kept in ["2026", "3.5 stars", "q1", "1 to 5"] {
            assert_eq!(normal_header(kept), kept);
        }
        assert_eq!(name_key("Response ID"), name_key("response_id"));
    }

    #[test]
    fn what_cannot_be_decoded_is_shown_as_bytes() {
        assert_eq!(shown(b"caf\x8c\xe6", Decoded::Utf8), "caf\\x8c\\xe6");
        assert_eq!(shown(b"a\xff8cb", Decoded::Other), "a\\x8cb");
        assert_eq!(shown("满\0".as_bytes(), Decoded::Utf8), "满\\0");
    }

    #[test]
    fn quotes_come_off_once() {
        assert_eq!(&*unquoted(br#""5'8"" tall""#), br#"5'8" tall"#);
        assert_eq!(&*unquoted(br#""5"8"#), b"58");
        assert_eq!(&*unquoted(br#""""""#), b"\"");
    }
}
