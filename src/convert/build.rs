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
use super::scale_words;
use super::scale_words::Family;
use super::sketch::Table;
use super::sketch::Words;
use super::sketch::put;
use super::sketch::table;
use super::sketch::words;
use crate::locale::Lang;
use crate::model::Missing;
use crate::model::scales::NAMES;
use crate::model::scales::built_in;
use serde_json::Value;
use std::cmp::Ordering;
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
    scales: Vec<Value>,
    scale_names: Names,
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

    /// A scale of these answers. Where their words do not tell that they are one it is `None`, unless they must be: then which end is
    /// good is said to be unknown.
    pub(super) fn scale(
        &mut self,
        answers: &[Answer],
        stem: &str,
        must: bool,
        at: &str,
        notes: &mut Notes,
    ) -> Option<Scale> {
        let first = self.languages.first().cloned().unwrap_or_default();
        let label = |answer: &Answer| {
            answer
                .text
                .get(&first)
                .or_else(|| answer.text.values().next())
                .cloned()
                .unwrap_or_default()
        };
        let (none, points): (Vec<&Answer>, Vec<&Answer>) = answers
            .iter()
            .partition(|answer| scale_words::no_answer(&label(answer)).is_some());
        if points.len() < 2 || !must && points.iter().any(|point| point.other || point.show_if.is_some()) {
            return None;
        }
        let owned: Vec<Answer> = points.iter().map(|point| (*point).clone()).collect();
        let values = numbers(&owned).unwrap_or_else(|| (1..).take(owned.len()).collect());
        let mut order: Vec<usize> = (0..owned.len()).collect();
        order.sort_by_key(|place| values[*place]);
        let labels: Vec<String> = order.iter().map(|place| label(&owned[*place])).collect();
        let shown: Vec<&str> = labels.iter().map(String::as_str).collect();
        let known = scale_words::recognise(&shown);
        let better = known.as_ref().and_then(|(_, degrees)| scale_words::direction(degrees));
        // Yes and no are two answers, and a scale only where rows are rated by them.
        let plain = known.as_ref().is_some_and(|(family, _)| *family == Family::YesNo);
        if !must && (better.is_none() || plain) {
            return None;
        }
        let mut names = Names::default();
        let mut by_code = BTreeMap::new();
        let mut written = Vec::new();
        for place in &order {
            let answer = &owned[*place];
            let value = values[*place];
            by_code.insert(answer.code.clone(), value as f64);
            let id = names.option(&answer.code, &format!("p{}", place + 1));
            let mut point = table([("id", Value::String(id))]);
            put(&mut point, "value", Value::from(value));
            put(&mut point, "text", words(&answer.text, &self.languages));
            written.push(Value::Object(point));
        }
        let missing = none
            .iter()
            .filter_map(|answer| self.missing(answer, &label(answer)))
            .collect();
        let id = if let Some(name) = self.built_in(
            &order
                .iter()
                .map(|place| (&owned[*place], values[*place]))
                .collect::<Vec<_>>(),
        ) {
            name.to_owned()
        } else {
            let low = better == Some(Ordering::Greater);
            let stem = known.as_ref().map_or(stem, |(family, _)| family.word());
            self.own_scale(stem, written, low, false, better.is_none(), at, notes)
        };
        Some(Scale { id, by_code, missing })
    }

    /// A scale of numbers with words at its ends, such as 0 to 10.
    pub(super) fn numbered(
        &mut self,
        low: i64,
        high: i64,
        ends: [&Words; 2],
        stem: &str,
        at: &str,
        notes: &mut Notes,
    ) -> Option<Scale> {
        if high <= low || high - low > 100 {
            return None;
        }
        let by_code = (low..=high).map(|value| (value.to_string(), value as f64)).collect();
        let missing = Vec::new();
        if (low, high) == (0, 10) && ends.iter().all(|end| end.is_empty()) {
            let id = "nps".to_owned();
            return Some(Scale { id, by_code, missing });
        }
        let points = (low..=high)
            .map(|value| {
                let mut point = table([("id", Value::String(Names::default().option(&value.to_string(), "p")))]);
                put(&mut point, "value", Value::from(value));
                let end = if value == low {
                    Some(ends[0])
                } else if value == high {
                    Some(ends[1])
                } else {
                    None
                };
                put(&mut point, "text", end.and_then(|end| words(end, &self.languages)));
                Value::Object(point)
            })
            .collect();
        let first = self.languages.first().cloned().unwrap_or_default();
        let labels: Vec<&str> = ends
            .iter()
            .filter_map(|end| end.get(&first).map(String::as_str))
            .collect();
        let better = scale_words::recognise(&labels).and_then(|(_, degrees)| scale_words::direction(&degrees));
        let id = self.own_scale(
            stem,
            points,
            better == Some(Ordering::Greater),
            true,
            better.is_none(),
            at,
            notes,
        );
        Some(Scale { id, by_code, missing })
    }

    #[expect(
        clippy::fn_params_excessive_bools,
        clippy::too_many_arguments,
        reason = "what a scale says of itself"
    )]
    fn own_scale(
        &mut self,
        stem: &str,
        points: Vec<Value>,
        low: bool,
        ends_only: bool,
        unknown: bool,
        at: &str,
        notes: &mut Notes,
    ) -> String {
        let mut scale = table([("better", Value::String(if low { "low" } else { "high" }.to_owned()))]);
        if ends_only {
            put(&mut scale, "ends_only", Value::Bool(true));
        }
        scale.insert("points".to_owned(), Value::Array(points.clone()));
        let like = |other: &&Value| {
            ["better", "ends_only", "points"]
                .iter()
                .all(|key| other.get(*key) == scale.get(*key))
        };
        let known = self
            .scales
            .iter()
            .find(like)
            .map(|same| super::sketch::text(same, "id").to_owned());
        let id = known.clone().unwrap_or_else(|| {
            let count = points.len();
            let digits = stem.ends_with(|c: char| c.is_ascii_digit());
            let wanted = if digits {
                format!("{stem}_{count}")
            } else {
                format!("{stem}{count}")
            };
            // A built-in scale keeps its name for itself.
            let wanted = if NAMES.contains(&wanted.as_str()) {
                format!("{wanted}_own")
            } else {
                wanted
            };
            self.scale_names.name(&wanted, "scale")
        });
        if unknown {
            notes.direction(at, &id);
        }
        if known.is_none() {
            put(&mut scale, "id", Value::String(id.clone()));
            put(
                &mut scale,
                "#better",
                Value::String(
                    if unknown {
                        "not told by its words: check"
                    } else {
                        "told by its words"
                    }
                    .to_owned(),
                ),
            );
            self.scales.push(Value::Object(scale));
        }
        id
    }

    /// An answer that says why there is none.
    pub(super) fn missing(&self, answer: &Answer, label: &str) -> Option<Value> {
        let kind = scale_words::no_answer(label)?;
        self.missing_of(kind, answer)
    }

    /// An answer of this kind of missing.
    pub(super) fn missing_of(&self, kind: Missing, answer: &Answer) -> Option<Value> {
        let mut missing = table([("kind", Value::String(kind.code().to_owned()))]);
        put(&mut missing, "value", answer.code.parse::<i32>().ok().map(Value::from));
        put(&mut missing, "text", words(&answer.text, &self.languages));
        Some(Value::Object(missing))
    }

    /// The built-in scale that has these values and words in every language.
    fn built_in(&self, points: &[(&Answer, i64)]) -> Option<&'static str> {
        let langs: Vec<Lang> = self.languages.iter().filter_map(|tag| Lang::new(tag)).collect();
        NAMES.into_iter().find(|name| {
            built_in(name).is_some_and(|scale| {
                scale.list.options.len() == points.len()
                    && scale.list.options.iter().zip(points).all(|(point, (answer, value))| {
                        i64::from(point.value) == *value
                            && langs.iter().all(|lang| {
                                let own = answer.text.get(lang.tag()).map(|text| text.to_lowercase());
                                own.is_some_and(|own| own == point.text.get(lang, &[]).to_lowercase())
                            })
                    })
            })
        })
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

    /// How many own scales there are.
    pub(super) fn scale_count(&self) -> usize {
        self.scales.len()
    }

    /// Leaves out the own scales behind the first `count`.
    pub(super) fn forget_scales(&mut self, count: usize) {
        self.scales.truncate(count);
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
fn numbers(answers: &[Answer]) -> Option<Vec<i64>> {
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
