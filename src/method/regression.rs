//! An outcome explained by several columns at once: linear regression, and what other models share with it.

use super::Answer;
use super::Asked;
use super::Family;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::warning;
use super::complete::Complete;
use super::complete::Model;
use super::complete::WEIGHTS;
use super::complete::weights;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::comparison::Reference;
use crate::stats::linear;
use crate::stats::linear::Fit;
use crate::stats::weighted_models;
use crate::stats::weighted_models::WeightedFit;
use serde_json::Value;
use serde_json::json;

/// The outcome.
pub(super) const Y: Param = Param::new("y", Kind::Column, ["Outcome", "因变量"]).or(&["of", "outcome"]);

/// The predictors.
pub(super) const X: Param =
    Param::new("x", Kind::Columns, ["Columns that explain it", "解释变量"]).or(&["by", "drivers", "predictors"]);

/// Predictors as numbers.
pub(super) const X1: Param = Param::new(
    "x1",
    Kind::Numbers,
    [
        "A predictor's numbers; `x2`, `x3` are further ones",
        "一个解释变量的数值；`x2`、`x3` 为更多变量",
    ],
);

/// A second predictor as numbers.
pub(super) const X2: Param = Param::new(
    "x2",
    Kind::Numbers,
    ["A second predictor's numbers", "第二个解释变量的数值"],
);

/// A third predictor as numbers.
pub(super) const X3: Param = Param::new(
    "x3",
    Kind::Numbers,
    ["A third predictor's numbers", "第三个解释变量的数值"],
);

const INTERCEPT: &str = "(Intercept)";

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "ols",
    aliases: &["regression", "lm", "linear_regression"],
    family: Family::Drivers,
    title: ["Linear regression", "线性回归"],
    definition: [
        "Least squares with an intercept on complete rows, by orthogonal columns (QR). Classical and HC3 standard errors, t with n−k−1; β* = b·sₓ/s_y; R², adjusted R², F, σ; variance inflation VIF = 1/(1−R²ⱼ) (above 5 noted, above 10 strong); AIC and BIC with σ counted. A column that repeats others has no solution and is named (`collinear`, with the columns that determine it in `collinear_with`).",
        "在完整行上作含截距的最小二乘（QR 正交分解）。给出经典与 HC3 标准误，t 自由度 n−k−1；β* = b·sₓ/s_y；R²、调整 R²、F、σ；方差膨胀 VIF = 1/(1−R²ⱼ)（大于 5 提示，大于 10 严重）；AIC 与 BIC 计入 σ。与其他列重复的列无解，会被列出（`collinear`，由哪些列决定见 `collinear_with`）。",
    ],
    source: "Gauss 1809; MacKinnon & White 1985 (HC3); Belsley, Kuh & Welsch 1980 (VIF)",
    others: [
        "R's lm leaves a collinear column out with NA; SPSS excludes it with a note; statsmodels uses a pseudo-inverse. SPSS prints classical errors unless asked for HC3. SPSS's AIC leaves out the constants.",
        "R 的 lm 对共线列给出 NA；SPSS 剔除并注明；statsmodels 用伪逆。SPSS 默认给出经典标准误。SPSS 的 AIC 不含常数项。",
    ],
    takes: &[Y, X, X1, X2, X3, WEIGHTS],
    run: ols,
}];

/// Names and causes of columns that repeat others, among all answers of a model.
pub(super) fn collinear(rows: &Complete, repeated: &[(usize, Vec<usize>)]) -> Value {
    let name = |place: &usize| rows.names[place + 1].clone();
    let few = rows.base() <= rows.names.len();
    // With too few rows any columns determine one another; that says nothing about them.
    let repeated = if few { &[] } else { repeated };
    let with = repeated.iter().filter(|(_, by)| !by.is_empty());
    let constant: Vec<String> = repeated
        .iter()
        .filter(|(_, by)| by.is_empty())
        .map(|(place, _)| name(place))
        .collect();
    let determined: Vec<String> = with.clone().map(|(place, _)| name(place)).collect();
    let causes: Vec<(String, Value)> = with
        .map(|(place, by)| (name(place), json!(by.iter().map(name).collect::<Vec<String>>())))
        .collect();
    let mut warnings = Vec::new();
    if !determined.is_empty() {
        warnings.push(warning(
            format!("leave out what other columns determine: {}", determined.join(", ")),
            format!("请去掉由其他列决定的列：{}", determined.join("、")),
        ));
    }
    if !constant.is_empty() {
        warnings.push(warning(
            format!(
                "leave out what has the same answer in all complete rows: {}",
                constant.join(", ")
            ),
            format!("请去掉在全部完整行中答案相同的列：{}", constant.join("、")),
        ));
    }
    if few {
        warnings.push(warning(
            format!(
                "{} complete rows are too few for {} columns; {} were left out for missing answers",
                rows.base(),
                rows.names.len() - 1,
                rows.dropped
            ),
            format!(
                "完整的行只有 {}，不足以估计 {} 个解释变量；因缺失而剔除 {} 行",
                rows.base(),
                rows.names.len() - 1,
                rows.dropped
            ),
        ));
    }
    json!({
        "collinear": determined.into_iter().chain(constant.iter().cloned()).collect::<Vec<String>>(),
        "collinear_with": causes.into_iter().collect::<serde_json::Map<String, Value>>(),
        "constant": constant,
        "warnings": warnings,
    })
}

