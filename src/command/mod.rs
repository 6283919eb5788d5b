//! The verbs: one file each. A verb translates arguments into calls of the library and the result into output; it
//! does no work of its own.
//!
//! Data goes to [`Context::out`], everything else to [`Context::err`]. Nothing here ends the process.

pub mod build;
pub mod chart;
pub mod check;
pub mod collect;
pub mod compare;
pub mod completions;
pub mod convert;
mod decompose;
pub mod diff;
pub mod drivers;
pub mod erase;
pub mod explain;
pub mod export;
pub mod freeze;
pub mod import;
pub mod init;
pub mod invite;
pub mod league;
pub mod plan;
pub mod reliability;
pub mod report;
pub mod responses;
mod rules;
pub mod run;
pub mod schema;
pub mod score;
pub mod serve;
pub mod shared;
pub mod simulate;
pub mod stat;
pub mod tab;
pub mod verify_receipt;
pub mod weight;

pub use rules::RULES;

use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::diagnostic::render;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::PathBuf;

/// How a verb ended; a failure to do the work is a [`CommandError`] instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// What the user wrote or sent has problems; exit code 1.
    Problems,
    /// A gate tripped, such as `compare --fail-on fell`; exit code 3.
    Gate,
}

impl Outcome {
    /// The exit code.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Problems => 1,
            Self::Gate => 3,
        }
    }

    /// [`Outcome::Problems`] when one of `problems` is an error.
    #[must_use]
    pub fn of(problems: &[Problem]) -> Self {
        if crate::diagnostic::has_errors(problems) {
            Self::Problems
        } else {
            Self::Done
        }
    }
}

/// Why the work could not be done; exit code 2.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// Standard output is closed: whoever read it has seen enough. No error to anybody.
    #[error("the output was closed")]
    Closed,
    /// Writing the output failed.
    #[error("the output could not be written: {0}")]
    Output(#[source] io::Error),
    /// The workspace or a file in it.
    #[error(transparent)]
    Project(#[from] crate::project::ProjectError),
    /// The store of answers.
    #[error(transparent)]
    Store(#[from] crate::store::StoreError),
    /// Anything else, in both languages: what is, and the way out.
    #[error("{}", .0.en)]
    Other(Words),
}

impl CommandError {
    /// What is wrong and the way out, in the reader's language.
    #[must_use]
    pub fn words(&self, tongue: Tongue) -> String {
        match self {
            Self::Closed => String::new(),
            Self::Output(error) => tongue.pick(
                format!("the output could not be written: {error}"),
                format!("无法写出结果：{}", crate::diagnostic::refusal(error).zh),
            ),
            Self::Project(error) => error.words().get(tongue).to_owned(),
            Self::Store(error) => error.words().get(tongue).to_owned(),
            Self::Other(words) => words.get(tongue).to_owned(),
        }
    }
}

impl From<io::Error> for CommandError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Closed
        } else {
            Self::Output(error)
        }
    }
}

/// What a verb gives back.
pub type Ended = Result<Outcome, CommandError>;

/// Where a verb reads and writes.
pub struct Context<'a> {
    /// Data.
    pub out: &'a mut dyn Write,
    /// Problems, progress, and what was done.
    pub err: &'a mut dyn Write,
    /// Standard input.
    pub input: &'a mut dyn Read,
    /// The language of messages.
    pub tongue: Tongue,
    /// Whether messages are coloured.
    pub colour: bool,
    /// Whether a person watches: progress bars are drawn only then.
    pub watched: bool,
    /// The workspace asked for; else it is looked for upwards from the current folder.
    pub workspace: Option<PathBuf>,
}

impl Context<'_> {
    /// Writes data.
    ///
    /// # Errors
    /// When the output is closed or cannot be written.
    pub fn data(&mut self, text: &str) -> Result<(), CommandError> {
        Ok(self.out.write_all(text.as_bytes())?)
    }

    /// Writes data that is no text.
    ///
    /// # Errors
    /// When the output is closed or cannot be written.
    pub fn raw(&mut self, bytes: &[u8]) -> Result<(), CommandError> {
        Ok(self.out.write_all(bytes)?)
    }

    /// Tells what was done, in a line of its own. That nobody can read it is no reason to stop.
    pub fn say(&mut self, en: &str, zh: &str) {
        let _ = writeln!(self.err, "{}", self.tongue.pick(en, zh));
    }

    /// Shows problems, all of them.
    pub fn show(&mut self, problems: &[Problem]) {
        if !problems.is_empty() {
            let colour = if self.colour {
                render::Colour::Always
            } else {
                render::Colour::Never
            };
            let _ = self
                .err
                .write_all(render::terminal(problems, self.tongue, colour).as_bytes());
        }
    }
}
