//! A small survey and random answers to it, for the tests of this module and of those above it.

use crate::locale::Lang;
use crate::locale::Texts;
use crate::logic;
use crate::model::*;
use crate::response::Batch;
use crate::response::Cell as Answer;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Positions of the survey's variables.
pub const OVERALL: VariableIndex = VariableIndex(0);
/// A second rating, on which 1 is best.
pub const EFFORT: VariableIndex = VariableIndex(1);
/// 0–10.
pub const RECOMMEND: VariableIndex = VariableIndex(2);
/// A multiple choice of three.
pub const REASONS: VariableIndex = VariableIndex(3);
/// A number.
pub const MINUTES: VariableIndex = VariableIndex(4);
/// A segment of three levels.
pub const REGION: VariableIndex = VariableIndex(5);
/// The weight, used only by [`survey`] with `weighted`.
pub const WEIGHT: VariableIndex = VariableIndex(6);

/// One respondent's answers; `None` is skipped.
#[derive(Debug, Clone)]
pub struct Row {
    pub wave: u8,
    pub overall: Option<u16>,
    pub effort: Option<u16>,
    pub recommend: Option<u16>,
    pub reasons: Option<u128>,
    pub minutes: Option<u8>,
    pub region: Option<u16>,
    pub weight: f64,
}

/// Any respondent.
pub fn row() -> impl Strategy<Value = Row> {
    let some = |most: u16| prop::option::weighted(0.85, 0..most);
    let weight = prop_oneof![Just(0.0), 0.25_f64..4.0];
    let reasons = prop::option::weighted(0.8, 0_u128..8);
    let minutes = prop::option::weighted(0.9, 0_u8..6);
    (0_u8..3, some(5), some(5), some(11), reasons, minutes, some(3), weight).prop_map(
        |(wave, overall, effort, recommend, reasons, minutes, region, weight)| Row {
            wave,
            overall,
            effort,
            recommend,
            reasons,
            minutes,
            region,
            weight,
        },
    )
}

fn list(values: impl Iterator<Item = i32>) -> OptionList {
    let option = |value: i32| ChoiceOption {
        id: Id::new(&format!("v{value}")),
        value,
        text: Texts::same(value.to_string()),
        exclusive: false,
        other: false,
    };
    OptionList {
        options: values.map(option).collect(),
        missing: Vec::new(),
    }
}

fn scale(values: impl Iterator<Item = i32>, better: Better) -> Domain {
    Domain::Rating(Arc::new(Scale {
        id: Id::new("scale"),
        list: list(values),
        better,
        ends_only: false,
    }))
}

