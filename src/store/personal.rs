//! What tells who someone is, apart from the answers: a CSV file an import, that only its owner may read, joined to the answers by
//! the id of the response alone.

use super::disk::Disk;
use super::error::Doing;
use super::error::StoreError;
use super::ledger::FileEntry;
use super::output::Output;
use super::quarantine::csv_line;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::TextColumn;
use std::io::Write;
use std::path::Path;

/// One response's line: its id, then the words of each personal variable.
type Line = Vec<String>;

/// The file of one import.
#[derive(Debug)]
pub(super) struct Personal {
    output: Output,
    rows: u64,
}

impl Personal {
    /// Begins the file of the import with this number.
    pub(super) fn begin(disk: &dyn Disk, folder: &Path, sequence: u64, survey: &Survey) -> Result<Self, StoreError> {
        let output = Output::private(disk, &folder.join(name(sequence)))?;
        let mut file = Self { output, rows: 0 };
        let variables = survey.variables.iter().filter(|variable| variable.personal);
        let header: Vec<&str> = std::iter::once("response_id")
            .chain(variables.map(|variable| variable.id.as_str()))
            .collect();
        file.text(&csv_line(&header))?;
        Ok(file)
    }

    /// Adds lines.
    pub(super) fn write(&mut self, lines: &[Line]) -> Result<(), StoreError> {
        for line in lines {
            let cells: Vec<&str> = line.iter().map(String::as_str).collect();
            self.text(&csv_line(&cells))?;
            self.rows += 1;
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), StoreError> {
        let path = self.output.path().to_owned();
        self.output
            .write_all(text.as_bytes())
            .map_err(StoreError::disk(Doing::Writing, &path))
    }

    /// Makes the file whole and gives it its name.
    pub(super) fn finish(self, disk: &dyn Disk, sequence: u64) -> Result<FileEntry, StoreError> {
        Ok(FileEntry {
            file: name(sequence),
            sha256: self.output.finish(disk)?,
            rows: self.rows,
        })
    }

    /// The file, to be given up.
    pub(super) fn into_output(self) -> Output {
        self.output
    }
}

fn name(sequence: u64) -> String {
    format!("personal/{sequence:06}.csv")
}

/// The lines of those of `rows` that hold anything personal.
pub(super) fn lines<'r>(survey: &Survey, batch: &Batch, rows: impl Iterator<Item = &'r u32>) -> Vec<Line> {
    if batch.personal.is_empty() {
        return Vec::new();
    }
    let personal = survey
        .variables
        .iter()
        .enumerate()
        .filter(|(_, variable)| variable.personal);
    let columns: Vec<Option<&TextColumn>> = personal.map(|(at, _)| batch.personal.get(&at)).collect();
    let line = |row: &u32| {
        let row = usize::try_from(*row).unwrap_or(usize::MAX);
        let words: Vec<&str> = columns
            .iter()
            .map(|texts| texts.map_or("", |texts| texts.words(row)))
            .collect();
        let id = batch.meta.response_id.words(row);
        words.iter().any(|words| !words.is_empty()).then(|| {
            std::iter::once(id)
                .chain(words.iter().copied())
                .map(str::to_owned)
                .collect()
        })
    };
    rows.filter_map(line).collect()
}
