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
use crate::convert::expression::Foreign;
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
struct Group {
    /// Its condition, in the words of a definition.
    show_if: Option<String>,
}

struct Reader<'n> {
    builder: Builder,
    lists: BTreeMap<String, Vec<Choice>>,
    default: String,
    groups: Vec<Group>,
    /// The next question outside of groups begins a page.
    fresh: bool,
    /// How many groups are open above the questions of the page.
    depth_of_page: usize,
    notes: &'n mut Notes,
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

    fn begin_page(&mut self) {
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

    fn relevant(&mut self, row: &Row) -> Option<String> {
        let at = row.at("relevant");
        self.builder
            .condition(row.get("relevant"), None, Mode::True, &at, self.notes)
    }

    /// A group: a page where it stands alone, a battery where it is a table, else only a condition.
    fn group(&mut self, all: &[Row], at: usize) -> usize {
        let row = &all[at];
        if let Some(count) = self.battery(all, at) {
            return count;
        }
        let show_if = self.relevant(row);
        let title = row.words("label", &self.default);
        if self.groups.is_empty() {
            let page = self.builder.page(row.get("name"), &title);
            put(page, "show_if", show_if.map(Value::String));
            self.groups.push(Group { show_if: None });
            self.depth_of_page = 1;
            self.fresh = false;
            return 1;
        }
        self.groups.push(Group { show_if });
        if !title.is_empty() {
            let mut note = Table::new();
            self.builder
                .name(row.get("name"), &mut note, &row.at("name"), self.notes);
            put(&mut note, "kind", Value::String("note".to_owned()));
            let text = self.builder.text(&title, row.get("name"));
            put(&mut note, "text", text);
            put(&mut note, "show_if", self.condition_of_groups(None).map(Value::String));
            self.builder.ask(note);
        }
        1
    }

    fn repeat(&mut self, row: &Row) {
        let count = row.get("repeat_count").to_owned();
        let title = row.words("label", &self.default);
        let top = self.groups.is_empty();
        let repeated = top.then(|| self.loop_of(&count)).flatten();
        if repeated.is_none() {
            self.notes.tell(
                &rules::REPEAT,
                &row.at("type"),
                format!("the repeated group `{}` is asked once", row.get("name")),
                format!("重复组 `{}` 只提问一次", row.get("name")),
            );
        }
        let show_if = self.relevant(row);
        if top {
            let page = self.builder.page(row.get("name"), &title);
            put(page, "show_if", show_if.map(Value::String));
            put(page, "loop", repeated);
            self.depth_of_page = 1;
            self.fresh = false;
            self.groups.push(Group { show_if: None });
        } else {
            self.groups.push(Group { show_if });
        }
    }

    /// A loop that repeats as often: for each option chosen, or a fixed number of times.
    fn loop_of(&self, count: &str) -> Option<Value> {
        let tree = parse(count, Dialect::XPath)?;
        let mut made = Table::new();
        match tree {
            Foreign::Call(name, arguments) if name == "count-selected" => {
                let [Foreign::Name(of)] = arguments.as_slice() else {
                    return None;
                };
                let symbol = self.builder.symbols.get(of)?;
                if !matches!(symbol.sort, Sort::Multiple(_)) {
                    return None;
                }
                put(&mut made, "over", Value::String(symbol.name.clone()));
            }
            Foreign::Number(number) if number.fract() == 0.0 && (1.0..=50.0).contains(&number) => {
                let names = (1..).take_while(|place| f64::from(*place) <= number);
                let entity = |place: i32| {
                    let mut entity = Table::new();
                    put(&mut entity, "id", Value::String(format!("n{place}")));
                    put(&mut entity, "text", Value::String(place.to_string()));
                    Value::Object(entity)
                };
                put(&mut made, "entities", Value::Array(names.map(entity).collect()));
            }
            _ => return None,
        }
        Some(Value::Object(made))
    }

    /// A table of `select_one` on one list is a battery.
    fn battery(&mut self, all: &[Row], at: usize) -> Option<usize> {
        let row = &all[at];
        if !row.get("appearance").contains("table-list") {
            return None;
        }
        let end = all
            .iter()
            .skip(at + 1)
            .position(|row| Type::of(row.get("type")) == Type::EndGroup)?
            + at
            + 1;
        let inner = &all[at + 1..end];
        let list_of = |row: &Row| match Type::of(row.get("type")) {
            Type::One { list, other: false } => Some(list),
            _ => None,
        };
        let list = inner.first().and_then(list_of)?;
        if !inner
            .iter()
            .all(|row| list_of(row).as_deref() == Some(&list) && row.get("constraint").is_empty())
        {
            return None;
        }
        let answers: Vec<_> = self
            .lists
            .get(&list)?
            .iter()
            .map(|choice| choice.answer.clone())
            .collect();
        self.begin_page();
        let scale = self.builder.scale(&answers, &list, true, &row.at("type"), self.notes)?;
        let mut question = Table::new();
        let name = self
            .builder
            .name(row.get("name"), &mut question, &row.at("name"), self.notes);
        put(&mut question, "kind", Value::String("matrix".to_owned()));
        put(&mut question, "scale", Value::String(scale.id.clone()));
        let text = row.words("label", &self.default);
        put(&mut question, "text", self.builder.text(&text, row.get("name")));
        if inner.iter().all(|row| required(row.get("required")) == Some(true)) {
            put(&mut question, "required", Value::Bool(true));
        }
        let own = self.relevant(row);
        put(
            &mut question,
            "show_if",
            self.condition_of_groups(own).map(Value::String),
        );
        let mut names = crate::convert::ids::Names::default();
        let mut made = Vec::new();
        for part in inner {
            let id = names.name(part.get("name"), "r");
            let mut entry = Table::new();
            put(&mut entry, "id", Value::String(id.clone()));
            let text = part.words("label", &self.default);
            put(&mut entry, "text", self.builder.text(&text, part.get("name")));
            put(&mut entry, "show_if", self.relevant(part).map(Value::String));
            self.builder.know(
                part.get("name"),
                &format!("{name}.{id}"),
                Sort::Rating(scale.by_code.clone()),
            );
            made.push(Value::Object(entry));
        }
        put(&mut question, "rows", Value::Array(made));
        if !scale.missing.is_empty() {
            put(&mut question, "missing", Value::Array(scale.missing));
        }
        self.builder.ask(question);
        Some(end + 1 - at)
    }

    /// A condition of a question within groups that have conditions.
    fn condition_of_groups(&self, own: Option<String>) -> Option<String> {
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

    fn question(&mut self, row: &Row, kind: Type) {
        self.begin_page();
        let mut question = Table::new();
        let raw = row.get("name");
        let name = self.builder.name(raw, &mut question, &row.at("name"), self.notes);
        let label = row.words("label", &self.default);
        put(&mut question, "text", self.builder.text(&label, raw));
        self.answer(row, kind, &name, &mut question);
        for (column, key) in [("hint", "hint"), ("guidance_hint", "interviewer")] {
            let words = row.words(column, &self.default);
            put(
                &mut question,
                key,
                crate::convert::sketch::words(&words, &self.builder.languages),
            );
        }
        let is_note = question.get("kind").and_then(Value::as_str) == Some("note");
        let own = self.relevant(row);
        put(
            &mut question,
            "show_if",
            self.condition_of_groups(own).map(Value::String),
        );
        if !is_note {
            self.demands(row, raw, &mut question);
        }
        self.builder.ask(question);
    }

    /// What is demanded of an answer.
    fn demands(&mut self, row: &Row, raw: &str, question: &mut Table) {
        let written = row.get("required");
        match required(written) {
            Some(true) => put(question, "required", Value::Bool(true)),
            Some(false) => {}
            None => {
                let found = self
                    .builder
                    .condition(written, None, Mode::True, &row.at("required"), self.notes);
                put(question, "require_if", found.map(Value::String));
            }
        }
        let constraint = row.get("constraint");
        if constraint.is_empty() {
            return;
        }
        let is_number = question.get("kind").and_then(Value::as_str) == Some("number");
        if let Some(bounds) = parse(constraint, Dialect::XPath)
            .and_then(|tree| bounds(&tree))
            .filter(|_| is_number)
        {
            for (key, bound) in bounds {
                put(question, key, crate::convert::sketch::number(bound));
            }
            return;
        }
        let at = row.at("constraint");
        let Some(found) = self
            .builder
            .condition(constraint, Some(raw), Mode::NotFalse, &at, self.notes)
        else {
            return;
        };
        put(question, "valid_if", Value::String(found));
        let message = row.words("constraint_message", &self.default);
        put(
            question,
            "valid_message",
            crate::convert::sketch::words(&message, &self.builder.languages),
        );
    }

    /// The kind of a question and what belongs to it.
    fn answer(&mut self, row: &Row, kind: Type, name: &str, question: &mut Table) {
        let raw = row.get("name").to_owned();
        let mut is = |word: &str| put(question, "kind", Value::String(word.to_owned()));
        match kind {
            Type::Text | Type::Moment => {
                is("text");
                if kind == Type::Moment {
                    self.notes.setting(&row.at("type"), row.get("type"));
                }
                if row.get("appearance").contains("multiline") {
                    put(question, "long", Value::Bool(true));
                }
                self.builder.know(&raw, name, Sort::Text);
            }
            Type::Number { whole } => {
                is("number");
                if whole {
                    put(question, "whole", Value::Bool(true));
                }
                self.builder.know(&raw, name, Sort::Number);
            }
            Type::Date => {
                is("date");
                self.builder.know(&raw, name, Sort::Date);
            }
            Type::Range => {
                is("slider");
                for (key, other) in [("min", "start"), ("max", "end"), ("step", "step")] {
                    let value = parameter(row.get("parameters"), other).and_then(|text| text.parse().ok());
                    let instead = if key == "max" {
                        10.0
                    } else if key == "min" {
                        0.0
                    } else {
                        1.0
                    };
                    put(question, key, crate::convert::sketch::number(value.unwrap_or(instead)));
                }
                self.builder.know(&raw, name, Sort::Number);
            }
            Type::Acknowledge => {
                is("consent");
                let codes = BTreeMap::from([("OK".to_owned(), "yes".to_owned())]);
                self.builder.know(&raw, name, Sort::Choice(codes));
            }
            Type::One { list, other } => self.one(row, &list, other, name, question),
            Type::Many { list, other } => {
                is("multiple");
                let made = self.choices(row, &list, other, question);
                self.builder.know(&raw, name, Sort::Multiple(made));
            }
            Type::Rank { list } => {
                is("ranking");
                let answers = self.answers(row, &list, false);
                let mut names = crate::convert::ids::Names::default();
                let rows = answers.iter().map(|answer| {
                    let mut entry = Table::new();
                    put(&mut entry, "id", Value::String(names.name(&answer.code, "r")));
                    put(&mut entry, "text", self.builder.text(&answer.text, &answer.code));
                    Value::Object(entry)
                });
                put(question, "rows", Value::Array(rows.collect()));
            }
            Type::Note => is("note"),
            Type::Other(kind) => {
                is("note");
                self.notes.kind(&row.at("type"), &kind);
            }
            _ => is("note"),
        }
    }

    /// One of a list: a rating where the words of the list tell that it is one.
    fn one(&mut self, row: &Row, list: &str, other: bool, name: &str, question: &mut Table) {
        let raw = row.get("name").to_owned();
        let answers = self.answers(row, list, other);
        let filtered = answers.iter().any(|answer| answer.show_if.is_some());
        let scale = if other || filtered {
            None
        } else {
            self.builder.scale(&answers, list, false, &row.at("type"), self.notes)
        };
        if let Some(scale) = scale {
            put(question, "kind", Value::String("rating".to_owned()));
            put(question, "scale", Value::String(scale.id));
            if !scale.missing.is_empty() {
                put(question, "missing", Value::Array(scale.missing));
            }
            self.builder.know(&raw, name, Sort::Rating(scale.by_code));
            return;
        }
        put(question, "kind", Value::String("choice".to_owned()));
        let made = self.choices(row, list, other, question);
        self.builder.know(&raw, name, Sort::Choice(made));
    }

    fn choices(&mut self, row: &Row, list: &str, other: bool, question: &mut Table) -> BTreeMap<String, String> {
        let answers = self.answers(row, list, other);
        let made = self.builder.options(&answers, &row.at("type"), self.notes);
        put(question, "options", Value::Array(made.options));
        if parameter(row.get("parameters"), "randomize").is_some_and(|value| value == "true") {
            put(question, "order", Value::String("random".to_owned()));
        }
        made.by_code
    }

    /// The answers of a list, each with the condition its filter means.
    fn answers(&mut self, row: &Row, list: &str, other: bool) -> Vec<crate::convert::build::Answer> {
        let choices = self.lists.get(list).cloned().unwrap_or_default();
        if choices.is_empty() {
            self.notes
                .setting(&row.at("type"), &format!("{list}: no list of this name"));
        }
        let written = row.get("choice_filter");
        let filter = choices::filter(written);
        let of = filter
            .as_ref()
            .and_then(|filter| Some((filter, self.builder.symbols.get(filter.question)?)));
        if !written.is_empty() && of.is_none() {
            self.notes.condition(
                &row.at("choice_filter"),
                written,
                &crate::convert::expression::Why::Form,
            );
        }
        let mut answers = Vec::new();
        for choice in &choices {
            let mut answer = choice.answer.clone();
            if let Some((filter, symbol)) = &of {
                let wanted = choice.row.get(filter.column);
                let option = match (&symbol.sort, filter.among) {
                    (Sort::Choice(codes), _) => codes.get(wanted).map(|id| format!("{} = \"{id}\"", symbol.name)),
                    (Sort::Multiple(codes), true) => {
                        codes.get(wanted).map(|id| format!("{} has \"{id}\"", symbol.name))
                    }
                    (Sort::Rating(codes), _) => codes.get(wanted).map(|value| format!("{} = {value}", symbol.name)),
                    _ => None,
                };
                // An option that no answer leads to is never offered.
                answer.show_if = Some(option.unwrap_or_else(|| "false".to_owned()));
            }
            answers.push(answer);
        }
        if other {
            answers.push(crate::convert::build::Answer {
                code: "other".to_owned(),
                text: other_words(&self.builder.languages),
                other: true,
                ..crate::convert::build::Answer::default()
            });
        }
        answers
    }

    /// What conditions may name of a question that came back as it was.
    fn learn(&mut self, all: &[Row], at: usize, count: usize, question: &Table) {
        let id = question
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        self.builder.new_name(&id);
        for row in &all[at..at + count] {
            let name = row.get("name").to_owned();
            let sort = match Type::of(row.get("type")) {
                Type::One { list, .. } => {
                    let codes = self
                        .lists
                        .get(&list)
                        .map_or(&[][..], Vec::as_slice)
                        .iter()
                        .map(|choice| choice.answer.code.clone());
                    let rated = !matches!(question.get("kind").and_then(Value::as_str), Some("choice" | "cascade"));
                    if rated {
                        Sort::Rating(
                            codes
                                .filter_map(|code| Some((code.clone(), code.parse().ok()?)))
                                .collect(),
                        )
                    } else {
                        Sort::Choice(codes.map(|code| (code.clone(), code)).collect())
                    }
                }
                Type::Many { list, .. } => {
                    let codes = self
                        .lists
                        .get(&list)
                        .map_or(&[][..], Vec::as_slice)
                        .iter()
                        .map(|choice| choice.answer.code.clone());
                    Sort::Multiple(codes.map(|code| (code.clone(), code)).collect())
                }
                Type::Number { .. } | Type::Range => Sort::Number,
                Type::Date => Sort::Date,
                Type::Text => Sort::Text,
                Type::Acknowledge => Sort::Choice(BTreeMap::from([("OK".to_owned(), "yes".to_owned())])),
                _ => continue,
            };
            self.builder.know(&name, &name, sort);
        }
    }
}

/// What a question of "other" says.
fn other_words(languages: &[String]) -> Words {
    let word = |tag: &str| if tag.starts_with("zh") { "其他" } else { "Other" };
    languages
        .iter()
        .map(|tag| (tag.clone(), word(tag).to_owned()))
        .collect()
}

/// Whether an answer is required; `None` where it depends.
fn required(written: &str) -> Option<bool> {
    match written.to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" => Some(true),
        "" | "no" | "false" | "false()" | "0" => Some(false),
        _ => None,
    }
}

/// `start=1 end=10 step=1`.
fn parameter<'r>(written: &'r str, name: &str) -> Option<&'r str> {
    let mut parts = written.split([' ', ',', ';']).filter_map(|part| part.split_once('='));
    parts.find(|(key, _)| key.trim() == name).map(|(_, value)| value.trim())
}

/// Both ends of a constraint that says nothing else.
fn bounds(tree: &Foreign) -> Option<Vec<(&'static str, f64)>> {
    use crate::logic::Comparison;
    match tree {
        Foreign::And(parts) => {
            let all: Vec<(&str, f64)> = parts.iter().map(bounds).collect::<Option<Vec<_>>>()?.concat();
            let distinct = all.len() == 2 && all[0].0 != all[1].0;
            distinct.then_some(all)
        }
        Foreign::Compare(op, left, right) => match (op, &**left, &**right) {
            (Comparison::AtLeast, Foreign::Own, Foreign::Number(bound)) => Some(vec![("min", *bound)]),
            (Comparison::AtMost, Foreign::Own, Foreign::Number(bound)) => Some(vec![("max", *bound)]),
            _ => None,
        },
        _ => None,
    }
}
