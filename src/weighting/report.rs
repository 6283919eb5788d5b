//! How weights came about and what they reach.

use super::targets::Targets;
use crate::stats::Reason;
use crate::stats::raking::Margin;
use crate::stats::raking::WeightSummary;

/// Weights with their report.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighted {
    /// One per response, in the sample's order; mean 1 over those that count.
    pub weights: Vec<f64>,
    /// What they are like; nothing when nobody counts.
    pub summary: Option<WeightSummary>,
    /// What each category has.
    pub categories: Vec<CategoryReport>,
    /// Rounds over all variables.
    pub rounds: usize,
    /// Largest relative distance of a category from its target at the end.
    pub error: f64,
    /// The same before the first round and after each.
    pub history: Vec<f64>,
    /// Responses whose weight was cut.
    pub trimmed: usize,
    /// Why the weights are of no use: the targets contradict each other in this sample, or with the trimming.
    pub reason: Option<Reason>,
}

/// One category of one variable.
#[derive(Debug, Clone, PartialEq)]
pub struct CategoryReport {
    /// The variable's name.
    pub variable: String,
    /// The category's label.
    pub category: String,
    /// Responses that count, unweighted.
    pub base: u64,
    /// Its share of the base weights, 0 to 1.
    pub sample: f64,
    /// The share it shall have.
    pub target: f64,
    /// The share it has with the weights.
    pub achieved: f64,
}

impl CategoryReport {
    /// Of every category, in the order of the targets.
    pub(super) fn all(targets: &Targets, margins: &[Margin], base: &[f64], weights: &[f64]) -> Vec<Self> {
        let mut reports = Vec::new();
        for (variable, margin) in targets.variables.iter().zip(margins) {
            let count = margin.targets.len();
            let (mut rows, mut before, mut after) = (vec![0_u64; count], vec![0.0; count], vec![0.0; count]);
            for ((category, base), weight) in margin.categories.iter().zip(base).zip(weights) {
                rows[*category] += u64::from(*base > 0.0);
                before[*category] += base;
                after[*category] += weight;
            }
            let share = |list: &[f64], place: usize| list[place] / list.iter().sum::<f64>();
            reports.extend(
                variable
                    .categories
                    .iter()
                    .enumerate()
                    .map(|(place, (labels, target))| Self {
                        variable: variable.name(),
                        category: labels.join(" × "),
                        base: rows[place],
                        sample: share(&before, place),
                        target: target / margin.targets.iter().sum::<f64>(),
                        achieved: share(&after, place),
                    }),
            );
        }
        reports
    }
}
