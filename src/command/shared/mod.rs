//! What the verbs share: results as sheets, reading answers into counts, choosing waves.

pub mod analysis;
pub mod figures;
pub mod sheet;
pub mod tables;
