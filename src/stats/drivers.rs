//! How much of an outcome each of its correlated drivers accounts for.
//!
//! Works from a covariance or correlation matrix that holds the outcome and its drivers, so that rows, pairwise sums
//! and bootstrap replicates go the same way. All shares of R² are of the model with all drivers.

use nalgebra::DMatrix;
use nalgebra::DVector;
use nalgebra::SymmetricEigen;

use super::covariance::Covariance;
use super::error::Reason;
use super::error::StatError;

/// So many drivers can be put in every order: 2¹⁵ submodels.
pub const MOST_ORDERED: usize = 15;

/// What of a driver's variance the others must leave for it to count as a driver of its own.
const LEAST_OWN: f64 = 1e-10;

/// Correlations of drivers with one another and with their outcome; the drivers are linearly independent.
#[derive(Debug, Clone, PartialEq)]
pub struct Drivers {
    among: DMatrix<f64>,
    with_outcome: Vec<f64>,
    betas: Vec<f64>,
    unique: Vec<f64>,
}

/// Variables that others of the same matrix determine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collinear {
    /// The variable that adds nothing, counted from 0.
    pub variable: usize,
    /// Earlier variables that determine it; empty when it is constant.
    pub by: Vec<usize>,
}

impl Drivers {
    /// Splits a matrix into the variable `outcome` and its drivers, which keep their order.
    ///
    /// # Errors
    /// [`Reason::ZeroVariance`] when a variable is constant, [`Reason::Singular`] when there is no driver or drivers
    /// determine one another ([`collinear`] names them); [`StatError::Domain`] when there is no such outcome.
    pub fn of(matrix: &Covariance, outcome: usize) -> Result<Self, StatError> {
        if outcome >= matrix.size() {
            return Err(StatError::Domain("the outcome is a variable of the matrix"));
        }
        let correlation = matrix.correlation()?;
        let drivers: Vec<usize> = (0..matrix.size()).filter(|i| *i != outcome).collect();
        if drivers.is_empty() {
            return Err(Reason::Singular.into());
        }
        let among = correlation.select(&drivers)?.matrix();
        let with_outcome: Vec<f64> = drivers.iter().map(|i| correlation.at(*i, outcome)).collect();
        let inverse = among.clone().cholesky().ok_or(Reason::Singular)?.inverse();
        if inverse
            .diagonal()
            .iter()
            .any(|cell| !(*cell > 0.0 && *cell < 1.0 / LEAST_OWN))
        {
            return Err(Reason::Singular.into());
        }
        let betas: Vec<f64> = (&inverse * DVector::from_column_slice(&with_outcome))
            .iter()
            .copied()
            .collect();
        let unique = inverse.diagonal().iter().map(|cell| 1.0 / cell).collect();
        let drivers = Self {
            among,
            with_outcome,
            betas,
            unique,
        };
        // Pairwise sums can give correlations that no rows can have.
        if !(-1e-9..=1.0 + 1e-9).contains(&drivers.r_squared()) {
            return Err(Reason::ImproperSolution.into());
        }
        Ok(drivers)
    }

