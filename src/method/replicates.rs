//! Means from replicate weights: the sample weighted again and again, each time with another part left out or doubled.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use crate::stats::replicates;
use crate::stats::replicates::Centre;
use crate::stats::replicates::Rank;
use crate::stats::replicates::Scheme;
use crate::stats::weighted::Linearised;
use serde_json::Map;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "replicate_mean",
    aliases: &["svrepdesign", "svrepmean"],
    family: Family::Weights,
    title: ["Mean by replicate weights", "用重复权重估计均值"],
    definition: [
        "ȳ = Σwy/Σw with the full weights and with each of R sets of replicate weights; V = Σ cᵣ(ȳᵣ − c̄)², c̄ the mean of the replicates, or with `centre` `estimate` ȳ itself. Factors: brr 1/R, fay 1/(R(1 − rho)²), jk1 (R − 1)/R, jkn those of `scales`, bootstrap 1/(R − 1). t with the rank of the replicate weights less one as degrees of freedom, or `df`. With `combined` `no` the replicate columns are factors to the weight. A replicate in which nobody of a group is left is passed over. With `top` y counts as 1 for these codes, else as it is; with `by` every group.",
        "ȳ = Σwy/Σw，先用全样本权重，再用 R 套重复权重各算一次；V = Σ cᵣ(ȳᵣ − c̄)²，c̄ 为各次估计的平均，`centre` 为 `estimate` 时取 ȳ 本身。系数：brr 1/R，fay 1/(R(1 − rho)²)，jk1 (R − 1)/R，jkn 由 `scales` 给出，bootstrap 1/(R − 1)。t 自由度为重复权重的秩减一，或由 `df` 给出。`combined` 为 `no` 时重复权重列是权重的倍数。某组在某次重复中无人时跳过该次。`top` 指定计为 1 的代码；`by` 分组给出。",
    ],
    source: "Wolter 2007; Judkins 1990; Rao & Wu 1988; R survey svrepdesign, svymean, svyby, degf",
    others: [
        "R measures from the mean of the replicates unless `mse = TRUE`; Stata and SUDAAN from the estimate unless asked. SPSS has no replicate weights without an add-on.",
        "R 默认以各次估计的平均为中心，`mse = TRUE` 时以估计值为中心；Stata、SUDAAN 默认以估计值为中心。SPSS 不带附加模块时不支持重复权重。",
    ],
    takes: &[
        Param::new("y", Kind::Column, ["Column with the answers", "答案所在的列"]).or(&["of", "column"]),
        Param::new("top", Kind::Numbers, ["Codes that count as 1", "计为 1 的代码"]),
        Param::new("by", Kind::Column, ["Column that makes groups", "分组列"]).or(&["group"]),
        Param::new(
            "weights",
            Kind::Column,
            ["Column of the full weight; 1 without it", "全样本权重列，默认均为 1"],
        )
        .or(&["weight"]),
        Param::new(
            "replicates",
            Kind::Words,
            [
                "Columns of the replicate weights, or what their names begin with, such as `rep_`",
                "重复权重的各列，或列名的开头，例如 `rep_`",
            ],
        ),
        Param::new(
            "replicate_kind",
            Kind::Word,
            [
                "`brr`, `fay`, `jk1`, `jkn` or `bootstrap`",
                "`brr`、`fay`、`jk1`、`jkn` 或 `bootstrap`",
            ],
        )
        .or(&["type"]),
        Param::new("rho", Kind::Number, ["Fay's factor", "Fay 系数"]),
        Param::new(
            "scale",
            Kind::Number,
            ["One factor for all, in place of the usual", "代替通常系数的统一系数"],
        ),
        Param::new(
            "scales",
            Kind::Numbers,
            ["A factor a replicate, for jkn", "各次重复的系数（jkn）"],
        )
        .or(&["rscales"]),
        Param::new(
            "centre",
            Kind::Word,
            ["`mean` (default) or `estimate`", "`mean`（默认）或 `estimate`"],
        ),
        Param::new(
            "combined",
            Kind::Word,
            ["`no`: the columns are factors to the weight", "`no`：各列为权重的倍数"],
        ),
        Param::new(
            "df",
            Kind::Number,
            ["Degrees of freedom the documentation states", "说明文件给出的自由度"],
        ),
    ],
    run: mean,
}];