/// The answer when there is no model: the reason, and what is known of its cause.
pub(super) fn unfit(rows: &Complete, error: StatError) -> Answer {
    let StatError::Undefined(reason) = error else {
        return Err(error.into());
    };
    let repeated = linear::repeated(&rows.columns[1..])?;
    let repeated: Vec<(usize, Vec<usize>)> = repeated.into_iter().map(|one| (one.predictor, one.by)).collect();
    let mut answer = collinear(rows, &repeated);
    answer["coef"] = Value::Null;
    answer["n"] = json!(rows.base());
    answer["n_dropped"] = json!(rows.dropped);
    answer["reason"] = json!(reason.code());
    if reason == Reason::ZeroVariance {
        let outcome = &rows.names[0];
        add_warning(
            &mut answer,
            warning(
                format!("`{outcome}` is the same in all complete rows: there is nothing to explain"),
                format!("`{outcome}` 在全部完整行中相同：没有可解释的差异"),
            ),
        );
    }
    Ok(answer)
}

/// Adds to the warnings of an answer.
pub(super) fn add_warning(answer: &mut Value, entry: Value) {
    if let Some(list) = answer["warnings"].as_array_mut() {
        list.push(entry);
    }
}

/// The intercept's name and those of the predictors, each with a value.
pub(super) fn all(rows: &Complete, values: impl IntoIterator<Item = Value>) -> Value {
    let names = [INTERCEPT.to_owned()]
        .into_iter()
        .chain(rows.names[1..].iter().cloned());
    Value::Object(names.zip(values).collect())
}

/// Warnings of a model that was fitted.
pub(super) fn cautions(rows: &Complete, inflation: &[f64]) -> Vec<Value> {
    let mut warnings = Vec::new();
    let named = |above: f64| {
        let inflated = rows.names[1..].iter().zip(inflation).filter(|(_, vif)| **vif > above);
        inflated.map(|(name, _)| name.as_str()).collect::<Vec<&str>>()
    };
    let (some, strong) = (named(5.0), named(10.0));
    if !strong.is_empty() {
        warnings.push(warning(
            format!(
                "strongly collinear (VIF above 10), coefficients hardly tell them apart: {}",
                strong.join(", ")
            ),
            format!("高度共线（VIF 大于 10），系数难以区分：{}", strong.join("、")),
        ));
    } else if !some.is_empty() {
        warnings.push(warning(
            format!("collinear (VIF above 5): {}", some.join(", ")),
            format!("存在共线（VIF 大于 5）：{}", some.join("、")),
        ));
    }
    let size = rows.names.len() - 1;
    if rows.base() < 10 * size {
        warnings.push(warning(
            format!("{} rows for {size} columns: fewer than ten per column", rows.base()),
            format!("{size} 个解释变量只有 {} 行：每个变量不足十行", rows.base()),
        ));
    }
    warnings
}

fn ols(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let weights = weights(asked)?;
    let rows = Model::of(asked)?.complete(asked.answers("y")?, weights.as_deref())?;
    if weights.is_some() {
        return match weighted_models::least_squares(&rows.columns[0], &rows.columns[1..], &rows.weights) {
            Ok(fit) => Ok(weighted(&rows, &fit, level)),
            Err(error) => unfit(&rows, error),
        };
    }
    match linear::least_squares(&rows.columns[0], &rows.columns[1..]) {
        Ok(fit) => Ok(fitted(&rows, &fit, level)),
        Err(error) => unfit(&rows, error),
    }
}

