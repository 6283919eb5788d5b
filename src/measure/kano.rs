//! The features of Kano questions, counted: how many respondents a feature is what to.
//!
//! In: a [`View`] with the pairs of answers. Out: the frequencies of the categories and the responses behind them; what
//! they say is worked out by [`crate::stats::kano`].

use crate::model::Kind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::kano::Frequencies;
use crate::stats::kano::category;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::Slot;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// A feature: what it is called, and how one feels with it and without it.
#[derive(Debug, Clone, Copy)]
pub struct Feature<'a> {
    /// As the definition has it.
    pub asked: &'a crate::model::Feature,
    /// How one feels if it is there.
    pub with: VariableIndex,
    /// How one feels if it is not.
    pub without: VariableIndex,
}

impl Feature<'_> {
    /// What must be counted for it.
    #[must_use]
    pub fn need(&self) -> Need {
        Need::all(Wanted::Joint(self.with, self.without))
    }

    /// How often it is of each category in a view, weighted, and those with both answers; `None` where its need was not
    /// counted.
    #[must_use]
    pub fn counted(&self, view: &View<'_>) -> Option<(Frequencies, Cell)> {
        let joint = view.joint(&self.need())?;
        let (mut frequencies, mut whole) = (Frequencies::default(), Cell::default());
        for with in 0..5u8 {
            for without in 0..5u8 {
                let cell = joint.at(Slot::Option(with.into()), Slot::Option(without.into()));
                if let Some(category) = category(with + 1, without + 1) {
                    frequencies.0[category as usize] += cell.w;
                    whole += cell;
                }
            }
        }
        Some((frequencies, whole))
    }
}

/// Every feature of the survey's Kano questions, in their order.
#[must_use]
pub fn features(survey: &Survey) -> Vec<Feature<'_>> {
    let mut found = Vec::new();
    for (_, _, question) in survey.questions() {
        let Kind::Kano { features, .. } = &question.kind else {
            continue;
        };
        for (asked, pair) in features.iter().zip(question.variables.chunks(2)) {
            if let &[with, without] = pair {
                found.push(Feature { asked, with, without });
            }
        }
    }
    found
}
