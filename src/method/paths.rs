//! The structural satisfaction model: PLS path modelling over columns.

mod given;

use self::given::Given;
use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::by_name;
use super::asked::warning;
use crate::stats::Reason;
use crate::stats::fornell;
use crate::stats::pls;
use crate::stats::pls::Bootstrap;
use crate::stats::pls::Fit;
use crate::stats::pls::Precision;
use crate::stats::pls::Resampled;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "pls_pm",
    aliases: &["pls", "plspm"],
    family: Family::Drivers,
    title: ["PLS path model (ACSI/ECSI)", "PLS 路径模型（ACSI/ECSI）"],
    definition: [
        "Items are standardised (divisor n), blocks reflective (mode A), inner weights by `centroid` (default), `path` or `factorial`, until the weights stand still (1e-12). Scores have variance 1 and are turned so that most loadings are positive. Paths and R² by least squares of the scores; AVE, Dillon–Goldstein's rho (first principal component), alpha, GoF = √(mean communality · mean R²). `index_0_100`: item means rescaled to 0–100, weighted by outer weight / standard deviation. Rows with all items count; `missing_rule mean` puts the item's mean instead. With `draws`, a bootstrap of rows with stated `seed`, signs aligned by construct: standard errors and percentile intervals.",
        "各题标准化（除数 n），反映型测量（模式 A），内部权重方案 `centroid`（默认）、`path` 或 `factorial`，迭代至权重不变（1e-12）。潜变量方差为 1，方向取多数载荷为正。路径与 R² 由潜变量最小二乘得到；另给 AVE、Dillon–Goldstein ρ（第一主成分）、α、GoF = √(平均共同度 · 平均 R²)。`index_0_100`：各题均值换算为 0–100，权重为外部权重/标准差。只用各题齐全的行；`missing_rule mean` 以题目均值代替。给出 `draws` 时按给定 `seed` 对行作自助抽样，符号按构念对齐，给出标准误与百分位区间。",
    ],
    source: "Wold 1982; Lohmöller 1989; Fornell et al. 1996; Tenenhaus et al. 2005",
    others: [
        "SmartPLS starts with the path scheme, plspm with the centroid: paths differ in the third decimal. Consistent PLS (PLSc) corrects for attenuation and gives larger paths.",
        "SmartPLS 默认 path 方案，plspm 默认 centroid，路径系数在第三位小数有差别。一致性 PLS（PLSc）作衰减校正，路径更大。",
    ],
    takes: &[
        Param::new(
            "constructs",
            Kind::Words,
            ["Names of the constructs, in order", "构念名称，按顺序"],
        ),
        Param::new(
            "blocks",
            Kind::Json,
            [
                "Items of each construct: `IMAG=imag1,imag2; SAT=sat1..3`, or an object",
                "各构念的题目：`IMAG=imag1,imag2; SAT=sat1..3`，或对象",
            ],
        ),
        Param::new(
            "paths",
            Kind::Words,
            ["Paths: `IMAG->SAT, SAT->LOY`", "路径：`IMAG->SAT, SAT->LOY`"],
        ),
        Param::new(
            "path_rows_depend_on_columns",
            Kind::Matrix,
            ["The same as a matrix of 0 and 1", "同上，以 0/1 矩阵给出"],
        ),
        Param::new(
            "scheme",
            Kind::Word,
            ["`centroid`, `path` or `factorial`", "`centroid`、`path` 或 `factorial`"],
        ),
        Param::new("modes", Kind::Word, ["`A`, reflective", "`A`（反映型）"]),
        Param::new(
            "scaled",
            Kind::Word,
            ["`true`: items are always standardised", "`true`：题目总是先标准化"],
        ),
        Param::new(
            "scale_min",
            Kind::Number,
            ["Lowest point of the items' scale", "量表最低分"],
        ),
        Param::new(
            "scale_max",
            Kind::Number,
            ["Highest point of the items' scale", "量表最高分"],
        ),
        Param::new(
            "missing_rule",
            Kind::Word,
            ["`listwise` (default) or `mean`", "`listwise`（默认）或 `mean`"],
        ),
        Param::new(
            "draws",
            Kind::Number,
            ["Draws of the bootstrap; none without it", "自助抽样次数，默认不做"],
        ),
        Param::new("seed", Kind::Number, ["Its seed; 1 without it", "随机种子，默认 1"]),
    ],
    run: model,
}];

