//! The change of an index taken apart into the changes of its items, which add up to it exactly.

use super::families::Correction;
use super::families::Raw;
use super::families::adjust;
use super::verdict::Verdict;
use crate::measure::Scores;
use crate::measure::index::Contribution;
use crate::measure::index::contributions;
use crate::model::Id;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::comparison::Reference;
use crate::tabulation::Group;

/// What one item did to the index.
#[derive(Debug, Clone, PartialEq)]
pub struct Mover {
    /// The rating.
    pub item: VariableIndex,
    /// Its weight in the index.
    pub weight: f64,
    /// Its mean in the earlier wave, 0–100.
    pub then: f64,
    /// Its mean in the later wave, 0–100.
    pub now: f64,
    /// Points of the index it added (or took).
    pub points: f64,
    /// Interval of `points`.
    pub interval: Option<Interval>,
    /// Adjusted among the items of the index (Benjamini–Hochberg).
    pub p_adjusted: Option<f64>,
    /// The verdict on the item's own change.
    pub verdict: Verdict,
    /// Answers in the later and the earlier wave.
    pub bases: (u64, u64),
}

/// The change of an index between two waves.
#[derive(Debug, Clone, PartialEq)]
pub struct Decomposition {
    /// The index.
    pub measure: Id,
    /// The later wave.
    pub wave: WaveId,
    /// The earlier wave.
    pub against: WaveId,
    /// The change of the index: the sum of the movers' points.
    pub points: f64,
    /// The items, in the order of the survey's variables.
    pub movers: Vec<Mover>,
}

/// Takes the change of `measure` between two waves, the later first, apart; `None` when it is no index, or one wave has no answers to some item.
#[must_use]
pub fn take_apart(
    scores: &Scores,
    measure: &Measure,
    waves: (&WaveId, &WaveId),
    settings: &ReportSettings,
) -> Option<Decomposition> {
    let parts = |wave| Some(contributions(measure, &scores.tabulation.view(wave, Group::Total)?));
    let (now, then) = (parts(waves.0)?, parts(waves.1)?);
    if now.is_empty() || now.len() != then.len() {
        return None;
    }
    let tests: Vec<Raw> = now
        .iter()
        .zip(&then)
        .map(|(now, then)| {
            let (error, reference) = error(now, then);
            let p =
                (enough(now, then, settings) && error > 0.0).then(|| reference.p((now.points - then.points) / error));
            Raw {
                family: "",
                correction: Correction::BenjaminiHochberg,
                p,
            }
        })
        .collect();
    let adjusted = adjust(&tests);
    let movers: Vec<Mover> = now
        .iter()
        .zip(&then)
        .zip(adjusted)
        .map(|((now, then), (p, _))| mover(now, then, p, settings))
        .collect();
    Some(Decomposition {
        measure: measure.id.clone(),
        wave: waves.0.clone(),
        against: waves.1.clone(),
        points: movers.iter().map(|mover| mover.points).sum(),
        movers,
    })
}

/// Standard error of the difference of an item's points, and the distribution it is judged by, as for the index itself.
fn error(now: &Contribution, then: &Contribution) -> (f64, Reference) {
    let df = (now.df + then.df).max(1.0);
    // A side whose variance is not to be had leaves nothing to say about chance.
    if now.df <= 0.0 || then.df <= 0.0 {
        return (0.0, Reference::Student(df));
    }
    ((now.variance + then.variance).sqrt(), Reference::Student(df))
}

fn enough(now: &Contribution, then: &Contribution, settings: &ReportSettings) -> bool {
    now.base.min(then.base) >= settings.flag_below
}

fn mover(now: &Contribution, then: &Contribution, p_adjusted: Option<f64>, settings: &ReportSettings) -> Mover {
    let points = now.points - then.points;
    let (error, reference) = error(now, then);
    // Without any spread there is nothing to say about chance: an interval without width would.
    let critical = reference.critical(1.0 - settings.alpha).ok().filter(|_| error > 0.0);
    let change = now.mean - then.mean;
    let verdict = match p_adjusted {
        None if enough(now, then, settings) => Verdict::NoEvidence,
        None => Verdict::TooFew,
        Some(p) if p >= settings.alpha => Verdict::NoEvidence,
        Some(_) if change.abs() < settings.practical.index * (1.0 - 1e-12) => Verdict::Small,
        Some(_) if change > 0.0 => Verdict::Rose,
        Some(_) => Verdict::Fell,
    };
    Mover {
        item: now.item,
        weight: now.weight,
        then: then.mean,
        now: now.mean,
        points,
        interval: critical.map(|critical| Interval::around(points, critical * error)),
        p_adjusted,
        verdict,
        bases: (now.base, then.base),
    }
}
