//! Laws of estimates under a design: what counts by sampling unit say, single rows say too.

use super::Basis;
use super::Estimate;
use super::Part;
use super::Reason;
use super::Scores;
use super::difference;
use crate::model::Calendar;
use crate::model::Design;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::BatchFrame;
use crate::stats::design::Lonely;
use crate::stats::design::RowPlace;
use crate::stats::design::Sample;
use crate::tabulation::DesignFaultKind;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use crate::tabulation::Shared;
use crate::tabulation::Tabulation;
use crate::tabulation::Tabulator;
use crate::tabulation::testing::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Strata by region; clusters by minutes, or responses drawn singly.
fn designed(weighted: bool, clustered: bool) -> Arc<Survey> {
    let mut survey = Survey::clone(&survey(weighted));
    survey.design = Some(Design {
        stratum: Some(REGION),
        cluster: clustered.then_some(MINUTES),
        population: None,
        lonely: Lonely::Adjust,
    });
    Arc::new(survey)
}

fn plan(survey: &Survey) -> Arc<Plan> {
    let mut plan = Plan::new(survey, &[REGION, EFFORT], Scores::needs(&survey.measures));
    assert!(plan.divide(survey, Division::Options(REASONS)) && plan.divide(survey, Division::Overlaps(REASONS)));
    Arc::new(plan)
}

fn tabulate(survey: &Arc<Survey>, plan: &Arc<Plan>, rows: &[Row]) -> Tabulation {
    let mut tabulator = Tabulator::new(Arc::clone(survey), Arc::clone(plan));
    let batch = batch(survey, rows);
    tabulator.add(&BatchFrame::new(&batch, &Calendar::quarterly_utc()));
    tabulator.finish()
}

/// A row's value in a measure, by the plainest reading.
fn value(measure: &Measure, row: &Row) -> Option<f64> {
    let point = |code: u16| f64::from(code + 1);
    match (&measure.kind, measure.id.as_str()) {
        (MeasureKind::TopBox { .. }, _) => row.overall.map(|code| f64::from(u8::from(code >= 3))),
        (MeasureKind::BottomBox { .. }, _) => row.overall.map(|code| f64::from(u8::from(code <= 1))),
        (MeasureKind::Mean { of }, _) if *of == OVERALL => row.overall.map(point),
        (MeasureKind::Mean { .. }, _) => row.minutes.map(f64::from),
        (MeasureKind::Nps { .. }, _) => row.recommend.map(|code| match code {
            9.. => 100.0,
            7.. => 0.0,
            _ => -100.0,
        }),
        (MeasureKind::Share { .. }, _) => row.reasons.map(|bits| f64::from(u8::from(bits & 0b10 != 0))),
        (MeasureKind::Index(_), "mood") => row.overall.map(|code| f64::from(code) * 25.0),
        (MeasureKind::Index(_), _) => None,
    }
}

struct Naive {
    sample: Sample,
    rows: Vec<Row>,
}

/// The rows of a wave that are in the sample, as a sample of single rows.
fn naive(survey: &Survey, rows: &[Row], wave: u8) -> Naive {
    let clustered = survey.design.as_ref().unwrap().cluster.is_some();
    let weighted = survey.weight.is_some();
    let drawn = |row: &&Row| {
        row.wave == wave
            && row.region.is_some()
            && (!clustered || row.minutes.is_some())
            && (!weighted || row.weight > 0.0)
    };
    let rows: Vec<Row> = rows.iter().filter(drawn).cloned().collect();
    let places: Vec<RowPlace> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| RowPlace {
            stratum: usize::from(row.region.unwrap()),
            unit: if clustered {
                usize::from(row.minutes.unwrap())
            } else {
                at
            },
            part: 0,
        })
        .collect();
    let weights = rows.iter().map(|row| if weighted { row.weight } else { 1.0 }).collect();
    let sample = Sample::new(&places, weights, &BTreeMap::new(), &BTreeMap::new()).unwrap();
    Naive {
        sample: sample.with_lonely(Lonely::Adjust),
        rows,
    }
}

impl Naive {
    fn values(&self, measure: &Measure, inside: impl Fn(&Row) -> bool) -> Vec<Option<f64>> {
        self.rows
            .iter()
            .map(|row| value(measure, row).filter(|_| inside(row)))
            .collect()
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs() + b.abs())
}

