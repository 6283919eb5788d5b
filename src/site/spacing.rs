//! The thin space between Chinese characters and Latin letters or figures.
//!
//! Pages leave it to the browser (`text-autospace` in `base.css`); this is for text that no style sheet reaches, such as
//! drawings and plain-text output.

const THIN_SPACE: char = '\u{2009}';

/// Whether `c` is a Han character (kana, hangul and punctuation are not).
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

/// `text` with a thin space wherever a Han character touches a Latin letter or a figure.
#[must_use]
pub fn spaced(text: &str) -> String {
    let western = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{24f}' if c.is_alphabetic());
    let mut out = String::with_capacity(text.len());
    let mut before: Option<char> = None;
    for c in text.chars() {
        let meet = before.is_some_and(|b| (is_han(b) && western(c)) || (is_han(c) && (western(b) || b == '%')));
        if meet {
            out.push(THIN_SPACE);
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_and_latin_keep_a_distance() {
        assert_eq!(
            spaced("满意度NPS为72%的客户"),
            "满意度\u{2009}NPS\u{2009}为\u{2009}72%\u{2009}的客户"
        );
        assert_eq!(spaced("第 2 部分，共4页。OK"), "第 2 部分，共\u{2009}4\u{2009}页。OK");
    }

    #[test]
    fn doing_it_twice_changes_nothing() {
        let once = spaced("App客服2026年");
        assert_eq!(spaced(&once), once);
    }
}
