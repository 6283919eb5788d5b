//! Differences of two estimates from samples that share some of their rows, such as two answers to a multiple choice.
//!
//! A shared row gives both estimates the *same* value, so they go up and down together: the variance of the difference
//! is smaller than that of independent samples by twice their covariance. Without shared rows every function here is
//! the test of independent samples.

use super::comparison::Comparison;
use super::comparison::Reference;
use super::counts::Summary;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;
use super::two_proportions;
use super::two_proportions::Tally;
use super::weighted::Linearised;

/// What two samples share.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Shared {
    /// Rows in both.
    pub base: u64,
    /// Covariance of the two estimates by their influence: Σ (y−m₁)(y−m₂)/(n₁·n₂) over the shared rows, with the squared
    /// weights and sums of weights where there are weights.
    pub covariance: f64,
}

/// Two shares: z with the pooled variance p(1−p)·(1/n₁ + 1/n₂ − 2n₁₂/(n₁n₂)), where p = (x₁+x₂)/(n₁+n₂). The interval is
/// Wald's with the unpooled variances and the covariance of the shared rows.
///
/// Two shares that are both 0 or both 1 give p = 1; the same rows twice give [`Reason::ZeroVariance`] and no p.
///
/// # Errors
/// [`Reason::EmptyGroup`] when a base is empty; [`StatError::Domain`] when counts contradict each other or for a level
/// outside (0, 1).
///
/// Source: B. Derrick, A. Dobson-Mckittrick, D. Toher & P. White (2015), J. Appl. Quant. Methods 10(3), 1–14, with the
/// correlation of 1 that a shared row has with itself.
pub fn shares(first: Tally, second: Tally, shared: Shared, level: f64) -> Result<Comparison, StatError> {
    if shared.base == 0 {
        return two_proportions::compare(first, second, level);
    }
    let critical = critical_z(level)?;
    let (p1, p2) = (first.share()?, second.share()?);
    let (n1, n2) = (first.base as f64, second.base as f64);
    let both = shared.base as f64;
    if both > n1.min(n2) {
        return Err(StatError::Domain("no more rows can be shared than there are"));
    }
    let difference = p1 - p2;
    let pooled = (first.hits + second.hits) as f64 / (n1 + n2);
    let apart = 1.0 / n1 + 1.0 / n2 - 2.0 * both / (n1 * n2);
    let unpooled = p1 * (1.0 - p1) / n1 + p2 * (1.0 - p2) / n2;
    let error = distinct(unpooled - 2.0 * shared.covariance, unpooled).sqrt();
    let interval = (error > 0.0).then(|| Interval::around(difference, critical * error).clamped(-1.0, 1.0));
    let bare = Comparison {
        interval,
        standard_error: Some(error).filter(|error| *error > 0.0),
        ..Comparison::without_test(difference, Reason::ZeroVariance)
    };
    let variance = pooled * (1.0 - pooled) * distinct(apart, 1.0 / n1 + 1.0 / n2);
    if variance == 0.0 {
        let same = pooled == 0.0 || pooled >= 1.0;
        return Ok(Comparison {
            p: same.then_some(1.0),
            ..bare
        });
    }
    let z = difference / variance.sqrt();
    Ok(Comparison {
        statistic: Some(z),
        p: Some(distribution::normal_p(z)),
        reason: None,
        ..bare
    })
}

/// Two means: t for partially overlapping samples with unequal variances. The covariance is corrected for the estimated
/// means as the variances are, so the same rows twice have no difference to be unsure about.
///
/// # Errors
/// [`Reason::EmptyGroup`] for an empty sample; [`StatError::Domain`] for a level outside (0, 1).
///
/// Source: B. Derrick, B. Russ, D. Toher & P. White (2017), J. Mod. Appl. Stat. Methods 16(1), 137–157 (degrees of freedom).
pub fn means(first: &Summary, second: &Summary, shared: Shared, level: f64) -> Result<Comparison, StatError> {
    if shared.base == 0 {
        return super::t_test::welch(first, second, level);
    }
    let difference = first.mean - second.mean;
    let (Some(v1), Some(v2)) = (first.variance, second.variance) else {
        return Ok(Comparison::without_test(difference, Reason::TooFewAnswers));
    };
    let (n1, n2) = (first.base as f64, second.base as f64);
    let both = shared.base as f64;
    if both > n1.min(n2) {
        return Err(StatError::Domain("no more rows can be shared than there are"));
    }
    let (e1, e2) = (v1 / n1, v2 / n2);
    let covariance = shared.covariance * (n1 / (n1 - 1.0) * n2 / (n2 - 1.0)).sqrt();
    let variance = distinct(e1 + e2 - 2.0 * covariance, e1 + e2);
    if variance == 0.0 {
        return Ok(Comparison::without_test(difference, Reason::ZeroVariance));
    }
    let apart = (e1 + e2).powi(2) / (e1 * e1 / (n1 - 1.0) + e2 * e2 / (n2 - 1.0));
    let (alone, all) = (n1 + n2 - 2.0 * both, n1 + n2);
    let df = (both - 1.0) + (apart - both + 1.0) / all * alone;
    Comparison::wald(difference, variance.sqrt(), Reference::Student(df.max(1.0)), level)
}

