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
use crate::stats::overlap::Shared;
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

/// Sums over the respondents of a view, of whom x says whether they chose an option and m how many they chose.
struct Sums {
    /// Respondents who answered.
    valid: Cell,
    /// Σ x.
    hits: Cell,
    /// Σ m.
    mentions: Cell,
    /// Σ w²·x·m.
    with_hits: f64,
    /// Σ w²·m².
    squared: f64,
}

fn sums(view: &View<'_>, variable: VariableIndex, option: usize) -> Option<Sums> {
    let table = view.joint(&needs(variable))?;
    let pairs = table.table();
    let own = pairs.get(option)?;
    Some(Sums {
        valid: table.valid(),
        hits: own[option],
        mentions: pairs.iter().enumerate().map(|(at, row)| row[at]).sum(),
        with_hits: own.iter().map(|cell| cell.w2).sum(),
        squared: pairs.iter().flatten().map(|cell| cell.w2).sum(),
    })
}

/// The share that `option` has of all options chosen in the view; `None` when they were not counted.
pub(super) fn share(view: &View<'_>, variable: VariableIndex, option: usize, level: f64) -> Option<OfResponses> {
    let sums = sums(view, variable, option)?;
    let outcome = estimate(view, &sums, level);
    Some(OfResponses {
        hits: sums.hits,
        mentions: sums.mentions,
        outcome,
    })
}

/// What two groups share for that share, given those who are in both: Σ w²(x−p₁m)(x−p₂m)/(M₁M₂).
pub(super) fn shared(
    variable: VariableIndex,
    option: usize,
    (one, two): (&View<'_>, &View<'_>),
    both: &View<'_>,
) -> Option<Shared> {
    let (one, two) = (sums(one, variable, option)?, sums(two, variable, option)?);
    let common = sums(both, variable, option)?;
    if common.valid.n == 0 {
        return Some(Shared::default());
    }
    let (p1, p2) = (one.hits.w / one.mentions.w, two.hits.w / two.mentions.w);
    let products = common.hits.w2 - (p1 + p2) * common.with_hits + p1 * p2 * common.squared;
    let rows = both.wave_rows().n as f64;
    Some(Shared {
        base: common.valid.n,
        covariance: rows / (rows - 1.0) * products / (one.mentions.w * two.mentions.w),
    })
}

fn estimate(view: &View<'_>, sums: &Sums, level: f64) -> Outcome {
    let (valid, hits, mentions) = (sums.valid, sums.hits, sums.mentions);
    if mentions.n == 0 {
        return Err(Reason::NoValidAnswers);
    }
    let value = (hits.w / mentions.w).clamp(0.0, 1.0);
    let effective_base = kish::effective_base(valid.w, valid.w2).unwrap_or(0.0);
    let rows = view.wave_rows().n as f64;
    let scatter = hits.w2 - 2.0 * value * sums.with_hits + value * value * sums.squared;
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
