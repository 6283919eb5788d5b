//! Which responses are stored, in which version, and where: forty bytes a response while an import runs.

use super::content::IdHash;
use super::content::id_hash;
use super::error::StoreError;
use super::snapshot::OpenSegment;
use super::snapshot::Snapshot;
use super::snapshot::Standing;
use crate::model::WaveId;
use crate::response::NO_TIME;
use std::collections::BTreeSet;

/// What decides between versions of a response: time, then content.
pub(super) type Version = (i64, u64);

/// A response and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Known {
    pub(super) id: IdHash,
    pub(super) version: Version,
    /// Position of its batch, and whether its wave is frozen in the top bit.
    segment: u32,
    pub(super) row: u32,
}

const FROZEN: u32 = 1 << 31;

impl Known {
    pub(super) fn new(id: IdHash, version: Version, segment: usize, row: usize) -> Self {
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX >> 1);
        Self {
            id,
            version,
            segment: narrow(segment),
            row: narrow(row),
        }
    }

    pub(super) fn segment(&self) -> usize {
        usize::try_from(self.segment & !FROZEN).unwrap_or(usize::MAX)
    }

    pub(super) fn frozen(&self) -> bool {
        self.segment & FROZEN != 0
    }
}

/// Responses of one standing, by the hash of their id.
#[derive(Debug, Default)]
pub(super) struct Index {
    known: Vec<Known>,
}

impl Index {
    /// The responses of `standing` in the store.
    pub(super) fn build(
        snapshot: &Snapshot,
        standing: Standing,
        frozen: &BTreeSet<WaveId>,
    ) -> Result<Self, StoreError> {
        let mut known = Vec::new();
        let mut wanted: Vec<String> = ["response_id", "submitted", "modified", "_content"]
            .iter()
            .map(ToString::to_string)
            .collect();
        if !frozen.is_empty() {
            wanted.push("wave".to_owned());
        }
        for (position, segment) in snapshot.segments.iter().enumerate() {
            if segment.standing != standing {
                continue;
            }
            let open = OpenSegment::open(segment)?;
            for from in open.chunks() {
                let frame = open.read(from, &wanted)?;
                let mut columns = || -> polars::prelude::PolarsResult<()> {
                    let ids = frame.column("response_id")?.str()?;
                    let submitted = frame.column("submitted")?.i64()?;
                    let modified = frame.column("modified")?.i64()?;
                    let content = frame.column("_content")?.i64()?;
                    let waves = frame.column("wave").ok().map(|waves| waves.str()).transpose()?;
                    let rows = ids
                        .iter()
                        .zip(submitted.iter())
                        .zip(modified.iter())
                        .zip(content.iter());
                    for (offset, (((id, submitted), modified), content)) in rows.enumerate() {
                        let version = (
                            modified.or(submitted).unwrap_or(NO_TIME),
                            content.unwrap_or(0).cast_unsigned(),
                        );
                        let mut one = Known::new(id_hash(id.unwrap_or_default()), version, position, from + offset);
                        let wave = waves.and_then(|waves| waves.get(offset));
                        if wave.is_some_and(|wave| frozen.contains(wave)) {
                            one.segment |= FROZEN;
                        }
                        if segment.dead.binary_search(&one.row).is_err() {
                            known.push(one);
                        }
                    }
                    Ok(())
                };
                columns().map_err(StoreError::columns(&segment.path))?;
            }
        }
        known.sort_unstable();
        Ok(Self { known })
    }

    /// Position of the response.
    pub(super) fn find(&self, id: IdHash) -> Option<usize> {
        self.known.binary_search_by(|known| known.id.cmp(&id)).ok()
    }

    pub(super) fn get(&self, position: usize) -> Known {
        self.known[position]
    }

    pub(super) fn all(&self) -> &[Known] {
        &self.known
    }
}
