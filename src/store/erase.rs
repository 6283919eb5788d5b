//! Erasing responses: every file that holds one is written anew without it, and a line in the ledger names the new files.
//!
//! A row of a batch is blanked, not taken out, so that rows keep their numbers. What stays is a tombstone: hashes of the erased
//! ids, so that no later import brings a response back, and the hashes of the files before and after. The ledger's line is the
//! commit here too: a kill before it leaves the old files, after it the new ones, and whatever no line names is swept.

use super::Store;
use super::content::IdHash;
use super::content::id_hash;
use super::cut;
use super::disk::Disk;
use super::error::Doing;
use super::error::StoreError;
use super::folder::Locked;
use super::ledger::Entry;
use super::ledger::EraseEntry;
use super::ledger::FileEntry;
use super::ledger::Replaced;
use super::output::Output;
use super::snapshot::OpenSegment;
use super::snapshot::Segment;
use super::snapshot::Snapshot;
use super::writer::BatchWriter;
use polars::prelude::DataFrame;
use polars::prelude::IdxCa;
use polars::prelude::IdxSize;
use polars::prelude::NewChunkedArray;
use polars::prelude::PolarsResult;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Erased {
    /// Responses erased now.
    pub responses: u64,
    /// Files of the store that were written anew.
    pub files: u64,
    /// Raw files that were removed whole, since a single response could not be cut out of them safely.
    pub raw_removed: Vec<String>,
}

/// The rows of one batch that go.
struct Gone {
    segment: usize,
    /// Rising.
    rows: Vec<u32>,
    /// Where the rows began in the file that was imported.
    lines: BTreeSet<u64>,
}

/// What is known of a stored response to those who erase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    /// Its id.
    pub response_id: &'a str,
    /// The pseudonym of the person, or nothing.
    pub respondent: &'a str,
    /// The response of another survey it is a part of, or nothing.
    pub parent: &'a str,
}

