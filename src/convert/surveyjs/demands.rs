//! What every element has, and what is demanded of an answer.

use super::read::Reader;
use super::read::words_of;
use crate::convert::expression::Mode;
use crate::convert::expression::Sort;
use crate::convert::markup;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::items;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;

impl Reader<'_> {
    /// What every question has.
    pub(super) fn begin(&mut self, element: &Value, path: &str) -> (Table, String) {
        let mut question = Table::new();
        let raw = text(element, "name").to_owned();
        let name = self.builder.name(&raw, &mut question, path, self.notes);
        let title = if text(element, "type") == "html" {
            "html"
        } else {
            "title"
        };
        if let Some(Value::String(html)) = element.get(title)
            && markup::from_html(html).media
        {
            self.notes.tell(
                &rules::MEDIA,
                path,
                "a picture, film or script was left out",
                "图片、视频或脚本已略去",
            );
        }
        let words = self.piped(words_of(element.get(title), &self.default));
        put(&mut question, "text", self.builder.text(&words, &raw));
        let hint = words_of(element.get("description"), &self.default);
        put(&mut question, "hint", sketch::words(&hint, &self.builder.languages));
        let own = self.when(element, "visibleIf", path);
        put(&mut question, "show_if", self.with_panels(own).map(Value::String));
        (question, name)
    }

    /// `{name}` in a text is the answer to a question before it.
    fn piped(&self, words: Words) -> Words {
        let known = |text: &str| {
            let mut text = text.to_owned();
            for (foreign, symbol) in &self.builder.symbols {
                let pipe = format!("{{{foreign}}}");
                if text.contains(&pipe) && !matches!(symbol.sort, Sort::Multiple(_)) {
                    text = text.replace(&pipe, &format!("{{{{ {} | … }}}}", symbol.name));
                }
            }
            text
        };
        words.into_iter().map(|(tag, text)| (tag, known(&text))).collect()
    }

    pub(super) fn demands(&mut self, element: &Value, path: &str, question: &mut Table) {
        if element.get("isRequired") == Some(&Value::Bool(true)) {
            put(question, "required", Value::Bool(true));
        } else {
            let demanded = self.when(element, "requiredIf", path);
            put(question, "require_if", demanded.map(Value::String));
        }
        for (at, validator) in items(element, "validators").iter().enumerate() {
            self.validator(validator, element, &format!("{path}/validators/{at}"), question);
        }
    }

    fn validator(&mut self, validator: &Value, element: &Value, path: &str, question: &mut Table) {
        let kind = question
            .get("kind")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        let mut take = |from: &str, to: &str| {
            if let Some(value) = validator.get(from).filter(|value| value.is_number()) {
                put(question, to, value.clone());
            }
        };
        match (text(validator, "type"), kind.as_str()) {
            ("numeric", "number") => {
                take("minValue", "min");
                take("maxValue", "max");
            }
            ("answercount", "multiple") => {
                take("minCount", "min");
                take("maxCount", "max");
            }
            ("text", "text") if validator.get("minLength").is_none() => take("maxLength", "max_length"),
            // Told at the question itself.
            ("email", "text") => {}
            ("expression", _) => {
                let own = text(element, "name").to_owned();
                let at = format!("{path}/expression");
                let found = self.builder.condition(
                    text(validator, "expression"),
                    Some(&own),
                    Mode::NotFalse,
                    &at,
                    self.notes,
                );
                if let Some(found) = found {
                    put(question, "valid_if", Value::String(found));
                    let message = words_of(validator.get("text"), &self.default);
                    put(
                        question,
                        "valid_message",
                        sketch::words(&message, &self.builder.languages),
                    );
                }
            }
            (other, _) => self.notes.setting(path, &format!("validator {other}")),
        }
    }
}
