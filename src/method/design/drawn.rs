//! A sample as it was drawn, read from the rows: weights, strata, units, populations, each checked and named.

use super::super::Asked;
use super::super::Fault;
use super::super::asked::warning;
use super::plan::Plan;
use super::plan::Source;
use crate::stats::StatError;
use crate::stats::design::Lonely;
use crate::stats::design::RowPlace;
use crate::stats::design::Sample;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// All rows of the sample with its design; a filter is a domain in it, not another sample.
pub(super) struct Drawn<'a> {
    /// The arguments over all rows.
    pub all: Asked<'a>,
    /// The sample.
    pub sample: Sample,
    /// What the reader should know.
    pub warnings: Vec<Value>,
    /// Which rows the filter keeps.
    kept: Vec<bool>,
    /// Labels of the strata in their order.
    strata: Vec<String>,
}

impl<'a> Drawn<'a> {
    /// Reads the design that was asked for.
    pub(super) fn of(asked: &Asked<'a>) -> Result<Self, Fault> {
        let plan = Plan::of(asked)?;
        let all = asked.unfiltered();
        let rows = rows_of(&all, &plan);
        let mut kept = vec![asked.table().is_err(); rows];
        if asked.table().is_ok() {
            for row in asked.rows() {
                if let Some(kept) = kept.get_mut(*row) {
                    *kept = true;
                }
            }
        }
        let weights = weights(&all, plan.weights.as_ref(), rows)?;
        let mut warnings = Vec::new();
        let (strata, of_rows) = numbered(&all, plan.strata.as_ref(), rows, "strata")?;
        let units = match &plan.clusters {
            None => (0..rows).collect(),
            Some(source) => {
                let (labels, units) = numbered(&all, Some(source), rows, "clusters")?;
                check_nested(&plan, source, &labels, &units, &of_rows, &strata, &mut warnings)?;
                units
            }
        };
        let second = plan.clusters2.is_some() || plan.population2.is_some();
        let parts = match &plan.clusters2 {
            Some(source) => numbered(&all, Some(source), rows, "clusters2")?.1,
            None if second => (0..rows).collect(),
            None => vec![0; rows],
        };
        let places: Vec<RowPlace> = (0..rows)
            .map(|row| RowPlace {
                stratum: of_rows[row],
                unit: units[row],
                part: parts[row],
            })
            .collect();
        let populations = match &plan.population {
            None => BTreeMap::new(),
            Some(source) => {
                let members = places.iter().map(|place| (place.stratum, place.unit)).collect();
                let name = |stratum: &usize| strata.get(*stratum).cloned().unwrap_or_default();
                existing(&all, source, rows, &of_rows, members, name)?
            }
        };
        let populations2 = match &plan.population2 {
            None => BTreeMap::new(),
            Some(source) => {
                let keys: Vec<(usize, usize)> = places.iter().map(|place| (place.stratum, place.unit)).collect();
                let members = keys.iter().copied().zip(parts).collect();
                let name = |key: &(usize, usize)| format!("{}/{}", strata.get(key.0).map_or("", |s| s), key.1 + 1);
                existing(&all, source, rows, &keys, members, name)?
            }
        };
        let sample = Sample::new(&places, weights, &populations, &populations2)?;
        let mut drawn = Self {
            sample: sample.with_lonely(lonely(asked)?),
            all,
            warnings,
            kept,
            strata,
        };
        drawn.warn_of_lonely(asked);
        Ok(drawn)
    }

    fn warn_of_lonely(&mut self, asked: &Asked<'_>) {
        let lonely = self.lonely_strata();
        if asked.word("lonely").as_deref() == Some("adjust") && !lonely.is_empty() {
            self.warnings.push(warning(
                format!(
                    "strata with a single unit are measured from the mean of all units: {}",
                    lonely.join(", ")
                ),
                format!("只有一个单元的层以全体单元均值为中心计算：{}", lonely.join("、")),
            ));
        }
    }

    /// Labels of the strata that have a single unit.
    pub(super) fn lonely_strata(&self) -> Vec<String> {
        let places = self.sample.layout().lonely_strata().into_iter();
        places
            .map(|place| self.strata.get(place).cloned().unwrap_or_default())
            .collect()
    }

    /// Number of strata and of primary units.
    pub(super) fn size(&self) -> (usize, usize) {
        (self.sample.layout().strata().len(), self.sample.layout().units())
    }

    /// The numbers an argument stands for, of the rows that the filter keeps.
    pub(super) fn values(&self, name: &str) -> Result<Vec<Option<f64>>, Fault> {
        let values = self.all.answers(name)?;
        if values.len() != self.kept.len() {
            return Err(Fault::asked(
                format!("`{name}` has {} values for {} rows", values.len(), self.kept.len()),
                format!("`{name}` 有 {} 个值，而样本有 {} 行", values.len(), self.kept.len()),
            ));
        }
        Ok(self.within(values, |_| true))
    }

