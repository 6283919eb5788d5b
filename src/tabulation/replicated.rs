//! Counts by replicate weight: every table that estimates are made from, once more for each set of replicate weights.

use super::Need;
use super::Plan;
use super::Wanted;
use super::axis::Axis;
use super::table::Table;
use crate::model::Replicates;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::Column;
use crate::stats::replicates::Rank;

/// All counts by replicate.
#[derive(Debug, Clone)]
pub(super) struct Replicated {
    replicates: Replicates,
    /// By replicate, then need; `None` for needs that no estimate is made from. Then by axis.
    tables: Vec<Vec<Option<Vec<Table>>>>,
    /// Of each wave, in the order of the tabulation's waves.
    ranks: Vec<Rank>,
    /// Responses that would count but lack a replicate weight, or have a negative one.
    pub without: u64,
}

impl PartialEq for Replicated {
    fn eq(&self, other: &Self) -> bool {
        let ranks = |of: &Self| of.ranks.iter().map(Rank::value).collect::<Vec<_>>();
        self.tables == other.tables && ranks(self) == ranks(other)
    }
}

/// The replicate weights of a batch: by replicate, then response.
pub(super) struct RowReplicates(pub Vec<Vec<f64>>);

impl Replicated {
    pub fn empty(replicates: &Replicates, plan: &Plan, survey: &Survey) -> Self {
        let of = |need: &Need| {
            let kept = match need.wanted {
                Wanted::Cells(_) | Wanted::AnyOf(..) | Wanted::Values(_) | Wanted::Joint(..) => true,
                // Sums of squares have no place where the replicates tell the variance; rows are kept once.
                Wanted::Moments(_) | Wanted::Rows(_) => false,
            };
            let each = |_: &Axis| Table::new(&need.wanted, survey, true);
            kept.then(|| plan.axes.iter().map(each).collect())
        };
        let once = || plan.needs.iter().map(of).collect();
        Self {
            tables: replicates.weights.iter().map(|_| once()).collect(),
            replicates: replicates.clone(),
            ranks: Vec::new(),
            without: 0,
        }
    }

    /// Makes room for a further wave.
    pub fn add_wave(&mut self, plan: &Plan, waves: usize) {
        self.ranks.push(Rank::new(self.replicates.weights.len()));
        for tables in self.tables.iter_mut().flatten().flatten() {
            for (axis, table) in plan.axes.iter().zip(tables) {
                table.grow(waves * axis.groups());
            }
        }
    }

    /// Whether a response has all its replicate weights.
    pub fn names(replicates: &Replicates, batch: &Batch, row: usize) -> bool {
        replicates
            .weights
            .iter()
            .all(|variable| match &batch.columns[variable.0] {
                Column::Number { values, missing } => {
                    missing[row] == 0 && values[row] >= 0.0 && values[row].is_finite()
                }
                _ => false,
            })
    }

    /// The replicate weights of a batch, given what its responses weigh.
    pub fn of_batch(replicates: &Replicates, batch: &Batch, weight: impl Fn(usize) -> f64) -> RowReplicates {
        let of = |variable: &crate::model::VariableIndex| match &batch.columns[variable.0] {
            Column::Number { values, .. } if replicates.combined => values.clone(),
            Column::Number { values, .. } => values
                .iter()
                .enumerate()
                .map(|(row, factor)| factor * weight(row))
                .collect(),
            _ => vec![0.0; batch.len()],
        };
        RowReplicates(replicates.weights.iter().map(of).collect())
    }

    /// Enters a response of the sample.
    pub fn enter(&mut self, wave: usize, weights: &RowReplicates, row: usize, of_row: &mut Vec<f64>) {
        of_row.clear();
        of_row.extend(weights.0.iter().map(|replicate| replicate[row]));
        self.ranks[wave].add(of_row);
    }

    /// The tables of a need by replicate, when it is kept.
    pub fn tables_mut(&mut self, need: usize) -> impl Iterator<Item = (usize, &mut Vec<Table>)> {
        self.tables
            .iter_mut()
            .enumerate()
            .filter_map(move |(replicate, needs)| Some((replicate, needs[need].as_mut()?)))
    }

    /// The table of a need along an axis in a replicate.
    pub fn table(&self, replicate: usize, need: usize, axis: usize) -> Option<&Table> {
        self.tables.get(replicate)?[need].as_ref()?.get(axis)
    }

    /// Degrees of freedom of a wave.
    pub fn df(&self, wave: usize) -> f64 {
        let rank = self.ranks.get(wave).map_or(0, Rank::value);
        self.replicates.df.map_or_else(|| rank as f64 - 1.0, f64::from)
    }

    /// Adds what was counted of other responses. `waves` gives the place of each of its waves here.
    pub fn merge(&mut self, plan: &Plan, other: &Self, waves: &[usize]) {
        for (from, to) in waves.iter().enumerate() {
            self.ranks[*to].merge(&other.ranks[from]);
            for (needs, more) in self.tables.iter_mut().zip(&other.tables) {
                for (into, more) in needs.iter_mut().zip(more) {
                    let (Some(into), Some(more)) = (into, more) else {
                        continue;
                    };
                    for (axis, (into, more)) in plan.axes.iter().zip(into.iter_mut().zip(more)) {
                        for group in 0..axis.groups() {
                            into.add_block(to * axis.groups() + group, more, from * axis.groups() + group);
                        }
                    }
                }
            }
        }
        self.without += other.without;
    }
}
