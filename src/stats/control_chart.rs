//! Is a series of periods in control? Shewhart charts of shares and of single values, run rules, cumulative sums.
//!
//! In: one figure per period, in their order; a period without answers keeps its place and draws no point. Out: centre,
//! limits, and the places (from 0) where a rule speaks. What a signal means is not decided here.

use std::cmp::Ordering;

use serde::Serialize;

use super::error::Reason;
use super::error::StatError;

/// Mean range of two normal values in standard deviations, as the tables round it.
pub const D2_TABLE: f64 = 1.128;

/// The same exactly: 2/√π.
pub const D2: f64 = std::f64::consts::FRAC_2_SQRT_PI;

/// Points on one side of the centre that make a run.
pub const RUN: usize = 8;

/// Lower and upper limit, in the unit of the points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limits {
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
}

impl Limits {
    /// Whether a point lies outside.
    #[must_use]
    pub fn beyond(self, point: f64) -> bool {
        point < self.lower || point > self.upper
    }
}

/// A chart of shares.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareChart {
    /// Share over all baseline periods.
    pub centre: f64,
    /// Share of each period.
    pub points: Vec<Option<f64>>,
    /// p̄ ± 3√(p̄q̄/n), not below 0 and not above 1.
    pub limits: Vec<Option<Limits>>,
    /// How much more the periods vary than chance alone makes them (Laney): mean moving range of the standardised
    /// shares over 1.128. Nothing with fewer than two points.
    pub extra: Option<f64>,
}

impl ShareChart {
    /// A chart from hits and bases of the periods; centre and variation are those of the first `baseline` periods, of
    /// all without it.
    ///
    /// # Errors
    /// [`StatError::Domain`] when hits exceed their base or are below zero; [`Reason::NoValidAnswers`] when no
    /// period has answers, [`Reason::ZeroVariance`] when all periods show 0 or all 1: such a series has no limits.
    ///
    /// Source: D. C. Montgomery (2013), Introduction to Statistical Quality Control, §7.2; D. B. Laney (2002), Qual. Eng. 14, 531–537.
    pub fn new(periods: &[(f64, f64)], baseline: Option<usize>) -> Result<Self, StatError> {
        if periods
            .iter()
            .any(|(hits, base)| !hits.is_finite() || !base.is_finite() || *hits < 0.0 || hits > base)
        {
            return Err(StatError::Domain("hits lie between 0 and the base of their period"));
        }
        let first = &periods[..baseline.unwrap_or(periods.len()).min(periods.len())];
        let base: f64 = first.iter().map(|period| period.1).sum();
        if base <= 0.0 {
            return Err(Reason::NoValidAnswers.into());
        }
        let centre = first.iter().map(|period| period.0).sum::<f64>() / base;
        if centre <= 0.0 || centre >= 1.0 {
            return Err(Reason::ZeroVariance.into());
        }
        let sigma = |base: f64| (centre * (1.0 - centre) / base).sqrt();
        let standard = |(hits, base): &(f64, f64)| (*base > 0.0).then(|| (hits / base - centre) / sigma(*base));
        let scores: Vec<f64> = first.iter().filter_map(standard).collect();
        let chart = Self {
            centre,
            points: periods
                .iter()
                .map(|(hits, base)| (*base > 0.0).then(|| hits / base))
                .collect(),
            limits: Vec::new(),
            extra: mean_range(&scores).map(|range| range / D2_TABLE),
        };
        let limits = chart.widened(periods, 1.0);
        Ok(Self { limits, ..chart })
    }

    /// Limits for these periods with another multiple of the binomial standard deviation: [`Self::extra`] gives
    /// Laney's p′ chart.
    #[must_use]
    pub fn widened(&self, periods: &[(f64, f64)], times: f64) -> Vec<Option<Limits>> {
        let of_period = |(_, base): &(f64, f64)| {
            let half = 3.0 * times * (self.centre * (1.0 - self.centre) / base).sqrt();
            (*base > 0.0).then(|| Limits {
                lower: (self.centre - half).max(0.0),
                upper: (self.centre + half).min(1.0),
            })
        };
        periods.iter().map(of_period).collect()
    }
}

/// A chart of single values with their moving ranges.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ValueChart {
    /// Mean of the baseline.
    pub centre: f64,
    /// Mean of the ranges of neighbours in the baseline.
    pub mean_range: f64,
}

impl ValueChart {
    /// A chart from the values of the baseline; periods without a value are passed over.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without a value, [`Reason::TooFewAnswers`] with one, [`Reason::ZeroVariance`] when
    /// neighbours never differ.
    ///
    /// Source: W. A. Shewhart (1931); D. J. Wheeler (2000), Understanding Variation; Montgomery (2013), §6.4.
    pub fn new(values: &[f64]) -> Result<Self, StatError> {
        if values.is_empty() {
            return Err(Reason::NoValidAnswers.into());
        }
        let mean_range = mean_range(values).ok_or(Reason::TooFewAnswers)?;
        if mean_range <= 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        Ok(Self {
            centre: values.iter().sum::<f64>() / values.len() as f64,
            mean_range,
        })
    }

    /// Centre ± `times` mean ranges: 2.66 by the table, 3/1.128 as R's qcc, 3/d₂ exactly.
    #[must_use]
    pub fn limits(&self, times: f64) -> Limits {
        Limits {
            lower: self.centre - times * self.mean_range,
            upper: self.centre + times * self.mean_range,
        }
    }
}

