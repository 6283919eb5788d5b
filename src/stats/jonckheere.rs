//! Jonckheere–Terpstra: do values rise (or fall) along samples that have a natural order?

use serde::Deserialize;
use serde::Serialize;

use super::counts::ValueCounts;
use super::distribution;
use super::error::Reason;
use super::error::StatError;

/// Result of the trend test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Trend {
    /// Pairs from different samples that rise in the stated order, ties counted half.
    pub j: f64,
    /// Its mean without a trend.
    pub mean: f64,
    /// Its variance without a trend, corrected for ties.
    pub variance: f64,
    /// The variance as it would be without ties; some packages use it, wrongly for short scales.
    pub variance_without_ties: f64,
    /// (J − mean)/√variance, without continuity correction; positive for a rise.
    pub z: f64,
    /// Two-sided p-value.
    pub p: f64,
    /// Two-sided p-value without the correction for ties, for comparison with other tools.
    pub p_without_ties: f64,
}

/// Tests samples in their natural order, for example age groups or waves; empty ones are left out.
///
/// # Errors
/// [`Reason::EmptyGroup`] when fewer than two samples have values, [`Reason::ZeroVariance`] when all
/// values are equal.
///
/// Source: M. Hollander & D. A. Wolfe (1999), Nonparametric Statistical Methods, eq. 6.17–6.19.
pub fn test(samples: &[ValueCounts]) -> Result<Trend, StatError> {
    let filled: Vec<&ValueCounts> = samples.iter().filter(|sample| sample.base() > 0).collect();
    if filled.len() < 2 {
        return Err(Reason::EmptyGroup.into());
    }
    let all = filled
        .iter()
        .skip(1)
        .fold(filled[0].clone(), |all, sample| all.merged(sample));
    if all.pairs().len() < 2 {
        return Err(Reason::ZeroVariance.into());
    }
    let j = filled
        .iter()
        .enumerate()
        .flat_map(|(place, low)| filled[place + 1..].iter().map(|high| rises(low, high)))
        .sum();
    let n = all.base() as f64;
    let sizes: Vec<f64> = filled.iter().map(|sample| sample.base() as f64).collect();
    let ties: Vec<f64> = all.pairs().iter().map(|pair| pair.1 as f64).collect();
    let sum = |list: &[f64], f: fn(f64) -> f64| list.iter().copied().map(f).sum::<f64>();
    let linear: fn(f64) -> f64 = |x| x * (x - 1.0) * (2.0 * x + 5.0);
    let triple: fn(f64) -> f64 = |x| x * (x - 1.0) * (x - 2.0);
    let double: fn(f64) -> f64 = |x| x * (x - 1.0);
    let mean = (n * n - sum(&sizes, |x| x * x)) / 4.0;
    let variance_without_ties = (n * n * (2.0 * n + 3.0) - sum(&sizes, |x| x * x * (2.0 * x + 3.0))) / 72.0;
    let mut variance = (linear(n) - sum(&sizes, linear) - sum(&ties, linear)) / 72.0
        + sum(&sizes, double) * sum(&ties, double) / (8.0 * n * (n - 1.0));
    if n > 2.0 {
        variance += sum(&sizes, triple) * sum(&ties, triple) / (36.0 * triple(n));
    }
    let z = (j - mean) / variance.sqrt();
    Ok(Trend {
        j,
        mean,
        variance,
        variance_without_ties,
        z,
        p: distribution::normal_p(z),
        p_without_ties: distribution::normal_p((j - mean) / variance_without_ties.sqrt()),
    })
}

/// Pairs in which the second sample is larger, ties counted half.
fn rises(low: &ValueCounts, high: &ValueCounts) -> f64 {
    let (mut below, mut place, mut pairs) = (0.0, 0, 0.0);
    for &(value, count) in high.pairs() {
        while low.pairs().get(place).is_some_and(|pair| pair.0 < value) {
            below += low.pairs()[place].1 as f64;
            place += 1;
        }
        let equal = low.pairs().get(place).filter(|pair| pair.0.total_cmp(&value).is_eq());
        pairs += count as f64 * (below + equal.map_or(0.0, |pair| pair.1 as f64 / 2.0));
    }
    pairs
}
