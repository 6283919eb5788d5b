//! The answer of a statistic for a person: single numbers first, then lists and tables under their names, then what to know.

use super::fields;
use super::pick;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Tongue;
use crate::method::Method;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::fmt::Write;

/// Lists longer than this become a table of their own.
const INLINE: usize = 12;

/// An answer to be told to a person.
pub(super) struct Told<'a> {
    /// The method asked.
    pub method: &'static Method,
    /// Its answer, warnings in the reader's language.
    pub result: &'a Value,
    /// The reader's language.
    pub tongue: Tongue,
}

impl Told<'_> {
    /// Tables for a terminal, or Markdown.
    pub(super) fn render(&self, format: Format) -> String {
        let title = pick(self.method.title, self.tongue);
        let mut text = match format {
            Format::Md => format!("## {title}\n\n"),
            _ => format!("{title} ({})\n\n", self.method.id),
        };
        let mut names: Vec<&String> = self.result.as_object().into_iter().flat_map(Map::keys).collect();
        names.sort_by_key(|name| fields::rank(self.method.id, name));
        names.retain(|name| !is_quiet(name, &self.result[name.as_str()]));
        let (single, large): (Vec<&String>, Vec<&String>) = names
            .into_iter()
            .partition(|name| is_inline(&self.result[name.as_str()]));
        text += &self.list(&single).render(format, self.tongue);
        for (heading, value) in self.blocks(&large) {
            let _ = match format {
                Format::Md => write!(text, "\n### {heading}\n\n"),
                _ => write!(text, "\n{heading}\n"),
            };
            text += &self.grid(&heading, &value).render(format, self.tongue);
        }
        for note in self.notes() {
            let _ = write!(text, "\n{note}\n");
        }
        text
    }

    /// Fields with one value each.
    fn list(&self, names: &[&String]) -> Sheet {
        let row = |name: &&String| {
            let value = &self.result[name.as_str()];
            let p_value = fields::is_p_value(self.method.id, name) && value.is_number();
            let meaning = match fields::meaning(self.method.id, name, self.tongue) {
                "" if p_value => self.tongue.pick("p-value", "p 值"),
                meaning => meaning,
            };
            vec![Datum::Text((*name).clone()), self.datum(name, value), meaning.into()]
        };
        Sheet {
            kind: "stat",
            heads: vec![
                Head::new("field", "field", "字段"),
                Head::new("value", "value", "值"),
                Head::new("meaning", "", ""),
            ],
            rows: names.iter().map(row).collect(),
            notes: Vec::new(),
        }
    }

    /// Tables under their headings; those of the same groups, such as sizes and means, become one.
    fn blocks(&self, names: &[&String]) -> Vec<(String, Value)> {
        let mut blocks: Vec<(String, Value)> = Vec::new();
        let mut joined: Vec<(Vec<&String>, Vec<&String>)> = Vec::new();
        for name in names {
            let value = &self.result[name.as_str()];
            match value.as_object().filter(|map| map.values().all(is_single)) {
                Some(map) => {
                    let keys: Vec<&String> = map.keys().collect();
                    match joined.iter_mut().find(|(own, _)| *own == keys) {
                        Some((_, fields)) => fields.push(name),
                        None => joined.push((keys, vec![name])),
                    }
                }
                None => blocks.push(((*name).clone(), value.clone())),
            }
        }
        let tables = joined.into_iter().map(|(keys, fields)| {
            let heading: Vec<&str> = fields.iter().map(|name| name.as_str()).collect();
            if let [alone] = fields.as_slice() {
                return ((*alone).clone(), self.result[alone.as_str()].clone());
            }
            let row = |key: &String| -> (String, Value) {
                let cells = fields
                    .iter()
                    .map(|name| ((*name).clone(), self.result[name.as_str()][key.as_str()].clone()));
                (key.clone(), Value::Object(cells.collect()))
            };
            (heading.join(", "), Value::Object(keys.into_iter().map(row).collect()))
        });
        tables.chain(blocks).collect()
    }

    fn datum(&self, name: &str, value: &Value) -> Datum {
        let p_value = fields::is_p_value(self.method.id, name);
        match value {
            Value::Number(number) => number
                .as_f64()
                .map_or(Datum::None, |x| Datum::Number(x, fields::number(x, p_value))),
            other => Datum::Text(inline(other, p_value)),
        }
    }

    /// A list or an object as a table: a row for each entry, columns for what the entries are made of.
    fn grid(&self, name: &str, value: &Value) -> Sheet {
        let entries: Vec<(String, &Value)> = match value {
            Value::Object(map) => map.iter().map(|(key, entry)| (key.clone(), entry)).collect(),
            Value::Array(list) => {
                let labels = self.labels("rows", list.len());
                labels.into_iter().zip(list).collect()
            }
            single => vec![(String::new(), single)],
        };
        let mut columns: Vec<String> = Vec::new();
        for (_, entry) in &entries {
            for column in columns_of(entry) {
                if !columns.contains(&column) {
                    columns.push(column);
                }
            }
        }
        let cross = entries.iter().any(|(_, entry)| entry.is_array());
        if !cross {
            columns.sort_by_key(|column| fields::rank(self.method.id, column));
        }
        let cell = |entry: &Value, column: &str| match entry {
            Value::Object(map) => map.get(column).map_or(Datum::None, |value| self.datum(column, value)),
            Value::Array(list) => {
                let at: Option<usize> = column.parse().ok();
                let value = at.and_then(|at| list.get(at - 1));
                value.map_or(Datum::None, |value| self.datum(name, value))
            }
            single => self.datum(name, single),
        };
        let rows = entries.iter().map(|(key, entry)| {
            let cells = columns.iter().map(|column| cell(entry, column));
            std::iter::once(Datum::Text(key.clone())).chain(cells).collect()
        });
        let rows = rows.collect();
        let shown = if cross {
            self.labels("cols", columns.len())
        } else {
            columns.clone()
        };
        let heads = columns
            .iter()
            .zip(&shown)
            .map(|(column, shown)| Head::new(column.clone(), shown, shown));
        Sheet {
            kind: "stat",
            heads: std::iter::once(Head::new("", "", "")).chain(heads).collect(),
            rows,
            notes: Vec::new(),
        }
    }

    /// Names of as many rows or columns: those the answer states where they are as many, else places from 1.
    fn labels(&self, field: &str, count: usize) -> Vec<String> {
        let stated = self.result[field].as_array().filter(|labels| labels.len() == count);
        let place = |at: usize| (at + 1).to_string();
        // Both sides of a table of changes have the same labels.
        let stated = stated.or_else(|| self.result["labels"].as_array().filter(|labels| labels.len() == count));
        let label = |at: usize| stated.and_then(|labels| labels[at].as_str()).map(str::to_owned);
        (0..count).map(|at| label(at).unwrap_or_else(|| place(at))).collect()
    }

    /// Why there is no number, and what the reader should know.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if let Some(code) = self.result["reason"].as_str() {
            let why = fields::reason(code, self.tongue).unwrap_or_default();
            notes.push(format!("{}{code} — {why}", self.tongue.pick("reason: ", "原因：")));
        }
        let warnings = match &self.result["warnings"] {
            Value::Array(list) => list.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        notes.extend(warnings.iter().map(|warning| {
            let words = warning.as_str().map_or_else(|| warning.to_string(), str::to_owned);
            format!("{}{words}", self.tongue.pick("note: ", "注意："))
        }));
        notes
    }
}

