//! MY185: weights that are written are used.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::diagnostic::Problem;

rule! {
    "MY185", Warning,
    title: "a weight that does not count", "未被采用的权重",
    why: "When `weights` says that weights are equal or come from judgements or answers, a `weight` written at a part has no effect.",
         "`weights` 规定等权、两两比较或由答案得出时，部分上写的 `weight` 不起作用。",
    top,
    wrong: "index:\n  id: csi\n  weights: entropy\n  parts:\n    - {id: one, weight: 0.4, of: [overall]}\n    - {id: two, weight: 0.6, of: [recommend]}\n",
    right: "index:\n  id: csi\n  weights: entropy\n  parts:\n    - {id: one, of: [overall]}\n    - {id: two, of: [recommend]}\n",
}

/// Weights beside another source of weights.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let word = subject.draft.index_rules.weighting();
    if word == "declared" {
        return Vec::new();
    }
    let parts = subject.draft.index.iter().flat_map(Part::walk);
    let written = parts.filter_map(|part| part.weight.as_ref());
    let problem = |weight: &crate::definition::spanned::Spanned<f64>| {
        Problem::new(&DOC, weight.place(subject.source))
            .says(
                format!("this weight does not count: the index says `weights: {word}`"),
                format!("这个权重不起作用：指数写了 `weights: {word}`"),
            )
            .help(
                "remove it, or write `weights: declared`",
                "删去它，或写 `weights: declared`",
            )
    };
    written.map(problem).collect()
}
