//! MY125: a name made of digits is also the number.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY125", Error,
    title: "an option's name is another option's number", "选项名与数值混淆",
    why: "Files hold answers by name or by number. With an option called `1` whose value is 2, a `1` in a file could mean either.",
         "文件中的答案可能写选项名，也可能写数值。如果名为 `1` 的选项数值是 2，文件里的 `1` 就有两种理解。",
    question,
    wrong: "- id: visits\n  kind: choice\n  text: How many visits?\n  options:\n    - {id: \"1\", value: 2}\n    - {id: \"2\", value: 1}\n",
    right: "- id: visits\n  kind: choice\n  text: How many visits?\n  options:\n    - {id: \"1\", value: 1}\n    - {id: \"2\", value: 2}\n",
}

/// Names of digits alone that differ from their value.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let label = |span: &std::ops::Range<usize>| {
        subject
            .draft
            .derived
            .iter()
            .flat_map(|derived| &derived.labels)
            .any(|labels| labels.span == *span)
    };
    for list in subject.draft.lists().filter(|list| !label(&list.span)) {
        for option in &list.options {
            let id = &option.id.value;
            let digits = !id.is_empty() && id.bytes().all(|b| b.is_ascii_digit());
            if digits && *id != option.value.value.to_string() {
                let value = option.value.value;
                let problem = Problem::new(&DOC, option.id.place(subject.source)).says(
                    format!("the option `{id}` has the value {value}"),
                    format!("选项 `{id}` 的数值是 {value}"),
                );
                problems.push(problem.help(
                    format!("write `value: {id}`, or begin the name with a letter"),
                    format!("写 `value: {id}`，或让名称以字母开头"),
                ));
            }
        }
    }
    problems
}
