//! A definition becomes the JSON of `SurveyJS`.

use super::KEPT;
use super::fingerprint;
use crate::convert::expression::Dialect;
use crate::convert::expression::Mode;
use crate::convert::expression::Target;
use crate::convert::notes::Notes;
use crate::convert::out::Out;
use crate::convert::out::list_of;
use crate::convert::sketch::Table;
use crate::convert::sketch::items;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use crate::locale::Texts;
use crate::model::Kind;
use crate::model::MatrixRow;
use crate::model::OptionList;
use crate::model::Question;
use crate::model::Survey;
use serde_json::Value;
use serde_json::json;

/// Writes the questionnaire.
pub(in crate::convert) fn write(sketch: &Value, survey: &Survey, notes: &mut Notes) -> Vec<u8> {
    let mut writer = Writer {
        out: Out::new(survey, Dialect::SurveyJs),
        survey,
        notes,
    };
    let mut root = Table::new();
    let first = &survey.languages[0];
    root.insert("locale".to_owned(), Value::String(locale(first.tag()).to_owned()));
    put(&mut root, "title", writer.words(&survey.title));
    put(&mut root, "description", writer.words(&survey.intro));
    put(&mut root, "completedHtml", writer.words(&survey.thanks));
    let pages: Vec<Value> = items(sketch, "pages").iter().map(|page| writer.page(page)).collect();
    root.insert("pages".to_owned(), Value::Array(pages));
    let mut kept = Table::new();
    for (key, value) in sketch
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| *key != "pages")
    {
        if !matches!(
            key.as_str(),
            "id" | "title" | "intro" | "thanks" | "languages" | "scales" | "hidden"
        ) {
            writer.notes.not_held(
                key,
                &format!("`{key}` is kept in `manyi`"),
                &format!("`{key}` 保存在 `manyi` 中"),
            );
        }
        kept.insert(key.clone(), value.clone());
    }
    root.insert(KEPT.to_owned(), Value::Object(kept));
    format!("{:#}\n", Value::Object(root)).into_bytes()
}

/// The name `SurveyJS` gives a language.
fn locale(tag: &str) -> &str {
    match tag {
        "zh" => "zh-cn",
        "zh-Hant" => "zh-tw",
        other => other,
    }
}

struct Writer<'s, 'n> {
    out: Out<'s>,
    survey: &'s Survey,
    notes: &'n mut Notes,
}

impl Writer<'_, '_> {
    fn words(&self, texts: &Texts) -> Option<Value> {
        if texts.is_empty() {
            return None;
        }
        let mut table = Table::new();
        for (at, lang) in self.survey.languages.iter().enumerate() {
            let key = if at == 0 { "default" } else { locale(lang.tag()) };
            table.insert(key.to_owned(), Value::String(self.survey.text(texts, lang).to_owned()));
        }
        if table.len() == 1 {
            return table.into_iter().next().map(|(_, text)| text);
        }
        Some(Value::Object(table))
    }

    fn condition(&mut self, text: &str, mode: Mode, own: Option<&str>, at: &str) -> Option<Value> {
        if text.is_empty() {
            return None;
        }
        let known = |name: &str| self.out.known(name);
        let target = Target {
            dialect: Dialect::SurveyJs,
            known: &known,
        };
        match self.out.condition(text, &target, mode, own) {
            Ok(text) => Some(Value::String(text)),
            Err(why) => {
                self.notes.not_held(
                    at,
                    &format!("the condition `{text}` is kept in `manyi`: {}", why.english()),
                    &format!("条件 `{text}` 保存在 `manyi` 中：{}", why.chinese()),
                );
                None
            }
        }
    }

    fn page(&mut self, page: &Value) -> Value {
        let id = text(page, "id");
        let mut made = Table::new();
        put(&mut made, "name", Value::String(id.to_owned()));
        let model = self.survey.pages.iter().find(|model| model.id == *id);
        put(&mut made, "title", model.and_then(|model| self.words(&model.title)));
        let show_if = self.condition(text(page, "show_if"), Mode::True, None, &format!("{id} show_if"));
        put(&mut made, "visibleIf", show_if);
        if text(page, "order") == "random" {
            put(&mut made, "questionsOrder", Value::String("random".to_owned()));
        }
        if page.get("loop").is_some() {
            self.notes.not_held(
                &format!("{id} loop"),
                "the repeated page is asked once there; the loop is kept in `manyi`",
                "重复的页在目标格式中只提问一次；循环保存在 `manyi` 中",
            );
        }
        let mut elements = Vec::new();
        for question in items(page, "questions") {
            self.question(question, &mut elements);
        }
        let mut without = page.clone();
        if let Some(table) = without.as_object_mut() {
            table.remove("questions");
        }
        let mut made = Value::Object(made);
        made[KEPT] = json!({"page": without, "seen": fingerprint(&made)});
        made["elements"] = Value::Array(elements);
        made
    }

