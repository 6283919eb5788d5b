//! MY162: a message has its condition.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY162", Warning,
    title: "a message without its condition", "有提示却没有条件",
    why: "`valid_message` is shown when `valid_if` is false. Without a condition nobody gets to read it.",
         "`valid_message` 在 `valid_if` 为假时显示；没有条件就没有人能看到。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How many hours?\n  valid_message: Hours are whole numbers.\n",
    right: "- id: hours\n  kind: number\n  text: How many hours?\n  valid_if: hours < 100\n  valid_message: That is too long to be true.\n",
}

/// Each such message.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let lonely = subject
        .draft
        .questions()
        .filter(|(_, _, question)| question.valid_if.is_none());
    let messages = lonely.filter_map(|(_, _, question)| question.valid_message.as_ref());
    let problem = |message: &crate::definition::spanned::Spanned<crate::locale::Texts>| {
        Problem::new(&DOC, message.place(subject.source)).help(
            "add `valid_if: …`, or remove the message",
            "补上 `valid_if: …`，或删去提示",
        )
    };
    messages.map(problem).collect()
}
