//! The rows of a sample file as they stand, in their order.

use super::ProjectError;
use super::Workspace;
use super::text::read_text;
use crate::sampling::Row;

/// A sample file as rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SampleRows {
    /// The file as problems call it.
    pub name: String,
    /// Its header.
    pub header: Vec<String>,
    /// Its rows, each as long as the header.
    pub rows: Vec<Row>,
}

impl Workspace {
    /// The rows of `samples/<file>`.
    ///
    /// # Errors
    /// [`ProjectError`] when it is not there or cannot be read.
    pub fn sample_rows(&self, file: &str) -> Result<SampleRows, ProjectError> {
        let path = self.root().join("samples").join(file);
        let name = self.name_of(&path);
        let source = read_text(&path, &name)?;
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(source.text.as_bytes());
        let mut found = SampleRows {
            name,
            ..SampleRows::default()
        };
        for record in reader.records().filter_map(Result::ok) {
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if found.header.is_empty() {
                found.header = cells;
                continue;
            }
            let mut cells = cells;
            cells.resize(found.header.len(), String::new());
            found.rows.push(Row {
                line: record.position().map_or(0, csv::Position::line),
                cells,
            });
        }
        Ok(found)
    }
}
