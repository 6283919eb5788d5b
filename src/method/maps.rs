//! Maps of what to do first: importance against performance, and Kano's categories.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::asked::bounds;
use super::asked::by_name;
use super::asked::warning;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::ValueCounts;
use crate::stats::importance_performance as map;
use crate::stats::importance_performance::Point;
use crate::stats::interval::critical_z;
use crate::stats::mean;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[Method {
    id: "ipa_quadrants",
    aliases: &["ipa"],
    family: Family::Drivers,
    title: ["Importance–performance map", "重要性–表现分析（IPA）"],
    definition: [
        "Performance is the mean of an item, importance either derived (its correlation with an outcome, over the rows with both) or stated (the mean of its importance question). The lines cross at the means over the items, at the scale's midpoint or where they are put; a point on a line stands on its upper side. t intervals of means, Fisher-z intervals of correlations; `near_line` lists items whose interval holds a line, so that their field is not sure.",
        "表现为各题均值；重要性可为推断值（与总体指标的相关系数，取两者均有答案的行）或陈述值（重要性题的均值）。分界线取各题平均、量表中点或指定值；落在线上的点归高的一侧。均值用 t 区间，相关系数用 Fisher z 区间；`near_line` 列出区间跨线、象限不确定的题目。",
    ],
    source: "Martilla & James 1977",
    others: [
        "Crosshairs at the means always make items to concentrate on; tools that show no intervals present chance as priority.",
        "以平均值为分界线总会产生“优先改进”项；不给区间的工具会把偶然当作优先。",
    ],
    takes: &[
        Param::new("items", Kind::Columns, ["Performance columns", "表现（满意度）列"]).or(&["of"]),
        Param::new("performance", Kind::Columns, ["The same as `items`", "同 `items`"]),
        Param::new(
            "importance",
            Kind::Columns,
            [
                "Importance columns, in the order of the items; or the numbers themselves",
                "重要性列，顺序与题目一致；也可直接给数值",
            ],
        ),
        Param::new(
            "outcome",
            Kind::Column,
            ["Outcome that importance is derived from", "用以推断重要性的总体指标列"],
        ),
        Param::new(
            "centre",
            Kind::Word,
            [
                "Where the lines cross: `mean`, `midpoint` or `IMPORTANCE,PERFORMANCE`",
                "分界线：`mean`、`midpoint`，或“重要性,表现”两个数",
            ],
        ),
        Param::new(
            "scale_min",
            Kind::Number,
            [
                "Lowest point of the scale, for `midpoint`",
                "量表最低分（用于 `midpoint`）",
            ],
        ),
        Param::new(
            "scale_max",
            Kind::Number,
            [
                "Highest point of the scale, for `midpoint`",
                "量表最高分（用于 `midpoint`）",
            ],
        ),
    ],
    run: quadrants,
}];

/// One axis of an item.
struct Axis {
    value: f64,
    interval: Option<Interval>,
    base: usize,
}

/// What the columns are: items, and how each is important.
enum Importance {
    Outcome(String),
    Columns(Vec<String>),
    Given(Vec<f64>),
}

/// The items and where their importance comes from. Without `items`, prose of the reference cases is understood: "r with
/// csat" takes q1, q2 …, "the *.Importance columns" the columns that have such a partner.
fn sources(asked: &Asked<'_>) -> Result<(Vec<String>, Importance), Fault> {
    let stated = asked.arg("importance");
    let prose = stated.as_str().filter(|text| text.contains(' ')).map(str::to_lowercase);
    let named = asked.words("items").or_else(|| {
        let prose = |text: &String| text.starts_with("mean");
        asked.words("performance").filter(|words| !words.iter().any(prose))
    });
    let from_prose = prose.as_ref().and_then(|text| text.split(" with ").nth(1));
    let outcome = asked
        .word("outcome")
        .or_else(|| from_prose.map(|text| text.trim().to_owned()));
    if let Some(outcome) = outcome {
        let items = match named {
            Some(items) => items,
            None => numbered(asked.table()?.names()),
        };
        return checked(items, Importance::Outcome(outcome));
    }
    if prose.is_some() && named.is_none() {
        let (items, partners) = partners(asked.table()?.names());
        return checked(items, Importance::Columns(partners));
    }
    let items = named.ok_or_else(|| super::asked::absent("items"))?;
    let importance = match stated {
        Value::Null => {
            return Err(Fault::asked(
                "say where importance comes from: `--outcome COLUMN` to derive it, or `--importance A,B,…` for stated ones",
                "请说明重要性来源：`--outcome 列名`（推断），或 `--importance A,B,…`（陈述）",
            ));
        }
        Value::Array(list) if list.iter().all(Value::is_number) => {
            Importance::Given(list.iter().filter_map(Value::as_f64).collect())
        }
        _ => Importance::Columns(asked.words("importance").unwrap_or_default()),
    };
    checked(items, importance)
}

