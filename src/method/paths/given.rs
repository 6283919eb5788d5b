//! The model and the rows that were asked for.

use super::super::Asked;
use super::super::Fault;
use crate::stats::pls::Flaw;
use crate::stats::pls::Model;
use crate::stats::pls::Scheme;
use serde_json::Value;

/// Names, the model over them, and complete rows.
pub(super) struct Given {
    pub constructs: Vec<String>,
    pub items: Vec<String>,
    pub model: Model,
    /// One number per item.
    pub rows: Vec<Vec<f64>>,
    /// Rows left out because an answer was missing.
    pub dropped: usize,
}

impl Given {
    pub(super) fn of(asked: &Asked<'_>) -> Result<Self, Fault> {
        let blocks = blocks(asked)?;
        let constructs: Vec<String> = blocks.iter().map(|(name, _)| name.clone()).collect();
        let items: Vec<String> = blocks.iter().flat_map(|(_, items)| items.clone()).collect();
        if let Some(item) = items
            .iter()
            .enumerate()
            .find_map(|(at, item)| items[..at].contains(item).then_some(item))
        {
            return Err(Fault::asked(
                format!("`{item}` belongs to two constructs; leave it with one"),
                format!("`{item}` 属于两个构念；请只归入其一"),
            ));
        }
        let mut next = 0;
        let places = blocks.iter().map(|(_, items)| {
            next += items.len();
            (next - items.len()..next).collect()
        });
        let places: Vec<Vec<usize>> = places.collect();
        let causes = causes(asked, &constructs)?;
        let model = Model::new(places, causes, scheme(asked)?).map_err(|flaw| worded(flaw, &constructs, &items))?;
        let (rows, dropped) = rows(asked, &items)?;
        Ok(Self {
            constructs,
            items,
            model,
            rows,
            dropped,
        })
    }

    /// Items without spread.
    pub(super) fn constant(&self) -> Vec<String> {
        let same = |at: usize| {
            self.rows
                .windows(2)
                .all(|pair| pair[0][at].total_cmp(&pair[1][at]).is_eq())
        };
        let names = self.items.iter().enumerate();
        names
            .filter(|(at, _)| same(*at))
            .map(|(_, name)| name.clone())
            .collect()
    }

    /// Items that repeat an earlier one.
    pub(super) fn repeated(&self, correlations: &[Vec<f64>]) -> Vec<String> {
        let repeats = |at: usize| correlations[at][..at].iter().any(|r| r.abs() > 1.0 - 1e-10);
        let names = self.items.iter().enumerate();
        names
            .filter(|(at, _)| repeats(*at))
            .map(|(_, name)| name.clone())
            .collect()
    }

    /// Means and standard deviations (divisor n) of the items.
    pub(super) fn moments(&self) -> (Vec<f64>, Vec<f64>) {
        let n = self.rows.len() as f64;
        let column = |at: usize| {
            let mut values: Vec<f64> = self.rows.iter().map(|row| row[at]).collect();
            values.sort_by(f64::total_cmp);
            let mean = values.iter().sum::<f64>() / n;
            let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
            (mean, variance.sqrt())
        };
        (0..self.items.len()).map(column).unzip()
    }
}

/// Constructs with their items, in the order of `constructs`, else as written.
fn blocks(asked: &Asked<'_>) -> Result<Vec<(String, Vec<String>)>, Fault> {
    let written: Vec<(String, Vec<String>)> = match asked.arg("blocks") {
        Value::Object(map) => map
            .iter()
            .map(|(name, items)| {
                let items = items.as_array().into_iter().flatten();
                (
                    name.clone(),
                    items.filter_map(|item| item.as_str().map(str::to_owned)).collect(),
                )
            })
            .collect(),
        Value::String(text) => text
            .split(';')
            .filter_map(|part| part.split_once('='))
            .map(|(name, items)| (name.trim().to_owned(), items.split(',').flat_map(spelled).collect()))
            .collect(),
        _ => {
            return Err(Fault::asked(
                "say which items belong to which construct: `--blocks \"QUAL=q1,q2,q3; SAT=csat\"`",
                "请说明各构念的题目：`--blocks \"QUAL=q1,q2,q3; SAT=csat\"`",
            ));
        }
    };
    let Some(order) = asked.words("constructs") else {
        return Ok(written);
    };
    let find = |name: &String| {
        written.iter().find(|(own, _)| own == name).cloned().ok_or_else(|| {
            Fault::asked(
                format!("construct `{name}` has no items in `blocks`"),
                format!("构念 `{name}` 在 `blocks` 中没有题目"),
            )
        })
    };
    order.iter().map(find).collect()
}

/// `sat1..3` is sat1, sat2, sat3.
fn spelled(item: &str) -> Vec<String> {
    let item = item.trim();
    let range = item.split_once("..").and_then(|(first, last)| {
        let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
        let (from, to) = (first[stem.len()..].parse::<u32>().ok()?, last.parse::<u32>().ok()?);
        (from <= to && to - from < 1000).then(|| (from..=to).map(|at| format!("{stem}{at}")).collect())
    });
    range.unwrap_or_else(|| vec![item.to_owned()])
}

