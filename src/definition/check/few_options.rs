//! MY123: there is something to choose from.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY123", Error,
    title: "fewer than two options", "选项少于两个",
    why: "One option is no choice, and a scale of one point measures nothing; nor can one row be ranked or given a part.",
         "只有一个选项谈不上选择，只有一个分点的量表也量不出什么；只有一行也无从排序或分配。",
    question,
    wrong: "- id: solved\n  kind: choice\n  text: Is your problem solved?\n  options: [yes]\n",
    right: "- id: solved\n  kind: choice\n  text: Is your problem solved?\n  options: [yes, no]\n",
}

/// Lists of one option; empty ones are reported as such. Labels of derived values are counted elsewhere.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let label = |span: &std::ops::Range<usize>| {
        subject
            .draft
            .derived
            .iter()
            .flat_map(|derived| &derived.labels)
            .any(|labels| labels.span == *span)
    };
    let short = subject
        .draft
        .lists()
        .filter(|list| list.options.len() == 1 && !label(&list.span));
    let problem = |list: &crate::definition::draft::Choices| {
        Problem::new(&DOC, subject.place(&list.span))
            .says("only one option stands here", "这里只有一个选项")
            .help(
                "add the others, or ask with a `note` or a `text`",
                "补上其他选项，或改用 `note`、`text`",
            )
    };
    let compared = ["ranking", "allocation"];
    let rows = subject
        .draft
        .questions()
        .filter(|(_, _, question)| compared.contains(&question.kind.as_str()) && question.rows.len() == 1)
        .map(|(_, _, question)| {
            Problem::new(&DOC, question.rows[0].id.place(subject.source))
                .says("only one row stands here", "这里只有一行")
                .help("add what it is to be compared with", "请补上与之比较的其他行")
        });
    short.map(problem).chain(rows).collect()
}
