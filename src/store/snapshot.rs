//! The store at one moment: the batches that are committed, and which of their rows still count.

use super::encode::ROW_GROUP;
use super::error::Doing;
use super::error::StoreError;
use super::ledger::Entry;
use super::ledger::FileEntry;
use super::ledger::ImportEntry;
use super::ledger::Ledger;
use super::output::hash_file;
use super::output::hex;
use crate::model::PrivacyMode;
use crate::model::WaveId;
use polars::io::parquet::read::ParallelStrategy;
use polars::prelude::DataFrame;
use polars::prelude::ParquetReader;
use polars::prelude::SerReader;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Whether a batch counts, or waits for a restatement of a frozen wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its responses count.
    Current,
    /// Its responses came after their wave was frozen.
    Late,
}

/// One batch file.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// The name rows of it are called by in lists of superseded rows: `000007` or `000007-late`.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) rows: usize,
    pub(super) sha256: String,
    pub(super) standing: Standing,
    /// Hash of the definition it was read with.
    pub(super) definition: String,
    /// Hash of the file it came from.
    pub(super) source_sha256: String,
    /// Hash of the file whose rows it mends.
    pub(super) repairs: Option<String>,
    /// Rows that count no more, rising.
    pub(super) dead: Vec<u32>,
}

/// What was committed when it was taken. Later imports change no file it names.
#[derive(Debug, Clone)]
pub struct Snapshot {
    folder: PathBuf,
    pub(super) ledger: Ledger,
    pub(super) segments: Vec<Segment>,
}

impl Snapshot {
    pub(super) fn take(folder: &Path) -> Result<Self, StoreError> {
        let ledger = Ledger::read(&folder.join("ledger.jsonl"))?;
        let mut segments = Vec::new();
        let mut dead: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (sequence, import) in ledger.imports() {
            for (file, standing) in [(&import.batch, Standing::Current), (&import.late, Standing::Late)] {
                segments.extend(
                    file.as_ref()
                        .map(|file| segment(folder, sequence, import, file, standing)),
                );
            }
            if let Some(file) = &import.superseded {
                read_superseded(&folder.join(&file.file), file, &mut dead)?;
            }
        }
        for entry in &ledger.entries {
            if let Entry::Erase(erase) = entry {
                read_superseded(&folder.join(&erase.superseded.file), &erase.superseded, &mut dead)?;
            }
        }
        for segment in &mut segments {
            segment.dead = dead.remove(&segment.name).unwrap_or_default();
            segment.dead.sort_unstable();
            segment.dead.dedup();
        }
        Ok(Self {
            folder: folder.to_owned(),
            ledger,
            segments,
        })
    }

    /// Where the store is.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Imports in their order.
    #[must_use]
    pub fn imports(&self) -> Vec<&ImportEntry> {
        self.ledger.imports().map(|(_, import)| import).collect()
    }

    /// Waves that are closed.
    #[must_use]
    pub fn frozen(&self) -> BTreeSet<WaveId> {
        self.ledger.frozen()
    }

    /// The strictest promise about who answered that was ever made; `None` when none was.
    #[must_use]
    pub fn promised(&self) -> Option<PrivacyMode> {
        let modes = self.ledger.entries.iter().filter_map(|entry| match entry {
            Entry::Promise { mode } => PrivacyMode::from_code(mode),
            _ => None,
        });
        modes.min()
    }

    /// Number of changes committed so far.
    #[must_use]
    pub fn changes(&self) -> u64 {
        self.ledger.entries.len() as u64
    }

    /// Responses that count, before any fixes.
    #[must_use]
    pub fn responses(&self) -> u64 {
        self.count(Standing::Current)
    }

    /// Responses to frozen waves, kept apart.
    #[must_use]
    pub fn late_responses(&self) -> u64 {
        self.count(Standing::Late)
    }

    fn count(&self, standing: Standing) -> u64 {
        let segments = self.segments.iter().filter(|segment| segment.standing == standing);
        segments
            .map(|segment| segment.rows.saturating_sub(segment.dead.len()) as u64)
            .sum()
    }

    /// The latest import of the file with this hash.
    #[must_use]
    pub fn import_of(&self, source_sha256: &str) -> Option<&ImportEntry> {
        self.imports()
            .into_iter()
            .rev()
            .find(|import| import.source_sha256 == source_sha256)
    }

