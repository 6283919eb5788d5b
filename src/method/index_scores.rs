//! Scores made of several items per person: usability and the person-level satisfaction index.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::by_name;
use super::asked::warning;
use super::param::ITEMS;
use crate::stats::Reason;
use crate::stats::ValueCounts;
use crate::stats::covariance::Covariance;
use crate::stats::fornell;
use crate::stats::mean;
use crate::stats::reliability;
use crate::stats::sus;
use crate::stats::weighted::Sums;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "sus",
        aliases: &[],
        family: Family::Scores,
        title: ["System Usability Scale", "系统可用性量表（SUS）"],
        definition: [
            "2.5·(Σ odd items (x − 1) + Σ even items (5 − x)) of each person with all ten answers, 0 to 100; then mean, t interval, median and Cronbach's alpha of the keyed items. Items are columns s1 … s10 unless named, in the order of the questionnaire.",
            "对十题全部作答者计算 2.5·(Σ 奇数题 (x − 1) + Σ 偶数题 (5 − x))，取值 0–100；再求均值、t 区间、中位数及同向化题目的 Cronbach α。未指定时题目为列 s1 … s10，按问卷顺序。",
        ],
        source: "Brooke 1996",
        others: [
            "Some tools put the middle point 3 for a missing answer, as Brooke allowed; here such a person is left out and counted.",
            "有的工具按 Brooke 的说法以中点 3 代替缺失答案；这里将此类答卷排除并计数。",
        ],
        takes: &[
            ITEMS,
            Param::new(
                "rows",
                Kind::Matrix,
                [
                    "Answers themselves, a row of ten per person",
                    "直接给出的答案，每人一行十个",
                ],
            ),
            Param::new("row", Kind::Numbers, ["Answers of one person", "一个人的十个答案"]),
        ],
        run: usability,
    },
    Method {
        id: "fornell_index",
        aliases: &["fornell", "acsi_index"],
        family: Family::Scores,
        title: [
            "Person-level satisfaction index (Fornell/ACSI)",
            "个人层面满意度指数（Fornell/ACSI）",
        ],
        definition: [
            "Each person's index is 100·(Σ w·x − min·Σ w)/((max − min)·Σ w), weights scaled to add up to 1; the index is their mean with a t interval of the persons' indices. Persons with all items count; `at_least` K takes those with K items, weights scaled to what they answered. With `weight` (a column) the design-based variance of the weighted mean.",
            "个人指数 = 100·(Σ w·x − min·Σ w)/((max − min)·Σ w)，权重先归一；指数为其均值，区间由个人指数的 t 区间给出。只计各题齐全者；`at_least` K 则计答满 K 题者，并按其所答题目重新归一权重。给出 `weight`（列）时用加权均值的设计方差。",
        ],
        source: "Fornell et al. 1996; Tenenhaus et al. 2005; GB/T 19038-2009",
        others: [
            "ACSI weights are unstandardised outer weights of a PLS model (`pls_pm` gives them as `index_weights`); means of items instead of persons give another interval when answers are missing.",
            "ACSI 的权重是 PLS 模型的非标准化外部权重（`pls_pm` 以 `index_weights` 给出）；有缺失时，按题目均值计算的区间与此不同。",
        ],
        takes: &[
            ITEMS,
            Param::new(
                "weights",
                Kind::Numbers,
                ["Weights of the items; equal without them", "各题权重，默认相等"],
            ),
            Param::new("scale_min", Kind::Number, ["Lowest point of the scale", "量表最低分"]),
            Param::new("scale_max", Kind::Number, ["Highest point of the scale", "量表最高分"]),
            Param::new(
                "at_least",
                Kind::Number,
                [
                    "Items a person must have answered; all without it",
                    "至少须答题数，默认全部",
                ],
            ),
            Param::new(
                "weight",
                Kind::Column,
                ["Column with the respondents' weights", "答卷权重列"],
            ),
        ],
        run: person_level,
    },
];

