//! Counting over columns: one tight loop for each variable and axis.
//!
//! Sums are taken in the order of the responses, so the same responses give the same bytes however the reading was
//! split among threads.

use super::Plan;
use super::Tabulation;
use super::Wanted;
use super::blocks::Blocks;
use super::blocks::NOWHERE;
use super::replicated::Replicated;
use super::replicated::RowReplicates;
use super::table::Key;
use super::table::Table;
use super::table::slots;
use super::units::RowUnits;
use super::units::Units;
use crate::logic::code_missing;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Column;
use crate::stats::influence::PairSums;
use crate::stats::influence::pair_place;
use std::borrow::Cow;
use std::sync::Arc;

/// Counts batch after batch.
#[derive(Debug)]
pub struct Tabulator {
    tabulation: Tabulation,
}

/// What every table of a batch shares.
struct Rows<'a> {
    batch: &'a Batch,
    /// For each axis, where each response is counted.
    blocks: Vec<Blocks>,
    /// Each response's weight; `None` when all weigh one.
    weights: Option<Cow<'a, [f64]>>,
    /// Each response's sampling unit, when the plan has a design.
    units: Option<RowUnits>,
    /// Each response's replicate weights, when the plan has some.
    replicates: Option<RowReplicates>,
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
        let mut rows = self.rows(batch, &plan, kept.as_deref());
        self.count_rows(&rows);
        let (replicates, all) = (rows.replicates.take(), vec![true; batch.len()]);
        // The same by group and sampling unit.
        let by_unit = rows
            .units
            .as_ref()
            .zip(self.tabulation.units.as_mut())
            .map(|(own, units)| {
                let kept = units.kept();
                let axes = rows.blocks.iter().enumerate();
                let blocks = axes
                    .map(|(axis, blocks)| units.blocks(axis, blocks, own, &kept))
                    .collect();
                Rows {
                    batch,
                    blocks,
                    weights: rows.weights.clone(),
                    units: None,
                    replicates: None,
                }
            });
        let survey = Arc::clone(&self.tabulation.survey);
        for (place, need) in plan.needs.iter().enumerate() {
            let only = need.filter.as_ref().map(|condition| frame.keeps(condition));
            let own = only.as_ref().map(|keep| rows.narrowed(keep));
            let rows = own.as_ref().unwrap_or(&rows);
            if let Wanted::Rows(_) = need.wanted {
                if let (Some(listed), Some(total)) = (&mut self.tabulation.listed[place], rows.blocks.first()) {
                    listed.gather(rows.batch, rows.weights.as_deref(), |row| total.holds(row));
                }
                continue;
            }
            count(rows, &survey, &need.wanted, &mut self.tabulation.tables[place]);
            let units = self.tabulation.units.as_mut().and_then(|units| units.tables_mut(place));
            if let (Some(rows), Some(tables)) = (&by_unit, units) {
                let own = only.as_ref().map(|keep| rows.narrowed(keep));
                count(own.as_ref().unwrap_or(rows), &survey, &need.wanted, tables);
            }
            if let (Some(weights), Some(replicated)) = (&replicates, &mut self.tabulation.replicated) {
                let mut own = rows.narrowed(only.as_deref().unwrap_or(&all));
                for (replicate, tables) in replicated.tables_mut(place) {
                    own.weights = Some(Cow::Borrowed(&weights.0[replicate]));
                    count(&own, &survey, &need.wanted, tables);
                }
            }
        }
    }

    /// What was counted.
    #[must_use]
    pub fn finish(mut self) -> Tabulation {
        self.tabulation.sort_waves();
        self.tabulation.settle();
        self.tabulation
    }

    fn rows<'a>(&mut self, batch: &'a Batch, plan: &Plan, kept: Option<&[bool]>) -> Rows<'a> {
        let mut places = vec![NOWHERE; batch.meta.waves.len()];
        let calibrated = plan.calibration.as_ref().map(|known| known.of_batch(batch));
        let cells = calibrated.as_ref().map(|known| known.cells.clone());
        let (weights, missing) = match plan.weight.map(|variable| &batch.columns[variable.0]) {
            _ if calibrated.is_some() => (calibrated.map(|known| Cow::Owned(known.weights)), None),
            Some(Column::Number { values, missing }) => (Some(Cow::Borrowed(values.as_slice())), Some(missing)),
            _ => (None, None),
        };
        let kept = |row: usize| kept.is_none_or(|kept| kept[row]);
        let weight = |row: usize| weights.as_ref().map_or(1.0, |weights| weights[row]);
        let lacks = |row: usize| {
            let weight = weight(row);
            weight.is_nan() || weight < 0.0 || missing.is_some_and(|missing| missing[row] != 0)
        };
        // A weight of zero, or none: the response is kept on file but is in no base.
        let weighed = |row: usize| weight(row) > 0.0 && !lacks(row);
        let replicated = |row: usize| {
            let replicates = plan.replicates.as_ref();
            replicates.is_none_or(|replicates| Replicated::names(replicates, batch, row))
        };
        let drawn = |row: usize| {
            plan.design
                .as_ref()
                .is_none_or(|design| Units::names(design, batch, row))
        };
        if weights.is_some() {
            let all = (0..batch.len()).filter(|row| kept(*row));
            self.tabulation.without_weight += all.filter(|row| lacks(*row)).count() as u64;
        }
        // Only a wave with a response that counts gets a place; or one that is in the sample, counted here or not.
        let mut wave_in_sample = Vec::new();
        let mut wave_of_row = Vec::with_capacity(batch.len());
        for (row, wave) in batch.meta.wave.iter().enumerate() {
            let wave = usize::from(*wave);
            let (counts, sampled) = (kept(row), plan.is_designed());
            if !weighed(row) || !(counts || sampled) {
                wave_of_row.push(NOWHERE);
                wave_in_sample.push(NOWHERE);
                continue;
            }
            if !drawn(row) {
                if let Some(units) = self.tabulation.units.as_mut().filter(|_| counts) {
                    units.without_unit += 1;
                }
                wave_of_row.push(NOWHERE);
                wave_in_sample.push(NOWHERE);
                continue;
            }
            if !replicated(row) {
                if let Some(replicated) = self.tabulation.replicated.as_mut().filter(|_| counts) {
                    replicated.without += 1;
                }
                wave_of_row.push(NOWHERE);
                wave_in_sample.push(NOWHERE);
                continue;
            }
            if places[wave] == NOWHERE {
                let place = self.tabulation.wave_place(&batch.meta.waves[wave]);
                places[wave] = u32::try_from(place).expect("a batch names at most 65,536 waves");
            }
            wave_of_row.push(if counts { places[wave] } else { NOWHERE });
            if sampled {
                wave_in_sample.push(places[wave]);
            }
        }
        let units = self.tabulation.units.as_mut().map(|units| {
            let cell = |row: usize| cells.as_ref().map_or(0, |cells| cells[row]);
            units.enter(batch, &wave_in_sample, |row| (cell(row), weight(row)))
        });
        let replicates = plan
            .replicates
            .as_ref()
            .map(|replicates| Replicated::of_batch(replicates, batch, weight));
        if let (Some(replicated), Some(weights)) = (&mut self.tabulation.replicated, &replicates) {
            let mut of_row = Vec::new();
            for (row, wave) in wave_in_sample.iter().enumerate().filter(|(_, wave)| **wave != NOWHERE) {
                replicated.enter(*wave as usize, weights, row, &mut of_row);
            }
        }
        let blocks = plan.axes.iter().map(|axis| {
            let columns: Vec<&Column> = axis
                .variables()
                .iter()
                .map(|variable| &batch.columns[variable.0])
                .collect();
            Blocks::new(axis, &columns, &wave_of_row)
        });
        Rows {
            batch,
            blocks: blocks.collect(),
            weights,
            units,
            replicates,
        }
    }

    fn count_rows(&mut self, rows: &Rows<'_>) {
        for (blocks, cells) in rows.blocks.iter().zip(&mut self.tabulation.rows) {
            blocks.each(|row, block| cells[block].count(rows.weight(row)));
        }
        let plan = Arc::clone(&self.tabulation.plan);
        self.tabulation.nesting.note(&plan, &rows.blocks);
    }
}

