//! The folder of a store: its lock, its file names, and the sweeping of what an interrupted import left.

use super::disk::Disk;
use super::error::Doing;
use super::error::StoreError;
use super::ledger::Entry;
use super::ledger::Ledger;
use std::collections::BTreeSet;
use std::fs::File;
use std::fs::OpenOptions;
use std::fs::TryLockError;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Folders of data files.
pub(super) const PARTS: [&str; 7] = [
    "batches",
    "superseded",
    "quarantine",
    "definitions",
    "raw",
    "erased",
    "personal",
];

/// A store's folder, locked: nobody else writes to it while this lives. The operating system takes the lock back even from a
/// process that was killed.
pub(super) struct Locked {
    pub(super) folder: PathBuf,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) ledger: Ledger,
    _lock: File,
}

impl Locked {
    /// Locks the folder, mends the ledger and sweeps away what belongs to no commit.
    pub(super) fn new(folder: &Path, disk: Arc<dyn Disk>) -> Result<Self, StoreError> {
        disk.make_folder(folder)
            .map_err(StoreError::disk(Doing::Writing, folder))?;
        let path = folder.join("lock");
        let opened = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = opened.map_err(StoreError::disk(Doing::Writing, &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Busy {
                    folder: folder.to_owned(),
                });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::disk(Doing::Writing, &path)(error)),
        }
        let ledger_path = folder.join("ledger.jsonl");
        let mut ledger = Ledger::read(&ledger_path)?;
        ledger.repair(disk.as_ref(), &ledger_path)?;
        let locked = Self {
            folder: folder.to_owned(),
            disk,
            ledger,
            _lock: lock,
        };
        locked.sweep()?;
        Ok(locked)
    }

    /// Commits an entry.
    pub(super) fn commit(&mut self, entry: Entry) -> Result<(), StoreError> {
        let path = self.folder.join("ledger.jsonl");
        if self.ledger.entries.is_empty() {
            // The store's folder may itself be new: its name must be durable before anything in it counts.
            for above in self
                .folder
                .ancestors()
                .skip(1)
                .take(2)
                .filter(|above| !above.as_os_str().is_empty())
            {
                self.disk
                    .sync_folder(above)
                    .map_err(StoreError::disk(Doing::Writing, above))?;
            }
        }
        self.ledger.commit(self.disk.as_ref(), &path, entry)
    }

    /// Removes what belongs to no commit.
    pub(super) fn sweep(&self) -> Result<(), StoreError> {
        let named = self.named();
        for part in PARTS {
            let folder = self.folder.join(part);
            let Ok(entries) = std::fs::read_dir(&folder) else {
                continue;
            };
            let names = entries
                .filter_map(Result::ok)
                .filter_map(|entry| entry.file_name().into_string().ok());
            let left: BTreeSet<String> = names
                .filter(|name| ours(name) && !named.contains(&format!("{part}/{name}")))
                .collect();
            for name in left {
                let path = folder.join(name);
                self.disk
                    .remove(&path)
                    .map_err(StoreError::disk(Doing::Tidying, &path))?;
            }
        }
        Ok(())
    }

    /// Files the ledger names.
    fn named(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for (_, import) in self.ledger.imports() {
            let files = [
                &import.batch,
                &import.late,
                &import.superseded,
                &import.quarantine,
                &import.raw,
                &import.personal,
            ];
            names.extend(files.into_iter().flatten().map(|file| file.file.clone()));
        }
        for entry in &self.ledger.entries {
            if let Entry::Erase(erase) = entry {
                names.extend([&erase.tombstones, &erase.superseded].map(|file| file.file.clone()));
            }
        }
        names
    }
}

/// Whether a name is one that an import gives: temporary, or a number. A file somebody else put there is left alone.
fn ours(name: &str) -> bool {
    if name.starts_with('.') && name.rsplit('.').next() == Some("new") {
        return true;
    }
    let stem = name.split('.').next().unwrap_or_default();
    let number = stem.strip_suffix("-late").unwrap_or(stem);
    number.len() >= 6 && number.len() <= 20 && number.bytes().all(|byte| byte.is_ascii_digit()) && stem != name
}
