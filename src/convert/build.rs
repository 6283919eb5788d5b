//! What all readers share: a definition that grows question by question, its scales, and what conditions may name.

use super::expression::Dialect;
use super::expression::Mode;
use super::expression::Scope;
use super::expression::Sort;
use super::expression::Symbol;
use super::expression::condition;
use super::expression::parse;
use super::ids;
use super::ids::Names;
use super::notes::Notes;
use super::sketch::Table;
use super::sketch::Words;
use super::sketch::put;
use super::sketch::table;
use super::sketch::words;
use serde_json::Value;
use std::collections::BTreeMap;

/// An answer that can be chosen, as its source has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Answer {
    pub code: String,
    pub text: Words,
    pub exclusive: bool,
    pub other: bool,
    pub anchor: bool,
    /// In the words of a definition.
    pub show_if: Option<String>,
}

/// Options as a definition writes them.
#[derive(Debug, Default)]
pub(super) struct Options {
    pub options: Vec<Value>,
    /// Names of the options by their codes.
    pub by_code: BTreeMap<String, String>,
}

/// A scale as a definition writes it.
#[derive(Debug, Clone)]
pub(super) struct Scale {
    pub id: String,
    /// Values of the points by their codes.
    pub by_code: BTreeMap<String, f64>,
    /// Answers beside the scale, for `missing:`.
    pub missing: Vec<Value>,
}

/// A definition in the making.
pub(super) struct Builder {
    pub id: String,
    pub dialect: Dialect,
    pub languages: Vec<String>,
    pub top: Table,
    pub pages: Vec<Table>,
    names: Names,
    page_names: Names,
    pub scales: Vec<Value>,
    pub scale_names: Names,
    pub hidden: Vec<Value>,
    pub derived: Vec<Value>,
    /// What conditions may name, by the names of the source.
    pub symbols: BTreeMap<String, Symbol>,
}

impl Builder {
    pub(super) fn new(id: &str, dialect: Dialect, languages: Vec<String>) -> Self {
        Self {
            id: ids::file_name(id, "survey"),
            dialect,
            languages,
            top: Table::new(),
            pages: Vec::new(),
            names: Names::default(),
            page_names: Names::default(),
            scales: Vec::new(),
            scale_names: Names::default(),
            hidden: Vec::new(),
            derived: Vec::new(),
            symbols: BTreeMap::new(),
        }
    }

    /// A name in the one namespace; a changed one is told, with the original as a comment in `question`.
    pub(super) fn name(&mut self, raw: &str, question: &mut Table, at: &str, notes: &mut Notes) -> String {
        let name = self.names.name(raw, "q");
        if !ids::same(raw, &name) {
            notes.renamed(at, raw, &name);
            put(
                question,
                "#id",
                Value::String(format!("was {}", super::notes::short(raw))),
            );
        }
        put(question, "id", Value::String(name.clone()));
        name
    }

    /// A name that the source does not have.
    pub(super) fn new_name(&mut self, stem: &str) -> String {
        self.names.name(stem, "q")
    }

    /// Begins a page.
    pub(super) fn page(&mut self, raw: &str, title: &Words) -> &mut Table {
        let wanted = ids::file_name(raw, "page");
        let name = self.page_names.option(&wanted, "page");
        let mut page = table([("id", Value::String(name))]);
        put(&mut page, "title", words(title, &self.languages));
        page.insert("questions".to_owned(), Value::Array(Vec::new()));
        self.pages.push(page);
        self.pages.last_mut().expect("a page was just added")
    }

    /// Puts a question on the last page.
    pub(super) fn ask(&mut self, question: Table) {
        if self.pages.is_empty() {
            self.page("main", &Words::new());
        }
        if let Some(Value::Array(questions)) = self.pages.last_mut().and_then(|page| page.get_mut("questions")) {
            questions.push(Value::Object(question));
        }
    }

    /// A text that must be there.
    pub(super) fn text(&self, text: &Words, instead: &str) -> Value {
        words(text, &self.languages)
            .unwrap_or_else(|| Value::String(if instead.trim().is_empty() { "…" } else { instead }.to_owned()))
    }

    /// Options with names and numbers.
    pub(super) fn options(&self, answers: &[Answer], at: &str, notes: &mut Notes) -> Options {
        let mut names = Names::default();
        let mut made = Options::default();
        let values = numbers(answers);
        for (place, answer) in answers.iter().enumerate() {
            // A name of digits alone is the option's number.
            let digits: String = answer.code.chars().filter(char::is_ascii_alphanumeric).collect();
            let bare = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            let raw = if bare && values.is_none() {
                format!("o{}", answer.code)
            } else {
                answer.code.clone()
            };
            let name = names.option(&raw, &format!("o{}", place + 1));
            let mut option = table([("id", Value::String(name.clone()))]);
            if !ids::same(&answer.code, &name) && !answer.code.is_empty() {
                put(
                    &mut option,
                    "#id",
                    Value::String(format!("was {}", super::notes::short(&answer.code))),
                );
            }
            match &values {
                Some(values) if values[place] != i64::try_from(place).unwrap_or(0) + 1 => {
                    put(&mut option, "value", Value::from(values[place]));
                }
                _ => {}
            }
            let text = self.text(&answer.text, &answer.code);
            if text != Value::String(name.clone()) {
                put(&mut option, "text", text);
            }
            for (key, on) in [
                ("exclusive", answer.exclusive),
                ("other", answer.other),
                ("anchor", answer.anchor),
            ] {
                if on {
                    put(&mut option, key, Value::Bool(true));
                }
            }
            put(&mut option, "show_if", answer.show_if.clone().map(Value::String));
            if made.by_code.insert(answer.code.clone(), name).is_some() {
                notes.tell(
                    &super::rules::VALUE,
                    at,
                    format!("the code `{}` stands twice in one list", answer.code),
                    format!("代码 `{}` 在同一列表中出现两次", answer.code),
                );
            }
            made.options.push(Value::Object(option));
        }
        made
    }