fn model(asked: &Asked<'_>) -> Answer {
    let given = Given::of(asked)?;
    let level = asked.level()?;
    let rows = &given.rows;
    if rows.len() < 2 {
        let reason = if rows.is_empty() {
            Reason::NoValidAnswers
        } else {
            Reason::TooFewAnswers
        };
        return Ok(json!({ "n": rows.len(), "dropped": given.dropped, "reason": reason.code() }));
    }
    let constant = given.constant();
    if !constant.is_empty() {
        return Ok(json!({
            "n": rows.len(), "dropped": given.dropped, "constant": constant, "reason": Reason::ZeroVariance.code(),
            "warnings": [warning(
                format!("constant among the complete rows, leave out: {}", constant.join(", ")),
                format!("在齐全的行中为常数，请去掉：{}", constant.join("、")),
            )],
        }));
    }
    let correlations = pls::correlations(rows).ok_or(Reason::ZeroVariance)?;
    let fit = match pls::fit(&given.model, &correlations, Precision::ESTIMATE) {
        Ok(fit) => fit,
        Err(fault) => {
            let reason = fault.reason().ok_or_else(|| Fault::from(fault))?;
            return Ok(json!({
                "n": rows.len(), "dropped": given.dropped, "reason": reason.code(),
                "collinear": if reason == Reason::Singular { json!(given.repeated(&correlations)) } else { Value::Null },
            }));
        }
    };
    let quality = pls::quality(&given.model, &fit, &correlations);
    let mut answer = json!({
        "n": rows.len(),
        "dropped": given.dropped,
        "scheme": given.model.scheme(),
        "iterations": fit.steps,
        "paths": path_values(&given, |effect, at| json!(fit.paths[effect][at])),
        "r2": by_construct(&given, &fit.r2),
        "outer_weights_std": by_name(&given.items, fit.weights.iter().copied()),
        "loadings": by_name(&given.items, fit.loadings.iter().copied()),
        "ave": by_name(&given.constructs, quality.ave),
        "unidim_alpha": by_construct_or_null(&given, &quality.alpha),
        "dillon_goldstein_rho": by_construct_or_null(&given, &quality.dillon_goldstein_rho),
        "composite_reliability": by_construct_or_null(&given, &quality.composite_reliability),
        "gof": quality.goodness_of_fit,
        "total_effects": total_effects(&given, &fit),
        "lv_correlations": { "names": given.constructs, "matrix": fit.scores },
    });
    index(asked, &given, &fit, &mut answer)?;
    if rows.len() < 5 * given.items.len() {
        answer["warnings"] = json!([warning(
            format!(
                "{} complete rows for {} items are few: weights may change with the sample",
                rows.len(),
                given.items.len()
            ),
            format!(
                "{} 行齐全数据对 {} 个题目偏少：权重可能随样本变化",
                rows.len(),
                given.items.len()
            ),
        )]);
    }
    if let Some(draws) = asked.count("draws")? {
        let draws = usize::try_from(draws).unwrap_or(usize::MAX).min(1_000_000);
        let seed = asked.count("seed")?.unwrap_or(1);
        let got = pls::bootstrap(&given.model, &fit, rows, (draws, seed), level)?;
        answer["bootstrap"] = resampled(&given, &got, seed, level);
    }
    Ok(answer)
}

