//! What the store holds, as one number: the same whatever the order of imports and however files overlap.

use super::content::content_hashes;
use super::error::StoreError;
use super::output::hex;
use super::reader::Selection;
use super::snapshot::Snapshot;
use super::snapshot::Standing;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::NO_TIME;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;

/// The responses of one wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaveCount {
    /// Number of responses.
    pub responses: u64,
    /// Of these, kept apart because the wave was frozen.
    pub late: u64,
    /// First submission, seconds since 1970 UTC, where any is known.
    pub first: Option<i64>,
    /// Last submission.
    pub last: Option<i64>,
}

impl Snapshot {
    /// SHA-256 over all responses as stored (before fixes), sorted by id: 64 hex digits.
    ///
    /// # Errors
    /// [`StoreError`] when a batch cannot be read.
    pub fn digest(&self, survey: &Survey) -> Result<String, StoreError> {
        let selection = Selection::all();
        let mut lines: Vec<(String, u64, Standing)> = Vec::new();
        self.each(survey, &selection, |batch, standing| {
            let content = content_hashes(survey, batch);
            let ids = (0..batch.len()).map(|row| batch.meta.response_id.words(row).to_owned());
            lines.extend(ids.zip(content).map(|(id, content)| (id, content, standing)));
        })?;
        lines.sort_unstable();
        let mut hash = Sha256::new();
        for (id, content, standing) in lines {
            hash.update(format!("{id}\t{content:016x}\t{standing:?}\n"));
        }
        Ok(hex(&hash.finalize()))
    }

    /// Responses by wave, before any fixes.
    ///
    /// # Errors
    /// [`StoreError`] when a batch cannot be read.
    pub fn waves(&self, survey: &Survey) -> Result<BTreeMap<WaveId, WaveCount>, StoreError> {
        let selection = Selection {
            variables: Some(std::collections::BTreeSet::new()),
            identity: false,
            people: false,
            context: true,
        };
        let mut waves: BTreeMap<WaveId, WaveCount> = BTreeMap::new();
        self.each(survey, &selection, |batch, standing| {
            for row in 0..batch.len() {
                let none = WaveCount {
                    responses: 0,
                    late: 0,
                    first: None,
                    last: None,
                };
                let count = match waves.get_mut(batch.wave(row)) {
                    Some(count) => count,
                    None => waves.entry(batch.wave(row).clone()).or_insert(none),
                };
                count.responses += 1;
                count.late += u64::from(standing == Standing::Late);
                let time = Some(batch.meta.submitted[row]).filter(|&time| time != NO_TIME);
                count.first = count.first.into_iter().chain(time).min();
                count.last = count.last.max(time);
            }
        })?;
        Ok(waves)
    }
}
