//! Independence in a weighted cross table: Pearson's χ² with the corrections of Rao and Scott.

use super::super::distribution;
use super::super::error::Reason;
use super::super::error::StatError;
use super::super::sum::sum;
use super::Layout;
use nalgebra::DMatrix;

/// A cross table as its cells add up in each leaf of a design.
#[derive(Debug, Clone, PartialEq)]
pub struct CellTotals {
    /// Number of rows of the table.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// Answers in the table.
    pub base: u64,
    /// Σ w by cell (row by row), each a list by leaf.
    pub weights: Vec<Vec<f64>>,
}

/// A corrected test of independence.
#[derive(Debug, Clone, PartialEq)]
pub struct RaoScott {
    /// Rows with answers, counted from 0; only they are tested.
    pub rows: Vec<usize>,
    /// Columns with answers, counted from 0.
    pub columns: Vec<usize>,
    /// Pearson's χ² of the weighted shares, times the number of answers.
    pub pearson: f64,
    /// Degrees of freedom of the table, (r−1)(c−1).
    pub df: f64,
    /// Mean generalised design effect: what the first-order correction divides χ² by.
    pub mean_deff: f64,
    /// P-value of χ² over the mean design effect (first order).
    pub first_order_p: f64,
    /// F statistic of the second-order correction.
    pub f: f64,
    /// Its numerator degrees of freedom.
    pub df1: f64,
    /// Its denominator degrees of freedom.
    pub df2: f64,
    /// Its p-value; absent without degrees of freedom of the design.
    pub p: Option<f64>,
}

/// A cross table ready to be tested, given the covariance of its contrasts: sums of the cells' weights say everything else.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    rows: Vec<usize>,
    columns: Vec<usize>,
    chi: f64,
    denominator: DMatrix<f64>,
    /// By contrast: what a weight of one in each cell of the table (row by row, empty rows and columns too) adds to it.
    coefficients: Vec<Vec<f64>>,
}

impl Prepared {
    /// A table of so many rows and columns from the weights of its cells, row by row, and its number of answers.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] for an empty table, [`Reason::ZeroMargin`] with a single row or column;
    /// [`StatError::Domain`] for a table of another shape.
    pub fn of((rows, columns): (usize, usize), base: u64, weights: &[f64]) -> Result<Self, StatError> {
        if weights.len() != rows * columns {
            return Err(StatError::Domain("a table has a weight for each cell"));
        }
        if weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        let width = columns;
        let filled_row = |row: &usize| (0..width).any(|column| weights[row * width + column] > 0.0);
        let filled_column = |column: &usize| (0..rows).any(|row| weights[row * width + column] > 0.0);
        let columns: Vec<usize> = (0..width).filter(filled_column).collect();
        let rows: Vec<usize> = (0..rows).filter(filled_row).collect();
        if base == 0 || rows.is_empty() {
            return Err(Reason::NoValidAnswers.into());
        }
        let (r, c) = (rows.len(), columns.len());
        if r < 2 || c < 2 {
            return Err(Reason::ZeroMargin.into());
        }
        let places: Vec<usize> = rows
            .iter()
            .flat_map(|row| columns.iter().map(move |column| row * width + column))
            .collect();
        let whole = sum(places.iter().map(|place| weights[*place]));
        let shares: Vec<f64> = places.iter().map(|place| weights[*place] / whole).collect();
        let n = base as f64;
        let inverse = |share: f64| if share == 0.0 { 0.0 } else { 1.0 / share };
        let contrasts = interactions(r, c);
        let k = contrasts.ncols();
        let mut coefficients = vec![vec![0.0; weights.len()]; k];
        for (contrast, of_cells) in coefficients.iter_mut().enumerate() {
            // Of every answer in the table, whatever its cell.
            let all = sum(shares
                .iter()
                .enumerate()
                .map(|(place, share)| contrasts[(place, contrast)] * inverse(*share) * share));
            for (place, cell) in places.iter().enumerate() {
                of_cells[*cell] = (contrasts[(place, contrast)] * inverse(shares[place]) - all) / whole;
            }
        }
        let weighted = DMatrix::from_fn(r * c, k, |place, j| contrasts[(place, j)] * inverse(shares[place]) / n);
        Ok(Self {
            chi: pearson(&shares, r, c) * n,
            denominator: contrasts.transpose() * weighted,
            rows,
            columns,
            coefficients,
        })
    }

    /// By contrast: what a weight of one in each cell adds to it.
    #[must_use]
    pub fn coefficients(&self) -> &[Vec<f64>] {
        &self.coefficients
    }

    /// The contrasts of the weights of some responses, cell by cell.
    #[must_use]
    pub fn scores(&self, weights: &[f64]) -> Vec<f64> {
        let of = |contrast: &Vec<f64>| sum(contrast.iter().zip(weights).map(|(a, w)| a * w));
        self.coefficients.iter().map(of).collect()
    }

    /// The test, given the covariances of the contrasts and the degrees of freedom of the design.
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] when the cells have no variance, [`Reason::Singular`] when it cannot be inverted.
    pub fn test(self, covariance: &[Vec<f64>], degrees: f64) -> Result<RaoScott, StatError> {
        let k = self.coefficients.len();
        let numerator = DMatrix::from_fn(k, k, |i, j| covariance[i][j]);
        let delta = self.denominator.lu().solve(&numerator).ok_or(Reason::Singular)?;
        let (trace, square) = (delta.trace(), (&delta * &delta).trace());
        if !trace.is_finite() || !square.is_finite() {
            return Err(Reason::Singular.into());
        }
        if trace <= 1e-12 || square <= 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        let df = k as f64;
        let (f, df1) = (self.chi / trace, trace * trace / square);
        let df2 = df1 * degrees;
        Ok(RaoScott {
            rows: self.rows,
            columns: self.columns,
            pearson: self.chi,
            df,
            mean_deff: trace / df,
            first_order_p: distribution::chi_square_sf(self.chi / (trace / df), df),
            f,
            df1,
            df2,
            p: (df2 > 0.0).then(|| distribution::f_sf(f, df1, df2)),
        })
    }
}

