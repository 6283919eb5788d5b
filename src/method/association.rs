//! How two answers go together.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::number;
use super::battery::categories;
use super::complete::Complete;
use super::complete::WEIGHTS;
use super::complete::code;
use super::complete::unequal;
use super::complete::weights;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::comparison::Reference;
use crate::stats::correlation as linear;
use crate::stats::kendall::Pairs;
use crate::stats::polychoric as normal;
use crate::stats::polychoric_matrix::cross_table;
use crate::stats::weighted_models;
use serde_json::Value;
use serde_json::json;

const X: Param = Param::new("x", Kind::Column, ["First column, or numbers", "第一列，或数值"]);

const Y: Param = Param::new("y", Kind::Column, ["Second column, or numbers", "第二列，或数值"]);

pub(super) const TABLE: Param = Param::new(
    "table",
    Kind::Matrix,
    [
        "The counts themselves, such as `20,5;4,15`",
        "直接给出的频数，例如 `20,5;4,15`",
    ],
);

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "correlation",
        aliases: &["cor", "pearson", "spearman", "kendall", "gamma"],
        family: Family::Scales,
        title: [
            "Correlation: Pearson, Spearman, Kendall, gamma",
            "相关：Pearson、Spearman、Kendall、γ",
        ],
        definition: [
            "Over rows with both answers. Pearson r with t = r√((n−2)/(1−r²)) and Fisher's interval tanh(atanh r ± z/√(n−3)) from four rows on. Spearman ρ is Pearson's r of mid-ranks, p from t with n−2. Kendall τ-b = (C−D)/√((n₀−n₁)(n₀−n₂)), z with the full variance under ties, no continuity correction. Goodman and Kruskal's γ = (C−D)/(C+D); Somers' d of y on x leaves out pairs tied in x. For ordinal answers take τ-b.",
            "只用两者都有答案的行。Pearson r：t = r√((n−2)/(1−r²))，四行以上给出 Fisher 区间 tanh(atanh r ± z/√(n−3))。Spearman ρ 为平均秩的 Pearson r，p 由自由度 n−2 的 t 得出。Kendall τ-b = (C−D)/√((n₀−n₁)(n₀−n₂))，z 采用含同分的完整方差，不作连续性校正。Goodman–Kruskal γ = (C−D)/(C+D)；Somers d（y 对 x）不计 x 同分的对。有序答案建议用 τ-b。",
        ],
        source: "Pearson 1896; Fisher 1921; Spearman 1904; Kendall 1945, 1970; Knight 1966; Goodman & Kruskal 1954; Somers 1962",
        others: [
            "R's cor.test computes Spearman and Kendall exactly for small samples without ties; with exact=FALSE it gives these numbers. SPSS's τ-b test uses the same variance. Excel's CORREL prints r without test.",
            "R 的 cor.test 在小样本且无同分时用精确法；exact=FALSE 时与此相同。SPSS 的 τ-b 检验采用相同方差。Excel 的 CORREL 只给出 r，没有检验。",
        ],
        takes: &[X, Y, WEIGHTS],
        run: correlation,
    },
    Method {
        id: "polychoric",
        aliases: &["tetrachoric"],
        family: Family::Scales,
        title: ["Polychoric correlation", "多分格相关"],
        definition: [
            "The correlation of two normal variables that were cut into ordered categories. Two-step: thresholds from the margins, then the most likely ρ (`rho`, `rho_two_step`; `rho_psych` is the same under the name of that package). `rho_ml_converged`: thresholds and ρ together, where the likelihood is highest, with standard error and the test of the normal model; `rho_ml`: the same search as R's polycor runs it, which ends after 500 evaluations. Empty rows and columns are left out; only the single empty cell of a 2×2 table is taken as ½ (`corrected`). A ρ that runs to ±1 has no answer (`boundary`).",
            "假定两个正态变量被切成有序类别，求其相关。两步法：由边际求阈值，再求最可能的 ρ（`rho`、`rho_two_step`；`rho_psych` 为该软件包名下的同一数值）。`rho_ml_converged`：阈值与 ρ 同时估计、似然最大处的值，并给出标准误与正态模型检验；`rho_ml`：按 R polycor 的搜索方式（500 次求值后停止）得到的值。空行、空列会被去掉；仅 2×2 表中唯一的空格按 ½ 计（`corrected`）。趋于 ±1 的 ρ 不给出结果（`boundary`）。",
        ],
        source: "Olsson 1979; Drezner & Wesolowsky 1990",
        others: [
            "Packages differ in the fourth digit, by their optimiser: R's polycor leaves its full likelihood search early (`rho_ml`): with six categories in the third digit (0.765 for 0.770). R's psych::polychoric adds ½ to every empty cell unless correct=0. SPSS has no polychoric correlation of its own.",
            "各软件因优化算法不同在第四位小数上有差别：R 的 polycor 的完全似然搜索提前停止（`rho_ml`）：六个类别时第三位小数即有差别（0.765 与 0.770）。R 的 psych::polychoric 默认对每个空格加 ½（除非 correct=0）。SPSS 本身没有多分格相关。",
        ],
        takes: &[X, Y, TABLE],
        run: polychoric,
    },
];

