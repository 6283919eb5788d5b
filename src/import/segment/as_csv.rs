//! The answers of a segment as CSV, a line of one a line of the other.

use super::record::Line;
use super::record::Record;
use crate::form::SURVEY_FIELD;
use crate::form::TRAP_FIELD;
use crate::locale::looks_like_formula;
use crate::model::Origin;
use crate::model::Survey;
use sha2::Digest;
use sha2::Sha256;
use std::io;
use std::io::BufRead;
use std::io::Read;

/// Columns before those of the variables, by the names the importer knows them under.
const BEFORE: [&str; 5] = ["response_id", "submitted_at", "started_at", "language", "definition"];
/// Columns behind them: what makes a response suspect, whose link it came by, how the form was used, what no question asked.
/// All but the second are passed over.
pub(in crate::import) const ASIDE: [&str; 4] = ["flagged", "respondent", "mode", "extra"];

/// Fields of a form that are no answers, as they stand in the export of a service for forms.
pub(in crate::import) const SENT_ALONG: [&str; 5] = [SURVEY_FIELD, "token", "mode", TRAP_FIELD, "form-name"];

/// In which order the responses of a file are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// As they came.
    Arrival,
    /// By the hash of their ids, which says nothing of when they came.
    Shuffled,
}

/// A segment read as CSV. What is no record becomes a row of one cell, which an import refuses and puts aside.
#[derive(Debug)]
pub struct AsCsv<R> {
    lines: R,
    variables: Vec<String>,
    aside: Vec<&'static str>,
    order: Order,
    /// Bytes made and not yet handed on, from `at`.
    made: Vec<u8>,
    at: usize,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Head,
    Records,
    Ended,
}

impl<R: BufRead> AsCsv<R> {
    /// Reads the lines of a segment as answers to `survey`.
    pub fn new(lines: R, survey: &Survey, order: Order) -> Self {
        let variables: Vec<String> = survey
            .variables
            .iter()
            .filter(|variable| variable.origin != Origin::Derived)
            .map(|variable| variable.id.to_string())
            .collect();
        let free = |name: &&'static str| !variables.iter().any(|variable| variable == name);
        let aside = ASIDE.into_iter().filter(free).collect();
        Self {
            lines,
            variables,
            aside,
            order,
            made: Vec::new(),
            at: 0,
            state: State::Head,
        }
    }

    /// The next line that is complete, without its line end.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.lines.read_until(b'\n', &mut line)?;
        Ok((line.pop() == Some(b'\n')).then_some(line))
    }

    fn refill(&mut self) -> io::Result<()> {
        self.made.clear();
        self.at = 0;
        if self.state == State::Head {
            // The head of the segment gives its line to the header; a copy that a respondent saved has none.
            let first = self.line()?.as_deref().and_then(Line::read);
            let variables = self.variables.iter().map(String::as_str);
            let header: Vec<&str> = BEFORE
                .into_iter()
                .chain(variables)
                .chain(self.aside.iter().copied())
                .collect();
            row(header.iter().copied(), &mut self.made);
            self.state = State::Records;
            if let Some(Line::Record(record)) = first {
                self.record(&record);
            }
            return Ok(());
        }
        if self.order == Order::Shuffled {
            return self.all_shuffled();
        }
        while self.made.len() < 1 << 16 {
            let Some(line) = self.line()? else {
                self.state = State::Ended;
                return Ok(());
            };
            match Line::read(&line) {
                Some(Line::Record(record)) => self.record(&record),
                Some(Line::Seal(_) | Line::Head(_)) => {
                    // A line of the CSV too, so that both count alike; an empty line is no row.
                    self.made.push(b'\n');
                }
                None => row(std::iter::once(String::from_utf8_lossy(&line).as_ref()), &mut self.made),
            }
        }
        Ok(())
    }

    fn all_shuffled(&mut self) -> io::Result<()> {
        let mut records = Vec::new();
        while let Some(line) = self.line()? {
            match Line::read(&line) {
                Some(Line::Record(record)) => {
                    records.push((Sha256::digest(record.response_id.as_bytes()).to_vec(), record));
                }
                Some(Line::Seal(_) | Line::Head(_)) => {}
                None => row(std::iter::once(String::from_utf8_lossy(&line).as_ref()), &mut self.made),
            }
        }
        records.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, record) in &records {
            self.record(record);
        }
        self.state = State::Ended;
        Ok(())
    }

    fn record(&mut self, record: &Record) {
        let mut record = record.clone();
        if !record.survey.is_empty() {
            record.lifted();
        }
        let record = &record;
        let submitted = Some(&record.submitted)
            .filter(|text| !text.is_empty())
            .unwrap_or(&record.received);
        let mut cells = vec![
            record.response_id.clone(),
            submitted.clone(),
            record.started.clone(),
            record.language.clone(),
            record.definition.clone(),
        ];
        let values = |name: &str| {
            record
                .fields
                .get(name)
                .map(|values| values.join(";"))
                .unwrap_or_default()
        };
        cells.extend(self.variables.iter().map(|name| guarded(values(name))));
        for name in &self.aside {
            cells.push(match *name {
                "flagged" => record.flags.join(";"),
                "respondent" => record.person.clone(),
                "mode" => record.mode.clone(),
                _ => self.extra(record),
            });
        }
        row(cells.iter().map(String::as_str), &mut self.made);
    }

    /// What came under the name of no variable.
    fn extra(&self, record: &Record) -> String {
        let strange = record
            .fields
            .iter()
            .filter(|(name, _)| !self.variables.contains(name))
            .map(|(name, values)| format!("{name}={}", values.join(";")));
        strange.collect::<Vec<_>>().join("\n")
    }
}

impl<R: BufRead> Read for AsCsv<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.made.len() && self.state != State::Ended {
            self.refill()?;
        }
        let rest = &self.made[self.at..];
        let taken = rest.len().min(into.len());
        into[..taken].copy_from_slice(&rest[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// A cell under the guard against formulas that the importer takes off again.
pub(in crate::import) fn guarded(cell: String) -> String {
    if looks_like_formula(&cell) {
        format!("'{cell}")
    } else {
        cell
    }
}

/// Cells as a row, every one of them in quotes.
pub(in crate::import) fn row<'a>(cells: impl Iterator<Item = &'a str>, into: &mut Vec<u8>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            into.push(b',');
        }
        into.push(b'"');
        into.extend(cell.replace('"', "\"\"").into_bytes());
        into.push(b'"');
    }
    into.push(b'\n');
}
