//! Planning: how many answers an interval needs, and how wide it is.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::warning;
use super::param::COLUMN;
use crate::stats::power;
use crate::stats::sample_size;
use crate::stats::sample_size::Field;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Several cases at once.
pub(super) const ROWS: Param = Param::new(
    "rows",
    Kind::Json,
    [
        "Several cases at once: a JSON list of objects with the names below",
        "一次计算多个情形：JSON 对象列表，键名同下列参数",
    ],
);
/// A remark on the cases.
const GRID: Param = Param::new(
    "grid",
    Kind::Word,
    [
        "A remark on what the cases are; it stands in `args`",
        "对各情形的说明，写入 `args`",
    ],
);
const P: Param = Param::new(
    "p",
    Kind::Number,
    ["Expected share, 0.5 without it", "预期比例，默认 0.5"],
)
.or(&["now"]);
const POPULATION: Param = Param::new("N", Kind::Number, ["People in the population", "总体人数"]).or(&["population"]);
const DEFF: Param = Param::new(
    "deff",
    Kind::Number,
    [
        "Design effect, 1 for a simple random sample",
        "设计效应，简单随机抽样为 1",
    ],
);
const RESPONSE: Param = Param::new(
    "response",
    Kind::Number,
    ["Expected response rate, such as 0.3", "预期回收率，例如 0.3"],
);
const ERROR: Param = Param::new(
    "e",
    Kind::Number,
    [
        "Margin of error wanted: half the interval's width",
        "允许误差：区间宽度的一半",
    ],
)
.or(&["margin"]);
/// Level of the test.
pub(super) const ALPHA: Param = Param::new(
    "alpha",
    Kind::Number,
    [
        "Level of the two-sided test, 0.05 without it",
        "双侧检验水平，默认 0.05",
    ],
);
/// Power wanted.
pub(super) const POWER: Param = Param::new(
    "power",
    Kind::Number,
    [
        "Probability with which the difference shall be seen, 0.8 without it",
        "检出差异的概率（功效），默认 0.8",
    ],
);
/// Number of answers.
pub(super) const BASE: Param = Param::new(
    "n",
    Kind::Number,
    [
        "Answers (per group): asks for the power instead",
        "（每组）答案数；给出时计算功效",
    ],
);

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "sample_size_table",
        aliases: &["sample_size", "sample-size"],
        family: Family::Planning,
        title: ["Answers needed for a margin of error", "达到允许误差所需的样本量"],
        definition: [
            "n0 = z²p(1−p)/e²; with a population of N people n = n0/(1 + (n0−1)/N); times the design effect; over the response rate for invitations; always rounded up.",
            "n0 = z²p(1−p)/e²；总体为 N 人时 n = n0/(1 + (n0−1)/N)；再乘设计效应；除以回收率得到邀请数；一律向上取整。",
        ],
        source: "Cochran 1977, §4.4–4.8",
        others: [
            "Some calculators use z = 2, or apply the finite population formula n0/(1 + n0/N); both differ by an answer or two. For an open link no margin of error exists (AAPOR).",
            "有些计算器取 z = 2 或用 n0/(1 + n0/N)，结果差一两份。开放链接收集的样本不是随机样本，没有误差范围（AAPOR）。",
        ],
        takes: &[ERROR, P, POPULATION, DEFF, RESPONSE, ROWS, GRID],
        run: |asked| {
            // Nothing is computed from a remark.
            let _ = asked.arg("grid");
            each(asked, size)
        },
    },
    Method {
        id: "margin_of_error_table",
        aliases: &["margin_of_error", "moe"],
        family: Family::Planning,
        title: ["Margin of error of a share", "比例的误差范围"],
        definition: [
            "z·√(deff·p(1−p)/n)·√((N−n)/(N−1)); 0 when everybody answered: a census has no sampling error. At p = 0 or 1 the formula collapses and no number is given.",
            "z·√(deff·p(1−p)/n)·√((N−n)/(N−1))；全员作答时为 0（普查没有抽样误差）。p 为 0 或 1 时公式失效，不给出数值。",
        ],
        source: "Cochran 1977, §3.2",
        others: [
            "Most online calculators leave out the design effect of weights and the population.",
            "多数在线计算器忽略加权的设计效应和有限总体。",
        ],
        takes: &[BASE, P, POPULATION, DEFF, ROWS],
        run: |asked| each(asked, margin),
    },
    Method {
        id: "sample_size_nps",
        aliases: &["nps_sample_size"],
        family: Family::Planning,
        title: ["Answers needed for a promoter score", "净推荐值所需的样本量"],
        definition: [
            "n0 = z²·v·100²/e², v = p + d − (p−d)² per answer (e in points), then as for a share. With `delta` the answers per wave that see such a change: 2v·100²·(z_α/2 + z_β)²/delta².",
            "n0 = z²·v·100²/e²，每个答案的方差 v = p + d − (p−d)²（e 以分计），其余同比例。给出 `delta` 时计算检出该变化每期所需答案数：2v·100²·(z_α/2 + z_β)²/delta²。",
        ],
        source: "Rocks 2016; Cochran 1977",
        others: [
            "Calculators for shares give about half of what a promoter score needs.",
            "按比例计算的工具得出的样本量只有净推荐值所需的约一半。",
        ],
        takes: &[
            ERROR,
            Param::new(
                "promoters",
                Kind::Number,
                ["Expected share of promoters, 0–1", "预期推荐者比例，0–1"],
            ),
            Param::new(
                "detractors",
                Kind::Number,
                ["Expected share of detractors, 0–1", "预期贬损者比例，0–1"],
            ),
            Param::new(
                "var_unit",
                Kind::Number,
                [
                    "Variance per answer in units of 1 instead of the shares",
                    "以 1 为单位的每个答案方差（代替比例）",
                ],
            ),
            COLUMN,
            Param::new(
                "delta",
                Kind::Number,
                ["Change in points that shall be seen", "希望检出的变化（分）"],
            )
            .or(&["detect"]),
            ALPHA,
            POWER,
            POPULATION,
            DEFF,
            RESPONSE,
            ROWS,
        ],
        run: |asked| each(asked, size_nps),
    },
];

