//! A slow second opinion: one loop over respondents that must agree with the engine on everything.

use super::testing::*;
use super::*;
use crate::measure::Scores;
use crate::model::*;
use crate::response::BatchFrame;
use proptest::prelude::*;
use std::sync::Arc;

fn tabulate(survey: &Arc<Survey>, plan: &Arc<Plan>, rows: &[Row]) -> Tabulation {
    let mut tabulator = Tabulator::new(Arc::clone(survey), Arc::clone(plan));
    let batch = batch(survey, rows);
    tabulator.add(&BatchFrame::new(&batch, &Calendar::quarterly_utc()));
    tabulator.finish()
}

fn plan(survey: &Survey) -> Arc<Plan> {
    let any = Need::all(Wanted::AnyOf(REASONS, vec![0, 2]));
    let needs = Scores::needs(&survey.measures).into_iter().chain([any]);
    Arc::new(Plan::new(survey, &survey.segments, needs))
}

/// Whether a respondent is in a group, by the plainest reading.
fn is_in(row: &Row, wave: &WaveId, group: Group) -> bool {
    let in_wave = wave.as_str() == format!("2026Q{}", row.wave + 1);
    in_wave
        && match group {
            Group::Total => true,
            Group::Level(_, level) => row.region == Some(u16::try_from(level).unwrap()),
            Group::Unknown(_) => row.region.is_none(),
        }
}

fn close(a: Cell, b: Cell) -> bool {
    a.n == b.n && (a.w - b.w).abs() < 1e-9 && (a.w2 - b.w2).abs() < 1e-9
}

fn count<'a>(rows: impl Iterator<Item = &'a Row>, weighted: bool) -> Cell {
    let mut cell = Cell::default();
    for row in rows {
        cell.count(if weighted { row.weight } else { 1.0 });
    }
    cell
}

fn agree(survey: &Arc<Survey>, rows: &[Row]) {
    let weighted = survey.weight.is_some();
    let counted = tabulate(survey, &plan(survey), rows);
    let counts: Vec<&Row> = rows.iter().filter(|row| !weighted || row.weight > 0.0).collect();
    for wave in counted.waves() {
        for group in [
            Group::Total,
            Group::Level(REGION, 0),
            Group::Level(REGION, 2),
            Group::Unknown(REGION),
        ] {
            let here: Vec<&Row> = counts.iter().copied().filter(|row| is_in(row, wave, group)).collect();
            let view = counted.view(wave, group).unwrap();
            let some = |keep: &dyn Fn(&Row) -> bool| count(here.iter().copied().filter(|r| keep(r)), weighted);
            assert!(close(view.rows(), some(&|_| true)));
            let overall = view.answers(&Need::all(Wanted::Cells(OVERALL))).unwrap();
            for option in 0..5_u16 {
                assert!(close(
                    overall.options[usize::from(option)],
                    some(&|row| row.overall == Some(option))
                ));
            }
            let skipped = usize::from(Missing::Skipped.index());
            assert!(close(overall.missing[skipped], some(&|row| row.overall.is_none())));
            assert!(close(overall.valid, some(&|row| row.overall.is_some())));
            let reasons = view.answers(&Need::all(Wanted::Cells(REASONS))).unwrap();
            for option in 0..3 {
                let chosen = some(&|row| row.reasons.is_some_and(|bits| bits >> option & 1 == 1));
                assert!(close(reasons.options[option], chosen));
            }
            assert!(close(reasons.valid, some(&|row| row.reasons.is_some())));
            let any = view.any_of(&Need::all(Wanted::AnyOf(REASONS, vec![0, 2]))).unwrap();
            assert!(close(
                any.options[1],
                some(&|row| row.reasons.is_some_and(|bits| bits & 0b101 != 0))
            ));
            assert!(close(any.valid, some(&|row| row.reasons.is_some())));
            let minutes = view.values(&Need::all(Wanted::Values(MINUTES))).unwrap();
            for (value, cell) in minutes.values {
                assert!(close(cell, some(&|row| row.minutes.map(f64::from) == Some(value))));
            }
            assert!(close(
                minutes.missing[usize::from(Missing::Invalid.index())],
                some(&|row| row.minutes.is_none())
            ));
            let battery = view
                .battery(&Need::all(Wanted::Moments(vec![OVERALL, EFFORT])))
                .unwrap();
            assert!(close(
                battery.any,
                some(&|row| row.overall.is_some() || row.effort.is_some())
            ));
            let both = here
                .iter()
                .filter_map(|row| Some((row.weight, row.overall?, row.effort?)));
            let product: f64 = both
                .map(|(w, x, y)| {
                    let w = if weighted { w } else { 1.0 };
                    w * w * f64::from(x + 1) * f64::from(y + 1)
                })
                .sum();
            assert!((battery.pairs[1].w2_product - product).abs() < 1e-9);
        }
    }
}

