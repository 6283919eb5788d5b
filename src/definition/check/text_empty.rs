//! MY112: a text says something.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY112", Error,
    title: "a text is empty", "文字是空的",
    why: "An empty text shows the respondent a blank. Write it, or leave the key out where it may be.",
         "空的文字会让受访者看到空白。请写上文字；可省略的键则整个删去。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: \"\"\n",
    right: "- id: hours\n  kind: number\n  text: How many hours?\n",
}

/// A text without words.
pub fn problem(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .help("write the text, or remove the key", "写上文字，或删去这个键")
}
