//! What is told of weights: how they came about, what they are like, what they reach.

use super::super::Answer;
use super::super::Asked;
use super::super::Fault;
use super::super::asked::warning;
use super::targets::Target;
use crate::stats::raking::Margin;
use crate::stats::raking::Raked;
use crate::stats::raking::WeightSummary;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// The answer of both methods.
pub(super) fn answer(
    asked: &Asked<'_>,
    base: &[f64],
    raked: &Raked,
    margins: &[Margin],
    targets: &[Target],
    by: &[String],
) -> Answer {
    let shares: Map<String, Value> = targets
        .iter()
        .zip(margins)
        .map(|(target, margin)| (target.variable.clone(), table(target, margin, base, raked)))
        .collect();
    let mut fields = json!({
        "iterations": raked.rounds, "max_error": raked.error, "history": raked.history,
        "trimmed": raked.trimmed, "trim_passes": raked.passes, "margins": shares,
        "warnings": [warning(
            "standard errors that take these weights as given ignore the raking",
            "把这些权数当作固定值计算的标准误没有考虑加权过程",
        )],
    });
    if let Some(reason) = raked.reason {
        // What the margins contradict is seen in their table; the weights are nobody's.
        fields["reason"] = json!(reason.code());
        return Ok(fields);
    }
    let Some(summary) = WeightSummary::of(&raked.weights) else {
        return Err(crate::stats::Reason::NoValidAnswers.into());
    };
    let g: Vec<f64> = raked
        .weights
        .iter()
        .zip(base)
        .filter(|pair| *pair.1 > 0.0)
        .map(|(w, b)| w / b)
        .collect();
    fields["n"] = json!(summary.base);
    fields["sum_w"] = json!(summary.sum);
    fields["sum_w_sq"] = json!(summary.squares);
    fields["min_w"] = json!(summary.smallest);
    fields["max_w"] = json!(summary.largest);
    fields["max_over_mean"] = json!(summary.largest * summary.base as f64 / summary.sum);
    fields["n_eff"] = json!(summary.effective_base);
    fields["deff_weights"] = json!(summary.design_effect);
    fields["g_min"] = json!(g.iter().copied().fold(f64::INFINITY, f64::min));
    fields["g_max"] = json!(g.iter().copied().fold(0.0, f64::max));
    fields["first10"] = json!(raked.weights.iter().take(10).collect::<Vec<_>>());
    for column in mean_columns(asked, by)? {
        let Ok(numbers) = asked.numbers_of(&column) else {
            if asked.has("means") {
                asked.numbers_of(&column)?;
            }
            continue;
        };
        let valid: Vec<(f64, f64)> = numbers
            .into_iter()
            .zip(&raked.weights)
            .filter_map(|(x, w)| Some((x?, *w)))
            .collect();
        let sum: f64 = valid.iter().map(|pair| pair.1).sum();
        let mean = (sum > 0.0).then(|| valid.iter().map(|(x, w)| x * w).sum::<f64>() / sum);
        fields[format!("wmean_{column}")] = json!(mean);
    }
    Ok(fields)
}

/// Columns to average: those asked for, or all but the margins and the base weight.
fn mean_columns(asked: &Asked<'_>, by: &[String]) -> Result<Vec<String>, Fault> {
    if let Some(columns) = asked.words("means") {
        return Ok(columns);
    }
    let base = asked.word("base_weight");
    let other = |name: &&String| !by.contains(name) && Some(*name) != base.as_ref();
    Ok(asked.table()?.names().iter().filter(other).cloned().collect())
}

/// Sample, target and achieved share of each category.
fn table(target: &Target, margin: &Margin, base: &[f64], raked: &Raked) -> Value {
    let total: f64 = margin.targets.iter().sum();
    let share = |weights: &[f64], category: usize| {
        let own = weights
            .iter()
            .zip(&margin.categories)
            .filter(|pair| *pair.1 == category)
            .map(|pair| pair.0);
        own.sum::<f64>() / weights.iter().sum::<f64>()
    };
    let rows = target.categories.iter().enumerate().map(|(category, (label, wanted))| {
        let row = json!({
            "sample": share(base, category), "target": wanted / total,
            "achieved": if raked.reason.is_none() { json!(share(&raked.weights, category)) } else { Value::Null },
            "achieved_w": raked.weights.iter().zip(&margin.categories).filter(|pair| *pair.1 == category).map(|pair| pair.0).sum::<f64>(),
        });
        (label.clone(), row)
    });
    Value::Object(rows.collect())
}
