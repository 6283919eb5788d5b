//! Covariances of weighted replicates, without making new columns for each.

use crate::stats::covariance::Covariance;

/// Complete rows side by side, centred so that sums keep their digits.
#[derive(Debug)]
pub(super) struct Side {
    width: usize,
    cells: Vec<f64>,
    /// Variance of each variable over all rows, the measure of what counts as no spread.
    spread: Vec<f64>,
}

impl Side {
    pub(super) fn of(columns: &[Vec<f64>], matrix: &Covariance) -> Self {
        let rows = columns.first().map_or(0, Vec::len);
        let width = columns.len();
        let centres: Vec<f64> = columns
            .iter()
            .map(|column| column.iter().sum::<f64>() / rows as f64)
            .collect();
        let row = |row: usize| columns.iter().zip(&centres).map(move |(column, centre)| column[row] - centre);
        Self {
            width,
            cells: (0..rows).flat_map(row).collect(),
            spread: (0..width).map(|variable| matrix.at(variable, variable)).collect(),
        }
    }

    /// The covariances under `weights`, one per row, with Σw as divisor; `None` when a variable has no spread left.
    pub(super) fn covariance(&self, weights: &[f64]) -> Option<Covariance> {
        let width = self.width;
        let mut total = 0.0;
        let mut sums = vec![0.0; width];
        let mut products = vec![0.0; width * width];
        for (row, weight) in self.cells.chunks_exact(width).zip(weights) {
            if *weight <= 0.0 {
                continue;
            }
            total += weight;
            for (later, x) in row.iter().enumerate() {
                let weighted = weight * x;
                sums[later] += weighted;
                for (cell, y) in products[later * width..].iter_mut().zip(&row[..=later]) {
                    *cell += weighted * y;
                }
            }
        }
        if total <= 0.0 {
            return None;
        }
        let cell = |i: usize, j: usize| {
            let (later, earlier) = (i.max(j), i.min(j));
            products[later * width + earlier] / total - sums[later] / total * (sums[earlier] / total)
        };
        let rows: Vec<Vec<f64>> = (0..width).map(|i| (0..width).map(|j| cell(i, j)).collect()).collect();
        let varies = (0..width).all(|i| rows[i][i] > 1e-10 * self.spread[i]);
        if varies { Covariance::from_matrix(&rows).ok() } else { None }
    }
}
