//! The sheets of a form as rows of named cells, wherever they come from.

use crate::convert::languages;
use crate::convert::notes::Notes;
use crate::convert::sketch::Words;
use crate::import::workbook;
use crate::import::workbook::Limits;
use serde_json::Value;
use sha2::Digest;
use sha2::Sha256;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Cursor;

/// A form before it is understood.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub survey: Vec<Row>,
    pub choices: Vec<Row>,
    pub settings: Vec<Row>,
    pub kept: Vec<Row>,
}

/// A row with its cells by column; blank cells are left out.
#[derive(Debug, Default, Clone)]
pub(super) struct Row {
    /// The sheet and the row, such as `survey!12`.
    sheet: &'static str,
    line: usize,
    /// Names of columns as written, with the place of each.
    pub cells: BTreeMap<String, String>,
    columns: BTreeMap<String, usize>,
    /// Whether it comes from JSON, where columns have no letters.
    json: bool,
}

/// Columns under the names they also have.
const SAME: [(&str, &str); 12] = [
    ("relevance", "relevant"),
    ("calculate", "calculation"),
    ("list name", "list_name"),
    ("value", "name"),
    ("command", "type"),
    ("constraint message", "constraint_message"),
    ("required message", "required_message"),
    ("read only", "readonly"),
    ("read_only", "readonly"),
    ("repeat count", "repeat_count"),
    ("caption", "label"),
    ("title", "form_title"),
];
/// Columns that have translations.
pub(super) const TRANSLATED: [&str; 5] = [
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
];
/// A workbook of forms is smaller than one of answers.
const LIMITS: Limits = Limits {
    inflated: 128 << 20,
    texts: 64 << 20,
    text_count: 1_000_000,
    ratio: 200,
    cells: 2_000_000,
    columns: 2_000,
};

impl Row {
    /// The place of a cell: `survey!C12`; of the row where it has no such column.
    pub(super) fn at(&self, column: &str) -> String {
        match self.columns.get(column).filter(|_| !self.json) {
            Some(place) => format!("{}!{}{}", self.sheet, letters(*place), self.line),
            None => format!("{}!{}", self.sheet, self.line),
        }
    }

    /// Names of the filled columns, in the order of the sheet.
    pub(super) fn in_order(&self) -> Vec<&String> {
        let mut names: Vec<&String> = self.cells.keys().collect();
        names.sort_by_key(|name| self.columns.get(*name).copied().unwrap_or(usize::MAX));
        names
    }

    /// A cell without blanks around it; empty where there is none.
    pub(super) fn get(&self, column: &str) -> &str {
        self.cells.get(column).map_or("", |cell| cell.trim())
    }

    /// A text in all languages; `default` is the language of a column that names none.
    pub(super) fn words(&self, column: &str, default: &str) -> Words {
        let mut words = Words::new();
        for (name, cell) in &self.cells {
            let (base, language) = parted(name);
            if base != column {
                continue;
            }
            let tag = match language {
                None => Some(default.to_owned()),
                Some(language) => languages::tag(language),
            };
            if let Some(tag) = tag {
                words.entry(tag).or_insert_with(|| cell.clone());
            }
        }
        words
    }
}

/// `label::English (en)` is `label` in a language.
pub(super) fn parted(column: &str) -> (&str, Option<&str>) {
    match column.split_once("::").or_else(|| column.split_once(':')) {
        Some((base, language)) if TRANSLATED.contains(&base) => (base, Some(language)),
        _ => (column, None),
    }
}

fn letters(mut place: usize) -> String {
    let mut out = String::new();
    loop {
        let digit = u8::try_from(place % 26).unwrap_or(0);
        out.insert(0, char::from(b'A' + digit));
        if place < 26 {
            return out;
        }
        place = place / 26 - 1;
    }
}

