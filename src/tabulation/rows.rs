//! Responses side by side: what models need that sums of pairs cannot give.
//!
//! In: the same batches, conditions and weights as the counts of a plan. Out: a few variables of every response that
//! counts, as they were answered, the kinds of missing kept apart. Unlike counts they grow with the responses (two bytes
//! a rating, nine a number or weight), so only the columns asked for are kept. The order is that of the content and not
//! that of the batches: the same responses give the same rows however they were split or sorted.

use super::Group;
use crate::logic::code_missing;
use crate::model::Domain;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::Column;
use crate::response::column_for;
use std::cmp::Ordering;

/// Some variables of every response that counts. All columns are of one length.
#[derive(Debug, Clone, PartialEq)]
pub struct Rows {
    variables: Vec<VariableIndex>,
    columns: Vec<Column>,
    /// Names of waves, each once, in order of their names once settled.
    waves: Vec<WaveId>,
    wave: Vec<u16>,
    /// `None` when all weigh one.
    weights: Option<Vec<f64>>,
}

impl Rows {
    /// No responses; each variable is kept once, in the order of `variables`.
    #[must_use]
    pub fn empty(survey: &Survey, variables: &[VariableIndex], weighted: bool) -> Self {
        let mut once: Vec<VariableIndex> = Vec::new();
        for variable in variables {
            if !once.contains(variable) {
                once.push(*variable);
            }
        }
        let columns = once
            .iter()
            .map(|variable| column_for(&survey.variable(*variable).domain))
            .collect();
        Self {
            variables: once,
            columns,
            waves: Vec::new(),
            wave: Vec::new(),
            weights: weighted.then(Vec::new),
        }
    }

    /// Adds the responses of `batch` for which `counts` is true; `weights` are those of the batch.
    pub(super) fn gather(&mut self, batch: &Batch, weights: Option<&[f64]>, counts: impl Fn(usize) -> bool) {
        let mut places: Vec<Option<u16>> = vec![None; batch.meta.waves.len()];
        for row in (0..batch.len()).filter(|row| counts(*row)) {
            let wave = usize::from(batch.meta.wave[row]);
            let place = places[wave].unwrap_or_else(|| self.wave_place(&batch.meta.waves[wave]));
            places[wave] = Some(place);
            self.wave.push(place);
            for (variable, column) in self.variables.iter().zip(&mut self.columns) {
                column.push(batch.cell(*variable, row));
            }
            if let Some(kept) = &mut self.weights {
                kept.push(weights.map_or(1.0, |weights| weights[row]));
            }
        }
    }

    /// Adds rows of the same variables; [`Rows::settle`] brings them into order.
    pub(super) fn append(&mut self, other: &Self) {
        let places: Vec<u16> = other.waves.iter().map(|wave| self.wave_place(wave)).collect();
        self.wave
            .extend(other.wave.iter().map(|wave| places[usize::from(*wave)]));
        for (column, more) in self.columns.iter_mut().zip(&other.columns) {
            for row in 0..more.len() {
                column.push(more.get(row));
            }
        }
        if let (Some(kept), Some(more)) = (&mut self.weights, &other.weights) {
            kept.extend(more);
        }
    }

    /// Orders rows by wave, then answers in the order of the variables, then weight.
    pub(super) fn settle(&mut self) {
        let mut names: Vec<u16> = (0..).take(self.waves.len()).collect();
        names.sort_by_key(|place| &self.waves[usize::from(*place)]);
        let mut rank = vec![0_u16; names.len()];
        for (at, place) in (0..).zip(&names) {
            rank[usize::from(*place)] = at;
        }
        let wave_rank = |row: usize| rank[usize::from(self.wave[row])];
        let order = |a: &usize, b: &usize| {
            let (a, b) = (*a, *b);
            let answers = || first_difference(self.columns.iter().map(|column| compare(column, a, b)));
            let weight = || {
                self.weights
                    .as_ref()
                    .map_or(Ordering::Equal, |weights| weights[a].total_cmp(&weights[b]))
            };
            wave_rank(a).cmp(&wave_rank(b)).then_with(answers).then_with(weight)
        };
        let mut rows: Vec<usize> = (0..self.len()).collect();
        if rows.is_sorted_by(|a, b| order(a, b) != Ordering::Greater) && names.is_sorted() {
            return;
        }
        rows.sort_unstable_by(order);
        let wave = rows.iter().map(|row| wave_rank(*row)).collect();
        let columns = self.columns.iter().map(|column| {
            let mut sorted = column.like();
            for row in &rows {
                sorted.push(column.get(*row));
            }
            sorted
        });
        let columns = columns.collect();
        let weights = self
            .weights
            .as_ref()
            .map(|weights| rows.iter().map(|row| weights[*row]).collect());
        let waves = names
            .iter()
            .map(|place| self.waves[usize::from(*place)].clone())
            .collect();
        *self = Self {
            variables: std::mem::take(&mut self.variables),
            columns,
            waves,
            wave,
            weights,
        };
    }

    fn wave_place(&mut self, wave: &WaveId) -> u16 {
        let found = self.waves.iter().position(|known| known == wave);
        let place = found.unwrap_or_else(|| {
            self.waves.push(wave.clone());
            self.waves.len() - 1
        });
        u16::try_from(place).expect("import refuses files with more than 65,536 waves")
    }

