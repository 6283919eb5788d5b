//! Weights of an index that come from the answers: entropy, importance, a structural model.
//!
//! They are estimated once, on all responses of all waves that were counted, so that groups and waves are compared with
//! the same weights and a change is a change of answers. Everything is made from counts that add up: cells of each rating,
//! and ratings by pairs.

use super::estimate::reason;
use crate::model::Id;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::OptionList;
use crate::model::PathModel;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::Weighting;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::covariance::Covariance;
use crate::stats::drivers::Drivers;
use crate::stats::entropy;
use crate::stats::pls;
use crate::stats::pls::Precision;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Tabulation;
use crate::tabulation::View;
use crate::tabulation::Wanted;
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

/// Counts of all waves together.
struct Pooled<'a> {
    measure: &'a Measure,
    totals: &'a [View<'a>],
}

impl Pooled<'_> {
    fn need(&self, wanted: Wanted) -> Need {
        Need {
            wanted,
            filter: self.measure.filter.clone(),
        }
    }

    fn survey(&self) -> Option<&Survey> {
        Some(self.totals.first()?.survey())
    }

    /// Points of a rating rescaled to 0–100 with their number and weight.
    fn points(&self, item: VariableIndex) -> Option<Vec<(f64, u64, f64)>> {
        let domain = &self.survey()?.variable(item).domain;
        let (offset, slope) = domain.scale()?.to_hundred();
        let values = domain.options().map(OptionList::values)?;
        let mut points: Vec<(f64, u64, f64)> = values.iter().map(|x| (offset + slope * x, 0, 0.0)).collect();
        let need = self.need(Wanted::Cells(item));
        for view in self.totals {
            for (point, cell) in points.iter_mut().zip(view.answers(&need)?.options) {
                point.1 += cell.n;
                point.2 += cell.w;
            }
        }
        Some(points)
    }

    /// Correlation of two different ratings, both with 100 best, over the responses with both, and their number.
    fn correlation(&self, one: VariableIndex, two: VariableIndex) -> Result<(f64, u64), Reason> {
        let (first, second) = (one.min(two), one.max(two));
        let rescaled = |item: VariableIndex| {
            let domain = &self.survey()?.variable(item).domain;
            let (offset, slope) = domain.scale()?.to_hundred();
            let values = domain.options().map(OptionList::values)?;
            Some(values.into_iter().map(|x| offset + slope * x).collect::<Vec<f64>>())
        };
        let (x, y) = (rescaled(first), rescaled(second));
        let (Some(x), Some(y)) = (x, y) else {
            return Err(Reason::NoValidAnswers);
        };
        let need = self.need(Wanted::Joint(first, second));
        let mut cells: Vec<(f64, f64, f64)> = Vec::new();
        let mut base = 0;
        for view in self.totals {
            let table = view.joint(&need).ok_or(Reason::NoValidAnswers)?.table();
            for (x, row) in x.iter().zip(table) {
                for (y, cell) in y.iter().zip(row).filter(|(_, cell)| cell.n > 0) {
                    base += cell.n;
                    cells.push((*x, *y, cell.w));
                }
            }
        }
        let total: f64 = cells.iter().map(|cell| cell.2).sum();
        if base < 2 || total <= 0.0 {
            return Err(Reason::TooFewAnswers);
        }
        let mean =
            |of: &dyn Fn(&(f64, f64, f64)) -> f64| cells.iter().map(|cell| cell.2 * of(cell)).sum::<f64>() / total;
        let (mx, my) = (mean(&|cell| cell.0), mean(&|cell| cell.1));
        let (vx, vy) = (mean(&|cell| (cell.0 - mx).powi(2)), mean(&|cell| (cell.1 - my).powi(2)));
        if vx <= 1e-12 || vy <= 1e-12 {
            return Err(Reason::ZeroVariance);
        }
        let covariance = mean(&|cell| (cell.0 - mx) * (cell.1 - my));
        Ok(((covariance / (vx * vy).sqrt()).clamp(-1.0, 1.0), base))
    }

    /// Standard deviation of a rating rescaled to 0–100.
    fn deviation(&self, item: VariableIndex) -> Result<f64, Reason> {
        let points = self.points(item).ok_or(Reason::NoValidAnswers)?;
        let total: f64 = points.iter().map(|point| point.2).sum();
        if total <= 0.0 {
            return Err(Reason::NoValidAnswers);
        }
        let mean = points.iter().map(|point| point.0 * point.2).sum::<f64>() / total;
        let variance = points
            .iter()
            .map(|point| (point.0 - mean).powi(2) * point.2)
            .sum::<f64>()
            / total;
        if variance > 1e-12 {
            Ok(variance.sqrt())
        } else {
            Err(Reason::ZeroVariance)
        }
    }

    /// Correlations of ratings by pairs, and the smallest base of any pair.
    fn correlations(&self, items: &[VariableIndex]) -> Result<(Vec<Vec<f64>>, u64), Reason> {
        let mut matrix = vec![vec![1.0; items.len()]; items.len()];
        let mut least = u64::MAX;
        for (at, one) in items.iter().enumerate() {
            for (before, two) in items[..at].iter().enumerate() {
                let (r, base) = self.correlation(*one, *two)?;
                (matrix[at][before], matrix[before][at]) = (r, r);
                least = least.min(base);
            }
        }
        Ok((matrix, least))
    }
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

/// Each rating weighs as its answers tell respondents apart; a part weighs what its ratings weigh together.
fn by_entropy(node: &Arc<IndexNode>, pooled: &Pooled<'_>, weights: &mut IndexWeights) -> Result<IndexNode, Reason> {
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

/// Each part weighs what it explains of the outcome beside its siblings; ratings of a part count alike, those of an index
/// without parts are weighed themselves.
fn by_importance(
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

/// Ratings weigh as those of the index's construct: outer weight over standard deviation.
fn by_model(
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
