//! Two groups.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::number;
use super::param::COLUMN;
use super::param::GROUP;
use super::samples;
use super::samples::FIRST;
use super::samples::Pair;
use super::samples::SECOND;
use super::samples::TWO;
use super::scores;
use super::scores::TOP;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::Summary;
use crate::stats::ValueCounts;
use crate::stats::effect;
use crate::stats::exact_ranks;
use crate::stats::mann_whitney as rank_sum;
use crate::stats::nps as promoter;
use crate::stats::t_test as test;
use crate::stats::two_proportions as two;
use crate::stats::two_proportions::Tally;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "t_test_two_sample",
        aliases: &["welch", "t_test", "ttest", "student"],
        family: Family::TwoGroups,
        title: ["Difference of two means", "两组均值之差"],
        definition: [
            "Welch, the default: t = (x̄₁ − x̄₂)/√(s₁²/n₁ + s₂²/n₂) with Satterthwaite's fractional degrees of freedom. Student with pooled variance beside it. Cohen's d with the pooled deviation; Hedges' g = d·Γ(m/2)/(√(m/2)Γ((m−1)/2)), m = n₁ + n₂ − 2, and with the approximate factor 1 − 3/(4m − 1). Differences are first minus second.",
            "默认 Welch：t = (x̄₁ − x̄₂)/√(s₁²/n₁ + s₂²/n₂)，自由度按 Satterthwaite（可为小数）。另给出合并方差的 Student 检验。Cohen d 用合并标准差；Hedges g = d·Γ(m/2)/(√(m/2)Γ((m−1)/2))，m = n₁ + n₂ − 2，另给近似系数 1 − 3/(4m − 1)。差值为第一组减第二组。",
        ],
        source: "Welch 1947; Satterthwaite 1946; Student 1908; Cohen 1988; Hedges 1981",
        others: [
            "SPSS prints both tests and lets Levene's test choose; Excel's T.TEST needs the type 3 for Welch; R's t.test is Welch. Many tools print the approximate Hedges' g.",
            "SPSS 同时给出两种检验并用 Levene 检验选择；Excel 的 T.TEST 需选类型 3 才是 Welch；R 的 t.test 即 Welch。许多工具给出的是近似的 Hedges g。",
        ],
        takes: &TWO,
        run: t_test,
    },
    Method {
        id: "mann_whitney",
        aliases: &["mwu", "rank_sum", "wilcoxon_rank_sum", "mann_whitney_u"],
        family: Family::TwoGroups,
        title: ["Mann–Whitney rank-sum test", "Mann–Whitney 秩和检验"],
        definition: [
            "U₁ counts pairs with x > y plus half the ties. σ² = n₁n₂/12·[(N+1) − Σ(t³−t)/(N(N−1))]; z = (|U₁ − n₁n₂/2| − ½)/σ, floor 0; p = 2·P(Z > z); `p_exact` is the exact p of samples below 50 without ties. Probability of superiority U₁/(n₁n₂), Cliff's δ = 2U₁/(n₁n₂) − 1. It tests P(X>Y) + ½P(X=Y) = ½, not equal medians.",
            "U₁ 为 x > y 的对数加一半的同分对数。σ² = n₁n₂/12·[(N+1) − Σ(t³−t)/(N(N−1))]；z = (|U₁ − n₁n₂/2| − ½)/σ，不低于 0；p = 2·P(Z > z)；`p_exact` 为精确 p（各组少于 50 个且无同分）。优势概率 U₁/(n₁n₂)，Cliff δ = 2U₁/(n₁n₂) − 1。检验的是 P(X>Y) + ½P(X=Y) = ½，并非中位数相等。",
        ],
        source: "Mann & Whitney 1947; Cliff 1993; Romano et al. 2006",
        others: [
            "R computes exactly below 50 answers without ties; SPSS leaves out the continuity correction (`p_no_cc`). R's W is U₁; others print U₂ or the smaller one. With all answers tied R gives NaN, here p is 1.",
            "R 在少于 50 个且无同分时用精确法；SPSS 不作连续性校正（`p_no_cc`）。R 的 W 即 U₁，有的软件给出 U₂ 或较小者。全部同分时 R 给出 NaN，这里 p 为 1。",
        ],
        takes: &TWO,
        run: mann_whitney,
    },
    Method {
        id: "two_proportion_z",
        aliases: &["two_proportions", "prop_test", "share_difference"],
        family: Family::TwoGroups,
        title: ["Difference of two shares", "两组比例之差"],
        definition: [
            "z = (p₁ − p₂)/√(p̄(1 − p̄)(1/n₁ + 1/n₂)), p̄ pooled; z² is χ² without Yates. Interval: Newcombe's hybrid of the two Wilson intervals. Cohen's h = 2asin√p₁ − 2asin√p₂.",
            "z = (p₁ − p₂)/√(p̄(1 − p̄)(1/n₁ + 1/n₂))，p̄ 为合并比例；z² 即不作 Yates 校正的 χ²。区间：由两个 Wilson 区间合成的 Newcombe 区间。Cohen h = 2asin√p₁ − 2asin√p₂。",
        ],
        source: "Newcombe 1998 (method 10); Cohen 1988",
        others: [
            "R's prop.test corrects with Yates (`p_yates`) and prints a Wald interval; SPSS Custom Tables tests column proportions by the pooled z; Displayr by default too, with its weighting corrections. With both shares 0 or 1 others give NaN; here p is 1.",
            "R 的 prop.test 作 Yates 校正（`p_yates`）并给出 Wald 区间；SPSS 定制表以合并 z 检验列比例；Displayr 默认相同，另有加权校正。两个比例同为 0 或 1 时其他软件给出 NaN，这里 p 为 1。",
        ],
        takes: &[
            COLUMN,
            TOP,
            GROUP,
            FIRST,
            SECOND,
            Param::new(
                "x1",
                Kind::Number,
                ["How many count in the first group", "第一组计入人数"],
            ),
            Param::new("n1", Kind::Number, ["Answers of the first group", "第一组有效人数"]),
            Param::new(
                "x2",
                Kind::Number,
                ["How many count in the second group", "第二组计入人数"],
            ),
            Param::new("n2", Kind::Number, ["Answers of the second group", "第二组有效人数"]),
        ],
        run: two_proportions,
    },
    Method {
        id: "nps_difference_z",
        aliases: &["nps_difference", "nps_diff"],
        family: Family::TwoGroups,
        title: ["Difference of two net promoter scores", "两个净推荐值之差"],
        definition: [
            "z = (N₁ − N₂)/√(SE₁² + SE₂²) of independent samples, with the Wald interval; standard errors as in `nps`, divisor n.",
            "独立样本 z = (N₁ − N₂)/√(SE₁² + SE₂²)，区间为 Wald；标准误同 `nps`，除数为 n。",
        ],
        source: "Rocks 2016 (Am. Stat. 70, 365)",
        others: [
            "Displayr and SPSS test the mean of −100, 0, 100 by t with n − 1: nearly the same above 30 answers.",
            "Displayr、SPSS 以 t 检验 −100、0、100 的均值，除数 n − 1：样本超过 30 时几乎相同。",
        ],
        takes: &[
            COLUMN,
            GROUP,
            Param::new(
                "a",
                Kind::Json,
                ["Label of the first group, or its answers", "第一组的标签，或其数值"],
            )
            .or(&["first", "x"]),
            Param::new(
                "b",
                Kind::Json,
                ["Label of the second group, or its answers", "第二组的标签，或其数值"],
            )
            .or(&["second", "y"]),
        ],
        run: nps_difference,
    },
];

