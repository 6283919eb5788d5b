//! How many answers a wave needs, and what can be seen with those there are.
//!
//! In: what is measured, how it stands now, what shall be seen, what is known of the population and of the field work.
//! Out: answers and invitations per group, or the smallest change that shows. The formulas are `stats`'; surveys, files and
//! words are the caller's. Everything rests on random samples: of volunteers behind an open link nothing here is true.

use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::power;
use crate::stats::sample_size;
use crate::stats::sample_size::Field;
use crate::stats::sample_size::SampleSize;

#[cfg(test)]
mod tests;

/// What is measured, with what is expected of its spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quantity {
    /// A share that is now at this value, 0 to 1; changes are differences of shares.
    Share(f64),
    /// Anything that is a mean over responses, with the standard deviation of one response in the unit of the change: points
    /// of a promoter score, of an index, of a scale.
    Mean(f64),
}

/// How sure one wants to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Chances {
    /// Level of the two-sided test.
    pub alpha: f64,
    /// Probability with which a change of the stated size is seen.
    pub power: f64,
}

/// The largest number of answers per group that is taken for a plan.
const MOST: f64 = 1e12;

impl Quantity {
    /// Standard deviation of one response of a promoter score that is now at `score` points, when `passives` of all
    /// respondents, 0 to 1, are neither promoters nor detractors: 100·√(1 − passives − (score/100)²).
    ///
    /// # Errors
    /// [`StatError::Domain`] when so many passives leave no room for the score.
    pub fn promoter_score(score: f64, passives: f64) -> Result<Self, StatError> {
        let variance = 1.0 - passives - (score / 100.0).powi(2);
        if !(0.0..1.0).contains(&passives) || score.abs() / 100.0 > 1.0 - passives || variance <= 0.0 {
            return Err(StatError::Domain(
                "a promoter score lies between −100 and 100, less the share of passives",
            ));
        }
        Ok(Self::Mean(100.0 * variance.sqrt()))
    }

    /// Answers per group and wave from a population without end, so that a change between two waves is seen. A share is
    /// planned for the direction that needs more answers, as far as it stays between 0 and 1.
    ///
    /// # Errors
    /// [`StatError::Domain`] when the change or the chances are out of range.
    pub fn unlimited(self, change: f64, chances: Chances) -> Result<f64, StatError> {
        if !change.is_finite() || change <= 0.0 {
            return Err(StatError::Domain("the change to be seen is a number above 0"));
        }
        match self {
            Self::Share(now) => {
                let size = |then: f64| power::size_two_proportions(now, then, chances.alpha, chances.power);
                let inside = [now - change, now + change]
                    .into_iter()
                    .filter(|then| (0.0..=1.0).contains(then));
                let sizes = inside.map(size).collect::<Result<Vec<_>, _>>()?;
                sizes.into_iter().reduce(f64::max).ok_or(StatError::Domain(
                    "a share that changes by so much would leave the range from 0 to 1",
                ))
            }
            Self::Mean(sd) => power::size_normal(change, [sd * sd, sd * sd], chances.alpha, chances.power),
        }
    }

    /// Answers and invitations per group and wave, so that a change between two waves is seen.
    ///
    /// # Errors
    /// As [`Quantity::unlimited`].
    pub fn to_see(self, change: f64, chances: Chances, field: Field) -> Result<SampleSize, StatError> {
        Ok(sample_size::sized(self.unlimited(change, chances)?, field))
    }

    /// Answers and invitations per group, so that the interval of one wave is ± `half_width`.
    ///
    /// # Errors
    /// As [`sample_size::for_half_width`].
    pub fn to_know(self, half_width: f64, level: f64, field: Field) -> Result<SampleSize, StatError> {
        sample_size::for_half_width(self.variance(), half_width, level, field)
    }

    /// Half the width of the interval with so many answers in a group.
    ///
    /// # Errors
    /// As [`sample_size::half_width`].
    pub fn half_width(self, answers: f64, level: f64, field: Field) -> Result<f64, StatError> {
        sample_size::half_width(self.variance(), answers, level, field)
    }

    fn variance(self) -> f64 {
        match self {
            Self::Share(now) => now * (1.0 - now),
            Self::Mean(sd) => sd * sd,
        }
    }

    /// The smallest change that so many answers per group and wave see; nothing when they see none, as two answers of a
    /// share do.
    ///
    /// # Errors
    /// As [`Quantity::unlimited`]; [`Reason::Boundary`] when everybody answers: every change is then seen as it is.
    pub fn seen_with(self, answers: f64, chances: Chances, field: Field) -> Result<Option<f64>, StatError> {
        let sampled = answers / field.design_effect;
        let unlimited = match field.population {
            Some(population) if answers >= population => return Err(Reason::Boundary.into()),
            // The finite population correction, solved for the size it started from.
            Some(population) if sampled < population => sampled * (population - 1.0) / (population - sampled),
            _ => sampled,
        };
        if unlimited.is_nan() || unlimited <= 0.0 {
            return Err(Reason::NoValidAnswers.into());
        }
        let most = match self {
            Self::Share(now) => now.max(1.0 - now),
            Self::Mean(sd) => sd * 1e6,
        };
        let needed = |change: f64| self.unlimited(change, chances).unwrap_or(MOST);
        // Towards the far end of a share only one direction is left; the size falls all the same.
        if needed(most) > unlimited {
            return Ok(None);
        }
        let (mut low, mut high) = (0.0, most);
        for _ in 0..200 {
            let middle = f64::midpoint(low, high);
            if middle <= low || middle >= high {
                break;
            }
            if needed(middle) > unlimited {
                low = middle;
            } else {
                high = middle;
            }
        }
        Ok(Some(high))
    }
}

/// The change between two waves that is seen, when their figures have these standard errors.
///
/// # Errors
/// [`StatError::Domain`] when the chances are out of range.
pub fn seen_between(errors: [f64; 2], chances: Chances) -> Result<f64, StatError> {
    power::detectable(errors[0].hypot(errors[1]), chances.alpha, chances.power)
}
