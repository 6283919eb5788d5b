//! Chances of a yes as they go with predictors: logistic regression.
//!
//! In: an outcome of yes and no and predictor columns, complete rows only. Out: coefficients on the log odds, tests,
//! measures of fit. Where predictors separate yes from no perfectly there is no estimate, and that is said.

use nalgebra::DMatrix;
use nalgebra::DVector;

use super::correlation::mid_ranks;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::linear;

/// A coefficient of a standardised predictor from which on it counts as infinite.
const INFINITE: f64 = 15.0;

/// A standard error of a standardised predictor, times √n, from which on the likelihood counts as flat.
const FLAT: f64 = 2000.0;

/// Relative change of the deviance from which on it stands still.
const STILL: f64 = 1e-10;

/// Steps made after that: each doubles the right digits.
const FURTHER: u32 = 2;

/// One coefficient.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coefficient {
    /// Change of the log odds with one unit of the predictor, the others held; or the intercept.
    pub estimate: f64,
    /// Standard error from the information at the solution.
    pub standard_error: f64,
}

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct Logistic {
    /// Number of rows.
    pub base: u64,
    /// Rows with a yes.
    pub events: u64,
    /// The intercept, then one coefficient per predictor.
    pub coefficients: Vec<Coefficient>,
    /// Logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Logarithm of the likelihood without predictors.
    pub null_log_likelihood: f64,
    /// Area under the curve: the chance that a yes is given a higher chance than a no, ties half.
    pub area: f64,
}

/// Fits by iteratively reweighted least squares until the deviance stands still.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without rows, [`Reason::ZeroVariance`] when the outcome is the same for all,
/// [`Reason::Singular`] when there are no more rows than coefficients or a predictor repeats others
/// ([`linear::repeated`] names it), [`Reason::Separation`] when predictors separate yes from no ([`separating`] names
/// those that do so alone), [`Reason::NotConverged`]; [`StatError::Domain`] as [`linear::repeated`].
///
/// Sources: P. `McCullagh` & J. A. Nelder (1989), Generalized Linear Models, ch. 4; A. Albert & J. A. Anderson (1984),
/// Biometrika 71, 1–10, on separation.
pub fn fit(outcome: &[bool], predictors: &[Vec<f64>]) -> Result<Logistic, StatError> {
    let repeated = linear::repeated(predictors)?;
    let base = outcome.len();
    if predictors.iter().any(|column| column.len() != base) {
        return Err(StatError::Domain("columns must be finite numbers, one for one"));
    }
    let events = outcome.iter().filter(|yes| **yes).count();
    if base == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    if events == 0 || events == base {
        return Err(Reason::ZeroVariance.into());
    }
    if !repeated.is_empty() || base <= predictors.len() + 1 {
        return Err(Reason::Singular.into());
    }
    if !separating(outcome, predictors).is_empty() {
        return Err(Reason::Separation.into());
    }
    let scaled = Scaled::of(predictors);
    let climbed = scaled.climb(outcome)?;
    let share = events as f64 / base as f64;
    let null = base as f64 * (share * share.ln() + (1.0 - share) * (-share).ln_1p());
    Ok(Logistic {
        base: base as u64,
        events: events as u64,
        coefficients: scaled.unscaled(&climbed),
        log_likelihood: climbed.height,
        null_log_likelihood: null,
        area: area(outcome, &climbed.chances),
    })
}

/// Predictors that alone separate yes from no, counted from 0: no answer of a yes lies below one of a no, or the other
/// way round; at most they meet in one value.
#[must_use]
pub fn separating(outcome: &[bool], predictors: &[Vec<f64>]) -> Vec<usize> {
    let alone = |column: &Vec<f64>| {
        let range = |wanted: bool| {
            let values = column.iter().zip(outcome).filter(|(_, yes)| **yes == wanted);
            values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (x, _)| {
                (low.min(*x), high.max(*x))
            })
        };
        let ((yes_low, yes_high), (no_low, no_high)) = (range(true), range(false));
        // A predictor without spread repeats the intercept; it separates nothing.
        let spread = yes_low.min(no_low) < yes_high.max(no_high);
        spread && (yes_low >= no_high || no_low >= yes_high)
    };
    (0..predictors.len())
        .filter(|place| alone(&predictors[*place]))
        .collect()
}

