//! Rows are settled, counted and told apart.

use super::super::testing::*;
use super::super::*;
use super::Rows;
use crate::model::Calendar;
use crate::model::Condition;
use crate::model::Missing;
use crate::model::WaveId;
use crate::response::BatchFrame;
use crate::response::Cell;
use proptest::prelude::*;
use std::sync::Arc;

fn need(filter: Option<Arc<Condition>>) -> Need {
    Need {
        wanted: Wanted::Rows(vec![OVERALL, MINUTES, REGION, REASONS, OVERALL]),
        filter,
    }
}

/// The rows of `parts`, each a batch of its own, counted together and merged.
fn gathered(weighted: bool, filter: Option<&str>, parts: &[&[Row]]) -> Rows {
    let survey = survey(weighted);
    let need = need(filter.map(|text| condition(&survey, text)));
    let plan = Arc::new(Plan {
        filter: Some(condition(&survey, "minutes != 5")),
        ..Plan::new(&survey, &survey.segments, [need.clone()])
    });
    let calendar = Calendar::quarterly_utc();
    let counted = parts.iter().map(|rows| {
        let mut tabulator = Tabulator::new(Arc::clone(&survey), Arc::clone(&plan));
        // Two batches for each part: batches and tabulations both add up.
        for rows in rows.chunks(rows.len().div_ceil(2).max(1)) {
            tabulator.add(&BatchFrame::new(&batch(&survey, rows), &calendar));
        }
        tabulator.finish()
    });
    let mut sum = Tabulator::new(Arc::clone(&survey), Arc::clone(&plan)).finish();
    counted.for_each(|more| sum.merge(&more));
    sum.listed(&need).unwrap().clone()
}

proptest! {
    #[test]
    fn rows_agree_with_a_row_loop(rows in prop::collection::vec(row(), 0..60), weighted in any::<bool>()) {
        let survey = survey(weighted);
        let found = gathered(weighted, Some("overall >= 2"), &[&rows]);
        // Three-valued: a response without minutes or without a rating does not count.
        let counts = |row: &&Row| {
            row.minutes.is_some_and(|minutes| minutes != 5)
                && row.overall.is_some_and(|position| position >= 1)
                && (!weighted || row.weight > 0.0)
        };
        let mut want: Vec<_> = rows
            .iter()
            .filter(counts)
            .map(|row| {
                let weight = if weighted { row.weight } else { 1.0 };
                (row.wave, row.overall, row.minutes, row.region.unwrap_or(99), row.reasons, weight)
            })
            .collect();
        want.sort_by(|a, b| a.partial_cmp(b).unwrap());
        prop_assert_eq!(found.len(), want.len());
        let all: Vec<usize> = (0..found.len()).collect();
        let overall = found.numbers(&survey, OVERALL, &all);
        let mut got: Vec<_> = all
            .iter()
            .map(|at| {
                let wave = found.wave(*at).as_str().as_bytes()[5] - b'1';
                let minutes = match found.cell(MINUTES, *at).unwrap() {
                    // Whole minutes from 0 to 5 in the generator.
                    Cell::Number(minutes) => (0_u8..6).find(|whole| (f64::from(*whole) - minutes).abs() < 1e-12),
                    _ => None,
                };
                let region = match found.cell(REGION, *at).unwrap() {
                    Cell::Option(level) => level,
                    _ => 99,
                };
                let reasons = match found.cell(REASONS, *at).unwrap() {
                    Cell::Multiple(bits) => Some(bits),
                    kind => {
                        assert_eq!(kind, Cell::Missing(Missing::NotAsked));
                        None
                    }
                };
                let position = (0_u16..5).find(|point| Ok(f64::from(*point + 1)) == overall[*at]);
                (wave, position, minutes, region, reasons, found.weight(*at))
            })
            .collect();
        got.sort_by(|a, b| a.partial_cmp(b).unwrap());
        prop_assert_eq!(got, want);
    }

    #[test]
    fn neither_order_nor_splitting_changes_a_row(rows in prop::collection::vec(row(), 0..60), cut in 0_usize..60) {
        let whole = gathered(true, None, &[&rows]);
        let (first, second) = rows.split_at(cut.min(rows.len()));
        prop_assert_eq!(&gathered(true, None, &[first, second]), &whole);
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        prop_assert_eq!(&gathered(true, None, &[&backwards]), &whole);
    }

    #[test]
    fn groups_of_a_wave_are_its_rows(rows in prop::collection::vec(row(), 0..60)) {
        let found = gathered(false, None, &[&rows]);
        for wave in found.waves() {
            let total = found.of(wave, Group::Total);
            let parts = (0..3).map(|level| Group::Level(REGION, level)).chain([Group::Unknown(REGION)]);
            let mut together: Vec<usize> = parts.flat_map(|part| found.of(wave, part)).collect();
            together.sort_unstable();
            prop_assert_eq!(&together, &total);
            // Keys tell regions apart and nothing else.
            for (row, key) in total.iter().zip(found.keys(&[REGION], &total)) {
                for (other, same) in total.iter().zip(found.keys(&[REGION], &total)) {
                    let alike = found.cell(REGION, *row) == found.cell(REGION, *other);
                    prop_assert_eq!(key == same, alike);
                }
            }
        }
    }
}

#[test]
fn a_rating_is_the_value_of_its_point_and_a_missing_answer_keeps_its_kind() {
    let survey = survey(false);
    let row = |overall, minutes| Row {
        wave: 0,
        overall,
        effort: None,
        recommend: None,
        reasons: None,
        minutes: Some(minutes),
        region: None,
        weight: 1.0,
    };
    let found = gathered(false, None, &[&[row(None, 1), row(Some(4), 0)]]);
    assert_eq!(found.variables(), [OVERALL, MINUTES, REGION, REASONS]);
    let wave = found.of(&WaveId::new("2026Q1"), Group::Total);
    assert_eq!(found.numbers(&survey, OVERALL, &wave), [Ok(5.0), Err(Missing::Skipped)]);
    assert_eq!(found.numbers(&survey, MINUTES, &wave), [Ok(0.0), Ok(1.0)]);
    assert_eq!(
        found.numbers(&survey, EFFORT, &wave),
        [Err(Missing::NotInVersion), Err(Missing::NotInVersion)]
    );
    assert_eq!(found.keys(&[REGION], &wave), [None, None]);
    assert_eq!(found.keys(&[MINUTES], &wave), [Some(0), Some(1)]);
    assert!(found.of(&WaveId::new("2026Q2"), Group::Total).is_empty());
}
