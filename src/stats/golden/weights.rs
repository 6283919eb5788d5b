//! Weighted answers, strata and clusters.

use std::collections::BTreeMap;

use serde_json::Value;
use serde_json::json;

use super::Case;
use super::bounds;
use super::number;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::design;
use crate::stats::design::Stratum;
use crate::stats::design::UnitTotals;
use crate::stats::kish as equal;
use crate::stats::weighted;
use crate::stats::weighted::Linearised;
use crate::stats::weighted::Sums;

pub(super) fn kish(case: &Case) -> Result<Value, StatError> {
    let weights: Vec<f64> = case
        .list("w")
        .unwrap_or_else(|| case.survey.numbers("weight").into_iter().flatten().collect());
    let sum: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    let base = weights.len() as u64;
    let largest = weights.iter().copied().fold(0.0, f64::max);
    Ok(json!({
        "n": base,
        "sum_w": sum,
        "n_eff": equal::effective_base(sum, squares)?,
        "deff_weights": number(equal::design_effect(base, sum, squares)),
        "cv_w": number(equal::variation(base, sum, squares)),
        "max_over_mean": largest / (sum / base as f64),
    }))
}

/// The sample as a case describes it: strata, clusters, and a population where it names one.
struct Plan {
    strata: Vec<String>,
    units: Vec<String>,
    population: Option<Vec<Option<f64>>>,
    weights: Vec<f64>,
}

impl Plan {
    fn of(case: &Case) -> Self {
        let rows = case.survey.rows();
        let design = case.text("design");
        let named = |name: &str| {
            let part = design.split(", ").find_map(|part| part.strip_prefix(name));
            part.map(|part| part.split(' ').next().unwrap())
        };
        let text = |name: &str| named(name).map(|column| case.survey.text(column).to_vec());
        let weights = case.survey.numbers(named("weights=").unwrap());
        Self {
            strata: text("strata=").unwrap_or_else(|| vec![String::new(); rows]),
            units: text("id=").unwrap_or_else(|| (0..rows).map(|row| row.to_string()).collect()),
            population: named("fpc=").map(|column| case.survey.numbers(column)),
            weights: weights.into_iter().flatten().collect(),
        }
    }

    fn is_weights_only(&self) -> bool {
        self.strata.iter().all(String::is_empty) && self.units.last() == Some(&"1199".to_owned())
    }

    /// Totals by stratum and unit of the rows that have a value.
    fn totals(&self, values: &[Option<f64>]) -> Vec<Stratum> {
        let mut strata: BTreeMap<&str, BTreeMap<&str, UnitTotals>> = BTreeMap::new();
        let mut population = BTreeMap::new();
        for (row, value) in values.iter().enumerate() {
            let stratum = self.strata[row].as_str();
            let unit = strata.entry(stratum).or_default().entry(&self.units[row]).or_default();
            if let Some(y) = value {
                unit.rows += 1;
                unit.w += self.weights[row];
                unit.wy += self.weights[row] * y;
            }
            population.insert(stratum, self.population.as_ref().and_then(|column| column[row]));
        }
        let stratum = |(name, units): (&str, BTreeMap<&str, UnitTotals>)| Stratum {
            population: population[name],
            units: units.into_values().collect(),
        };
        strata.into_iter().map(stratum).collect()
    }

    fn sums(&self, values: &[Option<f64>]) -> Sums {
        let mut sums = Sums::default();
        for (weight, value) in self.weights.iter().zip(values) {
            if let Some(value) = value {
                sums.add(*weight, *value);
            }
        }
        sums
    }

    /// Without strata and clusters the sums suffice; their result must then be the design's.
    fn estimate(&self, values: &[Option<f64>]) -> Result<Linearised, StatError> {
        if self.is_weights_only() {
            self.sums(values).linearised(self.weights.len() as u64)
        } else {
            design::mean(&self.totals(values))
        }
    }

