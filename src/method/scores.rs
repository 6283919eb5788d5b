//! Scores of one group.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::number;
use super::asked::same_code;
use super::param::COLUMN;
use super::param::VALUES;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::ValueCounts;
use crate::stats::mean;
use crate::stats::nps as promoter;
use crate::stats::nps::Groups;
use crate::stats::proportion as share;
use crate::stats::two_proportions::Tally;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "proportion_ci",
        aliases: &["proportion", "share", "csat", "wilson"],
        family: Family::Scores,
        title: ["Share with its interval", "比例及其区间"],
        definition: [
            "p = x/n. Wilson: (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n), the default. Beside it Agresti–Coull, Clopper–Pearson, Jeffreys and Wilson with continuity correction.",
            "p = x/n。默认 Wilson 区间：(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)。另给出 Agresti–Coull、Clopper–Pearson、Jeffreys 及带连续性校正的 Wilson 区间。",
        ],
        source: "Wilson 1927; Agresti & Coull 1998; Clopper & Pearson 1934; Brown, Cai & DasGupta 2001",
        others: [
            "Spreadsheets and many tools print the Wald interval p ± z·se_wald, which leaves 0–1 and collapses at 0 and 1. R's prop.test corrects Wilson for continuity by default (`wilson_cc`); R's binom does not clamp Agresti–Coull.",
            "电子表格和许多工具给出 Wald 区间 p ± z·se_wald：可能超出 0–1，且在 0 和 1 处宽度为零。R 的 prop.test 默认对 Wilson 作连续性校正（`wilson_cc`）；R 的 binom 不截断 Agresti–Coull。",
        ],
        takes: &[
            COLUMN,
            TOP,
            Param::new(
                "bottom",
                Kind::Words,
                ["Codes that count, for a bottom box", "计入分子的代码（低分段）"],
            ),
            Param::new("x", Kind::Number, ["How many count", "计入分子的人数"]),
            Param::new("n", Kind::Number, ["Of how many", "有效人数"]),
        ],
        run: proportion,
    },
    Method {
        id: "nps",
        aliases: &["net_promoter_score"],
        family: Family::Scores,
        title: ["Net promoter score", "净推荐值（NPS）"],
        definition: [
            "100(p − d), p the share of 9 and 10, d that of 0 to 6. Standard error 100√((p + d − (p − d)²)/n). Default interval: adjusted Wald, with ¾ promoters, 1½ passives and ¾ detractors added (n + 3); beside it Wald and t (n − 1).",
            "100(p − d)，p 为 9–10 分的比例，d 为 0–6 分的比例。标准误 100√((p + d − (p − d)²)/n)。默认区间为调整 Wald：先加入 ¾ 个推荐者、1½ 个中立者、¾ 个贬损者（n + 3）；另给出 Wald 与 t（n − 1）区间。",
        ],
        source: "Reichheld 2003; Rocks 2016 (Am. Stat. 70, 365)",
        others: [
            "Displayr and SPSS treat it as a mean of −100, 0, 100 with n − 1 (`t_ci`). The Wald interval has no width when all answers are in one group and is null here. Other cut points are another score.",
            "Displayr、SPSS 将其视为 −100、0、100 的均值，除以 n − 1（`t_ci`）。所有回答同组时 Wald 区间宽度为零，这里记为空。采用其他分界点就不再是 NPS。",
        ],
        takes: &[COLUMN, VALUES],
        run: nps,
    },
    Method {
        id: "mean_t_ci",
        aliases: &["mean", "ces"],
        family: Family::Scores,
        title: ["Mean with its t interval", "均值及其 t 区间"],
        definition: [
            "x̄ ± t(n−1)·s/√n, s with divisor n − 1. Median and quartiles of type 7 (linear at (n − 1)q); skewness g₁ = m₃/m₂^1.5.",
            "x̄ ± t(n−1)·s/√n，s 的除数为 n − 1。中位数与四分位数采用第 7 型（在 (n − 1)q 处线性插值）；偏度 g₁ = m₃/m₂^1.5。",
        ],
        source: "Student 1908; Hyndman & Fan 1996 (quantiles); ISO 10004:2018",
        others: [
            "SPSS prints quartiles of type 6 and the corrected skewness G₁; R and NumPy default to type 7. When all answers are equal R refuses and scipy gives NaN; here the interval is null with its reason.",
            "SPSS 的四分位数为第 6 型、偏度为校正后的 G₁；R 与 NumPy 默认第 7 型。所有回答相同时 R 报错、scipy 给出 NaN；这里区间为空并说明原因。",
        ],
        takes: &[COLUMN, VALUES],
        run: mean_t,
    },
];

