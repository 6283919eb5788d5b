//! What was asked of a method: its arguments, and the columns they name.

use super::Fault;
use super::Table;
use super::wording::coding;
use super::wording::entry;
use super::wording::missing_codes;
use super::wording::not_matrix;
use super::wording::not_number;
use super::wording::pairs;
use super::wording::text_of;
use crate::stats::Interval;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Arguments and the table they speak of, with missing codes, filter and derived columns understood.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    args: &'a Map<String, Value>,
    table: Option<&'a Table>,
    /// Rows that count, by the filter.
    rows: Vec<usize>,
    /// Codes that are missing in every column.
    missing: BTreeSet<String>,
    /// Codes that are missing in one column.
    missing_in: BTreeMap<String, BTreeSet<String>>,
    /// Numbers that labels stand for.
    coding: BTreeMap<String, f64>,
    /// Arguments looked at so far.
    seen: Rc<RefCell<BTreeSet<String>>>,
}

impl<'a> Asked<'a> {
    /// Understands `args` over `table`.
    ///
    /// # Errors
    /// When the filter or the missing codes name a column that is not there.
    pub fn new(args: &'a Map<String, Value>, table: Option<&'a Table>) -> Result<Self, Fault> {
        let (missing, missing_in) = missing_codes(args.get("missing").unwrap_or(&Value::Null));
        let mut asked = Self {
            args,
            table,
            rows: (0..table.map_or(0, Table::rows)).collect(),
            missing,
            missing_in,
            coding: coding(args.get("coding").unwrap_or(&Value::Null))?,
            seen: Rc::default(),
        };
        if let Some(filter) = args.get("filter") {
            asked.rows = asked.filtered(filter)?;
        }
        Ok(asked)
    }

    /// The same over all rows, whatever the filter: a complex sample needs its whole design.
    #[must_use]
    pub fn unfiltered(&self) -> Self {
        Self {
            rows: (0..self.table.map_or(0, Table::rows)).collect(),
            ..self.clone()
        }
    }

    fn filtered(&self, filter: &Value) -> Result<Vec<usize>, Fault> {
        let mut rows = self.rows.clone();
        for (name, wanted) in pairs(filter) {
            let cells = self.cells(&name)?;
            rows.retain(|row| wanted.iter().any(|label| label == cells[*row].trim()));
        }
        Ok(rows)
    }

