//! Cross tables.

use serde_json::Value;
use serde_json::json;

use super::Case;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::contingency as table;
use crate::stats::fisher;
use crate::stats::mcnemar as changes;

/// The table stated in the arguments, else counted from the data, else stated beside the results.
fn cells(case: &Case) -> Vec<Vec<u64>> {
    if let Some(stated) = case.args["table"].as_array() {
        return listed(stated);
    }
    if case.args["row"].is_null() {
        return listed(case.expected["table"].as_array().unwrap());
    }
    let labels = |name: &str| -> Vec<String> {
        let order = case.args[name].as_array().unwrap();
        order
            .iter()
            .map(|label| label.to_string().trim_matches('"').to_owned())
            .collect()
    };
    let (rows, columns) = (labels("row_order"), labels("col_order"));
    let answers = case
        .survey
        .text(case.text("row"))
        .iter()
        .zip(case.survey.text(case.text("col")));
    let mut table = vec![vec![0; columns.len()]; rows.len()];
    for (row, column) in answers {
        let place = (
            rows.iter().position(|r| r == row),
            columns.iter().position(|c| c == column),
        );
        if let (Some(row), Some(column)) = place {
            table[row][column] += 1;
        }
    }
    table
}

fn listed(rows: &[Value]) -> Vec<Vec<u64>> {
    let cells = |row: &Value| row.as_array().unwrap().iter().filter_map(Value::as_u64).collect();
    rows.iter().map(cells).collect()
}

pub(super) fn contingency(case: &Case) -> Result<Value, StatError> {
    let cells = cells(case);
    let mut fields = match table::associate(&cells) {
        Ok(got) => {
            let kept = got.rows;
            let dropped: Vec<usize> = (0..cells.len())
                .filter(|row| !kept.contains(row))
                .map(|row| row + 1)
                .collect();
            json!({
                "table": cells,
                "rows_dropped": dropped,
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
            })
        }
        Err(error) => json!({ "chi2": null, "reason": error.reason().map(Reason::code) }),
    };
    if let [first, second] = cells.as_slice()
        && let ([a, b], [c, d]) = (first.as_slice(), second.as_slice())
    {
        let two = [[*a, *b], [*c, *d]];
        let exact = fisher::test(two);
        fields["fisher_p"] = json!(exact.p);
        fields["odds_ratio_sample"] = json!(exact.odds_ratio);
        if let (Ok(yates), Ok(phi)) = (table::yates(two), table::phi(two)) {
            let odds = fisher::conditional_odds_ratio(two, case.level())?;
            fields["phi"] = json!(phi);
            fields["chi2_yates"] = json!(yates.statistic);
            fields["p_yates"] = json!(yates.p);
            fields["odds_ratio_cond_mle"] = json!(odds.estimate);
            fields["odds_ratio_cond_ci"] = json!([odds.low, odds.high]);
        }
    }
    Ok(fields)
}

#[expect(clippy::unnecessary_wraps, reason = "one signature for all handlers")]
pub(super) fn mcnemar(case: &Case) -> Result<Value, StatError> {
    let cells = if case.text("row").is_empty() {
        cells(case)
    } else {
        let mut table = vec![vec![0; 2]; 2];
        for (before, after) in case.survey.pairs("csat_before", "csat") {
            table[usize::from(before < 4.0)][usize::from(after < 4.0)] += 1;
        }
        table
    };
    let (b, c) = (cells[0][1], cells[1][0]);
    let got = changes::test(b, c);
    Ok(json!({
        "table": cells,
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
