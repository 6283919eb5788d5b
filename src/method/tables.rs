//! Cross tables.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::same_code;
use super::asked::warning;
use super::derived;
use super::samples;
use super::two_groups::with;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::contingency as table;
use crate::stats::fisher;
use crate::stats::mcnemar as changes;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// The column of the rows.
pub(super) const ROW: Param = Param::new(
    "row",
    Kind::Column,
    [
        "Column that makes the rows, or a condition such as `csat>=4`",
        "作为行的列，或条件，例如 `csat>=4`",
    ],
)
.or(&["rows", "of", "a", "before"]);

/// The column of the columns.
pub(super) const COL: Param = Param::new(
    "col",
    Kind::Column,
    ["Column that makes the columns, or a condition", "作为列的列，或条件"],
)
.or(&["column", "by", "b", "after"]);

/// Order of the rows.
pub(super) const ROW_ORDER: Param = Param::new(
    "row_order",
    Kind::Words,
    [
        "Labels of the rows in their order; others are left out. Without it all, in code point order",
        "行标签及其顺序，其他不计；不写则全部，按编码顺序",
    ],
);

/// Order of the columns.
pub(super) const COL_ORDER: Param = Param::new(
    "col_order",
    Kind::Words,
    [
        "Labels of the columns in their order; others are left out. Without it all, in code point order",
        "列标签及其顺序，其他不计；不写则全部，按编码顺序",
    ],
);

/// The counts themselves.
pub(super) const TABLE: Param = Param::new(
    "table",
    Kind::Matrix,
    [
        "The counts themselves, such as `310,260;190,240`",
        "直接给出的频数，例如 `310,260;190,240`",
    ],
);

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "contingency_table",
        aliases: &["chi2", "chisq", "crosstab", "fisher", "cramers_v"],
        family: Family::SeveralGroups,
        title: ["Cross table: χ², V, residuals, Fisher", "列联表：χ²、V、残差、Fisher"],
        definition: [
            "Pearson's χ² without Yates and G²; rows and columns without answers are dropped before the degrees of freedom. V = √(χ²/(n·min(r−1, c−1))), bias-corrected after Bergsma. Adjusted residuals (O − E)/√(E(1 − row share)(1 − column share)). A 2×2 table has φ, Yates, Fisher's exact p (sum of the tables no more probable), the sample and the conditional maximum-likelihood odds ratio.",
            "Pearson χ²（不作 Yates 校正）与 G²；先去掉没有回答的行和列再计自由度。V = √(χ²/(n·min(r−1, c−1)))，并按 Bergsma 作偏差校正。调整残差 (O − E)/√(E(1 − 行比例)(1 − 列比例))。2×2 表另有 φ、Yates、Fisher 精确 p（概率不大于观测表者之和）、样本比值比与条件极大似然比值比。",
        ],
        source: "Pearson 1900; Fisher 1934; Haberman 1973; Bergsma 2013; Cornfield 1956",
        others: [
            "R corrects 2×2 tables with Yates by default (`p_yates`) and prints the conditional odds ratio; scipy the sample one. R finds the conditional odds and their interval to about 0.00012 only, by the reciprocal above 1, so that large ones are off in the third digit: `odds_ratio_cond_mle` and `odds_ratio_cond_ci` repeat what R prints, the same with `_exact` are accurate and are what to report. SPSS prints both χ². R gives NaN for a table with an empty row.",
            "R 对 2×2 表默认作 Yates 校正（`p_yates`）并给出条件比值比；scipy 给样本比值比；SPSS 两种 χ² 都给。R 求条件比值比及其区间时只精确到约 0.00012（大于 1 时按倒数），数值较大时第三位有效数字就有偏差：`odds_ratio_cond_mle` 与 `odds_ratio_cond_ci` 与 R 的输出一致，带 `_exact` 的是精确值，报告时请用精确值。表中有空行时 R 给出 NaN。",
        ],
        takes: &[ROW, COL, ROW_ORDER, COL_ORDER, TABLE],
        run: contingency,
    },
    Method {
        id: "mcnemar",
        aliases: &["paired_shares", "change"],
        family: Family::TwoGroups,
        title: ["McNemar test of change", "McNemar 变化检验"],
        definition: [
            "Of people asked twice, b changed from the first answer to the second and c the other way. χ² = (b − c)²/(b + c), with continuity correction (|b − c| − 1)²/(b + c); exact binomial and mid-p, to be used below 25 changes. Odds ratio b/c. Rows are the first time, columns the second.",
            "对同一批人的两次回答：b 为由第一种变为第二种的人数，c 为相反。χ² = (b − c)²/(b + c)，连续性校正 (|b − c| − 1)²/(b + c)；变化少于 25 人时用精确二项或 mid-p。比值比 b/c。行为第一次，列为第二次。",
        ],
        source: "McNemar 1947; Fagerland, Lydersen & Laake 2013 (mid-p)",
        others: [
            "R corrects for continuity by default (`p_cc`); SPSS prints the exact p below 26 changes and `p_cc` above. With nobody changed R gives NaN; here p is 1.",
            "R 默认作连续性校正（`p_cc`）；SPSS 变化不超过 25 时给精确 p，否则给 `p_cc`。无人变化时 R 给 NaN，这里 p 为 1。",
        ],
        takes: &[
            ROW,
            COL,
            Param::new(
                "order",
                Kind::Words,
                [
                    "Both labels, the first row's first; without it code point order, `yes` before `no` for conditions",
                    "两个标签，先写第一行的；不写则按编码顺序，条件为先“是”后“否”",
                ],
            ),
            TABLE,
        ],
        run: mcnemar,
    },
];

