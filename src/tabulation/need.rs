//! What must be counted: needs, and the plan that is their union.

use crate::model::Condition;
use crate::model::Survey;
use crate::model::VariableIndex;
use std::sync::Arc;

/// What a need counts. Later kinds (`Joint` cross counts, `Rows`) stand beside these.
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
}

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

/// One way of dividing the responses of a wave: not at all, or by a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Axis {
    /// The segment; `None` for the total.
    pub segment: Option<VariableIndex>,
    /// Its levels; 0 for the total. A group of responses whose level is missing is counted beside them.
    pub levels: usize,
}

impl Axis {
    /// Groups counted: the levels and the unknown, or just the total.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.levels + 1
    }
}

/// A group of responses within a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// All responses.
    Total,
    /// The responses at one level of a segment: the segment's variable and the position of its option.
    Level(VariableIndex, usize),
    /// The responses whose level of this segment is missing.
    Unknown(VariableIndex),
}

/// Everything that is counted in one pass over the responses.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The total, then each segment once.
    pub axes: Vec<Axis>,
    /// What is counted, each once.
    pub needs: Vec<Need>,
    /// Only responses for which this is true count at all.
    pub filter: Option<Arc<Condition>>,
    /// The number that weights a response; without it each counts one.
    pub weight: Option<VariableIndex>,
}

impl Plan {
    /// A plan for `needs`, broken down by `segments` (coded variables of `survey`), weighted as the survey says.
    #[must_use]
    pub fn new(survey: &Survey, segments: &[VariableIndex], needs: impl IntoIterator<Item = Need>) -> Self {
        let mut plan = Self {
            axes: vec![Axis {
                segment: None,
                levels: 0,
            }],
            weight: survey.weight,
            ..Self::default()
        };
        for segment in segments {
            let known = plan.axes.iter().any(|axis| axis.segment == Some(*segment));
            if let (false, Some(list)) = (known, survey.variable(*segment).domain.options()) {
                plan.axes.push(Axis {
                    segment: Some(*segment),
                    levels: list.options.len(),
                });
            }
        }
        for need in needs {
            if !plan.needs.contains(&need) {
                plan.needs.push(need);
            }
        }
        plan
    }

    /// Variables of `survey` whose columns must be read, filters and segments included.
    #[must_use]
    pub fn variables(&self, survey: &Survey) -> std::collections::BTreeSet<VariableIndex> {
        let mut found: std::collections::BTreeSet<VariableIndex> = self
            .axes
            .iter()
            .filter_map(|axis| axis.segment)
            .chain(self.weight)
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
                Wanted::Moments(items) => found.extend(items),
            }
        }
        // Slots behind the variables are built-in names such as `submitted`.
        found.retain(|variable| variable.0 < survey.variables.len());
        found
    }

    /// Where a group is counted: its axis and its place on it; `None` when the plan has no such group.
    #[must_use]
    pub fn place(&self, group: Group) -> Option<(usize, usize)> {
        let axis_of = |segment| self.axes.iter().position(|axis| axis.segment == Some(segment));
        match group {
            Group::Total => Some((0, 0)),
            Group::Level(segment, level) => {
                let axis = axis_of(segment)?;
                (level < self.axes[axis].levels).then_some((axis, level))
            }
            Group::Unknown(segment) => {
                let axis = axis_of(segment)?;
                Some((axis, self.axes[axis].levels))
            }
        }
    }

    /// All levels of all segments, in order.
    pub fn levels(&self) -> impl Iterator<Item = Group> {
        let segments = self.axes.iter().filter_map(|axis| Some((axis.segment?, axis.levels)));
        segments.flat_map(|(segment, levels)| (0..levels).map(move |level| Group::Level(segment, level)))
    }
}
