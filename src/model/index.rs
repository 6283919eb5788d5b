//! Where the weights of an index come from, and how it is computed from answers.

use super::Id;
use super::VariableIndex;
use crate::stats::pls::Scheme;
use std::collections::BTreeMap;

/// How an index is weighted and computed; one for the whole tree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct IndexScheme {
    /// Where weights come from.
    pub weighting: Weighting,
    /// Whether means of items are combined, or items of each respondent.
    pub level: IndexLevel,
    /// Which answers count.
    pub missing: IndexMissing,
}

/// Where the weights of an index come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Weighting {
    /// Written in the definition; parts without a weight count alike.
    #[default]
    Declared,
    /// All parts and ratings of a level count alike.
    Equal,
    /// From pairwise judgements, with the consistency ratio of each node that has some.
    Ahp(BTreeMap<Id, f64>),
    /// From the spread of the answers to each rating.
    Entropy,
    /// From what the parts explain of an outcome: Johnson's relative weights.
    Importance {
        /// The rating that is explained.
        outcome: VariableIndex,
    },
    /// Outer weights of a construct in a PLS path model.
    Pls(PathModel),
}

impl Weighting {
    /// Its word in a definition.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Declared => "declared",
            Self::Equal => "equal",
            Self::Ahp(_) => "ahp",
            Self::Entropy => "entropy",
            Self::Importance { .. } => "importance",
            Self::Pls(_) => "pls",
        }
    }

    /// Whether weights are only known once answers are.
    #[must_use]
    pub const fn needs_answers(&self) -> bool {
        matches!(self, Self::Entropy | Self::Importance { .. } | Self::Pls(_))
    }
}

/// On which level an index is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IndexLevel {
    /// Means of items are weighted.
    #[default]
    Mean,
    /// Each respondent has an index of their own, the index is its mean (Fornell, ACSI).
    Person,
}

/// Which answers an index counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IndexMissing {
    /// Every answer there is.
    #[default]
    Available,
    /// Those of respondents who answered every rating; written into the filter of the measures.
    Complete,
    /// On the level of persons: respondents who answered at least so many ratings of the node (all, if it has fewer).
    AtLeast(usize),
}

/// A structural model: constructs measured by ratings and joined by paths. Valid by construction of the definition.
#[derive(Debug, Clone, PartialEq)]
pub struct PathModel {
    /// How neighbouring constructs are combined.
    pub scheme: Scheme,
    /// Constructs, in the order of the definition.
    pub constructs: Vec<PathConstruct>,
    /// The construct the index stands for.
    pub index: usize,
}

/// A construct of a structural model.
#[derive(Debug, Clone, PartialEq)]
pub struct PathConstruct {
    /// Name.
    pub id: Id,
    /// Ratings that measure it.
    pub items: Vec<VariableIndex>,
    /// Constructs it depends on, as positions.
    pub from: Vec<usize>,
}
