//! What unequal weights cost: Kish's effective base.

use super::error::Reason;
use super::error::StatError;

/// Kish's effective base (Σw)²/Σw²: how many equally weighted answers would be as accurate.
///
/// # Errors
/// [`Reason::NoValidAnswers`] when all weights are zero; [`StatError::Domain`] for sums that cannot
/// come from weights.
///
/// Source: L. Kish (1965), Survey Sampling, §11.7.
pub fn effective_base(sum_of_weights: f64, sum_of_squares: f64) -> Result<f64, StatError> {
    let possible = |sum: f64| sum.is_finite() && sum >= 0.0;
    if !possible(sum_of_weights) || !possible(sum_of_squares) {
        return Err(StatError::Domain("weights must be zero or positive numbers"));
    }
    if sum_of_weights == 0.0 || sum_of_squares == 0.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    Ok(sum_of_weights * (sum_of_weights / sum_of_squares))
}

/// Design effect of the weights alone: base over effective base, 1 for equal weights.
///
/// `base` counts the answers with a positive weight.
///
/// # Errors
/// As [`effective_base`].
pub fn design_effect(base: u64, sum_of_weights: f64, sum_of_squares: f64) -> Result<f64, StatError> {
    Ok(base as f64 / effective_base(sum_of_weights, sum_of_squares)?)
}

/// Coefficient of variation of the weights with divisor n: √(design effect − 1).
///
/// # Errors
/// As [`effective_base`].
pub fn variation(base: u64, sum_of_weights: f64, sum_of_squares: f64) -> Result<f64, StatError> {
    Ok((design_effect(base, sum_of_weights, sum_of_squares)? - 1.0)
        .max(0.0)
        .sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn weights_never_add_answers(weights in prop::collection::vec(0.01..50.0_f64, 1..50)) {
            let sum: f64 = weights.iter().sum();
            let squares: f64 = weights.iter().map(|w| w * w).sum();
            let effective = effective_base(sum, squares).unwrap();
            prop_assert!(effective >= 1.0 - 1e-12 && effective <= weights.len() as f64 * (1.0 + 1e-12));
        }
    }
}
