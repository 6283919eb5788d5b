//! Questions by type and selector.

use super::logic;
use super::read::Reader;
use crate::convert::build::Answer;
use crate::convert::build::personal;
use crate::convert::expression::Sort;
use crate::convert::ids::Names;
use crate::convert::languages;
use crate::convert::markup;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;
use std::collections::BTreeMap;

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
            ("Slider", _) => return self.sliders(payload, id, question, &name),
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

    fn translations(&mut self, payload: &Value, path: &[&str], words: &mut Words, id: &str) {
        for (language, table) in payload.get("Language").and_then(Value::as_object).into_iter().flatten() {
            let found = path.iter().try_fold(table, |table, step| table.get(*step));
            if let (Some(tag), Some(html)) = (languages::tag(language), found.and_then(Value::as_str)) {
                self.put_words(words, tag, html, id);
            }
        }
    }

    fn put_words(&mut self, words: &mut Words, tag: String, html: &str, id: &str) {
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
                    out.push_str(&format!("{{{{ {} | … }}}}", symbol.name))
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

    /// Choices, answers or labels in their order, with recode values where there are any.
    fn answers(&mut self, payload: &Value, key: &str, order: &str, id: &str) -> Vec<(String, Answer)> {
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

    fn order(&mut self, payload: &Value, id: &str, question: &mut Table) {
        match payload.pointer("/Randomization/Type").and_then(Value::as_str) {
            Some("All") => put(question, "order", Value::String("random".to_owned())),
            None | Some("None" | "") => {}
            Some(other) => self.notes.setting(id, &format!("Randomization {other}")),
        }
    }

    fn one(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
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

    fn many(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
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

    fn nps(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
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

    fn rows(
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

    fn matrix(&mut self, payload: &Value, id: &str, name: &str, question: &mut Table) {
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
    fn sliders(&mut self, payload: &Value, id: &str, first: Table, name: &str) {
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
fn ordered(payload: &Value, key: &str, order: &str) -> Vec<String> {
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

fn entry<'t>(table: &'t Value, code: &str) -> Option<&'t Value> {
    match table {
        Value::Object(table) => table.get(code),
        Value::Array(items) => items.get(code.parse::<usize>().ok()?),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_f64(),
    }
    .filter(|number: &f64| number.is_finite())
}
