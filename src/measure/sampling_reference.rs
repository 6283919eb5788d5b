//! Replicate weights and weighting to a population against R's `survey`, reached as a user reaches them: a definition,
//! answers, counts, measures.

use super::Basis;
use super::Scores;
use super::design_reference::DEFINITION;
use super::design_reference::agrees;
use super::design_reference::answers;
use super::design_reference::group;
use super::difference;
use crate::definition;
use crate::diagnostic::Source;
use crate::model::Calendar;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::BatchFrame;
use crate::stats::raking;
use crate::stats::raking::Margin;
use crate::tabulation::Calibrated;
use crate::tabulation::Calibration;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use crate::tabulation::Tabulator;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

fn reference() -> Value {
    serde_json::from_str(include_str!("../../tests/data/stats/replicates_and_calibration.json")).unwrap()
}

fn read(text: String) -> Arc<Survey> {
    let source = Arc::new(Source {
        name: "surveys/stores.yaml".to_owned(),
        text,
    });
    let (survey, problems) = definition::read(&source);
    Arc::new(survey.unwrap_or_else(|| panic!("{problems:?}")))
}

/// A definition with replicate weights of one kind among its hidden numbers.
fn replicated(case: &Value, combined: bool) -> Arc<Survey> {
    let kind = case["kind"].as_str().unwrap();
    let scales: Vec<String> = case["scales"]
        .as_array()
        .unwrap()
        .iter()
        .map(Value::to_string)
        .collect();
    let hidden: String = (1..=scales.len())
        .map(|at| format!("  - {{id: {kind}_{at}, kind: number}}\n"))
        .collect::<Vec<_>>()
        .concat();
    let more = match kind {
        "fay" => ", rho: 0.3".to_owned(),
        "jkn" => format!(", scales: [{}]", scales.join(", ")),
        _ => String::new(),
    };
    let text = DEFINITION.replace("scales:\n  - {id: seven", &format!("{hidden}scales:\n  - {{id: seven"));
    read(format!(
        "{text}design:\n  replicates: {{kind: {kind}, prefix: {kind}_, combined: {combined}{more}}}\n"
    ))
}

fn tabulated(survey: &Arc<Survey>, plan: Plan, combined: bool) -> Tabulation {
    let mut tabulator = Tabulator::new(Arc::clone(survey), Arc::new(plan));
    tabulator.add(&BatchFrame::new(&answers(survey, combined), &Calendar::quarterly_utc()));
    tabulator.finish()
}

/// Values, standard errors and tests of a case; `calls` is how the case is called in messages.
fn check(scores: &Scores, case: &Value, calls: &str) {
    let wave = WaveId::new("2026Q1");
    let survey = &scores.survey;
    let of = |row: &Value| match row["by"].as_str().unwrap() {
        "" => Group::Total,
        by => group(survey, by, row["label"].as_str().unwrap()),
    };
    for row in case["means"].as_array().unwrap() {
        let measure = scores.measure(row["measure"].as_str().unwrap()).unwrap();
        let got = scores.of(&measure.id, &wave, of(row)).unwrap().clone().unwrap();
        let Basis::Linearised(known) = got.basis else {
            panic!("{calls} {row}: {got:?}")
        };
        assert!(agrees(known.value, &row["value"]), "{calls} {row}: {known:?}");
        assert!(agrees(known.standard_error(), &row["se"]), "{calls} {row}: {known:?}");
        let interval = got.interval.unwrap();
        assert!(interval.low < got.value && got.value < interval.high);
    }
    for row in case["tests"].as_array().unwrap() {
        let measure = scores.measure(row["measure"].as_str().unwrap()).unwrap();
        let whole = scores.tabulation.view(&wave, Group::Total).unwrap();
        let part = of(row);
        let (one, rest) = (
            scores.tabulation.view(&wave, part).unwrap(),
            whole.without(part).unwrap(),
        );
        let got = difference(measure, (&one, &rest), None, 0.95).unwrap();
        assert!(agrees(got.difference, &row["diff"]), "{calls} {row}: {got:?}");
        assert!(agrees(got.statistic.unwrap(), &row["t"]), "{calls} {row}: {got:?}");
        assert!(agrees(got.df.unwrap(), &row["df"]), "{calls} {row}: {got:?}");
        assert!(agrees(got.p.unwrap(), &row["p"]), "{calls} {row}: {got:?}");
    }
}

#[test]
fn estimates_with_replicate_weights_agree_with_r() {
    let file = reference();
    for case in file["replicates"].as_array().unwrap() {
        for combined in [true, false] {
            let survey = replicated(case, combined);
            let plan = Plan::new(&survey, &survey.segments, Scores::needs(&survey.measures));
            let scores = Scores::new(&survey, &survey.measures, tabulated(&survey, plan, combined), 0.95);
            let calls = case["kind"].as_str().unwrap();
            check(&scores, case, calls);
            let wave = WaveId::new("2026Q1");
            let share = scores.measure("m_t2b").unwrap();
            let got = scores.of(&share.id, &wave, Group::Total).unwrap().clone().unwrap();
            let (want, interval) = (&case["ci_t2b"], got.interval.unwrap());
            assert!(
                (interval.low - want[0].as_f64().unwrap()).abs() < 1e-8
                    && (interval.high - want[1].as_f64().unwrap()).abs() < 1e-8,
                "{calls}: {got:?}"
            );
            let Basis::Linearised(known) = got.basis else { panic!() };
            assert!(agrees(known.df, &case["df"]), "{calls}: {known:?}");
        }
    }
}

