//! Weights from a structural model of constructs (PLS).

use super::IndexWeights;
use super::pooled::Pooled;
use super::undefined;
use crate::model::IndexNode;
use crate::model::PathModel;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::pls;
use crate::stats::pls::Precision;
use std::sync::Arc;

/// Ratings weigh as those of the index's construct: outer weight over standard deviation.
pub(super) fn by_model(
    node: &Arc<IndexNode>,
    model: &PathModel,
    pooled: &Pooled<'_>,
    weights: &mut IndexWeights,
) -> Result<IndexNode, Reason> {
    let items: Vec<VariableIndex> = model
        .constructs
        .iter()
        .flat_map(|construct| construct.items.clone())
        .collect();
    let (correlations, least) = pooled.correlations(&items)?;
    let mut next = 0;
    let blocks: Vec<Vec<usize>> = model
        .constructs
        .iter()
        .map(|construct| {
            next += construct.items.len();
            (next - construct.items.len()..next).collect()
        })
        .collect();
    let causes = model
        .constructs
        .iter()
        .map(|construct| construct.from.clone())
        .collect();
    let fitted = pls::Model::new(blocks.clone(), causes, model.scheme).map_err(|_| Reason::Singular)?;
    let fit = pls::fit(&fitted, &correlations, Precision::ESTIMATE).map_err(undefined)?;
    let raw = blocks[model.index]
        .iter()
        .map(|at| Ok(fit.weights[*at] / pooled.deviation(items[*at])?));
    let raw = raw.collect::<Result<Vec<f64>, Reason>>()?;
    let sum: f64 = raw.iter().sum();
    if sum <= 1e-12 {
        return Err(Reason::ImproperSolution);
    }
    let shares: Vec<f64> = raw.iter().map(|weight| weight / sum).collect();
    weights.base = Some(least);
    if let Some(survey) = pooled.survey() {
        let wrong = node.items.iter().zip(&shares).filter(|(_, share)| **share < 0.0);
        weights.negative = wrong.map(|(item, _)| survey.variable(*item).id.clone()).collect();
    }
    for (effect, construct) in model.constructs.iter().enumerate() {
        weights
            .r_squared
            .extend(fit.r2[effect].map(|r2| (construct.id.clone(), r2)));
        for (cause, path) in construct.from.iter().zip(&fit.paths[effect]) {
            weights
                .paths
                .push((model.constructs[*cause].id.clone(), construct.id.clone(), *path));
        }
    }
    Ok(IndexNode {
        shares,
        known: true,
        ..node.as_ref().clone()
    })
}