    /// A condition of the source in the words of a definition; told and `None` where it has none.
    pub(super) fn condition(
        &self,
        text: &str,
        own: Option<&str>,
        mode: Mode,
        at: &str,
        notes: &mut Notes,
    ) -> Option<String> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let lookup = |name: &str| self.symbols.get(name).cloned();
        let scope = Scope {
            dialect: self.dialect,
            lookup: &lookup,
            own: own.and_then(|own| self.symbols.get(own).cloned()),
        };
        let tree = parse(text, self.dialect).ok_or(super::expression::Why::Form);
        match tree.and_then(|tree| condition(&tree, &scope, mode)) {
            Ok(text) => Some(text),
            Err(why) => {
                notes.condition(at, text, &why);
                None
            }
        }
    }

    /// Lets conditions name a question.
    pub(super) fn know(&mut self, foreign: &str, name: &str, sort: Sort) {
        let symbol = Symbol {
            name: name.to_owned(),
            sort,
        };
        self.symbols.insert(foreign.to_owned(), symbol);
    }

    /// Takes back what a questionnaire kept of hidden values, derived ones or scales; those made meanwhile under such a name go.
    pub(super) fn keep(&mut self, key: &str, value: Value) {
        let Value::Array(kept) = value else { return };
        let list = match key {
            "hidden" => &mut self.hidden,
            "derived" => &mut self.derived,
            _ => &mut self.scales,
        };
        let known = |item: &Value| {
            kept.iter()
                .any(|other| super::sketch::text(other, "id") == super::sketch::text(item, "id"))
        };
        let mut all = kept.clone();
        all.extend(list.iter().filter(|item| !known(item)).cloned());
        *list = all;
    }

    /// The whole definition; pages without questions are left out.
    pub(super) fn finish(mut self, title: &Words, made_from: &str) -> Value {
        let has_questions = |page: &Table| {
            page.get("questions")
                .and_then(Value::as_array)
                .is_some_and(|all| !all.is_empty())
        };
        let pages: Vec<Value> = self
            .pages
            .into_iter()
            .filter(has_questions)
            .map(Value::Object)
            .collect();
        let mut top = std::mem::take(&mut self.top);
        put(
            &mut top,
            "#",
            Value::String(format!("Made from {made_from} by `manyi convert`.")),
        );
        put(&mut top, "id", Value::String(self.id.clone()));
        let title = words(title, &self.languages).unwrap_or(Value::String(self.id));
        top.entry("title").or_insert(title);
        top.entry("languages")
            .or_insert_with(|| Value::Array(self.languages.into_iter().map(Value::String).collect()));
        for (key, list) in [
            ("hidden", self.hidden),
            ("scales", self.scales),
            ("derived", self.derived),
        ] {
            if !list.is_empty() && !top.contains_key(key) {
                top.insert(key.to_owned(), Value::Array(list));
            }
        }
        top.insert("pages".to_owned(), Value::Array(pages));
        Value::Object(top)
    }
}

/// The codes as numbers, where all are whole numbers and distinct.
pub(super) fn numbers(answers: &[Answer]) -> Option<Vec<i64>> {
    let numbers: Vec<i64> = answers
        .iter()
        .map(|answer| answer.code.trim().parse::<i32>().ok().map(i64::from))
        .collect::<Option<_>>()?;
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    sorted.windows(2).all(|two| two[0] < two[1]).then_some(numbers)
}

/// The language of texts that do not say theirs: Chinese where they hold Chinese characters, else English.
pub(super) fn language_of<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    let mut counts = (0_usize, 0_usize);
    for c in texts.flat_map(str::chars) {
        if ('\u{4e00}'..='\u{9fff}').contains(&c) {
            counts.0 += 1;
        } else if c.is_alphabetic() {
            counts.1 += 1;
        }
    }
    if counts.0 * 3 > counts.1 { "zh" } else { "en" }.to_owned()
}

/// Tells of a question for an address or a number: what it becomes a definition decides, which says why it may be asked.
pub(super) fn personal(notes: &mut Notes, at: &str, kind: &str) {
    notes.tell(
        &super::rules::PERSONAL,
        at,
        format!("`{kind}` was written as a text; write kind `email` or `phone` and a `privacy` block"),
        format!("`{kind}` 已写成文字题；请改为 `email` 或 `phone` 题，并写上 `privacy`"),
    );
}
