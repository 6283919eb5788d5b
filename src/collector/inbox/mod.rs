//! The inbox of one survey: segments that only grow, each answer on the disk before it is acknowledged, and taken once.
//!
//! ```text
//! inbox/visit/open.jsonl                        the segment being written
//! inbox/visit/2026-11-22-0123456789abcdef.jsonl sealed ones: the day they were begun, the hash of what they hold
//! inbox/visit/aside/2026-11.jsonl               answers that are not counted, with the reason
//! inbox/visit/links-used                        anonymous surveys by link: which links were used, in the order of their letters
//! ```

mod links;
mod segment;

use self::links::Links;
use self::segment::Known;
use self::segment::Segment;
use super::CollectorError;
use super::form::Form;
use super::form::Traces;
use crate::import::segment as format;
use crate::import::segment::Aside;
use crate::import::segment::Reason;
use crate::import::segment::Record;
use crate::store::Disk;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs::File;
use std::fs::TryLockError;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) use self::segment::OPEN;

/// The acknowledgement of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Id of the response.
    pub response_id: String,
    /// Hash of its content, 16 hex digits.
    pub content: String,
    /// The code by which it can be found again; empty where a survey is anonymous.
    pub code: String,
    /// Whether it had been taken before.
    pub again: bool,
}

/// Why an answer is not taken.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The id is known, with other answers; both are kept.
    Conflict,
    /// The link was used for another response; both are kept.
    LinkUsed,
    /// There is no valid link; what came is kept aside.
    NoLink,
    /// The disk is nearly full.
    Full,
    /// The disk refuses.
    Disk(io::Error),
}

/// By what link an answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Link {
    /// None was needed.
    None,
    /// That of this person, by the pseudonym in it.
    Person(String),
    /// None that is valid, where one is needed.
    Invalid,
}

/// An answer to be kept.
#[derive(Debug)]
pub(super) struct Submission {
    pub form: Arc<Form>,
    pub record: Record,
    pub link: Link,
}

/// How large a segment, and a file of answers kept aside, may grow.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sizes {
    pub segment: u64,
    pub aside: u64,
}

/// The inbox of a survey.
#[derive(Debug)]
pub(super) struct Inbox {
    survey: String,
    folder: PathBuf,
    disk: Arc<dyn Disk>,
    sizes: Sizes,
    segment: Option<Segment>,
    /// Content of each response taken, by the hash of its id.
    taken: BTreeMap<u128, u64>,
    /// Contents of answers that came without an id.
    said: BTreeSet<u64>,
    /// What was kept aside in this run, so that sending it again and again adds nothing.
    apart: BTreeSet<(u128, u64)>,
    links: Links,
    counter: u64,
    salt: u64,
    _lock: File,
}

impl Inbox {
    /// Opens the inbox of a survey below `root`; a line that was cut off by a crash, and so never acknowledged, is removed.
    pub(super) fn open(
        root: &Path,
        survey: &str,
        disk: Arc<dyn Disk>,
        sizes: Sizes,
        salt: u64,
    ) -> Result<Self, CollectorError> {
        let folder = root.join(survey);
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| CollectorError::Inbox { path, source }
        };
        disk.make_folder(&folder).map_err(failed(&folder))?;
        let lock_path = folder.join(".collector.lock");
        let lock = super::disk::private()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(failed(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(CollectorError::Busy { folder }),
            Err(TryLockError::Error(source)) => return Err(failed(&lock_path)(source)),
        }
        let links = Links::read(&folder).map_err(failed(&folder))?;
        let mut inbox = Self {
            survey: survey.to_owned(),
            folder: folder.clone(),
            disk,
            sizes,
            segment: None,
            taken: BTreeMap::new(),
            said: BTreeSet::new(),
            apart: BTreeSet::new(),
            links,
            counter: 0,
            salt,
            _lock: lock,
        };
        for path in segment::sealed(&folder).map_err(failed(&folder))? {
            segment::known(&path, &mut |known| inbox.remember(known)).map_err(failed(&path))?;
        }
        if folder.join(OPEN).exists() {
            inbox.reopen("").map_err(failed(&folder.join(OPEN)))?;
        }
        Ok(inbox)
    }

    fn remember(&mut self, known: Known<'_>) {
        let id = id_hash(known.response_id);
        self.taken.insert(id, content_number(known.content));
        if !known.person.is_empty() {
            self.links.belongs(known.person, id);
        }
    }

