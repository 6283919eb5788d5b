//! How many there are in the groups of a segment, where its question stands in a table or chart like any other.
//!
//! The answers to the question that makes the groups are the sizes of the groups: of everybody they tell how few are in a
//! hidden one, and by the groups of another segment they are the cells of both crossed.

use super::disclosure::Disclosure;
use super::disclosure::Showing;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use crate::tabulation::Wanted;

/// What may be told of the answers to a question that makes groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Members {
    /// As of any question.
    All,
    /// Nothing, nor how many answered it.
    Nothing,
}

impl Disclosure {
    /// What may be told of the answers to `question` within `group`. Everything, unless it makes groups of the plan some of
    /// which are hidden to protect people, or with the segment of `group` cells of too few.
    ///
    /// Of hidden groups not even the number of those in any group is told: who is in none may be what protects them.
    #[must_use]
    pub fn members(&self, tabulation: &Tabulation, question: VariableIndex, wave: &WaveId, group: Group) -> Members {
        let plan = tabulation.plan();
        let makes_groups = |axis: &crate::tabulation::Axis| axis.division == Division::Segment(question);
        if !plan.axes.iter().any(makes_groups) {
            return Members::All;
        }
        // Of a group of its own all gave the one answer.
        let own = || group.levels().iter().any(|(of, _)| *of == question);
        let ample =
            || group == Group::Total || own() || self.is_ample(tabulation, question, wave, &beside(plan, group));
        if !self.protects_in(wave, question) && ample() {
            Members::All
        } else {
            Members::Nothing
        }
    }

    /// Whether no answer to the question was given by so few within any of the groups that they could be recognised. Of twice
    /// as many enough are left where some did not answer what the cells of both segments are hidden by.
    fn is_ample(&self, tabulation: &Tabulation, question: VariableIndex, wave: &WaveId, groups: &[Group]) -> bool {
        let few = |count: u64| (1..2 * self.privacy_k()).contains(&count);
        groups.iter().all(|group| {
            let answers = tabulation
                .view(wave, *group)
                .and_then(|view| view.answers(&Need::all(Wanted::Cells(question))));
            answers.is_none_or(|answers| !answers.options.iter().any(|cell| few(cell.n)))
        })
    }
}

/// The groups that stand beside a group: those of its axis.
fn beside(plan: &Plan, group: Group) -> Vec<Group> {
    let axis = plan.place(group).and_then(|(axis, _)| plan.axes.get(axis));
    axis.map_or_else(
        || vec![group],
        |axis| (0..axis.levels).filter_map(|place| axis.group(place)).collect(),
    )
}

/// The decision where nothing is told.
impl From<Members> for Showing {
    fn from(members: Members) -> Self {
        match members {
            Members::All => Self::Shown,
            Members::Nothing => Self::HiddenComplement,
        }
    }
}
