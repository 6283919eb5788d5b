//! Values that are put into a Markdown text as opaque tokens and come back after Markdown has done its work, so that no
//! value can ever act as markup.

use super::html::Html;
use super::html::escape;

/// Begins and ends a token: characters that no text may hold (Unicode noncharacters); they are removed from every source.
const BEGIN: char = '\u{fdd0}';
const END: char = '\u{fdd1}';

/// Where a value stands in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words within a sentence; escaped.
    Text(String),
    /// Markup within a sentence.
    Inline(Html),
    /// Markup that stands by itself: a figure, a table. A paragraph with nothing else in it gives way to it.
    Block(Html),
}

impl Piece {
    /// Appends the markup.
    pub(super) fn write(&self, html: &mut String) {
        match self {
            Self::Text(text) => escape(text, html),
            Self::Inline(piece) | Self::Block(piece) => html.push_str(piece.as_str()),
        }
    }
}

/// The values of one text, in the order in which they were put in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pieces(Vec<Piece>);

impl Pieces {
    /// Keeps a value and gives the token to write in its place.
    pub fn token(&mut self, piece: Piece) -> String {
        self.0.push(piece);
        format!("{BEGIN}{}{END}", self.0.len() - 1)
    }

    /// Cuts a text at its tokens: text before a token, the token's value, and so on; the last part has no value.
    pub(super) fn split<'a>(&'a self, text: &'a str) -> Vec<(&'a str, Option<&'a Piece>)> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(BEGIN) {
            let Some((number, behind)) = after.split_once(END) else {
                break;
            };
            parts.push((before, number.parse::<usize>().ok().and_then(|at| self.0.get(at))));
            rest = behind;
        }
        parts.push((rest, None));
        parts
    }
}

/// A source text without characters that could pass for a token.
#[must_use]
pub fn without_tokens(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{fdd0}'..='\u{fdef}'), "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_tokens() {
        let mut pieces = Pieces::default();
        let text = format!("a{}b", pieces.token(Piece::Text("<1>".into())));
        assert_eq!(
            pieces.split(&text),
            [("a", Some(&Piece::Text("<1>".into()))), ("b", None)]
        );
        assert_eq!(pieces.split("a\u{fdd0}7\u{fdd1}b"), [("a", None), ("b", None)]);
        assert_eq!(without_tokens("a\u{fdd0}0\u{fdd1}b"), "a0b");
    }
}
