//! The answer of a statistic, as a table, JSON, CSV or Markdown.

use super::told::Told;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::SCHEMA_VERSION;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Tongue;
use crate::method::Method;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// A computed statistic.
pub(super) struct Answered {
    /// The method asked.
    pub method: &'static Method,
    /// What it was asked with.
    pub args: Map<String, Value>,
    /// Rows of the file, before anything was left out.
    pub rows: Option<usize>,
    /// Its answer.
    pub result: Value,
    /// Arguments it had no use for.
    pub unused: Vec<String>,
}

impl Answered {
    /// The rendering in `format`, ending in a line break.
    pub(super) fn render(&self, format: Format, tongue: Tongue) -> String {
        let result = worded(&self.result, tongue);
        match format {
            Format::Json => {
                let document = json!({
                    "schema_version": SCHEMA_VERSION,
                    "method": self.method.id,
                    "args": self.args,
                    "rows": self.rows,
                    "result": result,
                    "unused": self.unused,
                });
                format!("{document:#}\n")
            }
            Format::Csv => csv(&result),
            Format::Table | Format::Md => Told {
                method: self.method,
                result: &result,
                tongue,
            }
            .render(format),
        }
    }
}

/// The answer with warnings in the reader's language; a constant that is both stays as it is.
fn worded(value: &Value, tongue: Tongue) -> Value {
    match value {
        Value::Object(map) if map.len() == 2 && map.contains_key("en") && map.contains_key("zh") => {
            map[tongue.pick("en", "zh")].clone()
        }
        Value::Object(map) => {
            let fields = map.iter().map(|(name, value)| (name.clone(), worded(value, tongue)));
            Value::Object(fields.collect())
        }
        Value::Array(list) => list.iter().map(|value| worded(value, tongue)).collect(),
        single => single.clone(),
    }
}

/// `field,value` with dotted paths, list places from 1, twelve digits as in every table for machines.
fn csv(result: &Value) -> String {
    let mut rows = Vec::new();
    leaves("", result, &mut rows);
    let sheet = Sheet {
        kind: "stat",
        heads: vec![Head::quiet("field"), Head::quiet("value")],
        rows,
        notes: Vec::new(),
    };
    sheet.render(Format::Csv, Tongue::En)
}

fn leaves(path: &str, value: &Value, rows: &mut Vec<Vec<Datum>>) {
    let below = |name: &str| {
        if path.is_empty() {
            name.to_owned()
        } else {
            format!("{path}.{name}")
        }
    };
    let datum = match value {
        Value::Object(map) => {
            for (name, value) in map {
                leaves(&below(name), value, rows);
            }
            return;
        }
        Value::Array(list) => {
            for (at, value) in list.iter().enumerate() {
                leaves(&below(&(at + 1).to_string()), value, rows);
            }
            return;
        }
        Value::Null => Datum::None,
        Value::Bool(yes) => Datum::Truth(*yes),
        Value::Number(number) => number.as_f64().map_or(Datum::None, |x| Datum::Number(x, String::new())),
        Value::String(text) => text.as_str().into(),
    };
    rows.push(vec![path.into(), datum]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::find;

    fn answered(result: Value) -> Answered {
        Answered {
            method: find("contingency_table").unwrap(),
            args: Map::new(),
            rows: Some(3),
            result,
            unused: Vec::new(),
        }
    }

    #[test]
    fn csv_has_every_leaf() {
        let result = json!({"a": 0.1, "b": {"=x": [1, null]}, "c": "-1+1", "d": -0.000_000_1});
        assert_eq!(
            answered(result).render(Format::Csv, Tongue::En),
            "field,value\na,0.1\nb.=x.1,1\nb.=x.2,\nc,'-1+1\nd,-0.0000001\n"
        );
    }

    #[test]
    fn json_answers_under_result_with_the_reader_s_warnings() {
        let result = json!({"p": 1.0e-300, "warnings": [{"en": "few", "zh": "少"}]});
        let document: Value = serde_json::from_str(&answered(result).render(Format::Json, Tongue::Zh)).unwrap();
        assert_eq!(document["result"], json!({"p": 1.0e-300, "warnings": ["少"]}));
        assert_eq!(
            (&document["method"], &document["rows"]),
            (&"contingency_table".into(), &3.into())
        );
    }
}
