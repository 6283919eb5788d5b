//! Which rows of a block are read: those that can be, and that neither the profile nor another version keeps out.

use super::super::aliases::MetaColumn;
use super::super::decode::Row;
use super::super::decode::Rows;
use super::super::layout::Layout;
use super::super::layout::Role;
use super::super::profile::Skip;
use super::super::quarantine::QuarantineEntry;
use super::super::quarantine::Reason;
use super::super::records::Block;
use super::super::records::Field;
use super::super::records::Record;
use super::super::records::State;
use super::super::text;
use super::super::versions::Versions;
use super::Import;
use std::io::Read;

impl<R: Read> Import<'_, R> {
    /// The rows of a block that can be read; the others are counted.
    pub(super) fn rows_of(
        &mut self,
        block: &mut Block,
        start: usize,
        width: usize,
        layout: &Layout,
        quarantine: &mut Vec<QuarantineEntry>,
    ) -> Vec<Row> {
        let mut rows = Vec::with_capacity(block.records.len().saturating_sub(start));
        for at in start..block.records.len() {
            let record = block.records[at];
            self.counts.read += 1;
            self.rows += 1;
            let mut row = Row {
                first: record.first,
                line: record.line,
                number: self.rows,
                record: at,
            };
            let others = matches!(self.setup.versions, Versions::Only(_));
            let refusal = match record.state {
                State::Unclosed => Some(Reason::UnclosedQuote),
                State::Whole | State::Unended if is_blank(block, &record) => {
                    if others {
                        self.counts.read -= 1;
                    } else {
                        self.counts.blank += 1;
                    }
                    continue;
                }
                State::Whole | State::Unended if record.width == width => None,
                // A workbook has no cells where nothing stands, also behind the last one of a row.
                State::Whole | State::Unended if self.setup.workbook && record.width < width => {
                    row.first = padded(block, &record, width);
                    None
                }
                State::Whole | State::Unended => match fit(block, &record, width, layout) {
                    Some(first) => {
                        row.first = first;
                        None
                    }
                    None => Some(Reason::CellCount),
                },
            };
            match refusal {
                None => rows.push(row),
                Some(_) if others => self.counts.read -= 1,
                Some(reason) => self.refuse((&row, &*block, layout), reason, quarantine),
            }
        }
        rows
    }

    /// Takes out the rows that the profile leaves out, and counts them.
    pub(super) fn leave_out(&mut self, block: &Block, cut: &mut Vec<Row>, skips: &[(usize, Skip)]) {
        if skips.is_empty() {
            return;
        }
        let all = std::mem::take(cut);
        let rows = Rows { block, rows: &all };
        for (row, at) in all.iter().zip(0..) {
            let rule = skips.iter().position(|(column, skip)| {
                let cell = rows.cell(at, *column);
                text::utf8(&cell).is_some_and(|cell| skip.applies(cell))
            });
            match rule {
                Some(rule) => {
                    self.left_out[rule].1 += 1;
                    self.counts.by_rule += 1;
                }
                None => cut.push(*row),
            }
        }
    }

    /// Takes out the rows of other versions: they belong to another reading of the file, and are counted there.
    pub(super) fn leave_others(&mut self, rows: &mut Vec<Row>, block: &Block, layout: &Layout) {
        if self.setup.versions == Versions::All {
            return;
        }
        let column = layout.meta(MetaColumn::Definition);
        let before = rows.len();
        rows.retain(|row| {
            let cut = Rows {
                block,
                rows: std::slice::from_ref(row),
            };
            let cell = column.map(|column| cut.cell(0, column));
            let hash = cell.as_deref().and_then(text::utf8).map_or("", text::trimmed);
            self.setup.versions.take(hash)
        });
        self.counts.read -= (before - rows.len()) as u64;
    }
}

fn is_blank(block: &Block, record: &Record) -> bool {
    // Nothing but delimiters; a look at the length spares most rows the look at the cells.
    let (start, end) = record.bytes;
    end - start < record.width * 3
        && block.fields[record.first..record.first + record.width]
            .iter()
            .all(|field| field.len() == 0)
}

/// Where the cells of a record of another width begin once they fit the header; `None` when they cannot be told apart.
fn fit(block: &mut Block, record: &Record, width: usize, layout: &Layout) -> Option<usize> {
    let cells = record.first..record.first + record.width;
    if record.width > width {
        return block.fields[cells]
            .iter()
            .skip(width)
            .all(|field| field.len() == 0)
            .then_some(record.first);
    }
    let unread = |at: usize| matches!(layout.roles[at], Role::Unknown | Role::LeftOut);
    let last_is_empty = block.fields[cells.clone()].last().is_some_and(|field| field.len() == 0);
    let one_trimmed = record.width + 1 == width && last_is_empty && record.state == State::Whole;
    if !one_trimmed && !(record.width..width).all(unread) {
        return None;
    }
    Some(padded(block, record, width))
}

/// Where the cells of a record begin with empty ones behind them.
fn padded(block: &mut Block, record: &Record, width: usize) -> usize {
    let first = block.fields.len();
    block
        .fields
        .extend_from_within(record.first..record.first + record.width);
    block.fields.resize(first + width, Field::default());
    first
}
