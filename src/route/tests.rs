//! Routes through small surveys, checked by hand.

use super::Respondent;
use super::Route;
use super::visible;
use crate::diagnostic::Source;
use crate::logic::Missing;
use crate::logic::Value;
use crate::model::Survey;
use std::borrow::Cow;
use std::sync::Arc;

/// A survey of these pages in `example`.
fn survey(rest: &str) -> Survey {
    let text = format!("id: example\ntitle: Example\nlanguages: [en]\n{rest}");
    let source = Arc::new(Source {
        name: "surveys/example.yaml".to_owned(),
        text,
    });
    let (survey, problems) = crate::definition::read(&source);
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

/// The route of someone with these answers: an option's id, ids joined by `|` in brackets, a number, else words.
fn route<'s>(survey: &'s Survey, answers: &[(&str, &str)]) -> Route<'s> {
    let mut respondent = Respondent::new(survey, "en");
    for (name, answer) in answers {
        let at = survey.find(name).unwrap_or_else(|| panic!("no {name}"));
        let place = |id: &str| {
            let options = survey.variable(at).domain.options().expect("options");
            options
                .position_of_id(id)
                .unwrap_or_else(|| panic!("no {id} in {name}"))
        };
        let value = match (&survey.variable(at).domain, answer.strip_prefix('[')) {
            (_, Some(list)) => Value::Set(
                list.trim_end_matches(']')
                    .split('|')
                    .fold(0, |set, id| set | 1 << place(id)),
            ),
            (domain, None) if domain.options().is_some() => Value::Option(u32::try_from(place(answer)).unwrap()),
            (crate::model::Domain::Number { .. }, None) => Value::Number(answer.parse().unwrap()),
            _ => Value::Text(Cow::Owned((*answer).to_owned())),
        };
        respondent.set(at, value);
    }
    visible(respondent)
}

fn answer<'r>(route: &'r Route<'_>, survey: &Survey, name: &str) -> Value<'r> {
    route.answer(survey.find(name).unwrap())
}

const SHOP: &str = r#"
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
      - {id: again, kind: text, text: Again?, show_if: 'answered(why)'}
"#;

#[test]
fn hiding_goes_on_to_what_depends_on_it() {
    let survey = survey(SHOP);
    let all = route(
        &survey,
        &[
            ("tried", "[phone|tablet]"),
            ("best", "phone"),
            ("service.repair", "4"),
            ("why", "a"),
            ("again", "b"),
        ],
    );
    assert_eq!(answer(&all, &survey, "again"), Value::Text("b".into()));
    assert_eq!(all.question(0, 2).unwrap().rows, [true, true]);

    let one = route(
        &survey,
        &[
            ("tried", "[tablet]"),
            ("best", "phone"),
            ("service.repair", "4"),
            ("service.speed", "4"),
            ("why", "a"),
            ("again", "b"),
        ],
    );
    assert_eq!(one.question(0, 1).unwrap().options, [false, true]);
    assert_eq!(answer(&one, &survey, "best"), Value::Missing(Missing::Skipped));
    assert_eq!(answer(&one, &survey, "service.speed"), Value::Option(3));
    assert_eq!(
        answer(&one, &survey, "service.repair"),
        Value::Missing(Missing::NotAsked)
    );
    assert!(!one.pages[1].shown);
    for name in ["why", "again"] {
        assert_eq!(answer(&one, &survey, name), Value::Missing(Missing::NotAsked));
    }
}

#[test]
fn a_question_without_an_option_left_is_not_put() {
    let survey = survey(SHOP);
    let none = route(&survey, &[("tried", "[none]"), ("best", "tablet")]);
    assert!(!none.question(0, 1).unwrap().shown);
    assert_eq!(answer(&none, &survey, "best"), Value::Missing(Missing::NotAsked));
    let blank = route(&survey, &[("best", "tablet")]);
    assert!(!blank.question(0, 1).unwrap().shown, "unknown hides");
}

#[test]
fn derived_values_are_computed_from_the_answers_that_remain() {
    let survey = survey(
        r#"
pages:
  - id: first
    questions:
      - {id: asked, kind: choice, text: May we?, options: [yes, no]}
      - {id: hours, kind: number, text: Hours?, show_if: 'asked = "yes"'}
      - {id: why, kind: text, text: Why?, show_if: 'long = "long"'}
derived:
  - {id: long, value: "band(hours, 0..9, 10..)", labels: [short, long]}
"#,
    );
    let yes = route(&survey, &[("asked", "yes"), ("hours", "12"), ("why", "x")]);
    assert_eq!(answer(&yes, &survey, "long"), Value::Option(1));
    assert_eq!(answer(&yes, &survey, "why"), Value::Text("x".into()));
    let no = route(&survey, &[("asked", "no"), ("hours", "12"), ("why", "x")]);
    assert_eq!(answer(&no, &survey, "long"), Value::Missing(Missing::NotAsked));
    assert_eq!(answer(&no, &survey, "why"), Value::Missing(Missing::NotAsked));
}