/// Whether an estimate says what the single rows of its group say.
fn agrees(measure: &Measure, naive: &Naive, inside: impl Fn(&Row) -> bool, got: &Result<Estimate, Reason>) -> bool {
    let values = naive.values(measure, inside);
    let domain = naive.sample.domain(&values).unwrap();
    let Ok(got) = got else {
        return *got == Err(Reason::NoValidAnswers) && domain.rows() == 0;
    };
    match (got.basis, domain.mean()) {
        (Basis::Linearised(known), Ok(want)) => {
            close(known.value, want.value) && close(known.variance, want.variance) && close(known.df, want.df)
        }
        (Basis::EffectiveShare, Ok(want)) => want.value <= 1e-12 || want.value >= 1.0 - 1e-12,
        (Basis::EffectiveShare, Err(_)) => got.value <= 1e-12 || got.value >= 1.0 - 1e-12,
        (Basis::Bare, Ok(want)) => want.df <= 0.0 || got.base < 2,
        (Basis::Bare, Err(_)) => got.no_interval.is_some(),
        // All in one unit: no variance, however computed.
        (Basis::Linearised(known), Err(_)) => known.variance == 0.0,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn counts_by_unit_give_the_variance_of_single_rows(
        rows in prop::collection::vec(row(), 0..70), weighted in any::<bool>(), clustered in any::<bool>(),
    ) {
        let survey = designed(weighted, clustered);
        let scores = Scores::new(&survey, &survey.measures, tabulate(&survey, &plan(&survey), &rows), 0.95);
        for wave in 0..3_u8 {
            let name = WaveId::new(&format!("2026Q{}", wave + 1));
            let naive = naive(&survey, &rows, wave);
            for measure in survey.measures.iter().filter(|measure| measure.id != *"csi") {
                let outcome = |part| scores.get(&measure.id, &name, part).cloned();
                if let Some(total) = outcome(Part::Of(Group::Total)) {
                    prop_assert!(agrees(measure, &naive, |_| true, &total), "{} {total:?}", measure.id);
                    let part = outcome(Part::Of(Group::Level(REGION, 1))).unwrap();
                    prop_assert!(agrees(measure, &naive, |row| row.region == Some(1), &part), "{} {part:?}", measure.id);
                    let rest = outcome(Part::Rest(Group::Level(EFFORT, 2))).unwrap();
                    prop_assert!(agrees(measure, &naive, |row| row.effort != Some(2), &rest), "{} {rest:?}", measure.id);
                    let chosen = outcome(Part::Of(Group::Chosen(REASONS, 0))).unwrap();
                    let has = |row: &Row| row.reasons.is_some_and(|bits| bits & 1 == 1);
                    prop_assert!(agrees(measure, &naive, has, &chosen), "{} {chosen:?}", measure.id);
                }
            }
        }
    }

    #[test]
    fn a_difference_within_a_wave_is_that_of_single_rows(
        rows in prop::collection::vec(row(), 5..70), weighted in any::<bool>(), clustered in any::<bool>(),
    ) {
        let rows: Vec<Row> = rows.into_iter().map(|row| Row { wave: 0, ..row }).collect();
        let survey = designed(weighted, clustered);
        let counted = tabulate(&survey, &plan(&survey), &rows);
        let wave = WaveId::new("2026Q1");
        prop_assume!(!counted.waves().is_empty());
        let naive = naive(&survey, &rows, 0);
        let whole = counted.view(&wave, Group::Total).unwrap();
        let part = Group::Level(EFFORT, 2);
        let of = |group| counted.view(&wave, group).unwrap();
        let chose = |row: &Row, option: usize| row.reasons.is_some_and(|bits| bits >> option & 1 == 1);
        for measure in survey.measures.iter().filter(|measure| !matches!(measure.kind, MeasureKind::Index(_))) {
            // A group and the rest of its wave; two groups that overlap.
            let Shared::Counted(both) = counted.shared(&wave, Group::Chosen(REASONS, 0), Group::Chosen(REASONS, 1)) else {
                panic!("counted");
            };
            let rest = whole.without(part).unwrap();
            let against = difference(measure, (&of(part), &rest), None, 0.95);
            let inside = naive.values(measure, |row| row.effort == Some(2));
            let outside = naive.values(measure, |row| row.effort != Some(2));
            let pair = difference(measure, (&of(Group::Chosen(REASONS, 0)), &of(Group::Chosen(REASONS, 1))), Some(&both), 0.95);
            let first = naive.values(measure, |row| chose(row, 0));
            let second = naive.values(measure, |row| chose(row, 1));
            for (got, one, two) in [(against, inside, outside), (pair, first, second)] {
                let (one, two) = (naive.sample.domain(&one).unwrap(), naive.sample.domain(&two).unwrap());
                match (got, one.compare(&two, 0.95)) {
                    (None, want) => prop_assert!(want.is_err()),
                    (Some(got), Ok(want)) => {
                        prop_assert!(close(got.difference, want.difference));
                        let tested = want.p.filter(|_| want.standard_error.is_some_and(|error| error > 1e-9));
                        if let (Some(a), Some(b)) = (got.p, tested) {
                            prop_assert!(close(got.standard_error.unwrap(), want.standard_error.unwrap()));
                            prop_assert!((a - b).abs() < 1e-7 && got.df == want.df, "{got:?} {want:?}");
                        }
                        prop_assert!(got.p.is_some() || tested.is_none(), "{got:?} {want:?}");
                    }
                    (Some(got), Err(_)) => prop_assert!(got.p.is_none()),
                }
            }
        }
    }

    #[test]
    fn parts_add_up_and_their_order_does_not_show(rows in prop::collection::vec(row(), 0..60), cut in 0_usize..60) {
        for clustered in [true, false] {
            let survey = designed(false, clustered);
            let plan = plan(&survey);
            let whole = tabulate(&survey, &plan, &rows);
            let (first, second) = rows.split_at(cut.min(rows.len()));
            let mut sum = tabulate(&survey, &plan, first);
            sum.merge(&tabulate(&survey, &plan, second));
            prop_assert!(sum == whole);
            let mut turned = tabulate(&survey, &plan, second);
            turned.merge(&tabulate(&survey, &plan, first));
            prop_assert!(turned == whole);

            let survey = designed(true, clustered);
            let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
            let scores = |rows: &[Row]| Scores::new(&survey, &survey.measures, tabulate(&survey, &plan, rows), 0.95);
            for (a, b) in scores(&rows).all().zip(scores(&backwards).all()) {
                match (a.outcome, b.outcome) {
                    (Ok(a), Ok(b)) => {
                        prop_assert!((a.value - b.value).abs() <= 1e-12 * a.value.abs().max(1.0));
                        prop_assert_eq!(a.method, b.method);
                        if let (Some(a), Some(b)) = (a.interval, b.interval) {
                            prop_assert!((a.low - b.low).abs() <= 1e-9 * (1.0 + a.low.abs()));
                        }
                    }
                    (a, b) => prop_assert_eq!(a.as_ref().err(), b.as_ref().err()),
                }
            }
        }
    }
}

fn someone(region: u16, minutes: Option<u8>, overall: u16) -> Row {
    Row {
        wave: 0,
        overall: Some(overall),
        effort: Some(0),
        recommend: None,
        reasons: None,
        minutes,
        region: Some(region),
        weight: 1.0,
    }
}

#[test]
fn a_stratum_with_one_unit_is_named_and_gives_no_interval() {
    let mut survey = Survey::clone(&designed(false, true));
    survey.design.as_mut().unwrap().lonely = Lonely::Error;
    let survey = Arc::new(survey);
    let rows = [
        someone(0, Some(1), 4),
        someone(0, Some(2), 2),
        someone(1, Some(1), 3),
        someone(1, Some(1), 1),
    ];
    let counted = tabulate(&survey, &plan(&survey), &rows);
    let faults = counted.design_faults();
    assert_eq!(faults.len(), 1);
    assert_eq!(
        (faults[0].stratum, faults[0].kind),
        (Some(1), DesignFaultKind::LonelyUnit)
    );
    let scores = Scores::new(&survey, &survey.measures, counted, 0.95);
    let mean = survey.measure("mean").unwrap();
    let total = scores
        .of(&mean.id, &WaveId::new("2026Q1"), Group::Total)
        .unwrap()
        .clone()
        .unwrap();
    assert!((total.value - 3.5).abs() < 1e-12);
    assert_eq!((total.interval, total.no_interval), (None, Some(Reason::LonelyPsu)));
}

#[test]
fn a_response_without_a_unit_is_counted_apart() {
    let survey = designed(false, true);
    let rows = [
        someone(0, Some(1), 4),
        someone(0, None, 2),
        Row {
            region: None,
            ..someone(0, Some(1), 3)
        },
    ];
    let counted = tabulate(&survey, &plan(&survey), &rows);
    assert_eq!(counted.without_unit(), 2);
    assert_eq!(counted.view(&WaveId::new("2026Q1"), Group::Total).unwrap().rows().n, 1);
}

#[test]
fn units_behind_a_filter_stay_in_the_design() {
    // By hand: units with sums of overall 5 and 3+1 behind the filter, a third unit without: z̄ = 0 over three units.
    let survey = designed(false, true);
    let rows = [
        someone(0, Some(1), 4),
        someone(0, Some(2), 2),
        someone(0, Some(2), 0),
        Row {
            effort: Some(1),
            ..someone(0, Some(3), 0)
        },
    ];
    let mut filtered = Plan::clone(&plan(&survey));
    filtered.filter = Some(condition(&survey, "effort = 1"));
    let scores = Scores::new(
        &survey,
        &survey.measures,
        tabulate(&survey, &Arc::new(filtered), &rows),
        0.95,
    );
    let mean = survey.measure("mean").unwrap();
    let total = scores
        .of(&mean.id, &WaveId::new("2026Q1"), Group::Total)
        .unwrap()
        .clone()
        .unwrap();
    let Basis::Linearised(known) = total.basis else {
        panic!("{total:?}")
    };
    // Mean 3 of 5, 3, 1; influences 2/3, (0 − 2)/3, 0; V = 3/2 · (4/9 + 4/9); two units with answers in one stratum.
    assert!((known.value - 3.0).abs() < 1e-12 && (known.variance - 4.0 / 3.0).abs() < 1e-12);
    assert!((known.df - 1.0).abs() < 1e-12);
}
