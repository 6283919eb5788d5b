//! Columns of which only the rows with all of them count, as models and scales take them.

use super::Asked;
use super::Fault;
use super::Kind;
use super::Param;
use crate::stats::Reason;
use crate::stats::StatError;
use crate::stats::covariance::Covariance;
use crate::stats::kish;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use std::collections::BTreeSet;

/// Complete rows of several columns.
pub(super) struct Complete {
    /// Names of the columns.
    pub names: Vec<String>,
    /// One list of answers per column, in the order of `names`.
    pub columns: Vec<Vec<f64>>,
    /// One weight per row, all positive; ones where no weights were named.
    pub weights: Vec<f64>,
    /// Rows left out because an answer is missing.
    pub dropped: usize,
}

impl Complete {
    /// Keeps the rows with an answer in every column; rows of weight zero are out of the base and not counted as left
    /// out.
    pub fn of(names: Vec<String>, columns: &[Vec<Option<f64>>], weights: Option<&[f64]>) -> Self {
        let rows = columns.first().map_or(0, Vec::len);
        let weight = |row: usize| weights.map_or(1.0, |weights| weights[row]);
        let counted: Vec<usize> = (0..rows).filter(|row| weight(*row) > 0.0).collect();
        let complete = |row: &usize| columns.iter().all(|column| column[*row].is_some());
        let kept: Vec<usize> = counted.iter().copied().filter(complete).collect();
        let answers = |column: &Vec<Option<f64>>| kept.iter().filter_map(|row| column[*row]).collect();
        Self {
            names,
            columns: columns.iter().map(answers).collect(),
            weights: kept.iter().map(|row| weight(*row)).collect(),
            dropped: counted.len() - kept.len(),
        }
    }

    /// Covariances, weighted where weights were named.
    pub fn covariance(&self) -> Result<Covariance, StatError> {
        if self.weights.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq()) {
            return Covariance::of(&self.columns);
        }
        Covariance::weighted(&self.columns, &self.weights)
    }

    /// Kish's effective base of the rows.
    pub fn effective_base(&self) -> f64 {
        let (sum, squares) = self
            .weights
            .iter()
            .fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
        kish::effective_base(sum, squares).unwrap_or(0.0)
    }

    /// Number of complete rows.
    pub fn base(&self) -> usize {
        self.weights.len()
    }

    /// Names of columns whose answers are all the same.
    pub fn constant(&self) -> Vec<&str> {
        let alike = |column: &&Vec<f64>| column.windows(2).all(|pair| pair[0].total_cmp(&pair[1]).is_eq());
        let named = self.names.iter().zip(&self.columns);
        named
            .filter(|(_, column)| alike(column))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// Values by the names of the columns from `first` on.
    pub fn by_name(&self, first: usize, values: impl IntoIterator<Item = Value>) -> Value {
        let pairs = self.names[first..].iter().cloned().zip(values);
        Value::Object(pairs.collect::<Map<String, Value>>())
    }
}

/// The column of weights.
pub(super) const WEIGHTS: Param = Param::new(
    "weights",
    Kind::Column,
    [
        "Column of weights; accuracy then is that of a weighted sample",
        "权重列；此时精度按加权样本计算",
    ],
)
.or(&["weight", "w"]);

/// The weights of the column that `weights` names; nothing when it names none.
pub(super) fn weights(asked: &Asked<'_>) -> Result<Option<Vec<f64>>, Fault> {
    if !asked.has("weights") {
        return Ok(None);
    }
    let column = asked.word("weights").unwrap_or_default();
    let weight = |(row, weight): (usize, Option<f64>)| match weight {
        Some(weight) if weight >= 0.0 => Ok(weight),
        Some(weight) => Err(Fault::asked(
            format!(
                "column `{column}`, row {}: the weight is {weight}; a weight is zero or positive, zero leaves the row out",
                row + 1
            ),
            format!(
                "列 `{column}` 第 {} 行：权重为 {weight}；权重应不小于 0，为 0 的行不计入",
                row + 1
            ),
        )),
        None => Err(Fault::asked(
            format!(
                "column `{column}`, row {}: there is no weight; write one, or 0 to leave the row out",
                row + 1
            ),
            format!("列 `{column}` 第 {} 行：没有权重；请填写权重，不计入的行写 0", row + 1),
        )),
    };
    asked
        .answers("weights")?
        .into_iter()
        .enumerate()
        .map(weight)
        .collect::<Result<_, _>>()
        .map(Some)
}

