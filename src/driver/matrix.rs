//! Covariances of replicates, without going through the rows for each.

use crate::stats::covariance::Covariance;

/// Sums of each unit that is drawn: Σw, then Σwx by variable, then Σwxy by pair (lower triangle), of centred answers, so
/// that they keep their digits.
#[derive(Debug)]
pub(super) struct UnitSums {
    width: usize,
    sums: Vec<f64>,
    /// Variance of each variable over all rows, the measure of what counts as no spread.
    spread: Vec<f64>,
}

impl UnitSums {
    /// `units` hold the rows of each unit; `matrix` the covariances of all rows.
    pub(super) fn of(columns: &[Vec<f64>], weights: &[f64], units: &[Vec<usize>], matrix: &Covariance) -> Self {
        let width = columns.len();
        let centres: Vec<f64> = columns
            .iter()
            .map(|column| column.iter().sum::<f64>() / column.len() as f64)
            .collect();
        let stride = stride(width);
        let mut sums = vec![0.0; units.len() * stride];
        let mut row = vec![0.0; width];
        for (unit, members) in units.iter().enumerate() {
            let sums = &mut sums[unit * stride..][..stride];
            for member in members {
                let weight = weights[*member];
                for ((x, column), centre) in row.iter_mut().zip(columns).zip(&centres) {
                    *x = column[*member] - centre;
                }
                sums[0] += weight;
                let mut pair = 1 + width;
                for (later, x) in row.iter().enumerate() {
                    sums[1 + later] += weight * x;
                    for y in &row[..=later] {
                        sums[pair] += weight * x * y;
                        pair += 1;
                    }
                }
            }
        }
        Self {
            width,
            sums,
            spread: (0..width).map(|variable| matrix.at(variable, variable)).collect(),
        }
    }

    /// The covariances when each unit's weights are multiplied with its factor, with Σw as divisor; `None` when a variable
    /// has no spread left.
    pub(super) fn covariance(&self, factors: &[f64]) -> Option<Covariance> {
        let (width, stride) = (self.width, stride(self.width));
        let mut all = vec![0.0; stride];
        for (sums, factor) in self.sums.chunks_exact(stride).zip(factors) {
            if *factor > 0.0 {
                all.iter_mut().zip(sums).for_each(|(all, sum)| *all += factor * sum);
            }
        }
        let total = all[0];
        if total <= 0.0 {
            return None;
        }
        let cell = |i: usize, j: usize| {
            let (later, earlier) = (i.max(j), i.min(j));
            let product = all[1 + width + later * (later + 1) / 2 + earlier];
            product / total - all[1 + later] / total * (all[1 + earlier] / total)
        };
        let rows: Vec<Vec<f64>> = (0..width).map(|i| (0..width).map(|j| cell(i, j)).collect()).collect();
        let varies = (0..width).all(|i| rows[i][i] > 1e-10 * self.spread[i]);
        if varies {
            Covariance::from_matrix(&rows).ok()
        } else {
            None
        }
    }
}

fn stride(width: usize) -> usize {
    1 + width + width * (width + 1) / 2
}
