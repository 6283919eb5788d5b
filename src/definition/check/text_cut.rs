//! MY110: texts are whole.

use super::macros::rule;
use crate::definition::yaml::Entry;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY110", Error,
    title: "YAML has cut a text", "文字被 YAML 截断",
    why: "Inside `{…}` a comma ends the text, and what follows becomes a key without a value. Quote the text, or write one language a line.",
         "在 `{…}` 里，逗号会结束文字，后面的部分成了没有值的键。请给文字加引号，或每种语言各写一行。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: {en: Hello, how many hours?}\n",
    right: "- id: hours\n  kind: number\n  text: {en: \"Hello, how many hours?\"}\n",
}

/// A key without a value, and the entry before it, whose text it probably belongs to.
pub fn problem(source: &Arc<Source>, entry: &Entry, before: Option<&Entry>) -> Problem {
    let shown = if entry.key.is_empty() {
        "…"
    } else {
        entry.key.as_str()
    };
    let problem = Problem::new(&DOC, Place::text(source, entry.key_span.clone())).says(
        format!("`{shown}` is no language and has no text: YAML has cut a text here"),
        format!("`{shown}` 不是语言，也没有文字：YAML 在这里把文字截断了"),
    );
    let cut = before.and_then(|before| Some((before, before.value.scalar()?)));
    let Some((before, scalar)) = cut else {
        return problem.help("quote this text", "给这段文字加引号");
    };
    problem
        .help(
            format!("quote this text: `{}: \"{}, {shown}…\"`", before.key, scalar.text),
            format!("给这段文字加引号：`{}: \"{}, {shown}…\"`", before.key, scalar.text),
        )
        .also(
            Place::text(source, before.value.span.clone()),
            "the text begins here",
            "文字从这里开始",
        )
}
