//! Values, and where the answers of one respondent come from.

use super::missing::Missing;
use super::truth::Truth;
use std::borrow::Cow;

/// One value: an answer, or the result of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// There is none, and why.
    Missing(Missing),
    /// A truth value.
    Bool(bool),
    /// A number. One that is not finite is taken as missing (`invalid`).
    Number(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// Days since 1970-01-01.
    Date(i32),
    /// Civil seconds since 1970-01-01 00:00 in the workspace's time zone.
    Moment(i64),
    /// The index of an option or the number of a band, from 0.
    Option(u32),
    /// The options chosen in a multiple choice: bit `i` stands for option `i`.
    Set(u128),
}

impl Value<'_> {
    /// The truth this value tells; what is neither true nor false is unknown.
    #[must_use]
    pub fn truth(&self) -> Truth {
        match self {
            Self::Bool(value) => (*value).into(),
            _ => Truth::Unknown,
        }
    }
}

/// The answers of one respondent.
pub trait Row {
    /// The answer in a slot. A value of another type than the symbol's, an option index beyond its options or a number that is not
    /// finite is taken as missing (`invalid`). A yes/no value may come as `Option(0)` for no and `Option(1)` for yes.
    fn get(&self, slot: usize) -> Value<'_>;
}
