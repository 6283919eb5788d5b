//! One import into the store: rows come in chunks, the ledger's line comes last.
//!
//! Until [`Appending::commit`] returns, the store is what it was; dropping an [`Appending`] takes everything back.

use super::content::IdHash;
use super::content::content_hashes;
use super::content::id_hashes;
use super::content::version_time;
use super::encode::encode;
use super::error::Doing;
use super::error::StoreError;
use super::folder::Locked;
use super::index::Index;
use super::index::Known;
use super::index::Version;
use super::ledger::Entry;
use super::ledger::FileEntry;
use super::ledger::ImportEntry;
use super::output::Output;
use super::quarantine::HEADER;
use super::quarantine::Quarantined;
use super::quarantine::csv_line;
use super::receipt::Incoming;
use super::receipt::Receipt;
use super::snapshot::Snapshot;
use super::snapshot::Standing;
use super::snapshot::segment_name;
use super::writer::BatchWriter;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::Batch;
use std::collections::BTreeSet;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

/// Where answers come from and how they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Name of the file, as the user gave it.
    pub source: String,
    /// SHA-256 of the file, 64 hex digits.
    pub source_sha256: String,
    /// Text of the definition the answers are checked against; kept as it was fielded.
    pub definition_text: String,
    /// Hash of the mapping, empty where none is used.
    pub mapping: String,
}

/// What an import into the store begins with.
#[derive(Debug)]
pub enum Opening {
    /// This file was imported before, with this definition and mapping: there is nothing to do.
    Recognised(Box<ImportEntry>),
    /// The store awaits its rows.
    Ready(Box<Appending>),
}

/// An import under way; holds the store's lock.
pub struct Appending {
    locked: Locked,
    survey: Arc<Survey>,
    provenance: Provenance,
    snapshot: Snapshot,
    frozen: BTreeSet<WaveId>,
    current: Side,
    late: Side,
    /// Rows of earlier batches that count no more: position of the batch, row.
    superseded: BTreeSet<(usize, u32)>,
    quarantine: Option<Output>,
    quarantined: u64,
    raw: Option<(Output, String)>,
    receipt: Receipt,
    sequence: u64,
}

/// Responses of one standing: what is stored, and what comes.
struct Side {
    standing: Standing,
    stored: Index,
    /// Which of the stored ones this file holds too; kept only when the file was read before.
    seen: Option<Vec<bool>>,
    new: Vec<Known>,
    writer: Option<BatchWriter>,
}

/// What is done with a row.
enum Fate {
    Keep(Standing),
    Skip,
}

impl Appending {
    pub(super) fn begin(locked: Locked, survey: Arc<Survey>, provenance: Provenance) -> Result<Opening, StoreError> {
        let snapshot = Snapshot::take(&locked.folder)?;
        let same = |import: &&ImportEntry| import.definition == survey.hash && import.mapping == provenance.mapping;
        let before = snapshot.import_of(&provenance.source_sha256);
        // What was taken back since may have uncovered an older version of a response that only this file holds.
        let retracted = || {
            let later = snapshot.imports().into_iter().rev().take_while(|import| import.source_sha256 != provenance.source_sha256);
            later.into_iter().any(|import| import.counts.retracted > 0)
        };
        if let Some(import) = before.filter(same).filter(|_| !retracted()) {
            return Ok(Opening::Recognised(Box::new(import.clone())));
        }
        let reread = before.is_some();
        let frozen = snapshot.frozen();
        let side = |standing| -> Result<Side, StoreError> {
            let stored = Index::build(&snapshot, standing, &frozen)?;
            let seen = reread.then(|| vec![false; stored.all().len()]);
            Ok(Side { standing, stored, seen, new: Vec::new(), writer: None })
        };
        let (current, late) = (side(Standing::Current)?, side(Standing::Late)?);
        Ok(Opening::Ready(Box::new(Self {
            sequence: locked.ledger.next(),
            locked,
            survey,
            provenance,
            snapshot,
            frozen,
            current,
            late,
            superseded: BTreeSet::new(),
            quarantine: None,
            quarantined: 0,
            raw: None,
            receipt: Receipt::default(),
        })))
    }

