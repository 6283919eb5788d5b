//! MY131: answers beside the options are distinct and have codes of their own.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY131", Error,
    title: "missing answers clash", "缺失选项冲突",
    why: "Each kind of missing is offered once, and its code is no value of the options: a 9 in a file must mean one thing.",
         "每种缺失类型只提供一次，其代码不能与选项的数值相同：文件里的 9 只能有一个含义。",
    question,
    wrong: "- id: speed\n  kind: rating\n  scale: satisfaction5\n  text: How was the speed?\n  missing: [{kind: dont_know, value: 5}]\n",
    right: "- id: speed\n  kind: rating\n  scale: satisfaction5\n  text: How was the speed?\n  missing: [{kind: dont_know, value: 9}]\n",
}

/// Kinds and codes that stood before, and codes that are values.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, _, question) in subject.draft.questions() {
        let mut kinds = std::collections::BTreeSet::new();
        let mut taken = values(subject, question);
        for answer in &question.missing {
            if !kinds.insert(answer.kind.value) {
                let kind = answer.kind.value.code();
                let problem = Problem::new(&DOC, answer.kind.place(subject.source));
                problems.push(
                    problem
                        .says(format!("`{kind}` is offered twice"), format!("`{kind}` 写了两次"))
                        .help("keep one of the two", "保留一个"),
                );
            }
            if let Some(value) = answer.value.as_ref().filter(|value| !taken.insert(value.value)) {
                let problem = Problem::new(&DOC, value.place(subject.source)).says(
                    format!("{} already stands for another answer", value.value),
                    format!("{} 已表示另一个答案", value.value),
                );
                problems.push(problem.help(
                    "choose a code outside the options, such as 9, 99 or -1",
                    "选一个选项之外的代码，例如 9、99 或 -1",
                ));
            }
        }
    }
    problems
}

fn values(subject: &Subject<'_>, question: &crate::definition::draft::Question) -> std::collections::BTreeSet<i32> {
    let own = question.options.options.iter().map(|option| option.value.value);
    let scale = question
        .scale
        .as_ref()
        .and_then(|name| crate::definition::outline::scale_named(subject.draft, &name.value));
    own.chain(
        scale
            .into_iter()
            .flat_map(|scale| scale.list.options)
            .map(|point| point.value),
    )
    .collect()
}
