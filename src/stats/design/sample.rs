//! A design and its domains from single rows.

use super::super::error::StatError;
use super::super::sum::Sum;
use super::CellTotals;
use super::Clusters;
use super::Layout;
use super::Lonely;
use super::StratumPlan;
use super::Unit;
use super::UnitTotals;
use std::collections::BTreeMap;

/// Where a row was drawn: numbers that stand for stratum, primary and second-stage unit; only which rows share them
/// matters, and that strata and units are taken in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct RowPlace {
    /// Its stratum.
    pub stratum: usize,
    /// Its primary sampling unit; units of different strata are different, whatever their number.
    pub unit: usize,
    /// Its second-stage unit within the primary one; the same for all rows when there is no second stage.
    pub part: usize,
}

/// Rows of a sample with their weights and the design they were drawn by.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    layout: Layout,
    /// For each row, its leaf in the layout.
    leaves: Vec<usize>,
    weights: Vec<f64>,
}

impl Sample {
    /// Rows by place and weight; how many units exist per stratum, and how many second-stage units per (stratum, unit),
    /// where that is known.
    ///
    /// # Errors
    /// [`StatError::Domain`] when places and weights differ in number, a weight is no number or negative, or more units
    /// were drawn than exist.
    pub fn new(
        places: &[RowPlace],
        weights: Vec<f64>,
        populations: &BTreeMap<usize, f64>,
        second: &BTreeMap<(usize, usize), f64>,
    ) -> Result<Self, StatError> {
        if places.len() != weights.len() {
            return Err(StatError::Domain("each row has one place and one weight"));
        }
        if weights.iter().any(|weight| !weight.is_finite() || *weight < 0.0) {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by_key(|row| places[*row]);
        let mut strata: Vec<StratumPlan> = Vec::new();
        let mut leaves = vec![0; places.len()];
        let (mut leaf, mut last) = (0, None::<RowPlace>);
        for row in order {
            let place = places[row];
            if last != Some(place) {
                leaf += usize::from(last.is_some());
                let same_stratum = last.is_some_and(|last| last.stratum == place.stratum);
                let same_unit = same_stratum && last.is_some_and(|last| last.unit == place.unit);
                if !same_stratum {
                    strata.push(StratumPlan {
                        population: populations.get(&place.stratum).copied(),
                        units: Vec::new(),
                    });
                }
                let population = second.get(&(place.stratum, place.unit)).copied();
                if let Some(stratum) = strata.last_mut() {
                    match stratum.units.last_mut() {
                        Some(unit) if same_unit => unit.parts += 1,
                        _ => stratum.units.push(Unit { parts: 1, population }),
                    }
                }
                last = Some(place);
            }
            leaves[row] = leaf;
        }
        Ok(Self {
            layout: Layout::new(strata)?,
            leaves,
            weights,
        })
    }

    /// The same with another rule for strata of a single unit.
    #[must_use]
    pub fn with_lonely(self, lonely: Lonely) -> Self {
        Self {
            layout: self.layout.with_lonely(lonely),
            ..self
        }
    }

    /// The design.
    #[must_use]
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Weights, one per row.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// The domain of the rows that have a value (one entry per row).
    ///
    /// # Errors
    /// [`StatError::Domain`] for another number of values than rows, or values too large to compute with.
    pub fn domain(&self, values: &[Option<f64>]) -> Result<Clusters<'_>, StatError> {
        if values.len() != self.leaves.len() {
            return Err(StatError::Domain("each row has one value or none"));
        }
        // Measured from their mean, values far from zero keep their digits.
        let (mut weight, mut weighted) = (Sum::default(), Sum::default());
        for (value, own) in values.iter().zip(&self.weights) {
            if let Some(value) = value {
                weight.add(*own);
                weighted.add(own * value);
            }
        }
        let origin = if weight.value() > 0.0 {
            weighted.value() / weight.value()
        } else {
            0.0
        };
        // A constant is its own mean, whatever rounding says.
        let counted = || values.iter().zip(&self.weights).filter(|(_, own)| **own != 0.0);
        let constant = counted().find_map(|(value, _)| *value);
        let origin = match constant {
            Some(first) if counted().all(|(value, _)| value.is_none_or(|value| value.total_cmp(&first).is_eq())) => {
                first
            }
            _ => origin,
        };
        let mut sums = vec![(0_u64, Sum::default(), Sum::default()); self.layout.leaves()];
        for ((value, own), leaf) in values.iter().zip(&self.weights).zip(&self.leaves) {
            if let (Some(value), true) = (value, *own != 0.0) {
                let (rows, w, wy) = &mut sums[*leaf];
                *rows += 1;
                w.add(*own);
                wy.add(own * (value - origin));
            }
        }
        let totals = sums.into_iter().map(|(rows, w, wy)| UnitTotals {
            rows,
            w: w.value(),
            wy: wy.value(),
        });
        Clusters::about(&self.layout, totals.collect(), origin)
    }

