//! The iteration: outer weights from inner proxies until they stand still.

use super::linear::regression;
use super::model::Model;
use super::model::Scheme;
use crate::stats::error::Reason;
use crate::stats::error::StatError;

/// When the iteration ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The sum of the weights' changes below which it has settled.
    pub tolerance: f64,
    /// Steps after which it is given up.
    pub steps: usize,
}

impl Precision {
    /// For the estimate itself.
    pub const ESTIMATE: Self = Self {
        tolerance: 1e-12,
        steps: 1000,
    };
    /// For draws of a bootstrap.
    pub const DRAW: Self = Self {
        tolerance: 1e-7,
        steps: 300,
    };
}

/// A fitted model. Vectors by construct or by item are in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit {
    /// Weight of each standardised item in the score of its construct, which has variance 1.
    pub weights: Vec<f64>,
    /// Correlation of each item with the score of its construct.
    pub loadings: Vec<f64>,
    /// Correlations of the scores, one row per construct.
    pub scores: Vec<Vec<f64>>,
    /// Path coefficients by construct, one for each of its causes.
    pub paths: Vec<Vec<f64>>,
    /// R² of each construct that has causes.
    pub r2: Vec<Option<f64>>,
    /// Total effect of the first index on the second, direct and by way of others.
    pub total_effects: Vec<Vec<f64>>,
    /// Steps it took.
    pub steps: usize,
}

/// Fits `model` to the correlation matrix of its items (square, one row per item).
///
/// # Errors
/// [`Reason::Singular`] when causes of a construct repeat each other or a score vanishes, [`Reason::NotConverged`] when
/// the weights do not settle; [`StatError::Domain`] for a matrix of another size.
///
/// Source: J.-B. Lohmöller (1989), Latent Variable Path Modeling with Partial Least Squares; M. Tenenhaus et al. (2005),
/// Computational Statistics & Data Analysis 48, 159–205.
pub fn fit(model: &Model, correlations: &[Vec<f64>], precision: Precision) -> Result<Fit, StatError> {
    let items = model.items();
    if correlations.len() != items || correlations.iter().any(|row| row.len() != items) {
        return Err(StatError::Domain("the matrix has one row and one column per item"));
    }
    let mut state = State {
        model,
        correlations,
        weights: vec![1.0; items],
        with_scores: vec![vec![0.0; model.constructs()]; items],
        scores: vec![vec![0.0; model.constructs()]; model.constructs()],
    };
    state.standardise().ok_or(Reason::Singular)?;
    let mut steps = 0;
    loop {
        steps += 1;
        let before = state.weights.clone();
        state.step().ok_or(Reason::Singular)?;
        let moved: f64 = before
            .iter()
            .zip(&state.weights)
            .map(|(old, new)| (old.abs() - new.abs()).abs())
            .sum();
        if moved < precision.tolerance {
            break;
        }
        if steps >= precision.steps {
            return Err(Reason::NotConverged.into());
        }
    }
    state.orient();
    state.result(steps)
}

struct State<'a> {
    model: &'a Model,
    correlations: &'a [Vec<f64>],
    weights: Vec<f64>,
    /// Covariance of each item with each score.
    with_scores: Vec<Vec<f64>>,
    /// Covariance of the scores.
    scores: Vec<Vec<f64>>,
}

