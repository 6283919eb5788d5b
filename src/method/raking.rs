//! Weights to known totals: raking to margins, post-stratification to cells.

use super::Answer;
use super::Asked;
use super::Family;
use super::Fault;
use super::Kind;
use super::Method;
use super::Param;
use super::Table;
use super::asked::same_code;
use crate::stats::raking;
use crate::stats::raking::RakingError;
use crate::stats::raking::Settings;
use serde_json::Value;

mod report;
mod targets;

use self::report::answer;
use self::targets::Target;
use self::targets::categories;
use self::targets::totals_differ;

#[cfg(test)]
mod tests;

/// What stands for the category of rows without an answer.
const MISSING: &str = "(missing)";

const BASE: Param = Param::new(
    "base_weight",
    Kind::Column,
    [
        "Column with base weights; 1 for everybody without it",
        "基础权数列；默认人人为 1",
    ],
)
.or(&["base", "weights", "weight"]);
const TRIM: Param = Param::new(
    "trim",
    Kind::Number,
    [
        "No weight above so many mean weights; then rake again",
        "权数不超过均值的多少倍，截断后重新加权",
    ],
);
const MISSING_CATEGORY: Param = Param::new(
    "missing_category",
    Kind::Word,
    [
        "`error` (default), or `own`: rows without a category keep their share as a category of their own",
        "`error`（默认）或 `own`：缺失者自成一类，保持其占比",
    ],
);
const MEANS: Param = Param::new(
    "means",
    Kind::Columns,
    [
        "Columns whose weighted means are given; every column of numbers without it",
        "输出加权均值的列；默认所有数字列",
    ],
);

/// Methods of this file.
pub(super) const METHODS: &[Method] = &[
    Method {
        id: "raking",
        aliases: &["rake"],
        family: Family::Weights,
        title: ["Raking to population margins", "按总体边际分布加权（raking）"],
        definition: [
            "Base weights are scaled in turn to each margin until every category's weight is within 1e-10 of its target, at most 500 rounds. Answers min and max weight, Σw, Σw², Kish's effective base (Σw)²/Σw², design effect, g = weight/base weight, rounds and errors, sample and achieved share per category, weighted means. Standard errors that take these weights as given ignore the raking.",
            "依次把权数缩放到各边际，直到每个类别的加权总量与目标相差不超过 1e-10（相对），最多 500 轮。给出最小与最大权数、Σw、Σw²、Kish 有效样本量 (Σw)²/Σw²、设计效应、g = 权数/基础权数、轮数与误差、各类别样本与达成占比、加权均值。把权数当作固定值的标准误没有考虑加权过程。",
        ],
        source: "Deming & Stephan 1940; Kish 1965; R survey::rake",
        others: [
            "Tools that stop at a change of 0.1 % or after 10 rounds show other digits; SPSS adds no check of the totals. Trimming is not part of R's rake.",
            "以变化小于 0.1% 或 10 轮为止的工具结果位数不同；SPSS 不检查总量。R 的 rake 不含截断。",
        ],
        takes: &[
            Param::new(
                "margins",
                Kind::Json,
                [
                    "Targets: `region=华东:52,华南:48; gender=男:49,女:51` or JSON; all of one total",
                    "目标：`region=华东:52,华南:48; gender=男:49,女:51` 或 JSON；各变量合计相同",
                ],
            ),
            BASE,
            TRIM,
            MISSING_CATEGORY,
            MEANS,
            Param::new(
                "sample",
                Kind::Json,
                [
                    "The sample itself: JSON lists by column",
                    "直接给出样本：各列的 JSON 列表",
                ],
            ),
        ],
        run: |asked| sampled(asked, rake),
    },
    Method {
        id: "cell_weighting",
        aliases: &["post_stratification", "cells"],
        family: Family::Weights,
        title: ["Weighting to cells (post-stratification)", "按交叉单元加权（事后分层）"],
        definition: [
            "w = base weight · target of the row's cell / Σ base weights of the cell. Each cell with a target needs a row. Answers as raking.",
            "w = 基础权数 · 所在单元目标 / 该单元基础权数之和。有目标的单元必须有样本。输出同 raking。",
        ],
        source: "Holt & Smith 1979; R survey::postStratify",
        others: ["", ""],
        takes: &[
            Param::new("by", Kind::Columns, ["Columns that make the cells", "构成单元的列"]).or(&["columns"]),
            Param::new(
                "cells",
                Kind::Json,
                [
                    "Targets: `华东|男:260,华东|女:262` or JSON, labels in the order of `by`",
                    "目标：`华东|男:260,华东|女:262` 或 JSON，标签次序同 `by`",
                ],
            )
            .or(&["targets"]),
            BASE,
            TRIM,
            MEANS,
            Param::new(
                "sample",
                Kind::Json,
                [
                    "The sample itself: JSON lists by column",
                    "直接给出样本：各列的 JSON 列表",
                ],
            ),
        ],
        run: |asked| sampled(asked, cells),
    },
];

