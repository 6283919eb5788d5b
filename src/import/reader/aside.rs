//! What is put aside of a file: rows that are refused and cells that are not taken as they stand, without what tells who
//! somebody is.

use super::super::aliases::MetaColumn;
use super::super::decode::Row;
use super::super::decode::Rows;
use super::super::decode::Trouble;
use super::super::layout::Layout;
use super::super::layout::Role;
use super::super::quarantine::Extent;
use super::super::quarantine::QuarantineEntry;
use super::super::quarantine::Reason;
use super::super::records::Block;
use super::super::tally::NO_COLUMN;
use super::super::text;
use super::Import;
use std::io::Read;

/// Stands in messages and in quarantine for what is kept apart.
const KEPT_APART: &str = "***";

impl<R: Read> Import<'_, R> {
    pub(super) fn refuse(
        &mut self,
        (row, block, layout): (&Row, &Block, &Layout),
        reason: Reason,
        quarantine: &mut Vec<QuarantineEntry>,
    ) {
        match reason {
            Reason::ConflictingId => self.counts.conflicting += 1,
            Reason::UnknownWave => self.counts.unknown_wave += 1,
            Reason::UnknownResponse => self.counts.unknown_response += 1,
            _ => self.counts.broken += 1,
        }
        let record = block.records[row.record];
        let (start, end) = record.bytes;
        let apart: Vec<bool> = (0..layout.roles.len()).map(|at| self.tells_who(layout, at)).collect();
        let original = if !apart.contains(&true) {
            text::shown(&block.bytes[start..end], self.decoded)
        } else if record.width == apart.len() {
            let fields = &block.fields[record.first..record.first + record.width];
            let cells: Vec<String> = fields
                .iter()
                .zip(&apart)
                .map(|(field, apart)| {
                    let raw = block.raw(*field);
                    match (raw, apart) {
                        ([], _) => String::new(),
                        (_, true) => KEPT_APART.to_owned(),
                        (raw, false) if field.is_raw() => quoted(&text::shown(&text::unquoted(raw), self.decoded)),
                        (raw, false) => quoted(&text::shown(raw, self.decoded)),
                    }
                })
                .collect();
            cells.join(",")
        } else {
            // Which of its cells is the one that tells who it is, nobody knows.
            KEPT_APART.to_owned()
        };
        self.tally.add(NO_COLUMN, "", reason, row.line, row.number, &original);
        quarantine.push(QuarantineEntry {
            line: row.line,
            row: row.number,
            column: String::new(),
            original,
            reason,
            kind: Extent::Row,
        });
    }

    /// Whether a column holds what must be shown nowhere.
    fn is_personal(&self, layout: &Layout, column: usize) -> bool {
        matches!(layout.roles[column], Role::Variable(variable) if self.setup.survey.variable(variable).personal)
    }

    /// Whether a column says who answered: an answer that is kept apart, the person, the key of the sample. A segment holds
    /// pseudonyms in place of persons.
    pub(super) fn tells_who(&self, layout: &Layout, column: usize) -> bool {
        match layout.roles[column] {
            Role::Meta(MetaColumn::Respondent) => !self.setup.segment,
            Role::Key => true,
            _ => self.is_personal(layout, column),
        }
    }

    /// Turns troubles into quarantine, and counts them.
    pub(super) fn put_aside(
        &mut self,
        troubles: Vec<Trouble>,
        rows: &Rows<'_>,
        layout: &Layout,
        quarantine: &mut Vec<QuarantineEntry>,
    ) {
        for Trouble {
            row,
            column,
            reason,
            part,
        } in troubles
        {
            let original = if self.is_personal(layout, column) {
                KEPT_APART.to_owned()
            } else {
                part.unwrap_or_else(|| text::shown(&rows.cell(row, column), self.decoded))
            };
            if original.is_empty() {
                continue;
            }
            if reason.is_invalid_cell() {
                self.counts.invalid_cells += 1;
                self.cells[column].1 += 1;
            } else if matches!(reason, Reason::RoutedOut | Reason::NotOffered) {
                self.counts.routed_out += 1;
            }
            let (line, number) = (rows.rows[row].line, rows.rows[row].number);
            let header = &layout.headers.shown[column];
            self.tally.add(column, header, reason, line, number, &original);
            quarantine.push(QuarantineEntry {
                line,
                row: number,
                column: header.clone(),
                original,
                reason,
                kind: Extent::Cell,
            });
        }
    }
}

/// A cell as it stands in a line of CSV.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
