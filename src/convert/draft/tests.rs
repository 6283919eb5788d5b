//! Drafts of small files, and of all real exports that are at hand.

use super::draft;
use crate::convert::tests::expected;
use crate::definition::mapping;
use crate::definition::read;
use crate::diagnostic::Source;
use crate::import::Setup;
use crate::import::grid;
use crate::import::settled;
use crate::import::workbook;
use crate::model::Calendar;
use std::fmt::Write as _;
use std::fs;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

fn drafted(text: &[u8]) -> super::Draft {
    let grid = grid::read(text, super::MOST_ROWS, super::MOST_BYTES).unwrap();
    draft(&grid, "draft", "answers.csv").0.unwrap()
}

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source {
        name: name.to_owned(),
        text: text.to_owned(),
    })
}

#[test]
fn a_draft_says_what_each_column_is_and_leaves_directions_open() {
    let mut text = String::from(
        "ID,Submitted at,How satisfied are you?,Speed,Used,Recommend,Why,Service - Price,Service - Staff,E-mail\n",
    );
    let words = ["Very satisfied", "Satisfied", "Dissatisfied", "N/A"];
    for at in 0..24 {
        let _ = writeln!(
            text,
            "r{at},2026-03-{:02} 10:00:00,{},{},{},{},comment number {at} about many different things,{},{},p{at}@example.com",
            at % 28 + 1,
            words[at % 4],
            at % 5 + 1,
            ["app;web", "web", "app"][at % 3],
            at % 11,
            at % 4 + 1,
            at % 5 + 1,
        );
    }
    let made = drafted(text.as_bytes());
    expected("draft.yaml", &made.definition);
    expected("draft.map.yaml", &made.mapping);
}

#[test]
fn a_file_without_answers_gives_no_draft() {
    for text in ["", "a,b\n", "only one column\nx\n"] {
        let grid = grid::read(text.as_bytes(), 100, 1_000).unwrap();
        let (made, problems) = draft(&grid, "draft", "answers.csv");
        assert!(made.is_none() && problems[0].rule.code == "MY615", "{text:?}");
    }
}

/// Every real export gives a draft of which `check` shows nothing but open directions, and that reads its own file once these are
/// written.
#[test]
fn drafts_of_real_exports_are_accepted_by_the_import() {
    let shared = std::env::var_os("MANYI_REAL_EXPORTS").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/real-exports"),
        PathBuf::from,
    );
    let Ok(entries) = fs::read_dir(shared) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    let mut faults = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut bytes = fs::read(&path).unwrap();
        let is_book = path.extension().is_some_and(|it| it == "xlsx");
        if is_book {
            let mut csv = Vec::new();
            workbook::to_csv(Cursor::new(&bytes), None, workbook::Limits::default(), &mut csv).unwrap();
            bytes = csv;
        } else if path.extension().is_none_or(|it| it != "csv") {
            continue;
        }
        let grid = grid::read(bytes.as_slice(), super::MOST_ROWS, super::MOST_BYTES).unwrap();
        let (made, problems) = draft(&grid, "draft", &name);
        let Some(made) = made else {
            faults.push(format!("{name}: no draft: {problems:?}"));
            continue;
        };
        let (_, problems) = read(&source("surveys/draft.yaml", &made.definition));
        let open = made
            .definition
            .lines()
            .filter(|line| line.trim_start().starts_with("better:  #"))
            .count();
        let errors: Vec<String> = problems
            .iter()
            .filter(|problem| problem.is_error())
            .map(|problem| {
                format!(
                    "{} {:?} {}",
                    problem.rule.code,
                    problem.place.line_column(),
                    problem.says.en
                )
            })
            .collect();
        if errors.len() != open || errors.iter().any(|error| !error.starts_with("MY106")) {
            faults.push(format!("{name}: {open} open, but {errors:?}"));
            continue;
        }
        let filled = made.definition.replace("better:  #", "better: high  #");
        let (survey, problems) = read(&source("surveys/draft.yaml", &filled));
        let Some(survey) = survey else {
            faults.push(format!("{name}: filled in, it has errors: {problems:?}"));
            continue;
        };
        let (mapping, problems) = mapping::read(&source("draft.map.yaml", &made.mapping));
        if problems.iter().any(crate::diagnostic::Problem::is_error) {
            faults.push(format!("{name}: mapping: {problems:?}"));
        }
        let calendar = Calendar::quarterly_utc();
        let dated = made
            .mapping
            .lines()
            .any(|line| line.split("  #").next().unwrap().ends_with(": submitted"));
        let wave = if dated { None } else { calendar.parse("2026Q4") };
        let setup = Setup {
            mapping: Some(&mapping),
            workbook: is_book,
            wave,
            ..Setup::new(&survey, &calendar, &name)
        };
        let read: std::io::Result<((), crate::import::Summary)> =
            settled(setup, || Ok(Cursor::new(bytes.clone())), || (), |(), _| Ok(()));
        let ((), summary) = read.unwrap();
        if !summary.committable() {
            let told: Vec<String> = summary
                .problems
                .iter()
                .map(|problem| format!("{} {}", problem.rule.code, problem.says.en))
                .collect();
            faults.push(format!("{name}: {:?} {told:#?}", summary.counts));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