/// Codes that count.
pub(super) const TOP: Param = Param::new(
    "top",
    Kind::Words,
    ["Codes that count, such as `4,5`", "计入分子的代码，例如 `4,5`"],
);

/// How many of the answers are one of the codes.
pub(super) fn hits(labels: &[Option<&str>], codes: &[String]) -> Tally {
    let valid = labels.iter().flatten();
    Tally {
        base: valid.clone().count() as u64,
        hits: valid
            .filter(|label| codes.iter().any(|code| same_code(code, label)))
            .count() as u64,
    }
}

/// The codes that `top` or `bottom` name.
pub(super) fn codes(asked: &Asked<'_>) -> Result<Vec<String>, Fault> {
    asked
        .words("top")
        .or_else(|| asked.words("bottom"))
        .ok_or_else(|| Fault::asked("say which codes count: `--top 4,5`", "请说明哪些代码计入：`--top 4,5`"))
}

/// Answers of a column as they are written; where the codes are numbers, every answer must be one.
pub(super) fn answers<'a>(asked: &Asked<'a>, column: &str, codes: &[String]) -> Result<Vec<Option<&'a str>>, Fault> {
    if codes.iter().all(|code| code.trim().parse::<f64>().is_ok()) {
        asked.numbers_of(column)?;
    }
    asked.labels_of(column)
}

/// Hits and base: counted in a column, or stated.
fn tally(asked: &Asked<'_>) -> Result<Tally, Fault> {
    if asked.has("column") && asked.table().is_ok() {
        let (column, codes) = (asked.required_word("column")?, codes(asked)?);
        return Ok(hits(&answers(asked, &column, &codes)?, &codes));
    }
    let (Some(hits), Some(base)) = (asked.count("x")?, asked.count("n")?) else {
        return Err(Fault::asked(
            "say what is counted: `--of COLUMN --top 4,5` with a file, or `--x 733 --n 1157`",
            "请说明计数对象：配合数据文件写 `--of 列名 --top 4,5`，或写 `--x 733 --n 1157`",
        ));
    };
    stated(("x", hits), ("n", base))
}

/// Stated hits and base, which cannot be more than all.
pub(super) fn stated((x, hits): (&str, u64), (n, base): (&str, u64)) -> Result<Tally, Fault> {
    if hits > base {
        return Err(Fault::asked(
            format!("`{x}` is {hits} of `{n}` {base}: no more can count than answered (x > n)"),
            format!("`{x}` 为 {hits}，`{n}` 为 {base}：计入人数不能多于有效人数（x > n）"),
        ));
    }
    Ok(Tally { hits, base })
}

fn proportion(asked: &Asked<'_>) -> Answer {
    let tally = tally(asked)?;
    let level = asked.level()?;
    if tally.base == 0 {
        return Ok(json!({ "x": 0, "n": 0, "p": null, "wilson": null, "reason": Reason::NoValidAnswers }));
    }
    let (p, base) = (tally.share()?, tally.base as f64);
    let pair = |f: fn(f64, f64, f64) -> Result<Interval, StatError>| bounds(f(p, base, level).ok());
    Ok(json!({
        "x": tally.hits,
        "n": tally.base,
        "p": p,
        "se_wald": number(share::standard_error(p, base)),
        "wilson": pair(share::wilson),
        "wilson_cc": pair(share::wilson_corrected),
        "agresti_coull": pair(share::agresti_coull),
        "agresti_coull_clamped": bounds(share::agresti_coull(p, base, level).ok().map(|ci| ci.clamped(0.0, 1.0))),
        "clopper_pearson": pair(share::clopper_pearson),
        "jeffreys": pair(share::jeffreys),
    }))
}

