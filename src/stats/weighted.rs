//! Weighted means and shares with linearised (design-based) variance, from sums that add up.
//!
//! Each row is its own sampling unit here; strata and clusters are in [`super::design`].
//! Weights are sampling weights: doubling all of them changes nothing.

use std::ops::AddAssign;

use serde::Deserialize;
use serde::Serialize;

use super::comparison::Comparison;
use super::comparison::Reference;
use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;
use super::kish;

/// Sums over the rows of a domain that have a valid value `y` and a positive weight `w`.
///
/// Two sums of disjoint rows add up to the sums of both.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Sums {
    /// Number of rows.
    pub rows: u64,
    /// Σ w.
    pub w: f64,
    /// Σ w².
    pub w2: f64,
    /// Σ w·y.
    pub wy: f64,
    /// Σ w·y².
    pub wyy: f64,
    /// Σ w²·y.
    pub w2y: f64,
    /// Σ w²·y².
    pub w2yy: f64,
}

/// An estimate with its design-based variance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Linearised {
    /// The estimate.
    pub value: f64,
    /// Its variance, in the squared unit of the value.
    pub variance: f64,
    /// Degrees of freedom of the design within the domain.
    pub df: f64,
}

impl Sums {
    /// Adds one row; a weight of zero is no row.
    pub fn add(&mut self, weight: f64, value: f64) {
        if weight != 0.0 {
            self.add_cell(value, 1, weight, weight * weight);
        }
    }

    /// Adds all rows that gave the same value: how many, Σ of their weights, Σ of the squares.
    pub fn add_cell(&mut self, value: f64, rows: u64, w: f64, w2: f64) {
        *self += Self {
            rows,
            w,
            w2,
            wy: w * value,
            wyy: w * value * value,
            w2y: w2 * value,
            w2yy: w2 * value * value,
        };
    }

    /// Weighted mean Σwy/Σw; a share when `y` is 0 or 1.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without rows or weight; [`StatError::Domain`] for negative weights or
    /// sums that are no numbers.
    pub fn mean(&self) -> Result<f64, StatError> {
        let sums = [self.w, self.w2, self.wy, self.wyy, self.w2y, self.w2yy];
        if sums.iter().any(|sum| !sum.is_finite()) || self.w < 0.0 || self.w2 < 0.0 {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        if self.rows == 0 || self.w == 0.0 {
            return Err(Reason::NoValidAnswers.into());
        }
        Ok(self.wy / self.w)
    }

    /// Kish's effective base of these rows.
    ///
    /// # Errors
    /// As [`kish::effective_base`].
    pub fn effective_base(&self) -> Result<f64, StatError> {
        kish::effective_base(self.w, self.w2)
    }

    /// Weighted mean with linearised variance `n/(n−1) · Σw²(y−ȳ)²/(Σw)²`, where n is `design_rows`:
    /// *all* rows of the design with a positive weight, also those outside the domain or without an
    /// answer. Degrees of freedom are the rows of the domain less one.
    ///
    /// Values without spread have variance 0.
    ///
    /// # Errors
    /// As [`Sums::mean`]; [`Reason::TooFewAnswers`] below two rows; [`StatError::Domain`] when the design
    /// has fewer rows than the domain.
    ///
    /// Source: T. Lumley (2010), Complex Surveys, ch. 2 and appendix A; D. A. Binder (1983).
    pub fn linearised(&self, design_rows: u64) -> Result<Linearised, StatError> {
        let value = self.mean()?;
        if design_rows < self.rows {
            return Err(StatError::Domain("a domain cannot have more rows than its design"));
        }
        if self.rows < 2 {
            return Err(Reason::TooFewAnswers.into());
        }
        let scatter = self.w2yy - value * (2.0 * self.w2y - value * self.w2);
        let n = design_rows as f64;
        Ok(Linearised {
            value,
            variance: n / (n - 1.0) * without_noise(scatter, self.w2yy) / (self.w * self.w),
            df: (self.rows - 1) as f64,
        })
    }

    /// Full design effect: `variance` over that of as many answers drawn with replacement.
    ///
    /// # Errors
    /// As [`Sums::linearised`]; [`Reason::ZeroVariance`] when the values have no spread.
    pub fn design_effect(&self, variance: f64) -> Result<f64, StatError> {
        let mean = self.mean()?;
        if self.rows < 2 {
            return Err(Reason::TooFewAnswers.into());
        }
        let n = self.rows as f64;
        let spread = without_noise(self.wyy / self.w - mean * mean, self.wyy / self.w);
        if spread == 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        Ok(variance / (spread * n / (n - 1.0) / n))
    }

    /// Full design effect against drawing *without* replacement from a population of Σw, the default
    /// of R's `survey`; use it only where the weights add up to the population.
    ///
    /// # Errors
    /// As [`Sums::design_effect`]; [`StatError::Domain`] when Σw is not above the number of rows.
    pub fn design_effect_without_replacement(&self, variance: f64) -> Result<f64, StatError> {
        let unsampled = 1.0 - self.rows as f64 / self.w;
        if unsampled <= 0.0 {
            return Err(StatError::Domain(
                "weights must add up to more than the number of answers",
            ));
        }
        Ok(self.design_effect(variance)? / unsampled)
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.w += other.w;
        self.w2 += other.w2;
        self.wy += other.wy;
        self.wyy += other.wyy;
        self.w2y += other.w2y;
        self.w2yy += other.w2yy;
    }
}

impl Linearised {
    /// Standard error.
    #[must_use]
    pub fn standard_error(&self) -> f64 {
        self.variance.sqrt()
    }

