//! Which versions of a survey the rows of a file say they answer.

use super::aliases::MetaColumn;
use super::decode::Row;
use super::decode::Rows;
use super::open;
use super::open::Found;
use super::records::State;
use super::setup::Setup;
use super::text;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::Read;

/// Which rows of a file are read, by the hash of the definition that they say asked them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Versions<'a> {
    /// All.
    #[default]
    All,
    /// Those of one version; rows that say nothing, or cannot be read, belong to another reading of the file.
    Only(&'a str),
    /// All but those of some versions.
    But(&'a BTreeSet<String>),
}

impl Versions<'_> {
    /// Whether a row that says so is read.
    pub(super) fn take(self, hash: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(own) => own == hash,
            Self::But(others) => !others.contains(hash),
        }
    }
}

/// What the rows of a file say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said {
    /// By hash, how many rows; the empty hash are rows that say nothing.
    pub rows: BTreeMap<String, u64>,
    /// Whether there are rows that cannot be told apart into cells.
    pub broken: bool,
}

/// What the rows of a file say; where no column holds versions nothing is read beyond the header.
///
/// # Errors
/// When the reader fails.
pub fn versions<R: Read>(reader: R, setup: &Setup<'_>) -> io::Result<Said> {
    let mut said = Said::default();
    let mut found = Found::default();
    let Some(mut opened) = open::open(reader, setup, &mut found)? else {
        return Ok(said);
    };
    let Some(column) = opened.layout.meta(MetaColumn::Definition) else {
        return Ok(said);
    };
    let width = opened.layout.roles.len();
    loop {
        for (at, record) in opened.block.records.iter().enumerate().skip(opened.start) {
            if record.state == State::Unclosed || record.width <= column {
                said.broken = true;
                continue;
            }
            said.broken |= record.width != width;
            let row = Row {
                first: record.first,
                line: record.line,
                number: 0,
                record: at,
            };
            let rows = Rows {
                block: &opened.block,
                rows: &[row],
            };
            let cell = rows.cell(0, column);
            let hash = text::utf8(&cell).map_or("", text::trimmed);
            match said.rows.get_mut(hash) {
                Some(count) => *count += 1,
                None => drop(said.rows.insert(hash.to_owned(), 1)),
            }
        }
        opened.start = 0;
        if !opened.records.fill(&mut opened.block, usize::MAX)? {
            return Ok(said);
        }
    }
}
