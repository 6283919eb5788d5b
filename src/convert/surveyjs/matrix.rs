//! Elements of rows and columns.

use super::read::Reader;
use super::read::words_of;
use crate::convert::expression::Sort;
use crate::convert::ids::Names;
use crate::convert::sketch::Table;
use crate::convert::sketch::items;
use crate::convert::sketch::put;
use crate::convert::sketch::text;
use serde_json::Value;

impl Reader<'_> {
    /// Rows rated on one scale.
    pub(super) fn matrix(&mut self, element: &Value, path: &str, name: &str, question: &mut Table) {
        let answers = self.choices(element, "columns", path);
        let raw = text(element, "name").to_owned();
        let Some(scale) = self
            .builder
            .scale(&answers, &raw, true, &format!("{path}/columns"), self.notes)
        else {
            put(question, "kind", Value::String("note".to_owned()));
            self.notes.kind(path, "matrix with less than two columns");
            return;
        };
        let rows = self.rows(element, path, |reader, code, row| {
            reader.builder.know(
                &format!("{raw}.{code}"),
                &format!("{name}.{row}"),
                Sort::Rating(scale.by_code.clone()),
            );
        });
        self.untold(element, path, &["rowsVisibleIf", "columnsVisibleIf"]);
        put(question, "kind", Value::String("matrix".to_owned()));
        put(question, "scale", Value::String(scale.id.clone()));
        put(question, "rows", Value::Array(rows));
        if !scale.missing.is_empty() {
            put(question, "missing", Value::Array(scale.missing));
        }
        if ["isAllRowRequired", "eachRowRequired"]
            .iter()
            .any(|key| element.get(*key) == Some(&Value::Bool(true)))
        {
            put(question, "required", Value::Bool(true));
        }
        if text(element, "rowsOrder") == "random" {
            put(question, "order", Value::String("random".to_owned()));
        }
    }

    fn rows(&mut self, element: &Value, path: &str, mut each: impl FnMut(&mut Self, &str, &str)) -> Vec<Value> {
        let mut names = Names::default();
        let mut rows = Vec::new();
        for answer in self.choices(element, "rows", path) {
            let id = names.name(&answer.code, "r");
            let mut row = Table::new();
            put(&mut row, "id", Value::String(id.clone()));
            put(&mut row, "text", self.builder.text(&answer.text, &answer.code));
            put(&mut row, "show_if", answer.show_if.clone().map(Value::String));
            each(self, &answer.code, &id);
            rows.push(Value::Object(row));
        }
        rows
    }

    /// A question of several columns: a battery for each column that can be chosen from.
    pub(super) fn matrix_of_columns(&mut self, element: &Value, path: &str) {
        let raw = text(element, "name").to_owned();
        for (at, column) in items(element, "columns").iter().enumerate() {
            let here = format!("{path}/columns/{at}");
            let mut inner = element.clone();
            let chosen = if items(column, "choices").is_empty() {
                element
            } else {
                column
            };
            inner["columns"] = Value::Array(items(chosen, "choices").to_vec());
            inner["type"] = Value::String("matrix".to_owned());
            let part = format!("{raw}_{}", text(column, "name"));
            inner["name"] = Value::String(part.clone());
            let (mut question, name) = self.begin(&inner, &here);
            let cell = text(column, "cellType");
            let cell = if cell.is_empty() {
                text(element, "cellType")
            } else {
                cell
            };
            if matches!(cell, "" | "default" | "dropdown" | "radiogroup") && items(chosen, "choices").len() > 1 {
                self.matrix(&inner, &here, &name, &mut question);
                let title = words_of(column.get("title"), &self.default);
                put(
                    &mut question,
                    "hint",
                    crate::convert::sketch::words(&title, &self.builder.languages),
                );
                self.demands(element, path, &mut question);
            } else {
                put(&mut question, "kind", Value::String("note".to_owned()));
                self.notes.kind(&here, &format!("matrixdropdown {cell}"));
            }
            self.builder.ask(question);
        }
    }

    /// Several boxes are several questions.
    pub(super) fn several_texts(&mut self, element: &Value, path: &str) {
        let raw = text(element, "name").to_owned();
        for (at, item) in items(element, "items").iter().enumerate() {
            let here = format!("{path}/items/{at}");
            let mut inner = item.clone();
            inner["type"] = Value::String("text".to_owned());
            inner["name"] = Value::String(format!("{raw}_{}", text(item, "name")));
            if let Some(when) = element.get("visibleIf") {
                inner["visibleIf"] = when.clone();
            }
            let (mut question, name) = self.begin(&inner, &here);
            self.answer(&inner, &here, &name, &mut question);
            let known = self.builder.symbols.get(text(&inner, "name")).cloned();
            if let Some(symbol) = known {
                self.builder
                    .know(&format!("{raw}.{}", text(item, "name")), &name, symbol.sort);
            }
            let title = words_of(element.get("title"), &self.default);
            put(
                &mut question,
                "hint",
                crate::convert::sketch::words(&title, &self.builder.languages),
            );
            self.demands(&inner, &here, &mut question);
            self.builder.ask(question);
        }
    }
}