    /// `value ± t(df)·se`: the interval of a weighted mean, ratio or NPS.
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] when the variance is 0; [`StatError::Domain`] for a level outside (0, 1).
    pub fn t_interval(&self, level: f64) -> Result<Interval, StatError> {
        let critical = interval::critical_t(level, self.df)?;
        if self.variance == 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        Ok(Interval::around(self.value, critical * self.standard_error()))
    }

    /// Interval of a weighted share on the logit scale with t(df); stays inside (0, 1).
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] at a share of exactly 0 or 1, where the logit does not exist (Wilson with
    /// the effective base is the way out); [`StatError::Domain`] when the value is no share.
    ///
    /// Source: E. L. Korn & B. I. Graubard (1999), Analysis of Health Surveys; R `svyciprop`.
    pub fn logit_interval(&self, level: f64) -> Result<Interval, StatError> {
        let critical = interval::critical_t(level, self.df)?;
        let spread = self.share_spread()?;
        let logit = (self.value / (1.0 - self.value)).ln();
        let half = critical * self.standard_error() / spread;
        let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        Ok(Interval {
            low: share(logit - half),
            high: share(logit + half),
        })
    }

    /// Clopper–Pearson interval of a weighted share with the effective base of its own variance.
    /// `rows` are the answers behind the share.
    ///
    /// # Errors
    /// As [`Linearised::logit_interval`]; [`Reason::TooFewAnswers`] below two rows.
    ///
    /// Source: E. L. Korn & B. I. Graubard (1998), Survey Methodology 24, 193–201.
    pub fn korn_graubard_interval(&self, rows: u64, level: f64) -> Result<Interval, StatError> {
        let tail = interval::tail(level)?;
        let spread = self.share_spread()?;
        if rows < 2 {
            return Err(Reason::TooFewAnswers.into());
        }
        let simple = interval::critical_t(level, (rows - 1) as f64)?;
        let base = spread / self.variance * (simple / interval::critical_t(level, self.df)?).powi(2);
        let (hits, misses) = (base * self.value, base * (1.0 - self.value));
        Ok(Interval {
            low: distribution::beta_quantile(tail, hits, misses + 1.0),
            high: distribution::beta_quantile(1.0 - tail, hits + 1.0, misses),
        })
    }

    fn share_spread(&self) -> Result<f64, StatError> {
        if !(0.0..=1.0).contains(&self.value) {
            return Err(StatError::Domain("a share must lie between 0 and 1"));
        }
        let spread = self.value * (1.0 - self.value);
        if spread == 0.0 || self.variance == 0.0 {
            return Err(Reason::ZeroVariance.into());
        }
        Ok(spread)
    }
}

/// First minus second of two estimates whose rows do not overlap: two groups of one design (as R's
/// `svyttest`, which takes one df for the group) or two independent samples such as waves of
/// different people. Variances and degrees of freedom add up.
///
/// # Errors
/// As [`Comparison::wald`].
pub fn compare(first: &Linearised, second: &Linearised, level: f64) -> Result<Comparison, StatError> {
    let error = (first.variance + second.variance).sqrt();
    let reference = Reference::Student(first.df + second.df);
    Comparison::wald(first.value - second.value, error, reference, level)
}

/// Weighted quantile: the smallest value at which the weights up to it reach `share` of their sum.
///
/// `weights` are pairs of value and Σw, in any order.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without weight; [`StatError::Domain`] for a share outside `[0, 1]`, negative
/// weights or values that are no numbers.
///
/// Source: R `survey`, `svyquantile(qrule = "math")`.
pub fn quantile(weights: &[(f64, f64)], share: f64) -> Result<f64, StatError> {
    if !(0.0..=1.0).contains(&share) {
        return Err(StatError::Domain("a quantile is asked for by a share between 0 and 1"));
    }
    if weights
        .iter()
        .any(|(value, w)| !value.is_finite() || !w.is_finite() || *w < 0.0)
    {
        return Err(StatError::Domain("weights must be zero or positive numbers"));
    }
    let mut sorted: Vec<(f64, f64)> = weights.iter().copied().filter(|pair| pair.1 > 0.0).collect();
    sorted.sort_by(|first, second| first.0.total_cmp(&second.0));
    let goal = share * sorted.iter().map(|pair| pair.1).sum::<f64>();
    let last = *sorted.last().ok_or(Reason::NoValidAnswers)?;
    let mut passed = 0.0;
    for (value, weight) in sorted {
        passed += weight;
        // Sums of weights are rounded; reaching the goal must not hang on the last digit.
        if passed >= goal * (1.0 - 1e-12) {
            return Ok(value);
        }
    }
    Ok(last.0)
}

