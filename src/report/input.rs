//! What a report is made from, and what is made.

use super::document::Document;
use super::drivers::Drivers;
use super::fieldwork::Fieldwork;
use super::verbatims::Verbatims;
use crate::diagnostic::Problem;
use crate::finding::Findings;
use crate::finding::References;
use crate::locale::Lang;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::WaveId;
use crate::quality::Summary;
use crate::site::Templates;
use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;

/// Everything a report is made from. Cheap to clone: reports in several languages share it.
#[derive(Debug, Clone)]
pub struct ReportInput {
    /// The scores, counted by a plan with the needs of [`super::needed`]; the survey is theirs.
    pub scores: Arc<Scores>,
    /// What was found, by the comparisons of [`super::ask`].
    pub findings: Arc<Findings>,
    /// Targets and published figures.
    pub references: Arc<References>,
    /// The waves.
    pub calendar: Calendar,
    /// The wave reported on; `None` means the last one with answers.
    pub wave: Option<WaveId>,
    /// The reader's language.
    pub lang: Lang,
    /// Whose survey it is; may be empty.
    pub organisation: String,
    /// The day the report is written for; without it no wave counts as open.
    pub as_of: Option<Date>,
    /// Open answers, as picked while the data went by.
    pub verbatims: Arc<Verbatims>,
    /// What the overall rating goes with; reports of one run share it.
    pub drivers: Arc<Drivers>,
    /// What became of the files.
    pub quality: DataQuality,
    /// How the fieldwork went.
    pub fieldwork: Arc<Fieldwork>,
    /// What the data of each wave are worth; empty where they were not looked at.
    pub care: Arc<Vec<Summary>>,
    /// What the numbers were made with.
    pub provenance: Provenance,
    /// The report document: Markdown with calls.
    pub document: Arc<Document>,
    /// Templates, the user's overrides included.
    pub templates: Arc<Templates>,
    /// The same report in other languages, and other pages: for the head of the page.
    pub links: Vec<Link>,
}

impl ReportInput {
    /// A report of these results with nothing else said.
    #[must_use]
    pub fn of(
        (scores, findings, references): (Arc<Scores>, Arc<Findings>, Arc<References>),
        calendar: Calendar,
        lang: Lang,
        document: Arc<Document>,
    ) -> Self {
        Self {
            scores,
            findings,
            references,
            calendar,
            wave: None,
            lang,
            organisation: String::new(),
            as_of: None,
            verbatims: Arc::default(),
            drivers: Arc::default(),
            quality: DataQuality::default(),
            fieldwork: Arc::default(),
            care: Arc::default(),
            provenance: Provenance::default(),
            document,
            templates: Arc::new(Templates::built_in()),
            links: Vec::new(),
        }
    }
}

/// A link at the head of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Its address, relative to the page.
    pub href: String,
    /// Language of what is there; may be empty.
    pub lang: String,
}

/// What became of the rows and cells of all files: `read = accepted + replaced + skipped + refused`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct DataQuality {
    /// Rows read.
    pub read: u64,
    /// Rows that are responses of the store now.
    pub accepted: u64,
    /// Rows that replaced an earlier version, or were replaced.
    pub replaced: u64,
    /// Rows skipped by a stated rule.
    pub skipped: u64,
    /// Rows refused whole.
    pub refused: u64,
    /// Cells that could not be read.
    pub invalid_cells: u64,
    /// Answers dropped because the question was not to be asked.
    pub routed_out: u64,
    /// Responses left out by the workspace's corrections (`fixes/`).
    pub excluded: u64,
    /// Answers changed by them.
    pub corrected: u64,
    /// Of the people of the wave who are known, how many of a hundred also answered in the wave before; `None` where nobody
    /// is known, or there is none before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_people: Option<u8>,
}

/// What the numbers were made with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Provenance {
    /// Files of answers in the order of their names.
    pub files: Vec<FileMark>,
    /// Name and version of this program.
    pub tool: String,
}

/// A file by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileMark {
    /// Name as the user knows it.
    pub name: String,
    /// SHA-256, 64 hex digits.
    pub sha256: String,
}

/// A finished report in Markdown.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkdownReport {
    /// The text; `None` when the document has an error.
    pub text: Option<String>,
    /// What is wrong with the document.
    pub problems: Vec<Problem>,
}

/// A finished report.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// One self-contained page; `None` when the document has an error.
    pub html: Option<String>,
    /// Every number of the report with its semantic id, and `schema_version`. Holds nothing that is hidden.
    pub json: serde_json::Value,
    /// What is wrong with the document or a template.
    pub problems: Vec<Problem>,
}
