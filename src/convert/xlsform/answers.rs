//! Questions by type: what can be answered and what is demanded of an answer.

use super::choices;
use super::read::Reader;
use super::sheets::Row;
use super::types::Type;
use crate::convert::expression::Dialect;
use crate::convert::expression::Foreign;
use crate::convert::expression::Mode;
use crate::convert::expression::Sort;
use crate::convert::expression::parse;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use serde_json::Value;
use std::collections::BTreeMap;

impl Reader<'_> {
    pub(super) fn question(&mut self, row: &Row, kind: Type) {
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
    pub(super) fn learn(&mut self, all: &[Row], at: usize, count: usize, question: &Table) {
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
pub(super) fn required(written: &str) -> Option<bool> {
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
