//! The satisfaction model on made answers: weights from answers against the same statistics on the raw columns, the
//! person level against a plain loop, and both forms of interval against a bootstrap.

use super::Estimate;
use super::IndexWeights;
use super::Scores;
use crate::definition;
use crate::diagnostic::Source;
use crate::model::Calendar;
use crate::model::Id;
use crate::model::Missing;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::response::Cell as Answer;
use crate::response::derive;
use crate::stats::Interval;
use crate::stats::Reason;
use crate::stats::covariance::Covariance;
use crate::stats::drivers::johnson;
use crate::stats::entropy;
use crate::stats::entropy::Scaling;
use crate::stats::fornell;
use crate::stats::pls;
use crate::stats::pls::Model;
use crate::stats::pls::Precision;
use crate::stats::pls::Scheme;
use crate::stats::resample;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use crate::tabulation::Tabulator;
use std::sync::Arc;

/// Answers of a respondent: a, b, c, d from 1 to 5 and the outcome from 0 to 10, and the wave.
type Row = ([Option<u8>; 5], usize);

const PAGES: &str = "\
id: made
title: Made
languages: [en]
pages:
  - id: main
    questions:
      - {id: a, kind: rating, scale: satisfaction5, text: A}
      - {id: b, kind: rating, scale: satisfaction5, text: B}
      - {id: c, kind: rating, scale: satisfaction5, text: C}
      - {id: d, kind: rating, scale: satisfaction5, text: D}
      - {id: outcome, kind: rating, scale: nps, text: Outcome}
";

const PARTS: &str = "  parts:\n    - {id: one, of: [a, b]}\n    - {id: two, of: [c]}\n    - {id: three, of: [d]}\n";

fn survey(index: &str) -> Arc<Survey> {
    let source = Arc::new(Source {
        name: "surveys/made.yaml".to_owned(),
        text: format!("{PAGES}index:\n  id: csi\n{index}"),
    });
    let (survey, problems) = definition::read(&source);
    Arc::new(survey.unwrap_or_else(|| panic!("{problems:?}")))
}

/// Answers with a common cause, so that ratings are correlated; about one in `gaps` is missing.
fn made(rows: usize, gaps: f64) -> Vec<Row> {
    let most = rows * 11;
    let mut pool = resample::rows(&mut resample::generator(11, 0), most).into_iter();
    let mut uniform = || (pool.next().unwrap() as f64 + 0.5) / most as f64;
    (0..rows)
        .map(|at| {
            let cause = uniform();
            let mut answers = [None; 5];
            for (place, answer) in answers.iter_mut().enumerate() {
                let mixed = [0.7, 0.5, 0.4, 0.2, 0.8][place] * cause + [0.3, 0.5, 0.6, 0.8, 0.2][place] * uniform();
                let points = if place == 4 { 11.0 } else { 5.0 };
                let code = (mixed * points).floor().clamp(0.0, points - 1.0);
                let missing = uniform() < gaps;
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10")]
                let code = code as u8;
                *answer = (!missing).then_some(code);
            }
            (answers, at % 2)
        })
        .collect()
}

fn scores(survey: &Arc<Survey>, rows: &[Row]) -> Scores {
    let mut batch = Batch::empty(survey);
    let coded = |code: Option<u8>| {
        code.map_or(Answer::Missing(Missing::Skipped), |code| {
            Answer::Option(u16::from(code))
        })
    };
    for (at, (answers, wave)) in rows.iter().enumerate() {
        for (column, answer) in batch.columns.iter_mut().zip(answers) {
            column.push(coded(*answer));
        }
        let wave = batch.wave_position(&WaveId::new(&format!("2026Q{}", wave + 1)));
        batch.meta.wave.push(wave);
        batch.meta.response_id.push(Answer::Text(&format!("r{at}")));
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
    let calendar = Calendar::quarterly_utc();
    derive(survey, &calendar, &mut batch);
    let plan = Arc::new(Plan::new(survey, &[], Scores::needs(&survey.measures)));
    let mut tabulator = Tabulator::new(Arc::clone(survey), plan);
    tabulator.add(&BatchFrame::new(&batch, &calendar));
    Scores::new(survey, &survey.measures, tabulator.finish(), 0.95)
}

fn estimate<'a>(scores: &'a Scores, id: &str, wave: &str) -> &'a Estimate {
    let outcome = scores.of(&Id::new(id), &WaveId::new(wave), Group::Total).unwrap();
    outcome.as_ref().unwrap()
}

