//! Net promoter score: promoters minus detractors, in points from −100 to 100.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use super::comparison::Comparison;
use super::comparison::Reference;
use super::counts::ValueCounts;
use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;

/// How many answered in each of the three groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Groups {
    /// Answers 9 and 10.
    pub promoters: u64,
    /// Answers 7 and 8.
    pub passives: u64,
    /// Answers 0 to 6.
    pub detractors: u64,
}

impl Groups {
    /// Sorts answers from 0 to 10 into the three groups.
    ///
    /// # Errors
    /// [`StatError::Domain`] when an answer is not a whole number from 0 to 10.
    pub fn of(answers: &ValueCounts) -> Result<Self, StatError> {
        let mut groups = Self::default();
        for &(answer, count) in answers.pairs() {
            if answer.fract() != 0.0 || !(0.0..=10.0).contains(&answer) {
                return Err(StatError::Domain("an answer must be a whole number from 0 to 10"));
            }
            if answer >= 9.0 {
                groups.promoters += count;
            } else if answer >= 7.0 {
                groups.passives += count;
            } else {
                groups.detractors += count;
            }
        }
        Ok(groups)
    }

    /// Number of answers.
    #[must_use]
    pub const fn base(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    /// The score in points, −100 to 100.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without answers.
    pub fn score(&self) -> Result<f64, StatError> {
        Ok(self.moments(0.0)?.score)
    }

    /// Variance of a single answer scored −1, 0 or 1: p + d − (p − d)².
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without answers.
    pub fn unit_variance(&self) -> Result<f64, StatError> {
        Ok(self.moments(0.0)?.unit_variance)
    }

    /// Standard error in points, with divisor n.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] without answers.
    pub fn standard_error(&self) -> Result<f64, StatError> {
        Ok(self.moments(0.0)?.standard_error())
    }

    /// Each answer as −100, 0 or 100, for the tests of means.
    #[must_use]
    pub fn values(&self) -> ValueCounts {
        ValueCounts::of_codes(&BTreeMap::from([
            (-100, self.detractors),
            (0, self.passives),
            (100, self.promoters),
        ]))
    }

    /// Counts after adding three answers that stand for "we know nothing": ¾, 1½ and ¾.
    fn moments(&self, extra: f64) -> Result<Moments, StatError> {
        let base = self.base() as f64 + extra;
        if base == 0.0 || self.base() == 0 {
            return Err(Reason::NoValidAnswers.into());
        }
        let promoters = (self.promoters as f64 + extra / 4.0) / base;
        let detractors = (self.detractors as f64 + extra / 4.0) / base;
        let net = promoters - detractors;
        // p + d - (p - d)² without its cancellation when everybody is a promoter.
        let passives = (self.passives as f64 + extra / 2.0) / base;
        let unit_variance = passives * (promoters + detractors) + 4.0 * promoters * detractors;
        Ok(Moments {
            base,
            score: 100.0 * net,
            unit_variance,
        })
    }
}

struct Moments {
    base: f64,
    score: f64,
    unit_variance: f64,
}

impl Moments {
    fn standard_error(&self) -> f64 {
        100.0 * (self.unit_variance / self.base).sqrt()
    }
}

/// The adjusted-Wald estimate: its own centre and error, which differ a little from the score's.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Adjusted {
    /// Centre of the interval in points; not the score to print.
    pub centre: f64,
    /// Standard error in points.
    pub standard_error: f64,
    /// Interval in points, clamped to −100 to 100. With one or two answers the raw score may lie outside.
    pub interval: Interval,
}

/// Adjusted Wald interval, the default for NPS: ¾ promoters, 1½ passives and ¾ detractors are added
/// first, so that it does not collapse when everybody agrees.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without answers; [`StatError::Domain`] for a level outside (0, 1).
///
/// Source: B. Rocks (2016), Am. Stat. 70, 365–372.
pub fn adjusted_wald(groups: &Groups, level: f64) -> Result<Adjusted, StatError> {
    let z = critical_z(level)?;
    let moments = groups.moments(3.0)?;
    let error = moments.standard_error();
    let interval = Interval::around(moments.score, z * error).clamped(-100.0, 100.0);
    Ok(Adjusted {
        centre: moments.score,
        standard_error: error,
        interval,
    })
}

/// Wald interval in points, not clamped.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without answers, [`Reason::TooFewAnswers`] for one,
/// [`Reason::ZeroVariance`] when all are in one group: an interval without width is not printable;
/// [`StatError::Domain`] for a level outside (0, 1).
pub fn wald(groups: &Groups, level: f64) -> Result<Interval, StatError> {
    let z = critical_z(level)?;
    let moments = groups.moments(0.0)?;
    if groups.base() < 2 {
        return Err(Reason::TooFewAnswers.into());
    }
    if moments.unit_variance == 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    Ok(Interval::around(moments.score, z * moments.standard_error()))
}

/// First minus second score of two independent samples: z test and Wald interval, in points.
///
/// # Errors
/// [`Reason::EmptyGroup`] when a sample has no answers; [`StatError::Domain`] for a level outside (0, 1).
///
/// Source: B. Rocks (2016), Am. Stat. 70, 365–372.
pub fn difference(first: &Groups, second: &Groups, level: f64) -> Result<Comparison, StatError> {
    if first.base() == 0 || second.base() == 0 {
        return Err(Reason::EmptyGroup.into());
    }
    let (first, second) = (first.moments(0.0)?, second.moments(0.0)?);
    let error = first.standard_error().hypot(second.standard_error());
    Comparison::wald(first.score - second.score, error, Reference::Normal, level)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nine_is_a_promoter_and_eleven_is_no_answer() {
        let groups = Groups::of(&ValueCounts::of([9.0, 8.0, 6.0, 0.0]).unwrap()).unwrap();
        assert_eq!(
            groups,
            Groups {
                promoters: 1,
                passives: 1,
                detractors: 2
            }
        );
        for bad in [11.0, -1.0, 8.5] {
            let answers = ValueCounts::of([bad]).unwrap();
            assert!(matches!(Groups::of(&answers), Err(StatError::Domain(_))));
        }
    }

    proptest! {
        #[test]
        fn the_default_interval_has_width_and_lies_on_the_scale(
            promoters in 0_u64..300, passives in 0_u64..300, detractors in 1_u64..300,
        ) {
            let groups = Groups { promoters, passives, detractors };
            let interval = adjusted_wald(&groups, 0.95).unwrap().interval;
            prop_assert!(interval.low < interval.high);
            prop_assert!(interval.low >= -100.0 && interval.high <= 100.0);
            let mirror = Groups { promoters: detractors, passives, detractors: promoters };
            let mirrored = adjusted_wald(&mirror, 0.95).unwrap().interval;
            prop_assert!((mirrored.low + interval.high).abs() < 1e-9);
            let change = difference(&groups, &mirror, 0.95).unwrap();
            if let Some(p) = change.p {
                prop_assert!((0.0..=1.0).contains(&p));
            }
        }
    }
}
