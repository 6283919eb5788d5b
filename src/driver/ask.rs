//! What is asked of an analysis, and what cannot be answered.

use crate::model::VariableIndex;

/// How importance is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Johnson's relative weights: shares of R² through orthogonal variables.
    Johnson,
    /// Shares of R² averaged over all orders of the drivers: LMG, the Shapley value.
    Lmg,
    /// Standardised coefficients of a linear regression.
    Ols,
    /// Correlation of each driver with the outcome, the others left aside.
    Correlation,
    /// Standardised coefficients of a logistic regression of a yes-or-no outcome.
    Logistic,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 5] = [Self::Johnson, Self::Lmg, Self::Ols, Self::Correlation, Self::Logistic];

    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Johnson => "johnson",
            Self::Lmg => "lmg",
            Self::Ols => "ols",
            Self::Correlation => "correlation",
            Self::Logistic => "logistic",
        }
    }

    /// The most drivers it can take; `None` for no limit of its own.
    #[must_use]
    pub const fn most_drivers(self) -> Option<usize> {
        match self {
            Self::Lmg => Some(crate::stats::drivers::MOST_ORDERED),
            _ => None,
        }
    }

    /// Whether drivers that determine one another leave nothing to be said.
    pub(super) const fn takes_all_together(self) -> bool {
        !matches!(self, Self::Correlation)
    }
}

/// What the drivers are held against.
#[derive(Debug, Clone, PartialEq)]
pub struct OutcomeOf {
    /// A rating or a number; with `counts` also a choice.
    pub variable: VariableIndex,
    /// Values that make the outcome 1, all others 0; `None` takes the answers as they are.
    pub counts: Option<Vec<f64>>,
}

/// How the sample was drawn; empty for respondents drawn one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Design {
    /// What names a response's stratum.
    pub stratum: Option<VariableIndex>,
    /// What names its primary sampling unit, within the stratum.
    pub cluster: Option<VariableIndex>,
    /// Units of the stratum in the population.
    pub population: Option<VariableIndex>,
}

impl Design {
    /// Whether anything is known of it.
    #[must_use]
    pub fn is_known(&self) -> bool {
        self.variables().next().is_some()
    }

    /// The variables it reads.
    pub fn variables(&self) -> impl Iterator<Item = VariableIndex> {
        [self.stratum, self.cluster, self.population].into_iter().flatten()
    }
}

impl From<&crate::model::Design> for Design {
    fn from(declared: &crate::model::Design) -> Self {
        Self {
            stratum: declared.stratum,
            cluster: declared.cluster,
            population: declared.population,
        }
    }
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// The outcome.
    pub outcome: OutcomeOf,
    /// Ratings or numbers, each once, the outcome not among them.
    pub drivers: Vec<VariableIndex>,
    /// Whether somebody chose the drivers; of a survey's usual ones those that few could rate are set aside.
    pub named: bool,
    /// How.
    pub method: Method,
    /// Two-sided level of intervals, in (0, 1).
    pub level: f64,
    /// Replicates behind the intervals; 0 leaves intervals and ranks out.
    pub replicates: u64,
    /// Their seed.
    pub seed: u64,
    /// How the sample was drawn.
    pub design: Design,
}

impl Ask {
    /// Variables whose rows it needs.
    #[must_use]
    pub fn variables(&self) -> Vec<VariableIndex> {
        let first = std::iter::once(self.outcome.variable);
        first
            .chain(self.drivers.iter().copied())
            .chain(self.design.variables())
            .collect()
    }
}

/// What the answers do not allow.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// A logistic model needs an outcome with two values; it has as many as this.
    NotTwoValues(usize),
    /// Responses of the wave without a stratum, cluster or population.
    WithoutKey(VariableIndex, u64),
    /// A population that is smaller than the units sampled from it, or differs within a stratum.
    Population(VariableIndex),
}
