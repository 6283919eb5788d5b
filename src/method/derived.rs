//! Columns made from others, in the few forms that reference cases and quick questions need:
//! `t2b = 1 if csat>=4 else 0`, `npsx = 100/0/-100 by nps class`, `s = mean(sat1..4)`, `s = mean(a, b, c)`.

use super::Asked;
use super::Fault;
use super::Table;
use serde_json::Map;
use serde_json::Value;

impl Table {
    /// Adds the columns that `text` defines, `;` or a comma before the next name between them. Missing codes and level
    /// are those of `args`. A mean is over the rows with all its columns.
    ///
    /// # Errors
    /// When a form is not understood or names a column that is not there.
    pub fn derive(&mut self, text: &str, args: &Map<String, Value>) -> Result<(), Fault> {
        for (name, formula) in definitions(text) {
            let plain: Map<String, Value> = args
                .iter()
                .filter(|(key, _)| *key == "missing")
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            let asked = Asked::new(&plain, Some(self))?;
            let numbers = computed(&asked, &formula)?;
            let cells = numbers
                .into_iter()
                .map(|x| x.map_or_else(String::new, |x| x.to_string()));
            let cells = cells.collect();
            self.insert(&name, cells);
        }
        Ok(())
    }
}

/// Names and formulas. A comma within brackets divides nothing.
fn definitions(text: &str) -> Vec<(String, String)> {
    let mut parts = vec![String::new()];
    let mut depth = 0_i32;
    for letter in text.chars() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(letter, ';' | ',') {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(letter);
        }
    }
    let halves = parts.iter().filter_map(|part| part.split_once('='));
    halves
        .map(|(name, formula)| (name.trim().to_owned(), formula.trim().to_owned()))
        .collect()
}

pub(super) fn computed(asked: &Asked<'_>, formula: &str) -> Result<Vec<Option<f64>>, Fault> {
    if let Some(list) = formula.strip_prefix("mean(").and_then(|rest| rest.strip_suffix(')')) {
        let columns = listed(list);
        let columns = columns
            .iter()
            .map(|name| asked.numbers_of(name))
            .collect::<Result<Vec<_>, _>>()?;
        let mean = |row: usize| {
            let cells: Option<Vec<f64>> = columns.iter().map(|column| column[row]).collect();
            cells.map(|cells| cells.iter().sum::<f64>() / cells.len() as f64)
        };
        return Ok((0..asked.rows().len()).map(mean).collect());
    }
    if let Some((_, column)) = formula.split_once(" by ") {
        let column = column.trim().trim_end_matches("class").trim();
        let class = |x: f64| {
            if x >= 9.0 {
                100.0
            } else if x >= 7.0 {
                0.0
            } else {
                -100.0
            }
        };
        return Ok(asked.numbers_of(column)?.into_iter().map(|x| x.map(class)).collect());
    }
    let condition = formula
        .strip_prefix("1 if ")
        .and_then(|rest| rest.strip_suffix(" else 0"));
    for (sign, holds) in [
        (">=", (|a, b| a >= b) as fn(f64, f64) -> bool),
        ("<=", |a, b| a <= b),
        ("!=", |a, b| a.total_cmp(&b).is_ne()),
        (">", |a, b| a > b),
        ("<", |a, b| a < b),
        ("=", |a, b| a.total_cmp(&b).is_eq()),
    ] {
        let Some((column, bound)) = condition.unwrap_or(formula).split_once(sign) else {
            continue;
        };
        let Ok(bound) = bound.trim_start_matches('=').trim().parse::<f64>() else {
            break;
        };
        let numbers = asked.numbers_of(column.trim())?.into_iter();
        return Ok(numbers
            .map(|x| x.map(|x| f64::from(u8::from(holds(x, bound)))))
            .collect());
    }
    Err(Fault::asked(
        format!("`{formula}` is not understood; write `1 if csat>=4 else 0`, `mean(a, b)` or `mean(sat1..4)`"),
        format!("无法理解 `{formula}`；请写 `1 if csat>=4 else 0`、`mean(a, b)` 或 `mean(sat1..4)`"),
    ))
}

/// `sat1..4` is sat1, sat2, sat3, sat4.
fn listed(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in text.split(',').map(str::trim) {
        let range = part.split_once("..").and_then(|(first, last)| {
            let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
            Some((
                stem,
                first[stem.len()..].parse::<u32>().ok()?,
                last.parse::<u32>().ok()?,
            ))
        });
        match range {
            Some((stem, first, last)) => names.extend((first..=last).map(|at| format!("{stem}{at}"))),
            None => names.push(part.to_owned()),
        }
    }
    names
}
