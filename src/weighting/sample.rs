//! A sample and how it gets its weights.

use super::NO_ANSWER;
use super::report::CategoryReport;
use super::report::Weighted;
use super::targets::Targets;
use super::targets::Variable;
use crate::diagnostic::Words;
use crate::stats::Reason;
use crate::stats::raking;
use crate::stats::raking::Margin;
use crate::stats::raking::RakingError;
use std::collections::BTreeMap;

/// The responses of one wave.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sample {
    /// What each response is called in messages: its id, or its row. As long as `base`.
    pub names: Vec<String>,
    /// Base weight of each response; `None` where it has none, which is no 0.
    pub base: Vec<Option<f64>>,
    /// Each response's label, by column; `None` where there is no answer. All as long as `base`.
    pub labels: BTreeMap<String, Vec<Option<String>>>,
}

/// How weights are made.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Settings {
    /// No weight above so many mean weights.
    pub trim: Option<f64>,
    /// No weight below or above so many mean weights, in place of `trim`.
    pub bound: Option<(f64, f64)>,
}

/// Weights for a sample: raking to the margins, a single scaling for cells. They have a mean of 1 over the responses that
/// count, so that weighted bases read like unweighted ones.
///
/// Who did not answer a variable is a category of its own, [`NO_ANSWER`], that keeps the share it has in the sample;
/// the targets share out the rest.
///
/// # Errors
/// Words that name the column and the category: a label without target, a target without responses, a weight below
/// zero or missing, a column that is not there.
pub fn weigh(sample: &Sample, targets: &Targets, settings: Settings) -> Result<Weighted, Words> {
    let base = base_weights(sample)?;
    let mut targets = targets.clone();
    let mut margins = Vec::with_capacity(targets.variables.len());
    for variable in &mut targets.variables {
        let categories = placed(sample, variable, &base)?;
        margins.push(Margin {
            categories,
            targets: variable.categories.iter().map(|known| known.1).collect(),
        });
    }
    let how = raking::Settings {
        trim: settings.trim,
        bound: settings.bound,
        ..raking::Settings::default()
    };
    let raked = raking::rake(&base, &margins, how).map_err(|error| worded(&error, &targets))?;
    let used = base.iter().filter(|weight| **weight > 0.0).count() as f64;
    let sum: f64 = raked.weights.iter().sum();
    let weights: Vec<f64> = raked.weights.iter().map(|weight| weight * used / sum).collect();
    let categories = CategoryReport::all(&targets, &margins, &base, &weights);
    Ok(Weighted::new(weights, &raked, categories))
}

fn base_weights(sample: &Sample) -> Result<Vec<f64>, Words> {
    let weight = |(name, weight): (&String, &Option<f64>)| match weight {
        Some(weight) if *weight >= 0.0 && weight.is_finite() => Ok(*weight),
        Some(weight) => Err(Words::new(
            format!("{name}: base weight {weight} is below zero; a weight is at least 0"),
            format!("{name}：基础权重 {weight} 为负；权重不能小于 0"),
        )),
        None => Err(Words::new(
            format!("{name} has no base weight; give it one, or 0 to leave it out"),
            format!("{name} 没有基础权重；请补上，或写 0 表示不计入"),
        )),
    };
    sample.names.iter().zip(&sample.base).map(weight).collect()
}