    /// Number of drivers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.betas.len()
    }

    /// Whether there is no driver, which does not happen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.betas.is_empty()
    }

    /// Share of the outcome's variance that all drivers together account for.
    #[must_use]
    pub fn r_squared(&self) -> f64 {
        self.pratt().iter().sum()
    }

    /// Correlation of each driver with the outcome.
    #[must_use]
    pub fn correlations(&self) -> &[f64] {
        &self.with_outcome
    }

    /// Standardised regression coefficients.
    #[must_use]
    pub fn betas(&self) -> &[f64] {
        &self.betas
    }

    /// Variance inflation of each driver, 1/(1 − R²ⱼ).
    #[must_use]
    pub fn inflation(&self) -> Vec<f64> {
        self.unique.iter().map(|rest| 1.0 / rest).collect()
    }

    /// R² of each driver alone.
    #[must_use]
    pub fn first(&self) -> Vec<f64> {
        self.with_outcome.iter().map(|r| r * r).collect()
    }

    /// What R² loses when only that driver is taken out.
    #[must_use]
    pub fn last(&self) -> Vec<f64> {
        self.betas
            .iter()
            .zip(&self.unique)
            .map(|(b, own)| b * b * own)
            .collect()
    }

    /// Pratt's product of coefficient and correlation, which adds up to R² but can be negative.
    ///
    /// Source: J. W. Pratt (1987), Proc. 2nd Tampere Conf. Statistics, 245–260.
    #[must_use]
    pub fn pratt(&self) -> Vec<f64> {
        self.betas.iter().zip(&self.with_outcome).map(|(b, r)| b * r).collect()
    }

    /// Squared standardised coefficients.
    #[must_use]
    pub fn beta_squared(&self) -> Vec<f64> {
        self.betas.iter().map(|b| b * b).collect()
    }

    /// Shares of R² averaged over all orders in which the drivers can enter: LMG, the Shapley value of R².
    ///
    /// # Errors
    /// [`StatError::Domain`] above [`MOST_ORDERED`] drivers: use [`Drivers::johnson`].
    ///
    /// Sources: R. H. Lindeman, P. F. Merenda & R. Z. Gold (1980), Introduction to Bivariate and Multivariate
    /// Analysis, 119 ff.; L. S. Shapley (1953), Contributions to the Theory of Games 2, 307–317.
    pub fn lmg(&self) -> Result<Vec<f64>, StatError> {
        let size = self.len();
        if size > MOST_ORDERED {
            return Err(StatError::Domain(
                "shares over all orders are computed for up to 15 drivers; use Johnson's relative weights",
            ));
        }
        let explained = self.submodels();
        // |S|!(k−|S|−1)!/k!, the share of orders in which exactly S comes before a driver.
        let mut share = vec![1.0 / size as f64; size];
        for before in 1..size {
            share[before] = share[before - 1] * before as f64 / (size - before) as f64;
        }
        let share_of: Vec<f64> = (0..explained.len())
            .map(|set| share.get(set.count_ones() as usize).copied().unwrap_or_default())
            .collect();
        let gain = |driver: usize| {
            // Runs of sets without the driver, each followed by the same sets with it.
            let bit = 1_usize << driver;
            let runs = explained.chunks(2 * bit).zip(share_of.chunks(2 * bit));
            runs.map(|(explained, share)| {
                let (without, with) = explained.split_at(bit);
                let gains = without.iter().zip(with).zip(share);
                gains
                    .map(|((without, with), share)| share * (with - without))
                    .sum::<f64>()
            })
            .sum()
        };
        Ok((0..size).map(gain).collect())
    }

    /// R² of every set of drivers, by the bits of its index.
    ///
    /// Goes through the drivers once, with and without each, and sweeps those taken out of the matrix of the rest; the
    /// matrices shrink as their number doubles, so that all sets cost a few operations each.
    fn submodels(&self) -> Vec<f64> {
        let size = self.len();
        let mut explained = vec![0.0; 1 << size];
        let mut start = DMatrix::identity(size + 1, size + 1);
        start.view_mut((0, 0), (size, size)).copy_from(&self.among);
        for (driver, r) in self.with_outcome.iter().enumerate() {
            start[(driver, size)] = *r;
            start[(size, driver)] = *r;
        }
        let flat = start.iter().copied().collect::<Vec<f64>>();
        let mut room: Vec<Vec<f64>> = (0..=size).map(|left| vec![0.0; (left + 1) * (left + 1)]).collect();
        room[size] = flat;
        descend(&mut room, size, (0, 1), &mut explained);
        explained
    }

    /// Johnson's relative weights: shares of R² through the orthogonal variables nearest to the drivers; never
    /// negative. The same numbers as Genizi's (1993).
    ///
    /// # Errors
    /// [`Reason::NotConverged`] when the matrix has no eigenvectors in this precision.
    ///
    /// Source: J. W. Johnson (2000), Multivariate Behavioral Research 35, 1–19.
    pub fn johnson(&self) -> Result<Vec<f64>, StatError> {
        let eigen = SymmetricEigen::try_new(self.among.clone(), f64::EPSILON, 10_000).ok_or(Reason::NotConverged)?;
        let with = |values: &dyn Fn(f64) -> f64| {
            let diagonal = DMatrix::from_diagonal(&eigen.eigenvalues.map(values));
            &eigen.eigenvectors * diagonal * eigen.eigenvectors.transpose()
        };
        let root = with(&|value| value.max(0.0).sqrt());
        let inverse_root = with(&|value| 1.0 / value.max(f64::MIN_POSITIVE).sqrt());
        let orthogonal = inverse_root * DVector::from_column_slice(&self.with_outcome);
        let weight = |driver: usize| {
            let row = root.row(driver);
            row.iter().zip(orthogonal.iter()).map(|(l, b)| l * l * b * b).sum()
        };
        Ok((0..self.len()).map(weight).collect())
    }
}