/// Answers in the three groups; `what` names where they stand for the reader.
pub(super) fn three_groups(answers: &ValueCounts, what: &str) -> Result<Groups, Fault> {
    let odd = answers
        .pairs()
        .iter()
        .find(|(answer, _)| answer.fract() != 0.0 || !(0.0..=10.0).contains(answer));
    if let Some((answer, _)) = odd {
        return Err(Fault::asked(
            format!(
                "`{what}` has the answer {answer}; a recommendation is a whole number from 0 to 10. Name codes that are no answer with `--missing {what}:{answer}`"
            ),
            format!(
                "`{what}` 中有 {answer}；推荐意愿应为 0 至 10 的整数。如它表示缺失，请写 `--missing {what}:{answer}`"
            ),
        ));
    }
    Ok(Groups::of(answers)?)
}

/// The name of what a method on one group is about.
fn subject_name(asked: &Asked<'_>) -> String {
    asked
        .arg("column")
        .as_str()
        .filter(|_| !asked.has("values"))
        .unwrap_or("values")
        .to_owned()
}

fn nps(asked: &Asked<'_>) -> Answer {
    let answers = asked.subject()?;
    let missing = answers.iter().filter(|answer| answer.is_none()).count();
    let groups = three_groups(&ValueCounts::of(answers.into_iter().flatten())?, &subject_name(asked))?;
    let level = asked.level()?;
    if groups.base() == 0 {
        return Ok(json!({ "n": 0, "n_missing": missing, "nps": null, "reason": Reason::NoValidAnswers }));
    }
    let adjusted = promoter::adjusted_wald(&groups, level)?;
    let person = groups.values().summary()?;
    let student = mean::estimate(&person, level)?;
    Ok(json!({
        "n": groups.base(),
        "n_missing": missing,
        "detractors": groups.detractors,
        "passives": groups.passives,
        "promoters": groups.promoters,
        "nps": groups.score()?,
        "var_unit": number(groups.unit_variance()),
        "se": number(groups.standard_error()),
        "adj_wald_ci": bounds(Some(adjusted.interval)),
        "adj_wald_point": adjusted.centre,
        "adj_wald_se": adjusted.standard_error,
        "wald_ci": bounds(promoter::wald(&groups, level).ok()),
        "se_nminus1": person.standard_error(),
        "t_ci": bounds(student.interval),
        "reason": (groups.base() < 2).then_some(Reason::TooFewAnswers),
    }))
}

fn mean_t(asked: &Asked<'_>) -> Answer {
    let answers = asked.subject()?;
    let missing = answers.iter().filter(|answer| answer.is_none()).count();
    let values = ValueCounts::of(answers.into_iter().flatten())?;
    let level = asked.level()?;
    if values.base() == 0 {
        return Ok(json!({ "n": 0, "n_missing": missing, "mean": null, "ci": null, "reason": Reason::NoValidAnswers }));
    }
    let got = mean::estimate(&values.summary()?, level)?;
    Ok(json!({
        "n": got.base,
        "n_missing": missing,
        "mean": got.mean,
        "sd": got.sd,
        "se": got.standard_error,
        "df": got.base - 1,
        "ci": bounds(got.interval),
        "median": number(values.median()),
        "q1_type7": number(values.quantile(0.25)),
        "q3_type7": number(values.quantile(0.75)),
        "min": values.min(),
        "max": values.max(),
        "skewness_g1": values.skewness(),
        "reason": got.reason,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn shares_agree_with_r() {
        assert_agree(&["proportion_ci"], 15);
    }

    #[test]
    fn promoter_scores_and_means_agree_with_r() {
        assert_agree(&["nps", "mean_t_ci"], 15);
    }

    #[test]
    fn labels_are_counted_as_well_as_codes() {
        let table = "grade\n好\n差\n\n好\n";
        let got = asked("csat", r#"{"column": "grade", "top": "好"}"#, table).unwrap();
        assert_eq!((&got["x"], &got["n"]), (&2.into(), &3.into()));
    }

    #[test]
    fn an_answer_off_the_scale_names_its_column() {
        let fault = asked("nps", r#"{"column": "recommend"}"#, "recommend\n9\n11\n").unwrap_err();
        assert!(fault.contains("`recommend`") && fault.contains("11"), "{fault}");
        let fault = asked("proportion_ci", r#"{"x": 5, "n": 4}"#, "").unwrap_err();
        assert!(fault.contains("`x`") && fault.contains("`n`"), "{fault}");
    }
}
