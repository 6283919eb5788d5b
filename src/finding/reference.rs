//! What is known from outside the answers: targets, what was published before there were answers, what happened meanwhile.

use super::seam::Seams;
use crate::diagnostic::Words;
use crate::locale::Texts;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::measure::Method;
use crate::measure::Unit;
use crate::model::Calendar;
use crate::model::Id;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::weighted::Linearised;
use crate::tabulation::Group;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// A target or benchmark of a measure, in the measure's unit.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// The measure.
    pub measure: Id,
    /// The responses it is for.
    pub group: Group,
    /// What is aimed at.
    pub value: f64,
    /// First day it holds; `None` means always.
    pub valid_from: Option<Date>,
    /// Who set it, or where the benchmark was published.
    pub source: String,
}

/// A figure published for a wave without raw answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// The measure.
    pub measure: Id,
    /// The wave.
    pub wave: WaveId,
    /// The responses it is of.
    pub group: Group,
    /// The figure, in the measure's unit.
    pub value: f64,
    /// Responses behind it, where known.
    pub base: Option<u64>,
    /// Its standard error, where known.
    pub standard_error: Option<f64>,
}

/// A figure of others, published by somebody else: of an industry, of a competitor.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// The measure.
    pub measure: Id,
    /// The responses it is compared with.
    pub group: Group,
    /// The figure, in the measure's unit.
    pub value: f64,
    /// Of whom; may be empty.
    pub name: String,
    /// Who published it.
    pub source: String,
    /// Of whom it is, in the reader's language.
    pub called: Words,
    /// Who published it, in the reader's language.
    pub published_by: Words,
    /// When.
    pub date: Date,
    /// Responses behind it, where known.
    pub base: Option<u64>,
    /// Its standard error, where known.
    pub standard_error: Option<f64>,
}

impl Benchmark {
    /// What it is known by, in every language: of whom it is, else who published it.
    #[must_use]
    pub fn title(&self) -> &str {
        if self.name.is_empty() { &self.source } else { &self.name }
    }

    /// The figure as an estimate of a sample: by its standard error, or for a share (`unit`) by its base. `None` where neither
    /// says how accurate it is; then it is no sample and there is nothing to test.
    #[must_use]
    pub fn estimate(&self, unit: Unit, level: f64) -> Option<Estimate> {
        let binomial = || {
            let base = self.base.filter(|base| *base > 0 && unit == Unit::Share)? as f64;
            Some((self.value * (1.0 - self.value) / base).sqrt())
        };
        let standard_error = self.standard_error.or_else(binomial).filter(|error| *error > 0.0)?;
        let published = Published {
            measure: self.measure.clone(),
            wave: WaveId::new(""),
            group: self.group,
            value: self.value,
            base: self.base,
            standard_error: Some(standard_error),
        };
        Some(published.estimate(level))
    }
}

/// Something that happened while answers came in and may explain a course.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The wave it fell into.
    pub wave: WaveId,
    /// Its day, where known.
    pub day: Option<Date>,
    /// What happened, by language.
    pub texts: Texts,
    /// The measure it concerns; `None` means all.
    pub measure: Option<Id>,
    /// The responses it concerns.
    pub group: Group,
    /// Who says so; may be empty.
    pub source: String,
    /// Whether it is something the organisation did.
    pub is_action: bool,
    /// Whether documents for everybody may tell it.
    pub is_public: bool,
}

/// All that is known from outside.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct References {
    /// Targets.
    pub targets: Vec<Target>,
    /// Figures of others.
    pub benchmarks: Vec<Benchmark>,
    /// Published figures.
    pub published: Vec<Published>,
    /// What happened, in the order of time.
    pub events: Vec<Event>,
    /// The segment whose groups take everybody's target and benchmarks where they have none of their own.
    pub units: Option<VariableIndex>,
    /// Between which waves the questionnaire changed.
    pub seams: Seams,
}

impl References {
    /// Whether a group takes what holds for everybody where nothing is said of it alone.
    fn is_unit(&self, group: Group) -> bool {
        let units = self.units;
        units.is_some()
            && matches!(group, Group::Level(segment, _) | Group::Chosen(segment, _) if units == Some(segment))
    }

    /// The target that holds at the end of `wave`: of several the one that began last; of a unit its own, else everybody's.
    #[must_use]
    pub fn target(&self, measure: &Id, wave: &WaveId, group: Group, calendar: &Calendar) -> Option<&Target> {
        let own = self.target_of(measure, wave, group, calendar);
        own.or_else(|| {
            self.is_unit(group)
                .then(|| self.target_of(measure, wave, Group::Total, calendar))?
        })
    }

    fn target_of(&self, measure: &Id, wave: &WaveId, group: Group, calendar: &Calendar) -> Option<&Target> {
        let end = calendar.last_day(wave);
        let holds = |target: &&Target| {
            target.measure == *measure
                && target.group == group
                && target.valid_from.is_none_or(|from| end.is_none_or(|end| from <= end))
        };
        self.targets.iter().filter(holds).max_by_key(|target| target.valid_from)
    }