    /// An argument as it was given; `Null` when it was not.
    #[must_use]
    pub fn arg(&self, name: &str) -> &'a Value {
        self.seen.borrow_mut().insert(name.to_owned());
        self.args.get(name).unwrap_or(&Value::Null)
    }

    /// Arguments that were given and never looked at, but for those that every method takes.
    #[must_use]
    pub fn unseen(&self) -> Vec<String> {
        let (seen, given) = (
            self.seen.borrow(),
            self.args.iter().filter(|(_, value)| !value.is_null()),
        );
        let before = ["missing", "filter", "coding", "derived", "label", "note"];
        given
            .map(|(name, _)| name.clone())
            .filter(|name| !seen.contains(name) && !before.contains(&name.as_str()))
            .collect()
    }

    /// All arguments.
    #[must_use]
    pub fn args(&self) -> &'a Map<String, Value> {
        self.args
    }

    /// What `other`, asked on behalf of this, looked at was looked at.
    pub fn saw(&self, other: &Self) {
        self.seen.borrow_mut().extend(other.seen.borrow().iter().cloned());
    }

    /// Whether an argument was given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        !self.arg(name).is_null()
    }

    /// The level of intervals, 0.95 unless `conf` says another.
    ///
    /// # Errors
    /// When it is not between 0 and 1.
    pub fn level(&self) -> Result<f64, Fault> {
        let level = self.number("conf")?.unwrap_or(0.95);
        if level > 0.0 && level < 1.0 {
            return Ok(level);
        }
        Err(Fault::asked(
            "`conf` is a level between 0 and 1, such as 0.95",
            "`conf` 应为 0 与 1 之间的水平，例如 0.95",
        ))
    }

    /// A number; nothing when it was not given.
    ///
    /// # Errors
    /// When it is no number.
    pub fn number(&self, name: &str) -> Result<Option<f64>, Fault> {
        match self.arg(name) {
            Value::Null => Ok(None),
            Value::Number(number) => Ok(number.as_f64()),
            Value::String(text) => text.trim().parse().map(Some).map_err(|_| not_number(name, text)),
            other => Err(not_number(name, &other.to_string())),
        }
    }

    /// A number that must be given.
    ///
    /// # Errors
    /// When it was not, or is no number.
    pub fn required_number(&self, name: &str) -> Result<f64, Fault> {
        self.number(name)?.ok_or_else(|| absent(name))
    }

    /// A whole number of at least 0; nothing when it was not given.
    ///
    /// # Errors
    /// When it is something else.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be whole and in range"
    )]
    pub fn count(&self, name: &str) -> Result<Option<u64>, Fault> {
        match self.number(name)? {
            None => Ok(None),
            Some(x) if x >= 0.0 && x.fract() == 0.0 && x < 9e15 => Ok(Some(x as u64)),
            Some(x) => Err(Fault::asked(
                format!("`{name}` is a count: write a whole number of at least 0, not {x}"),
                format!("`{name}` 是计数，应为不小于 0 的整数，而不是 {x}"),
            )),
        }
    }

    /// A word; nothing when it was not given. A number stands for its text.
    #[must_use]
    pub fn word(&self, name: &str) -> Option<String> {
        match self.arg(name) {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    /// A word that must be given.
    ///
    /// # Errors
    /// When it was not.
    pub fn required_word(&self, name: &str) -> Result<String, Fault> {
        self.word(name).ok_or_else(|| absent(name))
    }

    /// A list of words; nothing when it was not given. A single word is a list of one, commas divide it.
    #[must_use]
    pub fn words(&self, name: &str) -> Option<Vec<String>> {
        match self.arg(name) {
            Value::Null => None,
            Value::Array(list) => Some(list.iter().map(text_of).collect()),
            other => Some(text_of(other).split(',').map(|part| part.trim().to_owned()).collect()),
        }
    }

    /// A list of words that must be given.
    ///
    /// # Errors
    /// When it was not.
    pub fn required_words(&self, name: &str) -> Result<Vec<String>, Fault> {
        self.words(name).ok_or_else(|| absent(name))
    }

    /// Whether the argument is a list of numbers (or nulls) rather than the name of a column.
    #[must_use]
    pub fn is_list(&self, name: &str) -> bool {
        self.arg(name).is_array()
    }

    /// A list of numbers where null is no answer; nothing when it was not given. A number is a list of one.
    ///
    /// # Errors
    /// When an entry is something else.
    pub fn numbers(&self, name: &str) -> Result<Option<Vec<Option<f64>>>, Fault> {
        match self.arg(name) {
            Value::Null => Ok(None),
            Value::Array(list) => list
                .iter()
                .map(|value| entry(name, value))
                .collect::<Result<_, _>>()
                .map(Some),
            one => entry(name, one).map(|number| Some(vec![number])),
        }
    }

    /// Rows of numbers; nothing when it was not given.
    ///
    /// # Errors
    /// When it is something else, or rows differ in length.
    pub fn matrix(&self, name: &str) -> Result<Option<Vec<Vec<f64>>>, Fault> {
        let Value::Array(rows) = self.arg(name) else {
            return if self.has(name) {
                Err(not_matrix(name))
            } else {
                Ok(None)
            };
        };
        let row = |row: &Value| -> Result<Vec<f64>, Fault> {
            let cells = row.as_array().ok_or_else(|| not_matrix(name))?;
            cells
                .iter()
                .map(|cell| cell.as_f64().ok_or_else(|| not_matrix(name)))
                .collect()
        };
        let rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        if rows.windows(2).any(|pair| pair[0].len() != pair[1].len()) {
            return Err(not_matrix(name));
        }
        Ok(Some(rows))
    }

    /// The table.
    ///
    /// # Errors
    /// When none was given.
    pub fn table(&self) -> Result<&'a Table, Fault> {
        self.table.ok_or_else(|| {
            Fault::asked(
                "columns are named, but no file: write the CSV file, or `-`, behind the method",
                "指定了列，但没有数据文件：请在方法名后写上 CSV 文件或 `-`",
            )
        })
    }

    fn cells(&self, column: &str) -> Result<&'a [String], Fault> {
        let table = self.table()?;
        table.column(column).ok_or_else(|| {
            Fault::asked(
                format!("no column `{column}`; there are: {}", table.names().join(", ")),
                format!("没有列 `{column}`；现有：{}", table.names().join("、")),
            )
        })
    }

    /// Rows that count, as places in the table.
    #[must_use]
    pub fn rows(&self) -> &[usize] {
        &self.rows
    }

    /// Labels of the named column in the rows that count; a blank or a missing code is nothing.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn labels_of(&self, column: &str) -> Result<Vec<Option<&'a str>>, Fault> {
        let cells = self.cells(column)?;
        let label = |row: &usize| Some(cells[*row].trim()).filter(|cell| !self.is_missing(column, cell));
        Ok(self.rows.iter().map(label).collect())
    }

    /// Cells of the named column in the rows that count as they stand, missing codes included; a blank is empty.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn cells_of(&self, column: &str) -> Result<Vec<&'a str>, Fault> {
        let cells = self.cells(column)?;
        Ok(self.rows.iter().map(|row| cells[*row].trim()).collect())
    }

    /// Numbers of the named column in the rows that count; a blank or a missing code is nothing.
    ///
    /// # Errors
    /// When there is no such column, or a cell that is not missing is no number.
    pub fn numbers_of(&self, column: &str) -> Result<Vec<Option<f64>>, Fault> {
        let cells = self.cells(column)?;
        let number = |row: &usize| {
            let cell = cells[*row].trim();
            if self.is_missing(column, cell) {
                return Ok(None);
            }
            match self.coding.get(cell).copied().map_or_else(|| cell.parse::<f64>(), Ok) {
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(Fault::asked(
                    format!(
                        "column `{column}`, row {}: `{cell}` is no number; name codes that are no answer with `--missing {column}:{cell}`",
                        row + 1
                    ),
                    format!(
                        "列 `{column}` 第 {} 行：`{cell}` 不是数字；如它表示缺失，请写 `--missing {column}:{cell}`",
                        row + 1
                    ),
                )),
            }
        };
        self.rows.iter().map(number).collect()
    }

    /// The numbers an argument stands for: a list as it is, or the column it names.
    ///
    /// # Errors
    /// When it was not given, names no column, or an entry is no number.
    pub fn answers(&self, name: &str) -> Result<Vec<Option<f64>>, Fault> {
        if let Value::String(column) = self.arg(name) {
            return self.numbers_of(column);
        }
        self.numbers(name)?.ok_or_else(|| absent(name))
    }

    /// The valid numbers of `column` (or `values`): the usual subject of a method on one group.
    ///
    /// # Errors
    /// As [`Self::answers`].
    pub fn subject(&self) -> Result<Vec<Option<f64>>, Fault> {
        if self.has("values") {
            return self.answers("values");
        }
        self.answers("column")
    }

    /// Labels that occur in a column, in code point order; or in the order an argument `order` states.
    ///
    /// # Errors
    /// When there is no such column.
    pub fn levels_of(&self, column: &str, order: &str) -> Result<Vec<String>, Fault> {
        if let Some(order) = self.words(order) {
            return Ok(order);
        }
        let found: BTreeSet<&str> = self.labels_of(column)?.into_iter().flatten().collect();
        Ok(found.into_iter().map(str::to_owned).collect())
    }

    fn is_missing(&self, column: &str, cell: &str) -> bool {
        let coded = |codes: &BTreeSet<String>| codes.iter().any(|code| same_code(code, cell));
        cell.is_empty()
            || (!self.missing.is_empty() && coded(&self.missing))
            || self.missing_in.get(column).is_some_and(coded)
    }
}