/// Each response's place among the categories; those without weight get the first.
fn placed(sample: &Sample, variable: &mut Variable, base: &[f64]) -> Result<Vec<usize>, Words> {
    let mut columns = Vec::with_capacity(variable.columns.len());
    for name in &variable.columns {
        columns.push(sample.labels.get(name).ok_or_else(|| {
            let known: Vec<&str> = sample.labels.keys().map(String::as_str).collect();
            Words::new(
                format!("no column `{name}`; there are: {}", known.join(", ")),
                format!("没有列 `{name}`；现有：{}", known.join("、")),
            )
        })?);
    }
    let label = |row: usize| {
        columns
            .iter()
            .map(|column| column[row].clone())
            .collect::<Option<Vec<String>>>()
    };
    let lost: f64 = (0..base.len())
        .filter(|row| label(*row).is_none())
        .map(|row| base[row])
        .sum();
    if lost > 0.0 {
        let (total, share) = (variable.total(), lost / base.iter().sum::<f64>());
        for (_, target) in &mut variable.categories {
            *target *= 1.0 - share;
        }
        let unknown = variable.columns.iter().map(|_| NO_ANSWER.to_owned()).collect();
        variable.categories.push((unknown, total * share));
    }
    let places: BTreeMap<&[String], usize> = variable
        .categories
        .iter()
        .enumerate()
        .map(|(place, known)| (known.0.as_slice(), place))
        .collect();
    let unknown = vec![NO_ANSWER.to_owned(); columns.len()];
    let place = |row: usize| {
        let label = label(row).unwrap_or_else(|| unknown.clone());
        match places.get(label.as_slice()) {
            Some(place) => Ok(*place),
            None if base[row] <= 0.0 => Ok(0),
            None => {
                let (name, label) = (variable.name(), label.join(" × "));
                Err(Words::new(
                    format!(
                        "`{label}` of `{name}` is in the answers but has no target; add a line for it, or join it with another category"
                    ),
                    format!("答卷中有 `{name}` 的 `{label}`，但没有目标；请补上一行，或与其他类别合并"),
                ))
            }
        }
    };
    (0..base.len()).map(place).collect()
}

/// A fault of raking with the names of its variable and category.
fn worded(error: &RakingError, targets: &Targets) -> Words {
    let of = |margin: usize, category: usize| {
        let variable = &targets.variables[margin];
        (variable.name(), variable.categories[category].0.join(" × "))
    };
    match *error {
        RakingError::Nothing => Words::new("there is no response with a weight above 0", "没有权重大于 0 的答卷"),
        RakingError::Weight(row) => Words::new(
            format!("response {}: a base weight is a number of at least 0", row + 1),
            format!("第 {} 份答卷：基础权重应为不小于 0 的数", row + 1),
        ),
        RakingError::Target(margin, category) => {
            let (name, label) = of(margin, category);
            Words::new(
                format!("the target of `{label}` of `{name}` is no number of at least 0"),
                format!("`{name}` 的 `{label}` 的目标不是不小于 0 的数"),
            )
        }
        RakingError::Totals(margin, first, other) => Words::new(
            format!(
                "margin totals differ: `{}` sums to {other}, the first to {first}",
                targets.variables[margin].name()
            ),
            format!(
                "各变量的合计不一致：`{}` 合计 {other}，第一个合计 {first}",
                targets.variables[margin].name()
            ),
        ),
        RakingError::Empty(margin, category) => {
            let (name, label) = of(margin, category);
            Words::new(
                format!(
                    "`{label}` of `{name}` has a target but no responses; join it with a neighbouring category, in the answers and in the margins"
                ),
                format!("`{name}` 的 `{label}` 有目标但没有答卷；请在答卷和总体分布中都把它与相近类别合并"),
            )
        }
        RakingError::Trim(times) => Words::new(
            format!("a weight may be at least the mean: `trim` is {times}, write 5 or so"),
            format!("权重上限不能低于均值：`trim` 为 {times}，可写 5 左右"),
        ),
        RakingError::Floor(times) => Words::new(
            format!("a weight may be at most the mean: the lower bound is {times}, write 0.3 or so"),
            format!("权重下限不能高于均值：下限为 {times}，可写 0.3 左右"),
        ),
    }
}

impl Weighted {
    fn new(weights: Vec<f64>, raked: &raking::Raked, categories: Vec<CategoryReport>) -> Self {
        let summary = raking::WeightSummary::of(&weights);
        Self {
            summary,
            categories,
            rounds: raked.rounds,
            error: raked.error,
            history: raked.history.clone(),
            trimmed: raked.trimmed,
            reason: raked.reason.or(if summary.is_none() {
                Some(Reason::NoValidAnswers)
            } else {
                None
            }),
            weights,
        }
    }
}
