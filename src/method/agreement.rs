//! How far two raters agree.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::warning;
use super::association::TABLE;
use super::association::counts;
use super::association::not_negative;
use crate::stats::StatError;
use crate::stats::kappa;
use crate::stats::kappa::Agreement;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "weighted_kappa",
    aliases: &["kappa", "cohen_kappa"],
    family: Family::Scales,
    title: ["Cohen's kappa, weighted", "Cohen κ（加权）"],
    definition: [
        "κ = (pₒ − pₑ)/(1 − pₑ) with weights 1 for the same category (unweighted), 1 − |i−j|/(k−1) (linear) or 1 − (i−j)²/(k−1)² (quadratic); standard error of Fleiss, Cohen and Everitt; interval κ ± z·ase. Categories in numerical order, else as `order` says, else in code point order; a table with a column of counts keeps its order.",
        "κ = (pₒ − pₑ)/(1 − pₑ)，权重为：同类 1（不加权）、1 − |i−j|/(k−1)（线性）或 1 − (i−j)²/(k−1)²（二次）；标准误按 Fleiss、Cohen 与 Everitt；区间 κ ± z·ase。类别按数值顺序，否则按 `order`，否则按编码顺序；带频数列的表保持原有顺序。",
    ],
    source: "Cohen 1960, 1968; Fleiss, Cohen & Everitt 1969",
    others: [
        "SPSS tests κ with the error under no agreement, which is smaller; its WEIGHTED KAPPA prints linear or quadratic. R's vcd gives these numbers, psych nearly. One used category gives NaN elsewhere, here no answer.",
        "SPSS 用“无一致”假设下的（较小的）标准误检验 κ，其加权 κ 可选线性或二次。R 的 vcd 与此相同，psych 近似。只用到一个类别时其他软件给出 NaN，这里不给出结果。",
    ],
    takes: &[
        TABLE,
        Param::new("rows", Kind::Column, ["Column of the first rater", "第一位评价者的列"]).or(&["x"]),
        Param::new("cols", Kind::Column, ["Column of the second rater", "第二位评价者的列"]).or(&["y"]),
        Param::new(
            "freq",
            Kind::Column,
            [
                "Column of counts, when a row stands for several",
                "频数列（一行代表多个观测时）",
            ],
        ),
        Param::new("order", Kind::Words, ["Categories in order", "类别的顺序"]),
    ],
    run: weighted_kappa,
}];

/// Two raters' counts.
struct Ratings {
    /// A row per category of the first rater, columns in the same order.
    table: Vec<Vec<f64>>,
    /// The categories in order.
    levels: Vec<String>,
    /// What the reader should know.
    warnings: Vec<Value>,
}

fn ratings(asked: &Asked<'_>) -> Result<Ratings, Fault> {
    let (first, second) = (asked.required_word("rows")?, asked.required_word("cols")?);
    let (x, y) = (asked.labels_of(&first)?, asked.labels_of(&second)?);
    let note = asked.word("note").unwrap_or_default();
    // "long table with Freq" of the reference case.
    let noted = note
        .rsplit_once("table with ")
        .map(|(_, column)| column.trim().to_owned());
    let column = asked.word("freq").or(noted);
    let freq = match &column {
        Some(column) => {
            let numbers = asked.numbers_of(column)?;
            if let Some(n) = numbers.iter().flatten().find(|n| **n < 0.0) {
                return Err(Fault::asked(
                    format!("column `{column}` holds {n}: counts are not negative"),
                    format!("列 `{column}` 中有 {n}：频数不能为负"),
                ));
            }
            numbers
        }
        None => vec![Some(1.0); x.len()],
    };
    let mut warnings = Vec::new();
    let mut levels: Vec<String> = Vec::new();
    for label in x.iter().chain(&y).flatten() {
        if !levels.iter().any(|level| level == label) {
            levels.push((*label).to_owned());
        }
    }
    if let Some(order) = asked.words("order") {
        if let Some(missing) = levels.iter().find(|level| !order.contains(level)) {
            return Err(Fault::asked(
                format!("`order` lacks the category `{missing}`: name every category"),
                format!("`order` 缺少类别 `{missing}`：请写出全部类别"),
            ));
        }
        levels = order;
    } else if levels.iter().all(|level| level.parse::<f64>().is_ok()) {
        let number = |level: &String| level.parse::<f64>().unwrap_or_default();
        levels.sort_by(|a, b| number(a).total_cmp(&number(b)));
    } else if column.is_none() {
        levels.sort();
        if levels.len() > 2 {
            warnings.push(warning(
                format!(
                    "categories are taken in this order: {}; say another with `--order`",
                    levels.join(", ")
                ),
                format!("类别按以下顺序处理：{}；可用 `--order` 另行指定", levels.join("、")),
            ));
        }
    }
    let mut table = vec![vec![0.0; levels.len()]; levels.len()];
    let place = |label: &str| levels.iter().position(|level| level == label);
    for ((x, y), n) in x.iter().zip(&y).zip(freq) {
        if let (Some(x), Some(y), Some(n)) = (x, y, n)
            && let (Some(row), Some(cell)) = (place(x), place(y))
        {
            table[row][cell] += n;
        }
    }
    Ok(Ratings {
        table,
        levels,
        warnings,
    })
}

