//! `McNemar`: did the same people change from yes to no more often than from no to yes?

use serde::Deserialize;
use serde::Serialize;

use super::contingency::ChiSquare;
use super::distribution;
use super::error::Reason;

/// Result of the test of two opposite changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct McNemar {
    /// (b − c)²/(b + c); absent when nobody changed.
    pub plain: Option<ChiSquare>,
    /// (|b − c| − 1)²/(b + c); absent when nobody changed.
    pub corrected: Option<ChiSquare>,
    /// Exact binomial p-value, to be used below 25 changes; 1 when nobody changed.
    pub p_exact: f64,
    /// Mid-p value, less conservative than the exact one.
    pub p_mid: f64,
    /// b/c; absent when nobody changed in the second direction.
    pub odds_ratio: Option<f64>,
    /// [`Reason::ZeroVariance`] when nobody changed.
    pub reason: Option<Reason>,
}

impl McNemar {
    /// The p-value to report: exact below 25 changes, else χ² with continuity correction.
    #[must_use]
    pub fn p(&self, changes: u64) -> f64 {
        match self.corrected {
            Some(corrected) if changes >= 25 => corrected.p,
            _ => self.p_exact,
        }
    }
}

/// Tests `first` changes in one direction against `second` in the other.
///
/// Sources: Q. `McNemar` (1947), Psychometrika 12, 153–157; M. W. Fagerland, S. Lydersen & P. Laake
/// (2013), BMC Med. Res. Methodol. 13, 91 (mid-p).
#[must_use]
pub fn test(first: u64, second: u64) -> McNemar {
    let changes = first + second;
    let (b, c, n) = (first as f64, second as f64, changes as f64);
    let chi_square = |distance: f64| {
        let statistic = distance * distance / n;
        ChiSquare {
            statistic,
            df: 1,
            p: distribution::chi_square_sf(statistic, 1.0),
        }
    };
    let fewer = first.min(second);
    let up_to = distribution::fair_coin_cdf(fewer, changes);
    let below = if fewer == 0 {
        0.0
    } else {
        distribution::fair_coin_cdf(fewer - 1, changes)
    };
    let changed = changes > 0;
    McNemar {
        plain: changed.then(|| chi_square(b - c)),
        corrected: changed.then(|| chi_square(((b - c).abs() - 1.0).max(0.0))),
        p_exact: (2.0 * up_to).min(1.0),
        p_mid: if changed { (up_to + below).min(1.0) } else { 1.0 },
        odds_ratio: (second > 0).then(|| b / c),
        reason: (!changed).then_some(Reason::ZeroVariance),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn direction_does_not_matter_and_mid_p_is_the_smaller(first in 0_u64..200, second in 0_u64..200) {
            let (here, there) = (test(first, second), test(second, first));
            prop_assert!((here.p_exact - there.p_exact).abs() < 1e-12);
            prop_assert_eq!(here.plain, there.plain);
            prop_assert!(here.p_mid <= here.p_exact && here.p_exact <= 1.0);
        }
    }
}
