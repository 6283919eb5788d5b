//! What the templates of parts see (finished texts only), and how a part becomes a piece of the document.

use super::facts::Facts;
use crate::chart::Tone;
use crate::finding::Verdict;
use crate::model::Better;
use crate::site::Html;
use serde::Serialize;

/// A table.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TableView {
    pub id: Option<String>,
    pub title: Option<String>,
    /// For screen readers.
    pub name: String,
    pub note: Option<String>,
    /// May be cut between pages.
    pub long: bool,
    pub columns: Vec<ColumnView>,
    pub rows: Vec<RowView>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct ColumnView {
    pub title: String,
    pub unit: Option<String>,
    pub numeric: bool,
}

/// A row; its first cell is its heading.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct RowView {
    pub cells: Vec<CellView>,
    pub total: bool,
    pub level: usize,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct CellView {
    pub text: String,
    pub raised: Option<String>,
    /// `good`, `bad`, `quiet` or nothing.
    pub tone: &'static str,
    pub mark: Option<&'static str>,
}

/// A drawing with its words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureView {
    pub id: String,
    pub title: String,
    pub subtitle: String,
    pub says: String,
    pub wide: Html,
    pub narrow: Html,
    pub foot: String,
    pub more: &'static str,
    pub table: Html,
}

/// A headline number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardView {
    pub name: String,
    pub value: String,
    pub unit: Option<String>,
    pub interval: Option<String>,
    pub base: Option<String>,
    pub change: Option<String>,
    pub mark: Option<&'static str>,
    pub tone: &'static str,
    pub note: Option<String>,
    pub target: Option<String>,
    pub spark: Option<Html>,
}

/// Headline numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CardsView {
    pub cards: Vec<CardView>,
}

/// An open answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuoteView {
    pub text: String,
    pub source: Option<String>,
    pub lang: Option<String>,
}

/// Open answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuotesView {
    pub quotes: Vec<QuoteView>,
    pub note: Option<String>,
}

/// Sentences, one below the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ListView {
    /// Numbered, because the order means something.
    pub ordered: bool,
    /// A mark stands before each.
    pub marked: bool,
    pub items: Vec<ItemView>,
    /// A line below.
    pub note: Option<String>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ItemView {
    pub mark: Option<&'static str>,
    pub tone: &'static str,
    /// What it is about, in bold; may be empty.
    pub lead: String,
    pub text: String,
}

impl ColumnView {
    /// A column of words.
    pub fn words(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            unit: None,
            numeric: false,
        }
    }

    /// A column of numbers.
    pub fn numbers(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            unit: None,
            numeric: true,
        }
    }

    pub fn unit(self, unit: impl Into<String>) -> Self {
        Self {
            unit: Some(unit.into()).filter(|unit| !unit.is_empty()),
            ..self
        }
    }
}

impl CellView {
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    pub fn none() -> Self {
        Self::text("–").toned("quiet")
    }

    pub fn toned(self, tone: &'static str) -> Self {
        Self { tone, ..self }
    }

    pub fn marked(self, mark: &'static str, tone: &'static str) -> Self {
        Self {
            mark: Some(mark),
            tone,
            ..self
        }
    }
}

impl RowView {
    pub fn of(cells: Vec<CellView>) -> Self {
        Self {
            cells,
            total: false,
            level: 0,
        }
    }
}

/// The class of a verdict's colour.
pub fn tone(verdict: Verdict, better: Better) -> &'static str {
    match super::words::is_good(verdict, better) {
        Some(true) => "good",
        Some(false) => "bad",
        None => "quiet",
    }
}

/// The same for drawings.
pub fn ink(verdict: Verdict, better: Better) -> Tone {
    match super::words::is_good(verdict, better) {
        Some(true) => Tone::Good,
        Some(false) => Tone::Bad,
        None => Tone::Quiet,
    }
}

/// A part by its template; nothing, and a problem kept, when the template is at fault.
pub fn part(facts: &Facts, template: &str, view: &impl Serialize) -> Html {
    facts.input.templates.part(template, view).unwrap_or_else(|problem| {
        facts.complain(*problem);
        Html::default()
    })
}

/// Parts one after the other.
pub fn joined(parts: impl IntoIterator<Item = Html>) -> Html {
    let mut all = String::new();
    for part in parts {
        all.push_str(part.as_str());
        all.push('\n');
    }
    Html::trusted(all)
}

/// A paragraph of plain text.
pub fn paragraph(class: &str, text: &str) -> Html {
    let text = Html::escaped(text);
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    Html::trusted(format!("<p{class}>{}</p>", text.as_str()))
}
