//! The counting kernel: what is wanted of the rows of a batch, a tight loop each.

use super::super::Wanted;
use super::super::blocks::Blocks;
use super::super::blocks::NOWHERE;
use super::super::table::Key;
use super::super::table::Table;
use super::super::table::slots;
use super::Rows;
use crate::logic::code_missing;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Column;
use crate::stats::influence::PairSums;
use crate::stats::influence::pair_place;

pub(super) fn count(rows: &Rows<'_>, survey: &Survey, wanted: &Wanted, tables: &mut [Table]) {
    match wanted {
        Wanted::Cells(variable) => count_cells(rows, survey, *variable, tables),
        Wanted::AnyOf(variable, options) => count_any(rows, *variable, options, tables),
        Wanted::Values(variable) => count_values(rows, *variable, tables),
        Wanted::Moments(items) => count_pairs(rows, survey, items, tables),
        Wanted::Joint(first, second) => count_joint(rows, survey, *first, *second, tables),
        Wanted::Rows(_) => {}
    }
}

pub(super) fn count_cells(rows: &Rows<'_>, survey: &Survey, variable: VariableIndex, tables: &mut [Table]) {
    let options = survey
        .variable(variable)
        .domain
        .options()
        .map_or(0, |list| list.options.len());
    match &rows.batch.columns[variable.0] {
        Column::Coded(codes) => count_coded(rows, codes, options, tables),
        Column::Multiple { bits, missing } => count_multiple(rows, bits, missing, options, tables),
        _ => {}
    }
}

/// The slot of a code: the option's position, or behind the options the kind of missing.
pub(super) fn coded_slot(code: u16, options: usize) -> usize {
    let lowest_missing = u16::MAX - 7;
    if code >= lowest_missing {
        options + usize::from(u16::MAX - code)
    } else {
        usize::from(code)
    }
}

pub(super) fn count_coded(rows: &Rows<'_>, codes: &[u16], options: usize, tables: &mut [Table]) {
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        match table {
            Table::Plain { width, counts } => {
                blocks.each_with(codes, |_, block, code| {
                    counts[block * *width + coded_slot(code, options)] += 1;
                });
            }
            Table::Weighted { width, cells } => blocks.each_with(codes, |row, block, code| {
                cells[block * *width + coded_slot(code, options)].count(rows.weight(row));
            }),
            Table::Values { .. } | Table::Moments { .. } => {}
        }
    }
}

pub(super) fn count_multiple(rows: &Rows<'_>, bits: &[u128], missing: &[u8], options: usize, tables: &mut [Table]) {
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        blocks.each(|row, block| {
            each_slot(bits[row], missing[row], options, |slot| {
                table.count(block, slot, rows.weight(row));
            });
        });
    }
}

/// The slots of an answer to a multiple choice: its kind of missing, or "answered" and every option chosen.
pub(super) fn each_slot(bits: u128, missing: u8, options: usize, mut hit: impl FnMut(usize)) {
    if let Some(kind) = Missing::from_byte(missing) {
        return hit(options + usize::from(kind.index()));
    }
    hit(options + Missing::ALL.len());
    let mut left = bits;
    while left != 0 {
        let option = left.trailing_zeros() as usize;
        if option < options {
            hit(option);
        }
        left &= left - 1;
    }
}

/// Slot 0 for answers without any of the options, 1 for those with one, then the kinds of missing.
pub(super) fn count_any(rows: &Rows<'_>, variable: VariableIndex, options: &[usize], tables: &mut [Table]) {
    let slots: Vec<u16> = match &rows.batch.columns[variable.0] {
        Column::Coded(codes) => {
            let slot = |code: &u16| match code_missing(*code) {
                Some(kind) => 2 + u16::from(kind.index()),
                None => u16::from(options.contains(&usize::from(*code))),
            };
            codes.iter().map(slot).collect()
        }
        Column::Multiple { bits, missing } => {
            let mask = options.iter().fold(0_u128, |mask, option| mask | 1 << option);
            let slot = |(bits, missing): (&u128, &u8)| match Missing::from_byte(*missing) {
                Some(kind) => 2 + u16::from(kind.index()),
                None => u16::from(bits & mask != 0),
            };
            bits.iter().zip(missing).map(slot).collect()
        }
        _ => return,
    };
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        blocks.each_with(&slots, |row, block, slot| {
            table.count(block, usize::from(slot), rows.weight(row));
        });
    }
}