impl State<'_> {
    /// Gives every score variance 1 and recomputes what depends on the weights.
    fn standardise(&mut self) -> Option<()> {
        for block in self.model.blocks() {
            let variance: f64 = block
                .iter()
                .map(|a| {
                    let row = &self.correlations[*a];
                    self.weights[*a] * block.iter().map(|b| row[*b] * self.weights[*b]).sum::<f64>()
                })
                .sum();
            if variance.is_nan() || variance <= 1e-12 {
                return None;
            }
            let deviation = variance.sqrt();
            for item in block {
                self.weights[*item] /= deviation;
            }
        }
        for (row, with) in self.correlations.iter().zip(&mut self.with_scores) {
            for (block, covariance) in self.model.blocks().iter().zip(with) {
                *covariance = block.iter().map(|b| row[*b] * self.weights[*b]).sum();
            }
        }
        for (one, block) in self.model.blocks().iter().enumerate() {
            for two in 0..self.model.constructs() {
                self.scores[one][two] = block.iter().map(|a| self.weights[*a] * self.with_scores[*a][two]).sum();
            }
        }
        Some(())
    }

    fn step(&mut self) -> Option<()> {
        let inner = self.inner()?;
        for (item, with) in self.with_scores.iter().enumerate() {
            let own = &inner[self.model.owner()[item]];
            self.weights[item] = with.iter().zip(own).map(|(covariance, e)| covariance * e).sum();
        }
        self.standardise()
    }

    /// Inner weights: row k holds how much each score adds to the proxy of construct k.
    fn inner(&self) -> Option<Vec<Vec<f64>>> {
        let n = self.model.constructs();
        let mut inner = vec![vec![0.0; n]; n];
        for (effect, causes) in self.model.causes().iter().enumerate() {
            for cause in causes {
                let r = self.scores[effect][*cause];
                let weight = match self.model.scheme() {
                    Scheme::Centroid if r == 0.0 => 0.0,
                    Scheme::Centroid => r.signum(),
                    Scheme::Path | Scheme::Factorial => r,
                };
                inner[effect][*cause] = weight;
                inner[*cause][effect] = weight;
            }
        }
        if self.model.scheme() == Scheme::Path {
            for (effect, causes) in self
                .model
                .causes()
                .iter()
                .enumerate()
                .filter(|(_, causes)| !causes.is_empty())
            {
                let (slopes, _) = regression(&self.scores, effect, causes)?;
                for (cause, slope) in causes.iter().zip(slopes) {
                    inner[effect][*cause] = slope;
                }
            }
        }
        Some(inner)
    }

    /// Turns scores so that most items of a block load positively; where as many do as do not, their sum decides.
    fn orient(&mut self) {
        for (construct, block) in self.model.blocks().iter().enumerate() {
            let positive = block
                .iter()
                .filter(|item| self.with_scores[**item][construct] > 0.0)
                .count();
            let sum: f64 = block.iter().map(|item| self.with_scores[*item][construct]).sum();
            if positive * 2 < block.len() || (positive * 2 == block.len() && sum < 0.0) {
                for item in block {
                    self.weights[*item] = -self.weights[*item];
                }
                self.with_scores
                    .iter_mut()
                    .for_each(|with| with[construct] = -with[construct]);
                self.scores[construct].iter_mut().for_each(|r| *r = -*r);
                self.scores.iter_mut().for_each(|row| row[construct] = -row[construct]);
            }
        }
    }

    fn result(self, steps: usize) -> Result<Fit, StatError> {
        let n = self.model.constructs();
        let (mut paths, mut r2) = (vec![Vec::new(); n], vec![None; n]);
        for (effect, causes) in self
            .model
            .causes()
            .iter()
            .enumerate()
            .filter(|(_, causes)| !causes.is_empty())
        {
            let (slopes, explained) = regression(&self.scores, effect, causes).ok_or(Reason::Singular)?;
            paths[effect] = slopes;
            r2[effect] = Some(explained);
        }
        let mut total_effects = vec![vec![0.0; n]; n];
        for effect in self.model.order() {
            for (cause, path) in self.model.causes()[*effect].iter().zip(&paths[*effect]) {
                for (first, effects) in total_effects.iter_mut().enumerate() {
                    let reaches = if first == *cause { 1.0 } else { effects[*cause] };
                    effects[*effect] += reaches * path;
                }
            }
        }
        let owner = self.model.owner();
        let loadings = self
            .with_scores
            .iter()
            .zip(owner)
            .map(|(with, own)| with[*own])
            .collect();
        Ok(Fit {
            weights: self.weights,
            loadings,
            scores: self.scores,
            paths,
            r2,
            total_effects,
            steps,
        })
    }
}