/// The survey; an index of overall (0.75) and effort (0.25).
#[expect(clippy::too_many_lines, reason = "a survey written out is long")]
pub fn survey(weighted: bool) -> Arc<Survey> {
    let number = Domain::Number {
        min: None,
        max: None,
        whole: false,
    };
    let domains = [
        ("overall", scale(1..=5, Better::High)),
        ("effort", scale(1..=5, Better::Low)),
        ("recommend", scale(0..=10, Better::High)),
        ("reasons", Domain::Multiple(Arc::new(list(1..=3)))),
        ("minutes", number.clone()),
        ("region", Domain::Choice(Arc::new(list(1..=3)))),
        ("weight", number),
    ];
    let variables: Vec<Variable> = domains
        .into_iter()
        .map(|(id, domain)| Variable {
            id: Id::new(id),
            domain,
            origin: Origin::Hidden,
            text: Texts::same(id),
            stem: None,
            touchpoint: None,
            asked_if: None,
            personal: false,
            value: None,
        })
        .collect();
    let by_id: BTreeMap<Id, VariableIndex> = variables
        .iter()
        .enumerate()
        .map(|(at, v)| (v.id.clone(), VariableIndex(at)))
        .collect();
    let leaf = |id: &str, weight, item| {
        let (id, title) = (Id::new(id), Texts::same(id));
        Arc::new(IndexNode {
            id,
            title,
            weight,
            parts: vec![],
            items: vec![item],
            shares: Vec::new(),
            person: None,
            scheme: Arc::default(),
            known: true,
        })
    };
    let index = Arc::new(IndexNode {
        id: Id::new("csi"),
        title: Texts::same("csi"),
        weight: 1.0,
        parts: vec![leaf("mood", 0.75, OVERALL), leaf("ease", 0.25, EFFORT)],
        items: vec![],
        shares: Vec::new(),
        person: None,
        scheme: Arc::default(),
        known: true,
    });
    let measure = |id: &str, kind| Measure {
        id: Id::new(id),
        title: Texts::default(),
        kind,
        filter: None,
        headline: true,
        better: None,
    };
    let measures = vec![
        measure("csat", MeasureKind::TopBox { of: OVERALL, top: 2 }),
        measure("unhappy", MeasureKind::BottomBox { of: OVERALL, bottom: 2 }),
        measure("mean", MeasureKind::Mean { of: OVERALL }),
        measure("minutes_mean", MeasureKind::Mean { of: MINUTES }),
        measure("nps", MeasureKind::Nps { of: RECOMMEND }),
        measure(
            "reason",
            MeasureKind::Share {
                of: REASONS,
                options: vec![1],
            },
        ),
        measure("csi", MeasureKind::Index(Arc::clone(&index))),
    ];
    Arc::new(Survey {
        piped: [None, None],
        id: Id::new("test"),
        title: Texts::same("test"),
        intro: Texts::default(),
        thanks: Texts::default(),
        privacy: Privacy::default(),
        languages: vec![Lang::new("en").unwrap()],
        pages: vec![],
        variables,
        by_id,
        segments: vec![REGION],
        weight: weighted.then_some(WEIGHT),
        design: None,
        replicates: None,
        population: None,
        fallback: BTreeMap::new(),
        words: OwnWords::default(),
        unit: None,
        sample: None,
        quotas: vec![],
        measures,
        index: Some(index),
        report: ReportSettings::default(),
        comparable: BTreeMap::new(),
        formerly: BTreeMap::new(),
        recodings: BTreeMap::new(),
        hash: String::new(),
    })
}

/// The answers as a batch.
pub fn batch(survey: &Survey, rows: &[Row]) -> Batch {
    let mut batch = Batch::empty(survey);
    let coded = |code: Option<u16>| code.map_or(Answer::Missing(Missing::Skipped), Answer::Option);
    for (at, row) in rows.iter().enumerate() {
        let answers = [
            coded(row.overall),
            coded(row.effort),
            coded(row.recommend),
            row.reasons.map_or(Answer::Missing(Missing::NotAsked), Answer::Multiple),
            row.minutes
                .map_or(Answer::Missing(Missing::Invalid), |m| Answer::Number(f64::from(m))),
            coded(row.region),
            Answer::Number(row.weight),
        ];
        for (column, answer) in batch.columns.iter_mut().zip(answers) {
            column.push(answer);
        }
        let wave = batch.wave_position(&WaveId::new(&format!("2026Q{}", row.wave + 1)));
        batch.meta.wave.push(wave);
        let id = format!("r{at}");
        batch.meta.response_id.push(Answer::Text(&id));
        batch.meta.respondent.push(Answer::Text(""));
        batch.meta.language.push(Answer::Text("en"));
        for times in [
            &mut batch.meta.submitted,
            &mut batch.meta.started,
            &mut batch.meta.modified,
        ] {
            times.push(crate::response::NO_TIME);
        }
        batch.meta.line.push(at as u64 + 2);
    }
    batch
}

/// A checked condition.
pub fn condition(survey: &Survey, text: &str) -> Arc<Condition> {
    Arc::new(Condition {
        text: text.to_owned(),
        typed: logic::condition(text, survey).unwrap(),
    })
}
