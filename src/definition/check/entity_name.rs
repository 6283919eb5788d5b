//! MY172: what a page is repeated for has a name that can be part of others.

use super::macros::rule;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;

rule! {
    "MY172", Error,
    title: "a repeated page cannot be named for this", "无法用它为重复页面命名",
    why: "The questions of a copy are called `question.entity`, in expressions too. So the name of an entity (the option's, with `over`) starts with a letter and holds small letters, digits and `_` only, and stands once.",
         "各份题目的名称是 `题目.对象`，表达式中也这样写。所以对象的名称（用 `over` 时即选项名）须以字母开头，只含小写字母、数字和 `_`，且不重复。",
    top,
    wrong: "pages:\n  - id: first\n    questions:\n      - {id: used, kind: multiple, text: Which did you use?, options: [mobile-app, web]}\n  - id: rated\n    loop: {over: used}\n    questions:\n      - {id: good, kind: rating, scale: stars5, text: 'How good was {{ entity }}?'}\n",
    right: "pages:\n  - id: first\n    questions:\n      - {id: used, kind: multiple, text: Which did you use?, options: [mobile_app, web]}\n  - id: rated\n    loop: {over: used}\n    questions:\n      - {id: good, kind: rating, scale: stars5, text: 'How good was {{ entity }}?'}\n",
}

/// It does not have the form of a name.
pub fn unfit(source: &Arc<Source>, name: &Name) -> Problem {
    Problem::new(&DOC, name.place(source))
        .says(
            format!("`{}` cannot be the last part of a name", name.value),
            format!("`{}` 不能作为名称的最后一段", name.value),
        )
        .help(
            "use small letters, digits and `_`, a letter first",
            "用小写字母、数字和 `_`，以字母开头",
        )
}

/// It stands twice.
pub fn twice(source: &Arc<Source>, name: &Name) -> Problem {
    Problem::new(&DOC, name.place(source))
        .says(
            format!("`{}` is listed twice", name.value),
            format!("`{}` 列了两次", name.value),
        )
        .help("leave one of the two out", "去掉其中一个")
}
