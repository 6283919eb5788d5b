//! What figures are compared with: earlier waves, the rest, targets, figures of others; and what of it may be shown.

use super::Beside;
use super::Facts;
use crate::finding::Against;
use crate::finding::Benchmark;
use crate::finding::Change;
use crate::finding::Decomposition;
use crate::finding::Target;
use crate::model::Measure;
use crate::model::WaveId;
use crate::tabulation::Group;

impl Facts {
    /// A comparison, unless one of its sides is hidden.
    pub(super) fn seen<'a>(&self, change: Option<&'a Change>) -> Option<&'a Change> {
        change.filter(|change| self.may_show(change))
    }

    /// Whether both sides of a comparison may be shown.
    pub fn may_show(&self, change: &Change) -> bool {
        let shown = |wave: &WaveId| self.figure(&change.measure, wave, change.group).estimate.is_some();
        let settings = self.settings();
        shown(&change.wave)
            && match &change.against {
                Against::Previous(wave) | Against::YearBefore(wave) | Against::Wave(wave) => shown(wave),
                Against::Rest => change
                    .reference_base
                    .is_some_and(|base| base >= settings.hide_below.max(settings.privacy_k)),
                Against::Target(_) | Against::Benchmark(_) => true,
            }
    }

    pub fn previous(&self, measure: &Measure, group: Group) -> Option<&Change> {
        self.previous_of(measure, &self.wave, group)
    }

    pub fn previous_of(&self, measure: &Measure, wave: &WaveId, group: Group) -> Option<&Change> {
        self.seen(self.input.findings.previous(&measure.id, wave, group))
    }

    pub fn year_before(&self, measure: &Measure, group: Group) -> Option<&Change> {
        self.seen(self.input.findings.year_before(&measure.id, &self.wave, group))
    }

    pub fn rest(&self, measure: &Measure, group: Group) -> Option<&Change> {
        self.seen(self.input.findings.rest(&measure.id, &self.wave, group))
    }

    pub fn against_target(&self, measure: &Measure, group: Group) -> Option<&Change> {
        self.seen(self.input.findings.target(&measure.id, &self.wave, group))
    }

    pub fn target(&self, measure: &Measure, group: Group) -> Option<&Target> {
        self.input
            .references
            .target(&measure.id, &self.wave, group, &self.input.calendar)
    }

    /// The benchmarks of figures of the wave that may be shown, by measure, then group, then name.
    pub fn benchmarks(&self) -> Vec<Beside<'_>> {
        let mut groups = vec![Group::Total];
        groups.extend(self.segments().into_iter().flat_map(|segment| self.levels(segment)));
        let mut found = Vec::new();
        for measure in self.measures() {
            for group in &groups {
                found.extend(self.beside(measure, *group));
            }
        }
        found
    }

    /// The benchmarks of one figure, if it may be shown.
    pub fn beside<'a>(&'a self, measure: &'a Measure, group: Group) -> Vec<Beside<'a>> {
        let references = &self.input.references;
        let known = references.benchmarks(&measure.id, &self.wave, group, &self.input.calendar);
        if known.is_empty() {
            return Vec::new();
        }
        let Some(ours) = self.now(measure, group).estimate else {
            return Vec::new();
        };
        let unit = self.unit(measure);
        let one = |benchmark: &'a Benchmark| Beside {
            measure,
            benchmark,
            ours: ours.value,
            theirs: benchmark.estimate(unit, self.input.scores.level),
            change: self.seen(
                self.input
                    .findings
                    .benchmark(&measure.id, &self.wave, group, benchmark.title()),
            ),
        };
        known.into_iter().map(one).collect()
    }

    /// The change of an index taken apart; `None` also when one of its items has too few answers to be shown.
    pub fn decomposition(&self, measure: &Measure) -> Option<&Decomposition> {
        let found = self.input.findings.decomposition(&measure.id, &self.wave)?;
        let least = self.settings().hide_below.max(self.settings().privacy_k);
        found
            .movers
            .iter()
            .all(|mover| mover.bases.0 >= least && mover.bases.1 >= least)
            .then_some(found)
    }

    /// What a benchmark known by `title` is called in the reader's language.
    pub fn benchmark_name<'a>(&'a self, title: &'a str) -> &'a str {
        let all = &self.input.references.benchmarks;
        let known = all.iter().find(|one| one.title() == title);
        known.map_or(title, |one| self.tongue().pick(&one.called.en, &one.called.zh))
    }

    /// All comparisons of the wave that may be shown.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.input
            .findings
            .changes
            .iter()
            .filter(|change| change.wave == self.wave && self.may_show(change))
    }
}
