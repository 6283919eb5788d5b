//! Why a method gives no numbers.

use crate::diagnostic::Words;
use crate::stats::Reason;
use crate::stats::StatError;

/// Why a method gives no numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The data do not determine them: the answer is null with this reason.
    Undefined(Reason),
    /// What was asked cannot be: a column that is not there, a weight below zero, targets that do not sum. Names the
    /// column and the way out.
    Asked(Words),
}

impl Fault {
    /// Something wrong with what was asked, said for both readers.
    #[must_use]
    pub fn asked(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self::Asked(Words::new(en, zh))
    }
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Self {
        Self::Undefined(reason)
    }
}

impl From<StatError> for Fault {
    fn from(error: StatError) -> Self {
        match error {
            StatError::Undefined(reason) => Self::Undefined(reason),
            StatError::Domain(text) => Self::asked(text, text),
        }
    }
}
