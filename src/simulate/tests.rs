use super::*;
use crate::diagnostic::Source;
use std::convert::Infallible;
use std::sync::Arc;

const SURVEY: &str = include_str!("tests/stall.yaml");

fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source {
        name: name.to_owned(),
        text: text.to_owned(),
    })
}

fn survey(text: &str) -> Survey {
    let (survey, problems) = crate::definition::read(&source("stall.yaml", text));
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

/// The responses of one wave, and what they reached.
fn made<'s>(
    survey: &'s Survey,
    calendar: &'s Calendar,
    effects: &'s Effects,
    seed: u64,
    cover: bool,
) -> (Vec<Response<'s>>, Coverage) {
    let plan = Plan {
        survey,
        calendar,
        waves: vec![WaveId::new("2026Q1")],
        responses: 2_000,
        seed,
        effects,
        sample: None,
        as_of: None,
        cover,
    };
    let mut all = Vec::new();
    let coverage = plan.run(|response| {
        all.push(response.clone());
        Ok::<(), Infallible>(())
    });
    (all, coverage.unwrap_or_else(|never| match never {}))
}

fn text(survey: &Survey, calendar: &Calendar, responses: &[Response<'_>]) -> String {
    let writer = Writer::new(survey, calendar, false);
    responses.iter().map(|response| writer.row(response)).collect()
}

fn at(survey: &Survey, id: &str) -> usize {
    survey.find(id).unwrap().0
}

/// Answers of a rating as numbers from 0, those without any left out.
fn points(survey: &Survey, responses: &[Response<'_>], id: &str) -> Vec<f64> {
    let place = at(survey, id);
    let point = |response: &Response<'_>| match response.answers[place] {
        Answer::Option(point) => Some(point as f64),
        _ => None,
    };
    responses.iter().filter_map(point).collect()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let survey = survey(SURVEY);
    let calendar = Calendar::quarterly_utc();
    let none = Effects::default();
    let first = text(&survey, &calendar, &made(&survey, &calendar, &none, 7, false).0);
    assert_eq!(
        first,
        text(&survey, &calendar, &made(&survey, &calendar, &none, 7, false).0)
    );
    assert_ne!(
        first,
        text(&survey, &calendar, &made(&survey, &calendar, &none, 8, false).0)
    );
}

#[test]
fn an_effect_moves_what_it_is_on_and_nothing_else() {
    let survey = survey(SURVEY);
    let calendar = Calendar::quarterly_utc();
    let file = "\
        [[effect]]\non = \"food\"\nwhere = 'stall = \"north\"'\nshift = -0.8\n\n\
        [[effect]]\non = \"visit\"\nshares = { first = 0.7 }\n\n\
        [[effect]]\non = \"spent\"\ntypical = 60\nspread = 0.3\n";
    let (effects, problems) = Effects::read(&source("effects.toml", file), &survey);
    assert!(problems.is_empty(), "{problems:?}");
    let none = Effects::default();
    let (before, _) = made(&survey, &calendar, &none, 1, false);
    let (after, _) = made(&survey, &calendar, &effects, 1, false);
    let (stall, food, fair) = (at(&survey, "stall"), at(&survey, "food.taste"), at(&survey, "fair"));
    let north = |response: &&Response<'_>| response.answers[stall] == Answer::Option(0);
    let mut moved = 0;
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old.answers[fair], new.answers[fair], "nothing is planted on `fair`");
        assert_eq!(old.answers[stall], new.answers[stall]);
        if north(&old) {
            moved += i32::from(old.answers[food] != new.answers[food]);
        } else {
            assert_eq!(old.answers[food], new.answers[food], "only the north is moved");
        }
    }
    let of_north: Vec<Response<'_>> = after.iter().filter(north).cloned().collect();
    let was_north: Vec<Response<'_>> = before.iter().filter(north).cloned().collect();
    let drop = mean(&points(&survey, &was_north, "food.taste")) - mean(&points(&survey, &of_north, "food.taste"));
    // A feeling 0.8 lower is, in the middle of a scale whose points are about 0.8 apart, somewhat under a point.
    assert!(moved > 200 && (0.5..1.0).contains(&drop), "{moved} {drop}");
    let visit = at(&survey, "visit");
    let asked = after
        .iter()
        .filter(|response| response.answers[visit].is_answered())
        .count() as f64;
    let first = after
        .iter()
        .filter(|response| response.answers[visit] == Answer::Option(0))
        .count() as f64;
    // Five standard errors of 0.7 of about 1,900.
    assert!((first / asked - 0.7).abs() < 0.053, "{}", first / asked);
    let spent = at(&survey, "spent");
    let mut amounts: Vec<f64> = after
        .iter()
        .filter_map(|response| match response.answers[spent] {
            Answer::Number(amount) => Some(amount),
            _ => None,
        })
        .collect();
    amounts.sort_by(f64::total_cmp);
    let median = amounts[amounts.len() / 2];
    assert!((55.0..=65.0).contains(&median), "{median}");
}

