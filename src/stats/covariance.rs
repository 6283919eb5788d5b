//! Covariance and correlation matrices, from rows or from sums made elsewhere.
//!
//! In: columns of equal length (one value per respondent, complete rows only), or a matrix. Out: a [`Covariance`],
//! which reliability, factor and driver statistics work from without seeing a respondent.

use nalgebra::DMatrix;

use super::error::Reason;
use super::error::StatError;
use super::sum::sum;

/// A symmetric matrix of variances and covariances; all cells finite, no negative variance, at least one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Covariance {
    size: usize,
    /// Row by row.
    cells: Vec<f64>,
}

impl Covariance {
    /// Covariances with divisor n − 1 of complete rows; `columns` holds one list of answers per variable.
    ///
    /// # Errors
    /// [`Reason::TooFewAnswers`] below two rows; [`StatError::Domain`] for lists of different length or numbers that
    /// are not finite.
    pub fn of(columns: &[Vec<f64>]) -> Result<Self, StatError> {
        let rows = columns.first().map_or(0, Vec::len);
        Self::weighted(columns, &vec![1.0; rows])
    }

    /// Weighted covariances Σw(x−x̄)(y−ȳ)/Σw · n/(n−1), where n counts the rows with a positive weight: the estimate of
    /// the population's covariance that survey packages print. Equal weights change nothing.
    ///
    /// # Errors
    /// As [`Covariance::of`]; [`StatError::Domain`] also for a negative weight.
    pub fn weighted(columns: &[Vec<f64>], weights: &[f64]) -> Result<Self, StatError> {
        let same_length = columns.iter().all(|column| column.len() == weights.len());
        if columns.is_empty() || !same_length || columns.iter().flatten().any(|x| !x.is_finite()) {
            return Err(StatError::Domain("columns must be finite numbers, as many as weights"));
        }
        if weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        let base = weights.iter().filter(|w| **w > 0.0).count() as f64;
        if base < 2.0 {
            return Err(Reason::TooFewAnswers.into());
        }
        let total = sum(weights.iter().copied());
        let centred: Vec<Vec<f64>> = columns.iter().map(|column| centred(column, weights, total)).collect();
        let size = columns.len();
        let mut cells = vec![0.0; size * size];
        let scale = base / (base - 1.0) / total;
        for i in 0..size {
            for j in 0..=i {
                let products = centred[i].iter().zip(&centred[j]).zip(weights);
                let products = sum(products.map(|((x, y), w)| w * x * y));
                cells[i * size + j] = products * scale;
                cells[j * size + i] = products * scale;
            }
        }
        Ok(Self { size, cells })
    }

    /// A matrix made elsewhere, such as from pairwise sums or a published table.
    ///
    /// # Errors
    /// [`StatError::Domain`] when it is not square, not symmetric (to 1e-9), not finite or has a negative variance.
    pub fn from_matrix(rows: &[Vec<f64>]) -> Result<Self, StatError> {
        let size = rows.len();
        let square = size > 0 && rows.iter().all(|row| row.len() == size);
        if !square || rows.iter().flatten().any(|x| !x.is_finite()) {
            return Err(StatError::Domain("a covariance matrix is square and of finite numbers"));
        }
        let mut cells = vec![0.0; size * size];
        for i in 0..size {
            for j in 0..size {
                let scale = (rows[i][i].abs() * rows[j][j].abs()).sqrt();
                if (rows[i][j] - rows[j][i]).abs() > 1e-9 * scale.max(rows[i][j].abs()) || rows[i][i] < 0.0 {
                    return Err(StatError::Domain(
                        "a covariance matrix is symmetric and has no negative variance",
                    ));
                }
                cells[i * size + j] = f64::midpoint(rows[i][j], rows[j][i]);
            }
        }
        Ok(Self { size, cells })
    }

    /// Cells computed by a caller that keeps them symmetric, row by row.
    pub(super) fn of_cells(size: usize, cells: Vec<f64>) -> Self {
        Self { size, cells }
    }

    /// Number of variables.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Covariance of two variables, counted from 0.
    ///
    /// # Panics
    /// When one of them is not below [`Covariance::size`].
    #[must_use]
    pub fn at(&self, i: usize, j: usize) -> f64 {
        assert!(i < self.size && j < self.size, "a variable of the matrix");
        self.cells[i * self.size + j]
    }

    /// Sum of all cells: the variance of the sum of all variables.
    #[must_use]
    pub fn total(&self) -> f64 {
        sum(self.cells.iter().copied())
    }

    /// Sum of the variances.
    #[must_use]
    pub fn trace(&self) -> f64 {
        sum((0..self.size).map(|i| self.at(i, i)))
    }

    /// Variables without spread, counted from 0.
    #[must_use]
    pub fn constant(&self) -> Vec<usize> {
        (0..self.size).filter(|i| self.at(*i, *i) <= 0.0).collect()
    }