    fn question(&mut self, sketch: &Value, elements: &mut Vec<Value>) {
        let id = text(sketch, "id");
        let Some((model, name)) = self.out.question(id) else {
            self.cascade(sketch, elements);
            return;
        };
        Out::lost(sketch, model, self.notes);
        let mut element = Table::new();
        put(&mut element, "name", Value::String(name.clone()));
        self.kind(sketch, model, &mut element);
        let title = if matches!(model.kind, Kind::Note) {
            "html"
        } else {
            "title"
        };
        put(&mut element, title, self.words(&model.text));
        put(&mut element, "description", self.words(&model.hint));
        let show_if = self.condition(text(sketch, "show_if"), Mode::True, None, &format!("{id} show_if"));
        put(&mut element, "visibleIf", show_if);
        if model.required {
            put(&mut element, "isRequired", Value::Bool(true));
        }
        let demanded = self.condition(
            text(sketch, "require_if"),
            Mode::True,
            None,
            &format!("{id} require_if"),
        );
        put(&mut element, "requiredIf", demanded);
        if let Some(valid) = self.condition(
            text(sketch, "valid_if"),
            Mode::NotFalse,
            Some(id),
            &format!("{id} valid_if"),
        ) {
            let mut validator = json!({"type": "expression", "expression": valid});
            if let Some(message) = self.words(&model.valid_message) {
                validator["text"] = message;
            }
            put(&mut element, "validators", json!([validator]));
        }
        let mut element = Value::Object(element);
        element[KEPT] = json!({"question": sketch, "seen": fingerprint(&element)});
        elements.push(element);
        if let Some(option) = model
            .options()
            .and_then(|list| list.options.iter().find(|option| option.other))
        {
            let op = if matches!(model.kind, Kind::Multiple { .. }) {
                "contains"
            } else {
                "="
            };
            let mut words = Table::new();
            put(&mut words, "type", Value::String("text".to_owned()));
            put(&mut words, "name", Value::String(format!("{name}.other")));
            put(
                &mut words,
                "visibleIf",
                Value::String(format!("{{{name}}} {op} '{}'", option.id)),
            );
            put(&mut words, "title", self.words(&option.text));
            put(&mut words, KEPT, json!({"helper": true}));
            elements.push(Value::Object(words));
        }
    }

    fn kind(&mut self, sketch: &Value, model: &Question, element: &mut Table) {
        let mut is = |word: &str| put(element, "type", Value::String(word.to_owned()));
        match &model.kind {
            Kind::Note => is("html"),
            Kind::Choice { list } => {
                is("radiogroup");
                put(element, "choices", self.choices(list, sketch, false));
            }
            Kind::Multiple { list, min, max } => {
                is("checkbox");
                put(element, "choices", self.choices(list, sketch, false));
                put(element, "minSelectedChoices", min.map(Value::from));
                put(element, "maxSelectedChoices", max.map(Value::from));
            }
            Kind::Rating { scale } => {
                is("rating");
                put(element, "rateValues", self.choices(&scale.list, &Value::Null, true));
            }
            Kind::Matrix { scale, rows } => {
                is("matrix");
                put(element, "columns", self.choices(&scale.list, &Value::Null, true));
                put(element, "rows", self.rows(rows, sketch));
                if model.required {
                    put(element, "eachRowRequired", Value::Bool(true));
                }
            }
            Kind::Importance {
                scale,
                importance,
                rows,
            } => {
                is("matrixdropdown");
                let column = |name: &str, list: &OptionList| json!({"name": name, "cellType": "dropdown", "choices": self.choices(list, &Value::Null, true)});
                let columns = json!([column("rating", &scale.list), column("importance", &importance.list)]);
                put(element, "columns", columns);
                put(element, "rows", self.rows(rows, sketch));
            }
            Kind::Kano { scale, features } => {
                is("matrixdropdown");
                let column = |name: &str| json!({"name": name, "cellType": "dropdown", "choices": self.choices(&scale.list, &Value::Null, true)});
                put(element, "columns", json!([column("with"), column("without")]));
                let rows = features
                    .iter()
                    .map(|feature| self.item(feature.id.as_str(), &feature.text));
                put(element, "rows", Value::Array(rows.collect()));
            }
            Kind::Allocation { rows, .. } => {
                is("multipletext");
                let items = rows
                    .iter()
                    .map(|row| json!({"name": row.id, "title": self.words(&row.text), "inputType": "number"}));
                put(element, "items", Value::Array(items.collect()));
            }
            Kind::Ranking { rows, .. } => {
                is("ranking");
                put(element, "choices", self.rows(rows, &Value::Null));
            }
            Kind::Number { min, max, .. } => {
                is("text");
                put(element, "inputType", Value::String("number".to_owned()));
                put(element, "min", min.map(crate::convert::sketch::number));
                put(element, "max", max.map(crate::convert::sketch::number));
            }
            Kind::Slider { min, max, step, .. } => {
                is("slider");
                for (key, number) in [("min", min), ("max", max), ("step", step)] {
                    put(element, key, crate::convert::sketch::number(*number));
                }
            }
            Kind::Text { long, max_length } => {
                is(if *long { "comment" } else { "text" });
                put(element, "maxLength", max_length.map(Value::from));
            }
            Kind::Date | Kind::Email | Kind::Phone => {
                is("text");
                let input = match model.kind {
                    Kind::Date => "date",
                    Kind::Email => "email",
                    _ => "tel",
                };
                put(element, "inputType", Value::String(input.to_owned()));
            }
            Kind::Consent { .. } => {
                is("boolean");
                put(element, "renderAs", Value::String("checkbox".to_owned()));
            }
        }
        if model.parts.order.is_some() {
            let key = if model.options().is_some() {
                "choicesOrder"
            } else {
                "rowsOrder"
            };
            put(element, key, Value::String("random".to_owned()));
        }
    }

