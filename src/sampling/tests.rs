//! People, rates and quotas on a sample that can be counted by hand.

use super::*;
use crate::model::Calendar;
use crate::model::SampleColumns;
use crate::model::SampleLink;
use crate::model::Survey;
use crate::model::WaveId;
use std::collections::BTreeMap;

const DEFINITION: &str = "id: s\ntitle: S\nlanguages: [en, zh]\npages:\n  - id: p\n    questions:\n      - {id: q, kind: rating, scale: nps, text: {en: Q, zh: Q}}\n";

fn survey() -> Survey {
    let source = std::sync::Arc::new(crate::diagnostic::Source {
        name: "surveys/s.yaml".to_owned(),
        text: DEFINITION.to_owned(),
    });
    crate::definition::read(&source).0.unwrap()
}

fn link() -> SampleLink {
    let column = |name: &str| Some(name.to_owned());
    SampleLink {
        file: "people.csv".to_owned(),
        key: None,
        id: "id".to_owned(),
        fills: Vec::new(),
        attributes: vec!["region".to_owned()],
        columns: SampleColumns {
            invited: column("invited"),
            delivered: column("arrived"),
            wave: column("wave"),
            language: column("language"),
            channel: None,
            opted_out: column("out"),
        },
    }
}

const PEOPLE: &str = "\
1,east,2026-10-01,yes,2026Q4,en,
2,east,2026-10-01,no,2026Q4,,
3,east,2026-10-01,,2026Q4,,yes
4,north,2026-10-02T09:00:00Z,,,zh,
5,north,2026-10-02,2026-10-03,2026Q4,,
6,north,,,2026Q4,,
7,north,2026-07-01,,2026Q3,,
";

fn people(text: &str) -> (People, Vec<crate::diagnostic::Problem>) {
    let header: Vec<String> = ["id", "region", "invited", "arrived", "wave", "language", "out"]
        .map(str::to_owned)
        .to_vec();
    let rows = text.lines().zip(2..).map(|(line, number)| Row {
        line: number,
        cells: line.split(',').map(str::to_owned).collect(),
    });
    People::read(
        &survey(),
        &link(),
        &Calendar::quarterly_utc(),
        "samples/people.csv",
        &header,
        rows.collect(),
    )
}

fn known() -> (Vec<Vec<String>>, BTreeMap<String, Completeness>) {
    let keys = (1..=7)
        .map(|n| vec![format!("link-{n}"), format!("file-{n}")])
        .collect();
    let answers = [
        ("link-1", Completeness::Complete),
        ("file-3", Completeness::Partial),
        ("link-4", Completeness::BreakOff),
        ("file-4", Completeness::Complete),
        ("link-9", Completeness::Complete),
    ];
    (keys, answers.map(|(name, outcome)| (name.to_owned(), outcome)).into())
}

#[test]
fn people_are_read_as_the_definition_says() {
    let (people, problems) = people(PEOPLE);
    assert_eq!(problems, []);
    assert!(people.dated);
    let first = &people.all[0];
    assert_eq!(
        (first.delivered, first.opted_out, first.language.as_deref()),
        (Some(true), false, Some("en"))
    );
    // 20,727 days from 1970-01-01 to 2026-10-01: 56 years of 365 days, 14 leap days, 273 days.
    assert_eq!(first.invited, Some(56 * 365 + 14 + 273));
    assert_eq!(people.all[3].invited, Some(56 * 365 + 14 + 274));
    assert_eq!(
        (people.all[1].delivered, people.all[4].delivered),
        (Some(false), Some(true))
    );
    assert!(people.all[2].opted_out && people.all[5].invited.is_none());
    assert_eq!(people.cell(&people.all[6], "region"), "north");
    let wave = WaveId::new("2026Q3");
    let asked: Vec<&str> = people.of_wave(Some(&wave)).map(|person| person.id.as_str()).collect();
    assert_eq!(asked, ["4", "7"], "who has no wave is asked in every one");
}

#[test]
fn what_cannot_be_read_is_told_and_passed_over() {
    let (people, problems) = people("1,east,soon,maybe,2026Q9,fr,\n1,north,,,,,\n,west,,,,,\n");
    let codes: Vec<&str> = problems.iter().map(|problem| problem.rule.code).collect();
    assert_eq!(codes, ["MY218"; 4]);
    assert_eq!(people.all.len(), 1);
    assert_eq!((people.all[0].invited, people.all[0].delivered), (None, None));
    let header = ["id".to_owned()];
    let (_, problems) = People::read(&survey(), &link(), &Calendar::quarterly_utc(), "x", &header, Vec::new());
    assert_eq!(problems.len(), 6);
    assert!(problems.iter().all(|problem| problem.rule.code == "MY217"));
}

#[test]
fn rates_add_up_by_hand() {
    let (people, _) = people(PEOPLE);
    let (keys, answers) = known();
    let outcomes = outcomes(&people, &keys, &answers);
    assert_eq!(
        outcomes[3],
        Some(Completeness::Complete),
        "the best of two responses counts"
    );
    let wave = WaveId::new("2026Q4");
    let rates = rates(&people, &outcomes, Some(&wave), Some("region"));
    // East: 1 complete, 2 undelivered, 3 partial although opted out. North: 4 complete, 5 silent; 6 is not invited yet, 7 is of
    // another wave.
    let east = Rate {
        group: "east".to_owned(),
        invited: 3,
        undelivered: 1,
        refused: 0,
        complete: 1,
        partial: 1,
        break_off: 0,
    };
    let north = Rate {
        group: "north".to_owned(),
        invited: 2,
        complete: 1,
        ..Rate::default()
    };
    assert_eq!(rates.groups, [east.clone(), north]);
    assert_eq!((rates.total.invited, rates.total.silent()), (5, 1));
    assert_eq!(rates.total.complete_rate(), Some(2.0 / 5.0));
    assert_eq!(rates.total.any_rate(), Some(3.0 / 5.0));
    assert_eq!(Rate::default().complete_rate(), None);
    let json = serde_json::to_value(&rates).unwrap();
    assert_eq!(
        (&json["wave"], &json["groups"][0]["group"]),
        (&"2026Q4".into(), &"east".into())
    );
}

#[test]
fn a_sample_without_days_was_invited_whole() {
    let mut link = link();
    link.columns = SampleColumns::default();
    let rows = vec![Row {
        line: 2,
        cells: vec!["1".into(), "east".into()],
    }];
    let header = ["id".to_owned(), "region".to_owned()];
    let (people, problems) = People::read(&survey(), &link, &Calendar::quarterly_utc(), "x", &header, rows);
    assert_eq!(problems, []);
    assert_eq!(rates(&people, &[None], None, None).total.invited, 1);
}
