//! Time: control charts, cumulative sums, the trend of a series.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::warning;
use super::param::COLUMN;
use super::param::VALUES;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::control_chart;
use crate::stats::control_chart::Limits;
use crate::stats::control_chart::ShareChart;
use crate::stats::control_chart::ValueChart;
use crate::stats::mann_kendall;
use serde_json::Value;
use serde_json::json;

#[cfg(test)]
mod tests;

/// Fewer points than this make no baseline to rely on.
const ENOUGH: usize = 12;

/// Pairs of more periods would take minutes.
const MOST: usize = 20_000;

const BASELINE: Param = Param::new(
    "baseline",
    Kind::Number,
    [
        "So many first periods make centre and limits; all without it",
        "用最前面多少期计算中心线和控制限；默认全部",
    ],
);

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "p_chart",
        aliases: &["p-chart", "laney"],
        family: Family::Time,
        title: ["Control chart of a share", "比例控制图（p 图）"],
        definition: [
            "p̄ = Σd/Σn; limits p̄ ± 3√(p̄q̄/n_t), not below 0 and not above 1. `beyond`: periods outside (from 1); `runs`: at least the eighth in a row on one side. Laney's σ_z is the mean moving range of the standardised shares over 1.128; its p′ limits are σ_z times as wide: use them when n is in the hundreds.",
            "p̄ = Σd/Σn；控制限 p̄ ± 3√(p̄q̄/n_t)，下限不小于 0、上限不大于 1。`beyond` 为超限的期次（从 1 起）；`runs` 为同侧连续第 8 点起。Laney 的 σ_z 为标准化比例的平均移动极差除以 1.128；p′ 图的控制限放宽 σ_z 倍，n 达数百时使用。",
        ],
        source: "Shewhart 1931; Montgomery 2013, §7.2; Laney 2002",
        others: [
            "qcc cuts only the lower limit; Minitab cuts both. Minitab's d2 is 1.128 as here.",
            "qcc 只截断下限；Minitab 两端都截断。Minitab 的 d2 同为 1.128。",
        ],
        takes: &[
            Param::new(
                "defect",
                Kind::Column,
                [
                    "Column, or numbers: how many count in the period",
                    "每期计入的人数（列或数字）",
                ],
            )
            .or(&["d", "of"]),
            Param::new(
                "size",
                Kind::Column,
                ["Column, or numbers: of how many", "每期的总人数（列或数字）"],
            )
            .or(&["n"]),
            BASELINE,
        ],
        run: p_chart,
    },
    Method {
        id: "xmr_chart",
        aliases: &["xmr", "imr"],
        family: Family::Time,
        title: ["Control chart of single values", "单值-移动极差控制图（X-mR）"],
        definition: [
            "x̄ ± 2.66·mR̄, mR̄ the mean absolute difference of neighbours; upper limit of the ranges 3.267·mR̄. Beside it limits with d2 = 1.128 (R qcc) and exactly 2/√π. `beyond` and `runs` as in the p chart, by the default limits.",
            "x̄ ± 2.66·mR̄，mR̄ 为相邻两期之差绝对值的均值；极差上限 3.267·mR̄。另给 d2 = 1.128（R qcc）与精确值 2/√π 的控制限。`beyond`、`runs` 同 p 图，按默认控制限判定。",
        ],
        source: "Shewhart 1931; Wheeler 2000; Montgomery 2013, §6.4",
        others: [
            "2.66 is 3/1.128 rounded; packages differ in the third digit.",
            "2.66 是 3/1.128 的舍入值；各软件在第三位有差别。",
        ],
        takes: &[COLUMN, VALUES, BASELINE],
        run: xmr,
    },
    Method {
        id: "cusum",
        aliases: &["cusum_chart"],
        family: Family::Time,
        title: ["Cumulative sums: small lasting shifts", "累积和控制图（CUSUM）"],
        definition: [
            "C⁺ = max(0, x − (target + kσ) + C⁺), C⁻ = max(0, (target − kσ) − x + C⁻); a signal is a sum above hσ. k = 0.5 and h = 5 unless stated; target is the baseline's mean and σ its mR̄/1.128 unless stated.",
            "C⁺ = max(0, x − (目标 + kσ) + C⁺)，C⁻ = max(0, (目标 − kσ) − x + C⁻)；累积和超过 hσ 时报警。默认 k = 0.5、h = 5；默认目标为基线均值，σ 为 mR̄/1.128。",
        ],
        source: "Page 1954; Montgomery 2013, §9.1",
        others: [
            "Packages that take σ from the standard deviation of all values see shifts later.",
            "以全部数据标准差作 σ 的软件较晚发现变化。",
        ],
        takes: &[
            COLUMN,
            VALUES,
            Param::new("target", Kind::Number, ["Level that should be kept", "应保持的水平"]),
            Param::new(
                "sigma",
                Kind::Number,
                ["Standard deviation of a value in control", "受控时单个值的标准差"],
            ),
            Param::new(
                "k",
                Kind::Number,
                ["Allowance in σ, 0.5 without it", "容许量（σ 的倍数），默认 0.5"],
            ),
            Param::new(
                "h",
                Kind::Number,
                ["Decision interval in σ, 5 without it", "判定限（σ 的倍数），默认 5"],
            ),
            BASELINE,
        ],
        run: cusum,
    },
    Method {
        id: "mann_kendall",
        aliases: &["trend", "mann-kendall"],
        family: Family::Time,
        title: [
            "Trend of a series (Mann–Kendall) and Sen's slope",
            "序列趋势检验（Mann–Kendall）与 Sen 斜率",
        ],
        definition: [
            "S = rising − falling pairs; z = (S ∓ 1)/√var with tie-corrected variance; below eight values p comes from all orders of them. Sen's slope is the median slope of all pairs, per period or unit of `time`; its interval by ± z√var.",
            "S = 上升对数 − 下降对数；z = (S ∓ 1)/√var，方差按结校正；少于 8 个值时 p 由所有排列精确得出。Sen 斜率为所有点对斜率的中位数（每期或每单位 `time`），区间由 ± z√var 得出。",
        ],
        source: "Mann 1945; Kendall 1975; Sen 1968",
        others: [
            "R's trend prints the normal p for short series too (`p_normal`). Neither accounts for seasons or autocorrelation.",
            "R 的 trend 对短序列也给正态近似 p（`p_normal`）。两者都不考虑季节性与自相关。",
        ],
        takes: &[
            COLUMN,
            VALUES,
            Param::new("x", Kind::Numbers, ["The values themselves", "直接给出的数值"]),
            Param::new(
                "time",
                Kind::Column,
                [
                    "Column with moments as numbers; 1, 2, 3 … without it",
                    "时间（数字）列；默认 1、2、3……",
                ],
            ),
        ],
        run: mann_kendall,
    },
];

