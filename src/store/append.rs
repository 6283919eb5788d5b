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
use super::ledger::ImportEntry;
use super::output::Output;
use super::personal;
use super::personal::Personal;
use super::quarantine::HEADER;
use super::quarantine::Quarantined;
use super::quarantine::csv_line;
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
    /// SHA-256 of the file whose rows these mend; its versions of them give way whatever their time.
    pub repairs: Option<String>,
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
    pub(super) locked: Locked,
    pub(super) survey: Arc<Survey>,
    pub(super) provenance: Provenance,
    pub(super) snapshot: Snapshot,
    pub(super) frozen: BTreeSet<WaveId>,
    /// Responses that were erased: no file brings them back.
    pub(super) erased: BTreeSet<IdHash>,
    pub(super) current: Side,
    pub(super) late: Side,
    /// Rows of earlier batches that count no more: position of the batch, row.
    pub(super) superseded: BTreeSet<(usize, u32)>,
    pub(super) quarantine: Option<Output>,
    pub(super) quarantined: u64,
    pub(super) raw: Option<(Output, String)>,
    pub(super) personal: Option<Personal>,
    pub(super) receipt: Receipt,
    pub(super) sequence: u64,
    /// Whether no id comes twice.
    vouched: bool,
}

/// Responses of one standing: what is stored, and what comes.
pub(super) struct Side {
    pub(super) standing: Standing,
    pub(super) stored: Index,
    /// Which of the stored ones this file holds too; kept only when the file was read before.
    pub(super) seen: Option<Vec<bool>>,
    /// The new ones, unless the caller vouches that none of them comes twice.
    pub(super) new: Vec<Known>,
    pub(super) writer: Option<BatchWriter>,
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
            let later = snapshot
                .imports()
                .into_iter()
                .rev()
                .take_while(|import| import.source_sha256 != provenance.source_sha256);
            later.into_iter().any(|import| import.counts.retracted > 0)
        };
        if let Some(import) = before.filter(same).filter(|_| !retracted()) {
            return Ok(Opening::Recognised(Box::new(import.clone())));
        }
        let reread = before.is_some();
        let frozen = snapshot.frozen();
        let erased = snapshot.erased()?;
        let side = |standing| -> Result<Side, StoreError> {
            let stored = Index::build(&snapshot, standing, &frozen)?;
            let seen = reread.then(|| vec![false; stored.all().len()]);
            Ok(Side {
                standing,
                stored,
                seen,
                new: Vec::new(),
                writer: None,
            })
        };
        let (current, late) = (side(Standing::Current)?, side(Standing::Late)?);
        Ok(Opening::Ready(Box::new(Self {
            sequence: locked.ledger.next(),
            locked,
            survey,
            provenance,
            snapshot,
            frozen,
            erased,
            current,
            late,
            superseded: BTreeSet::new(),
            quarantine: None,
            quarantined: 0,
            raw: None,
            personal: None,
            receipt: Receipt::default(),
            vouched: false,
        })))
    }

    /// Says before the first [`Appending::push`] that all of it together holds no id twice, as an [`crate::import::Import`] that
    /// tells responses apart hands them on. Then forty bytes a response need not be kept until the end.
    pub fn each_id_comes_once(&mut self) {
        self.vouched = true;
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
        let vouched = self.vouched;
        for (row, (&id, &content)) in ids.iter().zip(&content).enumerate() {
            let version = (version_time(batch, row), content);
            match self.decide(id, version, batch.wave(row)) {
                Fate::Keep(standing) => {
                    let (side, rows) = self.side_of(standing, &mut keep);
                    if !vouched {
                        let at = side.new.len();
                        side.new.push(Known::new(id, version, 0, at));
                    }
                    rows.push(u32::try_from(row).unwrap_or(u32::MAX));
                }
                Fate::Skip => drop(skipped.insert(batch.meta.line[row])),
            }
        }
        for (standing, rows) in [Standing::Current, Standing::Late].into_iter().zip(&keep) {
            self.write(standing, batch, &content, rows)?;
        }
        self.keep_apart(batch, &keep)?;
        let news = notes
            .iter()
            .filter(|note| note.line == 0 || !skipped.contains(&note.line));
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
        if self.erased.contains(&id) {
            self.receipt.erased += 1;
            self.receipt.skipped += 1;
            return Fate::Skip;
        }
        let main = self.current.look(id);
        let apart = self.late.look(id);
        let late = self.frozen.contains(wave) || main.is_some_and(|known| known.frozen());
        let standing = if late { Standing::Late } else { Standing::Current };
        let rival = if late {
            apart.into_iter().chain(main).max_by_key(|known| known.version)
        } else {
            main
        };
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
        if of.is_some_and(|known| self.was_mended(&known)) {
            self.receipt.outdated += 1;
            self.receipt.skipped += 1;
            return Fate::Skip;
        }
        let reread = of.is_some_and(|known| self.is_from_this_file(&known) || self.mends(&known));
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

    pub(super) fn is_from_this_file(&self, known: &Known) -> bool {
        let segment = self.snapshot.segments.get(known.segment());
        segment.is_some_and(|segment| segment.source_sha256 == self.provenance.source_sha256)
    }

    /// Whether it came from the file whose rows these mend.
    fn mends(&self, known: &Known) -> bool {
        let segment = self.snapshot.segments.get(known.segment());
        segment.is_some_and(|segment| Some(&segment.source_sha256) == self.provenance.repairs.as_ref())
    }

    /// Whether it mended a row of this file.
    fn was_mended(&self, known: &Known) -> bool {
        let segment = self.snapshot.segments.get(known.segment());
        segment.is_some_and(|segment| segment.repairs.as_ref() == Some(&self.provenance.source_sha256))
    }

    fn write(&mut self, standing: Standing, batch: &Batch, content: &[u64], rows: &[u32]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let path = self.locked.folder.join(batch_file(self.sequence, standing));
        let unordered;
        let batch = if self.survey.privacy.is_anonymous() {
            // Where a response stood in its file would tell in which order responses came.
            unordered = {
                let mut batch = batch.clone();
                batch.meta.line.fill(0);
                batch
            };
            &unordered
        } else {
            batch
        };
        let frame = encode(&self.survey.variables, batch, content, rows).map_err(StoreError::columns(&path))?;
        let disk = Arc::clone(&self.locked.disk);
        let side = if standing == Standing::Current {
            &mut self.current
        } else {
            &mut self.late
        };
        let writer = match side.writer.take() {
            Some(writer) => writer,
            None => BatchWriter::begin(disk.as_ref(), &path, &frame)?,
        };
        side.writer.insert(writer).push(frame)
    }

    /// Writes what tells who someone is, of the responses that are kept.
    fn keep_apart(&mut self, batch: &Batch, keep: &[Vec<u32>; 2]) -> Result<(), StoreError> {
        let lines = personal::lines(&self.survey, batch, keep.iter().flatten());
        if lines.is_empty() {
            return Ok(());
        }
        let mut file = match self.personal.take() {
            Some(file) => file,
            None => Personal::begin(
                self.locked.disk.as_ref(),
                &self.locked.folder,
                self.sequence,
                &self.survey,
            )?,
        };
        let written = file.write(&lines);
        self.personal = Some(file);
        written
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
        let line = if self.survey.privacy.is_anonymous() {
            0
        } else {
            note.line
        };
        let note = Quarantined { line, ..note.clone() };
        let written = output.write_all(note.csv().as_bytes()).map_err(writing());
        self.quarantine = Some(output);
        self.quarantined += 1;
        written
    }

    /// Responses of this file that were erased before; the file itself must then not be kept.
    #[must_use]
    pub fn erased(&self) -> u64 {
        self.receipt.erased
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
        let outputs = self
            .quarantine
            .take()
            .into_iter()
            .chain(self.raw.take().map(|(output, _)| output))
            .chain(self.personal.take().map(Personal::into_output));
        outputs.for_each(|output| output.abandon(disk));
    }
}

impl std::fmt::Debug for Appending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Appending")
            .field("folder", &self.locked.folder)
            .field("receipt", &self.receipt)
            .finish_non_exhaustive()
    }
}

pub(super) fn batch_file(sequence: u64, standing: Standing) -> String {
    format!("batches/{}.parquet", segment_name(sequence, standing))
}

/// The SHA-256 of a file, as [`Provenance`] wants it.
///
/// # Errors
/// [`StoreError::Disk`] when it cannot be read.
pub fn sha256_of(path: &Path) -> Result<String, StoreError> {
    super::output::hash_file(path)
}
