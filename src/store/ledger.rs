//! The ledger: one line of JSON a change. A line that ends is a commit; a last line that does not end never happened.

use super::disk::Disk;
use super::error::Doing;
use super::error::StoreError;
use super::receipt::Receipt;
use crate::model::WaveId;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// The version of the ledger's own format.
const VERSION: u32 = 1;

/// A file of the store as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its name below the store's folder.
    pub file: String,
    /// Its SHA-256, 64 hex digits.
    pub sha256: String,
    /// Responses (or lines below the header) in it.
    pub rows: u64,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportEntry {
    /// Name of the file that was read, as the user gave it.
    pub source: String,
    /// SHA-256 of that file.
    pub source_sha256: String,
    /// Hash of the definition the answers were checked against.
    pub definition: String,
    /// Hash of the mapping they were read with; empty where none was used.
    pub mapping: String,
    /// What became of its rows.
    pub counts: Receipt,
    /// Responses that count.
    pub batch: Option<FileEntry>,
    /// Responses to frozen waves, kept apart.
    pub late: Option<FileEntry>,
    /// Rows of earlier batches that count no more.
    pub superseded: Option<FileEntry>,
    /// Cells and rows that could not be read.
    pub quarantine: Option<FileEntry>,
    /// The file itself, where the workspace keeps raw files.
    pub raw: Option<FileEntry>,
    /// What tells who someone is, kept apart from the answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<FileEntry>,
    /// SHA-256 of the file whose rows it mends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repairs: Option<String>,
}

/// A file that another took the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replaced {
    /// As it was.
    pub old: FileEntry,
    /// What stands in its place; `None` where it was removed whole.
    pub new: Option<FileEntry>,
}

/// Responses that were erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EraseEntry {
    /// How many.
    pub count: u64,
    /// Hashes of their ids.
    pub tombstones: FileEntry,
    /// Rows of batches that count no more.
    pub superseded: FileEntry,
    /// The files that held them.
    pub replaced: Vec<Replaced>,
}

/// How answers to an earlier version are read as answers to a later one, as the later one says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecodeEntry {
    /// Hash of the version that asked the answers.
    pub from: String,
    /// Hash of the version that they are read as answers to.
    pub to: String,
    /// By variable, each earlier value with the value (or the kind of missing, or `drop`) it is read as.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// By question, why.
    pub because: BTreeMap<String, String>,
}

/// What a line says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Entry {
    /// Answers came in.
    Import(Box<ImportEntry>),
    /// A wave was closed.
    Freeze {
        /// The wave.
        wave: String,
    },
    /// Responses were erased.
    Erase(Box<EraseEntry>),
    /// Options were edited, and it is said what the earlier ones are.
    Recode(Box<RecodeEntry>),
    /// What respondents were promised about who answered.
    Promise {
        /// As the definition writes it.
        mode: String,
    },
}

impl Entry {
    /// Takes files that were erased from for those that took their place.
    fn replace(&mut self, replaced: &[Replaced]) {
        let Self::Import(import) = self else { return };
        let files = [
            &mut import.batch,
            &mut import.late,
            &mut import.quarantine,
            &mut import.raw,
            &mut import.personal,
        ];
        for file in files {
            let found = replaced.iter().find(|replaced| file.as_ref() == Some(&replaced.old));
            if let Some(found) = found {
                file.clone_from(&found.new);
            }
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Line {
    version: u32,
    sequence: u64,
    #[serde(flatten)]
    entry: Entry,
}

/// All that was committed, in order; the position of an entry plus one is its sequence number.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ledger {
    pub(super) entries: Vec<Entry>,
    /// Bytes of whole lines; a torn line stands behind them.
    whole: u64,
    /// Whether a torn line stands behind them.
    torn: bool,
}

impl Ledger {
    /// Reads a ledger; one that is not there is empty.
    pub(super) fn read(path: &Path) -> Result<Self, StoreError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(StoreError::disk(Doing::Reading, path)(error)),
        };
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
        let mut ledger = Self {
            entries: Vec::new(),
            whole: whole as u64,
            torn: whole < bytes.len(),
        };
        for line in bytes[..whole]
            .split(|&byte| byte == b'\n')
            .filter(|line| !line.is_empty())
        {
            let entry = parse(path, line, ledger.entries.len() as u64 + 1)?;
            ledger.add(entry);
        }
        Ok(ledger)
    }

