//! The store: answers on disk, `responses/<survey>/` of a workspace.
//!
//! In come batches of checked answers, with what could not be read of them; out come batches of the answers that count, as answers
//! to today's survey. It is plain files: `batches/*.parquet` (how: `encode.rs`), `superseded/*.csv` (rows of earlier batches that
//! a later version replaced), `quarantine/*.csv`, `definitions/<hash>.yaml` as fielded, `raw/` where asked for, `lock`, and
//! `ledger.jsonl`. A file is written under a temporary name, synced, renamed and its folder synced; **a line in the ledger is the
//! commit**. A kill at any moment leaves the old state or the new one; what an interrupted import left is swept by the next.
//!
//! Of two versions of a response the one with the later time (changed, else submitted) counts, then the one with the larger
//! content hash: the order of imports never matters. Reading the same file again with another definition or mapping replaces
//! what it gave before. Answers to a frozen wave are kept apart.
//!
//! The store knows neither CSV nor YAML nor measures, and asks no clock.

mod aged;
mod append;
mod commit;
mod content;
mod cut;
mod decode;
mod digest;
mod disk;
mod encode;
mod erase;
mod error;
mod fielded;
mod fixes;
mod folder;
mod index;
mod ledger;
mod lines;
mod mask;
mod output;
mod personal;
mod quarantine;
mod reader;
mod receipt;
pub mod rules;
mod snapshot;
mod writer;

#[cfg(test)]
mod tests;

pub use append::{Appending, Opening, Provenance, sha256_of};
pub use digest::WaveCount;
pub use disk::{Disk, DiskFile, RealDisk};
pub use erase::{Erased, Identity, Tombstones};
pub use error::{Doing, StoreError};
pub use fixes::{Applied, Fix, Fixes, answers_are, is_answer};
pub use ledger::{Entry, EraseEntry, FileEntry, ImportEntry, RecodeEntry, Replaced};
pub use mask::{masked_csv, masked_segment};
pub use quarantine::{Quarantined, csv_line};
pub use reader::{Derive, Reader, Reading, Selection};
pub use receipt::{Incoming, Receipt};
pub use rules::RULES;
pub use snapshot::{Snapshot, Standing};

use crate::model::PrivacyMode;
use crate::model::Survey;
use crate::model::WaveId;
use folder::Locked;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// The store of one survey.
#[derive(Debug, Clone)]
pub struct Store {
    folder: PathBuf,
    disk: Arc<dyn Disk>,
}

impl Store {
    /// The store in `folder`, which need not exist yet. Nothing is read or written.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self::on(folder, Arc::new(RealDisk))
    }

    /// The same, writing through `disk`.
    #[must_use]
    pub fn on(folder: &Path, disk: Arc<dyn Disk>) -> Self {
        // The Parquet library takes a relative path for a name of its own; without a current folder the path stays as it is.
        let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        Self { folder, disk }
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What is committed now. Needs no lock; a store that does not exist is empty.
    ///
    /// # Errors
    /// [`StoreError`] when the ledger cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot, StoreError> {
        Snapshot::take(&self.folder)
    }

    /// Begins an import of answers checked against `survey`.
    ///
    /// # Errors
    /// [`StoreError::Busy`] while another import runs; other [`StoreError`]s when the store cannot be read or written.
    pub fn begin(&self, survey: &Arc<Survey>, provenance: Provenance) -> Result<Opening, StoreError> {
        Appending::begin(
            Locked::new(&self.folder, Arc::clone(&self.disk))?,
            Arc::clone(survey),
            provenance,
        )
    }

    /// Records what respondents are promised about who answered; nothing is written where it was promised before.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub fn promise(&self, mode: PrivacyMode) -> Result<(), StoreError> {
        if self.snapshot()?.promised().is_some_and(|promised| promised <= mode) {
            return Ok(());
        }
        let mut locked = Locked::new(&self.folder, Arc::clone(&self.disk))?;
        locked.commit(Entry::Promise {
            mode: mode.code().to_owned(),
        })
    }

    /// Records how answers to earlier versions are read as answers to `survey`; nothing is written where it was recorded before.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub fn recode(&self, survey: &Survey) -> Result<(), StoreError> {
        let snapshot = self.snapshot()?;
        let known = snapshot.recodes();
        let mut fresh = fielded::recodes(survey);
        fresh.retain(|entry| !known.contains(&entry));
        if fresh.is_empty() {
            return Ok(());
        }
        let mut locked = Locked::new(&self.folder, Arc::clone(&self.disk))?;
        fresh
            .into_iter()
            .try_for_each(|entry| locked.commit(Entry::Recode(Box::new(entry))))
    }

    /// Whether any definition is kept.
    #[must_use]
    pub fn keeps_definitions(&self) -> bool {
        std::fs::read_dir(self.folder.join("definitions")).is_ok_and(|mut entries| entries.next().is_some())
    }

    /// Keeps a definition that is about to be asked, so that its answers can be read by it whatever it becomes.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub fn field(&self, survey: &Survey, text: &str) -> Result<(), StoreError> {
        let path = self.folder.join("definitions").join(format!("{}.yaml", survey.hash));
        if path.exists() {
            return Ok(());
        }
        let locked = Locked::new(&self.folder, Arc::clone(&self.disk))?;
        fielded::keep(locked.disk.as_ref(), &path, text)
    }

    /// Closes a wave: answers that come later are kept apart. `false` when it was closed before.
    ///
    /// # Errors
    /// As [`Store::begin`].
    pub fn freeze(&self, wave: &WaveId) -> Result<bool, StoreError> {
        let mut locked = Locked::new(&self.folder, Arc::clone(&self.disk))?;
        if locked.ledger.frozen().contains(wave) {
            return Ok(false);
        }
        locked.commit(Entry::Freeze { wave: wave.to_string() })?;
        Ok(true)
    }
}
