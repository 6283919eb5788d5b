//! Responses drawn by hand, and what each is flagged for.

use super::*;
use crate::diagnostic::Source;
use crate::model::Calendar;
use crate::model::Missing;
use crate::model::Survey;
use crate::response::Batch;
use crate::response::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;

const SURVEY: &str = "\
id: care
title: Care
languages: [en]
pages:
  - id: first
    questions:
      - {id: came, kind: choice, text: Were you here, options: [yes_i_was, not_yet]}
      - {id: when, kind: number, text: How often, show_if: came = \"yes_i_was\"}
      - id: battery
        kind: matrix
        scale: satisfaction5
        text: And this
        rows: [{id: a, text: A}, {id: b, text: B}, {id: c, text: C}, {id: d, text: D}, {id: e, text: E}]
  - id: second
    questions:
      - {id: check, kind: rating, scale: satisfaction5, text: Choose four here, attention: \"satisfied\"}
      - {id: words, kind: text, text: Why}
";

fn survey() -> Survey {
    let source = Arc::new(Source {
        name: "care.yaml".to_owned(),
        text: SURVEY.to_owned(),
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

/// A response: minutes, minute sent, choice, times, battery, check, words.
struct Person<'a> {
    id: &'a str,
    minutes: i64,
    sent: i64,
    came: Option<u16>,
    times: Option<f64>,
    battery: [Option<u16>; 5],
    check: Option<u16>,
    words: &'a str,
    who: &'a str,
}

const PLAIN: Person<'static> = Person {
    id: "plain",
    minutes: 6,
    sent: 0,
    came: Some(0),
    times: Some(2.0),
    battery: [Some(3), Some(4), Some(2), Some(3), Some(4)],
    check: Some(3),
    words: "",
    who: "",
};

fn batch(survey: &Survey, people: &[Person<'_>]) -> Batch {
    let mut batch = Batch::empty(survey);
    let at = |id: &str| survey.find(id).unwrap().0;
    for person in people {
        let wave = batch.wave_position(&WaveId::new("2026Q1"));
        let meta = &mut batch.meta;
        meta.response_id.push(Cell::Text(person.id));
        let name = if person.who.is_empty() {
            Cell::Missing(Missing::Skipped)
        } else {
            Cell::Text(person.who)
        };
        meta.respondent.push(name);
        let sent = 1_000_000 + person.sent * 60;
        meta.submitted.push(sent);
        meta.started.push(sent - person.minutes * 60);
        meta.modified.push(sent);
        meta.wave.push(wave);
        meta.language.push(Cell::Text("en"));
        meta.line.push(0);
        let code = |answer: Option<u16>| answer.map_or(Cell::Missing(Missing::Skipped), Cell::Option);
        batch.columns[at("came")].push(code(person.came));
        batch.columns[at("when")].push(match person.times {
            Some(times) => Cell::Number(times),
            None => Cell::Missing(Missing::NotAsked),
        });
        for (row, answer) in ["a", "b", "c", "d", "e"].iter().zip(person.battery) {
            batch.columns[at(&format!("battery.{row}"))].push(code(answer));
        }
        batch.columns[at("check")].push(code(person.check));
        let words = if person.words.is_empty() {
            Cell::Missing(Missing::Skipped)
        } else {
            Cell::Text(person.words)
        };
        batch.columns[at("words")].push(words);
    }
    batch
}

fn flags(people: &[Person<'_>], policy: &Policy) -> BTreeMap<String, Vec<(Rule, f64)>> {
    let survey = survey();
    let traits = gather(&survey, &Calendar::quarterly_utc(), &batch(&survey, people), policy);
    let judged = judge(&survey, &traits, policy);
    let numbers = |one: &Judged| one.flags.iter().map(|flag| (flag.rule, flag.number)).collect();
    judged.iter().map(|one| (one.response.clone(), numbers(one))).collect()
}

#[test]
fn one_who_takes_less_than_a_third_of_the_median_is_a_speeder() {
    let ids: Vec<String> = (0..10).map(|at| format!("p{at}")).collect();
    let mut people: Vec<Person<'_>> = ids.iter().map(|id| Person { id, ..PLAIN }).collect();
    // The median of ten times six and one is six: less than two is too fast, two is not.
    people.push(Person {
        id: "fast",
        minutes: 1,
        ..PLAIN
    });
    people.push(Person {
        id: "brisk",
        minutes: 2,
        ..PLAIN
    });
    assert_eq!(
        flags(&people, &Policy::default()),
        BTreeMap::from([("fast".to_owned(), vec![(Rule::Speeder, 1.0)])])
    );
    // Eight answered items (one choice, one number, five rows, the check) at 20 seconds are 2.7 minutes.
    let slow = Policy {
        limits: Limits {
            seconds_per_item: Some(20.0),
            ..Limits::default()
        },
        ..Policy::default()
    };
    let found = flags(&people, &slow);
    assert!(
        found.contains_key("brisk") && found.contains_key("fast") && found.len() == 2,
        "{found:?}"
    );
    // Too few to know a median.
    assert!(flags(&people[5..], &Policy::default()).is_empty());
}

#[test]
fn one_answer_to_a_whole_battery_is_a_straight_line_and_four_of_five_are_not() {
    let same = Person {
        id: "same",
        battery: [Some(4); 5],
        ..PLAIN
    };
    let gap = Person {
        id: "gap",
        battery: [Some(4), Some(4), Some(4), Some(4), None],
        ..PLAIN
    };
    let found = flags(&[same, gap], &Policy::default());
    assert_eq!(
        found,
        BTreeMap::from([("same".to_owned(), vec![(Rule::StraightLine, 5.0)])])
    );
}

#[test]
fn attention_contradiction_blanks_and_keys_are_found() {
    let failed = Person {
        id: "failed",
        check: Some(0),
        ..PLAIN
    };
    let outside = Person {
        id: "outside",
        came: Some(1),
        ..PLAIN
    };
    let blank = Person {
        id: "blank",
        times: None,
        battery: [None; 5],
        check: None,
        came: Some(1),
        ..PLAIN
    };
    let keys = Person {
        id: "keys",
        words: "asdfghj",
        ..PLAIN
    };
    let found = flags(&[failed, outside, blank, keys, PLAIN], &Policy::default());
    let of = |id: &str| found[id].iter().map(|(rule, _)| *rule).collect::<Vec<_>>();
    assert_eq!(of("failed"), [Rule::Attention]);
    assert_eq!(of("outside"), [Rule::Impossible]);
    // Seven of eight that were asked: the five rows, the check, the words.
    assert_eq!(found["blank"], [(Rule::Blank, 7.0 / 8.0)]);
    assert_eq!(of("keys"), [Rule::Gibberish]);
    assert!(!found.contains_key("plain"));
}

#[test]
fn the_same_long_words_are_a_copy_and_many_equal_short_answers_are_not() {
    let words = "The queue was long and nobody told us why";
    let one = Person {
        id: "one",
        sent: 0,
        words,
        ..PLAIN
    };
    let two = Person {
        id: "two",
        sent: 500,
        words,
        ..PLAIN
    };
    let short = ["s1", "s2", "s3"].map(|id| Person {
        id,
        words: "good",
        ..PLAIN
    });
    let [s1, s2, s3] = short;
    let found = flags(&[two, one, s1, s2, s3], &Policy::default());
    assert_eq!(found.keys().collect::<Vec<_>>(), ["two"], "the one sent first stays");
    assert_eq!(found["two"][0].0, Rule::Duplicate);
}

#[test]
fn a_person_who_answers_again_is_flagged_once() {
    let first = Person {
        id: "first",
        who: "k1",
        ..PLAIN
    };
    let again = Person {
        id: "again",
        who: "k1",
        sent: 9,
        came: Some(1),
        times: None,
        ..PLAIN
    };
    let other = Person {
        id: "other",
        who: "k2",
        ..PLAIN
    };
    let found = flags(&[again, first, other], &Policy::default());
    assert_eq!(found.keys().collect::<Vec<_>>(), ["again"]);
}

#[test]
fn a_rule_leaves_out_only_where_the_policy_says_so() {
    let people = || {
        [
            Person {
                id: "failed",
                check: Some(0),
                battery: [Some(4); 5],
                ..PLAIN
            },
            PLAIN,
        ]
    };
    let survey = survey();
    let settle = |policy: Policy| {
        let traits = gather(&survey, &Calendar::quarterly_utc(), &batch(&survey, &people()), &policy);
        let judged = judge(&survey, &traits, &policy);
        Settled { policy, judged }
    };
    assert!(settle(Policy::default()).excluded().is_empty());
    let strict = Policy {
        actions: BTreeMap::from([(Rule::Attention, Action::Exclude)]),
        ..Policy::default()
    };
    let settled = settle(strict);
    assert_eq!(settled.excluded().into_iter().collect::<Vec<_>>(), ["failed"]);
    let (all, by) = &settled.left_out()[&WaveId::new("2026Q1")];
    assert_eq!((*all, by.clone()), (1, BTreeMap::from([(Rule::Attention, 1)])));
    let off = Policy {
        actions: Rule::ALL.into_iter().map(|rule| (rule, Action::Off)).collect(),
        ..Policy::default()
    };
    assert!(settle(off).judged.is_empty());
}

#[test]
fn the_summary_adds_up_and_names_the_worst_item() {
    let survey = survey();
    let policy = Policy {
        actions: BTreeMap::from([(Rule::Attention, Action::Exclude)]),
        ..Policy::default()
    };
    let people = [
        PLAIN,
        Person {
            id: "failed",
            check: Some(0),
            ..PLAIN
        },
        Person {
            id: "blank",
            came: Some(1),
            times: None,
            battery: [None; 5],
            check: None,
            ..PLAIN
        },
    ];
    let traits = gather(&survey, &Calendar::quarterly_utc(), &batch(&survey, &people), &policy);
    let judged = judge(&survey, &traits, &policy);
    let words = survey.find("words").unwrap();
    let mut counts = vec![(3, 0); survey.variables.len()];
    counts[words.0] = (3, 3);
    counts[survey.find("battery.a").unwrap().0] = (3, 1);
    let blanks = BTreeMap::from([(WaveId::new("2026Q1"), counts)]);
    let all = summaries(&survey, &traits, &judged, &blanks, &policy);
    let one = &all[0];
    assert_eq!((one.started, one.complete, one.partial, one.broke_off), (3, 2, 0, 1));
    assert_eq!((one.excluded, one.counted), (1, 2));
    let worst: Vec<(&str, u64)> = one
        .worst
        .iter()
        .map(|blank| (blank.item.as_str(), blank.blank))
        .collect();
    assert_eq!(worst, [("words", 3), ("battery.a", 1)]);
}
