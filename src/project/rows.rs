//! The tables of a workspace as rows: CSV with a header; columns that are missing or mean nothing, and cells that cannot be read,
//! are told with their places.

use super::rules;
use super::settings::nearest;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use jiff::civil::Date;

/// A table as read.
pub(super) struct Table<'a> {
    source: &'a Source,
    pub(super) header: Vec<String>,
    /// Line of the file and cells of each row; as many cells as the header has.
    rows: Vec<(u64, Vec<String>)>,
}

impl<'a> Table<'a> {
    /// Reads a table; `None` when a needed column is not there. With no optional ones named, any column may stand beside.
    pub(super) fn read(
        source: &'a Source,
        needed: &[&str],
        optional: &[&str],
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
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

    /// The rows, in their order.
    pub(super) fn each(&self) -> impl Iterator<Item = Row<'_>> {
        (1u64..).zip(&self.rows).map(|(number, (line, cells))| Row {
            table: self,
            line: *line,
            number,
            cells: cells.clone(),
        })
    }
}

/// A row, as many cells as the header has.
pub(super) struct Row<'a> {
    table: &'a Table<'a>,
    line: u64,
    number: u64,
    pub(super) cells: Vec<String>,
}

impl Row<'_> {
    /// Whether the table has a column of this name.
    pub(super) fn has(&self, column: &str) -> bool {
        self.table.header.iter().any(|name| name == column)
    }

    /// The cell of a column; empty where there is no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        let at = self.table.header.iter().position(|name| name == column);
        at.map_or("", |at| &self.cells[at])
    }

    /// Where a cell stands.
    pub(super) fn place(&self, column: &str) -> Place {
        Place::Cell {
            file: self.table.source.name.clone(),
            line: self.line,
            row: Some(self.number),
            column: Some(column.to_owned()),
        }
    }

    /// Notes that a cell cannot be read, and what to write.
    pub(super) fn wrong(&self, column: &str, en: &str, zh: &str, problems: &mut Vec<Problem>) {
        let text = self.text(column);
        problems.push(
            Problem::new(&rules::CELL, self.place(column))
                .says(format!("`{column}` is `{text}`"), format!("`{column}` 的值是 `{text}`"))
                .help(format!("write {en}"), format!("请写{zh}")),
        );
    }

    /// A cell that must not be empty.
    pub(super) fn filled(&self, column: &str, problems: &mut Vec<Problem>) -> Option<String> {
        let text = self.text(column).trim();
        if text.is_empty() {
            self.wrong(column, "a name", "名称", problems);
        }
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A number, or nothing where the cell is empty and the column is not `value`; `None` when it cannot be read.
    #[expect(clippy::option_option, reason = "empty is an answer, unreadable is none")]
    pub(super) fn number(&self, column: &str, least: f64, problems: &mut Vec<Problem>) -> Option<Option<f64>> {
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

    /// A day, or nothing where the cell is empty; `None` when it cannot be read.
    #[expect(clippy::option_option, reason = "empty is an answer, unreadable is none")]
    pub(super) fn day(&self, column: &str, problems: &mut Vec<Problem>) -> Option<Option<Date>> {
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

    /// Variable and option, or nothing for everybody; `None` when they cannot be read.
    #[expect(clippy::option_option, reason = "empty is an answer, unreadable is none")]
    pub(super) fn segment(&self, problems: &mut Vec<Problem>) -> Option<Option<(String, String)>> {
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
