//! A yes or no explained by several columns: logistic regression.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::same_code;
use super::asked::warning;
use super::complete::Complete;
use super::complete::Model;
use super::complete::WEIGHTS;
use super::complete::weights;
use super::regression;
use super::regression::X;
use super::regression::X1;
use super::regression::X2;
use super::regression::X3;
use super::regression::Y;
use super::regression::add_warning;
use super::regression::all;
use super::regression::unfit;
use crate::stats::Reason;
use crate::stats::interval::critical_z;
use crate::stats::logistic;
use crate::stats::logistic::Logistic;
use crate::stats::weighted_models;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "logistic",
    aliases: &["logit", "logistic_regression"],
    family: Family::Drivers,
    title: ["Logistic regression", "逻辑回归"],
    definition: [
        "Log odds of the event as a linear function, by maximum likelihood (iteratively reweighted least squares) on complete rows. Wald z and interval, odds ratio eᵇ, likelihood ratio test against no predictors, McFadden 1 − ln L/ln L₀, Nagelkerke, AIC, and AUC by ranks of the fitted chances (ten digits, ties ½). The outcome has two values; the larger, or the later in code point order, is the event unless `event` says otherwise. Columns that separate the outcome have no estimate (`separation`, named in `separating`).",
        "在完整行上以极大似然（迭代加权最小二乘）把事件的对数优势表示为线性函数。给出 Wald z 与区间、优势比 eᵇ、对无解释变量模型的似然比检验、McFadden 1 − ln L/ln L₀、Nagelkerke、AIC，以及由拟合概率（十位有效数字，同分计 ½）的秩得到的 AUC。因变量须为两个取值；较大者（或编码顺序在后者）为事件，可用 `event` 指定。完全分离因变量的列没有估计（`separation`，见 `separating`）。",
    ],
    source: "McCullagh & Nelder 1989; Albert & Anderson 1984; McFadden 1974; Nagelkerke 1991",
    others: [
        "With separation R's glm warns and prints a huge slope with p near 1, SPSS stops after 20 steps; neither is an estimate. SPSS predicts the higher code by default, as here.",
        "出现完全分离时，R 的 glm 仅给出警告和极大的斜率（p 接近 1），SPSS 在 20 步后停止；两者都不是估计值。SPSS 默认预测较大的代码，与此相同。",
    ],
    takes: &[
        Y,
        X,
        X1,
        X2,
        X3,
        WEIGHTS,
        Param::new(
            "event",
            Kind::Word,
            ["Value of the outcome that counts", "视为事件的取值"],
        ),
    ],
    run: logit,
}];

/// The outcome as yes (1) and no (0), and the value that is a yes.
fn events(asked: &Asked<'_>) -> Result<(Vec<Option<f64>>, String), Fault> {
    let labels: Vec<Option<String>> = if asked.is_list("y") {
        let text = |x: Option<f64>| x.map(|x| x.to_string());
        asked.answers("y")?.into_iter().map(text).collect()
    } else {
        let labels = asked.labels_of(&asked.required_word("y")?)?;
        labels.into_iter().map(|label| label.map(str::to_owned)).collect()
    };
    let values: BTreeSet<&String> = labels.iter().flatten().collect();
    let mut values: Vec<&String> = values.into_iter().collect();
    if let Some(numbers) = values
        .iter()
        .map(|v| v.parse::<f64>().ok())
        .collect::<Option<Vec<f64>>>()
    {
        let mut both: Vec<(f64, &String)> = numbers.into_iter().zip(values).collect();
        both.sort_by(|a, b| a.0.total_cmp(&b.0));
        both.dedup_by(|a, b| same_code(a.1, b.1));
        values = both.into_iter().map(|(_, value)| value).collect();
    }
    let name = asked.arg("y").as_str().unwrap_or("y");
    let event = asked.word("event");
    if values.len() > 2 && event.is_none() {
        let shown: Vec<&str> = values.iter().take(6).map(|value| value.as_str()).collect();
        return Err(Fault::asked(
            format!(
                "`{name}` has {} values ({}, …): logistic regression is of two; say which one is the event with `--event`",
                values.len(),
                shown.join(", ")
            ),
            format!(
                "`{name}` 有 {} 个取值（{} 等）：逻辑回归的因变量应为两个取值；请用 `--event` 指定事件",
                values.len(),
                shown.join("、")
            ),
        ));
    }
    if let Some(event) = &event
        && !values.iter().any(|value| same_code(event, value))
    {
        let there: Vec<&str> = values.iter().take(20).map(|value| value.as_str()).collect();
        return Err(Fault::asked(
            format!("`{name}` never is `{event}`; there are: {}", there.join(", ")),
            format!("`{name}` 中没有 `{event}`；现有：{}", there.join("、")),
        ));
    }
    // With a single value there is nothing to explain; whether it is a yes does not matter.
    let event = event.unwrap_or_else(|| values.last().map_or_else(String::new, |value| (*value).clone()));
    let yes = |label: &Option<String>| {
        label
            .as_ref()
            .map(|label| f64::from(u8::from(same_code(&event, label))))
    };
    Ok((labels.iter().map(yes).collect(), event))
}

