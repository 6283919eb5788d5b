//! A table from scores and findings: every cell with its letters, arrows and bases, and nothing that may not be shown.

use super::banner::Column;
use super::banner::Layout;
use super::cell::Raw;
use super::independence;
use super::independence::Independence;
use super::stub::Content;
use super::stub::Section;
use super::stub::StubRow;
use super::table::Arrow;
use super::table::Base;
use super::table::Facts;
use super::table::Figures;
use super::table::Line;
use super::table::Table;
use super::table::TableCell;
use super::table::TableSection;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Findings;
use crate::finding::Gate;
use crate::finding::Lettering;
use crate::finding::Letters;
use crate::finding::RowLetters;
use crate::finding::Showing;
use crate::finding::Verdict;
use crate::finding::letters;
use crate::measure;
use crate::measure::Estimate;
use crate::measure::Scores;
use crate::measure::Unit;
use crate::model::Domain;
use crate::model::Id;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Reason;
use crate::tabulation::Group;
use crate::tabulation::View;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Which arrows a table has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrows {
    /// Groups against the rest of their wave.
    pub rest: bool,
    /// Columns against the wave before.
    pub previous: bool,
}

/// Of what the shares of a multiple choice are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bases {
    /// Of the respondents who answered; they add up to more than 1.
    #[default]
    Respondents,
    /// Of the options chosen; they add up to 1.
    Responses,
}

/// What a table is to show.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What stands across.
    pub layout: &'a Layout,
    /// What stands down.
    pub sections: &'a [Section],
    /// How letters are corrected.
    pub letters: Letters,
    /// Which arrows.
    pub arrows: Arrows,
    /// Of what the shares of multiple choices are.
    pub bases: Bases,
    /// Whether each question is tested against each banner.
    pub tests: bool,
    /// Whether small bases are hidden; otherwise they are only flagged.
    pub hides: bool,
    /// Thresholds, those the findings were made with.
    pub settings: &'a ReportSettings,
}

/// Makes the table. `findings` are those of `scores`, with the comparisons the arrows need.
#[must_use]
pub fn build(scores: &Scores, findings: &Findings, asked: &Asked<'_>) -> Table {
    let mut changes: BTreeMap<(&Id, &WaveId, Group), Vec<&Change>> = BTreeMap::new();
    for change in &findings.changes {
        let key = (&change.measure, &change.wave, change.group);
        changes.entry(key).or_default().push(change);
    }
    let builder = Builder {
        scores,
        findings,
        asked,
        changes,
        lettering: Lettering {
            letters: asked.letters,
            alpha: asked.settings.alpha,
            least_base: asked.settings.flag_below.max(asked.settings.hide_below),
        },
    };
    let mut facts = builder.facts();
    let sections = asked
        .sections
        .iter()
        .map(|section| builder.section(section, &mut facts))
        .collect();
    Table {
        layout: asked.layout.clone(),
        sections,
        facts,
    }
}

/// What a table is made with.
pub(super) struct Builder<'a> {
    pub(super) scores: &'a Scores,
    pub(super) findings: &'a Findings,
    pub(super) asked: &'a Asked<'a>,
    changes: BTreeMap<(&'a Id, &'a WaveId, Group), Vec<&'a Change>>,
    lettering: Lettering,
}

