//! Repeated pages and carried options, written out.

use crate::definition::read;
use crate::definition::samples::Form;
use crate::definition::samples::problems;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::model::Survey;
use std::sync::Arc;

fn survey(top: &str) -> Survey {
    let source = Arc::new(Source {
        name: "surveys/example.yaml".to_owned(),
        text: Form::Top.whole(top),
    });
    let (survey, problems) = read(&source);
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

const LOOP: &str = r#"
languages: [zh, en]
pages:
  - id: first
    questions:
      - id: used
        kind: multiple
        text: {zh: 用过, en: Used}
        options:
          - {id: app, text: {zh: 应用, en: the app}}
          - {id: elsewhere, text: {zh: 别处, en: elsewhere}, other: true}
          - {id: none, text: {zh: 无, en: none}, exclusive: true}
  - id: rated
    title: {zh: "关于{{ entity }}", en: "About {{ entity }}"}
    loop: {over: used}
    show_if: count(used) <= 2
    questions:
      - {id: good, kind: rating, scale: stars5, text: {zh: "{{ entity }}如何？", en: "How was {{ entity }}?"}}
      - {id: service, kind: matrix, scale: stars5, text: {zh: 服务, en: Service}, rows: [{id: speed, text: {zh: 速度, en: Speed}}], show_if: good <= 3}
  - id: more
    loop: {over: used}
    questions:
      - {id: why, kind: text, text: {zh: 为何, en: Why}, show_if: service.speed <= 2, valid_if: length(why) > 3}
"#;

#[test]
fn pages_over_one_question_are_repeated_together() {
    let survey = survey(LOOP);
    let pages: Vec<&str> = survey.pages.iter().map(|page| page.id.as_str()).collect();
    assert_eq!(
        pages,
        ["first", "rated.app", "more.app", "rated.elsewhere", "more.elsewhere"]
    );
    let names: Vec<&str> = survey.variables.iter().map(|variable| variable.id.as_str()).collect();
    assert_eq!(
        names,
        [
            "used",
            "used.other",
            "good.app",
            "service.speed.app",
            "why.app",
            "good.elsewhere",
            "service.speed.elsewhere",
            "why.elsewhere"
        ]
    );
    let typed = |condition: &Option<Arc<crate::model::Condition>>| condition.as_ref().unwrap().typed.to_string();
    assert_eq!(typed(&survey.pages[1].show_if), "used has \"app\" and count(used) <= 2");
    assert_eq!(typed(&survey.pages[2].show_if), "used has \"app\"");
    assert_eq!(typed(&survey.pages[1].questions[1].show_if), "good.app <= 3");
    let why = &survey.pages[4].questions[0];
    assert_eq!(typed(&why.show_if), "service.speed.elsewhere <= 2");
    assert_eq!(typed(&why.valid_if), "length(why.elsewhere) > 3");
    assert_eq!(survey.pages[4].entity.as_ref().unwrap().id, "elsewhere");
}

#[test]
fn a_copy_says_what_it_is_about_in_each_language() {
    let survey = survey(LOOP);
    let text = |page: usize, tag: &str| {
        survey
            .text(&survey.pages[page].questions[0].text, &Lang::new(tag).unwrap())
            .to_owned()
    };
    assert_eq!(text(1, "zh"), "应用如何？");
    assert_eq!(text(1, "en"), "How was the app?");
    assert_eq!(
        survey.text(&survey.pages[1].title, &Lang::new("en").unwrap()),
        "About the app"
    );
}

#[test]
fn a_problem_inside_a_repeated_page_is_told_once() {
    let found = problems(&Form::Top.whole(&LOOP.replace("good <= 3", "god <= 3")));
    assert_eq!(
        found.iter().map(|problem| problem.rule.code).collect::<Vec<_>>(),
        ["MY134"],
        "{found:?}"
    );
    assert!(found[0].help.en.contains("`good`"), "{found:?}");
    let found = problems(&Form::Top.whole(&format!("{LOOP}segments: [good]\n")));
    assert_eq!(found[0].rule.code, "MY118");
    assert_eq!(found[0].help.en, "name copies: `good.app`, `good.elsewhere`");
}

#[test]
fn a_list_of_entities_needs_no_choice() {
    let survey = survey(
        "pages:\n  - id: rated\n    loop: {entities: [north, {id: south, text: The south}]}\n    questions:\n      - {id: good, kind: rating, scale: stars5, text: 'How is {{ entity }}?'}\n",
    );
    assert!(survey.pages.iter().all(|page| page.show_if.is_none()));
    let text = |page: usize| {
        survey
            .text(&survey.pages[page].questions[0].text, &Lang::new("en").unwrap())
            .to_owned()
    };
    assert_eq!([text(0), text(1)], ["How is north?", "How is The south?"]);
}

#[test]
fn carried_options_keep_names_and_values_and_stand_first() {
    let survey = survey(
        r"
pages:
  - id: first
    questions:
      - id: tried
        kind: multiple
        text: Tried
        options:
          - {id: phone, value: 10, text: A phone}
          - {id: else, value: 20, text: Other, other: true}
          - {id: none, value: 99, exclusive: true}
      - id: best
        kind: choice
        text: Best
        options_from: {question: tried}
        options: [nothing]
      - id: next
        kind: choice
        text: Next
        options_from: {question: best, which: not_chosen}
      - id: rated
        kind: matrix
        scale: stars5
        text: Rate
        rows_from: {question: tried}
",
    );
    let question = |at: usize| &survey.pages[0].questions[at];
    let options = |at: usize| -> Vec<(String, i32)> {
        let list = question(at).options().unwrap();
        list.options
            .iter()
            .map(|option| (option.id.to_string(), option.value))
            .collect()
    };
    let own = |all: &[(&str, i32)]| {
        all.iter()
            .map(|(id, value)| ((*id).to_owned(), *value))
            .collect::<Vec<_>>()
    };
    assert_eq!(options(1), own(&[("phone", 10), ("else", 20), ("nothing", 21)]));
    let conditions = |at: usize| -> Vec<String> {
        let parts = &question(at).parts;
        let all = parts.option_if.values().chain(parts.row_if.values());
        all.map(|condition| condition.typed.to_string()).collect()
    };
    assert_eq!(conditions(1), ["tried has \"phone\"", "tried has \"else\""]);
    assert_eq!(
        conditions(2)[0],
        "tried has \"phone\" and (not answered(best) or not best = \"phone\")"
    );
    assert_eq!(conditions(2).len(), 3);
    assert_eq!(conditions(3), ["tried has \"phone\"", "tried has \"else\""]);
    let carried = question(1).parts.carried.unwrap();
    assert_eq!((carried.count, carried.chosen), (2, true));
    assert_eq!(survey.variable(question(3).variables[1]).id, "rated.else");
}

#[test]
fn options_are_carried_inside_a_copy() {
    let survey = survey(
        r"
pages:
  - id: first
    questions:
      - {id: used, kind: multiple, text: Used, options: [app, web]}
  - id: rated
    loop: {over: used}
    questions:
      - {id: faults, kind: multiple, text: Faults, options: [slow, ugly, dear]}
      - {id: worst, kind: choice, text: Worst, options_from: {question: faults}}
",
    );
    let worst = &survey.pages[2].questions[1];
    assert_eq!(worst.id, "worst.web");
    assert_eq!(worst.parts.option_if[&1].typed.to_string(), "faults.web has \"ugly\"");
    assert_eq!(survey.variable(worst.parts.carried.unwrap().from).id, "faults.web");
}

#[test]
fn braces_inside_a_copy_mean_its_own_questions() {
    let survey = survey(
        r#"
pages:
  - id: first
    questions:
      - {id: used, kind: multiple, text: Used, options: [app, {id: more, other: true, text: Other}]}
  - id: rated
    loop: {over: used}
    questions:
      - {id: good, kind: rating, scale: stars5, text: "How was {{ entity }}?"}
      - {id: why, kind: text, text: "Why {{ good | that }}?"}
"#,
    );
    let lang = Lang::new("en").unwrap();
    let why = &survey.pages[1].questions[1];
    let raw = &why.parts.piped[&crate::model::TextOf::Question];
    assert_eq!(survey.text(raw, &lang), "Why {{ good.app | that }}?");
    assert_eq!(survey.text(&why.text, &lang), "Why that?");
    // "Other" is called by the respondent's own words.
    let good = &survey.pages[2].questions[0];
    let raw = &good.parts.piped[&crate::model::TextOf::Question];
    assert_eq!(survey.text(raw, &lang), "How was {{ used.other | Other }}?");
    assert_eq!(survey.text(&good.text, &lang), "How was Other?");
}

#[test]
fn braces_are_held_against_names_and_order() {
    for (text, code) in [
        ("{{ chanel | x }}", "MY174"),
        ("{{ entity }}", "MY174"),
        ("{{ A b }}", "MY174"),
        ("{{ channel | }}", "MY175"),
        ("{{ why | x }}", "MY176"),
        ("{{ length | x }}", "MY176"),
    ] {
        let top = format!(
            "pages:\n  - id: main\n    questions:\n      - {{id: channel, kind: choice, options: [app, web], text: Where?}}\n      - {{id: why, kind: text, text: '{text}'}}\nderived:\n  - {{id: length, value: length(why)}}\n"
        );
        let top = top
            .replace("id: length", "id: long")
            .replace("{{ length |", "{{ long |");
        let found = problems(&Form::Top.whole(&top));
        assert_eq!(
            found.iter().map(|problem| problem.rule.code).collect::<Vec<_>>(),
            [code],
            "{text}: {found:?}"
        );
    }
}

const PLACE: &str = r"
pages:
  - id: first
    questions:
      - id: place
        kind: cascade
        text: Where do you live
        hint: The place you spend most nights
        required: true
        valid_if: answered(place.city)
        levels: [{id: country, text: Country}, {id: city, text: City}]
        options:
          - {id: cn, text: China, options: [{id: bj, text: Beijing}, {id: sh, value: 9, text: Shanghai}]}
          - {id: sg, text: Singapore}
          - {id: jp, text: Japan, options: [{id: tk, text: Tokyo}]}
";

#[test]
fn a_cascade_is_a_choice_a_level() {
    let survey = survey(PLACE);
    let names: Vec<&str> = survey.variables.iter().map(|variable| variable.id.as_str()).collect();
    assert_eq!(names, ["place.country", "place.city"]);
    let lang = Lang::new("en").unwrap();
    let [country, city] = [0, 1].map(|at| &survey.pages[0].questions[at]);
    assert_eq!(survey.text(&city.text, &lang), "Where do you live – City");
    assert!(!country.hint.is_empty() && city.hint.is_empty());
    assert!(country.valid_if.is_none() && city.valid_if.is_some() && city.required);
    let options: Vec<(&str, i32)> = city
        .options()
        .unwrap()
        .options
        .iter()
        .map(|option| (option.id.as_str(), option.value))
        .collect();
    assert_eq!(options, [("bj", 1), ("sh", 9), ("tk", 3)]);
    let conditions: Vec<String> = city
        .parts
        .option_if
        .values()
        .map(|condition| condition.typed.to_string())
        .collect();
    assert_eq!(
        conditions,
        [
            "place.country = \"cn\"",
            "place.country = \"cn\"",
            "place.country = \"jp\""
        ]
    );
    let rung = city.parts.rung.as_ref().unwrap();
    assert_eq!(
        (rung.above, rung.groups.as_slice()),
        (survey.find("place.country"), &[0, 0, 2][..])
    );
}

#[test]
fn a_cascade_can_stand_on_a_repeated_page() {
    let top = PLACE.replace(
        "pages:\n  - id: first\n",
        "pages:\n  - id: first\n    loop: {entities: [home, work]}\n",
    );
    let survey = survey(&top);
    assert!(survey.find("place.city.work").is_some());
    let city = &survey.pages[1].questions[1];
    assert_eq!(
        city.parts.option_if[&0].typed.to_string(),
        "place.country.work = \"cn\""
    );
    assert_eq!(
        city.valid_if.as_ref().unwrap().typed.to_string(),
        "answered(place.city.work)"
    );
}

#[test]
fn what_does_not_fit_a_cascade_is_told() {
    for (from, to) in [
        (
            "levels: [{id: country, text: Country}, {id: city, text: City}]",
            "levels: [{id: country, text: Country}]",
        ),
        ("{id: tk, text: Tokyo}", "{id: tk, options: [east, west]}"),
        ("{id: tk, text: Tokyo}", "{id: tk, other: true}"),
    ] {
        let found = problems(
            &Form::Top.whole(
                &PLACE
                    .replace(from, to)
                    .replace("        valid_if: answered(place.city)\n", ""),
            ),
        );
        assert_eq!(
            found.iter().map(|problem| problem.rule.code).collect::<Vec<_>>(),
            ["MY178"],
            "{to}: {found:?}"
        );
    }
}
