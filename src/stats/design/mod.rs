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
mod units;

pub use clusters::Clusters;
pub use clusters::UnitTotals;
pub use layout::Layout;
pub use layout::Lonely;
pub use layout::StratumPlan;
pub use layout::Unit;
pub use rao_scott::CellTotals;
pub use rao_scott::Prepared;
pub use rao_scott::RaoScott;
pub use rao_scott::rao_scott;
pub use sample::RowPlace;
pub use sample::Sample;
pub use singles::Singles;
pub use singles::SinglesOfMany;
pub use singles::covariance as covariance_of_singles;
pub use singles::variance as variance_of_singles;
pub use units::DrawnUnits;
pub use units::variance as variance_of_units;