/// Rows of ten answers: stated, or from the columns.
fn ten(asked: &Asked<'_>) -> Result<Vec<Vec<Option<f64>>>, Fault> {
    let rows = if asked.has("row") {
        vec![asked.numbers("row")?.unwrap_or_default()]
    } else if let Some(list) = asked.arg("rows").as_array() {
        let row = |row: &Value| row.as_array().map(|cells| cells.iter().map(Value::as_f64).collect());
        list.iter()
            .map(|line| row(line).ok_or_else(|| super::asked::absent("rows")))
            .collect::<Result<_, _>>()?
    } else {
        let items = asked.words("items");
        let items = items.unwrap_or_else(|| (1..=10).map(|at| format!("s{at}")).collect());
        if items.len() != 10 {
            return Err(not_ten(items.len()));
        }
        let columns = items
            .iter()
            .map(|item| asked.numbers_of(item))
            .collect::<Result<Vec<_>, _>>()?;
        for (item, column) in items.iter().zip(&columns) {
            if let Some(x) = column.iter().flatten().find(|x| !(1.0..=5.0).contains(*x)) {
                return Err(Fault::asked(
                    format!(
                        "column `{item}` holds {x}; SUS items go from 1 to 5. A code for no answer is named with `--missing {item}:{x}`"
                    ),
                    format!("列 `{item}` 含有 {x}；SUS 各题取值为 1 至 5。若为缺失代码，请写 `--missing {item}:{x}`"),
                ));
            }
        }
        (0..asked.rows().len())
            .map(|row| columns.iter().map(|column| column[row]).collect())
            .collect()
    };
    match rows.iter().find(|row| row.len() != 10) {
        Some(row) => Err(not_ten(row.len())),
        None => Ok(rows),
    }
}

fn not_ten(count: usize) -> Fault {
    Fault::asked(
        format!("SUS has ten items, here are {count}: name them in the order of the questionnaire"),
        format!("SUS 有十题，这里给了 {count} 题：请按问卷顺序列出"),
    )
}

fn usability(asked: &Asked<'_>) -> Answer {
    let rows = ten(asked)?;
    let level = asked.level()?;
    let full: Vec<[f64; 10]> = rows
        .iter()
        .filter_map(|row| row.iter().copied().collect::<Option<Vec<f64>>>())
        .filter_map(|row| row.try_into().ok())
        .collect();
    let scores = full
        .iter()
        .map(sus::score)
        .collect::<Option<Vec<f64>>>()
        .ok_or_else(|| Fault::asked("SUS answers go from 1 to 5", "SUS 各题取值为 1 至 5"))?;
    let incomplete = rows.len() - full.len();
    if scores.is_empty() {
        return Ok(json!({
            "n": 0, "n_incomplete": incomplete, "mean": null, "sd": null, "median": null, "ci95": null, "alpha": null,
            "reason": Reason::NoValidAnswers.code(),
        }));
    }
    let counts = ValueCounts::of(scores.iter().copied())?;
    let estimate = mean::estimate(&counts.summary()?, level)?;
    let keyed: Vec<Vec<f64>> = (0..10)
        .map(|item| full.iter().map(|row| sus::keyed(row)[item]).collect())
        .collect();
    let covariance = Covariance::of(&keyed).ok();
    let alpha = covariance.and_then(|covariance| reliability::alpha(&covariance).ok());
    Ok(json!({
        "n": scores.len(),
        "n_incomplete": incomplete,
        "mean": estimate.mean,
        "sd": estimate.sd,
        "se": estimate.standard_error,
        "median": counts.median()?,
        "ci95": bounds(estimate.interval),
        "ci": bounds(estimate.interval),
        "conf": level,
        "first8": scores[..scores.len().min(8)],
        "alpha": alpha.map(|alpha| alpha.raw),
        "reason": estimate.reason.map(Reason::code),
    }))
}

/// The ends of the items' scale.
fn ends(asked: &Asked<'_>) -> Result<(f64, f64), Fault> {
    let ends = (asked.required_number("scale_min")?, asked.required_number("scale_max")?);
    if ends.0 < ends.1 {
        return Ok(ends);
    }
    Err(Fault::asked(
        "`scale_min` must be below `scale_max`",
        "`scale_min` 应小于 `scale_max`",
    ))
}

