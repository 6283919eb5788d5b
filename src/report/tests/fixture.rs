//! A small survey with everything a report has, answers by hand, and the report of both.

use crate::definition;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::finding::References;
use crate::finding::find;
use crate::locale::Lang;
use crate::measure::Scores;
use crate::model::Calendar;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::WaveId;
use crate::report;
use crate::report::DataQuality;
use crate::report::Document;
use crate::report::Provenance;
use crate::report::Report;
use crate::report::ReportInput;
use crate::report::Verbatims;
use crate::report::facts::Facts;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell;
use crate::response::NO_TIME;
use crate::site::Templates;
use crate::tabulation::Tabulator;
use std::sync::Arc;

/// The survey: a rating, a battery, an NPS with its reason, a region, an index.
pub const FULL: &str = include_str!("../../../tests/data/report/full.yaml");
/// The same without index and segments.
pub const PLAIN: &str = include_str!("../../../tests/data/report/plain.yaml");

/// One response: its wave, and the position of the option, or the words, of some variables; the others were left blank.
pub struct Row {
    pub wave: &'static str,
    pub options: Vec<(&'static str, u16)>,
    pub words: Vec<(&'static str, String)>,
}

/// A response that gives `point` (0 is the worst of five) to every satisfaction question, from region `region`.
pub fn row(wave: &'static str, point: u16, region: u16) -> Row {
    let rated = ["overall", "service.speed", "service.manner"].map(|id| (id, point));
    let recommend = ("recommend", if point >= 3 { 10 } else { 2 });
    Row {
        wave,
        options: rated.into_iter().chain([recommend, ("region", region)]).collect(),
        words: Vec::new(),
    }
}

/// The same response several times.
pub fn rows(wave: &'static str, point: u16, region: u16, times: usize) -> Vec<Row> {
    (0..times).map(|_| row(wave, point, region)).collect()
}

pub fn survey(yaml: &str) -> Arc<Survey> {
    let source = Arc::new(Source {
        name: "test.yaml".to_owned(),
        text: yaml.to_owned(),
    });
    let (survey, problems) = definition::read(&source);
    Arc::new(survey.unwrap_or_else(|| panic!("{problems:?}")))
}

fn batch(survey: &Survey, rows: &[Row]) -> Batch {
    let mut batch = Batch::empty(survey);
    for (at, row) in rows.iter().enumerate() {
        for (variable, column) in survey.variables.iter().zip(&mut batch.columns) {
            let option = row
                .options
                .iter()
                .find(|(id, _)| variable.id == *id)
                .map(|(_, option)| Cell::Option(*option));
            let words = row
                .words
                .iter()
                .find(|(id, _)| variable.id == *id)
                .map(|(_, words)| Cell::Text(words));
            column.push(option.or(words).unwrap_or(Cell::Missing(Missing::Skipped)));
        }
        let wave = batch.wave_position(&WaveId::new(row.wave));
        batch.meta.wave.push(wave);
        batch.meta.response_id.push(Cell::Text(&format!("r{at}")));
        batch.meta.respondent.push(Cell::Text(""));
        batch.meta.language.push(Cell::Text("en"));
        for times in [
            &mut batch.meta.submitted,
            &mut batch.meta.started,
            &mut batch.meta.modified,
        ] {
            times.push(NO_TIME);
        }
        batch.meta.line.push(at as u64 + 2);
    }
    batch
}

/// What a report of these answers is made from.
pub fn input(survey: &Arc<Survey>, rows: &[Row], document: &str, tag: &str) -> ReportInput {
    let calendar = Calendar::quarterly_utc();
    let needed = report::needed(survey, document);
    let mut tabulator = Tabulator::new(Arc::clone(survey), Arc::new(needed.plan(survey)));
    let mut verbatims = Verbatims::default();
    let batch = batch(survey, rows);
    verbatims.collect(survey, &needed.quotes, &batch);
    tabulator.add(&BatchFrame::new(&batch, &calendar));
    let scores = Arc::new(Scores::new(
        survey,
        &survey.measures,
        tabulator.finish(),
        1.0 - survey.report.alpha,
    ));
    let references = References::default();
    let findings = find(&scores, &calendar, &references, &survey.report, &report::ask());
    ReportInput {
        scores,
        findings: Arc::new(findings),
        references: Arc::new(references),
        calendar,
        wave: None,
        lang: Lang::new(tag).unwrap(),
        organisation: "Test & Co".to_owned(),
        as_of: None,
        verbatims: Arc::new(verbatims),
        drivers: Arc::default(),
        quality: DataQuality {
            read: rows.len() as u64,
            accepted: rows.len() as u64,
            ..DataQuality::default()
        },
        fieldwork: Arc::default(),
        care: Arc::default(),
        provenance: Provenance {
            files: Vec::new(),
            tool: "manyi test".to_owned(),
        },
        document: Arc::new(Document::read(&source(document), "test").0),
        templates: Arc::new(Templates::built_in()),
        links: Vec::new(),
    }
}

/// The text of a document as a file.
pub fn source(text: &str) -> Arc<Source> {
    Arc::new(Source {
        name: "reports/test.md".to_owned(),
        text: text.to_owned(),
    })
}

/// The default report of these answers.
pub fn default_report(yaml: &str, rows: &[Row], tag: &str) -> Report {
    let survey = survey(yaml);
    let document = report::shipped("management", Tongue::of_tag(tag)).unwrap();
    report::report(&input(&survey, rows, &document.source.text, tag))
}

/// The report by a document, in English.
pub fn written(rows: &[Row], document: &str) -> Report {
    report::report(&input(&survey(FULL), rows, document, "en"))
}

/// What a report of these answers may say.
pub fn facts_of(yaml: &str, rows: &[Row], tag: &str) -> Facts {
    Facts::new(input(&survey(yaml), rows, "", tag))
}
