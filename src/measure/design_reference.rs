//! The reference cases of complex samples, reached as a user reaches them: a definition, answers, counts, measures.

use super::Basis;
use super::Scores;
use super::difference;
use crate::definition;
use crate::diagnostic::Source;
use crate::model::Calendar;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell as Answer;
use crate::response::NO_TIME;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use crate::tabulation::Tabulator;
use serde_json::Value;
use std::sync::Arc;

pub(super) const DEFINITION: &str = "\
id: stores
title: Stores
languages: [en]
hidden:
  - {id: region, options: [{id: r1, text: 华东}, {id: r2, text: 华北}, {id: r3, text: 华南}, {id: r4, text: 西南}]}
  - {id: store, kind: text}
  - {id: channel, options: [{id: c1, text: App}, {id: c2, text: 电话}, {id: c3, text: 门店}]}
  - {id: gender, options: [{id: g1, text: 女}, {id: g2, text: 男}]}
  - {id: weight, kind: number, min: 0}
  - {id: region_stores, kind: number}
scales:
  - {id: seven, points: [{id: '1'}, {id: '2'}, {id: '3'}, {id: '4'}, {id: '5'}, {id: '6'}, {id: '7'}]}
pages:
  - id: main
    questions:
      - {id: csat, kind: rating, scale: stars5, missing: [dont_know], text: Satisfied?}
      - {id: nps, kind: rating, scale: nps, text: Recommend?}
      - {id: ces, kind: rating, scale: seven, missing: [dont_know], text: Easy?}
segments: [region, channel, gender]
weight: weight
measures:
  - {id: m_csat, kind: mean, of: csat}
  - {id: m_ces, kind: mean, of: ces}
  - {id: m_npsx, kind: nps, of: nps}
  - {id: m_t2b, kind: top_box, of: csat, top: 2}
index:
  id: i_csat
  parts:
    - {id: only, of: [csat]}
";

/// The survey with a design as the cases write it: `strata=region, id=store, weights=weight, fpc=region_stores (…)`.
fn survey(design: &str) -> Arc<Survey> {
    let said = |key: &str, name: &str, word: &str| {
        let there = design
            .split(", ")
            .any(|part| part.split(' ').next() == Some(&format!("{key}={name}")));
        there.then(|| format!("{word}: {name}"))
    };
    let keys = [
        said("strata", "region", "stratum"),
        said("id", "store", "cluster"),
        said("fpc", "region_stores", "population"),
    ];
    let keys: Vec<String> = keys.into_iter().flatten().collect();
    let design = if keys.is_empty() {
        String::new()
    } else {
        format!("design: {{{}}}\n", keys.join(", "))
    };
    let source = Arc::new(Source {
        name: "surveys/stores.yaml".to_owned(),
        text: format!("{DEFINITION}{design}"),
    });
    let (survey, problems) = definition::read(&source);
    Arc::new(survey.unwrap_or_else(|| panic!("{problems:?}")))
}

