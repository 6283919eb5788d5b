//! Variance of a weighted combination of item means, from sums over pairs of items.
//!
//! An index is `Σ a_l·m_l` over its leaves l. Every row moves a leaf's mean by its *influence*
//! `w·(y_l − m_l)/W_l` (nothing where its answer is missing), so the variance of the index is that
//! of the rows' summed influences. Expanded, it needs only sums over pairs of items and is exact
//! with any pattern of missing answers; and the change of an index is the sum of its leaves' changes.

use std::ops::AddAssign;

use serde::Deserialize;
use serde::Serialize;

use super::error::Reason;
use super::error::StatError;
use super::weighted::without_noise;

/// Sums over the rows with an answer to one item.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ItemSums {
    /// Number of rows.
    pub rows: u64,
    /// Σ w.
    pub w: f64,
    /// Σ w·y.
    pub wy: f64,
}

/// Sums over the rows with an answer to both items of a pair (an item pairs with itself, too).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct PairSums {
    /// Σ w².
    pub w2: f64,
    /// Σ w²·y of the item that comes later in the battery.
    pub w2_later: f64,
    /// Σ w²·y of the item that comes earlier in the battery.
    pub w2_earlier: f64,
    /// Σ w²·y·y of both.
    pub w2_product: f64,
}

/// Sums of a battery of items over the rows of a domain; batteries of disjoint rows add up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Battery {
    items: Vec<ItemSums>,
    pairs: Vec<PairSums>,
}

/// Place of the pair of items `later >= earlier` in the packed lower triangle
/// (0,0) (1,0) (1,1) (2,0) …
#[must_use]
pub const fn pair_place(later: usize, earlier: usize) -> usize {
    later * (later + 1) / 2 + earlier
}

impl Battery {
    /// A battery of `items` items and no rows.
    #[must_use]
    pub fn empty(items: usize) -> Self {
        Self {
            items: vec![ItemSums::default(); items],
            pairs: vec![PairSums::default(); items * (items + 1) / 2],
        }
    }

    /// A battery from sums made elsewhere; `pairs` is the packed lower triangle of [`pair_place`].
    ///
    /// # Errors
    /// [`StatError::Domain`] when there are not k·(k+1)/2 pairs for k items.
    pub fn new(items: Vec<ItemSums>, pairs: Vec<PairSums>) -> Result<Self, StatError> {
        if pairs.len() == items.len() * (items.len() + 1) / 2 {
            Ok(Self { items, pairs })
        } else {
            Err(StatError::Domain("k items have k(k+1)/2 pairs"))
        }
    }

    /// Adds one row: its weight and one answer per item, `None` where missing.
    ///
    /// Answers beyond the battery's items are left out; missing ones at the end count as missing.
    pub fn add(&mut self, weight: f64, answers: &[Option<f64>]) {
        if weight == 0.0 {
            return;
        }
        let squared = weight * weight;
        for (later, item) in self.items.iter_mut().enumerate() {
            let Some(y) = answers.get(later).copied().flatten() else {
                continue;
            };
            item.rows += 1;
            item.w += weight;
            item.wy += weight * y;
            for (earlier, answer) in answers.iter().enumerate().take(later + 1) {
                let Some(x) = *answer else { continue };
                self.pairs[pair_place(later, earlier)] += PairSums {
                    w2: squared,
                    w2_later: squared * y,
                    w2_earlier: squared * x,
                    w2_product: squared * x * y,
                };
            }
        }
    }

    /// Number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether the battery has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// The sums of one item; `None` beyond the last.
    #[must_use]
    pub fn item(&self, item: usize) -> Option<&ItemSums> {
        self.items.get(item)
    }

    /// Weighted mean of one item.
    ///
    /// # Errors
    /// [`Reason::NoValidAnswers`] when nobody answered it; [`StatError::Domain`] beyond the last item.
    pub fn mean(&self, item: usize) -> Result<f64, StatError> {
        let sums = self.items.get(item).ok_or(StatError::Domain("there is no such item"))?;
        if !sums.w.is_finite() || !sums.wy.is_finite() || sums.w < 0.0 {
            return Err(StatError::Domain("weights must be zero or positive numbers"));
        }
        if sums.rows == 0 || sums.w == 0.0 {
            return Err(Reason::NoValidAnswers.into());
        }
        Ok(sums.wy / sums.w)
    }

