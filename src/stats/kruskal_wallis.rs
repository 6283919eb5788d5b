//! Kruskal–Wallis H: do any of several samples tend to larger values than others?

use serde::Deserialize;
use serde::Serialize;

use super::counts::ValueCounts;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::ranks::Ranked;

/// Result of the test over all samples.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct KruskalWallis {
    /// H, divided by the correction for ties.
    pub h: f64,
    /// Number of samples with values, less one.
    pub df: u64,
    /// P-value from χ².
    pub p: f64,
    /// Effect size ε² = H/(N − 1), 0 to 1.
    pub epsilon_squared: f64,
    /// Effect size η² = (H − k + 1)/(N − k) of the ranks, can fall below 0; absent without residual df.
    pub eta_squared: Option<f64>,
}

/// Tests samples that come in any order; empty ones are left out.
///
/// # Errors
/// [`Reason::EmptyGroup`] when fewer than two samples have values, [`Reason::ZeroVariance`] when all
/// values are equal.
///
/// Source: W. H. Kruskal & W. A. Wallis (1952), J. Am. Stat. Assoc. 47, 583–621.
pub fn test(samples: &[ValueCounts]) -> Result<KruskalWallis, StatError> {
    let filled: Vec<&ValueCounts> = samples.iter().filter(|sample| sample.base() > 0).collect();
    let Some((first, rest)) = filled.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return Err(Reason::EmptyGroup.into());
    };
    let bits = |sample: &ValueCounts| sample.min().map(f64::to_bits);
    if filled.iter().all(|sample| sample.pairs().len() == 1) && rest.iter().all(|sample| bits(sample) == bits(first)) {
        return Err(Reason::ZeroVariance.into());
    }
    let ranked = Ranked::of(&filled);
    let (n, k) = (ranked.base, filled.len() as f64);
    let centre = f64::midpoint(n, 1.0);
    let between: f64 = ranked
        .sums
        .iter()
        .zip(&filled)
        .map(|(sum, sample)| {
            let size = sample.base() as f64;
            size * (sum / size - centre).powi(2)
        })
        .sum();
    let h = 12.0 / (n * (n + 1.0)) * between / (1.0 - ranked.ties / (n * n * n - n));
    Ok(KruskalWallis {
        h,
        df: filled.len() as u64 - 1,
        p: distribution::chi_square_sf(h, k - 1.0),
        epsilon_squared: h / (n - 1.0),
        eta_squared: (n > k).then(|| (h - k + 1.0) / (n - k)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::mann_whitney;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn two_samples_give_the_mann_whitney_test_without_continuity_correction(
            a in prop::collection::vec(1_i32..=5, 1..30), b in prop::collection::vec(1_i32..=5, 1..30),
        ) {
            let counts =
                |values: &[i32]| ValueCounts::of(values.iter().copied().map(f64::from)).unwrap();
            let pair = [counts(&a), counts(&b)];
            let other = mann_whitney::test(&pair[0], &pair[1]).unwrap();
            match test(&pair) {
                Ok(got) => prop_assert!((got.p - other.p_uncorrected).abs() < 1e-9),
                Err(error) => prop_assert_eq!(error.reason(), other.reason),
            }
        }
    }
}
