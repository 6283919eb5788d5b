//! Sizes of differences, free of the number of answers.

use super::counts::Summary;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::t_test;

/// Cohen's d: first minus second mean over the pooled standard deviation.
///
/// # Errors
/// [`Reason::EmptyGroup`], [`Reason::TooFewAnswers`] or [`Reason::ZeroVariance`] as the data have it.
pub fn cohens_d(first: &Summary, second: &Summary) -> Result<f64, StatError> {
    if first.base == 0 || second.base == 0 {
        return Err(Reason::EmptyGroup.into());
    }
    let pooled = t_test::pooled_variance(first, second).ok_or(Reason::TooFewAnswers)?;
    if pooled == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    Ok((first.mean - second.mean) / pooled.sqrt())
}

/// Hedges' g: Cohen's d without its bias in small samples, with the exact gamma factor.
///
/// # Errors
/// As [`cohens_d`].
///
/// Source: L. V. Hedges (1981), J. Educ. Stat. 6, 107–128.
pub fn hedges_g(first: &Summary, second: &Summary) -> Result<f64, StatError> {
    let half = degrees(first, second) / 2.0;
    let d = cohens_d(first, second)?;
    let ln_factor = distribution::ln_gamma(half) - 0.5 * half.ln() - distribution::ln_gamma(half - 0.5);
    Ok(d * ln_factor.exp())
}

/// Hedges' g with the approximate factor 1 − 3/(4m − 1), as many packages print it.
///
/// # Errors
/// As [`cohens_d`].
pub fn hedges_g_approximate(first: &Summary, second: &Summary) -> Result<f64, StatError> {
    let d = cohens_d(first, second)?;
    Ok(d * (1.0 - 3.0 / (4.0 * degrees(first, second) - 1.0)))
}

fn degrees(first: &Summary, second: &Summary) -> f64 {
    first.base as f64 + second.base as f64 - 2.0
}
