//! Questions with answers to choose from: lists, batteries, rows.

use super::questions::entry;
use super::questions::number;
use super::questions::ordered;
use super::read::Reader;
use crate::convert::build::Answer;
use crate::convert::expression::Sort;
use crate::convert::ids::Names;
use crate::convert::markup;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;
use std::collections::BTreeMap;

impl Reader<'_, '_> {
    /// Choices, answers or labels in their order, with recode values where there are any.
    pub(super) fn answers(&mut self, payload: &Value, key: &str, order: &str, id: &str) -> Vec<(String, Answer)> {
        let recode = payload
            .get("RecodeValues")
            .and_then(Value::as_object)
            .filter(|_| key != "Choices" || payload.get("Answers").is_none());
        let mut answers = Vec::new();
        for code in ordered(payload, key, order) {
            let Some(choice) = payload.get(key).and_then(|table| entry(table, &code)) else {
                continue;
            };
            let mut text_of = Words::new();
            let default = self.default.clone();
            self.put_words(&mut text_of, default, text(choice, "Display"), id);
            self.translations(payload, &[key, &code, "Display"], &mut text_of, id);
            let recoded = recode
                .and_then(|table| table.get(&code))
                .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
            let exclusive = choice
                .get("ExclusiveAnswer")
                .is_some_and(|value| value == &Value::Bool(true) || value.as_str() == Some("true"));
            let anchored = choice.pointer("/DisplayLogic").is_some();
            if anchored {
                self.notes
                    .setting(id, &format!("DisplayLogic of `{}`", text(choice, "Display")));
            }
            answers.push((
                code.clone(),
                Answer {
                    code: recoded.unwrap_or(code),
                    text: text_of,
                    exclusive,
                    other: choice
                        .get("TextEntry")
                        .is_some_and(|value| value == &Value::Bool(true) || value.as_str() == Some("true")),
                    ..Answer::default()
                },
            ));
        }
        answers
    }

    pub(super) fn order(&mut self, payload: &Value, id: &str, question: &mut Table) {
        match payload.pointer("/Randomization/Type").and_then(Value::as_str) {
            Some("All") => put(question, "order", Value::String("random".to_owned())),
            None | Some("None" | "") => {}
            Some(other) => self.notes.setting(id, &format!("Randomization {other}")),
        }
    }

    pub(super) fn one(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
        let answers = self.answers(payload, "Choices", "ChoiceOrder", id);
        let plain: Vec<Answer> = answers.iter().map(|(_, answer)| answer.clone()).collect();
        // Conditions name choices by their place in the file, answers of exports by their recode values.
        if let Some(scale) = self.builder.scale(&plain, name, false, id, self.notes) {
            put(question, "kind", Value::String("rating".to_owned()));
            put(question, "scale", Value::String(scale.id.clone()));
            if !scale.missing.is_empty() {
                put(question, "missing", Value::Array(scale.missing.clone()));
            }
            let by_code = answers
                .iter()
                .filter_map(|(code, answer)| Some((code.clone(), *scale.by_code.get(&answer.code)?)));
            self.builder.know(id, name, Sort::Rating(by_code.collect()));
            return;
        }
        put(question, "kind", Value::String("choice".to_owned()));
        let made = self.builder.options(&plain, id, self.notes);
        put(question, "options", Value::Array(made.options));
        let by_code = answers
            .iter()
            .filter_map(|(code, answer)| Some((code.clone(), made.by_code.get(&answer.code)?.clone())));
        self.builder.know(id, name, Sort::Choice(by_code.collect()));
        self.order(payload, id, question);
    }

    pub(super) fn many(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
        let answers = self.answers(payload, "Choices", "ChoiceOrder", id);
        let plain: Vec<Answer> = answers.iter().map(|(_, answer)| answer.clone()).collect();
        put(question, "kind", Value::String("multiple".to_owned()));
        let made = self.builder.options(&plain, id, self.notes);
        put(question, "options", Value::Array(made.options));
        for (key, setting) in [("min", "MinChoices"), ("max", "MaxChoices")] {
            let bound = payload
                .pointer(&format!("/Validation/Settings/{setting}"))
                .and_then(number);
            put(question, key, bound.filter(|bound| *bound > 0.0).map(sketch::number));
        }
        let by_code = answers
            .iter()
            .filter_map(|(code, answer)| Some((code.clone(), made.by_code.get(&answer.code)?.clone())));
        self.builder.know(id, name, Sort::Multiple(by_code.collect()));
        self.order(payload, id, question);
    }

    pub(super) fn nps(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
        let label = |key: &str| {
            payload
                .pointer(key)
                .and_then(Value::as_str)
                .map(|html| markup::from_html(html).text)
                .unwrap_or_default()
        };
        for key in ["/ColumnLabels/0/Display", "/ColumnLabels/1/Display"] {
            let written = label(key);
            if !written.is_empty() {
                self.notes.setting(id, &written);
            }
        }
        put(question, "kind", Value::String("rating".to_owned()));
        put(question, "scale", Value::String("nps".to_owned()));
        let points = (0..=10)
            .map(|value: i32| (value.to_string(), f64::from(value)))
            .collect();
        self.builder.know(id, name, Sort::Rating(points));
    }

    pub(super) fn rows(
        &mut self,
        payload: &Value,
        key: &str,
        order: &str,
        mut each: impl FnMut(&mut Self, &str, &str),
    ) -> Vec<Value> {
        let mut names = Names::default();
        let tags: BTreeMap<String, String> = payload
            .get("ChoiceDataExportTags")
            .and_then(Value::as_object)
            .map(|table| {
                table
                    .iter()
                    .filter_map(|(key, tag)| Some((key.clone(), tag.as_str()?.to_owned())))
                    .collect()
            })
            .unwrap_or_default();
        let mut made = Vec::new();
        for code in ordered(payload, key, order) {
            let Some(choice) = payload.get(key).and_then(|table| entry(table, &code)) else {
                continue;
            };
            let mut words = Words::new();
            let default = self.default.clone();
            self.put_words(&mut words, default, text(choice, "Display"), &code);
            self.translations(payload, &[key, &code, "Display"], &mut words, &code);
            let name = names.name(tags.get(&code).unwrap_or(&code), "r");
            let mut row = Table::new();
            put(&mut row, "id", Value::String(name.clone()));
            put(&mut row, "text", self.builder.text(&words, &code));
            each(self, &code, &name);
            made.push(Value::Object(row));
        }
        made
    }

    pub(super) fn matrix(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
        let answers = self.answers(payload, "Answers", "AnswerOrder", id);
        let plain: Vec<Answer> = answers.iter().map(|(_, answer)| answer.clone()).collect();
        let Some(scale) = self.builder.scale(&plain, name, true, id, self.notes) else {
            put(question, "kind", Value::String("note".to_owned()));
            self.notes.kind(id, "Matrix of one column");
            return;
        };
        let by_code: BTreeMap<String, f64> = answers
            .iter()
            .filter_map(|(code, answer)| Some((code.clone(), *scale.by_code.get(&answer.code)?)))
            .collect();
        let rows = self.rows(payload, "Choices", "ChoiceOrder", |reader, code, row| {
            reader.builder.know(
                &format!("{id}~{code}"),
                &format!("{name}.{row}"),
                Sort::Rating(by_code.clone()),
            );
        });
        put(question, "kind", Value::String("matrix".to_owned()));
        put(question, "scale", Value::String(scale.id.clone()));
        put(question, "rows", Value::Array(rows));
        if !scale.missing.is_empty() {
            put(question, "missing", Value::Array(scale.missing));
        }
        self.order(payload, id, question);
    }
}
