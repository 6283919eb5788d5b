//! MY145: an NPS stands on 0 to 10.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Better;
use crate::model::Domain;

rule! {
    "MY145", Error,
    title: "an NPS that is not on 0 to 10", "NPS 的量表不是 0 到 10",
    why: "The net promoter score is the share of 9 and 10 less the share of 0 to 6 on a scale from 0 to 10. On any other scale the number would bear the name and not the meaning.",
         "净推荐值是 0 到 10 分量表上 9、10 分的比例减去 0 到 6 分的比例。换了量表，数字徒有其名。",
    top,
    wrong: "measures:\n  - {id: promoters, kind: nps, of: overall}\n",
    right: "measures:\n  - {id: promoters, kind: nps, of: recommend}\n",
}

/// Measures of that kind on other scales.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for of in subject
        .draft
        .measures
        .iter()
        .filter(|measure| measure.kind == "nps")
        .filter_map(|measure| measure.of.as_ref())
    {
        let Some(Domain::Rating(scale)) = subject
            .outline
            .find(&of.value)
            .and_then(|(_, slot)| slot.domain.as_ref())
        else {
            continue;
        };
        let values = scale.list.options.iter().map(|point| point.value);
        if !values.eq(0..=10) || scale.better == Better::Low {
            let (low, high) = scale.range();
            let problem = Problem::new(&DOC, of.place(subject.source)).says(
                format!("`{}` goes from {low} to {high}", of.value),
                format!("`{}` 的量表是 {low} 到 {high}", of.value),
            );
            problems.push(problem.help(
                "ask with `scale: nps`, or report it as `top_box` or `mean`",
                "提问时用 `scale: nps`，或改用 `top_box`、`mean`",
            ));
        }
    }
    problems
}
