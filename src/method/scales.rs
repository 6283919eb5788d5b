//! How well a battery measures one thing.

use super::Answer;
use super::Asked;
use super::Family;
use super::Method;
use super::asked::bounds;
use super::asked::number;
use super::asked::warning;
use super::battery::Battery;
use super::battery::REVERSE;
use super::battery::ROWS;
use super::battery::SCALE;
use super::battery::categories;
use super::battery::dropped_warning;
use super::complete::Complete;
use super::complete::WEIGHTS;
use super::complete::code;
use super::complete::weights;
use super::param::ITEMS;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::covariance::Covariance;
use crate::stats::factor;
use crate::stats::polychoric_matrix;
use crate::stats::reliability;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "cronbach_alpha",
        aliases: &["alpha", "reliability"],
        family: Family::Scales,
        title: ["Cronbach's alpha", "克朗巴赫 α 系数"],
        definition: [
            "α = k/(k−1)·(1 − ΣVar(xᵢ)/Var(Σx)) on complete rows. Beside it standardised α = k·r̄/(1 + (k−1)·r̄), Guttman's λ₆ of standardised items, each item's correlation with the sum of the others, α without each item (from three items on), and Feldt's interval 1 − (1−α)·F. Items without spread are left out and named; a negative item–rest correlation is warned of: recode such items with `reverse`.",
            "α = k/(k−1)·(1 − ΣVar(xᵢ)/Var(Σx))，只用各题齐全的行。另给出标准化 α = k·r̄/(1 + (k−1)·r̄)、标准化题目的 Guttman λ₆、各题与其余题总分的相关、删除该题后的 α（三题以上）以及 Feldt 区间 1 − (1−α)·F。无差异的题目会被剔除并列出；题总相关为负时给出提示，请用 `reverse` 反向计分。",
        ],
        source: "Cronbach 1951; Guttman 1945; Feldt 1965",
        others: [
            "SPSS prints α, standardised α and the item–total table of the same numbers; its λ₆ is of the raw covariances. R's psych::alpha gives raw and standardised α and this λ₆; its default interval is Feldt's in newer versions, Duhachek's in older ones. Some tools take pairwise complete covariances.",
            "SPSS 给出相同的 α、标准化 α 和题总统计表，但其 λ₆ 基于原始协方差。R 的 psych::alpha 给出原始与标准化 α 及此 λ₆；新版默认 Feldt 区间，旧版为 Duhachek 区间。有的工具用成对完整的协方差。",
        ],
        takes: &[ITEMS, ROWS, REVERSE, SCALE, WEIGHTS],
        run: alpha,
    },
    Method {
        id: "mcdonald_omega_total",
        aliases: &["omega", "mcdonald_omega", "ave", "composite_reliability"],
        family: Family::Scales,
        title: [
            "McDonald's omega, composite reliability, AVE",
            "McDonald ω、组合信度与平均方差抽取量",
        ],
        definition: [
            "One common factor is fitted to the covariances (divisor n) by maximum likelihood: Σ = λλ′ + Θ. ω = (Σλ)²/((Σλ)² + Σθ); `omega_observed_variance` divides by the observed variance of the sum. Composite reliability and average variance extracted (AVE) are of the standardised loadings. χ² = n·(ln|Σ| − ln|S| + tr(SΣ⁻¹) − k) with k(k−3)/2 degrees of freedom. Three items fit exactly; two have no ω (`spearman_brown` 2r/(1+r) instead). A negative θ (Heywood case) has no answer.",
            "以极大似然对协方差矩阵（除以 n）拟合单因子模型 Σ = λλ′ + Θ。ω = (Σλ)²/((Σλ)² + Σθ)；`omega_observed_variance` 以总分的实际方差为分母。组合信度与平均方差抽取量（AVE）由标准化载荷计算。χ² = n·(ln|Σ| − ln|S| + tr(SΣ⁻¹) − k)，自由度 k(k−3)/2。三题时恰好识别；两题时没有 ω（改用 `spearman_brown` 2r/(1+r)）。θ 为负（Heywood 情形）时不给出结果。",
        ],
        source: "Jöreskog 1967; McDonald 1999; Fornell & Larcker 1981",
        others: [
            "R's lavaan gives these numbers with std.lv=TRUE; psych::omega fits several factors and prints another ω. SPSS computes ω from a principal axis-like solution of the correlations. Amos and some others use the divisor n − 1, which leaves ω and AVE alone but changes θ and χ² a little.",
            "R 的 lavaan（std.lv=TRUE）给出相同数值；psych::omega 拟合多因子，ω 含义不同。SPSS 由相关矩阵的近似解计算 ω。Amos 等使用除以 n − 1 的协方差，ω 与 AVE 不变，θ 与 χ² 略有差别。",
        ],
        takes: &[ITEMS, ROWS, REVERSE, SCALE, WEIGHTS],
        run: omega,
    },
    Method {
        id: "polychoric_matrix",
        aliases: &["polychoric_correlations", "ordinal_alpha"],
        family: Family::Scales,
        title: ["Polychoric correlations of a battery", "量表的多分格相关矩阵"],
        definition: [
            "Two-step polychoric correlation of every two items over the rows with both (see `polychoric`), and standardised α of that matrix (`ordinal_alpha`). A pair without a solution is null and named with its reason.",
            "每两题在两者都有答案的行上计算两步法多分格相关（见 `polychoric`），并给出该矩阵的标准化 α（`ordinal_alpha`）。无解的题对为空并注明原因。",
        ],
        source: "Olsson 1979; Zumbo, Gadermann & Zeisser 2007 (ordinal α)",
        others: [
            "R's psych::polychoric adds ½ to empty cells unless told correct=0, and smooths a matrix that is not positive definite; neither is done here.",
            "R 的 psych::polychoric 默认对空格加 ½（除非 correct=0），并对非正定矩阵作平滑；这里都不做。",
        ],
        takes: &[ITEMS, REVERSE, SCALE],
        run: polychoric_matrix,
    },
];

