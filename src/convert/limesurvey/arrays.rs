//! Types with several rows.

use super::questions::Codes;
use super::questions::Maker;
use super::questions::fixed;
use super::survey::Part;
use super::survey::Question;
use crate::convert::build::Answer;
use crate::convert::build::Scale;
use crate::convert::expression::Sort;
use crate::convert::ids::Names;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use serde_json::Value;

impl Maker<'_> {
    /// Rows rated on one scale; of a dual scale one of its two halves.
    pub(super) fn battery(&mut self, question: &Question, half: u8) {
        let at = format!("question {}", question.code);
        let dual = question.kind == "1";
        let code = if dual {
            format!("{}_{half}", question.code)
        } else {
            question.code.clone()
        };
        let (mut made, name) = self.begin(question, &code);
        let Some(scale) = self.scale(question, half, &at) else {
            put(&mut made, "kind", Value::String("note".to_owned()));
            self.notes.kind(&at, &format!("{} of one answer", question.kind));
            self.builder.ask(made);
            return;
        };
        if dual {
            let header = if half == 0 {
                "dualscale_headerA"
            } else {
                "dualscale_headerB"
            };
            let words: Words = self
                .builder
                .languages
                .clone()
                .into_iter()
                .filter_map(|tag| Some((tag, question.attributes.get(header)?.clone())))
                .collect();
            let words = self.words(&words, &at);
            put(&mut made, "hint", sketch::words(&words, &self.builder.languages));
        }
        put(&mut made, "kind", Value::String("matrix".to_owned()));
        put(&mut made, "scale", Value::String(scale.id.clone()));
        let codes: Codes = scale.by_code.clone();
        let tail = if dual { format!("_{half}") } else { String::new() };
        let parts: Vec<Part> = question.parts.iter().filter(|part| part.scale == 0).cloned().collect();
        let rows = self.rows(&parts, |maker, part, row| {
            let foreign = format!("{}_{part}{tail}", question.code);
            maker.know(&foreign, &format!("{name}.{row}"), &Sort::Rating(codes.clone()));
        });
        put(&mut made, "rows", Value::Array(rows));
        if !scale.missing.is_empty() {
            put(&mut made, "missing", Value::Array(scale.missing));
        }
        Self::order(question, &mut made);
        self.builder.ask(made);
    }

    fn scale(&mut self, question: &Question, half: u8, at: &str) -> Option<Scale> {
        let none = Words::new();
        let fixed_list = |list: &[(&str, &str, &str)]| -> Vec<Answer> {
            list.iter()
                .map(|(code, en, zh)| fixed(&self.builder, code, en, zh))
                .collect()
        };
        let answers = match question.kind.as_str() {
            "A" => return self.builder.numbered(1, 5, [&none, &none], "points", at, self.notes),
            "B" => return self.builder.numbered(1, 10, [&none, &none], "points", at, self.notes),
            "C" => fixed_list(&[("N", "No", "否"), ("U", "Uncertain", "不确定"), ("Y", "Yes", "是")]),
            "E" => fixed_list(&[
                ("D", "Decrease", "减少"),
                ("S", "Same", "不变"),
                ("I", "Increase", "增加"),
            ]),
            _ => {
                let own: Vec<Part> = question
                    .answers
                    .iter()
                    .filter(|answer| answer.scale == half)
                    .cloned()
                    .collect();
                own.iter().map(|part| self.answer(part)).collect()
            }
        };
        self.builder
            .scale(&answers, &question.code.to_lowercase(), true, at, self.notes)
    }

    pub(super) fn rows(&mut self, parts: &[Part], mut each: impl FnMut(&mut Self, &str, &str)) -> Vec<Value> {
        let mut names = Names::default();
        let mut rows = Vec::new();
        for part in parts {
            let name = names.name(&part.code, "r");
            let mut row = Table::new();
            put(&mut row, "id", Value::String(name.clone()));
            let words = self.words(&part.text, &part.code);
            put(&mut row, "text", self.builder.text(&words, &part.code));
            let show_if = self.relevance(&part.relevance, &part.code);
            put(&mut row, "show_if", show_if.map(Value::String));
            each(self, &part.code, &name);
            rows.push(Value::Object(row));
        }
        rows
    }

    /// Several boxes are several questions.
    pub(super) fn boxes(&mut self, question: &Question) {
        let at = format!("question {}", question.code);
        for part in &question.parts {
            let foreign = format!("{}_{}", question.code, part.code);
            let (mut made, name) = self.begin(question, &foreign);
            let words = self.words(&part.text, &at);
            let whole = self.words(&question.text, &at);
            // The text of the whole stays the question; that of the box stands below it.
            put(&mut made, "text", self.builder.text(&whole, &foreign));
            put(&mut made, "hint", sketch::words(&words, &self.builder.languages));
            let number = question.kind == "K";
            put(
                &mut made,
                "kind",
                Value::String(if number { "number" } else { "text" }.to_owned()),
            );
            let sort = if number { Sort::Number } else { Sort::Text };
            self.know(&foreign, &name, &sort);
            self.builder.ask(made);
        }
        if question.parts.is_empty() {
            let (mut made, _): (Table, String) = self.begin(question, &question.code);
            put(&mut made, "kind", Value::String("note".to_owned()));
            self.notes.kind(&at, &question.kind);
            self.builder.ask(made);
        }
    }

    /// The box beside a list with comment is a question of its own.
    pub(super) fn comment(&mut self, question: &Question, name: &str) {
        let mut made = Table::new();
        self.builder
            .name(&format!("{}comment", question.code), &mut made, "", self.notes);
        put(&mut made, "kind", Value::String("text".to_owned()));
        put(&mut made, "long", Value::Bool(true));
        let words: Words = self
            .builder
            .languages
            .iter()
            .map(|tag| {
                (
                    tag.clone(),
                    if tag.starts_with("zh") { "备注" } else { "Comment" }.to_owned(),
                )
            })
            .collect();
        put(&mut made, "text", self.builder.text(&words, name));
        let show_if = self.relevance(&question.relevance, &question.code);
        put(&mut made, "show_if", show_if.map(Value::String));
        self.builder.ask(made);
    }
}