proptest! {
    #[test]
    fn the_engine_agrees_with_a_row_loop(rows in prop::collection::vec(row(), 0..60)) {
        agree(&survey(false), &rows);
        agree(&survey(true), &rows);
    }

    #[test]
    fn tables_of_parts_add_up_to_the_table_of_the_whole(rows in prop::collection::vec(row(), 0..60), cut in 0_usize..60) {
        let survey = survey(false);
        let plan = plan(&survey);
        let (first, second) = rows.split_at(cut.min(rows.len()));
        let mut sum = tabulate(&survey, &plan, first);
        sum.merge(&tabulate(&survey, &plan, second));
        prop_assert!(sum == tabulate(&survey, &plan, &rows));
    }

    #[test]
    fn weights_of_one_change_no_score(rows in prop::collection::vec(row(), 0..60)) {
        let ones: Vec<Row> = rows.iter().map(|row| Row { weight: 1.0, ..row.clone() }).collect();
        let score = |survey: &Arc<Survey>| {
            let counted = tabulate(survey, &plan(survey), &ones);
            let scores = Scores::new(survey, &survey.measures, counted, 0.95);
            scores.all().map(|score| (score.key.clone(), score.outcome.clone())).collect::<Vec<_>>()
        };
        for ((key, plain), (_, weighted)) in score(&survey(false)).iter().zip(&score(&survey(true))) {
            match (plain, weighted) {
                (Ok(a), Ok(b)) => {
                    prop_assert!((a.value - b.value).abs() < 1e-9, "{key:?}");
                    prop_assert_eq!(a.interval.is_some(), b.interval.is_some());
                    if let (Some(a), Some(b)) = (a.interval, b.interval) {
                        prop_assert!((a.low - b.low).abs() < 1e-9 && (a.high - b.high).abs() < 1e-9, "{key:?}");
                    }
                }
                (a, b) => prop_assert_eq!(a.as_ref().err(), b.as_ref().err()),
            }
        }
    }

    #[test]
    fn the_order_of_responses_changes_nothing(rows in prop::collection::vec(row(), 0..40)) {
        let survey = survey(true);
        let plan = plan(&survey);
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        let (a, b) = (tabulate(&survey, &plan, &rows), tabulate(&survey, &plan, &backwards));
        let scores = |t: Tabulation| Scores::new(&survey, &survey.measures, t, 0.95);
        for (a, b) in scores(a).all().zip(scores(b).all()) {
            match (a.outcome, b.outcome) {
                (Ok(a), Ok(b)) => prop_assert!((a.value - b.value).abs() <= 1e-12 * a.value.abs().max(1.0)),
                (a, b) => prop_assert_eq!(a.as_ref().err(), b.as_ref().err()),
            }
        }
    }

    #[test]
    fn a_group_and_the_rest_are_the_whole(rows in prop::collection::vec(row(), 1..60)) {
        let survey = survey(false);
        let counted = tabulate(&survey, &plan(&survey), &rows);
        let need = Need::all(Wanted::Cells(OVERALL));
        for wave in counted.waves() {
            let total = counted.view(wave, Group::Total).unwrap();
            let group = counted.view(wave, Group::Level(REGION, 1)).unwrap();
            let rest = total.without(Group::Level(REGION, 1)).unwrap();
            let valid = |view: &View<'_>| view.answers(&need).unwrap().valid;
            prop_assert_eq!(valid(&total), valid(&group) + valid(&rest));
        }
    }
}

#[test]
fn a_filter_of_a_need_narrows_that_need_alone() {
    let survey = survey(false);
    let rated = |overall, region| Row {
        wave: 0,
        overall: Some(overall),
        effort: None,
        recommend: None,
        reasons: None,
        minutes: None,
        region: Some(region),
        weight: 1.0,
    };
    let rows = [rated(4, 0), rated(4, 1), rated(0, 1)];
    let narrow = Need {
        wanted: Wanted::Cells(OVERALL),
        filter: Some(condition(&survey, "region = \"v2\"")),
    };
    let all = Need::all(Wanted::Cells(OVERALL));
    let plan = Arc::new(Plan::new(&survey, &[], [all.clone(), narrow.clone()]));
    let counted = tabulate(&survey, &plan, &rows);
    let view = counted.view(&WaveId::new("2026Q1"), Group::Total).unwrap();
    assert_eq!(view.answers(&all).unwrap().valid.n, 3);
    assert_eq!(view.answers(&narrow).unwrap().valid.n, 2);
    assert_eq!(view.rows().n, 3);
}