/// The constructs each depends on.
fn causes(asked: &Asked<'_>, constructs: &[String]) -> Result<Vec<Vec<usize>>, Fault> {
    if let Some(matrix) = asked.matrix("path_rows_depend_on_columns")? {
        if matrix.len() != constructs.len() || matrix.iter().any(|row| row.len() != constructs.len()) {
            return Err(Fault::asked(
                format!(
                    "`path_rows_depend_on_columns` has one row and one column for each of the {} constructs",
                    constructs.len()
                ),
                format!(
                    "`path_rows_depend_on_columns` 应为 {0}×{0}，与构念一一对应",
                    constructs.len()
                ),
            ));
        }
        let depends = |row: &Vec<f64>| {
            row.iter()
                .enumerate()
                .filter(|(_, x)| **x != 0.0)
                .map(|(at, _)| at)
                .collect()
        };
        return Ok(matrix.iter().map(depends).collect());
    }
    let mut causes = vec![Vec::new(); constructs.len()];
    for path in asked.required_words("paths")? {
        let place = |name: &str| constructs.iter().position(|own| own == name.trim());
        let ends = path
            .split_once("->")
            .and_then(|(from, to)| Some((place(from)?, place(to)?)));
        let Some((from, to)) = ends else {
            return Err(Fault::asked(
                format!(
                    "`{path}` is no path between constructs; write `A->B` with names from: {}",
                    constructs.join(", ")
                ),
                format!(
                    "`{path}` 不是构念之间的路径；请写 `A->B`，构念有：{}",
                    constructs.join("、")
                ),
            ));
        };
        if !causes[to].contains(&from) {
            causes[to].push(from);
        }
    }
    for own in &mut causes {
        own.sort_unstable();
    }
    Ok(causes)
}

fn scheme(asked: &Asked<'_>) -> Result<Scheme, Fault> {
    if asked
        .word("modes")
        .is_some_and(|mode| !mode.split([',', ' ']).all(|one| one.eq_ignore_ascii_case("a")))
    {
        return Err(Fault::asked(
            "blocks are reflective here: `modes` is `A`",
            "这里的测量模型均为反映型：`modes` 应为 `A`",
        ));
    }
    if asked
        .word("scaled")
        .is_some_and(|scaled| !scaled.eq_ignore_ascii_case("true"))
    {
        return Err(Fault::asked(
            "items are always standardised: leave out `scaled`, or write `true`",
            "题目总是先标准化：请去掉 `scaled` 或写 `true`",
        ));
    }
    match asked.word("scheme").as_deref() {
        None | Some("centroid") => Ok(Scheme::Centroid),
        Some("path") => Ok(Scheme::Path),
        Some("factorial") => Ok(Scheme::Factorial),
        Some(other) => Err(Fault::asked(
            format!("`scheme` is `centroid`, `path` or `factorial`, not `{other}`"),
            format!("`scheme` 应为 `centroid`、`path` 或 `factorial`，而不是 `{other}`"),
        )),
    }
}

/// Rows of the items: complete ones, or all with the item's mean where an answer is missing.
fn rows(asked: &Asked<'_>, items: &[String]) -> Result<(Vec<Vec<f64>>, usize), Fault> {
    let columns = items
        .iter()
        .map(|item| asked.numbers_of(item))
        .collect::<Result<Vec<_>, _>>()?;
    let rule = asked.word("missing_rule");
    let means: Option<Vec<f64>> = match rule.as_deref() {
        None | Some("listwise" | "complete") => None,
        Some("mean" | "item_mean") => {
            let mean = |(item, column): (&String, &Vec<Option<f64>>)| {
                let mut known: Vec<f64> = column.iter().flatten().copied().collect();
                known.sort_by(f64::total_cmp);
                if known.is_empty() {
                    return Err(Fault::asked(
                        format!("column `{item}` has no answers; leave it out"),
                        format!("列 `{item}` 没有答案；请去掉"),
                    ));
                }
                Ok(known.iter().sum::<f64>() / known.len() as f64)
            };
            Some(items.iter().zip(&columns).map(mean).collect::<Result<_, _>>()?)
        }
        Some(other) => {
            return Err(Fault::asked(
                format!("`missing_rule` is `listwise` or `mean`, not `{other}`"),
                format!("`missing_rule` 应为 `listwise` 或 `mean`，而不是 `{other}`"),
            ));
        }
    };
    let all = asked.rows().len();
    let row = |at: usize| -> Option<Vec<f64>> {
        // A respondent without any answer says nothing, whatever the rule.
        columns.iter().any(|column| column[at].is_some()).then_some(())?;
        let cell = |(item, column): (usize, &Vec<Option<f64>>)| column[at].or_else(|| Some(means.as_ref()?[item]));
        columns.iter().enumerate().map(cell).collect()
    };
    let rows: Vec<Vec<f64>> = (0..all).filter_map(row).collect();
    let dropped = all - rows.len();
    Ok((rows, dropped))
}

fn worded(flaw: Flaw, constructs: &[String], items: &[String]) -> Fault {
    match flaw {
        Flaw::TooFew => Fault::asked("a path model joins at least two constructs", "路径模型至少要有两个构念"),
        Flaw::NoItems(at) => Fault::asked(
            format!("construct `{}` has no items", constructs[at]),
            format!("构念 `{}` 没有题目", constructs[at]),
        ),
        Flaw::Shared(item) => {
            let name = items.get(item).map_or("", String::as_str);
            Fault::asked(
                format!("`{name}` belongs to two constructs; leave it with one"),
                format!("`{name}` 属于两个构念；请只归入其一"),
            )
        }
        Flaw::Circle(at) => Fault::asked(
            format!(
                "the paths lead from `{0}` back to `{0}`; take one of them out",
                constructs[at]
            ),
            format!("路径从 `{0}` 又回到 `{0}`；请去掉其中一条", constructs[at]),
        ),
        Flaw::Apart(at) => Fault::asked(
            format!(
                "no path leads to or from `{}`; add one, or leave the construct out",
                constructs[at]
            ),
            format!("没有路径通向或来自 `{}`；请补上路径，或去掉该构念", constructs[at]),
        ),
    }
}
