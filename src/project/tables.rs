//! The tables of a workspace: targets, published history, fixes, samples. CSV with a header; every bad cell is told with its place.

use super::rules;
use super::settings::nearest;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
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

/// A table as read.
struct Table<'a> {
    source: &'a Source,
    header: Vec<String>,
    /// Line of the file and cells of each row; as many cells as the header has.
    rows: Vec<(u64, Vec<String>)>,
}

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
        &["segment", "name", "base", "se"],
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
        let all = (measure, segment, value, numbers.0, numbers.1, date.flatten());
        if let (Some(measure), Some(segment), Some(Some(value)), Some(base), Some(se), Some(date)) = all
            && !said.is_empty()
        {
            benchmarks.push(Benchmark {
                measure,
                segment,
                value,
                name: row.text("name").trim().to_owned(),
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

impl<'a> Table<'a> {
    /// Reads a table; `None` when a needed column is not there. With no optional ones named, any column may stand beside.
    fn read(source: &'a Source, needed: &[&str], optional: &[&str], problems: &mut Vec<Problem>) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(source.text.as_bytes());
        let mut records = reader.records().filter_map(Result::ok).map(|record| {
            let line = record.position().map_or(0, csv::Position::line);
            (line, record.iter().map(str::to_owned).collect::<Vec<_>>())
        });
        let header: Vec<String> = records
            .next()
            .map(|(_, cells)| cells.iter().map(|cell| cell.trim().to_owned()).collect())
            .unwrap_or_default();
        let place = |column: Option<&str>| Place::Cell {
            file: source.name.clone(),
            line: 1,
            row: None,
            column: column.map(str::to_owned),
        };
        let known: Vec<&str> = needed.iter().chain(optional).copied().collect();
        let missing: Vec<&str> = needed
            .iter()
            .filter(|name| !header.iter().any(|found| found == *name))
            .copied()
            .collect();
        for name in &missing {
            let names = known.join(", ");
            problems.push(
                Problem::new(&rules::COLUMNS, place(None))
                    .says(format!("there is no column `{name}`"), format!("缺少列 `{name}`"))
                    .help(format!("the header has: {names}"), format!("表头应为：{names}")),
            );
        }
        let twice = |at: usize| header[..at].contains(&header[at]);
        for (at, name) in header.iter().enumerate() {
            let strange = !optional.is_empty() && !known.contains(&name.as_str());
            if !strange && !twice(at) {
                continue;
            }
            let problem = Problem::new(&rules::COLUMNS, place(Some(name)));
            problems.push(if strange {
                let problem = problem.says(
                    format!("the column `{name}` means nothing here"),
                    format!("此处没有列 `{name}`"),
                );
                match nearest(name, &known) {
                    Some(near) => problem.help(format!("did you mean `{near}`?"), format!("是否想写 `{near}`？")),
                    None => problem.help(
                        format!("the columns are: {}", known.join(", ")),
                        format!("可用的列：{}", known.join(", ")),
                    ),
                }
            } else {
                problem
                    .says(
                        format!("the column `{name}` stands twice"),
                        format!("列 `{name}` 出现两次"),
                    )
                    .help("keep one of them", "请只保留一列")
            });
        }
        if !missing.is_empty() {
            return None;
        }
        let mut rows = Vec::new();
        for (number, (line, mut cells)) in (1u64..).zip(records) {
            if cells.len() > header.len() && cells[header.len()..].iter().any(|cell| !cell.is_empty()) {
                let place = Place::Cell {
                    file: source.name.clone(),
                    line,
                    row: Some(number),
                    column: None,
                };
                let (found, wanted) = (cells.len(), header.len());
                problems.push(
                    Problem::new(&rules::CELL, place)
                        .says(
                            format!("the row has {found} cells, the header {wanted}"),
                            format!("该行有 {found} 个单元格，表头有 {wanted} 个"),
                        )
                        .help(
                            "put a cell with a comma in it into double quotes",
                            "含逗号的单元格请用双引号括起",
                        ),
                );
                continue;
            }
            cells.resize(header.len(), String::new());
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                rows.push((line, cells));
            }
        }
        Some(Self { source, header, rows })
    }

    fn each(&self) -> impl Iterator<Item = Row<'_>> {
        (1u64..).zip(&self.rows).map(|(number, (line, cells))| Row {
            table: self,
            line: *line,
            number,
            cells: cells.clone(),
        })
    }
}

struct Row<'a> {
    table: &'a Table<'a>,
    line: u64,
    number: u64,
    cells: Vec<String>,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let at = self.table.header.iter().position(|name| name == column);
        at.map_or("", |at| &self.cells[at])
    }

    fn place(&self, column: &str) -> Place {
        Place::Cell {
            file: self.table.source.name.clone(),
            line: self.line,
            row: Some(self.number),
            column: Some(column.to_owned()),
        }
    }

    fn wrong(&self, column: &str, en: &str, zh: &str, problems: &mut Vec<Problem>) {
        let text = self.text(column);
        problems.push(
            Problem::new(&rules::CELL, self.place(column))
                .says(format!("`{column}` is `{text}`"), format!("`{column}` 的值是 `{text}`"))
                .help(format!("write {en}"), format!("请写{zh}")),
        );
    }

    fn filled(&self, column: &str, problems: &mut Vec<Problem>) -> Option<String> {
        let text = self.text(column).trim();
        if text.is_empty() {
            self.wrong(column, "a name", "名称", problems);
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A number, or nothing where the cell is empty and the column is not `value`; `None` when it cannot be read.
    #[expect(clippy::option_option, reason = "empty is an answer, unreadable is none")]
    fn number(&self, column: &str, least: f64, problems: &mut Vec<Problem>) -> Option<Option<f64>> {
        let text = self.text(column).trim();
        if text.is_empty() && column != "value" {
            return Some(None);
        }
        let number = text
            .parse()
            .ok()
            .filter(|number: &f64| number.is_finite() && *number >= least);
        if number.is_none() {
            self.wrong(
                column,
                "a number such as 85 or 3.5, without unit",
                "数字，如 85 或 3.5，不带单位",
                problems,
            );
        }
        number.map(Some)
    }

    #[expect(clippy::option_option, reason = "empty is an answer, unreadable is none")]
    fn day(&self, column: &str, problems: &mut Vec<Problem>) -> Option<Option<Date>> {
        let text = self.text(column).trim();
        if text.is_empty() {
            return Some(None);
        }
        let day = text.parse().ok().filter(|_| text.len() == 10);
        if day.is_none() {
            self.wrong(column, "a day such as 2026-01-31", "日期，如 2026-01-31", problems);
        }
        day.map(Some)
    }

    #[expect(clippy::option_option, reason = "empty is an answer, unreadable is none")]
    fn segment(&self, problems: &mut Vec<Problem>) -> Option<Option<(String, String)>> {
        let text = self.text("segment").trim();
        if text.is_empty() {
            return Some(None);
        }
        let segment = text
            .split_once('=')
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
        let segment = segment.filter(|(name, value)| !name.is_empty() && !value.is_empty());
        if segment.is_none() {
            self.wrong(
                "segment",
                "variable and option such as region=east, or leave it empty for all",
                "变量和选项，如 region=east；全体受访者则留空",
                problems,
            );
        }
        segment.map(Some)
    }
}
