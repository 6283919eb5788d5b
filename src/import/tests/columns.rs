//! Columns: how they are known, and what a mapping changes.

use super::read;
use super::read_with;
use crate::definition::mapping::Column;
use crate::definition::mapping::Entry;
use crate::definition::mapping::Mapping;
use crate::diagnostic::Place;
use crate::import::Setup;

fn place() -> Place {
    Place::file("mapping")
}

fn columns(pairs: &[(&str, Option<&str>)]) -> Mapping {
    let columns = pairs.iter().map(|(header, target)| {
        (
            (*header).to_owned(),
            Column {
                target: target.map(str::to_owned),
                place: place(),
            },
        )
    });
    Mapping {
        columns: columns.collect(),
        ..Mapping::default()
    }
}

fn with(mapping: Mapping) -> impl FnOnce(&mut Setup<'_>) {
    |setup| setup.mapping = Some(Box::leak(Box::new(mapping)))
}

#[test]
fn a_question_is_known_by_id_and_by_its_text_in_any_language() {
    for header in [
        "overall",
        " overall ",
        "How satisfied are you overall?",
        "HOW SATISFIED\u{a0}ARE YOU OVERALL?",
        "总体满意吗？",
        "1、总体满意吗?",
        "Q1. 总体满意吗？",
        "**总体满意吗？**",
    ] {
        let read = read(&format!("id,wave,\"{header}\"\n1,2026Q1,4\n"));
        assert_eq!(read.answers("overall"), ["satisfied"], "{header}");
    }
    for header in [
        "service.speed",
        "service[speed]",
        "How satisfied with each? [Speed]",
        "对各项满意吗？—响应速度",
        "How satisfied with each? - speed",
        "Speed",
        "响应速度",
    ] {
        let read = read(&format!("id,wave,{header}\n1,2026Q1,4\n"));
        assert_eq!(read.answers("service.speed"), ["satisfied"], "{header}");
    }
}

#[test]
fn what_is_not_known_is_listed_and_what_is_left_out_is_not() {
    let read = read("id,wave,overall,ip,note\n1,2026Q1,4,203.0.113.7,x\n");
    assert_eq!(read.codes(), ["MY310", "MY311"]);
    assert!(read.summary.problems[0].says.en.contains("`ip`, `note`"));
    assert!(read.summary.problems[1].says.en.contains("`recommend`"));
    assert_eq!(read.answers("recommend"), ["<not_in_version>"]);
    let mapped = read_with(
        b"id,wave,overall,ip\n1,2026Q1,4,203.0.113.7\n",
        with(columns(&[("ip", None)])),
    );
    assert_eq!(mapped.codes(), ["MY311"]);
    assert!(mapped.summary.columns[3].left_out);
}

#[test]
fn a_mapping_names_columns_by_header_or_position_and_must_be_right() {
    let text = "key,When,How was it?,Again\n1,2026-02-01,4,7\n";
    let read = read_with(
        text.as_bytes(),
        with(columns(&[
            ("when", Some("submitted")),
            ("How was it?", Some("overall")),
            ("#4", Some("recommend")),
            ("key", Some("response_id")),
        ])),
    );
    assert_eq!(
        (read.answers("overall"), read.answers("recommend")),
        (vec!["satisfied".into()], vec!["p7".into()])
    );
    assert_eq!(read.batch.wave(0).as_str(), "2026Q1");
    for (pairs, code) in [
        ([("How was it", Some("overall"))], "MY314"),
        ([("#9", Some("overall"))], "MY314"),
        ([("How was it?", Some("overal"))], "MY315"),
    ] {
        let wrong = read_with(text.as_bytes(), with(columns(&pairs)));
        assert!(wrong.codes().contains(&code), "{pairs:?}");
        assert!(
            wrong
                .summary
                .problems
                .iter()
                .any(|problem| problem.help.en.contains("did you mean") || pairs[0].0 == "#9")
        );
        assert_eq!(wrong.summary.counts.read, 0);
    }
}

#[test]
fn equal_headers_are_kept_apart_and_two_columns_of_one_question_ask() {
    let blank: String = (0..24).map(|_| ",").collect();
    let read = read(&format!("id,wave,overall{blank}\n1,2026Q1,4{blank}\n"));
    assert_eq!(read.summary.columns.len(), 27);
    assert_eq!(read.summary.columns[26].header, "#27");
    let twice = super::read("id,wave,overall,overall\n1,2026Q1,4,5\n");
    assert!(twice.codes().contains(&"MY312"));
    let chosen = read_with(
        b"id,wave,overall,overall\n1,2026Q1,4,5\n",
        with(columns(&[("#3", None)])),
    );
    assert_eq!(chosen.answers("overall"), ["very_satisfied"]);
}

