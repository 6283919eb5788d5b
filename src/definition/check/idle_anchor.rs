//! MY177: an anchor holds against something.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use std::ops::Range;

rule! {
    "MY177", Warning,
    title: "an anchor where nothing moves", "没有随机排列，锚点无用",
    why: "`anchor: true` keeps the place of an option, a row or a question when the others stand in random order. Without `order: random` around it, it says nothing.",
         "`anchor: true` 让选项、行或题目在随机排列时保持原位。外层没有 `order: random` 时没有作用。",
    question,
    wrong: "- id: device\n  kind: choice\n  text: Which device?\n  options: [phone, tablet, {id: none, anchor: true}]\n",
    right: "- id: device\n  kind: choice\n  text: Which device?\n  order: random\n  options: [phone, tablet, {id: none, anchor: true}]\n",
}

/// Anchors outside random orders.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut idle: Vec<&Range<usize>> = Vec::new();
    for page in &subject.draft.pages {
        for question in &page.questions {
            if page.random.is_none() {
                idle.extend(&question.anchor);
            }
            if question.random.is_none() {
                let carried = question.carried.as_ref().map_or(0, |carried| carried.count);
                idle.extend(
                    question
                        .options
                        .options
                        .iter()
                        .skip(carried)
                        .flat_map(|option| &option.anchor),
                );
                idle.extend(question.rows.iter().skip(carried).flat_map(|row| &row.anchor));
            }
        }
    }
    let problem = |span: &Range<usize>| {
        Problem::new(&DOC, subject.place(span))
            .says("nothing around this stands in random order", "外层没有随机排列")
            .help(
                "write `order: random` for the question or page, or leave the anchor out",
                "在题目或页面上写 `order: random`，或去掉 `anchor`",
            )
    };
    idle.into_iter().map(problem).collect()
}
