//! Kinds of questions with several variables, or variables of a kind of their own.

use super::files::read_as;
use crate::locale::Lang;
use crate::model::{Better, Domain, Kind, Origin, Question, Survey, Variable};

pub const KINDS: &str = include_str!("../../../tests/data/definition/kinds.yaml");

fn survey() -> Survey {
    let (survey, problems) = read_as("kinds", KINDS);
    survey.unwrap_or_else(|| panic!("{problems:?}"))
}

fn question<'a>(survey: &'a Survey, id: &str) -> &'a Question {
    survey
        .questions()
        .find(|(_, _, question)| question.id == *id)
        .unwrap()
        .2
}

fn variable<'a>(survey: &'a Survey, id: &str) -> &'a Variable {
    survey.variable(survey.find(id).unwrap())
}

#[test]
fn the_sample_has_no_problems_and_these_variables() {
    let (survey, problems) = read_as("kinds", KINDS);
    assert_eq!(problems, []);
    let ids: Vec<String> = survey
        .unwrap()
        .variables
        .iter()
        .map(|variable| variable.id.to_string())
        .collect();
    let wanted = "matters.price matters.choice matters.speed matters.service first_two.app first_two.hours first_two.returns \
                  budget.price budget.quality budget.green aspects.staff aspects.staff.importance aspects.parcel \
                  aspects.parcel.importance careful warmth features.tracking.with features.tracking.without features.gift.with \
                  features.gift.without mail mobile news news.wording tracking_kind";
    assert_eq!(ids.join(" "), wanted);
}

#[test]
fn ranks_and_parts_are_numbers_within_bounds() {
    let survey = survey();
    let bounds = |id: &str| match &variable(&survey, id).domain {
        Domain::Number {
            min: Some(min),
            max: Some(max),
            whole,
        } => (*min, *max, *whole),
        other => panic!("{other:?}"),
    };
    assert_eq!(bounds("matters.speed"), (1.0, 4.0, true), "all four are ranked");
    assert_eq!(bounds("first_two.app"), (1.0, 2.0, true), "only two are");
    assert_eq!(bounds("budget.green"), (0.0, 10.0, false));
    assert_eq!(bounds("warmth"), (0.0, 100.0, true));
    assert!(matches!(
        question(&survey, "first_two").kind,
        Kind::Ranking { most: 2, .. }
    ));
    assert_eq!(
        variable(&survey, "matters.choice").touchpoint.as_deref(),
        Some("browse")
    );
    assert!(variable(&survey, "matters.choice").stem.is_some());
}

#[test]
fn a_dual_battery_has_two_scales_and_a_kano_question_two_halves() {
    let survey = survey();
    let en = Lang::new("en").unwrap();
    let scale = |id: &str| variable(&survey, id).domain.scale().unwrap();
    assert_eq!(scale("aspects.staff").id, *"satisfaction5");
    assert_eq!(scale("aspects.staff.importance").id, *"agreement7");
    assert_eq!(scale("aspects.staff.importance").list.missing.len(), 1);
    assert_eq!(
        variable(&survey, "aspects.staff.importance").touchpoint.as_deref(),
        Some("contact")
    );
    assert_eq!(scale("features.gift.without").id, *"kano5");
    assert_eq!(scale("features.gift.without").better, Better::Low);
    let words = |id: &str| variable(&survey, id).text.get(&en, &[]).to_owned();
    assert_eq!(words("aspects.parcel.importance"), "Packaging – how important");
    assert_eq!(
        words("features.tracking.without"),
        "Parcel tracking – if it is not there"
    );
    assert_eq!(
        words("features.gift.with"),
        "If you can have it wrapped as a gift, how do you feel?"
    );
    let Domain::Choice(kinds) = &variable(&survey, "tracking_kind").domain else {
        panic!("a band")
    };
    assert_eq!(kinds.options.len(), 6);
}

#[test]
fn personal_answers_are_known_only_as_given() {
    let survey = survey();
    let personal: Vec<&str> = survey
        .variables
        .iter()
        .filter(|variable| variable.personal)
        .map(|variable| variable.id.as_str())
        .collect();
    assert_eq!(personal, ["mail", "mobile"]);
    for id in ["mail", "mobile", "news"] {
        let list = variable(&survey, id).domain.options().unwrap();
        let options: Vec<(&str, i32)> = list
            .options
            .iter()
            .map(|option| (option.id.as_str(), option.value))
            .collect();
        assert_eq!(options, [("no", 0), ("yes", 1)]);
    }
    let wording = variable(&survey, "news.wording");
    assert!(matches!(wording.origin, Origin::Wording { page: 3, question: 2 }) && wording.domain == Domain::Text);
    assert_eq!(question(&survey, "news").variables.len(), 2);
    assert!(matches!(
        question(&survey, "news").kind,
        Kind::Consent { separate: true, .. }
    ));
    assert_eq!(question(&survey, "careful").attention, Some(1));
}

#[test]
fn every_line_counts_in_the_fingerprint() {
    let fingerprint = |text: &str| read_as("kinds", text).0.map(|survey| survey.hash);
    let whole = fingerprint(KINDS).unwrap();
    // Lines that say what holds anyway.
    let silent = [
        "# Rankings, sums, dual batteries, Kano pairs, sliders, contacts, consents and an attention check.",
        "",
        "        min: 0",
        "        max: 100",
    ];
    let lines: Vec<&str> = KINDS.lines().collect();
    for left_out in (0..lines.len()).filter(|at| !silent.contains(&lines[*at])) {
        let others = lines.iter().enumerate().filter(|(at, _)| *at != left_out);
        let rest = others.fold(String::new(), |text, (_, line)| text + line + "\n");
        assert_ne!(
            fingerprint(&rest).as_ref(),
            Some(&whole),
            "line {}: {}",
            left_out + 1,
            lines[left_out]
        );
    }
}
