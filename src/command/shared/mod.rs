//! What the verbs share: results as sheets, reading answers into counts, choosing waves.

pub mod figures;
pub mod sheet;
