//! What can be answered, by type of element.

use super::read::Reader;
use super::read::words_of;
use crate::convert::build::Answer;
use crate::convert::build::personal;
use crate::convert::expression::Mode;
use crate::convert::expression::Sort;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::items;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use crate::model::Missing;
use serde_json::Value;
use std::collections::BTreeMap;

impl Reader<'_> {
    /// The kind of a question and what belongs to it.
    pub(super) fn answer(&mut self, element: &Value, path: &str, name: &str, question: &mut Table) {
        let raw = text(element, "name").to_owned();
        let kind = text(element, "type").to_owned();
        let mut is = |word: &str| put(question, "kind", Value::String(word.to_owned()));
        match kind.as_str() {
            "text" => self.text(element, path, name, question),
            "comment" => {
                is("text");
                put(question, "long", Value::Bool(true));
                put(question, "max_length", length(element));
                self.builder.know(&raw, name, Sort::Text);
            }
            "radiogroup" | "dropdown" | "buttongroup" => self.one(element, path, name, question),
            "checkbox" | "tagbox" => self.many(element, path, name, question),
            "imagepicker" => {
                self.notes.tell(
                    &rules::MEDIA,
                    path,
                    "the pictures to choose from were left out",
                    "供选择的图片已略去",
                );
                if element.get("multiSelect") == Some(&Value::Bool(true)) {
                    self.many(element, path, name, question);
                } else {
                    self.one(element, path, name, question);
                }
            }
            "rating" => self.rating(element, path, name, question),
            "boolean" => self.boolean(element, name, question),
            "matrix" => self.matrix(element, path, name, question),
            "ranking" => {
                is("ranking");
                let mut names = crate::convert::ids::Names::default();
                let rows: Vec<Value> = self
                    .choices(element, "choices", path)
                    .iter()
                    .map(|answer| {
                        let mut row = Table::new();
                        put(&mut row, "id", Value::String(names.name(&answer.code, "r")));
                        put(&mut row, "text", self.builder.text(&answer.text, &answer.code));
                        Value::Object(row)
                    })
                    .collect();
                put(question, "rows", Value::Array(rows));
            }
            "slider" => {
                is("slider");
                for key in ["min", "max", "step"] {
                    put(
                        question,
                        key,
                        element.get(key).filter(|value| value.is_number()).cloned(),
                    );
                }
                self.builder.know(&raw, name, Sort::Number);
            }
            "html" => is("note"),
            other => {
                is("note");
                self.notes.kind(path, other);
            }
        }
    }

    fn text(&mut self, element: &Value, path: &str, name: &str, question: &mut Table) {
        let raw = text(element, "name").to_owned();
        let (kind, sort) = match text(element, "inputType") {
            "number" | "range" => ("number", Sort::Number),
            "date" => ("date", Sort::Date),
            "" | "text" => ("text", Sort::Text),
            other @ ("email" | "tel") => {
                personal(self.notes, path, other);
                ("text", Sort::Text)
            }
            other => {
                self.notes.setting(&format!("{path}/inputType"), other);
                ("text", Sort::Text)
            }
        };
        put(question, "kind", Value::String(kind.to_owned()));
        match kind {
            "number" => {
                for key in ["min", "max"] {
                    put(
                        question,
                        key,
                        element.get(key).filter(|value| value.is_number()).cloned(),
                    );
                }
            }
            "text" => put(question, "max_length", length(element)),
            _ => {}
        }
        self.builder.know(&raw, name, sort);
    }

    /// The choices of an element, with those that are switched on beside them.
    pub(super) fn choices(&mut self, element: &Value, key: &str, path: &str) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (at, choice) in items(element, key).iter().enumerate() {
            let here = format!("{path}/{key}/{at}");
            let mut answer = Answer::default();
            match choice {
                Value::Object(_) => {
                    answer.code = code(choice.get("value").unwrap_or(&Value::Null));
                    answer.text = words_of(choice.get("text"), &self.default);
                    answer.show_if = self.when(choice, "visibleIf", &here);
                    for other in ["enableIf", "imageLink"] {
                        if choice.get(other).is_some() && other == "enableIf" {
                            self.notes.setting(&format!("{here}/{other}"), other);
                        }
                    }
                }
                plain => answer.code = code(plain),
            }
            if answer.text.is_empty() {
                answer.text = Words::from([(self.default.clone(), answer.code.clone())]);
            }
            answers.push(answer);
        }
        if key != "choices" {
            return answers;
        }
        let on = |keys: [&str; 2]| keys.iter().any(|key| element.get(*key) == Some(&Value::Bool(true)));
        if on(["hasNone", "showNoneItem"]) {
            answers.push(Answer {
                code: "none".to_owned(),
                text: self.or_words(element.get("noneText"), "None", "以上都不是"),
                exclusive: true,
                ..Answer::default()
            });
        }
        if on(["hasOther", "showOtherItem"]) {
            answers.push(Answer {
                code: "other".to_owned(),
                text: self.or_words(element.get("otherText"), "Other", "其他"),
                other: true,
                ..Answer::default()
            });
        }
        for (key, path_key) in [
            ("choicesByUrl", "choicesByUrl"),
            ("choicesVisibleIf", "choicesVisibleIf"),
        ] {
            if element.get(key).is_some() {
                self.notes.setting(&format!("{path}/{path_key}"), key);
            }
        }
        answers
    }

    fn or_words(&self, value: Option<&Value>, en: &str, zh: &str) -> Words {
        let own = words_of(value, &self.default);
        if !own.is_empty() {
            return own;
        }
        let word = |tag: &str| if tag.starts_with("zh") { zh } else { en };
        self.builder
            .languages
            .iter()
            .map(|tag| (tag.clone(), word(tag).to_owned()))
            .collect()
    }

    /// What stands beside the choices: kinds of missing, order, choices of an earlier question.
    fn beside(&mut self, element: &Value, path: &str, question: &mut Table) {
        let mut missing: Vec<Value> = Vec::new();
        for (key, words, kind) in [
            ("showDontKnowItem", "dontKnowText", Missing::DontKnow),
            ("showRefuseItem", "refuseText", Missing::Refused),
        ] {
            if element.get(key) == Some(&Value::Bool(true)) {
                let answer = Answer {
                    text: words_of(element.get(words), &self.default),
                    ..Answer::default()
                };
                missing.push(self.builder.missing_of(kind, &answer));
            }
        }
        if !missing.is_empty() && !question.contains_key("missing") {
            put(question, "missing", Value::Array(missing));
        }
        match text(element, "choicesOrder") {
            "random" => put(question, "order", Value::String("random".to_owned())),
            "" | "none" => {}
            other => self.notes.setting(&format!("{path}/choicesOrder"), other),
        }
        let from = text(element, "choicesFromQuestion");
        if from.is_empty() {
            return;
        }
        match self.builder.symbols.get(from) {
            Some(symbol) if matches!(symbol.sort, Sort::Multiple(_) | Sort::Choice(_)) => {
                let mut carried = sketch::table([("question", Value::String(symbol.name.clone()))]);
                match text(element, "choicesFromQuestionMode") {
                    "selected" => {}
                    "unselected" => put(&mut carried, "which", Value::String("not_chosen".to_owned())),
                    _ => self.notes.setting(
                        &format!("{path}/choicesFromQuestionMode"),
                        "choicesFromQuestionMode all",
                    ),
                }
                put(question, "options_from", Value::Object(carried));
                if question
                    .get("options")
                    .and_then(Value::as_array)
                    .is_some_and(Vec::is_empty)
                {
                    question.remove("options");
                }
            }
            _ => self.notes.setting(&format!("{path}/choicesFromQuestion"), from),
        }
    }

    fn one(&mut self, element: &Value, path: &str, name: &str, question: &mut Table) {
        let raw = text(element, "name").to_owned();
        let answers = self.choices(element, "choices", path);
        if let Some(scale) = self.builder.scale(&answers, &raw, false, path, self.notes) {
            put(question, "kind", Value::String("rating".to_owned()));
            put(question, "scale", Value::String(scale.id));
            if !scale.missing.is_empty() {
                put(question, "missing", Value::Array(scale.missing));
            }
            self.builder.know(&raw, name, Sort::Rating(scale.by_code));
        } else {
            put(question, "kind", Value::String("choice".to_owned()));
            let made = self.builder.options(&answers, path, self.notes);
            put(question, "options", Value::Array(made.options));
            self.builder.know(&raw, name, Sort::Choice(made.by_code));
        }
        self.beside(element, path, question);
    }

    fn many(&mut self, element: &Value, path: &str, name: &str, question: &mut Table) {
        let answers = self.choices(element, "choices", path);
        put(question, "kind", Value::String("multiple".to_owned()));
        let made = self.builder.options(&answers, path, self.notes);
        put(question, "options", Value::Array(made.options));
        for (key, from) in [("min", "minSelectedChoices"), ("max", "maxSelectedChoices")] {
            put(
                question,
                key,
                element
                    .get(from)
                    .filter(|value| value.as_u64().is_some_and(|count| count > 0))
                    .cloned(),
            );
        }
        self.builder
            .know(text(element, "name"), name, Sort::Multiple(made.by_code));
        self.beside(element, path, question);
    }

    fn rating(&mut self, element: &Value, path: &str, name: &str, question: &mut Table) {
        let raw = text(element, "name").to_owned();
        let listed = self.choices(element, "rateValues", path);
        let whole = |key: &str| element.get(key).and_then(Value::as_i64);
        let low = whole("rateMin").unwrap_or(1);
        let high = whole("rateMax")
            .or_else(|| whole("rateCount").map(|count| low + count - 1))
            .unwrap_or(5);
        let ends = [
            words_of(element.get("minRateDescription"), &self.default),
            words_of(element.get("maxRateDescription"), &self.default),
        ];
        let stars = text(element, "rateType") == "stars" && (low, high) == (1, 5) && ends.iter().all(Words::is_empty);
        let scale = if !listed.is_empty() {
            self.builder.scale(&listed, &raw, true, path, self.notes)
        } else if stars {
            let by_code = (1..=5)
                .map(|value: i32| (value.to_string(), f64::from(value)))
                .collect();
            Some(crate::convert::build::Scale {
                id: "stars5".to_owned(),
                by_code,
                missing: Vec::new(),
            })
        } else {
            self.builder
                .numbered(low, high, [&ends[0], &ends[1]], &raw, path, self.notes)
        };
        let Some(scale) = scale else {
            put(question, "kind", Value::String("number".to_owned()));
            self.builder.know(&raw, name, Sort::Number);
            return;
        };
        put(question, "kind", Value::String("rating".to_owned()));
        put(question, "scale", Value::String(scale.id));
        if !scale.missing.is_empty() {
            put(question, "missing", Value::Array(scale.missing));
        }
        self.builder.know(&raw, name, Sort::Rating(scale.by_code));
    }

    fn boolean(&mut self, element: &Value, name: &str, question: &mut Table) {
        let value = |key: &str, instead: &str| element.get(key).map_or_else(|| instead.to_owned(), code);
        let codes = [value("valueTrue", "true"), value("valueFalse", "false")];
        let texts = [
            self.or_words(element.get("labelTrue"), "Yes", "是"),
            self.or_words(element.get("labelFalse"), "No", "否"),
        ];
        let mut options = Vec::new();
        for ((id, number), text) in [("yes", 1), ("no", 0)].into_iter().zip(&texts) {
            let mut option = sketch::table([("id", Value::String(id.to_owned())), ("value", Value::from(number))]);
            put(&mut option, "text", self.builder.text(text, id));
            options.push(Value::Object(option));
        }
        put(question, "kind", Value::String("choice".to_owned()));
        put(question, "options", Value::Array(options));
        let [yes, no] = codes;
        let by_code = BTreeMap::from([(yes, "yes".to_owned()), (no, "no".to_owned())]);
        self.builder.know(text(element, "name"), name, Sort::Choice(by_code));
    }

    /// Whether a condition of rows or columns is there: it is told, since it is about each of them.
    pub(super) fn untold(&mut self, element: &Value, path: &str, keys: &[&str]) {
        for key in keys {
            let written = text(element, key);
            let at = format!("{path}/{key}");
            if !written.is_empty()
                && self
                    .builder
                    .condition(written, None, Mode::True, &at, self.notes)
                    .is_some()
            {
                self.notes
                    .condition(&at, written, &crate::convert::expression::Why::Form);
            }
        }
    }
}

fn length(element: &Value) -> Option<Value> {
    element
        .get("maxLength")
        .filter(|value| value.as_u64().is_some_and(|most| most > 0))
        .cloned()
}

/// A value as conditions and answers write it.
pub(super) fn code(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
