//! MY136: conditions look back.

use super::Subject;
use super::macros::rule;
use crate::definition::expressions::Role;
use crate::diagnostic::Problem;

rule! {
    "MY136", Error,
    title: "a condition depends on a later question", "条件依赖后面的题目",
    why: "When a question is put, only the answers before it are known. A condition on a later one would never be decided in time.",
         "提问时只知道前面的答案；依赖后面题目的条件无法及时判断。",
    question,
    wrong: "- id: why\n  kind: text\n  text: Why?\n  show_if: again = \"no\"\n- id: again\n  kind: choice\n  text: Will you come again?\n  options: [yes, no]\n",
    right: "- id: again\n  kind: choice\n  text: Will you come again?\n  options: [yes, no]\n- id: why\n  kind: text\n  text: Why?\n  show_if: again = \"no\"\n",
}

/// Conditions of questions on questions behind them, also by way of derived values.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for site in subject.sites.iter().filter(|site| site.role.in_form()) {
        for (slot, at) in subject.questions_of(site) {
            let before = if site.role == Role::PageIf {
                at < site.at
            } else {
                at <= site.at
            };
            if before {
                continue;
            }
            let problem = Problem::new(&DOC, subject.place(&site.written.span))
                .says(
                    format!("`{}` is asked later", slot.id),
                    format!("`{}` 在后面才提问", slot.id),
                )
                .help(
                    format!("move this question behind `{}`", slot.id),
                    format!("把这道题移到 `{}` 之后", slot.id),
                );
            problems.push(problem.also(subject.place(&slot.span), "asked here", "在这里提问"));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::codes;

    #[test]
    fn derived_values_do_not_hide_a_later_question() {
        let pages = "pages:\n  - id: a\n    questions:\n      - {id: why, kind: text, text: Why?, show_if: unhappy}\n      - {id: overall, kind: rating, scale: stars5, text: All in all?}\n";
        let top = format!("{pages}derived:\n  - {{id: unhappy, value: overall <= 2}}\n");
        assert_eq!(codes(&Form::Top.whole(&top)), ["MY136"]);
    }
}
