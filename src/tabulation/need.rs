//! What must be counted: needs, and the plan that is their union.
//!
//! A plan divides the responses by its axes ([`Division`]: total, segment, nested segments, overlapping options) and
//! counts every need in every group. What can be read afterwards, of a [`View`](super::View):
//!
//! | need | accessor |
//! |---|---|
//! | [`Wanted::Cells`] | [`answers`](super::View::answers) |
//! | [`Wanted::AnyOf`] | [`any_of`](super::View::any_of) |
//! | [`Wanted::Values`] | [`values`](super::View::values) |
//! | [`Wanted::Moments`] | [`battery`](super::View::battery) |
//! | [`Wanted::Joint`] | [`joint`](super::View::joint) |
//!
//! What two groups of a wave share: [`Tabulation::shared`](super::Tabulation::shared).

use super::axis::Axis;
use super::axis::Division;
use super::axis::Group;
use super::calibration::Calibration;
use super::table::slots;
use crate::model::Condition;
use crate::model::Design;
use crate::model::Replicates;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell as Answer;
use std::sync::Arc;

/// What a need counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wanted {
    /// Responses by answer, kinds of missing included, of a rating, choice or multiple choice.
    Cells(VariableIndex),
    /// Responses by whether any of some options was chosen, kinds of missing included; a respondent with two of them
    /// counts once.
    AnyOf(VariableIndex, Vec<usize>),
    /// Responses by value of a number, kinds of missing included.
    Values(VariableIndex),
    /// Pairwise sums of a battery of ratings, in this order, by the values of their points.
    Moments(Vec<VariableIndex>),
    /// Responses by the answers to two ratings, choices or multiple choices at once, kinds of missing included; of two
    /// multiple choices (or one with itself) the overlaps of their options. A pair with more than [`JOINT_LIMIT`]
    /// places is not planned.
    Joint(VariableIndex, VariableIndex),
    /// These variables row by row, for models; kept once and not by group: list segments, strata and clusters among them.
    Rows(Vec<VariableIndex>),
}

/// More pairs of answers than this are not counted for one [`Wanted::Joint`].
pub const JOINT_LIMIT: usize = 1 << 20;

/// One thing to count, and on which responses.
#[derive(Debug, Clone)]
pub struct Need {
    /// What is counted.
    pub wanted: Wanted,
    /// Only responses for which this is true; `None` means all.
    pub filter: Option<Arc<Condition>>,
}

impl Need {
    /// A need on all responses.
    #[must_use]
    pub fn all(wanted: Wanted) -> Self {
        Self { wanted, filter: None }
    }

    fn filter_text(&self) -> Option<&str> {
        self.filter.as_ref().map(|condition| condition.text.as_str())
    }
}

impl PartialEq for Need {
    fn eq(&self, other: &Self) -> bool {
        self.wanted == other.wanted && self.filter_text() == other.filter_text()
    }
}

/// Everything that is counted in one pass over the responses.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The total, then each division once.
    pub axes: Vec<Axis>,
    /// What is counted, each once.
    pub needs: Vec<Need>,
    /// Only responses for which this is true count at all.
    pub filter: Option<Arc<Condition>>,
    /// The number that weights a response; without it each counts one.
    pub weight: Option<VariableIndex>,
    /// How the responses were drawn; with it everything is also counted by sampling unit.
    pub design: Option<Design>,
    /// Weights made from the answers, in place of `weight`. Whoever counts a survey with a population sets it.
    pub calibration: Option<Arc<Calibration>>,
    /// Replicate weights; with them everything that estimates are made from is also counted by replicate.
    pub replicates: Option<Replicates>,
}

impl Plan {
    /// A plan for `needs`, broken down by `segments` (coded variables of `survey`), weighted as the survey says.
    #[must_use]
    pub fn new(survey: &Survey, segments: &[VariableIndex], needs: impl IntoIterator<Item = Need>) -> Self {
        let mut plan = Self {
            axes: vec![Axis::total()],
            weight: survey.weight,
            // What a population's margins leave open is known response by response.
            design: survey
                .design
                .clone()
                .or_else(|| survey.population.as_ref().map(|_| Design::singly())),
            replicates: survey.replicates.clone(),
            ..Self::default()
        };
        for segment in segments {
            plan.divide(survey, Division::Segment(*segment));
        }
        for need in needs {
            if !plan.needs.contains(&need) && countable(survey, &need.wanted) {
                plan.needs.push(need);
            }
        }
        plan
    }