/// Weights of the items, adding up to 1; a negative one is named.
fn item_weights(asked: &Asked<'_>, items: &[String]) -> Result<Vec<f64>, Fault> {
    let Some(weights) = asked.numbers("weights")? else {
        return Ok(vec![1.0 / items.len() as f64; items.len()]);
    };
    if weights.len() != items.len() {
        return Err(Fault::asked(
            format!(
                "{} weights for {} items: write one for each, in their order",
                weights.len(),
                items.len()
            ),
            format!("{} 题给了 {} 个权重：请按题目顺序逐一给出", items.len(), weights.len()),
        ));
    }
    let pairs = items.iter().zip(&weights);
    if let Some((item, weight)) = pairs
        .clone()
        .find(|(_, weight)| weight.is_none_or(|weight| weight < 0.0))
    {
        let shown = weight.map_or_else(|| "null".to_owned(), |weight| weight.to_string());
        return Err(Fault::asked(
            format!("the weight of `{item}` is {shown}: weights are zero or positive numbers"),
            format!("`{item}` 的权重为 {shown}：权重应为零或正数"),
        ));
    }
    fornell::normalised(&weights.into_iter().flatten().collect::<Vec<f64>>())
        .map_err(|_| Fault::asked("all item weights are zero", "各题权重全为零"))
}

/// How many answers of each column lie off the scale; columns with none are left out.
fn off_scale(items: &[String], columns: &[Vec<Option<f64>>], ends: (f64, f64)) -> BTreeMap<String, usize> {
    let off = |column: &Vec<Option<f64>>| column.iter().flatten().filter(|x| **x < ends.0 || **x > ends.1).count();
    let counted = items
        .iter()
        .zip(columns)
        .map(|(item, column)| (item.clone(), off(column)));
    counted.filter(|(_, count)| *count > 0).collect()
}

/// The warning about them; they are counted as they are, since only the user knows what they mean.
fn off_scale_warning(off: &BTreeMap<String, usize>, ends: (f64, f64)) -> Option<Value> {
    let first = off.keys().next()?;
    let list = |between: &str| {
        let parts = off.iter().map(|(item, count)| format!("`{item}` ({count})"));
        parts.collect::<Vec<String>>().join(between)
    };
    Some(warning(
        format!(
            "answers off the scale of {} to {} are counted as they are: {}; a code for no answer is named with `--missing {first}:CODE`",
            ends.0,
            ends.1,
            list(", ")
        ),
        format!(
            "以下列有超出量表 {} 至 {} 的答案，已按原值计入：{}；若为缺失代码，请写 `--missing {first}:代码`",
            ends.0,
            ends.1,
            list("、")
        ),
    ))
}

/// Weights of the respondents, 1 without a column; none may be negative or missing.
fn respondents(asked: &Asked<'_>) -> Result<Option<Vec<f64>>, Fault> {
    let Some(column) = asked.word("weight") else {
        return Ok(None);
    };
    let weights = asked.numbers_of(&column)?;
    let checked = weights
        .iter()
        .map(|weight| weight.filter(|weight| *weight >= 0.0))
        .collect::<Option<Vec<f64>>>();
    checked.map(Some).ok_or_else(|| {
        Fault::asked(
            format!("column `{column}` has a weight that is missing or below zero; fill it in, or leave the row out with `--filter`"),
            format!("列 `{column}` 有缺失或小于零的权重；请补齐，或用 `--filter` 排除该行"),
        )
    })
}