/// Predictors with mean 0 and standard deviation 1, behind a column of ones.
struct Scaled {
    columns: Vec<Vec<f64>>,
    means: Vec<f64>,
    deviations: Vec<f64>,
}

struct Climbed {
    at: DVector<f64>,
    covariance: DMatrix<f64>,
    chances: Vec<f64>,
    height: f64,
}

impl Scaled {
    fn of(predictors: &[Vec<f64>]) -> Self {
        let rows = predictors.first().map_or(0, Vec::len);
        let n = rows as f64;
        let mean = |column: &Vec<f64>| column.iter().sum::<f64>() / n;
        let means: Vec<f64> = predictors.iter().map(mean).collect();
        let deviation = |(column, mean): (&Vec<f64>, &f64)| {
            (column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
        };
        let deviations: Vec<f64> = predictors.iter().zip(&means).map(deviation).collect();
        let scaled = predictors.iter().zip(means.iter().zip(&deviations));
        let columns = scaled
            .map(|(column, (mean, deviation))| column.iter().map(|x| (x - mean) / deviation).collect())
            .collect();
        Self {
            columns,
            means,
            deviations,
        }
    }

    /// Log odds of each row.
    fn odds(&self, at: &DVector<f64>, rows: usize) -> Vec<f64> {
        let mut odds = vec![at[0]; rows];
        for (column, b) in self.columns.iter().zip(at.iter().skip(1)) {
            odds.iter_mut().zip(column).for_each(|(odds, x)| *odds += b * x);
        }
        odds
    }

    fn climb(&self, outcome: &[bool]) -> Result<Climbed, StatError> {
        let size = self.columns.len() + 1;
        let share = outcome.iter().filter(|yes| **yes).count() as f64 / outcome.len() as f64;
        let mut at = DVector::zeros(size);
        at[0] = (share / (1.0 - share)).ln();
        let mut height = likelihood(outcome, &self.odds(&at, outcome.len()));
        let mut still = 0;
        for _ in 0..200 {
            let odds = self.odds(&at, outcome.len());
            let (slope, information) = self.scores(outcome, &odds);
            let factor = information.cholesky().ok_or(Reason::Separation)?;
            let step = factor.solve(&slope);
            let next = (0..30).find_map(|halving| {
                let moved = &at + &step * 0.5_f64.powi(halving);
                let higher = likelihood(outcome, &self.odds(&moved, outcome.len()));
                (higher >= height - 1e-12 * height.abs()).then_some((moved, higher))
            });
            let (moved, higher) = next.ok_or(Reason::NotConverged)?;
            let change = 2.0 * (higher - height).abs() / (2.0 * higher.abs() + 0.1);
            at = moved;
            height = higher;
            if at.iter().skip(1).any(|b| b.abs() > INFINITE) {
                return Err(Reason::Separation.into());
            }
            still = if change < STILL { still + 1 } else { 0 };
            if still > FURTHER {
                return self.settled(outcome, at);
            }
        }
        Err(Reason::NotConverged.into())
    }

    fn settled(&self, outcome: &[bool], at: DVector<f64>) -> Result<Climbed, StatError> {
        let odds = self.odds(&at, outcome.len());
        let (_, information) = self.scores(outcome, &odds);
        let covariance = information.cholesky().ok_or(Reason::Separation)?.inverse();
        let chances: Vec<f64> = odds.iter().map(|odds| chance(*odds)).collect();
        let certain = chances
            .iter()
            .any(|p| *p < 10.0 * f64::EPSILON || *p > 1.0 - 10.0 * f64::EPSILON);
        let n = outcome.len() as f64;
        let flat = (1..at.len()).any(|place| (covariance[(place, place)] * n).sqrt() > FLAT);
        if certain || flat {
            return Err(Reason::Separation.into());
        }
        Ok(Climbed {
            height: likelihood(outcome, &odds),
            at,
            covariance,
            chances,
        })
    }

    fn scores(&self, outcome: &[bool], odds: &[f64]) -> (DVector<f64>, DMatrix<f64>) {
        let size = self.columns.len() + 1;
        let (mut slope, mut information) = (vec![0.0; size], vec![0.0; size * size]);
        let mut row = vec![1.0; size];
        for (place, (yes, odds)) in outcome.iter().zip(odds).enumerate() {
            for (cell, column) in row[1..].iter_mut().zip(&self.columns) {
                *cell = column[place];
            }
            // The chance of the less likely side, which keeps its digits.
            let small = (-odds.abs()).exp();
            let (rare, frequent) = (small / (1.0 + small), 1.0 / (1.0 + small));
            let surprised = *yes == (*odds < 0.0);
            let size_of_rest = if surprised { frequent } else { rare };
            let rest = if *yes { size_of_rest } else { -size_of_rest };
            let weight = rare * frequent;
            for (i, x) in row.iter().enumerate() {
                slope[i] += rest * x;
                let weighted = weight * x;
                let cells = information[i * size..=i * size + i].iter_mut().zip(&row);
                for (cell, other) in cells {
                    *cell += weighted * other;
                }
            }
        }
        let cell = |i: usize, j: usize| information[i.max(j) * size + i.min(j)];
        (DVector::from_vec(slope), DMatrix::from_fn(size, size, cell))
    }

    /// Coefficients of the predictors in their own units.
    fn unscaled(&self, climbed: &Climbed) -> Vec<Coefficient> {
        let size = climbed.at.len();
        let scale = self.means.iter().zip(&self.deviations);
        let to_intercept = DVector::from_iterator(size, [1.0].into_iter().chain(scale.map(|(mean, s)| -mean / s)));
        let intercept = Coefficient {
            estimate: to_intercept.dot(&climbed.at),
            standard_error: to_intercept.dot(&(&climbed.covariance * &to_intercept)).sqrt(),
        };
        let slopes = self.deviations.iter().enumerate().map(|(place, s)| Coefficient {
            estimate: climbed.at[place + 1] / s,
            standard_error: climbed.covariance[(place + 1, place + 1)].sqrt() / s,
        });
        [intercept].into_iter().chain(slopes).collect()
    }
}

fn chance(odds: f64) -> f64 {
    1.0 / (1.0 + (-odds).exp())
}

fn likelihood(outcome: &[bool], odds: &[f64]) -> f64 {
    let terms = outcome.iter().zip(odds);
    terms
        .map(|(yes, odds)| {
            let against = if *yes { -odds } else { *odds };
            // −ln(1 + e^against), without overflow.
            -(against.max(0.0) + (-against.abs()).exp().ln_1p())
        })
        .sum()
}

/// Rank sum of the yeses; chances are taken to ten digits, so that equal rows tie whatever the rounding.
fn area(outcome: &[bool], chances: &[f64]) -> f64 {
    let rounded: Vec<f64> = chances
        .iter()
        .map(|p| {
            let scale = 10.0_f64.powf(9.0 - p.log10().floor());
            (p * scale).round() / scale
        })
        .collect();
    let ranks = mid_ranks(&rounded);
    let events = outcome.iter().filter(|yes| **yes).count() as f64;
    let others = outcome.len() as f64 - events;
    let sum: f64 = ranks
        .iter()
        .zip(outcome)
        .filter(|(_, yes)| **yes)
        .map(|(rank, _)| rank)
        .sum();
    (sum - events * (events + 1.0) / 2.0) / (events * others)
}

impl Coefficient {
    /// Normal statistic of no effect, with its p-value.
    #[must_use]
    pub fn z(&self) -> (f64, f64) {
        let z = self.estimate / self.standard_error;
        (z, distribution::normal_p(z))
    }
}

impl Logistic {
    /// −2 log likelihood.
    #[must_use]
    pub fn deviance(&self) -> f64 {
        -2.0 * self.log_likelihood
    }