/// Two estimates with variances of their own (design-based ones, net promoter scores); `reference` is that of their difference.
///
/// # Errors
/// As [`Comparison::wald`].
pub fn linearised(
    first: &Linearised,
    second: &Linearised,
    shared: Shared,
    reference: Reference,
    level: f64,
) -> Result<Comparison, StatError> {
    let apart = first.variance + second.variance;
    let variance = distinct(apart - 2.0 * shared.covariance, apart);
    Comparison::wald(first.value - second.value, variance.sqrt(), reference, level)
}

/// A variance that is only rounding, beside the sum it was subtracted from, is none.
fn distinct(variance: f64, whole: f64) -> f64 {
    if variance <= 1e-12 * whole { 0.0 } else { variance }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ValueCounts;
    use proptest::prelude::*;

    fn shared_of(both: &[f64], first: &Summary, second: &Summary) -> Shared {
        let products: f64 = both.iter().map(|y| (y - first.mean) * (y - second.mean)).sum();
        Shared {
            base: both.len() as u64,
            covariance: products / (first.base as f64 * second.base as f64),
        }
    }

    fn summary(values: &[f64]) -> Summary {
        ValueCounts::of(values.iter().copied()).unwrap().summary().unwrap()
    }

    #[test]
    fn shares_agree_with_the_formula_worked_out_elsewhere() {
        // 60 of 120 and 36 of 100 with 40 shared, 18 of them hits; scipy 1.17 (norm.sf) on the formulas.
        let (first, second) = (Tally { hits: 60, base: 120 }, Tally { hits: 36, base: 100 });
        let shared = Shared {
            base: 40,
            covariance: 0.000_81,
        };
        let got = shares(first, second, shared, 0.95).unwrap();
        assert!((got.statistic.unwrap() - 2.613_550_298_213_203).abs() < 1e-12);
        assert!((got.p.unwrap() - 0.008_960_689_307_332_025).abs() < 1e-12);
        assert!((got.standard_error.unwrap() - 0.052_605_449_654_321_304).abs() < 1e-12);
    }

    #[test]
    fn means_agree_with_numpy() {
        // Shared 4 5 3 2 5 4, first also 5 5 4 3, second also 2 1 3 2 2 (numpy 2, scipy 1.17 for t.sf).
        let both = [4.0, 5.0, 3.0, 2.0, 5.0, 4.0];
        let first = summary(&[4.0, 5.0, 3.0, 2.0, 5.0, 4.0, 5.0, 5.0, 4.0, 3.0]);
        let second = summary(&[4.0, 5.0, 3.0, 2.0, 5.0, 4.0, 2.0, 1.0, 3.0, 2.0, 2.0]);
        let got = means(&first, &second, shared_of(&both, &first, &second), 0.95).unwrap();
        assert!((got.standard_error.unwrap() - 0.392_610_413_662_665_4).abs() < 1e-12);
        assert!((got.df.unwrap() - 10.846_226_081_559_063).abs() < 1e-9);
        assert!((got.p.unwrap() - 0.027_400_431_652_328_36).abs() < 1e-9);
    }

    #[test]
    fn the_same_rows_twice_cannot_differ() {
        let one = summary(&[1.0, 2.0, 4.0]);
        let shared = shared_of(&[1.0, 2.0, 4.0], &one, &one);
        assert_eq!(
            means(&one, &one, shared, 0.95).unwrap().reason,
            Some(Reason::ZeroVariance)
        );
        let tally = Tally { hits: 2, base: 3 };
        let shared = Shared {
            base: 3,
            covariance: 2.0 / 27.0,
        };
        let got = shares(tally, tally, shared, 0.95).unwrap();
        assert_eq!(
            (got.p, got.interval, got.reason),
            (None, None, Some(Reason::ZeroVariance))
        );
    }

    proptest! {
        #[test]
        fn nothing_shared_is_the_test_of_independent_samples(
            a in prop::collection::vec(1_i32..=5, 3..40), b in prop::collection::vec(1_i32..=5, 3..40),
        ) {
            let (a, b): (Vec<f64>, Vec<f64>) = (a.into_iter().map(f64::from).collect(), b.into_iter().map(f64::from).collect());
            let (a, b) = (summary(&a), summary(&b));
            let plain = crate::stats::t_test::welch(&a, &b, 0.95).unwrap();
            prop_assert_eq!(means(&a, &b, Shared::default(), 0.95).unwrap(), plain);
        }

        #[test]
        fn sharing_rows_makes_a_difference_surer(
            both in prop::collection::vec(0_u64..=1, 5..40), a in prop::collection::vec(0_u64..=1, 5..40),
            b in prop::collection::vec(0_u64..=1, 5..40),
        ) {
            let tally = |own: &[u64]| Tally {
                hits: own.iter().chain(&both).sum(),
                base: (own.len() + both.len()) as u64,
            };
            let (first, second) = (tally(&a), tally(&b));
            let shared = Shared { base: both.len() as u64, covariance: 0.0 };
            let (with, without) = (
                shares(first, second, shared, 0.95).unwrap(),
                shares(first, second, Shared::default(), 0.95).unwrap(),
            );
            if let (Some(with), Some(without)) = (with.p, without.p) {
                prop_assert!(with <= without + 1e-12);
            }
        }
    }
}
