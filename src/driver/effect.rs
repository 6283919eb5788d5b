//! What goes with a higher rating: the slope of the outcome on each driver with the others held, both as 0 to 100.
//!
//! A slope, not a promise: respondents who rate a driver higher rate the outcome higher by so much. Whether raising the
//! rating would raise the outcome no survey of one moment can tell.

use super::aside::set_aside;
use super::ask::Ask;
use super::ask::Fault;
use super::sample::Sample;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::interval::critical_t;
use crate::stats::weighted_models::least_squares;
use crate::tabulation::Group;
use crate::tabulation::Rows;

/// The slope of one driver.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The driver.
    pub variable: VariableIndex,
    /// Points of the outcome (0 to 100) that go with one point of the driver (0 to 100), the other drivers held.
    pub slope: f64,
    /// Its interval; `None` where the sample has a design, whose units it does not know.
    pub interval: Option<Interval>,
}

/// The slopes of all drivers that [`super::analyse`] takes in, in the order asked; `rows` hold [`Ask::variables`].
///
/// # Errors
/// A [`Fault`] of what was asked. Inside, a [`Reason`] where the answers do not determine the slopes, or outcome or a driver
/// has no scale to rescale by.
pub fn effects(
    rows: &Rows,
    survey: &Survey,
    (wave, group): (&WaveId, Group),
    ask: &Ask,
) -> Result<Result<Vec<Effect>, Reason>, Fault> {
    let (ask, _) = &set_aside(rows, survey, wave, ask);
    let sample = Sample::of(rows, survey, (wave, group), ask)?;
    let range = |variable: VariableIndex| {
        let scale = survey.variable(variable).domain.scale()?;
        let (low, high) = scale.range();
        (high > low).then_some(high - low)
    };
    let ranges: Option<Vec<f64>> = ask.drivers.iter().map(|driver| range(*driver)).collect();
    let outcome = if ask.outcome.counts.is_some() {
        Some(1.0)
    } else {
        range(ask.outcome.variable)
    };
    let (Some(outcome), Some(ranges)) = (outcome, ranges) else {
        return Ok(Err(Reason::Boundary));
    };
    let Some((first, drivers)) = sample.columns.split_first() else {
        return Ok(Err(Reason::NoValidAnswers));
    };
    let fit = match least_squares(first, drivers, &sample.weights) {
        Ok(fit) => fit,
        Err(error) => return Ok(Err(error.reason().unwrap_or(Reason::NotConverged))),
    };
    let critical = critical_t(ask.level, fit.df).ok().filter(|_| !ask.design.is_known());
    let effect = |(at, driver): (usize, &VariableIndex)| {
        let times = ranges[at] / outcome;
        let (slope, error) = (fit.estimates[at + 1] * times, fit.errors[at + 1] * times);
        Effect {
            variable: *driver,
            slope,
            interval: critical.map(|t| Interval {
                low: slope - t * error,
                high: slope + t * error,
            }),
        }
    };
    Ok(Ok(ask.drivers.iter().enumerate().map(effect).collect()))
}