impl Rows<'_> {
    fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// The same responses, but only where `keep` is true.
    fn narrowed(&self, keep: &[bool]) -> Self {
        Self {
            batch: self.batch,
            blocks: self.blocks.iter().map(|blocks| blocks.narrowed(keep)).collect(),
            weights: self.weights.clone(),
            units: None,
            replicates: None,
        }
    }
}

fn count(rows: &Rows<'_>, survey: &Survey, wanted: &Wanted, tables: &mut [Table]) {
    match wanted {
        Wanted::Cells(variable) => count_cells(rows, survey, *variable, tables),
        Wanted::AnyOf(variable, options) => count_any(rows, *variable, options, tables),
        Wanted::Values(variable) => count_values(rows, *variable, tables),
        Wanted::Moments(items) => count_pairs(rows, survey, items, tables),
        Wanted::Joint(first, second) => count_joint(rows, survey, *first, *second, tables),
        Wanted::Rows(_) => {}
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

/// The slot of a code: the option's position, or behind the options the kind of missing.
fn coded_slot(code: u16, options: usize) -> usize {
    let lowest_missing = u16::MAX - 7;
    if code >= lowest_missing {
        options + usize::from(u16::MAX - code)
    } else {
        usize::from(code)
    }
}

fn count_coded(rows: &Rows<'_>, codes: &[u16], options: usize, tables: &mut [Table]) {
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

fn count_multiple(rows: &Rows<'_>, bits: &[u128], missing: &[u8], options: usize, tables: &mut [Table]) {
    for (blocks, table) in rows.blocks.iter().zip(tables) {
        blocks.each(|row, block| {
            each_slot(bits[row], missing[row], options, |slot| {
                table.count(block, slot, rows.weight(row));
            });
        });
    }
}

/// The slots of an answer to a multiple choice: its kind of missing, or "answered" and every option chosen.
fn each_slot(bits: u128, missing: u8, options: usize, mut hit: impl FnMut(usize)) {
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
        blocks.each_with(&slots, |row, block, slot| {
            table.count(block, usize::from(slot), rows.weight(row));
        });
    }
}

/// The slots of every response's answer to one of two variables, flattened, and where each response's begin.
struct Slots {
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

fn count_joint(rows: &Rows<'_>, survey: &Survey, first: VariableIndex, second: VariableIndex, tables: &mut [Table]) {
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
        blocks.each(|row, block| {
            let weight = rows.weight(row);
            match Missing::from_byte(kinds[row]) {
                Some(kind) => missing[block * Missing::ALL.len() + usize::from(kind.index())].count(weight),
                None => values[block].entry(Key(numbers[row])).or_default().count(weight),
            }
        });
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
fn add_pairs(pairs: &mut [PairSums], given: &[(usize, f64)], weight: f64) {
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