/// A scatter that is only rounding: below 1e-12 of the sum it was subtracted from.
pub(super) fn without_noise(scatter: f64, whole: f64) -> f64 {
    if scatter <= 1e-12 * whole.abs() { 0.0 } else { scatter }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ValueCounts;
    use proptest::prelude::*;

    fn sums(rows: &[(f64, i32)]) -> Sums {
        let mut sums = Sums::default();
        for &(weight, value) in rows {
            sums.add(weight, f64::from(value));
        }
        sums
    }

    #[test]
    fn equal_answers_have_no_interval_whatever_their_weights() {
        let got = sums(&[(0.3, 4), (1.7, 4), (2.9, 4)]).linearised(3).unwrap();
        assert_eq!((got.value, got.variance), (4.0, 0.0));
        assert_eq!(got.t_interval(0.95), Err(StatError::Undefined(Reason::ZeroVariance)));
        let all = sums(&[(0.3, 1), (1.7, 1)]).linearised(2).unwrap();
        assert_eq!(
            all.logit_interval(0.95),
            Err(StatError::Undefined(Reason::ZeroVariance))
        );
    }

    #[test]
    fn a_weighted_median_stands_where_half_the_weight_is_reached() {
        // Cumulated weights 1, 3, 6 of 6: half is reached at the second value.
        assert_eq!(quantile(&[(9.0, 3.0), (2.0, 1.0), (4.0, 2.0)], 0.5), Ok(4.0));
        let none = quantile(&[(2.0, 0.0)], 0.5).unwrap_err();
        assert_eq!(none.reason(), Some(Reason::NoValidAnswers));
    }

    #[test]
    fn weights_of_zero_and_nothing_are_not_answers() {
        let none = sums(&[(0.0, 4), (0.0, 2)]);
        assert_eq!(none.mean(), Err(StatError::Undefined(Reason::NoValidAnswers)));
        assert!(matches!(sums(&[(-1.0, 4)]).mean(), Err(StatError::Domain(_))));
        assert!(matches!(sums(&[(f64::NAN, 4)]).mean(), Err(StatError::Domain(_))));
    }

    proptest! {
        #[test]
        fn weights_of_one_change_nothing(values in prop::collection::vec(1_i32..=5, 2..80)) {
            let rows: Vec<(f64, i32)> = values.iter().map(|value| (1.0, *value)).collect();
            let got = sums(&rows).linearised(rows.len() as u64).unwrap();
            let plain =
                ValueCounts::of(values.iter().copied().map(f64::from)).unwrap().summary().unwrap();
            prop_assert!((got.value - plain.mean).abs() < 1e-12);
            prop_assert!((got.standard_error() - plain.standard_error().unwrap()).abs() < 1e-9);
            prop_assert!((sums(&rows).effective_base().unwrap() - rows.len() as f64).abs() < 1e-9);
        }

        #[test]
        fn the_unit_of_the_weights_does_not_matter_and_sums_add_up(
            rows in prop::collection::vec((0.1..9.0_f64, 0_i32..=10), 4..60), factor in 0.01..100.0_f64,
        ) {
            let whole = sums(&rows);
            let mut parts = sums(&rows[..2]);
            parts += sums(&rows[2..]);
            let scaled: Vec<(f64, i32)> = rows.iter().map(|row| (row.0 * factor, row.1)).collect();
            let n = rows.len() as u64 + 5;
            let (one, two, three) =
                (whole.linearised(n).unwrap(), parts.linearised(n).unwrap(), sums(&scaled).linearised(n).unwrap());
            for other in [two, three] {
                prop_assert!((one.value - other.value).abs() < 1e-10);
                prop_assert!((one.variance - other.variance).abs() < 1e-9 * (1.0 + one.variance));
            }
        }

        #[test]
        fn share_intervals_enclose_the_share(rows in prop::collection::vec((0.1..9.0_f64, 0_i32..=1), 3..60)) {
            let got = sums(&rows).linearised(rows.len() as u64).unwrap();
            if let Ok(interval) = got.logit_interval(0.95) {
                prop_assert!(interval.contains(got.value) && interval.low > 0.0 && interval.high < 1.0);
                let exact = got.korn_graubard_interval(rows.len() as u64, 0.95).unwrap();
                prop_assert!(exact.contains(got.value));
            }
        }
    }
}
