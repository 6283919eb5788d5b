//! How the responses of a wave were drawn.

use super::VariableIndex;
use crate::stats::design::Lonely;

/// Strata and clusters of a sample; at least one of stratum, cluster and population is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Design {
    /// The choice, rating or band that names a response's stratum; `None` means the sample was not stratified.
    pub stratum: Option<VariableIndex>,
    /// What names the sampling unit (a store, a household) within its stratum; `None` means responses were drawn singly.
    pub cluster: Option<VariableIndex>,
    /// The number of units that exist in the response's stratum; `None` leaves the finite population correction out.
    pub population: Option<VariableIndex>,
    /// What is done about a stratum with a single unit.
    pub lonely: Lonely,
}

impl Design {
    /// Responses drawn singly, without strata.
    #[must_use]
    pub fn singly() -> Self {
        Self {
            stratum: None,
            cluster: None,
            population: None,
            lonely: Lonely::Error,
        }
    }

    /// The variables that say it.
    pub fn variables(&self) -> impl Iterator<Item = VariableIndex> {
        [self.stratum, self.cluster, self.population].into_iter().flatten()
    }
}