/// Unstandardised weights and the constructs' indices, when the scale is known.
fn index(asked: &Asked<'_>, given: &Given, fit: &Fit, answer: &mut Value) -> Result<(), Fault> {
    let (Some(low), Some(high)) = (asked.number("scale_min")?, asked.number("scale_max")?) else {
        return Ok(());
    };
    let (means, deviations) = given.moments();
    let (mut indices, mut weights) = (Map::new(), Map::new());
    for (construct, block) in given.constructs.iter().zip(given.model.blocks()) {
        let raw: Vec<f64> = block
            .iter()
            .map(|item| fit.weights[*item] / deviations[*item])
            .collect();
        let sum: f64 = raw.iter().sum();
        let index = block
            .iter()
            .zip(&raw)
            .map(|(item, weight)| weight / sum * 100.0 * (means[*item] - low) / (high - low))
            .sum::<f64>();
        for (item, weight) in block.iter().zip(&raw) {
            weights.insert(given.items[*item].clone(), json!(weight / sum));
        }
        // Weights below zero are kept: the index may then leave 0–100, and says so.
        let value = if sum.abs() > 1e-12 { json!(index) } else { Value::Null };
        indices.insert(construct.clone(), value);
    }
    let negative: Vec<&String> = given
        .model
        .blocks()
        .iter()
        .flatten()
        .filter(|item| fornell::normalised(&[fit.weights[**item]]).is_err())
        .map(|item| &given.items[*item])
        .collect();
    answer["index_0_100"] = Value::Object(indices);
    answer["index_weights"] = Value::Object(weights);
    if !negative.is_empty() {
        answer["negative_weights"] = json!(negative);
    }
    Ok(())
}

fn by_construct(given: &Given, values: &[Option<f64>]) -> Value {
    let pairs = given.constructs.iter().zip(values);
    let known = pairs.filter_map(|(name, value)| Some((name.clone(), json!((*value)?))));
    Value::Object(known.collect())
}

fn by_construct_or_null(given: &Given, values: &[Option<f64>]) -> Value {
    let pairs = given.constructs.iter().zip(values);
    Value::Object(pairs.map(|(name, value)| (name.clone(), json!(value))).collect())
}

/// `CAUSE->EFFECT` with what `value` says of (effect, place of the cause).
fn path_values(given: &Given, value: impl Fn(usize, usize) -> Value) -> Value {
    let mut paths = Map::new();
    for (effect, causes) in given.model.causes().iter().enumerate() {
        for (at, cause) in causes.iter().enumerate() {
            let name = format!("{}->{}", given.constructs[*cause], given.constructs[effect]);
            paths.insert(name, value(effect, at));
        }
    }
    Value::Object(paths)
}

/// Of every construct on those that come later; 0 where no path leads.
fn total_effects(given: &Given, fit: &Fit) -> Value {
    let order = given.model.order();
    let mut effects = Map::new();
    for (at, first) in order.iter().enumerate() {
        for later in &order[at + 1..] {
            let name = format!("{} -> {}", given.constructs[*first], given.constructs[*later]);
            effects.insert(name, json!(fit.total_effects[*first][*later]));
        }
    }
    Value::Object(effects)
}

fn resampled(given: &Given, got: &Bootstrap, seed: u64, level: f64) -> Value {
    let one = |number: &Resampled| json!({ "mean": number.mean, "se": number.standard_error, "ci": [number.interval.low, number.interval.high] });
    let items = |numbers: &[Resampled]| {
        let pairs = given.items.iter().cloned().zip(numbers.iter().map(one));
        Value::Object(pairs.collect())
    };
    let r2 = given.constructs.iter().zip(&got.r2);
    let r2: Map<String, Value> = r2
        .filter_map(|(name, value)| Some((name.clone(), one(value.as_ref()?))))
        .collect();
    json!({
        "draws": got.draws,
        "failed": got.failed,
        "seed": seed,
        "conf": level,
        "paths": path_values(given, |effect, at| one(&got.paths[effect][at])),
        "r2": r2,
        "outer_weights_std": items(&got.weights),
        "loadings": items(&got.loadings),
    })
}

#[cfg(test)]
mod tests;
