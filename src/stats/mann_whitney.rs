//! Mann–Whitney U: does one sample tend to larger values than the other?
//!
//! It tests P(X > Y) + ½·P(X = Y) = ½, not equal medians.

use serde::Deserialize;
use serde::Serialize;

use super::counts::ValueCounts;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::ranks::Ranked;

/// Result of the test of a first against a second sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MannWhitney {
    /// Pairs in which the first sample's value is larger, ties counted half.
    pub u_first: f64,
    /// The same for the second sample.
    pub u_second: f64,
    /// Standard deviation of U under no difference, corrected for ties.
    pub sigma: f64,
    /// |U − mean| with continuity correction ½, over sigma; absent when all values are equal.
    pub z: Option<f64>,
    /// P-value with continuity correction, the default; 1 when all values are equal.
    pub p: f64,
    /// P-value without continuity correction.
    pub p_uncorrected: f64,
    /// Probability that a value of the first sample exceeds one of the second, ties counted half.
    pub superiority: f64,
    /// Cliff's delta, −1 to 1; also the rank-biserial correlation.
    pub cliffs_delta: f64,
    /// [`Reason::ZeroVariance`] when all values are equal.
    pub reason: Option<Reason>,
}

/// Asymptotic test with correction for ties and continuity: answers on a short scale always tie.
///
/// # Errors
/// [`Reason::EmptyGroup`] when a sample is empty.
///
/// Source: H. B. Mann & D. R. Whitney (1947), Ann. Math. Stat. 18, 50–60.
pub fn test(first: &ValueCounts, second: &ValueCounts) -> Result<MannWhitney, StatError> {
    if first.base() == 0 || second.base() == 0 {
        return Err(Reason::EmptyGroup.into());
    }
    let (n1, n2) = (first.base() as f64, second.base() as f64);
    let ranked = Ranked::of(&[first, second]);
    let n = ranked.base;
    let u_first = ranked.sums[0] - n1 * (n1 + 1.0) / 2.0;
    let pairs = n1 * n2;
    let variance = pairs / 12.0 * ((n + 1.0) - ranked.ties / (n * (n - 1.0)));
    // Equal values only: the tie term equals n + 1, but for rounding.
    let constant = first.pairs().len() == 1
        && second.pairs().len() == 1
        && first.min().map(f64::to_bits) == second.min().map(f64::to_bits);
    let sigma = if constant { 0.0 } else { variance.max(0.0).sqrt() };
    let distance = (u_first - pairs / 2.0).abs();
    let z = (sigma > 0.0).then(|| (distance - 0.5).max(0.0) / sigma);
    let superiority = u_first / pairs;
    Ok(MannWhitney {
        u_first,
        u_second: pairs - u_first,
        sigma,
        z,
        p: z.map_or(1.0, distribution::normal_p),
        p_uncorrected: z.map_or(1.0, |_| distribution::normal_p(distance / sigma)),
        superiority,
        cliffs_delta: 2.0 * superiority - 1.0,
        reason: z.is_none().then_some(Reason::ZeroVariance),
    })
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::*;
    use proptest::prelude::*;

    fn counts(values: &[i32]) -> ValueCounts {
        ValueCounts::of(values.iter().copied().map(f64::from)).unwrap()
    }

    proptest! {
        #[test]
        fn u_counts_the_pairs(
            a in prop::collection::vec(1_i32..=5, 1..30), b in prop::collection::vec(1_i32..=5, 1..30),
        ) {
            let mut pairs = 0.0;
            for x in &a {
                for y in &b {
                    pairs += match x.cmp(y) {
                        Ordering::Greater => 1.0,
                        Ordering::Equal => 0.5,
                        Ordering::Less => 0.0,
                    };
                }
            }
            let here = test(&counts(&a), &counts(&b)).unwrap();
            let there = test(&counts(&b), &counts(&a)).unwrap();
            prop_assert!((here.u_first - pairs).abs() < 1e-9);
            prop_assert!((here.u_second - there.u_first).abs() < 1e-9);
            prop_assert!((0.0..=1.0).contains(&here.p) && here.p_uncorrected <= here.p);
            prop_assert!((here.p - there.p).abs() < 1e-12);
        }
    }
}