/// Both columns, over the rows with both.
fn pairs(asked: &Asked<'_>) -> Result<Complete, Fault> {
    let (x, y) = (asked.answers("x")?, asked.answers("y")?);
    if x.len() != y.len() {
        return Err(unequal());
    }
    let name = |arg: &str| asked.arg(arg).as_str().unwrap_or(arg).to_owned();
    let weights = weights(asked)?;
    if weights.as_ref().is_some_and(|weights| weights.len() != x.len()) {
        return Err(unequal());
    }
    Ok(Complete::of(vec![name("x"), name("y")], &[x, y], weights.as_deref()))
}

fn correlation(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let rows = pairs(asked)?;
    if asked.has("weights") {
        return Ok(weighted(&rows, level));
    }
    let base = rows.base() as u64;
    let (x, y) = (&rows.columns[0], &rows.columns[1]);
    let r = linear::pearson(x, y);
    let rho = linear::spearman(x, y);
    let kendall = Pairs::of(x, y)?;
    let test = r.and_then(|r| linear::test(r, base));
    let rank_test = rho.and_then(|rho| linear::test(rho, base));
    let interval = r.and_then(|r| linear::fisher_interval(r, base, level));
    let reason = if base == 0 {
        Some(Reason::NoValidAnswers)
    } else {
        let faults = [r.err(), test.err(), rank_test.err(), kendall.z().err(), interval.err()];
        faults.into_iter().flatten().find_map(StatError::reason)
    };
    let constant = if base > 1 { rows.constant() } else { Vec::new() };
    Ok(json!({
        "n": base,
        "n_dropped": rows.dropped,
        "pearson_r": number(r),
        "pearson_t": number(test.map(|test| test.t)),
        "pearson_p": number(test.map(|test| test.p)),
        "pearson_ci95": bounds(interval.ok()),
        "spearman_rho": number(rho),
        "spearman_p_t": number(rank_test.map(|test| test.p)),
        "kendall_tau_b": number(kendall.tau_b()),
        "kendall_z": number(kendall.z()),
        "kendall_p": number(kendall.p()),
        "goodman_kruskal_gamma": number(kendall.gamma()),
        "somers_d_yx": number(kendall.somers_d()),
        "concordant": kendall.concordant(),
        "discordant": kendall.discordant(),
        "constant": constant,
        "reason": code(reason),
    }))
}

/// Pearson's and Spearman's correlation of weighted rows; p from t = r/se with rows − 2, the interval by Fisher's
/// transformation. Spearman's ranks are mid-ranks of the weights, and their error takes them as given.
fn weighted(rows: &Complete, level: f64) -> Value {
    let (x, y, w) = (&rows.columns[0], &rows.columns[1], &rows.weights);
    let df = rows.base() as f64 - 2.0;
    let of = |x: &[f64], y: &[f64]| {
        let (r, error) = weighted_models::correlation(x, y, w)?;
        let test = Comparison::wald(r, error, Reference::Student(df), level);
        // On the scale of atanh an error is smaller by 1 − r².
        let fisher = (1.0 - r * r > 1e-12)
            .then(|| Comparison::wald(r.atanh(), error / (1.0 - r * r), Reference::Student(df), level).ok())
            .flatten()
            .and_then(|made| made.interval)
            .map(|around| crate::stats::Interval {
                low: around.low.tanh(),
                high: around.high.tanh(),
            });
        Ok::<_, StatError>((r, error, test.ok(), fisher))
    };
    let product = of(x, y);
    let ranks = [x, y].map(|column| linear::weighted_mid_ranks(column, w));
    let ranked = of(&ranks[0], &ranks[1]);
    let reason = product.as_ref().err().and_then(|error| error.reason());
    let (r, error, test, interval) = product.unwrap_or((f64::NAN, f64::NAN, None, None));
    let known = |x: f64| x.is_finite().then_some(x);
    json!({
        "n": rows.base(),
        "n_eff": rows.effective_base(),
        "n_dropped": rows.dropped,
        "pearson_r": known(r),
        "pearson_se": known(error),
        "pearson_t": test.as_ref().and_then(|test| test.statistic),
        "pearson_p": test.as_ref().and_then(|test| test.p),
        "pearson_ci95": bounds(interval),
        "spearman_rho": ranked.as_ref().ok().map(|found| found.0),
        "spearman_se": ranked.as_ref().ok().map(|found| found.1),
        "spearman_p_t": ranked.as_ref().ok().and_then(|found| found.2.as_ref()?.p),
        "constant": rows.constant(),
        "reason": code(reason),
    })
}