#[test]
fn the_routing_of_the_form_is_followed() {
    let survey = survey(SURVEY);
    let calendar = Calendar::quarterly_utc();
    let none = Effects::default();
    let (responses, _) = made(&survey, &calendar, &none, 3, true);
    let (overall, why, other) = (at(&survey, "overall"), at(&survey, "why"), at(&survey, "visit.other"));
    let mut asked = 0;
    for response in &responses {
        let low = matches!(response.answers[overall], Answer::Option(0 | 1));
        let reached = response.answers[why] != Answer::Missing(Missing::NotReached);
        let is_asked = reached && response.answers[why] != Answer::Missing(Missing::NotAsked);
        assert!(is_asked == (low && reached), "{response:?}");
        asked += u32::from(is_asked);
        let opened = response.answers[at(&survey, "visit")] == Answer::Option(3);
        assert!(opened || !response.answers[other].is_answered());
        if let (Answer::Number(spent), Answer::Number(most)) = (
            &response.answers[at(&survey, "spent")],
            &response.answers[at(&survey, "most")],
        ) {
            assert!(most >= spent, "`valid_if` holds");
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn what_no_answers_lead_to_is_told() {
    let survey = survey(&SURVEY.replace("show_if: overall <= 2", "show_if: fair > 4 and fair < 2"));
    let calendar = Calendar::quarterly_utc();
    let none = Effects::default();
    let (_, coverage) = made(&survey, &calendar, &none, 1, true);
    let question = survey
        .questions()
        .find(|(_, _, question)| question.id == *"why")
        .unwrap();
    let item = Item::Question(question.0, question.1);
    assert!(!coverage.is_complete());
    assert!(
        coverage.out_of_reach.contains(&(item, true)),
        "{:?}",
        coverage.out_of_reach
    );
    assert_eq!(
        coverage.out_of_reach.len(),
        2,
        "the question and its condition: {:?}",
        coverage.out_of_reach
    );
}

#[test]
fn directed_respondents_reach_what_chance_leaves_out() {
    // One in some thousands: three rare answers at once, one of them only asked after another.
    let rare = SURVEY.replace(
        "show_if: overall <= 2",
        "show_if: overall = 1 and visit = \"else\" and visit.other = \"nowhere\" and count(liked) >= 3",
    );
    let survey = survey(&rare);
    let calendar = Calendar::quarterly_utc();
    let none = Effects::default();
    assert!(!made(&survey, &calendar, &none, 1, false).1.is_complete());
    let (responses, coverage) = made(&survey, &calendar, &none, 1, true);
    assert!(coverage.is_complete(), "{:?}", coverage.out_of_reach);
    assert_eq!(responses.len() as u64, coverage.responses);
    assert!((1..20).contains(&coverage.directed), "{}", coverage.directed);
}

#[test]
fn ratings_share_a_mood() {
    let survey = survey(SURVEY);
    let calendar = Calendar::quarterly_utc();
    let none = Effects::default();
    let (responses, _) = made(&survey, &calendar, &none, 5, false);
    let pairs: Vec<(f64, f64)> = responses
        .iter()
        .filter_map(|response| {
            match (
                &response.answers[at(&survey, "food.taste")],
                &response.answers[at(&survey, "food.warm")],
            ) {
                (Answer::Option(a), Answer::Option(b)) => Some((*a as f64, *b as f64)),
                _ => None,
            }
        })
        .collect();
    let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
    let (ma, mb) = (mean(&a), mean(&b));
    let covariance: f64 = a.iter().zip(&b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let spread = |all: &[f64], m: f64| all.iter().map(|x| (x - m) * (x - m)).sum::<f64>().sqrt();
    let r = covariance / (spread(&a, ma) * spread(&b, mb));
    // Loadings of 0.55 to 0.75 and the touchpoint's 0.12 make 0.42 to 0.68 before cutting, which takes about a tenth.
    assert!((0.33..0.70).contains(&r), "{r}");
}

#[test]
fn effects_that_cannot_be_planted_are_problems_with_a_place() {
    let survey = survey(SURVEY);
    for (file, code, part) in [
        ("[[effect]]\non = \"overall\"\nshift = \"low\"\n", "MY407", "\"low\""),
        ("[[effect]]\non = \"overall\"\nshft = 1\nshift = 1\n", "MY407", "shft"),
        ("[[effect]]\non = \"overall\"\n", "MY407", ""),
        ("[[effect]\n", "MY407", ""),
        ("effects = 1\n", "MY407", "effects"),
        ("[[effect]]\non = \"overal\"\nshift = 1\n", "MY408", "\"overal\""),
        ("[[effect]]\non = \"visit\"\nshift = 1\n", "MY408", "1"),
        (
            "[[effect]]\non = \"visit\"\nshares = { never = 0.5 }\n",
            "MY408",
            "never",
        ),
        (
            "[[effect]]\non = \"overall\"\nwhere = 'fair > 3'\nshift = 1\n",
            "MY409",
            "'fair > 3'",
        ),
        (
            "[[effect]]\non = \"overall\"\nwhere = 'stall = 3'\nshift = 1\n",
            "MY409",
            "'stall = 3'",
        ),
        (
            "[[effect]]\non = \"language\"\nwhere = 'stall = \"north\"'\nshares = { en = 0.5 }\n",
            "MY409",
            "'stall = \"north\"'",
        ),
    ] {
        let source = source("effects.toml", file);
        let (effects, problems) = Effects::read(&source, &survey);
        let [problem] = problems.as_slice() else {
            panic!("{file}\n{problems:?}");
        };
        assert_eq!(problem.rule.code, code, "{file}");
        assert!(
            !problem.says.en.is_empty() && !problem.says.zh.is_ascii(),
            "{problem:?}"
        );
        let crate::diagnostic::Place::Text { start, end, .. } = problem.place else {
            panic!("{problem:?}");
        };
        assert!(
            part.is_empty() || &file[start..end] == part,
            "{file}: {:?}",
            &file[start..end]
        );
        let none = Effects::default();
        let calendar = Calendar::quarterly_utc();
        let text_of = |effects: &Effects| text(&survey, &calendar, &made(&survey, &calendar, effects, 1, false).0);
        assert_eq!(text_of(&effects), text_of(&none), "nothing unsound is planted: {file}");
    }
}

#[test]
fn pages_options_and_rows_with_conditions_are_walked_as_the_form_does() {
    let text = "\
id: stall
title: A shop
languages: [en]
pages:
  - id: first
    questions:
      - {id: tried, kind: multiple, text: Which have you tried?, options: [phone, tablet, {id: none, exclusive: true}]}
      - id: best
        kind: choice
        text: Which is best?
        options:
          - {id: phone, show_if: 'tried has \"phone\"'}
          - {id: tablet, show_if: 'tried has \"tablet\"'}
      - id: service
        kind: matrix
        scale: stars5
        text: Rate us
        rows:
          - {id: speed, text: Speed}
          - {id: repair, text: Repair, show_if: 'best = \"phone\"'}
  - id: second
    show_if: count(tried) >= 2
    questions:
      - {id: why, kind: text, text: Why two?}
";
    let survey = survey(text);
    let calendar = Calendar::quarterly_utc();
    let none = Effects::default();
    let (responses, coverage) = made(&survey, &calendar, &none, 1, true);
    assert!(coverage.is_complete(), "{:?}", coverage.out_of_reach);
    assert!(coverage.items.contains_key(&Item::PageCondition(1)));
    assert!(coverage.items.contains_key(&Item::Condition(0, 1, Role::Option(1))));
    assert!(coverage.items.contains_key(&Item::Condition(0, 2, Role::Row(1))));
    for response in &responses {
        // `route` says which answers of a response count: all of them must.
        let mut respondent = crate::route::Respondent::new(&survey, &response.language);
        for (place, answer) in response.answers.iter().enumerate() {
            let value = match answer {
                Answer::Missing(kind) => crate::logic::Value::Missing(*kind),
                Answer::Option(at) => crate::logic::Value::Option(u32::try_from(*at).unwrap()),
                Answer::Set(bits) => crate::logic::Value::Set(*bits),
                Answer::Text(words) => crate::logic::Value::Text(words.clone().into()),
                Answer::Number(number) => crate::logic::Value::Number(*number),
                Answer::Date(day) => crate::logic::Value::Date(*day),
            };
            respondent.set(crate::model::VariableIndex(place), value);
        }
        let before = respondent.answers.clone();
        let after = crate::route::visible(respondent).respondent.answers;
        let broke_off = response.submitted.is_none();
        assert!(broke_off || before == after, "{:?}", response.answers);
    }
}