/// One case, or every case of `rows`, each with the other arguments as defaults.
pub(super) fn each(asked: &Asked<'_>, one: fn(&Asked<'_>) -> Answer) -> Answer {
    let rows = match asked.arg("rows") {
        Value::Null => return one(asked),
        Value::Array(rows) => rows,
        _ => return Err(not_rows()),
    };
    let answer = |row: &Value| -> Answer {
        let own = row.as_object().ok_or_else(not_rows)?;
        let mut args: Map<String, Value> = asked.args().clone();
        args.remove("rows");
        args.extend(own.clone());
        let inner = Asked::new(&args, asked.table().ok())?;
        let answer = one(&inner);
        asked.saw(&inner);
        match answer {
            Err(Fault::Undefined(reason)) => Ok(json!({ "reason": reason.code() })),
            other => other,
        }
    };
    let rows = rows.iter().map(answer).collect::<Result<Vec<_>, _>>()?;
    Ok(json!({ "rows": rows }))
}

fn not_rows() -> Fault {
    Fault::asked(
        "`rows` is a list of cases, such as `[{\"e\": 0.05, \"N\": 2000}]`",
        "`rows` 应为情形列表，例如 `[{\"e\": 0.05, \"N\": 2000}]`",
    )
}

/// A number between bounds, both allowed; the default without it.
pub(super) fn between(
    asked: &Asked<'_>,
    name: &str,
    [low, high]: [f64; 2],
    default: Option<f64>,
) -> Result<f64, Fault> {
    let given = asked.number(name)?;
    match given.or(default) {
        Some(x) if x >= low && x <= high => Ok(x),
        Some(x) => Err(Fault::asked(
            format!("`{name}` is {x}: write a number from {low} to {high}"),
            format!("`{name}` 为 {x}：应为 {low} 到 {high} 之间的数"),
        )),
        None => Err(super::asked::absent(name)),
    }
}

/// A number above zero.
pub(super) fn positive(asked: &Asked<'_>, name: &str, default: Option<f64>) -> Result<f64, Fault> {
    match asked.number(name)?.or(default) {
        Some(x) if x > 0.0 && x.is_finite() => Ok(x),
        Some(x) => Err(Fault::asked(
            format!("`{name}` is {x}: write a number above 0"),
            format!("`{name}` 为 {x}：应为大于 0 的数"),
        )),
        None => Err(super::asked::absent(name)),
    }
}

