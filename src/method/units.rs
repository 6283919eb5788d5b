//! Many units side by side: values drawn towards the mean, ranks with their uncertainty, funnel limits.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::param::COLUMN;
use super::param::VALUES;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::funnel;
use crate::stats::funnel::Funnel;
use crate::stats::funnel::Spread;
use crate::stats::interval::critical_z;
use crate::stats::ranking::Known;
use crate::stats::ranking::ranks;
use crate::stats::shrinkage::Between;
use crate::stats::shrinkage::Observed;
use crate::stats::shrinkage::Population;
use crate::stats::shrinkage::Posterior;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "shrinkage",
        aliases: &["empirical_bayes", "league", "blup"],
        family: Family::SeveralGroups,
        title: [
            "Many units: values drawn towards the mean, and their ranks",
            "多单位比较：向均值收缩的估计与排名",
        ],
        definition: [
            "yᵢ ~ N(θᵢ, vᵢ), θᵢ ~ N(μ, τ²). τ² after Paule–Mandel (Σ(yᵢ − μ)²/(vᵢ + τ²) = k − 1) or DerSimonian–Laird ((Q − (k − 1))/(Σw − Σw²/Σw), w = 1/v), not below 0; μ weighted by 1/(vᵢ + τ²). Shrinkage Bᵢ = vᵢ/(vᵢ + τ²); estimate yᵢ + Bᵢ(μ − yᵢ) with variance (1 − Bᵢ)vᵢ + Bᵢ²·var(μ). Expected rank 1 + Σ Φ((θⱼ − θᵢ)/√(vᵢ + vⱼ)) of the drawn values, 1 the highest; rank interval and chance of the first or last quarter from the distribution of the number of units above (Poisson binomial averaged over θᵢ; beyond 60 units normal with its skewness).",
            "yᵢ ~ N(θᵢ, vᵢ)，θᵢ ~ N(μ, τ²)。τ² 按 Paule–Mandel（Σ(yᵢ − μ)²/(vᵢ + τ²) = k − 1）或 DerSimonian–Laird（(Q − (k − 1))/(Σw − Σw²/Σw)，w = 1/v），不小于 0；μ 按 1/(vᵢ + τ²) 加权。收缩系数 Bᵢ = vᵢ/(vᵢ + τ²)；估计值 yᵢ + Bᵢ(μ − yᵢ)，方差 (1 − Bᵢ)vᵢ + Bᵢ²·var(μ)。期望名次 1 + Σ Φ((θⱼ − θᵢ)/√(vᵢ + vⱼ))（按收缩后的值，1 为最高）；名次区间与处于前、后四分之一的概率由排在其上的单位数的分布得出（对 θᵢ 求平均的泊松二项分布；超过 60 个单位时用含偏度项的正态近似）。",
        ],
        source: "Paule & Mandel 1982; DerSimonian & Laird 1986; Efron & Morris 1975; Laird & Louis 1989; Volkova 1996; Higgins & Thompson 2002 (I²)",
        others: [
            "metafor's rma and blup give the same; its search for Paule and Mandel's τ² ends after four digits. Full Bayes (brms) and REML (lme4) also differ in τ²; neither this nor blup counts its uncertainty.",
            "metafor 的 rma 与 blup 结果相同；其 Paule–Mandel 搜索只精确到四位。全贝叶斯（brms）与 REML（lme4）的 τ² 略有不同；本方法与 blup 都未计入 τ² 自身的不确定性。",
        ],
        takes: &[
            COLUMN,
            VALUES,
            Param::new(
                "variances",
                Kind::Column,
                [
                    "Column, or numbers: the sampling variance of each value",
                    "每个值的抽样方差（列或数字）",
                ],
            )
            .or(&["v"]),
            Param::new(
                "between",
                Kind::Word,
                [
                    "Variance between units: `pm` (Paule–Mandel, without it) or `dl` (DerSimonian–Laird)",
                    "单位间方差：`pm`（Paule–Mandel，默认）或 `dl`（DerSimonian–Laird）",
                ],
            ),
        ],
        run: shrinkage,
    },
    Method {
        id: "funnel_limits",
        aliases: &["funnel"],
        family: Family::SeveralGroups,
        title: ["Funnel plot: limits of chance by base", "漏斗图：按样本量的偶然范围"],
        definition: [
            "Around the centre θ (Σnᵢyᵢ/Σnᵢ without one): of a share the binomial limits at 95 % and 99.8 %, interpolated between counts: (r − (P(R ≤ r) − p)/P(R = r))/n, r the p-quantile; of other measures θ ± z·σ/√n. z = (y − θ)√n/σ; φ is the mean of z² with the lowest and highest tenth of z set to their quantiles. φ > 1 + 2√(2/k) is overdispersion: the limits are then θ ± z·√φ·σ/√n.",
            "以 θ 为中心（未给出时为 Σnᵢyᵢ/Σnᵢ）：比例用 95% 与 99.8% 的二项界限，并在计数间插值：(r − (P(R ≤ r) − p)/P(R = r))/n，r 为 p 分位数；其他指标用 θ ± z·σ/√n。z = (y − θ)√n/σ；φ 为 z² 的均值，计算前把最低与最高十分之一的 z 截到其分位数。φ > 1 + 2√(2/k) 视为过度离散，界限改为 θ ± z·√φ·σ/√n。",
        ],
        source: "Spiegelhalter 2005 (Statistics in Medicine 24, 1185–1202; Quality and Safety in Health Care 14, 347–351)",
        others: [
            "Some packages widen by an additive variance instead (FunnelPlotR's default), which widens the limits of large units more.",
            "有的软件（如 FunnelPlotR 默认）改用加性方差，大单位的界限放宽得更多。",
        ],
        takes: &[
            COLUMN,
            VALUES,
            Param::new(
                "bases",
                Kind::Column,
                [
                    "Column, or numbers: the base of each value",
                    "每个值的样本量（列或数字）",
                ],
            )
            .or(&["n"]),
            Param::new(
                "deviation",
                Kind::Number,
                [
                    "Standard deviation of one answer; without it the values are shares",
                    "单个回答的标准差；不写则视为比例",
                ],
            )
            .or(&["sd"]),
            Param::new("centre", Kind::Number, ["The figure to compare with", "用作比较的数值"]).or(&["target"]),
        ],
        run: funnel_limits,
    },
];

