//! MY104: a key stands once in its map.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY104", Error,
    title: "a key stands twice in one map", "同一处重复写了同一个键",
    why: "Of two values for one key, one would be lost without a word. Often the second is a slip, or a new list item without its dash.",
         "一个键写了两个值，其中一个会悄悄丢失。常见原因是笔误，或新的列表项漏了短横线。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How many hours?\n  text: How long did it take?\n",
    right: "- id: hours\n  kind: number\n  text: How long did it take?\n",
}

/// A key that stood before.
pub fn problem(source: &Arc<Source>, key: &str, span: &Range<usize>, first: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .says(format!("`{key}` stands twice"), format!("`{key}` 写了两次"))
        .help(
            "keep one of the two, or start a new list item with `-`",
            "保留一个；如果是新的列表项，请以 `-` 开头",
        )
        .also(Place::text(source, first.clone()), "first here", "先在这里")
}
