//! What makes two versions of a response the same, across files and definitions.

use crate::model::Survey;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::NO_TIME;
use sha2::Digest;
use sha2::Sha256;

/// The version of a response: of two, the larger one counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// When it was last changed, else submitted: seconds since 1970 UTC, or [`NO_TIME`].
    pub time: i64,
    /// [`content_hash`].
    pub content: u128,
}

/// The version of the response at `row`.
#[must_use]
pub fn version(survey: &Survey, batch: &Batch, row: usize) -> Version {
    let (modified, submitted) = (batch.meta.modified[row], batch.meta.submitted[row]);
    Version {
        time: if modified == NO_TIME { submitted } else { modified },
        content: content_hash(survey, batch, row),
    }
}

/// The first 128 bits of SHA-256 over a response's answers, wave, person and times but that of the last change.
///
/// Answers are written with their variable's and option's ids, so that neither a new option nor another order of questions
/// changes the hash. Variables that are `not_in_version`, and derived ones, do not count.
#[must_use]
pub fn content_hash(survey: &Survey, batch: &Batch, row: usize) -> u128 {
    let mut hash = Sha256::new();
    let mut part = |name: &str, value: &[u8]| {
        hash.update(name.as_bytes());
        hash.update([0x1f]);
        hash.update((value.len() as u64).to_le_bytes());
        hash.update(value);
    };
    let meta = &batch.meta;
    part("wave", batch.wave(row).as_str().as_bytes());
    part("respondent", meta.respondent.words(row).as_bytes());
    part("submitted", &meta.submitted[row].to_le_bytes());
    part("started", &meta.started[row].to_le_bytes());
    part("language", meta.language.words(row).as_bytes());
    for (variable, column) in survey.variables.iter().zip(&batch.columns) {
        if variable.value.is_some() {
            continue;
        }
        let id = variable.id.as_str();
        let option = |at: usize| {
            variable
                .domain
                .options()
                .and_then(|list| list.options.get(at))
                .map_or("?", |option| option.id.as_str())
        };
        match column.get(row) {
            Cell::Missing(crate::model::Missing::NotInVersion) => {}
            Cell::Missing(kind) => part(id, format!("<{}>", kind.code()).as_bytes()),
            Cell::Option(at) => part(id, option(usize::from(at)).as_bytes()),
            Cell::Multiple(bits) => {
                let mut chosen: Vec<&str> = (0..128).filter(|bit| bits >> bit & 1 == 1).map(option).collect();
                chosen.sort_unstable();
                part(id, chosen.join("|").as_bytes());
            }
            // Zero has one sign.
            Cell::Number(value) => part(id, &(value + 0.0).to_le_bytes()),
            Cell::Text(words) => part(id, words.as_bytes()),
            Cell::Date(day) => part(id, &day.to_le_bytes()),
        }
    }
    hash.finalize()
        .first_chunk::<16>()
        .map_or(0, |bytes| u128::from_be_bytes(*bytes))
}
