//! Weights of an index that come from the answers: entropy, importance, a structural model.
//!
//! They are estimated once, on all responses of all waves that were counted, so that groups and waves are compared with
//! the same weights and a change is a change of answers. Everything is made from counts that add up: cells of each rating,
//! and ratings by pairs.

mod entropy;
mod importance;
mod model;
mod pooled;

use super::estimate::reason;
use crate::model::Id;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::Weighting;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::tabulation::Group;
use crate::tabulation::Tabulation;
use crate::tabulation::View;
use crate::tabulation::Wanted;
use entropy::by_entropy;
use importance::by_importance;
use model::by_model;
use pooled::Pooled;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The weights an index is computed with, and what they rest on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndexWeights {
    /// The index.
    pub index: Id,
    /// Where they come from: `declared`, `equal`, `ahp`, `entropy`, `importance` or `pls`.
    pub method: &'static str,
    /// Of each node, what stands directly below it with its weight there; the weights of a node add up to 1.
    pub nodes: BTreeMap<Id, Vec<(Id, f64)>>,
    /// Of pairwise judgements: the consistency ratio of each node that has some; above 0.1 they should be revised.
    pub consistency: BTreeMap<Id, f64>,
    /// Of weights from the answers: responses behind them, the smallest number of any two ratings.
    pub base: Option<u64>,
    /// What was explained: of the outcome by each node's parts, or of each construct of a model by those it depends on.
    pub r_squared: BTreeMap<Id, f64>,
    /// Paths of a model: from, to, coefficient.
    pub paths: Vec<(Id, Id, f64)>,
    /// Ratings or parts with a weight below zero, or a negative correlation with the outcome: their wording or direction
    /// should be looked at.
    pub negative: Vec<Id>,
    /// No rating had any spread, so that all count alike.
    pub all_constant: bool,
}

/// What must be counted to know the weights of a node, beside what its index needs.
pub(super) fn needs(node: &IndexNode) -> Vec<Wanted> {
    if node.known {
        return Vec::new();
    }
    let variables = variables(node);
    let cells = variables.iter().map(|variable| Wanted::Cells(*variable));
    if matches!(node.scheme.weighting, Weighting::Entropy) {
        return cells.collect();
    }
    let pairs = variables.iter().enumerate().flat_map(|(at, one)| {
        let earlier = &variables[..at];
        earlier.iter().map(|other| Wanted::Joint(*other, *one))
    });
    cells.chain(pairs).collect()
}

