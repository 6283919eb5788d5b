//! MY124: options have distinct names and numbers.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY124", Error,
    title: "two options with one name or number", "两个选项的名称或数值相同",
    why: "Answers are kept by the option's name and exported by its number; two options that share one could not be told apart. An option without `value` has the number of its position, from 1.",
         "答案按选项名保存、按数值导出；两个选项相同就无法区分。没有写 `value` 的选项，数值就是它的位置（从 1 起）。",
    question,
    wrong: "- id: device\n  kind: choice\n  text: Which device?\n  options:\n    - {id: phone, value: 2}\n    - tablet\n",
    right: "- id: device\n  kind: choice\n  text: Which device?\n  options:\n    - {id: phone, value: 2}\n    - {id: tablet, value: 1}\n",
}

/// Options whose name or number stood before.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for list in subject.draft.lists() {
        let mut by_id = std::collections::BTreeMap::new();
        let mut by_value = std::collections::BTreeMap::new();
        for option in &list.options {
            let (id, value) = (&option.id, &option.value);
            if let Some(before) = by_id
                .insert(id.value.as_str(), &id.span)
                .filter(|_| !id.value.is_empty())
            {
                let problem = Problem::new(&DOC, id.place(subject.source))
                    .says(
                        format!("an option is already called `{}`", id.value),
                        format!("已有名为 `{}` 的选项", id.value),
                    )
                    .help("give one of the two another name", "给其中一个换个名称");
                problems.push(problem.also(subject.place(before), "first here", "先在这里"));
            } else if let Some(before) = by_value.insert(value.value, &value.span) {
                let problem = Problem::new(&DOC, value.place(subject.source))
                    .says(
                        format!("an option already has the value {}", value.value),
                        format!("已有数值为 {} 的选项", value.value),
                    )
                    .help("give each option a `value` of its own", "给每个选项写不同的 `value`");
                problems.push(problem.also(subject.place(before), "first here", "先在这里"));
            }
        }
    }
    problems
}
