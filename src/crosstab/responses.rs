//! A multiple choice by responses: of all options chosen, the share that is one of them.
//!
//! A ratio of two sums over respondents, each of whom may have chosen several: the variance is that of the ratio,
//! linearised over respondents, so several answers of one person are not taken for several people.

use crate::measure::Basis;
use crate::measure::Estimate;
use crate::measure::Method;
use crate::measure::Outcome;
use crate::measure::Reason;
use crate::model::VariableIndex;
use crate::stats::StatError;
use crate::stats::kish;
use crate::stats::proportion::wilson;
use crate::stats::weighted::Linearised;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// The need behind shares of responses: the options of a multiple choice, two at a time.
#[must_use]
pub fn needs(variable: VariableIndex) -> Need {
    Need::all(Wanted::Joint(variable, variable))
}

/// A share of responses.
#[derive(Debug, Clone)]
pub(super) struct OfResponses {
    /// Times an option was chosen.
    pub hits: Cell,
    /// Times any option was chosen.
    pub mentions: Cell,
    /// The share with its interval; its base counts respondents.
    pub outcome: Outcome,
}

/// The share that `option` has of all options chosen in the view; `None` when they were not counted.
pub(super) fn share(view: &View<'_>, variable: VariableIndex, option: usize, level: f64) -> Option<OfResponses> {
    let need = needs(variable);
    let table = view.joint(&need)?;
    let valid = table.valid();
    let pairs = table.table();
    let options = pairs.len();
    let mentions: Cell = (0..options).map(|at| pairs[at][at]).sum();
    let hits = pairs.get(option).map(|row| row[option])?;
    // Σ w²·x·m and Σ w²·m², where x says whether the option was chosen and m counts the options chosen.
    let with_hits: f64 = pairs[option].iter().map(|cell| cell.w2).sum();
    let squared: f64 = pairs.iter().flatten().map(|cell| cell.w2).sum();
    let outcome = estimate(view, valid, (hits, mentions), (with_hits, squared), level);
    Some(OfResponses {
        hits,
        mentions,
        outcome,
    })
}

fn estimate(
    view: &View<'_>,
    valid: Cell,
    (hits, mentions): (Cell, Cell),
    (with_hits, squared): (f64, f64),
    level: f64,
) -> Outcome {
    if mentions.n == 0 {
        return Err(Reason::NoValidAnswers);
    }
    let value = (hits.w / mentions.w).clamp(0.0, 1.0);
    let effective_base = kish::effective_base(valid.w, valid.w2).unwrap_or(0.0);
    let rows = view.wave_rows().n as f64;
    let scatter = hits.w2 - 2.0 * value * with_hits + value * value * squared;
    let linearised = Linearised {
        value,
        variance: rows / (rows - 1.0).max(1.0) * scatter.max(0.0) / (mentions.w * mentions.w),
        df: (valid.n.max(2) - 1) as f64,
    };
    let bare = Estimate {
        value,
        interval: None,
        no_interval: None,
        base: valid.n,
        effective_base,
        method: Method::WeightedLogit,
        basis: Basis::Linearised(linearised),
        left_out: Vec::new(),
    };
    if valid.n < 2 {
        return Ok(Estimate {
            no_interval: Some(Reason::TooFewAnswers),
            ..bare
        });
    }
    match linearised.logit_interval(level) {
        Ok(interval) => Ok(Estimate {
            interval: Some(interval),
            ..bare
        }),
        Err(StatError::Undefined(Reason::ZeroVariance)) => Ok(Estimate {
            interval: wilson(value, effective_base, level).ok(),
            method: Method::WilsonEffective,
            basis: Basis::EffectiveShare,
            ..bare
        }),
        Err(fault) => Ok(Estimate {
            no_interval: Some(fault.reason().unwrap_or(Reason::NotConverged)),
            ..bare
        }),
    }
}
