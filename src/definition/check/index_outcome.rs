//! MY182: importance is derived from a rating outside the index.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Domain;

rule! {
    "MY182", Error,
    title: "importance without a rating to derive it from", "推断重要性缺少评分题",
    why: "With `weights: importance` the weights are what each part explains of one rating, such as overall satisfaction (Johnson's relative weights). `outcome` names that rating; it cannot be an item of the index itself, which would explain itself.",
         "采用 `weights: importance` 时，权重是各部分对某一评分题（如总体满意度）的解释份额（Johnson 相对权重）。`outcome` 写明该题；它不能是指数自身的题目，否则就是自己解释自己。",
    top,
    wrong: "index:\n  id: csi\n  weights: importance\n  of: [overall, recommend]\n",
    right: "index:\n  id: csi\n  weights: importance\n  outcome: likely\n  of: [overall, recommend]\npages:\n  - id: main\n    questions:\n      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}\n      - {id: recommend, kind: rating, scale: nps, text: Would you recommend us?}\n      - {id: likely, kind: rating, scale: nps, text: Will you come again?}\n",
}

/// Outcomes that are missing, superfluous, no ratings, or items themselves.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let (Some(root), rules) = (&subject.draft.index, &subject.draft.index_rules) else {
        return Vec::new();
    };
    let derived = rules.weighting() == "importance";
    let Some(outcome) = &rules.outcome else {
        let word = rules.weights.as_ref().filter(|_| derived);
        let problem = word.map(|word| {
            Problem::new(&DOC, word.place(subject.source))
                .says("there is nothing to derive importance from", "没有据以推断重要性的题目")
                .help("name a rating: `outcome: …`", "写明评分题：`outcome: …`")
        });
        return problem.into_iter().collect();
    };
    let at = Problem::new(&DOC, outcome.place(subject.source));
    let name = &outcome.value;
    if !derived {
        return vec![
            at.says(
                "an outcome is named, but weights do not come from it",
                "写了 `outcome`，但权重并不由此得出",
            )
            .help(
                "add `weights: importance`, or remove it",
                "加上 `weights: importance`，或删去",
            ),
        ];
    }
    let is_item = root
        .walk()
        .iter()
        .flat_map(|part| part.of.iter().flatten())
        .any(|item| item.value == *name);
    if is_item {
        return vec![
            at.says(
                format!("`{name}` is an item of the index"),
                format!("`{name}` 是指数自身的题目"),
            )
            .help(
                "take it out of the index, or name another rating",
                "把它移出指数，或改用别的评分题",
            ),
        ];
    }
    match subject.outline.find(name).and_then(|(_, slot)| slot.domain.as_ref()) {
        Some(domain) if !matches!(domain, Domain::Rating(_)) => {
            let [en, zh] = subject.domain_words(domain);
            vec![
                at.says(
                    format!("`{name}` is {en}, not a rating"),
                    format!("`{name}` 是{zh}，不是评分题"),
                )
                .help("name a rating", "写评分题"),
            ]
        }
        _ => Vec::new(),
    }
}
