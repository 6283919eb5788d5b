//! Weights by how far answers tell respondents apart (entropy).

use super::IndexWeights;
use super::pooled::Pooled;
use super::undefined;
use crate::model::IndexNode;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::entropy;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Each rating weighs as its answers tell respondents apart; a part weighs what its ratings weigh together.
pub(super) fn by_entropy(
    node: &Arc<IndexNode>,
    pooled: &Pooled<'_>,
    weights: &mut IndexWeights,
) -> Result<IndexNode, Reason> {
    let mut spread = BTreeMap::new();
    let mut least = u64::MAX;
    for (item, _) in node.leaves() {
        let points = pooled.points(item).ok_or(Reason::NoValidAnswers)?;
        let base: u64 = points.iter().map(|point| point.1).sum();
        let counts: Vec<(f64, f64)> = points.iter().map(|point| (point.0, point.2)).collect();
        spread.insert(item, entropy::divergence_of_counts(&counts, base).map_err(undefined)?);
        least = least.min(base);
    }
    weights.base = Some(least);
    weights.all_constant = spread.values().all(|d| *d == 0.0);
    if weights.all_constant {
        for deviation in spread.values_mut() {
            *deviation = 1.0;
        }
    }
    Ok(spread_out(node, 1.0, &spread))
}

fn spread_of(node: &IndexNode, spread: &BTreeMap<VariableIndex, f64>) -> f64 {
    let items: f64 = node.items.iter().filter_map(|item| spread.get(item)).sum();
    items + node.parts.iter().map(|part| spread_of(part, spread)).sum::<f64>()
}

fn spread_out(node: &IndexNode, weight: f64, spread: &BTreeMap<VariableIndex, f64>) -> IndexNode {
    let whole = spread_of(node, spread);
    // Below a part without any spread nothing is heavier than the rest.
    let share = |own: f64, count: usize| if whole > 0.0 { own / whole } else { 1.0 / count as f64 };
    let parts = node.parts.iter().map(|part| {
        let own = share(spread_of(part, spread), node.parts.len());
        Arc::new(spread_out(part, own, spread))
    });
    let shares = node
        .items
        .iter()
        .map(|item| share(spread.get(item).copied().unwrap_or(0.0), node.items.len()));
    IndexNode {
        weight,
        parts: parts.collect(),
        shares: shares.collect(),
        known: true,
        ..node.clone()
    }
}
