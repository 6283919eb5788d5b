//! What must be known of all answers before the first is written: how long words are, and which numbers are taken.

use super::FieldKind;
use super::Layout;
use super::Value;
use super::missing_codes::Codes;
use super::missing_codes::Taken;
use crate::logic::Missing;
use crate::response::Batch;

/// What all batches together hold, by column of a [`Layout`].
#[derive(Debug, Clone, PartialEq)]
pub struct Widths {
    /// Number of responses.
    pub rows: u64,
    columns: Vec<Column>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct Column {
    /// Bytes of the longest text.
    longest: usize,
    taken: Taken,
    missing: [u64; 8],
    range: Option<(f64, f64)>,
}

impl Widths {
    /// Nothing seen yet.
    #[must_use]
    pub fn new(layout: &Layout<'_>) -> Self {
        let mut columns = vec![Column::default(); layout.fields.len()];
        for (column, field) in columns.iter_mut().zip(&layout.fields) {
            if let FieldKind::Coded { options, .. } = &field.kind {
                for (_, value, _) in options {
                    column.taken.see(f64::from(*value));
                }
            }
        }
        Self { rows: 0, columns }
    }

    /// Looks at a batch.
    pub fn see(&mut self, layout: &Layout<'_>, batch: &Batch) {
        self.rows += batch.len() as u64;
        for (column, field) in self.columns.iter_mut().zip(&layout.fields) {
            for row in 0..batch.len() {
                match layout.value(field, batch, row) {
                    Value::Missing(kind) => column.missing[usize::from(kind.index())] += 1,
                    Value::Text(words) => column.longest = column.longest.max(words.len()),
                    Value::Number(number) => {
                        column.taken.see(number);
                        let (low, high) = column.range.unwrap_or((number, number));
                        column.range = Some((low.min(number), high.max(number)));
                    }
                    _ => {}
                }
            }
        }
    }

    /// Bytes of the longest text of a column.
    #[must_use]
    pub fn longest(&self, column: usize) -> usize {
        self.columns.get(column).map_or(0, |column| column.longest)
    }

    /// The smallest and the largest number of a column.
    #[must_use]
    pub fn range(&self, column: usize) -> Option<(f64, f64)> {
        self.columns.get(column)?.range
    }

    /// Numbers for the kinds of missing of a column, none of which is an answer.
    #[must_use]
    pub fn codes(&self, column: usize) -> Option<Codes> {
        self.columns.get(column)?.taken.codes()
    }

    /// How many answers of a column are missing for a reason.
    #[must_use]
    pub fn missing(&self, column: usize, kind: Missing) -> u64 {
        self.columns
            .get(column)
            .map_or(0, |column| column.missing[usize::from(kind.index())])
    }
}