/// Places as people count them.
fn from_one(places: impl IntoIterator<Item = usize>) -> Vec<usize> {
    places.into_iter().map(|place| place + 1).collect()
}

fn baseline(asked: &Asked<'_>) -> Result<Option<usize>, Fault> {
    match asked.count("baseline")? {
        Some(first) if first < 2 => Err(Fault::asked(
            "`baseline` needs at least two periods",
            "`baseline` 至少需要两期",
        )),
        other => Ok(other.and_then(|first| usize::try_from(first).ok())),
    }
}

fn warnings_of(points: usize) -> Vec<Value> {
    if points >= ENOUGH {
        return Vec::new();
    }
    vec![warning(
        format!("{points} points: limits are provisional below {ENOUGH}"),
        format!("只有 {points} 个点：少于 {ENOUGH} 个点时控制限仅供参考"),
    )]
}

fn lower(limits: &[Option<Limits>]) -> Vec<Option<f64>> {
    limits.iter().map(|limits| limits.map(|limits| limits.lower)).collect()
}

fn upper(limits: &[Option<Limits>]) -> Vec<Option<f64>> {
    limits.iter().map(|limits| limits.map(|limits| limits.upper)).collect()
}

fn beyond(points: &[Option<f64>], limits: &[Option<Limits>]) -> Vec<usize> {
    let outside = |place: &usize| matches!((points[*place], limits[*place]), (Some(x), Some(l)) if l.beyond(x));
    from_one((0..points.len()).filter(outside))
}

