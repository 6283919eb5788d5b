//! Several groups.

use super::Answer;
use super::Asked;
use super::Family;
use super::Method;
use super::Param;
use super::asked::by_name;
use super::param::COLUMN;
use super::param::GROUP;
use super::samples;
use super::samples::GROUPS;
use super::samples::ORDER;
use super::samples::Samples;
use super::two_groups::with;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::Summary;
use crate::stats::ValueCounts;
use crate::stats::anova as variance;
use crate::stats::jonckheere as trend;
use crate::stats::kruskal_wallis as ranks;
use serde_json::Value;
use serde_json::json;

/// What a comparison of several groups takes.
const SEVERAL: [Param; 4] = [COLUMN, GROUP, ORDER, GROUPS];

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "one_way_anova",
        aliases: &["anova", "welch_anova", "oneway"],
        family: Family::SeveralGroups,
        title: ["One-way analysis of variance", "单因素方差分析"],
        definition: [
            "Welch, the default: weights nᵢ/sᵢ², df₂ = (k² − 1)/(3Λ), Λ = Σ(1 − wᵢ/W)²/(nᵢ − 1); groups without spread or with one answer are left out and named. Classical F beside it, η² = SSB/SST, ω² = (SSB − (k−1)MSW)/(SST + MSW), and the Brown–Forsythe test of equal variances (Levene's about the medians).",
            "默认 Welch：权重 nᵢ/sᵢ²，df₂ = (k² − 1)/(3Λ)，Λ = Σ(1 − wᵢ/W)²/(nᵢ − 1)；没有差异或只有一个回答的组不计并列出。另给经典 F、η² = SSB/SST、ω² = (SSB − (k−1)MSW)/(SST + MSW)，以及 Brown–Forsythe 方差齐性检验（以中位数为中心的 Levene 检验）。",
        ],
        source: "Fisher 1925; Welch 1951; Brown & Forsythe 1974",
        others: [
            "SPSS and R's aov print the classical F first; R's oneway.test is Welch but gives NaN as soon as one group is constant. SPSS's Levene test is about the means unless told otherwise. A negative ω² is printed as 0 by some.",
            "SPSS 与 R 的 aov 先给经典 F；R 的 oneway.test 为 Welch，但只要有一组为常数就给 NaN。SPSS 的 Levene 默认以均值为中心。有的软件把负的 ω² 记为 0。",
        ],
        takes: &SEVERAL,
        run: anova,
    },
    Method {
        id: "kruskal_wallis",
        aliases: &["kw", "kruskal"],
        family: Family::SeveralGroups,
        title: ["Kruskal–Wallis rank test", "Kruskal–Wallis 秩检验"],
        definition: [
            "H = 12/(N(N+1))·ΣRᵢ²/nᵢ − 3(N+1), divided by 1 − Σ(t³−t)/(N³−N); χ² with k − 1 degrees of freedom. ε² = H/(N − 1); η²_H = (H − k + 1)/(N − k).",
            "H = 12/(N(N+1))·ΣRᵢ²/nᵢ − 3(N+1)，再除以 1 − Σ(t³−t)/(N³−N)；自由度 k − 1 的 χ²。ε² = H/(N − 1)；η²_H = (H − k + 1)/(N − k)。",
        ],
        source: "Kruskal & Wallis 1952; Tomczak & Tomczak 2014 (effect sizes)",
        others: [
            "R, scipy and SPSS agree. With all answers tied R gives NaN and scipy an error; here H is null with its reason.",
            "R、scipy、SPSS 一致。全部同分时 R 给 NaN、scipy 报错；这里 H 为空并说明原因。",
        ],
        takes: &SEVERAL,
        run: kruskal_wallis,
    },
    Method {
        id: "jonckheere_terpstra",
        aliases: &["jonckheere", "jt", "trend"],
        family: Family::SeveralGroups,
        title: ["Jonckheere–Terpstra test of a trend", "Jonckheere–Terpstra 趋势检验"],
        definition: [
            "Groups in a stated order. J = Σ over i<j of #(yⱼ > yᵢ) + ½ ties; mean (N² − Σnᵢ²)/4; variance corrected for ties in three terms (Hollander & Wolfe 6.19); z without continuity correction. A larger J is a rising trend.",
            "各组按给定顺序。J = Σ(i<j) #(yⱼ > yᵢ) + ½ 同分对；均值 (N² − Σnᵢ²)/4；方差按三项作同分校正（Hollander & Wolfe 6.19）；z 不作连续性校正。J 越大表示上升趋势。",
        ],
        source: "Jonckheere 1954; Terpstra 1952; Hollander & Wolfe 1999, eq. 6.19",
        others: [
            "R's clinfun and DescTools leave out the correction for ties (`p_no_tie_correction`): wrong for answers on a scale. SPSS corrects.",
            "R 的 clinfun、DescTools 不作同分校正（`p_no_tie_correction`），对量表数据不正确。SPSS 有校正。",
        ],
        takes: &SEVERAL,
        run: jonckheere,
    },
];

