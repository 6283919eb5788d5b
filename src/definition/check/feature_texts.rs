//! MY168: the two sentences of a Kano pair stand together, and nowhere else.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY168", Error,
    title: "half a Kano pair", "卡诺题的问法不成对",
    why: "A row of a Kano question asks about a feature as there (`with`) and as absent (`without`). Write both sentences, or neither; other kinds of questions have no such pair.",
         "卡诺题的每一行分别询问具备（`with`）与不具备（`without`）该功能时的感受。两句要么都写，要么都不写；其他题型没有这一对。",
    question,
    wrong: "- id: wish\n  kind: kano\n  text: How would you feel about it?\n  rows:\n    - {id: gift, text: Gift wrapping, with: If you can have it wrapped?}\n",
    right: "- id: wish\n  kind: kano\n  text: How would you feel about it?\n  rows:\n    - {id: gift, text: Gift wrapping, with: If you can have it wrapped?, without: If you cannot?}\n",
}

/// Rows with one sentence of the two, and rows of other kinds with any.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, _, question) in subject.draft.questions() {
        for row in &question.rows {
            let (written, lacking) = match (&row.with, &row.without) {
                (Some(with), None) => (with, "without"),
                (None, Some(without)) => (without, "with"),
                (Some(with), Some(_)) if question.kind != "kano" => (with, ""),
                _ => continue,
            };
            let problem = Problem::new(&DOC, written.place(subject.source));
            problems.push(if question.kind == "kano" {
                problem
                    .says(
                        format!("`{}` has no `{lacking}`", row.id.value),
                        format!("`{}` 没有写 `{lacking}`", row.id.value),
                    )
                    .help(
                        "write both `with` and `without`, or leave both out",
                        "请同时写 `with` 和 `without`，或都省略",
                    )
            } else {
                problem
                    .says(
                        format!("`{}` is no Kano question", question.id.value),
                        format!("`{}` 不是卡诺题", question.id.value),
                    )
                    .help(
                        "take `with` and `without` out of its rows",
                        "请删去各行的 `with` 和 `without`",
                    )
            });
        }
    }
    problems
}