    /// Values of the rows that the filter and the condition keep.
    pub(super) fn within<T>(&self, values: Vec<Option<T>>, keep: impl Fn(usize) -> bool) -> Vec<Option<T>> {
        let rows = values.into_iter().enumerate();
        rows.map(|(row, value)| value.filter(|_| self.kept.get(row) == Some(&true) && keep(row)))
            .collect()
    }

    /// Rows that the filter keeps and that weigh something.
    pub(super) fn weighing(&self) -> usize {
        let rows = self.kept.iter().zip(self.sample.weights());
        rows.filter(|(kept, weight)| **kept && **weight > 0.0).count()
    }

    /// The reason of a fault as fields, with what it is about.
    pub(super) fn reason(&self, error: StatError) -> Result<Value, Fault> {
        let Some(reason) = error.reason() else {
            return Err(error.into());
        };
        let mut fields = json!({ "reason": reason.code() });
        let lonely = self.lonely_strata();
        if reason == crate::stats::Reason::LonelyPsu && !lonely.is_empty() {
            fields["strata"] = json!(lonely);
        }
        Ok(fields)
    }
}

fn lonely(asked: &Asked<'_>) -> Result<Lonely, Fault> {
    match asked.word("lonely").as_deref() {
        None | Some("error" | "fail") => Ok(Lonely::Error),
        Some("adjust") => Ok(Lonely::Adjust),
        Some(other) => Err(Fault::asked(
            format!("`lonely` is `error` or `adjust`, not `{other}`"),
            format!("`lonely` 应为 `error` 或 `adjust`，而不是 `{other}`"),
        )),
    }
}

/// Rows of the table; or as many as there are cells in the first list.
fn rows_of(all: &Asked<'_>, plan: &Plan) -> usize {
    if let Ok(table) = all.table() {
        return table.rows();
    }
    let parts = [&plan.weights, &plan.strata, &plan.clusters, &plan.population];
    let cells = parts.into_iter().flatten().find_map(|source| match source {
        Source::Cells(cells) => Some(cells.len()),
        Source::Column(_) => None,
    });
    let values = || {
        ["y", "column", "values", "row"]
            .iter()
            .find_map(|name| all.arg(name).as_array())
    };
    cells.or_else(|| values().map(Vec::len)).unwrap_or(0)
}

/// Cells as they stand, whatever codes are missing elsewhere.
fn cells(all: &Asked<'_>, source: &Source, rows: usize, part: &str) -> Result<Vec<String>, Fault> {
    let cells = match source {
        Source::Column(name) => all.cells_of(name)?.into_iter().map(str::to_owned).collect(),
        Source::Cells(cells) => cells.clone(),
    };
    if cells.len() == rows {
        return Ok(cells);
    }
    Err(Fault::asked(
        format!("`{part}` has {} entries for {rows} rows", cells.len()),
        format!("`{part}` 有 {} 项，而样本有 {rows} 行", cells.len()),
    ))
}

/// Weights, each a number of at least 0.
pub(super) fn weights(all: &Asked<'_>, source: Option<&Source>, rows: usize) -> Result<Vec<f64>, Fault> {
    let Some(source) = source else {
        return Ok(vec![1.0; rows]);
    };
    let blank = all.number("blank_weight")?;
    let name = source.name();
    let weight = |(row, cell): (usize, &String)| {
        if cell.is_empty() {
            return blank.ok_or_else(|| {
                Fault::asked(
                    format!(
                        "column `{name}`, row {}: no weight; fill it in, or say `--blank_weight 1`",
                        row + 1
                    ),
                    format!("列 `{name}` 第 {} 行没有权重；请补上，或写 `--blank_weight 1`", row + 1),
                )
            });
        }
        match cell.parse::<f64>() {
            Ok(weight) if weight.is_finite() && weight >= 0.0 => Ok(weight),
            Ok(weight) if weight < 0.0 => Err(Fault::asked(
                format!(
                    "column `{name}`, row {}: weight {cell} is below zero; a weight is a number of at least 0",
                    row + 1
                ),
                format!("列 `{name}` 第 {} 行：权重 {cell} 为负；权重应不小于 0", row + 1),
            )),
            _ => Err(Fault::asked(
                format!(
                    "column `{name}`, row {}: `{cell}` is no weight; write a number of at least 0",
                    row + 1
                ),
                format!("列 `{name}` 第 {} 行：`{cell}` 不是权重；应为不小于 0 的数字", row + 1),
            )),
        }
    };
    cells(all, source, rows, "weights")?
        .iter()
        .enumerate()
        .map(weight)
        .collect()
}

