//! The versions of a survey that asked its answers, and what lies between the waves they asked.

use super::space::Space;
use crate::command::CommandError;
use crate::definition;
use crate::definition::diff;
use crate::definition::diff::Impact;
use crate::definition::recode;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::finding::Seam;
use crate::finding::Seams;
use crate::model::Id;
use crate::model::Recoding;
use crate::model::Survey;
use crate::model::WaveId;
use crate::store::Snapshot;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The definitions that asked the answers of each wave, with how many answers each asked; those that cannot be read are left out.
pub struct Versions {
    /// By hash.
    pub surveys: BTreeMap<String, Arc<Survey>>,
    /// By wave, hashes and counts.
    pub waves: BTreeMap<WaveId, BTreeMap<String, u64>>,
}

impl Versions {
    /// Reads them from a store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn of(snapshot: &Snapshot, today: &Arc<Survey>) -> Result<Self, CommandError> {
        let mut surveys = BTreeMap::new();
        for hash in snapshot.definitions() {
            if let Some(survey) = version(snapshot, today, hash)? {
                surveys.insert(hash.to_owned(), survey);
            }
        }
        Ok(Self {
            surveys,
            waves: snapshot.fielded()?,
        })
    }

    /// The definition that asked most answers of a wave.
    #[must_use]
    pub fn of_wave(&self, wave: &WaveId) -> Option<&Arc<Survey>> {
        let counts = self.waves.get(wave)?.iter();
        let known = counts.filter_map(|(hash, count)| Some((self.surveys.get(hash)?, *count)));
        known.max_by_key(|(_, count)| *count).map(|(survey, _)| survey)
    }
}

/// The survey of a hash: today's, or as it was fielded.
///
/// # Errors
/// When the store cannot be read.
pub fn version(snapshot: &Snapshot, today: &Arc<Survey>, hash: &str) -> Result<Option<Arc<Survey>>, CommandError> {
    if hash == today.hash {
        return Ok(Some(Arc::clone(today)));
    }
    let Some(text) = snapshot.definition_text(hash)? else {
        return Ok(None);
    };
    // A definition stands in a file of its own name, as it did when it was fielded.
    let name = format!("{}.yaml", today.id);
    Ok(definition::read(&Arc::new(Source { name, text })).0.map(Arc::new))
}

/// By hash of each earlier version that asked stored answers, how they are read as answers to today's.
///
/// # Errors
/// When the store cannot be read.
pub fn recodings(
    snapshot: &Snapshot,
    today: &Survey,
) -> Result<BTreeMap<String, BTreeMap<Id, Recoding>>, CommandError> {
    let today = Arc::new(today.clone());
    let mut recodings = BTreeMap::new();
    for hash in snapshot.definitions().into_iter().filter(|hash| *hash != today.hash) {
        let Some(before) = version(snapshot, &today, hash)? else {
            continue;
        };
        let read = recode::read(&before, &today).recodings;
        if !read.is_empty() {
            recodings.insert(hash.to_owned(), read);
        }
    }
    Ok(recodings)
}

/// What lies between any two waves of a survey's store, measure by measure. Where all answers were asked by one definition nothing
/// does, and no answer is read.
///
/// # Errors
/// When the store cannot be read.
pub fn seams(space: &Space, survey: &Survey) -> Result<Seams, CommandError> {
    let snapshot = space.store(survey).snapshot()?;
    if snapshot.definitions().len() < 2 {
        return Ok(Seams::default());
    }
    let today = Arc::new(survey.clone());
    let versions = Versions::of(&snapshot, &today)?;
    Ok(between(&versions, survey))
}

fn between(versions: &Versions, today: &Survey) -> Seams {
    let mut seams = Seams::default();
    let mut known: BTreeMap<(&str, &str), diff::Difference> = BTreeMap::new();
    let waves: Vec<(&WaveId, &BTreeMap<String, u64>)> = versions.waves.iter().collect();
    for (at, (one, first)) in waves.iter().enumerate() {
        for (other, second) in &waves[at + 1..] {
            let mut found: BTreeMap<Id, (Impact, Vec<Words>)> = BTreeMap::new();
            for old in first.keys() {
                for new in second.keys().filter(|new| *new != old) {
                    let (Some(before), Some(after)) = (versions.surveys.get(old), versions.surveys.get(new)) else {
                        continue;
                    };
                    let difference = known
                        .entry((old.as_str(), new.as_str()))
                        .or_insert_with(|| diff::diff(before, after, today));
                    let mut add = |id: &Id, change: &diff::Change, weight: Impact, declared: Option<&str>| {
                        let (worst, words) = found.entry(id.clone()).or_insert((Impact::Compatible, Vec::new()));
                        *worst = weight.max(*worst);
                        let said = told(change, declared);
                        if !words.contains(&said) {
                            words.push(said);
                        }
                    };
                    for measure in &today.measures {
                        let declared = diff::declared(before, today, &measure.id);
                        for (change, weight) in difference.of_measure(&measure.id, declared) {
                            add(&measure.id, change, weight, declared);
                        }
                    }
                    for variable in &today.variables {
                        for (change, weight) in difference.of_variable(&variable.id) {
                            add(&variable.id, change, weight, None);
                        }
                    }
                }
            }
            for (measure, (worst, what)) in found {
                let broken = worst == Impact::Breaking;
                seams.put(&measure, one, other, Seam { broken, what });
            }
        }
    }
    seams
}

/// A change in a sentence; where the measure itself is called comparable, with that reason.
fn told(change: &diff::Change, declared: Option<&str>) -> Words {
    match declared {
        Some(because) if !change.is_answered_for() => diff::sentence(&diff::Change {
            because: Some(because.to_owned()),
            ..change.clone()
        }),
        _ => diff::sentence(change),
    }
}

/// Whether a wave with answers is in the field: neither closed nor over. Without a day in the settings the last wave is.
#[must_use]
pub fn is_open(space: &Space, snapshot: &Snapshot, versions: &Versions, wave: &WaveId) -> bool {
    if snapshot.frozen().contains(wave) {
        return false;
    }
    let calendar = space.calendar();
    match space.config().as_of {
        Some(day) => calendar.is_open(wave, day),
        None => versions
            .waves
            .keys()
            .all(|other| calendar.order(other) <= calendar.order(wave)),
    }
}
