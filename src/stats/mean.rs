//! The mean of one sample with its t interval.

use serde::Deserialize;
use serde::Serialize;

use super::counts::Summary;
use super::error::Reason;
use super::error::StatError;
use super::interval;
use super::interval::Interval;

/// A mean with what is known about its accuracy.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct MeanEstimate {
    /// Number of values.
    pub base: u64,
    /// Arithmetic mean.
    pub mean: f64,
    /// Standard deviation with divisor n − 1; absent below two values.
    pub sd: Option<f64>,
    /// Standard error of the mean; absent below two values.
    pub standard_error: Option<f64>,
    /// Interval `mean ± t(n−1)·se`.
    pub interval: Option<Interval>,
    /// Why there is no interval.
    pub reason: Option<Reason>,
}

/// Mean and t interval of a sample; `sample` usually comes from [`super::ValueCounts::summary`].
///
/// One value, or values without spread, give the mean and the reason why it has no interval.
///
/// # Errors
/// [`Reason::NoValidAnswers`] for an empty sample; [`StatError::Domain`] for a level outside (0, 1)
/// or a spread that is no number.
///
/// Source: Student (1908), Biometrika 6, 1–25; ISO 10004:2018.
pub fn estimate(sample: &Summary, level: f64) -> Result<MeanEstimate, StatError> {
    interval::tail(level)?;
    if sample.base == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let bare = MeanEstimate {
        base: sample.base,
        mean: sample.mean,
        sd: sample.sd(),
        standard_error: sample.standard_error(),
        interval: None,
        reason: None,
    };
    match sample.standard_error() {
        None => Ok(MeanEstimate {
            reason: Some(Reason::TooFewAnswers),
            ..bare
        }),
        Some(error) => match t_interval(sample.base, sample.mean, error, level) {
            Ok(interval) => Ok(MeanEstimate {
                interval: Some(interval),
                ..bare
            }),
            Err(StatError::Undefined(reason)) => Ok(MeanEstimate {
                reason: Some(reason),
                ..bare
            }),
            Err(fault) => Err(fault),
        },
    }
}

/// `mean ± t(base − 1)·standard_error`.
///
/// # Errors
/// [`Reason::NoValidAnswers`], [`Reason::TooFewAnswers`] or [`Reason::ZeroVariance`] where there is no
/// interval; [`StatError::Domain`] for a level outside (0, 1) or a number that is not finite.
pub fn t_interval(base: u64, mean: f64, standard_error: f64, level: f64) -> Result<Interval, StatError> {
    interval::tail(level)?;
    if !mean.is_finite() || !standard_error.is_finite() || standard_error < 0.0 {
        return Err(StatError::Domain(
            "the mean and its standard error must be finite numbers",
        ));
    }
    match base {
        0 => Err(Reason::NoValidAnswers.into()),
        1 => Err(Reason::TooFewAnswers.into()),
        _ if standard_error == 0.0 => Err(Reason::ZeroVariance.into()),
        _ => {
            let critical = interval::critical_t(level, (base - 1) as f64)?;
            Ok(Interval::around(mean, critical * standard_error))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::ValueCounts;

    #[test]
    fn one_answer_and_equal_answers_have_a_mean_but_no_interval() {
        for (values, reason) in [(vec![4.0], Reason::TooFewAnswers), (vec![4.0; 7], Reason::ZeroVariance)] {
            let summary = ValueCounts::of(values).unwrap().summary().unwrap();
            let got = estimate(&summary, 0.95).unwrap();
            assert_eq!((got.mean, got.interval, got.reason), (4.0, None, Some(reason)));
        }
    }

    #[test]
    fn a_level_in_percent_is_refused() {
        let summary = ValueCounts::of([1.0, 2.0]).unwrap().summary().unwrap();
        assert!(matches!(estimate(&summary, 95.0), Err(StatError::Domain(_))));
    }
}
