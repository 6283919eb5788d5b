//! Linear and logistic regression of weighted responses: coefficients by pseudo-likelihood, linearised standard errors.
//!
//! Each row is a sampling unit of its own; weights are sampling weights, so doubling all of them changes nothing.
//! Columns are centred and scaled before they are solved, and the answers turned back.

use super::error::Reason;
use super::error::StatError;
use super::linear;
use nalgebra::DMatrix;
use nalgebra::DVector;

/// A fitted model.
#[derive(Debug, Clone, PartialEq)]
pub struct WeightedFit {
    /// Rows with a positive weight.
    pub base: u64,
    /// The intercept, then one coefficient per predictor.
    pub estimates: Vec<f64>,
    /// Their linearised standard errors.
    pub errors: Vec<f64>,
    /// Coefficients times the weighted standard deviation of their predictor; of a linear model over that of the outcome.
    pub standardised: Vec<f64>,
    /// Degrees of freedom: rows less coefficients.
    pub df: f64,
    /// Weighted R², or 1 − ln L/ln L₀.
    pub r_squared: f64,
}

/// What ties the linear combination of the predictors to the outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Link {
    Identity,
    Logit,
}

/// Least squares with weights; standard errors as R's `svyglm` has them for a design of single rows.
///
/// # Errors
/// [`Reason::TooFewAnswers`] without a row to spare, [`Reason::ZeroVariance`] for an outcome without spread,
/// [`Reason::Singular`] when predictors repeat one another or are constant; [`StatError::Domain`] for lists of different
/// length or weights that are no positive numbers.
///
/// Sources: W. A. Fuller (1975), Sankhyā C 37, 117–132; D. A. Binder (1983), Int. Stat. Rev. 51, 279–292.
pub fn least_squares(outcome: &[f64], predictors: &[Vec<f64>], weights: &[f64]) -> Result<WeightedFit, StatError> {
    fit(outcome, predictors, weights, Link::Identity)
}

/// Logistic regression with weights, as R's `svyglm(family = quasibinomial)`.
///
/// # Errors
/// As [`least_squares`]; [`Reason::Separation`] when the predictors tell yes and no apart.
pub fn logistic(outcome: &[bool], predictors: &[Vec<f64>], weights: &[f64]) -> Result<WeightedFit, StatError> {
    let outcome: Vec<f64> = outcome.iter().map(|yes| f64::from(u8::from(*yes))).collect();
    fit(&outcome, predictors, weights, Link::Logit)
}

/// A coefficient of a predictor in standard deviations from which on it counts as infinite.
const INFINITE: f64 = 15.0;