/// Answers over the sample that `sample` states, else over the file.
fn sampled(asked: &Asked<'_>, answer: fn(&Asked<'_>) -> Answer) -> Answer {
    let Some(table) = stated(asked.arg("sample"))? else {
        return answer(asked);
    };
    let inner = Asked::new(asked.args(), Some(&table))?;
    let result = answer(&inner);
    asked.saw(&inner);
    result
}

/// The sample that `sample` states, as a table.
fn stated(sample: &Value) -> Result<Option<Table>, Fault> {
    let columns = match sample {
        Value::Null => return Ok(None),
        Value::Object(columns) => columns,
        _ => {
            return Err(Fault::asked(
                "`sample` is lists of labels by column, such as `{\"g\": [\"a\", \"b\"]}`",
                "`sample` 应为各列的标签列表，例如 `{\"g\": [\"a\", \"b\"]}`",
            ));
        }
    };
    let text = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let rows = columns
        .values()
        .filter_map(Value::as_array)
        .map(Vec::len)
        .max()
        .unwrap_or(0);
    let row = |at: usize| {
        columns
            .values()
            .map(|cells| cells.get(at).map_or_else(String::new, text))
            .collect()
    };
    Ok(Some(Table::new(columns.keys().cloned().collect(), (0..rows).map(row))))
}

fn is_there(asked: &Asked<'_>, column: &str) -> bool {
    asked.table().is_ok_and(|table| table.column(column).is_some())
}

/// Base weights of all rows that count; those of zero are out of the base.
fn base_weights(asked: &Asked<'_>) -> Result<Vec<f64>, Fault> {
    let named = asked
        .word("base_weight")
        .filter(|name| name != "one" || is_there(asked, name));
    let Some(column) = named else {
        asked.table()?;
        return Ok(vec![1.0; asked.rows().len()]);
    };
    let numbers = asked.numbers_of(&column)?;
    let weight = |(place, weight): (usize, Option<f64>)| match weight {
        Some(weight) if weight >= 0.0 => Ok(weight),
        Some(weight) => Err(Fault::asked(
            format!(
                "column `{column}`, row {}: weight {weight} is below zero; a weight is at least 0",
                asked.rows()[place] + 1
            ),
            format!(
                "列 `{column}` 第 {} 行：权数 {weight} 为负；权数不能小于 0",
                asked.rows()[place] + 1
            ),
        )),
        None => Err(Fault::asked(
            format!(
                "column `{column}`, row {}: no weight; fill it in, or leave the row out with `--filter`",
                asked.rows()[place] + 1
            ),
            format!(
                "列 `{column}` 第 {} 行：缺少权数；请补上，或用 `--filter` 排除该行",
                asked.rows()[place] + 1
            ),
        )),
    };
    numbers.into_iter().enumerate().map(weight).collect()
}

/// Each row's place among the targets of a variable; rows without weight get the first.
fn placed(
    asked: &Asked<'_>,
    target: &mut Target,
    labels: &[Option<String>],
    base: &[f64],
) -> Result<Vec<usize>, Fault> {
    let variable = target.variable.clone();
    let own = asked.word("missing_category").is_some_and(|word| word == "own");
    let absent = |label: &Option<String>, weight: &f64| label.is_none() && *weight > 0.0;
    let missing: f64 = labels
        .iter()
        .zip(base)
        .filter(|(label, weight)| absent(label, weight))
        .map(|pair| pair.1)
        .sum();
    if missing > 0.0 {
        if !own {
            let count = labels
                .iter()
                .zip(base)
                .filter(|(label, weight)| absent(label, weight))
                .count();
            return Err(Fault::asked(
                format!(
                    "{count} rows have no `{variable}`: leave them out with `--filter`, or keep them as a category of their own with `--missing_category own`"
                ),
                format!(
                    "{count} 行缺少 `{variable}`：可用 `--filter` 排除，或用 `--missing_category own` 让缺失者自成一类"
                ),
            ));
        }
        let share = missing / base.iter().sum::<f64>();
        let total: f64 = target.categories.iter().map(|pair| pair.1).sum();
        for (_, wanted) in &mut target.categories {
            *wanted *= 1.0 - share;
        }
        target.categories.push((MISSING.to_owned(), total * share));
    }
    let place = |(label, weight): (&Option<String>, &f64)| {
        let name = label.as_deref().unwrap_or(MISSING);
        let found = target.categories.iter().position(|pair| pair.0 == name);
        let found = found.or_else(|| target.categories.iter().position(|pair| same_code(&pair.0, name)));
        match found {
            Some(place) => Ok(place),
            None if *weight <= 0.0 => Ok(0),
            None => Err(Fault::asked(
                format!(
                    "`{name}` of column `{variable}` has no target; add it to the margins, or leave its rows out with `--filter`"
                ),
                format!("列 `{variable}` 的 `{name}` 没有目标；请在边际中补上，或用 `--filter` 排除这些行"),
            )),
        }
    };
    labels.iter().zip(base).map(place).collect()
}