/// Sizes and means by label, and what the reader should know.
fn described(found: &Samples) -> Value {
    let sizes: serde_json::Map<String, Value> = found
        .labels
        .iter()
        .cloned()
        .zip(found.values.iter().map(|sample| json!(sample.base())))
        .collect();
    let filled = found.labels.iter().zip(&found.values).filter(|(_, s)| s.base() > 0);
    let (labels, means): (Vec<&String>, Vec<f64>) = filled
        .filter_map(|(label, sample)| Some((label, sample.mean()?)))
        .unzip();
    json!({
        "groups": found.labels,
        "n": sizes,
        "mean": by_name(labels, means),
        "warnings": found.warnings,
    })
}

/// Why a statistic is not there, with the statistic as null.
fn undefined(known: Value, statistic: &[&str], error: StatError) -> Answer {
    let reason = error.reason().ok_or(error)?;
    let nulls = statistic.iter().map(|name| ((*name).to_owned(), Value::Null)).collect();
    Ok(with(with(known, Value::Object(nulls)), json!({ "reason": reason })))
}

fn kruskal_wallis(asked: &Asked<'_>) -> Answer {
    let found = samples::several(asked)?;
    let known = described(&found);
    match ranks::test(&found.values) {
        Ok(got) => Ok(with(
            known,
            json!({
                "H": got.h,
                "df": got.df,
                "p": got.p,
                "epsilon_sq": got.epsilon_squared,
                "eta_sq_H": got.eta_squared,
            }),
        )),
        Err(error) => undefined(known, &["H", "p"], error),
    }
}

fn jonckheere(asked: &Asked<'_>) -> Answer {
    let found = samples::several(asked)?;
    let known = described(&found);
    match trend::test(&found.values) {
        Ok(got) => Ok(with(
            known,
            json!({
                "J": got.j,
                "mean": got.mean,
                "means": known_means(&found),
                "var_no_ties": got.variance_without_ties,
                "var_tie_corrected": got.variance,
                "z": got.z,
                "p_two_sided": got.p,
                "p_no_tie_correction": got.p_without_ties,
            }),
        )),
        Err(error) => undefined(known, &["J", "z", "p_two_sided"], error),
    }
}

/// Means by label under a name of their own, since `mean` is that of J here.
fn known_means(found: &Samples) -> Value {
    described(found)["mean"].take()
}

