//! One common factor by maximum likelihood, and what follows from it: omega, composite reliability, average variance
//! extracted.
//!
//! Works from the covariance matrix of the items. The items' own variances (uniquenesses) are free to become negative
//! while searching, so that an impossible best solution (a Heywood case) is found and told, not hidden at a border.

use nalgebra::DMatrix;
use nalgebra::DVector;

use super::covariance::Covariance;
use super::distribution;
use super::error::Reason;
use super::error::StatError;

/// Steps after which a fit that has not settled is given up.
const STEPS: usize = 500;

/// One common factor behind k items.
#[derive(Debug, Clone, PartialEq)]
pub struct OneFactor {
    /// Loading of each item, in its own unit, for a factor of variance 1; signs such that their sum is not negative.
    pub loadings: Vec<f64>,
    /// Variance of each item that the factor leaves.
    pub uniquenesses: Vec<f64>,
    /// Loadings of the standardised items.
    pub standardised: Vec<f64>,
    /// Omega total (Σλ)²/((Σλ)² + Σθ): reliability of the sum of the items.
    pub omega: f64,
    /// The same with the observed variance of the sum below.
    pub omega_observed: f64,
    /// Omega of the standardised items: composite reliability.
    pub composite_reliability: f64,
    /// Average share of an item's variance that the factor accounts for.
    pub average_variance_extracted: f64,
    /// Likelihood ratio statistic of the one-factor model.
    pub chi_square: f64,
    /// Its degrees of freedom, k(k−3)/2; 0 for three items, which any data fit.
    pub df: u64,
    /// Its p-value; absent without degrees of freedom.
    pub p: Option<f64>,
}

/// Fits one factor to the covariances (divisor n − 1) of `base` complete rows.
///
/// The matrix analysed has divisor n, as the normal likelihood has it; chi-square is n times the least discrepancy
/// ln|Σ| − ln|S| + tr(SΣ⁻¹) − k.
///
/// # Errors
/// [`Reason::Singular`] below three items or when items determine one another; [`Reason::ZeroVariance`] for a constant
/// item; [`Reason::TooFewAnswers`] for no more rows than items; [`Reason::ImproperSolution`] when the best
/// solution has a negative uniqueness (Heywood case); [`Reason::NotConverged`] when none is found.
///
/// Sources: K. G. Jöreskog (1967), Psychometrika 32, 443–482; R. P. `McDonald` (1999), Test Theory, ch. 6; C. Fornell &
/// D. F. Larcker (1981), J. Marketing Res. 18, 39–50.
pub fn one_factor(items: &Covariance, base: u64) -> Result<OneFactor, StatError> {
    let size = items.size();
    if size < 3 {
        return Err(Reason::Singular.into());
    }
    if base < 2 {
        return Err(Reason::TooFewAnswers.into());
    }
    let correlation = items.correlation()?;
    let observed = correlation.matrix();
    let ln_determinant = ln_determinant(&observed).ok_or(Reason::Singular)?;
    let (loadings, own) = settle(&observed)?;
    if own.iter().any(|own| *own <= 1e-8) {
        return Err(Reason::ImproperSolution.into());
    }
    let model = Model::of(&loadings, &own).ok_or(Reason::NotConverged)?;
    let least = model.discrepancy(&observed) - ln_determinant - size as f64;
    let n = base as f64;
    let df = (size * (size - 3) / 2) as u64;
    let chi_square = if df == 0 { 0.0 } else { (n * least).max(0.0) };
    let sign = if loadings.iter().zip(deviations(items)).map(|(l, s)| l * s).sum::<f64>() < 0.0 {
        -1.0
    } else {
        1.0
    };
    let standardised: Vec<f64> = loadings.iter().map(|loading| sign * loading).collect();
    let units: Vec<f64> = deviations(items).map(|s| s * ((n - 1.0) / n).sqrt()).collect();
    let raw: Vec<f64> = standardised.iter().zip(&units).map(|(l, s)| l * s).collect();
    let uniquenesses: Vec<f64> = own.iter().zip(&units).map(|(own, s)| own * s * s).collect();
    let common = raw.iter().sum::<f64>().powi(2);
    let standardised_common = standardised.iter().sum::<f64>().powi(2);
    Ok(OneFactor {
        omega: common / (common + uniquenesses.iter().sum::<f64>()),
        omega_observed: common / (items.total() * (n - 1.0) / n),
        composite_reliability: standardised_common / (standardised_common + own.iter().sum::<f64>()),
        average_variance_extracted: standardised.iter().map(|l| l * l).sum::<f64>() / size as f64,
        chi_square,
        df,
        p: (df > 0).then(|| distribution::chi_square_sf(chi_square, df as f64)),
        loadings: raw,
        uniquenesses,
        standardised,
    })
}

