//! Differences of means: Welch (the default), Student, and paired.

use super::comparison::Comparison;
use super::comparison::Reference;
use super::counts::Summary;
use super::error::Reason;
use super::error::StatError;
use super::interval;

/// Welch's t test of first minus second mean; variances may differ, df are fractional.
///
/// One constant group is fine; two constants give [`Reason::ZeroVariance`], a group of one
/// [`Reason::TooFewAnswers`]: then only the difference is there.
///
/// # Errors
/// [`Reason::EmptyGroup`] for an empty sample; [`StatError::Domain`] for a level outside (0, 1).
///
/// Source: B. L. Welch (1947), Biometrika 34, 28–35.
pub fn welch(first: &Summary, second: &Summary, level: f64) -> Result<Comparison, StatError> {
    let difference = difference(first, second, level)?;
    let (Some(v1), Some(v2)) = (first.variance, second.variance) else {
        return Ok(Comparison::without_test(difference, Reason::TooFewAnswers));
    };
    let (n1, n2) = (first.base as f64, second.base as f64);
    let (e1, e2) = (v1 / n1, v2 / n2);
    if e1 + e2 == 0.0 {
        return Ok(Comparison::without_test(difference, Reason::ZeroVariance));
    }
    // As shares of the whole, so that tiny variances do not underflow when squared.
    let (r1, r2) = (e1 / (e1 + e2), e2 / (e1 + e2));
    let df = 1.0 / (r1 * r1 / (n1 - 1.0) + r2 * r2 / (n2 - 1.0));
    Comparison::wald(difference, (e1 + e2).sqrt(), Reference::Student(df), level)
}

/// Student's t test with one pooled variance; only where equal variances are known.
///
/// # Errors
/// As [`welch`].
pub fn student(first: &Summary, second: &Summary, level: f64) -> Result<Comparison, StatError> {
    let difference = difference(first, second, level)?;
    let Some(pooled) = pooled_variance(first, second) else {
        return Ok(Comparison::without_test(difference, Reason::TooFewAnswers));
    };
    let (n1, n2) = (first.base as f64, second.base as f64);
    let error = (pooled * (1.0 / n1 + 1.0 / n2)).sqrt();
    Comparison::wald(difference, error, Reference::Student(n1 + n2 - 2.0), level)
}

/// Paired t test: `differences` summarises one difference per respondent.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without pairs; [`StatError::Domain`] for a level outside (0, 1).
pub fn paired(differences: &Summary, level: f64) -> Result<Comparison, StatError> {
    interval::tail(level)?;
    if differences.base == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let Some(error) = differences.standard_error() else {
        return Ok(Comparison::without_test(differences.mean, Reason::TooFewAnswers));
    };
    let df = (differences.base - 1).max(1) as f64;
    Comparison::wald(differences.mean, error, Reference::Student(df), level)
}

/// Variance of both groups about their own means; absent when a group has fewer than two values.
#[must_use]
pub fn pooled_variance(first: &Summary, second: &Summary) -> Option<f64> {
    let (n1, n2) = (first.base as f64, second.base as f64);
    Some(((n1 - 1.0) * first.variance? + (n2 - 1.0) * second.variance?) / (n1 + n2 - 2.0))
}

fn difference(first: &Summary, second: &Summary, level: f64) -> Result<f64, StatError> {
    interval::tail(level)?;
    if first.base == 0 || second.base == 0 {
        return Err(Reason::EmptyGroup.into());
    }
    Ok(first.mean - second.mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ValueCounts;
    use proptest::prelude::*;

    fn summary(values: &[i32]) -> Summary {
        ValueCounts::of(values.iter().copied().map(f64::from))
            .unwrap()
            .summary()
            .unwrap()
    }

    proptest! {
        #[test]
        fn swapping_groups_turns_the_sign_and_keeps_p(
            a in prop::collection::vec(1_i32..=5, 2..60), b in prop::collection::vec(1_i32..=5, 2..60),
        ) {
            for test in [welch, student] {
                let here = test(&summary(&a), &summary(&b), 0.9).unwrap();
                let there = test(&summary(&b), &summary(&a), 0.9).unwrap();
                prop_assert!((here.difference + there.difference).abs() < 1e-12);
                prop_assert_eq!(here.p, there.p);
                if let (Some(p), Some(interval)) = (here.p, here.interval) {
                    prop_assert!((0.0..=1.0).contains(&p));
                    prop_assert!(interval.contains(here.difference));
                    prop_assert_eq!(p < 0.1, !interval.contains(0.0));
                }
            }
        }
    }
}
