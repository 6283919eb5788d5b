//! Draws of respondents with replacement: how far weights, paths and loadings may be off.

use super::fit::Fit;
use super::fit::Precision;
use super::fit::fit;
use super::model::Model;
use crate::stats::error::Reason;
use crate::stats::error::StatError;
use crate::stats::interval;
use crate::stats::interval::Interval;
use crate::stats::resample;

/// Standard error and percentile interval of one number over the draws.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resampled {
    /// Mean over the draws.
    pub mean: f64,
    /// Standard deviation over the draws, divisor draws − 1.
    pub standard_error: f64,
    /// Percentile interval.
    pub interval: Interval,
}

/// What the draws say; the shapes are those of [`Fit`].
#[derive(Debug, Clone, PartialEq)]
pub struct Bootstrap {
    /// Draws that gave a fit.
    pub draws: usize,
    /// Draws that gave none: an item without spread, weights that did not settle.
    pub failed: usize,
    /// Outer weights, by item.
    pub weights: Vec<Resampled>,
    /// Loadings, by item.
    pub loadings: Vec<Resampled>,
    /// Paths, by construct and cause.
    pub paths: Vec<Vec<Resampled>>,
    /// R², by construct.
    pub r2: Vec<Option<Resampled>>,
}

/// Draws `draws` times as many respondents as there are, with replacement, and fits each draw. The scores of a draw are
/// turned to agree with those of `estimate`. The result does not depend on the order of `rows`.
///
/// # Errors
/// [`Reason::NotConverged`] when fewer than half of the draws gave a fit, [`Reason::NoValidAnswers`] when the rows have
/// no correlations; [`StatError::Domain`] for a level outside (0, 1) or fewer than two draws.
///
/// Source: B. Efron & R. Tibshirani (1993), An Introduction to the Bootstrap; sign changes by construct: M. Tenenhaus et
/// al. (2005), Computational Statistics & Data Analysis 48, 159–205.
pub fn bootstrap(
    model: &Model,
    estimate: &Fit,
    rows: &[Vec<f64>],
    (draws, seed): (usize, u64),
    level: f64,
) -> Result<Bootstrap, StatError> {
    let tail = interval::tail(level)?;
    if draws < 2 {
        return Err(StatError::Domain("a bootstrap takes at least two draws"));
    }
    let data = Standardised::of(rows).ok_or(Reason::NoValidAnswers)?;
    let mut fits = Vec::with_capacity(draws);
    for draw in 0..draws {
        let times = resample::multiplicities(&mut resample::generator(seed, draw as u64), rows.len());
        let fitted = data
            .correlations(&times)
            .and_then(|correlations| fit(model, &correlations, Precision::DRAW).ok());
        if let Some(mut fitted) = fitted {
            align(model, &mut fitted, estimate);
            fits.push(fitted);
        }
    }
    if fits.len() < 2 || fits.len() * 2 < draws {
        return Err(Reason::NotConverged.into());
    }
    let over = |number: &dyn Fn(&Fit) -> f64| summary(fits.iter().map(number).collect(), tail);
    let constructs = 0..model.constructs();
    Ok(Bootstrap {
        draws: fits.len(),
        failed: draws - fits.len(),
        weights: (0..model.items()).map(|item| over(&|fit| fit.weights[item])).collect(),
        loadings: (0..model.items()).map(|item| over(&|fit| fit.loadings[item])).collect(),
        paths: constructs
            .clone()
            .map(|effect| {
                let causes = 0..model.causes()[effect].len();
                causes.map(|cause| over(&|fit| fit.paths[effect][cause])).collect()
            })
            .collect(),
        r2: constructs
            .map(|effect| estimate.r2[effect].map(|_| over(&|fit| fit.r2[effect].unwrap_or(0.0))))
            .collect(),
    })
}

