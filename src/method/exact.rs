//! Exact tests of cross tables.

use super::Answer;
use super::Asked;
use super::Family;
use super::Kind;
use super::Method;
use super::Param;
use super::tables::COL;
use super::tables::COL_ORDER;
use super::tables::Cross;
use super::tables::ROW;
use super::tables::ROW_ORDER;
use super::tables::TABLE;
use crate::stats::fisher_table;
use crate::stats::fisher_table::Effort;
use crate::stats::fisher_table::Found;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "fisher_rxc",
    aliases: &["fisher_exact", "freeman_halton"],
    family: Family::SeveralGroups,
    title: [
        "Fisher's exact test of any table (Freeman–Halton)",
        "任意列联表的 Fisher 精确检验（Freeman–Halton）",
    ],
    definition: [
        "p is the sum of the probabilities ∏rᵢ!∏cⱼ!/(n!∏nᵢⱼ!) of all tables with the same margins that are no more probable than the one seen (those within 1e-7 of it count as equal). Exact, as `found` says, unless there are too many tables: then `draws` random tables with the same margins, p = (1 + hits)/(1 + draws), with the seed and the interval that this leaves. Rows and columns without answers are left out; with one row or column p is 1.",
        "p 为与观测表边际相同、概率 ∏rᵢ!∏cⱼ!/(n!∏nᵢⱼ!) 不大于观测表的所有表的概率之和（相差 1e-7 以内视为相等）。`found` 说明是否精确；表过多时改为按同样边际随机生成 `draws` 张表，p = (1 + 命中数)/(1 + draws)，并给出种子与区间。没有回答的行列不计；只有一行或一列时 p 为 1。",
    ],
    source: "Freeman & Halton 1951; Mehta & Patel 1983 (network)",
    others: [
        "R's fisher.test is the same and stops with an error when its workspace is too small; its simulate.p.value draws 2000 tables. SPSS needs the Exact Tests module.",
        "R 的 fisher.test 与此相同，但工作区不足时报错；其 simulate.p.value 抽取 2000 张表。SPSS 需要 Exact Tests 模块。",
    ],
    takes: &[
        ROW,
        COL,
        ROW_ORDER,
        COL_ORDER,
        TABLE,
        Param::new(
            "draws",
            Kind::Number,
            ["Tables of a simulation; 20,000 without it", "模拟的表数，默认 20000"],
        ),
        Param::new(
            "seed",
            Kind::Number,
            ["Seed of a simulation; 1 without it", "模拟的种子，默认 1"],
        ),
    ],
    run: fisher,
}];

fn fisher(asked: &Asked<'_>) -> Answer {
    let cross = Cross::of(asked)?;
    let usual = Effort::default();
    let effort = Effort {
        draws: asked.count("draws")?.unwrap_or(usual.draws),
        seed: asked.count("seed")?.unwrap_or(usual.seed),
        ..usual
    };
    let got = fisher_table::test(&cross.cells, effort)?;
    let mut fields = json!({
        "p": got.p,
        "found": "exact",
        "n": cross.cells.iter().flatten().sum::<u64>(),
        "rows": cross.rows,
        "cols": cross.columns,
        "table": cross.cells,
    });
    if let Found::Simulated { draws, seed, interval } = got.found {
        fields["found"] = json!("simulated");
        fields["draws"] = json!(draws);
        fields["seed"] = json!(seed);
        fields["p_ci95"] = json!([interval.low, interval.high]);
    }
    if let Some(reason) = got.reason {
        fields["reason"] = json!(reason.code());
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn large_tables_agree_with_r() {
        assert_agree(&["fisher_rxc"], 1);
    }

    #[test]
    fn a_large_table_is_simulated_and_says_so() {
        let table = r#"{"table": [[90, 80, 70, 60, 50], [60, 70, 80, 90, 95], [75, 75, 70, 70, 80], [50, 90, 60, 80, 70]], "draws": 2000}"#;
        let got = asked("fisher_rxc", table, "").unwrap();
        assert_eq!(
            (&got["found"], &got["draws"], &got["seed"]),
            (&json!("simulated"), &json!(2000), &json!(1))
        );
        // χ² = 36.8 with 12 degrees of freedom has p 0.0002: hardly one table of 2,000 is as rare.
        assert!(
            got["p"].as_f64().unwrap() < 0.005 && got["p_ci95"][1].as_f64().unwrap() < 0.01,
            "{got}"
        );
    }

    #[test]
    fn a_table_without_a_choice_has_p_1_and_a_wrong_count_is_named() {
        let got = asked("fisher_rxc", r#"{"table": [[0, 0, 0], [4, 5, 6]]}"#, "").unwrap();
        assert_eq!((&got["p"], &got["reason"]), (&json!(1.0), &json!("zero_margin")));
        let fault = asked("fisher_rxc", r#"{"table": [[1, 2.5], [4, 5]]}"#, "").unwrap_err();
        assert!(fault.contains("row 1, column 2"), "{fault}");
    }
}
