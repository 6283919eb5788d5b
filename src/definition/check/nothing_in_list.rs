//! MY114: a list that is written holds something.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY114", Error,
    title: "an empty list", "空的列表",
    why: "A survey without languages, a page without questions or a share of no options cannot be used. A list that may be left out is left out whole.",
         "没有语言的问卷、没有题目的页面、没有选项的比例都无法使用。可省略的列表请整个删去。",
    top,
    wrong: "segments: []\n",
    right: "segments: [channel]\n",
}

/// A list without items.
pub fn problem(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .says("this list is empty", "这个列表是空的")
        .help("write at least one item, or remove the key", "至少写一项，或删去这个键")
}
