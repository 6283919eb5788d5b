//! Two passes over the same sheets of paper, compared cell by cell.
//!
//! In come the answers of both passes as an import read them; out come the [`Difference`]s, and one file of answers in which what
//! both say stands, what was settled stands as settled, and what is open is `invalid`. That file is CSV as a segment gives it, so
//! that routing, checks and formulas are those of every import.
//!
//! An answer is compared by what it means: `4`, `p4` and the label of that point are one answer. What could not be read is compared
//! as it was typed.

use super::quarantine::QuarantineEntry;
use super::reader::Chunk;
use super::segment::csv_row;
use super::segment::guarded;
use super::summary::ColumnFound;
use super::written::day_written;
use crate::model::Domain;
use crate::model::Missing;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::NO_TIME;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Answers that one person typed.
#[derive(Debug, Clone)]
pub struct Pass {
    batch: Batch,
    /// Originals of what was not taken as it stood, by line and variable.
    originals: BTreeMap<(u64, usize), Vec<String>>,
    rows: BTreeMap<String, usize>,
}

/// What one sheet says in one pass and not in the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Id of the response.
    pub response: String,
    /// The answer; `None` where the sheet stands in one pass only.
    pub variable: Option<VariableIndex>,
    /// What each pass says, empty for nothing; for a whole sheet, whether it is there.
    pub said: [String; 2],
    /// The line of each file; 0 where the sheet is not there.
    pub lines: [u64; 2],
}

/// What two passes have in common, and what not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// In the order of the first pass, sheets only in the second behind them; within a sheet in the order of the questions.
    pub differences: Vec<Difference>,
    /// Sheets in both passes.
    pub both: u64,
    /// Cells compared: those of sheets in both passes in which at least one of them says something.
    pub cells: u64,
}

/// How differences were settled: by response and variable (`*` for a whole sheet), what shall count.
pub type Settled = BTreeMap<(String, String), String>;

/// What stands for "the sheet is there" in [`Difference::said`].
pub const THERE: &str = "sheet";
/// Stands for a whole sheet where a variable would be named.
pub const WHOLE: &str = "*";
/// Settles a whole sheet that stands in one pass only: it counts.
pub const KEEP: &str = "keep";
/// Settles a whole sheet likewise: it does not count.
pub const DROP: &str = "drop";

impl Pass {
    /// A pass without answers, to be filled a block at a time.
    #[must_use]
    pub fn empty(survey: &Survey) -> Self {
        Self {
            batch: Batch::empty(survey),
            originals: BTreeMap::new(),
            rows: BTreeMap::new(),
        }
    }

    /// Adds what an import handed on.
    pub fn add(&mut self, chunk: &Chunk) {
        let before = self.batch.len();
        self.batch.append(&chunk.batch);
        for row in before..self.batch.len() {
            self.rows.insert(self.batch.meta.response_id.words(row).to_owned(), row);
        }
    }

    /// Adds what was put aside, once all columns are known.
    pub fn put_aside(&mut self, survey: &Survey, columns: &[ColumnFound], entries: &[QuarantineEntry]) {
        let read_as = |header: &str| {
            let column = columns.iter().find(|column| column.header == header)?;
            survey.find(column.read_as.as_deref()?)
        };
        for entry in entries.iter().filter(|entry| !entry.column.is_empty()) {
            let Some(variable) = read_as(&entry.column) else {
                continue;
            };
            let found = self.originals.entry((entry.line, variable.0)).or_default();
            found.push(entry.original.clone());
        }
    }

    /// An answer as an import reads it again.
    fn written(&self, survey: &Survey, variable: VariableIndex, row: usize) -> String {
        if let Some(words) = self.batch.personal.get(&variable.0)
            && let Cell::Text(words) = words.get(row)
        {
            return words.to_owned();
        }
        let originals = || {
            let found = self.originals.get(&(self.batch.meta.line[row], variable.0));
            found.map(Vec::as_slice).unwrap_or_default()
        };
        let domain = &survey.variable(variable).domain;
        let option = |at: usize| domain.options().and_then(|list| list.options.get(at));
        let id = |at: usize| option(at).map_or_else(String::new, |option| option.id.to_string());
        match self.batch.cell(variable, row) {
            Cell::Option(at) => id(usize::from(at)),
            Cell::Multiple(bits) => {
                let chosen = (0..128).filter(|at| bits >> at & 1 == 1).map(id);
                chosen.chain(originals().iter().cloned()).collect::<Vec<_>>().join(";")
            }
            Cell::Number(number) => format!("{number}"),
            Cell::Text(words) => words.to_owned(),
            Cell::Date(day) => day_written(day),
            Cell::Missing(_) if !originals().is_empty() => originals().join(";"),
            Cell::Missing(kind @ (Missing::DontKnow | Missing::NotApplicable | Missing::Refused)) => {
                format!("<{}>", kind.code())
            }
            // What an empty cell is follows from the other answers; that is worked out anew.
            Cell::Missing(_) => String::new(),
        }
    }

    fn line(&self, row: usize) -> u64 {
        self.batch.meta.line[row]
    }
}

/// The variables that were typed in.
fn typed(survey: &Survey) -> impl Iterator<Item = VariableIndex> {
    let variables = survey.variables.iter().enumerate();
    variables
        .filter(|(_, variable)| variable.origin != Origin::Derived)
        .map(|(at, _)| VariableIndex(at))
}

