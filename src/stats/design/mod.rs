//! Estimates from complex samples: strata, clusters, finite populations, one or two stages.
//!
//! A [`Layout`] says how the sample was drawn: strata, the primary sampling units in each, and the populations they
//! stand for. A [`Clusters`] holds what one domain (everybody, a segment, the answered) adds up to within each unit of
//! that layout; means, totals and ratios come from it with Taylor-linearised variance. Every unit of the design is
//! listed in every domain, also those without a row in it (their totals are zero): leaving them out is the common error.
//! [`Sample`] makes both from single rows. Nothing here needs rows: totals per unit, tabulated anywhere, will do.

mod clusters;
mod layout;
mod rao_scott;
mod sample;
mod singles;

pub use clusters::Clusters;
pub use clusters::UnitTotals;
pub use layout::Layout;
pub use layout::Lonely;
pub use layout::StratumPlan;
pub use layout::Unit;
pub use rao_scott::CellTotals;
pub use rao_scott::RaoScott;
pub use rao_scott::rao_scott;
pub use sample::RowPlace;
pub use sample::Sample;
pub use singles::Singles;
pub use singles::variance as variance_of_singles;

use super::comparison::Comparison;
use super::error::StatError;
use super::weighted::Linearised;

/// One stratum with all its primary sampling units and what a domain adds up to in them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stratum {
    /// Units in the population, for the finite population correction; `None` leaves it out.
    pub population: Option<f64>,
    /// Units in the sample, in an order that is the same for all domains of the design.
    pub units: Vec<UnitTotals>,
}

/// Weighted mean of a domain with linearised variance; see [`Clusters::mean`].
///
/// # Errors
/// As [`Clusters::mean`].
pub fn mean(domain: &[Stratum]) -> Result<Linearised, StatError> {
    let layout = layout_of(domain)?;
    Clusters::new(&layout, totals_of(domain))?.mean()
}

/// First minus second of two domains of the same design; see [`Clusters::compare`].
///
/// # Errors
/// As [`Clusters::compare`]; [`StatError::Domain`] when the domains do not list the same strata and units.
pub fn compare(first: &[Stratum], second: &[Stratum], level: f64) -> Result<Comparison, StatError> {
    let layout = layout_of(first)?;
    if layout != layout_of(second)? {
        return Err(StatError::Domain("both domains must list the same strata and units"));
    }
    let (first, second) = (totals_of(first), totals_of(second));
    Clusters::new(&layout, first)?.compare(&Clusters::new(&layout, second)?, level)
}

fn layout_of(domain: &[Stratum]) -> Result<Layout, StatError> {
    Layout::one_stage(domain.iter().map(|stratum| (stratum.units.len(), stratum.population)))
}

fn totals_of(domain: &[Stratum]) -> Vec<UnitTotals> {
    domain
        .iter()
        .flat_map(|stratum| stratum.units.iter().copied())
        .collect()
}
