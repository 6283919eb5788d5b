//! Figures from outside the answers: targets, and what was published before there were answers.

use super::seam::Seams;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::measure::Method;
use crate::model::Calendar;
use crate::model::Id;
use crate::model::WaveId;
use crate::stats::Interval;
use crate::stats::weighted::Linearised;
use crate::tabulation::Group;
use jiff::civil::Date;
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

/// All figures from outside.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct References {
    /// Targets.
    pub targets: Vec<Target>,
    /// Published figures.
    pub published: Vec<Published>,
    /// Between which waves the questionnaire changed.
    pub seams: Seams,
}

impl References {
    /// The target that holds at the end of `wave`: of several the one that began last.
    #[must_use]
    pub fn target(&self, measure: &Id, wave: &WaveId, group: Group, calendar: &Calendar) -> Option<&Target> {
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