fn person_level(asked: &Asked<'_>) -> Answer {
    let items = asked.required_words("items")?;
    let (low, high) = ends(asked)?;
    let weights = item_weights(asked, &items)?;
    let level = asked.level()?;
    let at_least = match asked.count("at_least")? {
        Some(count) => usize::try_from(count).unwrap_or(usize::MAX).clamp(1, items.len()),
        None => items.len(),
    };
    let columns = items
        .iter()
        .map(|item| asked.numbers_of(item))
        .collect::<Result<Vec<_>, _>>()?;
    let respondents = respondents(asked)?;
    let off = off_scale(&items, &columns, (low, high));
    let to_index = |x: f64| 100.0 * (x - low) / (high - low);
    let equal = vec![1.0; items.len()];
    let mut persons: Vec<(f64, f64, Vec<Option<f64>>)> = Vec::new();
    let mut equally = Vec::new();
    for row in 0..asked.rows().len() {
        let weight = respondents.as_ref().map_or(1.0, |weights| weights[row]);
        let answers: Vec<Option<f64>> = columns.iter().map(|column| column[row].map(to_index)).collect();
        let answered = answers.iter().flatten().count() >= at_least;
        if weight == 0.0 || !answered {
            continue;
        }
        if let (Some(own), Some(plain)) = (
            fornell::person(&answers, &weights, 1),
            fornell::person(&answers, &equal, 1),
        ) {
            persons.push((own, weight, answers));
            equally.push((plain, weight));
        }
    }
    if persons.is_empty() {
        return Ok(json!({
            "n": 0, "dropped": asked.rows().len(), "index": null, "se": null, "ci95_t": null,
            "weights_normalised": weights, "reason": Reason::NoValidAnswers.code(),
        }));
    }
    let mean_of = |values: &mut dyn Iterator<Item = (f64, f64)>| {
        let mut sums = Sums::default();
        let mut sorted: Vec<(f64, f64)> = values.collect();
        sorted.sort_by(|one, two| one.0.total_cmp(&two.0).then(one.1.total_cmp(&two.1)));
        for (value, weight) in &sorted {
            sums.add(*weight, *value);
        }
        sums
    };
    let sums = mean_of(&mut persons.iter().map(|(own, weight, _)| (*own, *weight)));
    let design_rows = respondents.as_ref().map_or(persons.len(), |weights| {
        weights.iter().filter(|weight| **weight > 0.0).count()
    });
    let (interval, error, reason) = match sums.linearised(design_rows as u64) {
        Ok(got) => {
            let made = got.t_interval(level);
            (
                made.ok(),
                Some(got.standard_error()),
                made.err().and_then(crate::stats::StatError::reason),
            )
        }
        Err(fault) => (None, None, fault.reason()),
    };
    let item_means = (0..items.len()).map(|at| {
        let sums = mean_of(
            &mut persons
                .iter()
                .filter_map(|(_, weight, answers)| Some((answers[at]?, *weight))),
        );
        low + sums.mean().unwrap_or(0.0) * (high - low) / 100.0
    });
    let individual = ValueCounts::of(persons.iter().map(|(own, _, _)| *own))?;
    Ok(json!({
        "n": persons.len(),
        "dropped": asked.rows().len() - persons.len(),
        "index": sums.mean()?,
        "equal_weight_index": mean_of(&mut equally.into_iter()).mean()?,
        "se": error,
        "sd_individual": individual.sd(),
        "ci95_t": bounds(interval),
        "ci": bounds(interval),
        "conf": level,
        "item_means": by_name(&items, item_means),
        "weights_normalised": weights,
        "off_scale": off,
        "warnings": off_scale_warning(&off, (low, high)).into_iter().collect::<Vec<Value>>(),
        "reason": reason.map(Reason::code),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn scores_of_persons_agree_with_r() {
        assert_agree(&["sus", "fornell_index"], 2);
    }

    #[test]
    fn weights_and_missing_answers_of_an_index_do_what_they_say() {
        let csv = "a,b,w\n1,5,1\n5,5,3\n3,,2\n4,2,0\n";
        let args = |more: &str| format!(r#"{{"items": ["a","b"], "scale_min": 1, "scale_max": 5{more}}}"#);
        let plain = asked("fornell_index", &args(""), csv).unwrap();
        // By hand: 50, 100 and 50.
        assert!(
            (plain["index"].as_f64().unwrap() - 200.0 / 3.0).abs() < 1e-12,
            "{plain}"
        );
        assert_eq!((&plain["n"], &plain["dropped"]), (&3.into(), &1.into()));
        let weighted = asked("fornell_index", &args(r#", "weight": "w", "at_least": 1"#), csv).unwrap();
        assert!(
            (weighted["index"].as_f64().unwrap() - (50.0 + 300.0 + 100.0) / 6.0).abs() < 1e-12,
            "{weighted}"
        );
        let fault = asked("fornell_index", &args(r#", "weights": [1,-1]"#), csv).unwrap_err();
        assert!(fault.contains("`b`"), "{fault}");
        let off = asked("fornell_index", &args("").replace("5}", "4}"), csv).unwrap();
        assert_eq!(off["off_scale"], serde_json::json!({"a": 1, "b": 2}));
        assert_eq!(off["warnings"].as_array().unwrap().len(), 1);
        let alike = asked("fornell_index", &args(""), "a,b\n3,3\n3,3\n").unwrap();
        assert_eq!(
            (&alike["ci95_t"], &alike["reason"]),
            (&serde_json::Value::Null, &"zero_variance".into())
        );
    }
}
