//! Whole definitions, read.

use crate::definition::read;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::diagnostic::render;
use crate::locale::Lang;
use crate::logic::Missing;
use crate::model::{Better, Domain, Kind, MeasureKind, Origin, QuotaCells, Survey};
use std::sync::Arc;

pub const DESIGN: &str = include_str!("../../../tests/data/definition/design.yaml");
pub const FULL: &str = include_str!("../../../tests/data/definition/full.yaml");
pub const AFTER_SALES: &str = include_str!("../../../surveys/after-sales.yaml");
pub const SUPPORT: &str = include_str!("../../../surveys/support-csat.yaml");

pub fn read_as(name: &str, text: &str) -> (Option<Survey>, Vec<Problem>) {
    read(&Arc::new(Source {
        name: format!("surveys/{name}.yaml"),
        text: text.to_owned(),
    }))
}

fn whole(name: &str, text: &str) -> Survey {
    let (survey, problems) = read_as(name, text);
    assert!(
        problems.is_empty(),
        "{}",
        render::terminal(&problems, Tongue::En, render::Colour::Never)
    );
    survey.unwrap()
}

#[test]
fn the_shipped_surveys_have_no_problems() {
    assert_eq!(whole("after-sales", AFTER_SALES).id, *"after-sales");
    assert_eq!(whole("support-csat", SUPPORT).id, *"support-csat");
}

#[test]
fn the_example_of_the_design_reads_as_it_says() {
    // Its block texts are complete and its hidden options need no labels, so nothing is left to report.
    let survey = whole("after-sales", DESIGN);
    let ids: Vec<&str> = survey.variables.iter().map(|variable| variable.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "overall",
            "service.speed",
            "service.attitude",
            "service.solved",
            "price",
            "recommend",
            "reason",
            "region",
            "channel",
            "loyalty"
        ]
    );
    let measures: Vec<(&str, bool)> = survey
        .measures
        .iter()
        .map(|measure| (measure.id.as_str(), measure.headline))
        .collect();
    assert_eq!(
        measures,
        [
            ("csat", true),
            ("nps", true),
            ("csi", true),
            ("value", false),
            ("service_quality", false),
            ("people", false),
            ("process", false)
        ]
    );
    let index = survey.index.as_ref().unwrap();
    let leaves: Vec<(usize, f64)> = index
        .leaves()
        .into_iter()
        .map(|(variable, weight)| (variable.0, weight))
        .collect();
    // price 0.4; attitude 0.6 × 0.5; speed and solved share 0.6 × 0.5.
    for (got, want) in leaves.iter().zip([(1, 0.15), (2, 0.3), (3, 0.15), (4, 0.4)]) {
        assert!(got.0 == want.0 && (got.1 - want.1).abs() < 1e-12, "{leaves:?}");
    }
    assert_eq!(
        survey.segments.iter().map(|segment| segment.0).collect::<Vec<_>>(),
        [7, 8]
    );
    assert_eq!(survey.hash.len(), 64);
    let reason = &survey.pages[0].questions[4];
    assert_eq!(reason.show_if.as_ref().unwrap().text, "recommend <= 6");
    assert_eq!(reason.show_if.as_ref().unwrap().typed.slots(), [5]);
    assert_eq!(survey.variable(reason.variables[0]).asked_if, reason.show_if);
}