/// Mean absolute difference of neighbours; nothing with fewer than two.
fn mean_range(values: &[f64]) -> Option<f64> {
    let ranges = values.windows(2).map(|pair| (pair[1] - pair[0]).abs());
    (values.len() > 1).then(|| ranges.sum::<f64>() / (values.len() - 1) as f64)
}

/// Rule 2: places of points that are at least the eighth in a row on one side of the centre. A point on the
/// centre ends a run; a period without a point does not.
///
/// Source: Western Electric (1956), Statistical Quality Control Handbook, rule 4.
#[must_use]
pub fn runs(points: &[Option<f64>], centre: f64) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut side, mut length) = (Ordering::Equal, 0);
    for (place, point) in points.iter().enumerate() {
        let Some(point) = point else { continue };
        let here = point.total_cmp(&centre);
        length = match here {
            Ordering::Equal => 0,
            _ if here == side => length + 1,
            _ => 1,
        };
        side = here;
        if length >= RUN {
            found.push(place);
        }
    }
    found
}

/// One period of a tabular CUSUM, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cusum {
    /// C⁺: what has piled up above target + allowance.
    pub above: f64,
    /// C⁻: what has piled up below target − allowance.
    pub below: f64,
}

/// Tabular CUSUM: C⁺ = max(0, x − (target + k·σ) + C⁺), C⁻ = max(0, (target − k·σ) − x + C⁻). A signal is a sum
/// above h·σ. A period without a value keeps the sums of the one before.
///
/// # Errors
/// [`Reason::ZeroVariance`] when sigma is not positive; [`StatError::Domain`] when `k` is negative.
///
/// Source: E. S. Page (1954), Biometrika 41, 100–115; Montgomery (2013), §9.1.
pub fn cusum(values: &[Option<f64>], target: f64, sigma: f64, k: f64) -> Result<Vec<Cusum>, StatError> {
    if !k.is_finite() || k < 0.0 || !target.is_finite() {
        return Err(StatError::Domain("the allowance k is a number of at least 0"));
    }
    if sigma.is_nan() || sigma <= 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    let mut last = Cusum { above: 0.0, below: 0.0 };
    let step = |value: &Option<f64>| {
        if let Some(x) = value {
            last = Cusum {
                above: (x - (target + k * sigma) + last.above).max(0.0),
                below: ((target - k * sigma) - x + last.below).max(0.0),
            };
        }
        last
    };
    Ok(values.iter().map(step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Montgomery (2013), table 9.1: mean 10 in the first twenty periods, 11 in the last ten.
    const SHIFTED: [f64; 30] = [
        9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.20, 10.34, 9.03, 11.47, 10.51, 9.40, 10.08, 9.37, 10.62,
        10.31, 8.52, 10.84, 10.90, 9.33, 12.29, 11.50, 10.60, 11.08, 10.38, 11.62, 11.31, 10.52,
    ];

    #[test]
    fn the_cusum_of_montgomery_signals_in_period_29() {
        let values = SHIFTED.map(Some);
        let sums = cusum(&values, 10.0, 1.0, 0.5).unwrap();
        let close = |got: f64, want: f64| assert!((got - want).abs() < 5e-3, "{got} is not {want}");
        // Table 9.2.
        close(sums[0].below, 0.05);
        close(sums[1].below, 1.56);
        close(sums[4].above, 2.82);
        close(sums[28].above, 5.28);
        let first = sums.iter().position(|sum| sum.above > 5.0 || sum.below > 5.0);
        assert_eq!(first, Some(28));
    }

    #[test]
    fn eight_on_one_side_are_a_run_that_a_gap_does_not_end() {
        let mut points = vec![Some(1.0); 9];
        points.insert(4, None);
        assert_eq!(runs(&points, 0.5), [8, 9]);
        points[7] = Some(0.5);
        assert!(runs(&points, 0.5).is_empty());
    }

    #[test]
    fn series_without_variation_have_no_limits() {
        let zero = |result: Result<(), StatError>| assert_eq!(result, Err(StatError::Undefined(Reason::ZeroVariance)));
        zero(ValueChart::new(&[3.0, 3.0, 3.0]).map(|_| ()));
        zero(ShareChart::new(&[(0.0, 9.0), (0.0, 4.0)], None).map(|_| ()));
        zero(cusum(&[Some(1.0)], 0.0, 0.0, 0.5).map(|_| ()));
        assert_eq!(
            ValueChart::new(&[3.0]),
            Err(StatError::Undefined(Reason::TooFewAnswers))
        );
        assert!(matches!(
            ShareChart::new(&[(3.0, 2.0)], None),
            Err(StatError::Domain(_))
        ));
    }

    #[test]
    fn twice_as_many_answers_halve_the_squared_limits() {
        let chart = ShareChart::new(&[(10.0, 100.0), (20.0, 200.0), (0.0, 0.0)], None).unwrap();
        let width = |place: usize| chart.limits[place].map(|limits| limits.upper - chart.centre);
        let ratio = width(0).unwrap() / width(1).unwrap();
        assert!((ratio - std::f64::consts::SQRT_2).abs() < 1e-12);
        assert_eq!((width(2), chart.points[2]), (None, None));
    }
}
