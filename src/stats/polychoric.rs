//! The correlation of two normal variables of which only ordered categories were seen.
//!
//! In: a table of counts with both sets of categories in order. The way the categories are cut (thresholds) comes from
//! the margins (two-step) or is estimated together with the correlation (maximum likelihood).

use nalgebra::DMatrix;
use nalgebra::DVector;

use super::binormal::Binormal;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::nelder_mead;

/// Beyond this the correlation is at the end of its range.
const FURTHEST: f64 = 0.9999;

/// No probability of a cell is taken to be smaller.
const LEAST: f64 = 1e-15;

/// A polychoric correlation.
#[derive(Debug, Clone, PartialEq)]
pub struct Polychoric {
    /// The correlation, thresholds from the margins.
    pub rho: f64,
    /// Thresholds of the rows, one fewer than rows that occur.
    pub row_thresholds: Vec<f64>,
    /// Thresholds of the columns.
    pub column_thresholds: Vec<f64>,
    /// Whether the empty cell of a 2×2 table was taken as half an answer.
    pub corrected: bool,
}

/// A polychoric correlation with its thresholds estimated together.
#[derive(Debug, Clone, PartialEq)]
pub struct Likelihood {
    /// The correlation.
    pub rho: f64,
    /// Its standard error, from the expected information.
    pub standard_error: f64,
    /// Likelihood ratio statistic of the normal model against the table itself.
    pub chi_square: f64,
    /// Its degrees of freedom rc − r − c; a 2×2 table has none.
    pub df: u64,
    /// Its p-value; absent without degrees of freedom.
    pub p: Option<f64>,
}

/// Two-step estimate: thresholds from the margins, then the most likely correlation.
///
/// Empty rows and columns are left out. The single empty cell of a 2×2 table is taken as half an answer; larger tables
/// are never corrected.
///
/// # Errors
/// [`Reason::NoValidAnswers`] for an empty table, [`Reason::ZeroVariance`] when a variable has one category,
/// [`Reason::Boundary`] when the correlation runs to ±1; [`StatError::Domain`] for negative or ragged counts.
///
/// Source: U. Olsson (1979), Psychometrika 44, 443–460.
pub fn two_step(table: &[Vec<f64>]) -> Result<Polychoric, StatError> {
    let (table, corrected) = prepared(table)?;
    let margins = Margins::of(&table);
    let rho = climb(&table, &margins)?;
    Ok(Polychoric {
        rho,
        row_thresholds: margins.rows,
        column_thresholds: margins.columns,
        corrected,
    })
}

/// Maximum likelihood estimate of thresholds and correlation together, from the two-step estimate.
///
/// # Errors
/// As [`two_step`], and [`Reason::NotConverged`].
///
/// Source: U. Olsson (1979), Psychometrika 44, 443–460.
pub fn maximum_likelihood(table: &[Vec<f64>]) -> Result<Likelihood, StatError> {
    let start = two_step(table)?;
    let (table, _) = prepared(table)?;
    let base: f64 = table.iter().flatten().sum();
    let (rows, columns) = (table.len(), table[0].len());
    let mut at = DVector::from_iterator(
        rows + columns - 1,
        [start.rho]
            .into_iter()
            .chain(start.row_thresholds)
            .chain(start.column_thresholds),
    );
    let mut height = likelihood(&table, &at).ok_or(Reason::NotConverged)?;
    for _ in 0..100 {
        let (slope, information) = scores(&table, &at);
        let step = information
            .cholesky()
            .ok_or(Reason::NotConverged)?
            .solve(&slope)
            .unscale(base);
        let next = (0..30).find_map(|halving| {
            let moved = &at + &step * 0.5_f64.powi(halving);
            let higher = likelihood(&table, &moved)?;
            (higher >= height - 1e-10 * height.abs()).then_some((moved, higher))
        });
        let (moved, higher) = next.ok_or(Reason::NotConverged)?;
        at = moved;
        height = higher;
        if at[0].abs() > FURTHEST {
            return Err(Reason::Boundary.into());
        }
        if step.amax() < 1e-10 {
            let (_, information) = scores(&table, &at);
            let inverse = information.cholesky().ok_or(Reason::NotConverged)?.inverse();
            let full: f64 = table
                .iter()
                .flatten()
                .filter(|n| **n > 0.0)
                .map(|n| n * (n / base).ln())
                .sum();
            let df = (rows * columns - rows - columns) as u64;
            let chi_square = (2.0 * (full - height)).max(0.0);
            return Ok(Likelihood {
                rho: at[0],
                standard_error: (inverse[(0, 0)] / base).sqrt(),
                chi_square,
                df,
                p: (df > 0).then(|| distribution::chi_square_sf(chi_square, df as f64)),
            });
        }
    }
    Err(Reason::NotConverged.into())
}

