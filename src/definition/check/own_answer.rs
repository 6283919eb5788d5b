//! MY137: a question is not asked because of its own answer.

use super::Subject;
use super::macros::rule;
use crate::definition::expressions::Role;
use crate::diagnostic::Problem;

rule! {
    "MY137", Error,
    title: "a condition depends on its own question", "条件依赖本题",
    why: "Whether a question is asked or required is settled before it is answered. Only `valid_if` may look at its own answer.",
         "是否提问、是否必答在作答之前就要确定。只有 `valid_if` 可以用本题的答案。",
    question,
    wrong: "- id: hours\n  kind: number\n  text: How many hours?\n  show_if: hours > 1\n",
    right: "- id: hours\n  kind: number\n  text: How many hours?\n  valid_if: hours > 1\n",
}

/// Conditions to show or require on the question itself.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for site in subject
        .sites
        .iter()
        .filter(|site| site.role.in_form() && !matches!(site.role, Role::ValidIf | Role::PageIf))
    {
        if let Some((slot, _)) = subject.questions_of(site).into_iter().find(|(_, at)| *at == site.at) {
            let problem = Problem::new(&DOC, subject.place(&site.written.span)).says(
                format!("`{}` depends on its own answer", slot.id),
                format!("`{}` 依赖自己的答案", slot.id),
            );
            problems.push(problem.help(
                "use an earlier question; to check the answer, use `valid_if`",
                "改用前面的题目；要检查答案请用 `valid_if`",
            ));
        }
    }
    problems
}
