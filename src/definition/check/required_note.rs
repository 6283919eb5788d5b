//! MY156: notes are not required.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY156", Error,
    title: "a required note", "必答的说明文字",
    why: "A note has nothing to answer; a form that demanded it could never be sent. For consent, ask a `choice`.",
         "说明文字无可作答，若设为必答表单就永远无法提交。需要征得同意时请用 `choice`。",
    question,
    wrong: "- id: hello\n  kind: note\n  text: We ask for your consent.\n  required: true\n",
    right: "- id: consent\n  kind: choice\n  text: Do you consent?\n  options: [yes, no]\n  required: true\n",
}

/// Each such note.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let notes = subject
        .draft
        .questions()
        .filter(|(_, _, question)| question.kind == "note")
        .map(|(_, _, question)| question);
    let required = notes
        .filter_map(|note| note.required.as_ref())
        .filter(|required| required.value);
    let problem = |required: &crate::definition::spanned::Spanned<bool>| {
        Problem::new(&DOC, required.place(subject.source)).help(
            "remove `required`, or ask a `choice`",
            "删去 `required`，或改用 `choice`",
        )
    };
    required.map(problem).collect()
}
