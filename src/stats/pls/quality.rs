//! How well the blocks hang together and the paths explain.

use super::fit::Fit;
use super::model::Model;
use nalgebra::DMatrix;
use nalgebra::SymmetricEigen;

/// Measures of quality; vectors are by construct.
#[derive(Debug, Clone, PartialEq)]
pub struct Quality {
    /// Average variance extracted: the mean squared loading.
    pub ave: Vec<f64>,
    /// Standardised alpha, `k·r̄/(1 + (k−1)·r̄)`; absent for a single item.
    pub alpha: Vec<Option<f64>>,
    /// Dillon–Goldstein's rho, from the first principal component of the block; absent for a single item.
    pub dillon_goldstein_rho: Vec<Option<f64>>,
    /// Composite reliability: the same from the model's loadings; absent for a single item.
    pub composite_reliability: Vec<Option<f64>>,
    /// `√(mean communality · mean R²)`, blocks of a single item left out of the communality; absent when all are single.
    pub goodness_of_fit: Option<f64>,
}

/// Quality of a fitted model; `correlations` are those it was fitted to.
///
/// Source: M. Tenenhaus et al. (2005), Computational Statistics & Data Analysis 48, 159–205; C. Fornell & D. Larcker
/// (1981), Journal of Marketing Research 18, 39–50.
#[must_use]
pub fn quality(model: &Model, fit: &Fit, correlations: &[Vec<f64>]) -> Quality {
    let loadings = |block: &[usize]| block.iter().map(|item| fit.loadings[*item]).collect::<Vec<f64>>();
    let several = |block: &&Vec<usize>| block.len() > 1;
    let blocks = model.blocks();
    let squares: Vec<f64> = blocks
        .iter()
        .filter(several)
        .flatten()
        .map(|item| fit.loadings[*item].powi(2))
        .collect();
    let explained: Vec<f64> = fit.r2.iter().flatten().copied().collect();
    Quality {
        ave: blocks
            .iter()
            .map(|block| average(&loadings(block).iter().map(|l| l * l).collect::<Vec<f64>>()))
            .collect(),
        alpha: blocks.iter().map(|block| alpha(block, correlations)).collect(),
        dillon_goldstein_rho: blocks
            .iter()
            .map(|block| {
                Some(block)
                    .filter(several)
                    .and_then(|block| composite(&component(block, correlations)))
            })
            .collect(),
        composite_reliability: blocks
            .iter()
            .map(|block| {
                Some(block)
                    .filter(several)
                    .and_then(|block| composite(&loadings(block)))
            })
            .collect(),
        goodness_of_fit: (!squares.is_empty() && !explained.is_empty())
            .then(|| (average(&squares) * average(&explained)).max(0.0).sqrt()),
    }
}

fn average(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

fn alpha(block: &[usize], correlations: &[Vec<f64>]) -> Option<f64> {
    let k = block.len() as f64;
    let pairs = block
        .iter()
        .enumerate()
        .flat_map(|(at, a)| block[..at].iter().map(|b| correlations[*a][*b]));
    let twice = 2.0 * pairs.sum::<f64>();
    (block.len() > 1 && twice + k > 0.0).then(|| k / (k - 1.0) * twice / (twice + k))
}

/// `(Σl)²/((Σl)² + Σ(1−l²))`.
fn composite(loadings: &[f64]) -> Option<f64> {
    let square = loadings.iter().sum::<f64>().powi(2);
    let rest: f64 = loadings.iter().map(|l| 1.0 - l * l).sum();
    (square + rest > 0.0).then(|| square / (square + rest))
}

/// Correlations of a block's items with its first principal component.
fn component(block: &[usize], correlations: &[Vec<f64>]) -> Vec<f64> {
    let n = block.len();
    let eigen = SymmetricEigen::new(DMatrix::from_fn(n, n, |i, j| correlations[block[i]][block[j]]));
    let first = eigen.eigenvalues.imax();
    let length = eigen.eigenvalues[first].max(0.0).sqrt();
    eigen.eigenvectors.column(first).iter().map(|v| v * length).collect()
}
