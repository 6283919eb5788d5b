//! A sketch as the text of a definition.

use super::sketch::Table;
use serde_json::Value;
use std::fmt::Write;

/// Keys in the order in which a definition is read best; others follow by name.
const ORDER: [&str; 66] = [
    "id",
    "kind",
    "value",
    "title",
    "languages",
    "fallback",
    "scale",
    "importance_scale",
    "better",
    "ends_only",
    "required",
    "show_if",
    "require_if",
    "text",
    "hint",
    "interviewer",
    "purpose",
    "separate",
    "with",
    "without",
    "intro",
    "thanks",
    "privacy",
    "hidden",
    "scales",
    "points",
    "loop",
    "over",
    "entities",
    "question",
    "which",
    "order",
    "anchor",
    "min",
    "max",
    "step",
    "total",
    "whole",
    "unit",
    "ends",
    "low",
    "high",
    "long",
    "max_length",
    "valid_if",
    "valid_message",
    "touchpoint",
    "attention",
    "levels",
    "options_from",
    "rows_from",
    "exclusive",
    "other",
    "options",
    "rows",
    "missing",
    "questions",
    "pages",
    "segments",
    "derived",
    "labels",
    "weight",
    "sample",
    "measures",
    "index",
    "report",
];

/// The text of a definition.
pub(super) fn text(sketch: &Value) -> String {
    let mut out = String::new();
    if let Value::Object(table) = sketch {
        map(&mut out, table, 0, "");
    }
    out
}

/// Writes the entries; the first goes behind what stands on the line already (`lead`).
fn map(out: &mut String, table: &Table, depth: usize, lead: &str) {
    let mut keys: Vec<&String> = table.keys().filter(|key| !key.starts_with('#')).collect();
    let rank = |key: &str| ORDER.iter().position(|other| *other == key).unwrap_or(ORDER.len());
    keys.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.cmp(b)));
    let indent = " ".repeat(depth);
    if let Some(Value::String(comment)) = table.get("#") {
        for (at, line) in comment.lines().map(remark).enumerate() {
            let before = if at == 0 { lead } else { indent.as_str() };
            if lead.is_empty() || at > 0 {
                let _ = writeln!(out, "{indent}# {line}");
            } else {
                let _ = writeln!(out, "{before}# {line}");
            }
        }
        if !lead.is_empty() {
            // A comment took the place behind the dash; the keys stand below it.
            return keys_below(out, table, &keys, depth, &indent);
        }
    }
    for (at, key) in keys.iter().enumerate() {
        let before = if at == 0 && !lead.is_empty() {
            lead
        } else {
            indent.as_str()
        };
        entry(out, table, key, depth, before);
    }
}

fn keys_below(out: &mut String, table: &Table, keys: &[&String], depth: usize, indent: &str) {
    for key in keys {
        entry(out, table, key, depth, indent);
    }
}

fn entry(out: &mut String, table: &Table, key: &str, depth: usize, before: &str) {
    let comment = table.get(&format!("#{key}")).and_then(Value::as_str);
    let comment = comment.map_or(String::new(), |comment| format!("  # {}", remark(comment)));
    out.push_str(before);
    out.push_str(&scalar(key, false));
    out.push(':');
    match &table[key] {
        Value::Object(below) if below.keys().any(|key| !key.starts_with('#')) => {
            let _ = writeln!(out, "{comment}");
            map(out, below, depth + 2, "");
        }
        Value::Object(_) => {
            let _ = writeln!(out, " {{}}{comment}");
        }
        Value::Array(items) => list(out, items, depth, &comment),
        Value::String(text) if block(text) => {
            let _ = writeln!(out, " |-{comment}");
            let indent = " ".repeat(depth + 2);
            for line in text.lines() {
                let _ = writeln!(out, "{}{line}", if line.is_empty() { "" } else { &indent });
            }
        }
        Value::String(text) => {
            let _ = writeln!(out, " {}{comment}", scalar(text, false));
        }
        Value::Null => {
            let _ = writeln!(out, "{comment}");
        }
        other => {
            let _ = writeln!(out, " {other}{comment}");
        }
    }
}

