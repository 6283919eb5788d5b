//! MY159: responses are weighted by a hidden number.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Domain;
use crate::model::Origin;

rule! {
    "MY159", Error,
    title: "a weight that is not a hidden number", "权重不是隐藏数值",
    why: "A weight says how many people a response stands for. It comes with the file or the sample; an answer of the respondent is none.",
         "权重表示一份答卷代表多少人，随答卷文件或样本而来；受访者的答案不能作权重。",
    top,
    wrong: "weight: minutes\n",
    right: "hidden:\n  - {id: w, kind: number, min: 0}\nweight: w\n",
}

/// A weight of another kind.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(weight) = &subject.draft.weight else {
        return Vec::new();
    };
    let Some((_, slot)) = subject.outline.find(&weight.value) else {
        return Vec::new();
    };
    let Some(domain) = &slot.domain else { return Vec::new() };
    if slot.origin == Origin::Hidden && matches!(domain, Domain::Number { .. }) {
        return Vec::new();
    }
    let problem = Problem::new(&DOC, weight.place(subject.source))
        .says(
            format!("`{}` is not a hidden number", weight.value),
            format!("`{}` 不是隐藏数值", weight.value),
        )
        .help(
            "declare it under `hidden:` with `kind: number`",
            "在 `hidden:` 中声明，并写 `kind: number`",
        );
    vec![problem.also(subject.place(&slot.span), "declared here", "在这里声明")]
}
