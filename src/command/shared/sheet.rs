//! A result as rows and columns, and its renderings: terminal table, CSV, JSON, Markdown.
//!
//! Every analysis verb fills one [`Sheet`]; what it prints is a rendering of it, so no two forms can disagree.

use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::locale;
use clap::ValueEnum;
use serde_json::Map;
use serde_json::Value;
use std::borrow::Cow;

/// How a result is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Aligned columns for a person at a terminal.
    #[default]
    Table,
    /// Comma-separated values, one row a result.
    Csv,
    /// One JSON document with `schema_version`.
    Json,
    /// A Markdown table for chat and mail.
    Md,
}

/// Version of the JSON documents; it grows when a field changes its meaning.
pub const SCHEMA_VERSION: u32 = 1;

/// One value of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Datum {
    /// Nothing: an empty cell, `null` in JSON.
    None,
    /// Words.
    Text(String),
    /// A count.
    Count(u64),
    /// A number; the second is what a person's table shows in its place.
    Number(f64, String),
    /// Yes or no.
    Truth(bool),
}

impl Datum {
    /// A number that a table shows with so many decimals.
    #[must_use]
    pub fn number(x: f64, decimals: usize) -> Self {
        Self::Number(x, locale::plain(x, decimals))
    }

    /// A number or nothing.
    #[must_use]
    pub fn maybe(x: Option<f64>, decimals: usize) -> Self {
        x.map_or(Self::None, |x| Self::number(x, decimals))
    }

    pub(in crate::command) fn shown(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Text(text) => clean(text),
            Self::Count(n) => n.to_string(),
            Self::Number(_, shown) => shown.clone(),
            Self::Truth(yes) => yes.to_string(),
        }
    }

    fn exact(&self) -> String {
        match self {
            Self::Number(x, _) => locale::significant(*x, 12),
            Self::Text(text) => text.clone(),
            other => other.shown(),
        }
    }

    pub(in crate::command) fn json(&self) -> Value {
        match self {
            Self::None => Value::Null,
            Self::Text(text) => Value::from(text.as_str()),
            Self::Count(n) => Value::from(*n),
            // Twelve digits, as in CSV: the same number in every rendering.
            Self::Number(x, _) => locale::significant(*x, 12)
                .parse::<f64>()
                .map_or(Value::Null, Value::from),
            Self::Truth(yes) => Value::from(*yes),
        }
    }

    fn is_numeric(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Number(..))
    }
}

impl From<&str> for Datum {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::None
        } else {
            Self::Text(text.to_owned())
        }
    }
}

impl From<String> for Datum {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

/// A column: its name for machines, its heading for people.
#[derive(Debug, Clone)]
pub struct Head {
    /// Name in CSV and JSON.
    pub name: Cow<'static, str>,
    /// Heading in tables; `None` leaves the column to the machine formats.
    pub heading: Option<Words>,
}

impl Head {
    /// A column that people see too.
    #[must_use]
    pub fn new(name: impl Into<Cow<'static, str>>, en: &str, zh: &str) -> Self {
        Self {
            name: name.into(),
            heading: Some(Words::new(en, zh)),
        }
    }

    /// A column for machines only.
    #[must_use]
    pub fn quiet(name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            heading: None,
        }
    }
}

/// A result.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it is, such as `scores`.
    pub kind: &'static str,
    /// Columns in order.
    pub heads: Vec<Head>,
    /// Rows, each as long as `heads`.
    pub rows: Vec<Vec<Datum>>,
    /// What a person must know beside the table; also `notes` in JSON.
    pub notes: Vec<Words>,
}

impl Sheet {
    /// The rendering in `format`, ending in a line break.
    #[must_use]
    pub fn render(&self, format: Format, tongue: Tongue) -> String {
        match format {
            Format::Table => self.table(tongue),
            Format::Csv => self.csv(),
            Format::Json => self.json(tongue),
            Format::Md => self.markdown(tongue),
        }
    }

    /// Positions and headings of the columns people see; a column without any value is left out.
    fn seen(&self, tongue: Tongue) -> Vec<(usize, String)> {
        let filled = |at: usize| self.rows.is_empty() || self.rows.iter().any(|row| row[at] != Datum::None);
        let heads = self.heads.iter().enumerate().filter(|(at, _)| filled(*at));
        heads
            .filter_map(|(at, head)| Some((at, head.heading.as_ref()?.get(tongue).to_owned())))
            .collect()
    }