    /// The open segment as the disk has it; one is begun where there is none.
    fn reopen(&mut self, day: &str) -> io::Result<()> {
        let mut found = Vec::new();
        let segment = Segment::open(&self.folder, &self.survey, day, self.disk.as_ref(), &mut |known| {
            found.push((
                known.response_id.to_owned(),
                known.content.to_owned(),
                known.person.to_owned(),
            ));
        })?;
        for (response_id, content, person) in &found {
            self.remember(Known {
                response_id,
                content,
                person,
            });
        }
        self.segment = segment;
        Ok(())
    }

    /// Keeps answers; when this returns, those acknowledged are on the disk, all by one wait for it. `day` is today.
    pub(super) fn take(&mut self, batch: Vec<Submission>, day: &str) -> Vec<Result<Receipt, Refusal>> {
        if let Err(error) = self.prepare(day) {
            return refuse_all(batch.len(), &error);
        }
        let mut outcomes: Vec<Result<Receipt, Refusal>> = Vec::with_capacity(batch.len());
        let mut fresh: Vec<Submission> = Vec::new();
        // What of this batch is new, before it is known to be on the disk.
        let (mut ids, mut persons) = (BTreeMap::new(), BTreeMap::new());
        for mut submission in batch {
            let made = submission.record.response_id.is_empty();
            if made {
                self.name(&mut submission.record);
            }
            let id = id_hash(&submission.record.response_id);
            let content = content_number(&submission.record.content);
            let before = self.taken.get(&id).or_else(|| ids.get(&id)).copied();
            outcomes.push(match (before, &submission.link) {
                (Some(before), _) if before == content => {
                    if self.taken.contains_key(&id) {
                        self.link(&submission);
                    }
                    Ok(receipt(&submission, true))
                }
                (Some(_), _) => self.set_apart(&submission, Reason::Conflict, day),
                (None, Link::Invalid) => self.set_apart(&submission, Reason::NoLink, day),
                (None, Link::Person(person)) if self.links.is_used(person, id) || persons.contains_key(person) => {
                    self.set_apart(&submission, Reason::LinkUsed, day)
                }
                (None, link) => {
                    if let Link::Person(person) = link {
                        persons.insert(person.clone(), id);
                        if submission.form.traces == Traces::Kept {
                            submission.record.person.clone_from(person);
                        }
                    }
                    if made && !self.said.insert(content) {
                        submission.record.flags.push("repeat".to_owned());
                    }
                    ids.insert(id, content);
                    let receipt = receipt(&submission, false);
                    fresh.push(submission);
                    Ok(receipt)
                }
            });
        }
        if !fresh.is_empty() {
            if fresh.iter().any(|submission| submission.form.traces == Traces::Dropped) {
                // The order within a batch is that of the ids, which come by chance.
                fresh.sort_by_key(|submission| id_hash(&submission.record.response_id));
            }
            if let Err(error) = self.append(&fresh) {
                return refuse_new(outcomes, &ids, &error);
            }
            self.taken.append(&mut ids);
            for submission in &fresh {
                self.link(submission);
            }
        }
        if let Err(error) = self.links.write(&self.folder, self.disk.as_ref()) {
            // The answers are kept, and known by their ids when they are sent again.
            return refuse_all(outcomes.len(), &error);
        }
        outcomes
    }

    /// Remembers by whose link a response came.
    fn link(&mut self, submission: &Submission) {
        let Link::Person(person) = &submission.link else { return };
        let id = id_hash(&submission.record.response_id);
        match submission.form.traces {
            Traces::Kept => self.links.belongs(person, id),
            Traces::Dropped => self.links.belongs_apart(person, id),
        }
    }

    /// An open segment of today that has room.
    fn prepare(&mut self, day: &str) -> io::Result<()> {
        let done = self
            .segment
            .as_ref()
            .is_some_and(|segment| segment.day() != day || segment.length() >= self.sizes.segment);
        if done {
            self.seal()?;
        }
        if self.segment.is_none() {
            self.reopen(day)?;
        }
        Ok(())
    }

    fn append(&mut self, fresh: &[Submission]) -> io::Result<()> {
        let mut lines = String::new();
        for submission in fresh {
            lines.push_str(&submission.record.line());
        }
        let Some(segment) = &mut self.segment else {
            return Err(io::Error::other("no segment is open"));
        };
        if fresh.iter().any(|submission| submission.form.traces == Traces::Dropped) {
            segment.lose_the_order();
        }
        let written = segment.append(&lines, fresh.len() as u64);
        if written.is_err() {
            // What is on the disk is found out before the next answer; nothing half-written stands before it.
            if let Some(mut segment) = self.segment.take() {
                segment.take_back(self.disk.as_ref());
            }
        }
        written
    }

