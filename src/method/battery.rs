//! The items of a battery as asked for: columns or rows, reverse-worded ones turned, those without spread set aside.

use super::Asked;
use super::Fault;
use super::Kind;
use super::Param;
use super::asked::warning;
use super::complete::Complete;
use super::complete::distinct;
use super::complete::named;
use super::complete::unequal;
use crate::stats::Reason;
use serde_json::Value;
use serde_json::json;

/// The answers themselves.
pub(super) const ROWS: Param = Param::new(
    "rows",
    Kind::Matrix,
    [
        "The answers themselves, a row per respondent",
        "直接给出的答案，每位受访者一行",
    ],
);

/// Items worded the other way.
pub(super) const REVERSE: Param = Param::new(
    "reverse",
    Kind::Json,
    [
        "Items worded the other way: `A1` with `--scale 1,6`, or `{\"A1\": \"7-x\"}`",
        "反向题：`A1` 并写明 `--scale 1,6`，或 `{\"A1\": \"7-x\"}`",
    ],
);

/// Both ends of the scale.
pub(super) const SCALE: Param = Param::new(
    "scale",
    Kind::Numbers,
    ["Both ends of the scale, for reverse items", "量表的两端，用于反向题"],
);

/// More values than this are no ordered categories.
const MOST_CATEGORIES: usize = 30;

/// A battery with its items turned as asked.
pub(super) struct Battery {
    /// Names of the items.
    pub names: Vec<String>,
    /// One list of answers per item, `None` where there is none.
    pub columns: Vec<Vec<Option<f64>>>,
    /// Whether the items have no names but places.
    nameless: bool,
}

impl Battery {
    /// The items that `items` names, or the columns of `rows`, turned as `reverse` asks.
    pub fn of(asked: &Asked<'_>) -> Result<Self, Fault> {
        if let Some(rows) = asked.matrix("rows")? {
            let width = rows.first().map_or(0, Vec::len);
            let mut battery = Self {
                names: (1..=width).map(|place| place.to_string()).collect(),
                columns: (0..width)
                    .map(|j| rows.iter().map(|row| Some(row[j])).collect())
                    .collect(),
                nameless: true,
            };
            battery.turn(asked)?;
            return Ok(battery);
        }
        let names = asked.required_words("items")?;
        distinct(&names)?;
        // One item is no scale, whatever its answers.
        if names.len() == 1 && asked.table().is_err() {
            return Err(Reason::Singular.into());
        }
        let columns = named(asked, &names)?;
        let mut battery = Self {
            names,
            columns,
            nameless: false,
        };
        battery.turn(asked)?;
        Ok(battery)
    }

    /// Recodes reverse-worded items as low + high − x.
    fn turn(&mut self, asked: &Asked<'_>) -> Result<(), Fault> {
        for (item, sum) in turned(asked)? {
            let Some(place) = self.names.iter().position(|name| *name == item) else {
                return Err(Fault::asked(
                    format!(
                        "`reverse` names `{item}`, which is not among the items: {}",
                        self.names.join(", ")
                    ),
                    format!("`reverse` 中的 `{item}` 不在题目之列：{}", self.names.join("、")),
                ));
            };
            for cell in self.columns[place].iter_mut().flatten() {
                *cell = sum - *cell;
            }
        }
        Ok(())
    }

    /// Complete rows of the items that vary, and the names of those left out.
    pub fn varying(&self, weights: Option<&[f64]>) -> Result<(Complete, Vec<String>), Fault> {
        if weights.is_some_and(|weights| self.columns.iter().any(|column| column.len() != weights.len())) {
            return Err(unequal());
        }
        let varies = |place: &usize| {
            let mut answers = self.columns[*place].iter().flatten();
            let first = answers.next();
            answers.any(|answer| Some(answer) != first)
        };
        let mut kept: Vec<usize> = (0..self.names.len()).filter(varies).collect();
        loop {
            let names = kept.iter().map(|place| self.names[*place].clone()).collect();
            let columns: Vec<Vec<Option<f64>>> = kept.iter().map(|place| self.columns[*place].clone()).collect();
            let complete = Complete::of(names, &columns, weights);
            // An item may lose its spread with the rows that others lack.
            let constant = complete.constant();
            if constant.is_empty() || complete.base() < 2 {
                let dropped = self.names.iter().filter(|name| !complete.names.contains(name));
                let dropped = dropped.cloned().collect();
                return Ok((complete, dropped));
            }
            let constant: Vec<String> = constant.into_iter().map(str::to_owned).collect();
            kept.retain(|place| !constant.contains(&self.names[*place]));
        }
    }

