//! Wilcoxon signed ranks: did the same people move up or down?

use serde::Deserialize;
use serde::Serialize;

use super::counts::ValueCounts;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::ranks::Ranked;

/// Result of the test of paired differences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct SignedRanks {
    /// Pairs that differ; pairs without a difference are dropped.
    pub used: u64,
    /// Pairs without a difference.
    pub unchanged: u64,
    /// Sum of the ranks of positive differences.
    pub w_plus: f64,
    /// Sum of the ranks of negative differences.
    pub w_minus: f64,
    /// P-value with continuity correction, the default; 1 when nothing differs.
    pub p: f64,
    /// P-value without continuity correction.
    pub p_uncorrected: f64,
    /// Matched-pairs rank-biserial correlation (W⁺ − W⁻)/(W⁺ + W⁻); absent when nothing differs.
    pub rank_biserial: Option<f64>,
    /// [`Reason::ZeroVariance`] when nothing differs.
    pub reason: Option<Reason>,
}

/// Asymptotic test with corrections for ties and continuity; `differences` has one per respondent.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without pairs.
///
/// Source: F. Wilcoxon (1945), Biometrics Bulletin 1, 80–83.
pub fn test(differences: &ValueCounts) -> Result<SignedRanks, StatError> {
    if differences.base() == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let side = |sign: f64| {
        let pairs = differences.pairs().iter().map(move |pair| (pair.0 * sign, pair.1));
        ValueCounts::new(pairs.filter(|pair| pair.0 > 0.0))
    };
    let (up, down) = (side(1.0)?, side(-1.0)?);
    let ranked = Ranked::of(&[&up, &down]);
    let (used, m) = (up.base() + down.base(), ranked.base);
    let (w_plus, w_minus) = (ranked.sums[0], ranked.sums[1]);
    let variance = m * (m + 1.0) * (2.0 * m + 1.0) / 24.0 - ranked.ties / 48.0;
    let distance = (w_plus - m * (m + 1.0) / 4.0).abs();
    let p = |distance: f64| {
        if used == 0 {
            1.0
        } else {
            distribution::normal_p(distance / variance.sqrt())
        }
    };
    Ok(SignedRanks {
        used,
        unchanged: differences.base() - used,
        w_plus,
        w_minus,
        p: p((distance - 0.5).max(0.0)),
        p_uncorrected: p(distance),
        rank_biserial: (used > 0).then(|| (w_plus - w_minus) / (w_plus + w_minus)),
        reason: (used == 0).then_some(Reason::ZeroVariance),
    })
}
