//! Kano's model over rows of answers, pairs, counts or percentages.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::warning;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::kano;
use crate::stats::kano::Category;
use crate::stats::kano::Frequencies;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "kano",
    aliases: &[],
    family: Family::Drivers,
    title: ["Kano categories of a feature", "Kano 模型分类"],
    definition: [
        "Each pair of answers (if it is there / if it is not; 1 like, 2 must be, 3 neutral, 4 live with, 5 dislike) is looked up in the 5×5 table: M must-be, O one-dimensional, A attractive, I indifferent, R reverse, Q questionable. The most frequent counts, ties in the order M>O>A>I. Better = (A+O)/(A+O+M+I), Worse = −(O+M)/(A+O+M+I), with Wilson intervals. Fong: the first stands out from the second when |a−b| ≥ 1.65·√((a+b)(2n−a−b)/(2n)); else `label` is mixed. Without `feature` every feature is answered.",
        "每对答案（具备时/不具备时；1 喜欢、2 理应如此、3 无所谓、4 能忍受、5 不喜欢）按 5×5 表归类：M 必备、O 期望、A 魅力、I 无差异、R 反向、Q 可疑。取频数最高者，并列时依 M>O>A>I。Better = (A+O)/(A+O+M+I)，Worse = −(O+M)/(A+O+M+I)，附 Wilson 区间。Fong 检验：|a−b| ≥ 1.65·√((a+b)(2n−a−b)/(2n)) 时首位显著突出，否则 `label` 记为混合。不写 `feature` 则逐一给出各功能。",
    ],
    source: "Kano et al. 1984; Berger et al. 1993; Fong 1996",
    others: [
        "Some tables put other letters in the middle (such as Q at 2/2); Worse is often printed without its sign.",
        "有的评价表在中部取不同字母（如 2/2 记 Q）；Worse 常不带负号。",
    ],
    takes: &[
        Param::new("feature", Kind::Word, ["The feature asked about", "功能名称"]),
        Param::new(
            "feature_column",
            Kind::Column,
            [
                "Column that names the feature; `feature` without it",
                "功能名所在列，默认 `feature`",
            ],
        ),
        Param::new(
            "functional",
            Kind::Column,
            [
                "Column with the answer if it is there; `functional` without it",
                "“具备时”的答案列，默认 `functional`",
            ],
        ),
        Param::new(
            "dysfunctional",
            Kind::Column,
            [
                "Column with the answer if it is not; `dysfunctional` without it",
                "“不具备时”的答案列，默认 `dysfunctional`",
            ],
        ),
        Param::new(
            "pairs",
            Kind::Matrix,
            ["Pairs of answers themselves", "直接给出的成对答案"],
        ),
        Param::new(
            "counts",
            Kind::Json,
            ["Counts by letter: `{\"A\": 23, …}`", "各类频数：`{\"A\": 23, …}`"],
        ),
        Param::new("percent", Kind::Json, ["Percentages by letter", "各类百分比"]),
        Param::new(
            "n",
            Kind::Number,
            ["Respondents behind the percentages", "百分比所依据的人数"],
        ),
    ],
    run: features,
}];

/// Frequencies by letter, `A=23, O=56 …` or an object.
fn lettered(asked: &Asked<'_>, name: &str) -> Result<Option<Frequencies>, Fault> {
    let pairs: Vec<(String, Option<f64>)> = match asked.arg(name) {
        Value::Null => return Ok(None),
        Value::Object(map) => map
            .iter()
            .map(|(letter, count)| (letter.clone(), count.as_f64()))
            .collect(),
        other => other
            .as_str()
            .unwrap_or_default()
            .split(',')
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .map(|(letter, count)| (letter.trim().to_owned(), count.trim().parse().ok()))
            .collect(),
    };
    let mut frequencies = Frequencies::default();
    for (letter, count) in pairs {
        let category = Category::ALL
            .into_iter()
            .find(|category| category.letter() == letter.to_uppercase());
        match (category, count.filter(|count| *count >= 0.0 && count.is_finite())) {
            (Some(category), Some(count)) => frequencies.0[category as usize] += count,
            _ => {
                return Err(Fault::asked(
                    format!(
                        "`{name}` gives a number of at least 0 for each of M, O, A, I, R and Q; `{letter}` does not"
                    ),
                    format!("`{name}` 应为 M、O、A、I、R、Q 各给一个不小于 0 的数；`{letter}` 不符"),
                ));
            }
        }
    }
    Ok(Some(frequencies))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be 1 to 5"
)]
fn categorised(functional: f64, dysfunctional: f64) -> Option<Category> {
    let whole = |x: f64| (x.fract() == 0.0 && (1.0..=5.0).contains(&x)).then_some(x as u8);
    kano::category(whole(functional)?, whole(dysfunctional)?)
}

