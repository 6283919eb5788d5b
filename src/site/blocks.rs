//! Parts of a report: headline cards, figures, tables, quotations, lists of sentences. Each is rendered by the template of its name.
//!
//! All texts are finished. `tone` is `good`, `bad` or `quiet` (or empty), and never the only sign: a `mark` such as ▲ ▼ –
//! or words stand beside it.

use super::faults::Made;
use super::html::Html;
use super::templates::Templates;
use crate::locale::columns;
use serde::Serialize;

/// Headline numbers side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Cards {
    /// Three to five.
    pub cards: Vec<Card>,
}

/// One headline number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Card {
    /// What it is.
    pub name: String,
    /// The number, or what stands in its place.
    pub value: String,
    /// Its unit, such as `%` or `/ 100`.
    pub unit: String,
    /// Its interval: "95 % interval 68–76".
    pub interval: String,
    /// Its base: "n = 412".
    pub base: String,
    /// Its change in words: "+4 since 2026Q3, rose".
    pub change: String,
    /// Sign before the change: ▲, ▼, – or empty.
    pub mark: String,
    /// `good`, `bad` or `quiet`.
    pub tone: String,
    /// A warning: why it is not shown, or with what caution.
    pub note: String,
    /// A line about its target.
    pub target: String,
    /// A line about the figure of others.
    pub benchmark: String,
    /// A small drawing of its course.
    pub spark: Option<Html>,
}

/// A drawing with its words and its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Figure {
    /// Target of links to it; may be empty.
    pub id: String,
    /// What it shows: the finding.
    pub title: String,
    /// What is measured, unit, base, wave.
    pub subtitle: String,
    /// The finding in full; may be empty.
    pub says: String,
    /// The drawing for screens wider than 767 px, and for paper.
    pub wide: Html,
    /// The drawing for narrower screens; without it `wide` serves all.
    pub narrow: Option<Html>,
    /// Source, wording of the question, how the interval is made.
    pub foot: String,
    /// Words that open the table: "Show the numbers".
    pub more: String,
    /// Its numbers, usually a rendered [`Table`].
    pub table: Option<Html>,
}

/// A table that scrolls inside itself where it is too wide.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Table {
    /// Target of links to it; may be empty.
    pub id: String,
    /// What it shows; may be empty.
    pub title: String,
    /// Its name for screen readers; never empty.
    pub name: String,
    /// What its signs mean.
    pub note: String,
    /// Its columns; the first holds the headings of the rows.
    pub columns: Vec<Column>,
    /// Its rows; each has as many cells as there are columns.
    pub rows: Vec<Row>,
    /// Whether paper may cut it between rows.
    pub long: bool,
}

/// The head of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Column {
    /// Its name.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// Whether it holds numbers, which line up at their end.
    pub numeric: bool,
    /// What room its name needs.
    pub room: Room,
}

/// What room the name of a column of numbers needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Room {
    /// It is broken where that is needed.
    #[default]
    Any,
    /// So short that it stands on one line.
    Short,
    /// So long that the column is kept wide enough for a few words a line.
    Roomy,
}

