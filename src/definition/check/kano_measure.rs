//! MY194: Better and Worse are of a feature.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;

rule! {
    "MY194", Error,
    title: "a Kano measure of what is no feature", "卡诺指标的对象不是功能",
    why: "Better and Worse are worked out from the category of a feature: `of` names a row of a Kano question, such as `wish.gift`, or a value derived with `kano(with, without)` and its six labels.",
         "Better 与 Worse 由某项功能的类别得出：`of` 应写卡诺题的一行，如 `wish.gift`，或由 `kano(有, 无)` 派生、带六个标签的值。",
    top,
    wrong: "pages:\n  - id: main\n    questions:\n      - id: wish\n        kind: kano\n        text: How would you feel about it?\n        rows:\n          - {id: gift, text: Gift wrapping}\nmeasures:\n  - {id: gains, kind: kano, of: wish.gift.with}\n",
    right: "pages:\n  - id: main\n    questions:\n      - id: wish\n        kind: kano\n        text: How would you feel about it?\n        rows:\n          - {id: gift, text: Gift wrapping}\nmeasures:\n  - {id: gains, kind: kano, of: wish.gift}\n  - {id: loses, kind: kano, of: wish.gift, side: worse}\n",
}

/// Kano measures that could not be written out.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let unfit = subject
        .draft
        .measures
        .iter()
        .filter(|measure| measure.kind == "kano" && measure.options.is_empty())
        .filter_map(|measure| measure.of.as_ref())
        .filter(|of| subject.outline.find(&of.value).is_some());
    unfit
        .map(|of| {
            Problem::new(&DOC, of.place(subject.source))
                .says(
                    format!("`{}` is no feature of a Kano question", of.value),
                    format!("`{}` 不是卡诺题的功能", of.value),
                )
                .help(
                    "write the row of the question, such as `wish.gift`, or a value derived with `kano(with, without)`",
                    "请写题目的行，如 `wish.gift`，或由 `kano(有, 无)` 派生的值",
                )
        })
        .collect()
}
