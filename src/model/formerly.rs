//! What answers to the earlier options of a question are today, where its options were edited.

use super::Id;
use super::Missing;
use std::collections::BTreeMap;

/// What an earlier option is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    /// The option of this name.
    Option(Id),
    /// No answer, for this reason.
    Missing(Missing),
    /// Nothing: a single answer is `not_in_version`; among several it is left out.
    Dropped,
}

impl Now {
    /// The word for [`Now::Dropped`].
    pub const DROP: &'static str = "drop";

    /// As the definition writes it: an option's id, `<kind>` of missing, or `drop`.
    #[must_use]
    pub fn named(text: &str) -> Self {
        if text == Self::DROP {
            return Self::Dropped;
        }
        let kind = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
        match kind.and_then(Missing::from_code) {
            Some(kind) => Self::Missing(kind),
            None => Self::Option(Id::new(text)),
        }
    }

    /// As the definition writes it.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Option(id) => id.to_string(),
            Self::Missing(kind) => format!("<{}>", kind.code()),
            Self::Dropped => Self::DROP.to_owned(),
        }
    }
}

/// What the earlier options of one question are today. An option that is one still, and is not named, is itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Formerly {
    /// By the id of an earlier option, or the value of an earlier point of a scale.
    pub now: BTreeMap<String, Now>,
    /// Why an answer to the one is an answer to the other.
    pub because: String,
}

/// What a stored value of an earlier option is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recoded {
    /// The value of an option of today.
    Value(i32),
    /// No answer, for this reason.
    Missing(Missing),
    /// Left out of several answers; a single answer is `not_in_version`.
    Dropped,
}

impl Recoded {
    /// As it stands in the ledger.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Value(value) => value.to_string(),
            Self::Missing(kind) => kind.code().to_owned(),
            Self::Dropped => Now::DROP.to_owned(),
        }
    }
}

/// How the answers to one variable of an earlier version are read: every value that version had, and what is written for it in files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recoding {
    /// By earlier value.
    pub values: BTreeMap<i32, Recoded>,
    /// Ids and labels of options that are none today, and what they are.
    pub writings: BTreeMap<String, Recoded>,
}