    /// The matrix of some of the variables, in the order named.
    ///
    /// # Errors
    /// [`StatError::Domain`] when none is named, or one that is not there.
    pub fn select(&self, variables: &[usize]) -> Result<Self, StatError> {
        if variables.is_empty() || variables.iter().any(|i| *i >= self.size) {
            return Err(StatError::Domain("variables of the matrix, at least one"));
        }
        let cells = variables
            .iter()
            .flat_map(|i| variables.iter().map(|j| self.at(*i, *j)))
            .collect();
        Ok(Self {
            size: variables.len(),
            cells,
        })
    }

    /// Correlations, with ones in the diagonal.
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] when a variable is constant.
    pub fn correlation(&self) -> Result<Self, StatError> {
        if !self.constant().is_empty() {
            return Err(Reason::ZeroVariance.into());
        }
        let deviations: Vec<f64> = (0..self.size).map(|i| self.at(i, i).sqrt()).collect();
        let cell = |i: usize, j: usize| {
            if i == j {
                1.0
            } else {
                (self.at(i, j) / (deviations[i] * deviations[j])).clamp(-1.0, 1.0)
            }
        };
        let cells = (0..self.size)
            .flat_map(|i| (0..self.size).map(move |j| (i, j)))
            .map(|(i, j)| cell(i, j))
            .collect();
        Ok(Self { size: self.size, cells })
    }

    /// Rows of the matrix.
    #[must_use]
    pub fn rows(&self) -> Vec<Vec<f64>> {
        self.cells.chunks(self.size).map(<[f64]>::to_vec).collect()
    }

    pub(super) fn matrix(&self) -> DMatrix<f64> {
        DMatrix::from_row_slice(self.size, self.size, &self.cells)
    }
}

/// Deviations from the weighted mean; exact zeros when all answers that count are the same.
fn centred(column: &[f64], weights: &[f64], total: f64) -> Vec<f64> {
    let mut counted = column.iter().zip(weights).filter(|(_, w)| **w > 0.0).map(|(x, _)| *x);
    let first = counted.next().unwrap_or_default();
    if counted.all(|x| x.total_cmp(&first).is_eq()) {
        return vec![0.0; column.len()];
    }
    let mean = sum(column.iter().zip(weights).map(|(x, w)| w * (x - first))) / total + first;
    let rest = sum(column.iter().zip(weights).map(|(x, w)| w * (x - mean))) / total;
    column.iter().map(|x| x - mean - rest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn covariances_agree_with_hand_calculation() {
        let got = Covariance::of(&[vec![1.0, 2.0, 3.0], vec![2.0, 4.0, 9.0]]).unwrap();
        assert_eq!(got.rows(), [[1.0, 3.5], [3.5, 13.0]]);
        assert!((got.correlation().unwrap().at(0, 1) - 0.970_725_343_394_151_2).abs() < 1e-15);
    }

    #[test]
    fn a_column_without_spread_has_exactly_no_variance() {
        let got = Covariance::of(&[vec![0.1; 7], vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]]).unwrap();
        assert_eq!(got.constant(), [0]);
        assert_eq!(got.correlation(), Err(StatError::Undefined(Reason::ZeroVariance)));
    }

    #[test]
    fn a_weight_of_zero_leaves_the_row_out() {
        let all = Covariance::of(&[vec![1.0, 5.0, 2.0], vec![2.0, 2.0, 7.0]]).unwrap();
        let columns = [vec![1.0, 99.0, 5.0, 2.0], vec![2.0, -3.0, 2.0, 7.0]];
        let weighted = Covariance::weighted(&columns, &[2.0, 0.0, 2.0, 2.0]).unwrap();
        for (a, b) in all.rows().concat().iter().zip(weighted.rows().concat()) {
            assert!((a - b).abs() < 1e-13);
        }
        assert!(Covariance::weighted(&columns, &[2.0, -1.0, 2.0, 2.0]).is_err());
    }

    #[test]
    fn a_matrix_must_be_one() {
        assert!(Covariance::from_matrix(&[vec![1.0, 0.5], vec![0.4, 1.0]]).is_err());
        assert!(Covariance::from_matrix(&[vec![1.0, 0.5]]).is_err());
        assert!(Covariance::from_matrix(&[]).is_err());
        assert!(Covariance::from_matrix(&[vec![1.0, 0.5], vec![0.5, 1.0]]).is_ok());
    }

    proptest! {
        #[test]
        fn the_order_of_rows_changes_nothing(rows in prop::collection::vec((-50.0..50.0_f64, 1e3..1e4_f64), 3..60)) {
            let split = |rows: &[(f64, f64)]| [rows.iter().map(|r| r.0).collect::<Vec<_>>(), rows.iter().map(|r| r.1).collect()];
            let mut turned = rows.clone();
            turned.reverse();
            let (a, b) = (Covariance::of(&split(&rows)).unwrap(), Covariance::of(&split(&turned)).unwrap());
            for (x, y) in a.rows().concat().iter().zip(b.rows().concat()) {
                prop_assert!((x - y).abs() <= 1e-12 * x.abs().max(1.0));
            }
        }
    }
}