impl Builder<'_> {
    fn facts(&self) -> Facts {
        let survey = &self.scores.survey;
        let overlapping = self.asked.layout.banners.iter().flat_map(super::Banner::variables);
        Facts {
            weighted: self.scores.tabulation.plan().is_weighted(),
            letters: self.asked.letters,
            alpha: self.lettering.alpha,
            tests: BTreeSet::new(),
            lettered: false,
            gated: 0,
            overlapping: overlapping
                .filter(|variable| matches!(survey.variable(*variable).domain, Domain::Multiple(_)))
                .collect(),
            hidden: false,
            flagged: false,
            flag_below: self.lettering.least_base,
            of_responses: false,
            previous: BTreeSet::new(),
            rest: false,
        }
    }

    fn section(&self, section: &Section, facts: &mut Facts) -> TableSection {
        let of_responses = self.asked.bases == Bases::Responses && self.multiple(section.variable).is_some();
        facts.of_responses |= of_responses;
        let lines = section
            .rows
            .iter()
            .filter_map(|row| self.line(section, row, of_responses, facts))
            .collect();
        let bases = self
            .asked
            .layout
            .columns
            .iter()
            .map(|column| self.base(section, column))
            .collect::<Vec<Base>>();
        TableSection {
            id: section.id.clone(),
            variable: section.variable,
            lines,
            independence: self.independence(section, &bases),
            bases,
        }
    }

    /// The test of a choice or rating against every block of columns.
    fn independence(&self, section: &Section, bases: &[Base]) -> Vec<Option<Result<Independence, Reason>>> {
        let survey = &self.scores.survey;
        let coded = |variable: &VariableIndex| {
            matches!(survey.variable(*variable).domain, Domain::Choice(_) | Domain::Rating(_))
        };
        let variable = section.variable.filter(coded).filter(|_| self.asked.tests);
        let of_block = |block: &Vec<usize>| {
            let columns: Vec<(usize, &Column, bool)> = block
                .iter()
                .map(|at| (*at, &self.asked.layout.columns[*at], !bases[*at].hidden))
                .collect();
            independence::test(self.scores, variable?, &columns)
        };
        self.asked.layout.blocks.iter().map(of_block).collect()
    }

    pub(super) fn multiple(&self, variable: Option<VariableIndex>) -> Option<VariableIndex> {
        variable.filter(|variable| matches!(self.scores.survey.variable(*variable).domain, Domain::Multiple(_)))
    }

    /// A row; `None` for a kind of missing that does not occur.
    fn line(&self, section: &Section, row: &StubRow, of_responses: bool, facts: &mut Facts) -> Option<Line> {
        let columns = &self.asked.layout.columns;
        let raws: Vec<Raw> = columns
            .iter()
            .map(|column| self.raw(row, column, of_responses))
            .collect();
        let occurs = |raw: &Raw| raw.counts.is_some_and(|counts| counts.hits.n > 0);
        if matches!(row.content, Content::Missing(..)) && !raws.iter().any(occurs) {
            return None;
        }
        let showings: Vec<Showing> = columns
            .iter()
            .zip(&raws)
            .map(|(column, raw)| self.showing(section, row, column, &raw.outcome))
            .collect();
        let visible = |at: usize| !self.asked.hides || showings[at].is_visible();
        let mut marks = vec![(Vec::new(), Vec::new()); columns.len()];
        let mut gates = Vec::new();
        for block in &self.asked.layout.blocks {
            let shown: Vec<Option<&Estimate>> = block
                .iter()
                .map(|at| raws[*at].outcome.as_ref().ok().filter(|_| visible(*at)))
                .collect();
            let bond =
                |one: usize, two: usize| self.bond(row, of_responses, &columns[block[one]], &columns[block[two]]);
            let found = letters(&shown, &bond, &self.lettering);
            facts.lettered |= !found.pairs.is_empty();
            facts.gated += usize::from(matches!(found.gate, Gate::Closed(_)));
            facts.tests.extend(found.pairs.iter().map(|pair| pair.test));
            note(&mut marks, block, &found);
            gates.push(found.gate);
        }
        let row_totals = self.row_totals(&raws, &showings);
        let mut cells = Vec::with_capacity(columns.len());
        for (at, (raw, (letters, tested))) in raws.into_iter().zip(marks).enumerate() {
            let column = &columns[at];
            let cell = match raw.outcome {
                _ if !visible(at) => TableCell::Hidden(showings[at]),
                Err(reason) => TableCell::Empty(reason),
                Ok(estimate) => {
                    let arrow = |previous| (!of_responses).then(|| self.arrow(row, column, previous)).flatten();
                    let share = raw
                        .counts
                        .zip(row_totals[at])
                        .map(|(counts, total)| counts.hits.w / total);
                    TableCell::Shown(Box::new(Figures {
                        standard_error: self.standard_error(row, &estimate),
                        estimate,
                        showing: showings[at],
                        counts: raw.counts,
                        row_share: share.filter(|_| self.unit(row) == Unit::Share),
                        sd: raw.sd,
                        letters,
                        tested,
                        rest: arrow(false),
                        previous: arrow(true),
                    }))
                }
            };
            facts.hidden |= matches!(cell, TableCell::Hidden(_));
            if let Some(figures) = cell.figures() {
                facts.flagged |= figures.showing != Showing::Shown;
                let decided = |arrow: &&Arrow| arrow.verdict != Verdict::TooFew;
                facts.rest |= figures.rest.iter().any(|arrow| decided(&arrow));
                facts.previous.extend(
                    figures
                        .previous
                        .iter()
                        .filter(decided)
                        .map(|arrow| arrow.against.clone()),
                );
            }
            cells.push(cell);
        }
        Some(Line {
            row: row.clone(),
            unit: self.unit(row),
            cells,
            gates,
        })
    }

    pub(super) fn unit(&self, row: &StubRow) -> Unit {
        row.measure()
            .map_or(Unit::Share, |measure| measure::unit(&self.scores.survey, measure))
    }

    pub(super) fn view(&self, column: &Column) -> Option<View<'_>> {
        self.scores.tabulation.view(&column.wave, column.group)
    }

    /// By column, the weighted count of its row that is 100 %: that of its wave; of columns that are waves themselves, that
    /// of all waves shown. `None` where the whole is not shown.
    fn row_totals(&self, raws: &[Raw], showings: &[Showing]) -> Vec<Option<f64>> {
        let columns = &self.asked.layout.columns;
        let seen = |at: usize| !self.asked.hides || showings[at].is_visible();
        let total = |at: usize| raws[at].counts.filter(|_| seen(at)).map(|counts| counts.hits.w);
        let mut by_wave: BTreeMap<&WaveId, Option<f64>> = BTreeMap::new();
        for (at, column) in columns.iter().enumerate() {
            if column.group == Group::Total && !by_wave.contains_key(&column.wave) {
                by_wave.insert(&column.wave, total(at));
            }
        }
        let all: Option<f64> = by_wave.values().copied().sum();
        let whole = |column: &Column| match column.group {
            Group::Total => all,
            _ => by_wave.get(&column.wave).copied().flatten(),
        };
        columns
            .iter()
            .map(|column| whole(column).filter(|whole| *whole > 0.0))
            .collect()
    }

    fn arrow(&self, row: &StubRow, column: &Column, previous: bool) -> Option<Arrow> {
        let wanted = |against: &Against| match against {
            Against::Rest => self.asked.arrows.rest && !previous,
            Against::Previous(_) => self.asked.arrows.previous && previous,
            _ => false,
        };
        let key = (&row.measure()?.id, &column.wave, column.group);
        let change = self.changes.get(&key)?.iter().find(|change| wanted(&change.against))?;
        let shown = !self.asked.hides || self.findings.may_show(change, self.asked.settings);
        shown.then(|| Arrow {
            verdict: change.verdict,
            difference: change.comparison.difference,
            p: change.comparison.p,
            p_adjusted: change.p_adjusted,
            against: change.against.code().to_owned(),
        })
    }
}

/// Writes what was found in a block to the marks of its columns.
#[expect(clippy::type_complexity, reason = "letters and tests of a column, side by side")]
fn note(
    marks: &mut [(Vec<(usize, crate::finding::Strength)>, Vec<(usize, f64)>)],
    block: &[usize],
    found: &RowLetters,
) {
    for (place, at) in block.iter().enumerate() {
        let (letters, tested) = &mut marks[*at];
        letters.extend(
            found
                .below(place)
                .into_iter()
                .map(|(other, strength)| (block[other], strength)),
        );
        tested.extend(found.tested(place).into_iter().map(|(other, p)| (block[other], p)));
    }
}
