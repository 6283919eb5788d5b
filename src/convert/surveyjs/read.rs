//! The JSON of SurveyJS becomes a definition.

use super::KEPT;
use super::fingerprint;
use crate::convert::build::Builder;
use crate::convert::build::language_of;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
use crate::convert::expression::Sort;
use crate::convert::languages;
use crate::convert::markup;
use crate::convert::notes::Notes;
use crate::convert::rules;
use crate::convert::sketch;
use crate::convert::sketch::Table;
use crate::convert::sketch::Words;
use crate::convert::sketch::items;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;

/// Properties that hold words.
const WORDS: [&str; 12] = [
    "title",
    "description",
    "text",
    "html",
    "completedHtml",
    "otherText",
    "noneText",
    "labelTrue",
    "labelFalse",
    "minRateDescription",
    "maxRateDescription",
    "requiredErrorText",
];
/// Properties of elements that are understood, or that only change looks.
const KNOWN: [&str; 68] = [
    "type",
    "name",
    "title",
    "description",
    "html",
    "isRequired",
    "requiredIf",
    "visibleIf",
    "elements",
    "choices",
    "rateValues",
    "rateMin",
    "rateMax",
    "rateStep",
    "rateCount",
    "rateType",
    "rateDisplayMode",
    "displayMode",
    "minRateDescription",
    "maxRateDescription",
    "displayRateDescriptionsAsExtremeItems",
    "autoGenerate",
    "columns",
    "rows",
    "inputType",
    "min",
    "max",
    "step",
    "maxLength",
    "placeholder",
    "placeHolder",
    "hasOther",
    "showOtherItem",
    "otherText",
    "hasNone",
    "showNoneItem",
    "noneText",
    "showDontKnowItem",
    "showRefuseItem",
    "dontKnowText",
    "refuseText",
    "choicesOrder",
    "choicesFromQuestion",
    "choicesFromQuestionMode",
    "minSelectedChoices",
    "maxSelectedChoices",
    "validators",
    "labelTrue",
    "labelFalse",
    "valueTrue",
    "valueFalse",
    "renderAs",
    "multiSelect",
    "isAllRowRequired",
    "eachRowRequired",
    "items",
    "state",
    "colCount",
    "titleLocation",
    "rowsOrder",
    "useDisplayValuesInDynamicTexts",
    "width",
    "minWidth",
    "maxWidth",
    "startWithNewLine",
    "indent",
    "cellType",
    KEPT,
];
/// Properties of the whole that are understood, or that only change looks.
const KNOWN_TOP: [&str; 24] = [
    "title",
    "description",
    "locale",
    "pages",
    "elements",
    "completedHtml",
    "logo",
    "logoPosition",
    "showProgressBar",
    "showQuestionNumbers",
    "widthMode",
    "fitToContainer",
    "progressBarType",
    "questionErrorLocation",
    "pageNextText",
    "pagePrevText",
    "completeText",
    "showPageTitles",
    "showTitle",
    "headerView",
    "calculatedValues",
    "triggers",
    "name",
    KEPT,
];

/// Reads a questionnaire.
pub(in crate::convert) fn read(bytes: &[u8], notes: &mut Notes) -> Option<Value> {
    let text_of = crate::convert::decoded(bytes, notes)?;
    let root: Value = match serde_json::from_str(&text_of) {
        Ok(root) => root,
        Err(error) => {
            let why = error.to_string();
            notes.unreadable("", &why, &why);
            return None;
        }
    };
    let pages = items(&root, "pages");
    let bare = items(&root, "elements");
    if pages.is_empty() && bare.is_empty() {
        notes.unreadable(
            "",
            "there are neither `pages` nor `elements`",
            "既没有 `pages` 也没有 `elements`",
        );
        return None;
    }
    let (languages, default) = languages_of(&root);
    let kept = root.get(KEPT);
    let id = kept.map_or("", |kept| text(kept, "id"));
    let title = words_of(root.get("title"), &default);
    let id = if id.is_empty() {
        title.values().next().map_or("survey", String::as_str)
    } else {
        id
    };
    let mut reader = Reader {
        builder: Builder::new(id, Dialect::SurveyJs, languages),
        default,
        notes,
        conditions: Vec::new(),
    };
    reader.top(&root);
    for (at, page) in pages.iter().enumerate() {
        reader.page(page, &format!("/pages/{at}"));
    }
    if pages.is_empty() {
        reader.elements(bare, "/elements");
    }
    if let Some(Value::Object(kept)) = kept {
        reader.put_back(kept, &title);
    }
    Some(reader.builder.finish(&title, "SurveyJS JSON"))
}

