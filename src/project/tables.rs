//! The tables of a workspace: targets, published history, fixes, samples. CSV with a header; every bad cell is told with its place.

use super::rows::Table;
use super::rules;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::locale::unguarded;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A figure to reach or to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// Id of the measure.
    pub measure: String,
    /// Variable and option it is for; `None` means all respondents.
    pub segment: Option<(String, String)>,
    /// The figure, in the measure's own unit (shares and indices 0–100).
    pub value: f64,
    /// From which day it holds; `None` means always.
    pub valid_from: Option<Date>,
    /// Who says so.
    pub source: String,
    /// Where it stands.
    pub place: Place,
}

/// A figure published before there were raw answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// Id of the measure.
    pub measure: String,
    /// Name of the wave.
    pub wave: String,
    /// Variable and option it is for; `None` means all respondents.
    pub segment: Option<(String, String)>,
    /// The figure, in the measure's own unit.
    pub value: f64,
    /// Respondents it rests on, where known; at least 0.
    pub base: Option<f64>,
    /// Its standard error in the same unit, where known; at least 0.
    pub se: Option<f64>,
    /// Where it stands.
    pub place: Place,
}

/// A figure of others to compare with, published by somebody else.
#[derive(Debug, Clone, PartialEq)]
pub struct Benchmark {
    /// Id of the measure.
    pub measure: String,
    /// Variable and option it is for; `None` means all respondents.
    pub segment: Option<(String, String)>,
    /// The figure, in the measure's own unit (shares and indices 0–100).
    pub value: f64,
    /// Of whom, such as an industry or a competitor; may be empty.
    pub name: String,
    /// Who published it.
    pub source: String,
    /// Of whom, in the reader's language: `name_en`, `name_zh`, else `name`, else the source.
    pub called: Words,
    /// Who published it, in the reader's language: `source_en`, `source_zh`, else `source`.
    pub published_by: Words,
    /// The day it was published, or that its fieldwork ended.
    pub date: Date,
    /// Respondents it rests on, where known; at least 0.
    pub base: Option<f64>,
    /// Its standard error in the same unit, where known; at least 0.
    pub se: Option<f64>,
    /// Where it stands.
    pub place: Place,
}

/// A line of a file of fixes, not yet checked against a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixRow {
    /// Where it stands.
    pub place: Place,
    /// Id of the response.
    pub response: String,
    /// Variable, or `*` for the whole response.
    pub column: String,
    /// What is stored.
    pub old: String,
    /// What shall be read instead.
    pub new: String,
    /// Why.
    pub reason: String,
}

/// Attributes of those asked: key of the person, then attribute and value.
pub type Sample = BTreeMap<String, BTreeMap<String, String>>;

/// Reads targets.
#[must_use]
pub fn targets(source: &Source) -> (Vec<Target>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(table) = Table::read(
        source,
        &["measure", "value"],
        &["segment", "valid_from", "source"],
        &mut problems,
    ) else {
        return (Vec::new(), problems);
    };
    let mut targets = Vec::new();
    for row in table.each() {
        let measure = row.filled("measure", &mut problems);
        let segment = row.segment(&mut problems);
        let value = row.number("value", f64::NEG_INFINITY, &mut problems);
        let valid_from = row.day("valid_from", &mut problems);
        if let (Some(measure), Some(segment), Some(Some(value)), Some(valid_from)) =
            (measure, segment, value, valid_from)
        {
            let place = row.place("value");
            targets.push(Target {
                measure,
                segment,
                value,
                valid_from,
                source: row.text("source").to_owned(),
                place,
            });
        }
    }
    (targets, problems)
}

/// Reads published figures.
#[must_use]
pub fn history(source: &Source) -> (Vec<Published>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(table) = Table::read(
        source,
        &["measure", "wave", "value"],
        &["segment", "base", "se"],
        &mut problems,
    ) else {
        return (Vec::new(), problems);
    };
    let mut history = Vec::new();
    for row in table.each() {
        let (measure, wave) = (row.filled("measure", &mut problems), row.filled("wave", &mut problems));
        let segment = row.segment(&mut problems);
        let value = row.number("value", f64::NEG_INFINITY, &mut problems);
        let (base, se) = (
            row.number("base", 0.0, &mut problems),
            row.number("se", 0.0, &mut problems),
        );
        let all = (measure, wave, segment, value, base, se);
        if let (Some(measure), Some(wave), Some(segment), Some(Some(value)), Some(base), Some(se)) = all {
            let place = row.place("value");
            history.push(Published {
                measure,
                wave,
                segment,
                value,
                base,
                se,
                place,
            });
        }
    }
    (history, problems)
}