    /// Design-based covariance of two item means, `n/(n−1) · Σw²(y_l−m_l)(y_k−m_k)/(W_l·W_k)` over
    /// the rows that answered both; the variance of the mean where both items are the same.
    ///
    /// `design_rows` is n: all rows of the design with a positive weight, answered or not.
    ///
    /// # Errors
    /// As [`Battery::mean`]; [`Reason::TooFewAnswers`] when the design has fewer than two rows.
    pub fn covariance(&self, one: usize, two: usize, design_rows: u64) -> Result<f64, StatError> {
        let (later, earlier) = (one.max(two), one.min(two));
        let (m_later, m_earlier) = (self.mean(later)?, self.mean(earlier)?);
        let pair = &self.pairs[pair_place(later, earlier)];
        let product =
            pair.w2_product - m_later * pair.w2_earlier - m_earlier * pair.w2_later + m_later * m_earlier * pair.w2;
        let product = if one == two {
            without_noise(product, pair.w2_product)
        } else {
            product
        };
        if design_rows < 2 {
            return Err(Reason::TooFewAnswers.into());
        }
        let n = design_rows as f64;
        Ok(n / (n - 1.0) * product / (self.items[later].w * self.items[earlier].w))
    }

    /// The combination `Σ a_l·m_l`.
    ///
    /// `coefficients` has one number per item; an item with coefficient 0 need not have answers.
    ///
    /// # Errors
    /// As [`Battery::mean`]; [`StatError::Domain`] for another number of coefficients.
    pub fn combined(&self, coefficients: &[f64]) -> Result<f64, StatError> {
        Ok(self.contributions(coefficients)?.iter().sum())
    }

    /// What each item contributes to the combination, `a_l·m_l`; the contributions add up to it.
    ///
    /// # Errors
    /// As [`Battery::combined`].
    pub fn contributions(&self, coefficients: &[f64]) -> Result<Vec<f64>, StatError> {
        self.check(coefficients)?;
        coefficients
            .iter()
            .enumerate()
            .map(|(item, a)| if *a == 0.0 { Ok(0.0) } else { Ok(a * self.mean(item)?) })
            .collect()
    }

    /// Covariance matrix of the contributions, k rows of k numbers: `a_l·a_k·cov(m_l, m_k)`.
    /// All its cells add up to [`Battery::variance`].
    ///
    /// # Errors
    /// As [`Battery::covariance`]; [`StatError::Domain`] for another number of coefficients.
    pub fn contribution_covariance(&self, coefficients: &[f64], design_rows: u64) -> Result<Vec<Vec<f64>>, StatError> {
        self.check(coefficients)?;
        let mut matrix = vec![vec![0.0; self.len()]; self.len()];
        for (later, a) in coefficients.iter().enumerate().filter(|(_, a)| **a != 0.0) {
            for (earlier, b) in coefficients[..=later].iter().enumerate().filter(|(_, b)| **b != 0.0) {
                let covariance = a * b * self.covariance(later, earlier, design_rows)?;
                matrix[later][earlier] = covariance;
                matrix[earlier][later] = covariance;
            }
        }
        Ok(matrix)
    }

    /// Variance of the combination `Σ a_l·m_l` by influence functions.
    ///
    /// `design_rows` as in [`Battery::covariance`]. Never negative.
    ///
    /// # Errors
    /// As [`Battery::contribution_covariance`].
    ///
    /// Source: J.-C. Deville (1999), Survey Methodology 25, 193–203.
    pub fn variance(&self, coefficients: &[f64], design_rows: u64) -> Result<f64, StatError> {
        let matrix = self.contribution_covariance(coefficients, design_rows)?;
        let total: f64 = matrix.iter().flatten().sum();
        let whole: f64 = (0..self.len()).map(|item| matrix[item][item]).sum();
        Ok(without_noise(total, whole))
    }

    fn check(&self, coefficients: &[f64]) -> Result<(), StatError> {
        if coefficients.len() != self.len() {
            return Err(StatError::Domain("a combination has one coefficient per item"));
        }
        if coefficients.iter().any(|a| !a.is_finite()) {
            return Err(StatError::Domain("coefficients must be finite numbers"));
        }
        Ok(())
    }
}

impl AddAssign<&Self> for Battery {
    /// Adds the rows of another battery of the same items; items it lacks stay as they are.
    fn add_assign(&mut self, other: &Self) {
        if other.len() > self.len() {
            self.items.resize(other.len(), ItemSums::default());
            self.pairs.resize(other.pairs.len(), PairSums::default());
        }
        for (item, more) in self.items.iter_mut().zip(&other.items) {
            item.rows += more.rows;
            item.w += more.w;
            item.wy += more.wy;
        }
        for (pair, more) in self.pairs.iter_mut().zip(&other.pairs) {
            *pair += *more;
        }
    }
}

