//! The end of an import: what became of its rows, its files made whole, and the ledger's line.

use super::append::Appending;
use super::append::batch_file;
use super::error::Doing;
use super::error::StoreError;
use super::folder::PARTS;
use super::ledger::Entry;
use super::ledger::FileEntry;
use super::ledger::ImportEntry;
use super::output::Output;
use super::receipt::Incoming;
use super::receipt::Receipt;
use super::snapshot::Standing;
use super::snapshot::segment_name;
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::Arc;

impl Appending {
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
        match self.prepare(incoming) {
            Ok(entry) => {
                let receipt = entry.counts;
                self.locked.commit(Entry::Import(Box::new(entry)))?;
                Ok(receipt)
            }
            Err(error) => {
                // A full disk is the likeliest cause: give back what half an import took. What stays is swept by the next.
                drop(self.locked.sweep());
                Err(error)
            }
        }
    }

    /// Makes every file whole and durable; what is left to do is the ledger's line.
    fn prepare(&mut self, incoming: Incoming) -> Result<ImportEntry, StoreError> {
        let (receipt, losers, retracted) = self.settle(incoming);
        let superseded = self.superseded_lines(&losers, &retracted);
        let disk = Arc::clone(&self.locked.disk);
        let batch = self.finish_batch(Standing::Current)?;
        let late = self.finish_batch(Standing::Late)?;
        let superseded = self.finish_superseded(&superseded)?;
        let quarantine = match self.quarantine.take() {
            Some(output) => {
                let file = format!("quarantine/{:06}.csv", self.sequence);
                Some(FileEntry {
                    file,
                    sha256: output.finish(disk.as_ref())?,
                    rows: self.quarantined,
                })
            }
            None => None,
        };
        let raw = match self.raw.take() {
            Some((output, file)) => Some(FileEntry {
                file,
                sha256: output.finish(disk.as_ref())?,
                rows: receipt.read,
            }),
            None => None,
        };
        let personal = match self.personal.take() {
            Some(personal) => Some(personal.finish(disk.as_ref(), self.sequence)?),
            None => None,
        };
        self.keep_definition()?;
        for part in PARTS {
            let folder = self.locked.folder.join(part);
            if folder.is_dir() {
                disk.sync_folder(&folder)
                    .map_err(StoreError::disk(Doing::Writing, &folder))?;
            }
        }
        let folder = &self.locked.folder;
        disk.sync_folder(folder)
            .map_err(StoreError::disk(Doing::Writing, folder))?;
        Ok(ImportEntry {
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
            personal,
            repairs: self.provenance.repairs.clone(),
        })
    }

    /// The receipt; the new rows that lose against another of the same file; the stored rows this reading no longer holds.
    #[expect(
        clippy::type_complexity,
        reason = "three private lists, named where they are taken apart"
    )]
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
                let counted = if stored {
                    &mut receipt.replaced
                } else {
                    &mut receipt.accepted
                };
                *counted -= 1;
                receipt.skipped += 1;
                receipt.late -= u64::from(side.standing == Standing::Late);
                let same = two[0].version.1 == two[1].version.1;
                let reason = if same {
                    &mut receipt.known
                } else {
                    &mut receipt.outdated
                };
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
        receipt.routed_out = incoming.routed_out;
        (receipt, losers, retracted)
    }

    fn superseded_lines(&self, losers: &[(Standing, u32)], retracted: &[(usize, u32)]) -> BTreeSet<(String, u32)> {
        let stored = self.superseded.iter().chain(retracted);
        let stored =
            stored.filter_map(|(segment, row)| Some((self.snapshot.segments.get(*segment)?.name.clone(), *row)));
        let own = losers
            .iter()
            .map(|(standing, row)| (segment_name(self.sequence, *standing), *row));
        stored.chain(own).collect()
    }

    fn finish_batch(&mut self, standing: Standing) -> Result<Option<FileEntry>, StoreError> {
        let side = if standing == Standing::Current {
            &mut self.current
        } else {
            &mut self.late
        };
        let Some(writer) = side.writer.take() else {
            return Ok(None);
        };
        writer
            .finish(self.locked.disk.as_ref(), batch_file(self.sequence, standing))
            .map(Some)
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
        output
            .write_all(text.as_bytes())
            .map_err(StoreError::disk(Doing::Writing, &path))?;
        Ok(Some(FileEntry {
            file,
            sha256: output.finish(disk)?,
            rows: rows.len() as u64,
        }))
    }

    fn keep_definition(&self) -> Result<(), StoreError> {
        let path = self
            .locked
            .folder
            .join("definitions")
            .join(format!("{}.yaml", self.survey.hash));
        if path.exists() {
            return Ok(());
        }
        super::fielded::keep(self.locked.disk.as_ref(), &path, &self.provenance.definition_text)
    }
}
