//! Measures: what each needs counted, and how it is scored from the counts.
//!
//! In: a [`Measure`] of the definition and a [`View`] of the tabulation. Out: an [`Estimate`], or the [`Reason`] why
//! there is none. A measure is one file and one line in [`ALL`]. Nothing here decides about significance or words.

mod boxes;
pub mod cells;
mod design;
#[cfg(test)]
mod design_laws;
#[cfg(test)]
mod design_reference;
mod estimate;
mod frame;
pub mod index;
mod influence;
pub mod kano;
mod mean;
mod nps;
mod panel;
mod scores;
mod share;
mod side_by_side;
pub mod spread;
mod weights;
mod worth;

#[cfg(test)]
mod index_tests;
#[cfg(test)]
mod sampling_reference;

pub use crate::stats::Reason;
pub use design::difference;
pub use estimate::{Basis, Estimate, Method, Outcome, Unit};
pub use panel::{Attendance, PairTest, Panel, SamePeople};
pub use scores::{Part, Score, ScoreKey, Scores};
pub use side_by_side::side_by_side;
pub use weights::IndexWeights;

use crate::model::Better;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// One kind of measure.
pub trait Rule: Sync {
    /// Its word in a definition, such as `top_box`.
    fn kind(&self) -> &'static str;

    /// What it is: English, Chinese; a sentence each.
    fn meaning(&self) -> [&'static str; 2];

    /// Whether this rule scores measures of that kind.
    fn applies(&self, kind: &MeasureKind) -> bool;

    /// What must be counted; the measure's filter is added by the caller.
    fn needs(&self, measure: &Measure) -> Vec<Wanted>;

    /// Which way is good.
    fn better(&self, survey: &Survey, measure: &Measure) -> Better;

    /// In what its values count.
    fn unit(&self, survey: &Survey, measure: &Measure) -> Unit;

    /// The estimate at the two-sided level `level` in (0, 1).
    ///
    /// # Errors
    /// The reason why there is none.
    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome;
}

/// Every kind of measure.
pub const ALL: [&dyn Rule; 6] = [
    &boxes::TopBox,
    &boxes::BottomBox,
    &mean::Mean,
    &nps::Nps,
    &share::Share,
    &index::Index,
];

fn rule(kind: &MeasureKind) -> &'static dyn Rule {
    ALL.into_iter()
        .find(|rule| rule.applies(kind))
        .expect("a test holds that each kind of measure has a rule")
}

/// What must be counted for `measure`.
#[must_use]
pub fn needs(measure: &Measure) -> Vec<Need> {
    let wanted = rule(&measure.kind).needs(measure).into_iter();
    wanted
        .map(|wanted| Need {
            wanted,
            filter: measure.filter.clone(),
        })
        .collect()
}

/// Scores `measure` on the counts of `view` at the two-sided `level`.
///
/// # Errors
/// The reason why there is no estimate.
pub fn score(measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
    score_in(measure, view, level, None)
}

/// The same with the units of the wave when they are known already.
fn score_in(measure: &Measure, view: &View<'_>, level: f64, frame: Option<&frame::Frame>) -> Outcome {
    let settled = weights::settled(measure, view)?;
    let made = rule(&settled.kind).score(&settled, view, level);
    let made = design::estimate(&settled, view, level, made, frame)?;
    let is_index = matches!(measure.kind, MeasureKind::Index(_));
    Ok(if is_index { index::within_ends(made) } else { made })
}

/// The responses behind `measure`: those with a valid answer; of an index, to at least one of its ratings. `None` when
/// nothing was counted.
#[must_use]
pub fn answered(measure: &Measure, view: &View<'_>) -> Option<Cell> {
    let settled = weights::settled(measure, view).ok()?;
    match &settled.kind {
        MeasureKind::Index(_) => index::answered(&settled, view),
        _ => Some(cells::scored(&settled, view)?.into_iter().map(|(_, cell)| cell).sum()),
    }
}

/// Which way is good for `measure`.
#[must_use]
pub fn better(survey: &Survey, measure: &Measure) -> Better {
    rule(&measure.kind).better(survey, measure)
}

/// In what the values of `measure` count.
#[must_use]
pub fn unit(survey: &Survey, measure: &Measure) -> Unit {
    rule(&measure.kind).unit(survey, measure)
}

/// The word of its kind, such as `nps`.
#[must_use]
pub fn kind(measure: &Measure) -> &'static str {
    rule(&measure.kind).kind()
}
