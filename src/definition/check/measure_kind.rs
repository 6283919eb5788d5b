//! MY143: a measure fits what it is computed of.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Domain;

rule! {
    "MY143", Error,
    title: "a measure of the wrong kind of variable", "指标与变量的类型不符",
    why: "`top_box`, `bottom_box` and `nps` need a rating, `mean` a rating or a number, `share` something with options. The options of a choice have no order, so they have no top.",
         "`top_box`、`bottom_box`、`nps` 需要评分题，`mean` 需要评分题或数值，`share` 需要有选项的题。单选题的选项没有高低，也就没有“最高”。",
    top,
    wrong: "measures:\n  - {id: liked, kind: top_box, of: channel}\n",
    right: "measures:\n  - {id: by_app, kind: share, of: channel, options: [app]}\n",
}

/// Measures whose variable does not fit.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for measure in &subject.draft.measures {
        let Some(of) = &measure.of else { continue };
        let Some(domain) = subject
            .outline
            .find(&of.value)
            .and_then(|(_, slot)| slot.domain.as_ref())
        else {
            continue;
        };
        let (fits, en, zh) = match measure.kind.as_str() {
            "top_box" | "bottom_box" | "nps" => (matches!(domain, Domain::Rating(_)), "a rating", "评分题"),
            "mean" => (
                matches!(domain, Domain::Rating(_) | Domain::Number { .. }),
                "a rating or a number",
                "评分题或数值",
            ),
            "share" => (
                domain.options().is_some(),
                "a choice, a multiple choice or a rating",
                "单选题、多选题或评分题",
            ),
            _ => continue,
        };
        if !fits {
            let [is_en, is_zh] = subject.domain_words(domain);
            let problem = Problem::new(&DOC, of.place(subject.source)).says(
                format!("`{}` is computed of {en}, but `{}` is {is_en}", measure.kind, of.value),
                format!("`{}` 要用{zh}计算，而 `{}` 是{is_zh}", measure.kind, of.value),
            );
            problems.push(problem.help(
                "use another `kind`, or another variable in `of`",
                "换一种 `kind`，或在 `of` 中换一个变量",
            ));
        }
    }
    problems
}
