//! Cross tables of counts: Pearson's χ², association, and which cells stand out.

use serde::Deserialize;
use serde::Serialize;

use super::distribution;
use super::error::Reason;
use super::error::StatError;

/// A χ² statistic with its reference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ChiSquare {
    /// The statistic.
    pub statistic: f64,
    /// Degrees of freedom.
    pub df: u64,
    /// P-value.
    pub p: f64,
}

/// What a cross table says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Association {
    /// Rows with answers, counted from 0; everything below refers to these rows.
    pub rows: Vec<usize>,
    /// Columns with answers, counted from 0.
    pub columns: Vec<usize>,
    /// All answers in the table.
    pub base: u64,
    /// Pearson's χ² without continuity correction.
    pub pearson: ChiSquare,
    /// Likelihood-ratio G².
    pub likelihood_ratio: ChiSquare,
    /// Cramér's V.
    pub cramers_v: f64,
    /// Cramér's V corrected for its bias in small tables; 0 where χ² is below its expectation.
    pub cramers_v_corrected: f64,
    /// Pearson's contingency coefficient √(χ²/(χ²+n)).
    pub contingency_coefficient: f64,
    /// Smallest expected count: below 1 the χ² p-value is not to be trusted.
    pub smallest_expected: f64,
    /// Cells with an expected count below 5: more than a fifth of them is too many.
    pub small_cells: usize,
    /// Adjusted standardised residuals, row by row: about normal when nothing is going on.
    pub adjusted_residuals: Vec<Vec<f64>>,
}

