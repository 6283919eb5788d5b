//! How much of an outcome each driver accounts for.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::warning;
use super::complete::Complete;
use super::complete::Model;
use super::complete::weights;
use super::regression::X;
use super::regression::X1;
use super::regression::X2;
use super::regression::X3;
use super::regression::Y;
use super::regression::cautions;
use super::regression::collinear;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::correlation;
use crate::stats::covariance::Covariance;
use crate::stats::driver_intervals;
use crate::stats::driver_intervals::Drawing;
use crate::stats::driver_intervals::Intervals;
use crate::stats::drivers;
use crate::stats::drivers::Drivers;
use crate::stats::resample;
use serde_json::Value;
use serde_json::json;

/// Replicates where nobody says how many.
const REPLICATES: u64 = 1000;

/// More replicates than this are refused: they would add no digit and take hours.
const MOST_REPLICATES: u64 = 100_000;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "driver_importance",
    aliases: &["drivers", "shapley", "lmg", "relative_weights", "johnson"],
    family: Family::Drivers,
    title: [
        "Importance of drivers: Shapley (LMG) and relative weights",
        "驱动因素重要性：Shapley（LMG）与相对权重",
    ],
    definition: [
        "Shares of R² on complete rows. `lmg`: what a driver adds to R², averaged over all orders of entering (Shapley value), exact for up to 15 drivers. `johnson_relative_weights`: Λ = V√D·V′ of the drivers' correlations, β* = Λ⁻¹r, share Σλ²β*². Both are never negative and add up to R². `first`: r²; `last`: loss of R² without the driver; `pratt`: β·r; `betasq`: β² – diagnostics only. Correlations carry the direction. Percentile intervals from `boot` resamples of rows (1,000; `boot` 0 for none) with a stated `seed`; drivers whose intervals overlap are paired in `overlap` and should not be ranked. `weights`: weighted covariances.",
        "在完整行上把 R² 分摊给各驱动因素。`lmg`：在所有进入次序上平均的 R² 增量（Shapley 值），不超过 15 个时精确计算。`johnson_relative_weights`：Λ = V√D·V′（驱动因素相关矩阵），β* = Λ⁻¹r，份额 Σλ²β*²。两者非负且合计为 R²。`first`：r²；`last`：去掉该因素损失的 R²；`pratt`：β·r；`betasq`：β²——仅作诊断。方向看相关系数。百分位区间来自对行的 `boot` 次重抽样（默认 1000，0 为不算），种子 `seed` 会写明；区间重叠的因素列在 `overlap` 中，不宜排名。`weights`：加权协方差。",
    ],
    source: "Lindeman, Merenda & Gold 1980; Shapley 1953; Johnson 2000; Genizi 1993; Pratt 1987; Grömping 2006",
    others: [
        "R's relaimpo gives the same lmg, first, last, pratt and betasq; its genizi is Johnson's weight, its car another thing. Displayr's Shapley and relative weights are these; it scales to 100 % and gives them the sign of the coefficient. SPSS has none of them.",
        "R 的 relaimpo 给出相同的 lmg、first、last、pratt、betasq；其 genizi 即 Johnson 权重，car 则不同。Displayr 的 Shapley 与相对权重与此一致，但换算为 100% 并附上系数符号。SPSS 没有这些指标。",
    ],
    takes: &[
        Y,
        X,
        X1,
        X2,
        X3,
        Param::new("weights", Kind::Column, ["Column of weights", "权重列"]).or(&["weight", "w"]),
        Param::new(
            "boot",
            Kind::Number,
            ["Resamples for the intervals; 0 for none", "区间的重抽样次数；0 为不算"],
        ),
        Param::new("seed", Kind::Number, ["Seed of the resamples", "重抽样的随机种子"]),
    ],
    run: importance,
}];

