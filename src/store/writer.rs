//! A batch file in the making: rows gather until they fill a row group.

use super::disk::Disk;
use super::encode::ROW_GROUP;
use super::error::Doing;
use super::error::StoreError;
use super::ledger::FileEntry;
use super::output::Output;
use polars::error::PolarsError;
use polars::io::parquet::write::BatchedWriter;
use polars::io::parquet::write::StatisticsOptions;
use polars::prelude::DataFrame;
use polars::prelude::ParquetCompression;
use polars::prelude::ParquetWriter;
use std::path::Path;

/// Writes one batch file row group by row group.
pub(super) struct BatchWriter {
    output: Output,
    writer: BatchedWriter<Output>,
    pending: Option<DataFrame>,
    rows: usize,
}

impl BatchWriter {
    /// Begins the file at `path` with the columns of `frame`.
    pub(super) fn begin(disk: &dyn Disk, path: &Path, frame: &DataFrame) -> Result<Self, StoreError> {
        let output = Output::create(disk, path)?;
        let writer = ParquetWriter::new(output.clone())
            .with_compression(ParquetCompression::Zstd(None))
            .with_statistics(StatisticsOptions::empty())
            .batched(frame.schema());
        match writer {
            Ok(writer) => Ok(Self {
                output,
                writer,
                pending: None,
                rows: 0,
            }),
            Err(error) => {
                let error = said(&output, error);
                output.abandon(disk);
                Err(error)
            }
        }
    }

    /// Adds responses.
    pub(super) fn push(&mut self, frame: DataFrame) -> Result<(), StoreError> {
        self.rows += frame.height();
        let mut pending = match self.pending.take() {
            None => frame,
            Some(mut pending) => {
                pending.vstack_mut(&frame).map_err(|error| said(&self.output, error))?;
                pending
            }
        };
        while pending.height() >= ROW_GROUP {
            self.write(pending.slice(0, ROW_GROUP))?;
            pending = pending.slice(i64::try_from(ROW_GROUP).unwrap_or(i64::MAX), usize::MAX);
        }
        self.pending = (pending.height() > 0).then_some(pending);
        Ok(())
    }

    fn write(&mut self, mut group: DataFrame) -> Result<(), StoreError> {
        group.rechunk_mut_par();
        self.writer
            .write_batch(&group)
            .map_err(|error| said(&self.output, error))
    }

    /// Makes the file whole and gives it its name, `file` below the store's folder.
    pub(super) fn finish(mut self, disk: &dyn Disk, file: String) -> Result<FileEntry, StoreError> {
        if let Some(last) = self.pending.take() {
            self.write(last)?;
        }
        self.writer.finish().map_err(|error| said(&self.output, error))?;
        let rows = self.rows as u64;
        Ok(FileEntry {
            file,
            sha256: self.output.finish(disk)?,
            rows,
        })
    }

    /// Gives the file up.
    pub(super) fn abandon(self, disk: &dyn Disk) {
        self.output.abandon(disk);
    }
}

/// What went wrong: the disk, where it was the disk.
fn said(output: &Output, error: PolarsError) -> StoreError {
    match output.failure() {
        Some(source) => StoreError::Disk {
            doing: Doing::Writing,
            path: output.path().to_owned(),
            source,
        },
        None => StoreError::columns(output.path())(error),
    }
}