fn weights(scores: &Scores) -> &IndexWeights {
    scores.index_weights().unwrap().unwrap()
}

fn of_node(scores: &Scores, node: &str) -> Vec<f64> {
    weights(scores).nodes[&Id::new(node)]
        .iter()
        .map(|(_, weight)| *weight)
        .collect()
}

/// Complete rows as columns of points from 0 to 100.
fn columns(rows: &[Row]) -> Vec<Vec<f64>> {
    let complete: Vec<Vec<f64>> = rows
        .iter()
        .filter_map(|(answers, _)| answers.iter().map(|code| code.map(f64::from)).collect())
        .collect();
    let points = |place: usize| if place == 4 { 10.0 } else { 25.0 };
    (0..5)
        .map(|place| complete.iter().map(|row| row[place] * points(place)).collect())
        .collect()
}

fn close(got: &[f64], want: &[f64], within: f64) {
    assert_eq!(got.len(), want.len());
    for (got, want) in got.iter().zip(want) {
        assert!((got - want).abs() < within, "{got} {want}");
    }
}

#[test]
fn judgements_and_equality_are_known_before_any_answer() {
    let judged = survey(&format!("  weights: ahp\n  pairwise: [[2, 4], [2]]\n{PARTS}"));
    let rows = made(40, 0.0);
    close(
        &of_node(&scores(&judged, &rows), "csi"),
        &[4.0 / 7.0, 2.0 / 7.0, 1.0 / 7.0],
        1e-12,
    );
    assert!(weights(&scores(&judged, &rows)).consistency[&Id::new("csi")] < 1e-12);
    let equal = survey(&format!("  weights: equal\n{PARTS}"));
    close(&of_node(&scores(&equal, &rows), "csi"), &[1.0 / 3.0; 3], 1e-15);
}

#[test]
fn entropy_weights_are_those_of_the_raw_columns_and_the_same_in_every_wave() {
    let rows = made(300, 0.0);
    let scores = scores(&survey(&format!("  weights: entropy\n{PARTS}")), &rows);
    let raw = entropy::weights(&columns(&rows)[..4], Scaling::Proportion)
        .unwrap()
        .weights;
    close(&of_node(&scores, "csi"), &[raw[0] + raw[1], raw[2], raw[3]], 1e-12);
    close(
        &of_node(&scores, "one"),
        &[raw[0] / (raw[0] + raw[1]), raw[1] / (raw[0] + raw[1])],
        1e-12,
    );
    for (wave, which) in [("2026Q1", 0), ("2026Q2", 1)] {
        let own: Vec<Row> = rows.iter().copied().filter(|row| row.1 == which).collect();
        let means: Vec<f64> = columns(&own)
            .iter()
            .map(|x| x.iter().sum::<f64>() / x.len() as f64)
            .collect();
        let index: f64 = raw.iter().zip(&means).map(|(weight, mean)| weight * mean).sum();
        assert!((estimate(&scores, "csi", wave).value - index).abs() < 1e-10);
    }
    let second = scores.survey.index.as_ref().unwrap().parts[1].weight;
    assert!((second - of_node(&scores, "csi")[1]).abs() < 1e-15);
}

