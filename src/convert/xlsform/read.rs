//! A form becomes a definition.

use super::KEPT;
use super::choices;
use super::choices::Choice;
use super::rows;
use super::sheets;
use super::sheets::Row;
use super::sheets::Sheets;
use super::sheets::TRANSLATED;
use super::types::Type;
use crate::convert::build::Builder;
use crate::convert::build::language_of;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
use crate::convert::expression::Sort;
use crate::convert::expression::parse;
use crate::convert::languages;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use serde_json::Value;
use std::collections::BTreeMap;

/// Columns that are understood, or that only change looks.
const KNOWN: [&str; 22] = [
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "constraint",
    "constraint_message",
    "required",
    "required_message",
    "relevant",
    "calculation",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "list_name",
    "form_title",
    "form_id",
    "id_string",
    "version",
    "default_language",
    KEPT,
];

/// Reads a form.
pub(in crate::convert) fn read(bytes: &[u8], notes: &mut Notes) -> Option<Value> {
    let sheets = sheets::read(bytes, notes)?;
    let (languages, default) = languages_of(&sheets, notes);
    let setting = |key: &str| sheets.settings.first().map_or("", |row| row.get(key)).to_owned();
    let id = [setting("form_id"), setting("id_string")]
        .into_iter()
        .find(|id| !id.is_empty());
    let title = setting("form_title");
    let id = id.unwrap_or_else(|| title.clone());
    let mut reader = Reader {
        lists: choices::lists(&sheets.choices, &default),
        builder: Builder::new(&id, Dialect::XPath, languages),
        default,
        groups: Vec::new(),
        fresh: true,
        depth_of_page: 0,
        notes,
    };
    reader.columns(&sheets);
    let mut at = 0;
    while at < sheets.survey.len() {
        at += reader.row(&sheets.survey, at);
    }
    let mut words = Words::new();
    if !title.is_empty() {
        words.insert(reader.default.clone(), title);
    }
    rows::put_back(&sheets, &words, &mut reader.builder, reader.notes);
    let Reader { builder, .. } = reader;
    Some(builder.finish(&words, "an XLSForm"))
}

/// The languages of the form, the default one first, and the language of columns that name none.
fn languages_of(sheets: &Sheets, notes: &mut Notes) -> (Vec<String>, String) {
    let settings = sheets.settings.first();
    let stated = settings.map_or("", |row| row.get("default_language"));
    let mut found: Vec<String> = Vec::new();
    let mut bare = false;
    for row in sheets.survey.iter().chain(&sheets.choices) {
        for column in row.in_order() {
            match sheets::parted(column) {
                ("label" | "hint", None) => bare = true,
                (base, Some(language)) if TRANSLATED.contains(&base) => match languages::tag(language) {
                    Some(tag) if !found.contains(&tag) => found.push(tag),
                    Some(_) => {}
                    None => notes.setting(
                        &row.at(column),
                        &format!("{column}: no language of this name, write `{base}::NAME (code)`"),
                    ),
                },
                _ => {}
            }
        }
    }
    let texts = sheets.survey.iter().map(|row| row.get("label"));
    let default = languages::tag(stated).filter(|_| !stated.is_empty() && stated != "default");
    let default = default.or_else(|| (!bare).then(|| found.first().cloned()).flatten());
    let default = default.unwrap_or_else(|| language_of(texts));
    if bare || found.contains(&default) || found.is_empty() {
        found.retain(|tag| *tag != default);
        found.insert(0, default.clone());
    }
    (found, default)
}

/// A group that is open.
pub(super) struct Group {
    /// Its condition, in the words of a definition.
    pub show_if: Option<String>,
}

pub(super) struct Reader<'n> {
    pub builder: Builder,
    pub lists: BTreeMap<String, Vec<Choice>>,
    pub default: String,
    pub groups: Vec<Group>,
    /// The next question outside of groups begins a page.
    pub fresh: bool,
    /// How many groups are open above the questions of the page.
    pub depth_of_page: usize,
    pub notes: &'n mut Notes,
}

