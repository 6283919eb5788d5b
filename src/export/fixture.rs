//! A small survey and three answers that hold everything a format must get right.

use super::Answers;
use super::Multiples;
use super::Wish;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::logic::Missing;
use crate::model::Calendar;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::Cell;
use crate::response::NO_TIME;
use std::sync::Arc;

const TEXT: &str = "id: shop
title: Shop
languages: [en]
hidden:
  - {id: region, text: Region, options: [{id: north, text: North}, {id: east, text: East}]}
pages:
  - id: main
    questions:
      - {id: overall, kind: rating, scale: satisfaction5, text: All in all?, missing: [dont_know]}
      - {id: topics, kind: multiple, text: What about?, options: [{id: price, text: Price}, {id: late, text: \"Late, again\"}]}
      - {id: minutes, kind: number, text: Minutes}
      - {id: words, kind: text, text: Words}
      - {id: day, kind: date, text: Day}
";

pub fn survey() -> Survey {
    let source = Source {
        name: "shop.yaml".to_owned(),
        text: TEXT.to_owned(),
    };
    let (survey, problems) = crate::definition::read(&Arc::new(source));
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

pub fn calendar() -> Calendar {
    Calendar::quarterly_utc()
}

pub fn wish(answers: Answers, multiples: Multiples) -> Wish {
    Wish {
        lang: Lang::new("en").unwrap(),
        answers,
        multiples,
        only: Vec::new(),
    }
}

/// Times and zone are UTC: 2026-01-05 10:00 is 1,767,607,200.
pub fn batch(survey: &Survey) -> Batch {
    let mut batch = Batch::empty(survey);
    let wave = batch.wave_position(&WaveId::new("2026Q1"));
    let meta = [
        ("r1", Some("p1"), 1_767_607_200, 1_767_606_900, Some("en")),
        ("r2", None, NO_TIME, NO_TIME, Some("zh")),
        ("r3", None, NO_TIME, NO_TIME, None),
    ];
    let words = |text: Option<&'static str>| text.map_or(Cell::Missing(Missing::Skipped), Cell::Text);
    for (id, person, submitted, started, language) in meta {
        batch.meta.response_id.push(Cell::Text(id));
        batch.meta.respondent.push(words(person));
        batch.meta.submitted.push(submitted);
        batch.meta.started.push(started);
        batch.meta.modified.push(NO_TIME);
        batch.meta.wave.push(wave);
        batch.meta.language.push(words(language));
        batch.meta.line.push(0);
    }
    let answers = [
        [
            Cell::Option(4),
            Cell::Multiple(0b11),
            Cell::Number(3.5),
            Cell::Text("said \"no\",\nthen left"),
            Cell::Date(20_455),
            Cell::Option(0),
        ],
        [
            Cell::Missing(Missing::DontKnow),
            Cell::Missing(Missing::NotAsked),
            Cell::Number(-0.02),
            Cell::Text("=1+1"),
            Cell::Missing(Missing::Skipped),
            Cell::Option(1),
        ],
        [
            Cell::Missing(Missing::Invalid),
            Cell::Multiple(0b10),
            Cell::Missing(Missing::Skipped),
            Cell::Text("-2+3+cmd"),
            Cell::Missing(Missing::Skipped),
            Cell::Missing(Missing::Skipped),
        ],
    ];
    for row in answers {
        for (column, cell) in batch.columns.iter_mut().zip(row) {
            column.push(cell);
        }
    }
    batch
}
