//! Estimates of surveys that say how their responses were drawn (strata, clusters, finite populations), weighted to a
//! population, or that bring replicate weights; and the difference of two groups under them.

use super::estimate::Basis;
use super::estimate::Estimate;
use super::estimate::Method;
use super::estimate::Outcome;
use super::estimate::Unit;
use super::estimate::reason;
use super::frame::Frame;
use super::influence::Centre;
use super::influence::Influence;
use super::influence::Part;
use super::influence::parts;
use super::weights;
use crate::model::Measure;
use crate::stats::Comparison;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::comparison::Reference;
use crate::stats::proportion::wilson;
use crate::stats::replicates::Scheme;
use crate::stats::weighted::Linearised;
use crate::tabulation::View;

/// The estimate with the accuracy that the survey's design or its replicate weights give it; unchanged for a survey without
/// either.
pub(super) fn estimate(
    measure: &Measure,
    view: &View<'_>,
    level: f64,
    made: Outcome,
    frame: Option<&Frame>,
) -> Outcome {
    if !view.is_designed() {
        return made;
    }
    let made = made?;
    let share = super::unit(view.survey(), measure) == Unit::Share;
    let method = match (view.replicates().is_some(), view.population_cells().is_some()) {
        (true, _) if share => Method::ReplicateLogit,
        (true, _) => Method::ReplicateT,
        (false, true) if share => Method::CalibratedLogit,
        (false, true) => Method::CalibratedT,
        (false, false) if share => Method::DesignLogit,
        (false, false) => Method::DesignT,
    };
    let bare = Estimate {
        interval: None,
        no_interval: None,
        method,
        basis: Basis::Bare,
        ..made
    };
    let without = |reason| Estimate {
        no_interval: Some(reason),
        ..bare.clone()
    };
    if view.design().is_some() && !view.design_is_sound() {
        return Ok(without(Reason::NotConverged));
    }
    if bare.base < 2 {
        return Ok(without(Reason::TooFewAnswers));
    }
    let (variance, df) = match accuracy(measure, view, frame) {
        Ok(known) => known,
        Err(fault) => return Ok(without(reason(fault).unwrap_or_else(|none| none))),
    };
    let value = bare.value;
    let linearised = Linearised { value, variance, df };
    if share && (value <= 0.0 || value >= 1.0) {
        // Without spread the variance says nothing; the effective base does.
        let around = wilson(value, bare.effective_base, level);
        return Estimate {
            method: Method::WilsonEffective,
            basis: Basis::EffectiveShare,
            ..bare
        }
        .with_interval(around);
    }
    if df <= 0.0 {
        return Ok(without(Reason::LonelyPsu));
    }
    let bare = Estimate {
        basis: Basis::Linearised(linearised),
        ..bare
    };
    if variance == 0.0 {
        return bare.with_interval(Err(Reason::ZeroVariance.into()));
    }
    let (low, high) = match super::unit(view.survey(), measure) {
        Unit::Share => {
            let of_replicates = Replications::of(measure, view).and_then(|known| known.logit_interval(view, df, level));
            return bare.with_interval(of_replicates.unwrap_or_else(|| linearised.logit_interval(level)));
        }
        Unit::Nps => (-100.0, 100.0),
        Unit::Index => (0.0, 100.0),
        Unit::Scale(low, high) => (low, high),
        Unit::Number => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let around = linearised.t_interval(level).map(|interval| interval.clamped(low, high));
    bare.with_interval(around)
}

/// Variance and degrees of freedom, from the replicate weights or from the sampling units.
fn accuracy(measure: &Measure, view: &View<'_>, frame: Option<&Frame>) -> Result<(f64, f64), StatError> {
    if view.replicates().is_some() {
        let none = || StatError::from(Reason::NoValidAnswers);
        return Replications::of(measure, view).ok_or_else(none)?.variance(view);
    }
    if let Some(frame) = frame {
        let scores = frame.scores(measure, view).ok_or(Reason::NoValidAnswers)?;
        return frame.variance(&scores, view);
    }
    let design = view.design().ok_or(Reason::NoValidAnswers)?;
    Influence::of(measure, view)
        .ok_or(Reason::NoValidAnswers)?
        .variance(design)
}

/// The variance of a measure and its degrees of freedom under the survey's design or replicate weights; `None` without
/// them, or when there is none to be had.
pub(super) fn variance(measure: &Measure, view: &View<'_>) -> Option<(f64, f64)> {
    let sound = view.is_designed() && (view.design().is_none() || view.design_is_sound());
    accuracy(measure, view, None).ok().filter(|_| sound)
}

/// Two groups of one wave compared under the survey's design or replicate weights, first minus second: design-based t whose
/// degrees of freedom are those of both groups together less one, as in R's `svyttest`. `both` are the responses in both
/// groups; leave it out when there are none. `None` when the survey has neither, the groups are of different waves, or one
/// has no answers.
///
/// The units of a wave that both groups share are accounted for, and so are shared responses.
#[must_use]
pub fn difference(
    measure: &Measure,
    (one, two): (&View<'_>, &View<'_>),
    both: Option<&View<'_>>,
    level: f64,
) -> Option<Comparison> {
    if !one.is_designed() || !one.is_of_wave_of(two) {
        return None;
    }
    let measure = &*weights::settled(measure, one).ok()?;
    difference_in(measure, (one, two), both, level, None)
}

/// The same of a measure whose weights are settled, with the units of the wave when they are known already.
pub(super) fn difference_in(
    measure: &Measure,
    (one, two): (&View<'_>, &View<'_>),
    both: Option<&View<'_>>,
    level: f64,
    frame: Option<&Frame>,
) -> Option<Comparison> {
    if !one.is_designed() || !one.is_of_wave_of(two) {
        return None;
    }
    let (difference, made) = if one.replicates().is_some() {
        let (first, second) = (Replications::of(measure, one)?, Replications::of(measure, two)?);
        let less = first.less(&second);
        (less.estimate, less.variance(one))
    } else if let Some(frame) = frame.filter(|_| one.design_is_sound()) {
        let (first, second) = (frame.scores(measure, one)?, frame.scores(measure, two)?);
        let shared = match both {
            Some(both) => Some(frame.scores(measure, both)?),
            None => None,
        };
        let less = first.less(&second, shared.as_ref());
        (less.combined, frame.variance(&less, one))
    } else {
        let (first, second) = (Influence::of(measure, one)?, Influence::of(measure, two)?);
        let pairs = first.centres.iter().zip(&second.centres);
        let difference = pairs.map(|(a, b)| a.coefficient * (a.mean - b.mean)).sum();
        let sound = one.design_is_sound();
        let made = match one.design().filter(|_| sound) {
            Some(design) => first.less(&second, measure, both)?.variance(design),
            None => Err(Reason::NotConverged.into()),
        };
        (difference, made)
    };
    if !difference.is_finite() {
        return None;
    }
    let undefined = |reason| Some(Comparison::without_test(difference, reason));
    let (variance, df) = match made {
        Ok(known) => known,
        Err(fault) => return undefined(reason(fault).unwrap_or_else(|none| none)),
    };
    if df <= 1.0 {
        return undefined(Reason::LonelyPsu);
    }
    if variance == 0.0 {
        return undefined(Reason::ZeroVariance);
    }
    Comparison::wald(difference, variance.sqrt(), Reference::Student(df - 1.0), level).ok()
}

/// A combination of means with the full weights and with every set of replicate weights.
struct Replications {
    estimate: f64,
    replicates: Vec<Option<f64>>,
}

impl Replications {
    fn of(measure: &Measure, view: &View<'_>) -> Option<Self> {
        let combined = |view: &View<'_>| -> Option<f64> {
            let of = |part: &Part| {
                let centre = Centre::of(part);
                centre.coefficient * centre.mean
            };
            Some(parts(measure, view)?.iter().map(of).sum())
        };
        let replicates = 0..view.replicates()?.weights.len();
        Some(Self {
            estimate: combined(view).filter(|value| value.is_finite())?,
            replicates: replicates
                .map(|replicate| combined(&view.replicate(replicate)).filter(|value| value.is_finite()))
                .collect(),
        })
    }

    fn less(&self, other: &Self) -> Self {
        let pairs = self.replicates.iter().zip(&other.replicates);
        Self {
            estimate: self.estimate - other.estimate,
            replicates: pairs.map(|(one, two)| Some((*one)? - (*two)?)).collect(),
        }
    }

    /// The interval of a share on the logit scale, by the logits of the replicates, as R's `svyciprop` has it; `None` when one
    /// of them is 0 or 1.
    fn logit_interval(&self, view: &View<'_>, df: f64, level: f64) -> Option<Result<Interval, StatError>> {
        let logit = |share: f64| (share / (1.0 - share)).ln();
        let logits = Self {
            estimate: logit(self.estimate),
            replicates: self.replicates.iter().map(|share| share.map(logit)).collect(),
        };
        let finite = |value: &Option<f64>| value.is_none_or(f64::is_finite);
        if !logits.estimate.is_finite() || !logits.replicates.iter().all(finite) {
            return None;
        }
        let share = |logit: f64| 1.0 / (1.0 + (-logit).exp());
        let around = logits.variance(view).and_then(|(variance, _)| {
            Linearised {
                value: logits.estimate,
                variance,
                df,
            }
            .t_interval(level)
        });
        Some(around.map(|found| Interval {
            low: share(found.low),
            high: share(found.high),
        }))
    }

    fn variance(&self, view: &View<'_>) -> Result<(f64, f64), StatError> {
        let replicates = view.replicates().ok_or(Reason::NoValidAnswers)?;
        let scheme = Scheme::new(&replicates.asked, replicates.weights.len())
            .map_err(|_| StatError::Domain("replicate weights are checked with the definition"))?;
        let variance = scheme.variance(self.estimate, &self.replicates)?;
        // Replicates that differ by the last digits only do not vary.
        let settled = variance <= 1e-28 * self.estimate * self.estimate;
        Ok((if settled { 0.0 } else { variance }, view.replicate_df().unwrap_or(0.0)))
    }
}