impl Reader<'_> {
    /// Tells of columns that nothing is made of.
    fn columns(&mut self, sheets: &Sheets) {
        for row in sheets.survey.iter().chain(&sheets.settings) {
            for column in row.cells.keys() {
                let (base, _) = sheets::parted(column);
                if column.starts_with("media::")
                    || ["image", "audio", "video", "big-image"].contains(&base.split("::").next().unwrap_or(base))
                {
                    self.notes.tell(
                        &rules::MEDIA,
                        &row.at(column),
                        "a picture, sound or film was left out",
                        "图片、声音或视频已略去",
                    );
                } else if !KNOWN.contains(&base) {
                    self.notes.setting(&row.at(column), column);
                }
            }
        }
    }

    /// Reads what begins at a row; how many rows it takes.
    fn row(&mut self, all: &[Row], at: usize) -> usize {
        let row = &all[at];
        match rows::kept(all, at, &self.lists, self.notes) {
            Some(rows::Kept::Question(question, count)) => {
                self.begin_page();
                self.learn(all, at, count, &question);
                self.builder.ask(question);
                return count;
            }
            Some(rows::Kept::Page(page)) => {
                self.kept_page(row, page);
                return 1;
            }
            Some(rows::Kept::Skip(count)) => return count,
            None => {}
        }
        let written = row.get("type");
        if written.is_empty() {
            return 1;
        }
        match Type::of(written) {
            Type::BeginGroup => return self.group(all, at),
            Type::BeginRepeat => self.repeat(row),
            Type::EndGroup | Type::EndRepeat => {
                self.groups.pop();
                self.fresh |= self.groups.len() < self.depth_of_page;
            }
            Type::Device => self.notes.setting(&row.at("type"), written),
            Type::Calculate => self.calculate(row),
            Type::Hidden => self.hidden(row),
            kind => self.question(row, kind),
        }
        1
    }

    pub(super) fn begin_page(&mut self) {
        if self.fresh && self.groups.is_empty() {
            let number = self.builder.pages.len() + 1;
            self.builder.page(&format!("page-{number}"), &Words::new());
            self.depth_of_page = 0;
        }
        self.fresh = false;
    }

    fn kept_page(&mut self, row: &Row, page: Table) {
        self.builder.page(row.get("name"), &Words::new());
        if let Some(last) = self.builder.pages.last_mut() {
            let questions = last.remove("questions");
            *last = page;
            put(last, "questions", questions);
        }
        self.groups.push(Group { show_if: None });
        self.depth_of_page = self.groups.len();
        self.fresh = false;
    }

    pub(super) fn relevant(&mut self, row: &Row) -> Option<String> {
        let at = row.at("relevant");
        self.builder
            .condition(row.get("relevant"), None, Mode::True, &at, self.notes)
    }

    /// A condition of a question within groups that have conditions.
    pub(super) fn condition_of_groups(&self, own: Option<String>) -> Option<String> {
        let inner = self.groups.iter().filter_map(|group| group.show_if.clone()).chain(own);
        let all: Vec<String> = inner.collect();
        if all.len() < 2 {
            return all.into_iter().next();
        }
        Some(
            all.iter()
                .map(|text| {
                    if text.contains(" or ") {
                        format!("({text})")
                    } else {
                        text.clone()
                    }
                })
                .collect::<Vec<_>>()
                .join(" and "),
        )
    }

    fn hidden(&mut self, row: &Row) {
        let mut hidden = Table::new();
        let name = self
            .builder
            .name(row.get("name"), &mut hidden, &row.at("name"), self.notes);
        put(&mut hidden, "kind", Value::String("text".to_owned()));
        self.builder.know(row.get("name"), &name, Sort::Text);
        self.builder.hidden.push(Value::Object(hidden));
    }

    fn calculate(&mut self, row: &Row) {
        let text = row.get("calculation");
        let lookup = |name: &str| self.builder.symbols.get(name).cloned();
        let scope = crate::convert::expression::Scope {
            dialect: Dialect::XPath,
            lookup: &lookup,
            own: None,
        };
        let tree = parse(text, Dialect::XPath).ok_or(crate::convert::expression::Why::Form);
        match tree.and_then(|tree| crate::convert::expression::number(&tree, &scope)) {
            Ok(value) if self.groups.is_empty() || self.depth_of_page == self.groups.len() => {
                let mut derived = Table::new();
                let name = self
                    .builder
                    .name(row.get("name"), &mut derived, &row.at("name"), self.notes);
                put(&mut derived, "value", Value::String(value));
                self.builder.know(row.get("name"), &name, Sort::Number);
                self.builder.derived.push(Value::Object(derived));
            }
            Ok(_) => self
                .notes
                .condition(&row.at("calculation"), text, &crate::convert::expression::Why::Form),
            Err(why) => self.notes.condition(&row.at("calculation"), text, &why),
        }
    }
}