fn importance(asked: &Asked<'_>) -> Answer {
    let drawing = drawing(asked)?;
    let stated = weights(asked)?;
    let rows = Model::of(asked)?.complete(asked.answers("y")?, stated.as_deref())?;
    if rows.base() == 0 {
        return Err(Reason::NoValidAnswers.into());
    }
    let matrix = Covariance::weighted(&rows.columns, &rows.weights)?;
    let found = match Drivers::of(&matrix, 0) {
        Ok(found) if rows.base() > found.len() + 1 => found,
        Ok(_) => return unfound(&rows, &matrix, Reason::Singular),
        Err(StatError::Undefined(reason)) => return unfound(&rows, &matrix, reason),
        Err(error) => return Err(error.into()),
    };
    let mut answer = shares(&rows, &found)?;
    answer["weighted"] = json!(stated.is_some());
    answer["warnings"] = Value::Array(cautions(&rows, &found.inflation()));
    if found.len() > drivers::MOST_ORDERED
        && let Some(list) = answer["warnings"].as_array_mut()
    {
        list.push(warning(
            format!(
                "{} drivers: shares over all orders are computed for up to {}; use Johnson's relative weights",
                found.len(),
                drivers::MOST_ORDERED
            ),
            format!(
                "共 {} 个驱动因素：Shapley 份额最多计算 {} 个；请用 Johnson 相对权重",
                found.len(),
                drivers::MOST_ORDERED
            ),
        ));
    }
    if drawing.replicates > 0 {
        let intervals = driver_intervals::intervals(&rows.columns, &rows.weights, drawing)?;
        add_intervals(&mut answer, &rows, &intervals);
    }
    answer["boot"] = json!(drawing.replicates);
    answer["seed"] = json!(drawing.seed);
    Ok(answer)
}

fn drawing(asked: &Asked<'_>) -> Result<Drawing, Fault> {
    let replicates = asked.count("boot")?.unwrap_or(REPLICATES);
    if replicates > MOST_REPLICATES || replicates == 1 {
        return Err(Fault::asked(
            format!("`boot` is 0, or from 2 to {MOST_REPLICATES} resamples, not {replicates}"),
            format!("`boot` 应为 0 或 2 至 {MOST_REPLICATES} 次重抽样，而不是 {replicates}"),
        ));
    }
    Ok(Drawing {
        replicates,
        seed: asked.count("seed")?.unwrap_or(resample::SEED),
        level: asked.level()?,
    })
}

/// The answer when the drivers have no solution, with the names of those that prevent it.
fn unfound(rows: &Complete, matrix: &Covariance, reason: Reason) -> Answer {
    let predictors: Vec<usize> = (1..matrix.size()).collect();
    let repeated = drivers::collinear(&matrix.select(&predictors)?);
    let repeated: Vec<(usize, Vec<usize>)> = repeated.into_iter().map(|one| (one.variable, one.by)).collect();
    let mut answer = collinear(rows, &repeated);
    if matrix.at(0, 0) <= 0.0
        && let Some(list) = answer["warnings"].as_array_mut()
    {
        list.push(warning(
            format!(
                "`{}` is the same in all complete rows: there is nothing to explain",
                rows.names[0]
            ),
            format!("`{}` 在全部完整行中相同：没有可解释的差异", rows.names[0]),
        ));
    }
    // A constant driver repeats the intercept, whatever else is wrong.
    let constant_driver = matrix.constant().iter().any(|place| *place > 0);
    let reason = if reason == Reason::ZeroVariance && constant_driver && matrix.at(0, 0) > 0.0 {
        Reason::Singular
    } else {
        reason
    };
    for (name, value) in [
        ("n", json!(rows.base())),
        ("n_dropped", json!(rows.dropped)),
        ("r2", Value::Null),
        ("lmg", Value::Null),
        ("johnson_relative_weights", Value::Null),
        ("reason", json!(reason.code())),
    ] {
        answer[name] = value;
    }
    Ok(answer)
}

fn shares(rows: &Complete, found: &Drivers) -> Answer {
    let all = found.r_squared();
    let named = |values: &[f64]| rows.by_name(1, values.iter().map(|value| json!(value)));
    let percent = |values: &[f64]| {
        let share = |value: &f64| {
            if all > 0.0 {
                json!(100.0 * value / all)
            } else {
                Value::Null
            }
        };
        rows.by_name(1, values.iter().map(share))
    };
    let johnson = found.johnson()?;
    let lmg = (found.len() <= drivers::MOST_ORDERED)
        .then(|| found.lmg())
        .transpose()?;
    let ranks: Vec<Vec<f64>> = rows
        .columns
        .iter()
        .map(|column| correlation::weighted_mid_ranks(column, &rows.weights))
        .collect();
    let ranked = Covariance::weighted(&ranks, &rows.weights)?.correlation()?;
    let ordering = lmg.as_ref().unwrap_or(&johnson);
    let mut order: Vec<usize> = (0..found.len()).collect();
    order.sort_by(|a, b| {
        ordering[*b]
            .total_cmp(&ordering[*a])
            .then(rows.names[a + 1].cmp(&rows.names[b + 1]))
    });
    Ok(json!({
        "n": rows.base(),
        "n_dropped": rows.dropped,
        "r2": all,
        "lmg": lmg.as_deref().map(named),
        "lmg_pct": lmg.as_deref().map(percent),
        "johnson_relative_weights": named(&johnson),
        "johnson_pct": percent(&johnson),
        "first": named(&found.first()),
        "last": named(&found.last()),
        "pratt": named(&found.pratt()),
        "betasq": named(&found.beta_squared()),
        "beta_std": named(found.betas()),
        "vif": named(&found.inflation()),
        "pearson_with_y": named(found.correlations()),
        "spearman_with_y": rows.by_name(1, (1..=found.len()).map(|place| json!(ranked.at(0, place)))),
        "order": order.iter().map(|place| rows.names[place + 1].as_str()).collect::<Vec<&str>>(),
    }))
}