fn list(out: &mut String, items: &[Value], depth: usize, comment: &str) {
    let simple = items.iter().all(|item| !item.is_object() && !item.is_array());
    if simple {
        let written: Vec<String> = items.iter().map(flow).collect();
        let _ = writeln!(out, " [{}]{comment}", written.join(", "));
        return;
    }
    let _ = writeln!(out, "{comment}");
    let lead = format!("{}- ", " ".repeat(depth + 2));
    for item in items {
        match item {
            Value::Object(table) => map(out, table, depth + 4, &lead),
            Value::Array(inner) => {
                let written: Vec<String> = inner.iter().map(flow).collect();
                let _ = writeln!(out, "{lead}[{}]", written.join(", "));
            }
            other => {
                let _ = writeln!(out, "{lead}{}", flow(other));
            }
        }
    }
}

fn flow(item: &Value) -> String {
    match item {
        Value::String(text) => scalar(text, true),
        other => other.to_string(),
    }
}

/// Whether a text is written on lines of its own.
fn block(text: &str) -> bool {
    text.contains('\n')
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.lines().all(|line| line.trim_end() == line)
        && !text.contains('\r')
        && text.chars().all(|c| c == '\n' || printable(c))
}

/// The words of a comment: one line, of characters that a text may hold.
pub(super) fn remark(text: &str) -> String {
    let blank = |c: char| if printable(c) { c } else { ' ' };
    text.chars().map(blank).collect()
}

fn printable(c: char) -> bool {
    !c.is_control()
        && !matches!(
            c,
            '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
}

/// A text without quotes where that reads as the same text.
pub(super) fn scalar(text: &str, in_flow: bool) -> String {
    let first = text.chars().next();
    let plain = first.is_some_and(char::is_alphanumeric)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && text.chars().all(printable)
        && (!in_flow || !text.contains([',', '[', ']', '{', '}', ':', '#', '"', '\'']))
        && text.parse::<f64>().is_err()
        && !matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "null");
    if plain {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            c if !printable(c) => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::convert::yaml_in;
    use crate::diagnostic::Source;
    use proptest::prelude::*;
    use serde_json::Value;
    use serde_json::json;
    use std::sync::Arc;

    fn back(written: &str) -> Value {
        yaml_in::sketch(&Arc::new(Source {
            name: "a.yaml".to_owned(),
            text: written.to_owned(),
        }))
    }

    #[test]
    fn a_definition_is_written_as_a_person_would() {
        let sketch = json!({
            "#": "Made by hand.",
            "id": "cafe",
            "title": {"en": "How was it?", "zh": "怎么样？"},
            "languages": ["en", "zh"],
            "pages": [{"id": "main", "questions": [
                {"id": "why", "kind": "text", "#kind": "a guess", "text": "Why: \"so\"?\nTell us.", "show_if": "overall <= 2"},
            ]}],
        });
        assert_eq!(
            text(&sketch),
            "# Made by hand.\nid: cafe\ntitle:\n  en: How was it?\n  zh: 怎么样？\nlanguages: [en, zh]\npages:\n  - id: main\n    questions:\n      \
             - id: why\n        kind: text  # a guess\n        show_if: overall <= 2\n        text: |-\n          Why: \"so\"?\n          Tell us.\n"
        );
    }

    proptest! {
        #[test]
        fn every_text_comes_back(words in proptest::collection::vec(".{1,20}", 1..4), lines in "[ -~\n是：]{1,40}") {
            let words: Vec<String> = words.into_iter().filter(|word| !word.trim().is_empty()).collect();
            prop_assume!(!lines.trim().is_empty());
            let sketch = json!({"id": "a", "text": lines, "list": words, "pages": [{"title": {"en": lines}}]});
            prop_assert_eq!(back(&text(&sketch)), sketch);
        }
    }
}