/// Shares of the population, by the option's text.
const POPULATION: [(&str, &[(&str, f64)]); 3] = [
    (
        "region",
        &[("华东", 0.36), ("华北", 0.24), ("华南", 0.22), ("西南", 0.18)],
    ),
    ("gender", &[("女", 0.55), ("男", 0.45)]),
    ("channel", &[("App", 0.5), ("电话", 0.2), ("门店", 0.3)]),
];

/// The weights of the whole file to the population's margins, or to the cells of the second and third.
fn calibrated(survey: &Survey, cells: bool) -> Calibration {
    let batch = answers(survey, true);
    let variables: Vec<VariableIndex> = POPULATION.iter().map(|(name, _)| survey.find(name).unwrap()).collect();
    let rows: Vec<Vec<u16>> = (0..batch.len())
        .map(|row| Calibration::answers(&variables, &batch, row))
        .collect();
    let base: Vec<f64> = (0..batch.len())
        .map(|row| match survey.weight.map(|weight| batch.cell(weight, row)) {
            Some(crate::response::Cell::Number(weight)) => weight,
            _ => 1.0,
        })
        .collect();
    let places: Vec<Vec<usize>> = if cells {
        vec![vec![1, 2]]
    } else {
        vec![vec![0], vec![1], vec![2]]
    };
    let share = |variable: usize, option: u16| {
        let options = &survey.variable(variables[variable]).domain.options().unwrap().options;
        let text = options[usize::from(option)]
            .text
            .get(&survey.languages[0], &survey.languages);
        POPULATION[variable].1.iter().find(|(name, _)| *name == text).unwrap().1
    };
    let margin = |own: &Vec<usize>| {
        let key = |row: &Vec<u16>| own.iter().map(|place| row[*place]).collect::<Vec<u16>>();
        let mut categories: BTreeMap<Vec<u16>, f64> = BTreeMap::new();
        for row in &rows {
            let target = own.iter().map(|place| share(*place, row[*place])).product();
            categories.insert(key(row), target);
        }
        let keys: Vec<&Vec<u16>> = categories.keys().collect();
        Margin {
            categories: rows
                .iter()
                .map(|row| keys.iter().position(|known| **known == key(row)).unwrap())
                .collect(),
            targets: categories.values().copied().collect(),
        }
    };
    let margins: Vec<Margin> = places.iter().map(margin).collect();
    let settings = raking::Settings {
        tolerance: 1e-14,
        rounds: 5000,
        ..raking::Settings::default()
    };
    let raked = raking::rake(&base, &margins, settings).unwrap();
    let responses: Vec<Calibrated> = rows
        .into_iter()
        .zip(&base)
        .zip(&raked.weights)
        .map(|((answers, base), weight)| Calibrated {
            answers,
            base: *base,
            weight: *weight,
        })
        .collect();
    let mut made = Calibration::new(variables, survey.weight);
    made.add_wave(&WaveId::new("2026Q1"), &responses, &places).unwrap();
    made
}

#[test]
fn estimates_weighted_to_a_population_agree_with_r() {
    let file = reference();
    for case in file["calibration"].as_array().unwrap() {
        let calls = case["case"].as_str().unwrap();
        let mut text = DEFINITION.to_owned() + "weighting: {margins: [\"gender=g1:55,g2:45\"]}\n";
        if calls == "plain" {
            text = text.replace("\nweight: weight\n", "\n");
        }
        if matches!(calls, "clustered" | "cells") {
            text += "design: {stratum: region, cluster: store}\n";
        }
        let survey = read(text);
        let plan = Plan {
            calibration: Some(Arc::new(calibrated(&survey, calls == "cells"))),
            ..Plan::new(&survey, &survey.segments, Scores::needs(&survey.measures))
        };
        let scores = Scores::new(&survey, &survey.measures, tabulated(&survey, plan, true), 0.95);
        check(&scores, case, calls);
    }
}

#[test]
fn a_share_the_population_fixes_has_no_interval_and_says_so() {
    let text = DEFINITION.replace(
        "measures:\n",
        "measures:\n  - {id: women, kind: share, of: gender, options: [g1]}\n",
    );
    let survey = read(text + "weighting: {margins: [\"gender=g1:55,g2:45\"]}\n");
    let plan = Plan {
        calibration: Some(Arc::new(calibrated(&survey, false))),
        ..Plan::new(&survey, &survey.segments, Scores::needs(&survey.measures))
    };
    let scores = Scores::new(&survey, &survey.measures, tabulated(&survey, plan, true), 0.95);
    let women = scores.measure("women").unwrap();
    let got = scores
        .of(&women.id, &WaveId::new("2026Q1"), Group::Total)
        .unwrap()
        .clone()
        .unwrap();
    assert!((got.value - 0.55).abs() < 1e-12, "{got:?}");
    assert_eq!(
        (got.interval, got.no_interval),
        (None, Some(super::Reason::ZeroVariance))
    );
}