/// All languages that words are in, the default one first.
fn languages_of(root: &Value) -> (Vec<String>, String) {
    let mut found = Vec::new();
    let mut plain = Vec::new();
    gather(root, "", &mut found, &mut plain);
    let stated = languages::tag(text(root, "locale"));
    let default = stated.unwrap_or_else(|| language_of(plain.into_iter()));
    found.retain(|tag| *tag != default);
    found.insert(0, default.clone());
    (found, default)
}

fn gather<'v>(value: &'v Value, key: &str, found: &mut Vec<String>, plain: &mut Vec<&'v str>) {
    match value {
        Value::Object(table) => {
            let by_language = WORDS.contains(&key) && table.values().all(Value::is_string);
            for (inner, value) in table.iter().filter(|(inner, _)| *inner != KEPT) {
                if !by_language {
                    gather(value, inner, found, plain);
                } else if inner == "default" {
                    plain.extend(value.as_str());
                } else if let Some(tag) = languages::tag(inner).filter(|tag| !found.contains(tag)) {
                    found.push(tag);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| gather(item, "", found, plain)),
        Value::String(text) if WORDS.contains(&key) => plain.push(text),
        _ => {}
    }
}

/// Words of a property, by language.
pub(super) fn words_of(value: Option<&Value>, default: &str) -> Words {
    let mut words = Words::new();
    match value {
        Some(Value::String(text)) => {
            words.insert(default.to_owned(), markup::from_html(text).text);
        }
        Some(Value::Number(number)) => {
            words.insert(default.to_owned(), number.to_string());
        }
        Some(Value::Object(table)) => {
            for (key, text) in table {
                let tag = if key == "default" {
                    Some(default.to_owned())
                } else {
                    languages::tag(key)
                };
                if let (Some(tag), Some(text)) = (tag, text.as_str()) {
                    words.insert(tag, markup::from_html(text).text);
                }
            }
        }
        _ => {}
    }
    words
}

pub(super) struct Reader<'n> {
    pub builder: Builder,
    pub default: String,
    pub notes: &'n mut Notes,
    /// Of the panels around.
    conditions: Vec<String>,
}