fn logit(asked: &Asked<'_>) -> Answer {
    let z = critical_z(asked.level()?)?;
    let (outcome, event) = events(asked)?;
    let weights = weights(asked)?;
    let rows = Model::of(asked)?.complete(outcome, weights.as_deref())?;
    let yes: Vec<bool> = rows.columns[0].iter().map(|y| *y > 0.5).collect();
    if weights.is_some()
        && let Ok(fit) = weighted_models::logistic(&yes, &rows.columns[1..], &rows.weights)
    {
        let mut answer = regression::weighted(&rows, &fit, asked.level()?);
        answer["event"] = json!(event);
        answer["events"] = json!(yes.iter().filter(|yes| **yes).count());
        let ratios = fit.estimates.iter().map(|b| json!(b.exp()));
        answer["odds_ratio"] = all(&rows, ratios);
        return Ok(answer);
    }
    match logistic::fit(&yes, &rows.columns[1..]) {
        Ok(model) => {
            let mut answer = modelled(&rows, &model, z);
            answer["event"] = json!(event);
            Ok(answer)
        }
        Err(error) => {
            let mut answer = unfit(&rows, error)?;
            answer["event"] = json!(event);
            if error.reason() == Some(Reason::Separation) {
                let alone = logistic::separating(&yes, &rows.columns[1..]);
                let names: Vec<&str> = alone.iter().map(|place| rows.names[place + 1].as_str()).collect();
                let (en, zh) = if names.is_empty() {
                    ("columns taken together".to_owned(), "若干列合在一起".to_owned())
                } else {
                    (names.join(", "), names.join("、"))
                };
                add_warning(
                    &mut answer,
                    warning(
                        format!(
                            "{en} tell `{}` perfectly: leave such a column out or collapse its categories",
                            rows.names[0]
                        ),
                        format!("{zh} 完全区分了 `{}`：请去掉这样的列或合并其类别", rows.names[0]),
                    ),
                );
                answer["separating"] = json!(names);
            }
            Ok(answer)
        }
    }
}

fn modelled(rows: &Complete, model: &Logistic, z: f64) -> Value {
    let each = |value: &dyn Fn(&logistic::Coefficient) -> f64| {
        all(rows, model.coefficients.iter().map(|one| json!(value(one))))
    };
    let bound = |side: f64| move |one: &logistic::Coefficient| one.estimate + side * z * one.standard_error;
    let ratio = |side: f64| move |one: &logistic::Coefficient| bound(side)(one).exp();
    let test = model.likelihood_ratio();
    json!({
        "n": model.base,
        "n_dropped": rows.dropped,
        "events": model.events,
        "coef": each(&|one| one.estimate),
        "se": each(&|one| one.standard_error),
        "z": each(&|one| one.z().0),
        "p": each(&|one| one.z().1),
        "odds_ratio": each(&|one| one.estimate.exp()),
        "wald_ci95_low": each(&bound(-1.0)),
        "wald_ci95_high": each(&bound(1.0)),
        "odds_ratio_ci95_low": each(&ratio(-1.0)),
        "odds_ratio_ci95_high": each(&ratio(1.0)),
        "loglik": model.log_likelihood,
        "null_deviance": model.null_deviance(),
        "deviance": model.deviance(),
        "lr_chi2": test.map(|test| test.0),
        "lr_p": test.map(|test| test.1),
        "mcfadden_r2": model.mcfadden(),
        "nagelkerke_r2": model.nagelkerke(),
        "cox_snell_r2": model.cox_snell(),
        "aic": model.aic(),
        "auc": model.area,
        "warnings": few_events(rows, model),
    })
}

/// A warning when the rarer outcome is too rare for so many columns.
fn few_events(rows: &Complete, model: &Logistic) -> Vec<Value> {
    let rarer = model.events.min(model.base - model.events);
    let size = rows.names.len() as u64 - 1;
    if rarer >= 10 * size {
        return Vec::new();
    }
    vec![warning(
        format!("{rarer} of the rarer outcome for {size} columns: fewer than ten per column"),
        format!("{size} 个解释变量，较少的一类只有 {rarer} 例：每个变量不足十例"),
    )]
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn chances_agree_with_r() {
        assert_agree(&["logistic"], 2);
    }

    #[test]
    fn the_event_may_be_a_word_and_separation_names_its_column() {
        let csv = "left,a,b\nno,1,2\nno,2,5\nyes,2,3\nno,4,1\nyes,5,6\nyes,3,4\nno,3,6\nyes,6,2\n";
        let got = asked("logit", r#"{"y": "left", "x": "a"}"#, csv).unwrap();
        assert_eq!((&got["event"], &got["events"]), (&json!("yes"), &json!(4)));
        let turned = asked("logit", r#"{"y": "left", "x": "a", "event": "no"}"#, csv).unwrap();
        let slope = |value: &serde_json::Value| value["coef"]["a"].as_f64().unwrap();
        assert!((slope(&got) + slope(&turned)).abs() < 1e-10);
        let fault = asked("logit", r#"{"y": "a", "x": "b"}"#, csv).unwrap_err();
        assert!(
            fault.contains("`a` has 6 values") && fault.contains("--event"),
            "{fault}"
        );
        let csv = "y,a\n0,1\n0,2\n1,3\n1,4\n";
        let got = asked("logit", r#"{"y": "y", "x": "a"}"#, csv).unwrap();
        assert_eq!(
            (&got["reason"], &got["separating"]),
            (&json!("separation"), &json!(["a"]))
        );
    }
}