/// Reads benchmarks.
#[must_use]
pub fn benchmarks(source: &Source) -> (Vec<Benchmark>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(table) = Table::read(
        source,
        &["measure", "value", "source", "date"],
        &[
            "segment",
            "name",
            "name_en",
            "name_zh",
            "source_en",
            "source_zh",
            "base",
            "se",
        ],
        &mut problems,
    ) else {
        return (Vec::new(), problems);
    };
    let mut benchmarks = Vec::new();
    for row in table.each() {
        let measure = row.filled("measure", &mut problems);
        let segment = row.segment(&mut problems);
        let value = row.number("value", f64::NEG_INFINITY, &mut problems);
        let numbers = (
            row.number("base", 0.0, &mut problems),
            row.number("se", 0.0, &mut problems),
        );
        let said = row.text("source").trim();
        if said.is_empty() {
            row.wrong(
                "source",
                "who published the figure, so that a reader can look it up",
                "该数值由谁发布，以便读者查证",
                &mut problems,
            );
        }
        let date = row.day("date", &mut problems);
        if date == Some(None) {
            row.wrong(
                "date",
                "the day it was published, such as 2026-01-31",
                "发布日期，如 2026-01-31",
                &mut problems,
            );
        }
        let worded = |columns: &[&str]| {
            let texts = columns.iter().map(|column| row.text(column).trim());
            texts
                .into_iter()
                .find(|text| !text.is_empty())
                .unwrap_or_default()
                .to_owned()
        };
        let all = (measure, segment, value, numbers.0, numbers.1, date.flatten());
        if let (Some(measure), Some(segment), Some(Some(value)), Some(base), Some(se), Some(date)) = all
            && !said.is_empty()
        {
            benchmarks.push(Benchmark {
                measure,
                segment,
                value,
                name: row.text("name").trim().to_owned(),
                called: Words::new(
                    worded(&["name_en", "name", "source_en", "source"]),
                    worded(&["name_zh", "name", "source_zh", "source"]),
                ),
                published_by: Words::new(worded(&["source_en", "source"]), worded(&["source_zh", "source"])),
                source: said.to_owned(),
                date,
                base,
                se,
                place: row.place("date"),
            });
        }
    }
    (benchmarks, problems)
}

/// Reads fixes.
#[must_use]
pub fn fixes(source: &Source) -> (Vec<FixRow>, Vec<Problem>) {
    let mut problems = Vec::new();
    // The name answers bear in their own files is understood too.
    let header = source.text.lines().next().unwrap_or_default();
    let own = header
        .split(',')
        .any(|name| name.trim().trim_matches('"') == "response_id");
    let response = if own { "response_id" } else { "response" };
    let needed = [response, "column", "old", "new"];
    let Some(table) = Table::read(source, &needed, &["reason"], &mut problems) else {
        return (Vec::new(), problems);
    };
    let rows = table.each().map(|row| FixRow {
        place: row.place("column"),
        response: row.text(response).trim().to_owned(),
        column: row.text("column").trim().to_owned(),
        old: row.text("old").to_owned(),
        new: row.text("new").to_owned(),
        reason: row.text("reason").to_owned(),
    });
    (rows.collect(), problems)
}

/// A line of a list of differences between two passes over the same sheets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettledRow {
    /// Where its answer stands.
    pub place: Place,
    /// Id of the response.
    pub response: String,
    /// Variable, or `*` for the whole sheet.
    pub question: String,
    /// What shall count; empty while it is open.
    pub resolved: String,
}

/// Reads a list of differences that a person settled.
#[must_use]
pub fn settled(source: &Source) -> (Vec<SettledRow>, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(table) = Table::read(source, &["response", "question", "resolved"], &[], &mut problems) else {
        return (Vec::new(), problems);
    };
    let rows = table.each().map(|row| SettledRow {
        place: row.place("resolved"),
        response: unguarded(row.text("response").trim()).to_owned(),
        question: row.text("question").trim().to_owned(),
        resolved: unguarded(row.text("resolved").trim()).to_owned(),
    });
    (rows.collect(), problems)
}

/// Reads a sample; `id` names the column that holds the key of the person.
#[must_use]
pub fn sample(source: &Source, id: &str) -> (Sample, Vec<Problem>) {
    let mut problems = Vec::new();
    let Some(table) = Table::read(source, &[id], &[], &mut problems) else {
        return (Sample::new(), problems);
    };
    let mut sample = Sample::new();
    for row in table.each() {
        let Some(key) = row.filled(id, &mut problems) else {
            continue;
        };
        let attributes = table.header.iter().zip(&row.cells).filter(|(name, _)| *name != id);
        let attributes = attributes.map(|(name, value)| (name.clone(), value.clone())).collect();
        match sample.entry(key) {
            Entry::Vacant(place) => drop(place.insert(attributes)),
            Entry::Occupied(known) => {
                let key = known.key();
                problems.push(
                    Problem::new(&rules::TWICE, row.place(id))
                        .says(
                            format!("`{key}` stands in the sample twice"),
                            format!("`{key}` 在样本中出现两次"),
                        )
                        .help("keep one row, with what holds now", "请只保留一行，写当前的属性"),
                );
            }
        }
    }
    (sample, problems)
}
