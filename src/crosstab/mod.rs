//! Banner tables: a stub of questions down, one or more banners of groups across.
//!
//! In: scores, findings, and what was asked for. Out: a [`Table`], a finished value that holds nothing hidden, from which
//! every rendering is made. Tests are `finding`'s, numbers `measure`'s, words and layout the command's.

mod banner;
mod build;
mod cell;
mod independence;
mod responses;
mod stub;
mod table;

#[cfg(test)]
mod tests;

pub use banner::{Banner, Column, Fault, Layout, Level, Part, WAVE, layout};
pub use build::{Arrows, Asked, Bases, build};
pub use independence::Independence;
pub use responses::needs as response_needs;
pub use stub::{Content, Label, Section, StubRow, missing_rows, section_of, sections, tabulable};
pub use table::{Arrow, Base, Counts, Facts, Figures, Line, Table, TableCell, TableSection};
