//! The cells of a file as text, for looking at it before it is known what they mean.

use super::encoding::EncodingFound;
use super::layout::Headers;
use super::open;
use super::open::Bytes;
use super::profile;
use super::profile::Chosen;
use super::profile::Top;
use super::records::Block;
use super::records::Field;
use super::records::Records;
use super::records::State;
use super::setup::Setup;
use super::text;
use crate::diagnostic::Problem;
use crate::diagnostic::has_errors;
use std::borrow::Cow;
use std::io;
use std::io::Cursor;
use std::io::Read;

/// A file read block by block without a survey.
pub(super) struct Table<'a, R> {
    pub headers: Headers,
    pub encoding: EncodingFound,
    pub delimiter: char,
    /// The profile of the platform the file is of, where one is looked for.
    pub chosen: Option<Chosen<'a>>,
    /// The first records.
    pub top: Top,
    records: Records<Bytes<R>>,
    block: Block,
    start: usize,
}

impl<'a, R: Read> Table<'a, R> {
    /// Opens a file; `None` with problems when it cannot be read.
    pub(super) fn open(mut reader: R, setup: &Setup<'a>, problems: &mut Vec<Problem>) -> io::Result<Option<Self>> {
        let Some(head) = open::head(&mut reader, setup, problems)? else {
            return Ok(None);
        };
        let Some(delimiter) = open::delimiter_of(&head, setup, problems) else {
            return Ok(None);
        };
        let encoding = head.encoding;
        let bytes = Bytes::new(Cursor::new(head.bytes).chain(reader), encoding)?;
        let mut records = Records::new(bytes, delimiter, setup.block_bytes);
        let mut block = Block::default();
        records.fill(&mut block, usize::MAX)?;
        let top = open::top(&block, encoding);
        let before = problems.len();
        let chosen = profile::choose(setup, &top, problems);
        if has_errors(&problems[before..]) {
            return Ok(None);
        }
        let start = chosen
            .as_ref()
            .map_or_else(
                || setup.told(|format| format.header_rows).unwrap_or(1),
                |chosen| chosen.recognised.header_rows,
            )
            .min(block.records.len());
        let width = open::width(&block, start);
        let headers = Headers::new(&top.records[..start.min(top.records.len())], width);
        Ok(Some(Self {
            headers,
            encoding,
            delimiter: char::from(delimiter),
            chosen,
            top,
            records,
            block,
            start,
        }))
    }

    /// Calls `see` with each cell of the block at hand: column and bytes. Broken rows are left out.
    pub(super) fn cells(&self, columns: &[usize], mut see: impl FnMut(usize, &[u8])) {
        for record in self
            .block
            .records
            .iter()
            .skip(self.start)
            .filter(|record| record.state != State::Unclosed)
        {
            for &column in columns.iter().filter(|column| **column < record.width) {
                see(column, &cell(&self.block, self.block.fields[record.first + column]));
            }
        }
    }

    /// Goes on to the next block; `false` when there is none.
    pub(super) fn next_block(&mut self) -> io::Result<bool> {
        self.start = 0;
        self.records.fill(&mut self.block, usize::MAX)
    }
}

fn cell(block: &Block, field: Field) -> Cow<'_, [u8]> {
    if field.is_raw() {
        text::unquoted(block.raw(field))
    } else {
        Cow::Borrowed(block.raw(field))
    }
}
