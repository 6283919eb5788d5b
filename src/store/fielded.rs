//! Which definitions asked the answers of a wave, and their texts as they were fielded.

use super::decode;
use super::disk::Disk;
use super::error::Doing;
use super::error::StoreError;
use super::ledger::Entry;
use super::ledger::RecodeEntry;
use super::output::Output;
use super::snapshot::OpenSegment;
use super::snapshot::Snapshot;
use crate::model::Id;
use crate::model::Recoding;
use crate::model::Survey;
use crate::model::WaveId;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::io;
use std::io::Write;
use std::path::Path;

impl Snapshot {
    /// Hashes of the definitions that stored answers were read with, in the order of their first import.
    #[must_use]
    pub fn definitions(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for segment in &self.segments {
            if !found.contains(&segment.definition.as_str()) {
                found.push(&segment.definition);
            }
        }
        found
    }

    /// By wave, the hash of each definition that asked answers of it that still count or wait, and how many.
    ///
    /// # Errors
    /// [`StoreError`] when a batch cannot be read.
    pub fn fielded(&self) -> Result<BTreeMap<WaveId, BTreeMap<String, u64>>, StoreError> {
        let mut fielded: BTreeMap<WaveId, BTreeMap<String, u64>> = BTreeMap::new();
        let wanted = ["wave".to_owned()];
        for segment in &self.segments {
            let open = OpenSegment::open(segment)?;
            let dead: BTreeSet<usize> = segment
                .dead
                .iter()
                .filter_map(|&row| usize::try_from(row).ok())
                .collect();
            for from in open.chunks() {
                let frame = open.read(from, &wanted)?;
                let meta = decode::meta(&frame).map_err(StoreError::columns(&segment.path))?;
                for (row, wave) in meta.wave.iter().enumerate() {
                    if dead.contains(&(from + row)) {
                        continue;
                    }
                    let wave = &meta.waves[usize::from(*wave)];
                    let counts = match fielded.get_mut(wave) {
                        Some(counts) => counts,
                        None => fielded.entry(wave.clone()).or_default(),
                    };
                    match counts.get_mut(&segment.definition) {
                        Some(count) => *count += 1,
                        None => drop(counts.insert(segment.definition.clone(), 1)),
                    }
                }
            }
        }
        Ok(fielded)
    }

    /// How answers to earlier versions were said to be read, in the order it was recorded.
    #[must_use]
    pub fn recodes(&self) -> Vec<&RecodeEntry> {
        let entries = self.ledger.entries.iter();
        let recodes = entries.filter_map(|entry| match entry {
            Entry::Recode(entry) => Some(entry.as_ref()),
            _ => None,
        });
        recodes.collect()
    }

    /// The text of a definition as it was fielded; `None` when the store keeps none of that hash.
    ///
    /// # Errors
    /// [`StoreError::Disk`] when it is there and cannot be read.
    pub fn definition_text(&self, hash: &str) -> Result<Option<String>, StoreError> {
        let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = self.folder().join("definitions").join(format!("{hash}.yaml"));
        match std::fs::read(&path) {
            Ok(bytes) if is_hash => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Ok(_) => Ok(None),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StoreError::disk(Doing::Reading, &path)(error)),
        }
    }
}

/// How answers to each earlier version are read as answers to `survey`, as the ledger has it.
pub(super) fn recodes(survey: &Survey) -> Vec<RecodeEntry> {
    let entry = |(from, variables): (&String, &BTreeMap<Id, Recoding>)| {
        let values = |recoding: &Recoding| {
            let values = recoding.values.iter();
            values.map(|(old, new)| (old.to_string(), new.code())).collect()
        };
        let is_of = |question: &Id, variable: &Id| {
            let rest = variable.as_str().strip_prefix(question.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let because = survey.formerly.iter();
        let because = because.filter(|(question, _)| variables.keys().any(|variable| is_of(question, variable)));
        RecodeEntry {
            from: from.clone(),
            to: survey.hash.clone(),
            values: variables
                .iter()
                .map(|(variable, recoding)| (variable.to_string(), values(recoding)))
                .collect(),
            because: because
                .map(|(question, formerly)| (question.to_string(), formerly.because.clone()))
                .collect(),
        }
    };
    survey.recodings.iter().map(entry).collect()
}

/// Writes the text of a definition, whole and durable.
pub(super) fn keep(disk: &dyn Disk, path: &Path, text: &str) -> Result<(), StoreError> {
    let mut output = Output::create(disk, path)?;
    output
        .write_all(text.as_bytes())
        .map_err(StoreError::disk(Doing::Writing, path))?;
    output.finish(disk).map(drop)
}