fn field(asked: &Asked<'_>) -> Result<Field, Fault> {
    let population = match asked.number("N")? {
        Some(n) if n < 1.0 || !n.is_finite() => {
            return Err(Fault::asked(
                format!("`N` is {n}: a population has at least one person"),
                format!("`N` 为 {n}：总体至少有 1 人"),
            ));
        }
        other => other,
    };
    Ok(Field {
        population,
        design_effect: positive(asked, "deff", Some(1.0))?,
        response: between(asked, "response", [1e-6, 1.0], Some(1.0))?,
    })
}

/// Alpha and power, each strictly inside.
pub(super) fn chances(asked: &Asked<'_>) -> Result<(f64, f64), Fault> {
    let alpha = between(asked, "alpha", [1e-12, 0.999_999], Some(0.05))?;
    let power = between(asked, "power", [alpha, 0.999_999_999], Some(0.8))?;
    Ok((alpha, power))
}

fn size(asked: &Asked<'_>) -> Answer {
    let (p, e) = (between(asked, "p", [0.0, 1.0], Some(0.5))?, positive(asked, "e", None)?);
    let (field, level) = (field(asked)?, asked.level()?);
    let size = match sample_size::for_half_width(p * (1.0 - p), e, level, field) {
        Ok(size) => size,
        Err(error) => return undefined(error, json!({ "p": p, "e": e, "conf": level, "N": field.population })),
    };
    Ok(json!({
        "e": e, "p": p, "conf": level, "N": field.population, "deff": field.design_effect,
        "response": field.response, "n0": size.unlimited, "n_fpc": size.limited, "n_ceiling": size.answers,
        "invitations": size.invitations,
    }))
}

/// The fields with the reason, where the data and not the arguments are at fault.
fn undefined(error: crate::stats::StatError, mut fields: Value) -> Answer {
    let reason = error.reason().ok_or_else(|| Fault::from(error))?;
    fields["reason"] = json!(reason.code());
    Ok(fields)
}

fn margin(asked: &Asked<'_>) -> Answer {
    let (p, n) = (between(asked, "p", [0.0, 1.0], Some(0.5))?, positive(asked, "n", None)?);
    let (field, level) = (field(asked)?, asked.level()?);
    let fields = json!({ "n": n, "p": p, "conf": level, "N": field.population, "deff": field.design_effect });
    match sample_size::half_width(p * (1.0 - p), n, level, field) {
        Ok(moe) => {
            let mut fields = fields;
            fields["moe"] = json!(moe);
            if field.population.is_some_and(|population| n >= population) {
                fields["warnings"] = json!([warning(
                    "everybody answered: there is no sampling error, other errors remain",
                    "全员作答：没有抽样误差，但仍有其他误差"
                )]);
            }
            Ok(fields)
        }
        Err(error) => {
            let mut fields = fields;
            fields["moe"] = Value::Null;
            undefined(error, fields)
        }
    }
}

/// Variance per answer in units of 1: stated, from shares, or from a pilot's column.
fn nps_variance(asked: &Asked<'_>) -> Result<f64, Fault> {
    if asked.has("var_unit") {
        return between(asked, "var_unit", [1e-12, 1.0], None);
    }
    let (promoters, detractors) = if asked.has("column") {
        let answers = asked.answers("column")?;
        let valid: Vec<f64> = answers.into_iter().flatten().collect();
        if valid.is_empty() {
            return Err(crate::stats::Reason::NoValidAnswers.into());
        }
        let share = |holds: fn(f64) -> bool| valid.iter().filter(|x| holds(**x)).count() as f64 / valid.len() as f64;
        (share(|x| x >= 9.0), share(|x| x <= 6.0))
    } else {
        (
            between(asked, "promoters", [0.0, 1.0], None)?,
            between(asked, "detractors", [0.0, 1.0], None)?,
        )
    };
    if promoters + detractors > 1.0 + 1e-12 {
        return Err(Fault::asked(
            format!("promoters {promoters} and detractors {detractors} are more than everybody"),
            format!("推荐者 {promoters} 与贬损者 {detractors} 之和超过 1"),
        ));
    }
    Ok(promoters + detractors - (promoters - detractors).powi(2))
}

