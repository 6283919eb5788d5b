//! Questions by type and selector.

use super::logic;
use super::read::Reader;
use crate::convert::build::personal;
use crate::convert::expression::Sort;
use crate::convert::languages;
use crate::convert::markup;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;
use std::fmt::Write as _;

impl Reader<'_, '_> {
    pub(super) fn question(&mut self, payload: &Value, id: &str) {
        let (kind, selector) = (
            text(payload, "QuestionType").to_owned(),
            text(payload, "Selector").to_owned(),
        );
        if matches!(kind.as_str(), "Timing" | "Meta" | "Captcha") {
            self.notes.setting(id, &kind);
            return;
        }
        let (mut question, name) = self.begin(payload, id);
        let mut is = |word: &str| put(&mut question, "kind", Value::String(word.to_owned()));
        match (kind.as_str(), selector.as_str()) {
            ("DB", _) => is("note"),
            ("MC", "NPS") => self.nps(payload, id, &name, &mut question),
            ("MC", "MAVR" | "MAHR" | "MACOL" | "MSB") => self.many(payload, id, &name, &mut question),
            ("MC", _) => self.one(payload, id, &name, &mut question),
            ("Matrix", "Likert" | "Bipolar") if text(payload, "SubSelector") != "MultipleAnswer" => {
                self.matrix(payload, id, &name, &mut question);
            }
            ("TE", "FORM") => return self.form(payload, id),
            ("TE", _) => self.words(payload, id, &name, &mut question),
            ("Slider", _) => return self.sliders(payload, id, &question, &name),
            ("RO", _) => {
                is("ranking");
                let rows = self.rows(payload, "Choices", "ChoiceOrder", |_, _, _| {});
                put(&mut question, "rows", Value::Array(rows));
            }
            ("CS", _) => {
                is("allocation");
                let rows = self.rows(payload, "Choices", "ChoiceOrder", |_, _, _| {});
                put(&mut question, "rows", Value::Array(rows));
                let total = payload.pointer("/Validation/Settings/ChoiceTotal").and_then(number);
                match total {
                    Some(total) => put(&mut question, "total", sketch::number(total)),
                    None => self.notes.setting(id, "no total to add up to; 100 is asked for"),
                }
            }
            _ => {
                is("note");
                self.notes.kind(id, &format!("{kind} {selector}"));
            }
        }
        self.builder.ask(question);
    }

    /// What every question has.
    fn begin(&mut self, payload: &Value, id: &str) -> (Table, String) {
        let mut question = Table::new();
        let tag = text(payload, "DataExportTag");
        let tag = if tag.is_empty() { id } else { tag }.to_owned();
        let name = self.builder.name(&tag, &mut question, id, self.notes);
        if tag != id {
            let before = question
                .get("#id")
                .and_then(Value::as_str)
                .map(|was| format!("{was}, "))
                .unwrap_or_default();
            put(&mut question, "#id", Value::String(format!("{before}{id}")));
        }
        let words = self.text_of(payload, "QuestionText", &["QuestionText"], id);
        put(&mut question, "text", self.builder.text(&words, &tag));
        if let Some(display) = payload.get("DisplayLogic") {
            match logic::condition(display, &self.builder) {
                Ok(condition) => put(&mut question, "show_if", Value::String(condition)),
                Err(why) => self.notes.condition(id, &logic::described(Some(display)), &why),
            }
        }
        let force = payload
            .pointer("/Validation/Settings/ForceResponse")
            .and_then(Value::as_str)
            == Some("ON");
        if force && !matches!(text(payload, "QuestionType"), "DB") {
            put(&mut question, "required", Value::Bool(true));
        }
        if payload
            .get("QuestionJS")
            .and_then(Value::as_str)
            .is_some_and(|script| !script.trim().is_empty())
        {
            self.notes.tell(
                &rules::MEDIA,
                id,
                "a script of the question was left out",
                "题目中的脚本已略去",
            );
        }
        if payload.get("InPageDisplayLogic").is_some() {
            self.notes.setting(id, "InPageDisplayLogic");
        }
        if payload
            .get("DynamicChoices")
            .is_some_and(|value| value.as_object().is_some_and(|table| !table.is_empty()))
        {
            self.notes.setting(id, "DynamicChoices");
        }
        (question, name)
    }