    /// Adds responses, and what of them (or of rows between them) could not be read. Notes on responses that are known already
    /// are not kept twice.
    ///
    /// # Errors
    /// [`StoreError::Disk`] when the disk refuses; the import cannot go on then.
    pub fn push(&mut self, batch: &Batch, notes: &[Quarantined]) -> Result<(), StoreError> {
        let content = content_hashes(&self.survey, batch);
        let ids = id_hashes(&batch.meta.response_id);
        let mut keep: [Vec<u32>; 2] = [Vec::new(), Vec::new()];
        let mut skipped: BTreeSet<u64> = BTreeSet::new();
        for (row, (&id, &content)) in ids.iter().zip(&content).enumerate() {
            let version = (version_time(batch, row), content);
            match self.decide(id, version, batch.wave(row)) {
                Fate::Keep(standing) => {
                    let (side, rows) = self.side_of(standing, &mut keep);
                    let at = side.new.len();
                    side.new.push(Known::new(id, version, 0, at));
                    rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                }
                Fate::Skip => drop(skipped.insert(batch.meta.line[row])),
            }
        }
        for (standing, rows) in [Standing::Current, Standing::Late].into_iter().zip(&keep) {
            self.write(standing, batch, &content, rows)?;
        }
        let news = notes.iter().filter(|note| note.line == 0 || !skipped.contains(&note.line));
        news.into_iter().try_for_each(|note| self.note(note))
    }

