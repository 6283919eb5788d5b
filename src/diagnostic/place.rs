//! Where a problem stands: in a text, in a cell of a table, in a file, or on the command line.

use serde::Serialize;
use std::ops::Range;
use std::sync::Arc;

/// A text file as it was read, shared by all problems found in it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Name as the user knows it, such as `surveys/after-sales.yaml`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

/// The place a problem points at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// A stretch of a text file; the bytes `span` of `source.text` are underlined.
    Text {
        /// The file.
        #[serde(serialize_with = "name_of")]
        source: Arc<Source>,
        /// First byte of the stretch.
        start: usize,
        /// One past its last byte; never less than `start`.
        end: usize,
    },
    /// A cell of a table of answers.
    Cell {
        /// Name of the file as the user gave it.
        file: String,
        /// Row as an editor counts lines of the file: 1 is the first line.
        line: u64,
        /// Data row, 1 is the first after the header; `None` for the header itself.
        row: Option<u64>,
        /// Header of the column, where the problem is in one column.
        column: Option<String>,
    },
    /// A file or folder as a whole.
    File {
        /// Name as the user gave it.
        file: String,
    },
    /// An argument of the command line; `start..end` are bytes of `text`.
    Argument {
        /// The option or argument, such as `--where`.
        name: String,
        /// What was given.
        text: String,
        /// First byte of the faulty stretch.
        start: usize,
        /// One past its last byte.
        end: usize,
    },
}

fn name_of<S: serde::Serializer>(source: &Arc<Source>, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&source.name)
}

impl Place {
    /// A stretch of a text.
    #[must_use]
    pub fn text(source: &Arc<Source>, span: Range<usize>) -> Self {
        let end = span.end.max(span.start).min(source.text.len());
        Self::Text {
            source: Arc::clone(source),
            start: span.start.min(end),
            end,
        }
    }

    /// A whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self::File { file: file.into() }
    }

    /// Name of the file or option.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Text { source, .. } => &source.name,
            Self::Cell { file, .. } | Self::File { file } => file,
            Self::Argument { name, .. } => name,
        }
    }

    /// Line and column in characters, both from 1, where the place has them.
    #[must_use]
    pub fn line_column(&self) -> Option<(usize, usize)> {
        match self {
            Self::Text { source, start, .. } => {
                let before = source.text.get(..*start)?;
                let line = before.matches('\n').count() + 1;
                let last = before.rsplit('\n').next().unwrap_or_default();
                Some((line, last.chars().count() + 1))
            }
            Self::Cell { line, .. } => Some((usize::try_from(*line).ok()?, 1)),
            _ => None,
        }
    }
}