/// Values with a number beside each; both must be there for every unit.
fn pairs(asked: &Asked<'_>, beside: &str) -> Result<Vec<(f64, f64)>, Fault> {
    let (values, others) = (asked.subject()?, asked.answers(beside)?);
    if values.len() != others.len() {
        return Err(Fault::asked(
            format!(
                "there are {} values and {} `{beside}`: one for each",
                values.len(),
                others.len()
            ),
            format!("有 {} 个值、{} 个 `{beside}`：应一一对应", values.len(), others.len()),
        ));
    }
    let pair = |(place, pair): (usize, (Option<f64>, Option<f64>))| match pair {
        (Some(value), Some(other)) if other > 0.0 => Ok((value, other)),
        _ => Err(Fault::asked(
            format!(
                "unit {}: a value and a number above 0 in `{beside}` are needed",
                place + 1
            ),
            format!("第 {} 个单位：需要一个值，且 `{beside}` 应大于 0", place + 1),
        )),
    };
    values.into_iter().zip(others).enumerate().map(pair).collect()
}

fn shrinkage(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let how = match asked.word("between").as_deref() {
        None | Some("pm") => Between::PauleMandel,
        Some("dl") => Between::DerSimonianLaird,
        Some(other) => {
            return Err(Fault::asked(
                format!("`between` is `pm` or `dl`, not `{other}`"),
                format!("`between` 应为 `pm` 或 `dl`，而不是 `{other}`"),
            ));
        }
    };
    let units: Vec<Observed> = pairs(asked, "variances")?
        .into_iter()
        .map(|(value, variance)| Observed { value, variance })
        .collect();
    let all = Population::of(&units, how)?;
    let drawn: Vec<Posterior> = units.iter().map(|unit| all.drawn(*unit)).collect();
    let intervals = drawn.iter().map(|unit| unit.interval(level));
    let intervals = intervals.collect::<Result<Vec<Interval>, StatError>>()?;
    let known = |unit: &Posterior| Known {
        value: unit.value,
        variance: unit.variance,
    };
    let ranks = ranks(&drawn.iter().map(known).collect::<Vec<_>>(), level)?;
    let error = all.mean_variance.sqrt();
    let each = |number: fn(&Posterior) -> f64| drawn.iter().map(number).collect::<Vec<f64>>();
    Ok(json!({
        "k": all.units,
        "q": all.q,
        "p": all.p,
        "tau2": all.between,
        "i2": all.excess,
        "mean": all.mean,
        "mean_se": error,
        "mean_interval": bounds(Some(Interval::around(all.mean, critical_z(level)? * error))),
        "shrinkage": each(|unit| unit.shrinkage),
        "estimate": each(|unit| unit.value),
        "se": each(|unit| unit.variance.sqrt()),
        "low": intervals.iter().map(|ends| ends.low).collect::<Vec<_>>(),
        "high": intervals.iter().map(|ends| ends.high).collect::<Vec<_>>(),
        "expected_rank": ranks.iter().map(|rank| rank.expected).collect::<Vec<_>>(),
        "rank_low": ranks.iter().map(|rank| rank.interval.0).collect::<Vec<_>>(),
        "rank_high": ranks.iter().map(|rank| rank.interval.1).collect::<Vec<_>>(),
        "first_quarter": ranks.iter().map(|rank| rank.first_quarter).collect::<Vec<_>>(),
        "last_quarter": ranks.iter().map(|rank| rank.last_quarter).collect::<Vec<_>>(),
    }))
}