    fn side_of<'a>(&'a mut self, standing: Standing, keep: &'a mut [Vec<u32>; 2]) -> (&'a mut Side, &'a mut Vec<u32>) {
        let [current, late] = keep;
        match standing {
            Standing::Current => (&mut self.current, current),
            Standing::Late => (&mut self.late, late),
        }
    }

    fn decide(&mut self, id: IdHash, version: Version, wave: &WaveId) -> Fate {
        let main = self.current.look(id);
        let apart = self.late.look(id);
        let late = self.frozen.contains(wave) || main.is_some_and(|known| known.frozen());
        let standing = if late { Standing::Late } else { Standing::Current };
        let rival = if late { apart.into_iter().chain(main).max_by_key(|known| known.version) } else { main };
        let Some(rival) = rival else {
            self.receipt.accepted += 1;
            self.receipt.late += u64::from(late);
            return Fate::Keep(standing);
        };
        if rival.version.1 == version.1 {
            self.receipt.known += 1;
            self.receipt.skipped += 1;
            return Fate::Skip;
        }
        let of = if apart == Some(rival) { &apart } else { &main };
        let reread = of.is_some_and(|known| self.is_from_this_file(&known));
        self.receipt.tied += u64::from(!reread && rival.version.0 == version.0);
        if !reread && rival.version > version {
            self.receipt.outdated += 1;
            self.receipt.skipped += 1;
            return Fate::Skip;
        }
        // A frozen response stays where it is; only an earlier latecomer gives way to a later one.
        let gone = if late { apart } else { main };
        self.superseded.extend(gone.map(|known| (known.segment(), known.row)));
        self.receipt.replaced += 1;
        self.receipt.late += u64::from(late);
        Fate::Keep(standing)
    }

    fn is_from_this_file(&self, known: &Known) -> bool {
        let segment = self.snapshot.segments.get(known.segment());
        segment.is_some_and(|segment| segment.source_sha256 == self.provenance.source_sha256)
    }

    fn write(&mut self, standing: Standing, batch: &Batch, content: &[u64], rows: &[u32]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let path = self.locked.folder.join(batch_file(self.sequence, standing));
        let frame = encode(&self.survey.variables, batch, content, rows).map_err(StoreError::columns(&path))?;
        let disk = Arc::clone(&self.locked.disk);
        let side = if standing == Standing::Current { &mut self.current } else { &mut self.late };
        let writer = match side.writer.take() {
            Some(writer) => writer,
            None => BatchWriter::begin(disk.as_ref(), &path, &frame)?,
        };
        side.writer.insert(writer).push(frame)
    }

    fn note(&mut self, note: &Quarantined) -> Result<(), StoreError> {
        let path = self.locked.folder.join(format!("quarantine/{:06}.csv", self.sequence));
        let writing = || StoreError::disk(Doing::Writing, &path);
        let mut output = if let Some(output) = self.quarantine.take() {
            output
        } else {
            let mut output = Output::create(self.locked.disk.as_ref(), &path)?;
            output.write_all(csv_line(&HEADER).as_bytes()).map_err(writing())?;
            output
        };
        let written = output.write_all(note.csv().as_bytes()).map_err(writing());
        self.quarantine = Some(output);
        self.quarantined += 1;
        written
    }

    /// Keeps the file itself beside the answers, for workspaces that ask for it.
    ///
    /// # Errors
    /// [`StoreError::Disk`] when it cannot be read or written.
    pub fn keep_raw(&mut self, file: &mut dyn Read) -> Result<(), StoreError> {
        let name = format!("raw/{:06}.bin", self.sequence);
        let path = self.locked.folder.join(&name);
        let mut output = Output::create(self.locked.disk.as_ref(), &path)?;
        let copied = std::io::copy(file, &mut output).map_err(StoreError::disk(Doing::Writing, &path));
        self.raw = Some((output, name));
        copied.map(drop)
    }

    /// What the receipt would be if this were all: for a dry run, and to decide whether too much was refused.
    #[must_use]
    pub fn preview(&self, incoming: Incoming) -> Receipt {
        self.settle(incoming).0
    }

    /// Commits: when this returns, the answers are in the store and on the disk.
    ///
    /// # Errors
    /// [`StoreError::Disk`] when the disk refuses. Then the store is the old one; only when the very last step failed may it be
    /// the new one, and the same import, run again, recognises that.
    pub fn commit(mut self, incoming: Incoming) -> Result<Receipt, StoreError> {
        let (receipt, losers, retracted) = self.settle(incoming);
        let superseded = self.superseded_lines(&losers, &retracted);
        let disk = Arc::clone(&self.locked.disk);
        let batch = self.finish_batch(Standing::Current)?;
        let late = self.finish_batch(Standing::Late)?;
        let superseded = self.finish_superseded(&superseded)?;
        let quarantine = match self.quarantine.take() {
            Some(output) => {
                let file = format!("quarantine/{:06}.csv", self.sequence);
                Some(FileEntry { file, sha256: output.finish(disk.as_ref())?, rows: self.quarantined })
            }
            None => None,
        };
        let raw = match self.raw.take() {
            Some((output, file)) => Some(FileEntry { file, sha256: output.finish(disk.as_ref())?, rows: receipt.read }),
            None => None,
        };
        self.keep_definition()?;
        for part in ["batches", "superseded", "quarantine", "definitions", "raw"] {
            let folder = self.locked.folder.join(part);
            if folder.is_dir() {
                disk.sync_folder(&folder).map_err(StoreError::disk(Doing::Writing, &folder))?;
            }
        }
        let folder = &self.locked.folder;
        disk.sync_folder(folder).map_err(StoreError::disk(Doing::Writing, folder))?;
        let entry = ImportEntry {
            source: self.provenance.source.clone(),
            source_sha256: self.provenance.source_sha256.clone(),
            definition: self.survey.hash.clone(),
            mapping: self.provenance.mapping.clone(),
            counts: receipt,
            batch,
            late,
            superseded,
            quarantine,
            raw,
        };
        self.locked.commit(Entry::Import(Box::new(entry)))?;
        Ok(receipt)
    }

    /// The receipt; the new rows that lose against another of the same file; the stored rows this reading no longer holds.
    #[expect(clippy::type_complexity, reason = "three private lists, named where they are taken apart")]
    fn settle(&self, incoming: Incoming) -> (Receipt, Vec<(Standing, u32)>, Vec<(usize, u32)>) {
        let mut receipt = self.receipt;
        let mut losers = Vec::new();
        let mut retracted = Vec::new();
        for side in [&self.current, &self.late] {
            let mut new = side.new.clone();
            new.sort_unstable();
            for two in new.windows(2).filter(|two| two[0].id == two[1].id) {
                losers.push((side.standing, two[0].row));
                let stored = self.current.stored.find(two[0].id).is_some()
                    || side.standing == Standing::Late && self.late.stored.find(two[0].id).is_some();
                let counted = if stored { &mut receipt.replaced } else { &mut receipt.accepted };
                *counted -= 1;
                receipt.skipped += 1;
                receipt.late -= u64::from(side.standing == Standing::Late);
                let same = two[0].version.1 == two[1].version.1;
                let reason = if same { &mut receipt.known } else { &mut receipt.outdated };
                *reason += 1;
                receipt.tied += u64::from(!same && two[0].version.0 == two[1].version.0);
            }
            let seen = side.seen.iter().flatten().zip(side.stored.all());
            let gone = seen.filter(|(seen, known)| !**seen && !known.frozen() && self.is_from_this_file(known));
            retracted.extend(gone.map(|(_, known)| (known.segment(), known.row)));
        }
        receipt.retracted = retracted.len() as u64;
        receipt.read = incoming.read;
        receipt.skipped += incoming.skipped;
        receipt.refused = incoming.refused;
        receipt.invalid_cells = incoming.invalid_cells;
        (receipt, losers, retracted)
    }

    fn superseded_lines(&self, losers: &[(Standing, u32)], retracted: &[(usize, u32)]) -> BTreeSet<(String, u32)> {
        let stored = self.superseded.iter().chain(retracted);
        let stored = stored.filter_map(|(segment, row)| Some((self.snapshot.segments.get(*segment)?.name.clone(), *row)));
        let own = losers.iter().map(|(standing, row)| (segment_name(self.sequence, *standing), *row));
        stored.chain(own).collect()
    }

    fn finish_batch(&mut self, standing: Standing) -> Result<Option<FileEntry>, StoreError> {
        let side = if standing == Standing::Current { &mut self.current } else { &mut self.late };
        let Some(writer) = side.writer.take() else { return Ok(None) };
        writer.finish(self.locked.disk.as_ref(), batch_file(self.sequence, standing)).map(Some)
    }

    fn finish_superseded(&self, rows: &BTreeSet<(String, u32)>) -> Result<Option<FileEntry>, StoreError> {
        if rows.is_empty() {
            return Ok(None);
        }
        let file = format!("superseded/{:06}.csv", self.sequence);
        let path = self.locked.folder.join(&file);
        let disk = self.locked.disk.as_ref();
        let mut output = Output::create(disk, &path)?;
        let lines = rows.iter().map(|(batch, row)| format!("{batch},{row}\n"));
        let text: String = std::iter::once("batch,row\n".to_owned()).chain(lines).collect();
        output.write_all(text.as_bytes()).map_err(StoreError::disk(Doing::Writing, &path))?;
        Ok(Some(FileEntry { file, sha256: output.finish(disk)?, rows: rows.len() as u64 }))
    }

    fn keep_definition(&self) -> Result<(), StoreError> {
        let path = self.locked.folder.join("definitions").join(format!("{}.yaml", self.survey.hash));
        if path.exists() {
            return Ok(());
        }
        let disk = self.locked.disk.as_ref();
        let mut output = Output::create(disk, &path)?;
        output.write_all(self.provenance.definition_text.as_bytes()).map_err(StoreError::disk(Doing::Writing, &path))?;
        output.finish(disk).map(drop)
    }
}

impl Side {
    /// The stored response of this id, remembered as seen.
    fn look(&mut self, id: IdHash) -> Option<Known> {
        let position = self.stored.find(id)?;
        if let Some(seen) = &mut self.seen {
            seen[position] = true;
        }
        Some(self.stored.get(position))
    }
}

impl Drop for Appending {
    fn drop(&mut self) {
        let disk = self.locked.disk.as_ref();
        for side in [&mut self.current, &mut self.late] {
            side.writer.take().into_iter().for_each(|writer| writer.abandon(disk));
        }
        let outputs = self.quarantine.take().into_iter().chain(self.raw.take().map(|(output, _)| output));
        outputs.for_each(|output| output.abandon(disk));
    }
}

impl std::fmt::Debug for Appending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Appending").field("folder", &self.locked.folder).field("receipt", &self.receipt).finish_non_exhaustive()
    }
}

fn batch_file(sequence: u64, standing: Standing) -> String {
    format!("batches/{}.parquet", segment_name(sequence, standing))
}

/// The SHA-256 of a file, as [`Provenance`] wants it.
///
/// # Errors
/// [`StoreError::Disk`] when it cannot be read.
pub fn sha256_of(path: &Path) -> Result<String, StoreError> {
    super::output::hash_file(path)
}
