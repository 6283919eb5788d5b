//! Shares and NPS, one and two samples.

use serde_json::Value;
use serde_json::json;

use super::Case;
use super::bounds;
use super::number;
use crate::stats::Interval;
use crate::stats::StatError;
use crate::stats::ValueCounts;
use crate::stats::error::Reason;
use crate::stats::mean;
use crate::stats::nps::Groups;
use crate::stats::nps::adjusted_wald;
use crate::stats::nps::difference;
use crate::stats::nps::wald;
use crate::stats::proportion as share;
use crate::stats::two_proportions as two;
use crate::stats::two_proportions::Tally;

pub(super) fn proportion(case: &Case) -> Result<Value, StatError> {
    let tally = Tally {
        hits: case.count("x"),
        base: case.count("n"),
    };
    if !case.args["column"].is_null() {
        assert_eq!(counted(case), tally, "the count in the data");
    }
    let (p, base, level) = (tally.share()?, tally.base as f64, case.level());
    let pair = |f: fn(f64, f64, f64) -> Result<Interval, StatError>| bounds(f(p, base, level).ok());
    Ok(json!({
        "p": p,
        "se_wald": number(share::standard_error(p, base)),
        "wilson": pair(share::wilson),
        "wilson_cc": pair(share::wilson_corrected),
        "agresti_coull": pair(share::agresti_coull),
        "agresti_coull_clamped":
            bounds(share::agresti_coull(p, base, level).ok().map(|ci| ci.clamped(0.0, 1.0))),
        "clopper_pearson": pair(share::clopper_pearson),
        "jeffreys": pair(share::jeffreys),
    }))
}

/// Hits and base as the data have them.
fn counted(case: &Case) -> Tally {
    let wanted = if case.args["top"].is_null() {
        &case.args["bottom"]
    } else {
        &case.args["top"]
    };
    let codes: Vec<f64> = match wanted {
        Value::Array(codes) => codes.iter().filter_map(Value::as_f64).collect(),
        code => vec![code.as_f64().unwrap()],
    };
    let values = case.survey.values(case.text("column"), "", "");
    let hits = values
        .pairs()
        .iter()
        .filter(|pair| codes.contains(&pair.0))
        .map(|pair| pair.1);
    Tally {
        hits: hits.sum(),
        base: values.base(),
    }
}

pub(super) fn two_proportions(case: &Case) -> Result<Value, StatError> {
    let first = Tally {
        hits: case.count("x1"),
        base: case.count("n1"),
    };
    let second = Tally {
        hits: case.count("x2"),
        base: case.count("n2"),
    };
    let (p1, p2) = (first.share()?, second.share()?);
    let test = two::compare(first, second, case.level())?;
    Ok(json!({
        "p1": p1,
        "p2": p2,
        "diff": test.difference,
        "z_pooled": test.statistic,
        "chi2": test.statistic.map(|z| z * z),
        "p_two_sided": test.p,
        "p_yates": number(two::yates_p(first, second)),
        "wald_ci95": bounds(two::wald(first, second, case.level()).ok()),
        "newcombe_ci95": bounds(test.interval),
        "cohens_h": number(two::cohens_h(p1, p2)),
        "reason": test.reason,
    }))
}

fn group(case: &Case, list: &str, group: &str, label: &str) -> Result<Groups, StatError> {
    match case.list(list) {
        Some(values) => Groups::of(&ValueCounts::of(values)?),
        None => Groups::of(&case.survey.values(case.text("column"), group, label)),
    }
}

pub(super) fn nps(case: &Case) -> Result<Value, StatError> {
    let region = case.args["filter"]["region"].as_str();
    let groups = group(case, "values", region.map_or("", |_| "region"), region.unwrap_or(""))?;
    let score = groups.score()?;
    let adjusted = adjusted_wald(&groups, case.level())?;
    let person = groups.values().summary()?;
    let student = mean::estimate(&person, case.level())?;
    Ok(json!({
        "n": groups.base(),
        "detractors": groups.detractors,
        "passives": groups.passives,
        "promoters": groups.promoters,
        "nps": score,
        "var_unit": number(groups.unit_variance()),
        "se": number(groups.standard_error()),
        "wald_ci": bounds(wald(&groups, case.level()).ok()),
        "se_nminus1": person.standard_error(),
        "t_ci": bounds(student.interval),
        "adj_wald_point": adjusted.centre,
        "adj_wald_se": adjusted.standard_error,
        "adj_wald_ci": bounds(Some(adjusted.interval)),
        "reason": (groups.base() < 2).then_some(Reason::TooFewAnswers),
    }))
}

pub(super) fn nps_difference(case: &Case) -> Result<Value, StatError> {
    let first = group(case, "a", case.text("group"), case.text("a"))?;
    let second = group(case, "b", case.text("group"), case.text("b"))?;
    let test = difference(&first, &second, case.level())?;
    Ok(json!({
        "nps1": number(first.score()),
        "nps2": number(second.score()),
        "diff": test.difference,
        "se": test.standard_error,
        "z": test.statistic,
        "p": test.p,
        "p_two_sided": test.p,
        "ci95": bounds(test.interval),
        "reason": test.reason,
    }))
}