    /// Items as the reader knows them: names, or places counted from 1.
    pub fn listed(&self, names: &[String]) -> Vec<Value> {
        let places = names.iter().map(|name| {
            if self.nameless {
                name.parse::<u64>().map_or_else(|_| json!(name), |place| json!(place))
            } else {
                json!(name)
            }
        });
        places.collect()
    }
}

/// Reverse items with the sum of the ends of their scale.
fn turned(asked: &Asked<'_>) -> Result<Vec<(String, f64)>, Fault> {
    let understood = |item: &str, rule: &Value| {
        let sum = match rule {
            Value::Number(sum) => sum.as_f64(),
            Value::String(text) => text
                .trim()
                .strip_suffix('x')
                .and_then(|rest| rest.trim_end().strip_suffix('-'))
                .and_then(|sum| sum.trim().parse().ok()),
            _ => None,
        };
        sum.ok_or_else(|| {
            Fault::asked(
                format!(
                    "`reverse` for `{item}` is not understood; write `{{\"{item}\": \"6-x\"}}` for a scale from 1 to 5"
                ),
                format!("无法理解 `{item}` 的 `reverse`；1 到 5 的量表请写 `{{\"{item}\": \"6-x\"}}`"),
            )
        })
    };
    if let Value::Object(rules) = asked.arg("reverse") {
        let rule = |(item, rule): (&String, &Value)| Ok((item.clone(), understood(item, rule)?));
        return rules.iter().map(rule).collect();
    }
    let Some(items) = asked.words("reverse") else {
        return Ok(Vec::new());
    };
    let items: Vec<String> = items.into_iter().filter(|item| !item.is_empty()).collect();
    let ends = asked.numbers("scale")?.unwrap_or_default();
    let [Some(low), Some(high)] = ends.as_slice() else {
        return Err(Fault::asked(
            "`reverse` needs the ends of the scale: `--reverse A1 --scale 1,6`",
            "反向题需要量表的两端：`--reverse A1 --scale 1,6`",
        ));
    };
    Ok(items.into_iter().map(|item| (item, low + high)).collect())
}

/// The warning about items left out.
pub(super) fn dropped_warning(dropped: &[String]) -> Option<Value> {
    (!dropped.is_empty()).then(|| {
        warning(
            format!(
                "left out, because all answers are the same or there are none: {}",
                dropped.join(", ")
            ),
            format!("因答案全部相同或没有答案而剔除：{}", dropped.join("、")),
        )
    })
}

/// That a column holds categories and not measurements.
pub(super) fn categories(name: &str, column: &[Option<f64>]) -> Result<(), Fault> {
    let mut values: Vec<f64> = column.iter().flatten().copied().collect();
    values.sort_by(f64::total_cmp);
    values.dedup_by(|a, b| a.total_cmp(b).is_eq());
    if values.len() <= MOST_CATEGORIES {
        return Ok(());
    }
    Err(Fault::asked(
        format!(
            "column `{name}` has {} different values; a polychoric correlation is of at most {MOST_CATEGORIES} ordered categories: use `correlation`, or band the column",
            values.len()
        ),
        format!(
            "列 `{name}` 有 {} 个不同的值；多分格相关用于不超过 {MOST_CATEGORIES} 个有序类别：请改用 `correlation` 或先分档",
            values.len()
        ),
    ))
}