fn off_scale(place: &str, place_zh: &str, pair: (f64, f64)) -> Fault {
    Fault::asked(
        format!(
            "{place}: {} and {} are not both 1 to 5 (1 like … 5 dislike); name codes for no answer with `--missing`",
            pair.0, pair.1
        ),
        format!(
            "{place_zh}：{} 与 {} 应均为 1 至 5（1 喜欢……5 不喜欢）；缺失代码请用 `--missing` 指明",
            pair.0, pair.1
        ),
    )
}

/// Frequencies of one feature from rows; how many rows lack an answer.
fn counted(
    labels: Option<&[Option<&str>]>,
    feature: Option<&str>,
    answers: (&[Option<f64>], &[Option<f64>]),
    rows: &[usize],
) -> Result<(Frequencies, usize), Fault> {
    let mut frequencies = Frequencies::default();
    let mut incomplete = 0;
    for (at, row) in rows.iter().enumerate() {
        let belongs = labels.is_none_or(|labels| labels[at] == feature);
        if !belongs {
            continue;
        }
        match (answers.0[at], answers.1[at]) {
            (Some(one), Some(two)) => {
                let place = (format!("row {}", row + 1), format!("第 {} 行", row + 1));
                let category = categorised(one, two).ok_or_else(|| off_scale(&place.0, &place.1, (one, two)))?;
                frequencies.0[category as usize] += 1.0;
            }
            _ => incomplete += 1,
        }
    }
    Ok((frequencies, incomplete))
}

fn features(asked: &Asked<'_>) -> Answer {
    if let Some(frequencies) = lettered(asked, "counts")? {
        return report(&frequencies, Some(frequencies.total()), 0, asked.level()?);
    }
    if let Some(shares) = lettered(asked, "percent")? {
        return report(&shares, asked.number("n")?, 0, asked.level()?);
    }
    if let Some(pairs) = asked.matrix("pairs")? {
        let category = |(at, pair): (usize, &Vec<f64>)| match pair.as_slice() {
            [one, two] => categorised(*one, *two)
                .ok_or_else(|| off_scale(&format!("pair {}", at + 1), &format!("第 {} 对", at + 1), (*one, *two))),
            _ => Err(Fault::asked("`pairs` are two answers each", "`pairs` 应为每行两个答案")),
        };
        let categories = pairs.iter().enumerate().map(category).collect::<Result<Vec<_>, _>>()?;
        let frequencies = Frequencies::of(categories);
        return report(&frequencies, Some(frequencies.total()), 0, asked.level()?);
    }
    let column = |name: &str| asked.word(name).unwrap_or_else(|| name.to_owned());
    let one = asked.numbers_of(&column("functional"))?;
    let two = asked.numbers_of(&column("dysfunctional"))?;
    let feature_column = asked.word("feature_column").unwrap_or_else(|| "feature".to_owned());
    let known = asked.table()?.column(&feature_column).is_some();
    if !known && !asked.has("feature") && !asked.has("feature_column") {
        let (frequencies, incomplete) = counted(None, None, (&one, &two), asked.rows())?;
        return report(&frequencies, Some(frequencies.total()), incomplete, asked.level()?);
    }
    let labels = asked.labels_of(&feature_column)?;
    let levels = asked.levels_of(&feature_column, "order")?;
    let answer = |feature: &str| {
        let (frequencies, incomplete) = counted(Some(&labels), Some(feature), (&one, &two), asked.rows())?;
        report(&frequencies, Some(frequencies.total()), incomplete, asked.level()?)
    };
    if let Some(feature) = asked.word("feature") {
        if !levels.contains(&feature) {
            return Err(Fault::asked(
                format!(
                    "column `{feature_column}` has no `{feature}`; there are: {}",
                    levels.join(", ")
                ),
                format!("列 `{feature_column}` 中没有 `{feature}`；现有：{}", levels.join("、")),
            ));
        }
        return answer(&feature);
    }
    let mut all = Map::new();
    for level in &levels {
        all.insert(level.clone(), answer(level)?);
    }
    Ok(json!({ "features": all }))
}