/// The correlation that R's `polycor` prints for `ML=TRUE`: the same likelihood, searched by a simplex from the two-step
/// estimate and left after 500 evaluations, which for tables of many categories is before its highest point.
///
/// # Errors
/// As [`two_step`].
///
/// Source: J. Fox, package `polycor` 0.8-1 for R.
pub fn simplex_likelihood(table: &[Vec<f64>]) -> Result<f64, StatError> {
    let start = two_step(table)?;
    let (table, _) = prepared(table)?;
    let parts = [start.rho].into_iter().chain(start.row_thresholds);
    let start: Vec<f64> = parts.chain(start.column_thresholds).collect();
    let found = nelder_mead::lowest(&start, |at| {
        let mut at = DVector::from_column_slice(at);
        at[0] = at[0].clamp(-FURTHEST, FURTHEST);
        likelihood(&table, &at).map_or(f64::INFINITY, |height| -height)
    });
    Ok(found[0].clamp(-FURTHEST, FURTHEST))
}

/// The table without empty rows and columns, and whether a cell was corrected.
fn prepared(table: &[Vec<f64>]) -> Result<(Vec<Vec<f64>>, bool), StatError> {
    let width = table.first().map_or(0, Vec::len);
    if table.iter().any(|row| row.len() != width) || table.iter().flatten().any(|n| !n.is_finite() || *n < 0.0) {
        return Err(StatError::Domain("counts are rows of one length and not negative"));
    }
    let used: Vec<usize> = (0..width).filter(|j| table.iter().any(|row| row[*j] > 0.0)).collect();
    let rows = table.iter().filter(|row| row.iter().any(|n| *n > 0.0));
    let mut kept: Vec<Vec<f64>> = rows.map(|row| used.iter().map(|j| row[*j]).collect()).collect();
    if kept.is_empty() {
        return Err(Reason::NoValidAnswers.into());
    }
    if kept.len() < 2 || used.len() < 2 {
        return Err(Reason::ZeroVariance.into());
    }
    let mut corrected = false;
    if kept.len() == 2 && used.len() == 2 {
        let mut empty: Vec<&mut f64> = kept.iter_mut().flatten().filter(|n| **n <= 0.0).collect();
        if let [cell] = empty.as_mut_slice() {
            **cell = 0.5;
            corrected = true;
        }
    }
    Ok((kept, corrected))
}

/// Thresholds that cut the normal distribution into the shares of the margins.
struct Margins {
    rows: Vec<f64>,
    columns: Vec<f64>,
}

impl Margins {
    fn of(table: &[Vec<f64>]) -> Self {
        let by_column = (0..table[0].len()).map(|j| table.iter().map(|row| row[j]).sum());
        Self {
            rows: cuts(&table.iter().map(|row| row.iter().sum()).collect::<Vec<f64>>()),
            columns: cuts(&by_column.collect::<Vec<f64>>()),
        }
    }
}

fn cuts(counts: &[f64]) -> Vec<f64> {
    let base: f64 = counts.iter().sum();
    let mut passed = 0.0;
    let inner = counts[..counts.len() - 1].iter();
    inner
        .map(|count| {
            passed += count;
            distribution::normal_quantile(passed / base)
        })
        .collect()
}

fn bordered(thresholds: &[f64]) -> Vec<f64> {
    let borders = [f64::NEG_INFINITY].into_iter().chain(thresholds.iter().copied());
    borders.chain([f64::INFINITY]).collect()
}

/// What `f` of the corners gives each cell: upper right less upper left less lower right plus lower left.
fn cells(rows: &[f64], columns: &[f64], f: impl Fn(f64, f64) -> f64) -> Vec<Vec<f64>> {
    let corners: Vec<Vec<f64>> = rows
        .iter()
        .map(|h| columns.iter().map(|k| f(*h, *k)).collect())
        .collect();
    let cell = |i: usize, j: usize| (corners[i][j] - corners[i - 1][j]) - (corners[i][j - 1] - corners[i - 1][j - 1]);
    (1..rows.len())
        .map(|i| (1..columns.len()).map(|j| cell(i, j)).collect())
        .collect()
}

