//! Least squares with an intercept: coefficients, their tests, and how far the columns repeat one another.
//!
//! In: an outcome and predictor columns, complete rows only, one value per respondent. Solved by orthogonal columns
//! (QR), not by normal equations, after taking out the means.

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_t;
use super::sum::Sum;
use super::sum::sum;

/// What must be left of a column after the others are taken out, as R's `lm` asks.
const LEAST_OWN: f64 = 1e-7;

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Change of the outcome with one unit of the predictor, the others held; or the intercept.
    pub estimate: f64,
    /// Classical standard error.
    pub standard_error: f64,
    /// Standard error that allows for unequal spread (HC3); absent when a row alone determines a coefficient.
    pub robust_error: Option<f64>,
    /// Standardised coefficient `b·sₓ/s_y`; absent for the intercept.
    pub standardised: Option<f64>,
    /// Variance inflation 1/(1 − R²ⱼ); absent for the intercept.
    pub inflation: Option<f64>,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Number of rows.
    pub base: u64,
    /// The intercept, then one coefficient per predictor.
    pub coefficients: Vec<Coefficient>,
    /// Share of the outcome's variance accounted for.
    pub r_squared: f64,
    /// Residual sum of squares.
    pub residual_squares: f64,
    /// Whether the residuals are no more than rounding, so that nothing can be said about chance.
    pub perfect: bool,
}

/// A predictor that the intercept and earlier predictors determine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    /// The predictor, counted from 0.
    pub predictor: usize,
    /// Earlier predictors that determine it; empty when it is constant.
    pub by: Vec<usize>,
}

/// Orthonormal columns q and upper triangle r with x = q·r, for the columns that add something.
struct Orthogonal {
    q: Vec<Vec<f64>>,
    /// `r[j][i]` for i ≤ j: the part of column j along q[i].
    r: Vec<Vec<f64>>,
    repeated: Vec<Repeated>,
}

impl Orthogonal {
    fn of(centred: &[Vec<f64>]) -> Self {
        let mut found = Self {
            q: Vec::new(),
            r: Vec::new(),
            repeated: Vec::new(),
        };
        let mut kept: Vec<usize> = Vec::new();
        for (predictor, column) in centred.iter().enumerate() {
            let whole = dot(column, column).sqrt();
            let mut rest = column.clone();
            let mut along = vec![0.0; found.q.len()];
            // Twice, because the first pass leaves rounding behind.
            for _ in 0..2 {
                for (q, along) in found.q.iter().zip(&mut along) {
                    let part = dot(q, &rest);
                    *along += part;
                    rest.iter_mut().zip(q).for_each(|(rest, q)| *rest -= part * q);
                }
            }
            let own = dot(&rest, &rest).sqrt();
            if whole <= 0.0 || own < LEAST_OWN * whole {
                let weights = found.solve(&along);
                let norm = |place: usize| dot(&centred[place], &centred[place]).sqrt();
                let counts = |(place, b): (&usize, &f64)| (b.abs() * norm(*place) > 1e-4 * whole).then_some(*place);
                let by = if whole > 0.0 {
                    kept.iter().zip(&weights).filter_map(counts).collect()
                } else {
                    Vec::new()
                };
                found.repeated.push(Repeated { predictor, by });
                continue;
            }
            kept.push(predictor);
            for x in &mut rest {
                *x /= own;
            }
            along.push(own);
            found.q.push(rest);
            found.r.push(along);
        }
        found
    }

    /// b with r·b = `right`.
    fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut b = right.to_vec();
        for j in (0..b.len()).rev() {
            b[j] /= self.r[j][j];
            let (done, r) = (b[j], &self.r[j]);
            b[..j].iter_mut().zip(r).for_each(|(b, r)| *b -= r * done);
        }
        b
    }

    /// Rows of the inverse of r.
    fn inverse(&self) -> Vec<Vec<f64>> {
        let size = self.r.len();
        let mut rows = vec![vec![0.0; size]; size];
        for column in 0..size {
            let mut unit = vec![0.0; size];
            unit[column] = 1.0;
            for (row, cell) in self.solve(&unit).into_iter().enumerate() {
                rows[row][column] = cell;
            }
        }
        rows
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    sum(a.iter().zip(b).map(|(a, b)| a * b))
}

