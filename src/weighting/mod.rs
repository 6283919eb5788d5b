//! Weights that make a sample look like its population: margins as people write them, raking, what came of it.
//!
//! In: [`Targets`] (from a table or from the command line) and a [`Sample`] of labels and base weights. Out: a
//! [`Weighted`], one weight per response with a report of how they came about; or words that name the column, the
//! category and the way out. The numbers are made in `stats`; files, stores and definitions are the caller's.

mod report;
mod sample;
mod targets;

pub use report::CategoryReport;
pub use report::Weighted;
pub use sample::Sample;
pub use sample::Settings;
pub use sample::weigh;
pub use targets::Targets;
pub use targets::Variable;

/// The category of those who did not answer a variable.
pub const NO_ANSWER: &str = "(no answer)";

#[cfg(test)]
mod tests;
