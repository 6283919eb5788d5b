//! Agreement of two raters beyond chance: Cohen's kappa, unweighted, linear or quadratic.

use super::error::Reason;
use super::error::StatError;
use super::interval::Interval;
use super::interval::critical_z;

/// How much of an agreement it is to be some categories apart, of k in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// Only the same category counts.
    Exact,
    /// 1 − |i − j|/(k − 1).
    Linear,
    /// 1 − (i − j)²/(k − 1)².
    Quadratic,
}

/// Kappa with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Kappa {
    /// (pₒ − pₑ)/(1 − pₑ).
    pub kappa: f64,
    /// Weighted share of agreement observed.
    pub observed: f64,
    /// Weighted share of agreement expected by chance.
    pub expected: f64,
    /// Asymptotic standard error, 0 when all agree.
    pub standard_error: f64,
}

/// Kappa of a square table of counts: one row per category of the first rater, columns in the same order.
///
/// # Errors
/// [`Reason::NoValidAnswers`] for an empty table, [`Reason::ZeroVariance`] when agreement by chance is complete (one
/// category used); [`StatError::Domain`] when the table is not square or a count is negative.
///
/// Sources: J. Cohen (1968), Psychol. Bull. 70, 213–220; J. L. Fleiss, J. Cohen & B. S. Everitt (1969), Psychol. Bull.
/// 72, 323–327.
pub fn kappa(table: &[Vec<f64>], agreement: Agreement) -> Result<Kappa, StatError> {
    let size = table.len();
    if table.iter().any(|row| row.len() != size) || table.iter().flatten().any(|n| !n.is_finite() || *n < 0.0) {
        return Err(StatError::Domain(
            "agreement is counted in a square table: the same categories in rows and columns, no negative counts",
        ));
    }
    let base: f64 = table.iter().flatten().sum();
    if base <= 0.0 {
        return Err(Reason::NoValidAnswers.into());
    }
    if size < 2 {
        return Err(Reason::ZeroVariance.into());
    }
    let rows: Vec<f64> = table.iter().map(|row| row.iter().sum::<f64>() / base).collect();
    let columns: Vec<f64> = (0..size)
        .map(|j| table.iter().map(|row| row[j]).sum::<f64>() / base)
        .collect();
    let cells = || (0..size).flat_map(|i| (0..size).map(move |j| (i, j)));
    let weight = |i: usize, j: usize| agreement.weight(i.abs_diff(j), size);
    let observed: f64 = cells().map(|(i, j)| weight(i, j) * table[i][j] / base).sum();
    let expected: f64 = cells().map(|(i, j)| weight(i, j) * rows[i] * columns[j]).sum();
    if 1.0 - expected < 1e-12 {
        return Err(Reason::ZeroVariance.into());
    }
    let of_row: Vec<f64> = (0..size)
        .map(|i| (0..size).map(|j| columns[j] * weight(i, j)).sum())
        .collect();
    let of_column: Vec<f64> = (0..size)
        .map(|j| (0..size).map(|i| rows[i] * weight(i, j)).sum())
        .collect();
    let scatter: f64 = cells()
        .map(|(i, j)| {
            let distance = weight(i, j) * (1.0 - expected) - (of_row[i] + of_column[j]) * (1.0 - observed);
            table[i][j] / base * distance * distance
        })
        .sum();
    let centre = observed * expected - 2.0 * expected + observed;
    let variance = (scatter - centre * centre).max(0.0) / base;
    Ok(Kappa {
        kappa: (observed - expected) / (1.0 - expected),
        observed,
        expected,
        standard_error: if observed >= 1.0 - 1e-12 {
            0.0
        } else {
            variance.sqrt() / (1.0 - expected).powi(2)
        },
    })
}

impl Agreement {
    fn weight(self, apart: usize, size: usize) -> f64 {
        let share = apart as f64 / (size as f64 - 1.0);
        match self {
            Self::Exact => f64::from(u8::from(apart == 0)),
            Self::Linear => 1.0 - share,
            Self::Quadratic => 1.0 - share * share,
        }
    }
}

impl Kappa {
    /// Normal interval.
    ///
    /// # Errors
    /// [`Reason::Boundary`] when all agree, which leaves no width; [`StatError::Domain`] when `level` is not in (0, 1).
    pub fn interval(&self, level: f64) -> Result<Interval, StatError> {
        let z = critical_z(level)?;
        if self.standard_error <= 0.0 {
            return Err(Reason::Boundary.into());
        }
        Ok(Interval::around(self.kappa, z * self.standard_error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fleiss_cohen_everitts_worked_example_comes_out() {
        // Table 1 of Fleiss, Cohen & Everitt (1969) in shares of 200 diagnoses: unweighted kappa .429, ASE .054.
        let table = [vec![106.0, 10.0, 4.0], vec![22.0, 28.0, 10.0], vec![2.0, 12.0, 6.0]];
        let got = kappa(&table, Agreement::Exact).unwrap();
        assert!(
            (got.kappa - 0.429).abs() < 5e-4 && (got.standard_error - 0.054).abs() < 5e-4,
            "{got:?}"
        );
    }

    #[test]
    fn complete_agreement_has_no_interval_and_one_category_no_kappa() {
        let all = kappa(&[vec![6.0, 0.0], vec![0.0, 5.0]], Agreement::Exact).unwrap();
        assert!((all.kappa - 1.0).abs() < 1e-15);
        assert_eq!(all.interval(0.95), Err(StatError::Undefined(Reason::Boundary)));
        let one = [vec![6.0, 0.0], vec![0.0, 0.0]];
        assert_eq!(
            kappa(&one, Agreement::Exact),
            Err(StatError::Undefined(Reason::ZeroVariance))
        );
        assert_eq!(
            kappa(&[], Agreement::Exact),
            Err(StatError::Undefined(Reason::NoValidAnswers))
        );
        assert!(matches!(
            kappa(&[vec![1.0, 2.0]], Agreement::Exact),
            Err(StatError::Domain(_))
        ));
    }

    proptest! {
        #[test]
        fn two_categories_weigh_alike_and_raters_may_swap(counts in prop::collection::vec(1..40_u8, 4)) {
            let n: Vec<f64> = counts.iter().map(|n| f64::from(*n)).collect();
            let table = [vec![n[0], n[1]], vec![n[2], n[3]]];
            let turned = [vec![n[0], n[2]], vec![n[1], n[3]]];
            let exact = kappa(&table, Agreement::Exact).unwrap();
            for other in [kappa(&table, Agreement::Quadratic).unwrap(), kappa(&turned, Agreement::Linear).unwrap()] {
                prop_assert!((exact.kappa - other.kappa).abs() < 1e-12);
                prop_assert!((exact.standard_error - other.standard_error).abs() < 1e-12);
            }
        }
    }
}
