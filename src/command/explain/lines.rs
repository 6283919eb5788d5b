//! An explanation as a value: fields by path, each with its label; table, CSV, JSON and Markdown are renderings of it.

use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Format;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::SCHEMA_VERSION;
use crate::command::shared::sheet::Sheet;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use serde_json::Map;
use serde_json::Value;

/// One field.
#[derive(Debug, Clone)]
struct Line {
    /// Its place in JSON and CSV, such as `comparisons.0.p`.
    path: String,
    /// Its name for people; `None` leaves it to the machine formats.
    label: Option<Words>,
    datum: Datum,
}

/// All fields, in order.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    lines: Vec<Line>,
}

impl Lines {
    /// Adds a field that people see too.
    pub fn say(&mut self, path: impl Into<String>, en: &str, zh: &str, datum: impl Into<Datum>) {
        self.lines.push(Line {
            path: path.into(),
            label: Some(Words::new(en, zh)),
            datum: datum.into(),
        });
    }

    /// Adds a field for machines only.
    pub fn note(&mut self, path: impl Into<String>, datum: impl Into<Datum>) {
        self.lines.push(Line {
            path: path.into(),
            label: None,
            datum: datum.into(),
        });
    }

    /// The rendering in `format`.
    #[must_use]
    pub fn render(&self, format: Format, tongue: Tongue) -> String {
        match format {
            Format::Json => self.json(),
            Format::Csv => {
                let heads = vec![Head::new("field", "field", "字段"), Head::new("value", "value", "值")];
                let row = |line: &Line| vec![line.path.as_str().into(), line.datum.clone()];
                Self::sheet(heads, self.lines.iter().map(row).collect()).render(format, tongue)
            }
            Format::Table => self.plain(tongue),
            Format::Md => {
                let heads = vec![Head::new("field", "what", "项目"), Head::new("value", "value", "内容")];
                Self::sheet(heads, self.seen(tongue)).render(format, tongue)
            }
        }
    }

    fn sheet(heads: Vec<Head>, rows: Vec<Vec<Datum>>) -> Sheet {
        Sheet {
            kind: "explanation",
            heads,
            rows,
            notes: Vec::new(),
        }
    }

    fn seen(&self, tongue: Tongue) -> Vec<Vec<Datum>> {
        let shown = self.lines.iter().filter(|line| line.datum != Datum::None);
        shown
            .filter_map(|line| Some(vec![line.label.as_ref()?.get(tongue).into(), line.datum.clone()]))
            .collect()
    }

    /// A label and its text on a line each: texts are sentences, too long for a table's cell.
    fn plain(&self, tongue: Tongue) -> String {
        let rows = self.seen(tongue);
        let label = |row: &Vec<Datum>| row[0].shown();
        let width = rows
            .iter()
            .map(|row| crate::locale::columns(&label(row)))
            .max()
            .unwrap_or(0);
        let mut text = String::new();
        for row in &rows {
            text.push_str(&crate::locale::pad_end(&label(row), width));
            text.push_str("  ");
            text.push_str(&row[1].shown());
            text.push('\n');
        }
        text
    }

    fn json(&self) -> String {
        let mut root = Value::Object(Map::new());
        root["schema_version"] = SCHEMA_VERSION.into();
        root["kind"] = "explanation".into();
        for line in &self.lines {
            let parts: Vec<&str> = line.path.split('.').collect();
            put(&mut root, &parts, line.datum.json());
        }
        format!("{root:#}\n")
    }
}

/// Puts a value at its path; a number in a path is a place in a list.
fn put(at: &mut Value, path: &[&str], value: Value) {
    let Some((first, rest)) = path.split_first() else {
        *at = value;
        return;
    };
    let next = if let Ok(place) = first.parse::<usize>() {
        if !at.is_array() {
            *at = Value::Array(Vec::new());
        }
        let Some(list) = at.as_array_mut() else { return };
        while list.len() <= place {
            list.push(Value::Null);
        }
        &mut list[place]
    } else {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        &mut at[*first]
    };
    put(next, rest, value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_objects_and_lists() {
        let mut lines = Lines::default();
        lines.say("id", "id", "编号", "a/b");
        lines.note("tests.0.p", Datum::number(0.5, 2));
        lines.note("tests.1.p", Datum::None);
        let json: Value = serde_json::from_str(&lines.render(Format::Json, Tongue::En)).unwrap();
        assert_eq!(json["tests"], serde_json::json!([{ "p": 0.5 }, { "p": null }]));
        assert_eq!(
            lines.render(Format::Csv, Tongue::En),
            "field,value\nid,a/b\ntests.0.p,0.5\ntests.1.p,\n"
        );
        assert_eq!(lines.render(Format::Table, Tongue::Zh), "编号  a/b\n");
    }
}
