//! Segments: files in which answers arrive one JSON object a line, as the collector and the offline forms write them.
//!
//! In: the lines of a file. Out: [`Record`]s; an [`Inspection`] that says what is wrong with it; and the same
//! answers as the CSV that [`super::Import`] reads ([`AsCsv`]), record *n* on line *n*. Knows no disk and no network.
//!
//! # The form of a segment
//!
//! ```text
//! {"manyi":"segment","version":1,"survey":"visit","opened":"2026-11-22"}
//! {"response_id":"…","content":"0123456789abcdef","received":"2026-11-22T05:30:00Z","language":"zh","definition":"…","fields":{"overall":"p4","problems":["late","broken"]}}
//! {"manyi":"seal","records":1,"sha256":"…"}
//! ```
//!
//! * The first line says what the file is. A file that a device exports also names the `device`; its records then carry a
//!   `counter` that goes up by one with every answer the device has taken, so that files that never arrived are noticed.
//! * Every other line is a response. `response_id` and `fields` are needed, the rest may lack. A field is a text, or a list
//!   of texts where several options were chosen. `received` is the collector's time (a day only, where a survey is
//!   anonymous), `submitted` that of a device without one.
//! * The last line seals the file: the number of records, and a checksum of all bytes before it (`sha256`, or `fnv1a`, eight
//!   hex digits, where a page opened from a disk has nothing better). A file that is still being written has none.
//! * A copy that a respondent saved from the form is a record alone that names its `survey`; its fields are all that would
//!   have been sent, as pairs.
//! * A last line without its line end was never acknowledged and is no record.

mod as_csv;
mod inspect;
mod receipt;
mod record;

pub(super) use as_csv::{ASIDE, SENT_ALONG, guarded, row as csv_row};
pub use as_csv::{AsCsv, Order};
pub(super) use inspect::suspect;
pub use inspect::{Inspection, devices, inspect, kept_aside};
pub use receipt::{Named, code, names};
pub use record::{Aside, Head, Line, Reason, Record, Seal, VERSION, content};

use crate::definition::mapping::Format;
use sha2::Digest;
use sha2::Sha256;

/// Lower-case hex digits of bytes.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// SHA-256 as 64 hex digits.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// The form of the CSV that [`AsCsv`] makes.
#[must_use]
pub fn format() -> Format {
    Format {
        delimiter: Some(','),
        header_rows: Some(1),
        ..Format::default()
    }
}
