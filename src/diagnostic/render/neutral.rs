//! Text of users that is safe on a terminal.

use std::borrow::Cow;

/// `text` with everything that could steer a terminal or hide or reorder words made visible: control characters become their
/// picture (`␛`), marks of writing direction and other invisible ones become `�`. Line breaks and tabs become a space.
#[must_use]
pub fn neutral(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| picture(c).is_some()) {
        Cow::Owned(text.chars().map(|c| picture(c).unwrap_or(c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What is shown in place of `c`; `None` when it may stand as it is.
fn picture(c: char) -> Option<char> {
    match c {
        '\n' | '\r' | '\t' => Some(' '),
        '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(neutral("red \u{1b}[31m"), "red \u{241b}[31m");
        assert_eq!(neutral("a\r\nb\u{202e}c\u{9b}"), "a  b\u{fffd}c\u{fffd}");
        assert_eq!(neutral("满意 ok"), "满意 ok");
    }
}
