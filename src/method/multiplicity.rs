//! Several tests at once.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::absent;
use crate::stats::adjust;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "p_adjust",
    aliases: &["holm", "bonferroni", "hochberg", "hommel", "bh", "fdr"],
    family: Family::Multiplicity,
    title: ["P-values of a family, adjusted", "多重检验的 p 值校正"],
    definition: [
        "For m sorted p-values. Holm: p(i)·(m − i + 1), running maximum. Bonferroni: m·p. Hochberg: Holm's factors from the largest down. Hommel: the largest Simes p, min over i of k·p(i)/i, of all sets of k tests that hold this one. Benjamini–Hochberg: min over j ≥ i of p(j)·m/j; Benjamini–Yekutieli adds the factor Σ1/i. A null was not computed and does not count in m.",
        "对 m 个排序后的 p 值。Holm：p(i)·(m − i + 1)，取累计最大。Bonferroni：m·p。Hochberg：从最大者起用 Holm 的系数。Hommel：在所有包含该检验的 k 个检验的组合中，取 Simes p（各 i 的 k·p(i)/i 之最小值）的最大者。Benjamini–Hochberg：j ≥ i 中 p(j)·m/j 的最小值；Benjamini–Yekutieli 另乘 Σ1/i。空值表示未计算，不计入 m。",
    ],
    source: "Holm 1979; Hochberg 1988; Hommel 1988; Benjamini & Hochberg 1995; Benjamini & Yekutieli 2001",
    others: [
        "R's p.adjust gives the same. SPSS Custom Tables offers Bonferroni and Benjamini–Hochberg; Displayr corrects by the false discovery rate over the whole table unless told otherwise; manyi's default within a question is Holm.",
        "R 的 p.adjust 结果相同。SPSS 定制表提供 Bonferroni 与 Benjamini–Hochberg；Displayr 默认对整张表按错误发现率校正；manyi 在同一题内默认 Holm。",
    ],
    takes: &[Param::new("p", Kind::Numbers, ["The p-values of the family", "同一族的 p 值"]).or(&["of", "values"])],
    run: p_adjust,
}];

fn p_adjust(asked: &Asked<'_>) -> Answer {
    if !asked.has("p") {
        return Err(absent("p"));
    }
    let p = asked.answers("p")?;
    if let Some(wrong) = p.iter().flatten().find(|p| !(0.0..=1.0).contains(*p)) {
        return Err(Fault::asked(
            format!("`p` has {wrong}: a p-value lies between 0 and 1"),
            format!("`p` 中有 {wrong}：p 值应在 0 与 1 之间"),
        ));
    }
    // A family of one is written as a bare number, and answered so.
    let single = asked.arg("p").is_number();
    let shown = |adjusted: Vec<Option<f64>>| {
        if single { json!(adjusted[0]) } else { json!(adjusted) }
    };
    Ok(json!({
        "m": p.iter().flatten().count(),
        "holm": shown(adjust::holm(&p)),
        "bonferroni": shown(adjust::bonferroni(&p)),
        "hochberg": shown(adjust::hochberg(&p)),
        "hommel": shown(adjust::hommel(&p)),
        "bh": shown(adjust::benjamini_hochberg(&p)),
        "by": shown(adjust::benjamini_yekutieli(&p)),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn adjusted_p_values_agree_with_r() {
        assert_agree(&["p_adjust"], 5);
    }

    #[test]
    fn hommels_p_values_are_the_largest_of_simes() {
        // By hand over all sets of the four: those of the 1st and 4th with the 2nd or 3rd, the 2nd and 4th, the 3rd and 4th.
        let got = asked("hommel", r#"{"p": [0.01, 0.02, null, 0.022, 0.09]}"#, "").unwrap();
        assert!(got["hommel"][2].is_null(), "{got}");
        for (place, want) in [(0, 0.03), (1, 0.04), (3, 0.044), (4, 0.09)] {
            assert!((got["hommel"][place].as_f64().unwrap() - want).abs() < 1e-12, "{got}");
        }
        assert_eq!(asked("p_adjust", r#"{"p": 0.03}"#, "").unwrap()["hommel"], 0.03);
    }

    #[test]
    fn a_p_value_outside_0_and_1_is_refused() {
        assert!(asked("holm", r#"{"p": [0.1, 1.5]}"#, "").unwrap_err().contains("1.5"));
    }
}