/// The answers of the demo survey; replicate weights times the weight where they are `combined`, else as factors.
pub(super) fn answers(survey: &Survey, combined: bool) -> Batch {
    let text = include_str!("../../tests/data/stats/demo_survey.csv");
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let mut repeated = include_str!("../../tests/data/stats/demo_survey_replicates.csv").lines();
    let names_of_factors: Vec<&str> = repeated.next().unwrap().split(',').collect();
    let factors: std::collections::BTreeMap<&str, Vec<&str>> = repeated
        .map(|line| (line.split(',').next().unwrap(), line.split(',').collect()))
        .collect();
    let mut batch = Batch::empty(survey);
    let wave = batch.wave_position(&WaveId::new("2026Q1"));
    for (at, line) in lines.enumerate() {
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |name: &str| cells[names.iter().position(|other| *other == name).unwrap()];
        for (variable, column) in survey.variables.iter().zip(&mut batch.columns) {
            if let Some(at) = names_of_factors.iter().skip(1).position(|name| variable.id == **name) {
                let factor: f64 = factors[cell("store")][at + 1].parse().unwrap();
                let weight: f64 = if combined { cell("weight").parse().unwrap() } else { 1.0 };
                column.push(Answer::Number(factor * weight));
                continue;
            }
            let written = cell(variable.id.as_str());
            let option = || {
                let options = &variable.domain.options()?.options;
                let place = options.iter().position(|option| {
                    option.text.get(&survey.languages[0], &survey.languages) == written
                        || written.parse() == Ok(option.value) && !written.is_empty()
                })?;
                Some(Answer::Option(u16::try_from(place).unwrap()))
            };
            column.push(match (variable.id.as_str(), written.parse::<f64>()) {
                (_, _) if written.is_empty() => Answer::Missing(Missing::Skipped),
                ("csat" | "ces", Ok(9.0)) => Answer::Missing(Missing::DontKnow),
                ("weight" | "region_stores", Ok(number)) => Answer::Number(number),
                ("store", _) => Answer::Text(written),
                _ => option().unwrap_or_else(|| panic!("{}: {written}", variable.id)),
            });
        }
        batch.meta.wave.push(wave);
        batch.meta.response_id.push(Answer::Text(&format!("r{at}")));
        batch.meta.respondent.push(Answer::Text(""));
        batch.meta.language.push(Answer::Text("en"));
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

fn tabulated(survey: &Arc<Survey>) -> Tabulation {
    let plan = Plan::new(survey, &survey.segments, Scores::needs(&survey.measures));
    let mut tabulator = Tabulator::new(Arc::clone(survey), Arc::new(plan));
    tabulator.add(&BatchFrame::new(&answers(survey, true), &Calendar::quarterly_utc()));
    tabulator.finish()
}

pub(super) fn agrees(got: f64, want: &Value) -> bool {
    let want = want.as_f64().unwrap();
    (got - want).abs() <= (1e-9 * want.abs()).max(1e-12)
}

pub(super) fn group(survey: &Survey, by: &str, label: &str) -> Group {
    let variable = survey.find(by).unwrap();
    let options = &survey.variable(variable).domain.options().unwrap().options;
    let lang = &survey.languages[0];
    let at = options
        .iter()
        .position(|option| option.text.get(lang, &survey.languages) == label);
    Group::Level(variable, at.unwrap())
}

/// Checks one case; whether it was one that a measure answers.
fn check(case: &Value) -> bool {
    let (args, expected) = (&case["args"], &case["expected"]);
    let id = case["id"].as_str().unwrap();
    let design = args["design"].as_str().unwrap();
    let survey = survey(design);
    let scores = Scores::new(&survey, &survey.measures, tabulated(&survey), 0.95);
    let wave = WaveId::new("2026Q1");
    let measure = scores.measure(&format!("m_{}", args["y"].as_str().unwrap())).unwrap();
    let estimate = |group| scores.of(&measure.id, &wave, group).unwrap().clone().unwrap();
    let linearised = |group| match estimate(group).basis {
        Basis::Linearised(known) => known,
        other => panic!("{id}: {other:?}"),
    };
    match case["method"].as_str().unwrap() {
        "design_mean" => {
            let got = linearised(Group::Total);
            assert!(agrees(got.value, &expected["mean"]), "{id}: {got:?}");
            assert!(agrees(got.standard_error(), &expected["se"]), "{id}: {got:?}");
            assert!(agrees(got.df, &expected["df"]), "{id}: {got:?}");
            if measure.id != *"m_t2b" {
                let interval = estimate(Group::Total).interval.unwrap();
                assert!(
                    agrees(interval.low, &expected["ci95_t"][0]) && agrees(interval.high, &expected["ci95_t"][1]),
                    "{id}"
                );
            }
            if measure.id == *"m_csat" && survey.design.is_some() {
                // The index of one item is its mean on another scale.
                let index = scores
                    .of(&survey.index.as_ref().unwrap().id, &wave, Group::Total)
                    .unwrap()
                    .clone()
                    .unwrap();
                let Basis::Linearised(index) = index.basis else {
                    panic!("{id}")
                };
                assert!(
                    agrees(index.standard_error() / 25.0, &expected["se"]) && agrees(index.df, &expected["df"]),
                    "{id}"
                );
            }
        }
        "design_proportion" => {
            let interval = estimate(Group::Total).interval.unwrap();
            let want = &expected["ci95_logit"];
            assert!((interval.low - want[0].as_f64().unwrap()).abs() < 1e-8, "{id}");
            assert!((interval.high - want[1].as_f64().unwrap()).abs() < 1e-8, "{id}");
        }
        "design_domain_means" => {
            for (label, mean) in expected["mean"].as_object().unwrap() {
                let got = linearised(group(&survey, args["by"].as_str().unwrap(), label));
                assert!(agrees(got.value, mean), "{id} {label}: {got:?}");
                assert!(
                    agrees(got.standard_error(), &expected["se"][label]),
                    "{id} {label}: {got:?}"
                );
            }
        }
        "design_t_test" if survey.design.is_some() => {
            let view = |label| scores.tabulation.view(&wave, group(&survey, "gender", label)).unwrap();
            let (one, two) = (view("男"), view("女"));
            let got = difference(measure, (&one, &two), None, 0.95).unwrap();
            let interval = got.interval.unwrap();
            assert!(
                agrees(got.difference, &expected["diff"]) && agrees(got.statistic.unwrap(), &expected["t"]),
                "{id}: {got:?}"
            );
            assert!(
                agrees(got.df.unwrap(), &expected["df"]) && agrees(got.p.unwrap(), &expected["p"]),
                "{id}: {got:?}"
            );
            assert!(interval.contains(got.difference) && interval.low < interval.high);
        }
        _ => return false,
    }
    true
}

#[test]
fn estimates_of_complex_samples_agree_with_r() {
    let file: Value = serde_json::from_str(include_str!("../../tests/data/stats/golden.json")).unwrap();
    let methods = [
        "design_mean",
        "design_proportion",
        "design_domain_means",
        "design_t_test",
    ];
    let here = |case: &&Value| {
        methods.contains(&case["method"].as_str().unwrap()) && case["data"].as_str() == Some("demo_survey.csv")
    };
    let checked = file["cases"]
        .as_array()
        .unwrap()
        .iter()
        .filter(here)
        .filter(|case| check(case))
        .count();
    assert!(checked >= 35, "{checked}");
}
