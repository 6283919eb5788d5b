//! MY151: results are broken down by few, named groups.

use super::Subject;
use super::macros::rule;
use crate::diagnostic::Problem;
use crate::model::Domain;

rule! {
    "MY151", Error,
    title: "a segment without groups", "分组变量没有类别",
    why: "Segments are choices, ratings, or derived bands and conditions. A number or a text has no groups: cut it into bands with `derived`.",
         "分组变量可以是单选题、评分题、派生的分段或条件。数和文字没有类别：请在 `derived` 中分段。",
    top,
    wrong: "segments: [minutes]\n",
    right: "derived:\n  - {id: pace, value: 'band(minutes, 0..10, 11..100)', labels: [fast, slow]}\nsegments: [pace]\n",
}

/// Segments by something else.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in &subject.draft.segments {
        let Some(domain) = subject
            .outline
            .find(&name.value)
            .and_then(|(_, slot)| slot.domain.as_ref())
        else {
            continue;
        };
        if !matches!(domain, Domain::Rating(_) | Domain::Choice(_)) {
            let [en, zh] = subject.domain_words(domain);
            let problem = Problem::new(&DOC, name.place(subject.source)).says(
                format!("`{}` is {en}: it has no groups", name.value),
                format!("`{}` 是{zh}，没有类别", name.value),
            );
            problems.push(problem.help(
                "derive bands or a condition from it and name that",
                "用 `derived` 从它得出分段或条件，再用派生值分组",
            ));
        }
    }
    problems
}