fn anova(asked: &Asked<'_>) -> Answer {
    let found = samples::several(asked)?;
    let known = described(&found);
    // Places in the list of groups, of those with answers.
    let filled: Vec<usize> = (0..found.values.len())
        .filter(|at| found.values[*at].base() > 0)
        .collect();
    let samples: Vec<ValueCounts> = filled.iter().map(|at| found.values[*at].clone()).collect();
    let summaries: Vec<Summary> = samples
        .iter()
        .map(ValueCounts::summary)
        .collect::<Result<_, StatError>>()?;
    let welch = match variance::welch(&summaries) {
        Ok(welch) => welch,
        Err(error) => return undefined(known, &["F", "p", "welch_F", "welch_p"], error),
    };
    let empty = (0..found.values.len()).filter(|at| !filled.contains(at));
    let mut dropped: Vec<(usize, Reason)> = empty.map(|at| (at, Reason::EmptyGroup)).collect();
    dropped.extend(welch.dropped.iter().map(|(at, reason)| (filled[*at], *reason)));
    dropped.sort_by_key(|group| group.0);
    let used: Vec<usize> = welch.used.iter().map(|at| filled[*at] + 1).collect();
    let names = |places: &[usize]| -> Vec<&String> { places.iter().map(|at| &found.labels[at - 1]).collect() };
    let places: Vec<usize> = dropped.iter().map(|group| group.0 + 1).collect();
    let classical = variance::classical(&summaries);
    let levene = variance::brown_forsythe(&samples);
    // The main test's reason first: why groups are left out, else why the classical test is not there.
    let reason = dropped
        .first()
        .map(|group| group.1)
        .or_else(|| classical.err().and_then(StatError::reason));
    Ok(with(
        known,
        json!({
            "welch_F": welch.test.map(|test| test.f),
            "welch_df1": welch.test.map(|test| test.df1),
            "welch_df2": welch.test.map(|test| test.df2),
            "welch_p": welch.test.map(|test| test.p),
            "welch_F_groups_used": used,
            "used_groups": names(&used),
            "dropped": places,
            "dropped_groups": names(&places),
            "F": classical.ok().map(|classical| classical.test.f),
            "df1": classical.ok().map(|classical| classical.test.df1),
            "df2": classical.ok().map(|classical| classical.test.df2),
            "p": classical.ok().map(|classical| classical.test.p),
            "eta_sq": classical.ok().map(|classical| classical.eta_squared),
            "omega_sq": classical.ok().map(|classical| classical.omega_squared),
            "brown_forsythe_levene_F": levene.ok().map(|test| test.f),
            "brown_forsythe_levene_p": levene.ok().map(|test| test.p),
            "reason": reason,
        }),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn several_groups_agree_with_r() {
        assert_agree(&["one_way_anova", "kruskal_wallis", "jonckheere_terpstra"], 8);
    }

    #[test]
    fn a_group_without_answers_is_named_and_the_others_are_tested() {
        let table = "y,g\n1,a\n2,a\n4,b\n6,b\n7,b\n,c\n3,d\n";
        let got = asked("anova", r#"{"column": "y", "group": "g"}"#, table).unwrap();
        assert_eq!(got["dropped_groups"], serde_json::json!(["c", "d"]));
        assert_eq!(got["used_groups"], serde_json::json!(["a", "b"]));
        assert_eq!((&got["reason"], &got["n"]["c"]), (&"empty_group".into(), &0.into()));
        assert!(got["welch_p"].is_f64() && got["p"].is_f64());
    }

    #[test]
    fn an_order_decides_the_trend_and_what_it_leaves_out_is_said() {
        let table = "y,g\n1,low\n2,low\n3,mid\n4,mid\n5,top\n6,top\n9,none\n";
        let got = asked("jt", r#"{"column": "y", "group": "g", "order": "low,mid,top"}"#, table).unwrap();
        assert_eq!((&got["J"], &got["mean"]), (&12.0.into(), &6.0.into()));
        assert!(got["warnings"][0]["en"].as_str().unwrap().contains("none"));
        let fault = asked("jt", r#"{"column": "y", "group": "g", "order": "low,high"}"#, table).unwrap_err();
        assert!(fault.contains("`high`") && fault.contains("`g`"), "{fault}");
    }
}
