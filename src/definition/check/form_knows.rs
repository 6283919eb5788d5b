//! MY138: a form's conditions use what a form knows.

use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;

rule! {
    "MY138", Error,
    title: "a form cannot know this while it is filled in", "填写表单时无从得知",
    why: "`submitted` and `wave` are settled when the answers arrive. Conditions of questions can use answers, hidden values and `language`; conditions of measures can use all.",
         "`submitted` 和 `wave` 在答卷到达后才确定。题目的条件可用答案、隐藏值和 `language`；指标的条件都可以用。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: wave = \"2026Q1\"\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  show_if: language = \"en\"\n",
}

/// A name that has no value yet.
pub fn problem(place: Place, id: &str) -> Problem {
    Problem::new(&DOC, place)
        .says(
            format!("`{id}` is not known while the form is filled in"),
            format!("填写表单时还不知道 `{id}`"),
        )
        .help("use a hidden value that comes with the link", "改用随链接而来的隐藏值")
}