/// Labels in code point order and, for each row, the place of its own; one label for all without a source.
fn numbered(
    all: &Asked<'_>,
    source: Option<&Source>,
    rows: usize,
    part: &str,
) -> Result<(Vec<String>, Vec<usize>), Fault> {
    let Some(source) = source else {
        return Ok((vec![String::new()], vec![0; rows]));
    };
    let cells = cells(all, source, rows, part)?;
    if let Some(row) = cells.iter().position(String::is_empty) {
        let (name, count) = (source.name(), cells.iter().filter(|cell| cell.is_empty()).count());
        return Err(Fault::asked(
            format!(
                "column `{name}` ({part}): {count} rows are blank, the first is row {}; every row belongs somewhere: fill in a label",
                row + 1
            ),
            format!(
                "列 `{name}`（{part}）有 {count} 行为空，首个为第 {} 行；每一行都须有所属，请补上标签",
                row + 1
            ),
        ));
    }
    let labels: BTreeSet<&String> = cells.iter().collect();
    let places: BTreeMap<&String, usize> = labels.iter().enumerate().map(|(at, label)| (*label, at)).collect();
    let of_rows = cells.iter().map(|cell| places[cell]).collect();
    Ok((labels.into_iter().cloned().collect(), of_rows))
}

/// A cluster that occurs in several strata: other clusters of the same name, or a slip.
fn check_nested(
    plan: &Plan,
    source: &Source,
    labels: &[String],
    units: &[usize],
    of_rows: &[usize],
    strata: &[String],
    warnings: &mut Vec<Value>,
) -> Result<(), Fault> {
    if plan.nested == Some(true) || strata.len() < 2 {
        return Ok(());
    }
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    let twice = units
        .iter()
        .zip(of_rows)
        .find(|(unit, stratum)| *seen.entry(**unit).or_insert(**stratum) != **stratum);
    let Some((unit, _)) = twice else {
        return Ok(());
    };
    let (name, label) = (source.name(), &labels[*unit]);
    let both = [
        format!("cluster `{label}` of column `{name}` occurs in several strata"),
        format!("列 `{name}` 的单元 `{label}` 出现在多个层中"),
    ];
    if plan.nested == Some(false) {
        return Err(Fault::asked(
            format!("{}: write `--nested yes` when these are different clusters", both[0]),
            format!("{}：若为不同单元，请写 `--nested yes`", both[1]),
        ));
    }
    warnings.push(warning(
        format!("{}: taken as different clusters", both[0]),
        format!("{}：按不同单元处理", both[1]),
    ));
    Ok(())
}

/// How many units exist by stratum (or unit): stated in each of its rows alike, as a number or as the share drawn.
/// `members` are the units drawn.
fn existing<K: Copy + Ord, U: Ord>(
    all: &Asked<'_>,
    source: &Source,
    rows: usize,
    keys: &[K],
    members: BTreeSet<(K, U)>,
    label: impl Fn(&K) -> String,
) -> Result<BTreeMap<K, f64>, Fault> {
    let name = source.name();
    let mut stated: BTreeMap<K, f64> = BTreeMap::new();
    for (row, cell) in cells(all, source, rows, "population")?.iter().enumerate() {
        let number = cell.parse::<f64>().ok().filter(|x| x.is_finite() && *x > 0.0);
        let Some(number) = number else {
            return Err(Fault::asked(
                format!(
                    "column `{name}`, row {}: `{cell}` is no population; write how many units exist, or the share drawn",
                    row + 1
                ),
                format!("列 `{name}` 第 {} 行：`{cell}` 不是总体单元数，也不是抽样比", row + 1),
            ));
        };
        let known = *stated.entry(keys[row]).or_insert(number);
        if (known - number).abs() > 1e-9 * known.abs() {
            let label = label(&keys[row]);
            return Err(Fault::asked(
                format!("column `{name}`: `{label}` has both {known} and {number}; one population per stratum"),
                format!("列 `{name}`：`{label}` 同时有 {known} 与 {number}；每层只能有一个总体数"),
            ));
        }
    }
    let mut drawn: BTreeMap<K, usize> = BTreeMap::new();
    for (key, _) in members {
        *drawn.entry(key).or_default() += 1;
    }
    let shares = stated.values().all(|number| *number <= 1.0);
    for (key, number) in &mut stated {
        let n = drawn.get(key).copied().unwrap_or(0) as f64;
        if shares {
            *number = n / *number;
        } else if *number < n {
            let label = label(key);
            return Err(Fault::asked(
                format!(
                    "column `{name}`: `{label}` has {n} units in the sample and {number} in the population; write how many exist"
                ),
                format!("列 `{name}`：`{label}` 样本中有 {n} 个单元，总体却只有 {number} 个；请写总体单元数"),
            ));
        }
    }
    Ok(stated)
}
