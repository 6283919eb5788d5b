//! Whole files in, batches and counts out.

mod bare;
mod columns;
mod files;
mod flow;
mod kinds;
mod laws;
mod rows;
mod survey;

use super::Chunk;
use super::Import;
use super::Setup;
use super::Summary;
use crate::model::Calendar;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::Cell;
use std::fmt::Write;

/// All of a file: the answers, what was put aside, and the summary.
struct Read {
    survey: Survey,
    batch: Batch,
    quarantine: Vec<super::QuarantineEntry>,
    summary: Summary,
}

fn read_with(bytes: &[u8], change: impl FnOnce(&mut Setup<'_>)) -> Read {
    read_as(survey::survey(), bytes, change)
}

fn read_as(survey: Survey, bytes: &[u8], change: impl FnOnce(&mut Setup<'_>)) -> Read {
    let calendar = Calendar::quarterly_utc();
    let mut setup = Setup::new(&survey, &calendar, "answers.csv");
    setup.max_refused = 1.0;
    change(&mut setup);
    let begin = || (Batch::empty(&survey), Vec::new());
    let each = |(all, aside): &mut (Batch, Vec<super::QuarantineEntry>), chunk: Chunk| {
        all.append(&chunk.batch);
        aside.extend(chunk.quarantine);
        Ok::<(), std::io::Error>(())
    };
    let ((batch, quarantine), summary) = super::settled(setup, || Ok(bytes), begin, each).unwrap();
    assert!(summary.counts.adds_up(), "{:?}", summary.counts);
    assert_eq!(summary.counts.accepted, batch.len() as u64);
    Read {
        survey,
        batch,
        quarantine,
        summary,
    }
}

fn read(text: &str) -> Read {
    read_with(text.as_bytes(), |_| {})
}

impl Read {
    /// The answers to a variable, as short words.
    fn answers(&self, id: &str) -> Vec<String> {
        let index = self.survey.find(id).unwrap();
        let list = self.survey.variable(index).domain.options();
        let option = |at: usize| list.unwrap().options[at].id.to_string();
        let word = |row| match self.batch.cell(index, row) {
            Cell::Missing(kind) => format!("<{}>", kind.code()),
            Cell::Option(at) => option(usize::from(at)),
            Cell::Multiple(bits) => (0..128)
                .filter(|bit| bits >> bit & 1 == 1)
                .map(option)
                .collect::<Vec<_>>()
                .join("+"),
            Cell::Number(value) => value.to_string(),
            Cell::Text(words) => words.to_owned(),
            Cell::Date(day) => day.to_string(),
        };
        (0..self.batch.len()).map(word).collect()
    }

    fn codes(&self) -> Vec<&'static str> {
        self.summary.problems.iter().map(|problem| problem.rule.code).collect()
    }

    fn reasons(&self) -> Vec<(&'static str, &str, u64)> {
        self.quarantine
            .iter()
            .map(|entry| (entry.reason.code(), entry.original.as_str(), entry.line))
            .collect()
    }
}

#[test]
fn the_chunks_of_a_file_are_its_rows_whatever_their_size() {
    let survey = survey::survey();
    let calendar = Calendar::quarterly_utc();
    let mut text = String::from("response_id,submitted,overall,reason\n");
    for row in 0..500 {
        writeln!(
            text,
            "r{row},2026-03-01T08:00:00Z,{},\"line one\nline \"\"two\"\" {row}\"",
            row % 5 + 1
        )
        .unwrap();
    }
    let mut all = Vec::new();
    for block_bytes in [64, 100, 1000, 1 << 20] {
        let setup = Setup {
            block_bytes,
            ..Setup::new(&survey, &calendar, "a.csv")
        };
        let mut import = Import::open(text.as_bytes(), setup).unwrap();
        let mut batch = Batch::empty(&survey);
        while let Some(chunk) = import.next_chunk().unwrap() {
            batch.append(&chunk.batch);
        }
        assert_eq!(import.finish().counts.accepted, 500);
        all.push(batch);
    }
    assert!(all.windows(2).all(|two| two[0] == two[1]));
    assert_eq!(all[0].meta.line[499], 2 + 499 * 2);
}
