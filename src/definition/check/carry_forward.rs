//! MY173: what is carried forward stands before.

use super::macros::rule;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY173", Error,
    title: "options carried forward from nowhere", "带入的选项没有来源",
    why: "`options_from` and `rows_from` name a choice or multiple choice before the question, whose options are then copied with their names and values.",
         "`options_from` 和 `rows_from` 指明本题之前的一道单选题或多选题，其选项连同名称和数值一并带入。",
    question,
    wrong: "- id: best\n  kind: choice\n  text: Which is best?\n  options_from: {question: minutes}\n",
    right: "- id: second\n  kind: choice\n  text: Which would be your second choice?\n  options_from: {question: channel, which: not_chosen}\n",
}

/// No earlier choice of this name.
pub fn problem(source: &Arc<Source>, name: &Name) -> Problem {
    Problem::new(&DOC, name.place(source))
        .says(
            format!("no choice before this question is called `{}`", name.value),
            format!("本题之前没有名为 `{}` 的选择题", name.value),
        )
        .help(
            "name an earlier question of kind `choice` or `multiple`",
            "写前面一道 `choice` 或 `multiple` 题的名称",
        )
}

/// An option's name that no row can have.
pub fn unfit(source: &Arc<Source>, name: &Name) -> Problem {
    Problem::new(&DOC, name.place(source))
        .says(
            format!("the option `{}` becomes a row, and no row can be called so", name.value),
            format!("选项 `{}` 要成为一行，而行不能这样命名", name.value),
        )
        .help(
            "use small letters, digits and `_`, a letter first",
            "用小写字母、数字和 `_`，以字母开头",
        )
}
