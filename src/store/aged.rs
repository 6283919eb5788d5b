//! Which responses belong to waves that are over for long.

use super::Store;
use super::erase::each;
use super::error::StoreError;
use super::snapshot::Snapshot;
use crate::model::WaveId;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

impl Store {
    /// Ids of the responses of every wave for which `over` holds. A response whose later version belongs to another wave is
    /// none of them.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub fn of_waves(&self, over: &dyn Fn(&WaveId) -> bool) -> Result<BTreeMap<WaveId, BTreeSet<String>>, StoreError> {
        let mut found: BTreeMap<WaveId, BTreeSet<String>> = BTreeMap::new();
        if !self.folder.join("ledger.jsonl").exists() {
            return Ok(found);
        }
        let columns = ["response_id", "wave"].map(str::to_owned);
        for segment in &Snapshot::take(&self.folder)?.segments {
            each(segment, &columns, |from, frame| {
                let (ids, waves) = (frame.column("response_id")?.str()?, frame.column("wave")?.str()?);
                for (row, (id, wave)) in (from..).zip(ids.iter().zip(waves.iter())) {
                    let counts = u32::try_from(row).is_ok_and(|row| segment.dead.binary_search(&row).is_err());
                    // A row that was erased before holds nothing.
                    let (Some(id), Some(wave)) = (id, wave) else { continue };
                    let wave = WaveId::new(wave);
                    if counts && over(&wave) {
                        found.entry(wave).or_default().insert(id.to_owned());
                    }
                }
                Ok(())
            })?;
        }
        Ok(found)
    }
}