/// A fingerprint of cells, but for the column that keeps it.
pub(super) fn fingerprint<'a>(rows: impl Iterator<Item = &'a BTreeMap<String, String>>) -> String {
    let mut hash = Sha256::new();
    for row in rows {
        for (column, cell) in row
            .iter()
            .filter(|(column, cell)| *column != super::KEPT && !cell.trim().is_empty())
        {
            for text in [column.as_str(), cell.trim()] {
                hash.update((text.len() as u64).to_le_bytes());
                hash.update(text.as_bytes());
            }
        }
        hash.update([255]);
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Reads a form; `None` with a problem where it is none.
pub(super) fn read(bytes: &[u8], notes: &mut Notes) -> Option<Sheets> {
    let sheets = if workbook::looks_like_workbook(bytes) {
        of_workbook(bytes, notes)?
    } else {
        let text = crate::convert::decoded(bytes, notes)?;
        if text.trim_start().starts_with('{') {
            of_json(&text, notes)?
        } else {
            of_csv(&text, notes)?
        }
    };
    if sheets.survey.is_empty() {
        notes.unreadable(
            "",
            "there is no sheet `survey` with rows",
            "没有含内容的工作表 `survey`",
        );
        return None;
    }
    Some(sheets)
}

fn of_workbook(bytes: &[u8], notes: &mut Notes) -> Option<Sheets> {
    let mut sheets = Sheets::default();
    for name in ["survey", "choices", "settings", super::KEPT] {
        let mut csv = Vec::new();
        match workbook::to_csv(Cursor::new(bytes), Some(name), LIMITS, &mut csv) {
            Ok(_) => {
                let text = String::from_utf8_lossy(&csv).into_owned();
                let records = records(&text);
                put(&mut sheets, name, table(&records, [0, 0], name));
            }
            Err(workbook::Refusal::NoSheet { .. }) => {}
            Err(refusal) => {
                let words = refusal.words();
                let large = matches!(
                    refusal,
                    workbook::Refusal::Inflates { .. }
                        | workbook::Refusal::Ratio { .. }
                        | workbook::Refusal::Texts { .. }
                        | workbook::Refusal::Cells { .. }
                        | workbook::Refusal::Columns { .. }
                );
                if large {
                    notes.too_large(name);
                } else {
                    notes.unreadable(name, &words.en, &words.zh);
                }
                return None;
            }
        }
    }
    Some(sheets)
}

/// One file with all sheets: the first column names a sheet, the rows below are its own. Or the sheet `survey` alone.
fn of_csv(text: &str, notes: &mut Notes) -> Option<Sheets> {
    let records = records(text);
    let mut sheets = Sheets::default();
    let named = |record: &[String]| {
        let first = record.first().map_or("", |cell| cell.trim());
        ["survey", "choices", "settings", super::KEPT]
            .into_iter()
            .find(|name| *name == first)
    };
    let starts: Vec<(usize, &'static str)> = records
        .iter()
        .enumerate()
        .filter_map(|(at, record)| Some((at, named(record)?)))
        .collect();
    if starts.is_empty() {
        sheets.survey = table(&records, [0, 0], "survey");
        return Some(sheets);
    }
    for (place, (start, name)) in starts.iter().enumerate() {
        let end = starts.get(place + 1).map_or(records.len(), |(end, _)| *end);
        // Cells stand one column to the right, below the name; the head may stand beside it or below.
        let beside = records[*start].iter().skip(1).any(|cell| !cell.trim().is_empty());
        let first = if beside { *start } else { start + 1 };
        let Some(part) = records.get(first..end) else {
            notes.unreadable(name, "a sheet has no head", "有一张工作表没有表头");
            return None;
        };
        let inner: Vec<Vec<String>> = part
            .iter()
            .map(|record| record.iter().skip(1).cloned().collect())
            .collect();
        put(&mut sheets, name, table(&inner, [first, 1], name));
    }
    Some(sheets)
}

/// `KoboToolbox` keeps a form as lists of rows; translations are lists in the order of `translations`.
fn of_json(text: &str, notes: &mut Notes) -> Option<Sheets> {
    let root: Value = match serde_json::from_str(text) {
        Ok(root) => root,
        Err(error) => {
            notes.unreadable("", &format!("{error}"), &format!("{error}"));
            return None;
        }
    };
    let content = root.get("content").unwrap_or(&root);
    let listed = content.get("translations").and_then(Value::as_array);
    let translations: Vec<Option<String>> = listed.map_or_else(Vec::new, |all| {
        all.iter().map(|name| name.as_str().map(str::to_owned)).collect()
    });
    let mut sheets = Sheets::default();
    for name in ["survey", "choices"] {
        let rows = content.get(name).and_then(Value::as_array);
        let rows = rows.map_or(&[][..], Vec::as_slice).iter().enumerate();
        let made = rows
            .filter_map(|(at, row)| json_row(row.as_object()?, at, name, &translations))
            .collect();
        put(&mut sheets, name, made);
    }
    if let Some(settings) = content.get("settings").and_then(Value::as_object) {
        sheets.settings.extend(json_row(settings, 0, "settings", &translations));
    }
    if sheets.settings.is_empty() {
        let id = ["id_string", "title", "version"]
            .iter()
            .find_map(|key| root.get(*key)?.as_str());
        if let Some(id) = id {
            sheets.settings.push(Row {
                sheet: "settings",
                line: 1,
                cells: BTreeMap::from([("form_id".to_owned(), id.to_owned())]),
                ..Row::default()
            });
        }
    }
    Some(sheets)
}

fn json_row(
    row: &serde_json::Map<String, Value>,
    at: usize,
    sheet: &'static str,
    translations: &[Option<String>],
) -> Option<Row> {
    let mut cells = BTreeMap::new();
    let mut columns = BTreeMap::new();
    for (key, value) in row.iter().filter(|(key, _)| !key.starts_with('$')) {
        let key = column_name(key);
        match value {
            Value::Array(items) if TRANSLATED.contains(&key.as_str()) => {
                for (place, (item, language)) in items.iter().zip(translations).enumerate() {
                    let Some(text) = item.as_str() else { continue };
                    let column = language
                        .as_ref()
                        .map_or_else(|| key.clone(), |language| format!("{key}::{language}"));
                    columns.insert(column.clone(), place);
                    cells.insert(column, text.to_owned());
                }
            }
            Value::String(text) => {
                cells.insert(key, text.clone());
            }
            Value::Bool(_) | Value::Number(_) => {
                cells.insert(key, value.to_string());
            }
            _ => {}
        }
    }
    // KoboToolbox writes the list of a question beside its type.
    if let Some(list) = cells.remove("select_from_list_name")
        && let Some(kind) = cells.get_mut("type")
    {
        *kind = format!("{kind} {list}");
    }
    if !cells.contains_key("name")
        && let Some(name) = row.get("$autoname").and_then(Value::as_str)
    {
        cells.insert("name".to_owned(), name.to_owned());
    }
    (!cells.is_empty()).then_some(Row {
        sheet,
        line: at + 1,
        cells,
        columns,
        json: true,
    })
}

fn put(sheets: &mut Sheets, name: &str, rows: Vec<Row>) {
    match name {
        "survey" => sheets.survey = rows,
        "choices" => sheets.choices = rows,
        "settings" => sheets.settings = rows,
        _ => sheets.kept = rows,
    }
}

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut all = Vec::new();
    for record in reader.records().map_while(Result::ok) {
        // Lines without any cell are not handed on; the line of each is.
        let line = record
            .position()
            .map_or(0, |position| usize::try_from(position.line()).unwrap_or(0));
        while all.len() + 1 < line && all.len() < 1_000_000 {
            all.push(Vec::new());
        }
        all.push(record.iter().map(str::to_owned).collect());
    }
    all
}

fn column_name(written: &str) -> String {
    let written = written.trim();
    let (base, language) = match written.split_once("::") {
        Some((base, rest)) => (base.trim(), Some(rest.trim())),
        None => (written, None),
    };
    let small = base.to_lowercase();
    let known = SAME
        .iter()
        .find(|(other, _)| *other == small)
        .map_or(small.as_str(), |(_, name)| *name);
    match language {
        Some(language) => format!("{known}::{language}"),
        None => known.to_owned(),
    }
}

/// Rows below the first, by the names in it; `before` are the rows above and the columns to the left in the file.
fn table(records: &[Vec<String>], before: [usize; 2], sheet: &'static str) -> Vec<Row> {
    let Some(start) = records
        .iter()
        .position(|record| record.iter().any(|cell| !cell.trim().is_empty()))
    else {
        return Vec::new();
    };
    let head: Vec<String> = records[start].iter().map(|cell| column_name(cell)).collect();
    let mut rows = Vec::new();
    for (at, record) in records.iter().enumerate().skip(start + 1) {
        let mut row = Row {
            sheet,
            line: before[0] + at + 1,
            ..Row::default()
        };
        for (place, (column, cell)) in head.iter().zip(record).enumerate() {
            if !column.is_empty() && !cell.trim().is_empty() {
                // In the sheet of choices `value` is another column where there is `name`, too.
                row.cells.entry(column.clone()).or_insert_with(|| cell.clone());
                row.columns.entry(column.clone()).or_insert(before[1] + place);
            }
        }
        if !row.cells.is_empty() {
            rows.push(row);
        }
    }
    rows
}