/// Answers that a comparison cannot do without, when a group has none.
fn empty_group(samples: &samples::Samples, statistic: &str) -> Option<Value> {
    let empty: Vec<&String> = samples
        .labels
        .iter()
        .zip(&samples.values)
        .filter_map(|(label, sample)| (sample.base() == 0).then_some(label))
        .collect();
    (!empty.is_empty()).then(|| {
        json!({
            "first": samples.labels[0],
            "second": samples.labels[1],
            "n1": samples.values[0].base(),
            "n2": samples.values[1].base(),
            statistic: null,
            "empty": empty,
            "reason": Reason::EmptyGroup,
            "warnings": samples.warnings,
        })
    })
}

fn t_test(asked: &Asked<'_>) -> Answer {
    let found = samples::two(asked)?;
    let level = asked.level()?;
    if let Some(answer) = empty_group(&found, "welch_t") {
        return Ok(answer);
    }
    let (x, y): (Summary, Summary) = (found.values[0].summary()?, found.values[1].summary()?);
    let welch: Comparison = test::welch(&x, &y, level)?;
    let student = test::student(&x, &y, level)?;
    Ok(json!({
        "first": found.labels[0],
        "second": found.labels[1],
        "n1": x.base,
        "n2": y.base,
        "mean1": x.mean,
        "mean2": y.mean,
        "sd1": x.sd(),
        "sd2": y.sd(),
        "diff": welch.difference,
        "welch_t": welch.statistic,
        "welch_df": welch.df,
        "welch_p": welch.p,
        "welch_se": welch.standard_error,
        "welch_ci95": bounds(welch.interval),
        "student_t": student.statistic,
        "student_df": student.df,
        "student_p": student.p,
        "student_ci95": bounds(student.interval),
        "cohens_d": number(effect::cohens_d(&x, &y)),
        "hedges_g_exact": number(effect::hedges_g(&x, &y)),
        "hedges_g_approx": number(effect::hedges_g_approximate(&x, &y)),
        "conf": level,
        "reason": welch.reason,
        "warnings": found.warnings,
    }))
}

