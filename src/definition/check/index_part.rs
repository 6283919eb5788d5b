//! MY150: a part of the index has parts or ratings.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::diagnostic::Problem;

rule! {
    "MY150", Error,
    title: "a part of the index has no ratings, or parts and ratings", "指数的部分没有内容，或同时写了 parts 和 of",
    why: "A part is the weighted mean of its `parts`, or the mean of the ratings in `of`; with both, nobody could say how much each counts, with neither it has no value.",
         "一个部分要么是 `parts` 的加权平均，要么是 `of` 中评分题的平均；两者都写则权重不明，都不写则没有值。",
    top,
    wrong: "index:\n  id: csi\n  parts:\n    - {id: product, weight: 1}\n",
    right: "index:\n  id: csi\n  parts:\n    - {id: product, weight: 1, of: [overall]}\n",
}

/// Parts with neither or both.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for part in subject.draft.index.iter().flat_map(Part::walk) {
        let problem = Problem::new(&DOC, part.id.place(subject.source));
        let id = &part.id.value;
        match (&part.parts, &part.of) {
            (None, None) => {
                let problem = problem.says(
                    format!("`{id}` has neither `parts` nor `of`"),
                    format!("`{id}` 既没有 `parts` 也没有 `of`"),
                );
                problems.push(problem.help("name its ratings: `of: […]`", "写出评分题：`of: […]`"));
            }
            (Some(_), Some(_)) => {
                let problem = problem.says(
                    format!("`{id}` has both `parts` and `of`"),
                    format!("`{id}` 同时写了 `parts` 和 `of`"),
                );
                problems.push(problem.help("put the ratings into a part of their own", "把评分题放进单独的一个部分"));
            }
            _ => {}
        }
    }
    problems
}
