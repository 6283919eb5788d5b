//! Answers and what they mean, for other programs: tables of responses with the codebook that explains them.
//!
//! In: a [`Survey`](crate::model::Survey), batches of its answers, and a [`Layout`] that says which columns in which form. Out: bytes
//! of one format, written as the batches come. What a column holds ([`Field`], [`Value`]) is decided once, in `field.rs`; a
//! format only writes it down. It opens no file and asks no clock.
//!
//! Kinds of missing stay apart where the format can hold them: as words in CSV, as user-missing codes in SPSS, in a column of
//! their own in Parquet. Where it cannot, the answer is empty and the codebook says how many of which kind there were.

mod codebook;
mod codebook_text;
mod csv;
mod field;
mod missing_codes;
mod parquet;
mod sav;
mod sheet;
mod tidy;
mod triple_s;
mod widths;

#[cfg(test)]
mod fixture;

pub use codebook::{Codebook, CodebookField, CodebookMissing, CodebookValue, Counting};
pub use csv::{CsvFile, CsvForm};
pub use field::{Answers, Field, FieldKind, Layout, Multiples, Value, Wish};
pub use parquet::ParquetFile;
pub use sav::SavFile;
pub use sheet::{Clipped, XlsxCell, XlsxFile, XlsxTable, write_tables};
pub use tidy::TidyFile;
pub use triple_s::{TripleS, triple_s_definition};
pub use widths::Widths;

use crate::response::Batch;
use std::io;

/// A file that takes responses batch by batch.
pub trait Sink {
    /// Writes the responses of a batch behind those before.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn batch(&mut self, batch: &Batch) -> io::Result<()>;

    /// Writes what belongs at the end; the file is whole only then.
    ///
    /// # Errors
    /// When the bytes cannot be written.
    fn finish(self: Box<Self>) -> io::Result<()>;
}
