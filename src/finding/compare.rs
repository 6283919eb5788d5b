//! The test of a difference: the measure's kind fixes it.

use crate::measure::Basis;
use crate::measure::Estimate;
use crate::stats::Comparison;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::Summary;
use crate::stats::comparison::Reference;
use crate::stats::fisher;
use crate::stats::nps;
use crate::stats::proportion::wilson;
use crate::stats::t_test;
use crate::stats::two_proportions;
use crate::stats::two_proportions::Tally;
use crate::stats::weighted;
use crate::stats::weighted::Linearised;
use serde::Serialize;

/// The test behind a p-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Two shares, pooled z.
    TwoProportions,
    /// Two shares where an expected count is below 5: Fisher's exact test.
    Fisher,
    /// Two means, Welch's t.
    Welch,
    /// Two net promoter scores, z.
    Nps,
    /// Two estimates with design-based variances, t.
    Design,
    /// Two weighted shares one of which is 0 or 1: pooled z on the effective bases.
    EffectiveProportions,
    /// Two estimates from groups that share respondents: z or t with their covariance.
    Overlapping,
    /// Two means of the same people, paired t.
    PairedT,
    /// Two shares of the same people: `McNemar`, exact below 25 changes.
    McNemar,
    /// Two weighted estimates of the same people, t with people as sampling units.
    PairedDesign,
    /// One estimate against a fixed figure.
    OneSample,
    /// There is no test.
    None,
}

impl Test {
    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TwoProportions => "two_proportion_z",
            Self::Fisher => "fisher",
            Self::Welch => "welch",
            Self::Nps => "nps_z",
            Self::Design => "design_t",
            Self::EffectiveProportions => "effective_proportion_z",
            Self::Overlapping => "overlapping",
            Self::PairedT => "paired_t",
            Self::McNemar => "mcnemar",
            Self::PairedDesign => "paired_design_t",
            Self::OneSample => "one_sample",
            Self::None => "none",
        }
    }
}

/// Tests `now` against `then`, two estimates of one measure from responses that do not overlap; the difference is
/// `now − then`, its interval at the two-sided `level`.
#[must_use]
pub fn compare(now: &Estimate, then: &Estimate, level: f64) -> (Comparison, Test) {
    let difference = now.value - then.value;
    let (made, test) = match (&now.basis, &then.basis) {
        (Basis::Tally(a), Basis::Tally(b)) => shares(*a, *b, level),
        (Basis::Mean(a), Basis::Mean(b)) => (t_test::welch(a, b, level), Test::Welch),
        (Basis::Nps(a), Basis::Nps(b)) => (nps::difference(a, b, level), Test::Nps),
        (Basis::EffectiveShare, _) | (_, Basis::EffectiveShare) => {
            (effective_shares(now, then, level), Test::EffectiveProportions)
        }
        (a, b) => match (linearised(a), linearised(b)) {
            (Some(a), Some(b)) => (weighted::compare(&a, &b, level), Test::Design),
            _ => (Err(Reason::NotConverged.into()), Test::None),
        },
    };
    finished(made, difference, test)
}

/// Tests `now` against a figure without error, such as a target.
#[must_use]
pub fn against_fixed(now: &Estimate, figure: f64, level: f64) -> (Comparison, Test) {
    let fixed = Linearised {
        value: figure,
        variance: 0.0,
        df: 0.0,
    };
    let made = match &now.basis {
        // The score test, whose interval is Wilson's: its error is that of the target itself.
        Basis::Tally(tally) if figure > 0.0 && figure < 1.0 => {
            let error = (figure * (1.0 - figure) / tally.base as f64).sqrt();
            Comparison::wald(now.value - figure, error, Reference::Normal, level)
        }
        Basis::EffectiveShare if figure > 0.0 && figure < 1.0 => {
            let error = (figure * (1.0 - figure) / now.effective_base).sqrt();
            Comparison::wald(now.value - figure, error, Reference::Normal, level)
        }
        basis => match linearised(basis) {
            Some(known) => weighted::compare(&known, &fixed, level),
            None => Err(Reason::NotConverged.into()),
        },
    };
    let (mut comparison, test) = finished(made, now.value - figure, Test::OneSample);
    // The distance to a target is as sure as the estimate itself.
    comparison.interval = now.interval.map(|interval| interval.shifted(-figure));
    (comparison, test)
}