#[test]
fn answers_that_are_all_alike_give_equal_entropy_weights_and_no_importance() {
    let rows: Vec<Row> = (0..12).map(|_| ([Some(3); 5], 0)).collect();
    let flat = scores(&survey(&format!("  weights: entropy\n{PARTS}")), &rows);
    assert!(weights(&flat).all_constant);
    let none = scores(
        &survey(&format!("  weights: importance\n  outcome: outcome\n{PARTS}")),
        &rows,
    );
    assert_eq!(none.index_weights().unwrap().unwrap_err(), Reason::ZeroVariance);
    let outcome = none.of(&Id::new("csi"), &WaveId::new("2026Q1"), Group::Total).unwrap();
    assert_eq!(outcome.as_ref().unwrap_err(), &Reason::ZeroVariance);
}

#[test]
fn importance_is_johnson_s_relative_weight_of_each_part() {
    let rows = made(400, 0.0);
    let scores = scores(
        &survey(&format!("  weights: importance\n  outcome: outcome\n{PARTS}")),
        &rows,
    );
    let raw = columns(&rows);
    let one: Vec<f64> = raw[0].iter().zip(&raw[1]).map(|(a, b)| f64::midpoint(*a, *b)).collect();
    let matrix = Covariance::of(&[one, raw[2].clone(), raw[3].clone(), raw[4].clone()]).unwrap();
    let shares = johnson(&matrix, 3).unwrap();
    let sum: f64 = shares.iter().sum();
    close(
        &of_node(&scores, "csi"),
        &shares.iter().map(|share| share / sum).collect::<Vec<f64>>(),
        1e-10,
    );
    close(&of_node(&scores, "one"), &[0.5, 0.5], 1e-15);
    assert!((weights(&scores).r_squared[&Id::new("csi")] - sum).abs() < 1e-10);
    assert_eq!(weights(&scores).base, Some(400));
}

#[test]
fn a_model_weighs_the_index_s_ratings_as_its_construct() {
    let index = "  weights: pls\n  missing: complete\n  of: [a, b]\n  model:\n    constructs:\n      - {id: quality, of: [c, d]}\n      - {id: csi, from: [quality]}\n      - {id: loyalty, of: [outcome], from: [csi]}\n";
    let rows = made(500, 0.05);
    let scores = scores(&survey(index), &rows);
    let raw = columns(&rows);
    let rows: Vec<Vec<f64>> = (0..raw[0].len())
        .map(|at| [2, 3, 0, 1, 4].iter().map(|column| raw[*column][at]).collect())
        .collect();
    let model = Model::new(
        vec![vec![0, 1], vec![2, 3], vec![4]],
        vec![vec![], vec![0], vec![1]],
        Scheme::Centroid,
    )
    .unwrap();
    let fit = pls::fit(&model, &pls::correlations(&rows).unwrap(), Precision::ESTIMATE).unwrap();
    let sd = |x: &[f64]| {
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        (x.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / x.len() as f64).sqrt()
    };
    let own = [fit.weights[2] / sd(&raw[0]), fit.weights[3] / sd(&raw[1])];
    close(
        &of_node(&scores, "csi"),
        &[own[0] / (own[0] + own[1]), own[1] / (own[0] + own[1])],
        1e-9,
    );
    let known = weights(&scores);
    assert!((known.paths[0].2 - fit.paths[1][0]).abs() < 1e-9 && known.base == Some(rows.len() as u64));
    // The index counts the same respondents as the model.
    let both = estimate(&scores, "csi", "2026Q1").base + estimate(&scores, "csi", "2026Q2").base;
    assert_eq!(both, rows.len() as u64);
}

