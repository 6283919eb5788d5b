//! Open words that are no words: one character over and over, or keys that lie side by side.
//!
//! Nothing is guessed from a language: short answers, names and numbers are never flagged.

/// Rows of a keyboard; a run along one of them is typed, not written.
const ROWS: [&str; 4] = ["qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890"];
/// Fewer characters say nothing.
const LEAST: usize = 5;
/// Characters in a row along a keyboard that are no word of any language.
const ALONG: usize = 6;

/// Whether a text is one character over and over, or a run along the keyboard and nothing else.
pub(super) fn is_gibberish(text: &str) -> bool {
    let letters: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect();
    if letters.len() < LEAST {
        return false;
    }
    // A row of points or dashes says "nothing", which is an answer.
    let one = letters.iter().all(|c| *c == letters[0]) && letters[0].is_alphanumeric();
    one || letters.len() >= ALONG && ROWS.iter().any(|row| along(&letters, row))
}

fn along(letters: &[char], row: &str) -> bool {
    let places: Option<Vec<usize>> = letters.iter().map(|c| row.chars().position(|key| key == *c)).collect();
    let Some(places) = places else { return false };
    // `asdfasdf` begins anew; each step is to the next key or back to the start of the run.
    let digits = row.starts_with('1');
    places.windows(2).all(|two| two[1] == two[0] + 1 || two[1] == places[0]) && (!digits || places[0] == 0)
}

#[cfg(test)]
mod tests {
    use super::is_gibberish;

    #[test]
    fn keys_and_repeated_characters_are_no_words() {
        for text in [
            "aaaaaa",
            "哈哈哈哈哈",
            "asdfgh",
            "ASDF asdf",
            "qwerty",
            "123456",
            "11111",
        ] {
            assert!(is_gibberish(text), "{text}");
        }
    }

    #[test]
    fn words_short_answers_and_numbers_are_not() {
        for text in [
            "ok",
            "好好好",
            "无",
            "......",
            "-----",
            "poor",
            "properties",
            "2026",
            "13800001111",
            "very good",
            "没有意见",
            "no",
        ] {
            assert!(!is_gibberish(text), "{text}");
        }
    }
}
