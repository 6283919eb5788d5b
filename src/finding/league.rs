//! A league of units: stores, teams, agents side by side, so that none leads or trails by luck.
//!
//! Each unit has its score, the same drawn towards the mean of all (the smaller the unit, the farther), its rank with the
//! ranks it could as well have, and the limits that chance alone would keep it in. What may not be shown takes no part.

use super::change::Change;
use super::change::Findings;
use super::compare::linearised;
use super::disclosure::Showing;
use crate::measure;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::measure::Scores;
use crate::model::Better;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::funnel;
use crate::stats::funnel::Funnel;
use crate::stats::funnel::Spread;
use crate::stats::ranking::Known;
use crate::stats::ranking::Rank;
use crate::stats::ranking::ranks;
use crate::stats::shrinkage::Between;
use crate::stats::shrinkage::Observed;
use crate::stats::shrinkage::Population;
use crate::stats::shrinkage::Posterior;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use std::cmp::Reverse;

/// The league of one measure in one wave.
#[derive(Debug, Clone)]
pub struct League {
    /// Which way is good.
    pub better: Better,
    /// What the units have in common, or why nothing can be drawn towards it.
    pub population: Result<Population, Reason>,
    /// The limits of chance, or why there are none.
    pub funnel: Result<Funnel, Reason>,
    /// The units, best first by the drawn value; those without one follow in the order of the definition.
    pub rows: Vec<Row>,
}

/// A unit of a league.
#[derive(Debug, Clone)]
pub struct Row {
    /// The unit.
    pub group: Group,
    /// Whether it is shown.
    pub showing: Showing,
    /// Its score; `None` where it has none or may not be shown.
    pub estimate: Option<Estimate>,
    /// How it compares with the rest, where both may be shown.
    pub rest: Option<Change>,
    /// Where it stands among the units.
    pub place: Option<Place>,
    /// Beyond which limit it lies; `None` when it is within both, or there are none.
    pub outside: Option<Outside>,
}

/// Where a unit stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Its score drawn towards the mean.
    pub drawn: Posterior,
    /// The interval of the drawn score.
    pub interval: Interval,
    /// Its rank, 1 for the best.
    pub rank: Rank,
}

/// Beyond which limit of the funnel a unit lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outside {
    /// Beyond the inner limit (95 %): worth a look.
    Inner,
    /// Beyond the outer limit (99.8 %): hardly chance.
    Outer,
}

impl Outside {
    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Inner => "95",
            Self::Outer => "99.8",
        }
    }
}

/// The units of a segment, in the order of the definition; of a multiple choice the groups overlap.
#[must_use]
pub fn units(plan: &Plan, segment: VariableIndex) -> Vec<Group> {
    let is_unit = |group: &Group| matches!(group, Group::Level(of, _) | Group::Chosen(of, _) if *of == segment);
    plan.levels().filter(is_unit).collect()
}

/// What leagues are made from.
#[derive(Debug, Clone, Copy)]
pub struct Standings<'a> {
    /// The scores.
    pub scores: &'a Scores,
    /// What was found: the comparisons of the units with the rest must be among it.
    pub findings: &'a Findings,
    /// Thresholds.
    pub settings: &'a ReportSettings,
    /// Whether small bases are hidden.
    pub hides: bool,
}

impl Standings<'_> {
    /// The league of the units that `segment` makes, by a measure in a wave.
    #[must_use]
    pub fn league(&self, measure: &Measure, wave: &WaveId, segment: VariableIndex) -> League {
        let Self {
            scores,
            findings,
            settings,
            hides,
        } = *self;
        let better = measure::better(&scores.survey, measure);
        let row = |group: Group| {
            let showing = findings.disclosure.of(&measure.id, wave, group);
            let estimate = scores.of(&measure.id, wave, group).and_then(|made| made.as_ref().ok());
            let rest = findings.rest(&measure.id, wave, group);
            Row {
                group,
                showing,
                estimate: estimate.filter(|_| !hides || showing.is_visible()).cloned(),
                rest: rest
                    .filter(|change| !hides || findings.may_show(change, settings))
                    .cloned(),
                place: None,
                outside: None,
            }
        };
        let mut rows: Vec<Row> = units(scores.tabulation.plan(), segment).into_iter().map(row).collect();
        let total = scores
            .of(&measure.id, wave, Group::Total)
            .and_then(|made| made.as_ref().ok());
        let variance = pooled(rows.iter().filter_map(|row| row.estimate.as_ref()));
        let population = place(&mut rows, variance, better, scores.level);
        let funnel = limits(&mut rows, variance, total);
        rows.sort_by_key(|row| Reverse(row.place.map(|place| Ordered(signed(place.drawn.value, better)))));
        League {
            better,
            population,
            funnel,
            rows,
        }
    }
}

