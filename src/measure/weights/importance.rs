//! Weights by what parts explain of an outcome (relative weights).

use super::IndexWeights;
use super::pooled::Pooled;
use super::undefined;
use crate::model::Id;
use crate::model::IndexNode;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::covariance::Covariance;
use crate::stats::drivers::Drivers;
use std::sync::Arc;

/// Each part weighs what it explains of the outcome beside its siblings; ratings of a part count alike, those of an index
/// without parts are weighed themselves.
pub(super) fn by_importance(
    node: &Arc<IndexNode>,
    outcome: VariableIndex,
    pooled: &Pooled<'_>,
    weights: &mut IndexWeights,
) -> Result<IndexNode, Reason> {
    let mut items: Vec<VariableIndex> = node.leaves().into_iter().map(|(item, _)| item).collect();
    items.push(outcome);
    let (correlations, least) = pooled.correlations(&items)?;
    let deviations = items
        .iter()
        .map(|item| pooled.deviation(*item))
        .collect::<Result<Vec<_>, _>>()?;
    weights.base = Some(least);
    let among = Among {
        items,
        correlations,
        deviations,
    };
    among.weigh(node, 1.0, node.parts.is_empty(), weights)
}

/// Ratings of an index and, last, the outcome.
struct Among {
    items: Vec<VariableIndex>,
    correlations: Vec<Vec<f64>>,
    deviations: Vec<f64>,
}

impl Among {
    fn weigh(&self, node: &IndexNode, weight: f64, top: bool, weights: &mut IndexWeights) -> Result<IndexNode, Reason> {
        let parts = node.parts.iter().map(|part| self.weigh(part, 0.0, false, weights));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let leaf = |item: &VariableIndex| vec![(*item, 1.0)];
        let below: Vec<Vec<(VariableIndex, f64)>> = if parts.is_empty() {
            node.items.iter().map(leaf).collect()
        } else {
            parts.iter().map(IndexNode::leaves).collect()
        };
        let own = if parts.is_empty() && !top {
            vec![1.0 / below.len() as f64; below.len()]
        } else {
            let names = node.parts.iter().map(|part| part.id.clone()).collect::<Vec<Id>>();
            self.explained(&node.id, &below, &names, weights)?
        };
        let parts_known = parts.into_iter().zip(&own).map(|(part, weight)| {
            Arc::new(IndexNode {
                weight: *weight,
                ..part
            })
        });
        let parts_known: Vec<Arc<IndexNode>> = parts_known.collect();
        Ok(IndexNode {
            weight,
            shares: if parts_known.is_empty() { own } else { Vec::new() },
            parts: parts_known,
            known: true,
            ..node.clone()
        })
    }

    /// Relative weights of scores made of ratings, adding up to 1.
    fn explained(
        &self,
        node: &Id,
        scores: &[Vec<(VariableIndex, f64)>],
        names: &[Id],
        weights: &mut IndexWeights,
    ) -> Result<Vec<f64>, Reason> {
        let mut vectors: Vec<Vec<f64>> = scores.iter().map(|score| self.vector(score)).collect();
        let mut outcome = vec![0.0; self.items.len()];
        outcome[self.items.len() - 1] = 1.0;
        vectors.push(outcome);
        let cell = |one: &[f64], two: &[f64]| -> f64 {
            let row = |(at, x): (usize, &f64)| -> f64 {
                let with = two
                    .iter()
                    .enumerate()
                    .map(|(to, y)| y * self.correlations[at][to] * self.deviations[to]);
                x * self.deviations[at] * with.sum::<f64>()
            };
            one.iter().enumerate().filter(|(_, x)| **x != 0.0).map(row).sum()
        };
        let matrix: Vec<Vec<f64>> = vectors
            .iter()
            .map(|one| vectors.iter().map(|two| cell(one, two)).collect())
            .collect();
        let drivers = Covariance::from_matrix(&matrix)
            .and_then(|matrix| Drivers::of(&matrix, scores.len()))
            .map_err(undefined)?;
        let shares = drivers.johnson().map_err(undefined)?;
        let sum: f64 = shares.iter().sum();
        if sum <= 1e-12 {
            return Err(Reason::ZeroVariance);
        }
        weights.r_squared.insert(node.clone(), drivers.r_squared());
        let wrong = names.iter().zip(drivers.correlations()).filter(|(_, r)| **r < 0.0);
        weights.negative.extend(wrong.map(|(name, _)| name.clone()));
        Ok(shares.iter().map(|share| share / sum).collect())
    }

    fn vector(&self, score: &[(VariableIndex, f64)]) -> Vec<f64> {
        let weight = |item: &VariableIndex| {
            score
                .iter()
                .find(|(own, _)| own == item)
                .map_or(0.0, |(_, weight)| *weight)
        };
        self.items.iter().map(weight).collect()
    }
}