    /// A text and its translations; `path` leads to it in the tables of languages.
    fn text_of(&mut self, payload: &Value, key: &str, path: &[&str], id: &str) -> Words {
        let mut words = Words::new();
        let default = self.default.clone();
        let html = payload.get(key).and_then(Value::as_str).unwrap_or_default();
        self.put_words(&mut words, default, html, id);
        self.translations(payload, path, &mut words, id);
        words
    }

    pub(super) fn translations(&mut self, payload: &Value, path: &[&str], words: &mut Words, id: &str) {
        for (language, table) in payload.get("Language").and_then(Value::as_object).into_iter().flatten() {
            let found = path.iter().try_fold(table, |table, step| table.get(*step));
            if let (Some(tag), Some(html)) = (languages::tag(language), found.and_then(Value::as_str)) {
                self.put_words(words, tag, html, id);
            }
        }
    }

    pub(super) fn put_words(&mut self, words: &mut Words, tag: String, html: &str, id: &str) {
        let made = markup::from_html(html);
        if made.media {
            self.notes.tell(
                &rules::MEDIA,
                id,
                "a picture, film or script was left out",
                "图片、视频或脚本已略去",
            );
        }
        let text = self.piped(&made.text, id);
        if !text.is_empty() {
            words.insert(tag, text);
        }
    }

    /// `${q://QID1/…}` and `${e://Field/x}` are answers in a text.
    fn piped(&mut self, text: &str, id: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("${") {
            out.push_str(&rest[..at]);
            let Some(end) = rest[at..].find('}') else { break };
            let inner = &rest[at + 2..at + end];
            let named = match inner.strip_prefix("q://") {
                Some(path) => {
                    let question = path.split('/').next().unwrap_or_default();
                    let plain = ["/ChoiceTextEntryValue", "/ChoiceGroup/SelectedChoices"]
                        .iter()
                        .any(|tail| path.ends_with(tail));
                    plain.then(|| question.to_owned())
                }
                None => Some(inner.to_owned()),
            };
            let symbol = named.and_then(|name| self.builder.symbols.get(&name));
            match symbol {
                Some(symbol) if !matches!(symbol.sort, Sort::Multiple(_)) => {
                    let _ = write!(out, "{{{{ {} | … }}}}", symbol.name);
                }
                _ => {
                    self.notes.setting(id, &format!("${{{inner}}}"));
                    out.push('…');
                }
            }
            rest = &rest[at + end + 1..];
        }
        out.push_str(rest);
        out
    }

    fn words(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
        let setting = |key: &str| payload.pointer(&format!("/Validation/Settings/{key}"));
        let content = setting("ContentType")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let (kind, sort) = match content.as_str() {
            "ValidNumber" => ("number", Sort::Number),
            _ => ("text", Sort::Text),
        };
        put(question, "kind", Value::String(kind.to_owned()));
        if kind == "number" {
            for (key, bound) in [("min", "Min"), ("max", "Max")] {
                let bound = setting(&format!("ValidNumber/{bound}")).and_then(number);
                put(question, key, bound.map(sketch::number));
            }
        }
        if kind == "text" {
            if matches!(text(payload, "Selector"), "ML" | "ESTB") {
                put(question, "long", Value::Bool(true));
            }
            match content.as_str() {
                "" | "None" => {}
                "ValidEmail" | "ValidPhone" => personal(self.notes, id, &content),
                other => self.notes.setting(id, other),
            }
        }
        self.builder.know(id, name, sort);
    }

