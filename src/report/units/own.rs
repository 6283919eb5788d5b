//! One unit and the rest: the only figures its page can get at.

use super::Units;
use crate::finding::Change;
use crate::model::Domain;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::facts::Beside;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::tabulation::Answers;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Wanted;
use std::sync::Arc;

/// A unit, its figures and those of the rest.
#[derive(Debug)]
pub struct Own {
    pub facts: Arc<Facts>,
    pub units: Arc<Units>,
    pub group: Group,
}

impl Own {
    /// The unit's figure in the wave reported on.
    pub fn now(&self, measure: &Measure) -> Figure {
        self.facts.now(measure, self.group)
    }

    /// Whether any headline figure of the unit may be shown.
    pub fn is_shown(&self) -> bool {
        let headline = self.headline();
        headline.iter().any(|measure| self.now(measure).estimate.is_some())
    }

    /// Whether it may be told how many responses the unit has.
    pub fn counts_are_shown(&self) -> bool {
        let facts = &self.facts;
        let disclosure = &facts.input.findings.disclosure;
        disclosure.of_responses(&facts.wave, self.group).is_visible()
    }

    /// The headline measures; all of the definition where none is marked.
    pub fn headline(&self) -> Vec<&Measure> {
        let headline = self.facts.headline();
        if headline.is_empty() {
            self.defined().collect()
        } else {
            headline
        }
    }

    fn defined(&self) -> impl Iterator<Item = &Measure> {
        let is_item = |measure: &&Measure| self.units.items.contains(&measure.id);
        self.facts.measures().iter().filter(move |measure| !is_item(measure))
    }

    /// All measures of the definition, the headline first.
    pub fn measures(&self) -> Vec<&Measure> {
        let mut all: Vec<&Measure> = self.defined().collect();
        all.sort_by_key(|measure| !measure.headline);
        all
    }

    /// The measures of single items.
    pub fn items(&self) -> Vec<&Measure> {
        let all = self.units.items.iter();
        all.filter_map(|id| self.facts.measure(id)).collect()
    }

    /// The comparison with the rest, where the rest is not as good as one other unit.
    pub fn rest(&self, measure: &Measure) -> Option<&Change> {
        let change = self.facts.rest(measure, self.group)?;
        self.units.rest.is_seen(&measure.id, self.group).then_some(change)
    }

    /// The comparison with the wave before.
    pub fn previous(&self, measure: &Measure) -> Option<&Change> {
        self.facts.previous(measure, self.group)
    }

    /// The comparison with its target: the unit's own, else everybody's.
    pub fn target(&self, measure: &Measure) -> Option<&Change> {
        self.facts.against_target(measure, self.group)
    }

    /// Its figures beside those of others, its own benchmarks or everybody's.
    pub fn benchmarks(&self) -> Vec<Beside<'_>> {
        let defined = self.measures().into_iter();
        defined
            .flat_map(|measure| self.facts.beside(measure, self.group))
            .collect()
    }

    /// Whether the rest is seen on any headline measure.
    pub fn sees_rest(&self) -> bool {
        self.headline().iter().any(|measure| self.rest(measure).is_some())
    }

    /// The rating whose spread is drawn: that of the first headline measure of one.
    pub fn rated(&self) -> Option<(&Measure, VariableIndex)> {
        self.headline().into_iter().find_map(|measure| match measure.kind {
            MeasureKind::TopBox { of, .. } | MeasureKind::BottomBox { of, .. } | MeasureKind::Mean { of } => {
                let is_rating = matches!(self.facts.survey().variable(of).domain, Domain::Rating(_));
                (is_rating && measure.filter.is_none()).then_some((measure, of))
            }
            _ => None,
        })
    }

    /// The unit's answers to a rating; `None` where the measure made of it is hidden.
    pub fn answers(&self, (measure, of): (&Measure, VariableIndex), wave: &WaveId) -> Option<Answers> {
        self.facts.figure(&measure.id, wave, self.group).estimate?;
        self.facts.answers(of, wave, self.group)
    }

    /// The answers of the rest, where it may be seen.
    pub fn rest_answers(&self, (measure, of): (&Measure, VariableIndex)) -> Option<Answers> {
        self.rest(measure)?;
        let rest = self.facts.view(&self.facts.wave, Group::Total)?.without(self.group)?;
        rest.answers(&Need::all(Wanted::Cells(of)))
    }
}
