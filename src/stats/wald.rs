//! Whether several estimates differ at all, with or without rows in common: Wald's test of equality.

use nalgebra::Cholesky;
use nalgebra::DMatrix;
use nalgebra::DVector;
use serde::Deserialize;
use serde::Serialize;

use super::distribution;
use super::error::Reason;
use super::error::StatError;

/// A Wald test that all of k estimates are the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Equality {
    /// Wald's quadratic form, χ² with k−1 degrees of freedom.
    pub chi_square: f64,
    /// k−1.
    pub df: f64,
    /// Denominator degrees of freedom, where the p-value is that of F = χ²/(k−1).
    pub denominator: Option<f64>,
    /// P-value.
    pub p: f64,
}

/// Tests that all `values` estimate the same thing. `covariance` holds their variances and covariances row by row (k × k);
/// estimates from different rows have covariance 0, and the form is then Σ(x−x̃)²/v. With `denominator` degrees of
/// freedom the reference is F, else χ².
///
/// # Errors
/// [`Reason::EmptyGroup`] below two values; [`Reason::Singular`] when a difference has no variance of its own (a value
/// without error, a repeated one); [`StatError::Domain`] when shapes do not fit or a number is not finite.
///
/// Source: A. Wald (1943), Trans. Am. Math. Soc. 54, 426–482; F form: E. L. Korn & B. I. Graubard (1990), Am. Stat. 44, 270–276.
pub fn equality(values: &[f64], covariance: &[f64], denominator: Option<f64>) -> Result<Equality, StatError> {
    let k = values.len();
    if k < 2 {
        return Err(Reason::EmptyGroup.into());
    }
    let finite = values.iter().chain(covariance).all(|number| number.is_finite());
    if covariance.len() != k * k || !finite || denominator.is_some_and(|df| df <= 0.0) {
        return Err(StatError::Domain(
            "a test of equality needs one finite variance a value",
        ));
    }
    let at = |row: usize, column: usize| covariance[row * k + column];
    let differences = DVector::from_iterator(k - 1, (1..k).map(|place| values[place] - values[0]));
    let spread = DMatrix::from_fn(k - 1, k - 1, |row, column| {
        at(row + 1, column + 1) - at(row + 1, 0) - at(0, column + 1) + at(0, 0)
    });
    // What is only rounding is no variance.
    let largest = (0..k).map(|place| at(place, place)).fold(0.0, f64::max);
    let factor = Cholesky::new(spread).ok_or(Reason::Singular)?;
    let smallest = factor.l_dirty().diagonal().min();
    if smallest * smallest <= 1e-10 * largest {
        return Err(Reason::Singular.into());
    }
    let chi_square = differences.dot(&factor.solve(&differences));
    let df = (k - 1) as f64;
    let p = match denominator {
        Some(denominator) => distribution::f_sf(chi_square / df, df, denominator),
        None => distribution::chi_square_sf(chi_square, df),
    };
    Ok(Equality {
        chi_square,
        df,
        denominator,
        p,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn independent_estimates_give_the_weighted_sum_of_squares() {
        // By hand: weights 1, 1/2, 1/4; mean (10 + 12/2 + 9/4)/1.75; Q = Σ w (x − mean)².
        let mean: f64 = (10.0 + 6.0 + 2.25) / 1.75;
        let q = (10.0 - mean).powi(2) + (12.0 - mean).powi(2) / 2.0 + (9.0 - mean).powi(2) / 4.0;
        let covariance = [1.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0, 4.0];
        let got = equality(&[10.0, 12.0, 9.0], &covariance, None).unwrap();
        assert!((got.chi_square - q).abs() < 1e-12 && (got.df - 2.0).abs() < 1e-12);
        // χ² with two degrees of freedom has the tail exp(−x/2).
        assert!((got.p - (-q / 2.0).exp()).abs() < 1e-12);
    }

    #[test]
    fn two_correlated_estimates_give_the_square_of_z() {
        let got = equality(&[1.0, 3.0], &[2.0, 0.5, 0.5, 1.0], None).unwrap();
        assert!((got.chi_square - 4.0 / (2.0 + 1.0 - 1.0)).abs() < 1e-12);
        let f = equality(&[1.0, 3.0], &[2.0, 0.5, 0.5, 1.0], Some(10.0)).unwrap();
        // F(1, 10) at 2 is t(10) at √2: p = 0.18766987 (scipy 1.17, 2·t.sf).
        assert!((f.p - 0.187_669_870_869_602_77).abs() < 1e-9, "{}", f.p);
    }

    #[test]
    fn estimates_without_error_or_repeated_ones_are_told() {
        assert_eq!(equality(&[1.0], &[1.0], None), Err(Reason::EmptyGroup.into()));
        assert_eq!(
            equality(&[1.0, 2.0], &[0.0, 0.0, 0.0, 0.0], None),
            Err(Reason::Singular.into())
        );
        assert_eq!(
            equality(&[1.0, 1.0, 2.0], &[1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0], None),
            Err(Reason::Singular.into())
        );
        assert!(matches!(equality(&[1.0, 2.0], &[1.0], None), Err(StatError::Domain(_))));
    }
}