    /// Adds an entry; what it erased is no more in those before.
    fn add(&mut self, entry: Entry) {
        if let Entry::Erase(erase) = &entry {
            for before in &mut self.entries {
                before.replace(&erase.replaced);
            }
        }
        self.entries.push(entry);
    }

    /// The number the next entry will have.
    pub(super) fn next(&self) -> u64 {
        self.entries.len() as u64 + 1
    }

    /// Cuts off a torn line; only under the lock.
    pub(super) fn repair(&mut self, disk: &dyn Disk, path: &Path) -> Result<(), StoreError> {
        if self.torn {
            disk.truncate(path, self.whole)
                .map_err(StoreError::disk(Doing::Tidying, path))?;
            self.torn = false;
        }
        Ok(())
    }

    /// Commits an entry: when this returns, it has happened. When it fails, it has either happened or not, whole.
    pub(super) fn commit(&mut self, disk: &dyn Disk, path: &Path, entry: Entry) -> Result<(), StoreError> {
        let line = Line {
            version: VERSION,
            sequence: self.next(),
            entry,
        };
        let mut text = serde_json::to_vec(&line).expect("an entry is plain data with text keys");
        text.push(b'\n');
        let mut file = disk.append(path).map_err(StoreError::disk(Doing::Writing, path))?;
        let written = file
            .write_all(&text)
            .and_then(|()| file.flush())
            .and_then(|()| file.sync());
        if let Err(error) = written {
            // Taken back where the disk lets us; else the next import cuts the torn line.
            drop(file);
            drop(disk.truncate(path, self.whole));
            return Err(StoreError::disk(Doing::Writing, path)(error));
        }
        if self.entries.is_empty()
            && let Some(folder) = path.parent()
        {
            disk.sync_folder(folder)
                .map_err(StoreError::disk(Doing::Writing, folder))?;
        }
        self.whole += text.len() as u64;
        self.add(line.entry);
        Ok(())
    }

    /// The imports with their sequence numbers.
    pub(super) fn imports(&self) -> impl DoubleEndedIterator<Item = (u64, &ImportEntry)> {
        self.entries
            .iter()
            .zip(1u64..)
            .filter_map(|(entry, sequence)| match entry {
                Entry::Import(import) => Some((sequence, import.as_ref())),
                Entry::Freeze { .. } | Entry::Erase(_) | Entry::Recode(_) | Entry::Promise { .. } => None,
            })
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Waves that are closed.
    pub(super) fn frozen(&self) -> std::collections::BTreeSet<WaveId> {
        let waves = self.entries.iter().filter_map(|entry| match entry {
            Entry::Freeze { wave } => Some(WaveId::new(wave)),
            Entry::Import(_) | Entry::Erase(_) | Entry::Recode(_) | Entry::Promise { .. } => None,
        });
        waves.collect()
    }
}

fn parse(path: &Path, line: &[u8], sequence: u64) -> Result<Entry, StoreError> {
    #[derive(Deserialize)]
    struct Head {
        version: u32,
    }
    let broken = || {
        StoreError::damaged(
            path,
            format!("line {sequence} cannot be read"),
            format!("第 {sequence} 行无法读取"),
        )
    };
    let head: Head = serde_json::from_slice(line).map_err(|_| broken())?;
    if head.version > VERSION {
        return Err(StoreError::Newer { path: path.to_owned() });
    }
    let line: Line = serde_json::from_slice(line).map_err(|_| broken())?;
    if line.sequence == sequence {
        return Ok(line.entry);
    }
    let found = line.sequence;
    Err(StoreError::damaged(
        path,
        format!("line {sequence} has the number {found}: a line is missing or stands twice"),
        format!("第 {sequence} 行的序号是 {found}：缺少一行或有重复行"),
    ))
}