    /// A form of several boxes is a question for each.
    fn form(&mut self, payload: &Value, id: &str) {
        for code in ordered(payload, "Choices", "ChoiceOrder") {
            let mut inner = payload.clone();
            inner["DataExportTag"] = Value::String(format!("{}_{code}", text(payload, "DataExportTag")));
            let (mut question, name) = self.begin(&inner, id);
            let mut words = Words::new();
            let default = self.default.clone();
            let label = payload
                .get("Choices")
                .and_then(|table| entry(table, &code))
                .map_or("", |choice| text(choice, "Display"))
                .to_owned();
            self.put_words(&mut words, default, &label, id);
            self.translations(payload, &["Choices", &code, "Display"], &mut words, id);
            put(&mut question, "hint", sketch::words(&words, &self.builder.languages));
            put(&mut question, "kind", Value::String("text".to_owned()));
            self.builder.know(&format!("{id}~{code}"), &name, Sort::Text);
            self.builder.ask(question);
        }
    }

    /// Each bar of a slider is a question.
    fn sliders(&mut self, payload: &Value, id: &str, first: &Table, name: &str) {
        let codes = ordered(payload, "Choices", "ChoiceOrder");
        let ends: Vec<Words> = self
            .answers(payload, "Labels", "LabelOrder", id)
            .into_iter()
            .map(|(_, answer)| answer.text)
            .collect();
        let config = |key: &str| payload.pointer(&format!("/Configuration/{key}")).and_then(number);
        for (at, code) in codes.iter().enumerate() {
            let mut question = first.clone();
            let mut own = name.to_owned();
            if at > 0 {
                own = self.builder.name(
                    &format!("{}_{code}", text(payload, "DataExportTag")),
                    &mut question,
                    id,
                    self.notes,
                );
            }
            put(&mut question, "kind", Value::String("slider".to_owned()));
            put(
                &mut question,
                "min",
                sketch::number(config("CSSliderMin").unwrap_or(0.0)),
            );
            put(
                &mut question,
                "max",
                sketch::number(config("CSSliderMax").unwrap_or(100.0)),
            );
            let decimals = config("NumDecimals").unwrap_or(0.0);
            put(&mut question, "step", sketch::number(0.1_f64.powf(decimals)));
            if let [low, .., high] = ends.as_slice() {
                let mut table = Table::new();
                put(&mut table, "low", sketch::words(low, &self.builder.languages));
                put(&mut table, "high", sketch::words(high, &self.builder.languages));
                if !table.is_empty() {
                    put(&mut question, "ends", Value::Object(table));
                }
            }
            let mut words = Words::new();
            let default = self.default.clone();
            let label = payload
                .get("Choices")
                .and_then(|table| entry(table, code))
                .map_or("", |choice| text(choice, "Display"))
                .to_owned();
            self.put_words(&mut words, default, &label, id);
            put(&mut question, "hint", sketch::words(&words, &self.builder.languages));
            self.builder.know(&format!("{id}~{code}"), &own, Sort::Number);
            if codes.len() == 1 {
                self.builder.know(id, &own, Sort::Number);
            }
            self.builder.ask(question);
        }
    }
}

/// The codes of a table in their order.
pub(super) fn ordered(payload: &Value, key: &str, order: &str) -> Vec<String> {
    let written = payload.get(order).and_then(Value::as_array);
    let listed: Vec<String> = written
        .into_iter()
        .flatten()
        .map(|code| code.as_str().map_or_else(|| code.to_string(), str::to_owned))
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    let mut codes: Vec<String> = match payload.get(key) {
        Some(Value::Object(table)) => table.keys().cloned().collect(),
        // An empty place is not counted; lists begin with 0.
        Some(Value::Array(items)) => (0..items.len()).map(|at| at.to_string()).collect(),
        _ => Vec::new(),
    };
    codes.sort_by_key(|code| code.parse::<i64>().unwrap_or(i64::MAX));
    codes
}

pub(super) fn entry<'t>(table: &'t Value, code: &str) -> Option<&'t Value> {
    match table {
        Value::Object(table) => table.get(code),
        Value::Array(items) => items.get(code.parse::<usize>().ok()?),
        _ => None,
    }
}

pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    }
    .filter(|number: &f64| number.is_finite())
}
