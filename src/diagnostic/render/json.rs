//! Problems as JSON for programs.

use super::in_order;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Severity;
use crate::diagnostic::Tongue;
use serde::Serialize;

/// Grows by one whenever a reader of the JSON could break.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Report {
    schema_version: u32,
    errors: usize,
    warnings: usize,
    problems: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    code: &'static str,
    severity: Severity,
    #[serde(flatten)]
    at: At,
    says: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    help: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<Also>,
}

#[derive(Serialize)]
struct Also {
    #[serde(flatten)]
    at: At,
    says: String,
}

/// Lines and columns count from 1; columns of a text count characters; `end` is the first place behind the stretch.
#[derive(Serialize, Default)]
struct At {
    kind: &'static str,
    file: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<End>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
}

#[derive(Serialize)]
struct End {
    line: u64,
    column: u64,
}

/// All problems as one JSON object: `schema_version`, `errors`, `warnings` and `problems`, each with `code`, `severity`, `kind` of
/// place (`text`, `cell`, `file`, `argument`), `file`, `line`, `column`, `end`, for cells `row` and `field` (the header), `says` and `help`.
///
/// # Panics
/// Never: texts and numbers always serialise.
#[must_use]
pub fn json(problems: &[Problem], tongue: Tongue) -> String {
    let sorted = in_order(problems);
    let errors = sorted.iter().filter(|problem| problem.is_error()).count();
    let report = Report {
        schema_version: SCHEMA_VERSION,
        errors,
        warnings: sorted.len() - errors,
        problems: sorted.into_iter().map(|problem| item(problem, tongue)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&report).expect("strings and numbers always serialise");
    text.push('\n');
    text
}

fn item(problem: &Problem, tongue: Tongue) -> Item {
    let also = problem.also.iter().map(|(place, says)| Also {
        at: at(place),
        says: says.get(tongue).to_owned(),
    });
    Item {
        code: problem.rule.code,
        severity: problem.rule.severity,
        at: at(&problem.place),
        says: problem.says.get(tongue).to_owned(),
        help: problem.help.get(tongue).to_owned(),
        also: also.collect(),
    }
}

fn at(place: &Place) -> At {
    let file = place.name().to_owned();
    match place {
        Place::Text { source, start, end } => {
            let (line, column) = line_column(&source.text, *start);
            let (end_line, end_column) = line_column(&source.text, *end);
            let end = End {
                line: end_line,
                column: end_column,
            };
            At {
                kind: "text",
                file,
                line: Some(line),
                column: Some(column),
                end: Some(end),
                ..At::default()
            }
        }
        Place::Cell { line, row, column, .. } => At {
            kind: "cell",
            file,
            line: Some(*line),
            row: *row,
            field: column.clone(),
            ..At::default()
        },
        Place::File { .. } => At {
            kind: "file",
            file,
            ..At::default()
        },
        Place::Argument { text, start, end, .. } => {
            let (_, column) = line_column(text, *start);
            let (_, end_column) = line_column(text, *end);
            let end = End {
                line: 1,
                column: end_column,
            };
            At {
                kind: "argument",
                file,
                line: Some(1),
                column: Some(column),
                end: Some(end),
                ..At::default()
            }
        }
    }
}

fn line_column(text: &str, byte: usize) -> (u64, u64) {
    let before = text.get(..byte).unwrap_or(text);
    let last = before.rsplit('\n').next().unwrap_or_default();
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    (count(before.matches('\n').count() + 1), count(last.chars().count() + 1))
}
