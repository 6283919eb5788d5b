//! One mean, two means, and pairs.

use serde_json::Value;
use serde_json::json;

use super::Case;
use super::bounds;
use super::number;
use crate::stats::Comparison;
use crate::stats::StatError;
use crate::stats::ValueCounts;
use crate::stats::effect;
use crate::stats::mean::estimate;
use crate::stats::t_test as test;
use crate::stats::wilcoxon;

pub(super) fn mean(case: &Case) -> Result<Value, StatError> {
    let listed = case.list("values");
    let missing = if listed.is_some() {
        0
    } else {
        let answers = case.survey.numbers(case.text("column"));
        answers.iter().filter(|answer| answer.is_none()).count()
    };
    let values = match listed {
        Some(values) => ValueCounts::of(values)?,
        None => case.survey.values(case.text("column"), "", ""),
    };
    let got = estimate(&values.summary()?, case.level())?;
    Ok(json!({
        "n": got.base,
        "n_missing": missing,
        "mean": got.mean,
        "sd": got.sd,
        "se": got.standard_error,
        "df": got.base - 1,
        "ci": bounds(got.interval),
        "median": number(values.median()),
        "q1_type7": number(values.quantile(0.25)),
        "q3_type7": number(values.quantile(0.75)),
        "min": values.min(),
        "max": values.max(),
        "skewness_g1": values.skewness(),
        "reason": got.reason,
    }))
}

pub(super) fn two_samples(case: &Case) -> Result<(ValueCounts, ValueCounts), StatError> {
    let sample = |list: &str, label: &str| match case.list(list) {
        Some(values) => ValueCounts::of(values),
        None => Ok(case
            .survey
            .values(case.text("column"), case.text("group"), case.text(label))),
    };
    Ok((sample("x", "first")?, sample("y", "second")?))
}

pub(super) fn t_test(case: &Case) -> Result<Value, StatError> {
    let (x, y) = two_samples(case)?;
    let (x, y) = (x.summary()?, y.summary()?);
    let welch: Comparison = test::welch(&x, &y, case.level())?;
    let student = test::student(&x, &y, case.level())?;
    Ok(json!({
        "n1": x.base,
        "n2": y.base,
        "mean1": x.mean,
        "mean2": y.mean,
        "diff": welch.difference,
        "welch_t": welch.statistic,
        "welch_df": welch.df,
        "welch_p": welch.p,
        "welch_ci95": bounds(welch.interval),
        "student_t": student.statistic,
        "student_df": student.df,
        "student_p": student.p,
        "cohens_d": number(effect::cohens_d(&x, &y)),
        "hedges_g_exact": number(effect::hedges_g(&x, &y)),
        "hedges_g_approx": number(effect::hedges_g_approximate(&x, &y)),
        "reason": welch.reason,
    }))
}

fn differences(case: &Case) -> Result<ValueCounts, StatError> {
    let pairs = if let (Some(a), Some(b)) = (case.list("a"), case.list("b")) {
        a.into_iter().zip(b).collect()
    } else {
        case.survey.pairs(case.text("a"), case.text("b"))
    };
    ValueCounts::of(pairs.into_iter().map(|(a, b)| a - b))
}

pub(super) fn paired(case: &Case) -> Result<Value, StatError> {
    let differences = differences(case)?.summary()?;
    let got = test::paired(&differences, case.level())?;
    Ok(json!({
        "n": differences.base,
        "mean_diff": got.difference,
        "sd_diff": differences.sd(),
        "t": got.statistic,
        "df": got.df,
        "p": got.p,
        "ci95": bounds(got.interval),
        "dz": differences.sd().map(|sd| got.difference / sd),
        "reason": got.reason,
    }))
}

pub(super) fn signed_ranks(case: &Case) -> Result<Value, StatError> {
    let got = wilcoxon::test(&differences(case)?)?;
    Ok(json!({
        "n": got.used + got.unchanged,
        "n_zero": got.unchanged,
        "n_used": got.used,
        "W_plus": got.w_plus,
        "W_minus": got.w_minus,
        "p_cc": got.p,
        "p_no_cc": got.p_uncorrected,
        "matched_rank_biserial": got.rank_biserial,
        "reason": got.reason,
    }))
}
