//! What a survey of `LimeSurvey` becomes, type by type.

use super::survey::Part;
use super::survey::Question;
use super::survey::Survey;
use crate::convert::build::Answer;
use crate::convert::build::Builder;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
use crate::convert::expression::Sort;
use crate::convert::markup;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Attributes that change what is asked or accepted, and have no equal.
const TOLD: [&str; 17] = [
    "array_filter",
    "array_filter_exclude",
    "hidden",
    "max_num_value",
    "min_num_value",
    "equals_num_value",
    "code_filter",
    "exclude_all_others_auto",
    "prefix",
    "other_numbers_only",
    "other_comment_mandatory",
    "parent_order",
    "page_break",
    "time_limit",
    "em_validation_sq",
    "random_group",
    "numbers_only",
];

/// The definition of a survey.
pub(super) fn convert(survey: &Survey, notes: &mut Notes) -> Option<Value> {
    if survey.groups.iter().all(|group| group.questions.is_empty()) {
        notes.unreadable("", "it has no questions", "其中没有题目");
        return None;
    }
    let languages = if survey.languages.is_empty() {
        vec!["en".to_owned()]
    } else {
        survey.languages.clone()
    };
    let name = survey
        .title
        .get(&languages[0])
        .map_or("survey", String::as_str)
        .to_owned();
    let mut maker = Maker {
        builder: Builder::new(&name, Dialect::LimeSurvey, languages),
        notes,
    };
    for (place, what) in &survey.left {
        maker.notes.setting(place, what);
    }
    maker.texts(survey);
    for group in &survey.groups {
        let title = maker.words(&group.name, &group.id);
        let show_if = maker.relevance(&group.relevance, &format!("group {}", group.id));
        let code = title.values().next().cloned().unwrap_or_default();
        let page = maker.builder.page(&code, &title);
        put(page, "show_if", show_if.map(Value::String));
        let about = maker.words(&group.about, &group.id);
        if !about.is_empty() {
            let mut note = Table::new();
            let stem = maker.builder.new_name(&format!("about_{code}"));
            put(&mut note, "id", Value::String(stem));
            put(&mut note, "kind", Value::String("note".to_owned()));
            put(&mut note, "text", maker.builder.text(&about, &code));
            maker.builder.ask(note);
        }
        for question in &group.questions {
            maker.question(question);
        }
    }
    let title = maker.words(&survey.title, "");
    Some(maker.builder.finish(&title, "a LimeSurvey structure"))
}

pub(super) struct Maker<'n> {
    pub builder: Builder,
    pub notes: &'n mut Notes,
}

