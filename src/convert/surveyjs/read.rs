//! The JSON of `SurveyJS` becomes a definition.

use super::KEPT;
use crate::convert::build::Builder;
use crate::convert::build::language_of;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
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

    fn question(&mut self, element: &Value, path: &str) {
        let (mut question, name) = self.begin(element, path);
        self.answer(element, path, &name, &mut question);
        if question.get("kind").and_then(Value::as_str) != Some("note") {
            self.demands(element, path, &mut question);
        }
        self.builder.ask(question);
    }
}