    fn item(&self, code: &str, label: &Texts) -> Value {
        let mut item = Table::new();
        put(&mut item, "value", Value::String(code.to_owned()));
        put(&mut item, "text", self.words(label));
        Value::Object(item)
    }

    /// Options by their names, or points of a scale by their numbers; answers that say why there is none behind them.
    fn choices(&self, list: &OptionList, _: &Value, by_value: bool) -> Value {
        let options = list.options.iter().map(|option| {
            let mut item = self.item(option.id.as_str(), &list_of(option, self.survey));
            if by_value {
                item["value"] = Value::from(option.value);
            }
            item
        });
        let missing = list
            .missing
            .iter()
            .map(|answer| self.item(answer.kind.code(), &answer.text));
        Value::Array(options.chain(missing).collect())
    }

    fn rows(&mut self, rows: &[MatrixRow], sketch: &Value) -> Value {
        let mut made = Vec::new();
        for row in rows {
            let mut item = self.item(row.id.as_str(), &row.text);
            let written = items(sketch, "rows")
                .iter()
                .find(|other| text(other, "id") == row.id.as_str());
            let show_if = written.map_or("", |row| text(row, "show_if")).to_owned();
            if let Some(condition) = self.condition(&show_if, Mode::True, None, &format!("{} show_if", row.id)) {
                item["visibleIf"] = condition;
            }
            made.push(item);
        }
        Value::Array(made)
    }

    /// A cascade is a menu for each level, whose choices follow the one above.
    fn cascade(&mut self, sketch: &Value, elements: &mut Vec<Value>) {
        let id = text(sketch, "id").to_owned();
        let mut above: Option<(String, &OptionList)> = None;
        for (place, level) in self.out.levels(&id).into_iter().enumerate() {
            let Kind::Choice { list } = &level.kind else { continue };
            let mut element = Table::new();
            let name = level.id.to_string();
            put(&mut element, "type", Value::String("dropdown".to_owned()));
            put(&mut element, "name", Value::String(name.clone()));
            put(&mut element, "title", self.words(&level.text));
            let mut choices = self.choices(list, &Value::Null, false);
            if let (Some((upper, upper_list)), Some(rung), Value::Array(choices)) =
                (&above, &level.parts.rung, &mut choices)
            {
                for (choice, group) in choices.iter_mut().zip(&rung.groups) {
                    if let Some(option) = upper_list.options.get(*group) {
                        choice["visibleIf"] = Value::String(format!("{{{upper}}} = '{}'", option.id));
                    }
                }
            }
            put(&mut element, "choices", choices);
            if level.required {
                put(&mut element, "isRequired", Value::Bool(true));
            }
            let show_if = self.condition(text(sketch, "show_if"), Mode::True, None, &format!("{id} show_if"));
            put(&mut element, "visibleIf", show_if);
            let mut element = Value::Object(element);
            element[KEPT] = if place == 0 {
                json!({"question": sketch, "seen": fingerprint(&element)})
            } else {
                json!({"helper": true})
            };
            elements.push(element);
            above = Some((name, list));
        }
    }
}
