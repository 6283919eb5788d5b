//! What the fields of an answer are, for the person who reads them: their order, their meaning, how they are written.

use crate::diagnostic::Tongue;
use crate::locale;
use crate::stats::Reason;

/// Fields that come first, in this order, with their meaning; an empty meaning is one the name says. Others follow by name.
const KNOWN: &[(&str, [&str; 2])] = &[
    ("method", ["computed by", "计算方法"]),
    ("first", ["first group", "第一组"]),
    ("second", ["second group", "第二组"]),
    ("labels", ["labels", "标签"]),
    ("groups", ["groups", "各组"]),
    ("rows", ["rows of the table", "表的行"]),
    ("cols", ["columns of the table", "表的列"]),
    ("table", ["counts", "频数"]),
    ("n", ["valid answers", "有效回答数"]),
    ("n1", ["answers of the first group", "第一组回答数"]),
    ("n2", ["answers of the second group", "第二组回答数"]),
    ("n_missing", ["rows without an answer", "缺失行数"]),
    ("n_dropped", ["rows left out", "剔除行数"]),
    ("x", ["that count", "计入人数"]),
    ("x1", ["that count, first group", "第一组计入人数"]),
    ("x2", ["that count, second group", "第二组计入人数"]),
    ("sum_w", ["sum of weights", "权重合计"]),
    ("n_eff", ["effective base", "有效样本量"]),
    ("p1", ["share of the first group", "第一组比例"]),
    ("p2", ["share of the second group", "第二组比例"]),
    ("nps", ["net promoter score", "净推荐值"]),
    ("nps1", ["score of the first group", "第一组得分"]),
    ("nps2", ["score of the second group", "第二组得分"]),
    ("mean", ["mean", "均值"]),
    ("mean1", ["mean of the first group", "第一组均值"]),
    ("mean2", ["mean of the second group", "第二组均值"]),
    ("mean_diff", ["mean difference", "平均差值"]),
    ("diff", ["difference, first minus second", "差值（第一组减第二组）"]),
    ("estimate", ["estimate", "估计值"]),
    ("sd", ["standard deviation", "标准差"]),
    ("se", ["standard error", "标准误"]),
    ("ci", ["interval", "置信区间"]),
    ("ci95", ["interval of the difference", "差值的置信区间"]),
    ("wilson", ["interval, the default", "置信区间（默认）"]),
    ("adj_wald_ci", ["interval, the default", "置信区间（默认）"]),
    ("welch_t", ["t of the default test", "默认检验的 t"]),
    ("welch_F", ["F of the default test", "默认检验的 F"]),
    ("welch_df", ["degrees of freedom", "自由度"]),
    ("welch_df1", ["degrees of freedom", "自由度"]),
    ("welch_df2", ["degrees of freedom", "自由度"]),
    ("welch_p", ["p-value, the default", "p 值（默认）"]),
    ("welch_ci95", ["interval of the difference", "差值的置信区间"]),
    ("z_pooled", ["z with pooled share", "合并比例的 z"]),
    ("newcombe_ci95", ["interval of the difference", "差值的置信区间"]),
    ("U1", ["pairs won by the first group", "第一组胜出对数"]),
    ("U2", ["pairs won by the second group", "第二组胜出对数"]),
    ("H", ["statistic", "统计量"]),
    ("J", ["statistic", "统计量"]),
    ("F", ["statistic", "统计量"]),
    ("t", ["statistic", "统计量"]),
    ("z", ["statistic", "统计量"]),
    ("chi2", ["statistic χ²", "统计量 χ²"]),
    ("df", ["degrees of freedom", "自由度"]),
    ("df1", ["degrees of freedom", "自由度"]),
    ("df2", ["degrees of freedom", "自由度"]),
    ("p", ["p-value", "p 值"]),
    ("p_two_sided", ["p-value", "p 值"]),
    ("p_cc", ["p-value with continuity correction", "p 值（连续性校正）"]),
    (
        "p_no_cc",
        ["p-value without continuity correction", "p 值（不作连续性校正）"],
    ),
    ("p_exact", ["exact p-value", "精确 p 值"]),
    ("fisher_p", ["Fisher's exact p-value", "Fisher 精确 p 值"]),
    ("p_yates", ["p-value with Yates's correction", "p 值（Yates 校正）"]),
    ("prob_superiority", ["probability of superiority", "优势概率"]),
    ("cliffs_delta", ["effect size", "效应量"]),
    ("cohens_d", ["effect size", "效应量"]),
    ("hedges_g_exact", ["effect size, corrected", "效应量（校正）"]),
    ("cohens_h", ["effect size", "效应量"]),
    ("dz", ["effect size", "效应量"]),
    ("cramers_v", ["effect size", "效应量"]),
    ("eta_sq", ["share of variance between groups", "组间变异占比"]),
    ("epsilon_sq", ["effect size", "效应量"]),
    ("median", ["median", "中位数"]),
    ("q1_type7", ["lower quartile", "下四分位数"]),
    ("q3_type7", ["upper quartile", "上四分位数"]),
    ("alpha_raw", ["Cronbach's α", "Cronbach α"]),
    ("omega_total", ["McDonald's ω", "McDonald ω"]),
    ("R2", ["share of variance explained", "解释的变异占比"]),
    ("seed", ["seed of the random draws", "随机种子"]),
];

