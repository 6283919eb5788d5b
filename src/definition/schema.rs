//! The JSON Schema of a definition, printed from the key tables: for editors that check and complete while one writes.

use super::keys::IdForm;
use super::keys::Key;
use super::keys::SURVEY;
use super::keys::Shape;
use super::keys::TABLES;
use super::keys::Table;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The JSON Schema (draft 2020-12) of a definition.
///
/// It accepts everything [`super::read`] reads without an error, and refuses unknown, missing and misplaced keys and wrong types;
/// what goes across the file (names that are declared elsewhere, expressions) only `manyi check` can tell.
#[must_use]
pub fn schema() -> Value {
    let definitions: Map<String, Value> = TABLES.iter().map(|table| (name(table), definition(table))).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "manyi survey",
        "description": SURVEY.doc[0],
        "$ref": reference(&SURVEY),
        "$defs": definitions,
    })
}

fn name(table: &Table) -> String {
    table.name.replace(' ', "_")
}

fn reference(table: &Table) -> String {
    format!("#/$defs/{}", name(table))
}

fn definition(table: &'static Table) -> Value {
    if table.keys.is_empty() {
        return texts(table);
    }
    let properties: Map<String, Value> = table
        .keys
        .iter()
        .map(|key| (key.name.to_owned(), property(key)))
        .collect();
    let always: Vec<&str> = table
        .keys
        .iter()
        .filter(|key| key.required && key.only.is_empty())
        .map(|key| key.name)
        .collect();
    let mut schema = json!({
        "type": "object",
        "description": table.doc[0],
        "properties": properties,
        "required": always,
        "additionalProperties": false,
    });
    let by_kind: Vec<Value> = table.kinds.iter().filter_map(|kind| of_kind(table, kind)).collect();
    if let (Value::Object(map), false) = (&mut schema, by_kind.is_empty()) {
        map.insert("allOf".to_owned(), Value::Array(by_kind));
    }
    schema
}

/// What a kind demands and what it forbids.
fn of_kind(table: &Table, kind: &str) -> Option<Value> {
    let needed = table.keys.iter().filter(|key| key.required && key.only.contains(&kind));
    let (replaced, always): (Vec<&Key>, Vec<&Key>) = needed.partition(|key| !key.unless.is_empty());
    let demanded: Vec<&str> = always.iter().map(|key| key.name).collect();
    let either: Vec<Value> = replaced
        .iter()
        .map(|key| json!({"anyOf": [{"required": [key.name]}, {"required": [key.unless]}]}))
        .collect();
    let forbidden: Map<String, Value> = table
        .keys
        .iter()
        .filter(|key| !key.belongs_to(Some(kind)))
        .map(|key| (key.name.to_owned(), json!(false)))
        .collect();
    (!demanded.is_empty() || !forbidden.is_empty() || !either.is_empty()).then(|| {
        let mut then = json!({"required": demanded, "properties": forbidden});
        if let (Value::Object(map), false) = (&mut then, either.is_empty()) {
            map.insert("allOf".to_owned(), Value::Array(either));
        }
        json!({
            "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
            "then": then,
        })
    })
}

fn property(key: &Key) -> Value {
    let mut schema = shape(&key.shape);
    if let Value::Object(map) = &mut schema {
        let default = if key.default.is_empty() {
            String::new()
        } else {
            format!(" Default: {}.", key.default)
        };
        map.insert("description".to_owned(), json!(format!("{}{default}", key.doc[0])));
    }
    schema
}

/// YAML readers take `1`, `true` and `no` for other things than texts; manyi goes by the key.
fn word() -> Value {
    json!({"type": ["string", "number", "boolean"], "minLength": 1})
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Id(form) => json!({"type": ["string", "number", "boolean"], "pattern": form.pattern()}),
        Shape::Texts => json!({"$ref": reference(&super::keys::TEXTS)}),
        Shape::Words | Shape::Expression => word(),
        Shape::Language => json!({"type": ["string", "boolean"], "pattern": LANGUAGE}),
        Shape::Chains => json!({
            "type": "object",
            "minProperties": 1,
            "patternProperties": {LANGUAGE: {"type": "array", "items": self::shape(&Shape::Language), "minItems": 1}},
            "additionalProperties": false,
        }),
        Shape::Codes => json!({
            "type": "object",
            "patternProperties": {IdForm::Option.pattern(): word()},
            "additionalProperties": false,
        }),
        Shape::Switch => json!({"type": "boolean"}),
        Shape::Whole(least) => json!({"type": "integer", "minimum": least, "maximum": i32::MAX}),
        Shape::Number => json!({"type": "number"}),
        Shape::OneOf(words) => json!({"enum": words}),
        Shape::List(item) => json!({"type": "array", "items": self::shape(item), "minItems": 1}),
        Shape::Map(table) => json!({"$ref": reference(table)}),
        Shape::Short(short, table) => json!({"anyOf": [self::shape(short), {"$ref": reference(table)}]}),
    }
}

const LANGUAGE: &str = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$";

fn texts(table: &Table) -> Value {
    json!({
        "description": table.doc[0],
        "anyOf": [
            word(),
            {"type": "object", "minProperties": 1, "patternProperties": {LANGUAGE: word()}, "additionalProperties": false},
        ],
    })
}