fn mean(column: &[f64]) -> f64 {
    sum(column.iter().copied()) / column.len() as f64
}

fn centred(column: &[f64]) -> Vec<f64> {
    let first = column.first().copied().unwrap_or_default();
    if column.iter().all(|x| x.total_cmp(&first).is_eq()) {
        return vec![0.0; column.len()];
    }
    let mean = mean(column);
    column.iter().map(|x| x - mean).collect()
}

/// Predictors that are constant or that earlier ones determine; empty when each adds something of its own.
///
/// # Errors
/// [`StatError::Domain`] for columns of different length or numbers that are not finite.
pub fn repeated(predictors: &[Vec<f64>]) -> Result<Vec<Repeated>, StatError> {
    let rows = predictors.first().map_or(0, Vec::len);
    checked(&vec![0.0; rows], predictors)?;
    let columns: Vec<Vec<f64>> = predictors.iter().map(|column| centred(column)).collect();
    Ok(Orthogonal::of(&columns).repeated)
}

fn checked(outcome: &[f64], predictors: &[Vec<f64>]) -> Result<(), StatError> {
    let same_length = predictors.iter().all(|column| column.len() == outcome.len());
    if same_length && outcome.iter().chain(predictors.iter().flatten()).all(|x| x.is_finite()) {
        return Ok(());
    }
    Err(StatError::Domain("columns must be finite numbers, one for one"))
}

/// Least squares of `outcome` on an intercept and `predictors`.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without rows, [`Reason::Singular`] when there are no more rows than coefficients or a
/// predictor repeats others ([`repeated`] names it), [`Reason::ZeroVariance`] when the outcome is constant;
/// [`StatError::Domain`] for columns of different length or numbers that are not finite.
///
/// Source of HC3: J. G. `MacKinnon` & H. White (1985), J. Econometrics 29, 305–325.
pub fn least_squares(outcome: &[f64], predictors: &[Vec<f64>]) -> Result<Fit, StatError> {
    checked(outcome, predictors)?;
    let base = outcome.len();
    let size = predictors.len();
    if base == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let y = centred(outcome);
    let total = dot(&y, &y);
    if total <= 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    let columns: Vec<Vec<f64>> = predictors.iter().map(|column| centred(column)).collect();
    let basis = Orthogonal::of(&columns);
    if base <= size + 1 || !basis.repeated.is_empty() {
        return Err(Reason::Singular.into());
    }
    let (along, residuals) = projected(&basis, &y);
    let slopes = basis.solve(&along);
    let means: Vec<f64> = predictors.iter().map(|column| mean(column)).collect();
    let residual_squares = dot(&residuals, &residuals);
    let degrees = (base - size - 1) as f64;
    let variance = residual_squares / degrees;
    let inverse = basis.inverse();
    // The intercept is the mean of the outcome less what the slopes make of the means of the predictors.
    let n = base as f64;
    let to_intercept: Vec<f64> = (0..size)
        .map(|i| (0..size).map(|j| means[j] * inverse[j][i]).sum::<f64>())
        .collect();
    let intercept = mean(outcome) - slopes.iter().zip(&means).map(|(b, m)| b * m).sum::<f64>();
    let unit_variances = [1.0 / n + to_intercept.iter().map(|cell| cell * cell).sum::<f64>()]
        .into_iter()
        .chain(
            inverse
                .iter()
                .map(|row| row.iter().map(|cell| cell * cell).sum::<f64>()),
        );
    let robust = robust(&basis, &residuals, &inverse, &to_intercept);
    let spread = |column: &[f64]| dot(column, column);
    let coefficients = [intercept]
        .into_iter()
        .chain(slopes)
        .zip(unit_variances)
        .enumerate()
        .map(|(place, (estimate, unit))| {
            let own = place.checked_sub(1).map(|predictor| spread(&columns[predictor]));
            Coefficient {
                estimate,
                standard_error: (unit * variance).sqrt(),
                robust_error: robust.as_ref().map(|errors| errors[place]),
                standardised: own.map(|own| estimate * (own / total).sqrt()),
                inflation: own.map(|own| unit * own),
            }
        })
        .collect();
    Ok(Fit {
        base: base as u64,
        coefficients,
        r_squared: (1.0 - residual_squares / total).clamp(0.0, 1.0),
        residual_squares,
        perfect: residual_squares <= 1e-24 * total,
    })
}