#[test]
fn several_choices_in_one_cell_are_told_apart_by_the_options() {
    for (cell, answer) in [
        ("phone;none", "phone+none"),
        ("\"Phone, None\"", "phone+none"),
        ("手机┋都没有", "phone+none"),
        ("1|4", "phone+none"),
        ("\"phone\nnone\"", "phone+none"),
        ("Phone;", "phone"),
        ("\"Price, or quality; both;Phone\"", "phone+value"),
        ("\"Price\\, or quality; both,Price\"", "value+price"),
        ("价格；质量；价格", "value+price"),
        ("", "<skipped>"),
        ("<refused>", "<refused>"),
        ("dont_know", "<dont_know>"),
        ("(跳过)", "<not_asked>"),
    ] {
        let text = format!("id\twave\tdevices\n1\t2026Q1\t{cell}\n");
        let read = read(&text);
        assert_eq!(read.answers("devices"), [answer], "{cell}");
        assert!(read.quarantine.is_empty());
    }
    let rest = read("id,wave,devices\n1,2026Q1,phone;fridge;toaster\n2,2026Q1,fridge\n");
    assert_eq!(rest.answers("devices"), ["phone", "<invalid>"]);
    assert_eq!(
        rest.reasons(),
        [("unknown_part", "fridge; toaster", 2), ("unknown_option", "fridge", 3)]
    );
}

#[test]
fn several_choices_may_have_a_column_each() {
    let text = "id,wave,devices.phone,devices[value],Which do you use? [None]\n1,2026Q1,1,0,0\n2,2026Q1,Phone,,\n3,2026Q1,0,0,0\n4,2026Q1,true,\"Price, or quality; both\",not selected\n5,2026Q1,maybe,1,0\n6,2026Q1,(跳过),(跳过),(跳过)\n";
    let read = read(text);
    assert_eq!(
        read.answers("devices"),
        ["phone", "phone", "<skipped>", "phone+value", "<invalid>", "<not_asked>"]
    );
    let mut mapping = Mapping::default();
    mapping.multiple.insert(
        "devices".into(),
        [
            ("phone".to_owned(), Entry::new("mobile", place())),
            ("none".to_owned(), Entry::new("#4", place())),
        ]
        .into(),
    );
    let mapped = read_with(b"id,wave,mobile,other\n1,2026Q1,1,0\n2,2026Q1,0,1\n", with(mapping));
    assert_eq!(mapped.answers("devices"), ["phone", "none"]);
}

#[test]
fn values_and_separators_of_a_mapping() {
    let mut mapping = Mapping::default();
    let entry = |text: &str| Entry::new(text, place());
    mapping.values.insert(
        "overall".into(),
        [
            ("Great!".to_owned(), entry("very_satisfied")),
            ("-".to_owned(), entry("<not_applicable>")),
        ]
        .into(),
    );
    mapping
        .values
        .insert("*".into(), [("N/A".to_owned(), entry("<refused>"))].into());
    mapping.separators.insert("devices".into(), entry("+"));
    mapping.wave = Some(entry("2026-Q2"));
    let text = "id,overall,devices,reason,age\n1, great! ,phone+none,,40\n2,-,N/A,N/A,n/a\n";
    let read = read_with(text.as_bytes(), with(mapping.clone()));
    assert_eq!(read.answers("overall"), ["very_satisfied", "<not_applicable>"]);
    assert_eq!(read.answers("devices"), ["phone+none", "<refused>"]);
    assert_eq!(read.answers("age"), ["40", "<refused>"]);
    assert_eq!(read.batch.wave(1).as_str(), "2026Q2");
    mapping
        .values
        .insert("overall".into(), [("Great!".to_owned(), entry("very_good"))].into());
    assert!(
        read_with(text.as_bytes(), with(mapping.clone()))
            .codes()
            .contains(&"MY315")
    );
    mapping.values.clear();
    let other = Mapping {
        survey: Some(entry("another")),
        ..mapping.clone()
    };
    assert!(read_with(text.as_bytes(), with(other)).codes().contains(&"MY307"));
    mapping.wave = Some(entry("next"));
    assert!(read_with(text.as_bytes(), with(mapping)).codes().contains(&"MY307"));
}