/// Tests independence of rows and columns. Rows and columns without answers are left out.
///
/// With `p` the weighted shares of the cells, `V` their design covariance, `D = diag(p)` and `C` the contrasts of
/// interaction: `Δ = (C'D⁻¹C/n)⁻¹·C'D⁻¹VD⁻¹C`; first order χ²·k/tr Δ as χ² with k = (r−1)(c−1); second order
/// F = χ²/tr Δ with df1 = (tr Δ)²/tr Δ² and df2 = df1·(units − strata).
///
/// # Errors
/// [`Reason::NoValidAnswers`] for an empty table, [`Reason::ZeroMargin`] with a single row or column,
/// [`Reason::ZeroVariance`] when the cells have no variance, [`Reason::Singular`] when it cannot be inverted,
/// [`Reason::LonelyPsu`] as in [`Layout::variance`]; [`StatError::Domain`] for a table of another shape.
///
/// Sources: J. N. K. Rao & A. J. Scott (1981), J. Am. Stat. Assoc. 76, 221–230; (1984), Ann. Stat. 12, 46–60;
/// D. R. Thomas & J. N. K. Rao (1990); R `survey`, `svychisq`.
pub fn rao_scott(layout: &Layout, table: &CellTotals) -> Result<RaoScott, StatError> {
    let shape_fits = table.weights.len() == table.rows * table.columns
        && table.weights.iter().all(|series| series.len() == layout.leaves());
    if !shape_fits {
        return Err(StatError::Domain("a table has one list of weights per cell"));
    }
    if table.weights.iter().flatten().any(|w| !w.is_finite() || *w < 0.0) {
        return Err(StatError::Domain("weights must be zero or positive numbers"));
    }
    let totals: Vec<f64> = table.weights.iter().map(|series| sum(series.iter().copied())).collect();
    let prepared = Prepared::of((table.rows, table.columns), table.base, &totals)?;
    let mut scores = vec![vec![0.0; layout.leaves()]; prepared.coefficients().len()];
    let mut present = vec![false; layout.leaves()];
    let mut own = vec![0.0; table.weights.len()];
    for (leaf, present) in present.iter_mut().enumerate() {
        for (weight, series) in own.iter_mut().zip(&table.weights) {
            *weight = series[leaf];
        }
        *present = own.iter().any(|weight| *weight > 0.0);
        if *present {
            for (series, score) in scores.iter_mut().zip(prepared.scores(&own)) {
                series[leaf] = score;
            }
        }
    }
    let covariance = layout.covariance(&scores, &present)?;
    prepared.test(&covariance, layout.degrees(&present).value())
}

/// Pearson's φ² of shares, row by row.
fn pearson(shares: &[f64], r: usize, c: usize) -> f64 {
    let row: Vec<f64> = (0..r).map(|i| sum((0..c).map(|j| shares[i * c + j]))).collect();
    let column: Vec<f64> = (0..c).map(|j| sum((0..r).map(|i| shares[i * c + j]))).collect();
    let cell = |place: usize| {
        let expected = row[place / c] * column[place % c];
        (shares[place] - expected).powi(2) / expected
    };
    sum((0..r * c).map(cell))
}

/// Contrasts of interaction, one per pair of a row and a column beyond the first: the double-centred indicators.
fn interactions(r: usize, c: usize) -> DMatrix<f64> {
    let centred = |hit: bool, of: usize| f64::from(u8::from(hit)) - 1.0 / of as f64;
    DMatrix::from_fn(r * c, (r - 1) * (c - 1), |place, contrast| {
        let (row, column) = (contrast / (c - 1) + 1, contrast % (c - 1) + 1);
        centred(place / c == row, r) * centred(place % c == column, c)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::contingency;
    use proptest::prelude::*;

    proptest! {
        /// With equal weights and independent rows, χ² is the plain one and the design effects are n/(n−1).
        #[test]
        fn without_a_design_the_plain_test_comes_out(cells in prop::collection::vec(0_usize..6, 12..60)) {
            let leaves = cells.len();
            let mut weights = vec![vec![0.0; leaves]; 6];
            let mut counts = [[0_u64; 3]; 2];
            for (leaf, cell) in cells.iter().enumerate() {
                weights[*cell][leaf] = 2.5;
                counts[cell / 3][cell % 3] += 1;
            }
            let layout = Layout::one_stage([(leaves, None)]).unwrap();
            let table = CellTotals { rows: 2, columns: 3, base: leaves as u64, weights };
            match (rao_scott(&layout, &table), contingency::associate(&counts)) {
                (Ok(got), Ok(plain)) => {
                    prop_assert!((got.pearson - plain.pearson.statistic).abs() < 1e-9);
                    prop_assert!((got.df - plain.pearson.df as f64).abs() < 1e-12);
                    let p = got.p.unwrap();
                    prop_assert!((0.0..=1.0).contains(&p) && (0.0..=1.0).contains(&got.first_order_p));
                }
                (Err(StatError::Undefined(_)), _) => {}
                (got, plain) => prop_assert!(false, "{got:?} {plain:?}"),
            }
        }
    }
}
