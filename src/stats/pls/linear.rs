//! Regression on a few standardised columns from their correlations.

use nalgebra::Cholesky;
use nalgebra::DMatrix;
use nalgebra::DVector;

/// Coefficients and R² of the column `outcome` on `causes` in a correlation matrix; `None` when the causes repeat each
/// other.
pub(super) fn regression(correlations: &[Vec<f64>], outcome: usize, causes: &[usize]) -> Option<(Vec<f64>, f64)> {
    let n = causes.len();
    let among = DMatrix::from_fn(n, n, |i, j| correlations[causes[i]][causes[j]]);
    let with = DVector::from_fn(n, |i, _| correlations[causes[i]][outcome]);
    let factor = Cholesky::new(among)?;
    // A pivot that is only rounding says that a cause is a sum of the others.
    if (0..n).any(|i| factor.l_dirty()[(i, i)].powi(2) < 1e-10) {
        return None;
    }
    let slopes = factor.solve(&with);
    let explained = slopes.dot(&with);
    Some((slopes.iter().copied().collect(), explained))
}
