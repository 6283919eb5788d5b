//! How much there is to read.

/// The length of a text in English words: 1.7 Han characters (or kana) count as one, as a rule of thumb of translators has it.
#[must_use]
pub fn reading_words(text: &str) -> usize {
    let (mut words, mut characters, mut inside) = (0, 0, false);
    for character in text.chars() {
        let wide = matches!(character, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
        let letter = character.is_alphanumeric() && !wide;
        words += usize::from(letter && !inside);
        characters += usize::from(wide);
        inside = letter || inside && matches!(character, '\'' | '’' | '-' | '.' | '@');
    }
    words + characters * 10 / 17
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_characters_are_counted() {
        for (text, words) in [
            ("", 0),
            ("We don't keep your e-mail.", 5),
            ("a@b.cn", 1),
            ("感谢您的参与和反馈意见与建议呀，谢", 9),
            ("使用 NPS 满意", 3),
        ] {
            assert_eq!(reading_words(text), words, "{text}");
        }
    }
}