/// Where a field of a method's answer stands: known ones first in their order, the rest by name.
pub(super) fn rank(method: &str, name: &str) -> (usize, String) {
    // A share is what was asked for, a p-value follows its statistic.
    let name = if is_share(method, name) { "p1" } else { name };
    let place = KNOWN.iter().position(|(own, _)| *own == name).unwrap_or(KNOWN.len());
    (place, name.to_lowercase())
}

/// What a field means; empty when nothing more than its name is known.
pub(super) fn meaning(method: &str, name: &str, tongue: Tongue) -> &'static str {
    if is_share(method, name) {
        return tongue.pick("share", "比例");
    }
    let known = KNOWN.iter().find(|(own, _)| *own == name);
    known.map_or("", |(_, words)| tongue.pick(words[0], words[1]))
}

/// Methods whose `p` is a share and no p-value.
const SHARES: [&str; 6] = [
    "proportion_ci",
    "design_proportion",
    "design_domain_means",
    "p_chart",
    "sample_size_table",
    "margin_of_error_table",
];

fn is_share(method: &str, name: &str) -> bool {
    name == "p" && SHARES.contains(&method)
}

/// Whether a field of a method's answer holds p-values.
pub(super) fn is_p_value(method: &str, name: &str) -> bool {
    let families = ["holm", "bonferroni", "hochberg", "hommel", "bh", "by"];
    match name {
        "p" => !is_share(method, name),
        "p_bar" | "p_hat" => false,
        _ => name.starts_with("p_") || name.ends_with("_p") || (method == "p_adjust" && families.contains(&name)),
    }
}

/// A number for a person: about six digits, a p-value as it is reported.
pub(super) fn number(x: f64, p_value: bool) -> String {
    if p_value && (0.0..=1.0).contains(&x) {
        return if x < 0.001 {
            "<0.001".to_owned()
        } else {
            locale::plain(x, 4)
        };
    }
    if x.fract() == 0.0 && x.abs() < 9e15 {
        return locale::plain(x, 0);
    }
    if x.abs() < 1e-4 || x.abs() >= 9e15 {
        return format!("{x:.3e}").replace('-', "−");
    }
    let decimals = if x.abs() >= 1000.0 {
        2
    } else if x.abs() >= 10.0 {
        3
    } else {
        4
    };
    locale::plain(x, decimals)
}

/// Why there is no number, and what that calls for.
pub(super) fn reason(code: &str, tongue: Tongue) -> Option<&'static str> {
    let reason = Reason::ALL.into_iter().find(|reason| reason.code() == code)?;
    Some(match reason {
        Reason::NoValidAnswers => tongue.pick(
            "there is no valid answer: check the filter and the missing codes",
            "没有有效回答：请检查筛选条件与缺失代码",
        ),
        Reason::TooFewAnswers => tongue.pick(
            "one answer, or one degree of freedom too few: a spread needs more",
            "回答太少：至少需要两个才能估计离散程度",
        ),
        Reason::ZeroVariance => tongue.pick(
            "all answers are the same, so nothing can be said about chance",
            "所有回答相同，无法判断随机误差",
        ),
        Reason::EmptyGroup => tongue.pick(
            "a group has no answers, or there is one group only",
            "某组没有回答，或只有一个组",
        ),
        Reason::ZeroMargin => tongue.pick(
            "a row, a column or a denominator of the table is empty",
            "表中某行、某列或分母为空",
        ),
        Reason::Singular => tongue.pick(
            "columns repeat each other, are constant or are too many for the rows: leave some out",
            "有的列重复、为常数，或相对行数过多：请去掉一些",
        ),
        Reason::Separation => tongue.pick(
            "a column separates the outcome perfectly: leave it out or merge its levels",
            "某列完全区分了结果：请去掉它或合并其类别",
        ),
        Reason::ImproperSolution => tongue.pick(
            "the solution is not a possible one: the model does not fit these answers",
            "解不可能成立：模型不适合这些数据",
        ),
        Reason::LonelyPsu => tongue.pick(
            "a stratum has one sampling unit: merge strata, or write `--lonely adjust`",
            "某层只有一个抽样单元：请合并层，或写 `--lonely adjust`",
        ),
        Reason::NotConverged => tongue.pick("the computation did not settle", "计算未收敛"),
        Reason::Suppressed => tongue.pick("the number may not be shown", "该数字不予显示"),
        Reason::Boundary => tongue.pick(
            "the estimate lies at the end of its range, where its formula breaks down",
            "估计值位于取值范围的端点，公式不再适用",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_p_value_is_never_zero() {
        assert_eq!(number(1e-20, true), "<0.001");
        assert_eq!(number(0.0, true), "<0.001");
        assert_eq!(number(0.0123, true), "0.0123");
        assert_eq!(number(-1e-20, false), "−1.000e−20");
        assert_eq!(number(1234.5, false), "1234.50");
        assert!(!is_p_value("proportion_ci", "p") && is_p_value("mcnemar", "p") && is_p_value("p_adjust", "holm"));
    }

    #[test]
    fn every_reason_has_words() {
        for known in Reason::ALL {
            assert!(reason(known.code(), Tongue::Zh).is_some_and(|words| !words.is_ascii()));
        }
        assert_eq!(reason("elsewhere", Tongue::En), None);
    }
}