/// Whether a cell holds a code: the same text, or the same number.
pub(super) fn same_code(code: &str, cell: &str) -> bool {
    code == cell || matches!((code.parse::<f64>(), cell.parse::<f64>()), (Ok(a), Ok(b)) if (a - b).abs() < 1e-12)
}

/// The fault of an argument that must be given.
pub(super) fn absent(name: &str) -> Fault {
    Fault::asked(format!("`--{name}` is needed here"), format!("这里需要 `--{name}`"))
}

/// Something the reader should know beside the numbers, in both languages; an entry of a list `warnings`.
pub(super) fn warning(en: impl Into<String>, zh: impl Into<String>) -> Value {
    json!({ "en": en.into(), "zh": zh.into() })
}

/// A number, or nothing for a reason.
pub(super) fn number<E>(result: Result<f64, E>) -> Value {
    result.map_or(Value::Null, |number| json!(number))
}

/// Both bounds as a list, or nothing.
pub(super) fn bounds(interval: Option<Interval>) -> Value {
    interval.map_or(Value::Null, |interval| json!([interval.low, interval.high]))
}

/// Numbers by name.
pub(super) fn by_name<'n>(names: impl IntoIterator<Item = &'n String>, values: impl IntoIterator<Item = f64>) -> Value {
    let pairs = names
        .into_iter()
        .zip(values)
        .map(|(name, value)| (name.clone(), json!(value)));
    Value::Object(pairs.collect())
}
