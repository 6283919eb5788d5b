//! How much of a questionnaire was answered.

use crate::logic::Missing;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use serde::Serialize;

/// How much of what was asked was answered; later ones are more.
///
/// Source: AAPOR (2023), *Standard Definitions*, 10th edition: complete from 80 % of the applicable questions on, partial from
/// 50 % on, below that a break-off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// Less than half.
    BreakOff,
    /// At least half, less than four fifths.
    Partial,
    /// At least four fifths.
    Complete,
}

/// How much of what was asked one response answers. A reason given for not answering is an answer; what is no question (hidden
/// and derived values, own words beside an option) does not count.
#[must_use]
pub fn completeness(survey: &Survey, batch: &Batch, row: usize) -> Completeness {
    let (mut asked, mut answered) = (0u32, 0u32);
    for (place, variable) in survey.variables.iter().enumerate() {
        if !matches!(variable.origin, Origin::Question { .. }) {
            continue;
        }
        match batch.cell(VariableIndex(place), row) {
            Cell::Missing(Missing::NotAsked | Missing::NotInVersion) => {}
            Cell::Missing(Missing::Skipped | Missing::NotReached) => asked += 1,
            _ => {
                asked += 1;
                answered += 1;
            }
        }
    }
    // In whole numbers, so that a share of exactly four fifths is no matter of rounding.
    if answered * 5 >= asked * 4 {
        Completeness::Complete
    } else if answered * 2 >= asked {
        Completeness::Partial
    } else {
        Completeness::BreakOff
    }
}