/// `room[left]` holds the matrix of the last `left` drivers and the outcome, given the set chosen so far; `next` is
/// that set and the bit of the next driver.
fn descend(room: &mut [Vec<f64>], left: usize, next: (usize, usize), explained: &mut [f64]) {
    let (set, bit) = next;
    if left == 0 {
        explained[set] = 1.0 - room[0][0];
        return;
    }
    let (lower, upper) = room.split_at_mut(left);
    let (from, to) = (&upper[0], &mut lower[left - 1]);
    let width = left + 1;
    for row in 0..left {
        to[row * left..(row + 1) * left].copy_from_slice(&from[(row + 1) * width + 1..(row + 2) * width]);
    }
    descend(room, left - 1, (set, bit << 1), explained);
    let (lower, upper) = room.split_at_mut(left);
    let (from, to) = (&upper[0], &mut lower[left - 1]);
    for row in 0..left {
        let factor = from[(row + 1) * width] / from[0];
        for column in 0..left {
            to[row * left + column] = from[(row + 1) * width + column + 1] - factor * from[column + 1];
        }
    }
    descend(room, left - 1, (set | bit, bit << 1), explained);
}

/// Shares of R² averaged over all orders (LMG), the drivers being all variables but `outcome`.
///
/// # Errors
/// As [`Drivers::of`] and [`Drivers::lmg`].
pub fn lmg(matrix: &Covariance, outcome: usize) -> Result<Vec<f64>, StatError> {
    Drivers::of(matrix, outcome)?.lmg()
}

/// Johnson's relative weights, the drivers being all variables but `outcome`.
///
/// # Errors
/// As [`Drivers::of`] and [`Drivers::johnson`].
pub fn johnson(matrix: &Covariance, outcome: usize) -> Result<Vec<f64>, StatError> {
    Drivers::of(matrix, outcome)?.johnson()
}

/// Variables that are constant or determined by earlier ones; empty when each adds something of its own.
#[must_use]
pub fn collinear(matrix: &Covariance) -> Vec<Collinear> {
    let size = matrix.size();
    let mut kept: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for variable in 0..size {
        let variance = matrix.at(variable, variable);
        if variance <= 0.0 {
            found.push(Collinear {
                variable,
                by: Vec::new(),
            });
            continue;
        }
        let Some(coefficients) = regress(matrix, &kept, variable) else {
            kept.push(variable);
            continue;
        };
        let explained: f64 = kept
            .iter()
            .zip(coefficients.iter())
            .map(|(other, b)| b * matrix.at(*other, variable))
            .sum();
        if variance - explained > LEAST_OWN * variance {
            kept.push(variable);
            continue;
        }
        let counts = |(other, b): (&usize, &f64)| {
            ((b * b * matrix.at(*other, *other)).sqrt() > 1e-4 * variance.sqrt()).then_some(*other)
        };
        let by = kept.iter().zip(coefficients.iter()).filter_map(counts).collect();
        found.push(Collinear { variable, by });
    }
    found
}

