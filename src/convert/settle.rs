//! The last step to a definition: what `manyi check` refuses is taken out and listed, until nothing is left that it refuses.

use super::expression::Why;
use super::notes::Notes;
use super::yaml_out;
use crate::definition;
use crate::definition::yaml;
use crate::definition::yaml::Node;
use crate::definition::yaml::Tree;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use serde_json::Value;
use std::sync::Arc;

/// Keys that can be left out without losing a question or an answer.
const REMOVABLE: [&str; 13] = [
    "show_if",
    "require_if",
    "valid_if",
    "valid_message",
    "options_from",
    "rows_from",
    "attention",
    "order",
    "loop",
    "exclusive",
    "anchor",
    "value",
    "min",
];
/// Lists whose items can be left out one by one.
const REMOVABLE_ITEMS: [&str; 4] = ["derived", "missing", "hidden", "segments"];
/// More rounds than this help nobody.
const MOST_ROUNDS: usize = 200;

/// The text of a definition that has no errors; those that could not be mended are listed with the others.
pub(super) fn settle(mut sketch: Value, notes: &mut Notes) -> String {
    settle_sketch(&mut sketch, notes);
    yaml_out::text(&sketch)
}

/// Takes out what is refused.
pub(super) fn settle_sketch(sketch: &mut Value, notes: &mut Notes) {
    super::mend::mend(sketch, notes);
    let name = format!("{}.yaml", super::sketch::text(sketch, "id"));
    for _ in 0..MOST_ROUNDS {
        let source = Arc::new(Source {
            name: name.clone(),
            text: yaml_out::text(sketch),
        });
        let (_, problems) = definition::read(&source);
        let errors: Vec<Problem> = problems.into_iter().filter(Problem::is_error).collect();
        if errors.is_empty() {
            return;
        }
        let Some(root) = yaml::parse(&source).0 else {
            notes.problems.extend(errors);
            return;
        };
        // From the end to the beginning, so that a removal shifts nothing that is looked at later.
        let mut gone: Vec<Removed> = Vec::new();
        for error in errors.iter().rev() {
            let inside = |path: &[String]| gone.last().is_some_and(|last| path.starts_with(&last.path));
            gone.extend(remove(sketch, &root, error, &inside));
        }
        if gone.is_empty() {
            notes.problems.extend(errors);
            return;
        }
        for removed in gone.iter().rev() {
            notes.condition(&removed.at, &removed.text, &removed.why);
        }
    }
}

struct Removed {
    /// Keys and places on the way to it.
    path: Vec<String>,
    at: String,
    text: String,
    why: Why,
}

/// Takes out what an error is about, unless it stands `inside` what is gone.
fn remove(sketch: &mut Value, root: &Node, error: &Problem, inside: &dyn Fn(&[String]) -> bool) -> Option<Removed> {
    let Place::Text { start, .. } = error.place else {
        return None;
    };
    let path = path_to(root, start);
    let cut = (1..=path.len()).rev().find(|length| {
        let last = &path[length - 1];
        let list = length.checked_sub(2).map(|before| path[before].as_str());
        REMOVABLE.contains(&last.as_str())
            || last.parse::<usize>().is_ok() && list.is_some_and(|list| REMOVABLE_ITEMS.contains(&list))
    })?;
    if inside(&path) {
        return None;
    }
    let (last, above) = path[..cut].split_last()?;
    let pointer = above.iter().fold(String::new(), |pointer, step| pointer + "/" + step);
    let question = sketch.pointer(&pointer)?;
    let named = super::sketch::text(question, "id").to_owned();
    let gone = match sketch.pointer_mut(&pointer)? {
        Value::Object(table) => {
            if last == "valid_if" {
                table.remove("valid_message");
            }
            table.remove(last)?
        }
        Value::Array(items) => items.remove(last.parse().ok().filter(|at| *at < items.len())?),
        _ => return None,
    };
    let text = match &gone {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(Removed {
        path: path[..cut].to_vec(),
        at: if named.is_empty() {
            last.clone()
        } else {
            format!("{named} {last}")
        },
        text,
        why: Why::Refused(error.says.en.clone(), error.says.zh.clone()),
    })
}

/// Keys and places of items on the way to what stands at a byte.
fn path_to(node: &Node, at: usize) -> Vec<String> {
    let mut path = Vec::new();
    let mut node = node;
    loop {
        let next = match &node.tree {
            Tree::Map(entries) => entries
                .iter()
                .find(|entry| entry.key_span.start <= at && at < entry.value.span.end.max(entry.key_span.end))
                .map(|entry| (entry.key.clone(), &entry.value)),
            Tree::List(items) => items
                .iter()
                .enumerate()
                .rev()
                .find(|(_, item)| item.span.start <= at)
                .map(|(place, item)| (place.to_string(), item)),
            Tree::Scalar(_) => None,
        };
        let Some((step, below)) = next else { return path };
        path.push(step);
        node = below;
    }
}
