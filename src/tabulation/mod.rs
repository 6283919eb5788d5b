//! Turns responses into counts: a [`Plan`] and batches of responses become a [`Tabulation`].
//!
//! The waist of the pipeline: the only module that sees both single answers and statistics. `measure` and everything
//! after it work from the tabulation alone, wherever it was computed. Tables of parts add up to the table of the whole.

mod axis;
mod blocks;
mod calibration;
mod cell;
mod engine;
mod joint;
mod need;
mod nesting;
mod overlap;
mod replicated;
mod rows;
mod table;
mod units;
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

pub use axis::{Axis, Cross, Division, GROUP_LIMIT, Group};
pub use calibration::{Calibrated, Calibration};
pub use cell::Cell;
pub use engine::Tabulator;
pub use joint::{JointCounts, Slot};
pub use need::{JOINT_LIMIT, Need, Plan, Wanted};
pub use nesting::Nested;
pub use overlap::Overlap;
pub use rows::Rows;
pub use table::{Tabulation, WAVE_LIMIT};
pub use units::{DesignFault, DesignFaultKind, DrawnStratum};
pub use view::{Answers, BatteryCounts, Shared, UnitPart, ValueCells, View};
