//! A plain table: named columns of text.

use std::collections::BTreeMap;

/// Columns by name, in their order; all of one length. A blank cell is no answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    names: Vec<String>,
    columns: Columns,
    rows: usize,
}

/// Cells by column.
pub type Columns = BTreeMap<String, Vec<String>>;

impl Table {
    /// A table from its header and its rows; a short row is filled with blanks, cells beyond the header are dropped.
    #[must_use]
    pub fn new(names: Vec<String>, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut cells: Vec<Vec<String>> = names.iter().map(|_| Vec::new()).collect();
        let mut count = 0;
        for row in rows {
            count += 1;
            let mut row = row.into_iter();
            for column in &mut cells {
                column.push(row.next().unwrap_or_default());
            }
        }
        let columns = names.iter().cloned().zip(cells).collect();
        Self {
            names,
            columns,
            rows: count,
        }
    }

    /// Names of the columns, in order.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The cells of a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&[String]> {
        self.columns.get(name).map(Vec::as_slice)
    }

    /// Adds a column, or replaces the one of that name; blanks are added when `cells` is shorter than the table.
    pub fn insert(&mut self, name: &str, mut cells: Vec<String>) {
        cells.resize(self.rows, String::new());
        if self.columns.insert(name.to_owned(), cells).is_none() {
            self.names.push(name.to_owned());
        }
    }
}