fn report(frequencies: &Frequencies, base: Option<f64>, incomplete: usize, level: f64) -> Answer {
    let counts: Map<String, Value> = Category::ALL
        .into_iter()
        .map(|category| {
            let count = frequencies.get(category);
            (category.letter().to_owned(), json!(count))
        })
        .collect();
    let verdict = match frequencies.verdict() {
        Ok(verdict) => verdict,
        Err(StatError::Undefined(reason)) => {
            return Ok(json!({
                "n": 0, "n_incomplete": incomplete, "counts": counts, "category": null, "better": null, "worse": null,
                "reason": reason.code(),
            }));
        }
        Err(fault) => return Err(fault.into()),
    };
    let (better, worse) = (frequencies.better(base, level), frequencies.worse(base, level));
    let reason = better.err().and_then(StatError::reason);
    let fong = base.map(|base| frequencies.fong(base)).transpose()?;
    let stands_out = fong.map(|fong| fong.stands_out);
    let label = match stands_out {
        Some(false) => "mixed",
        _ => verdict.category.letter(),
    };
    let mut warnings = Vec::new();
    if verdict.tie {
        warnings.push(warning(
            "two categories are as frequent; the first of M>O>A>I counts",
            "两类频数相同，按 M>O>A>I 取先者",
        ));
    }
    if frequencies.get(Category::Questionable) > 0.1 * frequencies.total() {
        warnings.push(warning(
            "more than a tenth of the pairs contradict themselves (Q): look at the wording of the two questions",
            "超过一成的成对答案自相矛盾（Q）：请检查两问的措辞",
        ));
    }
    Ok(json!({
        "n": base,
        "n_incomplete": incomplete,
        "counts": counts,
        "category": verdict.category.letter(),
        "tie": verdict.tie,
        "label": label,
        "better": better.ok().map(|better| better.value),
        "better_ci": bounds(better.ok().and_then(|better| better.interval)),
        "worse": worse.ok().map(|worse| worse.value),
        "worse_ci": bounds(worse.ok().and_then(|worse| worse.interval)),
        "category_strength": verdict.category_strength,
        "total_strength": verdict.total_strength,
        "fong_z": fong.map(|fong| fong.z),
        "fong_stands_out": stands_out,
        "warnings": warnings,
        "reason": reason.map(Reason::code),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn categories_and_coefficients_agree_with_r() {
        assert_agree(&["kano"], 9);
    }

    #[test]
    fn every_feature_is_answered_and_bad_answers_are_named() {
        let csv = "feature,functional,dysfunctional\nwifi,1,5\nwifi,1,\nbag,3,5\n";
        let got = asked("kano", "{}", csv).unwrap();
        assert_eq!(got["features"]["wifi"]["category"], "O");
        assert_eq!(
            (
                &got["features"]["wifi"]["n_incomplete"],
                &got["features"]["bag"]["category"]
            ),
            (&1.into(), &"M".into())
        );
        let fault = asked("kano", r#"{"feature": "tv"}"#, csv).unwrap_err();
        assert!(fault.contains("there are: bag, wifi"), "{fault}");
        let fault = asked("kano", "{}", "feature,functional,dysfunctional\nwifi,1,9\n").unwrap_err();
        assert!(fault.contains("row 1") && fault.contains("1 and 9"), "{fault}");
        let shares = asked(
            "kano",
            r#"{"percent": "A=7,O=32.3,M=49.3,I=9.5,R=0.3,Q=1.5", "n": 1500}"#,
            "",
        )
        .unwrap();
        assert!(shares["better_ci"][0].as_f64().unwrap() < 0.4006 && shares["label"] == "M");
    }
}