/// Hits and base of every period; a period where either is missing has no base.
fn periods(asked: &Asked<'_>) -> Result<Vec<(f64, f64)>, Fault> {
    let named = |name: &'static str, other: &'static str| if asked.has(name) { name } else { other };
    let (defect, size) = (named("defect", "d"), named("size", "n"));
    if !asked.has(defect) || !asked.has(size) {
        return Err(Fault::asked(
            "a p chart needs how many count and of how many: `--defect COLUMN --size COLUMN`",
            "p 图需要计入人数和总人数：`--defect 列 --size 列`",
        ));
    }
    let (hits, bases) = (asked.answers(defect)?, asked.answers(size)?);
    if hits.len() != bases.len() {
        return Err(Fault::asked(
            format!("`{defect}` has {} periods, `{size}` has {}", hits.len(), bases.len()),
            format!("`{defect}` 有 {} 期，`{size}` 有 {} 期", hits.len(), bases.len()),
        ));
    }
    let of_period = |(place, (hits, base)): (usize, (Option<f64>, Option<f64>))| match (hits, base) {
        (Some(hits), Some(base)) if hits >= 0.0 && hits <= base => Ok((hits, base)),
        (Some(hits), Some(base)) => Err(Fault::asked(
            format!(
                "period {}: {hits} of {base} cannot be; `{defect}` lies between 0 and `{size}`",
                place + 1
            ),
            format!(
                "第 {} 期：{base} 中有 {hits} 不成立；`{defect}` 应在 0 与 `{size}` 之间",
                place + 1
            ),
        )),
        _ => Ok((0.0, 0.0)),
    };
    hits.into_iter().zip(bases).enumerate().map(of_period).collect()
}

fn p_chart(asked: &Asked<'_>) -> Answer {
    let periods = periods(asked)?;
    let points: Vec<Option<f64>> = periods
        .iter()
        .map(|(hits, base)| (*base > 0.0).then(|| hits / base))
        .collect();
    let (hits, base) = periods
        .iter()
        .fold((0.0, 0.0), |sum, period| (sum.0 + period.0, sum.1 + period.1));
    let drawn = points.iter().flatten().count();
    let mut answer = json!({ "n_periods": periods.len(), "p": points, "warnings": warnings_of(drawn) });
    if drawn < points.len() {
        answer["note"] = json!("a period without answers keeps its place and draws no point");
    }
    let chart = match ShareChart::new(&periods, baseline(asked)?) {
        Ok(chart) => chart,
        Err(StatError::Undefined(reason)) => {
            answer["p_bar"] = if base > 0.0 { json!(hits / base) } else { Value::Null };
            answer["reason"] = json!(reason.code());
            for name in ["lcl", "ucl", "laney_sigma_z"] {
                answer[name] = Value::Null;
            }
            answer["beyond"] = json!([]);
            return Ok(answer);
        }
        Err(error) => return Err(error.into()),
    };
    answer["p_bar"] = json!(chart.centre);
    answer["lcl"] = json!(lower(&chart.limits));
    answer["ucl"] = json!(upper(&chart.limits));
    answer["beyond"] = json!(beyond(&chart.points, &chart.limits));
    answer["runs"] = json!(from_one(control_chart::runs(&chart.points, chart.centre)));
    answer["laney_sigma_z"] = json!(chart.extra);
    if let Some(extra) = chart.extra {
        let limits = chart.widened(&periods, extra);
        answer["laney_lcl"] = json!(lower(&limits));
        answer["laney_ucl"] = json!(upper(&limits));
        answer["laney_beyond"] = json!(beyond(&chart.points, &limits));
    }
    Ok(answer)
}

/// Values of a series with gaps, and those of its baseline.
fn series(asked: &Asked<'_>) -> Result<(Vec<Option<f64>>, Vec<f64>), Fault> {
    let values = if asked.has("x") {
        asked.answers("x")?
    } else {
        asked.subject()?
    };
    let first = baseline(asked)?.unwrap_or(values.len());
    let base = values.iter().take(first).flatten().copied().collect();
    Ok((values, base))
}

fn xmr(asked: &Asked<'_>) -> Answer {
    let (values, base) = series(asked)?;
    let drawn = values.iter().flatten().count();
    let chart = match ValueChart::new(&base) {
        Ok(chart) => chart,
        Err(StatError::Undefined(reason)) => {
            let centre = (!base.is_empty()).then(|| base.iter().sum::<f64>() / base.len() as f64);
            return Ok(json!({
                "n": drawn, "center": centre, "mr_bar": (base.len() > 1).then_some(0.0), "lcl_2.66": null,
                "ucl_2.66": null, "beyond": [], "reason": reason.code(),
            }));
        }
        Err(error) => return Err(error.into()),
    };
    let range = chart.mean_range;
    let (table, exact) = (
        chart.limits(3.0 / control_chart::D2_TABLE),
        chart.limits(3.0 / control_chart::D2),
    );
    let limits = chart.limits(2.66);
    let all = vec![Some(limits); values.len()];
    let ranges: Vec<Option<f64>> = std::iter::once(None)
        .chain(values.windows(2).map(|pair| Some((pair[1]? - pair[0]?).abs())))
        .take(values.len())
        .collect();
    let wide = |place: &usize| ranges[*place].is_some_and(|here| here > 3.267 * range);
    Ok(json!({
        "n": drawn,
        "center": chart.centre,
        "mr_bar": range,
        "sigma_d2_1.128": range / control_chart::D2_TABLE,
        "lcl_d2_1.128": table.lower,
        "ucl_d2_1.128": table.upper,
        "lcl_2.66": limits.lower,
        "ucl_2.66": limits.upper,
        "mr_ucl_3.267": 3.267 * range,
        "sigma_exact_d2": range / control_chart::D2,
        "lcl_exact_d2": exact.lower,
        "ucl_exact_d2": exact.upper,
        "beyond": beyond(&values, &all),
        "runs": from_one(control_chart::runs(&values, chart.centre)),
        "ranges_beyond": from_one((0..ranges.len()).filter(wide)),
        "warnings": warnings_of(drawn),
    }))
}