/// The full weight of each row, and its weight in each replicate.
struct Weighed {
    full: Vec<f64>,
    /// By replicate, then row.
    again: Vec<Vec<f64>>,
}

fn mean(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let all = asked.unfiltered();
    let weighed = weighed(&all)?;
    let scheme = scheme(asked, weighed.again.len())?;
    let df = match asked.number("df")? {
        Some(df) => df,
        None => degrees(&weighed),
    };
    let name = ["y", "of", "column"].into_iter().find_map(|name| asked.word(name));
    let name = name.ok_or_else(|| {
        Fault::asked(
            "say which column is estimated: `--of COLUMN`",
            "请说明要估计的列：`--of 列名`",
        )
    })?;
    let (answers, top) = (all.numbers_of(&name)?, asked.numbers("top")?);
    let counted = |answer: f64| match &top {
        Some(top) => f64::from(u8::from(top.contains(&Some(answer)))),
        None => answer,
    };
    let mut values: Vec<Option<f64>> = vec![None; answers.len()];
    for row in asked.rows() {
        values[*row] = answers[*row].map(counted);
    }
    let Some(by) = asked.word("by") else {
        return estimate(&weighed, &scheme, &values, (df, level));
    };
    let labels = all.labels_of(&by)?;
    let mut groups = Map::new();
    let mut names: Vec<&str> = labels.iter().flatten().copied().collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let of: Vec<Option<f64>> = values
            .iter()
            .zip(&labels)
            .map(|(value, label)| value.filter(|_| *label == Some(name)))
            .collect();
        groups.insert(name.to_owned(), estimate(&weighed, &scheme, &of, (df, level))?);
    }
    Ok(json!({ "groups": groups }))
}

fn estimate(weighed: &Weighed, scheme: &Scheme, values: &[Option<f64>], (df, level): (f64, f64)) -> Answer {
    let of = |weights: &[f64]| {
        let (mut sum, mut whole) = (0.0, 0.0);
        for (weight, value) in weights.iter().zip(values) {
            if let Some(value) = value {
                sum += weight * value;
                whole += weight;
            }
        }
        (whole > 0.0).then(|| sum / whole)
    };
    let counts = |row: &(&f64, &Option<f64>)| *row.0 > 0.0 && row.1.is_some();
    let rows = weighed.full.iter().zip(values);
    let n = rows.clone().filter(counts).count();
    let sum_w: f64 = rows.filter(counts).map(|(weight, _)| weight).sum();
    let mut fields = json!({
        "n": n,
        "n_missing": weighed.full.iter().filter(|weight| **weight > 0.0).count() - n,
        "sum_w": sum_w,
        "mean": null,
        "se": null,
        "df": df,
        "ci": null,
        "replicates": scheme.replicates(),
    });
    let Some(value) = of(&weighed.full) else {
        fields["reason"] = json!(crate::stats::Reason::NoValidAnswers.code());
        return Ok(fields);
    };
    fields["mean"] = json!(value);
    let again: Vec<Option<f64>> = weighed.again.iter().map(|weights| of(weights)).collect();
    match scheme.variance(value, &again) {
        Ok(variance) => {
            let made = Linearised { value, variance, df };
            fields["se"] = json!(made.standard_error());
            match made.t_interval(level) {
                Ok(interval) => fields["ci"] = bounds(Some(interval)),
                Err(fault) => fields["reason"] = json!(fault.reason().ok_or(fault)?.code()),
            }
        }
        Err(fault) => fields["reason"] = json!(fault.reason().ok_or(fault)?.code()),
    }
    Ok(fields)
}