    fn table(&self, tongue: Tongue) -> String {
        let seen = self.seen(tongue);
        let width = |(at, heading): &(usize, String)| {
            let cells = self.rows.iter().map(|row| locale::columns(&row[*at].shown()));
            cells.max().unwrap_or(0).max(locale::columns(heading))
        };
        let widths: Vec<usize> = seen.iter().map(width).collect();
        let numeric = |at: usize| self.rows.iter().any(|row| row[at].is_numeric());
        let line = |cell: &dyn Fn(usize, &str) -> String| {
            let cells = seen.iter().zip(&widths).map(|((at, heading), width)| {
                let text = cell(*at, heading);
                if numeric(*at) {
                    locale::pad_start(&text, *width)
                } else {
                    locale::pad_end(&text, *width)
                }
            });
            format!("{}\n", cells.collect::<Vec<_>>().join("  ").trim_end())
        };
        let mut text = line(&|_, heading| heading.to_owned());
        let total: usize = widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1);
        text.push_str(&"─".repeat(total));
        text.push('\n');
        for row in &self.rows {
            text += &line(&|at, _| row[at].shown());
        }
        for note in &self.notes {
            text.push_str(&clean(note.get(tongue)));
            text.push('\n');
        }
        text
    }

    fn markdown(&self, tongue: Tongue) -> String {
        let seen = self.seen(tongue);
        let escape = |text: &str| {
            clean(text)
                .replace('\\', "\\\\")
                .replace('|', "\\|")
                .replace('<', "&lt;")
        };
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let mut text = line(seen.iter().map(|(_, heading)| escape(heading)).collect());
        let numeric = |at: usize| self.rows.iter().any(|row| row[at].is_numeric());
        text += &line(
            seen.iter()
                .map(|(at, _)| if numeric(*at) { "---:".into() } else { "---".into() })
                .collect(),
        );
        for row in &self.rows {
            text += &line(seen.iter().map(|(at, _)| escape(&row[*at].shown())).collect());
        }
        for note in &self.notes {
            text.push('\n');
            text.push_str(&escape(note.get(tongue)));
            text.push('\n');
        }
        text
    }

    fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names = self.heads.iter().map(|head| head.name.to_string()).collect();
        let rows = self.rows.iter().map(|row| row.iter().map(guarded).collect());
        for record in std::iter::once(names).chain(rows) {
            let record: Vec<String> = record;
            writer.write_record(&record).expect("a vector takes every byte");
        }
        let bytes = writer.into_inner().expect("a vector takes every byte");
        String::from_utf8(bytes).expect("every cell is UTF-8")
    }

    fn json(&self, tongue: Tongue) -> String {
        let row = |row: &Vec<Datum>| {
            let fields = self
                .heads
                .iter()
                .zip(row)
                .map(|(head, datum)| (head.name.to_string(), datum.json()));
            Value::Object(fields.collect::<Map<_, _>>())
        };
        let document = serde_json::json!({
            "schema_version": SCHEMA_VERSION,
            "kind": self.kind,
            "rows": self.rows.iter().map(row).collect::<Vec<_>>(),
            "notes": self.notes.iter().map(|note| note.get(tongue)).collect::<Vec<_>>(),
        });
        format!("{document:#}\n")
    }
}

/// Text of a cell that a spreadsheet would run as a formula is made harmless; numbers stay as they are.
fn guarded(datum: &Datum) -> String {
    let text = datum.exact();
    let runs =
        matches!(datum, Datum::Text(_)) && text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    if runs { format!("'{text}") } else { text }
}

/// Without control characters: no answer may drive the terminal, no line break may tear a table.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        Sheet {
            kind: "test",
            heads: vec![
                Head::new("level", "level", "层级"),
                Head::new("value", "value", "值"),
                Head::quiet("p"),
            ],
            rows: vec![
                vec!["east".into(), Datum::number(1.0 / 3.0, 2), Datum::number(-0.5, 2)],
                vec!["=华东\u{1b}[31m".into(), Datum::None, Datum::None],
            ],
            notes: vec![Words::new("a note", "说明")],
        }
    }

    #[test]
    fn a_table_is_aligned_by_display_width() {
        let text = sheet().render(Format::Table, Tongue::Zh);
        assert_eq!(
            text,
            "层级          值\n────────────────\neast        0.33\n=华东 [31m\n说明\n"
        );
    }

    #[test]
    fn csv_has_twelve_digits_and_no_formulas() {
        let text = sheet().render(Format::Csv, Tongue::En);
        assert_eq!(text, "level,value,p\neast,0.333333333333,-0.5\n'=华东\u{1b}[31m,,\n");
    }

    #[test]
    fn json_has_names_numbers_and_nulls() {
        let value: Value = serde_json::from_str(&sheet().render(Format::Json, Tongue::En)).unwrap();
        assert_eq!(value["schema_version"], SCHEMA_VERSION);
        assert_eq!(value["rows"][0]["value"], 0.333_333_333_333);
        assert_eq!(value["rows"][1]["p"], Value::Null);
    }

    #[test]
    fn markdown_cannot_be_broken_by_a_cell() {
        let mut sheet = sheet();
        sheet.rows[0][0] = "a|b<script>\n".into();
        let text = sheet.render(Format::Md, Tongue::En);
        assert!(text.contains("| a\\|b&lt;script>  | 0.33 |"), "{text}");
    }
}