    /// Seals the open segment.
    pub(super) fn seal(&mut self) -> io::Result<()> {
        match self.segment.take() {
            Some(segment) => segment.seal(self.disk.as_ref()),
            None => Ok(()),
        }
    }

    /// Whether the open segment is one whose order is not to be kept.
    pub(super) fn loses_order(&self) -> bool {
        self.segment.as_ref().is_some_and(Segment::loses_order)
    }

    /// Keeps an answer that is not counted where no import reads it.
    fn set_apart(&mut self, submission: &Submission, reason: Reason, day: &str) -> Result<Receipt, Refusal> {
        let mut record = submission.record.clone();
        if let (Link::Person(person), Traces::Kept) = (&submission.link, submission.form.traces) {
            record.person.clone_from(person);
        }
        let same = (id_hash(&record.response_id), content_number(&record.content));
        if !self.apart.contains(&same) {
            self.write_apart(&Aside { reason, record }, day)
                .map_err(Refusal::Disk)?;
            self.apart.insert(same);
        }
        Err(match reason {
            Reason::Conflict => Refusal::Conflict,
            Reason::LinkUsed => Refusal::LinkUsed,
            Reason::NoLink => Refusal::NoLink,
        })
    }

    fn write_apart(&self, aside: &Aside, day: &str) -> io::Result<()> {
        let folder = self.folder.join("aside");
        let path = folder.join(format!("{}.jsonl", day.get(..7).unwrap_or(day)));
        self.disk.make_folder(&folder)?;
        if std::fs::metadata(&path).is_ok_and(|known| known.len() > self.sizes.aside) {
            // Whoever sends without end fills no disk.
            return Ok(());
        }
        let mut file = self.disk.append(&path)?;
        file.write_all(aside.line().as_bytes())?;
        file.sync()
    }

    /// Gives an answer that brought no id one, in the form of a UUID of version 8.
    fn name(&mut self, record: &mut Record) {
        self.counter += 1;
        let seed = format!("{} {} {} {}", record.content, record.received, self.counter, self.salt);
        let digits = format::hex(&Sha256::digest(seed)[..16]);
        record.response_id = format!(
            "{}-{}-8{}-8{}-{}",
            &digits[..8],
            &digits[8..12],
            &digits[13..16],
            &digits[17..20],
            &digits[20..]
        );
    }
}

fn receipt(submission: &Submission, again: bool) -> Receipt {
    let (id, content) = (&submission.record.response_id, &submission.record.content);
    Receipt {
        response_id: id.clone(),
        content: content.clone(),
        code: match submission.form.traces {
            Traces::Kept => format::code(id, content),
            Traces::Dropped => String::new(),
        },
        again,
    }
}

/// Nothing was kept.
fn refuse_all(count: usize, error: &io::Error) -> Vec<Result<Receipt, Refusal>> {
    (0..count).map(|_| Err(Refusal::Disk(copy(error)))).collect()
}

/// What is new was not kept; also what repeats it within the batch.
fn refuse_new(
    outcomes: Vec<Result<Receipt, Refusal>>,
    ids: &BTreeMap<u128, u64>,
    error: &io::Error,
) -> Vec<Result<Receipt, Refusal>> {
    let judge = |outcome: Result<Receipt, Refusal>| match outcome {
        Ok(receipt) if ids.contains_key(&id_hash(&receipt.response_id)) => Err(Refusal::Disk(copy(error))),
        other => other,
    };
    outcomes.into_iter().map(judge).collect()
}

fn copy(error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), error.to_string())
}

/// An id as a number: 128 bits of its hash.
fn id_hash(response_id: &str) -> u128 {
    let digest = Sha256::digest(response_id.as_bytes());
    digest[..16]
        .iter()
        .fold(0, |number, byte| number << 8 | u128::from(*byte))
}

/// The content hash as a number.
fn content_number(content: &str) -> u64 {
    u64::from_str_radix(content, 16).unwrap_or_else(|_| {
        // Files of others may hold anything; what is no hash is hashed.
        let digest = Sha256::digest(content.as_bytes());
        digest[..8]
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    })
}
