//! MY154: a matrix fits a phone and a patience.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY154", Warning,
    title: "a large matrix", "矩阵题过大",
    why: "More than 10 rows, or more than 7 points, invite straight-lining, and on a phone each row becomes a screen. Split the matrix by theme.",
         "超过 10 行或 7 个分点的矩阵容易让人一路选同一列，在手机上每行就是一屏。请按主题拆开。",
    question,
    wrong: "- id: service\n  kind: matrix\n  scale: satisfaction5\n  text: How satisfied are you with each?\n  rows: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}, {id: d, text: D}, {id: e, text: E}, {id: f, text: F}, {id: g, text: G}, {id: h, text: H}, {id: i, text: I}, {id: j, text: J}, {id: k, text: K}]\n",
    right: "- id: service\n  kind: matrix\n  scale: satisfaction5\n  text: How satisfied are you with each?\n  rows: [{id: speed, text: Speed}, {id: attitude, text: Attitude}]\n",
}

/// Matrices with too many rows or points.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (_, _, question) in subject
        .draft
        .questions()
        .filter(|(_, _, question)| matches!(question.kind.as_str(), "matrix" | "importance"))
    {
        let rows = question.rows.len();
        if rows > 10 {
            let problem = Problem::new(&DOC, question.id.place(subject.source)).says(
                format!("`{}` has {rows} rows", question.id.value),
                format!("`{}` 有 {rows} 行", question.id.value),
            );
            problems.push(problem.help(
                "split it into two by theme, at most 10 rows each",
                "按主题拆成两题，每题不超过 10 行",
            ));
        }
        let Some(scale) = &question.scale else { continue };
        let points = crate::definition::outline::scale_named(subject.draft, &scale.value)
            .map_or(0, |scale| scale.list.options.len());
        if points > 7 {
            let problem = Problem::new(&DOC, scale.place(subject.source)).says(
                format!("a matrix of {points} points is wider than a phone"),
                format!("{points} 个分点的矩阵比手机屏幕还宽"),
            );
            problems.push(problem.help(
                "use a scale of at most 7 points, or single ratings",
                "用不超过 7 点的量表，或改为单独的评分题",
            ));
        }
    }
    problems
}