/// Turns each construct whose loadings are closer to the estimate's the other way round.
fn align(model: &Model, fitted: &mut Fit, estimate: &Fit) {
    for (construct, block) in model.blocks().iter().enumerate() {
        let distance = |sign: f64| -> f64 {
            let gap = |item: &usize| estimate.loadings[*item] - sign * fitted.loadings[*item];
            block.iter().map(gap).sum::<f64>().abs()
        };
        if distance(1.0) <= distance(-1.0) {
            continue;
        }
        for item in block {
            fitted.weights[*item] = -fitted.weights[*item];
            fitted.loadings[*item] = -fitted.loadings[*item];
        }
        for (effect, causes) in model.causes().iter().enumerate() {
            for (cause, path) in causes.iter().zip(&mut fitted.paths[effect]) {
                if effect == construct || *cause == construct {
                    *path = -*path;
                }
            }
        }
    }
}

fn summary(mut values: Vec<f64>, tail: f64) -> Resampled {
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    Resampled {
        mean,
        standard_error: variance.sqrt(),
        interval: Interval {
            low: quantile(&values, tail),
            high: quantile(&values, 1.0 - tail),
        },
    }
}

/// Type 7, as R and `NumPy`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place within the list"
)]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * share;
    let low = place.floor() as usize;
    let high = (low + 1).min(sorted.len() - 1);
    sorted[low] + (place - low as f64) * (sorted[high] - sorted[low])
}

/// Standardised columns of complete rows, the rows in an order of their own so that the order they came in is no matter.
pub(super) struct Standardised {
    columns: Vec<Vec<f64>>,
}

impl Standardised {
    pub(super) fn of(rows: &[Vec<f64>]) -> Option<Self> {
        let items = rows.first()?.len();
        let mut sorted: Vec<&Vec<f64>> = rows.iter().collect();
        sorted.sort_by(|one, two| {
            let pairs = one.iter().zip(two.iter());
            pairs
                .map(|(a, b)| a.total_cmp(b))
                .find(|order| order.is_ne())
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        let n = rows.len() as f64;
        let column = |item: usize| {
            let raw: Vec<f64> = sorted.iter().map(|row| row[item]).collect();
            let mean = raw.iter().sum::<f64>() / n;
            let deviation = (raw.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n).sqrt();
            (deviation > 1e-12 * (1.0 + mean.abs()))
                .then(|| raw.iter().map(|x| (x - mean) / deviation).collect::<Vec<f64>>())
        };
        let columns = (0..items).map(column).collect::<Option<Vec<_>>>()?;
        Some(Self { columns })
    }

    /// Correlations when each row counts `times` often; `None` when a column loses its spread.
    pub(super) fn correlations(&self, times: &[f64]) -> Option<Vec<Vec<f64>>> {
        let items = self.columns.len();
        let n: f64 = times.iter().sum();
        let mut matrix = vec![vec![1.0; items]; items];
        let (mut means, mut deviations) = (vec![0.0; items], vec![0.0; items]);
        let mut counted = vec![0.0; times.len()];
        for a in 0..items {
            for ((cell, x), time) in counted.iter_mut().zip(&self.columns[a]).zip(times) {
                *cell = x * time;
            }
            means[a] = counted.iter().sum::<f64>() / n;
            deviations[a] = (dot(&counted, &self.columns[a]) / n - means[a] * means[a])
                .max(0.0)
                .sqrt();
            if deviations[a] < 1e-9 {
                return None;
            }
            for b in 0..a {
                let covariance = dot(&counted, &self.columns[b]) / n - means[a] * means[b];
                let r = covariance / (deviations[a] * deviations[b]);
                matrix[a][b] = r;
                matrix[b][a] = r;
            }
        }
        Some(matrix)
    }
}

/// Sum of products in eight lanes, which a machine adds at once.
fn dot(one: &[f64], two: &[f64]) -> f64 {
    let (blocks, others) = (one.chunks_exact(8), two.chunks_exact(8));
    let rest: f64 = blocks
        .remainder()
        .iter()
        .zip(others.remainder())
        .map(|(a, b)| a * b)
        .sum();
    let mut lanes = [0.0; 8];
    for (a, b) in blocks.zip(others) {
        for (lane, (x, y)) in lanes.iter_mut().zip(a.iter().zip(b)) {
            *lane += x * y;
        }
    }
    lanes.iter().sum::<f64>() + rest
}