fn funnel_limits(asked: &Asked<'_>) -> Answer {
    let units: Vec<funnel::Observed> = pairs(asked, "bases")?
        .into_iter()
        .map(|(value, base)| funnel::Observed { value, base })
        .collect();
    let spread = match asked.number("deviation")? {
        Some(deviation) if deviation > 0.0 => Spread::Deviation(deviation),
        Some(_) => return Err(Fault::asked("`deviation` is a number above 0", "`deviation` 应大于 0")),
        None => Spread::Share,
    };
    if spread == Spread::Share && units.iter().any(|unit| !(0.0..=1.0).contains(&unit.value)) {
        return Err(Fault::asked(
            "a share lies between 0 and 1; for other measures state `deviation`",
            "比例应在 0 与 1 之间；其他指标请给出 `deviation`",
        ));
    }
    if units.is_empty() {
        return Err(Reason::EmptyGroup.into());
    }
    let sum = |of: fn(&funnel::Observed) -> f64| units.iter().map(of).sum::<f64>();
    let centre = match asked.number("centre")? {
        Some(centre) => centre,
        None => sum(|unit| unit.value * unit.base) / sum(|unit| unit.base),
    };
    let made = Funnel::of(&units, centre, spread)?;
    let limits = |level: f64| {
        let ends = units.iter().map(|unit| made.limits(unit.base, level));
        ends.collect::<Result<Vec<Interval>, StatError>>()
    };
    let (inner, outer) = (limits(funnel::INNER)?, limits(funnel::OUTER)?);
    let ends = |of: &[Interval], end: fn(&Interval) -> f64| Value::from(of.iter().map(end).collect::<Vec<f64>>());
    Ok(json!({
        "k": units.len(),
        "centre": made.centre,
        "phi": made.dispersion,
        "overdispersed": made.overdispersed,
        "z": units.iter().map(|unit| made.z(*unit)).collect::<Vec<_>>(),
        "low_95": ends(&inner, |ends| ends.low),
        "high_95": ends(&inner, |ends| ends.high),
        "low_998": ends(&outer, |ends| ends.low),
        "high_998": ends(&outer, |ends| ends.high),
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;

    #[test]
    fn units_agree_with_metafor_and_r() {
        assert_agree(&["shrinkage", "funnel_limits"], 9);
    }

    #[test]
    fn what_cannot_be_is_said_with_its_place() {
        let fault = |method: &str, args: &str| asked(method, args, "").unwrap_err();
        let said = fault("shrinkage", r#"{"values": [1, 2], "variances": [1, 0]}"#);
        assert!(said.contains("unit 2"), "{said}");
        let said = fault("shrinkage", r#"{"values": [1, 2], "variances": [1]}"#);
        assert!(said.contains("one for each"), "{said}");
        let said = fault(
            "shrinkage",
            r#"{"values": [1, 2], "variances": [1, 1], "between": "reml"}"#,
        );
        assert!(said.contains("`pm` or `dl`"), "{said}");
        let said = fault("funnel_limits", r#"{"values": [50], "bases": [10]}"#);
        assert!(said.contains("`deviation`"), "{said}");
        let one = asked("shrinkage", r#"{"values": [1], "variances": [1]}"#, "").unwrap();
        assert_eq!(one["reason"], "n_lt_2");
    }
}
