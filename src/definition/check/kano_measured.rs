//! MY167: feelings about a feature are no satisfaction.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::diagnostic::Problem;
use crate::model::scales::KANO5;

rule! {
    "MY167", Error,
    title: "the answers to a Kano pair have no better end", "卡诺题的答案没有好坏之分",
    why: "On `kano5` one says how one feels about a feature, with it and without it. Neither end is better, so the answers stand in no index and have no top or bottom boxes. What counts is the pair: derive `kano(with, without)` and report its shares.",
         "`kano5` 量表说的是有无某项功能时的感受，两端没有好坏之分，因此不能进入指数，也没有高分项或低分项比例。有意义的是成对的答案：请派生 `kano(有, 无)`，报告其各类的比例。",
    top,
    wrong: "pages:\n  - id: main\n    questions:\n      - id: wish\n        kind: kano\n        text: How would you feel about it?\n        rows:\n          - {id: gift, text: Gift wrapping}\nmeasures:\n  - {id: liked, kind: top_box, of: wish.gift.with}\n",
    right: "pages:\n  - id: main\n    questions:\n      - id: wish\n        kind: kano\n        text: How would you feel about it?\n        rows:\n          - {id: gift, text: Gift wrapping}\nderived:\n  - id: gift_kind\n    value: kano(wish.gift.with, wish.gift.without)\n    labels: [must_be, performance, attractive, indifferent, reverse, questionable]\nmeasures:\n  - {id: attracts, kind: share, of: gift_kind, options: [performance, attractive]}\n",
}

/// Items of the index, and measures by boxes, on that scale.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let draft = subject.draft;
    let leaves = draft.index.iter().flat_map(Part::walk);
    let leaves = leaves.flat_map(|part| part.of.iter().flatten());
    let boxed = draft
        .measures
        .iter()
        .filter(|measure| matches!(measure.kind.as_str(), "top_box" | "bottom_box"))
        .filter_map(|measure| measure.of.as_ref());
    let is_kano = |name: &str| {
        let domain = subject.outline.find(name).and_then(|(_, slot)| slot.domain.as_ref());
        domain
            .and_then(crate::model::Domain::scale)
            .is_some_and(|scale| scale.id == *KANO5)
    };
    let problem = |name: &crate::definition::spanned::Name| {
        Problem::new(&DOC, name.place(subject.source))
            .says(
                format!(
                    "`{}` is a feeling about a feature: no end of it is the better one",
                    name.value
                ),
                format!("`{}` 是对某项功能的感受，没有好坏两端", name.value),
            )
            .help(
                "derive the category from the pair: `kano(question.row.with, question.row.without)`",
                "请由成对的答案派生类别：`kano(题.行.with, 题.行.without)`",
            )
    };
    leaves
        .chain(boxed)
        .filter(|name| is_kano(&name.value))
        .map(problem)
        .collect()
}
