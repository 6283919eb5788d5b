//! Samples as every comparison takes them: lists of numbers, or a column cut by another one.

use super::Asked;
use super::Fault;
use super::Kind;
use super::Param;
use super::asked::same_code;
use super::asked::warning;
use super::param::COLUMN;
use super::param::GROUP;
use crate::stats::ValueCounts;
use serde_json::Value;
use std::collections::BTreeSet;

/// What a comparison of two groups takes.
pub(super) const TWO: [Param; 6] = [
    COLUMN,
    GROUP,
    FIRST,
    SECOND,
    Param::new(
        "x",
        Kind::Numbers,
        ["The first group's answers themselves", "第一组的数值"],
    ),
    Param::new(
        "y",
        Kind::Numbers,
        ["The second group's answers themselves", "第二组的数值"],
    ),
];

/// The first of two groups.
pub(super) const FIRST: Param = Param::new(
    "first",
    Kind::Word,
    [
        "Label of the first group; without it the first in code point order",
        "第一组的标签；不写则按编码顺序取第一个",
    ],
);

/// The second of two groups.
pub(super) const SECOND: Param = Param::new(
    "second",
    Kind::Word,
    [
        "Label of the second group; without it the second in code point order",
        "第二组的标签；不写则按编码顺序取第二个",
    ],
);

/// Groups, given directly.
pub(super) const GROUPS: Param = Param::new(
    "groups",
    Kind::Matrix,
    [
        "The groups' answers themselves, such as `1,2,3;2,4`",
        "各组的数值，例如 `1,2,3;2,4`",
    ],
);

/// The order of the groups.
pub(super) const ORDER: Param = Param::new(
    "order",
    Kind::Words,
    [
        "Order of the groups; without it code point order",
        "各组的顺序；不写则按编码顺序",
    ],
);

/// Several samples with their labels.
pub(super) struct Samples {
    /// Labels; places from 1 where the samples were given directly.
    pub labels: Vec<String>,
    /// Valid answers by group, in the order of `labels`.
    pub values: Vec<ValueCounts>,
    /// What the reader should know.
    pub warnings: Vec<Value>,
}

/// The labels that two groups are taken by: as asked, else the first two in code point order.
pub(super) struct Pair {
    /// The column that makes the groups.
    pub column: String,
    /// Label of the first group.
    pub first: String,
    /// Label of the second group; nothing when the column has one group only.
    pub second: Option<String>,
    /// What the reader should know.
    pub warnings: Vec<Value>,
}

impl Pair {
    /// The pair that `first` and `second` name in the grouping column.
    pub(super) fn of(asked: &Asked<'_>, first: &str, second: &str) -> Result<Self, Fault> {
        let column = asked.required_word("group")?;
        let levels = asked.levels_of(&column, "order")?;
        let mut warnings = Vec::new();
        let label = |name: &str| -> Result<Option<String>, Fault> {
            let Some(word) = asked.word(name) else {
                return Ok(None);
            };
            present(asked, &column, &word).map(Some)
        };
        let (first, second) = (label(first)?, label(second)?);
        if first.is_none() && second.is_none() && levels.len() > 2 {
            warnings.push(warning(
                format!(
                    "`{column}` has {} groups; compared are `{}` and `{}`: choose with `--first` and `--second`",
                    levels.len(),
                    levels[0],
                    levels[1]
                ),
                format!(
                    "`{column}` 有 {} 个组；比较的是 `{}` 与 `{}`，可用 `--first`、`--second` 另选",
                    levels.len(),
                    levels[0],
                    levels[1]
                ),
            ));
        }
        let other = |than: Option<&String>| levels.iter().find(|level| Some(*level) != than).cloned();
        let first = first.or_else(|| other(second.as_ref())).unwrap_or_default();
        let second = second.or_else(|| other(Some(&first)));
        Ok(Self {
            column,
            first,
            second,
            warnings,
        })
    }
}

/// The label as the column writes it.
fn present(asked: &Asked<'_>, column: &str, word: &str) -> Result<String, Fault> {
    let everywhere = asked.table()?.column(column).unwrap_or_default();
    let found = everywhere
        .iter()
        .map(|cell| cell.trim())
        .find(|cell| same_code(word, cell));
    if let Some(cell) = found {
        return Ok(cell.to_owned());
    }
    let there: BTreeSet<&str> = everywhere
        .iter()
        .map(|cell| cell.trim())
        .filter(|c| !c.is_empty())
        .collect();
    let there: Vec<&str> = there.into_iter().take(20).collect();
    Err(Fault::asked(
        format!(
            "no group `{word}` in column `{column}`; there are: {}",
            there.join(", ")
        ),
        format!("列 `{column}` 中没有组 `{word}`；现有：{}", there.join("、")),
    ))
}

/// Valid answers of a column in one group; of nobody without a label.
pub(super) fn within(asked: &Asked<'_>, column: &str, by: &str, label: Option<&str>) -> Result<ValueCounts, Fault> {
    let numbers = asked.numbers_of(column)?;
    let labels = asked.labels_of(by)?;
    let chosen = numbers.into_iter().zip(labels);
    let chosen = chosen.filter_map(|(number, own)| number.filter(|_| label.is_some() && own == label));
    Ok(ValueCounts::of(chosen)?)
}

