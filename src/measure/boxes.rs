//! Top box and bottom box: the share of the best or the worst points of a rating.

use super::Rule;
use super::estimate::Outcome;
use super::estimate::Unit;
use super::share;
use crate::model::Better;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// Share of the best points of a rating (CSAT as top-2 box).
pub struct TopBox;

/// Share of the worst points of a rating.
pub struct BottomBox;

impl Rule for TopBox {
    fn kind(&self) -> &'static str {
        "top_box"
    }

    fn meaning(&self) -> [&'static str; 2] {
        [
            "Share of valid answers on the best points of the scale (two unless said otherwise).",
            "在有效回答中落在量表最好的若干级（默认两级）的比例。",
        ]
    }

    fn applies(&self, kind: &MeasureKind) -> bool {
        matches!(kind, MeasureKind::TopBox { .. })
    }

    fn needs(&self, measure: &Measure) -> Vec<Wanted> {
        rated(measure).map(|(of, _)| Wanted::Cells(of)).into_iter().collect()
    }

    fn better(&self, _: &Survey, _: &Measure) -> Better {
        Better::High
    }

    fn unit(&self, _: &Survey, _: &Measure) -> Unit {
        Unit::Share
    }

    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
        score(measure, view, level, |best_first| best_first)
    }
}

impl Rule for BottomBox {
    fn kind(&self) -> &'static str {
        "bottom_box"
    }

    fn meaning(&self) -> [&'static str; 2] {
        [
            "Share of valid answers on the worst points of the scale (two unless said otherwise); less is better.",
            "在有效回答中落在量表最差的若干级（默认两级）的比例，越低越好。",
        ]
    }

    fn applies(&self, kind: &MeasureKind) -> bool {
        matches!(kind, MeasureKind::BottomBox { .. })
    }

    fn needs(&self, measure: &Measure) -> Vec<Wanted> {
        TopBox.needs(measure)
    }

    fn better(&self, _: &Survey, _: &Measure) -> Better {
        Better::Low
    }

    fn unit(&self, _: &Survey, _: &Measure) -> Unit {
        Unit::Share
    }

    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
        score(measure, view, level, |mut best_first| {
            best_first.reverse();
            best_first
        })
    }
}

/// The rating, and how many of its points count.
fn rated(measure: &Measure) -> Option<(VariableIndex, usize)> {
    match measure.kind {
        MeasureKind::TopBox { of, top } => Some((of, top)),
        MeasureKind::BottomBox { of, bottom } => Some((of, bottom)),
        _ => None,
    }
}

fn score(measure: &Measure, view: &View<'_>, level: f64, order: impl Fn(Vec<usize>) -> Vec<usize>) -> Outcome {
    let (of, count) = rated(measure).ok_or(Reason::NoValidAnswers)?;
    let scale = view
        .survey()
        .variable(of)
        .domain
        .scale()
        .ok_or(Reason::NoValidAnswers)?;
    let mut points = order(scale.best_first());
    points.truncate(count);
    let need = Need {
        wanted: Wanted::Cells(of),
        filter: measure.filter.clone(),
    };
    let answers = view.answers(&need).ok_or(Reason::NoValidAnswers)?;
    share::of_options(&answers, &points, view, level)
}
