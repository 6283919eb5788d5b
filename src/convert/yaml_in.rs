//! The tree of a definition that was written in YAML.

use super::sketch::Table;
use super::sketch::plain;
use crate::definition::yaml;
use crate::definition::yaml::Node;
use crate::definition::yaml::Style;
use crate::definition::yaml::Tree;
use crate::diagnostic::Source;
use serde_json::Value;
use std::sync::Arc;

/// Keys that hold words or names, also where these look like numbers.
const WORDS: [&str; 14] = [
    "id",
    "text",
    "title",
    "hint",
    "intro",
    "thanks",
    "unit",
    "low",
    "high",
    "valid_message",
    "purpose",
    "interviewer",
    "with",
    "without",
];

/// The definition, without comments; nothing where it is no YAML.
pub(super) fn sketch(source: &Arc<Source>) -> Value {
    yaml::parse(source)
        .0
        .map_or(Value::Null, |root| plain(&value(&root, "", false)))
}

fn value(node: &Node, key: &str, in_words: bool) -> Value {
    let words = in_words || WORDS.contains(&key);
    match &node.tree {
        Tree::List(items) => Value::Array(items.iter().map(|item| value(item, key, words)).collect()),
        Tree::Map(entries) => {
            let table: Table = entries
                .iter()
                // The languages below a text are words, too; the keys below a list of options are not.
                .map(|entry| (entry.key.clone(), value(&entry.value, &entry.key, WORDS.contains(&key))))
                .collect();
            Value::Object(table)
        }
        Tree::Scalar(scalar) => {
            if scalar.style != Style::Plain {
                return Value::String(scalar.text.clone());
            }
            if scalar.is_nothing() {
                return Value::Null;
            }
            if let Some(switch) = scalar.switch().filter(|_| !words) {
                return Value::Bool(switch);
            }
            match scalar.number().filter(|_| !words) {
                Some(number) => super::sketch::number(number),
                None => Value::String(scalar.text.clone()),
            }
        }
    }
}
