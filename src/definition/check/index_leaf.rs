//! MY149: the index stands on ratings.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::diagnostic::Problem;
use crate::model::Domain;

rule! {
    "MY149", Error,
    title: "the index contains something that is not a rating", "指数中有不是评分题的项",
    why: "Each item of the index is rescaled from the ends of its scale to 0–100; only a rating has such ends and a better side.",
         "指数的每一项都按量表两端换算成 0–100；只有评分题有两端和好坏方向。",
    top,
    wrong: "index: {id: csi, of: [overall, minutes]}\n",
    right: "index: {id: csi, of: [overall, recommend]}\n",
}

/// Items of other kinds.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for name in subject
        .draft
        .index
        .iter()
        .flat_map(Part::walk)
        .flat_map(|part| part.of.iter().flatten())
    {
        let Some(domain) = subject
            .outline
            .find(&name.value)
            .and_then(|(_, slot)| slot.domain.as_ref())
        else {
            continue;
        };
        if !matches!(domain, Domain::Rating(_)) {
            let [en, zh] = subject.domain_words(domain);
            let problem = Problem::new(&DOC, name.place(subject.source)).says(
                format!("`{}` is {en}, not a rating", name.value),
                format!("`{}` 是{zh}，不是评分题", name.value),
            );
            problems.push(problem.help("name ratings or rows of a matrix", "写评分题或矩阵的行"));
        }
    }
    problems
}
