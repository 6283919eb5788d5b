//! The common shape of two-sample results: a difference, its interval and its test.

use serde::Deserialize;
use serde::Serialize;

use super::distribution;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;

/// Which reference distribution a statistic follows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reference {
    /// Standard normal.
    Normal,
    /// Student with these degrees of freedom, which may be fractional.
    Student(f64),
}

impl Reference {
    /// Quantile that leaves `(1 - level) / 2` in each tail.
    ///
    /// # Errors
    /// [`StatError::Domain`] when `level` is not in (0, 1) or df is not positive.
    pub fn critical(self, level: f64) -> Result<f64, StatError> {
        match self {
            Self::Normal => interval::critical_z(level),
            Self::Student(df) => interval::critical_t(level, df),
        }
    }

    /// Two-sided p-value.
    #[must_use]
    pub fn p(self, statistic: f64) -> f64 {
        match self {
            Self::Normal => distribution::normal_p(statistic),
            Self::Student(df) => distribution::t_p(statistic, df),
        }
    }

    /// Degrees of freedom, for a Student reference.
    #[must_use]
    pub const fn df(self) -> Option<f64> {
        match self {
            Self::Normal => None,
            Self::Student(df) => Some(df),
        }
    }
}

/// First minus second, in the unit of what is compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// First minus second.
    pub difference: f64,
    /// Standard error of the difference; for a pooled test this is the unpooled one of the interval.
    pub standard_error: Option<f64>,
    /// Interval of the difference.
    pub interval: Option<Interval>,
    /// Test statistic, z or t.
    pub statistic: Option<f64>,
    /// Degrees of freedom; absent for a normal reference.
    pub df: Option<f64>,
    /// Two-sided p-value.
    pub p: Option<f64>,
    /// Why a field is absent.
    pub reason: Option<Reason>,
}

impl Comparison {
    /// The Wald form: interval and test from one standard error.
    ///
    /// A standard error of zero gives the bare difference with [`Reason::ZeroVariance`].
    ///
    /// # Errors
    /// [`StatError::Domain`] when `level` is not in (0, 1), df is not positive or a number is not finite.
    pub fn wald(difference: f64, standard_error: f64, reference: Reference, level: f64) -> Result<Self, StatError> {
        if !difference.is_finite() || !standard_error.is_finite() || standard_error < 0.0 {
            return Err(StatError::Domain("values are too large to compute with"));
        }
        if standard_error == 0.0 {
            interval::tail(level)?;
            return Ok(Self::without_test(difference, Reason::ZeroVariance));
        }
        let statistic = difference / standard_error;
        Ok(Self {
            difference,
            standard_error: Some(standard_error),
            interval: Some(Interval::around(
                difference,
                reference.critical(level)? * standard_error,
            )),
            statistic: Some(statistic),
            df: reference.df(),
            p: Some(reference.p(statistic)),
            reason: None,
        })
    }

    /// A difference whose chance cannot be judged.
    #[must_use]
    pub const fn without_test(difference: f64, reason: Reason) -> Self {
        Self {
            difference,
            standard_error: None,
            interval: None,
            statistic: None,
            df: None,
            p: None,
            reason: Some(reason),
        }
    }

    /// The same comparison in another unit, for example shares as points (`factor` 100); the
    /// statistic and p-value keep their size. `factor` is positive.
    #[must_use]
    pub fn scaled(mut self, factor: f64) -> Self {
        self.difference *= factor;
        self.standard_error = self.standard_error.map(|error| error * factor.abs());
        self.interval = self.interval.map(|interval| interval.scaled(factor));
        self
    }
}
