//! Weights that are made from the answers: what each combination of answers weighs in each wave, and what its margins
//! already say about an estimate.
//!
//! Made once from all responses of a wave before anything is counted; a filter never changes it.

use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Column;
use crate::stats::StatError;
use crate::stats::calibration::MarginCell;
use crate::stats::calibration::Margins;
use std::collections::BTreeMap;

/// No answer, whatever the kind of missing.
const UNANSWERED: u16 = u16::MAX;

/// Weights of a survey, wave by wave.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    variables: Vec<VariableIndex>,
    base: Option<VariableIndex>,
    waves: BTreeMap<WaveId, WaveWeights>,
}

/// One response as weights were made for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibrated {
    /// Its answers to the variables of the population, in their order ([`Calibration::answers`]).
    pub answers: Vec<u16>,
    /// Its weight before.
    pub base: f64,
    /// Its weight now.
    pub weight: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct WaveWeights {
    /// Number of each cell by its answers.
    cells: BTreeMap<Vec<u16>, u32>,
    /// By cell: the weight now of each weight before, by its bits.
    weights: Vec<BTreeMap<u64, f64>>,
    margins: Margins,
}

/// The weights of a batch, and the cell of each of its responses.
pub(super) struct RowWeights {
    /// `NaN` where a response has none.
    pub weights: Vec<f64>,
    pub cells: Vec<u32>,
}

impl Calibration {
    /// No wave yet. `variables` are those of the population, `base` is what responses weigh already.
    #[must_use]
    pub fn new(variables: Vec<VariableIndex>, base: Option<VariableIndex>) -> Self {
        Self {
            variables,
            base,
            waves: BTreeMap::new(),
        }
    }

    /// The variables whose answers make the cells.
    #[must_use]
    pub fn variables(&self) -> &[VariableIndex] {
        &self.variables
    }

    /// A response's answers to the variables of the population.
    #[must_use]
    pub fn answers(variables: &[VariableIndex], batch: &Batch, row: usize) -> Vec<u16> {
        let answer = |variable: &VariableIndex| match &batch.columns[variable.0] {
            Column::Coded(codes) if codes[row] < UNANSWERED - 7 => codes[row],
            _ => UNANSWERED,
        };
        variables.iter().map(answer).collect()
    }

    /// Adds a wave: all its responses, and the margins they were weighted to, each as places among the variables.
    ///
    /// # Errors
    /// When nobody weighs anything.
    pub fn add_wave(
        &mut self,
        wave: &WaveId,
        responses: &[Calibrated],
        margins: &[Vec<usize>],
    ) -> Result<(), StatError> {
        let mut cells: BTreeMap<Vec<u16>, u32> = BTreeMap::new();
        for response in responses {
            cells.entry(response.answers.clone()).or_insert(0);
        }
        for (number, cell) in cells.values_mut().enumerate() {
            *cell = u32::try_from(number).unwrap_or(u32::MAX);
        }
        let mut weights = vec![BTreeMap::new(); cells.len()];
        let (mut before, mut after) = (vec![0.0; cells.len()], vec![0.0; cells.len()]);
        for response in responses {
            let cell = cells[&response.answers] as usize;
            weights[cell].insert(response.base.to_bits(), response.weight);
            before[cell] += response.base;
            after[cell] += response.weight;
        }
        // Categories in the order of their answers.
        let mut categories: Vec<BTreeMap<Vec<u16>, usize>> = vec![BTreeMap::new(); margins.len()];
        let of_margin = |answers: &[u16], places: &[usize]| -> Vec<u16> {
            let own: Vec<u16> = places.iter().map(|place| answers[*place]).collect();
            // Who left one of several variables out is in no cell of theirs.
            if own.contains(&UNANSWERED) {
                vec![UNANSWERED]
            } else {
                own
            }
        };
        for answers in cells.keys() {
            for (known, places) in categories.iter_mut().zip(margins) {
                let next = known.len();
                known.entry(of_margin(answers, places)).or_insert(next);
            }
        }
        let cell = |(answers, number): (&Vec<u16>, &u32)| MarginCell {
            categories: categories
                .iter()
                .zip(margins)
                .map(|(known, places)| known[&of_margin(answers, places)])
                .collect(),
            base: before[*number as usize],
            weight: after[*number as usize],
        };
        let margins = Margins::new(&cells.iter().map(cell).collect::<Vec<_>>())?;
        self.waves.insert(
            wave.clone(),
            WaveWeights {
                cells,
                weights,
                margins,
            },
        );
        Ok(())
    }

    /// The weights of a batch.
    pub(super) fn of_batch(&self, batch: &Batch) -> RowWeights {
        let waves: Vec<Option<&WaveWeights>> = batch.meta.waves.iter().map(|wave| self.waves.get(wave)).collect();
        let mut found = RowWeights {
            weights: Vec::with_capacity(batch.len()),
            cells: Vec::with_capacity(batch.len()),
        };
        for (row, wave) in batch.meta.wave.iter().enumerate() {
            let known = waves[usize::from(*wave)].and_then(|wave| {
                let cell = *wave.cells.get(&Self::answers(&self.variables, batch, row))?;
                let base = self.base_of(batch, row)?;
                let weight = *wave.weights[cell as usize].get(&base.to_bits())?;
                Some((cell, weight))
            });
            let (cell, weight) = known.unwrap_or((0, f64::NAN));
            found.weights.push(weight);
            found.cells.push(cell);
        }
        found
    }

    /// What a response weighs before; `None` where that is missing.
    fn base_of(&self, batch: &Batch, row: usize) -> Option<f64> {
        match self.base.map(|base| &batch.columns[base.0]) {
            Some(Column::Number { values, missing }) => (missing[row] == 0).then(|| values[row]),
            Some(_) => None,
            None => Some(1.0),
        }
    }

    /// What the margins of a wave make of an influence, by cell; `scores` are Σ w·u by cell.
    pub(super) fn fitted(&self, wave: &WaveId, scores: &[f64]) -> Option<Vec<f64>> {
        Some(self.waves.get(wave)?.margins.fitted(scores))
    }

    /// Number of cells of a wave.
    pub(super) fn cells(&self, wave: &WaveId) -> usize {
        self.waves.get(wave).map_or(0, |wave| wave.cells.len())
    }
}
