//! MY166: an attention check asks for an answer there is.

use super::Subject;
use super::macros::rule;
use super::near;
use crate::diagnostic::Problem;

rule! {
    "MY166", Error,
    title: "an attention check that nobody can pass", "谁也通不过的注意力检测",
    why: "`attention` names the option, or the point of the scale, that an attentive respondent chooses.",
         "`attention` 写认真作答者会选的选项或量表分点。",
    question,
    wrong: "- id: careful\n  kind: choice\n  text: Please choose the second answer.\n  options: [first, second]\n  attention: third\n",
    right: "- id: careful\n  kind: choice\n  text: Please choose the second answer.\n  options: [first, second]\n  attention: second\n",
}

/// Options that are none of the question's.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, _, question) in subject.draft.questions() {
        let Some(wanted) = &question.attention else { continue };
        // A question whose options or scale are faulty has been reported.
        let Some(list) = subject.outline.options(&question.id.value) else {
            continue;
        };
        if list.position_of_id(&wanted.value).is_some() {
            continue;
        }
        let problem = Problem::new(&DOC, wanted.place(subject.source)).says(
            format!("`{}` has no answer `{}`", question.id.value, wanted.value),
            format!("`{}` 没有 `{}` 这个答案", question.id.value, wanted.value),
        );
        let ids = list.options.iter().map(|option| option.id.as_str());
        problems.push(near::help(problem, &wanted.value, ids));
    }
    problems
}
