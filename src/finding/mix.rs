//! The change of a measure taken apart across the groups of a segment: what groups did (rate), and how many belonged to
//! which (mix). An average can fall while every group rises, when more people are in the lower groups.

use super::compare::linearised;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Scores;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::interval::critical_z;
use crate::stats::kitagawa;
use crate::stats::kitagawa::Effect;
use crate::stats::kitagawa::Sample;
use crate::tabulation::Group;

/// One effect in the unit of the measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// What it added.
    pub points: f64,
    /// Interval by the delta method; `None` without any spread.
    pub interval: Option<Interval>,
}

/// What one group did.
#[derive(Debug, Clone, PartialEq)]
pub struct MixGroup {
    /// The group; [`Group::Unknown`] for those whose group is not known.
    pub group: Group,
    /// Its share of the weighted answers, now and then.
    pub shares: (f64, f64),
    /// Unweighted answers, now and then.
    pub bases: (u64, u64),
    /// Its own change at its average share.
    pub rate: Shift,
    /// The change of its share at its average distance from the whole.
    pub mix: Shift,
}

/// The change of a measure between two waves across a segment; `change = rate + mix + remainder`.
#[derive(Debug, Clone, PartialEq)]
pub struct MixAgainstRate {
    /// Groups are those of this variable.
    pub segment: VariableIndex,
    /// The change of the total.
    pub change: f64,
    /// What groups did.
    pub rate: Shift,
    /// How shares moved.
    pub mix: Shift,
    /// What is left: 0 but for an index whose ratings are answered by different people.
    pub remainder: f64,
    /// By group, in the order of the options.
    pub groups: Vec<MixGroup>,
}

/// Takes the change of `measure` from wave `then` to `now` apart across `segment`, which must be among the segments that
/// were counted and not a multiple choice; `None` when it is not, or a wave has no answers.
///
/// Variances take the two waves as independent and, within a wave, responses as drawn one by one.
///
/// Source: E. M. Kitagawa (1955), J. Am. Stat. Assoc. 50, 1168–1194.
#[must_use]
pub fn mix_against_rate(
    scores: &Scores,
    measure: &Measure,
    segment: VariableIndex,
    (now, then): (&WaveId, &WaveId),
) -> Option<MixAgainstRate> {
    let levels = scores
        .tabulation
        .plan()
        .levels()
        .filter(|group| matches!(group, Group::Level(of, _) if *of == segment));
    let groups: Vec<Group> = levels.chain([Group::Unknown(segment)]).collect();
    if groups.len() < 2 {
        return None;
    }
    let (later, earlier) = (
        Wave::of(scores, measure, now, &groups)?,
        Wave::of(scores, measure, then, &groups)?,
    );
    let parts = kitagawa::decompose(&later.sample, &earlier.sample).ok()?;
    let critical = critical_z(scores.level).ok()?;
    let shift = |effect: &Effect| Shift {
        points: effect.value,
        interval: (effect.variance > 0.0).then(|| Interval::around(effect.value, critical * effect.variance.sqrt())),
    };
    let change = later.total - earlier.total;
    let of_groups = groups
        .iter()
        .zip(&parts.groups)
        .enumerate()
        .map(|(at, (group, effects))| MixGroup {
            group: *group,
            shares: effects.shares,
            bases: (later.bases[at], earlier.bases[at]),
            rate: shift(&effects.rate),
            mix: shift(&effects.mix),
        });
    let remainder = change - parts.change;
    Some(MixAgainstRate {
        segment,
        change,
        rate: shift(&parts.rate),
        mix: shift(&parts.mix),
        // Rounding is no remainder.
        remainder: if remainder.abs() < 1e-9 * (1.0 + change.abs()) {
            0.0
        } else {
            remainder
        },
        groups: of_groups.filter(|group| group.bases != (0, 0)).collect(),
    })
}

/// One wave's groups.
struct Wave {
    sample: Sample,
    bases: Vec<u64>,
    total: f64,
}

impl Wave {
    fn of(scores: &Scores, measure: &Measure, wave: &WaveId, groups: &[Group]) -> Option<Self> {
        let whole = scores.of(&measure.id, wave, Group::Total)?.as_ref().ok()?;
        let mut bases = Vec::new();
        let mut of_groups = Vec::new();
        for group in groups {
            let view = scores.tabulation.view(wave, *group)?;
            let cell = measure::answered(measure, &view).unwrap_or_default();
            bases.push(cell.n);
            let estimate = measure::score(measure, &view, scores.level).ok();
            of_groups.push(kitagawa::Group {
                weight: if estimate.is_some() { cell.w } else { 0.0 },
                mean: estimate.as_ref().map_or(0.0, |estimate| estimate.value),
                variance: estimate
                    .as_ref()
                    .map_or(0.0, |estimate| variance(estimate, scores.level)),
            });
        }
        Some(Self {
            sample: Sample {
                groups: of_groups,
                base: whole.effective_base,
            },
            bases,
            total: whole.value,
        })
    }
}

/// The variance behind an estimate; of a share without spread that of its interval, of a single answer none.
fn variance(estimate: &Estimate, level: f64) -> f64 {
    let known = linearised(&estimate.basis).map(|known| known.variance);
    let of_interval = || Some((estimate.interval?.half_width() / critical_z(level).ok()?).powi(2));
    known.or_else(of_interval).unwrap_or(0.0)
}
