//! How many answers an interval of a wanted width needs, and how wide it is with those there are.
//!
//! Answers are a simple random sample, or one whose design effect is stated. Volunteers behind an open link are none:
//! for them no margin of error exists (AAPOR), which the caller has to say.

use super::error::Reason;
use super::error::StatError;
use super::interval;

/// A sample size with what leads to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleSize {
    /// z²·variance/e²: from a population without end.
    pub unlimited: f64,
    /// The same from the stated population.
    pub limited: f64,
    /// Whole answers that are needed, the design effect included; never more than the population.
    pub answers: f64,
    /// Whole invitations that are needed to get them.
    pub invitations: f64,
}

/// What is known of the population and of the field work.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Field {
    /// People in the population; without it, it has no end.
    pub population: Option<f64>,
    /// Design effect, 1 for a simple random sample.
    pub design_effect: f64,
    /// Expected share of the invited who answer, in (0, 1].
    pub response: f64,
}

impl Default for Field {
    fn default() -> Self {
        Self {
            population: None,
            design_effect: 1.0,
            response: 1.0,
        }
    }
}

impl Field {
    fn checked(self) -> Result<Self, StatError> {
        if self.population.is_some_and(|n| !n.is_finite() || n < 1.0) {
            return Err(StatError::Domain("the population is a number of people, at least 1"));
        }
        if !self.design_effect.is_finite() || self.design_effect <= 0.0 {
            return Err(StatError::Domain(
                "the design effect is a positive number, 1 for a simple random sample",
            ));
        }
        if !(self.response > 0.0 && self.response <= 1.0) {
            return Err(StatError::Domain(
                "the response rate lies above 0 and at most at 1, such as 0.3",
            ));
        }
        Ok(self)
    }

    /// √((N − n)/(N − 1)); 1 without a population, 0 from the whole population on.
    fn correction(self, base: f64) -> f64 {
        match self.population {
            None => 1.0,
            Some(population) if base >= population => 0.0,
            Some(population) => ((population - base) / (population - 1.0)).sqrt(),
        }
    }
}

/// The next whole number; one that differs from a whole number by rounding only is that.
#[must_use]
pub fn whole(size: f64) -> f64 {
    (size - 1e-9 * size.max(1.0)).ceil()
}

/// Answers needed so that the interval of a mean with this variance per answer is ± `half_width`.
///
/// n₀ = z²·variance/e², n = n₀/(1 + (n₀ − 1)/N), times the design effect, over the response rate.
/// The variance of a share is p(1 − p), that of a promoter score p + d − (p − d)² in squared units of 1.
///
/// # Errors
/// [`StatError::Domain`] for a half-width, level or field out of range; [`Reason::ZeroVariance`] without variance.
///
/// Source: W. G. Cochran (1977), Sampling Techniques, §4.4–4.6, §4.8.
pub fn for_half_width(variance: f64, half_width: f64, level: f64, field: Field) -> Result<SampleSize, StatError> {
    let field = field.checked()?;
    if !half_width.is_finite() || half_width <= 0.0 {
        return Err(StatError::Domain(
            "the margin of error is a positive number, such as 0.05",
        ));
    }
    if !variance.is_finite() || variance < 0.0 {
        return Err(StatError::Domain("the variance is a positive number"));
    }
    if variance <= 0.0 {
        return Err(Reason::ZeroVariance.into());
    }
    let z = interval::critical_z(level)?;
    let unlimited = z * z * variance / (half_width * half_width);
    Ok(sized(unlimited, field))
}

/// A sample size from that of a population without end: population, design effect and response taken into account.
#[must_use]
pub fn sized(unlimited: f64, field: Field) -> SampleSize {
    let limited = field.population.map_or(unlimited, |population| {
        unlimited / (1.0 + (unlimited - 1.0) / population)
    });
    let most = field.population.unwrap_or(f64::INFINITY);
    let answers = whole(limited * field.design_effect).min(most.floor()).max(1.0);
    let invitations = whole((limited * field.design_effect).min(most) / field.response).max(answers);
    SampleSize {
        unlimited,
        limited,
        answers,
        invitations,
    }
}

/// Half the width of the interval of a mean with this variance per answer, z·√(deff·variance/n)·√((N − n)/(N − 1)); 0
/// when everybody answered, because then nothing is left to chance.
///
/// # Errors
/// [`Reason::NoValidAnswers`] without answers, [`Reason::Boundary`] without variance (a share of 0 or 1 makes
/// the formula collapse), [`StatError::Domain`] for a level or field out of range.
///
/// Source: W. G. Cochran (1977), Sampling Techniques, §3.2.
pub fn half_width(variance: f64, base: f64, level: f64, field: Field) -> Result<f64, StatError> {
    let field = field.checked()?;
    if !base.is_finite() || base < 0.0 || !variance.is_finite() || variance < 0.0 {
        return Err(StatError::Domain(
            "the number of answers and the variance are not below zero",
        ));
    }
    if base <= 0.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let z = interval::critical_z(level)?;
    let correction = field.correction(base);
    if correction <= 0.0 {
        return Ok(0.0);
    }
    if variance <= 0.0 {
        return Err(Reason::Boundary.into());
    }
    Ok(z * (field.design_effect * variance / base).sqrt() * correction)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cochrans_example_of_a_share() {
        // Cochran (1977), §4.4: p = 0.5, e = 5 %, t = 2 → n₀ = 400; §4.8: N = 3200 → 356.
        let level = 1.0 - 2.0 * crate::stats::distribution::normal_sf(2.0);
        let field = Field {
            population: Some(3200.0),
            ..Field::default()
        };
        let size = for_half_width(0.25, 0.05, level, field).unwrap();
        assert!(
            (size.unlimited - 400.0).abs() < 1e-6 && (size.answers - 356.0).abs() < 1e-9,
            "{size:?}"
        );
    }

    #[test]
    fn a_census_has_no_sampling_error_and_no_more_than_everybody_is_asked_for() {
        let field = Field {
            population: Some(30.0),
            design_effect: 2.0,
            response: 0.5,
        };
        assert_eq!(half_width(0.09, 30.0, 0.95, field), Ok(0.0));
        let size = for_half_width(0.25, 0.01, 0.95, field).unwrap();
        assert!(
            (size.answers - 30.0).abs() < 1e-9 && (size.invitations - 60.0).abs() < 1e-9,
            "{size:?}"
        );
        assert_eq!(
            half_width(0.0, 10.0, 0.95, field),
            Err(StatError::Undefined(Reason::Boundary))
        );
        assert_eq!(
            half_width(0.25, 0.0, 0.95, field),
            Err(StatError::Undefined(Reason::NoValidAnswers))
        );
    }

    proptest! {
        #[test]
        fn what_was_planned_is_reached_and_one_answer_less_is_too_few(
            p in 0.05..0.95_f64, e in 0.01..0.2_f64, population in prop::option::of(500.0..1e6_f64),
        ) {
            let field = Field { population, ..Field::default() };
            let size = for_half_width(p * (1.0 - p), e, 0.95, field).unwrap();
            let got = |n: f64| half_width(p * (1.0 - p), n, 0.95, field).unwrap();
            prop_assert!(got(size.answers) <= e * (1.0 + 1e-6));
            prop_assume!(size.answers > 1.0);
            prop_assert!(got(size.answers - 1.0) >= e * (1.0 - 1e-6));
        }
    }
}
