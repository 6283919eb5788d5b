//! What the collector knows of a form, and how what it sends becomes a record.

use super::Receipt;
use crate::import::segment;
use crate::import::segment::Record;
use crate::site::Html;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

/// A form that may post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Id of the survey.
    pub survey: String,
    /// Hash of its definition, 64 hex digits; for answers that do not name theirs.
    pub definition: String,
    /// The most fields an answer can have.
    pub most_fields: usize,
    /// Name of the field no person sees: who fills it in is flagged.
    pub trap: String,
    /// Who may answer.
    pub access: Access,
    /// Whether it may be kept when, and by whose link, an answer came.
    pub traces: Traces,
}

/// Who may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Open,
    /// Whoever was sent a personal link, once.
    Link,
}

/// Whether it may be kept when, and by whose link, an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traces {
    /// It may.
    Kept,
    /// Only the day is kept, links are apart from answers, and files say nothing of the order.
    Dropped,
}

/// Makes the page shown after sending, from survey, language and receipt.
pub type Thanks = Box<dyn Fn(&str, &str, &Receipt) -> String + Send + Sync>;

/// What is open for answers now, and what is said after them.
pub struct Offer {
    /// The forms that may post.
    pub forms: Vec<Form>,
    /// The page shown after sending.
    pub thanks: Thanks,
    /// Where the pages are a preview: which one, and what is wrong.
    pub preview: Option<Preview>,
}

/// The state of a site that is being written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preview {
    /// Goes up with every change, so that open pages know they are old.
    pub version: u64,
    /// What is wrong with the latest change, shown above every page; the pages are then the last good ones.
    pub problems: Option<Html>,
}

/// The offer of a collector that runs; may be replaced.
pub struct Live {
    offer: RwLock<Arc<Offer>>,
    /// What is wrong since.
    warning: RwLock<Option<Preview>>,
    ended: AtomicBool,
}

impl fmt::Debug for Live {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Live")
            .field("forms", &self.offer().forms)
            .finish_non_exhaustive()
    }
}

impl Live {
    /// An offer to begin with.
    #[must_use]
    pub fn new(offer: Offer) -> Arc<Self> {
        Arc::new(Self {
            offer: RwLock::new(Arc::new(offer)),
            warning: RwLock::new(None),
            ended: AtomicBool::new(false),
        })
    }

    /// From now on this holds.
    pub fn replace(&self, offer: Offer) {
        *self.offer.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(offer);
        *self.warning.write().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The forms stay as they are; pages are shown with this state of the preview.
    pub fn warn(&self, state: Preview) {
        *self.warning.write().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }

    /// The state of the preview, where the pages are one.
    pub(super) fn preview(&self) -> Option<Preview> {
        let warning = self.warning.read().unwrap_or_else(PoisonError::into_inner).clone();
        warning.or_else(|| self.offer().preview.clone())
    }

    /// What holds now.
    pub(super) fn offer(&self) -> Arc<Offer> {
        Arc::clone(&self.offer.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the collector has stopped.
    #[must_use]
    pub fn ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Release);
    }
}

impl Offer {
    pub(super) fn form(&self, survey: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.survey == survey)
    }
}

/// What was sent, by name, the first of each.
pub(super) struct Sent<'a>(pub &'a [(String, String)]);

impl Sent<'_> {
    pub(super) fn first(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// The first of this name, where it is short and of such characters.
    fn word(&self, name: &str, more: &[char]) -> String {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_' || more.contains(&c);
        let value = self
            .first(name)
            .filter(|value| value.len() <= 64 && value.chars().all(fits));
        value.unwrap_or_default().to_owned()
    }
}

/// Fields that are no answers; everything else is kept under its name.
const OWN: [&str; 7] = [
    "survey",
    "definition",
    "language",
    "response_id",
    "started_at",
    "token",
    "mode",
];

/// What was sent as a record, without an id where none came.
pub(super) fn record(form: &Form, sent: &Sent<'_>, now: Timestamp, zone: &TimeZone) -> Record {
    let mut definition = sent.word("definition", &[]);
    if definition.is_empty() {
        definition.clone_from(&form.definition);
    }
    let kept = form.traces == Traces::Kept;
    let mut fields: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in sent
        .0
        .iter()
        .filter(|(name, value)| !value.is_empty() && *name != form.trap && !OWN.contains(&name.as_str()))
    {
        fields.entry(plain(name)).or_default().push(plain(value));
    }
    let mut record = Record {
        response_id: sent.word("response_id", &[]),
        received: received(form.traces, now, zone),
        started: if kept {
            sent.word("started_at", &[':', '.', '+'])
        } else {
            String::new()
        },
        language: sent.word("language", &[]),
        definition,
        mode: sent.word("mode", &[]),
        flags: sent.first(&form.trap).map(|_| "trap".to_owned()).into_iter().collect(),
        fields,
        ..Record::default()
    };
    record.content = segment::content(&record);
    record
}

/// The moment, or only the day.
pub(super) fn received(traces: Traces, now: Timestamp, zone: &TimeZone) -> String {
    match traces {
        Traces::Kept => jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%SZ", now).unwrap_or_default(),
        Traces::Dropped => day(now, zone),
    }
}

/// The day in the zone of the workspace.
pub(super) fn day(now: Timestamp, zone: &TimeZone) -> String {
    now.to_zoned(zone.clone()).date().to_string()
}

/// Text without the characters that steer a terminal; line breaks and tabs stay.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|&c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect()
}
