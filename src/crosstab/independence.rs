//! Whether a question and the columns of a banner have to do with each other: one test for all cells together.
//!
//! Pearson's χ² of single, alike responses; with weights, a design or replicate weights Rao and Scott's correction of it.

use super::banner::Column;
use crate::measure::Scores;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::contingency;
use crate::stats::design::Layout;
use crate::stats::design::Prepared;
use crate::stats::design::RaoScott;
use crate::stats::design::SinglesOfMany;
use crate::stats::design::covariance_of_singles;
use crate::stats::replicates::Scheme;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::Shared;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// The test of a question against a block of columns.
#[derive(Debug, Clone, PartialEq)]
pub struct Independence {
    /// Positions of the columns that were tested, those that are shown.
    pub columns: Vec<usize>,
    /// Answers in the table, unweighted.
    pub base: u64,
    /// Whether Rao and Scott's correction was made.
    pub corrected: bool,
    /// Pearson's χ², or the F of the second-order correction.
    pub statistic: f64,
    /// Degrees of freedom; of F those of its numerator.
    pub df: f64,
    /// Degrees of freedom of the denominator of F.
    pub df2: Option<f64>,
    /// The p-value; absent without degrees of freedom of the design.
    pub p: Option<f64>,
    /// Cells whose expected count is below 5, of all: where they are more than a fifth, χ² is not to be trusted.
    pub small: (usize, usize),
}

/// Tests a choice or rating against columns of one wave that do not overlap, those that are shown; `None` where there is no
/// such table, and the reason where the answers give no test.
#[must_use]
pub fn test(
    scores: &Scores,
    variable: VariableIndex,
    columns: &[(usize, &Column, bool)],
) -> Option<Result<Independence, Reason>> {
    let shown: Vec<(usize, &Column)> = columns
        .iter()
        .filter(|(_, _, shown)| *shown)
        .map(|(at, column, _)| (*at, *column))
        .collect();
    let (_, first) = shown.first()?;
    let tabulation = &scores.tabulation;
    let apart = shown.iter().enumerate().all(|(at, (_, one))| {
        shown[at + 1..].iter().all(|(_, two)| {
            one.wave == two.wave && matches!(tabulation.shared(&one.wave, one.group, two.group), Shared::Nothing)
        })
    });
    if !apart || shown.len() < 2 {
        return None;
    }
    let views: Vec<View<'_>> = shown
        .iter()
        .map(|(_, column)| tabulation.view(&column.wave, column.group))
        .collect::<Option<_>>()?;
    let need = Need::all(Wanted::Cells(variable));
    let cells = cells(&views, &need)?;
    let width = views.len();
    let base: u64 = cells.iter().map(|cell| cell.n).sum();
    let whole = tabulation.view(&first.wave, crate::tabulation::Group::Total)?;
    let of_columns = shown.iter().map(|(at, _)| *at).collect();
    let counts: Vec<Vec<u64>> = cells
        .chunks(width)
        .map(|row| row.iter().map(|cell| cell.n).collect())
        .collect();
    let plain = contingency::associate(&counts);
    let small = plain.as_ref().map_or((0, 0), |found| {
        (found.small_cells, found.rows.len() * found.columns.len())
    });
    let rows = whole.wave_rows();
    let alike = (rows.w * rows.w - rows.n as f64 * rows.w2).abs() <= 1e-12 * rows.n as f64 * rows.w2;
    if !whole.is_designed() && alike {
        return Some(match plain {
            Ok(found) => Ok(Independence {
                columns: of_columns,
                base,
                corrected: false,
                statistic: found.pearson.statistic,
                df: found.pearson.df as f64,
                df2: None,
                p: Some(found.pearson.p),
                small,
            }),
            Err(fault) => Err(fault.reason().unwrap_or(Reason::NotConverged)),
        });
    }
    let made = corrected(&views, &need, &cells, (base, &whole));
    Some(match made {
        Ok(found) => Ok(Independence {
            columns: of_columns,
            base,
            corrected: true,
            statistic: found.f,
            df: found.df1,
            df2: Some(found.df2),
            p: found.p,
            small,
        }),
        Err(fault) => Err(fault.reason().unwrap_or(Reason::NotConverged)),
    })
}