#[test]
fn every_kind_and_key_arrives() {
    let survey = whole("full", FULL);
    let (zh, en) = (Lang::new("zh").unwrap(), Lang::new("en").unwrap());
    let find = |id: &str| survey.variable(survey.find(id).unwrap());
    assert_eq!(
        survey.text(&survey.privacy.notice, &en),
        "We keep your answers and nothing else."
    );
    assert!(survey.text(&survey.intro, &zh).ends_with("两分钟。"));

    let Domain::Rating(hassle) = &find("effort").domain else {
        panic!("a rating")
    };
    assert_eq!(
        (hassle.better, hassle.ends_only, hassle.list.values()),
        (Better::Low, true, vec![1.0, 2.0, 3.0])
    );
    assert_eq!(hassle.list.options[1].text.get(&en, &[]), "2");

    let Domain::Rating(speed) = &find("service.reply").domain else {
        panic!("a rating")
    };
    let missing: Vec<(Missing, Option<i32>)> = speed
        .list
        .missing
        .iter()
        .map(|missing| (missing.kind, missing.value))
        .collect();
    assert_eq!(missing, [(Missing::NotApplicable, Some(9)), (Missing::Refused, None)]);
    assert_eq!(speed.list.missing[1].text.get(&zh, &[]), "不愿回答");
    assert_eq!(find("service.repair").touchpoint.as_deref(), Some("workshop"));
    assert_eq!(find("service.reply").touchpoint.as_deref(), Some("contact"));
    assert!(find("service.reply").stem.is_some());

    let Domain::Choice(channel) = &find("channel").domain else {
        panic!("a choice")
    };
    let options: Vec<(&str, i32, bool)> = channel
        .options
        .iter()
        .map(|option| (option.id.as_str(), option.value, option.other))
        .collect();
    assert_eq!(options, [("app", 1, false), ("web", 2, false), ("else", 8, true)]);
    assert_eq!(channel.options[0].text.get(&zh, &[]), "app");
    assert!(matches!(
        find("channel.other").origin,
        Origin::OtherWords { page: 1, question: 0 }
    ));
    assert_eq!(
        survey.find("channel.other").unwrap().0,
        survey.find("channel").unwrap().0 + 1
    );
}

#[test]
fn questions_keep_their_own_keys() {
    let survey = whole("full", FULL);
    let zh = Lang::new("zh").unwrap();
    let topics = survey
        .questions()
        .find(|(_, _, question)| question.id == *"topics")
        .unwrap()
        .2;
    let Kind::Multiple { list, min, max } = &topics.kind else {
        panic!("a multiple choice")
    };
    assert!(list.options[3].exclusive && *min == Some(1) && *max == Some(3));
    let minutes = survey
        .questions()
        .find(|(_, _, question)| question.id == *"minutes")
        .unwrap()
        .2;
    let Kind::Number {
        whole: true,
        min: Some(low),
        max: Some(high),
        unit,
    } = &minutes.kind
    else {
        panic!("a number")
    };
    assert_eq!((*low, *high, unit.get(&zh, &[])), (0.0, 600.0, "分钟"));
    let note = &survey.pages[0].questions[0];
    assert!(note.kind == Kind::Note && note.variables.is_empty());
}

#[test]
fn derived_values_follow_those_they_use_and_have_labels() {
    let survey = whole("full", FULL);
    let find = |id: &str| survey.variable(survey.find(id).unwrap());
    let derived: Vec<&str> = survey
        .variables
        .iter()
        .filter(|variable| variable.origin == Origin::Derived)
        .map(|variable| variable.id.as_str())
        .collect();
    assert_eq!(
        derived,
        ["unhappy", "loyalty", "at_risk", "speed", "how", "when"],
        "each after those it uses"
    );
    let labels = |id: &str| {
        find(id)
            .domain
            .options()
            .unwrap()
            .options
            .iter()
            .map(|option| (option.id.to_string(), option.value))
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("unhappy"), [("no".to_owned(), 0), ("yes".to_owned(), 1)]);
    assert_eq!(labels("at_risk"), [("safe".to_owned(), 0), ("risky".to_owned(), 1)]);
    assert_eq!(
        labels("loyalty"),
        [
            ("detractor".to_owned(), 0),
            ("passive".to_owned(), 1),
            ("promoter".to_owned(), 2)
        ]
    );
    assert!(matches!(find("speed").domain, Domain::Number { .. }) && find("how").domain == find("channel").domain);
    assert_eq!(find("when").domain, Domain::Date);
}

