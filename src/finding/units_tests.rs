//! Laws of units: leagues, and what a unit may see of the others.

use super::tests::found;
use super::tests::scores;
use super::tests::wave;
use super::*;
use crate::model::Id;
use crate::model::ReportSettings;
use crate::tabulation::Group;
use crate::tabulation::testing::REGION;
use proptest::prelude::*;

fn ask() -> Ask {
    Ask {
        rest: true,
        units: Some(REGION),
        ..Ask::default()
    }
}

fn unit(at: usize) -> Group {
    Group::Level(REGION, at)
}

fn csat() -> Id {
    Id::new("csat")
}

/// Satisfied and not in each of three regions.
fn three(counts: [(usize, usize); 3]) -> crate::measure::Scores {
    let rows: Vec<(u8, u16, u16, usize)> = counts
        .iter()
        .zip(0_u16..)
        .flat_map(|((good, bad), region)| [(0, 4, region, *good), (0, 1, region, *bad)])
        .collect();
    scores(&rows)
}

#[test]
fn units_are_a_family_of_their_own() {
    let scores = three([(80, 20), (50, 50), (60, 40)]);
    let findings = found(&scores, &ask());
    let change = findings.rest(&csat(), &wave("2026Q1"), unit(1)).unwrap();
    assert_eq!(
        (change.family.as_str(), change.family_size),
        ("units/csat/rest/2026Q1", 3)
    );
    assert_eq!(change.correction, Correction::BenjaminiHochberg);
    // By hand: rest 140 of 200 against 50 of 100, pooled z = −0.2/√(0.6333·0.3667·(1/100 + 1/200)) = −3.389; 3·p/1 of the
    // smallest of three p-values, or p of the largest: here 80 of 100 against 110 of 200 is smaller still (z = 4.235).
    assert!(
        (change.comparison.statistic.unwrap() + 3.389).abs() < 5e-3,
        "{:?}",
        change.comparison
    );
    let declared = found(
        &scores,
        &Ask {
            rest: true,
            ..Ask::default()
        },
    );
    let same = declared.rest(&csat(), &wave("2026Q1"), unit(1)).unwrap();
    assert!(same.family.starts_with("segments/"), "{}", same.family);
}

#[test]
fn who_is_hidden_takes_no_part_in_the_league() {
    let scores = three([(80, 20), (2, 1), (40, 40)]);
    let findings = found(&scores, &ask());
    let settings = ReportSettings::default();
    let standings = Standings {
        scores: &scores,
        findings: &findings,
        settings: &settings,
        hides: true,
    };
    let measure = scores.measure("csat").unwrap();
    let league = standings.league(measure, &wave("2026Q1"), REGION);
    let hidden: Vec<Group> = league
        .rows
        .iter()
        .filter(|row| row.estimate.is_none())
        .map(|row| row.group)
        .collect();
    // The smallest of the others goes with it: alone it could be worked out.
    assert_eq!(hidden, [unit(1), unit(2)]);
    assert!(
        league
            .rows
            .iter()
            .all(|row| row.place.is_none() && (row.estimate.is_some() || row.rest.is_none()))
    );
    assert!(league.population.is_err(), "one unit has nobody to be drawn to");
    let shown = Standings {
        hides: false,
        ..standings
    };
    let all = shown.league(measure, &wave("2026Q1"), REGION);
    assert!(all.rows.iter().all(|row| row.place.is_some()));
}

proptest! {
    #[test]
    fn drawn_scores_lie_between_the_unit_and_the_mean_and_give_the_order(
        counts in prop::array::uniform3((10_usize..120, 10_usize..120)),
    ) {
        let scores = three(counts);
        let findings = found(&scores, &ask());
        let settings = ReportSettings::default();
        let standings = Standings { scores: &scores, findings: &findings, settings: &settings, hides: true };
        let league = standings.league(scores.measure("csat").unwrap(), &wave("2026Q1"), REGION);
        let all = league.population.unwrap();
        let places: Vec<Place> = league.rows.iter().filter_map(|row| row.place).collect();
        prop_assert_eq!(places.len(), 3);
        for (row, place) in league.rows.iter().zip(&places) {
            let own = row.estimate.as_ref().unwrap().value;
            let (low, high) = (own.min(all.mean), own.max(all.mean));
            prop_assert!((low - 1e-9..=high + 1e-9).contains(&place.drawn.value));
        }
        prop_assert!(places.windows(2).all(|pair| pair[0].drawn.value >= pair[1].drawn.value));
        let ranks: f64 = places.iter().map(|place| place.rank.expected).sum();
        prop_assert!((ranks - 6.0).abs() < 1e-9);
        // The best first: no unit with a higher drawn score and the same variance has a worse rank.
        prop_assert!(places[0].rank.expected <= places[2].rank.expected + 1e-9);
    }

    #[test]
    fn the_rest_is_seen_where_it_is_more_than_one_other_unit(counts in prop::array::uniform3(0_usize..60)) {
        let scores = three(counts.map(|many| (many, many / 2)));
        let seen = RestSeen::of(&scores, REGION, &wave("2026Q1"));
        let bases = counts.map(|many| many + many / 2);
        for at in 0..3 {
            let others: Vec<usize> = (0..3).filter(|other| *other != at).map(|other| bases[other]).collect();
            let both = others.iter().all(|base| *base > 0);
            let largest = others.iter().copied().max().unwrap() as f64;
            let wanted = both && largest <= 0.8 * others.iter().sum::<usize>() as f64;
            prop_assert_eq!(seen.is_seen(&csat(), unit(at)), wanted, "{:?} of {:?}", at, bases);
        }
    }

    #[test]
    fn every_comparison_is_found_by_its_figure(counts in prop::array::uniform3((0_usize..40, 0_usize..40))) {
        let scores = three(counts);
        let findings = found(&scores, &ask());
        for change in &findings.changes {
            prop_assert_eq!(findings.rest(&change.measure, &change.wave, change.group), Some(change));
        }
    }
}