fn add_intervals(answer: &mut Value, rows: &Complete, found: &Intervals) {
    let named = |intervals: &[Option<Interval>]| rows.by_name(1, intervals.iter().map(|interval| bounds(*interval)));
    let leading = if found.lmg.is_empty() {
        &found.johnson
    } else {
        answer["lmg_ci95"] = named(&found.lmg);
        &found.lmg
    };
    let mut overlap = Vec::new();
    for (j, second) in leading.iter().enumerate() {
        for (i, first) in leading[..j].iter().enumerate() {
            if let (Some(first), Some(second)) = (first, second)
                && first.low <= second.high
                && second.low <= first.high
            {
                overlap.push(json!([rows.names[i + 1], rows.names[j + 1]]));
            }
        }
    }
    for (name, value) in [
        ("r2_ci95", bounds(found.r_squared)),
        ("johnson_ci95", named(&found.johnson)),
        ("pearson_ci95", named(&found.correlations)),
        ("overlap", Value::Array(overlap)),
        ("boot_units", json!(found.units)),
        ("boot_used", json!(found.replicates)),
    ] {
        answer[name] = value;
    }
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn shares_agree_with_r() {
        assert_agree(&["driver_importance"], 1);
    }

    const CSV: &str = "y,a,b,c,k,w\n5,4,3,7,1,2\n3,2,4,6,1,1\n4,5,2,7,1,0\n2,1,1,2,1,1\n1,2,2,4,1,2\n4,3,5,8,1,1\n5,5,4,9,1,3\n2,3,1,4,1,1\n";

    #[test]
    fn weights_count_as_so_many_rows() {
        let args = r#"{"y": "y", "x": "a,b", "weights": "w", "boot": 0}"#;
        let weighted = asked("drivers", args, CSV).unwrap();
        let mut lines = CSV.lines();
        let mut repeated = vec![lines.next().unwrap()];
        for line in lines {
            let times: usize = line.rsplit(',').next().unwrap().parse().unwrap();
            repeated.extend(std::iter::repeat_n(line, times));
        }
        let plain = asked("drivers", r#"{"y": "y", "x": "a,b", "boot": 0}"#, &repeated.join("\n")).unwrap();
        for field in ["lmg", "johnson_relative_weights", "spearman_with_y"] {
            for name in ["a", "b"] {
                let value = |answer: &serde_json::Value| answer[field][name].as_f64().unwrap();
                assert!((value(&weighted) - value(&plain)).abs() < 1e-12, "{field} {name}");
            }
        }
        assert_eq!((&weighted["n"], &weighted["n_dropped"]), (&json!(7), &json!(0)));
    }

    #[test]
    fn drivers_that_repeat_others_or_do_not_vary_are_named() {
        let got = asked("drivers", r#"{"y": "y", "x": "a,b,c"}"#, CSV).unwrap();
        assert_eq!((&got["reason"], &got["collinear"]), (&json!("singular"), &json!(["c"])));
        assert_eq!(got["collinear_with"], json!({"c": ["a", "b"]}));
        let got = asked("drivers", r#"{"y": "y", "x": "a,b,k"}"#, CSV).unwrap();
        assert_eq!((&got["reason"], &got["constant"]), (&json!("singular"), &json!(["k"])));
        let got = asked("drivers", r#"{"y": "k", "x": "a,b"}"#, CSV).unwrap();
        assert_eq!((&got["reason"], &got["lmg"]), (&json!("zero_variance"), &json!(null)));
    }

    #[test]
    fn the_same_seed_gives_the_same_intervals() {
        let args = r#"{"y": "y", "x": "a,b", "boot": 200, "seed": 3}"#;
        let got = asked("drivers", args, CSV).unwrap();
        assert_eq!(got, asked("drivers", args, CSV).unwrap());
        let interval = &got["lmg_ci95"]["a"];
        assert!(interval[0].as_f64().unwrap() < interval[1].as_f64().unwrap());
        assert_eq!(got["overlap"], json!([["a", "b"]]));
        let fault = asked("drivers", r#"{"y": "y", "x": "a", "boot": 1}"#, CSV).unwrap_err();
        assert!(fault.contains("`boot`"));
    }
}