/// A fault of raking with the names of its variable and category.
fn named(error: &RakingError, targets: &[Target]) -> Fault {
    let of = |margin: usize, category: usize| (&targets[margin].variable, &targets[margin].categories[category].0);
    match *error {
        RakingError::Nothing => crate::stats::Reason::NoValidAnswers.into(),
        RakingError::Weight(row) => Fault::asked(
            format!("row {}: a weight is a number of at least 0", row + 1),
            format!("第 {} 行：权数应为不小于 0 的数", row + 1),
        ),
        RakingError::Target(margin, category) => {
            let (variable, label) = of(margin, category);
            Fault::asked(
                format!("target of `{label}` in `{variable}` is below zero or no number"),
                format!("`{variable}` 的 `{label}` 的目标为负或不是数字"),
            )
        }
        RakingError::Totals(margin, first, second) => {
            totals_differ(&targets[0].variable, first, &targets[margin].variable, second)
        }
        RakingError::Empty(margin, category) => {
            let (variable, label) = of(margin, category);
            Fault::asked(
                format!(
                    "target category not in sample: {label} (`{variable}`); join it with a neighbouring category, in the data and in the margins"
                ),
                format!("样本中没有目标类别 {label}（`{variable}`）；请在数据和边际中把它与相近类别合并"),
            )
        }
        RakingError::Trim(times) => Fault::asked(
            format!("`trim` is {times}: write how many mean weights a weight may be, at least 1"),
            format!("`trim` 为 {times}：应为权数与均值的最大倍数，至少为 1"),
        ),
        RakingError::Floor(times) => Fault::asked(
            format!("the lower bound is {times}: write how many mean weights a weight is at least, from 0 to 1"),
            format!("下限为 {times}：应为权数与均值的最小倍数，0 至 1"),
        ),
    }
}

fn settings(asked: &Asked<'_>) -> Result<Settings, Fault> {
    Ok(Settings {
        trim: asked.number("trim")?,
        ..Settings::default()
    })
}

fn rake(asked: &Asked<'_>) -> Answer {
    let mut targets = targets::read(asked)?;
    let base = base_weights(asked)?;
    let mut margins = Vec::with_capacity(targets.len());
    for target in &mut targets {
        let labels: Vec<Option<String>> = asked
            .labels_of(&target.variable)?
            .into_iter()
            .map(|label| label.map(str::to_owned))
            .collect();
        let places = placed(asked, target, &labels, &base)?;
        margins.push(target.margin(places));
    }
    let raked = raking::rake(&base, &margins, settings(asked)?).map_err(|error| named(&error, &targets))?;
    let by: Vec<String> = targets.iter().map(|target| target.variable.clone()).collect();
    answer(asked, &base, &raked, &margins, &targets, &by)
}

fn cells(asked: &Asked<'_>) -> Answer {
    let by = asked.required_words("by")?;
    let base = base_weights(asked)?;
    let columns = by
        .iter()
        .map(|name| asked.labels_of(name))
        .collect::<Result<Vec<_>, _>>()?;
    let label = |row: usize| -> Option<String> {
        let parts: Option<Vec<&str>> = columns.iter().map(|column| column[row]).collect();
        parts.map(|parts| parts.join("|"))
    };
    let labels: Vec<Option<String>> = (0..base.len()).map(label).collect();
    let variable = by.join("|");
    if !asked.has("cells") {
        return Err(Fault::asked(
            format!("the cells of `{variable}` need targets: `--cells \"A|B:260,…\"`"),
            format!("单元 `{variable}` 需要目标：`--cells \"A|B:260,…\"`"),
        ));
    }
    let mut targets = vec![Target {
        categories: categories(&variable, asked.arg("cells"))?,
        variable,
    }];
    let places = placed(asked, &mut targets[0], &labels, &base)?;
    let margins = vec![targets[0].margin(places)];
    let raked = raking::cells(&base, &margins[0], settings(asked)?).map_err(|error| named(&error, &targets))?;
    answer(asked, &base, &raked, &margins, &targets, &by)
}
