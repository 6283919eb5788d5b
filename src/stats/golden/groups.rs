//! Ranks, several groups, and p-values of a family.

use serde_json::Value;
use serde_json::json;

use super::Case;
use super::means::two_samples;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::Summary;
use crate::stats::ValueCounts;
use crate::stats::adjust;
use crate::stats::anova as variance;
use crate::stats::jonckheere as trend;
use crate::stats::kruskal_wallis as ranks;
use crate::stats::mann_whitney as pairs;

pub(super) fn mann_whitney(case: &Case) -> Result<Value, StatError> {
    let (x, y) = two_samples(case)?;
    let got = pairs::test(&x, &y)?;
    Ok(json!({
        "U1": got.u_first,
        "U2": got.u_second,
        "sigma_tie_corrected": got.sigma,
        "z_abs_cc": got.z,
        "p_cc": got.p,
        "p_no_cc": got.p_uncorrected,
        "prob_superiority": got.superiority,
        "cliffs_delta": got.cliffs_delta,
        "rank_biserial": got.cliffs_delta,
        "reason": got.reason,
    }))
}

/// Labels and values of the groups of a case, in the stated order.
fn samples(case: &Case) -> Result<(Vec<String>, Vec<ValueCounts>), StatError> {
    if let Some(groups) = case.args["groups"].as_array() {
        let values = |group: &Value| {
            let numbers: Vec<f64> = group.as_array().unwrap().iter().filter_map(Value::as_f64).collect();
            ValueCounts::of(numbers)
        };
        let samples = groups.iter().map(values).collect::<Result<Vec<_>, StatError>>()?;
        return Ok(((1..=samples.len()).map(|place| place.to_string()).collect(), samples));
    }
    let column = case.text("group");
    let labels: Vec<String> = match case.args["order"].as_array() {
        Some(order) => order.iter().map(|label| label.as_str().unwrap().to_owned()).collect(),
        None => case.survey.labels(column),
    };
    let sample = |label: &String| case.survey.values(case.text("column"), column, label);
    let samples = labels.iter().map(sample).collect();
    Ok((labels, samples))
}

pub(super) fn kruskal_wallis(case: &Case) -> Result<Value, StatError> {
    let got = ranks::test(&samples(case)?.1)?;
    Ok(json!({
        "H": got.h,
        "df": got.df,
        "p": got.p,
        "epsilon_sq": got.epsilon_squared,
        "eta_sq_H": got.eta_squared,
    }))
}

pub(super) fn anova(case: &Case) -> Result<Value, StatError> {
    let (labels, samples) = samples(case)?;
    let summaries: Vec<Summary> = samples
        .iter()
        .map(ValueCounts::summary)
        .collect::<Result<_, StatError>>()?;
    let welch = variance::welch(&summaries)?;
    let classical = variance::classical(&summaries)?;
    let levene = variance::brown_forsythe(&samples)?;
    let named = |f: fn(&Summary) -> Value| -> Value {
        labels
            .iter()
            .cloned()
            .zip(summaries.iter().map(f))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let from_one = |places: Vec<usize>| places.into_iter().map(|place| place + 1).collect();
    let used: Vec<usize> = from_one(welch.used.clone());
    let dropped: Vec<usize> = from_one(welch.dropped.iter().map(|group| group.0).collect());
    let reason: Option<Reason> = welch.dropped.first().map(|group| group.1);
    Ok(json!({
        "n": named(|group| json!(group.base)),
        "mean": named(|group| json!(group.mean)),
        "F": classical.test.f,
        "df1": classical.test.df1,
        "df2": classical.test.df2,
        "p": classical.test.p,
        "eta_sq": classical.eta_squared,
        "omega_sq": classical.omega_squared,
        "welch_F": welch.test.map(|test| test.f),
        "welch_df1": welch.test.map(|test| test.df1),
        "welch_df2": welch.test.map(|test| test.df2),
        "welch_p": welch.test.map(|test| test.p),
        "brown_forsythe_levene_F": levene.f,
        "brown_forsythe_levene_p": levene.p,
        "welch_F_groups_used": used,
        "dropped": dropped,
        "reason": reason,
    }))
}

pub(super) fn jonckheere(case: &Case) -> Result<Value, StatError> {
    let got = trend::test(&samples(case)?.1)?;
    Ok(json!({
        "J": got.j,
        "mean": got.mean,
        "var_no_ties": got.variance_without_ties,
        "var_tie_corrected": got.variance,
        "z": got.z,
        "p_two_sided": got.p,
        "p_no_tie_correction": got.p_without_ties,
    }))
}

#[expect(clippy::unnecessary_wraps, reason = "one signature for all handlers")]
pub(super) fn p_adjust(case: &Case) -> Result<Value, StatError> {
    // A family of one is written as a bare number.
    let single = case.args["p"].is_number();
    let p: Vec<Option<f64>> = match &case.args["p"] {
        Value::Array(list) => list.iter().map(Value::as_f64).collect(),
        number => vec![number.as_f64()],
    };
    let shown = |adjusted: Vec<Option<f64>>| {
        if single { json!(adjusted[0]) } else { json!(adjusted) }
    };
    Ok(json!({
        "holm": shown(adjust::holm(&p)),
        "bonferroni": shown(adjust::bonferroni(&p)),
        "hochberg": shown(adjust::hochberg(&p)),
        "bh": shown(adjust::benjamini_hochberg(&p)),
        "by": shown(adjust::benjamini_yekutieli(&p)),
    }))
}