/// Labels of a side of the table by row of the data, and their order.
pub(super) struct Side {
    pub labels: Vec<Option<String>>,
    pub order: Vec<String>,
}

/// A column, or a condition such as `csat>=4 (yes,no)` whose answers are yes and no.
pub(super) fn side(asked: &Asked<'_>, name: &str, order: &str) -> Result<Side, Fault> {
    let text = asked.required_word(name)?;
    if asked.table()?.column(&text).is_some() {
        let labels = asked.labels_of(&text)?;
        return Ok(Side {
            order: samples::ordered(asked, &text, order)?,
            labels: labels.into_iter().map(|label| label.map(str::to_owned)).collect(),
        });
    }
    let condition = text.split(" (").next().unwrap_or(&text).trim();
    if !condition.contains(['<', '>', '=']) {
        // Says which columns there are.
        asked.labels_of(&text)?;
    }
    let truth = derived::computed(asked, condition)?;
    let word = |x: f64| if x > 0.5 { "yes" } else { "no" };
    Ok(Side {
        labels: truth.into_iter().map(|x| x.map(|x| word(x).to_owned())).collect(),
        order: asked
            .words(order)
            .unwrap_or_else(|| vec!["yes".to_owned(), "no".to_owned()]),
    })
}

/// A table with its labels, as far as they are known.
pub(super) struct Cross {
    pub cells: Vec<Vec<u64>>,
    pub rows: Vec<String>,
    pub columns: Vec<String>,
}

impl Cross {
    fn counted(row: &Side, column: &Side) -> Self {
        let mut cells = vec![vec![0; column.order.len()]; row.order.len()];
        let place = |side: &Side, label: &Option<String>| {
            let label = label.as_ref()?;
            side.order.iter().position(|own| same_code(own, label))
        };
        for (first, second) in row.labels.iter().zip(&column.labels) {
            if let (Some(r), Some(c)) = (place(row, first), place(column, second)) {
                cells[r][c] += 1;
            }
        }
        Self {
            cells,
            rows: row.order.clone(),
            columns: column.order.clone(),
        }
    }

    /// The table given in `table`, else counted from two columns.
    pub(super) fn of(asked: &Asked<'_>) -> Result<Self, Fault> {
        if let Some(cells) = stated(asked)? {
            let places = |n: usize| (1..=n).map(|at| at.to_string()).collect();
            return Ok(Self {
                rows: places(cells.len()),
                columns: places(cells.first().map_or(0, Vec::len)),
                cells,
            });
        }
        if !asked.has("row") || !asked.has("col") {
            return Err(Fault::asked(
                "say what is crossed: `--row COLUMN --col COLUMN` with a file, or `--table \"310,260;190,240\"`",
                "请说明交叉的两列：配合数据文件写 `--row 列名 --col 列名`，或写 `--table \"310,260;190,240\"`",
            ));
        }
        Ok(Self::counted(
            &side(asked, "row", "row_order")?,
            &side(asked, "col", "col_order")?,
        ))
    }