    /// Number of responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.wave.len()
    }

    /// Whether there are no responses.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.wave.is_empty()
    }

    /// The variables kept, each once.
    #[must_use]
    pub fn variables(&self) -> &[VariableIndex] {
        &self.variables
    }

    /// Waves with at least one response, in order of their names.
    #[must_use]
    pub fn waves(&self) -> &[WaveId] {
        &self.waves
    }

    /// The wave of a response.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn wave(&self, row: usize) -> &WaveId {
        &self.waves[usize::from(self.wave[row])]
    }

    /// Whether responses carry weights at all.
    #[must_use]
    pub fn is_weighted(&self) -> bool {
        self.weights.is_some()
    }

    /// The weight of a response: positive; 1 without weights.
    ///
    /// # Panics
    /// When there is no such row.
    #[must_use]
    pub fn weight(&self, row: usize) -> f64 {
        self.weights.as_ref().map_or(1.0, |weights| weights[row])
    }

    /// An answer; `None` when the variable was not kept.
    #[must_use]
    pub fn cell(&self, variable: VariableIndex, row: usize) -> Option<Cell<'_>> {
        let at = self.variables.iter().position(|kept| *kept == variable)?;
        Some(self.columns[at].get(row))
    }

    /// The answers of `rows` to a variable as numbers: the value of a rating's point or a choice's option, a number as it
    /// is; else the kind of missing (`invalid` for what is neither). A variable that was not kept is `not_in_version`.
    #[must_use]
    pub fn numbers(&self, survey: &Survey, variable: VariableIndex, rows: &[usize]) -> Vec<Result<f64, Missing>> {
        let Some(at) = self.variables.iter().position(|kept| *kept == variable) else {
            return vec![Err(Missing::NotInVersion); rows.len()];
        };
        let values = match &survey.variable(variable).domain {
            Domain::Multiple(_) => Vec::new(),
            domain => domain
                .options()
                .map(crate::model::OptionList::values)
                .unwrap_or_default(),
        };
        let number = |row: &usize| match self.columns[at].get(*row) {
            Cell::Number(number) => Ok(number),
            Cell::Option(option) => values.get(usize::from(option)).copied().ok_or(Missing::Invalid),
            Cell::Missing(kind) => Err(kind),
            Cell::Multiple(_) | Cell::Text(_) | Cell::Date(_) => Err(Missing::Invalid),
        };
        rows.iter().map(number).collect()
    }

    /// Which responses of `rows` are alike in all of `variables`: a number for each, equal exactly where the answers are,
    /// counted from 0 in the order of the answers; `None` where one of the answers is missing. For strata and clusters.
    #[must_use]
    pub fn keys(&self, variables: &[VariableIndex], rows: &[usize]) -> Vec<Option<usize>> {
        let at: Vec<usize> = variables
            .iter()
            .filter_map(|variable| self.variables.iter().position(|kept| kept == variable))
            .collect();
        let order =
            |a: usize, b: usize| first_difference(at.iter().map(|column| compare(&self.columns[*column], a, b)));
        let known = |row: usize| {
            let missing = |column: &usize| matches!(self.columns[*column].get(row), Cell::Missing(_));
            !at.iter().any(missing)
        };
        let mut sorted: Vec<usize> = (0..rows.len()).filter(|place| known(rows[*place])).collect();
        sorted.sort_by(|a, b| order(rows[*a], rows[*b]));
        let mut keys = vec![None; rows.len()];
        let mut key = 0;
        for (step, place) in sorted.iter().enumerate() {
            if step > 0 && order(rows[sorted[step - 1]], rows[*place]) != Ordering::Equal {
                key += 1;
            }
            keys[*place] = Some(key);
        }
        keys
    }

    /// Rows of a group of a wave, in order; a segment that was not kept has no rows.
    #[must_use]
    pub fn of(&self, wave: &WaveId, group: Group) -> Vec<usize> {
        let Some(place) = self.waves.iter().position(|known| known == wave) else {
            return Vec::new();
        };
        let inside = |row: &usize| usize::from(self.wave[*row]) == place && self.is_in(group, *row);
        (0..self.len()).filter(inside).collect()
    }

    fn is_in(&self, group: Group, row: usize) -> bool {
        match group {
            Group::Unknown(variable) if self.cell(variable, row).is_none() => false,
            // What was not kept is at no level.
            group => group.holds(|variable| self.cell(variable, row).unwrap_or(Cell::Missing(Missing::NotInVersion))),
        }
    }
}

/// The order that decides: later columns are not looked at.
fn first_difference(mut orders: impl Iterator<Item = Ordering>) -> Ordering {
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
}

/// The order of two answers of one column.
fn compare(column: &Column, a: usize, b: usize) -> Ordering {
    match column {
        Column::Coded(codes) => {
            // Kinds of missing last, in their own order.
            let key = |row: usize| code_missing(codes[row]).map_or((0, codes[row]), |kind| (1, kind.index().into()));
            key(a).cmp(&key(b))
        }
        Column::Number { values, missing } => {
            let number = || {
                if missing[a] == 0 {
                    values[a].total_cmp(&values[b])
                } else {
                    Ordering::Equal
                }
            };
            missing[a].cmp(&missing[b]).then_with(number)
        }
        Column::Multiple { bits, missing } => missing[a].cmp(&missing[b]).then_with(|| bits[a].cmp(&bits[b])),
        Column::Date { days, missing } => missing[a].cmp(&missing[b]).then_with(|| days[a].cmp(&days[b])),
        Column::Text(texts) => {
            let kind = |row| match texts.get(row) {
                Cell::Missing(kind) => kind.byte(),
                _ => 0,
            };
            kind(a).cmp(&kind(b)).then_with(|| texts.words(a).cmp(texts.words(b)))
        }
    }
}

#[cfg(test)]
mod tests;