fn regress(matrix: &Covariance, on: &[usize], variable: usize) -> Option<DVector<f64>> {
    let among = matrix.select(on).ok()?.matrix();
    let with = DVector::from_iterator(on.len(), on.iter().map(|other| matrix.at(*other, variable)));
    Some(among.cholesky()?.solve(&with))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn matrix(rows: &[&[f64]]) -> Covariance {
        Covariance::from_matrix(&rows.iter().map(|row| row.to_vec()).collect::<Vec<_>>()).unwrap()
    }

    #[test]
    fn two_drivers_share_as_worked_out_by_hand() {
        // r1 = 0.6, r2 = 0.5, r12 = 0.3: R² = (0.36 + 0.25 − 2·0.6·0.5·0.3)/(1 − 0.09).
        let given = matrix(&[&[1.0, 0.6, 0.5], &[0.6, 1.0, 0.3], &[0.5, 0.3, 1.0]]);
        let drivers = Drivers::of(&given, 0).unwrap();
        let all = (0.36 + 0.25 - 0.18) / 0.91;
        assert!((drivers.r_squared() - all).abs() < 1e-14);
        let shares = drivers.lmg().unwrap();
        assert!((shares[0] - f64::midpoint(0.36, all - 0.25)).abs() < 1e-14);
        assert!((shares[1] - f64::midpoint(0.25, all - 0.36)).abs() < 1e-14);
        assert!((drivers.last()[0] - (all - 0.25)).abs() < 1e-14);
        // With two drivers both ways of sharing are the same (Johnson 2000, p. 11).
        for (a, b) in shares.iter().zip(drivers.johnson().unwrap()) {
            assert!((a - b).abs() < 1e-14);
        }
    }

    #[test]
    fn drivers_that_repeat_others_are_named() {
        let columns = [
            vec![1.0, 2.0, 3.0, 5.0, 8.0],
            vec![2.0, 1.0, 4.0, 3.0, 9.0],
            vec![4.0, 4.0, 4.0, 4.0, 4.0],
            vec![3.0, 3.0, 7.0, 8.0, 17.0],
        ];
        let given = Covariance::of(&columns).unwrap();
        let found = collinear(&given);
        assert_eq!(
            found[0],
            Collinear {
                variable: 2,
                by: vec![]
            }
        );
        assert_eq!(
            found[1],
            Collinear {
                variable: 3,
                by: vec![0, 1]
            }
        );
        let some = given.select(&[0, 1, 3]).unwrap();
        assert_eq!(Drivers::of(&some, 0).unwrap().len(), 2);
        let twice = matrix(&[&[1.0, 0.5, 0.5], &[0.5, 1.0, 1.0], &[0.5, 1.0, 1.0]]);
        assert_eq!(Drivers::of(&twice, 0), Err(StatError::Undefined(Reason::Singular)));
    }

    #[test]
    fn impossible_correlations_have_a_reason() {
        let given = matrix(&[&[1.0, 0.9, -0.9], &[0.9, 1.0, 0.9], &[-0.9, 0.9, 1.0]]);
        assert_eq!(
            Drivers::of(&given, 0),
            Err(StatError::Undefined(Reason::ImproperSolution))
        );
    }

    proptest! {
        #[test]
        fn shares_add_up_to_what_all_drivers_explain(
            rows in prop::collection::vec(prop::collection::vec(-3.0..3.0_f64, 6), 12..40),
        ) {
            let columns: Vec<Vec<f64>> = (0..6).map(|j| rows.iter().map(|row| row[j]).collect()).collect();
            let drivers = Drivers::of(&Covariance::of(&columns).unwrap(), 2).unwrap();
            let all = drivers.r_squared();
            for shares in [drivers.lmg().unwrap(), drivers.johnson().unwrap()] {
                prop_assert!((shares.iter().sum::<f64>() - all).abs() < 1e-10);
                prop_assert!(shares.iter().all(|share| *share > -1e-12));
            }
            for (last, alone) in drivers.last().iter().zip(drivers.first()) {
                prop_assert!(*last <= all + 1e-10 && alone <= all + 1e-10);
            }
        }
    }
}
