//! Variables: what one response fills, a column each.

use super::Condition;
use super::Id;
use super::OptionList;
use super::Scale;
use crate::locale::Texts;
use std::sync::Arc;

/// Position of a variable in [`super::Survey::variables`], and of its column in a batch of responses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VariableIndex(pub usize);

/// What values a variable takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Domain {
    /// One point of an ordered scale.
    Rating(Arc<Scale>),
    /// One option of a list without a meaningful order (a band is ordered by its position).
    Choice(Arc<OptionList>),
    /// Any number of options of a list.
    Multiple(Arc<OptionList>),
    /// A number.
    Number {
        /// Smallest value allowed.
        min: Option<f64>,
        /// Largest value allowed.
        max: Option<f64>,
        /// Whether only whole numbers are allowed.
        whole: bool,
    },
    /// Words.
    Text,
    /// A day.
    Date,
}

impl Domain {
    /// The options, for a rating, choice or multiple choice.
    #[must_use]
    pub fn options(&self) -> Option<&OptionList> {
        match self {
            Self::Rating(scale) => Some(&scale.list),
            Self::Choice(list) | Self::Multiple(list) => Some(list),
            Self::Number { .. } | Self::Text | Self::Date => None,
        }
    }

    /// The scale, for a rating.
    #[must_use]
    pub fn scale(&self) -> Option<&Scale> {
        match self {
            Self::Rating(scale) => Some(scale),
            _ => None,
        }
    }
}

/// Where the values of a variable come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// A question, or a row of a matrix: positions of page, question and row.
    Question {
        /// Position in [`super::Survey::pages`].
        page: usize,
        /// Position in the page's questions.
        question: usize,
        /// Position in the matrix's rows.
        row: Option<usize>,
    },
    /// The respondent's own words beside an option of the question at this place.
    OtherWords {
        /// Position in [`super::Survey::pages`].
        page: usize,
        /// Position in the page's questions.
        question: usize,
    },
    /// Which wording of a consent was shown, at this place: the form sends it along.
    Wording {
        /// Position in [`super::Survey::pages`].
        page: usize,
        /// Position in the page's questions.
        question: usize,
    },
    /// It comes with the link, the file or the sample.
    Hidden,
    /// It is computed from other variables.
    Derived,
}

impl Origin {
    /// Positions of page and question, for a variable that belongs to one.
    #[must_use]
    pub fn place(self) -> Option<(usize, usize)> {
        match self {
            Self::Question { page, question, .. }
            | Self::OtherWords { page, question }
            | Self::Wording { page, question } => Some((page, question)),
            Self::Hidden | Self::Derived => None,
        }
    }
}

/// One variable of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Name: `overall`, `service.speed`, `channel.other`.
    pub id: Id,
    /// What it takes.
    pub domain: Domain,
    /// Where it comes from.
    pub origin: Origin,
    /// What was asked; for a matrix row, the row's text.
    pub text: Texts,
    /// For a matrix row, the question above it.
    pub stem: Option<Texts>,
    /// The part of the customer journey it belongs to.
    pub touchpoint: Option<String>,
    /// When the question is asked at all; its own and nothing else's.
    pub asked_if: Option<Arc<Condition>>,
    /// For a derived variable, how it is computed.
    pub value: Option<Arc<Condition>>,
    /// Whether the answer itself tells who someone is. It is kept apart; the column holds only whether it was given.
    pub personal: bool,
}
