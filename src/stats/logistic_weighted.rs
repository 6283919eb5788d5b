//! Logistic regression of weighted rows by pseudo-likelihood, lean enough to be fitted to a thousand replicates.
//!
//! In: an outcome of yes and no, predictors, a weight per row, complete rows only. Out: coefficients of standardised
//! predictors and the fit; standard errors come from replicates, since a weight is no number of answers. Weights of one
//! give the coefficients of [`super::logistic::fit`].

use nalgebra::DMatrix;
use nalgebra::DVector;

use super::error::Reason;
use super::error::StatError;

/// A coefficient of a standardised predictor from which on it counts as infinite.
const INFINITE: f64 = 15.0;

/// Chances nearer to 0 or 1 than this count as certain.
const CERTAIN: f64 = 1e-10;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// Change of the log odds with one standard deviation of each predictor, the others held.
    pub standardised: Vec<f64>,
    /// Change of the log odds with one unit of each predictor.
    pub coefficients: Vec<f64>,
    /// 1 − ln L / ln L₀, the share of the deviance that the predictors account for.
    pub mcfadden: f64,
}

/// Predictors side by side, ready to be fitted under many sets of weights.
#[derive(Debug, Clone)]
pub struct Rows {
    size: usize,
    yes: Vec<bool>,
    /// A one and the predictors, row by row, centred.
    cells: Vec<f64>,
}

impl Rows {
    /// Lists of one length, finite numbers.
    ///
    /// # Errors
    /// [`StatError::Domain`] for anything else.
    pub fn new(outcome: &[bool], predictors: &[Vec<f64>]) -> Result<Self, StatError> {
        let sound = predictors
            .iter()
            .all(|column| column.len() == outcome.len() && column.iter().all(|x| x.is_finite()));
        if !sound {
            return Err(StatError::Domain("columns must be finite numbers, one for one"));
        }
        let n = outcome.len() as f64;
        let centres: Vec<f64> = predictors.iter().map(|column| column.iter().sum::<f64>() / n).collect();
        let row = |row: usize| {
            let predictors = predictors
                .iter()
                .zip(&centres)
                .map(move |(column, centre)| column[row] - centre);
            std::iter::once(1.0).chain(predictors)
        };
        Ok(Self {
            size: predictors.len() + 1,
            yes: outcome.to_vec(),
            cells: (0..outcome.len()).flat_map(row).collect(),
        })
    }

    /// Fits under `weights`, one per row, by Newton's steps; rows of weight 0 are left out.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without weight, [`Reason::ZeroVariance`] when the outcome or a predictor is the same
    /// for all, [`Reason::Separation`] when predictors separate yes from no or determine one another,
    /// [`Reason::NotConverged`]; [`StatError::Domain`] for weights that are not zero or positive numbers, one per row.
    ///
    /// Source: D. A. Binder (1983), Int. Stat. Rev. 51, 279–292.
    pub fn fit(&self, weights: &[f64]) -> Result<Weighted, StatError> {
        if weights.len() != self.yes.len() || weights.iter().any(|w| !w.is_finite() || *w < 0.0) {
            return Err(StatError::Domain(
                "weights must be zero or positive numbers, one per row",
            ));
        }
        let total: f64 = weights.iter().sum();
        if total <= 0.0 {
            return Err(Reason::NoValidAnswers.into());
        }
        let events: f64 = weights
            .iter()
            .zip(&self.yes)
            .filter(|(_, yes)| **yes)
            .map(|(w, _)| w)
            .sum();
        let share = events / total;
        let deviations = self.deviations(weights, total);
        if share <= 0.0 || share >= 1.0 || deviations.iter().any(|s| *s <= 1e-12) {
            return Err(Reason::ZeroVariance.into());
        }
        let null = share * share.ln() + (1.0 - share) * (-share).ln_1p();
        let (at, height) = self.climb(weights, total, (share / (1.0 - share)).ln(), &deviations)?;
        let coefficients: Vec<f64> = at.iter().skip(1).copied().collect();
        Ok(Weighted {
            standardised: coefficients.iter().zip(&deviations).map(|(b, s)| b * s).collect(),
            coefficients,
            mcfadden: 1.0 - height / null,
        })
    }

    /// Weighted standard deviations of the predictors, with divisor Σw·(n − 1)/n over the rows that count.
    fn deviations(&self, weights: &[f64], total: f64) -> Vec<f64> {
        let n = weights.iter().filter(|w| **w > 0.0).count() as f64;
        let rows = || {
            self.cells
                .chunks_exact(self.size)
                .zip(weights)
                .filter(|(_, w)| **w > 0.0)
        };
        let of = |place: usize| {
            let mean = rows().map(|(row, w)| w * row[place]).sum::<f64>() / total;
            let scatter: f64 = rows().map(|(row, w)| w * (row[place] - mean).powi(2)).sum();
            (scatter / total * n / (n - 1.0).max(1.0)).sqrt()
        };
        (1..self.size).map(of).collect()
    }

    /// The coefficients with the greatest mean log likelihood, and that likelihood.
    fn climb(
        &self,
        weights: &[f64],
        total: f64,
        start: f64,
        deviations: &[f64],
    ) -> Result<(DVector<f64>, f64), StatError> {
        let mut at = DVector::zeros(self.size);
        at[0] = start;
        let mut step = self.look(weights, total, &at);
        for _ in 0..100 {
            let direction = step
                .information
                .cholesky()
                .ok_or(Reason::Separation)?
                .solve(&step.slope);
            let next = (0..30).find_map(|halving| {
                let moved = &at + &direction * 0.5_f64.powi(halving);
                let seen = self.look(weights, total, &moved);
                (seen.height >= step.height - 1e-14).then_some((moved, seen))
            });
            let (moved, seen) = next.ok_or(Reason::NotConverged)?;
            let gain = (seen.height - step.height).abs() / (seen.height.abs() + 0.1);
            at = moved;
            step = seen;
            let far = at.iter().skip(1).zip(deviations).any(|(b, s)| (b * s).abs() > INFINITE);
            if far || step.certain {
                return Err(Reason::Separation.into());
            }
            if gain < 1e-13 {
                return Ok((at, step.height));
            }
        }
        Err(Reason::NotConverged.into())
    }

