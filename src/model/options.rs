//! What can be answered: options with a stable numeric value, ordered scales, and answers that are kinds of missing.

use super::Id;
use super::Missing;
use crate::locale::Texts;

/// Which end of an ordered scale is good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Better {
    /// The largest value is the best.
    #[default]
    High,
    /// The smallest value is the best.
    Low,
}

/// One answer that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// Stable name.
    pub id: Id,
    /// Stable number, unique in its list: what weights, SPSS and order go by.
    pub value: i32,
    /// Label.
    pub text: Texts,
    /// In a multiple choice: chosen alone ("none of these").
    pub exclusive: bool,
    /// Opens a box for the respondent's own words; their variable is the question's id with `.other`.
    pub other: bool,
}

/// An answer that says why there is none, such as "don't know".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingOption {
    /// The kind of missing it stands for: `dont_know`, `not_applicable` or `refused`.
    pub kind: Missing,
    /// Label.
    pub text: Texts,
    /// The code under which foreign files hold it, such as 9; never one of the list's values.
    pub value: Option<i32>,
}

/// Options in the order of the definition (for a scale: by rising value), and the missing ones apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OptionList {
    /// What can be chosen; at most [`OptionList::MOST`], values unique.
    pub options: Vec<ChoiceOption>,
    /// Offered beside them.
    pub missing: Vec<MissingOption>,
}

impl OptionList {
    /// More options than this are refused: the codes above stand for kinds of missing.
    pub const MOST: usize = 60_000;
    /// More options than this are refused in a multiple choice, whose answers are bit sets.
    pub const MOST_MULTIPLE: usize = 120;

    /// Position of the option with this id.
    #[must_use]
    pub fn position_of_id(&self, id: &str) -> Option<usize> {
        self.options.iter().position(|option| option.id == *id)
    }

    /// Position of the option with this value.
    #[must_use]
    pub fn position_of_value(&self, value: i32) -> Option<usize> {
        self.options.iter().position(|option| option.value == value)
    }

    /// The numeric values in order.
    #[must_use]
    pub fn values(&self) -> Vec<f64> {
        self.options.iter().map(|option| f64::from(option.value)).collect()
    }
}

/// An ordered rating scale; at least two points, in order of rising value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Name, such as `satisfaction5`.
    pub id: Id,
    /// The points.
    pub list: OptionList,
    /// Which end is good.
    pub better: Better,
    /// Whether only the two ends carry words (as 0–10 scales do).
    pub ends_only: bool,
}

impl Scale {
    /// Lowest and highest value.
    #[must_use]
    pub fn range(&self) -> (f64, f64) {
        let values = self.list.values();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (low, high)
    }

    /// Offset and slope that take its values to 0–100 with the good end at 100.
    #[must_use]
    pub fn to_hundred(&self) -> (f64, f64) {
        let (low, high) = self.range();
        let slope = 100.0 / (high - low);
        match self.better {
            Better::High => (-low * slope, slope),
            Better::Low => (high * slope, -slope),
        }
    }

    /// Points from best to worst, as positions in the list.
    #[must_use]
    pub fn best_first(&self) -> Vec<usize> {
        let worst_up = 0..self.list.options.len();
        match self.better {
            Better::High => worst_up.rev().collect(),
            Better::Low => worst_up.collect(),
        }
    }
}