fn cusum(asked: &Asked<'_>) -> Answer {
    let (values, base) = series(asked)?;
    let (k, h) = (asked.number("k")?.unwrap_or(0.5), asked.number("h")?.unwrap_or(5.0));
    if !(k >= 0.0 && h > 0.0) {
        return Err(Fault::asked(
            "`k` is at least 0 and `h` above 0",
            "`k` 不小于 0，`h` 大于 0",
        ));
    }
    let (target, sigma) = match (asked.number("target")?, asked.number("sigma")?) {
        (Some(target), Some(sigma)) => (target, sigma),
        (target, sigma) => {
            let chart = ValueChart::new(&base)?;
            (
                target.unwrap_or(chart.centre),
                sigma.unwrap_or(chart.mean_range / control_chart::D2_TABLE),
            )
        }
    };
    if sigma <= 0.0 {
        return Err(Fault::asked("`sigma` is a number above 0", "`sigma` 应大于 0"));
    }
    if values.iter().flatten().next().is_none() {
        return Err(Reason::NoValidAnswers.into());
    }
    let sums = control_chart::cusum(&values, target, sigma, k)?;
    let signal = |place: &usize| sums[*place].above > h * sigma || sums[*place].below > h * sigma;
    let signals = from_one((0..sums.len()).filter(signal));
    Ok(json!({
        "n": values.iter().flatten().count(), "target": target, "sigma": sigma, "k": k, "h": h,
        "limit": h * sigma,
        "above": sums.iter().map(|sum| sum.above).collect::<Vec<_>>(),
        "below": sums.iter().map(|sum| sum.below).collect::<Vec<_>>(),
        "first": signals.first(),
        "beyond": signals,
    }))
}

fn mann_kendall(asked: &Asked<'_>) -> Answer {
    let values = if asked.has("x") {
        asked.answers("x")?
    } else {
        asked.subject()?
    };
    let times: Vec<Option<f64>> = if asked.has("time") {
        asked.answers("time")?
    } else {
        (1..=values.len()).map(|place| Some(place as f64)).collect()
    };
    if times.len() != values.len() {
        return Err(Fault::asked(
            format!("{} moments for {} values", times.len(), values.len()),
            format!("时间有 {} 个，数值有 {} 个", times.len(), values.len()),
        ));
    }
    let mut pairs: Vec<(f64, f64)> = times
        .into_iter()
        .zip(&values)
        .filter_map(|(t, x)| Some((t?, (*x)?)))
        .collect();
    pairs.sort_by(|one, two| one.0.total_cmp(&two.0));
    if pairs.windows(2).any(|two| two[0].0.total_cmp(&two[1].0).is_eq()) {
        return Err(Fault::asked(
            "`time` holds the same moment twice",
            "`time` 中有重复的时间",
        ));
    }
    if pairs.len() > MOST {
        return Err(Fault::asked(
            format!(
                "{} periods; at most {MOST} are compared pair by pair: take a mean per day or week first",
                pairs.len()
            ),
            format!("共 {} 期；逐对比较最多 {MOST} 期：请先按天或周求均值", pairs.len()),
        ));
    }
    let (times, series): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let level = asked.level()?;
    let test = mann_kendall::test(&series)?;
    let (slope, interval) = mann_kendall::sen_slope(&times, &series, level)?;
    let mut answer = json!({
        "n": test.base,
        "dropped": values.len() - test.base,
        "S": test.s,
        "var_S_tie_corrected": test.variance,
        "z_cc": test.z,
        "p": test.p,
        "p_normal": test.p_normal,
        "p_exact": test.base < mann_kendall::EXACT_BELOW,
        "tau_b": test.tau,
        "sen_slope": slope,
        "sen_ci95": bounds(interval),
    });
    if test.z.is_none() {
        answer["reason"] = json!(Reason::ZeroVariance.code());
    }
    Ok(answer)
}