    /// The waves of a measure's course up to `until`, oldest first, at most `most`: those that were counted, those published
    /// for one of `groups`, and the gaps between them. It begins after the last break of the questionnaire, since a line over
    /// one would join figures that do not mean the same.
    #[must_use]
    pub fn course(
        &self,
        (measure, groups): (&Id, &[Group]),
        counted: &[WaveId],
        until: &WaveId,
        calendar: &Calendar,
        most: usize,
    ) -> Vec<WaveId> {
        let of_these = |one: &&Published| one.measure == *measure && groups.contains(&one.group);
        let published = self.published.iter().filter(of_these).map(|one| &one.wave);
        let here = calendar.order(until);
        let known: BTreeSet<(i64, WaveId)> = counted
            .iter()
            .chain(published)
            .map(|wave| calendar.order(wave))
            .filter(|order| *order <= here)
            .collect();
        let Some((first, _)) = known.first() else {
            return Vec::new();
        };
        let mut waves = vec![until.clone()];
        while waves.len() < most {
            let Some(before) = waves.last().and_then(|wave| calendar.previous(wave)) else {
                break;
            };
            if calendar.order(&before).0 < *first {
                break;
            }
            waves.push(before);
        }
        if waves.len() == 1 {
            // The calendar does not know these waves: their names alone give the order.
            waves = known.into_iter().rev().map(|(_, wave)| wave).take(most).collect();
        }
        waves.reverse();
        let breaks = |wave: &WaveId| self.seams.breaks(measure, wave, until);
        let first = waves.iter().rposition(breaks).map_or(0, |last| last + 1);
        waves.split_off(first)
    }

    /// The benchmarks a reader of `wave` may know: published by its end, of one name the newest; in the order of their names.
    /// A unit that has none of its own is beside those of everybody.
    #[must_use]
    pub fn benchmarks(&self, measure: &Id, wave: &WaveId, group: Group, calendar: &Calendar) -> Vec<&Benchmark> {
        let own = self.benchmarks_of(measure, wave, group, calendar);
        if own.is_empty() && self.is_unit(group) {
            self.benchmarks_of(measure, wave, Group::Total, calendar)
        } else {
            own
        }
    }

    fn benchmarks_of(&self, measure: &Id, wave: &WaveId, group: Group, calendar: &Calendar) -> Vec<&Benchmark> {
        let end = calendar.last_day(wave);
        let holds =
            |one: &&Benchmark| one.measure == *measure && one.group == group && end.is_none_or(|end| one.date <= end);
        let mut newest: BTreeMap<&str, &Benchmark> = BTreeMap::new();
        for one in self.benchmarks.iter().filter(holds) {
            let known = newest.entry(one.title()).or_insert(one);
            if one.date > known.date {
                *known = one;
            }
        }
        newest.into_values().collect()
    }

    /// What happened at `waves` and concerns one of `measures` and one of `groups`, in the order of time. What concerns a group
    /// is told where that group is looked at, and where everybody alone is: a flood in the east moves the total too, but not the
    /// course of the west.
    pub fn happened<'a>(
        &'a self,
        measures: &'a [&Id],
        groups: &'a [Group],
        waves: &'a [WaveId],
    ) -> impl Iterator<Item = &'a Event> {
        let everybody = groups == [Group::Total];
        self.events.iter().filter(move |event| {
            waves.contains(&event.wave)
                && event.measure.as_ref().is_none_or(|id| measures.contains(&id))
                && (event.group == Group::Total || everybody || groups.contains(&event.group))
        })
    }

    /// The figure published for a wave.
    #[must_use]
    pub fn published(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Published> {
        self.published
            .iter()
            .find(|one| one.measure == *measure && one.wave == *wave && one.group == group)
    }
}