impl Reader<'_> {
    fn top(&mut self, root: &Value) {
        for (key, target) in [("description", "intro"), ("completedHtml", "thanks")] {
            let words = words_of(root.get(key), &self.default);
            let text = sketch::words(&words, &self.builder.languages);
            put(&mut self.builder.top, target, text);
        }
        for (key, _) in root.as_object().into_iter().flatten() {
            if !KNOWN_TOP.contains(&key.as_str()) {
                self.notes.setting(&format!("/{key}"), key);
            }
        }
        for (at, value) in items(root, "calculatedValues").iter().enumerate() {
            let why = crate::convert::expression::Why::Missing;
            self.notes
                .condition(&format!("/calculatedValues/{at}"), text(value, "expression"), &why);
        }
        for (at, trigger) in items(root, "triggers").iter().enumerate() {
            self.notes.tell(
                &rules::ROUTING,
                &format!("/triggers/{at}"),
                format!("the trigger `{}` was left out", text(trigger, "type")),
                format!("触发器 `{}` 已略去", text(trigger, "type")),
            );
        }
    }

    /// What was kept, where the element around it is as it was.
    fn kept(&mut self, element: &Value, what: &str, path: &str) -> Option<Table> {
        let kept = element.get(KEPT)?;
        if text(kept, "seen") == fingerprint(element) {
            return kept.get(what).and_then(Value::as_object).cloned();
        }
        let name = text(element, "name");
        self.notes.tell(
            &rules::EDITED,
            path,
            format!("`{name}` was edited; it is read as the element says"),
            format!("`{name}` 已被修改，按现有内容读取"),
        );
        None
    }

    fn page(&mut self, page: &Value, path: &str) {
        let kept = self.kept(page, "page", path);
        let title = words_of(page.get("title"), &self.default);
        let show_if = self.when(page, "visibleIf", path);
        let made = self.builder.page(text(page, "name"), &title);
        if let Some(kept) = kept {
            let questions = made.remove("questions");
            *made = kept;
            put(made, "questions", questions);
        } else {
            put(made, "show_if", show_if.map(Value::String));
            if text(page, "questionsOrder") == "random" {
                put(made, "order", Value::String("random".to_owned()));
            }
        }
        self.elements(items(page, "elements"), &format!("{path}/elements"));
    }

    pub(super) fn elements(&mut self, elements: &[Value], path: &str) {
        for (at, element) in elements.iter().enumerate() {
            self.element(element, &format!("{path}/{at}"));
        }
    }

    fn element(&mut self, element: &Value, path: &str) {
        if element.get(KEPT).is_some_and(|kept| kept.get("helper").is_some()) {
            return;
        }
        if let Some(question) = self.kept(element, "question", path) {
            self.learn(element, &question);
            self.builder.ask(question);
            return;
        }
        for (key, _) in element.as_object().into_iter().flatten() {
            if !KNOWN.contains(&key.as_str()) {
                self.notes.setting(&format!("{path}/{key}"), key);
            }
        }
        match text(element, "type") {
            "panel" => self.panel(element, path, "elements"),
            "paneldynamic" => {
                self.notes.tell(
                    &rules::REPEAT,
                    path,
                    format!("the repeated panel `{}` is asked once", text(element, "name")),
                    format!("重复面板 `{}` 只提问一次", text(element, "name")),
                );
                self.panel(element, path, "templateElements");
            }
            "matrixdropdown" => self.matrix_of_columns(element, path),
            "multipletext" => self.several_texts(element, path),
            _ => self.question(element, path),
        }
    }

    fn panel(&mut self, element: &Value, path: &str, inner: &str) {
        let show_if = self.when(element, "visibleIf", path);
        let title = words_of(element.get("title"), &self.default);
        self.conditions.extend(show_if.clone());
        if !title.is_empty() {
            let mut note = Table::new();
            self.builder.name(text(element, "name"), &mut note, path, self.notes);
            put(&mut note, "kind", Value::String("note".to_owned()));
            put(&mut note, "text", self.builder.text(&title, ""));
            put(&mut note, "show_if", self.with_panels(None).map(Value::String));
            self.builder.ask(note);
        }
        self.elements(items(element, inner), &format!("{path}/{inner}"));
        if show_if.is_some() {
            self.conditions.pop();
        }
    }

    /// A condition of the element, translated.
    pub(super) fn when(&mut self, element: &Value, key: &str, path: &str) -> Option<String> {
        let at = format!("{path}/{key}");
        self.builder
            .condition(text(element, key), None, Mode::True, &at, self.notes)
    }

    pub(super) fn with_panels(&self, own: Option<String>) -> Option<String> {
        let all: Vec<String> = self.conditions.iter().cloned().chain(own).collect();
        if all.len() < 2 {
            return all.into_iter().next();
        }
        let each = all.iter().map(|text| {
            if text.contains(" or ") {
                format!("({text})")
            } else {
                text.clone()
            }
        });
        Some(each.collect::<Vec<_>>().join(" and "))
    }

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

    fn question(&mut self, element: &Value, path: &str) {
        let (mut question, name) = self.begin(element, path);
        self.answer(element, path, &name, &mut question);
        if question.get("kind").and_then(Value::as_str) != Some("note") {
            self.demands(element, path, &mut question);
        }
        self.builder.ask(question);
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

    /// What conditions may name of a question that came back as it was.
    fn learn(&mut self, element: &Value, question: &Table) {
        let id = question
            .get("id")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        self.builder.new_name(&id);
        // Read once more as its element says, for the names alone.
        let scales = self.builder.scale_count();
        let notes = std::mem::replace(self.notes, Notes::new(""));
        self.answer(element, "", &id, &mut Table::new());
        *self.notes = notes;
        self.builder.forget_scales(scales);
    }

    /// Puts back what the whole kept.
    fn put_back(&mut self, kept: &Table, title: &Words) {
        for (key, value) in kept {
            match key.as_str() {
                "id" | "pages" | "seen" => {}
                "hidden" | "derived" | "scales" => self.builder.keep(key, value.clone()),
                "title" | "intro" | "thanks" => {
                    let now = match key.as_str() {
                        "title" => sketch::words(title, &self.builder.languages),
                        key => self.builder.top.get(key).cloned(),
                    };
                    let same = self.builder.languages.iter().all(|tag| {
                        let shown = |text: &str| markup::from_html(text).text;
                        let was = sketch::wording(value, tag).map(shown);
                        let is = now
                            .as_ref()
                            .and_then(|now| sketch::wording(now, tag))
                            .map(str::to_owned);
                        was == is || was.is_none()
                    });
                    if same {
                        self.builder.top.insert(key.clone(), value.clone());
                    }
                }
                _ => {
                    self.builder.top.insert(key.clone(), value.clone());
                }
            }
        }
    }
}