/// The answer when there are too few items or rows.
fn too_few(battery: &Battery, complete: &Complete, dropped: &[String]) -> Option<Value> {
    let reason = if complete.names.len() < 2 {
        Reason::Singular
    } else if complete.base() == 0 {
        Reason::NoValidAnswers
    } else if complete.base() < 2 {
        Reason::TooFewAnswers
    } else {
        return None;
    };
    Some(json!({
        "n_complete": complete.base(),
        "n_dropped": complete.dropped,
        "k": complete.names.len(),
        "items_dropped": battery.listed(dropped),
        "alpha_raw": null,
        "omega_total": null,
        "reason": reason.code(),
        "warnings": dropped_warning(dropped).into_iter().collect::<Vec<Value>>(),
    }))
}

fn optional(value: Option<f64>) -> Value {
    value.map_or(Value::Null, |value| json!(value))
}

fn alpha(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let battery = Battery::of(asked)?;
    let weights = weights(asked)?;
    let (complete, dropped) = battery.varying(weights.as_deref())?;
    if let Some(mut answer) = too_few(&battery, &complete, &dropped) {
        answer.as_object_mut().map(|fields| fields.remove("omega_total"));
        return Ok(answer);
    }
    let covariance = complete.covariance()?;
    let (base, size) = (complete.base(), complete.names.len());
    // Whole respondents, as the interval of unweighted rows.
    let effective = (complete.effective_base() + 1e-9).floor();
    let mut warnings: Vec<Value> = dropped_warning(&dropped).into_iter().collect();
    let mut answer = json!({
        "n_complete": base,
        "n_dropped": complete.dropped,
        "k": size,
        "items_dropped": battery.listed(&dropped),
        "item_mean": complete.by_name(0, complete.columns.iter().map(|column| json!(mean(column, &complete.weights)))),
        "item_sd": complete.by_name(0, (0..size).map(|item| json!(covariance.at(item, item).sqrt()))),
    });
    if weights.is_some() {
        answer["n_eff"] = json!(effective);
    }
    let mut add = |name: &str, value: Value| {
        answer[name] = value;
    };
    match reliability::alpha(&covariance) {
        Err(error) => {
            add("alpha_raw", Value::Null);
            add("reason", code(error.reason()));
        }
        Ok(found) => {
            let interval = reliability::feldt(found.raw, effective, size, level);
            let against: Vec<String> = (0..size)
                .filter(|item| found.item_rest[*item].is_some_and(|r| r < 0.0))
                .map(|item| complete.names[item].clone())
                .collect();
            if !against.is_empty() {
                warnings.push(warning(
                    format!(
                        "items not keyed alike: {} runs against the others; if it is worded the other way, say `--reverse {} --scale LOW,HIGH`",
                        against.join(", "),
                        against.join(",")
                    ),
                    format!(
                        "题目方向不一致：{} 与其余题目负相关；若为反向题，请写 `--reverse {} --scale 最低,最高`",
                        against.join("、"),
                        against.join(",")
                    ),
                ));
            }
            add("alpha_raw", json!(found.raw));
            add("alpha_std", optional(found.standardised));
            add("average_r", json!(found.average_correlation));
            add("guttman_l6", optional(found.lambda_6));
            add("feldt_ci95", bounds(interval.ok()));
            add(
                "item_rest_r",
                complete.by_name(0, found.item_rest.iter().map(|r| optional(*r))),
            );
            add(
                "alpha_if_deleted",
                complete.by_name(0, found.if_deleted.iter().map(|alpha| optional(*alpha))),
            );
            add("negative_item_rest", json!(battery.listed(&against)));
            if let Err(error) = interval {
                add("reason", code(error.reason()));
            }
        }
    }
    answer["warnings"] = Value::Array(warnings);
    Ok(answer)
}

