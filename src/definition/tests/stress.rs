//! No input makes the reader panic, and whatever it says can be shown.

use super::files::FULL;
use crate::definition::read;
use crate::diagnostic::Place;
use crate::diagnostic::Source;
use crate::diagnostic::Tongue;
use crate::diagnostic::has_errors;
use crate::diagnostic::render;
use proptest::prelude::*;
use std::sync::Arc;

fn survives(text: &str) {
    let source = Arc::new(Source {
        name: "surveys/full.yaml".into(),
        text: text.to_owned(),
    });
    let (survey, problems) = read(&source);
    assert_eq!(survey.is_none(), has_errors(&problems), "{problems:?}\n{text}");
    for problem in &problems {
        let Place::Text { start, end, .. } = &problem.place else {
            panic!("{problem:?}")
        };
        assert!(text.get(*start..*end).is_some(), "{problem:?}");
        assert!(
            !problem.says.zh.is_empty()
                && !problem.says.en.is_empty()
                && !problem.help.en.is_empty()
                && !problem.help.zh.is_empty(),
            "{problem:?}"
        );
    }
    assert_eq!(
        render::terminal(&problems, Tongue::Zh, render::Colour::Never).is_empty(),
        problems.is_empty()
    );
    let json: serde_json::Value = serde_json::from_str(&render::json(&problems, Tongue::En)).unwrap();
    assert!(json["problems"].is_array());
    let again = read(&source).1;
    assert_eq!(again, problems, "the same text, the same problems");
}

/// One change of a text: what stands in a stretch of lines is removed, doubled, moved, or replaced.
fn changed(text: &str, (kind, at, to, with): (u8, usize, usize, String)) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return with;
    }
    let (at, to) = (at % lines.len(), to % lines.len());
    match kind % 6 {
        0 => drop(lines.remove(at)),
        1 => lines.insert(to, lines[at].clone()),
        2 => lines.swap(at, to),
        3 => lines.insert(at, with),
        4 => {
            let chars: Vec<char> = lines[at].chars().collect();
            let cut = to % (chars.len() + 1);
            lines[at] = chars[..cut].iter().collect::<String>() + &with + &chars[cut..].iter().collect::<String>();
        }
        _ => {
            let indent = lines[at].len() - lines[at].trim_start().len();
            lines[at] = format!("{}{}", " ".repeat((indent + to) % 12), lines[at].trim_start());
        }
    }
    lines.join("\n")
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~]{0,6}",
        "\\PC{0,4}",
        Just("null".to_owned()),
        Just("[]".to_owned()),
        Just("{}".to_owned()),
        Just(": ".to_owned()),
        Just(", ".to_owned()),
        Just("99999999999".to_owned()),
        Just("-1".to_owned()),
        Just("\t".to_owned()),
        Just("overall".to_owned()),
        Just("kind: choice".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,200}") {
        survives(&text);
    }

    #[test]
    fn any_yaml_like_text(text in "([a-z]{1,3}: |- |  |\n|\\[|\\]|\\{|\\}|,|\"|'|\\||>|#|&a|\\*a|[a-z0-9]{1,3}|[满意]){0,60}") {
        survives(&text);
    }

    #[test]
    fn any_change_of_a_full_definition(changes in prop::collection::vec((any::<u8>(), 0..1000_usize, 0..1000_usize, piece()), 1..4)) {
        let text = changes.into_iter().fold(FULL.to_owned(), |text, change| changed(&text, change));
        survives(&text);
    }
}

#[test]
fn control_characters_and_line_ends_do_no_harm() {
    survives(&FULL.replace('\n', "\r\n"));
    for odd in ["\0", "\u{1b}[31m", "\u{202e}", "\u{feff}", "\r", "\u{85}", "\u{2028}"] {
        survives(&FULL.replacen("Overall", &format!("O{odd}"), 1));
        survives(&format!("{odd}{FULL}"));
    }
}
