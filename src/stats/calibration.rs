//! What weighting to known totals gains: the part of an influence that the totals already fix.
//!
//! A sample is weighted so that its margins are those of the population. Whatever of an estimate's influence is a sum of
//! effects of those margins does not vary from sample to sample any more; only the residuals do. Everything follows from
//! sums by cell (a combination of the margins' categories): base weights, calibrated weights, scores.

use super::error::Reason;
use super::error::StatError;
use nalgebra::DMatrix;
use nalgebra::DVector;

/// A cell of the population: responses of the same category in every margin.
#[derive(Debug, Clone, PartialEq)]
pub struct MarginCell {
    /// Its category in each margin; as many as there are margins.
    pub categories: Vec<usize>,
    /// Σ d: the base weights of its responses.
    pub base: f64,
    /// Σ w: their calibrated weights.
    pub weight: f64,
}

/// The regression of influences on margins.
#[derive(Debug, Clone, PartialEq)]
pub struct Margins {
    /// Columns that are 1 for each cell.
    columns: Vec<Vec<usize>>,
    /// Calibrated over base weight of each cell; 0 where nobody counts.
    gains: Vec<f64>,
    /// Generalised inverse of the margins' cross products, weighted by base weights.
    inverse: DMatrix<f64>,
}

impl Margins {
    /// Prepares the regression for cells of one sample.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without a cell that weighs anything; [`StatError::Domain`] for weights that are no
    /// numbers of at least 0.
    pub fn new(cells: &[MarginCell]) -> Result<Self, StatError> {
        let sound = |x: f64| x.is_finite() && x >= 0.0;
        if cells.iter().any(|cell| !sound(cell.base) || !sound(cell.weight)) {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        if cells.iter().all(|cell| cell.base <= 0.0) {
            return Err(Reason::NoValidAnswers.into());
        }
        let margins = cells.iter().map(|cell| cell.categories.len()).max().unwrap_or(0);
        let mut starts = Vec::with_capacity(margins);
        let mut width = 0;
        for margin in 0..margins {
            starts.push(width);
            let most = cells.iter().filter_map(|cell| cell.categories.get(margin)).max();
            width += most.map_or(0, |most| most + 1);
        }
        let columns: Vec<Vec<usize>> = cells
            .iter()
            .map(|cell| {
                cell.categories
                    .iter()
                    .zip(&starts)
                    .map(|(category, start)| start + category)
                    .collect()
            })
            .collect();
        let mut products = DMatrix::zeros(width, width);
        for (cell, columns) in cells.iter().zip(&columns) {
            for one in columns {
                for two in columns {
                    products[(*one, *two)] += cell.base;
                }
            }
        }
        // Categories of different margins may say the same thing; any of the solutions has the same fitted values.
        let largest = products.diagonal().max();
        let inverse = products
            .pseudo_inverse(1e-11 * largest)
            .map_err(|_| StatError::Undefined(Reason::Singular))?;
        let gain = |cell: &MarginCell| if cell.base > 0.0 { cell.weight / cell.base } else { 0.0 };
        Ok(Self {
            columns,
            gains: cells.iter().map(gain).collect(),
            inverse,
        })
    }

    /// What the margins make of an influence in each cell: the fitted values of its regression on them, weighted by base
    /// weights. `scores` are Σ w·u by cell, with the calibrated weights and the influences u of single responses (0
    /// outside a domain).
    ///
    /// The linearised variable of a calibrated estimate is u less this. Source: J.-C. Deville & C.-E. Särndal (1992), J. Am.
    /// Stat. Assoc. 87, 376–382; R `survey`, `calibrate`.
    #[must_use]
    pub fn fitted(&self, scores: &[f64]) -> Vec<f64> {
        let mut right = DVector::zeros(self.inverse.ncols());
        for ((score, gain), columns) in scores.iter().zip(&self.gains).zip(&self.columns) {
            if *gain > 0.0 {
                for column in columns {
                    right[*column] += score / gain;
                }
            }
        }
        let effects = &self.inverse * right;
        self.columns
            .iter()
            .map(|columns| columns.iter().map(|column| effects[*column]).sum())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(categories: &[usize], base: f64, weight: f64) -> MarginCell {
        MarginCell {
            categories: categories.to_vec(),
            base,
            weight,
        }
    }

    #[test]
    fn one_margin_leaves_the_distance_from_each_category_s_mean() {
        // Two categories with 2 and 3 responses of base weight 1, calibrated by 5/4 and 5/6.
        let margins = Margins::new(&[cell(&[0], 2.0, 2.5), cell(&[1], 3.0, 2.5)]).unwrap();
        // Influences 1, 3 in the first, 0, 3, 6 in the second: means 2 and 3.
        let got = margins.fitted(&[1.25 * 4.0, 2.5 / 3.0 * 9.0]);
        assert!((got[0] - 2.0).abs() < 1e-12 && (got[1] - 3.0).abs() < 1e-12, "{got:?}");
    }

    #[test]
    fn effects_of_two_margins_are_fitted_whole() {
        // u = 1 + 2·(second category of a) − 3·(second of b), whatever the weights.
        let cells = [
            cell(&[0, 0], 5.0, 4.0),
            cell(&[0, 1], 2.0, 3.0),
            cell(&[1, 0], 1.0, 2.0),
            cell(&[1, 1], 4.0, 3.0),
        ];
        let margins = Margins::new(&cells).unwrap();
        let u = [1.0, -2.0, 3.0, 0.0];
        let scores: Vec<f64> = cells.iter().zip(u).map(|(cell, u)| cell.weight * u).collect();
        let got = margins.fitted(&scores);
        assert!(
            got.iter().zip(u).all(|(got, want)| (got - want).abs() < 1e-12),
            "{got:?}"
        );
    }

    #[test]
    fn a_margin_that_repeats_another_changes_nothing() {
        let twice = [cell(&[0, 0], 2.0, 2.5), cell(&[1, 1], 3.0, 2.5)];
        let got = Margins::new(&twice).unwrap().fitted(&[5.0, 7.5]);
        assert!((got[0] - 2.0).abs() < 1e-12 && (got[1] - 3.0).abs() < 1e-12, "{got:?}");
        assert_eq!(
            Margins::new(&[]).err(),
            Some(StatError::Undefined(Reason::NoValidAnswers))
        );
    }
}
