//! The words and marks of the language.

use std::ops::Range;

/// Words that cannot be ids.
pub const KEYWORDS: [&str; 7] = ["and", "false", "has", "in", "not", "or", "true"];

/// What a piece of the text is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// An id, the name of a function or of a kind of missing.
    Word(String),
    Number(f64),
    Text(String),
    /// A date without `date("…")`, already reported.
    Day(String),
    And,
    Or,
    Not,
    In,
    Has,
    True,
    False,
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
    Plus,
    Minus,
    Times,
    Over,
    Open,
    Close,
    OpenList,
    CloseList,
    Comma,
    Semicolon,
    /// `..`
    Dots,
    End,
}

impl Kind {
    /// How a fault names the token.
    pub(super) fn named(&self) -> String {
        let mark = match self {
            Self::Word(word) => return format!("`{word}`"),
            Self::Number(number) => return format!("the number {number}"),
            Self::Text(_) => return "a quoted text".to_owned(),
            Self::Day(_) => return "a date".to_owned(),
            Self::End => return "the end of the expression".to_owned(),
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
            Self::In => "in",
            Self::Has => "has",
            Self::True => "true",
            Self::False => "false",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Open => "(",
            Self::Close => ")",
            Self::OpenList => "[",
            Self::CloseList => "]",
            Self::Comma => ",",
            Self::Semicolon => ";",
            Self::Dots => "..",
        };
        format!("`{mark}`")
    }

    /// The keyword a word is, if it is one.
    pub(super) fn keyword(word: &str) -> Option<Self> {
        Some(match word {
            "and" => Self::And,
            "or" => Self::Or,
            "not" => Self::Not,
            "in" => Self::In,
            "has" => Self::Has,
            "true" => Self::True,
            "false" => Self::False,
            _ => return None,
        })
    }
}

/// A piece of the text and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Range<usize>,
}