#[expect(clippy::too_many_lines, reason = "one algorithm, read from top to bottom")]
fn fit(outcome: &[f64], predictors: &[Vec<f64>], weights: &[f64], link: Link) -> Result<WeightedFit, StatError> {
    let n = outcome.len();
    let lengths = predictors
        .iter()
        .map(Vec::len)
        .chain([weights.len()])
        .all(|length| length == n);
    let finite = predictors.iter().flatten().chain(outcome).all(|x| x.is_finite());
    if !lengths || !finite || weights.iter().any(|w| !w.is_finite() || *w <= 0.0) {
        return Err(StatError::Domain(
            "columns are finite numbers, one for one, weights positive",
        ));
    }
    let p = predictors.len() + 1;
    if n <= p {
        return Err(Reason::TooFewAnswers.into());
    }
    if !linear::repeated(predictors)?.is_empty() {
        return Err(Reason::Singular.into());
    }
    let total: f64 = weights.iter().sum();
    let mean = |column: &[f64]| column.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() / total;
    let scatter = |column: &[f64], centre: f64| -> f64 {
        column
            .iter()
            .zip(weights)
            .map(|(x, w)| w * (x - centre).powi(2))
            .sum::<f64>()
            / total
    };
    let centres: Vec<f64> = predictors.iter().map(|column| mean(column)).collect();
    let scales: Vec<f64> = predictors
        .iter()
        .zip(&centres)
        .map(|(x, m)| scatter(x, *m).sqrt())
        .collect();
    let middle = mean(outcome);
    let spread = scatter(outcome, middle);
    if spread <= 1e-24 * middle * middle {
        return Err(Reason::ZeroVariance.into());
    }
    let design = DMatrix::from_fn(n, p, |row, column| match column {
        0 => 1.0,
        column => (predictors[column - 1][row] - centres[column - 1]) / scales[column - 1],
    });
    let start = match link {
        Link::Identity => middle,
        Link::Logit => (middle / (1.0 - middle)).ln(),
    };
    let mut at = DVector::zeros(p);
    at[0] = start;
    let mut settled = false;
    let mut information = DMatrix::zeros(p, p);
    let mut scores = DMatrix::zeros(n, p);
    for _ in 0..60 {
        information.fill(0.0);
        for row in 0..n {
            let eta = (design.row(row) * &at)[0];
            let (mu, slope) = match link {
                Link::Identity => (eta, 1.0),
                Link::Logit => {
                    let mu = 1.0 / (1.0 + (-eta).exp());
                    (mu, mu * (1.0 - mu))
                }
            };
            for one in 0..p {
                scores[(row, one)] = weights[row] * design[(row, one)] * (outcome[row] - mu);
                for two in 0..=one {
                    information[(one, two)] += weights[row] * slope * design[(row, one)] * design[(row, two)];
                }
            }
        }
        for one in 0..p {
            for two in 0..one {
                information[(two, one)] = information[(one, two)];
            }
        }
        if settled {
            break;
        }
        let gradient = scores.row_sum().transpose();
        let step = information.clone().lu().solve(&gradient).ok_or(Reason::Separation)?;
        at += &step;
        let infinite = link == Link::Logit && at.iter().skip(1).any(|b| b.abs() > INFINITE);
        if infinite || at.iter().any(|b| !b.is_finite()) {
            return Err(Reason::Separation.into());
        }
        // The step after this one only renews scores and information.
        settled = step.amax() <= 1e-11 * (1.0 + at.amax());
    }
    if !settled {
        return Err(Reason::NotConverged.into());
    }
    let inverse = information.try_inverse().ok_or(Reason::Singular)?;
    let rows = n as f64;
    let middle_part = scores.transpose() * &scores * (rows / (rows - 1.0));
    let covariance = &inverse * middle_part * &inverse;
    // Back to the predictors as they were: b = β/s, b₀ = β₀ − Σ β·m/s.
    let mut back = DMatrix::zeros(p, p);
    back[(0, 0)] = 1.0;
    for column in 1..p {
        back[(column, column)] = 1.0 / scales[column - 1];
        back[(0, column)] = -centres[column - 1] / scales[column - 1];
    }
    let covariance = &back * covariance * back.transpose();
    let estimates = &back * &at;
    let unit = if link == Link::Identity { spread.sqrt() } else { 1.0 };
    Ok(WeightedFit {
        base: n as u64,
        estimates: estimates.iter().copied().collect(),
        errors: (0..p).map(|place| covariance[(place, place)].max(0.0).sqrt()).collect(),
        standardised: at.iter().skip(1).map(|b| b / unit).collect(),
        df: rows - p as f64,
        r_squared: explained(outcome, weights, &(&design * &at), (middle, spread * total), link),
    })
}

/// How much of the spread, or of the log likelihood, the model accounts for.
fn explained(outcome: &[f64], weights: &[f64], eta: &DVector<f64>, (middle, squares): (f64, f64), link: Link) -> f64 {
    let rows = outcome.iter().zip(weights).zip(eta.iter());
    match link {
        Link::Identity => 1.0 - rows.map(|((y, w), eta)| w * (y - eta).powi(2)).sum::<f64>() / squares,
        Link::Logit => {
            let likelihood = |eta: f64, y: f64| {
                if y > 0.5 {
                    -(-eta).exp().ln_1p()
                } else {
                    -eta.exp().ln_1p()
                }
            };
            let whole: f64 = rows.map(|((y, w), eta)| w * likelihood(*eta, *y)).sum();
            let even = (middle / (1.0 - middle)).ln();
            let none: f64 = outcome.iter().zip(weights).map(|(y, w)| w * likelihood(even, *y)).sum();
            1.0 - whole / none
        }
    }
}

