//! `XLSForm`: the questionnaire of ODK, `KoboToolbox`, `SurveyCTO` and others, as a workbook, a CSV file, or `KoboToolbox`'s JSON.
//!
//! What a definition says and `XLSForm` cannot travels in the column `manyi` (and in a sheet of that name): the question as it was, and
//! a fingerprint of the cells beside it. Other tools pass over it. Read back, it counts only where those cells are as they were.

mod answers;
mod choices;
mod groups;
mod kinds;
mod read;
mod rows;
mod sheets;
mod types;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// The column and the sheet of what `XLSForm` has no place for.
const KEPT: &str = "manyi";