fn polychoric(asked: &Asked<'_>) -> Answer {
    let (table, values) = if let Some(table) = asked.matrix("table")? {
        not_negative(&table)?;
        (table, None)
    } else {
        let rows = pairs(asked)?;
        let some = |column: &Vec<f64>| column.iter().map(|x| Some(*x)).collect::<Vec<_>>();
        let (x, y) = (some(&rows.columns[0]), some(&rows.columns[1]));
        categories(&rows.names[0], &x)?;
        categories(&rows.names[1], &y)?;
        let (table, of_x, of_y) = cross_table(&x, &y);
        (table, Some((of_x, of_y, rows.dropped)))
    };
    let base: f64 = table.iter().flatten().sum();
    let two_step = normal::two_step(&table);
    let full = normal::maximum_likelihood(&table);
    let rho = number(two_step.as_ref().map(|found| found.rho).map_err(|error| *error));
    let thresholds = two_step.as_ref().ok();
    let full = full.ok();
    let mut answer = json!({
        "n": base,
        "table": counts(&table),
        "rho": rho,
        "rho_two_step": rho,
        "rho_psych": rho,
        "rho_ml": number(normal::simplex_likelihood(&table)),
        "rho_ml_converged": full.as_ref().map(|found| found.rho),
        "se_ml": full.as_ref().map(|found| found.standard_error),
        "chi2": full.as_ref().map(|found| found.chi_square),
        "df": full.as_ref().map(|found| found.df),
        "p": full.as_ref().and_then(|found| found.p),
        "thresholds_x": thresholds.map(|found| &found.row_thresholds),
        "thresholds_y": thresholds.map(|found| &found.column_thresholds),
        "corrected": thresholds.is_some_and(|found| found.corrected),
        "reason": code(two_step.as_ref().err().and_then(|error| error.reason())),
    });
    if let Some((of_x, of_y, dropped)) = values {
        answer["categories_x"] = json!(of_x);
        answer["categories_y"] = json!(of_y);
        answer["n_dropped"] = json!(dropped);
    }
    Ok(answer)
}

pub(super) fn not_negative(table: &[Vec<f64>]) -> Result<(), Fault> {
    match table.iter().flatten().find(|n| **n < 0.0) {
        None => Ok(()),
        Some(n) => Err(Fault::asked(
            format!("`table` holds {n}: counts are not negative"),
            format!("`table` 中有 {n}：频数不能为负"),
        )),
    }
}

/// Counts as whole numbers where they are.
pub(super) fn counts(table: &[Vec<f64>]) -> Vec<Vec<Value>> {
    let count = |n: &f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "whole, not negative and small enough"
        )]
        if n.fract() == 0.0 && (0.0..9e15).contains(n) {
            json!(*n as u64)
        } else {
            json!(n)
        }
    };
    table.iter().map(|row| row.iter().map(count).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn associations_agree_with_r() {
        assert_agree(&["correlation", "polychoric", "weighted_kappa"], 8);
    }

    #[test]
    fn perfect_agreement_and_correlation_have_no_interval() {
        let csv = "a,b\n1,1\n2,2\n3,3\n4,4\n,4\n";
        let got = asked("correlation", r#"{"x": "a", "y": "b"}"#, csv).unwrap();
        assert_eq!((&got["n"], &got["n_dropped"]), (&json!(4), &json!(1)));
        assert_eq!((&got["pearson_p"], &got["pearson_ci95"]), (&json!(null), &json!(null)));
        assert_eq!(got["reason"], "boundary");
        let got = asked("kappa", r#"{"rows": "a", "cols": "b"}"#, csv).unwrap();
        assert_eq!((&got["kappa"], &got["linear"]["ci95"]), (&json!(1.0), &json!(null)));
        assert_eq!(got["linear"]["reason"], "boundary");
    }

    #[test]
    fn weighted_ranks_agree_with_r() {
        let reference: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/data/stats/weighted_battery.json")).unwrap();
        let csv = include_str!("../../tests/data/stats/demo_survey.csv");
        let args = r#"{"x": "csat", "y": "nps", "weights": "weight", "missing": "csat:9"}"#;
        let got = asked("correlation", args, csv).unwrap();
        assert_eq!(got["n"], reference["spearman"]["n"]);
        let (got, wanted) = (
            got["spearman_rho"].as_f64().unwrap(),
            reference["spearman"]["r"].as_f64().unwrap(),
        );
        assert!((got - wanted).abs() < 1e-12, "{got} for {wanted}");
    }
}
