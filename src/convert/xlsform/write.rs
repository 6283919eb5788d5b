//! A definition becomes a form.

use super::KEPT;
use super::sheets::fingerprint;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
use crate::convert::expression::Target;
use crate::convert::notes::Notes;
use crate::convert::out::Out;
use crate::convert::sketch::items;
use crate::convert::sketch::text;
use crate::export::XlsxCell;
use crate::export::XlsxTable;
use crate::export::write_tables;
use crate::locale::Texts;
use crate::model::Survey;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;

pub(super) type Cells = BTreeMap<String, String>;

/// A cell of a workbook holds no more UTF-16 units.
const CELL: usize = 32_767;
/// Columns in the order of the sheet; others stand between `name` and `required`.
const FIRST: [&str; 2] = ["type", "name"];
const LAST: [&str; 10] = [
    "required",
    "relevant",
    "constraint",
    "calculation",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "readonly",
    KEPT,
];

/// Writes the workbook of a form.
pub(in crate::convert) fn write(sketch: &Value, survey: &Survey, notes: &mut Notes) -> Option<Vec<u8>> {
    let mut form = Form {
        out: Out::new(survey, Dialect::XPath),
        survey,
        rows: Vec::new(),
        choices: BTreeMap::new(),
        notes,
    };
    form.hidden();
    for page in items(sketch, "pages") {
        form.page(page);
    }
    let languages: Vec<String> = survey
        .languages
        .iter()
        .map(|lang| format!("{} ({})", lang.tag(), lang.tag()))
        .collect();
    let settings = vec![Cells::from([
        (
            "form_title".to_owned(),
            survey.text(&survey.title, &survey.languages[0]).to_owned(),
        ),
        ("form_id".to_owned(), survey.id.to_string()),
        (
            "default_language".to_owned(),
            languages.first().cloned().unwrap_or_default(),
        ),
    ])];
    let kept = form.kept(sketch);
    let lists: Vec<Cells> = form.choices.into_values().flatten().collect();
    let tables = [
        table("survey", &form.rows, &languages),
        table("choices", &lists, &languages),
        table("settings", &settings, &languages),
        table(KEPT, &kept, &languages),
    ];
    let mut bytes = Vec::new();
    match write_tables(&tables, &mut bytes) {
        Ok(()) => Some(bytes),
        Err(error) => {
            let why = error.to_string();
            form.notes.unreadable("", &why, &why);
            None
        }
    }
}

fn table(name: &str, rows: &[Cells], languages: &[String]) -> XlsxTable {
    let mut middle: Vec<String> = Vec::new();
    for base in ["list_name", "label", "hint", "guidance_hint", "constraint_message"] {
        middle.push(base.to_owned());
        middle.extend(languages.iter().map(|language| format!("{base}::{language}")));
    }
    let first = if name == "choices" {
        vec!["list_name", "name"]
    } else {
        FIRST.to_vec()
    };
    let rank = |column: &str| {
        let places = [first.iter().position(|other| *other == column)];
        places[0]
            .or_else(|| middle.iter().position(|other| other == column).map(|at| at + 10))
            .or_else(|| LAST.iter().position(|other| *other == column).map(|at| at + 1000))
            .unwrap_or(900)
    };
    let mut columns: Vec<String> = rows.iter().flat_map(|row| row.keys().cloned()).collect();
    columns.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.cmp(b)));
    columns.dedup();
    let cell = |text: Option<&String>| text.map_or(XlsxCell::Empty, |text| XlsxCell::Text(text.clone()));
    let head = columns.iter().map(|column| XlsxCell::Text(column.clone())).collect();
    let body = rows
        .iter()
        .map(|row| columns.iter().map(|column| cell(row.get(column))).collect());
    XlsxTable {
        name: name.to_owned(),
        rows: std::iter::once(head).chain(body).collect(),
        head_rows: 1,
        ..XlsxTable::default()
    }
}

pub(super) struct Form<'s, 'n> {
    pub out: Out<'s>,
    pub survey: &'s Survey,
    pub rows: Vec<Cells>,
    /// By list, its choices.
    pub choices: BTreeMap<String, Vec<Cells>>,
    pub notes: &'n mut Notes,
}

impl Form<'_, '_> {
    pub(super) fn cells<const N: usize>(entries: [(&str, &str); N]) -> Cells {
        let filled = entries.into_iter().filter(|(_, text)| !text.is_empty());
        filled.map(|(key, text)| (key.to_owned(), text.to_owned())).collect()
    }

    pub(super) fn words(&self, cells: &mut Cells, column: &str, texts: &Texts) {
        if texts.is_empty() {
            return;
        }
        for lang in &self.survey.languages {
            let tag = lang.tag();
            cells.insert(
                format!("{column}::{tag} ({tag})"),
                self.survey.text(texts, lang).trim().to_owned(),
            );
        }
    }

