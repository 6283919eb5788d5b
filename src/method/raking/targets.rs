//! Targets as they are written: an object, or `region=华东:52,华南:48; gender=男:49,女:51`.

use super::super::Asked;
use super::super::Fault;
use crate::stats::raking::Margin;
use serde_json::Value;

/// Targets of one variable: labels in their order, with what each shall have.
pub(super) struct Target {
    pub variable: String,
    pub categories: Vec<(String, f64)>,
}

impl Target {
    pub(super) fn margin(&self, categories: Vec<usize>) -> Margin {
        Margin {
            categories,
            targets: self.categories.iter().map(|pair| pair.1).collect(),
        }
    }
}

/// A number behind a label.
fn target_number(variable: &str, label: &str, value: &Value) -> Result<f64, Fault> {
    let number = value
        .as_f64()
        .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()));
    number.ok_or_else(|| {
        Fault::asked(
            format!("target of `{label}` in `{variable}`: {value} is no number"),
            format!("`{variable}` 的 `{label}` 的目标 {value} 不是数字"),
        )
    })
}

/// `华东:52,华南:48`, or an object.
pub(super) fn categories(variable: &str, value: &Value) -> Result<Vec<(String, f64)>, Fault> {
    let pairs: Vec<(String, Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(label, target)| (label.clone(), target.clone()))
            .collect(),
        Value::String(text) => text
            .split(',')
            .filter(|part| !part.trim().is_empty())
            .map(|part| {
                let (label, target) = part.rsplit_once(':').unwrap_or((part, ""));
                (label.trim().to_owned(), Value::String(target.trim().to_owned()))
            })
            .collect(),
        _ => Vec::new(),
    };
    if pairs.is_empty() {
        return Err(Fault::asked(
            format!("`{variable}` has no targets; write `{variable}=A:52,B:48`"),
            format!("`{variable}` 没有目标；请写 `{variable}=A:52,B:48`"),
        ));
    }
    pairs
        .into_iter()
        .map(|(label, target)| target_number(variable, &label, &target).map(|target| (label, target)))
        .collect()
}

/// The targets of all margins, of one total.
pub(super) fn read(asked: &Asked<'_>) -> Result<Vec<Target>, Fault> {
    let given: Vec<(String, Value)> = match asked.arg("margins") {
        Value::Object(map) => map.iter().map(|(name, value)| (name.clone(), value.clone())).collect(),
        Value::String(text) => text
            .split(';')
            .filter_map(|part| part.split_once('='))
            .map(|(name, list)| (name.trim().to_owned(), Value::String(list.to_owned())))
            .collect(),
        _ => Vec::new(),
    };
    if given.is_empty() {
        return Err(Fault::asked(
            "raking needs margins: `--margins \"region=华东:52,华南:48; gender=男:49,女:51\"`",
            "加权需要边际目标：`--margins \"region=华东:52,华南:48; gender=男:49,女:51\"`",
        ));
    }
    let target = |(variable, value): (String, Value)| {
        let categories = categories(&variable, &value)?;
        Ok(Target { variable, categories })
    };
    let targets = given.into_iter().map(target).collect::<Result<Vec<_>, Fault>>()?;
    // Totals are the margins' own affair, whatever the sample.
    let total = |target: &Target| target.categories.iter().map(|pair| pair.1).sum::<f64>();
    let first = total(&targets[0]);
    for target in &targets[1..] {
        if (total(target) - first).abs() > 1e-6 * first.abs() {
            return Err(totals_differ(
                &targets[0].variable,
                first,
                &target.variable,
                total(target),
            ));
        }
    }
    Ok(targets)
}

/// The fault of margins with other totals.
pub(super) fn totals_differ(one: &str, first: f64, other: &str, second: f64) -> Fault {
    Fault::asked(
        format!(
            "margin totals differ: `{one}` sums to {first}, `{other}` to {second}; give all as shares or all as counts of the same people"
        ),
        format!("边际合计不一致：`{one}` 合计 {first}，`{other}` 合计 {second}；请统一为占比或同一总体的人数"),
    )
}