fn mann_whitney(asked: &Asked<'_>) -> Answer {
    let found = samples::two(asked)?;
    if let Some(answer) = empty_group(&found, "U1") {
        return Ok(answer);
    }
    let (x, y): (&ValueCounts, &ValueCounts) = (&found.values[0], &found.values[1]);
    let got = rank_sum::test(x, y)?;
    Ok(json!({
        "first": found.labels[0],
        "second": found.labels[1],
        "n1": x.base(),
        "n2": y.base(),
        "U1": got.u_first,
        "U2": got.u_second,
        "sigma_tie_corrected": got.sigma,
        "z_abs_cc": got.z,
        "p_cc": got.p,
        "p_no_cc": got.p_uncorrected,
        "p_exact": exact_ranks::rank_sum_p(x, y),
        "prob_superiority": got.superiority,
        "cliffs_delta": got.cliffs_delta,
        "rank_biserial": got.cliffs_delta,
        "reason": got.reason,
        "warnings": found.warnings,
    }))
}

/// Hits and bases of both groups, their labels, and what the reader should know.
type Tallies = ([Tally; 2], [String; 2], Vec<Value>);

fn tallies(asked: &Asked<'_>) -> Result<Tallies, Fault> {
    if asked.has("column") && asked.table().is_ok() {
        let (column, codes) = (asked.required_word("column")?, scores::codes(asked)?);
        let answers = scores::answers(asked, &column, &codes)?;
        let pair = Pair::of(asked, "first", "second")?;
        let groups = asked.labels_of(&pair.column)?;
        let tally = |label: Option<&str>| {
            let chosen = answers.iter().zip(&groups);
            let own: Vec<Option<&str>> = chosen
                .filter(|(_, group)| label.is_some() && **group == label)
                .map(|(answer, _)| *answer)
                .collect();
            scores::hits(&own, &codes)
        };
        let both = [tally(Some(&pair.first)), tally(pair.second.as_deref())];
        return Ok((both, [pair.first, pair.second.unwrap_or_default()], pair.warnings));
    }
    let count = |name: &str| asked.count(name);
    let (Some(x1), Some(n1), Some(x2), Some(n2)) = (count("x1")?, count("n1")?, count("x2")?, count("n2")?) else {
        return Err(Fault::asked(
            "say what is compared: `--of COLUMN --top 4,5 --by GROUP` with a file, or `--x1 320 --n1 461 --x2 322 --n2 519`",
            "请说明比较对象：配合数据文件写 `--of 列名 --top 4,5 --by 分组列`，或写 `--x1 320 --n1 461 --x2 322 --n2 519`",
        ));
    };
    let both = [
        scores::stated(("x1", x1), ("n1", n1))?,
        scores::stated(("x2", x2), ("n2", n2))?,
    ];
    Ok((both, ["1".to_owned(), "2".to_owned()], Vec::new()))
}

