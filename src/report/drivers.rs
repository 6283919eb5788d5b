//! Why: what the outcome goes with, how well each of it does, and what a better rating goes with.
//!
//! The same analysis as `manyi drivers` without options: outcome, drivers, method, seed and level.

use super::facts::Facts;
use super::names::inside;
use super::names::listed;
use crate::driver;
use crate::driver::Analysis;
use crate::driver::Ask;
use crate::driver::Design;
use crate::driver::Driver;
use crate::driver::Effect;
use crate::driver::Method;
use crate::driver::Performance;
use crate::driver::Place;
use crate::driver::Quadrant;
use crate::finding::Showing;
use crate::measure;
use crate::measure::Scores;
use crate::model::Better;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::resample;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Wanted;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Replicates behind the intervals.
const REPLICATES: u64 = 1000;

/// What is known of the drivers of each wave, worked out when first asked for; reports in several languages share it.
#[derive(Debug, Default)]
pub struct Drivers(OnceLock<BTreeMap<WaveId, Option<Known>>>);

/// What is known of the drivers in a wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// What they are held against.
    pub outcome: VariableIndex,
    /// Importance, with intervals and the ranks left open.
    pub analysis: Analysis,
    /// How well each does, 0 to 100.
    pub performance: BTreeMap<VariableIndex, Performance>,
    /// Where each stands on importance against performance.
    pub places: BTreeMap<VariableIndex, Place>,
    /// What a better rating goes with; empty where the answers do not determine it.
    pub effects: BTreeMap<VariableIndex, Effect>,
}

impl Known {
    /// The drivers in the order of attention: where to concentrate first, then by importance.
    pub fn by_attention(&self) -> Vec<&Driver> {
        let mut all: Vec<&Driver> = self.analysis.drivers.iter().collect();
        let field = |driver: &Driver| match self.places.get(&driver.variable).map(|place| place.quadrant) {
            Some(Quadrant::ConcentrateHere) => 0,
            Some(Quadrant::KeepUp) => 1,
            Some(Quadrant::LowPriority) => 2,
            Some(Quadrant::PossibleOverkill) => 3,
            None => 4,
        };
        all.sort_by_key(|driver| (field(driver), Reverse(super::ranking::order(driver.importance))));
        all
    }
}

/// What is asked of a survey; `None` without an outcome, or with fewer than two drivers.
pub fn ask(survey: &Survey) -> Option<Ask> {
    let (outcome, _) = driver::outcome_of(survey)?;
    let drivers = driver::drivers_of(survey, outcome.variable);
    (drivers.len() > 1).then(|| Ask {
        outcome,
        drivers,
        named: false,
        method: Method::Johnson,
        level: 1.0 - survey.report.alpha,
        replicates: REPLICATES,
        seed: resample::SEED,
        design: survey.design.as_ref().map(Design::from).unwrap_or_default(),
    })
}

/// What must be counted for them.
pub fn needs(survey: &Survey) -> Vec<Need> {
    let Some(ask) = ask(survey) else { return Vec::new() };
    let cells = ask.drivers.iter().map(|driver| Need::all(Wanted::Cells(*driver)));
    let cells: Vec<Need> = cells.collect();
    std::iter::once(rows(&ask)).chain(cells).collect()
}

fn rows(ask: &Ask) -> Need {
    Need::all(Wanted::Rows(ask.variables()))
}

/// The drivers of the wave reported on; `None` where they were not counted, cannot be told, or may not be shown.
pub fn drivers(facts: &Facts) -> Option<&Known> {
    let all = facts.input.drivers.0.get_or_init(|| {
        let found = work_out(&facts.input.scores, &facts.wave);
        BTreeMap::from([(facts.wave.clone(), found)])
    });
    let known = all.get(&facts.wave)?.as_ref()?;
    let showing = Showing::of_base(known.analysis.base, facts.settings());
    // Too few to mark is too few to rank.
    (showing == Showing::Shown).then_some(known)
}