/// Whether a field is told elsewhere, or says nothing.
fn is_quiet(name: &str, value: &Value) -> bool {
    name == "warnings" || name == "reason" || *value == json!([]) || *value == json!({})
}

/// Names of what an entry is made of.
fn columns_of(entry: &Value) -> Vec<String> {
    match entry {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(list) => (1..=list.len()).map(|at| at.to_string()).collect(),
        _ => vec!["value".to_owned()],
    }
}

fn is_single(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

/// Whether a value fits into one cell.
fn is_inline(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.len() <= INLINE && list.iter().all(is_single),
        Value::Object(_) => false,
        _ => true,
    }
}

/// A value in one cell.
fn inline(value: &Value, p_value: bool) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.as_f64().map_or_else(String::new, |x| fields::number(x, p_value)),
        Value::String(text) => text.clone(),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().map(|part| inline(part, p_value)).collect();
            format!("[{}]", parts.join(", "))
        }
        object @ Value::Object(_) => object.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::find;

    fn told(result: &Value) -> String {
        let told = Told {
            method: find("contingency_table").unwrap(),
            result,
            tongue: Tongue::En,
        };
        told.render(Format::Table)
    }

    #[test]
    fn tables_of_the_same_groups_are_one_and_labels_name_rows_and_columns() {
        let text = told(&json!({
            "mean": {"a": 1.5, "b": 2}, "n": {"a": 3, "b": 4},
            "table": [[1, 2], [3, 4]], "rows": ["x", "y"], "cols": ["u", "v"], "dropped": [],
        }));
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        assert!(lines.contains(&"n, mean") && lines.contains(&"a  3  1.5000"), "{text}");
        assert!(lines.contains(&"   u  v") && lines.contains(&"y  3  4"), "{text}");
        assert!(!text.contains("dropped"), "{text}");
    }

    #[test]
    fn the_reason_is_told_in_words_and_no_p_value_is_nought() {
        let text = told(&json!({"p": 0.0, "chi2": null, "reason": "zero_margin", "warnings": ["few"]}));
        assert!(
            text.contains("<0.001  p-value") && text.contains("zero_margin — a row"),
            "{text}"
        );
        assert!(text.ends_with("note: few\n"), "{text}");
    }
}
