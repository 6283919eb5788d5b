//! What definitions ask for and other tools do not: more than one option, labels that can be told apart.

use super::notes::Notes;
use super::rules;
use super::sketch::items;
use super::sketch::text;
use serde_json::Value;
use std::collections::BTreeMap;

/// Mends what can be mended without losing an answer; each change is told.
pub(super) fn mend(sketch: &mut Value, notes: &mut Notes) {
    let Some(Value::Array(pages)) = sketch.get_mut("pages") else {
        return;
    };
    for page in pages {
        let Some(Value::Array(questions)) = page.get_mut("questions") else {
            continue;
        };
        for question in questions {
            let id = text(question, "id").to_owned();
            lone(question, &id, notes);
            for key in ["options", "rows"] {
                distinct(question, key, &id, notes);
            }
        }
    }
    if let Some(Value::Array(scales)) = sketch.get_mut("scales") {
        for scale in scales {
            let id = text(scale, "id").to_owned();
            distinct(scale, "points", &id, notes);
        }
    }
}

/// A list of one option is a box to tick.
fn lone(question: &mut Value, id: &str, notes: &mut Notes) {
    let kind = text(question, "kind");
    let carried = question.get("options_from").is_some();
    if !matches!(kind, "choice" | "multiple") || items(question, "options").len() != 1 || carried {
        return;
    }
    let option = items(question, "options")[0].clone();
    let Some(table) = question.as_object_mut() else { return };
    for key in ["options", "min", "max", "order", "missing"] {
        table.remove(key);
    }
    table.insert("kind".to_owned(), Value::String("consent".to_owned()));
    let label = option
        .get("text")
        .or_else(|| option.get("id"))
        .cloned()
        .unwrap_or(Value::Null);
    table.entry("hint").or_insert(label);
    notes.tell(
        &rules::KIND,
        id,
        format!("`{id}` has one option only; it is asked as a box to tick (`yes` or `no`)"),
        format!("`{id}` 只有一个选项，改为勾选框（`yes` 或 `no`）"),
    );
}

/// Labels that stand twice get their name behind them.
fn distinct(holder: &mut Value, key: &str, id: &str, notes: &mut Notes) {
    let Some(Value::Array(list)) = holder.get_mut(key) else {
        return;
    };
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for item in list.iter() {
        for (tag, label) in labels(item) {
            *seen.entry((tag, label.trim().to_lowercase())).or_default() += 1;
        }
    }
    let twice = |tag: &str, label: &str| {
        seen.get(&(tag.to_owned(), label.trim().to_lowercase()))
            .is_some_and(|count| *count > 1)
    };
    for item in list {
        let name = text(item, "id").to_owned();
        let changed = match item.get_mut("text") {
            Some(Value::String(label)) if twice("", label) => {
                *label = format!("{label} ({name})");
                true
            }
            Some(Value::Object(table)) => {
                let mut changed = false;
                for (tag, label) in table.iter_mut() {
                    if let Some(words) = label.as_str().filter(|words| twice(tag, words)) {
                        *label = Value::String(format!("{words} ({name})"));
                        changed = true;
                    }
                }
                changed
            }
            _ => false,
        };
        if changed {
            notes.tell(
                &rules::RENAMED,
                id,
                format!("a label of `{id}` stands twice; `{name}` was put behind it"),
                format!("`{id}` 中有重复的标签，已在其后加上 `{name}`"),
            );
        }
    }
}

fn labels(item: &Value) -> Vec<(String, String)> {
    match item.get("text") {
        Some(Value::String(label)) => vec![(String::new(), label.clone())],
        Some(Value::Object(table)) => table
            .iter()
            .filter_map(|(tag, label)| Some((tag.clone(), label.as_str()?.to_owned())))
            .collect(),
        _ => Vec::new(),
    }
}