impl Published {
    /// The figure as an estimate; without a standard error it has no interval and allows no test.
    #[must_use]
    pub fn estimate(&self, level: f64) -> Estimate {
        let df = self.base.map_or(f64::from(u32::MAX), |base| (base.max(2) - 1) as f64);
        let linearised = self.standard_error.map(|se| Linearised {
            value: self.value,
            variance: se * se,
            df,
        });
        let interval: Option<Interval> = linearised.and_then(|known| known.t_interval(level).ok());
        Estimate {
            value: self.value,
            interval,
            no_interval: None,
            base: self.base.unwrap_or(0),
            effective_base: self.base.unwrap_or(0) as f64,
            method: Method::Published,
            basis: linearised.map_or(Basis::Bare, Basis::Linearised),
            left_out: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn benchmark(value: f64, base: Option<u64>, standard_error: Option<f64>) -> Benchmark {
        Benchmark {
            measure: Id::new("csat"),
            group: Group::Total,
            value,
            name: String::new(),
            source: "An industry body".to_owned(),
            called: Words::default(),
            published_by: Words::default(),
            date: Date::constant(2026, 1, 31),
            base,
            standard_error,
        }
    }

    #[test]
    fn a_benchmark_is_a_sample_only_where_its_accuracy_is_known() {
        let estimate = |value, base, error, unit| benchmark(value, base, error).estimate(unit, 0.95);
        assert_eq!(estimate(0.7, None, None, Unit::Share), None);
        // How the parts of an NPS are spread does not follow from its base.
        assert_eq!(estimate(30.0, Some(900), None, Unit::Nps), None);
        // 1.96 · √(0.7 · 0.3 / 2100) = 0.0196; Student's t with 2,099 degrees is 1.9611 (R: qt(0.975, 2099)).
        let share = estimate(0.7, Some(2100), None, Unit::Share)
            .and_then(|one| one.interval)
            .unwrap();
        assert!((share.high - 0.719_611).abs() < 1e-6, "{share:?}");
        let nps = estimate(30.0, Some(900), Some(2.0), Unit::Nps).unwrap();
        assert_eq!((nps.value, nps.base), (30.0, 900));
    }

    #[test]
    fn a_unit_takes_everybodys_target_where_it_has_none_of_its_own() {
        let (segment, csat) = (VariableIndex(0), Id::new("csat"));
        let aimed = |group, value| Target {
            measure: csat.clone(),
            group,
            value,
            valid_from: None,
            source: String::new(),
        };
        let mut references = References {
            targets: vec![aimed(Group::Total, 0.75), aimed(Group::Level(segment, 1), 0.62)],
            benchmarks: vec![benchmark(0.71, None, None)],
            ..References::default()
        };
        let (wave, calendar) = (WaveId::new("2026Q4"), Calendar::quarterly_utc());
        let found = |references: &References, group| {
            let target = references.target(&csat, &wave, group, &calendar);
            let beside = references.benchmarks(&csat, &wave, group, &calendar);
            (target.map(|target| target.value), beside.len())
        };
        let (first, second) = (Group::Level(segment, 0), Group::Level(segment, 1));
        assert_eq!(found(&references, first), (None, 0));
        references.units = Some(segment);
        assert_eq!(found(&references, first), (Some(0.75), 1));
        assert_eq!(found(&references, second), (Some(0.62), 1));
        assert_eq!(found(&references, Group::Level(VariableIndex(1), 0)), (None, 0));
    }

    #[test]
    fn what_happened_in_a_group_is_told_of_it_and_of_everybody_alone() {
        let level = |at| Group::Level(VariableIndex(0), at);
        let (csat, nps) = (Id::new("csat"), Id::new("nps"));
        let event = |wave: &str, measure: Option<&Id>, group| Event {
            wave: WaveId::new(wave),
            day: None,
            texts: Texts::same(format!("{wave}{measure:?}{group:?}")),
            measure: measure.cloned(),
            group,
            source: String::new(),
            is_action: false,
            is_public: false,
        };
        let references = References {
            events: vec![
                event("2026Q1", None, Group::Total),
                event("2026Q1", Some(&csat), level(1)),
                event("2026Q2", Some(&nps), Group::Total),
            ],
            ..References::default()
        };
        let waves = ["2026Q1", "2026Q2"].map(WaveId::new);
        let places = |measures: &[&Id], groups: &[Group], waves: &[WaveId]| -> Vec<usize> {
            let all = references.events.iter().enumerate();
            let told: Vec<&Event> = references.happened(measures, groups, waves).collect();
            all.filter(|(_, event)| told.contains(event))
                .map(|(at, _)| at)
                .collect()
        };
        assert_eq!(places(&[&csat], &[Group::Total], &waves), [0, 1]);
        assert_eq!(places(&[&csat], &[level(1), level(2)], &waves), [0, 1]);
        assert_eq!(places(&[&csat], &[level(2)], &waves), [0]);
        assert_eq!(places(&[&nps], &[level(1)], &waves), [0, 2]);
        assert_eq!(places(&[&csat, &nps], &[Group::Total], &waves[1..]), [2]);
    }

    #[test]
    fn of_one_name_the_newest_that_was_out_by_then_holds() {
        let dated = |name: &str, year, value| Benchmark {
            name: name.to_owned(),
            date: Date::constant(year, 3, 1),
            ..benchmark(value, None, None)
        };
        let references = References {
            benchmarks: vec![
                dated("b", 2024, 1.0),
                dated("a", 2020, 2.0),
                dated("b", 2025, 3.0),
                dated("b", 2027, 4.0),
            ],
            ..References::default()
        };
        let calendar = Calendar::quarterly_utc();
        let found = references.benchmarks(&Id::new("csat"), &WaveId::new("2026Q1"), Group::Total, &calendar);
        assert_eq!(found.iter().map(|one| one.value).collect::<Vec<_>>(), [2.0, 3.0]);
        assert!(
            references
                .benchmarks(&Id::new("nps"), &WaveId::new("2026Q1"), Group::Total, &calendar)
                .is_empty()
        );
    }
}
