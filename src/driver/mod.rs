//! Key-driver analysis: how much of an outcome goes with each of its drivers, how sure that is, and where it is worth
//! acting.
//!
//! In: the rows of a tabulation, the outcome, the drivers and a [`Method`]. Out: an [`Analysis`] with each driver's share
//! of what all of them account for, intervals from stated replicates, the ranks the data can and cannot tell apart, and
//! (given the drivers' means) the quadrants of an importance–performance chart. All of it is association: nothing here
//! says that a driver causes its outcome. It must not know words, files or what may be shown.

mod analysis;
mod aside;
mod ask;
mod choose;
mod effect;
mod logistic;
mod matrix;
mod model;
mod quadrant;
mod replicates;
mod sample;

#[cfg(test)]
mod tests;

pub use analysis::{Analysis, Driver, Ranks, Warning, analyse};
pub use aside::SetAside;
pub use ask::{Ask, Design, Fault, Method, OutcomeOf};
pub use choose::{boxes, drivers_of, outcome_of, question};
pub use effect::{Effect, effects};
pub use quadrant::{Factor, Performance, Place, Quadrant, StatedPlace, places, stated_places};
