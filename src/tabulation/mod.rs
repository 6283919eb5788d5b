//! Turns responses into counts: a [`Plan`] and batches of responses become a [`Tabulation`].
//!
//! The waist of the pipeline: the only module that sees both single answers and statistics. `measure` and everything
//! after it work from the tabulation alone, wherever it was computed. Tables of parts add up to the table of the whole.

mod cell;
mod engine;
mod need;
mod table;
mod view;

#[cfg(test)]
mod naive;
#[cfg(test)]
#[expect(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "helps tests only"
)]
pub mod testing;

pub use cell::Cell;
pub use engine::Tabulator;
pub use need::{Axis, Group, Need, Plan, Wanted};
pub use table::{Tabulation, WAVE_LIMIT};
pub use view::{Answers, BatteryCounts, ValueCells, View};
