//! Two answers of the same people.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::samples;
use crate::stats::Reason;
use crate::stats::ValueCounts;
use crate::stats::exact_ranks;
use crate::stats::t_test as test;
use crate::stats::wilcoxon;
use serde_json::json;

/// What a comparison of pairs takes.
const PAIRS: [Param; 2] = [
    Param::new("a", Kind::Column, ["First answer of each person", "每人的第一个答案"]).or(&["after", "x"]),
    Param::new(
        "b",
        Kind::Column,
        ["Second answer, taken from the first", "第二个答案（被减数为第一个）"],
    )
    .or(&["before", "y"]),
];

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "paired_t",
        aliases: &["paired", "paired_t_test"],
        family: Family::TwoGroups,
        title: ["Paired t test", "配对 t 检验"],
        definition: [
            "t = d̄/(s_d/√n) of the differences a − b of the same people, n − 1 degrees of freedom; dz = d̄/s_d. People without one of the two answers are left out.",
            "对同一人的差值 a − b：t = d̄/(s_d/√n)，自由度 n − 1；dz = d̄/s_d。缺少任一答案者不计。",
        ],
        source: "Student 1908; Cohen 1988 (dz)",
        others: [
            "Two waves of different people are independent samples: use `welch`. When all differences are equal R refuses; here t is null with its reason.",
            "两期受访者不同即为独立样本，应使用 `welch`。差值全部相同时 R 报错；这里 t 为空并说明原因。",
        ],
        takes: &PAIRS,
        run: paired,
    },
    Method {
        id: "wilcoxon_signed_rank",
        aliases: &["wilcoxon", "signed_rank", "wsr"],
        family: Family::TwoGroups,
        title: ["Wilcoxon signed-rank test", "Wilcoxon 符号秩检验"],
        definition: [
            "Zero differences are dropped, the others ranked by size with mean ranks. W⁺ against m(m+1)/4, σ² = m(m+1)(2m+1)/24 − Σ(t³−t)/48, continuity ½; `p_exact` is the exact p of fewer than 50 differences without ties or zeros. Matched rank-biserial (W⁺ − W⁻)/(W⁺ + W⁻).",
            "去掉为零的差值，其余按绝对值取平均秩。W⁺ 与 m(m+1)/4 比较，σ² = m(m+1)(2m+1)/24 − Σ(t³−t)/48，连续性校正 ½；`p_exact` 为精确 p（差值少于 50 个、无同秩、无零差）。配对秩二列相关 (W⁺ − W⁻)/(W⁺ + W⁻)。",
        ],
        source: "Wilcoxon 1945; Kerby 2014 (rank-biserial)",
        others: [
            "scipy leaves out the continuity correction unless asked (`p_no_cc`), as does SPSS; R's V is W⁺. Pratt's way of keeping zeros gives other values.",
            "scipy 默认不作连续性校正（`p_no_cc`），SPSS 也是；R 的 V 即 W⁺。保留零差值的 Pratt 法结果不同。",
        ],
        takes: &PAIRS,
        run: signed_ranks,
    },
];

/// Differences of the pairs, and how many people lack one of the answers.
fn differences(asked: &Asked<'_>) -> Result<(ValueCounts, usize), Fault> {
    let (pairs, dropped) = samples::pairs(asked)?;
    Ok((ValueCounts::of(pairs.into_iter().map(|(a, b)| a - b))?, dropped))
}

fn paired(asked: &Asked<'_>) -> Answer {
    let (differences, dropped) = differences(asked)?;
    let level = asked.level()?;
    if differences.base() == 0 {
        return Ok(json!({ "n": 0, "n_dropped": dropped, "t": null, "reason": Reason::NoValidAnswers }));
    }
    let differences = differences.summary()?;
    let got = test::paired(&differences, level)?;
    let sd = differences.sd();
    Ok(json!({
        "n": differences.base,
        "n_dropped": dropped,
        "mean_diff": got.difference,
        "sd_diff": sd,
        "t": got.statistic,
        "df": got.df,
        "p": got.p,
        "ci95": bounds(got.interval),
        "dz": sd.filter(|sd| *sd > 0.0).map(|sd| got.difference / sd),
        "conf": level,
        "reason": got.reason,
    }))
}

fn signed_ranks(asked: &Asked<'_>) -> Answer {
    let (differences, dropped) = differences(asked)?;
    if differences.base() == 0 {
        return Ok(json!({ "n": 0, "n_dropped": dropped, "W_plus": null, "reason": Reason::NoValidAnswers }));
    }
    let got = wilcoxon::test(&differences)?;
    Ok(json!({
        "n": got.used + got.unchanged,
        "n_dropped": dropped,
        "n_zero": got.unchanged,
        "n_used": got.used,
        "W_plus": got.w_plus,
        "W_minus": got.w_minus,
        "p_cc": got.p,
        "p_no_cc": got.p_uncorrected,
        "p_exact": exact_ranks::signed_rank_p(&differences),
        "matched_rank_biserial": got.rank_biserial,
        "reason": got.reason,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn pairs_agree_with_r() {
        assert_agree(&["paired_t", "wilcoxon_signed_rank"], 4);
    }

    #[test]
    fn lists_of_different_length_are_no_pairs() {
        let fault = asked("paired_t", r#"{"a": [1, 2], "b": [1]}"#, "").unwrap_err();
        assert!(fault.contains("`a` has 2"), "{fault}");
        let got = asked("paired_t", r#"{"a": [1, 2, null, 5], "b": [1, 1, 1, 1]}"#, "").unwrap();
        assert_eq!((&got["n"], &got["n_dropped"]), (&3.into(), &1.into()));
    }
}
