//! Counting over columns: one tight loop for each variable and axis.
//!
//! Sums are taken in the order of the responses, so the same responses give the same bytes however the reading was
//! split among threads.

use super::Plan;
use super::Tabulation;
use super::Wanted;
use super::table::Key;
use super::table::Table;
use crate::logic::code_missing;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Column;
use crate::stats::influence::PairSums;
use crate::stats::influence::pair_place;
use std::sync::Arc;

/// A response that is in no group.
const NOWHERE: u32 = u32::MAX;

/// Counts batch after batch.
#[derive(Debug)]
pub struct Tabulator {
    tabulation: Tabulation,
}

/// What every table of a batch shares.
struct Rows<'a> {
    batch: &'a Batch,
    /// For each axis, each response's block in the tables, or [`NOWHERE`].
    blocks: Vec<Vec<u32>>,
    /// Each response's weight; `None` when all weigh one.
    weights: Option<&'a [f64]>,
}

impl Tabulator {
    /// Nothing counted yet.
    #[must_use]
    pub fn new(survey: Arc<Survey>, plan: Arc<Plan>) -> Self {
        Self {
            tabulation: Tabulation::empty(survey, plan),
        }
    }

    /// Counts the responses of `batch`, which must have the survey's columns. `frame` gives the same responses to
    /// filters.
    pub fn add(&mut self, frame: &BatchFrame<'_>) {
        let batch = frame.batch();
        let plan = Arc::clone(&self.tabulation.plan);
        let kept = plan.filter.as_ref().map(|condition| frame.keeps(condition));
        let rows = self.rows(batch, &plan, kept.as_deref());
        self.count_rows(&rows);
        for (place, need) in plan.needs.iter().enumerate() {
            let only = need.filter.as_ref().map(|condition| frame.keeps(condition));
            let narrowed = only.map(|keep| rows.narrowed(&keep));
            let rows = narrowed.as_ref().unwrap_or(&rows);
            let tables = &mut self.tabulation.tables[place];
            match &need.wanted {
                Wanted::Cells(variable) => count_cells(rows, &self.tabulation.survey, *variable, tables),
                Wanted::AnyOf(variable, options) => count_any(rows, *variable, options, tables),
                Wanted::Values(variable) => count_values(rows, *variable, tables),
                Wanted::Moments(items) => count_pairs(rows, &self.tabulation.survey, items, tables),
            }
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(mut self) -> Tabulation {
        self.tabulation.sort_waves();
        self.tabulation
    }

    fn rows<'a>(&mut self, batch: &'a Batch, plan: &Plan, kept: Option<&[bool]>) -> Rows<'a> {
        let mut places = vec![NOWHERE; batch.meta.waves.len()];
        let (weights, weighs) = match plan.weight.map(|variable| &batch.columns[variable.0]) {
            Some(Column::Number { values, missing }) => (Some(values.as_slice()), Some((values, missing))),
            _ => (None, None),
        };
        let counts = |row: usize| {
            kept.is_none_or(|kept| kept[row])
                // A weight of zero, or none: the response is kept on file but is in no base.
                && weighs.is_none_or(|(values, missing)| missing[row] == 0 && values[row] > 0.0)
        };
        if let Some((values, missing)) = weighs {
            let asked = |row: &usize| kept.is_none_or(|kept| kept[*row]);
            let lacks = |row: &usize| missing[*row] != 0 || values[*row] < 0.0;
            self.tabulation.without_weight += (0..batch.len()).filter(asked).filter(lacks).count() as u64;
        }
        // Only a wave with a response that counts gets a place.
        let mut wave_of_row = Vec::with_capacity(batch.len());
        for (row, wave) in batch.meta.wave.iter().enumerate() {
            let wave = usize::from(*wave);
            if !counts(row) {
                wave_of_row.push(NOWHERE);
                continue;
            }
            if places[wave] == NOWHERE {
                let place = self.tabulation.wave_place(&batch.meta.waves[wave]);
                places[wave] = u32::try_from(place).expect("a batch names at most 65,536 waves");
            }
            wave_of_row.push(places[wave]);
        }
        let blocks = plan.axes.iter().map(|axis| {
            let groups = u32::try_from(axis.groups()).expect("a segment has at most 60,000 levels");
            let unknown = groups - 1;
            let block = |wave: u32, group: u32| {
                if wave == NOWHERE {
                    NOWHERE
                } else {
                    wave * groups + group
                }
            };
            match axis.segment.map(|segment| &batch.columns[segment.0]) {
                Some(Column::Coded(codes)) => {
                    let group = |code: &u16| u32::from(*code).min(unknown);
                    wave_of_row
                        .iter()
                        .zip(codes)
                        .map(|(wave, code)| block(*wave, group(code)))
                        .collect()
                }
                Some(_) => wave_of_row.iter().map(|wave| block(*wave, unknown)).collect(),
                None => wave_of_row.iter().map(|wave| block(*wave, 0)).collect(),
            }
        });
        Rows {
            batch,
            blocks: blocks.collect(),
            weights,
        }
    }

    fn count_rows(&mut self, rows: &Rows<'_>) {
        for (blocks, cells) in rows.blocks.iter().zip(&mut self.tabulation.rows) {
            for (row, block) in blocks.iter().enumerate() {
                if *block != NOWHERE {
                    cells[*block as usize].count(rows.weight(row));
                }
            }
        }
    }
}