    /// −2 log likelihood without predictors.
    #[must_use]
    pub fn null_deviance(&self) -> f64 {
        -2.0 * self.null_log_likelihood
    }

    /// Likelihood ratio test of all predictors together: statistic and p-value; absent without predictors.
    #[must_use]
    pub fn likelihood_ratio(&self) -> Option<(f64, f64)> {
        let df = self.coefficients.len() - 1;
        let chi_square = (self.null_deviance() - self.deviance()).max(0.0);
        (df > 0).then(|| (chi_square, distribution::chi_square_sf(chi_square, df as f64)))
    }

    /// 1 − log likelihood over that without predictors.
    ///
    /// Source: D. `McFadden` (1974), Frontiers in Econometrics, 105–142.
    #[must_use]
    pub fn mcfadden(&self) -> f64 {
        1.0 - self.log_likelihood / self.null_log_likelihood
    }

    /// Cox and Snell's share over the largest it can be.
    ///
    /// Source: N. J. D. Nagelkerke (1991), Biometrika 78, 691–692.
    #[must_use]
    pub fn nagelkerke(&self) -> f64 {
        self.cox_snell() / -(-self.null_deviance() / self.base as f64).exp_m1()
    }

    /// 1 − e^(−χ²/n).
    #[must_use]
    pub fn cox_snell(&self) -> f64 {
        -(-(self.null_deviance() - self.deviance()) / self.base as f64).exp_m1()
    }

