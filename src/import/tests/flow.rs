//! Conditions of pages, options and rows, over whole files.

use super::Read;
use super::read_as;
use crate::diagnostic::Source;
use crate::logic::Missing;
use crate::logic::Value;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::response::Cell;
use crate::route;
use crate::route::Respondent;
use crate::route::testing::Dice;
use crate::route::testing::answer;
use crate::route::testing::drawn;
use std::fmt::Write;
use std::sync::Arc;

/// A survey of these pages.
pub(super) fn defined(rest: &str) -> Survey {
    let text = format!("id: example\ntitle: Example\nlanguages: [en]\n{rest}");
    let source = Arc::new(Source {
        name: "surveys/example.yaml".to_owned(),
        text,
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

fn shop(csv: &str) -> Read {
    let survey = defined(
        r#"
pages:
  - id: first
    questions:
      - {id: tried, kind: multiple, text: Which have you tried?, options: [phone, tablet, {id: none, exclusive: true}]}
      - id: best
        kind: choice
        text: Which is best?
        options:
          - {id: phone, show_if: 'tried has "phone"'}
          - {id: tablet, show_if: 'tried has "tablet"'}
      - id: again
        kind: multiple
        text: Which would you buy again?
        options:
          - {id: phone, show_if: 'tried has "phone"'}
          - {id: other, other: true, show_if: 'tried has "tablet"'}
          - nothing
      - id: service
        kind: matrix
        scale: stars5
        text: Rate us
        rows:
          - {id: speed, text: Speed}
          - {id: repair, text: Repair, show_if: 'best = "phone"'}
  - id: second
    show_if: count(tried) >= 2
    questions:
      - {id: why, kind: text, text: Why two?}
"#,
    );
    read_as(survey, csv.as_bytes(), |_| {})
}

#[test]
fn an_option_that_was_not_offered_is_no_answer() {
    let read = shop(
        "id,wave,tried,best,service.speed,service.repair,why\n\
         1,2026Q1,phone|tablet,phone,4,5,both\n\
         2,2026Q1,tablet,phone,4,5,one\n\
         3,2026Q1,none,tablet,4,,\n\
         4,2026Q1,,,,,\n",
    );
    assert_eq!(
        read.answers("best"),
        ["phone", "<invalid>", "<not_asked>", "<not_asked>"]
    );
    // What depended on the answer goes with it.
    assert_eq!(
        read.answers("service.repair"),
        ["5", "<not_asked>", "<not_asked>", "<not_asked>"]
    );
    assert_eq!(read.answers("service.speed"), ["4", "4", "4", "<not_reached>"]);
    assert_eq!(
        read.answers("why"),
        ["both", "<not_asked>", "<not_asked>", "<not_asked>"]
    );
    assert_eq!(
        read.reasons(),
        [
            ("not_offered", "phone", 3),
            ("routed_out", "5", 3),
            ("routed_out", "one", 3),
            ("routed_out", "tablet", 4)
        ]
    );
    assert_eq!(read.codes().iter().filter(|code| **code == "MY345").count(), 1);
    assert_eq!(read.summary.counts.invalid_cells, 0, "nothing was unreadable");
    assert_eq!(read.summary.counts.routed_out, 4);
}

#[test]
fn of_several_options_those_that_were_offered_stay() {
    let read = shop(
        "id,wave,tried,again,again.other\n\
         1,2026Q1,phone,phone|other|nothing,a watch\n\
         2,2026Q1,tablet,phone,a watch\n\
         3,2026Q1,tablet,other,a watch\n",
    );
    assert_eq!(read.answers("again"), ["phone+nothing", "<invalid>", "other"]);
    assert_eq!(read.answers("again.other"), ["<not_asked>", "a watch", "a watch"]);
    assert_eq!(
        read.reasons(),
        [
            ("not_offered", "other", 2),
            ("routed_out", "a watch", 2),
            ("not_offered", "phone", 3)
        ]
    );
}

#[test]
fn columns_of_options_are_judged_one_by_one() {
    let read = shop(
        "id,wave,tried.phone,tried.tablet,again.phone,again.other option,again.nothing\n\
         1,2026Q1,1,0,1,,1\n\
         2,2026Q1,0,1,1,,1\n",
    );
    assert_eq!(read.answers("again"), ["phone+nothing", "nothing"]);
    assert_eq!(read.reasons(), [("not_offered", "1", 3)]);
}

#[test]
fn what_cannot_be_judged_stands_as_it_is() {
    let read = shop("id,wave,best,why\n1,2026Q1,phone,because\n");
    assert_eq!(read.answers("best"), ["phone"]);
    assert_eq!(read.answers("why"), ["because"]);
    assert!(read.reasons().is_empty());
}

const RATED: &str = r#"
pages:
  - id: first
    questions:
      - {id: used, kind: multiple, text: What did you use?, options: [{id: app, text: App}, {id: web, text: Web}, {id: none, exclusive: true}]}
  - id: rated
    loop: {over: used}
    questions:
      - {id: good, kind: rating, scale: stars5, text: How good was it?}
      - {id: why, kind: text, text: "Why is {{ entity }} bad?", show_if: good <= 2}
      - id: service
        kind: matrix
        scale: stars5
        text: Service
        rows: [{id: speed, text: Speed}, {id: price, text: Price}]
"#;

#[test]
fn columns_of_repeated_pages_are_known_by_name_bracket_and_text() {
    for (good, why, speed) in [
        ("good.app", "why.app", "service.speed.app"),
        ("good[app]", "why[app]", "service[speed][app]"),
        ("App - How good was it?", "Why is App bad?", "service.speed.app"),
    ] {
        let csv = format!(
            "id,wave,used,{good},{why},{speed},good.web\n1,2026Q1,app,2,slow,3,5\n2,2026Q1,app|web,4,slow,,5\n"
        );
        let read = read_as(defined(RATED), csv.as_bytes(), |_| {});
        assert_eq!(read.answers("good.app"), ["2", "4"], "{good}");
        assert_eq!(read.answers("why.app"), ["slow", "<not_asked>"], "{why}");
        assert_eq!(read.answers("service.speed.app"), ["3", "<skipped>"], "{speed}");
        assert_eq!(read.answers("good.web"), ["<not_asked>", "5"]);
    }
}

#[test]
fn an_answer_of_a_cascade_lies_under_the_one_above() {
    let survey = defined(
        r"
pages:
  - id: first
    questions:
      - id: place
        kind: cascade
        text: Where
        levels: [{id: country, text: Country}, {id: city, text: City}]
        options: [{id: cn, options: [bj, sh]}, {id: sg}, {id: jp, options: [tk]}]
",
    );
    let csv = "id,wave,place.country,place.city\n1,2026Q1,cn,sh\n2,2026Q1,jp,sh\n3,2026Q1,sg,\n4,2026Q1,sg,tk\n5,2026Q1,,tk\n6,2026Q1,cn,\n";
    let read = read_as(survey, csv.as_bytes(), |_| {});
    assert_eq!(
        read.answers("place.city"),
        [
            "sh",
            "<invalid>",
            "<not_asked>",
            "<not_asked>",
            "<not_asked>",
            "<skipped>"
        ]
    );
    assert_eq!(
        read.reasons(),
        [
            ("not_offered", "sh", 3),
            ("routed_out", "tk", 5),
            ("routed_out", "tk", 6)
        ]
    );
}

/// An answer as it stands in a file.
fn written(survey: &Survey, variable: VariableIndex, value: &Value<'_>) -> String {
    let id = |at: usize| {
        survey.variable(variable).domain.options().unwrap().options[at]
            .id
            .to_string()
    };
    match value {
        Value::Option(at) => id(*at as usize),
        Value::Set(bits) => {
            let chosen: Vec<String> = (0..128).filter(|at| bits >> at & 1 == 1).map(id).collect();
            chosen.join("|")
        }
        Value::Number(number) => number.to_string(),
        Value::Text(words) => words.to_string(),
        _ => String::new(),
    }
}

/// Whole columns and single respondents come to the same: which answers remain, and which were not asked for.
#[test]
fn a_file_is_routed_as_each_of_its_respondents_is() {
    let (mut not_asked, mut taken_out, mut kept) = (0, 0, 0);
    for seed in 0..150 {
        let text = drawn(seed);
        // A dropped choice is `invalid` in a file and `skipped` on the way: only a condition that asks can tell.
        if text.contains("skipped)") {
            continue;
        }
        let survey = route::testing::survey(&text);
        let asked: Vec<usize> = (0..survey.variables.len())
            .filter(|&at| survey.variables[at].origin != Origin::Derived)
            .collect();
        let mut csv = String::from("response_id,submitted,language");
        for &at in &asked {
            write!(csv, ",{}", survey.variables[at].id).unwrap();
        }
        let mut dice = Dice(seed ^ 0x5EED);
        let mut routes = Vec::new();
        for row in 0..20 {
            let mut respondent = Respondent::new(&survey, "en");
            write!(csv, "\n{row},2026-03-01T08:00:00Z,en").unwrap();
            for &at in &asked {
                let given = match answer(&mut dice, &survey.variables[at].domain) {
                    Value::Missing(_) => Value::Missing(Missing::Skipped),
                    given => given,
                };
                write!(csv, ",{}", written(&survey, VariableIndex(at), &given)).unwrap();
                respondent.set(VariableIndex(at), given);
            }
            routes.push((respondent.answers.clone(), route::visible(respondent)));
        }
        csv.push('\n');
        let read = read_as(survey.clone(), csv.as_bytes(), |_| {});
        assert_eq!(read.batch.len(), routes.len(), "{text}");
        for (row, (given, route)) in routes.iter().enumerate() {
            for &at in &asked {
                let variable = VariableIndex(at);
                let cell = read.batch.cell(variable, row);
                let left = route.answer(variable);
                let same = match (&cell, &left) {
                    (Cell::Missing(Missing::NotAsked), Value::Missing(Missing::NotAsked)) => {
                        not_asked += 1;
                        true
                    }
                    (Cell::Missing(Missing::Invalid), Value::Missing(Missing::Skipped)) => {
                        taken_out += 1;
                        !matches!(given[at], Value::Missing(_))
                    }
                    (Cell::Missing(one), Value::Missing(other)) => one == other,
                    (Cell::Option(one), Value::Option(other)) => u32::from(*one) == *other,
                    (Cell::Multiple(one), Value::Set(other)) => one == other,
                    (Cell::Number(one), Value::Number(other)) => one.to_bits() == other.to_bits(),
                    (Cell::Text(one), Value::Text(other)) => one == other,
                    _ => false,
                };
                kept += usize::from(!matches!(left, Value::Missing(_)));
                assert!(
                    same,
                    "{}: {cell:?} but {left:?}\n{text}\n{csv}",
                    survey.variables[at].id
                );
            }
        }
    }
    assert!(
        not_asked > 1_000 && taken_out > 100 && kept > 1_000,
        "{not_asked} {taken_out} {kept}: one-sided"
    );
}
