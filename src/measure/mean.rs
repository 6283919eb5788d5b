//! The mean of a rating in its own points, or of a number in its own unit.

use super::Rule;
use super::estimate::Basis;
use super::estimate::Estimate;
use super::estimate::Method;
use super::estimate::Outcome;
use super::estimate::Unit;
use super::estimate::effective_base;
use super::estimate::reason;
use super::estimate::weigh_alike;
use crate::model::Better;
use crate::model::Domain;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::stats::Reason;
use crate::stats::ValueCounts;
use crate::stats::mean;
use crate::stats::weighted::Sums;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// Mean of a rating or a number.
pub struct Mean;

impl Rule for Mean {
    fn kind(&self) -> &'static str {
        "mean"
    }

    fn meaning(&self) -> [&'static str; 2] {
        [
            "Mean of the valid answers, in the points of the scale or the unit of the number.",
            "有效回答的平均值，单位为量表分或该数值本身的单位。",
        ]
    }

    fn applies(&self, kind: &MeasureKind) -> bool {
        matches!(kind, MeasureKind::Mean { .. })
    }

    fn needs(&self, measure: &Measure) -> Vec<Wanted> {
        // Which of the two holds counts follows from the variable; the other one counts nothing.
        match measure.kind {
            MeasureKind::Mean { of } => vec![Wanted::Cells(of), Wanted::Values(of)],
            _ => Vec::new(),
        }
    }

    fn better(&self, survey: &Survey, measure: &Measure) -> Better {
        if let Some(said) = measure.better {
            return said;
        }
        match measure.kind {
            MeasureKind::Mean { of } => survey
                .variable(of)
                .domain
                .scale()
                .map_or(Better::High, |scale| scale.better),
            _ => Better::High,
        }
    }

    fn unit(&self, survey: &Survey, measure: &Measure) -> Unit {
        let MeasureKind::Mean { of } = measure.kind else {
            return Unit::Number;
        };
        survey.variable(of).domain.scale().map_or(Unit::Number, |scale| {
            let (low, high) = scale.range();
            Unit::Scale(low, high)
        })
    }

    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
        let MeasureKind::Mean { of } = measure.kind else {
            return Err(Reason::NoValidAnswers);
        };
        let need = |wanted| Need {
            wanted,
            filter: measure.filter.clone(),
        };
        let domain = &view.survey().variable(of).domain;
        let (values, missing) = if matches!(domain, Domain::Number { .. }) {
            let counted = view.values(&need(Wanted::Values(of))).ok_or(Reason::NoValidAnswers)?;
            (counted.values, counted.missing)
        } else {
            let answers = view.answers(&need(Wanted::Cells(of))).ok_or(Reason::NoValidAnswers)?;
            let points = domain
                .options()
                .map(crate::model::OptionList::values)
                .unwrap_or_default();
            (points.into_iter().zip(answers.options).collect(), answers.missing)
        };
        of_values(&values, &missing, view, level)
    }
}

/// Mean of counted values.
pub(super) fn of_values(values: &[(f64, Cell)], missing: &[Cell], view: &View<'_>, level: f64) -> Outcome {
    let valid: Cell = values.iter().map(|(_, cell)| *cell).sum();
    if valid.n == 0 {
        return Err(Reason::NoValidAnswers);
    }
    let bare = Estimate {
        value: 0.0,
        interval: None,
        no_interval: None,
        base: valid.n,
        effective_base: effective_base(valid),
        method: Method::WeightedT,
        basis: Basis::Bare,
        left_out: missing.iter().map(|cell| cell.n).collect(),
    };
    if !view.is_weighted() || weigh_alike(view.wave_rows()) {
        let undefined = |fault| reason(fault).unwrap_or_else(|none| none);
        let counts = ValueCounts::new(values.iter().map(|(value, cell)| (*value, cell.n))).map_err(undefined)?;
        let summary = counts.summary().map_err(undefined)?;
        let made = mean::estimate(&summary, level).map_err(undefined)?;
        return Ok(Estimate {
            value: made.mean,
            interval: made.interval,
            no_interval: made.reason,
            effective_base: valid.n as f64,
            method: Method::T,
            basis: Basis::Mean(summary),
            ..bare
        });
    }
    let mut sums = Sums::default();
    for (value, cell) in values {
        sums.add_cell(*value, cell.n, cell.w, cell.w2);
    }
    let value = sums.mean().map_err(|fault| reason(fault).unwrap_or_else(|none| none))?;
    match sums.linearised(view.wave_rows().n) {
        Ok(linearised) => Estimate {
            value,
            basis: Basis::Linearised(linearised),
            ..bare
        }
        .with_interval(linearised.t_interval(level)),
        Err(fault) => Estimate { value, ..bare }.with_interval(Err(fault)),
    }
}
