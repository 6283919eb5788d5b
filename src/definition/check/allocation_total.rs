//! MY165: there is something to divide.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY165", Error,
    title: "a total of nothing", "没有可分配的总数",
    why: "The parts of an allocation are not negative and add up to `total`; with nothing to divide every answer would be the same.",
         "分配题各项不为负，且其和等于 `total`；总数不为正时，所有人的答案都一样。",
    question,
    wrong: "- id: budget\n  kind: allocation\n  text: Please divide the points.\n  total: 0\n  rows:\n    - {id: price, text: Price}\n    - {id: quality, text: Quality}\n",
    right: "- id: budget\n  kind: allocation\n  text: Please divide the points.\n  total: 10\n  rows:\n    - {id: price, text: Price}\n    - {id: quality, text: Quality}\n",
}

/// Totals that are not positive.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let totals = subject
        .draft
        .questions()
        .filter_map(|(_, _, question)| question.total.as_ref());
    let empty = totals.filter(|total| total.value <= 0.0);
    let problem = |total: &crate::definition::spanned::Spanned<f64>| {
        Problem::new(&DOC, total.place(subject.source))
            .says(
                format!("{} cannot be divided", total.value),
                format!("{} 无法分配", total.value),
            )
            .help(
                "write a positive number, or leave `total` out for 100",
                "请写正数；省略 `total` 即为 100",
            )
    };
    empty.map(problem).collect()
}
