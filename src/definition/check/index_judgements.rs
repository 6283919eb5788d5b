//! MY180: pairwise judgements that make weights.

use super::Subject;
use super::macros::rule;
use crate::definition::draft::Part;
use crate::definition::index::JudgementFault;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::stats::ahp::Flaw;

rule! {
    "MY180", Error,
    title: "pairwise judgements that make no weights", "两两比较不能得出权重",
    why: "With `weights: ahp` every node with parts says in `pairwise` how many times as important each part is as the others (Saaty 1980): one row for each part but the last, holding the judgements against the parts after it, or the full matrix, whose lower half must be one over its upper half. A judgement is a positive number; a third is written `1/3`.",
         "采用 `weights: ahp` 时，每个有下级部分的节点用 `pairwise` 写明各部分之间的重要性倍数（Saaty 1980）：除最后一个外每部分一行，依次写它相对其后各部分的倍数；也可写完整矩阵，其下半须为上半的倒数。判断为正数，三分之一写 `1/3`。",
    top,
    wrong: "index:\n  id: csi\n  weights: ahp\n  pairwise: [[1, 3], [1/2, 1]]\n  parts:\n    - {id: one, of: [overall]}\n    - {id: two, of: [recommend]}\n",
    right: "index:\n  id: csi\n  weights: ahp\n  pairwise: [[3]]\n  parts:\n    - {id: one, of: [overall]}\n    - {id: two, of: [recommend]}\n",
}

/// What stands directly below a part: its parts, else its ratings, by name.
pub(super) fn below(part: &Part) -> Vec<&str> {
    match &part.parts {
        Some(parts) => parts.iter().map(|part| part.id.value.as_str()).collect(),
        None => part.of.iter().flatten().map(|name| name.value.as_str()).collect(),
    }
}

/// Judgements that are missing, superfluous or faulty.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    let Some(root) = &subject.draft.index else {
        return Vec::new();
    };
    let judged = subject.draft.index_rules.weighting() == "ahp";
    let mut problems = Vec::new();
    for (at, part) in root.walk().into_iter().enumerate() {
        let names = below(part);
        // Ratings at the foot of a part count alike unless they are judged, too.
        let needed = judged && names.len() > 1 && (at == 0 || part.parts.is_some());
        match &part.pairwise {
            None if needed => problems.push(missing(subject, part, &names)),
            Some(judgements) if !judged => {
                let problem = Problem::new(&DOC, Place::text(subject.source, judgements.span.clone())).says(
                    "pairwise judgements are given, but weights do not come from them",
                    "写了两两比较，但权重并不由此得出",
                );
                problems.push(problem.help(
                    "add `weights: ahp` to the index, or remove them",
                    "给指数加上 `weights: ahp`，或删去",
                ));
            }
            Some(judgements) => {
                if let Err(fault) = judgements.priorities(names.len()) {
                    problems.push(worded(subject, part, &names, &fault));
                }
            }
            None => {}
        }
    }
    problems
}

fn missing(subject: &Subject<'_>, part: &Part, names: &[&str]) -> Problem {
    let id = &part.id.value;
    Problem::new(&DOC, part.id.place(subject.source))
        .says(
            format!("`{id}` has no pairwise judgements"),
            format!("`{id}` 没有两两比较"),
        )
        .help(
            format!("add `pairwise:` with {} for {}", rows(names.len()), names.join(", ")),
            format!("为 {} 写 `pairwise:`，共 {} 行", names.join("、"), names.len() - 1),
        )
}

fn numbers(count: usize) -> String {
    if count == 1 {
        "1 number".to_owned()
    } else {
        format!("{count} numbers")
    }
}

fn rows(count: usize) -> String {
    if count == 2 {
        "1 row".to_owned()
    } else {
        format!("{} rows", count - 1)
    }
}

fn worded(subject: &Subject<'_>, part: &Part, names: &[&str], fault: &JudgementFault) -> Problem {
    let whole = part
        .pairwise
        .as_ref()
        .map_or(part.id.span.clone(), |judgements| judgements.span.clone());
    let at = |span: &std::ops::Range<usize>| Problem::new(&DOC, Place::text(subject.source, span.clone()));
    match fault {
        JudgementFault::NotANumber(span) | JudgementFault::Matrix(Flaw::NotPositive(..), span) => at(span)
            .says("this judgement is no positive number", "这个判断不是正数")
            .help(
                "write how many times as important, such as 3 or 1/3",
                "写重要性倍数，例如 3 或 1/3",
            ),
        JudgementFault::Matrix(Flaw::Size(n), span) => at(span)
            .says(
                format!("{n} things are too many to compare in pairs"),
                format!("{n} 项太多，无法两两比较"),
            )
            .help("group them into at most 10 parts a level", "请分组，每级不超过 10 项"),
        JudgementFault::Matrix(Flaw::Diagonal(i), span) => at(span)
            .says(
                format!("this compares `{}` with itself", names[*i]),
                format!("这是 `{}` 与自身的比较", names[*i]),
            )
            .help("write 1", "应写 1"),
        JudgementFault::Matrix(Flaw::NotReciprocal(i, j), span) => {
            let (one, two) = (names[*i], names[*j]);
            at(span)
                .says(
                    format!("`{one}` against `{two}` and `{two}` against `{one}` do not fit together"),
                    format!("`{one}` 对 `{two}` 与 `{two}` 对 `{one}` 不互为倒数"),
                )
                .help(
                    "the one is 1 over the other; write the upper half alone and it follows",
                    "两者应互为倒数；只写上半部分即可自动得出",
                )
        }
        JudgementFault::Shape | JudgementFault::Matrix(Flaw::NotSquare(_), _) => at(&whole)
            .says(
                format!("these are not the judgements of {} things", names.len()),
                format!("这不是 {} 项的两两比较", names.len()),
            )
            .help(
                format!(
                    "write {}, the first with {}: {} against each of the others",
                    rows(names.len()),
                    numbers(names.len() - 1),
                    names[0]
                ),
                format!(
                    "写 {} 行，第一行 {} 个数：{} 相对其他各项",
                    names.len() - 1,
                    names.len() - 1,
                    names[0]
                ),
            ),
    }
}

#[cfg(test)]
mod tests {
    use crate::definition::samples::Form;
    use crate::definition::samples::problems;

    #[test]
    fn each_fault_is_said_where_it_stands() {
        let index = |more: &str| {
            format!(
                "index:\n  id: csi\n  weights: ahp\n{more}  parts:\n    - {{id: one, of: [overall]}}\n    - {{id: two, of: [recommend]}}\n"
            )
        };
        for (more, says) in [
            ("", "`csi` has no pairwise judgements"),
            ("  pairwise: [[much]]\n", "no positive number"),
            ("  pairwise: [[3, 4]]\n", "not the judgements of 2 things"),
            ("  pairwise: [[1, 3], [0.5, 1]]\n", "`one` against `two`"),
            ("  pairwise: [[2, 3], [1/3, 1]]\n", "`one` with itself"),
        ] {
            let found = problems(&Form::Top.whole(&index(more)));
            assert_eq!(found.len(), 1, "{more}: {found:?}");
            assert_eq!(found[0].rule.code, "MY180");
            assert!(found[0].says.en.contains(says), "{found:?}");
        }
    }
}
