//! Columns of answers going in, vectors of results coming out.

use super::missing::Missing;
use super::missing::code_missing;
use super::truth::Truth;
use super::value::Value;
use std::borrow::Cow;

/// The answers of many respondents, column by column.
pub trait Frame {
    /// How many respondents.
    fn len(&self) -> usize;

    /// The answers in a slot, one per respondent. A column of another kind than the symbol's type, or of another length than
    /// [`Frame::len`], is taken as missing (`invalid`) throughout.
    fn column(&self, slot: usize) -> Column<'_>;

    /// Whether there is no respondent.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The answers in one slot. A `kinds` slice runs beside the values: 0 for a valid one, else [`Missing::byte`].
#[derive(Clone, Copy)]
pub enum Column<'a> {
    /// Choices, ratings, bands: the index of the option, or [`missing_code`](super::missing_code()). Truths: 0 for no, 1 for yes.
    Coded(&'a [u16]),
    /// Numbers. One that is not finite is taken as missing (`invalid`).
    Number {
        /// The numbers; anything where missing.
        values: &'a [f64],
        /// Why missing.
        kinds: &'a [u8],
    },
    /// Texts.
    Text(&'a dyn Texts),
    /// Dates, in days since 1970-01-01.
    Date {
        /// The days; anything where missing.
        values: &'a [i32],
        /// Why missing.
        kinds: &'a [u8],
    },
    /// Moments, in civil seconds since 1970-01-01 00:00.
    Moment {
        /// The seconds; anything where missing.
        values: &'a [i64],
        /// Why missing.
        kinds: &'a [u8],
    },
    /// Multiple choices: bit `i` stands for option `i`.
    Set {
        /// The options chosen; anything where missing.
        values: &'a [u128],
        /// Why missing.
        kinds: &'a [u8],
    },
}

/// A column of texts, however it is stored.
pub trait Texts {
    /// How many.
    fn len(&self) -> usize;

    /// The text of a row below [`Texts::len`].
    ///
    /// # Errors
    /// Why there is none.
    fn text(&self, row: usize) -> Result<&str, Missing>;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<T: AsRef<str>> Texts for Vec<Result<T, Missing>> {
    fn len(&self) -> usize {
        self.as_slice().len()
    }

    fn text(&self, row: usize) -> Result<&str, Missing> {
        match self.get(row) {
            Some(Ok(text)) => Ok(text.as_ref()),
            Some(Err(kind)) => Err(*kind),
            None => Err(Missing::Invalid),
        }
    }
}

impl<'a> Column<'a> {
    /// How many values; the shorter of values and kinds.
    pub(super) fn len(self) -> usize {
        match self {
            Self::Coded(codes) => codes.len(),
            Self::Number { values, kinds } => values.len().min(kinds.len()),
            Self::Text(texts) => texts.len(),
            Self::Date { values, kinds } => values.len().min(kinds.len()),
            Self::Moment { values, kinds } => values.len().min(kinds.len()),
            Self::Set { values, kinds } => values.len().min(kinds.len()),
        }
    }

    /// The value of one row; missing as `invalid` beyond the end.
    #[must_use]
    pub fn value(self, row: usize) -> Value<'a> {
        match self {
            Self::Coded(codes) => code_value(codes.get(row).copied()),
            Self::Text(texts) if row < texts.len() => texts
                .text(row)
                .map_or_else(Value::Missing, |text| Value::Text(Cow::Borrowed(text))),
            Self::Text(_) => Value::Missing(Missing::Invalid),
            Self::Number { values, kinds } => pick(values, kinds, row, Value::Number),
            Self::Date { values, kinds } => pick(values, kinds, row, Value::Date),
            Self::Moment { values, kinds } => pick(values, kinds, row, Value::Moment),
            Self::Set { values, kinds } => pick(values, kinds, row, Value::Set),
        }
    }
}

fn code_value(code: Option<u16>) -> Value<'static> {
    match code {
        None => Value::Missing(Missing::Invalid),
        Some(code) => code_missing(code).map_or_else(|| Value::Option(u32::from(code)), Value::Missing),
    }
}

fn pick<T: Copy>(values: &[T], kinds: &[u8], row: usize, wrap: impl Fn(T) -> Value<'static>) -> Value<'static> {
    match (values.get(row), kinds.get(row)) {
        (Some(value), Some(kind)) => Missing::from_byte(*kind).map_or_else(|| wrap(*value), Value::Missing),
        _ => Value::Missing(Missing::Invalid),
    }
}

/// The results of an expression, one per respondent. `kinds` as in [`Column`].
#[derive(Debug, Clone, PartialEq)]
pub enum Vector {
    /// Truths: 0 false, 1 true, else unknown, as 1 + [`Missing::byte`].
    Bool(Vec<u8>),
    /// Numbers, 0.0 where missing.
    Number {
        /// The numbers.
        values: Vec<f64>,
        /// Why missing.
        kinds: Vec<u8>,
    },
    /// Texts.
    Text(Vec<Result<String, Missing>>),
    /// Dates, in days since 1970-01-01, 0 where missing.
    Date {
        /// The days.
        values: Vec<i32>,
        /// Why missing.
        kinds: Vec<u8>,
    },
    /// Moments, in civil seconds since 1970-01-01 00:00, 0 where missing.
    Moment {
        /// The seconds.
        values: Vec<i64>,
        /// Why missing.
        kinds: Vec<u8>,
    },
    /// Options and bands: the index, or [`missing_code`](super::missing_code()).
    Coded(Vec<u16>),
    /// Multiple choices, 0 where missing.
    Set {
        /// The options chosen.
        values: Vec<u128>,
        /// Why missing.
        kinds: Vec<u8>,
    },
}

impl Vector {
    /// How many results.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Bool(truths) => truths.len(),
            Self::Text(texts) => texts.as_slice().len(),
            Self::Coded(codes) => codes.len(),
            Self::Number { kinds, .. }
            | Self::Date { kinds, .. }
            | Self::Moment { kinds, .. }
            | Self::Set { kinds, .. } => kinds.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The result for one respondent; missing as `invalid` beyond the end.
    #[must_use]
    pub fn value(&self, row: usize) -> Value<'_> {
        match self {
            Self::Bool(truths) => match truths.get(row) {
                Some(byte @ 0..=1) => Value::Bool(*byte == 1),
                other => Value::Missing(
                    other
                        .and_then(|byte| Missing::from_byte(byte - 1))
                        .unwrap_or(Missing::Invalid),
                ),
            },
            Self::Number { values, kinds } => Column::Number { values, kinds }.value(row),
            Self::Text(texts) => Column::Text(texts).value(row),
            Self::Date { values, kinds } => Column::Date { values, kinds }.value(row),
            Self::Moment { values, kinds } => Column::Moment { values, kinds }.value(row),
            Self::Coded(codes) => Column::Coded(codes).value(row),
            Self::Set { values, kinds } => Column::Set { values, kinds }.value(row),
        }
    }

    /// What a condition says of one respondent; unknown when it is no condition.
    #[must_use]
    pub fn truth(&self, row: usize) -> Truth {
        self.value(row).truth()
    }
}
