//! What follows from a response's other answers: questions that were not asked, where it broke off, and answers that
//! break a `valid_if`.
//!
//! What [`crate::route`] says of one respondent, over whole columns: a question whose `show_if` (or that of its page, its row,
//! or of all its options) is not known to hold was not asked, and an answer to it is dropped; an option that was not offered is
//! taken out. Conditions are evaluated in the order of the questions, and once more while a later answer still changes an
//! earlier question.
//! A condition on a question of which the file has no column cannot be judged; then the answers stand as they are.
//!
//! Blank answers behind the last answered question are `not_reached`, and not `skipped`, in a response that was never
//! sent: the file has a column of the time of submission and it is blank; or the file has none, the survey has several
//! pages, and the last of them has no answer at all.

use super::decode::Trouble;
use super::layout::Source;
use super::quarantine::Reason;
use crate::logic::Missing;
use crate::logic::code_missing;
use crate::model::Calendar;
use crate::model::Condition;
use crate::model::Kind;
use crate::model::OptionList;
use crate::model::Origin;
use crate::model::Page;
use crate::model::Question;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell;
use crate::response::Column;
use crate::response::NO_TIME;
use crate::response::derive;
use std::sync::Arc;

/// Answers that break the `valid_if` of a question.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Flag {
    pub variable: VariableIndex,
    pub row: usize,
}

/// Marks what was not asked and drops answers to it. `read` says which variables were read from the file.
pub(super) fn not_asked(
    survey: &Survey,
    calendar: &Calendar,
    batch: &mut Batch,
    read: &[Source],
    troubles: &mut Vec<Trouble>,
) {
    let mut router = Router {
        survey,
        calendar,
        read,
        known: known(survey, read),
        changed: false,
        troubles,
    };
    let (conditional, by_derived) = router.conditional();
    for _ in 0..=conditional {
        router.changed = false;
        if by_derived {
            derive(survey, calendar, batch);
        }
        for page in &survey.pages {
            router.page(page, batch);
        }
        if !router.changed {
            return;
        }
    }
}

/// Of each row, whether something was put; `None` where it always is, or cannot be judged.
type Shown = Option<Vec<bool>>;

struct Router<'a> {
    survey: &'a Survey,
    calendar: &'a Calendar,
    read: &'a [Source],
    known: Vec<bool>,
    changed: bool,
    troubles: &'a mut Vec<Trouble>,
}

