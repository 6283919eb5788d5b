//! MY108: kinds are known.

use super::macros::rule;
use super::near;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY108", Error,
    title: "unknown kind", "未知的类型",
    why: "`kind`, `better` and the kinds of missing take one of a few words; `docs/surveys.md` says what each means.",
         "`kind`、`better` 和缺失类型只能取固定的几个词，含义见 `docs/surveys.md`。",
    question,
    wrong: "- id: speed\n  kind: rateing\n  scale: satisfaction5\n  text: How was the speed?\n",
    right: "- id: speed\n  kind: rating\n  scale: satisfaction5\n  text: How was the speed?\n",
}

/// A word that is none of those allowed.
pub fn problem(source: &Arc<Source>, span: &Range<usize>, written: &str, words: &'static [&'static str]) -> Problem {
    let problem = Problem::new(&DOC, Place::text(source, span.clone())).says(
        format!("`{written}` is not known here"),
        format!("这里不认识 `{written}`"),
    );
    near::help(problem, written, words.iter().copied())
}