fn mean(column: &[f64], weights: &[f64]) -> f64 {
    let first = column.first().copied().unwrap_or_default();
    let above: f64 = column.iter().zip(weights).map(|(x, w)| w * (x - first)).sum();
    first + above / weights.iter().sum::<f64>()
}

fn omega(asked: &Asked<'_>) -> Answer {
    let battery = Battery::of(asked)?;
    let weights = weights(asked)?;
    let (complete, dropped) = battery.varying(weights.as_deref())?;
    if let Some(mut answer) = too_few(&battery, &complete, &dropped) {
        answer.as_object_mut().map(|fields| fields.remove("alpha_raw"));
        return Ok(answer);
    }
    let size = complete.names.len();
    let mut answer = json!({
        "n": complete.base(),
        "n_complete": complete.base(),
        "n_dropped": complete.dropped,
        "k": size,
        "items_dropped": battery.listed(&dropped),
        "warnings": dropped_warning(&dropped).into_iter().collect::<Vec<Value>>(),
    });
    if size == 2 {
        let r = complete.covariance()?.correlation()?.at(1, 0);
        answer["omega_total"] = Value::Null;
        answer["spearman_brown"] = number(reliability::spearman_brown(r));
        answer["reason"] = json!(Reason::Singular.code());
        return Ok(answer);
    }
    let found = match factor::one_factor(&complete.covariance()?, complete.base() as u64) {
        Ok(found) => found,
        Err(StatError::Undefined(reason)) => {
            answer["omega_total"] = Value::Null;
            answer["reason"] = json!(reason.code());
            return Ok(answer);
        }
        Err(error) => return Err(error.into()),
    };
    let named = |values: &[f64]| complete.by_name(0, values.iter().map(|value| json!(value)));
    for (name, value) in [
        ("omega_total", json!(found.omega)),
        ("omega_observed_variance", json!(found.omega_observed)),
        ("loadings", named(&found.loadings)),
        ("loadings_std", named(&found.standardised)),
        ("uniquenesses", named(&found.uniquenesses)),
        ("composite_reliability_std", json!(found.composite_reliability)),
        ("ave", json!(found.average_variance_extracted)),
        ("cfa_chi2", json!(found.chi_square)),
        ("cfa_df", json!(found.df)),
        ("cfa_p", optional(found.p)),
    ] {
        answer[name] = value;
    }
    Ok(answer)
}

