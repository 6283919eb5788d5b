//! The weights an index was computed with, in words: a note below its figures.

use crate::diagnostic::Words;
use crate::locale;
use crate::measure::IndexWeights;
use crate::measure::Scores;
use crate::stats::ahp;

/// What is to be said of the index's weights; nothing of weights that are written in the definition.
#[must_use]
pub fn notes(scores: &Scores) -> Vec<Words> {
    match scores.index_weights() {
        Some(Ok(weights)) if weights.method != "declared" => said(weights),
        Some(Err(reason)) => {
            let method = scores
                .survey
                .index
                .as_ref()
                .map_or("", |root| root.scheme.weighting.code());
            vec![Words::new(
                format!("the answers give the index no weights ({method}): {reason}"),
                format!("无法由答案得出指数权重（{method}）：{}", reason.code()),
            )]
        }
        _ => Vec::new(),
    }
}

fn said(weights: &IndexWeights) -> Vec<Words> {
    let method = weights.method;
    let mut notes = Vec::new();
    for (node, below) in weights.nodes.iter().filter(|(_, below)| below.len() > 1) {
        let listed: Vec<String> = below
            .iter()
            .map(|(id, weight)| format!("{id} {}", locale::plain(*weight, 3)))
            .collect();
        let mut facts = Vec::new();
        if let Some(ratio) = weights.consistency.get(node) {
            facts.push(format!("CR {}", locale::plain(*ratio, 3)));
        }
        if let Some(r2) = weights.r_squared.get(node) {
            facts.push(format!("R² {}", locale::plain(*r2, 3)));
        }
        if let Some(base) = weights.base {
            facts.push(format!("n {base}"));
        }
        let facts = if facts.is_empty() {
            String::new()
        } else {
            format!("; {}", facts.join(", "))
        };
        notes.push(Words::new(
            format!("weights of {node} ({method}{facts}): {}", listed.join(", ")),
            format!("{node} 的权重（{method}{facts}）：{}", listed.join("、")),
        ));
        if weights
            .consistency
            .get(node)
            .is_some_and(|ratio| *ratio > ahp::CONSISTENT)
        {
            notes.push(Words::new(
                format!(
                    "the judgements of {node} contradict each other: think them over (`manyi check` names the pair)"
                ),
                format!("{node} 的两两比较前后矛盾，请重新考虑（`manyi check` 会指出是哪一对）"),
            ));
        }
    }
    if weights.all_constant {
        notes.push(Words::new(
            "no rating has any spread, so all count alike",
            "各题答案均无差异，故取等权",
        ));
    }
    if !weights.negative.is_empty() {
        let names: Vec<&str> = weights.negative.iter().map(crate::model::Id::as_str).collect();
        notes.push(Words::new(
            format!(
                "against the direction of the rest, look at their wording: {}",
                names.join(", ")
            ),
            format!("方向与其余相反，请检查措辞：{}", names.join("、")),
        ));
    }
    notes
}
