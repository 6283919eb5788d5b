//! Intervals from stated replicates: respondents drawn again, or sampling units within strata.

use super::ask::Ask;
use super::model::shares;
use super::sample::Sample;
use crate::stats::Interval;
use crate::stats::bootstrap::Bootstrap;
use crate::stats::resample;

/// Fewer of all replicates than this having a model leave no intervals.
const ENOUGH: f64 = 0.9;

/// Intervals by driver.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Intervals {
    /// Of the weights; `None` where the replicates do not vary.
    pub weights: Vec<Option<Interval>>,
    /// Of the shares.
    pub shares: Vec<Option<Interval>>,
    /// Replicates that had a model.
    pub used: u64,
}

/// Percentile intervals of weights and shares; `fit` gives the weights under a factor and weight per row, or nothing
/// where they do not exist. `None` when too few replicates had a model.
pub(super) fn intervals(
    sample: &Sample,
    ask: &Ask,
    weights: &[f64],
    fit: impl Fn(&[f64]) -> Option<Vec<f64>>,
) -> Option<Intervals> {
    let estimated = shares(weights).ok()?;
    let mut by_weight: Vec<Vec<f64>> = vec![Vec::new(); weights.len()];
    let mut by_share = by_weight.clone();
    let mut used = 0;
    for replicate in 0..ask.replicates {
        let mut random = resample::generator(ask.seed, replicate);
        let mut factors = match &sample.design {
            Some(design) => resample::rao_wu(&mut random, design, sample.base()),
            None => resample::multiplicities(&mut random, sample.base()),
        };
        for (factor, weight) in factors.iter_mut().zip(&sample.weights) {
            *factor *= weight;
        }
        let Some(drawn) = fit(&factors) else { continue };
        let Ok(drawn_shares) = shares(&drawn) else { continue };
        used += 1;
        for (at, (weight, share)) in drawn.into_iter().zip(drawn_shares).enumerate() {
            by_weight[at].push(weight);
            by_share[at].push(share);
        }
    }
    if used < 2 || (used as f64) < ENOUGH * ask.replicates as f64 {
        return None;
    }
    let interval = |(estimate, drawn): (&f64, Vec<f64>)| {
        let bootstrap = Bootstrap::new(*estimate, drawn).ok()?;
        bootstrap.percentile(ask.level).ok()
    };
    Some(Intervals {
        weights: weights.iter().zip(by_weight).map(interval).collect(),
        shares: estimated.iter().zip(by_share).map(interval).collect(),
        used,
    })
}