/// The slots of every response's answer to one of two variables, flattened, and where each response's begin.
pub(super) struct Slots {
    starts: Vec<u32>,
    slots: Vec<u32>,
}

impl Slots {
    fn of(column: &Column, options: usize) -> Option<Self> {
        let slot = |slot: usize| u32::try_from(slot).unwrap_or(u32::MAX);
        let (mut starts, mut slots) = (vec![0], Vec::new());
        match column {
            Column::Coded(codes) => {
                slots = codes.iter().map(|code| slot(coded_slot(*code, options))).collect();
                starts.extend(1..=slot(codes.len()));
            }
            Column::Multiple { bits, missing } => {
                for (bits, missing) in bits.iter().zip(missing) {
                    each_slot(*bits, *missing, options, |one| slots.push(slot(one)));
                    starts.push(slot(slots.len()));
                }
            }
            _ => return None,
        }
        Some(Self { starts, slots })
    }

    fn of_row(&self, row: usize) -> &[u32] {
        &self.slots[self.starts[row] as usize..self.starts[row + 1] as usize]
    }
}

pub(super) fn count_joint(
    rows: &Rows<'_>,
    survey: &Survey,
    first: VariableIndex,
    second: VariableIndex,
    tables: &mut [Table],
) {
    let side = |variable: VariableIndex| {
        let domain = &survey.variable(variable).domain;
        let options = domain.options().map_or(0, |list| list.options.len());
        Some((Slots::of(&rows.batch.columns[variable.0], options)?, slots(domain)))
    };
    let (Some((down, _)), Some((across, width))) = (side(first), side(second)) else {
        return;
    };
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        blocks.each(|row, block| {
            for a in down.of_row(row) {
                for b in across.of_row(row) {
                    table.count(block, *a as usize * width + *b as usize, rows.weight(row));
                }
            }
        });
    }
}

pub(super) fn count_values(rows: &Rows<'_>, variable: VariableIndex, tables: &mut [Table]) {
    let Column::Number {
        values: numbers,
        missing: kinds,
    } = &rows.batch.columns[variable.0]
    else {
        return;
    };
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        let Table::Values { values, missing } = table else {
            continue;
        };
        blocks.each(|row, block| {
            let weight = rows.weight(row);
            match Missing::from_byte(kinds[row]) {
                Some(kind) => missing[block * Missing::ALL.len() + usize::from(kind.index())].count(weight),
                None => values[block].entry(Key(numbers[row])).or_default().count(weight),
            }
        });
    }
}

pub(super) fn count_pairs(rows: &Rows<'_>, survey: &Survey, items: &[VariableIndex], tables: &mut [Table]) {
    let rated: Vec<(Vec<f64>, &[u16])> = items
        .iter()
        .filter_map(|item| {
            let Column::Coded(codes) = &rows.batch.columns[item.0] else {
                return None;
            };
            Some((survey.variable(*item).domain.options()?.values(), codes.as_slice()))
        })
        .collect();
    let mut given: Vec<(usize, f64)> = Vec::with_capacity(rated.len());
    let mut cursors = vec![0; rows.blocks.len()];
    let Some(Blocks::One(total)) = rows.blocks.first() else {
        return;
    };
    for (row, _) in total.iter().enumerate().filter(|(_, block)| **block != NOWHERE) {
        given.clear();
        let answer = |(values, codes): &(Vec<f64>, &[u16])| values.get(usize::from(codes[row])).copied();
        given.extend(
            rated
                .iter()
                .enumerate()
                .filter_map(|(item, rated)| Some((item, answer(rated)?))),
        );
        let weight = rows.weight(row);
        for ((blocks, table), cursor) in rows.blocks.iter().zip(&mut *tables).zip(&mut cursors) {
            let Table::Moments { width, pairs, any } = table else {
                continue;
            };
            for block in blocks.of_row(row, cursor) {
                let block = *block as usize;
                if !given.is_empty() {
                    any[block].count(weight);
                }
                add_pairs(&mut pairs[block * *width..][..*width], &given, weight);
            }
        }
    }
}

/// Adds one response's answers, items rising, to the sums of their pairs.
pub(super) fn add_pairs(pairs: &mut [PairSums], given: &[(usize, f64)], weight: f64) {
    let w2 = weight * weight;
    for (at, (later, y)) in given.iter().enumerate() {
        for (earlier, x) in &given[..=at] {
            pairs[pair_place(*later, *earlier)] += PairSums {
                w2,
                w2_later: w2 * y,
                w2_earlier: w2 * x,
                w2_product: w2 * x * y,
            };
        }
    }
}
