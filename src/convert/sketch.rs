//! A definition as a tree of values, as it would be written: what readers make and writers start from.
//!
//! Keys that begin with `#` are comments: `#` above a map, `#key` beside a key. They are written out and never compared.

use serde_json::Map;
use serde_json::Value;
use std::collections::BTreeMap;

/// Keys and values.
pub(super) type Table = Map<String, Value>;

/// Wordings by language tag.
pub(super) type Words = BTreeMap<String, String>;

/// The value of a text: plain where there is one language, or all languages say the same; `None` where nobody says anything.
pub(super) fn words(words: &Words, languages: &[String]) -> Option<Value> {
    let filled: Vec<(&String, &String)> = words.iter().filter(|(_, text)| !text.trim().is_empty()).collect();
    let (_, first) = filled.first()?;
    if languages.len() < 2 || filled.len() == languages.len() && filled.iter().all(|(_, text)| text == first) {
        return Some(Value::String((*first).clone()));
    }
    let mut table: Table = filled
        .iter()
        .map(|(tag, text)| ((*tag).clone(), Value::String((*text).clone())))
        .collect();
    // The first language must be complete.
    if let Some(tag) = languages.first().filter(|tag| !table.contains_key(*tag)) {
        table.insert(tag.clone(), Value::String((*first).clone()));
    }
    Some(Value::Object(table))
}

/// The wording of a text in a language: its own, else the plain one.
pub(super) fn wording<'a>(text: &'a Value, tag: &str) -> Option<&'a str> {
    match text {
        Value::String(text) => Some(text),
        Value::Object(table) => table.get(tag).and_then(Value::as_str),
        _ => None,
    }
}

/// A table of these entries, nothing where a value is `Null`.
pub(super) fn table<const N: usize>(entries: [(&str, Value); N]) -> Table {
    let mut table = Table::new();
    for (key, value) in entries {
        put(&mut table, key, value);
    }
    table
}

/// Sets a key, unless there is nothing to set.
pub(super) fn put(table: &mut Table, key: &str, value: impl Into<Option<Value>>) {
    if let Some(value) = value.into().filter(|value| !value.is_null()) {
        table.insert(key.to_owned(), value);
    }
}

/// A text under a key; empty where there is none.
pub(super) fn text<'a>(table: &'a Value, key: &str) -> &'a str {
    table.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The items under a key.
pub(super) fn items<'a>(table: &'a Value, key: &str) -> &'a [Value] {
    table.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// All questions of a definition.
pub(super) fn questions(sketch: &Value) -> Vec<&Value> {
    let pages = items(sketch, "pages").iter();
    pages.flat_map(|page| items(page, "questions")).collect()
}

/// A whole number, where it is one.
pub(super) fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and small")]
    if value.fract() == 0.0 && value.abs() < 1e15 {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}

/// The value without comments, options written out (`app` is `{id: app}`), so that two ways to write one thing are equal.
pub(super) fn plain(value: &Value) -> Value {
    match value {
        Value::Object(table) => Value::Object(
            table
                .iter()
                .filter(|(key, _)| !key.starts_with('#'))
                .map(|(key, value)| {
                    let written = match (key.as_str(), value) {
                        // Of a measure they are names of options, and no options.
                        ("options" | "points", Value::Array(items)) if !table.contains_key("of") => {
                            Value::Array(items.iter().map(item).collect())
                        }
                        _ => plain(value),
                    };
                    (key.clone(), written)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(plain).collect()),
        other => other.clone(),
    }
}

fn item(value: &Value) -> Value {
    match value {
        Value::Object(_) => plain(value),
        Value::Number(number) => Value::Object(table([("id", Value::String(number.to_string()))])),
        Value::Bool(_) | Value::String(_) => Value::Object(table([("id", value.clone())])),
        other => other.clone(),
    }
}