impl Router<'_> {
    /// How many conditions there are, and whether one of them uses a derived value.
    fn conditional(&self) -> (usize, bool) {
        let pages = self.survey.pages.iter().flat_map(|page| &page.show_if);
        let questions = self.survey.questions().flat_map(|(_, _, question)| {
            let parts = question.parts.option_if.values().chain(question.parts.row_if.values());
            self.asked_if(question).into_iter().chain(parts)
        });
        let all: Vec<&Arc<Condition>> = pages.chain(questions).filter(|one| self.is_judged(one)).collect();
        let derived = |slot: usize| self.survey.variables.get(slot).is_some_and(|v| v.value.is_some());
        let by_derived = all.iter().any(|one| one.typed.slots().into_iter().any(derived));
        (all.len(), by_derived)
    }

    fn asked_if<'q>(&'q self, question: &'q Question) -> Option<&'q Arc<Condition>> {
        self.survey.variable(*question.variables.first()?).asked_if.as_ref()
    }

    /// Whether the file tells all that a condition needs.
    fn is_judged(&self, condition: &Condition) -> bool {
        let slots = condition.typed.slots();
        slots.into_iter().all(|slot| self.known.get(slot) != Some(&false))
    }

    fn shown(&self, condition: Option<&Arc<Condition>>, batch: &Batch) -> Shown {
        let condition = condition.filter(|condition| self.is_judged(condition))?;
        Some(BatchFrame::new(batch, self.calendar).keeps(condition))
    }

    fn page(&mut self, page: &Page, batch: &mut Batch) {
        let shown = self.shown(page.show_if.as_ref(), batch);
        for question in &page.questions {
            let is_read = |variable: &VariableIndex| self.read[variable.0] != Source::Nowhere;
            if question.variables.iter().any(is_read) {
                self.question(question, shown.as_ref(), batch);
            }
        }
    }

    fn question(&mut self, question: &Question, page: Option<&Vec<bool>>, batch: &mut Batch) {
        let parts = &question.parts;
        let own = self.shown(self.asked_if(question), batch);
        let offered: Vec<Shown> = (0..question.options().map_or(0, |list| list.options.len()))
            .map(|at| self.shown(parts.option_if.get(&at), batch))
            .collect();
        let row_count = question
            .variables
            .iter()
            .filter_map(|at| self.row_of(*at))
            .max()
            .map_or(0, |last| last + 1);
        let rows: Vec<Shown> = (0..row_count)
            .map(|at| self.shown(parts.row_if.get(&at), batch))
            .collect();
        let asked = both(page.cloned(), own);
        let asked = both(asked, left(&offered));
        let asked = both(asked, left(&rows));
        for &variable in &question.variables {
            if self.read[variable.0] == Source::Nowhere {
                continue;
            }
            let row = self.row_of(variable).and_then(|row| rows[row].clone());
            let words = self.is_words(variable);
            let other = |list: &OptionList| list.options.iter().position(|option| option.other);
            let behind = words.then(|| question.options().and_then(other)).flatten();
            let behind = behind.and_then(|at| offered[at].clone());
            let asked = both(both(asked.clone(), row), behind);
            if !words {
                self.take_out(question, variable, &offered, asked.as_ref(), batch);
            }
            let Some(asked) = asked else { continue };
            let hidden: Vec<usize> = (0..asked.len()).filter(|&at| !asked[at]).collect();
            if !hidden.is_empty() {
                let column = &mut batch.columns[variable.0];
                self.changed |= hide(column, &hidden, &self.read[variable.0], self.troubles);
            }
        }
    }

    /// Takes chosen options that were not offered out of the answers of those who were asked.
    fn take_out(
        &mut self,
        question: &Question,
        variable: VariableIndex,
        offered: &[Shown],
        asked: Option<&Vec<bool>>,
        batch: &mut Batch,
    ) {
        let Some(list) = question.options() else { return };
        for (option, shown) in offered.iter().enumerate() {
            let Some(shown) = shown else { continue };
            let hidden = (0..shown.len()).filter(|&row| !shown[row] && asked.is_none_or(|asked| asked[row]));
            for row in hidden {
                let column = &mut batch.columns[variable.0];
                let left = match column.get(row) {
                    Cell::Option(code) if usize::from(code) == option => Cell::Missing(Missing::Invalid),
                    Cell::Multiple(bits) if bits >> option & 1 == 1 => match bits & !(1 << option) {
                        0 => Cell::Missing(Missing::Invalid),
                        left => Cell::Multiple(left),
                    },
                    _ => continue,
                };
                let part = matches!(left, Cell::Multiple(_)).then(|| list.options[option].id.to_string());
                column.set(row, left);
                self.changed = true;
                let (column, part) = match &self.read[variable.0] {
                    Source::Nowhere => continue,
                    Source::Column(at) | Source::Beside(at) => (*at, part),
                    Source::Options(all) => match all.iter().find(|(at, _)| *at == option) {
                        Some((_, at)) => (*at, None),
                        None => continue,
                    },
                };
                self.troubles.push(Trouble {
                    row,
                    column,
                    reason: Reason::NotOffered,
                    part,
                });
            }
        }
    }

    fn row_of(&self, variable: VariableIndex) -> Option<usize> {
        match self.survey.variable(variable).origin {
            Origin::Question { row, .. } => row,
            _ => None,
        }
    }

    fn is_words(&self, variable: VariableIndex) -> bool {
        matches!(self.survey.variable(variable).origin, Origin::OtherWords { .. })
    }
}

fn both(one: Shown, other: Shown) -> Shown {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.into_iter().zip(other).map(|(one, other)| one && other).collect()),
        (one, other) => one.or(other),
    }
}

/// Whether any option, or any row, is left.
fn left(all: &[Shown]) -> Shown {
    let mut any: Option<Vec<bool>> = None;
    for one in all {
        // One that is always there is enough.
        let one = one.as_ref()?;
        any = Some(match any {
            Some(any) => any.into_iter().zip(one).map(|(any, one)| any || *one).collect(),
            None => one.clone(),
        });
    }
    any
}

/// Of each variable, whether the file or the sample tells it, or all that it is computed from.
fn known(survey: &Survey, read: &[Source]) -> Vec<bool> {
    let filled = |at: usize| survey.is_filled(&survey.variables[at].id);
    let mut known: Vec<bool> = (0..read.len())
        .map(|at| read[at] != Source::Nowhere || filled(at))
        .collect();
    for (at, variable) in survey.variables.iter().enumerate() {
        if let Some(value) = &variable.value {
            known[at] = value
                .typed
                .slots()
                .into_iter()
                .all(|slot| known.get(slot) != Some(&false));
        }
    }
    known
}

