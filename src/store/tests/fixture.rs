//! A small survey and answers to it.

use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::*;
use crate::response::*;
use crate::store::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

pub(super) fn list(values: &[(&str, i32)]) -> Arc<OptionList> {
    let option = |&(id, value): &(&str, i32)| ChoiceOption {
        id: Id::new(id),
        value,
        text: Texts::same(id),
        exclusive: false,
        other: false,
    };
    Arc::new(OptionList {
        options: values.iter().map(option).collect(),
        missing: Vec::new(),
    })
}

pub(super) fn variable(id: &str, domain: Domain) -> Variable {
    Variable {
        id: Id::new(id),
        domain,
        origin: Origin::Hidden,
        text: Texts::default(),
        stem: None,
        touchpoint: None,
        asked_if: None,
        personal: false,
        value: None,
    }
}

pub(super) fn survey(hash: &str, variables: Vec<Variable>) -> Arc<Survey> {
    let by_id = variables
        .iter()
        .enumerate()
        .map(|(at, variable)| (variable.id.clone(), VariableIndex(at)))
        .collect();
    Arc::new(Survey {
        id: Id::new("visit"),
        title: Texts::default(),
        intro: Texts::default(),
        thanks: Texts::default(),
        privacy: Privacy::default(),
        languages: vec![Lang::new("en").unwrap()],
        pages: Vec::new(),
        variables,
        by_id,
        segments: Vec::new(),
        piped: [None, None],
        weight: None,
        design: None,
        replicates: None,
        population: None,
        fallback: std::collections::BTreeMap::new(),
        words: OwnWords::default(),
        unit: None,
        sample: None,
        quotas: vec![],
        measures: Vec::new(),
        index: None,
        report: ReportSettings::default(),
        comparable: std::collections::BTreeMap::new(),
        formerly: std::collections::BTreeMap::new(),
        recodings: std::collections::BTreeMap::new(),
        hash: hash.to_owned(),
    })
}

/// One choice, `overall` 1 to 5, and a comment.
pub(super) fn small() -> Arc<Survey> {
    let five = list(&[("p1", 1), ("p2", 2), ("p3", 3), ("p4", 4), ("p5", 5)]);
    survey(
        "small",
        vec![
            variable("overall", Domain::Choice(five)),
            variable("comment", Domain::Text),
        ],
    )
}

/// A response: id, time, wave, overall (as a position), comment.
pub(super) type Row<'a> = (&'a str, i64, &'a str, u16, &'a str);

pub(super) fn batch(survey: &Survey, rows: &[Row<'_>]) -> Batch {
    let mut batch = Batch::empty(survey);
    for (line, &(id, time, wave, overall, comment)) in (2..).zip(rows) {
        let wave = batch.wave_position(&WaveId::new(wave));
        batch.meta.response_id.push(Cell::Text(id));
        batch.meta.respondent.push(Cell::Missing(Missing::Skipped));
        batch.meta.submitted.push(time);
        batch.meta.started.push(NO_TIME);
        batch.meta.modified.push(NO_TIME);
        batch.meta.wave.push(wave);
        batch.meta.language.push(Cell::Text("en"));
        batch.meta.line.push(line);
        batch.columns[0].push(Cell::Option(overall));
        batch.columns[1].push(Cell::Text(comment));
    }
    batch
}

pub(super) fn from(file: &str) -> Provenance {
    Provenance {
        source: format!("{file}.csv"),
        source_sha256: file.to_owned(),
        definition_text: "id: visit\n".to_owned(),
        mapping: String::new(),
        repairs: None,
    }
}

pub(super) fn import(
    store: &Store,
    survey: &Arc<Survey>,
    provenance: Provenance,
    rows: &[Row<'_>],
) -> Result<Option<Receipt>, StoreError> {
    let Opening::Ready(mut appending) = store.begin(survey, provenance)? else {
        return Ok(None);
    };
    let note = Quarantined {
        line: 2,
        column: "overall".to_owned(),
        original: "=9".to_owned(),
        ..Quarantined::default()
    };
    appending.push(&batch(survey, rows), &[note])?;
    let read = rows.len() as u64;
    appending
        .commit(Incoming {
            read,
            ..Incoming::default()
        })
        .map(Some)
}

/// `id=overall` of the responses that count, sorted.
pub(super) fn shown(store: &Store, survey: &Survey, standing: Standing) -> BTreeSet<String> {
    let snapshot = store.snapshot().unwrap();
    let selection = Selection::all();
    let reading = Reading {
        survey,
        selection: &selection,
        fixes: None,
        derive: &|_| (),
        standing,
    };
    let mut shown = BTreeSet::new();
    for batch in snapshot.read(reading) {
        let batch = batch.unwrap();
        for row in 0..batch.len() {
            let overall = match batch.cell(VariableIndex(0), row) {
                Cell::Option(position) => (position + 1).to_string(),
                other => format!("{other:?}"),
            };
            let new = shown.insert(format!("{}={overall}", batch.meta.response_id.words(row)));
            assert!(new, "a response stands twice");
        }
    }
    shown
}

pub(super) fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(ToString::to_string).collect()
}

/// Every file below `folder` with its bytes, but for the lock.
pub(super) fn files(folder: &Path) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("lock") {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    found
}
