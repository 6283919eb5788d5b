//! Scores of one group.

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
use crate::stats::Interval;
use crate::stats::StatError;
use crate::stats::proportion as share;
use crate::stats::two_proportions::Tally;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "proportion_ci",
    aliases: &["proportion", "share", "csat"],
    family: Family::Scores,
    title: ["Share with its interval", "比例及其区间"],
    definition: [
        "p = x/n. Wilson: (p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n). Beside it Agresti–Coull, Clopper–Pearson, Jeffreys and Wilson with continuity correction.",
        "p = x/n。Wilson 区间：(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)。另给出 Agresti–Coull、Clopper–Pearson、Jeffreys 及带连续性校正的 Wilson 区间。",
    ],
    source: "Wilson 1927; Agresti & Coull 1998; Clopper & Pearson 1934; Brown, Cai & DasGupta 2001",
    others: [
        "Spreadsheets and many tools print the Wald interval p ± z·se_wald, which leaves 0–1 and collapses at 0 and 1.",
        "电子表格和许多工具给出 Wald 区间 p ± z·se_wald：可能超出 0–1，且在 0 和 1 处宽度为零。",
    ],
    takes: &[
        COLUMN,
        Param::new("top", Kind::Numbers, ["Codes that count", "计入分子的代码"]),
        Param::new(
            "bottom",
            Kind::Numbers,
            ["Codes that count, for a bottom box", "计入分子的代码（低分段）"],
        ),
        Param::new("x", Kind::Number, ["How many count", "计入分子的人数"]),
        Param::new("n", Kind::Number, ["Of how many", "有效人数"]),
    ],
    run: proportion,
}];

/// Hits and base: counted in a column, or stated.
fn tally(asked: &Asked<'_>) -> Result<Tally, Fault> {
    if !asked.has("column") || asked.table().is_err() {
        let (Some(hits), Some(base)) = (asked.count("x")?, asked.count("n")?) else {
            return Err(Fault::asked(
                "say what is counted: `--of COLUMN --top 4,5` with a file, or `--x 733 --n 1157`",
                "请说明计数对象：配合数据文件写 `--of 列名 --top 4,5`，或写 `--x 733 --n 1157`",
            ));
        };
        return Ok(Tally { hits, base });
    }
    let codes = match (asked.numbers("top")?, asked.numbers("bottom")?) {
        (Some(codes), _) | (None, Some(codes)) => codes,
        (None, None) => {
            return Err(Fault::asked(
                "say which codes count: `--top 4,5`",
                "请说明哪些代码计入：`--top 4,5`",
            ));
        }
    };
    let answers = asked.answers("column")?;
    let valid = answers.iter().flatten();
    let base = valid.clone().count() as u64;
    let hits = valid.filter(|answer| codes.contains(&Some(**answer))).count() as u64;
    Ok(Tally { hits, base })
}

fn proportion(asked: &Asked<'_>) -> Answer {
    let tally = tally(asked)?;
    let (p, base, level) = (tally.share()?, tally.base as f64, asked.level()?);
    let pair = |f: fn(f64, f64, f64) -> Result<Interval, StatError>| bounds(f(p, base, level).ok());
    Ok(json!({
        "x": tally.hits,
        "n": tally.base,
        "p": p,
        "se_wald": number(share::standard_error(p, base)),
        "wilson": pair(share::wilson),
        "wilson_cc": pair(share::wilson_corrected),
        "agresti_coull": pair(share::agresti_coull),
        "agresti_coull_clamped": bounds(share::agresti_coull(p, base, level).ok().map(|ci| ci.clamped(0.0, 1.0))),
        "clopper_pearson": pair(share::clopper_pearson),
        "jeffreys": pair(share::jeffreys),
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn shares_agree_with_r() {
        super::super::golden::assert_agree(&["proportion_ci"], 15);
    }
}
