//! The multi-level satisfaction index: item means rescaled to 0–100 and weighted up the tree.
//!
//! The variance is that of the influence functions of the item means, so missing answers may differ from item to item
//! and the change of the index is exactly the sum of the changes of its items.

use super::Rule;
use super::design;
use super::estimate::Basis;
use super::estimate::Estimate;
use super::estimate::Method;
use super::estimate::Outcome;
use super::estimate::Unit;
use super::estimate::effective_base;
use super::estimate::reason;
use super::weights;
use crate::model::Better;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::OptionList;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::stats::influence::Battery;
use crate::stats::influence::ItemSums;
use crate::stats::weighted::Linearised;
use crate::tabulation::Need;
use crate::tabulation::View;
use crate::tabulation::Wanted;

/// A node of the index tree.
pub struct Index;

/// One item's part in an index.
#[derive(Debug, Clone, PartialEq)]
pub struct Contribution {
    /// The rating.
    pub item: VariableIndex,
    /// Its weight in the index; the weights of all items add up to 1.
    pub weight: f64,
    /// Its mean rescaled to 0–100, 100 best.
    pub mean: f64,
    /// What it adds to the index: weight × mean.
    pub points: f64,
    /// Variance of `points`.
    pub variance: f64,
    /// Degrees of freedom of `variance`; 0 when there is no variance to be had.
    pub df: f64,
    /// Responses with an answer to it.
    pub base: u64,
}

impl Rule for Index {
    fn kind(&self) -> &'static str {
        "index"
    }

    fn meaning(&self) -> [&'static str; 2] {
        [
            "Item means rescaled to 0–100 (100 is best) and weighted up the declared tree.",
            "各题均值换算为 0–100 分（100 为最好），按所定权重逐级加权。",
        ]
    }

    fn applies(&self, kind: &MeasureKind) -> bool {
        matches!(kind, MeasureKind::Index(_))
    }

    fn needs(&self, measure: &Measure) -> Vec<Wanted> {
        let MeasureKind::Index(node) = &measure.kind else {
            return Vec::new();
        };
        if let Some(person) = node.person {
            return vec![Wanted::Values(person)];
        }
        let items = items(node);
        items
            .iter()
            .map(|item| Wanted::Cells(*item))
            .chain([Wanted::Moments(items.clone())])
            .chain(weights::needs(node))
            .collect()
    }

    fn better(&self, _: &Survey, _: &Measure) -> Better {
        Better::High
    }

    fn unit(&self, _: &Survey, _: &Measure) -> Unit {
        Unit::Index
    }

    fn score(&self, measure: &Measure, view: &View<'_>, level: f64) -> Outcome {
        let MeasureKind::Index(node) = &measure.kind else {
            return Err(Reason::NoValidAnswers);
        };
        let counted = Counted::of(node, measure, view).ok_or(Reason::NoValidAnswers)?;
        let undefined = |fault| reason(fault).unwrap_or_else(|none| none);
        let value = counted.constant + counted.battery.combined(&counted.coefficients).map_err(undefined)?;
        let bare = Estimate {
            value,
            interval: None,
            no_interval: None,
            base: counted.any.n,
            effective_base: effective_base(counted.any),
            method: Method::Influence,
            basis: Basis::Bare,
            left_out: Vec::new(),
        };
        if counted.any.n < 2 {
            return Ok(Estimate {
                no_interval: Some(Reason::TooFewAnswers),
                ..bare
            });
        }
        match counted.battery.variance(&counted.coefficients, view.wave_rows().n) {
            Ok(variance) => {
                let linearised = Linearised {
                    value,
                    variance,
                    df: (counted.any.n - 1) as f64,
                };
                let interval = linearised
                    .t_interval(level)
                    .map(|interval| interval.clamped(0.0, 100.0));
                Estimate {
                    basis: Basis::Linearised(linearised),
                    ..bare
                }
                .with_interval(interval)
            }
            Err(fault) => bare.with_interval(Err(fault)),
        }
    }
}

/// What each item adds to an index; empty when the measure is no index or the mean of persons' own, its weights are not to
/// be had, or an item has no answer.
#[must_use]
pub fn contributions(measure: &Measure, view: &View<'_>) -> Vec<Contribution> {
    let Ok(measure) = weights::settled(measure, view) else {
        return Vec::new();
    };
    let measure = measure.as_ref();
    let MeasureKind::Index(node) = &measure.kind else {
        return Vec::new();
    };
    let Some(counted) = Counted::of(node, measure, view) else {
        return Vec::new();
    };
    let part = |(place, (item, weight)): (usize, (VariableIndex, f64))| {
        let (offset, slope) = view.survey().variable(item).domain.scale()?.to_hundred();
        let mean = offset + slope * counted.battery.mean(place).ok()?;
        let base = counted.battery.item(place)?.rows;
        let (variance, df) = if view.is_designed() {
            let kind = MeasureKind::Mean { of: item };
            design::variance(
                &Measure {
                    kind,
                    ..measure.clone()
                },
                view,
            )
            .unwrap_or_default()
        } else {
            let variance = counted.battery.covariance(place, place, view.wave_rows().n).ok()?;
            (variance, base.saturating_sub(1) as f64)
        };
        let variance = (weight * slope).powi(2) * variance;
        Some(Contribution {
            item,
            weight,
            mean,
            points: weight * mean,
            variance,
            df,
            base,
        })
    };
    node.leaves()
        .into_iter()
        .enumerate()
        .map(part)
        .collect::<Option<Vec<_>>>()
        .unwrap_or_default()
}

/// An index is 0 to 100, and so is its interval.
pub(super) fn within_ends(mut estimate: Estimate) -> Estimate {
    estimate.interval = estimate.interval.map(|interval| interval.clamped(0.0, 100.0));
    estimate
}

/// Responses with an answer to at least one item.
pub(super) fn answered(measure: &Measure, view: &View<'_>) -> Option<crate::tabulation::Cell> {
    let MeasureKind::Index(node) = &measure.kind else {
        return None;
    };
    Some(Counted::of(node, measure, view)?.any)
}

/// The items of a node, in the order in which they are counted.
fn items(node: &IndexNode) -> Vec<VariableIndex> {
    node.leaves().into_iter().map(|(item, _)| item).collect()
}

/// The counts of an index's items, and how their means combine.
struct Counted {
    battery: Battery,
    coefficients: Vec<f64>,
    constant: f64,
    any: crate::tabulation::Cell,
}

impl Counted {
    fn of(node: &IndexNode, measure: &Measure, view: &View<'_>) -> Option<Self> {
        let leaves = node.leaves();
        let need = |wanted| Need {
            wanted,
            filter: measure.filter.clone(),
        };
        let counts = view.battery(&need(Wanted::Moments(items(node))))?;
        let (mut sums, mut coefficients, mut constant) = (Vec::new(), Vec::new(), 0.0);
        for (item, weight) in &leaves {
            let domain = &view.survey().variable(*item).domain;
            let (offset, slope) = domain.scale()?.to_hundred();
            constant += weight * offset;
            coefficients.push(weight * slope);
            let answers = view.answers(&need(Wanted::Cells(*item)))?;
            let values = domain.options().map(OptionList::values)?;
            let wy = values
                .iter()
                .zip(&answers.options)
                .map(|(value, cell)| value * cell.w)
                .sum();
            sums.push(ItemSums {
                rows: answers.valid.n,
                w: answers.valid.w,
                wy,
            });
        }
        Some(Self {
            battery: Battery::new(sums, counts.pairs).ok()?,
            coefficients,
            constant,
            any: counts.any,
        })
    }
}