    /// Akaike's information criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        self.deviance() + 2.0 * self.coefficients.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_two_by_two_table_gives_its_log_odds_ratio() {
        // 30 of 40 against 15 of 45: ln(30·30/(10·15)), error √(1/30 + 1/10 + 1/15 + 1/30).
        let mut outcome = vec![true; 30];
        outcome.extend(vec![false; 10]);
        outcome.extend(vec![true; 15]);
        outcome.extend(vec![false; 30]);
        let group: Vec<f64> = (0..85).map(|row| f64::from(u8::from(row < 40))).collect();
        let model = fit(&outcome, &[group]).unwrap();
        let slope = model.coefficients[1];
        assert!((slope.estimate - 6.0_f64.ln()).abs() < 1e-12, "{slope:?}");
        assert!((slope.standard_error - (7.0 / 30.0_f64).sqrt()).abs() < 1e-12);
        assert!(
            (model.area - f64::midpoint(30.0 * 30.0 / (45.0 * 40.0), 1.0 - 15.0 * 10.0 / (45.0 * 40.0))).abs() < 1e-12
        );
    }

    #[test]
    fn separated_answers_are_told_and_named() {
        let outcome = [false, false, false, true, true, true];
        let apart = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let touching = vec![1.0, 2.0, 3.0, 3.0, 5.0, 6.0];
        let mixed = vec![1.0, 4.0, 2.0, 3.0, 2.0, 5.0];
        let separation = Err(StatError::Undefined(Reason::Separation));
        assert_eq!(fit(&outcome, std::slice::from_ref(&apart)), separation);
        assert_eq!(fit(&outcome, std::slice::from_ref(&touching)), separation);
        assert_eq!(separating(&outcome, &[mixed.clone(), apart, touching]), [1, 2]);
        assert!(fit(&outcome, &[mixed]).is_ok());
        let all = fit(&[true, true, true], &[vec![1.0, 2.0, 3.0]]);
        assert_eq!(all, Err(StatError::Undefined(Reason::ZeroVariance)));
    }

    #[test]
    fn one_empty_cell_or_two_columns_together_separate_as_well() {
        // Nobody with x = 1 said no; everybody else is mixed.
        let outcome: Vec<bool> = (0..60).map(|row| row < 10 || row % 2 == 0).collect();
        let some: Vec<f64> = (0..60).map(|row| f64::from(u8::from(row < 10))).collect();
        assert_eq!(fit(&outcome, &[some]), Err(StatError::Undefined(Reason::Separation)));
        let x1 = vec![0.0, 3.0, 1.0, 4.0, 2.0, 5.0, 2.5, 1.5];
        let x2 = vec![1.0, 4.0, 2.0, 5.0, 1.0, 4.0, 1.5, 0.5];
        let outcome = [false, false, false, false, true, true, true, true];
        assert!(separating(&outcome, &[x1.clone(), x2.clone()]).is_empty());
        assert_eq!(fit(&outcome, &[x1, x2]), Err(StatError::Undefined(Reason::Separation)));
    }

    proptest! {
        #[test]
        fn chances_add_up_to_the_events(rows in prop::collection::vec((any::<bool>(), -3.0..3.0_f64), 20..60)) {
            let (outcome, x): (Vec<bool>, Vec<f64>) = rows.into_iter().unzip();
            if let Ok(model) = fit(&outcome, std::slice::from_ref(&x)) {
                let (a, b) = (model.coefficients[0].estimate, model.coefficients[1].estimate);
                let sum: f64 = x.iter().map(|x| chance(a + b * x)).sum();
                prop_assert!((sum - model.events as f64).abs() < 1e-7);
                prop_assert!(model.log_likelihood >= model.null_log_likelihood - 1e-9);
                prop_assert!((0.0..=1.0).contains(&model.area));
            }
        }
    }
}
