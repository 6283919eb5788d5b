//! Columns a text takes on a terminal: a Chinese character takes two.

use unicode_width::UnicodeWidthStr;

/// Terminal columns of `text`.
#[must_use]
pub fn columns(text: &str) -> usize {
    text.width()
}

/// `text` and then spaces up to `width` columns.
#[must_use]
pub fn pad_end(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(columns(text))))
}

/// Spaces up to `width` columns and then `text`.
#[must_use]
pub fn pad_start(text: &str, width: usize) -> String {
    format!("{}{text}", " ".repeat(width.saturating_sub(columns(text))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_han_character_takes_two_columns() {
        assert_eq!(columns("满意 5"), 6);
        assert_eq!(pad_end("满", 4), "满  ");
        assert_eq!(pad_start("12", 4), "  12");
    }
}