/// A number that sorts.
#[derive(PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// The larger the better.
fn signed(value: f64, better: Better) -> f64 {
    if better == Better::High { value } else { -value }
}

/// The variance of one answer, pooled over all units: a unit's own is as much a matter of luck as its score, and a share of
/// 0 or 1 would have none. `None` when nothing is known of it.
fn pooled<'a>(estimates: impl Iterator<Item = &'a Estimate>) -> Option<f64> {
    let (mut squares, mut freedom) = (0.0, 0.0);
    for estimate in estimates {
        let Some(known) = linearised(&estimate.basis) else {
            continue;
        };
        let base = estimate.base as f64;
        // The variance of a count is that of the answers there are; of a sample it is a little larger.
        let sample = match estimate.basis {
            Basis::Tally(_) | Basis::Nps(_) => base / (base - 1.0).max(1.0),
            _ => 1.0,
        };
        let own = known.variance * estimate.effective_base * sample;
        if own.is_finite() && base > 1.0 {
            squares += (base - 1.0) * own;
            freedom += base - 1.0;
        }
    }
    (freedom > 0.0).then_some(squares / freedom)
}

/// Draws every unit towards the mean and ranks it.
fn place(rows: &mut [Row], variance: Option<f64>, better: Better, level: f64) -> Result<Population, Reason> {
    let variance = variance.ok_or(Reason::TooFewAnswers)?;
    if variance <= 0.0 {
        return Err(Reason::ZeroVariance);
    }
    let reason = |fault: StatError| fault.reason().unwrap_or(Reason::NotConverged);
    let mut shown: Vec<(&mut Row, Observed)> = Vec::new();
    for row in rows {
        let Some(estimate) = row.estimate.as_ref().filter(|estimate| estimate.effective_base > 0.0) else {
            continue;
        };
        let unit = Observed {
            value: estimate.value,
            variance: variance / estimate.effective_base,
        };
        shown.push((row, unit));
    }
    let units: Vec<Observed> = shown.iter().map(|(_, unit)| *unit).collect();
    let population = Population::of(&units, Between::PauleMandel).map_err(reason)?;
    let drawn: Vec<Posterior> = units.iter().map(|unit| population.drawn(*unit)).collect();
    let known = |drawn: &Posterior| Known {
        value: signed(drawn.value, better),
        variance: drawn.variance,
    };
    let ranks = ranks(&drawn.iter().map(known).collect::<Vec<_>>(), level).map_err(reason)?;
    for (((row, _), drawn), rank) in shown.into_iter().zip(drawn).zip(ranks) {
        row.place = Some(Place {
            drawn,
            interval: drawn.interval(level).map_err(reason)?,
            rank,
        });
    }
    Ok(population)
}

/// The limits of chance around the figure of all answers, and who lies beyond.
fn limits(rows: &mut [Row], variance: Option<f64>, total: Option<&Estimate>) -> Result<Funnel, Reason> {
    let total = total.ok_or(Reason::NoValidAnswers)?;
    let spread = match total.basis {
        Basis::Tally(_) => Spread::Share,
        _ => Spread::Deviation(variance.ok_or(Reason::TooFewAnswers)?.sqrt()),
    };
    let unit = |row: &Row| {
        let estimate = row.estimate.as_ref().filter(|estimate| estimate.effective_base > 0.0)?;
        Some(funnel::Observed {
            value: estimate.value,
            base: estimate.effective_base,
        })
    };
    let units: Vec<funnel::Observed> = rows.iter().filter_map(unit).collect();
    let reason = |fault: StatError| fault.reason().unwrap_or(Reason::NotConverged);
    let made = Funnel::of(&units, total.value, spread).map_err(reason)?;
    for row in rows {
        let Some(at) = unit(row) else { continue };
        let beyond = |level: f64| {
            made.limits(at.base, level)
                .is_ok_and(|limits| !limits.contains(at.value))
        };
        row.outside = match (beyond(funnel::OUTER), beyond(funnel::INNER)) {
            (true, _) => Some(Outside::Outer),
            (false, true) => Some(Outside::Inner),
            (false, false) => None,
        };
    }
    Ok(made)
}
