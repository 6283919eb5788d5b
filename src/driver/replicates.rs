//! Intervals from stated replicates: respondents drawn again, or sampling units within strata.

use super::ask::Ask;
use super::model::shares;
use super::sample::Sample;
use crate::stats::Interval;
use crate::stats::bootstrap::Bootstrap;
use crate::stats::resample;
use crate::stats::resample::Stratum;

/// Fewer of all replicates than this having a model leave no intervals.
const ENOUGH: f64 = 0.9;

/// More respondents than this are dealt into [`GROUPS`] groups at random, which are drawn in their place.
const MOST_DRAWN: usize = 5000;

/// Enough for the spread of a share to be known to a few percent.
const GROUPS: usize = 2000;

/// What is drawn.
#[derive(Debug)]
pub(super) struct Units {
    /// Rows of each unit, none for a sampling unit without a complete row.
    pub members: Vec<Vec<usize>>,
    /// Units by stratum; `None` when all are drawn alike.
    strata: Option<Vec<Stratum>>,
}

/// Intervals by driver.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Intervals {
    /// Of the weights; `None` where the replicates do not vary.
    pub weights: Vec<Option<Interval>>,
    /// Of the shares.
    pub shares: Vec<Option<Interval>>,
    /// Replicates that had a model.
    pub used: u64,
    /// Units that were drawn.
    pub units: u64,
}

impl Units {
    /// The units of a sample; with `grouped` many respondents are dealt into groups.
    pub(super) fn of(sample: &Sample, ask: &Ask, grouped: bool) -> Self {
        if let Some(design) = &sample.design {
            let mut members = Vec::new();
            let mut strata = Vec::new();
            for stratum in design {
                let first = members.len();
                members.extend(stratum.units.iter().cloned());
                strata.push(Stratum {
                    population: stratum.population,
                    units: (first..members.len()).map(|unit| vec![unit]).collect(),
                });
            }
            return Self {
                members,
                strata: Some(strata),
            };
        }
        let rows = sample.base();
        let members = if grouped && rows > MOST_DRAWN {
            let mut members = vec![Vec::new(); GROUPS];
            let order = resample::shuffled(&mut resample::generator(ask.seed, u64::MAX), rows);
            for (place, row) in order.into_iter().enumerate() {
                members[place % GROUPS].push(row);
            }
            members
        } else {
            (0..rows).map(|row| vec![row]).collect()
        };
        Self { members, strata: None }
    }

    /// A factor for each unit.
    fn draw(&self, seed: u64, replicate: u64) -> Vec<f64> {
        let mut random = resample::generator(seed, replicate);
        match &self.strata {
            Some(strata) => resample::rao_wu(&mut random, strata, self.members.len()),
            None => resample::multiplicities(&mut random, self.members.len()),
        }
    }

    /// The weights of rows when each unit's are multiplied with its factor.
    pub(super) fn rows(&self, factors: &[f64], weights: &[f64]) -> Vec<f64> {
        let mut drawn = vec![0.0; weights.len()];
        for (members, factor) in self.members.iter().zip(factors) {
            for row in members {
                drawn[*row] = factor * weights[*row];
            }
        }
        drawn
    }
}

/// Percentile intervals of weights and shares; `fit` gives the weights when units have these factors, or nothing where they
/// do not exist. `None` when too few replicates had a model.
pub(super) fn intervals(
    units: &Units,
    ask: &Ask,
    weights: &[f64],
    fit: impl Fn(&[f64]) -> Option<Vec<f64>>,
) -> Option<Intervals> {
    let estimated = shares(weights).ok()?;
    let mut by_weight: Vec<Vec<f64>> = vec![Vec::new(); weights.len()];
    let mut by_share = by_weight.clone();
    let mut used = 0;
    for replicate in 0..ask.replicates {
        let Some(drawn) = fit(&units.draw(ask.seed, replicate)) else {
            continue;
        };
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
        units: units.members.len() as u64,
    })
}