/// A model of weighted rows: coefficients with linearised errors, t with rows less coefficients.
pub(super) fn weighted(rows: &Complete, fit: &WeightedFit, level: f64) -> Value {
    let tested: Vec<Option<Comparison>> = fit
        .estimates
        .iter()
        .zip(&fit.errors)
        .map(|(b, error)| Comparison::wald(*b, *error, Reference::Student(fit.df), level).ok())
        .collect();
    let each = |value: &dyn Fn(&Comparison) -> Option<f64>| {
        all(rows, tested.iter().map(|one| json!(one.as_ref().and_then(value))))
    };
    json!({
        "n": fit.base,
        "n_eff": rows.effective_base(),
        "n_dropped": rows.dropped,
        "coef": all(rows, fit.estimates.iter().map(|b| json!(b))),
        "se": all(rows, fit.errors.iter().map(|error| json!(error))),
        "t": each(&|one| one.statistic),
        "p": each(&|one| one.p),
        "ci95_low": each(&|one| Some(one.interval?.low)),
        "ci95_high": each(&|one| Some(one.interval?.high)),
        "beta_std": rows.by_name(1, fit.standardised.iter().map(|b| json!(b))),
        "df": fit.df,
        "r2": fit.r_squared,
        "warnings": [warning(
            "weighted: standard errors are linearised (design-based), t has rows less coefficients degrees of freedom",
            "加权：标准误为线性化（设计型）估计，t 的自由度为行数减系数个数",
        )],
        "reason": null,
    })
}

fn fitted(rows: &Complete, fit: &Fit, level: f64) -> Value {
    let each = |value: &dyn Fn(&linear::Coefficient) -> Option<f64>| {
        all(rows, fit.coefficients.iter().map(|one| json!(value(one))))
    };
    let predictors = |value: fn(&linear::Coefficient) -> Option<f64>| {
        rows.by_name(1, fit.coefficients[1..].iter().map(|one| json!(value(one))))
    };
    let tested = |one: &linear::Coefficient| fit.t(one.estimate, one.standard_error).ok();
    let robust = |one: &linear::Coefficient| fit.t(one.estimate, one.robust_error?).ok();
    let interval = |one: &linear::Coefficient| fit.interval(one.estimate, one.standard_error, level).ok();
    let robust_interval = |one: &linear::Coefficient| fit.interval(one.estimate, one.robust_error?, level).ok();
    let inflation: Vec<f64> = fit.coefficients.iter().filter_map(|one| one.inflation).collect();
    let f = fit.f().ok();
    let criteria = fit.criteria();
    json!({
        "n": fit.base,
        "n_dropped": rows.dropped,
        "coef": each(&|one| Some(one.estimate)),
        "se": each(&|one| Some(one.standard_error)),
        "t": each(&|one| tested(one).map(|test| test.0)),
        "p": each(&|one| tested(one).map(|test| test.1)),
        "ci95_low": each(&|one| interval(one).map(|bounds| bounds.low)),
        "ci95_high": each(&|one| interval(one).map(|bounds| bounds.high)),
        "beta_std": predictors(|one| one.standardised),
        "r2": fit.r_squared,
        "adj_r2": fit.adjusted_r_squared(),
        "sigma": fit.sigma(),
        "F": f.map(|f| f.0),
        "F_df": [fit.coefficients.len() as f64 - 1.0, fit.df()],
        "F_p": f.map(|f| f.1),
        "vif": predictors(|one| one.inflation),
        "hc3_se": each(&|one| one.robust_error),
        "hc3_p": each(&|one| robust(one).map(|test| test.1)),
        "hc3_ci95_low": each(&|one| robust_interval(one).map(|bounds| bounds.low)),
        "hc3_ci95_high": each(&|one| robust_interval(one).map(|bounds| bounds.high)),
        "aic": criteria.map(|both| both.0),
        "bic": criteria.map(|both| both.1),
        "warnings": cautions(rows, &inflation),
        "reason": if fit.perfect { json!(Reason::ZeroVariance.code()) } else { Value::Null },
    })
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn models_agree_with_r() {
        assert_agree(&["ols"], 2);
    }

    #[test]
    fn a_column_that_repeats_others_is_named_with_them() {
        let csv = "y,a,b,c,d\n1,1,2,3,7\n2,2,1,3,7\n3,4,1,5,7\n5,3,3,6,7\n4,2,5,7,7\n4,6,2,8,7\n3,5,6,11,7\n";
        let got = asked("ols", r#"{"y": "y", "x": "a,b,c,d"}"#, csv).unwrap();
        assert_eq!((&got["coef"], &got["reason"]), (&json!(null), &json!("singular")));
        assert_eq!(got["collinear"], json!(["c", "d"]));
        assert_eq!(got["collinear_with"], json!({"c": ["a", "b"]}));
        assert_eq!(got["constant"], json!(["d"]));
        assert_eq!(got["warnings"].as_array().unwrap().len(), 2);
        let few = asked("ols", r#"{"y": "y", "x": "a,b"}"#, "y,a,b\n1,2,3\n2,1,1\n4,4,\n").unwrap();
        assert_eq!((&few["reason"], &few["n_dropped"]), (&json!("singular"), &json!(1)));
        assert!(few["warnings"][0]["en"].as_str().unwrap().contains("too few"));
    }
}