    fn two_by_two(&self) -> Option<[[u64; 2]; 2]> {
        match self.cells.as_slice() {
            [first, second] => match (first.as_slice(), second.as_slice()) {
                ([a, b], [c, d]) => Some([[*a, *b], [*c, *d]]),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Counts given directly: whole numbers of at least 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to be whole and in range"
)]
pub(super) fn stated(asked: &Asked<'_>) -> Result<Option<Vec<Vec<u64>>>, Fault> {
    let Some(rows) = asked.matrix("table")? else {
        return Ok(None);
    };
    let cell = |r: usize, c: usize, x: f64| {
        if x >= 0.0 && x.fract() == 0.0 && x < 9e15 {
            return Ok(x as u64);
        }
        Err(Fault::asked(
            format!(
                "`table`, row {}, column {}: {x} is no count; weighted tables are tested by `rao_scott`",
                r + 1,
                c + 1
            ),
            format!(
                "`table` 第 {} 行第 {} 列：{x} 不是频数；加权的表请用 `rao_scott`",
                r + 1,
                c + 1
            ),
        ))
    };
    let row = |(r, row): (usize, &Vec<f64>)| row.iter().enumerate().map(|(c, x)| cell(r, c, *x)).collect();
    rows.iter().enumerate().map(row).collect::<Result<_, _>>().map(Some)
}

/// Places from 1 of what was left out.
fn left_out(all: usize, kept: &[usize]) -> Vec<usize> {
    (0..all).filter(|at| !kept.contains(at)).map(|at| at + 1).collect()
}

fn sparse(got: &table::Association) -> Option<Value> {
    let cells = got.rows.len() * got.columns.len();
    let many = 5 * got.small_cells > cells;
    (many || got.smallest_expected < 1.0).then(|| {
        warning(
            format!(
                "{} of {cells} cells expect fewer than 5 answers (least {:.2}): use `fisher_p` or `manyi stat fisher_rxc`",
                got.small_cells, got.smallest_expected
            ),
            format!(
                "{cells} 格中有 {} 格期望频数小于 5（最小 {:.2}）：请用 `fisher_p` 或 `manyi stat fisher_rxc`",
                got.small_cells, got.smallest_expected
            ),
        )
    })
}

fn contingency(asked: &Asked<'_>) -> Answer {
    let cross = Cross::of(asked)?;
    let known = json!({ "table": cross.cells, "rows": cross.rows, "cols": cross.columns });
    let mut fields = match table::associate(&cross.cells) {
        Ok(got) => with(
            known,
            json!({
                "n": got.base,
                "rows_dropped": left_out(cross.cells.len(), &got.rows),
                "cols_dropped": left_out(cross.columns.len(), &got.columns),
                "chi2": got.pearson.statistic,
                "df": got.pearson.df,
                "p": got.pearson.p,
                "cramers_v": got.cramers_v,
                "cramers_v_bias_corrected": got.cramers_v_corrected,
                "contingency_c": got.contingency_coefficient,
                "G2": got.likelihood_ratio.statistic,
                "G2_p": got.likelihood_ratio.p,
                "min_expected": got.smallest_expected,
                "cells_expected_lt5": got.small_cells,
                "adjusted_residuals": got.adjusted_residuals,
                "warnings": Vec::from_iter(sparse(&got)),
            }),
        ),
        Err(StatError::Undefined(reason)) => with(known, json!({ "chi2": null, "p": null, "reason": reason })),
        Err(fault) => return Err(fault.into()),
    };
    if let Some(two) = cross.two_by_two() {
        let exact = fisher::test(two);
        let more = json!({ "fisher_p": exact.p, "odds_ratio_sample": exact.odds_ratio });
        fields = with(fields, more);
        if let (Ok(yates), Ok(phi)) = (table::yates(two), table::phi(two)) {
            let level = asked.level()?;
            let as_r = fisher::conditional_odds_ratio_of_r(two, level)?;
            let exact = fisher::conditional_odds_ratio(two, level)?;
            let more = json!({
                "phi": phi,
                "chi2_yates": yates.statistic,
                "p_yates": yates.p,
                "odds_ratio_cond_mle": as_r.estimate,
                "odds_ratio_cond_ci": [Some(as_r.low), as_r.high],
                "odds_ratio_cond_mle_exact": exact.estimate,
                "odds_ratio_cond_ci_exact": [Some(exact.low), exact.high],
            });
            fields = with(fields, more);
        }
    }
    Ok(fields)
}

/// The labels of both sides: in the order asked for, else in code point order but yes before no of conditions.
fn both_labels(asked: &Asked<'_>, row: &Side, column: &Side) -> Result<Vec<String>, Fault> {
    let there: Vec<&String> = row.order.iter().chain(&column.order).collect();
    let mut order = asked.words("order").unwrap_or_else(|| {
        let mut labels: Vec<String> = there.iter().map(|label| (*label).clone()).collect();
        if !labels.iter().all(|label| label == "yes" || label == "no") {
            labels.sort();
        }
        labels
    });
    let mut seen = BTreeSet::new();
    order.retain(|label| seen.insert(label.clone()));
    if let Some(unknown) = order
        .iter()
        .find(|label| !there.iter().any(|own| same_code(label, own)))
    {
        return Err(Fault::asked(
            format!("`order`: nobody answered `{unknown}`"),
            format!("`order`：没有人回答 `{unknown}`"),
        ));
    }
    // With one label only, everybody answered alike both times.
    while order.len() < 2 {
        order.push(String::new());
    }
    Ok(order)
}

/// Both answers of the same people as a 2×2 table, with the labels of its rows.
fn twice(asked: &Asked<'_>) -> Result<([[u64; 2]; 2], Vec<String>), Fault> {
    let cross = if asked.has("table") {
        Cross::of(asked)?
    } else {
        if !asked.has("row") || !asked.has("col") {
            return Cross::of(asked).map(|_| ([[0; 2]; 2], Vec::new()));
        }
        // A label may occur on one side only, so the order is not asked of each column by itself.
        let (mut row, mut column) = (side(asked, "row", "row_order")?, side(asked, "col", "col_order")?);
        let order = both_labels(asked, &row, &column)?;
        (row.order, column.order) = (order.clone(), order);
        Cross::counted(&row, &column)
    };
    let labels = cross.rows.clone();
    let two = cross.two_by_two().ok_or_else(|| {
        Fault::asked(
            format!(
                "a change is between two answers; there are {}: {}. Write a condition such as `--row \"before>=4\" --col \"after>=4\"`",
                labels.len(),
                labels.join(", ")
            ),
            format!(
                "变化只在两种答案之间；现有 {} 种：{}。请写条件，例如 `--row \"before>=4\" --col \"after>=4\"`",
                labels.len(),
                labels.join("、")
            ),
        )
    })?;
    Ok((two, labels))
}

fn mcnemar(asked: &Asked<'_>) -> Answer {
    let (cells, labels) = twice(asked)?;
    let ([a, b], [c, d]) = (cells[0], cells[1]);
    let base = a + b + c + d;
    if base == 0 {
        return Ok(json!({ "table": cells, "n": 0, "chi2": null, "p_exact": null, "reason": Reason::NoValidAnswers }));
    }
    let got = changes::test(b, c);
    Ok(json!({
        "table": cells,
        "labels": labels,
        "n": base,
        "b": b,
        "c": c,
        "chi2_cc": got.corrected.map(|test| test.statistic),
        "p_cc": got.corrected.map(|test| test.p),
        "chi2": got.plain.map(|test| test.statistic),
        "p": got.plain.map(|test| test.p),
        "p_exact": got.p_exact,
        "p_mid": got.p_mid,
        "odds_ratio": got.odds_ratio,
        "reason": got.reason,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn cross_tables_agree_with_r() {
        assert_agree(&["contingency_table", "mcnemar"], 14);
    }

    #[test]
    fn columns_are_crossed_in_the_order_asked_for() {
        let table = "g,a\nx,1\nx,2\ny,1\ny,\nz,3\n";
        let got = asked("chi2", r#"{"row": "g", "col": "a", "row_order": "y,x"}"#, table).unwrap();
        assert_eq!(got["table"], json!([[1, 0, 0], [1, 1, 0]]));
        assert_eq!(got["cols_dropped"], json!([3]));
        let fault = asked("chi2", r#"{"row": "g", "col": "b"}"#, table).unwrap_err();
        assert!(fault.contains("`b`") && fault.contains("g, a"), "{fault}");
        let fault = asked("chi2", r#"{"table": [[1, -2], [3, 4]]}"#, "").unwrap_err();
        assert!(fault.contains("row 1, column 2"), "{fault}");
    }

    #[test]
    fn changes_are_counted_by_condition_or_by_two_labels() {
        let table = "t1,t2\n5,2\n1,4\n3,5\n4,4\n,4\n";
        let got = asked("mcnemar", r#"{"row": "t1>=4", "col": "t2>=4"}"#, table).unwrap();
        assert_eq!((&got["table"], &got["n"]), (&json!([[1, 1], [2, 0]]), &4.into()));
        let fault = asked("mcnemar", r#"{"row": "t1", "col": "t2"}"#, table).unwrap_err();
        assert!(fault.contains("--row"), "{fault}");
        let labels = asked(
            "mcnemar",
            r#"{"row": "t1", "col": "t2", "order": "no,yes"}"#,
            "t1,t2\nyes,no\nno,no\n",
        );
        assert_eq!(labels.unwrap()["c"], 1);
    }
}