fn weighted_kappa(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let Ratings {
        table,
        levels,
        warnings,
    } = match asked.matrix("table")? {
        Some(table) => {
            not_negative(&table)?;
            if table.iter().any(|row| row.len() != table.len()) {
                return Err(Fault::asked(
                    "`table` is not square: the same categories in rows and columns",
                    "`table` 不是方阵：行与列应为相同的类别",
                ));
            }
            let places = (1..=table.len()).map(|place| place.to_string()).collect();
            Ratings {
                table,
                levels: places,
                warnings: Vec::new(),
            }
        }
        None => ratings(asked)?,
    };
    let one = |agreement: Agreement| -> Result<Value, StatError> {
        let found = kappa::kappa(&table, agreement)?;
        let interval = found.interval(level);
        let mut fields = json!({
            "kappa": found.kappa,
            "ase": found.standard_error,
            "ci95": bounds(interval.ok()),
            "observed": found.observed,
            "expected": found.expected,
        });
        if let Some(reason) = interval.err().and_then(StatError::reason) {
            fields["reason"] = json!(reason.code());
        }
        Ok(fields)
    };
    let unweighted = match one(Agreement::Exact) {
        Ok(found) => found,
        Err(StatError::Undefined(reason)) => {
            return Ok(json!({
                "table": counts(&table), "categories": levels, "kappa": null, "unweighted": null, "linear": null,
                "quadratic": null, "reason": reason.code(),
            }));
        }
        Err(error) => return Err(error.into()),
    };
    Ok(json!({
        "n": table.iter().flatten().sum::<f64>(),
        "table": counts(&table),
        "categories": levels,
        "kappa": unweighted["kappa"],
        "unweighted": unweighted,
        "linear": one(Agreement::Linear)?,
        "quadratic": one(Agreement::Quadratic)?,
        "warnings": warnings,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use serde_json::json;

    #[test]
    fn raters_may_use_different_categories_in_a_stated_order() {
        let csv = "a,b\nlow,mid\nmid,mid\nhigh,mid\nhigh,high\nlow,low\n";
        let got = asked("kappa", r#"{"rows": "a", "cols": "b", "order": "low,mid,high"}"#, csv).unwrap();
        assert_eq!(got["table"], json!([[1, 1, 0], [0, 1, 0], [0, 1, 1]]));
        let fault = asked("kappa", r#"{"rows": "a", "cols": "b", "order": "low,mid"}"#, csv).unwrap_err();
        assert!(fault.contains("`high`"));
        let sorted = asked("kappa", r#"{"rows": "a", "cols": "b"}"#, csv).unwrap();
        assert_eq!(sorted["categories"], json!(["high", "low", "mid"]));
        assert_eq!(sorted["warnings"].as_array().unwrap().len(), 1);
    }
}
