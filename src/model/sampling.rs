//! Whom we asked, and how many answers we want from whom.

use super::Condition;
use super::Id;
use super::VariableIndex;
use crate::locale::Texts;
use std::sync::Arc;

/// Where what is known of those asked comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampleLink {
    /// The file under `samples/`.
    pub file: String,
    /// The column of the answers that names the person; without it answers are joined by personal links alone.
    pub key: Option<String>,
    /// The column of the sample file that names the person.
    pub id: String,
    /// Hidden variables filled from the sample's column of the same name.
    pub fills: Vec<Id>,
    /// Columns of the sample by which response rates may be broken down.
    pub attributes: Vec<String>,
    /// Columns with a meaning of their own.
    pub columns: SampleColumns,
}

/// Columns of a sample with a meaning of their own, each by its header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SampleColumns {
    /// The day the person was invited; empty: not yet.
    pub invited: Option<String>,
    /// Whether the invitation arrived: `yes` or `no`, or a day.
    pub delivered: Option<String>,
    /// The wave the person is asked in.
    pub wave: Option<String>,
    /// The language the person is asked in.
    pub language: Option<String>,
    /// How the person is reached.
    pub channel: Option<String>,
    /// Whether the person wants no more invitations.
    pub opted_out: Option<String>,
}

impl SampleColumns {
    /// All with their keys.
    #[must_use]
    pub fn all(&self) -> [(&'static str, Option<&str>); 6] {
        [
            ("invited", self.invited.as_deref()),
            ("delivered", self.delivered.as_deref()),
            ("wave", self.wave.as_deref()),
            ("language", self.language.as_deref()),
            ("channel", self.channel.as_deref()),
            ("opted_out", self.opted_out.as_deref()),
        ]
    }
}

/// How many answers are wanted.
#[derive(Debug, Clone, PartialEq)]
pub struct Quota {
    /// Name, among quotas.
    pub id: Id,
    /// What people call it; may be empty.
    pub title: Texts,
    /// From whom.
    pub cells: QuotaCells,
}

/// From whom answers are wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum QuotaCells {
    /// Those for whom a condition holds; without one, everybody.
    Where(Option<Arc<Condition>>, u64),
    /// The groups of a choice or a rating: position of the option, and how many.
    Of(VariableIndex, Vec<(usize, u64)>),
}
