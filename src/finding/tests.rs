//! Decisions against values worked out by hand or by other software.

use super::*;
use crate::measure::Scores;
use crate::model::*;
use crate::response::BatchFrame;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use crate::tabulation::Tabulator;
use crate::tabulation::testing;
use crate::tabulation::testing::OVERALL;
use crate::tabulation::testing::REGION;
use crate::tabulation::testing::Row;
use std::sync::Arc;

fn row(wave: u8, overall: u16, region: u16) -> Row {
    let (effort, recommend) = (Some(2), Some(if overall >= 3 { 9 } else { 5 }));
    Row {
        wave,
        overall: Some(overall),
        effort,
        recommend,
        reasons: Some(1),
        minutes: Some(2),
        region: Some(region),
        weight: 1.0,
    }
}

/// `counts` responses of each answer in each wave: wave, answer (0–4), region, how many.
pub(super) fn scores(counts: &[(u8, u16, u16, usize)]) -> Scores {
    let survey = testing::survey(false);
    let plan = Arc::new(Plan::new(&survey, &survey.segments, Scores::needs(&survey.measures)));
    let mut tabulator = Tabulator::new(Arc::clone(&survey), plan);
    let rows: Vec<Row> = counts
        .iter()
        .flat_map(|(wave, overall, region, many)| vec![row(*wave, *overall, *region); *many])
        .collect();
    let batch = testing::batch(&survey, &rows);
    tabulator.add(&BatchFrame::new(&batch, &Calendar::quarterly_utc()));
    Scores::new(&survey, &survey.measures, tabulator.finish(), 0.95)
}

pub(super) fn found(scores: &Scores, ask: &Ask) -> Findings {
    find(
        scores,
        &Calendar::quarterly_utc(),
        &References::default(),
        &ReportSettings::default(),
        ask,
    )
}

fn previous() -> Ask {
    Ask {
        previous: true,
        ..Ask::default()
    }
}

pub(super) fn wave(name: &str) -> WaveId {
    WaveId::new(name)
}

#[test]
fn a_fall_is_called_with_its_interval_and_adjusted_p() {
    // 160 of 200 satisfied, then 130 of 200. The pooled test without correction gives
    // X-squared = 11.285266, p = 0.00078125 (scipy 1.17: 2·norm.sf of the pooled z); Newcombe's interval by hand from the two Wilson intervals.
    let scores = scores(&[(0, 4, 0, 160), (0, 1, 0, 40), (1, 4, 0, 130), (1, 1, 0, 70)]);
    let findings = found(&scores, &previous());
    let change = findings
        .previous(&Id::new("csat"), &wave("2026Q2"), Group::Total)
        .unwrap();
    assert!((change.comparison.difference + 0.15).abs() < 1e-12);
    let z = change.comparison.statistic.unwrap();
    assert!((z * z - 11.285_266_457_680_256).abs() < 1e-6, "{}", z * z);
    assert!((change.comparison.p.unwrap() - 0.000_781_246_189_321_718_7).abs() < 1e-12);
    assert_eq!(
        (change.verdict, change.family.as_str()),
        (Verdict::Fell, "headline/previous/2026Q2")
    );
    let interval = change.comparison.interval.unwrap();
    assert!(interval.low < -0.15 && -0.15 < interval.high && interval.high < 0.0);
    assert!(change.p_adjusted.unwrap() >= change.comparison.p.unwrap());
}

#[test]
fn a_significant_but_tiny_change_is_small_and_a_large_uncertain_one_no_evidence() {
    let sure = scores(&[
        (0, 4, 0, 80_000),
        (0, 1, 0, 20_000),
        (1, 4, 0, 78_000),
        (1, 1, 0, 22_000),
    ]);
    let findings = found(&sure, &previous());
    assert_eq!(
        findings
            .previous(&Id::new("csat"), &wave("2026Q2"), Group::Total)
            .unwrap()
            .verdict,
        Verdict::Small
    );
    let unsure = scores(&[(0, 4, 0, 32), (0, 1, 0, 8), (1, 4, 0, 29), (1, 1, 0, 11)]);
    let findings = found(&unsure, &previous());
    let change = findings
        .previous(&Id::new("csat"), &wave("2026Q2"), Group::Total)
        .unwrap();
    assert_eq!(change.verdict, Verdict::NoEvidence);
    assert!(change.comparison.interval.unwrap().contains(0.0));
}

#[test]
fn below_thirty_there_is_no_verdict_and_the_family_is_smaller() {
    let scores = scores(&[(0, 4, 0, 25), (0, 1, 0, 4), (1, 4, 0, 200), (1, 1, 0, 100)]);
    let findings = found(&scores, &previous());
    let change = findings
        .previous(&Id::new("csat"), &wave("2026Q2"), Group::Total)
        .unwrap();
    assert_eq!(
        (change.verdict, change.p_adjusted, change.family_size),
        (Verdict::TooFew, None, 0)
    );
    assert!(
        change.comparison.p.is_some(),
        "the interval and p are there for whoever wants them"
    );
}