fn weighed(asked: &Asked<'_>) -> Result<Weighed, Fault> {
    let table = asked.table()?;
    let given = asked.required_words("replicates")?;
    let names: Vec<String> = match given.as_slice() {
        [beginning] if table.column(beginning).is_none() => table
            .names()
            .iter()
            .filter(|name| {
                name.strip_prefix(beginning.as_str())
                    .is_some_and(|rest| rest.parse::<u32>().is_ok())
            })
            .cloned()
            .collect(),
        names => names.to_vec(),
    };
    if names.len() < 2 {
        let given = given.join(", ");
        return Err(Fault::asked(
            format!(
                "`--replicates {given}` names no two columns: write all their names, or what they begin with before a number"
            ),
            format!("`--replicates {given}` 没有指明至少两列：请写出全部列名，或数字之前的开头部分"),
        ));
    }
    let column = |name: &str| {
        let cells = asked.numbers_of(name)?;
        cells
            .into_iter()
            .map(|cell| cell.filter(|weight| *weight >= 0.0 && weight.is_finite()))
            .collect::<Option<Vec<f64>>>()
            .ok_or_else(|| {
                Fault::asked(
                    format!("the weights in `{name}` must be numbers of at least 0, in every row"),
                    format!("`{name}` 中的权重在每一行都应为不小于 0 的数"),
                )
            })
    };
    let full = match asked.word("weights").or_else(|| asked.word("weight")) {
        Some(name) => column(&name)?,
        None => vec![1.0; table.rows()],
    };
    let factors = match asked.word("combined").as_deref() {
        None | Some("yes" | "true") => false,
        Some("no" | "false") => true,
        Some(other) => {
            return Err(Fault::asked(
                format!("`combined` is `yes` or `no`, not `{other}`"),
                format!("`combined` 应为 `yes` 或 `no`，而不是 `{other}`"),
            ));
        }
    };
    let mut again = Vec::with_capacity(names.len());
    for name in &names {
        let mut weights = column(name)?;
        if factors {
            weights.iter_mut().zip(&full).for_each(|(weight, full)| *weight *= full);
        }
        again.push(weights);
    }
    Ok(Weighed { full, again })
}

/// The rank of the replicate weights less one.
fn degrees(weighed: &Weighed) -> f64 {
    let mut rank = Rank::new(weighed.again.len());
    let mut row = Vec::with_capacity(weighed.again.len());
    for at in 0..weighed.full.len() {
        row.clear();
        row.extend(weighed.again.iter().map(|weights| weights[at]));
        rank.add(&row);
    }
    (rank.value() as f64 - 1.0).max(0.0)
}

fn scheme(asked: &Asked<'_>, count: usize) -> Result<Scheme, Fault> {
    let word = asked.word("replicate_kind").or_else(|| asked.word("type"));
    let kind = word.as_deref().and_then(replicates::Kind::of).ok_or_else(|| {
        Fault::asked(
            "say how the replicate weights were made: `--replicate-kind` brr, fay, jk1, jkn or bootstrap; the file's documentation does",
            "请说明重复权重的类型：`--replicate-kind` brr、fay、jk1、jkn 或 bootstrap；数据说明文件中有",
        )
    })?;
    let centre = match asked.word("centre").as_deref() {
        None | Some("mean") => Centre::Mean,
        Some("estimate") => Centre::Estimate,
        Some(other) => {
            return Err(Fault::asked(
                format!("`centre` is `mean` or `estimate`, not `{other}`"),
                format!("`centre` 应为 `mean` 或 `estimate`，而不是 `{other}`"),
            ));
        }
    };
    let scales = asked.numbers("scales")?.unwrap_or_default();
    let known = replicates::Asked {
        kind,
        rho: asked.number("rho")?,
        scale: asked.number("scale")?,
        scales: scales.into_iter().map(|scale| scale.unwrap_or(f64::NAN)).collect(),
        centre,
    };
    Scheme::new(&known, count).map_err(|fault| told(fault, count))
}