    /// Divides the responses in one more way; `false` when the survey's variables do not allow it ([`Axis::new`]).
    pub fn divide(&mut self, survey: &Survey, division: Division) -> bool {
        if self.axes.iter().any(|axis| axis.division == division) {
            return true;
        }
        let axis = Axis::new(survey, division);
        let possible = axis.is_some();
        self.axes.extend(axis);
        possible
    }

    /// Whether responses may weigh differently.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.weight.is_some() || self.calibration.is_some()
    }

    /// Whether the accuracy of estimates comes from how the sample was drawn, weighted or replicated.
    #[must_use]
    pub fn is_designed(&self) -> bool {
        self.design.is_some() || self.replicates.is_some()
    }

    /// Variables of `survey` whose columns must be read, filters and segments included.
    #[must_use]
    pub fn variables(&self, survey: &Survey) -> std::collections::BTreeSet<VariableIndex> {
        let mut found: std::collections::BTreeSet<VariableIndex> = self
            .axes
            .iter()
            .flat_map(|axis| axis.variables().iter().copied())
            .chain(self.weight)
            .chain(self.design.iter().flat_map(Design::variables))
            .chain(self.replicates.iter().flat_map(|known| known.weights.iter().copied()))
            .chain(
                self.calibration
                    .iter()
                    .flat_map(|known| known.variables().iter().copied()),
            )
            .collect();
        let filters = self
            .needs
            .iter()
            .map(|need| &need.filter)
            .chain([&self.filter])
            .flatten();
        found.extend(filters.flat_map(|condition| condition.typed.slots()).map(VariableIndex));
        for need in &self.needs {
            match &need.wanted {
                Wanted::Cells(variable) | Wanted::AnyOf(variable, _) | Wanted::Values(variable) => {
                    found.insert(*variable);
                }
                Wanted::Moments(items) | Wanted::Rows(items) => found.extend(items),
                Wanted::Joint(first, second) => found.extend([*first, *second]),
            }
        }
        // Slots behind the variables are built-in names such as `submitted`.
        found.retain(|variable| variable.0 < survey.variables.len());
        found
    }

    /// What each response of a batch weighs; `None` for one that counts nowhere, since it has no weight or one that is not
    /// above 0.
    #[must_use]
    pub fn weights(&self, batch: &Batch) -> Vec<Option<f64>> {
        let above_zero = |weight: f64| (weight > 0.0).then_some(weight);
        if let Some(calibration) = &self.calibration {
            return calibration
                .of_batch(batch)
                .weights
                .into_iter()
                .map(above_zero)
                .collect();
        }
        match self.weight {
            None => vec![Some(1.0); batch.len()],
            Some(variable) => (0..batch.len())
                .map(|row| match batch.cell(variable, row) {
                    Answer::Number(weight) => above_zero(weight),
                    _ => None,
                })
                .collect(),
        }
    }

    /// Where a group is counted: its axis and its place on it; `None` when the plan has no such group.
    #[must_use]
    pub fn place(&self, group: Group) -> Option<(usize, usize)> {
        self.axes
            .iter()
            .enumerate()
            .find_map(|(at, axis)| Some((at, axis.place(group)?)))
    }

    /// All groups of all axes, in order, but for the total, the unknown and what two groups share.
    pub fn levels(&self) -> impl Iterator<Item = Group> {
        let shown = self
            .axes
            .iter()
            .filter(|axis| !matches!(axis.division, Division::Overlaps(_)));
        shown.flat_map(|axis| (0..axis.levels).filter_map(|place| axis.group(place)))
    }
}

/// Whether a need is small enough to be counted.
fn countable(survey: &Survey, wanted: &Wanted) -> bool {
    let Wanted::Joint(first, second) = wanted else {
        return true;
    };
    let width = |variable: &VariableIndex| slots(&survey.variable(*variable).domain);
    width(first).saturating_mul(width(second)) <= JOINT_LIMIT
}
