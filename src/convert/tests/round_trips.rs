//! A definition in another format and back again is the same definition, by the hash of its meaning and wording.

use super::survey;
use super::there_and_back;
use crate::convert::Into;
use proptest::prelude::*;
use std::fmt::Write;

const BOTH: [Into; 2] = [Into::XlsForm, Into::SurveyJs];

#[test]
fn the_surveys_of_the_library_come_back_as_they_were() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("surveys");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "yaml") {
            continue;
        }
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let hash = survey(&name, &text).hash;
        for into in BOTH {
            let back = there_and_back(&name, &text, into);
            assert_eq!(survey(&name, &back).hash, hash, "{name} {into:?}\n{back}");
        }
        count += 1;
    }
    assert!(count >= 12, "{count}");
}

#[test]
fn every_kind_and_key_comes_back() {
    for (name, text) in [
        ("full", include_str!("../../../tests/data/definition/full.yaml")),
        (
            "after-sales",
            include_str!("../../../tests/data/definition/design.yaml"),
        ),
    ] {
        let hash = survey(name, text).hash;
        for into in BOTH {
            assert_eq!(
                survey(name, &there_and_back(name, text, into)).hash,
                hash,
                "{name} {into:?}"
            );
        }
    }
}

/// A definition drawn at random: kinds, texts, conditions on earlier questions.
fn drawn() -> impl Strategy<Value = String> {
    let question = (
        0..9_usize,
        0..4_usize,
        "[a-zA-Z 是否?]{1,12}",
        any::<bool>(),
        any::<bool>(),
    );
    (proptest::collection::vec(question, 1..12), any::<bool>()).prop_map(|(questions, bilingual)| {
        let mut text = String::from("id: drawn\ntitle: Drawn\n");
        text.push_str(if bilingual { "languages: [en, zh]\n" } else { "languages: [en]\n" });
        text.push_str("pages:\n  - id: first\n    questions:\n");
        let mut conditions: Vec<String> = Vec::new();
        for (at, (kind, detail, words, required, conditional)) in questions.iter().enumerate() {
            let id = format!("q{at}");
            let words = format!("{} {at}", words.trim());
            let quoted = format!("{words:?}");
            let label = if bilingual { format!("{{en: {quoted}, zh: {quoted}}}") } else { quoted };
            if at == 4 {
                text.push_str("  - id: second\n    title: More\n    questions:\n");
            }
            let _ = write!(text, "      - id: {id}\n        text: {label}\n");
            if *required && *kind != 7 {
                text.push_str("        required: true\n");
            }
            if *conditional && !conditions.is_empty() {
                let one = &conditions[at % conditions.len()];
                let other = &conditions[detail % conditions.len()];
                let condition = match detail {
                    0 => one.clone(),
                    1 => format!("{one} and not ({other})"),
                    2 => format!("({one} or {other}) and {other}"),
                    _ => format!("not ({one}) or {other}"),
                };
                let _ = writeln!(text, "        show_if: {condition:?}");
            }
            let body = match kind {
                0 => "kind: choice\n        options: [app, web, {id: x-1, value: 7, text: A shop}]".to_owned(),
                1 => "kind: multiple\n        max: 2\n        options: [{id: a, text: One}, b, {id: none, exclusive: true, text: None}]".to_owned(),
                2 => "kind: rating\n        scale: satisfaction5\n        missing: [dont_know]".to_owned(),
                3 => "kind: number\n        min: 0\n        max: 99\n        whole: true".to_owned(),
                4 => "kind: text\n        long: true".to_owned(),
                5 => "kind: date".to_owned(),
                6 => "kind: matrix\n        scale: agreement5\n        rows: [{id: r, text: Row}, {id: s, text: Other row}]".to_owned(),
                7 => "kind: note".to_owned(),
                _ => "kind: slider\n        min: 0\n        max: 50\n        step: 5".to_owned(),
            };
            let _ = writeln!(text, "        {body}");
            match kind {
                0 => conditions.extend([format!("{id} = \"web\""), format!("{id} != \"app\""), format!("{id} in [\"app\", \"x-1\"]")]),
                1 => conditions.push(format!("{id} has \"a\"")),
                2 => conditions.extend([format!("{id} <= 2"), format!("answered({id})")]),
                3 => conditions.push(format!("{id} > 3")),
                6 => conditions.push(format!("{id}.r >= 4")),
                _ => {}
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn drawn_definitions_come_back_as_they_were(text in drawn()) {
        let hash = survey("drawn", &text).hash;
        for into in BOTH {
            let back = there_and_back("drawn", &text, into);
            prop_assert_eq!(&survey("drawn", &back).hash, &hash, "{:?}\n{}\n{}", into, text, back);
        }
    }
}