fn told(fault: replicates::Fault, count: usize) -> Fault {
    use replicates::Fault as Wrong;
    match fault {
        Wrong::Few => Fault::asked("two replicates at least are needed", "至少需要两套重复权重"),
        Wrong::Rho => Fault::asked(
            "Fay's method needs its factor: `--rho` from 0 to less than 1",
            "Fay 方法需要系数：`--rho` 取 0 到 1（不含 1）",
        ),
        Wrong::ForeignRho => Fault::asked("`rho` belongs to `fay` only", "`rho` 只用于 `fay`"),
        Wrong::FixedScale => Fault::asked(
            "`brr` and `fay` fix the factor: leave `scale` out",
            "`brr`、`fay` 的系数是固定的：请去掉 `scale`",
        ),
        Wrong::NoScales => Fault::asked(
            "`jkn` needs a factor for each replicate: `--scales`",
            "`jkn` 需要给出各次重复的系数：`--scales`",
        ),
        Wrong::Count => Fault::asked(
            format!("there are {count} replicates: `scales` needs as many numbers"),
            format!("共有 {count} 套重复权重：`scales` 应有同样多的数"),
        ),
        Wrong::Scale => Fault::asked("factors are numbers of at least 0", "系数应为不小于 0 的数"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use serde_json::Value;
    use std::collections::BTreeMap;
    use std::fmt::Write;

    /// The demo survey with the replicate factors of each store beside its answers.
    fn csv() -> String {
        let factors = include_str!("../../tests/data/stats/demo_survey_replicates.csv");
        let (heading, lines) = factors.split_once('\n').unwrap();
        let of_store: BTreeMap<&str, &str> = lines.lines().filter_map(|line| line.split_once(',')).collect();
        let answers = include_str!("../../tests/data/stats/demo_survey.csv");
        let (names, rows) = answers.split_once('\n').unwrap();
        let store = names.split(',').position(|name| name == "store").unwrap();
        let mut text = format!("{names},{}\n", heading.split_once(',').unwrap().1);
        for row in rows.lines() {
            let known = of_store[row.split(',').nth(store).unwrap()];
            writeln!(text, "{row},{known}").unwrap();
        }
        text
    }

    #[test]
    fn means_agree_with_svrepdesign() {
        let reference: Value =
            serde_json::from_str(include_str!("../../tests/data/stats/replicates_and_calibration.json")).unwrap();
        let csv = csv();
        let mut held = 0;
        for case in reference["replicates"].as_array().unwrap() {
            let kind = case["kind"].as_str().unwrap();
            let mut args = serde_json::json!({
                "y": "csat", "missing": "csat:9", "weights": "weight", "combined": "no",
                "replicates": format!("{kind}_"),
                "replicate_kind": kind,
            });
            match kind {
                "jkn" => args["scales"] = case["scales"].clone(),
                // As the data were made: 1/(16 · 0.7²) is the scale R states.
                "fay" => args["rho"] = 0.3.into(),
                _ => {}
            }
            for wanted in case["means"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["measure"] == "m_csat")
            {
                let by = wanted["by"].as_str().unwrap();
                if !by.is_empty() {
                    args["by"] = by.into();
                }
                let got =
                    asked("replicate_mean", &args.to_string(), &csv).unwrap_or_else(|fault| panic!("{kind}: {fault}"));
                let got = if by.is_empty() {
                    &got
                } else {
                    &got["groups"][wanted["label"].as_str().unwrap()]
                };
                for (field, key) in [("mean", "value"), ("se", "se")] {
                    let (got, wanted) = (got[field].as_f64().unwrap(), wanted[key].as_f64().unwrap());
                    assert!(
                        (got - wanted).abs() < 1e-10 * wanted,
                        "{kind} {by} {field}: {got} for {wanted}"
                    );
                }
                assert_eq!(got["df"].as_f64(), case["df"].as_f64(), "{kind}");
                held += 1;
            }
            if let Some(object) = args.as_object_mut() {
                object.remove("by");
            }
        }
        assert!(held >= 40, "{held}");
    }

    #[test]
    fn what_does_not_fit_is_told_with_the_way_out() {
        let csv = "y,w,r1,r2\n1,1,2,0\n2,1,0,2\n";
        for (args, words) in [
            (
                r#"{"y": "y", "replicates": "r"}"#,
                "say how the replicate weights were made",
            ),
            (
                r#"{"y": "y", "replicates": "r", "replicate_kind": "fay"}"#,
                "needs its factor",
            ),
            (
                r#"{"y": "y", "replicates": "r", "replicate_kind": "jkn"}"#,
                "needs a factor for each replicate",
            ),
            (
                r#"{"y": "y", "replicates": "x_", "replicate_kind": "brr"}"#,
                "names no two columns",
            ),
            (
                r#"{"replicates": "r", "replicate_kind": "brr"}"#,
                "say which column is estimated",
            ),
        ] {
            let fault = asked("replicate_mean", args, csv).unwrap_err();
            assert!(fault.contains(words), "{args}: {fault}");
        }
        // By hand: means 1.5, and 1 and 2 in the replicates: V = (0.25 + 0.25)/2.
        let got = asked(
            "replicate_mean",
            r#"{"y": "y", "replicates": "r", "replicate_kind": "brr"}"#,
            csv,
        )
        .unwrap();
        assert!((got["se"].as_f64().unwrap() - 0.5).abs() < 1e-15, "{got}");
    }
}
