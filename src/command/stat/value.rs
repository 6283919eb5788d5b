//! The text of an option as the JSON value a method is asked with.

use crate::diagnostic::Words;
use crate::method::Kind;
use crate::method::Param;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Whether an option may stand without a value, which then is `true`.
pub(super) fn may_be_bare(param: &Param) -> bool {
    matches!(param.kind, Kind::Word | Kind::Json)
}

/// Whether an option may be given several times, which adds up.
pub(super) fn may_repeat(param: &Param) -> bool {
    matches!(param.kind, Kind::Columns | Kind::Numbers | Kind::Words | Kind::Json)
}

/// The value of an option that was given with `texts`, over a table with `columns`.
pub(super) fn read(param: &Param, texts: &[String], columns: &[String]) -> Result<Value, Words> {
    let mut values = texts
        .iter()
        .map(|text| one(param, text, columns))
        .collect::<Result<Vec<_>, _>>()?;
    if values.len() == 1 {
        return Ok(values.remove(0));
    }
    let parts = values.into_iter().flat_map(|value| match value {
        Value::Array(list) => list,
        single => vec![single],
    });
    Ok(Value::Array(parts.collect()))
}

fn one(param: &Param, text: &str, columns: &[String]) -> Result<Value, Words> {
    let text = text.trim();
    if columns.iter().any(|column| column == text) && matches!(param.kind, Kind::Column) {
        return Ok(json!(text));
    }
    if text.starts_with(['[', '{', '"']) {
        let name = param.name;
        return serde_json::from_str(text).map_err(|error| {
            Words::new(
                format!("`--{name}`: this JSON cannot be read: {error}"),
                format!("`--{name}`：无法读取该 JSON：{error}"),
            )
        });
    }
    Ok(match param.kind {
        Kind::Word => json!(text),
        Kind::Number => number(text).unwrap_or_else(|| json!(text)),
        Kind::Column => match numbers(text) {
            Some(list) => list,
            None => json!(text),
        },
        Kind::Numbers if columns.iter().any(|column| column == text) => json!(text),
        Kind::Numbers => numbers(text).unwrap_or_else(|| json!(text)),
        Kind::Words | Kind::Columns => words(text),
        Kind::Matrix => match text.split(';').map(row).collect::<Option<Vec<_>>>() {
            Some(rows) => Value::Array(rows),
            None => json!(text),
        },
        Kind::Json => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
    })
}

fn words(text: &str) -> Value {
    if text.is_empty() {
        return json!([]);
    }
    // One word is a list of one to every method, and stays what it is.
    if !text.contains(',') {
        return json!(text);
    }
    text.split(',').map(|part| json!(part.trim())).collect()
}

/// Numbers between commas, nothing where there is none; `None` when a part is something else.
fn numbers(text: &str) -> Option<Value> {
    if text.is_empty() {
        return Some(json!([]));
    }
    // One number is a list of one to every method; a family of one p-value is answered by one.
    if let Some(single) = number(text) {
        return Some(single);
    }
    let part = |part: &str| match part.trim() {
        "" | "NA" | "null" => Some(Value::Null),
        part => number(part),
    };
    text.split(',').map(part).collect::<Option<Vec<_>>>().map(Value::Array)
}

/// A row of a matrix, which is a list even of one.
fn row(text: &str) -> Option<Value> {
    numbers(text).map(|value| match value {
        Value::Array(list) => Value::Array(list),
        single => json!([single]),
    })
}

/// A finite number, whole ones without a point.
#[expect(clippy::cast_possible_truncation, reason = "checked to be whole and in range")]
fn number(text: &str) -> Option<Value> {
    let x: f64 = text.parse().ok().filter(|x: &f64| x.is_finite())?;
    Some(if x.fract() == 0.0 && x.abs() < 9e15 {
        json!(x as i64)
    } else {
        json!(x)
    })
}

/// The arguments written as one JSON object; an empty list stands for none.
pub(super) fn object(text: &str) -> Result<Map<String, Value>, Words> {
    let fault = |en: &str, zh: &str| {
        Words::new(
            format!("`--args` is one JSON object, such as `{{\"column\": \"score\"}}`: {en}"),
            format!("`--args` 应为一个 JSON 对象，例如 `{{\"column\": \"score\"}}`：{zh}"),
        )
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(Value::Array(list)) if list.is_empty() => Ok(Map::new()),
        Ok(other) => Err(fault(&format!("not {other}"), &format!("而不是 {other}"))),
        Err(error) => Err(fault(&error.to_string(), &error.to_string())),
    }
}