    fn look(&self, weights: &[f64], total: f64, at: &DVector<f64>) -> Look {
        let size = self.size;
        let mut slope = DVector::zeros(size);
        let mut information = DMatrix::zeros(size, size);
        let (mut height, mut certain) = (0.0, false);
        for ((row, yes), weight) in self.cells.chunks_exact(size).zip(&self.yes).zip(weights) {
            if *weight <= 0.0 {
                continue;
            }
            let odds: f64 = row.iter().zip(at.iter()).map(|(x, b)| x * b).sum();
            let (chance, against) = (1.0 / (1.0 + (-odds).exp()), 1.0 / (1.0 + odds.exp()));
            certain |= chance < CERTAIN || against < CERTAIN;
            let away = if *yes { -odds } else { odds };
            // −ln(1 + e^away), without overflow.
            height -= weight * (away.max(0.0) + (-away.abs()).exp().ln_1p());
            let rest = weight * if *yes { against } else { -chance };
            let curve = weight * chance * against;
            for (i, x) in row.iter().enumerate() {
                slope[i] += rest * x;
                for (j, y) in row[..=i].iter().enumerate() {
                    information[(i, j)] += curve * x * y;
                }
            }
        }
        for i in 0..size {
            for j in 0..i {
                information[(j, i)] = information[(i, j)];
            }
        }
        Look {
            slope: slope / total,
            information: information / total,
            height: height / total,
            certain,
        }
    }
}

/// The likelihood at a point: its mean logarithm, slope and curvature, and whether a chance is certain there.
struct Look {
    slope: DVector<f64>,
    information: DMatrix<f64>,
    height: f64,
    certain: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::logistic;
    use proptest::prelude::*;

    #[test]
    fn the_published_admissions_example_comes_out() {
        // Hours of study and passing an exam of 20 students: intercept −4.0777, hours 1.5046.
        let hours = [
            0.50, 0.75, 1.00, 1.25, 1.50, 1.75, 1.75, 2.00, 2.25, 2.50, 2.75, 3.00, 3.25, 3.50, 4.00, 4.25, 4.50, 4.75,
            5.00, 5.50,
        ];
        let passed = [0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1].map(|yes| yes == 1);
        let fitted = Rows::new(&passed, &[hours.to_vec()]).unwrap().fit(&[1.0; 20]).unwrap();
        assert!((fitted.coefficients[0] - 1.5046).abs() < 5e-5, "{fitted:?}");
    }

    #[test]
    fn what_cannot_be_fitted_has_a_reason() {
        let fit = |yes: &[bool], x: &[f64], w: &[f64]| {
            let fitted = Rows::new(yes, &[x.to_vec()]).and_then(|rows| rows.fit(w));
            fitted.unwrap_err().reason()
        };
        let (no, yes) = (false, true);
        let x = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(fit(&[no, no, yes, yes], &x, &[1.0; 4]), Some(Reason::Separation));
        assert_eq!(fit(&[yes; 4], &x, &[1.0; 4]), Some(Reason::ZeroVariance));
        assert_eq!(
            fit(&[no, yes, no, yes], &[2.0; 4], &[1.0; 4]),
            Some(Reason::ZeroVariance)
        );
        assert_eq!(fit(&[no, yes, no, yes], &x, &[0.0; 4]), Some(Reason::NoValidAnswers));
        assert_eq!(fit(&[no, yes, no, yes], &x, &[1.0, -1.0, 1.0, 1.0]), None);
    }

    proptest! {
        #[test]
        fn a_weight_of_a_whole_number_is_that_many_rows(
            rows in prop::collection::vec((any::<bool>(), -3.0..3.0_f64, -3.0..3.0_f64, 0_u8..4), 12..50),
        ) {
            let yes: Vec<bool> = rows.iter().map(|row| row.0).collect();
            let columns = [rows.iter().map(|row| row.1).collect(), rows.iter().map(|row| row.2).collect()];
            let weights: Vec<f64> = rows.iter().map(|row| f64::from(row.3)).collect();
            let weighted = Rows::new(&yes, &columns).unwrap().fit(&weights);
            let again = |column: &Vec<f64>| {
                let times = column.iter().zip(&rows);
                times.flat_map(|(x, row)| std::iter::repeat_n(*x, usize::from(row.3))).collect::<Vec<f64>>()
            };
            let repeated_yes: Vec<bool> =
                rows.iter().flat_map(|row| std::iter::repeat_n(row.0, usize::from(row.3))).collect();
            let repeated = logistic::fit(&repeated_yes, &[again(&columns[0]), again(&columns[1])]);
            if let (Ok(weighted), Ok(repeated)) = (weighted, repeated) {
                for (a, b) in weighted.coefficients.iter().zip(&repeated.coefficients[1..]) {
                    prop_assert!((a - b.estimate).abs() < 1e-6 * (1.0 + a.abs()), "{a} {b:?}");
                }
                prop_assert!((weighted.mcfadden - repeated.mcfadden()).abs() < 1e-9);
            }
        }
    }
}