/// Weighted product-moment correlation with its linearised standard error.
///
/// # Errors
/// [`Reason::TooFewAnswers`] below three rows, [`Reason::ZeroVariance`] for a column without spread;
/// [`StatError::Domain`] for lists of different length or weights that are no positive numbers.
pub fn correlation(x: &[f64], y: &[f64], weights: &[f64]) -> Result<(f64, f64), StatError> {
    let n = x.len() as f64;
    if x.len() != y.len() || x.len() != weights.len() || weights.iter().any(|w| !w.is_finite() || *w <= 0.0) {
        return Err(StatError::Domain(
            "columns are finite numbers, one for one, weights positive",
        ));
    }
    if x.len() < 3 {
        return Err(Reason::TooFewAnswers.into());
    }
    let total: f64 = weights.iter().sum();
    let centred = |column: &[f64]| -> Result<Vec<f64>, StatError> {
        let mean = column.iter().zip(weights).map(|(x, w)| x * w).sum::<f64>() / total;
        let variance = column
            .iter()
            .zip(weights)
            .map(|(x, w)| w * (x - mean).powi(2))
            .sum::<f64>()
            / total;
        if variance <= 1e-24 * mean * mean || variance <= 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        Ok(column.iter().map(|x| (x - mean) / variance.sqrt()).collect())
    };
    let (x, y) = (centred(x)?, centred(y)?);
    let r = x.iter().zip(&y).zip(weights).map(|((x, y), w)| w * x * y).sum::<f64>() / total;
    let influence = |((x, y), w): ((&f64, &f64), &f64)| (w * (x * y - r * (x * x + y * y) / 2.0) / total).powi(2);
    let variance = n / (n - 1.0) * x.iter().zip(&y).zip(weights).map(influence).sum::<f64>();
    Ok((r.clamp(-1.0, 1.0), variance.sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const Y: [f64; 12] = [3.0, 4.0, 2.0, 5.0, 4.0, 1.0, 3.0, 5.0, 2.0, 4.0, 4.0, 3.0];
    const A: [f64; 12] = [2.0, 5.0, 1.0, 4.0, 5.0, 2.0, 3.0, 4.0, 1.0, 5.0, 3.0, 2.0];
    const B: [f64; 12] = [1.0, 3.0, 4.0, 2.0, 5.0, 1.0, 2.0, 5.0, 3.0, 4.0, 1.0, 2.0];
    const W: [f64; 12] = [1.2, 0.5, 2.0, 0.8, 1.0, 1.5, 0.7, 1.1, 0.9, 2.2, 1.3, 0.6];
    const YES: [bool; 12] = [
        true, true, false, true, false, false, true, true, false, false, true, false,
    ];

    fn close(got: &[f64], want: &[f64], relative: f64) {
        assert_eq!(got.len(), want.len());
        for (got, want) in got.iter().zip(want) {
            assert!((got - want).abs() <= relative * want.abs(), "{got} {want}");
        }
    }

    #[test]
    fn models_agree_with_svyglm() {
        // R 4.2.2, survey 4.1.1: svyglm(y ~ a + b, svydesign(ids = ~1, weights = ~w)); its logistic errors
        // are of the last but one step.
        let fit = least_squares(&Y, &[A.to_vec(), B.to_vec()], &W).unwrap();
        close(
            &fit.estimates,
            &[1.219_639_880_734_513, 0.613_142_079_656_731_7, 0.049_427_182_169_865_93],
            1e-9,
        );
        close(
            &fit.errors,
            &[
                0.750_370_257_133_126_2,
                0.096_233_802_233_808_15,
                0.193_897_490_308_329_8,
            ],
            1e-6,
        );
        let fit = logistic(&YES, &[A.to_vec(), B.to_vec()], &W).unwrap();
        close(
            &fit.estimates,
            &[
                -0.201_287_060_605_672_6,
                0.702_205_192_166_799_3,
                -0.878_354_126_279_544_1,
            ],
            1e-9,
        );
        close(
            &fit.errors,
            &[1.710_030_844_522_258, 0.516_286_871_472_841_7, 0.703_250_985_122_363_7],
            1e-6,
        );
    }

    #[test]
    fn a_weighted_correlation_agrees_with_svyvar() {
        // R: svycontrast(svyvar(~y + a, …), quote(`y:a` / sqrt(`y:y` * `a:a`))).
        let (r, error) = correlation(&Y, &A, &W).unwrap();
        close(&[r, error], &[0.776_814_850_381_332_8, 0.051_428_656_622_268_57], 1e-9);
    }

    #[test]
    fn what_the_rows_do_not_tell_has_a_reason() {
        let none = |result: Result<WeightedFit, StatError>| result.unwrap_err().reason();
        let twice = A.iter().map(|x| 2.0 * x).collect();
        assert_eq!(
            none(least_squares(&Y, &[A.to_vec(), twice], &W)),
            Some(Reason::Singular)
        );
        assert_eq!(
            none(least_squares(&[2.0; 12], &[A.to_vec()], &W)),
            Some(Reason::ZeroVariance)
        );
        assert_eq!(
            none(least_squares(&Y[..2], &[A[..2].to_vec()], &W[..2])),
            Some(Reason::TooFewAnswers)
        );
        let apart: Vec<f64> = YES.iter().map(|yes| f64::from(u8::from(*yes))).collect();
        assert_eq!(none(logistic(&YES, &[apart], &W)), Some(Reason::Separation));
        assert_eq!(
            correlation(&[1.0; 3], &[1.0, 2.0, 3.0], &[1.0; 3]),
            Err(Reason::ZeroVariance.into())
        );
    }
}
