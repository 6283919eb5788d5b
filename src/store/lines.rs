//! Which responses an import read on which lines of its file.

use super::decode;
use super::error::StoreError;
use super::ledger::ImportEntry;
use super::snapshot::OpenSegment;
use super::snapshot::Snapshot;
use crate::model::WaveId;
use std::collections::BTreeMap;

impl Snapshot {
    /// By line of the file, the response that the import read there and its wave, whether it still counts or not. Nothing where
    /// lines are not kept, as of anonymous surveys.
    ///
    /// # Errors
    /// [`StoreError`] when a batch cannot be read.
    pub fn lines_of(&self, import: &ImportEntry) -> Result<BTreeMap<u64, (String, WaveId)>, StoreError> {
        let mut lines = BTreeMap::new();
        let wanted = ["response_id", "wave", "_line"].map(str::to_owned);
        for file in [&import.batch, &import.late].into_iter().flatten() {
            let path = self.folder().join(&file.file);
            for segment in self.segments.iter().filter(|segment| segment.path == path) {
                let open = OpenSegment::open(segment)?;
                for from in open.chunks() {
                    let frame = open.read(from, &wanted)?;
                    let meta = decode::meta(&frame).map_err(StoreError::columns(&segment.path))?;
                    for (row, line) in meta.line.iter().enumerate().filter(|(_, line)| **line != 0) {
                        let wave = meta.waves[usize::from(meta.wave[row])].clone();
                        lines.insert(*line, (meta.response_id.words(row).to_owned(), wave));
                    }
                }
            }
        }
        Ok(lines)
    }
}