/// The correlation at which the likelihood has no slope: scoring steps within a bracket.
fn climb(table: &[Vec<f64>], margins: &Margins) -> Result<f64, StatError> {
    let (rows, columns) = (bordered(&margins.rows), bordered(&margins.columns));
    let base: f64 = table.iter().flatten().sum();
    let slope = |rho: f64| {
        let normal = Binormal::new(rho);
        let chances = cells(&rows, &columns, |h, k| normal.cdf(h, k));
        let changes = cells(&rows, &columns, |h, k| normal.density(h, k));
        let (mut slope, mut information) = (0.0, 0.0);
        for ((n, chance), change) in table
            .iter()
            .flatten()
            .zip(chances.iter().flatten())
            .zip(changes.iter().flatten())
        {
            let chance = chance.max(LEAST);
            slope += n * change / chance;
            information += base * change * change / chance;
        }
        (slope, information)
    };
    if slope(FURTHEST).0 > 0.0 || slope(-FURTHEST).0 < 0.0 {
        return Err(Reason::Boundary.into());
    }
    let (mut low, mut high, mut rho) = (-FURTHEST, FURTHEST, 0.0);
    for step in 0..200 {
        let (slope, information) = slope(rho);
        if slope > 0.0 {
            low = rho;
        } else {
            high = rho;
        }
        let scored = rho + slope / information;
        let next = if scored > low && scored < high && step < 20 {
            scored
        } else {
            f64::midpoint(low, high)
        };
        let moved = (next - rho).abs();
        rho = next;
        if moved < 1e-12 || high - low < 1e-12 {
            break;
        }
    }
    Ok(rho)
}

/// Correlation, thresholds of rows, thresholds of columns.
fn parts(table: &[Vec<f64>], at: &DVector<f64>) -> (f64, Vec<f64>, Vec<f64>) {
    let rows = table.len() - 1;
    let rest: Vec<f64> = at.iter().skip(1).copied().collect();
    (at[0], bordered(&rest[..rows]), bordered(&rest[rows..]))
}

/// The logarithm of the likelihood; `None` where thresholds are out of order or the correlation out of range.
fn likelihood(table: &[Vec<f64>], at: &DVector<f64>) -> Option<f64> {
    let (rho, rows, columns) = parts(table, at);
    let ordered = |cuts: &[f64]| cuts.windows(2).all(|pair| pair[0] < pair[1]);
    if rho.abs() >= 1.0 || !ordered(&rows) || !ordered(&columns) {
        return None;
    }
    let normal = Binormal::new(rho);
    let chances = cells(&rows, &columns, |h, k| normal.cdf(h, k));
    let terms = table.iter().flatten().zip(chances.iter().flatten());
    Some(
        terms
            .filter(|(n, _)| **n > 0.0)
            .map(|(n, chance)| n * chance.max(LEAST).ln())
            .sum(),
    )
}

