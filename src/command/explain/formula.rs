//! The formula behind a figure with its numbers filled in, and the answers it was made from.

use super::like::Scored;
use super::like::Sort;
use crate::diagnostic::Words;
use crate::locale;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Method;
use crate::model::Domain;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Scale;
use crate::model::VariableIndex;
use crate::tabulation::Cell;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// What kind of figure a measure gives, as far as conventions differ.
#[must_use]
pub fn sort(measure: &Measure) -> Sort {
    match measure.kind {
        MeasureKind::TopBox { .. } | MeasureKind::BottomBox { .. } | MeasureKind::Share { .. } => Sort::Share,
        MeasureKind::Nps { .. } => Sort::Nps,
        MeasureKind::Mean { .. } => Sort::Mean,
        MeasureKind::Index(_) => Sort::Index,
    }
}

/// The answers behind a measure of one variable, as scores; `None` for an index, or when nothing was counted.
#[must_use]
pub fn scored(measure: &Measure, view: &View<'_>) -> Option<Scored> {
    if sort(measure) == Sort::Index {
        return None;
    }
    let need = measure::needs(measure).into_iter().next()?;
    match &need.wanted {
        Wanted::AnyOf(..) => {
            let answers = view.any_of(&need)?;
            Some(Scored(vec![(0.0, answers.options[0]), (1.0, answers.options[1])]))
        }
        Wanted::Values(_) => Some(Scored(view.values(&need)?.values)),
        Wanted::Cells(variable) => {
            let answers = view.answers(&need)?;
            let list = view.survey().variable(*variable).domain.options()?;
            if matches!(view.survey().variable(*variable).domain, Domain::Multiple(_)) {
                let MeasureKind::Share { options, .. } = &measure.kind else {
                    return None;
                };
                let hits: Cell = options.iter().filter_map(|at| answers.options.get(*at)).copied().sum();
                return Some(Scored(vec![(1.0, hits), (0.0, answers.valid - hits)]));
            }
            let values = list.values();
            let score = |at: usize| score(measure, view, at, &values);
            Some(Scored(
                answers
                    .options
                    .iter()
                    .enumerate()
                    .map(|(at, cell)| (score(at), *cell))
                    .collect(),
            ))
        }
        _ => None,
    }
}

fn score(measure: &Measure, view: &View<'_>, at: usize, values: &[f64]) -> f64 {
    let truth = |yes: bool| f64::from(u8::from(yes));
    match &measure.kind {
        MeasureKind::Share { options, .. } => truth(options.contains(&at)),
        MeasureKind::Nps { .. } => match values[at] {
            x if x >= 9.0 => 100.0,
            x if x >= 7.0 => 0.0,
            _ => -100.0,
        },
        MeasureKind::TopBox { of, top } => truth(box_points(view, *of, *top, true).contains(&at)),
        MeasureKind::BottomBox { of, bottom } => truth(box_points(view, *of, *bottom, false).contains(&at)),
        _ => values[at],
    }
}

/// The `count` best, or worst, points of a rating, as positions.
fn box_points(view: &View<'_>, of: VariableIndex, count: usize, best: bool) -> Vec<usize> {
    let mut points = view
        .survey()
        .variable(of)
        .domain
        .scale()
        .map(Scale::best_first)
        .unwrap_or_default();
    if !best {
        points.reverse();
    }
    points.truncate(count);
    points
}

/// The formula with its numbers.
#[must_use]
pub fn formula(measure: &Measure, view: &View<'_>, estimate: &Estimate) -> Words {
    let Some(scored) = scored(measure, view) else {
        return index(measure, view);
    };
    let weighted = matches!(
        estimate.method,
        Method::WeightedLogit | Method::WeightedT | Method::WilsonEffective
    ) || (matches!(sort(measure), Sort::Nps) && estimate.method == Method::WeightedT)
        || (matches!(
            estimate.method,
            Method::DesignLogit
                | Method::DesignT
                | Method::CalibratedLogit
                | Method::CalibratedT
                | Method::ReplicateLogit
                | Method::ReplicateT
        ) && view.is_weighted());
    let amount = |cell: Cell| {
        if weighted {
            locale::significant(cell.w, 6)
        } else {
            cell.n.to_string()
        }
    };
    let of = |wanted: f64| {
        let cells = scored.0.iter().filter(|(score, _)| (score - wanted).abs() < 1e-9);
        amount(cells.map(|(_, cell)| *cell).sum())
    };
    let total = amount(scored.0.iter().map(|(_, cell)| *cell).sum());
    let (en, zh) = if weighted {
        ("sums of weights", "权数之和")
    } else {
        ("answers", "回答数")
    };
    match sort(measure) {
        Sort::Share => Words::new(
            format!("x / n = {} / {total} ({en})", of(1.0)),
            format!("x / n = {} / {total}（{zh}）", of(1.0)),
        ),
        Sort::Nps => Words::new(
            format!(
                "100 × (promoters − detractors) / n = 100 × ({} − {}) / {total} ({en})",
                of(100.0),
                of(-100.0)
            ),
            format!(
                "100 ×（推荐者 − 贬损者）/ n = 100 ×（{} − {}）/ {total}（{zh}）",
                of(100.0),
                of(-100.0)
            ),
        ),
        _ => {
            let sum: f64 = scored.0.iter().map(|(score, cell)| score * cell.w).sum();
            let sum = locale::significant(sum, 8);
            if weighted {
                Words::new(
                    format!("Σwx / Σw = {sum} / {total}"),
                    format!("Σwx / Σw = {sum} / {total}"),
                )
            } else {
                Words::new(format!("Σx / n = {sum} / {total}"), format!("Σx / n = {sum} / {total}"))
            }
        }
    }
}

/// The index: its items with weights and means.
fn index(measure: &Measure, view: &View<'_>) -> Words {
    let parts: Vec<String> = measure::index::contributions(measure, view)
        .iter()
        .map(|part| {
            format!(
                "{} × {} ({})",
                locale::significant(part.weight, 4),
                locale::plain(part.mean, 2),
                view.survey().variable(part.item).id
            )
        })
        .collect();
    let sum = parts.join(" + ");
    Words::new(
        format!("Σ weight × item mean (0–100) = {sum}"),
        format!("Σ 权重 × 题目均值（0–100）= {sum}"),
    )
}