/// The ratings the weights are made from, each once.
fn variables(node: &IndexNode) -> Vec<VariableIndex> {
    let mut found: Vec<VariableIndex> = node.leaves().into_iter().map(|(item, _)| item).collect();
    match &node.scheme.weighting {
        Weighting::Importance { outcome } => found.push(*outcome),
        Weighting::Pls(model) => found.extend(model.constructs.iter().flat_map(|construct| &construct.items)),
        _ => {}
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What is scored for a measure: itself; an index with the weights that its answers give; or the mean of the
/// respondents' own indices.
///
/// # Errors
/// Why the answers give no weights.
pub(super) fn settled<'m>(measure: &'m Measure, view: &View<'_>) -> Result<Cow<'m, Measure>, Reason> {
    let MeasureKind::Index(node) = &measure.kind else {
        return Ok(Cow::Borrowed(measure));
    };
    if let Some(of) = node.person {
        let kind = MeasureKind::Mean { of };
        return Ok(Cow::Owned(Measure {
            kind,
            ..measure.clone()
        }));
    }
    if node.known {
        return Ok(Cow::Borrowed(measure));
    }
    Ok(Cow::Owned(derived(measure, node, &view.all_waves())?.0))
}

/// An index measure with its weights known, and those weights; `None` for other measures.
pub(super) fn weighted(measure: &Measure, totals: &[View<'_>]) -> Option<Result<(Measure, IndexWeights), Reason>> {
    let MeasureKind::Index(node) = &measure.kind else {
        return None;
    };
    Some(if node.known {
        let survey = totals.first().map(View::survey);
        Ok((measure.clone(), stated(node, survey)))
    } else {
        derived(measure, node, totals)
    })
}

fn derived(measure: &Measure, node: &Arc<IndexNode>, totals: &[View<'_>]) -> Result<(Measure, IndexWeights), Reason> {
    let survey = totals.first().ok_or(Reason::NoValidAnswers)?.survey();
    let pooled = Pooled { measure, totals };
    let mut weights = IndexWeights {
        index: node.id.clone(),
        method: node.scheme.weighting.code(),
        nodes: BTreeMap::new(),
        consistency: BTreeMap::new(),
        base: None,
        r_squared: BTreeMap::new(),
        paths: Vec::new(),
        negative: Vec::new(),
        all_constant: false,
    };
    let known = match &node.scheme.weighting {
        Weighting::Entropy => by_entropy(node, &pooled, &mut weights)?,
        Weighting::Importance { outcome } => by_importance(node, *outcome, &pooled, &mut weights)?,
        Weighting::Pls(model) => by_model(node, model, &pooled, &mut weights)?,
        Weighting::Declared | Weighting::Equal | Weighting::Ahp(_) => node.as_ref().clone(),
    };
    let known = Arc::new(known);
    weights.nodes = nodes(&known, survey);
    let kind = MeasureKind::Index(known);
    Ok((
        Measure {
            kind,
            ..measure.clone()
        },
        weights,
    ))
}

/// Weights that the definition gives.
fn stated(node: &Arc<IndexNode>, survey: Option<&Survey>) -> IndexWeights {
    IndexWeights {
        index: node.id.clone(),
        method: node.scheme.weighting.code(),
        nodes: survey.map(|survey| nodes(node, survey)).unwrap_or_default(),
        consistency: match &node.scheme.weighting {
            Weighting::Ahp(consistency) => consistency.clone(),
            _ => BTreeMap::new(),
        },
        base: None,
        r_squared: BTreeMap::new(),
        paths: Vec::new(),
        negative: Vec::new(),
        all_constant: false,
    }
}

fn nodes(root: &Arc<IndexNode>, survey: &Survey) -> BTreeMap<Id, Vec<(Id, f64)>> {
    let below = |node: &IndexNode| -> Vec<(Id, f64)> {
        let parts = node.parts.iter().map(|part| (part.id.clone(), part.weight));
        let items = node.items.iter().enumerate().map(|(at, item)| {
            let share = node.shares.get(at).copied();
            let share = share.unwrap_or(1.0 / node.items.len() as f64);
            (survey.variable(*item).id.clone(), share)
        });
        parts.chain(items).collect()
    };
    let walked = root.walk().into_iter();
    walked.map(|(_, node)| (node.id.clone(), below(&node))).collect()
}

/// What the answers settle: the survey and its measures with the weights of the index known, and those of its root.
pub(super) struct Settled {
    pub survey: Arc<Survey>,
    pub measures: Vec<Measure>,
    pub index: Option<Result<IndexWeights, Reason>>,
}

/// Settles the weights of every index measure on all waves of `tabulation`.
pub(super) fn settle(survey: &Arc<Survey>, measures: &[Measure], tabulation: &Tabulation) -> Settled {
    let waves = tabulation.waves().iter();
    let totals: Vec<View<'_>> = waves.filter_map(|wave| tabulation.view(wave, Group::Total)).collect();
    let root = survey.index.as_ref().map(|root| root.id.clone());
    let mut settled = Settled {
        survey: Arc::clone(survey),
        measures: Vec::new(),
        index: None,
    };
    let mut known_root: Option<Arc<IndexNode>> = None;
    for measure in measures {
        let is_root = Some(&measure.id) == root.as_ref();
        let made = weighted(measure, &totals);
        let known = match made {
            Some(Ok((known, weights))) => {
                if is_root {
                    settled.index = Some(Ok(weights));
                    known_root = match &known.kind {
                        MeasureKind::Index(node) if node.scheme.weighting.needs_answers() => Some(Arc::clone(node)),
                        _ => None,
                    };
                }
                known
            }
            Some(Err(none)) => {
                if is_root {
                    settled.index = Some(Err(none));
                }
                measure.clone()
            }
            None => measure.clone(),
        };
        settled.measures.push(known);
    }
    if let Some(root) = known_root {
        // Parts bear the weights of the tree they stand in.
        let nodes = root.walk();
        let with_weights = |measure: &mut Measure| {
            let node = nodes.iter().find(|(_, node)| node.id == measure.id);
            if let (MeasureKind::Index(_), Some((_, node))) = (&measure.kind, node) {
                measure.kind = MeasureKind::Index(Arc::clone(node));
            }
        };
        settled.measures.iter_mut().for_each(with_weights);
        let own = Arc::make_mut(&mut settled.survey);
        own.measures.iter_mut().for_each(with_weights);
        own.index = Some(root);
    }
    settled
}

fn undefined(fault: StatError) -> Reason {
    reason(fault).unwrap_or_else(|none| none)
}
