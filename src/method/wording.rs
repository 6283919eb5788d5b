//! Arguments as people write them: numbers that labels stand for, codes that are missing, labels that are wanted.

use super::Fault;
use serde_json::Value;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Numbers that labels stand for: an object, or `Low=1,High=2`.
pub(super) fn coding(value: &Value) -> Result<BTreeMap<String, f64>, Fault> {
    let pairs: Vec<(String, String)> = match value {
        Value::Null => Vec::new(),
        Value::Object(map) => map.iter().map(|(label, code)| (label.clone(), text_of(code))).collect(),
        other => text_of(other)
            .split([',', ';'])
            .map(|part| part.split_once('=').unwrap_or((part, "")))
            .map(|(label, code)| (label.trim().to_owned(), code.trim().to_owned()))
            .collect(),
    };
    let number = |(label, code): (String, String)| match code.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((label, number)),
        _ => Err(Fault::asked(
            format!("`coding` says which number a label stands for, such as `Low=1,High=2`; `{label}` has none"),
            format!("`coding` 应写明标签对应的数字，例如 `Low=1,High=2`；`{label}` 没有数字"),
        )),
    };
    pairs.into_iter().map(number).collect()
}

/// Codes for all columns, and for single ones. Prose such as `blank or 9, listwise` is understood.
pub(super) fn missing_codes(value: &Value) -> (BTreeSet<String>, BTreeMap<String, BTreeSet<String>>) {
    let mut everywhere = BTreeSet::new();
    let mut single: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    match value {
        Value::Object(map) => {
            for (column, codes) in map {
                let codes: Vec<Value> = codes.as_array().cloned().unwrap_or_else(|| vec![codes.clone()]);
                single
                    .entry(column.clone())
                    .or_default()
                    .extend(codes.iter().map(text_of));
            }
        }
        Value::Array(list) => {
            for one in list {
                let (more, of_columns) = missing_codes(one);
                everywhere.extend(more);
                for (column, codes) in of_columns {
                    single.entry(column).or_default().extend(codes);
                }
            }
        }
        Value::Null => {}
        other => {
            for word in text_of(other).split([',', ' ', ';']).filter(|word| !word.is_empty()) {
                match word.rsplit_once(':') {
                    Some((column, code)) => {
                        single.entry(column.to_owned()).or_default().insert(code.to_owned());
                    }
                    None if ["blank", "or", "and", "listwise", "pairwise"].contains(&word) => {}
                    None => {
                        everywhere.insert(word.to_owned());
                    }
                }
            }
        }
    }
    (everywhere, single)
}

/// Columns with the labels wanted of them: an object, or `region=华东,华南; gender=女`.
pub(super) fn pairs(value: &Value) -> Vec<(String, Vec<String>)> {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(column, label)| {
                let labels = match label {
                    Value::Array(list) => list.iter().map(text_of).collect(),
                    one => vec![text_of(one)],
                };
                (column.clone(), labels)
            })
            .collect(),
        Value::Array(list) => list.iter().flat_map(pairs).collect(),
        other => text_of(other)
            .split(';')
            .filter_map(|part| part.split_once('='))
            .map(|(column, labels)| {
                let labels = labels.split(',').map(|label| label.trim().to_owned()).collect();
                (column.trim().to_owned(), labels)
            })
            .collect(),
    }
}

/// A word as it is, anything else as JSON has it.
pub(super) fn text_of(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// An entry of a list of numbers; `null` is none.
pub(super) fn entry(name: &str, value: &Value) -> Result<Option<f64>, Fault> {
    match value {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_f64()),
        other => Err(not_number(name, &other.to_string())),
    }
}

/// The fault of a word where a number is wanted.
pub(super) fn not_number(name: &str, text: &str) -> Fault {
    Fault::asked(
        format!("`{name}`: {text} is no number"),
        format!("`{name}`：{text} 不是数字"),
    )
}

/// The fault of what is no matrix.
pub(super) fn not_matrix(name: &str) -> Fault {
    Fault::asked(
        format!("`{name}` is rows of numbers of one length, such as `[[1,2],[3,4]]`"),
        format!("`{name}` 应为等长的数字行，例如 `[[1,2],[3,4]]`"),
    )
}