/// The cells of the table, row by row: options down, columns across.
fn cells(views: &[View<'_>], need: &Need) -> Option<Vec<Cell>> {
    let of_columns: Vec<Vec<Cell>> = views
        .iter()
        .map(|view| Some(view.answers(need)?.options))
        .collect::<Option<_>>()?;
    let rows = of_columns.first()?.len();
    Some(
        (0..rows)
            .flat_map(|row| of_columns.iter().map(move |column| column[row]))
            .collect(),
    )
}

/// Rao and Scott's test, whatever the accuracy comes from.
fn corrected(
    views: &[View<'_>],
    need: &Need,
    cells_of_all: &[Cell],
    (base, whole): (u64, &View<'_>),
) -> Result<RaoScott, StatError> {
    let none = || StatError::from(Reason::NoValidAnswers);
    let weights: Vec<f64> = cells_of_all.iter().map(|cell| cell.w).collect();
    let shape = (cells_of_all.len() / views.len(), views.len());
    let prepared = Prepared::of(shape, base, &weights)?;
    if let (Some(replicates), Some(df)) = (whole.replicates(), whole.replicate_df()) {
        let scheme = Scheme::new(&replicates.asked, replicates.weights.len())
            .map_err(|_| StatError::Domain("replicate weights are checked with the definition"))?;
        // The contrasts of the shares: those of weights that add up to the table's own total.
        let total: f64 = weights.iter().sum();
        let contrasts = |replicate: usize| {
            let own: Vec<View<'_>> = views.iter().map(|view| view.replicate(replicate)).collect();
            let cells = cells(&own, need)?;
            let sum: f64 = cells.iter().map(|cell| cell.w).sum();
            (sum > 0.0).then(|| {
                let scaled: Vec<f64> = cells.iter().map(|cell| cell.w / sum * total).collect();
                prepared.scores(&scaled)
            })
        };
        let all: Vec<Option<Vec<f64>>> = (0..replicates.weights.len()).map(contrasts).collect();
        let covariance = scheme.covariance(&prepared.scores(&weights), &all)?;
        return prepared.test(&covariance, df);
    }
    let Some(design) = whole.design() else {
        // Weighted responses of one stratum.
        let stratum = singles(&prepared, cells_of_all, whole.wave_rows().n, None);
        let covariance = covariance_of_singles(&[stratum], crate::stats::design::Lonely::Error)?;
        return prepared.test(&covariance, base as f64 - 1.0);
    };
    let units: Vec<_> = views
        .iter()
        .map(|view| view.by_unit().ok_or_else(none))
        .collect::<Result<_, _>>()?;
    let strata = units.first().map_or(0, Vec::len);
    if design.cluster.is_none() {
        let mut of_strata = Vec::with_capacity(strata);
        for stratum in 0..strata {
            let parts: Vec<View<'_>> = units
                .iter()
                .flat_map(|view| &view[stratum].1)
                .map(|part| part.view)
                .collect();
            let each = parts.len() / units.len();
            let mut sums = vec![Cell::default(); cells_of_all.len()];
            for part in 0..each {
                let own: Vec<View<'_>> = (0..units.len()).map(|column| parts[column * each + part]).collect();
                for (sum, cell) in sums.iter_mut().zip(cells(&own, need).ok_or_else(none)?) {
                    *sum += cell;
                }
            }
            let drawn = units[0][stratum].0;
            of_strata.push(singles(&prepared, &sums, drawn.units, drawn.population));
        }
        let filled = of_strata.iter().filter(|stratum| stratum.present > 0).count() as f64;
        let covariance = covariance_of_singles(&of_strata, design.lonely)?;
        return prepared.test(&covariance, base as f64 - filled);
    }
    let (mut scores, mut present, mut drawn) =
        (vec![Vec::new(); prepared.coefficients().len()], Vec::new(), Vec::new());
    for stratum in 0..strata {
        let parts = &units[0][stratum].1;
        let clusters = parts.last().map_or(0, |part| part.cluster + 1);
        drawn.push((clusters, units[0][stratum].0.population));
        let mut sums = vec![vec![0.0; cells_of_all.len()]; clusters];
        for (at, part) in parts.iter().enumerate() {
            let own: Vec<View<'_>> = units.iter().map(|view| view[stratum].1[at].view).collect();
            for (sum, cell) in sums[part.cluster].iter_mut().zip(cells(&own, need).ok_or_else(none)?) {
                *sum += cell.w;
            }
        }
        for sums in sums {
            present.push(sums.iter().any(|w| *w > 0.0));
            for (series, score) in scores.iter_mut().zip(prepared.scores(&sums)) {
                series.push(score);
            }
        }
    }
    let layout = Layout::one_stage(drawn)?.with_lonely(design.lonely);
    let covariance = layout.covariance(&scores, &present)?;
    prepared.test(&covariance, layout.degrees_of(&present))
}

/// What the contrasts add up to in a stratum of single responses, from its cells.
fn singles(prepared: &Prepared, cells: &[Cell], rows: u64, population: Option<f64>) -> SinglesOfMany {
    let weights: Vec<f64> = cells.iter().map(|cell| cell.w).collect();
    let coefficients = prepared.coefficients();
    let product = |one: &Vec<f64>, two: &Vec<f64>| {
        let pairs = one.iter().zip(two).zip(cells);
        pairs.map(|((a, b), cell)| a * b * cell.w2).sum()
    };
    SinglesOfMany {
        rows,
        population,
        present: cells.iter().map(|cell| cell.n).sum(),
        sums: prepared.scores(&weights),
        products: coefficients
            .iter()
            .map(|one| coefficients.iter().map(|two| product(one, two)).collect())
            .collect(),
    }
}
