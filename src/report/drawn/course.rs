//! The course of a measure: which waves, what is aimed at, what was published before there were answers.

use super::material::Material;
use super::material::Small;
use crate::chart;
use crate::model::Id;
use crate::model::Measure;
use crate::model::WaveId;
use crate::report::events;
use crate::report::events::Course;
use crate::report::words;
use crate::site;
use crate::tabulation::Group;
use std::collections::BTreeSet;

impl Material {
    /// The waves of a chart over time, oldest first: those that were named, else the course of the measures up to the last
    /// wave, with gaps and with what was published before there were answers.
    pub(super) fn course(&self, measures: &[&Measure], groups: &[Group]) -> Vec<WaveId> {
        self.course_of(measures.iter().map(|measure| &measure.id), groups)
    }

    /// The same by the names of measures or questions.
    pub(super) fn course_of<'a>(&self, names: impl IntoIterator<Item = &'a Id>, groups: &[Group]) -> Vec<WaveId> {
        let calendar = &self.calendar;
        let Some(last) = self.waves().last().filter(|_| !self.asked.waves) else {
            return self.waves().to_vec();
        };
        let counted = self.scores.tabulation.waves();
        let all: BTreeSet<(i64, WaveId)> = names
            .into_iter()
            .flat_map(|name| {
                let references = &self.references;
                references.course((name, groups), counted, last, calendar, usize::MAX)
            })
            .map(|wave| calendar.order(&wave))
            .collect();
        all.into_iter().map(|(_, wave)| wave).collect()
    }

    /// A wave on an axis of time, with a word if answers may still come to it.
    pub(super) fn wave_name(&self, wave: &WaveId) -> chart::Wave {
        let calendar = &self.calendar;
        let is_open = self.as_of.is_some_and(|day| calendar.is_open(wave, day));
        let last = calendar.last_day(wave).filter(|_| is_open);
        let open = last.map_or_else(String::new, |last| {
            self.drawn(&words::open_wave(wave, last, self.tongue()))
        });
        chart::Wave {
            label: wave.to_string(),
            open,
        }
    }

    /// The target of everybody that holds in the last wave.
    pub(super) fn target(&self, measure: &Measure) -> Option<chart::Reference> {
        let (references, calendar) = (&self.references, &self.calendar);
        let target = references.target(&measure.id, self.waves().last()?, Group::Total, calendar)?;
        Some(chart::Reference {
            value: target.value * self.factor(measure),
            label: self.drawn(&words::target(self.unit(measure), target.value, self.tongue())),
        })
    }

    /// What happened at the waves of a chart of these measures and groups.
    pub(super) fn events(&self, measures: &[&Measure], groups: &[Group], waves: &[WaveId]) -> Vec<chart::Event> {
        let is_public = self.small == Small::Hidden;
        let course = Course {
            measures,
            groups,
            waves,
            is_public,
        };
        events::drawn(self.names(), &self.references, course)
    }

    /// What happened in one group alone.
    pub(super) fn events_of(&self, measure: &Measure, group: Group, waves: &[WaveId]) -> Vec<chart::Event> {
        let is_public = self.small == Small::Hidden;
        let course = Course {
            measures: &[measure],
            groups: &[group, Group::Total],
            waves,
            is_public,
        };
        events::of_group(self.names(), &self.references, course, group)
    }

    /// A text inside a drawing, which no style sheet spaces.
    fn drawn(&self, text: &str) -> String {
        self.tongue().pick(text.to_owned(), site::spaced(text))
    }
}
