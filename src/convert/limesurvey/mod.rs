//! `LimeSurvey`: the structure of a survey as XML (`.lss`) or as a table (`.txt`, `.tsv`).
//!
//! Both are brought to one shape first ([`survey`]); what its types become is decided once ([`questions`]).

mod arrays;
mod lss;
mod questions;
mod survey;
mod table;
mod xml;

use crate::convert::notes::Notes;
use serde_json::Value;

/// Reads the XML form.
pub(super) fn read_lss(bytes: &[u8], notes: &mut Notes) -> Option<Value> {
    let survey = lss::read(&super::decoded(bytes, notes)?, notes)?;
    questions::convert(&survey, notes)
}

/// Reads the table form.
pub(super) fn read_tsv(bytes: &[u8], notes: &mut Notes) -> Option<Value> {
    let survey = table::read(&super::decoded(bytes, notes)?, notes)?;
    questions::convert(&survey, notes)
}
