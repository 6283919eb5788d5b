//! MY109: keys belong to the kind.

use super::macros::rule;
use super::near;
use crate::definition::keys::Key;
use crate::definition::yaml::Entry;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY109", Error,
    title: "a key of another kind", "键不属于这种题型",
    why: "The kind of a question, a measure or a hidden value decides which keys mean something. A `scale` on a choice would be passed over without a word.",
         "题目、指标、隐藏值的类型决定哪些键有意义。单选题上的 `scale` 会被悄悄忽略。",
    question,
    wrong: "- id: hours\n  kind: number\n  scale: satisfaction5\n  text: How many hours?\n",
    right: "- id: hours\n  kind: number\n  min: 0\n  text: How many hours?\n",
}

/// A key that belongs to other kinds.
pub fn problem(source: &Arc<Source>, entry: &Entry, key: &Key, kind: &str) -> Problem {
    let [en, zh] = near::listed(key.only.iter().copied());
    Problem::new(&DOC, Place::text(source, entry.key_span.clone()))
        .says(
            format!("`{}` means nothing for the kind `{kind}`", key.name),
            format!("`{}` 对 `{kind}` 没有意义", key.name),
        )
        .help(
            format!("remove it, or change the kind: it belongs to {en}"),
            format!("删去它，或改变类型：它属于 {zh}"),
        )
}