    /// A cross table of the rows that have a cell, numbered row by row from 0 (one entry per row).
    ///
    /// # Errors
    /// [`StatError::Domain`] for another number of entries than rows, or a cell outside the table.
    pub fn cells(&self, cells: &[Option<usize>], rows: usize, columns: usize) -> Result<CellTotals, StatError> {
        if cells.len() != self.leaves.len() || cells.iter().flatten().any(|cell| *cell >= rows * columns) {
            return Err(StatError::Domain("each row has one cell of the table or none"));
        }
        let mut sums = vec![vec![Sum::default(); self.layout.leaves()]; rows * columns];
        let mut base = 0;
        for ((cell, own), leaf) in cells.iter().zip(&self.weights).zip(&self.leaves) {
            if let (Some(cell), true) = (cell, *own != 0.0) {
                base += 1;
                sums[*cell][*leaf].add(*own);
            }
        }
        let value = |series: Vec<Sum>| series.into_iter().map(Sum::value).collect();
        Ok(CellTotals {
            rows,
            columns,
            base,
            weights: sums.into_iter().map(value).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::weighted::Sums;
    use proptest::prelude::*;

    fn rows_alone(weights: &[f64]) -> Sample {
        let place = |unit| RowPlace {
            unit,
            ..RowPlace::default()
        };
        let places: Vec<RowPlace> = (0..weights.len()).map(place).collect();
        Sample::new(&places, weights.to_vec(), &BTreeMap::new(), &BTreeMap::new()).unwrap()
    }

    #[test]
    fn totals_and_ratios_agree_with_the_hand() {
        // Lohr (2010), Sampling, §4.1: R = ȳ/x̄, V(R) = n/(n−1)·Σ(y−Rx)²/(Σx)².
        let sample = rows_alone(&[2.0; 4]);
        let values = |list: [f64; 4]| list.map(Some);
        let y = sample.domain(&values([4.0, 5.0, 7.0, 8.0])).unwrap();
        let x = sample.domain(&values([2.0, 2.0, 3.0, 5.0])).unwrap();
        let got = y.ratio(&x).unwrap();
        assert!((got.value - 2.0).abs() < 1e-12);
        assert!((got.variance - 4.0 / 3.0 * (0.0 + 1.0 + 1.0 + 4.0) / 144.0).abs() < 1e-12);
        // Total 2·24, variance n/(n−1)·Σ(wy − mean)²: 4/3·((−4)²+(−2)²+2²+4²).
        let total = y.total().unwrap();
        assert!((total.value - 48.0).abs() < 1e-12 && (total.variance - 4.0 / 3.0 * 40.0).abs() < 1e-9);
    }

    #[test]
    fn values_far_from_zero_keep_their_digits() {
        let sample = rows_alone(&[1.0, 2.0, 1.5]);
        let near = sample
            .domain(&[Some(1.0), Some(2.0), Some(4.0)])
            .unwrap()
            .mean()
            .unwrap();
        let far = [Some(1e9 + 1.0), Some(1e9 + 2.0), Some(1e9 + 4.0)];
        let far = sample.domain(&far).unwrap().mean().unwrap();
        assert!((far.variance / near.variance - 1.0).abs() < 1e-6);
    }

    proptest! {
        #[test]
        fn rows_as_their_own_units_give_the_linearised_mean(
            rows in prop::collection::vec((0.1..5.0_f64, prop::option::weighted(0.8, 1_i32..=5)), 4..40),
        ) {
            let weights: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let values: Vec<Option<f64>> = rows.iter().map(|row| row.1.map(f64::from)).collect();
            let mut sums = Sums::default();
            for (weight, value) in weights.iter().zip(&values) {
                if let Some(value) = value {
                    sums.add(*weight, *value);
                }
            }
            prop_assume!(sums.rows > 1);
            let sample = rows_alone(&weights);
            let got = sample.domain(&values).unwrap().mean().unwrap();
            let want = sums.linearised(rows.len() as u64).unwrap();
            prop_assert!((got.value - want.value).abs() < 1e-12);
            prop_assert!((got.variance - want.variance).abs() < 1e-10);
            prop_assert!((got.df - want.df).abs() < 1e-9);
        }

        #[test]
        fn the_order_of_rows_does_not_matter(
            mut rows in prop::collection::vec((0_usize..3, 0_usize..4, 0.1..5.0_f64, 1_i32..=5), 8..60),
        ) {
            let estimate = |rows: &[(usize, usize, f64, i32)]| {
                let places: Vec<RowPlace> =
                    rows.iter().map(|row| RowPlace { stratum: row.0, unit: row.1, part: 0 }).collect();
                let weights = rows.iter().map(|row| row.2).collect();
                let sample = Sample::new(&places, weights, &BTreeMap::new(), &BTreeMap::new()).unwrap();
                let values: Vec<Option<f64>> = rows.iter().map(|row| Some(f64::from(row.3))).collect();
                sample.with_lonely(Lonely::Adjust).domain(&values).unwrap().mean()
            };
            let here = estimate(&rows);
            rows.reverse();
            let there = estimate(&rows);
            match (here, there) {
                (Ok(here), Ok(there)) => {
                    prop_assert!((here.value - there.value).abs() < 1e-14 * (1.0 + here.value.abs()));
                    prop_assert!((here.variance - there.variance).abs() < 1e-13 * (1.0 + here.variance));
                }
                (here, there) => prop_assert_eq!(here, there),
            }
        }
    }
}