fn polychoric_matrix(asked: &Asked<'_>) -> Answer {
    let battery = Battery::of(asked)?;
    for (name, column) in battery.names.iter().zip(&battery.columns) {
        categories(name, column)?;
    }
    if battery.names.len() < 2 {
        return Err(Reason::Singular.into());
    }
    let cells = polychoric_matrix::matrix(&battery.columns);
    let mut failed = Vec::new();
    for (i, row) in cells.iter().enumerate() {
        for (j, cell) in row[..i].iter().enumerate() {
            if let Err(error) = cell {
                let (x, y) = (&battery.names[j], &battery.names[i]);
                failed.push(json!({ "x": x, "y": y, "reason": code(error.reason()) }));
            }
        }
    }
    let known: Option<Vec<Vec<f64>>> = cells
        .iter()
        .map(|row| row.iter().map(|cell| cell.ok()).collect())
        .collect();
    let scale = known.and_then(|rows| reliability::alpha(&Covariance::from_matrix(&rows).ok()?).ok());
    let pairs = |i: usize, j: usize| {
        let both = battery.columns[i].iter().zip(&battery.columns[j]);
        both.filter(|(x, y)| x.is_some() && y.is_some()).count()
    };
    let size = battery.names.len();
    Ok(json!({
        "items": battery.names,
        "k": size,
        "matrix": cells.iter().map(|row| row.iter().map(|cell| number(*cell)).collect()).collect::<Vec<Vec<Value>>>(),
        "n": (0..size).map(|i| (0..size).map(|j| pairs(i, j)).collect()).collect::<Vec<Vec<usize>>>(),
        "ordinal_alpha": optional(scale.as_ref().and_then(|scale| scale.standardised)),
        "reason": failed.first().map_or(Value::Null, |first| first["reason"].clone()),
        "failed": failed,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn scales_agree_with_r() {
        assert_agree(&["cronbach_alpha", "mcdonald_omega_total"], 4);
    }

    #[test]
    fn an_item_worded_the_other_way_is_warned_of_and_turned() {
        let csv = "a,b,c,d\n1,2,5,4\n2,2,4,4\n4,5,2,4\n5,4,1,4\n3,3,2,4\n";
        let before = asked("cronbach_alpha", r#"{"items": "a,b,c,d"}"#, csv).unwrap();
        assert_eq!(before["items_dropped"], serde_json::json!(["d"]));
        assert_eq!(before["negative_item_rest"][0], "a");
        assert_eq!(before["warnings"].as_array().unwrap().len(), 2);
        let args = r#"{"items": "a,b,c", "reverse": "c", "scale": "1,5"}"#;
        let fault = asked("cronbach_alpha", args, csv).unwrap_err();
        assert!(fault.contains("scale"), "{fault}");
        let args = r#"{"items": "a,b,c", "reverse": "c", "scale": [1, 5]}"#;
        let after = asked("cronbach_alpha", args, csv).unwrap();
        let same = asked(
            "cronbach_alpha",
            r#"{"items": "a,b,c", "reverse": {"c": "6 - x"}}"#,
            csv,
        )
        .unwrap();
        assert_eq!(after, same);
        assert!(after["alpha_raw"].as_f64().unwrap() > 0.8);
        let fault = asked("cronbach_alpha", r#"{"items": "a,b", "reverse": {"z": 6}}"#, csv).unwrap_err();
        assert!(fault.contains("`z`"));
    }

    #[test]
    fn two_items_have_spearman_browns_reliability_instead_of_omega() {
        let csv = "a,b\n1,2\n2,1\n3,4\n4,3\n";
        let got = asked("omega", r#"{"items": "a,b"}"#, csv).unwrap();
        // r = 0.6: 1.2/1.6.
        assert!((got["spearman_brown"].as_f64().unwrap() - 0.75).abs() < 1e-12);
        assert_eq!(
            (&got["omega_total"], &got["reason"]),
            (&serde_json::Value::Null, &"singular".into())
        );
        let alpha = asked("alpha", r#"{"items": "a,b"}"#, csv).unwrap();
        assert!(alpha["alpha_if_deleted"]["a"].is_null() && alpha["alpha_raw"].is_f64());
    }

    #[test]
    fn the_matrix_holds_what_pairs_give_and_names_what_fails() {
        let csv = "a,b,c\n1,1,1\n1,2,1\n2,1,1\n2,2,2\n2,2,2\n1,1,1\n2,2,2\n1,1,1\n2,1,1\n";
        let got = asked("polychoric_matrix", r#"{"items": "a,b,c"}"#, csv).unwrap();
        let pair = asked("polychoric", r#"{"x": "a", "y": "b"}"#, csv).unwrap();
        assert_eq!(got["matrix"][0][1], pair["rho_two_step"]);
        assert_eq!(got["failed"].as_array().unwrap().len(), 0, "{got}");
        let csv = "a,b\n1,1\n1,1\n2,2\n";
        let got = asked("polychoric_matrix", r#"{"items": "a,b"}"#, csv).unwrap();
        assert_eq!(got["failed"][0]["reason"], "boundary");
    }
}
