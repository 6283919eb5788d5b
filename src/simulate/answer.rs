//! The answers of one simulated respondent, as expressions see them while the form is filled in.

use crate::logic::Missing;
use crate::logic::Row;
use crate::logic::Value;
use crate::model::Survey;
use std::borrow::Cow;

/// One answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// None, and why.
    Missing(Missing),
    /// Position of an option.
    Option(usize),
    /// Bit `i` is set when the option at position `i` was chosen.
    Set(u128),
    /// A number.
    Number(f64),
    /// Words.
    Text(String),
    /// Days since 1970-01-01.
    Date(i32),
}

impl Answer {
    /// Whether it is a valid answer.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        !matches!(self, Self::Missing(_))
    }
}

/// One response.
#[derive(Debug, Clone)]
pub struct Response<'s> {
    pub(super) survey: &'s Survey,
    /// Its id.
    pub id: String,
    /// The wave it belongs to.
    pub wave: String,
    /// Tag of the language it was answered in.
    pub language: String,
    /// Seconds since 1970 UTC when the form was opened.
    pub started: i64,
    /// Seconds since 1970 UTC when it was sent; `None` when the respondent broke off.
    pub submitted: Option<i64>,
    /// The same as civil seconds of the calendar's zone.
    pub(super) civil: i64,
    /// Key of the person in the sample.
    pub person: Option<String>,
    /// An answer a variable; derived variables stay `not_reached` here and are computed when asked for.
    pub answers: Vec<Answer>,
}

impl Row for Response<'_> {
    fn get(&self, slot: usize) -> Value<'_> {
        let Some(variable) = self.survey.variables.get(slot) else {
            return match slot - self.survey.variables.len() {
                0 => Value::Moment(self.civil),
                1 => Value::Text(Cow::Borrowed(&self.wave)),
                2 => Value::Text(Cow::Borrowed(&self.language)),
                _ => Value::Missing(Missing::Invalid),
            };
        };
        if let Some(value) = &variable.value {
            return match value.typed.value(self) {
                Value::Bool(truth) if variable.domain.options().is_some() => Value::Option(u32::from(truth)),
                other => other,
            };
        }
        match &self.answers[slot] {
            Answer::Missing(kind) => Value::Missing(*kind),
            Answer::Option(place) => Value::Option(u32::try_from(*place).unwrap_or(u32::MAX)),
            Answer::Set(bits) => Value::Set(*bits),
            Answer::Number(number) => Value::Number(*number),
            Answer::Text(words) => Value::Text(Cow::Borrowed(words)),
            Answer::Date(day) => Value::Date(*day),
        }
    }
}
