//! What follows from a response's other answers: questions that were not asked, where it broke off, and answers that
//! break a `valid_if`.
//!
//! A question whose `show_if` is not known to hold was not asked; an answer to it is dropped. Conditions are evaluated in
//! the order of the questions over whole columns, and once more while a later answer still changes an earlier question.
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
use crate::model::Origin;
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
    let known = known(survey, read);
    let slots = |at: usize| {
        survey.variables[at]
            .asked_if
            .iter()
            .flat_map(|condition| condition.typed.slots())
            .collect::<Vec<_>>()
    };
    let routed: Vec<usize> = (0..survey.variables.len())
        .filter(|&at| survey.variables[at].asked_if.is_some() && read[at] != Source::Nowhere)
        .filter(|&at| slots(at).into_iter().all(|slot| known.get(slot) != Some(&false)))
        .collect();
    let by_derived = routed.iter().any(|&at| {
        slots(at)
            .into_iter()
            .any(|slot| survey.variables.get(slot).is_some_and(|v| v.value.is_some()))
    });
    for _ in 0..=routed.len() {
        let mut changed = false;
        if by_derived {
            derive(survey, calendar, batch);
        }
        let mut last: Option<(&Arc<Condition>, Vec<bool>)> = None;
        for &at in &routed {
            let Some(condition) = &survey.variables[at].asked_if else {
                continue;
            };
            if last.as_ref().is_none_or(|(known, _)| !Arc::ptr_eq(known, condition)) {
                last = Some((condition, BatchFrame::new(batch, calendar).keeps(condition)));
            }
            let Some((_, shown)) = &last else { continue };
            let hidden: Vec<usize> = (0..shown.len()).filter(|&row| !shown[row]).collect();
            if !hidden.is_empty() {
                changed |= hide(&mut batch.columns[at], &hidden, &read[at], troubles);
            }
        }
        if !changed {
            return;
        }
    }
}

/// Of each variable, whether the file or the sample tells it, or all that it is computed from.
fn known(survey: &Survey, read: &[Source]) -> Vec<bool> {
    let filled = |at: usize| {
        survey
            .sample
            .as_ref()
            .is_some_and(|link| link.fills.contains(&survey.variables[at].id))
    };
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
        Source::Column(at) => vec![*at],
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
        Origin::Question { page, question, .. } | Origin::OtherWords { page, question } => Some((page, question)),
        Origin::Hidden | Origin::Derived => None,
    };
    let asked: Vec<usize> = (0..survey.variables.len())
        .filter(|&at| place(at).is_some() && read[at] != Source::Nowhere)
        .collect();
    let page_of = |at: usize| place(at).map_or(0, |(page, _)| page);
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
                *open = *open && is_blank(&batch.columns[at], row);
            }
        }
    }
    for &at in asked.iter().rev() {
        let column = &mut batch.columns[at];
        let mut behind = Vec::new();
        for (row, open) in open.iter_mut().enumerate().filter(|(_, open)| **open) {
            *open = is_blank(column, row);
            if column.get(row) == Cell::Missing(Missing::Skipped) {
                behind.push(row);
            }
        }
        mark(column, &behind, Missing::NotReached);
    }
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