/// The parts of y along the basis, and what is left.
fn projected(basis: &Orthogonal, y: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let mut along = vec![0.0; basis.q.len()];
    let mut rest = y.to_vec();
    for _ in 0..2 {
        for (q, along) in basis.q.iter().zip(&mut along) {
            let part = dot(q, &rest);
            *along += part;
            rest.iter_mut().zip(q).for_each(|(rest, q)| *rest -= part * q);
        }
    }
    let left = mean(&rest);
    for x in &mut rest {
        *x -= left;
    }
    (along, rest)
}

/// HC3 errors of intercept and slopes: residuals over 1 − leverage, spread through the rows.
fn robust(basis: &Orthogonal, residuals: &[f64], inverse: &[Vec<f64>], to_intercept: &[f64]) -> Option<Vec<f64>> {
    let n = residuals.len() as f64;
    let size = basis.q.len();
    let mut sums = vec![Sum::default(); size + 1];
    let mut along = vec![0.0; size];
    for (row, residual) in residuals.iter().enumerate() {
        along.iter_mut().zip(&basis.q).for_each(|(cell, q)| *cell = q[row]);
        let free = 1.0 - 1.0 / n - along.iter().map(|cell| cell * cell).sum::<f64>();
        if free < 1e-10 {
            return None;
        }
        let scaled = residual / free;
        let of = |weights: &[f64]| weights.iter().zip(&along).map(|(w, q)| w * q).sum::<f64>();
        sums[0].add((scaled * (1.0 / n - of(to_intercept))).powi(2));
        for (sum, weights) in sums[1..].iter_mut().zip(inverse) {
            sum.add((scaled * of(weights)).powi(2));
        }
    }
    Some(sums.into_iter().map(|sum| sum.value().sqrt()).collect())
}

impl Fit {
    /// Residual degrees of freedom.
    #[must_use]
    pub fn df(&self) -> f64 {
        self.base as f64 - self.coefficients.len() as f64
    }

    fn predictors(&self) -> f64 {
        self.coefficients.len() as f64 - 1.0
    }

    /// Standard deviation of the residuals.
    #[must_use]
    pub fn sigma(&self) -> f64 {
        (self.residual_squares / self.df()).sqrt()
    }

    /// R² corrected for the number of predictors.
    #[must_use]
    pub fn adjusted_r_squared(&self) -> f64 {
        1.0 - (1.0 - self.r_squared) * (self.base as f64 - 1.0) / self.df()
    }

    /// F statistic of all predictors together, with its p-value; its degrees of freedom are their number and
    /// [`Fit::df`].
    ///
    /// # Errors
    /// [`Reason::Singular`] without predictors, [`Reason::ZeroVariance`] when nothing is left to chance.
    pub fn f(&self) -> Result<(f64, f64), StatError> {
        if self.predictors() < 1.0 {
            return Err(Reason::Singular.into());
        }
        if self.perfect {
            return Err(Reason::ZeroVariance.into());
        }
        let explained = self.r_squared / self.predictors();
        let f = explained / ((1.0 - self.r_squared) / self.df());
        Ok((f, distribution::f_sf(f, self.predictors(), self.df())))
    }

