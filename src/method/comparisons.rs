//! Every pair of several groups.

use super::Answer;
use super::Asked;
use super::Family;
use super::Method;
use super::asked::bounds;
use super::param::COLUMN;
use super::param::GROUP;
use super::samples;
use super::samples::GROUPS;
use super::samples::ORDER;
use crate::stats::Reason;
use crate::stats::Summary;
use crate::stats::adjust;
use crate::stats::pairwise;
use crate::stats::pairwise::Pair;
use crate::stats::pairwise::RangeTest;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "pairwise_comparisons",
    aliases: &["pairwise", "games_howell", "tukey"],
    family: Family::SeveralGroups,
    title: ["Every pair of groups", "各组两两比较"],
    definition: [
        "Welch's t test of each pair with p corrected by Holm (default), Bonferroni and Benjamini–Hochberg over all pairs. Games–Howell: q = √2·|t| with Welch's degrees of freedom against the studentised range of k groups. Tukey–Kramer, for equal variances: q = |d|/√(MSW/2·(1/n₁ + 1/n₂)), df = N − k; `ci` are simultaneous intervals by the same range. Pairs in the order of the groups; differences are later minus earlier group. A pair that cannot be tested is null and does not count in the correction; groups without answers are named in `dropped`.",
        "各对作 Welch t 检验，p 值对所有对作 Holm（默认）、Bonferroni、Benjamini–Hochberg 校正。Games–Howell：q = √2·|t|，Welch 自由度，与 k 组的学生化极差比较。Tukey–Kramer（方差相等时）：q = |d|/√(MSW/2·(1/n₁ + 1/n₂))，df = N − k；`ci` 为同一极差的联合区间。各对按组的顺序；差为后组减前组。不能检验的对为空，不计入校正；没有回答的组列于 `dropped`。",
    ],
    source: "Welch 1947; Holm 1979; Games & Howell 1976; Tukey 1953; Kramer 1956; R pairwise.t.test(pool.sd = FALSE), TukeyHSD",
    others: [
        "R's pairwise.t.test pools the variance unless pool.sd = FALSE. SPSS prints Games–Howell and Tukey under Post Hoc, with p to three decimals. R's ptukey gives 0 below 1e-11; here the tail keeps its digits. Letter tables of agencies are usually not corrected at all.",
        "R 的 pairwise.t.test 默认合并方差（除非 pool.sd = FALSE）。SPSS 在事后检验中给 Games–Howell 与 Tukey，p 保留三位。R 的 ptukey 在 1e-11 以下返回 0，这里尾部保留有效数字。调研公司的字母显著性表通常不作校正。",
    ],
    takes: &[COLUMN, GROUP, ORDER, GROUPS],
    run: compare,
}];

fn compare(asked: &Asked<'_>) -> Answer {
    let got = samples::several(asked)?;
    let level = asked.level()?;
    let (mut labels, mut groups, mut dropped): (Vec<String>, Vec<Summary>, Vec<String>) = Default::default();
    for (label, values) in got.labels.into_iter().zip(&got.values) {
        match values.summary() {
            Ok(summary) => {
                labels.push(label);
                groups.push(summary);
            }
            Err(_) => dropped.push(label),
        }
    }
    let mut fields = json!({
        "groups": labels,
        "n": groups.iter().map(|group| group.base).collect::<Vec<_>>(),
        "mean": groups.iter().map(|group| group.mean).collect::<Vec<_>>(),
        "sd": groups.iter().map(Summary::sd).collect::<Vec<_>>(),
        "dropped": dropped,
    });
    if !got.warnings.is_empty() {
        fields["warnings"] = json!(got.warnings);
    }
    if groups.len() < 2 {
        for key in ["welch_p", "holm", "bonferroni", "bh", "games_howell", "tukey_kramer"] {
            fields[key] = Value::Null;
        }
        let reason = if groups.is_empty() {
            Reason::NoValidAnswers
        } else {
            Reason::EmptyGroup
        };
        fields["reason"] = json!(reason.code());
        return Ok(fields);
    }
    let welch = pairwise::welch(&groups, level)?;
    let named = |divider: &str, later_first: bool| -> Vec<String> {
        let name = |pair: &Pair<_>| {
            let (one, two) = (&labels[pair.first], &labels[pair.second]);
            if later_first {
                format!("{two}{divider}{one}")
            } else {
                format!("{one}{divider}{two}")
            }
        };
        welch.iter().map(name).collect()
    };
    let p: Vec<Option<f64>> = welch.iter().map(|pair| pair.result.p).collect();
    let reasons: Vec<Option<&str>> = welch.iter().map(|pair| pair.result.reason.map(Reason::code)).collect();
    fields["pairs"] = json!(named(" vs ", true));
    fields["diff"] = welch.iter().map(|pair| pair.result.difference).collect();
    fields["welch_t"] = welch.iter().map(|pair| json!(pair.result.statistic)).collect();
    fields["welch_df"] = welch.iter().map(|pair| json!(pair.result.df)).collect();
    fields["welch_ci"] = welch.iter().map(|pair| bounds(pair.result.interval)).collect();
    fields["welch_p"] = json!(p);
    fields["holm"] = json!(adjust::holm(&p));
    fields["bonferroni"] = json!(adjust::bonferroni(&p));
    fields["bh"] = json!(adjust::benjamini_hochberg(&p));
    fields["games_howell"] = ranges(&named(" vs ", false), &pairwise::games_howell(&groups, level)?);
    fields["tukey_kramer"] = ranges(&named("-", true), &pairwise::tukey_kramer(&groups, level)?);
    fields["m_tested"] = json!(p.iter().flatten().count());
    if let Some(reason) = reasons.iter().flatten().next() {
        fields["reasons"] = json!(reasons);
        if p.iter().all(Option::is_none) {
            fields["reason"] = json!(reason);
        }
    }
    Ok(fields)
}

fn ranges(pairs: &[String], tests: &[Pair<RangeTest>]) -> Value {
    let part =
        |f: fn(&RangeTest) -> Option<f64>| -> Vec<Option<f64>> { tests.iter().map(|pair| f(&pair.result)).collect() };
    json!({
        "pairs": pairs,
        "q": part(|test| test.q),
        "df": part(|test| test.df),
        "p": part(|test| test.p),
        "ci": tests.iter().map(|pair| bounds(pair.result.interval)).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn pairs_agree_with_r() {
        assert_agree(&["pairwise_comparisons"], 2);
    }

    #[test]
    fn groups_that_cannot_be_compared_are_named() {
        let got = asked("pairwise", r#"{"groups": [[4, 4, 4], [3, 3], [1, 2, 5, 4], []]}"#, "").unwrap();
        assert_eq!((&got["dropped"], &got["m_tested"]), (&json!(["4"]), &json!(2)));
        assert_eq!(got["reasons"], json!(["zero_variance", null, null]));
        assert_eq!(
            (&got["holm"][0], &got["games_howell"]["p"][0]),
            (&json!(null), &json!(null))
        );
        let alone = asked("pairwise", r#"{"groups": [[4, 4, 3]]}"#, "").unwrap();
        assert_eq!(
            (&alone["welch_p"], &alone["reason"]),
            (&json!(null), &json!("empty_group"))
        );
    }
}