fn deviations(items: &Covariance) -> impl Iterator<Item = f64> {
    (0..items.size()).map(|i| items.at(i, i).sqrt())
}

fn ln_determinant(matrix: &DMatrix<f64>) -> Option<f64> {
    let factor = matrix.clone().cholesky()?;
    let diagonal = factor.l_dirty().diagonal();
    let sound = diagonal.iter().all(|cell| *cell > 1e-6);
    sound.then(|| 2.0 * diagonal.iter().map(|cell| cell.ln()).sum::<f64>())
}

/// Loadings and own variances with the inverse of the matrix they imply.
struct Model {
    loadings: DVector<f64>,
    own: DVector<f64>,
    inverse: DMatrix<f64>,
    ln_determinant: f64,
}

impl Model {
    /// `None` when no data can have the implied matrix.
    fn of(loadings: &DVector<f64>, own: &DVector<f64>) -> Option<Self> {
        let implied = loadings * loadings.transpose() + DMatrix::from_diagonal(own);
        let factor = implied.cholesky()?;
        let ln_determinant = 2.0 * factor.l_dirty().diagonal().iter().map(|cell| cell.ln()).sum::<f64>();
        let inverse = factor.inverse();
        let sound = ln_determinant.is_finite() && inverse.iter().all(|cell| cell.is_finite());
        sound.then(|| Self {
            loadings: loadings.clone(),
            own: own.clone(),
            inverse,
            ln_determinant,
        })
    }

    /// ln|Σ| + tr(SΣ⁻¹).
    fn discrepancy(&self, observed: &DMatrix<f64>) -> f64 {
        self.ln_determinant + self.inverse.component_mul(observed).sum()
    }

    /// Slope of the discrepancy: first by loadings, then by own variances.
    fn slope(&self, observed: &DMatrix<f64>) -> DVector<f64> {
        let excess = &self.inverse - &self.inverse * observed * &self.inverse;
        let by_loading = &excess * &self.loadings * 2.0;
        let terms = by_loading
            .iter()
            .copied()
            .chain(excess.diagonal().iter().copied().collect::<Vec<_>>());
        DVector::from_iterator(2 * self.own.len(), terms)
    }

    /// Expected curvature: tr(Σ⁻¹ ∂Σ Σ⁻¹ ∂Σ) for each two parameters.
    fn curvature(&self) -> DMatrix<f64> {
        let size = self.own.len();
        let weighted = &self.inverse * &self.loadings;
        let common = self.loadings.dot(&weighted);
        DMatrix::from_fn(2 * size, 2 * size, |row, column| match (row < size, column < size) {
            (true, true) => 2.0 * (self.inverse[(row, column)] * common + weighted[row] * weighted[column]),
            (false, false) => self.inverse[(row - size, column - size)].powi(2),
            (true, false) => 2.0 * self.inverse[(row, column - size)] * weighted[column - size],
            (false, true) => 2.0 * self.inverse[(row - size, column)] * weighted[row - size],
        })
    }

    fn moved(&self, step: &DVector<f64>, share: f64) -> Option<Self> {
        let size = self.own.len();
        let loadings = &self.loadings + step.rows(0, size) * share;
        let own = &self.own + step.rows(size, size) * share;
        Self::of(&loadings, &own)
    }
}

/// Scoring steps, halved until the discrepancy falls, from the first principal component.
fn settle(observed: &DMatrix<f64>) -> Result<(DVector<f64>, DVector<f64>), StatError> {
    let mut model = start(observed).ok_or(Reason::NotConverged)?;
    let mut distance = model.discrepancy(observed);
    let mut improper = 0;
    for _ in 0..STEPS {
        let step = scoring_step(&model, observed).ok_or(Reason::NotConverged)?;
        let next = (0..40).find_map(|halving| {
            let moved = model.moved(&step, 0.5_f64.powi(halving))?;
            let nearer = moved.discrepancy(observed);
            (nearer <= distance + 1e-13).then_some((moved, nearer))
        });
        let Some((moved, nearer)) = next else {
            break;
        };
        let change = (&moved.loadings - &model.loadings)
            .amax()
            .max((&moved.own - &model.own).amax());
        model = moved;
        distance = nearer;
        // A best solution far outside the possible range is often approached without end.
        improper = if model.own.min() < -0.5 { improper + 1 } else { 0 };
        if improper > 25 {
            return Err(Reason::ImproperSolution.into());
        }
        if change < 1e-11 {
            break;
        }
    }
    if model.slope(observed).amax() < 1e-6 {
        return Ok((model.loadings, model.own));
    }
    Err(if model.own.min() <= 1e-3 {
        Reason::ImproperSolution.into()
    } else {
        Reason::NotConverged.into()
    })
}