/// Tests and measures the association in a table: rows of equally many counts.
///
/// Rows and columns without answers are left out before degrees of freedom are counted.
///
/// # Errors
/// [`Reason::NoValidAnswers`] for an empty table, [`Reason::ZeroMargin`] when fewer than two rows or
/// columns have answers; [`StatError::Domain`] for rows of different lengths.
///
/// Sources: K. Pearson (1900); W. Bergsma (2013), J. Korean Stat. Soc. 42, 323–328 (corrected V);
/// S. J. Haberman (1973), Biometrics 29, 205–220 (residuals).
pub fn associate<Row: AsRef<[u64]>>(table: &[Row]) -> Result<Association, StatError> {
    let margins = Margins::of(table)?;
    let (r, c) = (margins.rows.len() as f64, margins.columns.len() as f64);
    let n = margins.base as f64;
    let (mut chi, mut ratio) = (0.0, 0.0);
    let (mut smallest, mut small) = (f64::INFINITY, 0);
    let mut residuals = Vec::with_capacity(margins.rows.len());
    for &(row, row_sum) in &margins.rows {
        let mut line = Vec::with_capacity(margins.columns.len());
        for &(column, column_sum) in &margins.columns {
            let seen = table[row].as_ref()[column] as f64;
            let expected = row_sum * (column_sum / n);
            let distance = seen - expected;
            chi += distance * distance / expected;
            if seen > 0.0 {
                ratio += 2.0 * seen * (seen / expected).ln();
            }
            smallest = expected.min(smallest);
            small += usize::from(expected < 5.0);
            let spread = expected * (1.0 - row_sum / n) * (1.0 - column_sum / n);
            line.push(distance / spread.sqrt());
        }
        residuals.push(line);
    }
    let df = (margins.rows.len() as u64 - 1) * (margins.columns.len() as u64 - 1);
    let test = |statistic: f64| ChiSquare {
        statistic,
        df,
        p: distribution::chi_square_sf(statistic, df as f64),
    };
    let square = chi / n;
    // Bergsma: what chance alone adds to φ² and to the numbers of rows and columns.
    let excess = (square - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let shrunk = |k: f64| k - (k - 1.0).powi(2) / (n - 1.0);
    let room = shrunk(r).min(shrunk(c)) - 1.0;
    Ok(Association {
        rows: margins.rows.iter().map(|row| row.0).collect(),
        columns: margins.columns.iter().map(|column| column.0).collect(),
        base: margins.base,
        pearson: test(chi),
        likelihood_ratio: test(ratio.max(0.0)),
        cramers_v: (square / (r.min(c) - 1.0)).sqrt(),
        cramers_v_corrected: if excess > 0.0 && room > 0.0 {
            (excess / room).sqrt()
        } else {
            0.0
        },
        contingency_coefficient: (chi / (chi + n)).sqrt(),
        smallest_expected: smallest,
        small_cells: small,
        adjusted_residuals: residuals,
    })
}

/// χ² of a 2×2 table with Yates's continuity correction.
///
/// # Errors
/// As [`associate`]; [`Reason::ZeroMargin`] when any row or column is empty.
pub fn yates(table: [[u64; 2]; 2]) -> Result<ChiSquare, StatError> {
    let margins = Margins::of(&table)?;
    let n = margins.base as f64;
    let mut statistic = 0.0;
    for &(row, row_sum) in &margins.rows {
        for &(column, column_sum) in &margins.columns {
            let expected = row_sum * (column_sum / n);
            let distance = (table[row][column] as f64 - expected).abs();
            statistic += (distance - 0.5_f64.min(distance)).powi(2) / expected;
        }
    }
    Ok(ChiSquare {
        statistic,
        df: 1,
        p: distribution::chi_square_sf(statistic, 1.0),
    })
}

/// φ of a 2×2 table: the correlation of two yes–no answers, −1 to 1.
///
/// # Errors
/// As [`yates`].
pub fn phi(table: [[u64; 2]; 2]) -> Result<f64, StatError> {
    let margins = Margins::of(&table)?;
    let cell = |row: usize, column: usize| table[row][column] as f64;
    let spread: f64 = margins
        .rows
        .iter()
        .chain(&margins.columns)
        .map(|margin| margin.1.sqrt())
        .product();
    Ok((cell(0, 0) * cell(1, 1) - cell(0, 1) * cell(1, 0)) / spread)
}

/// The rows and columns with answers and their sums.
struct Margins {
    rows: Vec<(usize, f64)>,
    columns: Vec<(usize, f64)>,
    base: u64,
}

impl Margins {
    fn of<Row: AsRef<[u64]>>(table: &[Row]) -> Result<Self, StatError> {
        let width = table.first().map_or(0, |row| row.as_ref().len());
        if table.iter().any(|row| row.as_ref().len() != width) {
            return Err(StatError::Domain("all rows of a table must have as many columns"));
        }
        let row_sums = table.iter().map(|row| row.as_ref().iter().sum::<u64>());
        let column_sums = (0..width).map(|column| table.iter().map(|row| row.as_ref()[column]).sum::<u64>());
        let rows = filled(row_sums);
        let base = table.iter().flat_map(AsRef::as_ref).sum();
        let columns = filled(column_sums);
        match base {
            0 => Err(Reason::NoValidAnswers.into()),
            _ if rows.len() < 2 || columns.len() < 2 => Err(Reason::ZeroMargin.into()),
            _ => Ok(Self { rows, columns, base }),
        }
    }
}

fn filled(sums: impl Iterator<Item = u64>) -> Vec<(usize, f64)> {
    sums.enumerate()
        .filter(|(_, sum)| *sum > 0)
        .map(|(place, sum)| (place, sum as f64))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ragged_tables_and_empty_ones_are_told_apart() {
        assert!(matches!(associate(&[vec![1, 2], vec![3]]), Err(StatError::Domain(_))));
        let empty = associate(&[[0, 0], [0, 0]]).unwrap_err();
        assert_eq!(empty.reason(), Some(Reason::NoValidAnswers));
    }

    proptest! {
        #[test]
        fn turning_the_table_changes_nothing(cells in prop::collection::vec(0_u64..40, 6)) {
            let wide = [&cells[..3], &cells[3..]];
            let tall: Vec<[u64; 2]> = (0..3).map(|i| [cells[i], cells[i + 3]]).collect();
            match (associate(&wide), associate(&tall)) {
                (Ok(wide), Ok(tall)) => {
                    prop_assert!((wide.pearson.statistic - tall.pearson.statistic).abs() < 1e-9);
                    prop_assert!((0.0..=1.0).contains(&wide.pearson.p));
                    prop_assert!((0.0..=1.0 + 1e-12).contains(&wide.cramers_v));
                    prop_assert!(wide.cramers_v_corrected <= 1.0 + 1e-12);
                }
                (wide, tall) => prop_assert_eq!(wide.is_err(), tall.is_err()),
            }
        }
    }
}