    /// Reads every file the ledger names and compares its hash.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] or [`StoreError::Disk`] for the first file that is not as it was written.
    pub fn verify(&self) -> Result<(), StoreError> {
        for entry in &self.ledger.entries {
            let files: Vec<&FileEntry> = match entry {
                Entry::Import(import) => {
                    let files = [
                        &import.batch,
                        &import.late,
                        &import.superseded,
                        &import.quarantine,
                        &import.raw,
                        &import.personal,
                    ];
                    files.into_iter().flatten().collect()
                }
                Entry::Erase(erase) => vec![&erase.tombstones, &erase.superseded],
                Entry::Freeze { .. } | Entry::Recode(_) | Entry::Promise { .. } => Vec::new(),
            };
            for file in files {
                let path = self.folder.join(&file.file);
                if hash_file(&path)? != file.sha256 {
                    return Err(changed(&path));
                }
            }
        }
        Ok(())
    }
}

fn changed(path: &Path) -> StoreError {
    StoreError::damaged(path, "the file is not as manyi wrote it", "文件内容与 manyi 写入时不同")
}

fn segment(folder: &Path, sequence: u64, import: &ImportEntry, file: &FileEntry, standing: Standing) -> Segment {
    Segment {
        name: segment_name(sequence, standing),
        path: folder.join(&file.file),
        rows: usize::try_from(file.rows).unwrap_or(usize::MAX),
        sha256: file.sha256.clone(),
        standing,
        definition: import.definition.clone(),
        source_sha256: import.source_sha256.clone(),
        repairs: import.repairs.clone(),
        dead: Vec::new(),
    }
}

/// The name of a batch, from its import's number.
pub(super) fn segment_name(sequence: u64, standing: Standing) -> String {
    match standing {
        Standing::Current => format!("{sequence:06}"),
        Standing::Late => format!("{sequence:06}-late"),
    }
}

/// Reads a list of rows that count no more: a header, then `batch,row` a line.
fn read_superseded(path: &Path, file: &FileEntry, dead: &mut BTreeMap<String, Vec<u32>>) -> Result<(), StoreError> {
    let bytes = std::fs::read(path).map_err(StoreError::disk(Doing::Reading, path))?;
    if hex(&Sha256::digest(&bytes)) != file.sha256 {
        return Err(changed(path));
    }
    let text = String::from_utf8_lossy(&bytes);
    for line in text.lines().skip(1) {
        let row = line
            .split_once(',')
            .and_then(|(batch, row)| Some((batch, row.parse().ok()?)));
        let (batch, row) = row.ok_or_else(|| changed(path))?;
        match dead.get_mut(batch) {
            Some(rows) => rows.push(row),
            None => drop(dead.insert(batch.to_owned(), vec![row])),
        }
    }
    Ok(())
}

/// A batch file opened for reading, chunk by chunk.
pub(super) struct OpenSegment {
    path: PathBuf,
    metadata: Arc<polars::io::parquet::read::FileMetadata>,
    names: BTreeSet<String>,
    rows: usize,
}

impl OpenSegment {
    /// Opens a batch after comparing its hash, so that no damaged byte reaches the Parquet reader.
    pub(super) fn open(segment: &Segment) -> Result<Self, StoreError> {
        let path = &segment.path;
        if hash_file(path)? != segment.sha256 {
            return Err(changed(path));
        }
        let file = File::open(path).map_err(StoreError::disk(Doing::Reading, path))?;
        let mut reader = ParquetReader::new(file);
        let schema = reader.schema().map_err(StoreError::columns(path))?;
        let names = schema.iter_names().map(ToString::to_string).collect();
        let metadata = Arc::clone(reader.get_metadata().map_err(StoreError::columns(path))?);
        if metadata.num_rows != segment.rows {
            return Err(changed(path));
        }
        Ok(Self {
            path: path.clone(),
            metadata,
            names,
            rows: segment.rows,
        })
    }

    /// Names of all its columns.
    pub(super) fn columns(&self) -> Vec<String> {
        self.names.iter().cloned().collect()
    }

    /// Where the chunks begin.
    pub(super) fn chunks(&self) -> std::iter::StepBy<std::ops::Range<usize>> {
        (0..self.rows).step_by(ROW_GROUP)
    }

    /// Of the chunk that begins at row `from`: those of the columns `wanted` that the file has.
    pub(super) fn read(&self, from: usize, wanted: &[String]) -> Result<DataFrame, StoreError> {
        let columns = wanted
            .iter()
            .filter(|name| self.names.contains(*name))
            .cloned()
            .collect();
        let file = File::open(&self.path).map_err(StoreError::disk(Doing::Reading, &self.path))?;
        let mut reader = ParquetReader::new(file)
            .with_columns(Some(columns))
            .with_slice(Some((from, ROW_GROUP)))
            .read_parallel(ParallelStrategy::Columns);
        reader.set_metadata(Arc::clone(&self.metadata));
        let frame = reader.finish().map_err(StoreError::columns(&self.path))?;
        if frame.height() == ROW_GROUP.min(self.rows - from) {
            Ok(frame)
        } else {
            Err(changed(&self.path))
        }
    }
}