fn start(observed: &DMatrix<f64>) -> Option<Model> {
    let eigen = observed.clone().symmetric_eigen();
    let place = eigen.eigenvalues.imax();
    let component = eigen.eigenvectors.column(place) * eigen.eigenvalues[place].max(0.0).sqrt() * 0.8;
    let own = component.map(|loading| (1.0 - loading * loading).max(0.1));
    Model::of(&component, &own)
}

/// The step to where a parabola of this slope and curvature has its foot; a little damped where it has none.
fn scoring_step(model: &Model, observed: &DMatrix<f64>) -> Option<DVector<f64>> {
    let slope = model.slope(observed);
    let curvature = model.curvature();
    let mut damping = 0.0;
    for _ in 0..12 {
        let damped = &curvature + DMatrix::identity(slope.len(), slope.len()) * damping;
        if let Some(factor) = damped.cholesky() {
            return Some(-factor.solve(&slope));
        }
        damping = if damping > 0.0 { damping * 10.0 } else { 1e-9 };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn implied(loadings: &[f64], own: &[f64]) -> Covariance {
        let cell = |i: usize, j: usize| loadings[i] * loadings[j] + if i == j { own[i] } else { 0.0 };
        let rows: Vec<Vec<f64>> = (0..own.len())
            .map(|i| (0..own.len()).map(|j| cell(i, j)).collect())
            .collect();
        Covariance::from_matrix(&rows).unwrap()
    }

    #[test]
    fn three_items_are_solved_as_spearman_did() {
        // Loadings of correlations by √(r12·r13/r23); uniqueness is the rest of 1.
        let (r12, r13, r23) = (0.42_f64, 0.35_f64, 0.30_f64);
        let rows = [vec![1.0, r12, r13], vec![r12, 1.0, r23], vec![r13, r23, 1.0]];
        let fit = one_factor(&Covariance::from_matrix(&rows).unwrap(), 200).unwrap();
        let want = [r12 * r13 / r23, r12 * r23 / r13, r13 * r23 / r12];
        for (got, want) in fit.standardised.iter().zip(want) {
            assert!((got - want.sqrt()).abs() < 1e-9, "{got} is not {want}");
        }
        assert_eq!((fit.chi_square, fit.df, fit.p), (0.0, 0, None));
    }

    #[test]
    fn what_no_factor_can_bring_about_is_told() {
        // r12·r13/r23 above 1: a Heywood case.
        let rows = [vec![1.0, 0.8, 0.8], vec![0.8, 1.0, 0.4], vec![0.8, 0.4, 1.0]];
        let given = Covariance::from_matrix(&rows).unwrap();
        assert_eq!(
            one_factor(&given, 200),
            Err(StatError::Undefined(Reason::ImproperSolution))
        );
        let two = given.select(&[0, 1]).unwrap();
        assert_eq!(one_factor(&two, 200), Err(StatError::Undefined(Reason::Singular)));
        let rows = [vec![1.0, 1.0, 0.4], vec![1.0, 1.0, 0.4], vec![0.4, 0.4, 1.0]];
        let twice = Covariance::from_matrix(&rows).unwrap();
        assert_eq!(one_factor(&twice, 200), Err(StatError::Undefined(Reason::Singular)));
    }

    proptest! {
        #[test]
        fn a_matrix_made_by_one_factor_gives_it_back(
            shares in prop::collection::vec(0.3..0.9_f64, 4..9), unit in 0.2..20.0_f64,
        ) {
            let loadings: Vec<f64> = shares.iter().map(|share| share * unit).collect();
            let own: Vec<f64> = shares.iter().map(|share| (1.0 - share * share) * unit * unit).collect();
            let given = implied(&loadings, &own);
            let fit = one_factor(&given, 1_000_000_000).unwrap();
            for (got, want) in fit.loadings.iter().zip(&loadings) {
                prop_assert!((got - want).abs() < 1e-6 * unit, "{got} is not {want}");
            }
            prop_assert!(fit.chi_square < 1e-2 && fit.omega > 0.0 && fit.omega < 1.0);
            prop_assert!((fit.omega - fit.omega_observed).abs() < 1e-6);
        }
    }
}
