//! The satisfaction model of a definition: where the weights of the index come from and how it is computed.

mod assemble;
mod judgements;
mod person;
mod read;

pub use assemble::complete;
pub use assemble::tree;
pub use judgements::JudgementFault;
pub use judgements::Judgements;
pub use person::add_persons;
pub use read::judgements;
pub use read::rules;

use super::spanned::Name;
use super::spanned::Spanned;
use std::ops::Range;

/// What the definition says about weights and answers of the index.
#[derive(Debug, Default)]
pub struct IndexRules {
    /// Where weights come from; a word of [`super::keys::WEIGHTS`].
    pub weights: Option<Name>,
    /// The rating importance is derived from.
    pub outcome: Option<Name>,
    /// The structural model.
    pub model: Option<PathRules>,
    /// A word of [`super::keys::LEVELS`].
    pub level: Option<Name>,
    /// Which answers count.
    pub missing: Option<Spanned<MissingRule>>,
}

/// Which answers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingRule {
    /// Every one there is.
    Available,
    /// Those of respondents who answered all.
    Complete,
    /// Respondents with at least so many.
    AtLeast(usize),
}

/// A structural model as written.
#[derive(Debug)]
pub struct PathRules {
    /// Where it stands.
    pub span: Range<usize>,
    /// A word of [`super::keys::SCHEMES`].
    pub scheme: Option<String>,
    /// Its constructs.
    pub constructs: Vec<Construct>,
}

/// A construct as written.
#[derive(Debug)]
pub struct Construct {
    /// Name within the model.
    pub id: Name,
    /// Ratings that measure it.
    pub of: Vec<Name>,
    /// Constructs it depends on.
    pub from: Vec<Name>,
}

impl IndexRules {
    /// The word of `weights`, its default included.
    #[must_use]
    pub fn weighting(&self) -> &str {
        self.weights.as_ref().map_or("declared", |word| word.value.as_str())
    }

    /// Whether weights are only known once answers are.
    #[must_use]
    pub fn needs_answers(&self) -> bool {
        matches!(self.weighting(), "entropy" | "importance" | "pls")
    }

    /// Whether each respondent has an index of their own.
    #[must_use]
    pub fn by_person(&self) -> bool {
        self.level.as_ref().is_some_and(|word| word.value == "person")
    }

    /// Which answers count, the default included.
    #[must_use]
    pub fn missing_rule(&self) -> MissingRule {
        self.missing.as_ref().map_or(MissingRule::Available, |rule| rule.value)
    }
}
