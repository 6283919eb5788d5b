//! The rows a bootstrap draws from: complete ones, sorted, and the sampling units they are in.

use super::super::Asked;
use super::super::Fault;
use crate::stats::resample::Stratum;
use std::collections::BTreeMap;

/// Rows with all columns, in an order that is theirs whatever that of the file.
pub(super) struct Rows {
    /// Values by row.
    pub values: Vec<Vec<f64>>,
    /// How often the row occurs, or its weight.
    pub weights: Vec<f64>,
    /// Rows left out because a column has no answer.
    pub dropped: usize,
    /// Sampling units, where there are weights, strata or clusters.
    pub design: Option<Design>,
}

/// Strata with their names.
pub(super) struct Design {
    pub names: Vec<String>,
    pub strata: Vec<Stratum>,
}

fn columns(asked: &Asked<'_>) -> Result<Vec<Vec<Option<f64>>>, Fault> {
    if let Some(names) = asked.words("columns") {
        return names.iter().map(|name| asked.numbers_of(name)).collect();
    }
    if asked.has("x") && asked.has("y") {
        return Ok(vec![asked.answers("x")?, asked.answers("y")?]);
    }
    Ok(vec![asked.subject()?])
}

/// The rows that a bootstrap draws from.
pub(super) fn read(asked: &Asked<'_>) -> Result<Rows, Fault> {
    let columns = columns(asked)?;
    let count = columns[0].len();
    if columns.iter().any(|column| column.len() != count) {
        return Err(Fault::asked("the columns differ in length", "各列长度不同"));
    }
    let complete = |row: usize| columns.iter().map(|column| column[row]).collect::<Option<Vec<f64>>>();
    let complex = ["weights", "strata", "clusters"].iter().any(|name| asked.has(name));
    if complex {
        return designed(asked, count, complete);
    }
    let mut found: Vec<Vec<f64>> = (0..count).filter_map(complete).collect();
    let dropped = count - found.len();
    found.sort_by(|one, two| order(one, two));
    let (mut values, mut weights): (Vec<Vec<f64>>, Vec<f64>) = (Vec::new(), Vec::new());
    for row in found {
        match (values.last(), weights.last_mut()) {
            (Some(last), Some(times)) if order(last, &row).is_eq() => *times += 1.0,
            _ => {
                values.push(row);
                weights.push(1.0);
            }
        }
    }
    Ok(Rows {
        values,
        weights,
        dropped,
        design: None,
    })
}

fn order(one: &[f64], two: &[f64]) -> std::cmp::Ordering {
    let pairs = one.iter().zip(two).map(|(a, b)| a.total_cmp(b));
    pairs.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
}

/// A row of a design: stratum, unit, weight, units of the stratum in the population, values when complete.
struct Placed {
    stratum: String,
    unit: String,
    weight: f64,
    population: Option<f64>,
    values: Option<Vec<f64>>,
}

fn designed(asked: &Asked<'_>, count: usize, complete: impl Fn(usize) -> Option<Vec<f64>>) -> Result<Rows, Fault> {
    let labels = |name: &str| -> Result<Option<Vec<Option<String>>>, Fault> {
        let Some(column) = asked.word(name) else {
            return Ok(None);
        };
        let labels = asked
            .labels_of(&column)?
            .into_iter()
            .map(|label| label.map(str::to_owned))
            .collect();
        Ok(Some(labels))
    };
    let numbers = |name: &str| match asked.word(name) {
        Some(column) => asked.numbers_of(&column).map(Some),
        None => Ok(None),
    };
    let (weights, population) = (numbers("weights")?, numbers("population")?);
    let (strata, clusters) = (labels("strata")?, labels("clusters")?);
    let nowhere = |name: &str, row: usize| {
        let column = asked.word(name).unwrap_or_default();
        Fault::asked(
            format!(
                "column `{column}`, row {}: no value; fill it in or leave the row out",
                row + 1
            ),
            format!("列 `{column}` 第 {} 行：没有值；请补上或排除该行", row + 1),
        )
    };
    let mut placed = Vec::with_capacity(count);
    for row in 0..count {
        let weight = match &weights {
            None => 1.0,
            Some(weights) => match weights[row] {
                Some(weight) if weight >= 0.0 => weight,
                Some(weight) => {
                    let column = asked.word("weights").unwrap_or_default();
                    return Err(Fault::asked(
                        format!("column `{column}`, row {}: weight {weight} is below zero", row + 1),
                        format!("列 `{column}` 第 {} 行：权数 {weight} 为负", row + 1),
                    ));
                }
                None => return Err(nowhere("weights", row)),
            },
        };
        if weight <= 0.0 {
            continue;
        }
        let label = |name: &str, labels: &Option<Vec<Option<String>>>, default: &dyn Fn() -> String| match labels {
            None => Ok(default()),
            Some(labels) => labels[row].clone().ok_or_else(|| nowhere(name, row)),
        };
        placed.push(Placed {
            stratum: label("strata", &strata, &String::new)?,
            unit: label("clusters", &clusters, &String::new)?,
            weight,
            population: population.as_ref().and_then(|column| column[row]),
            values: complete(row),
        });
    }
    Ok(units(placed, clusters.is_some(), count))
}

/// Rows in the order of stratum, unit, values and weight; without clusters each row is a unit.
fn units(mut placed: Vec<Placed>, clustered: bool, count: usize) -> Rows {
    let empty = Vec::new();
    placed.sort_by(|a, b| {
        (&a.stratum, &a.unit)
            .cmp(&(&b.stratum, &b.unit))
            .then_with(|| a.values.is_none().cmp(&b.values.is_none()))
            .then_with(|| order(a.values.as_ref().unwrap_or(&empty), b.values.as_ref().unwrap_or(&empty)))
            .then_with(|| a.weight.total_cmp(&b.weight))
    });
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    let mut strata: BTreeMap<String, (Stratum, Vec<String>)> = BTreeMap::new();
    for row in placed {
        let (stratum, names) = strata.entry(row.stratum).or_default();
        stratum.population = stratum.population.or(row.population);
        if !clustered || names.last() != Some(&row.unit) {
            names.push(row.unit);
            stratum.units.push(Vec::new());
        }
        if let (Some(found), Some(unit)) = (row.values, stratum.units.last_mut()) {
            unit.push(values.len());
            values.push(found);
            weights.push(row.weight);
        }
    }
    let dropped = count - values.len();
    let (names, strata) = strata.into_iter().map(|(name, (stratum, _))| (name, stratum)).unzip();
    Rows {
        values,
        weights,
        dropped,
        design: Some(Design { names, strata }),
    }
}
