//! A lower and an upper bound, and the critical values they are made with.

use serde::Deserialize;
use serde::Serialize;

use super::distribution;
use super::error::StatError;

/// A two-sided interval in the unit of its estimate; `low <= high`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Interval {
    /// `centre - half` to `centre + half`; `half` is not negative.
    #[must_use]
    pub fn around(centre: f64, half: f64) -> Self {
        Self {
            low: centre - half,
            high: centre + half,
        }
    }

    /// The part of the interval that lies between `low` and `high`, for printing.
    #[must_use]
    pub fn clamped(self, low: f64, high: f64) -> Self {
        Self {
            low: self.low.clamp(low, high),
            high: self.high.clamp(low, high),
        }
    }

    /// The same interval in another unit, for example shares as percentages (`factor` 100).
    /// A negative factor turns the interval round.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let (first, second) = (self.low * factor, self.high * factor);
        Self {
            low: first.min(second),
            high: first.max(second),
        }
    }

    /// Both bounds moved by the same amount.
    #[must_use]
    pub fn shifted(self, by: f64) -> Self {
        Self {
            low: self.low + by,
            high: self.high + by,
        }
    }

    /// Whether a value lies inside or on a bound.
    #[must_use]
    pub fn contains(self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }

    /// Half the distance between the bounds.
    #[must_use]
    pub fn half_width(self) -> f64 {
        (self.high - self.low) / 2.0
    }
}

/// Normal quantile that leaves `(1 - level) / 2` in each tail.
///
/// # Errors
/// [`StatError::Domain`] when `level` is not in (0, 1).
pub fn critical_z(level: f64) -> Result<f64, StatError> {
    Ok(-distribution::normal_quantile(tail(level)?))
}

/// Student quantile that leaves `(1 - level) / 2` in each tail; `df` may be fractional.
///
/// # Errors
/// [`StatError::Domain`] when `level` is not in (0, 1) or `df` is not positive.
pub fn critical_t(level: f64, df: f64) -> Result<f64, StatError> {
    let tail = tail(level)?;
    if df.is_nan() || df <= 0.0 {
        return Err(StatError::Domain("degrees of freedom must be positive"));
    }
    Ok(-distribution::t_quantile(tail, df))
}

/// What a two-sided level leaves in each tail: 0.025 for 0.95.
///
/// # Errors
/// [`StatError::Domain`] when `level` is not in (0, 1).
pub fn tail(level: f64) -> Result<f64, StatError> {
    if level > 0.0 && level < 1.0 {
        Ok((1.0 - level) / 2.0)
    } else {
        Err(StatError::Domain(
            "the level must lie between 0 and 1, for example 0.95",
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn critical_values_are_those_of_the_tables() {
        assert!((critical_z(0.95).unwrap() - 1.959_963_984_540_054).abs() < 1e-12);
        assert!((critical_t(0.95, 10.0).unwrap() - 2.228_138_851_986_274).abs() < 1e-11);
        assert!((critical_t(0.99, 2.5).unwrap() - 7.163_728_138_948_783).abs() < 1e-10);
    }

    #[test]
    fn a_level_must_be_a_probability_strictly_inside() {
        for level in [0.0, 1.0, -0.5, 95.0, f64::NAN] {
            assert!(matches!(critical_z(level), Err(StatError::Domain(_))), "{level}");
        }
    }

    #[test]
    fn a_negative_factor_keeps_the_bounds_in_order() {
        let turned = Interval { low: -1.0, high: 3.0 }.scaled(-2.0);
        assert_eq!(turned, Interval { low: -6.0, high: 2.0 });
    }
}
