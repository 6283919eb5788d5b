//! MY163: what is always required needs no condition.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY163", Warning,
    title: "required always and on a condition", "既始终必答又有条件必答",
    why: "With `required: true` the answer is demanded whatever `require_if` says, so the condition has no effect.",
         "写了 `required: true` 就始终必答，`require_if` 不起作用。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  required: true\n  require_if: overall <= 2\n",
    right: "- id: why\n  kind: text\n  text: Why?\n  require_if: overall <= 2\n",
}

/// Each such question.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let always = subject
        .draft
        .questions()
        .filter(|(_, _, question)| question.required.as_ref().is_some_and(|required| required.value));
    let both = always.filter_map(|(_, _, question)| Some((question.require_if.as_ref()?, question.required.as_ref()?)));
    let problem = |(condition, required): (
        &crate::definition::spanned::Expression,
        &crate::definition::spanned::Spanned<bool>,
    )| {
        let problem = Problem::new(&DOC, condition.place(subject.source)).help("keep one of the two", "两者只留一个");
        problem.also(required.place(subject.source), "required always", "始终必答")
    };
    both.map(problem).collect()
}