impl Rows<'_> {
    fn weight(&self, row: usize) -> f64 {
        self.weights.map_or(1.0, |weights| weights[row])
    }

    /// The same responses, but only where `keep` is true.
    fn narrowed(&self, keep: &[bool]) -> Self {
        let narrow = |blocks: &Vec<u32>| {
            blocks
                .iter()
                .zip(keep)
                .map(|(block, keep)| if *keep { *block } else { NOWHERE })
                .collect()
        };
        Self {
            batch: self.batch,
            blocks: self.blocks.iter().map(narrow).collect(),
            weights: self.weights,
        }
    }
}

fn count_cells(rows: &Rows<'_>, survey: &Survey, variable: VariableIndex, tables: &mut [Table]) {
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

fn count_coded(rows: &Rows<'_>, codes: &[u16], options: usize, tables: &mut [Table]) {
    let lowest_missing = u16::MAX - 7;
    let slot = |code: u16| {
        if code >= lowest_missing {
            options + usize::from(u16::MAX - code)
        } else {
            usize::from(code)
        }
    };
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        match table {
            Table::Plain { width, counts } => {
                for (block, code) in blocks.iter().zip(codes) {
                    if *block != NOWHERE {
                        counts[*block as usize * *width + slot(*code)] += 1;
                    }
                }
            }
            Table::Weighted { width, cells } => {
                for (row, (block, code)) in blocks.iter().zip(codes).enumerate() {
                    if *block != NOWHERE {
                        cells[*block as usize * *width + slot(*code)].count(rows.weight(row));
                    }
                }
            }
            Table::Values { .. } | Table::Moments { .. } => {}
        }
    }
}

fn count_multiple(rows: &Rows<'_>, bits: &[u128], missing: &[u8], options: usize, tables: &mut [Table]) {
    let answered = options + Missing::ALL.len();
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        for (row, block) in blocks.iter().enumerate() {
            if *block == NOWHERE {
                continue;
            }
            let mut hit = |slot: usize| match table {
                Table::Plain { width, counts } => counts[*block as usize * *width + slot] += 1,
                Table::Weighted { width, cells } => cells[*block as usize * *width + slot].count(rows.weight(row)),
                Table::Values { .. } | Table::Moments { .. } => {}
            };
            if let Some(kind) = Missing::from_byte(missing[row]) {
                hit(options + usize::from(kind.index()));
                continue;
            }
            hit(answered);
            let mut left = bits[row];
            while left != 0 {
                let option = left.trailing_zeros() as usize;
                if option < options {
                    hit(option);
                }
                left &= left - 1;
            }
        }
    }
}

/// Slot 0 for answers without any of the options, 1 for those with one, then the kinds of missing.
fn count_any(rows: &Rows<'_>, variable: VariableIndex, options: &[usize], tables: &mut [Table]) {
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
        for (row, (block, slot)) in blocks.iter().zip(&slots).enumerate() {
            let at = |width: usize| *block as usize * width + usize::from(*slot);
            match table {
                _ if *block == NOWHERE => {}
                Table::Plain { width, counts } => counts[at(*width)] += 1,
                Table::Weighted { width, cells } => cells[at(*width)].count(rows.weight(row)),
                Table::Values { .. } | Table::Moments { .. } => {}
            }
        }
    }
}

fn count_values(rows: &Rows<'_>, variable: VariableIndex, tables: &mut [Table]) {
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
        for (row, block) in blocks.iter().enumerate() {
            if *block == NOWHERE {
                continue;
            }
            let weight = rows.weight(row);
            match Missing::from_byte(kinds[row]) {
                Some(kind) => missing[*block as usize * Missing::ALL.len() + usize::from(kind.index())].count(weight),
                None => values[*block as usize]
                    .entry(Key(numbers[row]))
                    .or_default()
                    .count(weight),
            }
        }
    }
}

fn count_pairs(rows: &Rows<'_>, survey: &Survey, items: &[VariableIndex], tables: &mut [Table]) {
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
    for row in 0..rows.batch.len() {
        if rows.blocks[0][row] == NOWHERE {
            continue;
        }
        given.clear();
        let answer = |(values, codes): &(Vec<f64>, &[u16])| values.get(usize::from(codes[row])).copied();
        given.extend(
            rated
                .iter()
                .enumerate()
                .filter_map(|(item, rated)| Some((item, answer(rated)?))),
        );
        let weight = rows.weight(row);
        for (blocks, table) in rows.blocks.iter().zip(&mut *tables) {
            let Table::Moments { width, pairs, any } = table else {
                continue;
            };
            let block = blocks[row] as usize;
            if !given.is_empty() {
                any[block].count(weight);
            }
            let pairs = &mut pairs[block * *width..][..*width];
            for (at, (later, y)) in given.iter().enumerate() {
                for (earlier, x) in &given[..=at] {
                    let w2 = weight * weight;
                    let sums = PairSums {
                        w2,
                        w2_later: w2 * y,
                        w2_earlier: w2 * x,
                        w2_product: w2 * x * y,
                    };
                    pairs[pair_place(*later, *earlier)] += sums;
                }
            }
        }
    }
}
