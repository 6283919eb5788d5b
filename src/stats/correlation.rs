//! How two columns of numbers go together: Pearson's r, Spearman's rho, with test and interval.
//!
//! In: two columns of equal length, complete pairs only. Kendall's tau, which counts pairs, is in `kendall`.

use super::covariance::Covariance;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;
use super::sum::sum;

/// A correlation closer to ±1 than this is ±1 in this precision.
const PERFECT: f64 = 1e-14;

/// Whether a correlation may be chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CorrelationTest {
    /// Student statistic r·√((n − 2)/(1 − r²)).
    pub t: f64,
    /// Its degrees of freedom, n − 2.
    pub df: f64,
    /// Two-sided p-value.
    pub p: f64,
}

/// Pearson's product-moment correlation.
///
/// # Errors
/// [`Reason::TooFewAnswers`] below two pairs, [`Reason::ZeroVariance`] when a column is constant;
/// [`StatError::Domain`] for columns of different length or numbers that are not finite.
pub fn pearson(x: &[f64], y: &[f64]) -> Result<f64, StatError> {
    let covariance = Covariance::of(&[x.to_vec(), y.to_vec()])?;
    Ok(covariance.correlation()?.at(0, 1))
}

/// Spearman's rank correlation: Pearson's r of mid-ranks.
///
/// # Errors
/// As [`pearson`].
///
/// Source: C. Spearman (1904), Am. J. Psychol. 15, 72–101.
pub fn spearman(x: &[f64], y: &[f64]) -> Result<f64, StatError> {
    pearson(&mid_ranks(x), &mid_ranks(y))
}

/// Student's test of no correlation, for Pearson's r and, as an approximation, for Spearman's rho.
///
/// # Errors
/// [`Reason::TooFewAnswers`] below three pairs, [`Reason::Boundary`] for a perfect correlation.
pub fn test(r: f64, base: u64) -> Result<CorrelationTest, StatError> {
    if base < 3 {
        return Err(Reason::TooFewAnswers.into());
    }
    let rest = (1.0 - r) * (1.0 + r);
    if rest.is_nan() || rest < PERFECT {
        return Err(Reason::Boundary.into());
    }
    let df = base as f64 - 2.0;
    let t = r * (df / rest).sqrt();
    Ok(CorrelationTest {
        t,
        df,
        p: distribution::t_p(t, df),
    })
}

/// Fisher's interval of Pearson's r: tanh(atanh r ± z/√(n − 3)).
///
/// # Errors
/// [`Reason::TooFewAnswers`] below four pairs, [`Reason::Boundary`] for a perfect correlation;
/// [`StatError::Domain`] when `level` is not in (0, 1).
///
/// Source: R. A. Fisher (1921), Metron 1, 3–32.
pub fn fisher_interval(r: f64, base: u64, level: f64) -> Result<Interval, StatError> {
    let z = critical_z(level)?;
    if base < 4 {
        return Err(Reason::TooFewAnswers.into());
    }
    let rest = (1.0 - r) * (1.0 + r);
    if rest.is_nan() || rest < PERFECT {
        return Err(Reason::Boundary.into());
    }
    let half = z / (base as f64 - 3.0).sqrt();
    Ok(Interval {
        low: (r.atanh() - half).tanh(),
        high: (r.atanh() + half).tanh(),
    })
}

/// The rank of each value from the smallest, 1; equal values share the mean of their ranks.
#[must_use]
pub fn mid_ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| (values[*a] + 0.0).total_cmp(&(values[*b] + 0.0)));
    let mut ranks = vec![0.0; values.len()];
    let mut passed = 0.0;
    for equal in order.chunk_by(|a, b| (values[*a] + 0.0).total_cmp(&(values[*b] + 0.0)).is_eq()) {
        let size = equal.len() as f64;
        for place in equal {
            ranks[*place] = passed + f64::midpoint(size, 1.0);
        }
        passed += size;
    }
    ranks
}

/// Mid-ranks of rows that stand for `weights` many: the weight of what lies below, and half that of what is equal.
///
/// Equal weights give the order and spacing of [`mid_ranks`].
#[must_use]
pub fn weighted_mid_ranks(values: &[f64], weights: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    let same = |a: usize, b: usize| (values[a] + 0.0).total_cmp(&(values[b] + 0.0));
    order.sort_by(|a, b| same(*a, *b));
    let mut ranks = vec![0.0; values.len()];
    let mut passed = 0.0;
    for equal in order.chunk_by(|a, b| same(*a, *b).is_eq()) {
        let size = sum(equal.iter().map(|place| weights[*place]));
        for place in equal {
            ranks[*place] = passed + size / 2.0;
        }
        passed += size;
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(got: f64, want: f64) {
        assert!((got - want).abs() <= 1e-12 * want.abs(), "{got} is not {want}");
    }

    #[test]
    fn small_samples_agree_with_r() {
        let (x, y) = ([1.0, 2.0, 2.0, 3.0, 5.0], [2.0, 1.0, 4.0, 4.0, 5.0]);
        let r = pearson(&x, &y).unwrap();
        close(r, 0.742_379_427_362_243_4);
        close(spearman(&x, &y).unwrap(), 0.763_157_894_736_842_4);
        close(test(r, 5).unwrap().p, 0.150_753_020_528_709_9);
        let interval = fisher_interval(r, 5, 0.95).unwrap();
        close(interval.low, -0.405_441_877_469_799_3);
        close(interval.high, 0.981_673_098_165_704_2);
    }

    #[test]
    fn ranks_of_equal_values_are_shared() {
        assert_eq!(mid_ranks(&[3.0, 1.0, 3.0, -0.0, 0.0]), [4.5, 3.0, 4.5, 1.5, 1.5]);
        assert!(mid_ranks(&[]).is_empty());
    }

    #[test]
    fn perfect_and_too_few_have_a_reason() {
        let r = pearson(&[1.0, 2.0, 3.0, 4.0], &[2.0, 4.0, 6.0, 8.0]).unwrap();
        assert_eq!(test(r, 4), Err(StatError::Undefined(Reason::Boundary)));
        assert_eq!(fisher_interval(r, 4, 0.95), Err(StatError::Undefined(Reason::Boundary)));
        assert_eq!(test(-1.0, 2), Err(StatError::Undefined(Reason::TooFewAnswers)));
        assert_eq!(
            pearson(&[4.0, 4.0], &[1.0, 2.0]),
            Err(StatError::Undefined(Reason::ZeroVariance))
        );
    }

    proptest! {
        #[test]
        fn a_rising_change_of_scale_leaves_ranks_alone(pairs in prop::collection::vec((-9.0..9.0_f64, -9.0..9.0_f64), 3..40)) {
            let (x, y): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let bent: Vec<f64> = x.iter().map(|x| x.powi(3) + x).collect();
            let (a, b) = (spearman(&x, &y).unwrap(), spearman(&bent, &y).unwrap());
            prop_assert!((a - b).abs() < 1e-12 && (-1.0..=1.0).contains(&a));
            prop_assert!((pearson(&x, &y).unwrap() - pearson(&y, &x).unwrap()).abs() < 1e-14);
        }
    }
}
