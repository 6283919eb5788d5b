//! A workspace on disk: finding it, its settings, its texts and tables, and writing files whole.
//!
//! In come a folder and the files in it; out come settings and typed tables with all problems at once, texts as [`Source`]s,
//! and files written so that a kill leaves the old or the new one. It does not read answers (that is `import`) or keep them
//! (that is `store`), and asks no clock.
//!
//! [`Source`]: crate::diagnostic::Source

pub mod atomic;
mod collecting;
mod config;
mod error;
mod events;
mod output;
mod people;
mod per;
mod published;
mod quality;
mod retention;
mod rows;
pub mod rules;
mod secret;
mod settings;
#[cfg(test)]
pub(crate) mod step;
#[cfg(not(test))]
mod step;
mod tables;
mod text;
mod waves;
mod workspace;

#[cfg(test)]
mod tests;

pub use atomic::Staged;
pub use config::Config;
pub use error::ProjectError;
pub use events::Event;
pub use output::OutputFolder;
pub use output::Prepared;
pub use people::SampleRows;
pub use retention::Period;
pub use rules::EVENT_OF_WHAT;
pub use rules::OLD_BENCHMARK;
pub use rules::RULES;
pub use secret::write_private;
pub use settings::read as read_settings;
pub use tables::{
    Benchmark, FixRow, Published, Sample, SettledRow, Target, benchmarks, fixes, history, sample, settled, targets,
};
pub use text::{LARGEST_TEXT, read_text};
pub use workspace::{Defined, Given, SETTINGS, Workspace};