impl AddAssign for PairSums {
    fn add_assign(&mut self, other: Self) {
        self.w2 += other.w2;
        self.w2_later += other.w2_later;
        self.w2_earlier += other.w2_earlier;
        self.w2_product += other.w2_product;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::weighted::Sums;
    use proptest::prelude::*;

    type Row = (f64, [Option<u8>; 3]);

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let answer = || prop::option::weighted(0.8, 1_u8..=5);
        let row = (0.1..5.0_f64, [answer(), answer(), answer()]);
        // One complete row keeps every item answered.
        prop::collection::vec(row, 2..50).prop_map(|mut rows| {
            rows.push((1.0, [Some(1), Some(3), Some(5)]));
            rows
        })
    }

    fn answers(row: &Row) -> [Option<f64>; 3] {
        row.1.map(|answer| answer.map(f64::from))
    }

    fn battery(rows: &[Row]) -> Battery {
        let mut battery = Battery::empty(3);
        for row in rows {
            battery.add(row.0, &answers(row));
        }
        battery
    }

    /// The definition, row by row: `z_i = Σ a_l·w_i·(y_il − m_l)/W_l`, `V = n/(n−1)·Σz²`.
    fn direct(rows: &[Row], coefficients: [f64; 3], design_rows: u64) -> f64 {
        let mut influence = vec![0.0; rows.len()];
        for (item, a) in coefficients.iter().enumerate() {
            let valid: Vec<(usize, f64, f64)> = rows
                .iter()
                .enumerate()
                .filter_map(|(place, row)| answers(row)[item].map(|y| (place, row.0, y)))
                .collect();
            let total: f64 = valid.iter().map(|(_, w, _)| w).sum();
            let mean = valid.iter().map(|(_, w, y)| w * y).sum::<f64>() / total;
            for (place, w, y) in valid {
                influence[place] += a * w * (y - mean) / total;
            }
        }
        let n = design_rows as f64;
        n / (n - 1.0) * influence.iter().map(|z| z * z).sum::<f64>()
    }

    proptest! {
        #[test]
        fn pair_sums_give_the_variance_of_the_rows_influences(
            rows in rows(), a in -2.0..2.0_f64, b in 0.0..1.0_f64, more in 0_u64..30,
        ) {
            let coefficients = [a, b, 1.0 - b];
            let design_rows = rows.len() as u64 + more;
            let got = battery(&rows).variance(&coefficients, design_rows).unwrap();
            let want = direct(&rows, coefficients, design_rows);
            prop_assert!((got - want).abs() < 1e-10 * (1.0 + want), "{got} {want}");
        }

        #[test]
        fn a_single_leaf_is_the_linearised_mean(rows in rows(), more in 0_u64..30) {
            let mut sums = Sums::default();
            for row in &rows {
                if let Some(y) = answers(row)[1] {
                    sums.add(row.0, y);
                }
            }
            prop_assume!(sums.rows > 1);
            let n = rows.len() as u64 + more;
            let mean = sums.linearised(n).unwrap();
            let battery = battery(&rows);
            prop_assert!((battery.combined(&[0.0, 1.0, 0.0]).unwrap() - mean.value).abs() < 1e-12);
            let variance = battery.variance(&[0.0, 1.0, 0.0], n).unwrap();
            prop_assert!((variance - mean.variance).abs() < 1e-12 * (1.0 + mean.variance));
        }

        #[test]
        fn batteries_of_disjoint_rows_add_up(rows in rows()) {
            let (left, right) = rows.split_at(rows.len() / 2);
            let mut sum = battery(left);
            sum += &battery(right);
            let (sum, whole) = (
                sum.variance(&[0.2, 0.3, 0.5], 99).unwrap(),
                battery(&rows).variance(&[0.2, 0.3, 0.5], 99).unwrap(),
            );
            prop_assert!((sum - whole).abs() < 1e-12 * (1.0 + whole));
        }
    }

    #[test]
    fn an_item_nobody_answered_has_no_mean_unless_it_does_not_count() {
        let mut battery = Battery::empty(2);
        battery.add(1.0, &[Some(4.0), None]);
        battery.add(1.0, &[Some(2.0), None]);
        let reason = battery.combined(&[0.5, 0.5]).unwrap_err().reason();
        assert_eq!(reason, Some(Reason::NoValidAnswers));
        assert_eq!(battery.combined(&[1.0, 0.0]), Ok(3.0));
        assert_eq!(battery.variance(&[1.0, 0.0], 2), Ok(1.0));
    }
}