fn checked(items: Vec<String>, importance: Importance) -> Result<(Vec<String>, Importance), Fault> {
    let count = match &importance {
        Importance::Outcome(_) => items.len(),
        Importance::Columns(columns) => columns.len(),
        Importance::Given(values) => values.len(),
    };
    if items.is_empty() || count != items.len() {
        return Err(Fault::asked(
            format!(
                "{} items and {count} importances: name one importance for each item, in their order",
                items.len()
            ),
            format!("{} 个题目、{count} 个重要性：请按题目顺序逐一对应", items.len()),
        ));
    }
    Ok((items, importance))
}

/// q1, q2, … as far as they go.
fn numbered(names: &[String]) -> Vec<String> {
    let is_numbered = |name: &&String| {
        name.strip_prefix('q')
            .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    names.iter().filter(is_numbered).cloned().collect()
}

/// Columns with a partner of the same name and "importance" behind it.
fn partners(names: &[String]) -> (Vec<String>, Vec<String>) {
    let stem = |name: &str| {
        let lower = name.to_lowercase();
        lower
            .strip_suffix("importance")
            .map(|stem| stem.trim_end_matches(['.', '_', ' ', '-']).to_owned())
    };
    names
        .iter()
        .filter_map(|name| {
            let partner = names
                .iter()
                .find(|other| stem(other).as_deref() == Some(&name.to_lowercase()))?;
            Some((name.clone(), partner.clone()))
        })
        .unzip()
}

fn average(column: &[Option<f64>], level: f64, name: &str) -> Result<Axis, Fault> {
    let counts = ValueCounts::of(column.iter().flatten().copied())?;
    let Ok(summary) = counts.summary() else {
        return Err(Fault::asked(
            format!("column `{name}` has no answers; leave it out"),
            format!("列 `{name}` 没有答案；请去掉"),
        ));
    };
    let estimate = mean::estimate(&summary, level)?;
    Ok(Axis {
        value: estimate.mean,
        interval: estimate.interval,
        base: usize::try_from(estimate.base).unwrap_or(usize::MAX),
    })
}

/// Pearson's correlation over the rows with both, with Fisher's interval from four rows on.
fn correlation(one: &[Option<f64>], two: &[Option<f64>], level: f64) -> Result<Axis, StatError> {
    let mut pairs: Vec<(f64, f64)> = one.iter().zip(two).filter_map(|(x, y)| Some(((*x)?, (*y)?))).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let n = pairs.len() as f64;
    if pairs.len() < 2 {
        return Err(Reason::TooFewAnswers.into());
    }
    let (mx, my) = (
        pairs.iter().map(|p| p.0).sum::<f64>() / n,
        pairs.iter().map(|p| p.1).sum::<f64>() / n,
    );
    let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|p| f(p.0 - mx, p.1 - my)).sum::<f64>();
    let (sxx, syy, sxy) = (sum(&|x, _| x * x), sum(&|_, y| y * y), sum(&|x, y| x * y));
    let constant = |spread: f64, centre: f64| spread <= 1e-20 * n * (1.0 + centre * centre);
    if constant(sxx, mx) || constant(syy, my) {
        return Err(Reason::ZeroVariance.into());
    }
    let r = (sxy / (sxx * syy).sqrt()).clamp(-1.0, 1.0);
    let half = critical_z(level)? / (n - 3.0).max(1.0).sqrt();
    let interval = (pairs.len() > 3 && r.abs() < 1.0).then(|| Interval {
        low: (r.atanh() - half).tanh(),
        high: (r.atanh() + half).tanh(),
    });
    Ok(Axis {
        value: r,
        interval,
        base: pairs.len(),
    })
}

fn importances(
    asked: &Asked<'_>,
    items: &[String],
    importance: &Importance,
    columns: &[Vec<Option<f64>>],
    level: f64,
) -> Result<Vec<Axis>, Fault> {
    match importance {
        Importance::Given(values) => Ok(values
            .iter()
            .map(|value| Axis {
                value: *value,
                interval: None,
                base: 0,
            })
            .collect()),
        Importance::Columns(partners) => partners
            .iter()
            .map(|partner| average(&asked.numbers_of(partner)?, level, partner))
            .collect(),
        Importance::Outcome(outcome) => {
            let target = asked.numbers_of(outcome)?;
            let derive = |(item, column): (&String, &Vec<Option<f64>>)| {
                correlation(column, &target, level).map_err(|fault| match fault {
                    StatError::Undefined(_) => Fault::asked(
                        format!("`{item}` has no correlation with `{outcome}`: too few rows have both, or one of the two is constant; leave `{item}` out"),
                        format!("`{item}` 与 `{outcome}` 无法计算相关：两者齐全的行太少，或其一为常数；请去掉 `{item}`"),
                    ),
                    StatError::Domain(_) => Fault::from(fault),
                })
            };
            items.iter().zip(columns).map(derive).collect()
        }
    }
}