/// An outcome and its predictors as given: columns by name, or lists of numbers (`x`, or `x1`, `x2`, …).
pub(super) struct Model {
    /// The outcome's name.
    pub outcome: String,
    /// The predictors' names.
    pub names: Vec<String>,
    /// The predictors, one list per name.
    pub predictors: Vec<Vec<Option<f64>>>,
}

impl Model {
    /// The predictors; the outcome is only looked at for its name.
    pub fn of(asked: &Asked<'_>) -> Result<Self, Fault> {
        let outcome = if asked.is_list("y") {
            "y".to_owned()
        } else {
            asked.required_word("y")?
        };
        let mut names = Vec::new();
        let mut predictors = Vec::new();
        if asked.has("x") {
            if lists_numbers(asked.arg("x")) {
                names.push("x".to_owned());
                predictors.push(asked.answers("x")?);
            } else {
                names = asked.required_words("x")?;
                predictors = named(asked, &names)?;
            }
        }
        for place in 1.. {
            let name = format!("x{place}");
            if !asked.has(&name) {
                break;
            }
            predictors.push(asked.answers(&name)?);
            names.push(asked.arg(&name).as_str().map_or(name, str::to_owned));
        }
        if names.is_empty() {
            return Err(Fault::asked(
                "say what explains the outcome: `--x q1,q2,q3`",
                "请说明解释变量：`--x q1,q2,q3`",
            ));
        }
        distinct(&names)?;
        if names.contains(&outcome) {
            return Err(Fault::asked(
                format!("`{outcome}` is the outcome and cannot explain itself: take it out of `--x`"),
                format!("`{outcome}` 是因变量，不能解释自身：请从 `--x` 中去掉"),
            ));
        }
        Ok(Self {
            outcome,
            names,
            predictors,
        })
    }

    /// Complete rows, the outcome's column first.
    pub fn complete(self, outcome: Vec<Option<f64>>, weights: Option<&[f64]>) -> Result<Complete, Fault> {
        let lengths = self.predictors.iter().map(Vec::len);
        if lengths
            .chain(weights.map(<[f64]>::len))
            .any(|length| length != outcome.len())
        {
            return Err(unequal());
        }
        let names = [self.outcome].into_iter().chain(self.names).collect();
        let columns: Vec<Vec<Option<f64>>> = [outcome].into_iter().chain(self.predictors).collect();
        Ok(Complete::of(names, &columns, weights))
    }
}

fn lists_numbers(value: &Value) -> bool {
    let number = |value: &Value| value.is_number() || value.is_null();
    value
        .as_array()
        .is_some_and(|list| !list.is_empty() && list.iter().all(number))
}

/// The numbers of the named columns.
pub(super) fn named(asked: &Asked<'_>, names: &[String]) -> Result<Vec<Vec<Option<f64>>>, Fault> {
    names.iter().map(|name| asked.numbers_of(name)).collect()
}

/// That no column is named twice.
pub(super) fn distinct(names: &[String]) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    match names.iter().find(|name| !seen.insert(name.as_str())) {
        None => Ok(()),
        Some(name) => Err(Fault::asked(
            format!("column `{name}` is named twice: name it once"),
            format!("列 `{name}` 写了两次：请只写一次"),
        )),
    }
}

/// The fault of lists of different length.
pub(super) fn unequal() -> Fault {
    Fault::asked(
        "the lists differ in length: one entry per respondent in each, `null` where there is no answer",
        "各列表长度不同：每位受访者各占一项，无答案写 `null`",
    )
}

/// The code of a reason, or null.
pub(super) fn code(reason: Option<Reason>) -> Value {
    reason.map_or(Value::Null, |reason| json!(reason.code()))
}

#[cfg(test)]
mod tests {
    use super::super::golden::asked;

    #[test]
    fn what_cannot_be_explained_is_said_with_the_column() {
        let csv = "y,a,w\n1,2,1\n2,1,-2\n3,5,1\n4,4,1\n";
        for (args, wanted) in [
            (r#"{"y": "y", "x": ["a","a"]}"#, "`a` is named twice"),
            (r#"{"y": "y", "x": ["y"]}"#, "`y` is the outcome"),
            (r#"{"y": "y", "x": ["b"]}"#, "no column `b`; there are: y, a, w"),
            (
                r#"{"y": "y", "x": ["a"], "weights": "w"}"#,
                "column `w`, row 2: the weight is -2",
            ),
            (r#"{"y": "y"}"#, "`--x q1,q2,q3`"),
        ] {
            let fault = asked("driver_importance", args, csv).unwrap_err();
            assert!(fault.contains(wanted), "{fault}");
        }
    }
}
