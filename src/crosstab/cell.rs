//! One cell: what it is made from, what may be shown of it, what it has in common with another.

use super::banner::Column;
use super::build::Builder;
use super::responses;
use super::stub::Content;
use super::stub::Section;
use super::stub::StubRow;
use super::table::Base;
use super::table::Counts;
use crate::finding::Apart;
use crate::finding::Bond;
use crate::finding::Members;
use crate::finding::Showing;
use crate::measure::Basis;
use crate::measure::Estimate;
use crate::measure::Outcome;
use crate::measure::Reason;
use crate::measure::Unit;
use crate::measure::cells;
use crate::model::Id;
use crate::model::MeasureKind;
use crate::tabulation::Cell;
use crate::tabulation::Need;
use crate::tabulation::Shared;
use crate::tabulation::Wanted;

/// What a cell is made from, before it is known what may be shown.
pub(super) struct Raw {
    pub outcome: Outcome,
    pub counts: Option<Counts>,
    pub sd: Option<f64>,
}

impl Builder<'_> {
    pub(super) fn raw(&self, row: &StubRow, column: &Column, of_responses: bool) -> Raw {
        let nothing = Raw {
            outcome: Err(Reason::NoValidAnswers),
            counts: None,
            sd: None,
        };
        let Some(view) = self.view(column) else { return nothing };
        let measure = match &row.content {
            Content::Missing(variable, kind) => {
                let outcome = cells::missing(*variable, *kind, &view, self.scores.level);
                let counts = cells::missing_counts(*variable, *kind, &view);
                return Raw {
                    outcome,
                    counts: counts.map(|(hits, valid)| Counts { hits, valid }),
                    sd: None,
                };
            }
            Content::Measure(measure) => measure,
        };
        if let (true, MeasureKind::Share { of, options }) = (of_responses, &measure.kind) {
            let option = options.first().copied().unwrap_or_default();
            let Some(found) = responses::share(&view, *of, option, self.scores.level) else {
                return nothing;
            };
            let counts = Counts {
                hits: found.hits,
                valid: found.mentions,
            };
            return Raw {
                outcome: found.outcome,
                counts: Some(counts),
                sd: None,
            };
        }
        let outcome = self.scores.of(&measure.id, &column.wave, column.group);
        let scored = cells::scored(measure, &view);
        let counts = scored.as_ref().map(|scored| counts(self.unit(row), scored));
        let sd = scored.filter(|_| matches!(measure.kind, MeasureKind::Mean { .. }));
        Raw {
            outcome: outcome.cloned().unwrap_or(Err(Reason::NoValidAnswers)),
            counts,
            sd: sd.as_deref().and_then(cells::standard_deviation),
        }
    }

    /// What may be shown of a cell. Kinds of missing follow the answers of their question: beside a hidden base they would
    /// tell it.
    pub(super) fn showing(&self, section: &Section, row: &StubRow, column: &Column, outcome: &Outcome) -> Showing {
        let of = |id: &Id| self.findings.disclosure.of(id, &column.wave, column.group);
        let Ok(estimate) = outcome else {
            return row.measure().map_or(Showing::Shown, |measure| of(&measure.id));
        };
        if self.members(section, column) == Members::Nothing {
            return Showing::HiddenComplement;
        }
        if let Some(measure) = row.measure() {
            return of(&measure.id);
        }
        let own = Showing::of_base(estimate.base, self.asked.settings);
        let scored = |id: &Id| self.scores.of(id, &column.wave, column.group).is_some();
        let answered = section.measures().next().filter(|measure| scored(&measure.id));
        answered.map_or(own, |measure| of(&measure.id).max(own))
    }

    /// What may be told of a question that makes groups, whose answers are how many are in them.
    fn members(&self, section: &Section, column: &Column) -> Members {
        let (tabulation, disclosure) = (&self.scores.tabulation, &self.findings.disclosure);
        section.variable.map_or(Members::All, |question| {
            disclosure.members(tabulation, question, &column.wave, column.group)
        })
    }

    pub(super) fn bond(&self, row: &StubRow, of_responses: bool, one: &Column, two: &Column) -> Bond {
        if one.wave != two.wave {
            return Bond::Apart;
        }
        let shared = self.scores.tabulation.shared(&one.wave, one.group, two.group);
        if let Some(bond) = self.designed(row, of_responses, (one, two), &shared) {
            return bond;
        }
        match shared {
            Shared::Nothing => Bond::Apart,
            Shared::NotCounted => Bond::Unknown,
            Shared::Counted(both) => {
                let views = self.view(one).zip(self.view(two));
                let shared = row
                    .measure()
                    .zip(views)
                    .and_then(|(measure, (one, two))| match &measure.kind {
                        MeasureKind::Share { of, options } if of_responses => {
                            responses::shared(*of, *options.first()?, (&one, &two), &both)
                        }
                        _ => cells::shared(measure, (&one, &two), &both),
                    });
                match shared {
                    Some(shared) if shared.base == 0 => Bond::Apart,
                    Some(shared) => Bond::Sharing(shared),
                    None if both.rows().n == 0 => Bond::Apart,
                    None => Bond::Unknown,
                }
            }
        }
    }

    /// Columns of one wave under the design of a sample: they share its sampling units. `None` without a design.
    fn designed(
        &self,
        row: &StubRow,
        of_responses: bool,
        (one, two): (&Column, &Column),
        shared: &Shared<'_>,
    ) -> Option<Bond> {
        if !self.scores.tabulation.plan().is_designed() {
            return None;
        }
        let wave = &one.wave;
        let (measure, one, two) = (
            row.measure().filter(|_| !of_responses)?,
            self.view(one)?,
            self.view(two)?,
        );
        let (both, apart) = match shared {
            Shared::NotCounted => return Some(Bond::Unknown),
            Shared::Nothing => (None, Apart::Yes),
            Shared::Counted(both) if both.rows().n == 0 => (None, Apart::Yes),
            Shared::Counted(both) => (Some(both), Apart::No),
        };
        let made = self.scores.difference((&measure.id, wave), (&one, &two), both)?;
        Some(Bond::Design(made, apart))
    }

    pub(super) fn standard_error(&self, row: &StubRow, estimate: &Estimate) -> Option<f64> {
        if self.unit(row) == Unit::Share {
            return None;
        }
        match &estimate.basis {
            Basis::Mean(summary) => summary.standard_error(),
            Basis::Nps(groups) => groups.standard_error().ok(),
            Basis::Linearised(known) => Some(known.standard_error()),
            _ => None,
        }
        .filter(|error| *error > 0.0)
    }

    /// The bases of a section: those of its first measure, the widest of its answers.
    pub(super) fn base(&self, section: &Section, column: &Column) -> Base {
        let Some(measure) = section.measures().next() else {
            return Base::default();
        };
        let outcome = self.scores.of(&measure.id, &column.wave, column.group);
        let showing = self.findings.disclosure.of(&measure.id, &column.wave, column.group);
        let Some(Ok(estimate)) = outcome else {
            let hidden = self.asked.hides && outcome.is_some() && !showing.is_visible();
            return Base {
                base: (!hidden).then_some(0),
                hidden,
                ..Base::default()
            };
        };
        if self.asked.hides && (!showing.is_visible() || self.members(section, column) == Members::Nothing) {
            return Base {
                hidden: true,
                ..Base::default()
            };
        }
        let view = self.view(column);
        let scored = view.as_ref().and_then(|view| cells::scored(measure, view));
        let weighted = scored.map(|scored| scored.iter().map(|(_, cell)| cell.w).sum());
        let multiple = self.multiple(section.variable);
        let answers = multiple.zip(view).and_then(|(variable, view)| {
            let need = Need::all(Wanted::Cells(variable));
            view.answers(&need)
        });
        Base {
            base: Some(estimate.base),
            weighted,
            effective: Some(estimate.effective_base),
            responses: answers.map(|answers| answers.options.iter().map(|cell| cell.n).sum()),
            hidden: false,
        }
    }
}

/// Hits and base of the answers behind a cell.
fn counts(unit: Unit, scored: &[(f64, Cell)]) -> Counts {
    let valid: Cell = scored.iter().map(|(_, cell)| *cell).sum();
    let hits = match unit {
        Unit::Share => scored
            .iter()
            .filter(|(worth, _)| *worth > 0.0)
            .map(|(_, cell)| *cell)
            .sum(),
        _ => valid,
    };
    Counts { hits, valid }
}