/// Where the lines cross, and the word for it.
fn crossing(asked: &Asked<'_>, points: &[Point], stated: bool) -> Result<(Point, &'static str), Fault> {
    let means = map::centre(points).ok_or(Reason::NoValidAnswers)?;
    let given = (asked.number("centre_importance")?, asked.number("centre_performance")?);
    if let (Some(importance), Some(performance)) = given {
        return Ok((
            Point {
                importance,
                performance,
            },
            "given",
        ));
    }
    match asked.words("centre") {
        None => Ok((means, "mean")),
        Some(words) if words == ["mean"] => Ok((means, "mean")),
        Some(words) if words == ["midpoint"] => {
            let middle = f64::midpoint(asked.required_number("scale_min")?, asked.required_number("scale_max")?);
            // Correlations have no midpoint: their line stays at the mean.
            let importance = if stated { middle } else { means.importance };
            Ok((
                Point {
                    importance,
                    performance: middle,
                },
                "midpoint",
            ))
        }
        Some(words) => match words
            .iter()
            .map(|word| word.parse::<f64>())
            .collect::<Result<Vec<f64>, _>>()
        {
            Ok(pair) if pair.len() == 2 => Ok((
                Point {
                    importance: pair[0],
                    performance: pair[1],
                },
                "given",
            )),
            _ => Err(Fault::asked(
                "`centre` is `mean`, `midpoint` or two numbers: importance,performance",
                "`centre` 应为 `mean`、`midpoint`，或两个数：重要性,表现",
            )),
        },
    }
}

fn quadrants(asked: &Asked<'_>) -> Answer {
    let level = asked.level()?;
    let (items, importance) = sources(asked)?;
    let columns = items
        .iter()
        .map(|item| asked.numbers_of(item))
        .collect::<Result<Vec<_>, _>>()?;
    let performances = items
        .iter()
        .zip(&columns)
        .map(|(item, column)| average(column, level, item))
        .collect::<Result<Vec<_>, _>>()?;
    let importances = importances(asked, &items, &importance, &columns, level)?;
    let points: Vec<Point> = importances
        .iter()
        .zip(&performances)
        .map(|(importance, performance)| Point {
            importance: importance.value,
            performance: performance.value,
        })
        .collect();
    let stated = !matches!(importance, Importance::Outcome(_));
    let (centre, crosshair) = crossing(asked, &points, stated)?;
    let mut near = Map::new();
    let mut fields = Map::new();
    for (item, ((point, importance), performance)) in
        items.iter().zip(points.iter().zip(&importances).zip(&performances))
    {
        fields.insert(item.clone(), json!(map::quadrant(*point, centre).code()));
        let given = importance.base == 0;
        let mut lines = Vec::new();
        if !given && map::near(importance.interval, centre.importance) {
            lines.push("importance");
        }
        if map::near(performance.interval, centre.performance) {
            lines.push("performance");
        }
        if !lines.is_empty() {
            near.insert(item.clone(), json!(lines));
        }
    }
    let intervals = |axes: &[Axis]| {
        let pairs = items.iter().cloned().zip(axes.iter().map(|axis| bounds(axis.interval)));
        Value::Object(pairs.collect())
    };
    let warnings: Vec<Value> = (!near.is_empty())
        .then(|| {
            let names: Vec<&str> = near.keys().map(String::as_str).collect();
            warning(
                format!("near a line, so that the field is not sure: {}", names.join(", ")),
                format!("靠近分界线、象限不确定：{}", names.join("、")),
            )
        })
        .into_iter()
        .collect();
    let by = |f: &dyn Fn(&Point) -> f64| by_name(&items, points.iter().map(f));
    Ok(json!({
        "importance": by(&|point| point.importance),
        "performance": by(&|point| point.performance),
        "importance_ci": intervals(&importances),
        "performance_ci": intervals(&performances),
        "importance_from": if stated { "stated" } else { "derived" },
        "n": by_name(&items, performances.iter().map(|axis| axis.base as f64)),
        "centre_importance": centre.importance,
        "centre_performance": centre.performance,
        "crosshair": crosshair,
        "quadrant": fields,
        "gap": by(&|point| point.performance - point.importance),
        "near_line": near,
        "warnings": warnings,
    }))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;
    use super::super::golden::assert_agree;
    use serde_json::json;

    #[test]
    fn maps_agree_with_r() {
        assert_agree(&["ipa_quadrants"], 1);
    }

    #[test]
    fn stated_importance_and_the_midpoint_are_taken() {
        let csv = "a,b,ia,ib\n4,2,5,2\n5,1,4,1\n4,2,5,2\n5,1,5,2\n";
        let args =
            r#"{"items": ["a","b"], "importance": ["ia","ib"], "centre": "midpoint", "scale_min": 1, "scale_max": 5}"#;
        let got = asked("ipa_quadrants", args, csv).unwrap();
        assert_eq!(got["quadrant"], json!({"a": "keep_up", "b": "low_priority"}));
        assert_eq!(got["centre_importance"], 3.0);
        assert_eq!(got["near_line"], json!({}));
        let fault = asked("ipa_quadrants", r#"{"items": ["a","b"], "importance": ["ia"]}"#, csv).unwrap_err();
        assert!(fault.contains("2 items and 1 importances"), "{fault}");
        let fault = asked(
            "ipa_quadrants",
            r#"{"items": ["a"], "outcome": "k"}"#,
            "a,k\n1,3\n2,3\n",
        )
        .unwrap_err();
        assert!(fault.contains("`a` has no correlation with `k`"), "{fault}");
    }
}