    /// Keeps in a row's last column what it began as.
    pub(super) fn keep(&mut self, start: usize, mut what: Value) {
        let count = self.rows.len() - start;
        let rows = &self.rows[start..];
        let mut all: Vec<&Cells> = rows.iter().collect();
        for row in rows {
            let mut words = row.get("type").map_or("", String::as_str).split(' ');
            if matches!(words.next(), Some("select_one" | "select_multiple" | "rank"))
                && let Some(list) = words.next().and_then(|list| self.choices.get(list))
            {
                all.extend(list);
            }
        }
        what["rows"] = json!(count);
        what["seen"] = json!(fingerprint(all.into_iter()));
        let written = what.to_string();
        if written.encode_utf16().count() > CELL {
            let name = self.rows[start].get("name").cloned().unwrap_or_default();
            self.notes.not_held(
                &name,
                &format!("`{name}` is too long to be kept in `manyi`"),
                &format!("`{name}` 过长，无法保存在 `manyi` 中"),
            );
            return;
        }
        self.rows[start].insert(KEPT.to_owned(), written);
    }

    /// Hidden values are there to be filled by who makes the link.
    fn hidden(&mut self) {
        for variable in self.out.hidden() {
            let start = self.rows.len();
            self.rows
                .push(Self::cells([("type", "hidden"), ("name", variable.id.as_str())]));
            self.keep(start, json!({"hidden": true}));
        }
    }

    /// A condition in `XPath`; empty, with a problem, where it has none.
    pub(super) fn condition(&mut self, text: &str, mode: Mode, own: Option<&str>, at: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        let known = |name: &str| self.out.known(name);
        let target = Target {
            dialect: Dialect::XPath,
            known: &known,
        };
        match self.out.condition(text, &target, mode, own) {
            Ok(text) => text,
            Err(why) => {
                self.notes.not_held(
                    at,
                    &format!("the condition `{text}` is kept in `manyi`: {}", why.english()),
                    &format!("条件 `{text}` 保存在 `manyi` 中：{}", why.chinese()),
                );
                String::new()
            }
        }
    }

    fn page(&mut self, page: &Value) {
        let id = text(page, "id");
        let start = self.rows.len();
        // Pages and questions share their names there.
        let taken =
            self.out.question(id).is_some() || self.survey.find(id).is_some() || !self.out.levels(id).is_empty();
        let group = if taken { format!("{id}-page") } else { id.to_owned() };
        let relevant = self.condition(text(page, "show_if"), Mode::True, None, &format!("{id} show_if"));
        let mut cells = Self::cells([
            ("type", "begin_group"),
            ("name", &group),
            ("relevant", &relevant),
            ("appearance", "field-list"),
        ]);
        let model = self.survey.pages.iter().find(|other| {
            other.id == *id
                || other.entity.as_ref().is_some_and(|entity| {
                    other
                        .id
                        .as_str()
                        .strip_suffix(entity.id.as_str())
                        .is_some_and(|stem| stem.trim_end_matches(['.', '-', '_']) == id)
                })
        });
        if let Some(model) = model {
            self.words(&mut cells, "label", &model.title);
        }
        if page.get("loop").is_some() {
            self.notes.not_held(
                &format!("{id} loop"),
                "the repeated page is asked once there; the loop is kept in `manyi`",
                "重复的页在目标格式中只提问一次；循环保存在 `manyi` 中",
            );
        }
        self.rows.push(cells);
        let mut without = page.clone();
        if let Some(table) = without.as_object_mut() {
            table.remove("questions");
        }
        self.keep(start, json!({ "page": without }));
        for question in items(page, "questions") {
            self.question(question);
        }
        self.rows.push(Self::cells([("type", "end_group")]));
    }

    /// The sheet of what a form has no place for.
    fn kept(&mut self, sketch: &Value) -> Vec<Cells> {
        let mut rows = Vec::new();
        for (key, value) in sketch.as_object().into_iter().flatten() {
            if matches!(key.as_str(), "pages" | "id") {
                continue;
            }
            let written = value.to_string();
            if written.encode_utf16().count() > CELL {
                self.notes.not_held(
                    key,
                    &format!("`{key}` is too long to be kept in `manyi`"),
                    &format!("`{key}` 过长，无法保存在 `manyi` 中"),
                );
                continue;
            }
            if !matches!(key.as_str(), "title" | "languages" | "scales" | "hidden") {
                self.notes.not_held(
                    key,
                    &format!("`{key}` is kept in `manyi`"),
                    &format!("`{key}` 保存在 `manyi` 中"),
                );
            }
            rows.push(Self::cells([("key", key), ("json", &written)]));
        }
        rows
    }
}