/// Compares two passes.
#[must_use]
pub fn compare(survey: &Survey, passes: [&Pass; 2]) -> Comparison {
    let [first, second] = passes;
    let mut found = Comparison::default();
    for row in 0..first.batch.len() {
        let response = first.batch.meta.response_id.words(row).to_owned();
        let Some(&other) = second.rows.get(&response) else {
            found.differences.push(Difference {
                response,
                variable: None,
                said: [THERE.to_owned(), String::new()],
                lines: [first.line(row), 0],
            });
            continue;
        };
        found.both += 1;
        for variable in typed(survey) {
            let said = [
                first.written(survey, variable, row),
                second.written(survey, variable, other),
            ];
            found.cells += u64::from(said.iter().any(|text| !text.is_empty()));
            if !same(&survey.variable(variable).domain, &said) {
                found.differences.push(Difference {
                    response: response.clone(),
                    variable: Some(variable),
                    said,
                    lines: [first.line(row), second.line(other)],
                });
            }
        }
    }
    for row in 0..second.batch.len() {
        let response = second.batch.meta.response_id.words(row).to_owned();
        if !first.rows.contains_key(&response) {
            found.differences.push(Difference {
                response,
                variable: None,
                said: [String::new(), THERE.to_owned()],
                lines: [0, second.line(row)],
            });
        }
    }
    found
}

/// Words are compared as they stand but for the spaces between them, which nobody can see on paper.
fn same(domain: &Domain, said: &[String; 2]) -> bool {
    let [first, second] = said;
    first == second || (*domain == Domain::Text && first.split_whitespace().eq(second.split_whitespace()))
}

/// The answers of both passes in one: CSV as a segment gives it.
#[must_use]
pub fn merged(survey: &Survey, passes: [&Pass; 2], comparison: &Comparison, settled: &Settled) -> Vec<u8> {
    let [first, second] = passes;
    // What neither file has a column for stays a question that was not in this version.
    let is_there = |pass: &Pass, at: VariableIndex| {
        let absent = Cell::Missing(Missing::NotInVersion);
        (0..pass.batch.len()).any(|row| pass.batch.cell(at, row) != absent)
    };
    let variables: Vec<VariableIndex> = typed(survey)
        .filter(|at| is_there(first, *at) || is_there(second, *at))
        .collect();
    let name = |variable: VariableIndex| survey.variable(variable).id.as_str();
    let meta: Vec<&str> = META
        .into_iter()
        .filter(|name| survey.find(name).is_none())
        // A column of times that is empty would say that nothing was ever sent.
        .filter(|name| {
            (0..first.batch.len()).any(|row| !known([first, second], first, row, name).is_empty())
                || (0..second.batch.len()).any(|row| !known([first, second], second, row, name).is_empty())
        })
        .collect();
    let mut csv = Vec::new();
    let header = std::iter::once("response_id").chain(meta.iter().copied());
    csv_row(header.chain(variables.iter().map(|at| name(*at))), &mut csv);

    let open: BTreeSet<(&str, Option<VariableIndex>)> = comparison
        .differences
        .iter()
        .map(|difference| (difference.response.as_str(), difference.variable))
        .collect();
    let answer = |response: &str, variable: Option<VariableIndex>| {
        let name = variable.map_or(WHOLE, name);
        settled.get(&(response.to_owned(), name.to_owned()))
    };
    let rows = passes
        .into_iter()
        .flat_map(|pass| (0..pass.batch.len()).map(move |row| (pass, row)));
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (pass, row) in rows {
        let response = pass.batch.meta.response_id.words(row);
        if !seen.insert(response) {
            continue;
        }
        if open.contains(&(response, None)) && answer(response, None).map(String::as_str) != Some(KEEP) {
            continue;
        }
        let mut cells = vec![response.to_owned()];
        cells.extend(meta.iter().map(|name| known(passes, pass, row, name)));
        cells.extend(variables.iter().map(|&variable| {
            if open.contains(&(response, Some(variable))) {
                let open = || format!("<{}>", Missing::Invalid.code());
                answer(response, Some(variable)).cloned().unwrap_or_else(open)
            } else {
                pass.written(survey, variable, row)
            }
        }));
        csv_row(
            cells
                .into_iter()
                .map(guarded)
                .collect::<Vec<_>>()
                .iter()
                .map(String::as_str),
            &mut csv,
        );
    }
    csv
}

/// What is known of a response beside its answers, by the names an import knows.
const META: [&str; 6] = [
    "submitted_at",
    "started_at",
    "modified_at",
    "wave",
    "language",
    "respondent",
];

fn known(passes: [&Pass; 2], pass: &Pass, row: usize, name: &str) -> String {
    let meta = &pass.batch.meta;
    match name {
        "submitted_at" => moment(meta.submitted[row]),
        "started_at" => moment(meta.started[row]),
        "modified_at" => {
            let response = meta.response_id.words(row);
            let times = passes.iter().filter_map(|pass| {
                let (row, meta) = (*pass.rows.get(response)?, &pass.batch.meta);
                Some(meta.submitted[row].max(meta.modified[row]))
            });
            // A second behind both passes: where one of them is imported alone, the two together still count.
            let last = times.max().filter(|last| *last != NO_TIME);
            moment(last.map_or(NO_TIME, |last| last + 1))
        }
        "wave" => pass.batch.wave(row).to_string(),
        "language" => meta.language.words(row).to_owned(),
        _ => meta.respondent.words(row).to_owned(),
    }
}

fn moment(seconds: i64) -> String {
    let time = Some(seconds)
        .filter(|seconds| *seconds != NO_TIME)
        .map(Timestamp::from_second);
    time.and_then(Result::ok)
        .map(|time| time.to_string())
        .unwrap_or_default()
}
