//! Single values, read as what their key asks for.

use std::ops::Range;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes, so it can also be nothing, a number or a truth value.
    Plain,
    /// In quotes.
    Quoted,
    /// A `|` or `>` block.
    Block,
}

/// One value as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// The text without quotes, escapes and folds.
    pub text: String,
    /// How it is written.
    pub style: Style,
}

impl Scalar {
    /// Whether it says "nothing" (YAML 1.2 core schema).
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.style == Style::Plain && matches!(self.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
    }

    /// The truth value it says (YAML 1.2 core schema: `yes` and `no` are texts).
    #[must_use]
    pub fn switch(&self) -> Option<bool> {
        match (self.style, self.text.as_str()) {
            (Style::Plain, "true" | "True" | "TRUE") => Some(true),
            (Style::Plain, "false" | "False" | "FALSE") => Some(false),
            _ => None,
        }
    }

    /// The finite number it says, in decimal.
    #[must_use]
    pub fn number(&self) -> Option<f64> {
        let looks = self
            .text
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b'+' | b'-' | b'.' | b'e' | b'E'));
        if self.style != Style::Plain || !looks {
            return None;
        }
        self.text.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// The whole number it says, in decimal.
    #[must_use]
    pub fn whole(&self) -> Option<i64> {
        if self.style == Style::Plain {
            self.text.parse().ok()
        } else {
            None
        }
    }

    /// Where bytes `part` of [`Scalar::text`] stand in the file, given the file and the span of the scalar. The whole scalar where
    /// escapes, folds or the indentation of several lines make the two differ.
    #[must_use]
    pub fn place_of(&self, file: &str, span: &Range<usize>, part: &Range<usize>) -> Range<usize> {
        let quote = usize::from(self.style == Style::Quoted);
        let start = span.start + quote;
        let text = self.text.trim_end();
        let straight = file.get(start..start + text.len()) == Some(text);
        if straight && part.end <= text.len() {
            start + part.start..start + part.end
        } else {
            span.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Scalar {
        Scalar {
            text: text.to_owned(),
            style: Style::Plain,
        }
    }

    #[test]
    fn values_follow_the_core_schema() {
        assert_eq!(plain("true").switch(), Some(true));
        assert_eq!(plain("yes").switch(), None);
        assert!(plain("~").is_nothing() && plain("").is_nothing() && !plain("no").is_nothing());
        assert_eq!(plain("0.05").number(), Some(0.05));
        assert_eq!(plain("-3").whole(), Some(-3));
        assert_eq!(plain("inf").number(), None);
        assert_eq!(plain("1e999").number(), None);
        assert_eq!(plain("0x10").number(), None);
        assert_eq!(
            Scalar {
                text: "1".into(),
                style: Style::Quoted
            }
            .whole(),
            None
        );
    }

    #[test]
    fn places_inside_simple_scalars_are_exact() {
        let file = "a: \"x = 满\"";
        let scalar = Scalar {
            text: "x = 满".into(),
            style: Style::Quoted,
        };
        assert_eq!(scalar.place_of(file, &(3..file.len()), &(4..7)), 8..11);
        let escaped = Scalar {
            text: "x\ty".into(),
            style: Style::Quoted,
        };
        assert_eq!(escaped.place_of("a: \"x\\ty\"", &(3..9), &(0..1)), 3..9);
    }
}
