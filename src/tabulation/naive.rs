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
    let mut plan = Plan::new(survey, &survey.segments, needs.chain(PAIRS.map(pair)));
    for division in [
        Division::Nested(vec![REGION, EFFORT]),
        Division::Options(REASONS),
        Division::Overlaps(REASONS),
    ] {
        assert!(plan.divide(survey, division));
    }
    Arc::new(plan)
}

/// Pairs counted together: coded with coded, with multiple, multiple with itself.
const PAIRS: [(VariableIndex, VariableIndex); 4] = [
    (OVERALL, EFFORT),
    (OVERALL, REASONS),
    (REASONS, RECOMMEND),
    (REASONS, REASONS),
];

fn pair((first, second): (VariableIndex, VariableIndex)) -> Need {
    Need::all(Wanted::Joint(first, second))
}

/// Whether an answer is at a slot, by the plainest reading.
fn at(row: &Row, variable: VariableIndex, slot: Slot) -> bool {
    let coded = |answer: Option<u16>| match slot {
        Slot::Option(option) => answer.map(usize::from) == Some(option),
        Slot::Missing(kind) => answer.is_none() && kind == Missing::Skipped,
        Slot::Valid => answer.is_some(),
    };
    match variable {
        OVERALL => coded(row.overall),
        EFFORT => coded(row.effort),
        RECOMMEND => coded(row.recommend),
        REGION => coded(row.region),
        _ => match slot {
            Slot::Option(option) => row.reasons.is_some_and(|bits| bits >> option & 1 == 1),
            Slot::Missing(kind) => row.reasons.is_none() && kind == Missing::NotAsked,
            Slot::Valid => row.reasons.is_some(),
        },
    }
}

fn every_slot(survey: &Survey, variable: VariableIndex) -> Vec<Slot> {
    let options = survey.variable(variable).domain.options().unwrap().options.len();
    let options = (0..options).map(Slot::Option);
    options
        .chain(Missing::ALL.map(Slot::Missing))
        .chain([Slot::Valid])
        .collect()
}

/// Whether a respondent is in a group, by the plainest reading.
fn is_in(row: &Row, wave: &WaveId, group: Group) -> bool {
    let in_wave = wave.as_str() == format!("2026Q{}", row.wave + 1);
    in_wave
        && match group {
            Group::Total => true,
            Group::Level(_, level) => row.region == Some(u16::try_from(level).unwrap()),
            Group::Unknown(REASONS) => row.reasons.is_none(),
            Group::Unknown(_) => row.region.is_none(),
            group => group
                .levels()
                .iter()
                .all(|(variable, level)| at(row, *variable, Slot::Option(*level))),
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
        let cross = |region, effort| Group::Cross(Cross::new(&[(REGION, region), (EFFORT, effort)]).unwrap());
        for group in [
            Group::Total,
            Group::Level(REGION, 0),
            Group::Level(REGION, 2),
            Group::Unknown(REGION),
            cross(0, 3),
            cross(2, 4),
            Group::Chosen(REASONS, 0),
            Group::Chosen(REASONS, 2),
            Group::Unknown(REASONS),
            Group::Both(REASONS, 0, 1),
            Group::Both(REASONS, 1, 2),
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
            for (first, second) in PAIRS {
                let joint = view.joint(&pair((first, second))).unwrap();
                for a in every_slot(survey, first) {
                    for b in every_slot(survey, second) {
                        assert!(close(
                            joint.at(a, b),
                            some(&|row| at(row, first, a) && at(row, second, b))
                        ));
                    }
                }
                assert_eq!(joint.table()[1][2], joint.at(Slot::Option(1), Slot::Option(2)));
            }
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
    fn two_variables_at_once_have_the_margins_of_each_alone(rows in prop::collection::vec(row(), 0..60)) {
        let survey = survey(true);
        let mut plan = Plan::new(&survey, &survey.segments, PAIRS.map(pair));
        plan.needs.extend([OVERALL, REASONS].map(|of| Need::all(Wanted::Cells(of))));
        let counted = tabulate(&survey, &Arc::new(plan), &rows);
        for wave in counted.waves() {
            // What is left of the total without a part, as of any need.
            let rest = counted.view(wave, Group::Total).unwrap().without(Group::Level(REGION, 0)).unwrap();
            let joint = rest.joint(&pair((OVERALL, REASONS))).unwrap();
            let [overall, reasons] = [OVERALL, REASONS].map(|of| rest.answers(&Need::all(Wanted::Cells(of))).unwrap());
            for option in 0..5 {
                let row = joint.row(option) + Missing::ALL.iter().map(|kind| joint.at(Slot::Option(option), Slot::Missing(*kind))).sum();
                prop_assert!(close(row, overall.options[option]));
            }
            for option in 0..3 {
                let column = joint.column(option) + Missing::ALL.iter().map(|kind| joint.at(Slot::Missing(*kind), Slot::Option(option))).sum();
                prop_assert!(close(column, reasons.options[option]));
            }
            let own = rest.joint(&pair((REASONS, REASONS))).unwrap();
            for option in 0..3 {
                prop_assert!(close(own.table()[option][option], reasons.options[option]));
                prop_assert_eq!(own.table()[option][0], own.table()[0][option]);
            }
        }
    }

    #[test]
    fn what_two_groups_share_is_counted_or_said_to_be_nothing(rows in prop::collection::vec(row(), 1..60)) {
        let survey = survey(false);
        let counted = tabulate(&survey, &plan(&survey), &rows);
        let groups: Vec<Group> = std::iter::once(Group::Total).chain(counted.plan().levels()).collect();
        for wave in counted.waves() {
            for one in &groups {
                for two in &groups {
                    let both = rows.iter().filter(|row| is_in(row, wave, *one) && is_in(row, wave, *two)).count();
                    match counted.shared(wave, *one, *two) {
                        Shared::Nothing => prop_assert_eq!(both, 0),
                        Shared::Counted(view) => prop_assert_eq!(view.rows().n, both as u64),
                        // Columns of different axes.
                        Shared::NotCounted => {
                            let axis = |group| counted.plan().place(group).unwrap().0;
                            prop_assert_ne!(axis(*one), axis(*two));
                        }
                    }
                }
            }
        }
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

#[test]
fn every_group_of_an_axis_has_its_place() {
    let survey = survey(false);
    let plan = plan(&survey);
    for (at, axis) in plan.axes.iter().enumerate().skip(1) {
        for place in 0..axis.levels {
            assert_eq!(plan.place(axis.group(place).unwrap()), Some((at, place)), "{axis:?}");
        }
        assert_eq!(axis.group(axis.levels), None);
    }
    assert_eq!(plan.place(Group::Level(REGION, 3)), None);
    assert_eq!(plan.place(Group::Both(REASONS, 2, 3)), None);
    assert_eq!(plan.place(Group::Both(REASONS, 1, 1)), None);
}

#[test]
fn what_cannot_be_divided_is_refused() {
    let survey = survey(false);
    for division in [
        Division::Segment(MINUTES),
        Division::Segment(REASONS),
        Division::Options(OVERALL),
        Division::Nested(vec![REGION]),
        Division::Nested(vec![REGION, REGION]),
        Division::Nested(vec![REGION, REASONS]),
        Division::Segment(VariableIndex(99)),
    ] {
        assert_eq!(Axis::new(&survey, division.clone()), None, "{division:?}");
    }
    assert!(Axis::new(&survey, Division::Nested(vec![REGION, EFFORT, OVERALL])).is_some_and(|axis| axis.levels == 75));
}