#[test]
fn measures_index_sample_and_settings_arrive() {
    let survey = whole("full", FULL);
    let measure = |id: &str| survey.measure(id).unwrap();
    assert!(
        measure("csat").headline
            && !measure("waiting").headline
            && measure("csi").headline
            && !measure("pace").headline
    );
    assert!(
        measure("csat").filter.is_some()
            && measure("pace").filter == measure("csi").filter
            && measure("csi").filter.is_some()
    );
    let MeasureKind::Share { options, .. } = &measure("about_money").kind else {
        panic!("a share")
    };
    assert_eq!(options, &[0, 1], "in the order of the list");
    let index = survey.index.as_ref().unwrap();
    assert_eq!(
        index.parts.iter().map(|part| part.weight).collect::<Vec<_>>(),
        [0.4, 0.6]
    );
    assert_eq!(
        index.parts[1].parts.iter().map(|part| part.weight).collect::<Vec<_>>(),
        [0.5, 0.5]
    );

    let sample = survey.sample.as_ref().unwrap();
    assert_eq!(
        (sample.file.as_str(), sample.key.as_deref(), sample.id.as_str()),
        ("customers.csv", Some("customer_id"), "number")
    );
    assert_eq!(sample.attributes, ["tier", "branch"]);
    assert!(
        sample
            .columns
            .all()
            .iter()
            .all(|(key, column)| column.is_some_and(|column| column.ends_with(key)))
    );
    let QuotaCells::Where(Some(_), 50) = survey.quotas[0].cells else {
        panic!("a condition")
    };
    let QuotaCells::Of(region, targets) = &survey.quotas[1].cells else {
        panic!("groups")
    };
    assert_eq!(
        (Some(*region), targets.as_slice()),
        (survey.find("region"), [(0, 30), (1, 20)].as_slice())
    );
    assert_eq!(survey.report.quotes_k, 12);
    assert_eq!(survey.weight, survey.find("weight"));
    let design = survey.design.as_ref().unwrap();
    let names = ["region", "agent", "stores"].map(|name| survey.find(name));
    assert_eq!([design.stratum, design.cluster, design.population], names);
    assert_eq!(design.lonely, crate::stats::design::Lonely::Adjust);
}

#[test]
fn problems_of_all_parts_come_at_once() {
    let text = "id: many\ntitle: {zh: 您好, 请问？}\nlanguages: [zh]\npages:\n  - id: a\n    questions:\n      - {id: q1, kind: ratng, text: {zh: 甲}}\n      - {id: q2, kind: rating, scale: stars6, text: {zh: 乙}}\n      - {id: q3, kind: text, text: {zh: 丙}, show_if: q9 = 1}\nsegments: [nope]\nreport: {alpha: 5}\n";
    let (survey, problems) = read_as("many", text);
    let codes: Vec<&str> = problems.iter().map(|problem| problem.rule.code).collect();
    assert_eq!(codes, ["MY110", "MY108", "MY129", "MY134", "MY118", "MY158"]);
    assert!(survey.is_none());
    assert!(problems[0].help.zh.contains("给这段文字加引号"));
}

#[test]
fn a_fault_is_not_reported_again_by_what_depends_on_it() {
    let text = "id: x\ntitle: x\nlanguages: [en]\npages:\n  - id: a\n    questions:\n      - {id: q, kind: rating, scale: nope, text: x}\n      - {id: r, kind: text, text: x, show_if: q > 2}\nsegments: [q, d]\nderived: [{id: d, value: 'band(q, 0..1, 2..3)', labels: [a, b]}]\nmeasures: [{id: m, kind: nps, of: q}]\nindex: {id: i, of: [q]}\n";
    let codes: Vec<&str> = read_as("x", text).1.iter().map(|problem| problem.rule.code).collect();
    assert_eq!(codes, ["MY129"]);
}
