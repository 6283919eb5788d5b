//! Counting over columns: one tight loop for each variable and axis.
//!
//! Sums are taken in the order of the responses, so the same responses give the same bytes however the reading was
//! split among threads.

mod count;

use super::Plan;
use super::Tabulation;
use super::Wanted;
use super::blocks::Blocks;
use super::blocks::NOWHERE;
use super::replicated::Replicated;
use super::replicated::RowReplicates;
use super::units::RowUnits;
use super::units::Units;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Column;
use count::count;
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