impl Maker<'_> {
    fn texts(&mut self, survey: &Survey) {
        let mut intro = Words::new();
        for words in &survey.intro {
            for (tag, text) in self.words(words, "") {
                let all: &mut String = intro.entry(tag).or_default();
                if !all.is_empty() {
                    all.push_str("\n\n");
                }
                all.push_str(&text);
            }
        }
        let thanks = self.words(&survey.thanks, "");
        let languages = self.builder.languages.clone();
        put(&mut self.builder.top, "intro", sketch::words(&intro, &languages));
        put(&mut self.builder.top, "thanks", sketch::words(&thanks, &languages));
    }

    /// Texts without HTML; answers in them become pipes.
    pub(super) fn words(&mut self, html: &Words, at: &str) -> Words {
        let mut words = Words::new();
        for (tag, text) in html {
            let made = markup::from_html(text);
            if made.media {
                self.notes.tell(
                    &rules::MEDIA,
                    at,
                    "a picture, film or script was left out",
                    "图片、视频或脚本已略去",
                );
            }
            let text = self.piped(&made.text, at);
            if !text.is_empty() {
                words.insert(tag.clone(), text);
            }
        }
        words
    }

    /// `{Q1.shown}` is the answer to a question before it.
    fn piped(&mut self, text: &str, at: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find('{') {
            let Some(length) = rest[start..].find('}') else { break };
            let inner = &rest[start + 1..start + length];
            out.push_str(&rest[..start]);
            let code = inner
                .strip_suffix(".shown")
                .or_else(|| inner.strip_suffix(".NAOK"))
                .unwrap_or(inner);
            let looks = !inner.is_empty() && !inner.starts_with(' ') && !inner.ends_with(' ');
            match self.builder.symbols.get(code) {
                Some(symbol) if !matches!(symbol.sort, Sort::Multiple(_) | Sort::Flag { .. }) => {
                    let _ = write!(out, "{{{{ {} | … }}}}", symbol.name);
                }
                _ if looks => {
                    self.notes.setting(at, &format!("{{{inner}}}"));
                    out.push('…');
                }
                _ => out.push_str(&rest[start..=start + length]),
            }
            rest = &rest[start + length + 1..];
        }
        out.push_str(rest);
        out
    }

    pub(super) fn relevance(&mut self, text: &str, at: &str) -> Option<String> {
        if matches!(text.trim(), "" | "1") {
            return None;
        }
        self.builder.condition(text, None, Mode::True, at, self.notes)
    }

    /// What every question has; `code` is its own, or that of a part of it.
    pub(super) fn begin(&mut self, question: &Question, code: &str) -> (Table, String) {
        let at = format!("question {}", question.code);
        let mut made = Table::new();
        let name = self.builder.name(code, &mut made, &at, self.notes);
        let words = self.words(&question.text, &at);
        put(&mut made, "text", self.builder.text(&words, code));
        let help = self.words(&question.help, &at);
        put(&mut made, "hint", sketch::words(&help, &self.builder.languages));
        let show_if = self.relevance(&question.relevance, &at);
        put(&mut made, "show_if", show_if.map(Value::String));
        if question.mandatory && !matches!(question.kind.as_str(), "X" | "*" | "|" | "I") {
            put(&mut made, "required", Value::Bool(true));
        }
        (made, name)
    }

    pub(super) fn answer(&mut self, part: &Part) -> Answer {
        Answer {
            code: part.code.clone(),
            text: self.words(&part.text, &part.code),
            ..Answer::default()
        }
    }

    fn question(&mut self, question: &Question) {
        let at = format!("question {}", question.code);
        for key in TOLD {
            if let Some(value) = question
                .attributes
                .get(key)
                .filter(|value| !matches!(value.as_str(), "0" | ""))
            {
                self.notes.setting(&at, &format!("{key} = {value}"));
            }
        }
        match question.kind.as_str() {
            "F" | "H" | "A" | "B" | "C" | "E" => self.battery(question, 0),
            "1" => {
                self.battery(question, 0);
                self.battery(question, 1);
            }
            "Q" | "K" => self.boxes(question),
            "I" => self.notes.setting(&at, "language switch"),
            _ => self.single(question, &at),
        }
    }

    fn single(&mut self, question: &Question, at: &str) {
        let (mut made, name) = self.begin(question, &question.code);
        let code = question.code.clone();
        let mut is = |word: &str| put(&mut made, "kind", Value::String(word.to_owned()));
        match question.kind.as_str() {
            "L" | "!" | "O" => self.one(question, at, &name, &mut made),
            "M" | "P" => self.many(question, at, &name, &mut made),
            "5" => {
                is("rating");
                let none = Words::new();
                let scale = self.builder.numbered(1, 5, [&none, &none], "points", at, self.notes);
                if let Some(scale) = scale {
                    put(&mut made, "scale", Value::String(scale.id));
                    self.know(&code, &name, &Sort::Rating(scale.by_code));
                }
            }
            "Y" | "G" => {
                is("choice");
                let pairs = if question.kind == "Y" {
                    [("Y", "Yes", "是"), ("N", "No", "否")]
                } else {
                    [("F", "Female", "女"), ("M", "Male", "男")]
                };
                let answers: Vec<Answer> = pairs
                    .into_iter()
                    .map(|(code, en, zh)| fixed(&self.builder, code, en, zh))
                    .collect();
                let options = self.builder.options(&answers, at, self.notes);
                put(&mut made, "options", Value::Array(options.options));
                self.know(&code, &name, &Sort::Choice(options.by_code));
            }
            "N" => {
                is("number");
                self.bounds(question, &mut made);
                self.know(&code, &name, &Sort::Number);
            }
            "S" | "T" | "U" => {
                is("text");
                if question.kind != "S" {
                    put(&mut made, "long", Value::Bool(true));
                }
                let most = question
                    .attributes
                    .get("maximum_chars")
                    .and_then(|text| text.parse::<u32>().ok());
                put(&mut made, "max_length", most.filter(|most| *most > 0).map(Value::from));
                self.know(&code, &name, &Sort::Text);
            }
            "D" => {
                is("date");
                self.know(&code, &name, &Sort::Date);
            }
            "R" => {
                is("ranking");
                let rows: Vec<Part> = question.answers.iter().chain(&question.parts).cloned().collect();
                let rows = self.rows(&rows, |_, _, _| {});
                put(&mut made, "rows", Value::Array(rows));
                put(&mut made, "max", Self::whole(question, "max_answers"));
            }
            "X" => is("note"),
            other => {
                is("note");
                self.notes.kind(at, other);
            }
        }
        self.validation(question, at, &mut made);
        self.builder.ask(made);
        if question.kind == "O" {
            self.comment(question, &name);
        }
    }

    fn whole(question: &Question, key: &str) -> Option<Value> {
        question
            .attributes
            .get(key)?
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|count| *count > 0)
            .map(Value::from)
    }

    fn bounds(&self, question: &Question, made: &mut Table) {
        for (key, attribute) in [("min", "min_num_value_n"), ("max", "max_num_value_n")] {
            let bound = question
                .attributes
                .get(attribute)
                .and_then(|text| text.trim().parse::<f64>().ok());
            put(made, key, bound.filter(|bound| bound.is_finite()).map(sketch::number));
        }
        if question
            .attributes
            .get("num_value_int_only")
            .is_some_and(|value| value == "1")
        {
            put(made, "whole", Value::Bool(true));
        }
        let unit: Words = self
            .builder
            .languages
            .iter()
            .filter_map(|tag| Some((tag.clone(), markup::from_html(question.attributes.get("suffix")?).text)))
            .collect();
        put(made, "unit", sketch::words(&unit, &self.builder.languages));
    }

    fn validation(&mut self, question: &Question, at: &str, made: &mut Table) {
        let Some(equation) = question.attributes.get("em_validation_q") else {
            return;
        };
        let found = self
            .builder
            .condition(equation, Some(&question.code), Mode::NotFalse, at, self.notes);
        put(made, "valid_if", found.map(Value::String));
    }

    fn one(&mut self, question: &Question, at: &str, name: &str, made: &mut Table) {
        let mut answers: Vec<Answer> = question.answers.iter().map(|part| self.answer(part)).collect();
        if question.other {
            let mut other = fixed(&self.builder, "-oth-", "Other", "其他");
            other.other = true;
            answers.push(other);
        }
        if let Some(scale) = self
            .builder
            .scale(&answers, &question.code.to_lowercase(), false, at, self.notes)
        {
            put(made, "kind", Value::String("rating".to_owned()));
            put(made, "scale", Value::String(scale.id));
            if !scale.missing.is_empty() {
                put(made, "missing", Value::Array(scale.missing));
            }
            self.know(&question.code, name, &Sort::Rating(scale.by_code));
            return;
        }
        put(made, "kind", Value::String("choice".to_owned()));
        let options = self.builder.options(&answers, at, self.notes);
        put(made, "options", Value::Array(options.options));
        Self::order(question, made);
        self.know(&question.code, name, &Sort::Choice(options.by_code));
    }

    pub(super) fn order(question: &Question, made: &mut Table) {
        if ["random_order", "answer_order", "subquestion_order"].iter().any(|key| {
            question
                .attributes
                .get(*key)
                .is_some_and(|value| value == "1" || value == "random")
        }) {
            put(made, "order", Value::String("random".to_owned()));
        }
    }

    fn many(&mut self, question: &Question, at: &str, name: &str, made: &mut Table) {
        let alone: Vec<&str> = question
            .attributes
            .get("exclude_all_others")
            .map_or(Vec::new(), |codes| codes.split(';').map(str::trim).collect());
        let mut answers = Vec::new();
        for part in &question.parts {
            let mut answer = self.answer(part);
            answer.exclusive = alone.contains(&part.code.as_str());
            answer.show_if = self.relevance(&part.relevance, at);
            answers.push(answer);
        }
        if question.other {
            let mut other = fixed(&self.builder, "other", "Other", "其他");
            other.other = true;
            answers.push(other);
        }
        put(made, "kind", Value::String("multiple".to_owned()));
        let options = self.builder.options(&answers, at, self.notes);
        put(made, "options", Value::Array(options.options));
        put(made, "min", Self::whole(question, "min_answers"));
        put(made, "max", Self::whole(question, "max_answers"));
        Self::order(question, made);
        if question.kind == "P" {
            self.notes.setting(at, "comments beside the answers");
        }
        for (code, option) in &options.by_code {
            let flag = Sort::Flag {
                option: option.clone(),
                chosen: "Y".to_owned(),
            };
            self.know(&format!("{}_{code}", question.code), name, &flag);
        }
    }

    /// Names with and without `.NAOK` mean the same question; what differs is told where they are compared.
    pub(super) fn know(&mut self, foreign: &str, name: &str, sort: &Sort) {
        self.builder.know(foreign, name, sort.clone());
        self.builder.know(&format!("{foreign}.NAOK"), name, sort.clone());
    }
}

/// An answer that `LimeSurvey` has by itself.
pub(super) fn fixed(builder: &Builder, code: &str, en: &str, zh: &str) -> Answer {
    let word = |tag: &str| if tag.starts_with("zh") { zh } else { en };
    Answer {
        code: code.to_owned(),
        text: builder
            .languages
            .iter()
            .map(|tag| (tag.clone(), word(tag).to_owned()))
            .collect(),
        ..Answer::default()
    }
}

/// Codes of a scale and their values.
pub(super) type Codes = BTreeMap<String, f64>;
