//! Numbers with how often each occurs: everything moments, quantiles and rank tests need.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::error::Reason;
use super::error::StatError;

/// Distinct finite values in ascending order, each with a positive count.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ValueCounts {
    pairs: Vec<(f64, u64)>,
    base: u64,
}

/// Size, mean and spread of a sample.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Number of values.
    pub base: u64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Variance with divisor `base - 1`; absent below two values.
    pub variance: Option<f64>,
}

impl ValueCounts {
    /// Gathers `(value, count)` pairs in any order; equal values add up, zero counts are left out.
    ///
    /// # Errors
    /// [`StatError::Domain`] when a value is not finite.
    pub fn new(pairs: impl IntoIterator<Item = (f64, u64)>) -> Result<Self, StatError> {
        let mut sorted: Vec<(f64, u64)> = Vec::new();
        for (value, count) in pairs {
            if !value.is_finite() {
                return Err(StatError::Domain("values must be finite numbers"));
            }
            if count > 0 {
                // Adding zero turns -0 into 0, so that the two are one value.
                sorted.push((value + 0.0, count));
            }
        }
        Ok(Self::gathered(sorted))
    }

    /// Counts single values in any order.
    ///
    /// # Errors
    /// [`StatError::Domain`] when a value is not finite.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Result<Self, StatError> {
        // Bare numbers are sorted in half the time of pairs; equal ones are the same to the bit, so order among them is none.
        let mut sorted: Vec<f64> = values.into_iter().map(|value| value + 0.0).collect();
        if sorted.iter().any(|value| !value.is_finite()) {
            return Err(StatError::Domain("values must be finite numbers"));
        }
        sorted.sort_unstable_by(f64::total_cmp);
        let runs = sorted.chunk_by(|first, second| first.total_cmp(second).is_eq());
        Ok(Self {
            base: sorted.len() as u64,
            pairs: runs.map(|run| (run[0], run.len() as u64)).collect(),
        })
    }

    /// Counts integer codes, which cannot fail.
    #[must_use]
    pub fn of_codes(codes: &BTreeMap<i32, u64>) -> Self {
        let pairs = codes
            .iter()
            .filter(|(_, count)| **count > 0)
            .map(|(code, count)| (f64::from(*code), *count))
            .collect();
        Self {
            pairs,
            base: codes.values().sum(),
        }
    }

    /// The values in ascending order with their counts.
    #[must_use]
    pub fn pairs(&self) -> &[(f64, u64)] {
        &self.pairs
    }

    /// Number of values, repeats counted.
    #[must_use]
    pub const fn base(&self) -> u64 {
        self.base
    }

    /// Smallest value.
    #[must_use]
    pub fn min(&self) -> Option<f64> {
        self.pairs.first().map(|pair| pair.0)
    }

    /// Largest value.
    #[must_use]
    pub fn max(&self) -> Option<f64> {
        self.pairs.last().map(|pair| pair.0)
    }

    /// Both collections together.
    #[must_use]
    pub fn merged(&self, other: &Self) -> Self {
        Self::gathered(self.pairs.iter().chain(&other.pairs).copied().collect())
    }

    /// Arithmetic mean; absent without values.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        // Distances from the first value keep a constant column exactly constant.
        let origin = self.min()?;
        Some(origin + self.sum_of(|value| value - origin) / self.base as f64)
    }

    /// Variance with divisor n − 1, exactly 0 for a constant; absent below two values.
    #[must_use]
    pub fn variance(&self) -> Option<f64> {
        let mean = self.mean()?;
        if self.base < 2 {
            return None;
        }
        if self.pairs.len() == 1 {
            return Some(0.0);
        }
        Some(self.sum_of(|value| (value - mean).powi(2)) / (self.base - 1) as f64)
    }

    /// Standard deviation with divisor n − 1; absent below two values.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }

    /// Moment skewness g₁ = m₃/m₂^1.5; absent for a constant.
    #[must_use]
    pub fn skewness(&self) -> Option<f64> {
        let mean = self.mean()?;
        let moment = |power| self.sum_of(|value| (value - mean).powi(power)) / self.base as f64;
        (self.pairs.len() > 1).then(|| moment(3) / moment(2).powf(1.5))
    }

    /// Quantile of type 7 (linear at (n−1)·share), the default of R and `NumPy`.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without values; [`StatError::Domain`] for a share outside `[0, 1]`.
    ///
    /// Source: R. J. Hyndman & Y. Fan (1996), Am. Stat. 50, 361–365.
    pub fn quantile(&self, share: f64) -> Result<f64, StatError> {
        if !(0.0..=1.0).contains(&share) {
            return Err(StatError::Domain("a quantile is asked for by a share between 0 and 1"));
        }
        let last = self.base.checked_sub(1).ok_or(Reason::NoValidAnswers)?;
        let place = last as f64 * share;
        let below = place.floor();
        let low = self.at(below);
        let high = self.at((below + 1.0).min(last as f64));
        Ok(low + (place - below) * (high - low))
    }

    /// The middle value, or the mean of the two middle values.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without values.
    pub fn median(&self) -> Result<f64, StatError> {
        self.quantile(0.5)
    }

    /// Size, mean and variance.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without values.
    pub fn summary(&self) -> Result<Summary, StatError> {
        let mean = self.mean().ok_or(Reason::NoValidAnswers)?;
        Ok(Summary {
            base: self.base,
            mean,
            variance: self.variance(),
        })
    }

    /// Sorts finite values with positive counts and adds up equal ones.
    fn gathered(mut sorted: Vec<(f64, u64)>) -> Self {
        sorted.sort_by(|first, second| first.0.total_cmp(&second.0));
        let mut pairs: Vec<(f64, u64)> = Vec::with_capacity(sorted.len());
        for (value, count) in sorted {
            match pairs.last_mut() {
                Some(last) if last.0.total_cmp(&value).is_eq() => last.1 += count,
                _ => pairs.push((value, count)),
            }
        }
        let base = pairs.iter().map(|pair| pair.1).sum();
        Self { pairs, base }
    }

    fn sum_of(&self, f: impl Fn(f64) -> f64) -> f64 {
        self.pairs.iter().map(|(value, count)| f(*value) * *count as f64).sum()
    }

    /// The value at a place of the sorted list, counted from 0; the last value beyond its end.
    fn at(&self, place: f64) -> f64 {
        let mut passed = 0.0;
        for (value, count) in &self.pairs {
            passed += *count as f64;
            if place < passed {
                return *value;
            }
        }
        self.max().unwrap_or(0.0)
    }
}

