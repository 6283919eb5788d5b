//! MY107: what must be said is said.

use super::macros::rule;
use crate::definition::keys::Key;
use crate::definition::keys::Table;
use crate::definition::yaml::Node;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY107", Error,
    title: "a key is missing", "缺少必需的键",
    why: "Some keys have no sensible default: without its scale, a rating cannot be asked.",
         "有些键没有合理的默认值：没有量表，评分题就无法提问。",
    question,
    wrong: "- id: speed\n  kind: rating\n  text: How was the speed?\n",
    right: "- id: speed\n  kind: rating\n  scale: satisfaction5\n  text: How was the speed?\n",
}

/// A map without a key it must have.
pub fn problem(source: &Arc<Source>, node: &Node, table: &'static Table, key: &'static Key) -> Problem {
    let first = node.entries().first().map_or(node.span.clone(), |entry| {
        entry.key_span.start..entry.value.span.end.max(entry.key_span.end)
    });
    let text = source.text.get(first.clone()).unwrap_or_default();
    let end = first.start + text.lines().next().unwrap_or_default().len();
    Problem::new(&DOC, Place::text(source, first.start..end))
        .says(
            format!("this {} has no `{}`", table.name, key.name),
            format!("这里缺少 `{}`", key.name),
        )
        .help(
            format!("add `{}: …`: {}", key.name, key.doc[0]),
            format!("补上 `{}: …`：{}", key.name, key.doc[1]),
        )
}