impl Room {
    /// By the columns a terminal would give it: a Chinese character takes two, and may be broken after each.
    fn of(title: &str) -> Self {
        match columns(title) {
            0..=9 => Self::Short,
            10..=12 => Self::Any,
            _ => Self::Roomy,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether it sums up: a rule stands above it.
    pub total: bool,
    /// Whether its first cell heads the rows below and has the row to itself.
    pub spans: bool,
    /// How far its heading is set in, 0 to 3.
    pub level: usize,
    /// The segment its group belongs to: a reader may pick one; empty for none.
    pub segment: String,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Cell {
    /// What it says; `·` where it may not be shown.
    pub text: String,
    /// Small raised letters behind it.
    pub raised: String,
    /// `good`, `bad`, `quiet` or empty.
    pub tone: String,
    /// Sign before it: ▲, ▼, – or empty.
    pub mark: String,
    /// Where the heading of a row leads; may be empty.
    pub href: String,
}

impl Column {
    /// A column of words.
    pub fn words(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// A column of numbers.
    pub fn numbers(title: impl Into<String>) -> Self {
        let words = Self::words(title);
        Self {
            numeric: true,
            room: Room::of(&words.title),
            ..words
        }
    }

    /// The same column with its unit.
    #[must_use]
    pub fn unit(self, unit: impl Into<String>) -> Self {
        Self {
            unit: unit.into(),
            ..self
        }
    }
}

impl Row {
    /// A plain row.
    #[must_use]
    pub fn of(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

impl Cell {
    /// A cell of text only.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// A cell for which there is nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::text("–").toned("quiet")
    }

    /// The same cell in the colour of a tone.
    #[must_use]
    pub fn toned(self, tone: &str) -> Self {
        Self {
            tone: tone.to_owned(),
            ..self
        }
    }

    /// The same cell as a link.
    #[must_use]
    pub fn leading(self, href: impl Into<String>) -> Self {
        Self {
            href: href.into(),
            ..self
        }
    }

    /// The same cell behind a mark.
    #[must_use]
    pub fn marked(self, mark: &str, tone: &str) -> Self {
        Self {
            mark: mark.to_owned(),
            ..self.toned(tone)
        }
    }
}

/// What people wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Quotes {
    /// In order.
    pub quotes: Vec<Quote>,
    /// How they were chosen; may be empty.
    pub note: String,
}

/// One quotation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Quote {
    /// The words.
    pub text: String,
    /// Who said so, as far as may be told.
    pub source: String,
    /// Their language, where it is not the page's.
    pub lang: Option<String>,
}

/// Sentences, one below the other.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Sentences {
    /// Whether they are numbered, because the order means something.
    pub ordered: bool,
    /// Whether marks stand before them.
    pub marked: bool,
    /// The sentences.
    pub items: Vec<Sentence>,
    /// A line below; may be empty.
    pub note: String,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Sentence {
    /// Sign before it: ▲, ▼ or empty.
    pub mark: String,
    /// `good`, `bad`, `quiet` or empty.
    pub tone: String,
    /// What it is about, set in bold; may be empty.
    pub lead: String,
    /// What it says.
    pub text: String,
}

macro_rules! rendered_by {
    ($($block:ident: $template:literal),*) => {$(
        impl $block {
            /// The block as HTML.
            ///
            /// # Errors
            /// A problem in the user's own template of this block.
            pub fn render(&self, templates: &Templates) -> Made<Html> {
                templates.part($template, self)
            }
        }
    )*};
}

rendered_by!(Cards: "cards.html", Figure: "figure.html", Table: "table.html", Quotes: "quotes.html", Sentences: "list.html");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_names_its_rows_and_columns() {
        let column = |title: &str, numeric| Column {
            title: title.into(),
            unit: String::new(),
            numeric,
            room: Room::default(),
        };
        let cells = vec![
            Cell::text("East"),
            Cell {
                raised: "b".into(),
                mark: "▲".into(),
                tone: "good".into(),
                ..Cell::text("72")
            },
        ];
        let rows = vec![Row {
            cells,
            spans: false,
            total: true,
            level: 1,
            segment: "region".into(),
        }];
        let table = Table {
            name: "Regions".into(),
            columns: vec![column("", false), column("Share", true)],
            rows,
            ..Table::default()
        };
        let expected = "<div class=\"table\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Regions\"><table>\n<thead><tr>\n\
                        <td></td>\n<th scope=\"col\" class=\"num\">Share</th>\n</tr></thead>\n<tbody>\n<tr class=\"total level-1\" data-segment=\"region\"><th scope=\"row\">East</th>\
                        <td class=\"num good\"><span class=\"mark\" aria-hidden=\"true\">▲</span> 72<sup>b</sup></td></tr>\n</tbody>\n</table></div>\n</div>";
        assert_eq!(table.render(&Templates::built_in()).unwrap().as_str(), expected);
    }

    #[test]
    fn words_in_blocks_are_escaped() {
        let templates = Templates::built_in();
        let quote = Quote {
            text: "<img src=x onerror=alert(1)>".into(),
            source: "\"><script>".into(),
            lang: Some("en\" onclick=\"x".into()),
        };
        let html = Quotes {
            quotes: vec![quote],
            ..Quotes::default()
        }
        .render(&templates)
        .unwrap();
        assert!(
            !html.as_str().contains("<img")
                && !html.as_str().contains("<script")
                && !html.as_str().contains("\" onclick")
        );
    }
}