/// Makes `rows` of a column `not_asked`; whether an answer was dropped.
fn hide(column: &mut Column, rows: &[usize], source: &Source, troubles: &mut Vec<Trouble>) -> bool {
    let columns: Vec<usize> = match source {
        Source::Nowhere => Vec::new(),
        Source::Column(at) | Source::Beside(at) => vec![*at],
        Source::Options(all) => all.iter().map(|(_, at)| *at).collect(),
    };
    let mut dropped = false;
    let mut marked = Vec::new();
    for &row in rows {
        match column.get(row) {
            Cell::Missing(Missing::NotAsked) => continue,
            Cell::Missing(Missing::Skipped | Missing::NotReached | Missing::NotInVersion | Missing::Invalid) => {}
            _ => {
                dropped = true;
                troubles.extend(columns.iter().map(|&column| Trouble {
                    row,
                    column,
                    reason: Reason::RoutedOut,
                    part: None,
                }));
            }
        }
        marked.push(row);
    }
    mark(column, &marked, Missing::NotAsked);
    dropped
}

/// Tells `not_reached` from `skipped`. `has_submitted` says whether the file tells when a response was sent.
pub(super) fn not_reached(survey: &Survey, batch: &mut Batch, read: &[Source], has_submitted: bool) {
    let place = |at: usize| match survey.variables[at].origin {
        // The form sends the wording along whether or not the respondent came so far.
        Origin::Wording { .. } => None,
        origin => origin.place(),
    };
    let asked: Vec<usize> = (0..survey.variables.len())
        .filter(|&at| place(at).is_some() && read[at] != Source::Nowhere)
        .collect();
    let page_of = |at: usize| place(at).map_or(0, |(page, _)| page);
    let is_open =
        |at: usize, column: &Column, row: usize| is_blank(column, row) || is_unticked(survey, at, column, row);
    let Some(last_page) = asked.iter().map(|&at| page_of(at)).max() else {
        return;
    };
    let mut open: Vec<bool> = if has_submitted {
        batch.meta.submitted.iter().map(|time| *time == NO_TIME).collect()
    } else if asked.iter().all(|&at| page_of(at) == last_page) {
        return;
    } else {
        vec![true; batch.len()]
    };
    if !has_submitted {
        for &at in asked.iter().filter(|&&at| page_of(at) == last_page) {
            for (row, open) in open.iter_mut().enumerate() {
                *open = *open && is_open(at, &batch.columns[at], row);
            }
        }
    }
    for &at in asked.iter().rev() {
        let column = &mut batch.columns[at];
        let mut behind = Vec::new();
        for (row, open) in open.iter_mut().enumerate().filter(|(_, open)| **open) {
            *open = is_open(at, column, row);
            if column.get(row) == Cell::Missing(Missing::Skipped) || is_unticked(survey, at, column, row) {
                behind.push(row);
            }
        }
        mark(column, &behind, Missing::NotReached);
    }
}

/// Whether this is a consent that was not ticked: it looks the same where nobody came so far.
fn is_unticked(survey: &Survey, at: usize, column: &Column, row: usize) -> bool {
    let place = survey.variables[at].origin.place();
    let kind = place.map(|(page, question)| &survey.pages[page].questions[question].kind);
    matches!(kind, Some(Kind::Consent { .. })) && column.get(row) == Cell::Option(0)
}

/// Makes `rows`, in rising order, missing of one kind.
fn mark(column: &mut Column, rows: &[usize], kind: Missing) {
    if rows.is_empty() {
        return;
    }
    if !matches!(column, Column::Text(_)) {
        for &row in rows {
            column.set(row, Cell::Missing(kind));
        }
        return;
    }
    // Words lie end to end, so that a new column is cheaper than taking words out of the old one.
    let mut new = column.like();
    let mut marked = rows.iter().peekable();
    for row in 0..column.len() {
        let is_marked = marked.next_if_eq(&&row).is_some();
        new.push(if is_marked {
            Cell::Missing(kind)
        } else {
            column.get(row)
        });
    }
    *column = new;
}

/// Neither an answer nor a chosen "don't know", nor anything unreadable.
fn is_blank(column: &Column, row: usize) -> bool {
    let blank = |kind| {
        matches!(
            kind,
            Missing::NotAsked | Missing::NotReached | Missing::Skipped | Missing::NotInVersion
        )
    };
    match column {
        Column::Coded(codes) => codes.get(row).copied().and_then(code_missing).is_some_and(blank),
        other => matches!(other.get(row), Cell::Missing(kind) if blank(kind)),
    }
}

/// Answers for which the condition on them is known to fail.
pub(super) fn flags(survey: &Survey, calendar: &Calendar, batch: &Batch, read: &[Source]) -> Vec<Flag> {
    let mut flags = Vec::new();
    for (_, _, question) in survey.questions() {
        let (Some(condition), Some(&variable)) = (&question.valid_if, question.variables.first()) else {
            continue;
        };
        if read[variable.0] == Source::Nowhere {
            continue;
        }
        let truths = condition.typed.vector(&BatchFrame::new(batch, calendar));
        flags.extend(
            (0..batch.len())
                .filter(|&row| !truths.truth(row).passes())
                .map(|row| Flag { variable, row }),
        );
    }
    flags
}