    /// Student statistic of a coefficient by one of its standard errors, with its p-value.
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] when nothing is left to chance.
    pub fn t(&self, estimate: f64, standard_error: f64) -> Result<(f64, f64), StatError> {
        if self.perfect || standard_error <= 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        let t = estimate / standard_error;
        Ok((t, distribution::t_p(t, self.df())))
    }

    /// Interval of a coefficient by one of its standard errors.
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] when nothing is left to chance; [`StatError::Domain`] when `level` is not in (0, 1).
    pub fn interval(&self, estimate: f64, standard_error: f64, level: f64) -> Result<Interval, StatError> {
        let t = critical_t(level, self.df())?;
        if self.perfect || standard_error <= 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        Ok(Interval::around(estimate, t * standard_error))
    }

    fn log_likelihood(&self) -> f64 {
        let n = self.base as f64;
        -n / 2.0 * ((2.0 * std::f64::consts::PI).ln() + (self.residual_squares / n).ln() + 1.0)
    }

    /// Akaike's and Bayes' information criterion with the spread of the residuals counted as a parameter; absent when
    /// nothing is left to chance.
    #[must_use]
    pub fn criteria(&self) -> Option<(f64, f64)> {
        let parameters = self.coefficients.len() as f64 + 1.0;
        let deviance = -2.0 * self.log_likelihood();
        (!self.perfect).then(|| {
            (
                deviance + 2.0 * parameters,
                deviance + (self.base as f64).ln() * parameters,
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_agrees_with_hand_calculation() {
        // x̄ = 3, Sxx = 10, Sxy = 8, ȳ = 3.2, Syy = 8.8: b = 0.8, a = 0.8, rest 2.4.
        let fit = least_squares(&[1.0, 3.0, 3.0, 4.0, 5.0], &[vec![1.0, 2.0, 3.0, 4.0, 5.0]]).unwrap();
        let [intercept, slope] = fit.coefficients.as_slice() else {
            panic!("two coefficients")
        };
        assert!((slope.estimate - 0.9).abs() < 1e-14 && (intercept.estimate - 0.5).abs() < 1e-14);
        assert!((fit.residual_squares - 0.7).abs() < 1e-14);
        assert!((slope.standard_error - (0.7 / 3.0 / 10.0_f64).sqrt()).abs() < 1e-14);
        assert!((slope.inflation.unwrap() - 1.0).abs() < 1e-14);
    }

    #[test]
    fn predictors_that_repeat_others_are_named() {
        let x = [
            vec![1.0, 2.0, 3.0, 4.0, 7.0],
            vec![5.0, 5.0, 5.0, 5.0, 5.0],
            vec![0.3, 1.0, 0.1, 0.2, 0.9],
            vec![2.0, 4.0, 6.0, 8.0, 14.0],
        ];
        let found = repeated(&x).unwrap();
        let constant = Repeated {
            predictor: 1,
            by: vec![],
        };
        assert_eq!(
            found,
            [
                constant,
                Repeated {
                    predictor: 3,
                    by: vec![0]
                }
            ]
        );
        let y = [1.0, 2.0, 3.0, 5.0, 4.0];
        assert_eq!(least_squares(&y, &x), Err(StatError::Undefined(Reason::Singular)));
    }

    #[test]
    fn a_perfect_fit_has_coefficients_but_no_tests() {
        let fit = least_squares(&[3.0, 5.0, 7.0, 9.0], &[vec![1.0, 2.0, 3.0, 4.0]]).unwrap();
        assert!((fit.coefficients[1].estimate - 2.0).abs() < 1e-14 && fit.perfect);
        assert_eq!(fit.f(), Err(StatError::Undefined(Reason::ZeroVariance)));
        assert_eq!(fit.criteria(), None);
        let constant = least_squares(&[4.0; 4], &[vec![1.0, 2.0, 3.0, 4.0]]);
        assert_eq!(constant, Err(StatError::Undefined(Reason::ZeroVariance)));
    }

    proptest! {
        #[test]
        fn residuals_have_nothing_in_common_with_predictors(
            rows in prop::collection::vec(prop::collection::vec(-5.0..5.0_f64, 4), 8..40), far in 0.0..1e6_f64,
        ) {
            let column = |j: usize| rows.iter().map(|row| row[j]).collect::<Vec<f64>>();
            let moved = |j: usize| rows.iter().map(|row| row[j] + far).collect::<Vec<f64>>();
            let near = least_squares(&column(0), &[column(1), column(2), column(3)]).unwrap();
            let fit = least_squares(&moved(0), &[moved(1), moved(2), moved(3)]).unwrap();
            for (a, b) in near.coefficients.iter().zip(&fit.coefficients).skip(1) {
                prop_assert!((a.estimate - b.estimate).abs() < 1e-7);
                prop_assert!((a.robust_error.unwrap() - b.robust_error.unwrap()).abs() < 1e-6);
            }
            for j in 1..4 {
                let residual = |row: &Vec<f64>| {
                    let slopes = near.coefficients[1..].iter().zip(&row[1..]);
                    row[0] - near.coefficients[0].estimate - slopes.map(|(b, x)| b.estimate * x).sum::<f64>()
                };
                let common: f64 = rows.iter().map(|row| row[j] * residual(row)).sum();
                prop_assert!(common.abs() < 1e-8);
            }
        }
    }
}