/// Slope of the likelihood and expected information of one answer, by correlation and thresholds.
fn scores(table: &[Vec<f64>], at: &DVector<f64>) -> (DVector<f64>, DMatrix<f64>) {
    let (rho, rows, columns) = parts(table, at);
    let normal = Binormal::new(rho);
    let chances = cells(&rows, &columns, |h, k| normal.cdf(h, k));
    let mut changes = vec![cells(&rows, &columns, |h, k| normal.density(h, k))];
    // A threshold moves only the corners on its line.
    for cut in &rows[1..rows.len() - 1] {
        changes.push(cells(&rows, &columns, |h, k| {
            if h.total_cmp(cut).is_eq() {
                normal.slope(h, k)
            } else {
                0.0
            }
        }));
    }
    for cut in &columns[1..columns.len() - 1] {
        changes.push(cells(&rows, &columns, |h, k| {
            if k.total_cmp(cut).is_eq() {
                normal.slope(k, h)
            } else {
                0.0
            }
        }));
    }
    let size = changes.len();
    let mut slope = DVector::zeros(size);
    let mut information = DMatrix::zeros(size, size);
    for (i, row) in table.iter().enumerate() {
        for (j, n) in row.iter().enumerate() {
            let chance = chances[i][j].max(LEAST);
            let change = DVector::from_iterator(size, changes.iter().map(|cells| cells[i][j]));
            slope += &change * (n / chance);
            information += &change * change.transpose() / chance;
        }
    }
    (slope, information)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::f64::consts::PI;

    #[test]
    fn a_table_cut_at_the_medians_is_known_exactly() {
        // P(both above) = 1/4 + asin ρ/(2π).
        for rho in [-0.8, -0.2, 0.0, 0.45, 0.95] {
            let both = (0.25 + f64::asin(rho) / (2.0 * PI)) * 1000.0;
            let table = [vec![both, 500.0 - both], vec![500.0 - both, both]];
            let got = two_step(&table).unwrap();
            assert!((got.rho - rho).abs() < 1e-9, "{} is not {rho}", got.rho);
            let most_likely = maximum_likelihood(&table).unwrap();
            assert!((most_likely.rho - rho).abs() < 1e-8 && most_likely.chi_square < 1e-8);
        }
    }

    #[test]
    fn tables_of_two_items_agree_with_polycor() {
        let table = [
            [14.0, 21.0, 15.0, 8.0, 0.0],
            [19.0, 47.0, 53.0, 21.0, 6.0],
            [19.0, 58.0, 101.0, 89.0, 45.0],
            [4.0, 29.0, 107.0, 115.0, 66.0],
            [1.0, 6.0, 38.0, 85.0, 122.0],
        ]
        .map(|row| row.to_vec());
        assert!((two_step(&table).unwrap().rho - 0.553_543_767).abs() < 1e-5);
        let got = maximum_likelihood(&table).unwrap();
        // Where scipy finds the likelihood highest; polycor stops at 0.553_555.
        assert!((got.rho - 0.553_344_5).abs() < 1e-6 && got.df == 15, "{got:?}");
    }

    #[test]
    fn many_categories_stop_polycor_before_the_top() {
        let table = [
            [279.0, 198.0, 68.0, 75.0, 22.0, 9.0],
            [23.0, 252.0, 151.0, 152.0, 61.0, 10.0],
            [4.0, 49.0, 130.0, 168.0, 64.0, 9.0],
            [10.0, 22.0, 44.0, 235.0, 169.0, 28.0],
            [4.0, 11.0, 12.0, 63.0, 163.0, 78.0],
            [3.0, 0.0, 2.0, 12.0, 24.0, 153.0],
        ]
        .map(|row| row.to_vec());
        // 0.769_910 is where scipy's BFGS finds the likelihood highest, 0.765_347 what polycor 0.8-1 prints.
        assert!((maximum_likelihood(&table).unwrap().rho - 0.769_910_5).abs() < 1e-6);
        assert!((simplex_likelihood(&table).unwrap() - 0.765_346_9).abs() < 1e-5);
    }

    #[test]
    fn tables_that_run_to_the_end_have_a_reason() {
        let boundary = Err(StatError::Undefined(Reason::Boundary));
        assert_eq!(two_step(&[vec![6.0, 0.0], vec![0.0, 6.0]]), boundary);
        assert_eq!(two_step(&[vec![0.0, 9.0], vec![4.0, 0.0]]), boundary);
        let diagonal = [vec![5.0, 0.0, 0.0], vec![0.0, 5.0, 0.0], vec![0.0, 0.0, 5.0]];
        assert_eq!(two_step(&diagonal), boundary);
        let one = Err(StatError::Undefined(Reason::ZeroVariance));
        assert_eq!(two_step(&[vec![5.0, 2.0], vec![0.0, 0.0]]), one);
        assert_eq!(two_step(&[]), Err(StatError::Undefined(Reason::NoValidAnswers)));
        assert!(two_step(&[vec![5.0, 2.0], vec![3.0, 0.0]]).unwrap().corrected);
    }

    proptest! {
        #[test]
        fn turning_one_variable_round_turns_the_sign(counts in prop::collection::vec(1..30_u8, 9)) {
            let table: Vec<Vec<f64>> = counts.chunks(3).map(|row| row.iter().map(|n| f64::from(*n)).collect()).collect();
            let mut turned = table.clone();
            turned.reverse();
            let (a, b) = (two_step(&table).unwrap().rho, two_step(&turned).unwrap().rho);
            prop_assert!((a + b).abs() < 1e-9 && a.abs() < 1.0);
            let sideways: Vec<Vec<f64>> = (0..3).map(|j| table.iter().map(|row| row[j]).collect()).collect();
            prop_assert!((two_step(&sideways).unwrap().rho - a).abs() < 1e-9);
        }
    }
}
