//! By which definition the rows of a file are read: the one that asked them.
//!
//! A row that names a version the store knows is read by it. Rows that name none, and belong to a wave that is over, are read by the
//! definition that asked that wave; all others by today's. What was edited in its meaning while a wave is in the field is refused.

use crate::command::CommandError;
use crate::command::rules;
use crate::command::shared::fielded::in_the_field;
use crate::command::shared::space::Space;
use crate::command::shared::versions;
use crate::command::shared::versions::Versions;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::import::Versions as Rows;
use crate::import::versions::Said;
use crate::model::Survey;
use crate::model::WaveId;
use crate::store::Snapshot;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;

/// Rows of a file that are read by one definition.
pub struct Part {
    /// The definition.
    pub survey: Arc<Survey>,
    /// Its text.
    pub text: String,
    rows: Chosen,
    /// Goes into the file's fingerprint where the file is read in parts.
    suffix: Option<String>,
    /// Whether every row names this definition, or the user asks for it: then no wave decides.
    pub settled: bool,
}

enum Chosen {
    All,
    Only(String),
    But(BTreeSet<String>),
}

impl Part {
    /// All rows, by this definition.
    pub fn whole(survey: &Arc<Survey>, text: String, settled: bool) -> Self {
        Self {
            survey: Arc::clone(survey),
            text,
            rows: Chosen::All,
            suffix: None,
            settled,
        }
    }

    /// The same rows by another definition.
    pub fn by(self, survey: Arc<Survey>, text: String) -> Self {
        Self {
            survey,
            text,
            settled: true,
            ..self
        }
    }

    /// Which rows are read.
    pub fn rows(&self) -> Rows<'_> {
        match &self.rows {
            Chosen::All => Rows::All,
            Chosen::Only(hash) => Rows::Only(hash),
            Chosen::But(others) => Rows::But(others),
        }
    }

    /// The fingerprint under which the store knows the rows.
    pub fn fingerprint(&self, file: String) -> String {
        let Some(suffix) = &self.suffix else { return file };
        let digest = Sha256::digest(format!("{file} {suffix}"));
        digest.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

/// The parts of a file; those of other versions before that of today's.
pub fn of(said: &Said, today: &Arc<Survey>, text: &str, snapshot: &Snapshot) -> Result<Vec<Part>, CommandError> {
    let mut parts = Vec::new();
    let mut others = BTreeSet::new();
    for hash in said.rows.keys().filter(|hash| !hash.is_empty() && **hash != today.hash) {
        if let (Some(survey), Some(text)) = (
            versions::version(snapshot, today, hash)?,
            snapshot.definition_text(hash)?,
        ) {
            others.insert(hash.clone());
            parts.push(Part {
                survey,
                text,
                rows: Chosen::Only(hash.clone()),
                suffix: Some(hash.clone()),
                settled: true,
            });
        }
    }
    let rest = said.rows.keys().any(|hash| !others.contains(hash));
    if parts.is_empty() || rest || said.broken {
        let settled = !said.rows.is_empty()
            && said
                .rows
                .keys()
                .all(|hash| *hash == today.hash || others.contains(hash));
        let mut own = Part::whole(today, text.to_owned(), settled);
        if !others.is_empty() {
            own.rows = Chosen::But(others);
        }
        parts.push(own);
    } else if let [only] = parts.as_mut_slice() {
        // One version asked all of it: it is one import of the file.
        only.suffix = None;
    }
    Ok(parts)
}

/// Which definition reads answers of these waves.
pub enum Reads {
    /// Today's.
    Today,
    /// The one that asked the waves, which are over.
    Fielded(Arc<Survey>, String),
    /// Nothing may be read: a problem says why.
    Refused(Vec<Problem>),
}

/// Which definition reads answers of `waves` that `today` would read; `settled` where they name it.
pub fn by_wave(
    space: &Space,
    snapshot: &Snapshot,
    today: &Arc<Survey>,
    waves: &BTreeSet<WaveId>,
    settled: bool,
) -> Result<(Reads, Vec<Problem>), CommandError> {
    if snapshot.definitions().iter().all(|hash| *hash == today.hash) {
        return Ok((Reads::Today, Vec::new()));
    }
    let known = Versions::of(snapshot, today)?;
    let (mut refused, mut fielded) = (Vec::new(), BTreeSet::new());
    let mut own = false;
    for wave in waves {
        let asked = known.of_wave(wave).filter(|asked| asked.hash != today.hash);
        let Some(asked) = asked else {
            own = true;
            continue;
        };
        if versions::is_open(space, snapshot, &known, wave) {
            own = true;
            refused.extend(in_the_field(asked, today, wave));
        } else if settled {
            own = true;
        } else {
            fielded.insert(asked.hash.clone());
        }
    }
    if !refused.is_empty() {
        return Ok((Reads::Refused(refused), Vec::new()));
    }
    let mut hashes = fielded.iter();
    match (hashes.next(), hashes.next(), own) {
        (None, ..) => Ok((Reads::Today, Vec::new())),
        (Some(hash), None, false) => {
            let survey = versions::version(snapshot, today, hash)?;
            match (survey, snapshot.definition_text(hash)?) {
                (Some(survey), Some(text)) => Ok((Reads::Fielded(survey, text), Vec::new())),
                _ => Ok((Reads::Today, Vec::new())),
            }
        }
        _ => {
            let names: Vec<&str> = waves.iter().map(WaveId::as_str).collect();
            let (en, zh) = (names.join(", "), names.join("、"));
            let problem = Problem::new(&rules::MIXED_WAVES, Place::file(today.id.as_str()))
                .says(
                    format!("the file holds waves that different versions asked ({en}); all are read by today's"),
                    format!("文件含有由不同版本询问的期次（{zh}）；全部按当前定义读入"),
                )
                .help("split the file by wave, a file each", "请按期次拆分文件，每期一个");
            Ok((Reads::Today, vec![problem]))
        }
    }
}
