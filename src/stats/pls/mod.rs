//! PLS path modelling of the ACSI/ECSI kind: constructs measured by blocks of items and joined by paths.
//!
//! In: a [`Model`] and the correlations of its items (or complete rows, for the bootstrap). Out: weights, loadings,
//! paths, R² and what tells how good they are. Blocks are reflective (mode A), items are standardised.

mod bootstrap;
mod fit;
mod linear;
mod model;
mod quality;

#[cfg(test)]
mod tests;

pub use bootstrap::Bootstrap;
pub use bootstrap::Resampled;
pub use bootstrap::bootstrap;
pub use fit::Fit;
pub use fit::Precision;
pub use fit::fit;
pub use model::Flaw;
pub use model::Model;
pub use model::Scheme;
pub use quality::Quality;
pub use quality::quality;

/// Correlation matrix of complete rows; `None` when a column is constant or there are fewer than two rows.
///
/// `rows` have one number per item; the matrix is square with one row per item.
#[must_use]
pub fn correlations(rows: &[Vec<f64>]) -> Option<Vec<Vec<f64>>> {
    let data = bootstrap::Standardised::of(rows)?;
    data.correlations(&vec![1.0; rows.len()])
}
