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
        Ok(Interval { low: share(logit - half), high: share(logit + half) })
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

/// First minus second of two disjoint domains of one design, as R's `svyttest` does it: df are the
/// domains' together less one more for the regression on the group.
///
/// # Errors
/// As [`Comparison::wald`].
pub fn compare_domains(
    first: &Linearised,
    second: &Linearised,
    level: f64,
) -> Result<Comparison, StatError> {
    // Two domains of n₁ and n₂ rows have n₁ + n₂ − 1 df as one; the regression costs another.
    compare(first, second, first.df + second.df, level)
}

/// First minus second of two independent samples, for example two waves of different people:
/// variances and degrees of freedom add up.
///
/// # Errors
/// As [`Comparison::wald`].
pub fn compare_samples(
    first: &Linearised,
    second: &Linearised,
    level: f64,
) -> Result<Comparison, StatError> {
    compare(first, second, first.df + second.df, level)
}

fn compare(
    first: &Linearised,
    second: &Linearised,
    df: f64,
    level: f64,
) -> Result<Comparison, StatError> {
    let error = (first.variance + second.variance).sqrt();
    Comparison::wald(first.value - second.value, error, Reference::Student(df), level)
}

/// A scatter that is only rounding: below 1e-12 of the sum it was subtracted from.
pub(super) fn without_noise(scatter: f64, whole: f64) -> f64 {
    if scatter <= 1e-12 * whole.abs() { 0.0 } else { scatter }
}