pub(super) fn finished(made: Result<Comparison, StatError>, difference: f64, test: Test) -> (Comparison, Test) {
    match made {
        Ok(comparison) if comparison.p.is_some() => (comparison, test),
        Ok(comparison) => (comparison, Test::None),
        Err(fault) => {
            let reason = fault.reason().unwrap_or(Reason::NotConverged);
            (Comparison::without_test(difference, reason), Test::None)
        }
    }
}

/// Pooled z of two weighted shares on their effective bases, with Newcombe's interval made from their Wilson intervals.
fn effective_shares(now: &Estimate, then: &Estimate, level: f64) -> Result<Comparison, StatError> {
    let (p1, p2) = (now.value, then.value);
    let (n1, n2) = (now.effective_base, then.effective_base);
    let (one, two) = (wilson(p1, n1, level)?, wilson(p2, n2, level)?);
    let difference = p1 - p2;
    let interval = Interval {
        low: difference - (p1 - one.low).hypot(two.high - p2),
        high: difference + (one.high - p1).hypot(p2 - two.low),
    };
    let pooled = (p1 * n1 + p2 * n2) / (n1 + n2);
    let error = (pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2)).sqrt();
    if error == 0.0 {
        // Both 0, or both 1: as for counts, p is 1.
        let same = Comparison::without_test(difference, Reason::ZeroVariance);
        return Ok(Comparison {
            interval: Some(interval),
            p: Some(1.0),
            ..same
        });
    }
    let tested = Comparison::wald(difference, error, Reference::Normal, level)?;
    Ok(Comparison {
        interval: Some(interval),
        ..tested
    })
}

fn shares(a: Tally, b: Tally, level: f64) -> (Result<Comparison, StatError>, Test) {
    let made = two_proportions::compare(a, b, level);
    let (hits, base) = ((a.hits + b.hits) as f64, (a.base + b.base) as f64);
    let smaller = a.base.min(b.base) as f64;
    let expected = smaller * hits.min(base - hits) / base;
    // With no hit at all, or nothing but hits, both tests say p = 1.
    if base == 0.0 || hits == 0.0 || hits >= base || expected >= 5.0 {
        return (made, Test::TwoProportions);
    }
    let exact = fisher::test([[a.hits, a.base - a.hits], [b.hits, b.base - b.hits]]).p;
    (
        made.map(|comparison| Comparison {
            p: Some(exact),
            statistic: None,
            df: None,
            ..comparison
        }),
        Test::Fisher,
    )
}

/// Any basis with a variance, for tests between estimates of different kinds (a figure published earlier, say).
pub(super) fn linearised(basis: &Basis) -> Option<Linearised> {
    match basis {
        Basis::Linearised(known) => Some(*known),
        Basis::Tally(tally) => {
            let share = tally.share().ok()?;
            let df = (tally.base.max(2) - 1) as f64;
            Some(Linearised {
                value: share,
                variance: share * (1.0 - share) / tally.base as f64,
                df,
            })
        }
        Basis::Mean(summary) => of_summary(summary),
        Basis::Nps(groups) => {
            let error = groups.standard_error().ok()?;
            let df = (groups.base().max(2) - 1) as f64;
            Some(Linearised {
                value: groups.score().ok()?,
                variance: error * error,
                df,
            })
        }
        Basis::EffectiveShare | Basis::Bare => None,
    }
}

fn of_summary(summary: &Summary) -> Option<Linearised> {
    let error = summary.standard_error()?;
    Some(Linearised {
        value: summary.mean,
        variance: error * error,
        df: (summary.base - 1) as f64,
    })
}