    fn compare(&self, first: &[Option<f64>], second: &[Option<f64>], level: f64) -> Result<Comparison, StatError> {
        if self.is_weights_only() {
            weighted::compare(&self.estimate(first)?, &self.estimate(second)?, level)
        } else {
            design::compare(&self.totals(first), &self.totals(second), level)
        }
    }
}

/// The values of the rows in one group; the others are outside the domain.
fn within(case: &Case, column: &str, group: &str, label: &str) -> Vec<Option<f64>> {
    let labels = case.survey.text(group);
    let values = case.survey.numbers(column).into_iter().zip(labels);
    values.map(|(value, own)| value.filter(|_| own == label)).collect()
}

pub(super) fn mean(case: &Case) -> Result<Value, StatError> {
    if !case.args["psu"].is_null() {
        return listed(case);
    }
    let plan = Plan::of(case);
    let values = case.survey.numbers(case.text("y"));
    let sums = plan.sums(&values);
    let got = plan.estimate(&values)?;
    let pairs: Vec<(f64, f64)> = plan
        .weights
        .iter()
        .zip(&values)
        .filter_map(|(weight, value)| Some(((*value)?, *weight)))
        .collect();
    Ok(json!({
        "n": sums.rows,
        "sum_w": sums.w,
        "mean": got.value,
        "se": got.standard_error(),
        "df": got.df,
        "ci95_t": bounds(got.t_interval(case.level()).ok()),
        "deff_wr": number(sums.design_effect(got.variance)),
        "deff_wor": number(sums.design_effect_without_replacement(got.variance)),
        "kish_n_eff": number(sums.effective_base()),
        "weighted_median_math": number(weighted::quantile(&pairs, 0.5)),
    }))
}

/// A design written out row by row; the mean stands even where its variance does not.
fn listed(case: &Case) -> Result<Value, StatError> {
    let strata = case.args["strata"].as_array().unwrap();
    let (y, w) = (case.list("y").unwrap(), case.list("w").unwrap());
    let mut sums = Sums::default();
    let mut totals: BTreeMap<&str, Stratum> = BTreeMap::new();
    for (row, stratum) in strata.iter().enumerate() {
        sums.add(w[row], y[row]);
        let unit = UnitTotals {
            rows: 1,
            w: w[row],
            wy: w[row] * y[row],
        };
        totals.entry(stratum.as_str().unwrap()).or_default().units.push(unit);
    }
    let got = design::mean(&totals.into_values().collect::<Vec<_>>());
    Ok(json!({
        "mean": sums.mean()?,
        "se": got.as_ref().ok().map(Linearised::standard_error),
        "reason": got.err().and_then(StatError::reason).map(Reason::code),
    }))
}

pub(super) fn proportion(case: &Case) -> Result<Value, StatError> {
    let values = case.survey.numbers(case.text("y"));
    let plan = Plan::of(case);
    let got = plan.estimate(&values)?;
    let exact = got.korn_graubard_interval(plan.sums(&values).rows, case.level());
    Ok(json!({
        "p": got.value,
        "se": got.standard_error(),
        "df": got.df,
        "ci95_logit": bounds(got.logit_interval(case.level()).ok()),
        "ci95_beta_korn_graubard": bounds(exact.ok()),
    }))
}

pub(super) fn domain_means(case: &Case) -> Result<Value, StatError> {
    let plan = Plan::of(case);
    let mut fields = json!({"mean": {}, "se": {}});
    for label in case.survey.labels(case.text("by")) {
        let got = plan.estimate(&within(case, case.text("y"), case.text("by"), &label))?;
        fields["mean"][&label] = json!(got.value);
        fields["se"][&label] = json!(got.standard_error());
    }
    Ok(fields)
}

pub(super) fn t_test(case: &Case) -> Result<Value, StatError> {
    let labels = case.survey.labels(case.text("group"));
    let values = |label: &str| within(case, case.text("y"), case.text("group"), label);
    let got = Plan::of(case).compare(&values(&labels[1]), &values(&labels[0]), case.level())?;
    Ok(json!({ "diff": got.difference, "t": got.statistic, "df": got.df, "p": got.p }))
}
