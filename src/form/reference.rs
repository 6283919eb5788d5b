//! Numbers of questions in sentences about them, marked so that a script can write them anew: what a respondent sees is numbered
//! without gaps, whatever is hidden or comes in another order.

use crate::site::Html;
use std::fmt::Write as _;

/// Stand around the number while the sentence is plain text; they mean nothing in any text.
const MARKS: [char; 2] = ['\u{e002}', '\u{e003}'];

/// A number in a sentence.
pub(super) fn marked(number: usize) -> String {
    format!("{}{number}{}", MARKS[0], MARKS[1])
}

/// A text of the survey that goes into such a sentence.
pub(super) fn unmarked(text: &str) -> String {
    text.chars().filter(|c| !MARKS.contains(c)).collect()
}

/// The sentence as HTML, each number in an element that says whose it is.
pub(super) fn html(sentence: &str) -> Html {
    let escaped = Html::escaped(sentence);
    let mut pieces = escaped.as_str().split(MARKS[0]);
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (number, rest) = piece.split_once(MARKS[1]).unwrap_or((piece, ""));
        let _ = write!(made, "<span data-number=\"{number}\">{number}</span>{rest}");
    }
    Html::trusted(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_elements_of_their_own() {
        let sentence = format!("if “{}. {}” & more", marked(12), unmarked("<b>\u{e002}3"));
        assert_eq!(
            html(&sentence).as_str(),
            "if “<span data-number=\"12\">12</span>. &lt;b&gt;3” &amp; more"
        );
    }
}
