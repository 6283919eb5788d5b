//! The cells of a file as text, for looking at it before it is known what they mean.

use super::encoding::EncodingFound;
use super::layout::Headers;
use super::open;
use super::open::Bytes;
use super::records::Block;
use super::records::Field;
use super::records::Records;
use super::records::State;
use super::setup::Setup;
use super::text;
use crate::diagnostic::Problem;
use std::borrow::Cow;
use std::io;
use std::io::Cursor;
use std::io::Read;

/// A file read block by block without a survey.
pub(super) struct Table<R> {
    pub headers: Headers,
    pub encoding: EncodingFound,
    pub delimiter: char,
    records: Records<Bytes<R>>,
    block: Block,
    start: usize,
}

impl<R: Read> Table<R> {
    /// Opens a file; `None` with problems when it cannot be read.
    pub(super) fn open(mut reader: R, setup: &Setup<'_>, problems: &mut Vec<Problem>) -> io::Result<Option<Self>> {
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
        let start = setup
            .told(|format| format.header_rows)
            .unwrap_or(1)
            .min(block.records.len());
        let width = block.records.first().map_or(0, |record| record.width);
        let rows: Vec<Vec<String>> = block.records[..start]
            .iter()
            .map(|record| {
                block.fields[record.first..record.first + record.width]
                    .iter()
                    .map(|field| text::shown(&cell(&block, *field), encoding.decoded()))
                    .collect()
            })
            .collect();
        let headers = Headers::new(&rows, width);
        Ok(Some(Self {
            headers,
            encoding,
            delimiter: char::from(delimiter),
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