/// Both samples: `x` and `y`, or `column` in two groups.
pub(super) fn two(asked: &Asked<'_>) -> Result<Samples, Fault> {
    if asked.has("x") || asked.has("y") {
        let sample = |name: &str| Ok::<_, Fault>(ValueCounts::of(asked.answers(name)?.into_iter().flatten())?);
        return Ok(Samples {
            labels: vec!["x".to_owned(), "y".to_owned()],
            values: vec![sample("x")?, sample("y")?],
            warnings: Vec::new(),
        });
    }
    if !asked.has("column") || !asked.has("group") {
        return Err(Fault::asked(
            "say what is compared: `--of COLUMN --by GROUP` with a file, or `--x 5,4,4 --y 3,2,4`",
            "请说明比较对象：配合数据文件写 `--of 列名 --by 分组列`，或写 `--x 5,4,4 --y 3,2,4`",
        ));
    }
    let column = asked.required_word("column")?;
    let pair = Pair::of(asked, "first", "second")?;
    let samples = vec![
        within(asked, &column, &pair.column, Some(&pair.first))?,
        within(asked, &column, &pair.column, pair.second.as_deref())?,
    ];
    Ok(Samples {
        labels: vec![pair.first, pair.second.unwrap_or_default()],
        values: samples,
        warnings: pair.warnings,
    })
}

/// All samples: `groups` as lists, or `column` in every group of `group`, in `order`.
pub(super) fn several(asked: &Asked<'_>) -> Result<Samples, Fault> {
    if let Value::Array(groups) = asked.arg("groups") {
        let samples = groups.iter().map(listed).collect::<Result<Vec<_>, Fault>>()?;
        return Ok(Samples {
            labels: (1..=samples.len()).map(|place| place.to_string()).collect(),
            values: samples,
            warnings: Vec::new(),
        });
    }
    if !asked.has("column") || !asked.has("group") {
        return Err(Fault::asked(
            "say what is compared: `--of COLUMN --by GROUP` with a file, or `--groups \"1,2,3;2,4;5,5\"`",
            "请说明比较对象：配合数据文件写 `--of 列名 --by 分组列`，或写 `--groups \"1,2,3;2,4;5,5\"`",
        ));
    }
    let (column, by) = (asked.required_word("column")?, asked.required_word("group")?);
    let labels = ordered(asked, &by, "order")?;
    let numbers = asked.numbers_of(&column)?;
    let own = asked.labels_of(&by)?;
    let sample = |label: &String| {
        let chosen = numbers.iter().zip(&own);
        let chosen = chosen.filter_map(|(number, own)| number.filter(|_| *own == Some(label.as_str())));
        Ok::<_, Fault>(ValueCounts::of(chosen)?)
    };
    let samples = labels.iter().map(sample).collect::<Result<Vec<_>, Fault>>()?;
    let warnings = left_out(asked, &by, &labels)?;
    Ok(Samples {
        labels,
        values: samples,
        warnings,
    })
}

/// Labels of a column in the order asked for, each as the column writes it.
pub(super) fn ordered(asked: &Asked<'_>, column: &str, order: &str) -> Result<Vec<String>, Fault> {
    match asked.words(order) {
        Some(words) => words.iter().map(|word| present(asked, column, word)).collect(),
        None => asked.levels_of(column, order),
    }
}

/// Says so when an order names fewer groups than there are.
fn left_out(asked: &Asked<'_>, by: &str, labels: &[String]) -> Result<Vec<Value>, Fault> {
    let found: BTreeSet<&str> = asked.labels_of(by)?.into_iter().flatten().collect();
    let missing: Vec<&str> = found
        .into_iter()
        .filter(|label| !labels.iter().any(|named| named == label))
        .collect();
    if missing.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![warning(
        format!("groups of `{by}` that the order leaves out: {}", missing.join(", ")),
        format!("`{by}` 中未列入顺序的组：{}", missing.join("、")),
    )])
}

fn listed(group: &Value) -> Result<ValueCounts, Fault> {
    let fault = || {
        Fault::asked(
            "`groups` is one list of numbers for each group, such as `1,2,3;2,4`",
            "`groups` 应为每组一列数字，例如 `1,2,3;2,4`",
        )
    };
    let list = group.as_array().ok_or_else(fault)?;
    let numbers = list.iter().filter(|value| !value.is_null());
    let numbers = numbers.map(|value| value.as_f64().ok_or_else(fault));
    Ok(ValueCounts::of(numbers.collect::<Result<Vec<_>, _>>()?)?)
}

/// Pairs of the same people: `a` and `b` as lists or columns, those with both; and how many lack one.
pub(super) fn pairs(asked: &Asked<'_>) -> Result<(Vec<(f64, f64)>, usize), Fault> {
    let (a, b) = (asked.answers("a")?, asked.answers("b")?);
    if a.len() != b.len() {
        return Err(Fault::asked(
            format!(
                "`a` has {} answers, `b` has {}: pairs need as many of both",
                a.len(),
                b.len()
            ),
            format!("`a` 有 {} 个值，`b` 有 {} 个：配对要求个数相同", a.len(), b.len()),
        ));
    }
    let rows = a.len();
    let found: Vec<(f64, f64)> = a.into_iter().zip(b).filter_map(|(a, b)| Some((a?, b?))).collect();
    let dropped = rows - found.len();
    Ok((found, dropped))
}
