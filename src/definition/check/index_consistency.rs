//! MY181: pairwise judgements agree with each other.

use super::Subject;
use super::index_judgements::below;
use super::macros::rule;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::stats::ahp;

rule! {
    "MY181", Warning,
    title: "pairwise judgements contradict each other", "两两比较前后矛盾",
    why: "If price counts three times as much as service and service twice as much as looks, price should count about six times as much as looks. The consistency ratio says how far judgements are from that; above 0.1 Saaty asks for them to be thought over. The weights are computed all the same.",
         "若价格的重要性是服务的三倍、服务是外观的两倍，则价格应约为外观的六倍。一致性比率衡量判断偏离的程度；大于 0.1 时 Saaty 建议重新考虑。权重仍会照算。",
    top,
    wrong: "index:\n  id: csi\n  weights: ahp\n  pairwise: [[3, 1/5], [3]]\n  of: [overall, recommend, likely]\npages:\n  - id: main\n    questions:\n      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}\n      - {id: recommend, kind: rating, scale: nps, text: Would you recommend us?}\n      - {id: likely, kind: rating, scale: nps, text: Will you come again?}\n",
    right: "index:\n  id: csi\n  weights: ahp\n  pairwise: [[3, 6], [2]]\n  of: [overall, recommend, likely]\npages:\n  - id: main\n    questions:\n      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?}\n      - {id: recommend, kind: rating, scale: nps, text: Would you recommend us?}\n      - {id: likely, kind: rating, scale: nps, text: Will you come again?}\n",
}

/// Nodes whose judgements have a consistency ratio above 0.1.
pub fn check(subject: &Subject<'_>) -> Vec<Problem> {
    if subject.draft.index_rules.weighting() != "ahp" {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for part in subject.draft.index.iter().flat_map(|root| root.walk()) {
        let names = below(part);
        let Some((judgements, Ok(matrix))) = part.pairwise.as_ref().map(|own| (own, own.matrix(names.len()))) else {
            continue;
        };
        let Ok(got) = ahp::priorities(&matrix) else { continue };
        let Some(worst) = ahp::misfit(&matrix, &got.weights).filter(|_| got.consistency_ratio > ahp::CONSISTENT) else {
            continue;
        };
        let (one, two) = (names[worst.row], names[worst.column]);
        let shown = |x: f64| {
            if x >= 1.0 {
                format!("{x:.1}")
            } else {
                format!("1/{:.1}", 1.0 / x)
            }
        };
        let (given, fitting) = (shown(worst.given), shown(worst.fitting));
        problems.push(
            Problem::new(&DOC, Place::text(subject.source, judgements.span.clone()))
                .says(
                    format!(
                        "these judgements contradict each other: consistency ratio {:.2}",
                        got.consistency_ratio
                    ),
                    format!("这些判断前后矛盾：一致性比率 {:.2}", got.consistency_ratio),
                )
                .help(
                    format!(
                        "look first at `{one}` against `{two}`: {given} was judged, about {fitting} would fit the rest"
                    ),
                    format!("先看 `{one}` 对 `{two}`：所给为 {given}，与其余相符的约为 {fitting}"),
                ),
        );
    }
    problems
}