impl Store {
    /// Erases every response `wanted` names, in all its versions. Responses erased before are none of those looked at.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read or written; it is then the old one, or the new one where only tidying failed.
    pub fn erase(&self, wanted: &dyn Fn(Identity<'_>) -> bool) -> Result<Erased, StoreError> {
        self.erase_parts(None, wanted)
    }

    /// The same of a survey whose rows are parts of responses; `key` is the column that names them.
    ///
    /// # Errors
    /// As [`Store::erase`].
    pub fn erase_parts(&self, key: Option<&str>, wanted: &dyn Fn(Identity<'_>) -> bool) -> Result<Erased, StoreError> {
        if !self.folder.join("ledger.jsonl").exists() {
            return Ok(Erased::default());
        }
        let mut locked = Locked::new(&self.folder, Arc::clone(&self.disk))?;
        let snapshot = Snapshot::take(&self.folder)?;
        let ids = named(&snapshot, key, wanted)?;
        if ids.is_empty() {
            return Ok(Erased::default());
        }
        let work = Work {
            locked: &locked,
            snapshot: &snapshot,
            ids: &ids,
            sequence: locked.ledger.next(),
        };
        let (entry, erased) = match work.prepare() {
            Ok(prepared) => prepared,
            Err(error) => {
                drop(locked.sweep());
                return Err(error);
            }
        };
        locked.commit(Entry::Erase(Box::new(entry)))?;
        // The old files go now; were we killed here, whoever opens the store next would sweep them.
        locked.sweep()?;
        Ok(erased)
    }

    /// Whether a response of this id was erased.
    ///
    /// # Errors
    /// [`StoreError`] when the tombstones cannot be read.
    pub fn tombstones(&self) -> Result<Tombstones, StoreError> {
        Ok(Tombstones(Snapshot::take(&self.folder)?.erased()?))
    }
}

/// Hashes of the ids of erased responses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tombstones(BTreeSet<IdHash>);

impl Tombstones {
    /// Whether a response of this id was erased.
    #[must_use]
    pub fn holds(&self, response_id: &str) -> bool {
        self.0.contains(&id_hash(response_id))
    }

    /// How many responses.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether none was erased.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Snapshot {
    /// Hashes of the ids of erased responses.
    pub(super) fn erased(&self) -> Result<BTreeSet<IdHash>, StoreError> {
        let mut erased = BTreeSet::new();
        for entry in &self.ledger.entries {
            let Entry::Erase(entry) = entry else { continue };
            let path = self.folder().join(&entry.tombstones.file);
            let text = std::fs::read_to_string(&path).map_err(StoreError::disk(Doing::Reading, &path))?;
            for line in text.lines().skip(1) {
                let number = |part: Option<&str>| part.and_then(|part| u64::from_str_radix(part, 16).ok());
                if let (Some(first), Some(second)) = (number(line.get(..16)), number(line.get(16..))) {
                    erased.insert([first, second]);
                }
            }
        }
        Ok(erased)
    }
}

/// Ids that are wanted, by their hash.
fn named(
    snapshot: &Snapshot,
    key: Option<&str>,
    wanted: &dyn Fn(Identity<'_>) -> bool,
) -> Result<BTreeMap<IdHash, String>, StoreError> {
    let mut ids = BTreeMap::new();
    let columns: Vec<String> = ["response_id", "respondent"]
        .into_iter()
        .chain(key)
        .map(str::to_owned)
        .collect();
    for segment in &snapshot.segments {
        each(segment, &columns, |_, frame| {
            let (found, people) = (frame.column("response_id")?.str()?, frame.column("respondent")?.str()?);
            let parents = key
                .and_then(|key| frame.column(key).ok())
                .map(|column| column.str())
                .transpose()?;
            for (row, (id, person)) in found.iter().zip(people.iter()).enumerate() {
                let Some(id) = id else { continue };
                let identity = Identity {
                    response_id: id,
                    respondent: person.unwrap_or_default(),
                    parent: parents.and_then(|parents| parents.get(row)).unwrap_or_default(),
                };
                if wanted(identity) {
                    ids.insert(id_hash(id), id.to_owned());
                }
            }
            Ok(())
        })?;
    }
    Ok(ids)
}

/// Hands each chunk of a batch to `take`, with the row it begins at.
pub(super) fn each(
    segment: &Segment,
    columns: &[String],
    mut take: impl FnMut(usize, DataFrame) -> PolarsResult<()>,
) -> Result<(), StoreError> {
    let open = OpenSegment::open(segment)?;
    for from in open.chunks() {
        let frame = open.read(from, columns)?;
        take(from, frame).map_err(StoreError::columns(&segment.path))?;
    }
    Ok(())
}

struct Work<'a> {
    locked: &'a Locked,
    snapshot: &'a Snapshot,
    ids: &'a BTreeMap<IdHash, String>,
    sequence: u64,
}

impl Work<'_> {
    /// Writes every file anew that must be, durable; what is left to do is the ledger's line.
    fn prepare(&self) -> Result<(EraseEntry, Erased), StoreError> {
        let gone = self.gone()?;
        let mut erased = Erased {
            responses: self.ids.len() as u64,
            ..Erased::default()
        };
        let mut replaced = Vec::new();
        let mut lines: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for part in &gone {
            let segment = &self.snapshot.segments[part.segment];
            replaced.push(self.blank(segment, &part.rows)?);
            if let Some(sequence) = segment.name.get(..6).and_then(|number| number.parse().ok()) {
                lines.entry(sequence).or_default().extend(&part.lines);
            }
        }
        for (sequence, import) in self.snapshot.ledger.imports() {
            let Some(lines) = lines.get(&sequence) else { continue };
            if let Some(file) = &import.quarantine {
                replaced.extend(self.text(file, |text| Some(cut::without_notes(text, lines, self.ids.values())))?);
            }
            if let Some(file) = &import.personal {
                replaced.extend(self.text(file, |text| Some(cut::without_ids(text, self.ids.values())))?);
            }
            if let Some(file) = &import.raw {
                let made = self.text(file, |bytes| cut::without_records(bytes, lines, self.ids.values()))?;
                if made.as_ref().is_some_and(|replaced| replaced.new.is_none()) {
                    erased.raw_removed.push(file.file.clone());
                }
                replaced.extend(made);
            }
        }
        erased.files = replaced.len() as u64;
        let entry = EraseEntry {
            count: erased.responses,
            tombstones: self.tombstones()?,
            superseded: self.superseded(&gone)?,
            replaced,
        };
        for part in super::folder::PARTS {
            let folder = self.locked.folder.join(part);
            if folder.is_dir() {
                self.disk()
                    .sync_folder(&folder)
                    .map_err(StoreError::disk(Doing::Writing, &folder))?;
            }
        }
        let folder = &self.locked.folder;
        self.disk()
            .sync_folder(folder)
            .map_err(StoreError::disk(Doing::Writing, folder))?;
        Ok((entry, erased))
    }

    fn disk(&self) -> &dyn Disk {
        self.locked.disk.as_ref()
    }

    /// The rows of all versions of the responses, by batch.
    fn gone(&self) -> Result<Vec<Gone>, StoreError> {
        let mut gone = Vec::new();
        let columns = ["response_id".to_owned(), "_line".to_owned()];
        for (place, segment) in self.snapshot.segments.iter().enumerate() {
            let mut part = Gone {
                segment: place,
                rows: Vec::new(),
                lines: BTreeSet::new(),
            };
            each(segment, &columns, |from, frame| {
                let (ids, lines) = (frame.column("response_id")?.str()?, frame.column("_line")?.i64()?);
                for (offset, (id, line)) in ids.iter().zip(lines.iter()).enumerate() {
                    if id.is_some_and(|id| self.ids.contains_key(&id_hash(id))) {
                        part.rows.push(u32::try_from(from + offset).unwrap_or(u32::MAX));
                        part.lines
                            .extend(line.and_then(|line| u64::try_from(line).ok()).filter(|line| *line > 0));
                    }
                }
                Ok(())
            })?;
            if !part.rows.is_empty() {
                gone.push(part);
            }
        }
        Ok(gone)
    }

    /// A name for what takes a file's place: `batches/000001.parquet` becomes `batches/000001.e000007.parquet`.
    fn anew(&self, file: &str) -> String {
        let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
        let stem = name.split('.').next().unwrap_or(name);
        let ending = name.rsplit('.').next().unwrap_or_default();
        format!("{folder}/{stem}.e{:06}.{ending}", self.sequence)
    }

    /// A batch with nothing in some of its rows.
    fn blank(&self, segment: &Segment, rows: &[u32]) -> Result<Replaced, StoreError> {
        let folder = &self.locked.folder;
        let file = segment.path.strip_prefix(folder).unwrap_or(&segment.path);
        let old = file.to_string_lossy().replace('\\', "/");
        let new = self.anew(&old);
        let path = folder.join(&new);
        let open = OpenSegment::open(segment)?;
        let mut writer: Option<BatchWriter> = None;
        for from in open.chunks() {
            let frame = open.read(from, &open.columns())?;
            let is_gone = |row: usize| u32::try_from(from + row).is_ok_and(|row| rows.binary_search(&row).is_ok());
            let kept = (0..frame.height()).map(|row| (!is_gone(row)).then(|| IdxSize::try_from(row).unwrap_or(0)));
            let kept = IdxCa::from_iter_options("kept".into(), kept);
            let frame = frame.take(&kept).map_err(StoreError::columns(&segment.path))?;
            let mut begun = match writer.take() {
                Some(writer) => writer,
                None => BatchWriter::begin(self.disk(), &path, &frame)?,
            };
            begun.push(frame)?;
            writer = Some(begun);
        }
        let new = match writer {
            Some(writer) => Some(writer.finish(self.disk(), new)?),
            None => None,
        };
        Ok(Replaced {
            old: FileEntry {
                file: old,
                sha256: segment.sha256.clone(),
                rows: segment.rows as u64,
            },
            new,
        })
    }

    /// A file without what `cut` takes out of it; removed whole where `cut` cannot tell; `None` where nothing changes.
    fn text(&self, file: &FileEntry, cut: impl Fn(&[u8]) -> Option<cut::Cut>) -> Result<Option<Replaced>, StoreError> {
        let path = self.locked.folder.join(&file.file);
        let bytes = std::fs::read(&path).map_err(StoreError::disk(Doing::Reading, &path))?;
        let new = match cut(&bytes) {
            None => None,
            Some(cut) if cut.taken == 0 => return Ok(None),
            Some(cut) => Some(self.write(&self.anew(&file.file), &cut.bytes, file.rows.saturating_sub(cut.taken))?),
        };
        Ok(Some(Replaced { old: file.clone(), new }))
    }

    fn write(&self, file: &str, bytes: &[u8], rows: u64) -> Result<FileEntry, StoreError> {
        let path = self.locked.folder.join(file);
        let mut output = if file.starts_with("personal/") {
            Output::private(self.disk(), &path)?
        } else {
            Output::create(self.disk(), &path)?
        };
        output
            .write_all(bytes)
            .map_err(StoreError::disk(Doing::Writing, &path))?;
        Ok(FileEntry {
            file: file.to_owned(),
            sha256: output.finish(self.disk())?,
            rows,
        })
    }

    fn tombstones(&self) -> Result<FileEntry, StoreError> {
        let lines = self
            .ids
            .keys()
            .map(|[first, second]| format!("{first:016x}{second:016x}\n"));
        let text: String = std::iter::once("id\n".to_owned()).chain(lines).collect();
        let file = format!("erased/{:06}.csv", self.sequence);
        self.write(&file, text.as_bytes(), self.ids.len() as u64)
    }

    /// The rows count no more.
    fn superseded(&self, gone: &[Gone]) -> Result<FileEntry, StoreError> {
        let mut text = "batch,row\n".to_owned();
        let mut count = 0;
        for part in gone {
            let name = &self.snapshot.segments[part.segment].name;
            for row in &part.rows {
                let _ = writeln!(text, "{name},{row}");
                count += 1;
            }
        }
        self.write(&format!("superseded/{:06}.csv", self.sequence), text.as_bytes(), count)
    }
}
