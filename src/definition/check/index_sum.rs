//! MY148: weights of the index add up.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::diagnostic::Problem;

rule! {
    "MY148", Warning,
    title: "weights of the index do not add up to 1", "指数的权重合计不为 1",
    why: "Weights of one level are rescaled so that they add up to 1. If they do not add up to 1 or 100 as written, one of them is probably a slip.",
         "同级的权重会换算成合计为 1。写出来的合计如果既不是 1 也不是 100，多半有一个写错了。",
    top,
    wrong: "index:\n  id: csi\n  parts:\n    - {id: one, weight: 0.4, of: [overall]}\n    - {id: two, weight: 0.5, of: [recommend]}\n",
    right: "index:\n  id: csi\n  parts:\n    - {id: one, weight: 0.4, of: [overall]}\n    - {id: two, weight: 0.6, of: [recommend]}\n",
}

/// Levels whose weights add up to something else.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for level in subject
        .draft
        .index
        .iter()
        .flat_map(Part::walk)
        .filter_map(|part| part.parts.as_ref())
    {
        let weights: Vec<_> = level.iter().filter_map(|part| part.weight.as_ref()).collect();
        let positive = weights.len() == level.len() && weights.iter().all(|weight| weight.value > 0.0);
        let sum: f64 = weights.iter().map(|weight| weight.value).sum();
        let near = |whole: f64| (sum / whole - 1.0).abs() < 1e-9;
        if let (Some(first), true, false) = (weights.first(), positive, near(1.0) || near(100.0)) {
            let shown = crate::locale::significant(sum, 6);
            let mut problem = Problem::new(&DOC, first.place(subject.source))
                .says(
                    format!("the weights of this level add up to {shown}"),
                    format!("这一级的权重合计为 {shown}"),
                )
                .help("make them add up to 1 (or 100)", "调整到合计为 1（或 100）");
            for weight in weights.iter().skip(1) {
                problem = problem.also(weight.place(subject.source), "with this one", "包括这里");
            }
            problems.push(problem);
        }
    }
    problems
}