impl Summary {
    /// Standard deviation; absent below two values.
    #[must_use]
    pub fn sd(&self) -> Option<f64> {
        self.variance.map(f64::sqrt)
    }

    /// Standard error of the mean; absent below two values.
    #[must_use]
    pub fn standard_error(&self) -> Option<f64> {
        self.variance.map(|variance| (variance / self.base as f64).sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quantiles_are_those_of_hyndman_and_fan_type_7() {
        let counts = ValueCounts::of([5.0, 1.0, 2.0, 4.0]).unwrap();
        assert_eq!(counts.median(), Ok(3.0));
        assert_eq!(counts.quantile(0.25), Ok(1.75));
        assert_eq!(
            (counts.quantile(0.0).unwrap(), counts.quantile(1.0).unwrap()),
            (1.0, 5.0)
        );
    }

    #[test]
    fn codes_and_values_count_alike() {
        let codes = BTreeMap::from([(1, 2), (3, 0), (5, 1)]);
        assert_eq!(ValueCounts::of_codes(&codes), ValueCounts::of([5.0, 1.0, 1.0]).unwrap());
    }

    #[test]
    fn a_constant_has_a_variance_of_exactly_zero() {
        let counts = ValueCounts::new([(0.1, 7)]).unwrap();
        assert_eq!((counts.mean(), counts.variance()), (Some(0.1), Some(0.0)));
    }

    #[test]
    fn nothing_and_not_a_number_are_not_values() {
        assert!(ValueCounts::of([f64::NAN]).is_err());
        let none = ValueCounts::default();
        assert_eq!((none.mean(), none.variance(), none.min()), (None, None, None));
        assert_eq!(none.median(), Err(StatError::Undefined(Reason::NoValidAnswers)));
    }

    proptest! {
        #[test]
        fn order_and_grouping_of_values_do_not_matter(mut values in prop::collection::vec(-5_i32..5, 1..40)) {
            let first = ValueCounts::of(values.iter().copied().map(f64::from)).unwrap();
            values.reverse();
            let (left, right) = values.split_at(values.len() / 2);
            let left = ValueCounts::of(left.iter().copied().map(f64::from)).unwrap();
            let right = ValueCounts::of(right.iter().copied().map(f64::from)).unwrap();
            prop_assert_eq!(&first, &left.merged(&right));
            prop_assert!(first.quantile(0.3).unwrap() <= first.quantile(0.7).unwrap());
        }
    }
}