fn size_nps(asked: &Asked<'_>) -> Answer {
    let (field, level, variance) = (field(asked)?, asked.level()?, nps_variance(asked)?);
    let mut fields = json!({
        "var_unit": variance, "conf": level, "N": field.population, "deff": field.design_effect,
        "response": field.response,
    });
    if !asked.has("e") && !asked.has("delta") {
        return Err(Fault::asked(
            "say what is wanted: `--e 3` for ± 3 points, or `--delta 5` for a change of 5 points",
            "请说明目标：`--e 3` 表示 ±3 分，或 `--delta 5` 表示检出 5 分的变化",
        ));
    }
    if asked.has("e") {
        let e = positive(asked, "e", None)?;
        fields["e"] = json!(e);
        match sample_size::for_half_width(variance * 1e4, e, level, field) {
            Ok(size) => {
                fields["n0"] = json!(size.unlimited);
                fields["n_fpc"] = json!(size.limited);
                fields["n_ceiling"] = json!(size.answers);
                fields["invitations"] = json!(size.invitations);
            }
            Err(error) => return undefined(error, fields),
        }
    }
    if asked.has("delta") {
        let delta = positive(asked, "delta", None)?;
        let (alpha, power) = chances(asked)?;
        let variance = variance * 1e4;
        let size = power::size_normal(delta, [variance, variance], alpha, power);
        fields["delta"] = json!(delta);
        fields["alpha"] = json!(alpha);
        fields["power"] = json!(power);
        match size {
            Ok(size) => {
                let size = sample_size::sized(size, field);
                fields["n_per_group"] = json!(size.unlimited);
                fields["n_per_group_ceiling"] = json!(size.answers);
                fields["invitations_per_group"] = json!(size.invitations);
            }
            Err(error) => return undefined(error, fields),
        }
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use super::super::golden::assert_agree;
    use super::*;

    #[test]
    fn plans_agree_with_r() {
        assert_agree(&["sample_size_table", "margin_of_error_table"], 3);
    }

    #[test]
    fn a_remark_on_the_cases_changes_nothing_and_is_not_reported() {
        let args = json!({ "grid": "each row is a case", "rows": [{ "e": 0.05 }] });
        let method = super::super::find("sample_size_table").unwrap();
        let got = super::super::ask(method, args.as_object().unwrap(), None);
        assert!(got.unused.is_empty(), "{:?}", got.unused);
        // Cochran: 1.96²/4/0.05² = 384.15.
        assert_eq!(got.answer.unwrap()["rows"][0]["n_ceiling"], 385.0);
    }

    fn ask(id: &str, args: Value) -> Answer {
        let Value::Object(args) = args else { unreachable!() };
        super::super::ask(super::super::find(id).unwrap(), &args, None).answer
    }

    #[test]
    fn a_promoter_score_needs_its_own_variance() {
        // p = .5, d = .25: v = .75 − .0625 = .6875; ± 5 points at 95 %: 1.959964²·6875/25 = 1056.40.
        let got = ask(
            "sample_size_nps",
            json!({ "promoters": 0.5, "detractors": 0.25, "e": 5, "delta": 10 }),
        )
        .unwrap();
        assert!((got["n0"].as_f64().unwrap() - 1_056.401_2).abs() < 1e-3, "{got}");
        // (1.959964 + 0.841621)²·2·6875/100 = 1079.22.
        assert!((got["n_per_group"].as_f64().unwrap() - 1_079.22).abs() < 0.01, "{got}");
    }

    #[test]
    fn what_cannot_be_planned_is_said_in_both_languages() {
        for (id, args) in [
            ("sample_size_table", json!({ "e": 0 })),
            ("sample_size_table", json!({ "e": 0.05, "N": -3 })),
            (
                "sample_size_nps",
                json!({ "promoters": 0.9, "detractors": 0.3, "e": 3 }),
            ),
        ] {
            assert!(
                matches!(ask(id, args.clone()), Err(Fault::Asked(words)) if words.en != words.zh),
                "{id} {args}"
            );
        }
        let at_the_end = ask("margin_of_error_table", json!({ "n": 50, "p": 1.0 })).unwrap();
        assert_eq!(
            (&at_the_end["moe"], &at_the_end["reason"]),
            (&Value::Null, &json!("boundary"))
        );
    }
}