fn two_proportions(asked: &Asked<'_>) -> Answer {
    let ([one, other], [first, second], warnings) = tallies(asked)?;
    let level = asked.level()?;
    let known = json!({
        "first": first, "second": second, "x1": one.hits, "n1": one.base, "x2": other.hits, "n2": other.base,
        "p1": number(one.share()), "p2": number(other.share()), "warnings": warnings,
    });
    let test = match two::compare(one, other, level) {
        Ok(test) => test,
        Err(StatError::Undefined(reason)) => {
            return Ok(with(
                known,
                json!({ "diff": null, "p_two_sided": null, "reason": reason }),
            ));
        }
        Err(fault) => return Err(fault.into()),
    };
    let (p1, p2) = (one.share()?, other.share()?);
    Ok(with(
        known,
        json!({
            "diff": test.difference,
            "z_pooled": test.statistic,
            "chi2": test.statistic.map(|z| z * z),
            "p_two_sided": test.p,
            "p_yates": number(two::yates_p(one, other)),
            "newcombe_ci95": bounds(test.interval),
            "wald_ci95": bounds(two::wald(one, other, level).ok()),
            "cohens_h": number(two::cohens_h(p1, p2)),
            "conf": level,
            "reason": test.reason,
        }),
    ))
}

/// The fields of both.
pub(super) fn with(mut known: Value, more: Value) -> Value {
    if let (Some(known), Value::Object(more)) = (known.as_object_mut(), more) {
        known.extend(more);
    }
    known
}

fn nps_difference(asked: &Asked<'_>) -> Answer {
    let (labels, samples, warnings) = if asked.is_list("a") || asked.is_list("b") {
        let sample = |name: &str| Ok::<_, Fault>(ValueCounts::of(asked.answers(name)?.into_iter().flatten())?);
        let labels = ["a".to_owned(), "b".to_owned()];
        (labels, [sample("a")?, sample("b")?], Vec::new())
    } else {
        let column = asked.required_word("column")?;
        let pair = Pair::of(asked, "a", "b")?;
        let samples = [
            samples::within(asked, &column, &pair.column, Some(&pair.first))?,
            samples::within(asked, &column, &pair.column, pair.second.as_deref())?,
        ];
        ([pair.first, pair.second.unwrap_or_default()], samples, pair.warnings)
    };
    let what = asked.arg("column").as_str();
    let one = scores::three_groups(&samples[0], what.unwrap_or("a"))?;
    let other = scores::three_groups(&samples[1], what.unwrap_or("b"))?;
    let level = asked.level()?;
    let known = json!({
        "first": labels[0], "second": labels[1], "n1": one.base(), "n2": other.base(),
        "nps1": number(one.score()), "nps2": number(other.score()), "warnings": warnings,
    });
    let test = match promoter::difference(&one, &other, level) {
        Ok(test) => test,
        Err(StatError::Undefined(reason)) => {
            return Ok(with(known, json!({ "diff": null, "z": null, "reason": reason })));
        }
        Err(fault) => return Err(fault.into()),
    };
    Ok(with(
        known,
        json!({
            "diff": test.difference,
            "se": test.standard_error,
            "z": test.statistic,
            "p": test.p,
            "p_two_sided": test.p,
            "ci95": bounds(test.interval),
            "conf": level,
            "reason": test.reason,
        }),
    ))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn two_groups_agree_with_r() {
        assert_agree(
            &[
                "t_test_two_sample",
                "mann_whitney",
                "two_proportion_z",
                "nps_difference_z",
            ],
            13,
        );
    }

    const TABLE: &str = "score,group\n5,b\n4,b\n4,a\n3,a\n,a\n2,c\n";

    #[test]
    fn without_labels_the_first_two_groups_are_compared_and_that_is_said() {
        let got = asked("welch", r#"{"column": "score", "group": "group"}"#, TABLE).unwrap();
        assert_eq!(
            (&got["first"], &got["second"], &got["n1"]),
            (&"a".into(), &"b".into(), &2.into())
        );
        assert_eq!(got["diff"], -1.0);
        assert!(got["warnings"][0]["en"].as_str().unwrap().contains("3 groups"));
        let other = asked("welch", r#"{"column": "score", "group": "group", "first": "c"}"#, TABLE).unwrap();
        assert_eq!((&other["first"], &other["second"]), (&"c".into(), &"a".into()));
        assert_eq!(other["reason"], "n_lt_2");
    }

    #[test]
    fn an_unknown_group_and_a_single_one_are_named() {
        let fault = asked("mwu", r#"{"column": "score", "group": "group", "first": "z"}"#, TABLE).unwrap_err();
        assert!(fault.contains("`z`") && fault.contains("a, b, c"), "{fault}");
        let got = asked("welch", r#"{"column": "score", "group": "g"}"#, "score,g\n1,x\n2,x\n").unwrap();
        assert_eq!(
            (&got["reason"], &got["welch_t"]),
            (&"empty_group".into(), &serde_json::Value::Null)
        );
    }
}
