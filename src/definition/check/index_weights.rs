//! MY147: weights of the index can be shared out.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::diagnostic::Problem;

rule! {
    "MY147", Error,
    title: "weights of the index are missing or not positive", "指数的权重缺失或不为正",
    why: "On one level of the index either every part has a weight, or none has and all count alike. A weight is more than 0: a part that does not count is left out.",
         "指数的同一级，要么每个部分都写权重，要么都不写（等权）。权重必须大于 0：不计入的部分请删去。",
    top,
    wrong: "index:\n  id: csi\n  parts:\n    - {id: one, weight: 0.4, of: [overall]}\n    - {id: two, of: [recommend]}\n",
    right: "index:\n  id: csi\n  parts:\n    - {id: one, weight: 0.4, of: [overall]}\n    - {id: two, weight: 0.6, of: [recommend]}\n",
}

/// Levels with gaps, and weights that are not positive.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for level in subject
        .draft
        .index
        .iter()
        .flat_map(Part::walk)
        .filter_map(|part| part.parts.as_ref())
    {
        for weight in level
            .iter()
            .filter_map(|part| part.weight.as_ref())
            .filter(|weight| weight.value <= 0.0)
        {
            let problem =
                Problem::new(&DOC, weight.place(subject.source)).says("a weight is more than 0", "权重必须大于 0");
            problems.push(problem.help("write a positive number, or remove the part", "写正数，或删去这个部分"));
        }
        if level.iter().any(|part| part.weight.is_some()) {
            for part in level.iter().filter(|part| part.weight.is_none()) {
                let id = &part.id.value;
                let problem = Problem::new(&DOC, part.id.place(subject.source)).says(
                    format!("`{id}` has no weight, but its neighbours have"),
                    format!("`{id}` 没有权重，同级的其他部分却有"),
                );
                problems.push(problem.help(
                    "add `weight: …`, or remove the others for equal weights",
                    "补上 `weight: …`；要等权则把其他的也删去",
                ));
            }
        }
    }
    problems
}
