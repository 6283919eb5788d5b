//! The JSON Schema says what the reader does, as far as a schema can.

use super::files::{AFTER_SALES, DESIGN, FULL, SUPPORT};
use crate::definition::check::ALL;
use crate::definition::keys::IdForm;
use crate::definition::samples::Form;
use crate::definition::schema;
use crate::definition::yaml::{Node, Tree, parse};
use crate::diagnostic::Source;
use crate::locale::Lang;
use serde_json::Value;
use serde_json::json;
use std::sync::Arc;

/// The value other readers of YAML 1.2 make of a tree.
fn value_of(node: &Node) -> Value {
    match &node.tree {
        Tree::List(items) => items.iter().map(value_of).collect(),
        Tree::Map(entries) => Value::Object(
            entries
                .iter()
                .map(|entry| (entry.key.clone(), value_of(&entry.value)))
                .collect(),
        ),
        Tree::Scalar(scalar) if scalar.is_nothing() => Value::Null,
        Tree::Scalar(scalar) => match (scalar.switch(), scalar.whole(), scalar.number()) {
            (Some(switch), ..) => json!(switch),
            (_, Some(whole), _) => json!(whole),
            (.., Some(number)) => json!(number),
            _ => json!(scalar.text),
        },
    }
}

fn accepts(text: &str) -> bool {
    let root = parse(&Arc::new(Source {
        name: "x".into(),
        text: text.into(),
    }))
    .0
    .unwrap();
    let schema = schema();
    fits(&value_of(&root), &schema, &schema)
}

/// As much of JSON Schema as the schema uses; anything else is a failure of the test.
fn fits(value: &Value, schema: &Value, root: &Value) -> bool {
    let schema = match schema {
        Value::Bool(all) => return *all,
        Value::Object(schema) => schema,
        other => panic!("not a schema: {other}"),
    };
    schema.iter().all(|(keyword, with)| match keyword.as_str() {
        "$schema" | "title" | "description" | "$defs" | "then" => true,
        "$ref" => fits(value, root.pointer(&with.as_str().unwrap()[1..]).unwrap(), root),
        "type" => with
            .as_array()
            .map_or_else(|| is(value, with), |types| types.iter().any(|one| is(value, one))),
        "const" => value == with,
        "enum" => with.as_array().unwrap().contains(value),
        "anyOf" => with.as_array().unwrap().iter().any(|one| fits(value, one, root)),
        "allOf" => with.as_array().unwrap().iter().all(|one| fits(value, one, root)),
        "if" => !fits(value, with, root) || fits(value, &schema["then"], root),
        "minimum" => value.as_f64().is_none_or(|number| number >= with.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= with.as_f64().unwrap()),
        "minLength" => value.as_str().is_none_or(|text| !text.is_empty()),
        "minItems" => value.as_array().is_none_or(|items| !items.is_empty()),
        "minProperties" => value.as_object().is_none_or(|map| !map.is_empty()),
        "pattern" => value.as_str().is_none_or(|text| matches(text, with.as_str().unwrap())),
        "items" => value
            .as_array()
            .is_none_or(|items| items.iter().all(|item| fits(item, with, root))),
        "required" => value.as_object().is_none_or(|map| {
            with.as_array()
                .unwrap()
                .iter()
                .all(|key| map.contains_key(key.as_str().unwrap()))
        }),
        "properties" => value.as_object().is_none_or(|map| {
            map.iter()
                .all(|(key, value)| with.get(key).is_none_or(|one| fits(value, one, root)))
        }),
        "patternProperties" => value.as_object().is_none_or(|map| {
            let (pattern, one) = with.as_object().unwrap().iter().next().unwrap();
            map.iter()
                .all(|(key, value)| !matches(key, pattern) || fits(value, one, root))
        }),
        "additionalProperties" => value.as_object().is_none_or(|map| {
            let pattern = schema
                .get("patternProperties")
                .and_then(Value::as_object)
                .and_then(|map| map.keys().next());
            map.keys().all(|key| {
                schema.get("properties").is_some_and(|known| known.get(key).is_some())
                    || pattern.is_some_and(|pattern| matches(key, pattern))
            })
        }),
        other => panic!("a keyword this test does not know: {other}"),
    })
}

fn is(value: &Value, of: &Value) -> bool {
    match of.as_str().unwrap() {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_i64(),
        other => panic!("{other}"),
    }
}

fn matches(text: &str, pattern: &str) -> bool {
    let forms = [IdForm::File, IdForm::Page, IdForm::Name, IdForm::Option];
    match forms.into_iter().find(|form| form.pattern() == pattern) {
        Some(form) => form.fits(text),
        None if pattern == IdForm::Reference.pattern() => IdForm::Reference.fits(text),
        None if pattern.starts_with("^[A-Za-z]{2,3}(") => Lang::new(text).is_some(),
        None => panic!("a pattern this test does not know: {pattern}"),
    }
}

#[test]
fn it_accepts_what_is_shipped() {
    for text in [DESIGN, FULL, AFTER_SALES, SUPPORT] {
        assert!(accepts(text));
    }
}

#[test]
fn it_refuses_exactly_what_one_place_of_a_file_can_show() {
    // Rules about keys, types, kinds, empty texts and lists, languages and the form of names.
    let local = [
        "MY105", "MY106", "MY107", "MY108", "MY109", "MY110", "MY112", "MY113", "MY114", "MY115",
    ];
    for rule in &ALL {
        for (form, wrong, text) in super::docs::examples(rule.doc.page[0]) {
            if wrong && ["MY101", "MY102", "MY103", "MY104"].contains(&rule.doc.code) {
                continue;
            }
            let refused = !accepts(&Form::named(form).whole(&text));
            assert_eq!(
                refused,
                wrong && local.contains(&rule.doc.code),
                "{}: {text}",
                rule.doc.code
            );
        }
    }
}
