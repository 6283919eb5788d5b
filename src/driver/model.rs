//! The models that give importance: from correlations to a weight for each driver.

use super::ask::Method;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::covariance::Covariance;
use crate::stats::drivers::Drivers;

/// The weight of each driver in the unit of a linear method: a part of R², a standardised coefficient, a correlation.
/// `matrix` holds the outcome first.
///
/// # Errors
/// When a variable is constant, or drivers determine one another.
pub(super) fn weights(method: Method, matrix: &Covariance) -> Result<Vec<f64>, StatError> {
    if method == Method::Correlation {
        return correlations(matrix);
    }
    let drivers = Drivers::of(matrix, 0)?;
    match method {
        Method::Johnson => drivers.johnson(),
        Method::Lmg => drivers.lmg(),
        _ => Ok(drivers.betas().to_vec()),
    }
}

/// Correlation of each driver with the outcome.
pub(super) fn correlations(matrix: &Covariance) -> Result<Vec<f64>, StatError> {
    let found = matrix.correlation()?;
    Ok((1..found.size()).map(|driver| found.at(0, driver)).collect())
}

/// Each driver's share of all, by the size of its weight; adds up to 1.
///
/// # Errors
/// [`Reason::ZeroVariance`] when no driver has any weight.
pub(super) fn shares(weights: &[f64]) -> Result<Vec<f64>, StatError> {
    // Rounding can leave a trace below zero in a part of R².
    let total: f64 = weights.iter().map(|weight| weight.abs()).sum();
    if total <= 1e-12 {
        return Err(Reason::ZeroVariance.into());
    }
    Ok(weights.iter().map(|weight| weight.abs() / total).collect())
}
