//! The answers behind a measure as values with their counts: for counts, standard deviations, and for what two groups
//! that share respondents have in common.

use super::estimate::Outcome;
use super::estimate::weigh_alike;
use super::nps;
use super::share;
use crate::model::Domain;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Missing;
use crate::model::OptionList;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::overlap::Shared;
use crate::tabulation::Answers;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// The valid answers a measure is made from: what each counts in its mean, and how many there are. Of a share 0 and 1, of a
/// net promoter score −100, 0 and 100, of a mean the values. `None` for an index, and when nothing was counted.
#[must_use]
pub fn scored(measure: &Measure, view: &View<'_>) -> Option<Vec<(f64, Cell)>> {
    let need = |wanted| Need {
        wanted,
        filter: measure.filter.clone(),
    };
    let answers = |of: VariableIndex| view.answers(&need(Wanted::Cells(of)));
    let domain = |of: VariableIndex| &view.survey().variable(of).domain;
    let best = |of: VariableIndex| Some(domain(of).scale()?.best_first());
    match &measure.kind {
        MeasureKind::TopBox { of, top } => {
            let points: Vec<usize> = best(*of)?.into_iter().take(*top).collect();
            Some(split(&answers(*of)?, &points))
        }
        MeasureKind::BottomBox { of, bottom } => {
            let points: Vec<usize> = best(*of)?.into_iter().rev().take(*bottom).collect();
            Some(split(&answers(*of)?, &points))
        }
        MeasureKind::Share { of, options } => match options.as_slice() {
            [_] => Some(split(&answers(*of)?, options)),
            several => {
                let counted = view.any_of(&need(Wanted::AnyOf(*of, several.to_vec())))?;
                Some(split(&counted, &[1]))
            }
        },
        MeasureKind::Nps { of } => {
            let values = domain(*of).options().map(OptionList::values)?;
            Some(values.into_iter().map(nps::worth).zip(answers(*of)?.options).collect())
        }
        MeasureKind::Mean { of } if matches!(domain(*of), Domain::Number { .. }) => {
            Some(view.values(&need(Wanted::Values(*of)))?.values)
        }
        MeasureKind::Mean { of } => {
            let values = domain(*of).options().map(OptionList::values)?;
            Some(values.into_iter().zip(answers(*of)?.options).collect())
        }
        MeasureKind::Index(_) => None,
    }
}

/// How many gave each answer that tables tell apart where this measure stands in them: each option of a choice or rating, and
/// of a multiple choice whether the measure's options were chosen. `None` where there are no such answers (a number, an index).
#[must_use]
pub fn told_apart(measure: &Measure, view: &View<'_>) -> Option<Vec<u64>> {
    let of = match &measure.kind {
        MeasureKind::TopBox { of, .. }
        | MeasureKind::BottomBox { of, .. }
        | MeasureKind::Share { of, .. }
        | MeasureKind::Nps { of }
        | MeasureKind::Mean { of } => *of,
        MeasureKind::Index(_) => return None,
    };
    let counts = match &view.survey().variable(of).domain {
        Domain::Number { .. } => return None,
        Domain::Multiple(_) => scored(measure, view)?.into_iter().map(|(_, cell)| cell).collect(),
        _ => {
            let need = Need {
                wanted: Wanted::Cells(of),
                filter: measure.filter.clone(),
            };
            view.answers(&need)?.options
        }
    };
    Some(counts.into_iter().map(|cell| cell.n).collect())
}

/// Those who gave none of the options, and those who gave one.
fn split(answers: &Answers, hits: &[usize]) -> Vec<(f64, Cell)> {
    let hit: Cell = hits.iter().filter_map(|at| answers.options.get(*at)).copied().sum();
    vec![(0.0, answers.valid - hit), (1.0, hit)]
}

/// What two groups share for a measure, given the counts of those who are in both; `None` where the measure's answers
/// have no single value each (an index).
#[must_use]
pub fn shared(measure: &Measure, (first, second): (&View<'_>, &View<'_>), both: &View<'_>) -> Option<Shared> {
    let (one, two) = (scored(measure, first)?, scored(measure, second)?);
    let common = scored(measure, both)?;
    let weight = |cells: &[(f64, Cell)]| cells.iter().map(|(_, cell)| cell.w).sum::<f64>();
    let mean = |cells: &[(f64, Cell)]| cells.iter().map(|(y, cell)| y * cell.w).sum::<f64>() / weight(cells);
    let base = common.iter().map(|(_, cell)| cell.n).sum();
    if base == 0 {
        return Some(Shared::default());
    }
    let (m1, m2) = (mean(&one), mean(&two));
    let products: f64 = common.iter().map(|(y, cell)| cell.w2 * (y - m1) * (y - m2)).sum();
    let rows = both.wave_rows();
    // As the variances they are taken from: with weights every response of the wave is a unit of the design.
    let correction = if first.is_weighted() && !weigh_alike(rows) {
        rows.n as f64 / (rows.n as f64 - 1.0)
    } else {
        1.0
    };
    Some(Shared {
        base,
        covariance: correction * products / (weight(&one) * weight(&two)),
    })
}

/// The standard deviation of counted values, weighted where they are: √(n/(n−1) · Σw(y−m)²/Σw). `None` below two answers.
#[must_use]
pub fn standard_deviation(cells: &[(f64, Cell)]) -> Option<f64> {
    let whole: Cell = cells.iter().map(|(_, cell)| *cell).sum();
    if whole.n < 2 || whole.w <= 0.0 {
        return None;
    }
    let mean = cells.iter().map(|(y, cell)| y * cell.w).sum::<f64>() / whole.w;
    let scatter: f64 = cells.iter().map(|(y, cell)| cell.w * (y - mean).powi(2)).sum();
    let n = whole.n as f64;
    Some((n / (n - 1.0) * scatter / whole.w).sqrt())
}

/// The share of responses in which a variable is missing in this way, of all responses of the view.
///
/// # Errors
/// The reason why there is none.
pub fn missing(of: VariableIndex, kind: Missing, view: &View<'_>, level: f64) -> Outcome {
    let (hits, all) = missing_counts(of, kind, view).ok_or(Reason::NoValidAnswers)?;
    share::of_cells(hits, all, &[], view, level)
}

/// Responses in which a variable is missing in this way, and all responses of the view; `None` when it was not counted.
#[must_use]
pub fn missing_counts(of: VariableIndex, kind: Missing, view: &View<'_>) -> Option<(Cell, Cell)> {
    let counted = view.answers(&Need::all(Wanted::Cells(of)));
    let counted = counted.map(|answers| (answers.valid, answers.missing)).or_else(|| {
        let values = view.values(&Need::all(Wanted::Values(of)))?;
        Some((values.values.iter().map(|(_, cell)| *cell).sum(), values.missing))
    });
    let (valid, missing) = counted?;
    let hits = missing.get(usize::from(kind.index())).copied().unwrap_or_default();
    Some((hits, missing.iter().copied().chain([valid]).sum()))
}
