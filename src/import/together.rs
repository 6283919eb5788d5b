//! Answers of one question that must fit each other: ranks of which no two are alike, parts that make the whole.
//!
//! Ranks that occur twice are `invalid`, each of them. Parts that do not make the total are all `invalid`; where they do, a box left
//! empty can only have meant nothing, and counts as 0. A consent that was not ticked says no.

use super::decode::Trouble;
use super::layout::Source;
use super::quarantine::Reason;
use crate::logic::Missing;
use crate::model::Kind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::Column;

/// How far from the total parts may be, as a share of it: what is lost by writing thirds with a few decimals.
const SLACK: f64 = 1e-6;

/// Settles rankings and allocations. `read` says which variables were read from the file.
pub(super) fn settle(survey: &Survey, batch: &mut Batch, read: &[Source], troubles: &mut Vec<Trouble>) {
    for (_, _, question) in survey.questions() {
        // What a file has no column of cannot be judged, nor what it would have to add up with.
        let told = |variable: &VariableIndex| read[variable.0] != Source::Nowhere;
        match &question.kind {
            Kind::Ranking { .. } => {
                let variables: Vec<VariableIndex> = question.variables.iter().copied().filter(told).collect();
                ranking(&variables, batch, read, troubles);
            }
            Kind::Allocation { total, .. } if question.variables.iter().all(told) => {
                allocation(&question.variables, *total, batch, read, troubles);
            }
            Kind::Consent { .. } => question
                .variables
                .iter()
                .take(1)
                .filter(|v| told(v))
                .for_each(|variable| {
                    unticked(&mut batch.columns[variable.0]);
                }),
            _ => {}
        }
    }
}

/// A box that is not ticked sends nothing, and says no.
fn unticked(column: &mut Column) {
    for row in 0..column.len() {
        if column.get(row) == Cell::Missing(Missing::Skipped) {
            column.set(row, Cell::Option(0));
        }
    }
}

/// Notes answers that fail an attention check; they stay.
pub(super) fn attention(survey: &Survey, batch: &Batch, read: &[Source], troubles: &mut Vec<Trouble>) {
    for (_, _, question) in survey.questions() {
        let (Some(wanted), Some(variable)) = (question.attention, question.variables.first()) else {
            continue;
        };
        let Source::Column(column) = read[variable.0] else {
            continue;
        };
        for row in 0..batch.len() {
            if matches!(batch.cell(*variable, row), Cell::Option(option) if usize::from(option) != wanted) {
                troubles.push(Trouble {
                    row,
                    column,
                    reason: Reason::FailedAttention,
                    part: None,
                });
            }
        }
    }
}

fn ranking(variables: &[VariableIndex], batch: &mut Batch, read: &[Source], troubles: &mut Vec<Trouble>) {
    for row in 0..batch.len() {
        let ranks: Vec<(VariableIndex, f64)> = numbers(variables, batch, row);
        for &(variable, rank) in &ranks {
            let alike = ranks.iter().filter(|(_, other)| other.total_cmp(&rank).is_eq()).count();
            if alike > 1 {
                refuse(variable, row, Reason::TiedRank, batch, read, troubles);
            }
        }
    }
}

fn allocation(
    variables: &[VariableIndex],
    total: f64,
    batch: &mut Batch,
    read: &[Source],
    troubles: &mut Vec<Trouble>,
) {
    for row in 0..batch.len() {
        let parts = numbers(variables, batch, row);
        if parts.is_empty() {
            continue;
        }
        let sum: f64 = parts.iter().map(|(_, part)| part).sum();
        if (sum - total).abs() > SLACK * total {
            for (variable, _) in parts {
                refuse(variable, row, Reason::WrongSum, batch, read, troubles);
            }
            continue;
        }
        for variable in variables {
            let column = &mut batch.columns[variable.0];
            if column.get(row) == Cell::Missing(Missing::Skipped) {
                column.set(row, Cell::Number(0.0));
            }
        }
    }
}

/// The numbers among the answers of one response.
fn numbers(variables: &[VariableIndex], batch: &Batch, row: usize) -> Vec<(VariableIndex, f64)> {
    let number = |variable: &VariableIndex| match batch.cell(*variable, row) {
        Cell::Number(number) => Some((*variable, number)),
        _ => None,
    };
    variables.iter().filter_map(number).collect()
}

fn refuse(
    variable: VariableIndex,
    row: usize,
    reason: Reason,
    batch: &mut Batch,
    read: &[Source],
    troubles: &mut Vec<Trouble>,
) {
    batch.columns[variable.0].set(row, Cell::Missing(Missing::Invalid));
    if let Source::Column(column) = &read[variable.0] {
        troubles.push(Trouble {
            row,
            column: *column,
            reason,
            part: None,
        });
    }
}
