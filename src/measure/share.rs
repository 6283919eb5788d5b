//! The share of respondents who chose any of some options, and the share that top and bottom boxes are.

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
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::proportion::wilson;
use crate::stats::two_proportions::Tally;
use crate::stats::weighted::Sums;
use crate::tabulation::Answers;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// Share of respondents who chose any of some options.
pub struct Share;

impl Rule for Share {
    fn kind(&self) -> &'static str {
        "share"
    }

    fn meaning(&self) -> [&'static str; 2] {
        [
            "Share of valid answers that chose one of the named options; of a multiple choice, share of respondents who answered it.",
            "在有效回答中选择所列选项的比例；多选题以回答该题的受访者为基数。",
        ]
    }

    fn applies(&self, kind: &MeasureKind) -> bool {
        matches!(kind, MeasureKind::Share { .. })
    }

    fn needs(&self, measure: &Measure) -> Vec<Wanted> {
        match &measure.kind {
            MeasureKind::Share { of, options } => vec![wanted(*of, options)],
            _ => Vec::new(),
        }
    }

    fn better(&self, _: &Survey, measure: &Measure) -> Better {
        measure.better.unwrap_or(Better::High)
    }

    fn unit(&self, _: &Survey, _: &Measure) -> Unit {
        Unit::Share
    }

    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
        let MeasureKind::Share { of, options } = &measure.kind else {
            return Err(Reason::NoValidAnswers);
        };
        let need = Need {
            wanted: wanted(*of, options),
            filter: measure.filter.clone(),
        };
        if matches!(need.wanted, Wanted::AnyOf(..)) {
            let answers = view.any_of(&need).ok_or(Reason::NoValidAnswers)?;
            return of_options(&answers, &[1], view, level);
        }
        let answers = view.answers(&need).ok_or(Reason::NoValidAnswers)?;
        of_options(&answers, options, view, level)
    }
}

/// One option is counted with all others; several together, so that a respondent who chose two of them counts once.
fn wanted(of: VariableIndex, options: &[usize]) -> Wanted {
    match options {
        [_] => Wanted::Cells(of),
        several => Wanted::AnyOf(of, several.to_vec()),
    }
}

/// Share of the valid answers to a rating or a single choice that stand at `options`.
pub(super) fn of_options(answers: &Answers, options: &[usize], view: &View<'_>, level: f64) -> Outcome {
    let hits: Cell = options
        .iter()
        .filter_map(|option| answers.options.get(*option))
        .copied()
        .sum();
    of_cells(hits, answers.valid, &answers.missing, view, level)
}

pub(super) fn of_cells(hits: Cell, valid: Cell, missing: &[Cell], view: &View<'_>, level: f64) -> Outcome {
    if valid.n == 0 {
        return Err(Reason::NoValidAnswers);
    }
    let left_out = missing.iter().map(|cell| cell.n).collect();
    let bare = Estimate {
        value: 0.0,
        interval: None,
        no_interval: None,
        base: valid.n,
        effective_base: effective_base(valid),
        method: Method::Wilson,
        basis: Basis::Bare,
        left_out,
    };
    if !view.is_weighted() || weigh_alike(view.wave_rows()) {
        let tally = Tally {
            hits: hits.n,
            base: valid.n,
        };
        let value = hits.n as f64 / valid.n as f64;
        let base = valid.n as f64;
        return Estimate {
            value,
            effective_base: base,
            basis: Basis::Tally(tally),
            ..bare
        }
        .with_interval(wilson(value, base, level));
    }
    let mut sums = Sums::default();
    let misses = valid - hits;
    sums.add_cell(1.0, hits.n, hits.w, hits.w2);
    sums.add_cell(0.0, misses.n, misses.w, misses.w2);
    let value = sums
        .mean()
        .map_err(|fault| reason(fault).unwrap_or(Reason::NotConverged))?
        .clamp(0.0, 1.0);
    let bare = Estimate {
        value,
        method: Method::WeightedLogit,
        ..bare
    };
    let linearised = match sums.linearised(view.wave_rows().n) {
        Ok(linearised) => linearised,
        Err(fault) => return bare.with_interval(Err(fault)),
    };
    let bare = Estimate {
        basis: Basis::Linearised(linearised),
        ..bare
    };
    match linearised.logit_interval(level) {
        Err(StatError::Undefined(Reason::ZeroVariance)) => {
            let around = wilson(value, bare.effective_base, level);
            Estimate {
                method: Method::WilsonEffective,
                basis: Basis::EffectiveShare,
                ..bare
            }
            .with_interval(around)
        }
        made => bare.with_interval(made),
    }
}
