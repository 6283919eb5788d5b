//! `SurveyJS`: a questionnaire as JSON.
//!
//! What a definition says and `SurveyJS` cannot stands in the property `manyi`: the question as it was, and a fingerprint of the element
//! around it. `SurveyJS` passes over it. Read back, it counts only where the element is as it was.

mod answers;
mod demands;
mod kept;
mod matrix;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;
use std::fmt::Write as _;

/// The property of what `SurveyJS` has no place for.
const KEPT: &str = "manyi";

/// A fingerprint of an element, but for what it keeps and, of a page, its elements.
fn fingerprint(element: &Value) -> String {
    let mut bare = element.clone();
    if let Some(table) = bare.as_object_mut() {
        table.remove(KEPT);
        table.remove("elements");
    }
    let hash = Sha256::digest(bare.to_string().as_bytes());
    hash.iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