fn work_out(scores: &Scores, wave: &WaveId) -> Option<Known> {
    let survey = &scores.survey;
    let ask = ask(survey)?;
    let rows = scores.tabulation.listed(&rows(&ask))?;
    let here = (wave, Group::Total);
    let analysis = driver::analyse(rows, survey, here, &ask).ok()?;
    if analysis.none.is_some() || analysis.drivers.is_empty() {
        return None;
    }
    let performance: BTreeMap<VariableIndex, Performance> = ask
        .drivers
        .iter()
        .filter_map(|driver| Some((*driver, performance(scores, wave, *driver)?)))
        .collect();
    let places = driver::places(&analysis, &performance);
    let effects = driver::effects(rows, survey, here, &ask).ok()?.unwrap_or_default();
    Some(Known {
        outcome: ask.outcome.variable,
        analysis,
        performance,
        places,
        effects: effects.into_iter().map(|effect| (effect.variable, effect)).collect(),
    })
}

/// The mean of a rating as 0 to 100, 100 best.
fn performance(scores: &Scores, wave: &WaveId, of: VariableIndex) -> Option<Performance> {
    let scale = scores.survey.variable(of).domain.scale()?;
    let (low, high) = scale.range();
    let rule = measure::ALL
        .iter()
        .find(|rule| rule.applies(&MeasureKind::Mean { of }))?;
    let measure = Measure {
        id: scores.survey.variable(of).id.clone(),
        title: crate::locale::Texts::default(),
        kind: MeasureKind::Mean { of },
        filter: None,
        headline: false,
        better: None,
    };
    let view = scores.tabulation.view(wave, Group::Total)?;
    let estimate = rule.score(&measure, &view, scores.level).ok()?;
    let rescaled = |x: f64| {
        let share = (x - low) / (high - low) * 100.0;
        if scale.better == Better::Low {
            100.0 - share
        } else {
            share
        }
    };
    let interval = estimate.interval.map(|found| {
        let (one, two) = (rescaled(found.low), rescaled(found.high));
        Interval {
            low: one.min(two).max(0.0),
            high: one.max(two).min(100.0),
        }
    });
    Some(Performance {
        value: rescaled(estimate.value),
        interval,
    })
}

/// The outcome as a reader knows it: by the measure that is made of it.
pub fn outcome(facts: &Facts, known: &Known) -> String {
    let of_it = |measure: &&Measure| driver::question(measure) == Some(known.outcome);
    let headline = facts.headline().into_iter().find(of_it);
    let found = headline.or_else(|| facts.measures().iter().find(of_it));
    found.map_or_else(
        || facts.names().variable(known.outcome),
        |measure| facts.names().measure(measure),
    )
}

/// What goes with the outcome most, as far as that can be told.
pub fn heading(facts: &Facts, known: &Known) -> String {
    let tongue = facts.tongue();
    let outcome = outcome(facts, known);
    let first: Vec<String> = known
        .analysis
        .drivers
        .iter()
        .filter(|driver| driver.ranks.as_ref().is_none_or(|ranks| ranks.best == 1))
        .map(|driver| facts.names().variable(driver.variable))
        .collect();
    match first.as_slice() {
        [one] => tongue.pick(
            format!("{one} goes with {} most", inside(&outcome, tongue)),
            format!("与“{outcome}”关联最强的是“{one}”"),
        ),
        some if known.analysis.drivers.iter().all(|driver| driver.ranks.is_some()) && some.len() <= 3 => {
            let quoted: Vec<String> = some.iter().map(|name| format!("“{name}”")).collect();
            tongue.pick(
                format!(
                    "{} go with {} most, in no clear order",
                    listed(some, tongue),
                    inside(&outcome, tongue)
                ),
                format!("与“{outcome}”关联最强的是{}，彼此分不出先后", quoted.join("、")),
            )
        }
        _ => tongue.pick(
            format!(
                "No single item stands out in what goes with {}",
                inside(&outcome, tongue)
            ),
            format!("与“{outcome}”的关联中没有特别突出的单项"),
        ),
    }
}
