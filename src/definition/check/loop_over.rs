//! MY171: a page is repeated for something.

use super::macros::rule;
use crate::definition::spanned::Name;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::ops::Range;
use std::sync::Arc;

rule! {
    "MY171", Error,
    title: "a page is repeated for nothing that is known", "页面重复的对象不明",
    why: "`loop` names, with `over`, a multiple choice on an earlier page that is not repeated itself, or lists `entities`; one of the two.",
         "`loop` 用 `over` 指明前面某页（本身不重复）的一道多选题，或用 `entities` 列出各项，二者写其一。",
    top,
    wrong: "pages:\n  - id: rated\n    loop: {over: used}\n    questions:\n      - {id: good, kind: rating, scale: stars5, text: 'How good was {{ entity }}?'}\n  - id: first\n    questions:\n      - {id: used, kind: multiple, text: Which did you use?, options: [app, web]}\n",
    right: "pages:\n  - id: first\n    questions:\n      - {id: used, kind: multiple, text: Which did you use?, options: [app, web]}\n  - id: rated\n    loop: {over: used}\n    questions:\n      - {id: good, kind: rating, scale: stars5, text: 'How good was {{ entity }}?'}\n",
}

/// What it names is no multiple choice before it.
pub fn not_earlier(source: &Arc<Source>, over: &Name) -> Problem {
    Problem::new(&DOC, over.place(source))
        .says(
            format!("no earlier page has a multiple choice `{}`", over.value),
            format!("前面的页面没有名为 `{}` 的多选题", over.value),
        )
        .help(
            "name a multiple choice of an earlier page that is not repeated itself",
            "写前面某页（本身不重复）的多选题名称",
        )
}

/// Both are there, or neither.
pub fn one_of_two(source: &Arc<Source>, span: &Range<usize>) -> Problem {
    Problem::new(&DOC, Place::text(source, span.clone()))
        .says(
            "a loop needs either `over` or `entities`",
            "`loop` 需要 `over` 或 `entities` 之一",
        )
        .help(
            "write `over: QUESTION` or `entities: [...]`",
            "写 `over: 题目` 或 `entities: [...]`",
        )
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    #[test]
    fn both_and_neither_are_told() {
        for inside in ["{over: channel, entities: [a, b]}", "{}"] {
            let top = format!(
                "pages:\n  - id: main\n    loop: {inside}\n    questions:\n      - {{id: overall, kind: rating, scale: stars5, text: Good?}}\n"
            );
            assert_eq!(codes(&Form::Top.whole(&top)), ["MY171"], "{inside}");
        }
    }
}
