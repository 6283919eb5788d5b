//! Answers out of a CSV file, or a segment of the collector: bytes in, checked batches out, a block at a time.
//!
//! In: any [`std::io::Read`], and a [`Setup`] that says what was asked. Out: an [`Import`], which hands on one [`Chunk`]
//! after another (answers, and what was put aside) and at its end a [`Summary`] whose counts add up. Opens no file,
//! asks no clock, no locale and no machine's time zone; memory is bounded by [`Setup::block_bytes`] and 16 bytes a
//! response for telling responses apart.
//!
//! # What is read how
//!
//! * **Encoding**: byte-order mark, UTF-16 by its form, UTF-8, else a guess that is reported. Bytes that are no text make
//!   their cell `invalid`.
//! * **Columns** are known by the mapping, a variable's id (`service.speed`, `service[speed]`), its text in any language,
//!   stem and row in the usual writings, or the names platforms give to ids and times. Others are listed.
//! * **Cells**: an option's id, any label, its number (`4.0` too), `dont_know` or `<dont_know>`, a missing option's code.
//!   Blank is `skipped`; a multiple choice with nothing chosen too. See [`Reason`] for what is put aside.
//! * **Rows** are refused whole only for broken structure, a conflicting id, or an unknown wave. A row with more cells
//!   than the header is accepted when the additional ones are empty; one with fewer, when those that lack belong to no
//!   question, or when just one lacks behind an empty one and the row ends with a line end. Lines without any character
//!   are no rows.
//! * **Versions**: of several rows of one response the one with the later `modified` (else `submitted`) counts, whatever
//!   their order; the same id and time with other content refuses both. See [`Counts`] for the row equation.
//! * **Routing**: what `show_if` hides is `not_asked`, answers to it are put aside; see `routing` for `not_reached`.

mod aliases;
mod apart;
mod content;
mod dates;
mod decode;
mod delimiter;
mod duration;
mod encoding;
mod identity;
mod layout;
mod lookup;
mod meta;
mod multiple;
mod names;
mod number;
mod open;
mod option_columns;
mod own_words;
mod quarantine;
mod reader;
mod records;
mod routing;
mod rules;
mod sample;
mod setup;
mod sorted;
mod summary;
mod table;
mod tally;
mod text;
mod together;
mod verbatim;
pub mod versions;
mod written;

pub mod bare;
pub mod double;
pub mod grid;
pub mod json;
pub mod loops;
mod personal;
pub mod plain;
pub mod profile;
mod promise;
mod propose;
pub mod segment;
pub mod workbook;

#[cfg(test)]
mod tests;

pub use apart::settled_apart;
pub use content::Version;
pub use content::content_hash;
pub use content::version;
pub use encoding::EncodingFound;
pub use encoding::How;
pub use meta::pseudonym;
pub use promise::anonymous;
pub use propose::Proposal;
pub use propose::propose;
pub use quarantine::Extent;
pub use quarantine::QuarantineEntry;
pub use quarantine::Reason;
pub use reader::Chunk;
pub use reader::Import;
pub use reader::settled;
pub use rules::RULES;
pub use setup::Contested;
pub use setup::Identity;
pub use setup::Parents;
pub use setup::Sample;
pub use setup::Setup;
pub use setup::WaveNames;
pub use summary::CellTally;
pub use summary::ColumnFound;
pub use summary::Counts;
pub use summary::Summary;
pub use verbatim::Verbatims;
pub use versions::Versions;
pub use versions::versions;