#[test]
fn a_segment_is_compared_with_the_rest_not_with_the_total() {
    let scores = scores(&[
        (0, 4, 0, 90),
        (0, 1, 0, 110),
        (0, 4, 1, 160),
        (0, 1, 1, 40),
        (0, 4, 2, 150),
        (0, 1, 2, 50),
    ]);
    let findings = found(
        &scores,
        &Ask {
            rest: true,
            ..Ask::default()
        },
    );
    let change = findings
        .rest(&Id::new("csat"), &wave("2026Q1"), Group::Level(REGION, 0))
        .unwrap();
    // The rest: 310 of 400.
    assert!((change.reference - 0.775).abs() < 1e-12 && change.reference_base == Some(400));
    assert_eq!(change.verdict, Verdict::Below);
    assert_eq!(
        (change.family.as_str(), change.family_size),
        ("segments/csat/rest/2026Q1", 3)
    );
}

#[test]
fn an_index_change_is_the_sum_of_its_items() {
    let scores = scores(&[(0, 4, 0, 160), (0, 1, 0, 40), (1, 4, 0, 100), (1, 0, 0, 100)]);
    let findings = found(&scores, &previous());
    let id = Id::new("csi");
    let change = findings.previous(&id, &wave("2026Q2"), Group::Total).unwrap();
    let parts = findings.decomposition(&id, &wave("2026Q2")).unwrap();
    assert!((parts.points - change.comparison.difference).abs() < 1e-9);
    let mover = parts.movers.iter().find(|mover| mover.item == OVERALL).unwrap();
    // overall: 85 of 100 then 50, weight 0.75; the other item did not move.
    assert!((mover.then - 85.0).abs() < 1e-9 && (mover.now - 50.0).abs() < 1e-9);
    assert!((mover.points + 26.25).abs() < 1e-9);
    assert_eq!(mover.verdict, Verdict::Fell);
}

#[test]
fn published_figures_continue_a_trend_and_targets_are_met_or_missed() {
    let scores = scores(&[(0, 4, 0, 160), (0, 1, 0, 40)]);
    let csat = Id::new("csat");
    let published = Published {
        measure: csat.clone(),
        wave: wave("2025Q4"),
        group: Group::Total,
        value: 0.70,
        base: Some(400),
        standard_error: Some(0.0229),
    };
    let target = |value, from| Target {
        measure: csat.clone(),
        group: Group::Total,
        value,
        valid_from: from,
        source: "plan".to_owned(),
    };
    let day = jiff::civil::date(2027, 1, 1);
    let references = References {
        targets: vec![target(0.9, None), target(0.5, Some(day))],
        published: vec![published],
        ..References::default()
    };
    let ask = Ask {
        previous: true,
        targets: true,
        ..Ask::default()
    };
    let findings = find(
        &scores,
        &Calendar::quarterly_utc(),
        &references,
        &ReportSettings::default(),
        &ask,
    );
    let change = findings.previous(&csat, &wave("2026Q1"), Group::Total).unwrap();
    // By hand: 0.1 / sqrt(0.8·0.2/200 + 0.0229²) = 2.749; two-sided p about 0.006.
    assert!(
        (change.comparison.statistic.unwrap() - 2.749).abs() < 2e-3,
        "{:?}",
        change.comparison
    );
    assert_eq!((change.test, change.verdict), (Test::Design, Verdict::Rose));
    let missed = findings.target(&csat, &wave("2026Q1"), Group::Total).unwrap();
    // The target of 2027 does not hold yet; z = (0.8 − 0.9) / sqrt(0.9·0.1/200).
    assert!((missed.comparison.statistic.unwrap() + 4.714_045_2).abs() < 1e-6);
    assert_eq!((missed.reference, missed.verdict), (0.9, Verdict::Below));
}

#[test]
fn one_family_for_a_whole_run_is_adjusted_by_benjamini_hochberg() {
    let scores = scores(&[(0, 4, 0, 160), (0, 1, 0, 40), (1, 4, 0, 130), (1, 1, 0, 70)]);
    let findings = found(
        &scores,
        &Ask {
            previous: true,
            families: Families::All,
            ..Ask::default()
        },
    );
    let sizes: std::collections::BTreeSet<usize> = findings.changes.iter().map(|change| change.family_size).collect();
    assert_eq!(sizes.len(), 1);
    assert!(
        findings
            .changes
            .iter()
            .all(|change| change.correction == Correction::BenjaminiHochberg)
    );
}