#[test]
fn on_the_level_of_persons_each_has_an_index_of_what_they_answered() {
    let rows = made(200, 0.25);
    for (missing, least) in [("available", 1), ("{at_least: 3}", 3), ("complete", 4)] {
        let index = format!(
            "  level: person\n  missing: {missing}\n  parts:\n    - {{id: one, weight: 0.5, of: [a, b]}}\n    - {{id: two, weight: 0.2, of: [c]}}\n    - {{id: three, weight: 0.3, of: [d]}}\n"
        );
        let scores = scores(&survey(&index), &rows);
        let shares = [0.25, 0.25, 0.2, 0.3];
        let persons: Vec<f64> = rows
            .iter()
            .filter(|(_, wave)| *wave == 0)
            .filter_map(|(answers, _)| {
                let points: Vec<Option<f64>> = answers[..4]
                    .iter()
                    .map(|code| code.map(|code| f64::from(code) * 25.0))
                    .collect();
                fornell::person(&points, &shares, least)
            })
            .collect();
        let got = estimate(&scores, "csi", "2026Q1");
        let mean = persons.iter().sum::<f64>() / persons.len() as f64;
        assert_eq!(got.base, persons.len() as u64, "{missing}");
        assert!((got.value - mean).abs() < 1e-10, "{missing}");
        let variance = persons.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (persons.len() - 1) as f64;
        let error = (variance / persons.len() as f64).sqrt();
        let critical = crate::stats::interval::critical_t(0.95, (persons.len() - 1) as f64).unwrap();
        let ratio = got.interval.unwrap().half_width() / (critical * error);
        // Means of items take complete answers as a domain of the wave: N/(N − 1) in the place of n/(n − 1).
        let (n, all) = (persons.len() as f64, 100.0_f64);
        let domain = (all / (all - 1.0) * (n - 1.0) / n).sqrt();
        let expected = if missing == "complete" { domain } else { 1.0 };
        assert!((ratio - expected).abs() < 1e-9, "{missing} {ratio}");
    }
}

/// Standard error over 2,000 draws of respondents; its own error is about 1/√(2·2000) = 1.6 %.
fn drawn(rows: &[Row], index: &dyn Fn(&[Row]) -> f64) -> f64 {
    let draws: Vec<f64> = (0..2000)
        .map(|draw| {
            let places = resample::rows(&mut resample::generator(5, draw), rows.len());
            index(&places.iter().map(|place| rows[*place]).collect::<Vec<Row>>())
        })
        .collect();
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    (draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (draws.len() - 1) as f64).sqrt()
}

fn error(interval: Interval, base: u64) -> f64 {
    interval.half_width() / crate::stats::interval::critical_t(0.95, (base - 1) as f64).unwrap()
}

#[test]
fn both_forms_of_interval_agree_with_a_bootstrap() {
    let rows: Vec<Row> = made(260, 0.2).into_iter().map(|(answers, _)| (answers, 0)).collect();
    let shares = [0.25, 0.25, 0.2, 0.3];
    let parts = "  parts:\n    - {id: one, weight: 0.5, of: [a, b]}\n    - {id: two, weight: 0.2, of: [c]}\n    - {id: three, weight: 0.3, of: [d]}\n";
    let points = |row: &Row| -> Vec<Option<f64>> {
        row.0[..4]
            .iter()
            .map(|code| code.map(|code| f64::from(code) * 25.0))
            .collect()
    };
    let of_means = |rows: &[Row]| -> f64 {
        (0..4)
            .map(|place| {
                let known: Vec<f64> = rows.iter().filter_map(|row| points(row)[place]).collect();
                shares[place] * known.iter().sum::<f64>() / known.len() as f64
            })
            .sum()
    };
    let of_persons = |rows: &[Row]| -> f64 {
        let own: Vec<f64> = rows
            .iter()
            .filter_map(|row| fornell::person(&points(row), &shares, 1))
            .collect();
        own.iter().sum::<f64>() / own.len() as f64
    };
    for (level, index) in [("mean", &of_means as &dyn Fn(&[Row]) -> f64), ("person", &of_persons)] {
        let scores = scores(&survey(&format!("  level: {level}\n{parts}")), &rows);
        let got = estimate(&scores, "csi", "2026Q1");
        assert!((got.value - index(&rows)).abs() < 1e-10);
        let ratio = error(got.interval.unwrap(), got.base) / drawn(&rows, index);
        assert!((0.95..1.05).contains(&ratio), "{level}: {ratio}");
    }
}
