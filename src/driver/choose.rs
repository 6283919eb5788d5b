//! Outcome and drivers where nobody names them.

use super::ask::OutcomeOf;
use crate::model::Domain;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;

/// The question behind a measure; `None` for an index, whose questions are many.
#[must_use]
pub fn question(measure: &Measure) -> Option<VariableIndex> {
    match &measure.kind {
        MeasureKind::TopBox { of, .. }
        | MeasureKind::BottomBox { of, .. }
        | MeasureKind::Mean { of }
        | MeasureKind::Nps { of } => Some(*of),
        MeasureKind::Share { .. } | MeasureKind::Index(_) => None,
    }
}

/// The survey's overall rating: the question of its first headline measure on a rating or number, else of its first
/// such measure, else its first rating. A measure in boxes lends its boxes, for a yes-or-no outcome.
#[must_use]
pub fn outcome_of(survey: &Survey) -> Option<(OutcomeOf, Option<Vec<f64>>)> {
    let headline = survey.measures.iter().filter(|measure| measure.headline);
    let found = headline
        .chain(&survey.measures)
        .find_map(|measure| Some((question(measure)?, boxes(survey, measure))));
    let first = || {
        let is_rating = |at: &usize| matches!(survey.variables[*at].domain, Domain::Rating(_));
        let at = (0..survey.variables.len()).find(is_rating)?;
        Some((VariableIndex(at), None))
    };
    let (variable, boxes) = found.or_else(first)?;
    Some((OutcomeOf { variable, counts: None }, boxes))
}

/// The values a measure in boxes counts.
#[must_use]
pub fn boxes(survey: &Survey, measure: &Measure) -> Option<Vec<f64>> {
    let (of, best_first, many) = match measure.kind {
        MeasureKind::TopBox { of, top } => (of, true, top),
        MeasureKind::BottomBox { of, bottom } => (of, false, bottom),
        _ => return None,
    };
    let scale = survey.variable(of).domain.scale()?;
    let values = scale.list.values();
    let mut order = scale.best_first();
    if !best_first {
        order.reverse();
    }
    Some(order.into_iter().take(many).map(|point| values[point]).collect())
}

/// The drivers of `outcome` where nobody names them: the items of the index; without an index all ratings on the
/// outcome's own scale or another of satisfaction.
#[must_use]
pub fn drivers_of(survey: &Survey, outcome: VariableIndex) -> Vec<VariableIndex> {
    let leaves = survey.index.as_ref().map(|index| index.leaves()).unwrap_or_default();
    let mut drivers: Vec<VariableIndex> = leaves.into_iter().map(|(item, _)| item).collect();
    drivers.retain(|item| *item != outcome);
    if !drivers.is_empty() {
        return drivers;
    }
    let own = survey.variable(outcome).domain.scale().map(|scale| &scale.id);
    let fits = |at: &VariableIndex| {
        let scale = survey.variable(*at).domain.scale();
        *at != outcome
            && scale.is_some_and(|scale| Some(&scale.id) == own || scale.id.as_str().starts_with("satisfaction"))
    };
    (0..survey.variables.len()).map(VariableIndex).filter(fits).collect()
}
