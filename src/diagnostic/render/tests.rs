use super::*;
use crate::diagnostic::RuleDoc;
use crate::diagnostic::Severity;
use crate::diagnostic::Source;
use crate::diagnostic::render::json;
use crate::locale::columns;
use std::sync::Arc;

static RULE: RuleDoc = RuleDoc {
    code: "MY901",
    severity: Severity::Error,
    title: ["text is cut", "文字被截断"],
    page: ["", ""],
};
static ADVICE: RuleDoc = RuleDoc {
    code: "MY902",
    severity: Severity::Warning,
    title: ["a hint", "提示"],
    page: ["", ""],
};

fn source() -> Arc<Source> {
    let text = "id: a\ntext: {zh: 您好, 请问？, en: x\u{1b}[31m}\nlast: 1\n";
    Arc::new(Source {
        name: "surveys/x.yaml".to_owned(),
        text: text.to_owned(),
    })
}

fn at(source: &Arc<Source>, word: &str) -> Place {
    let start = source.text.find(word).unwrap();
    Place::text(source, start..start + word.len())
}

#[test]
fn carets_stand_right_under_chinese_text() {
    let source = source();
    let problem = Problem::new(&RULE, at(&source, "请问？")).help("quote this text", "给这段文字加引号");
    let shown = terminal(&[problem], Tongue::Zh, Colour::Never);
    let lines: Vec<&str> = shown.lines().collect();
    assert_eq!(lines[0], "错误[MY901]: 文字被截断");
    assert_eq!(lines[1], " --> surveys/x.yaml:2:16");
    let code = lines.iter().find(|line| line.contains("您好")).unwrap();
    let carets = lines.iter().find(|line| line.contains('^')).unwrap();
    let before = &code[..code.find("请问").unwrap()];
    assert_eq!(columns(before), carets.find('^').unwrap());
    assert_eq!(carets.matches('^').count(), 6, "three characters of two columns");
    assert!(shown.contains("办法: 给这段文字加引号"));
    assert!(shown.ends_with("1 处错误：改正错误后重新运行；`manyi explain MY901` 有详细说明\n"));
}

#[test]
fn problems_stand_in_the_order_of_their_places_and_are_counted() {
    let source = source();
    let cell = Place::Cell {
        file: "answers.csv".into(),
        line: 14,
        row: Some(13),
        column: Some("overall".into()),
    };
    let last = Problem::new(&ADVICE, at(&source, "last"));
    let first = Problem::new(&RULE, at(&source, "id"));
    let shown = terminal(&[last, first, Problem::new(&RULE, cell)], Tongue::En, Colour::Never);
    let place = |word: &str| shown.find(word).unwrap_or_else(|| panic!("{word} in {shown}"));
    assert!(place("--> answers.csv line 14 (row 13), column \"overall\"") < place("x.yaml:1:1"));
    assert!(place("x.yaml:1:1") < place("x.yaml:3:1"));
    assert!(shown.contains("warning[MY902]: a hint"));
    assert!(
        shown.ends_with("2 errors, 1 warning: mend the errors and run this again; `manyi explain MY901` says more\n")
    );
    assert_eq!(terminal(&[], Tongue::En, Colour::Always), "");
}

#[test]
fn secondary_places_are_named() {
    let source = source();
    let problem = Problem::new(&RULE, at(&source, "last"))
        .also(at(&source, "id"), "first here", "先在这里")
        .also(Place::file("other.csv"), "and there", "还有那里");
    let shown = terminal(&[problem], Tongue::En, Colour::Never);
    assert!(shown.contains("-- first here"), "{shown}");
    assert!(
        shown.contains("see: and there") && shown.contains("other.csv"),
        "{shown}"
    );
}

#[test]
fn arguments_are_underlined() {
    let place = Place::Argument {
        name: "--where".into(),
        text: "满意 = 1".into(),
        start: 0,
        end: 6,
    };
    let shown = terminal(&[Problem::new(&RULE, place)], Tongue::En, Colour::Never);
    assert!(shown.contains("--> --where:1:1") && shown.contains("^^^^"), "{shown}");
}

#[test]
fn user_text_never_reaches_the_terminal_as_an_escape() {
    let source = source();
    let problem = Problem::new(&RULE, at(&source, "x\u{1b}[31m")).says("odd \u{1b}]0;title\u{7}", "怪 \u{1b}");
    let cell = Place::file("a\u{1b}[2Jb.csv");
    for tongue in [Tongue::En, Tongue::Zh] {
        let shown = terminal(
            &[problem.clone(), Problem::new(&RULE, cell.clone())],
            tongue,
            Colour::Never,
        );
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{7}'), "{shown:?}");
    }
    assert!(
        terminal(&[problem], Tongue::En, Colour::Always).contains("\u{1b}["),
        "colour itself is an escape"
    );
}

#[test]
fn places_off_the_text_or_inside_a_character_do_no_harm() {
    let source = source();
    let inside = source.text.find('您').unwrap() + 1;
    for place in [
        Place::text(&source, inside..inside + 1),
        Place::text(&source, 9999..10_000),
        Place::text(&source, 0..9999),
    ] {
        assert!(terminal(&[Problem::new(&RULE, place)], Tongue::En, Colour::Never).contains("MY901"));
    }
    let empty = Arc::new(Source {
        name: "empty.yaml".into(),
        text: String::new(),
    });
    assert!(
        terminal(
            &[Problem::new(&RULE, Place::text(&empty, 0..0))],
            Tongue::En,
            Colour::Never
        )
        .contains("empty.yaml")
    );
}

#[test]
fn json_has_lines_columns_and_the_readers_words() {
    let source = source();
    let cell = Place::Cell {
        file: "answers.csv".into(),
        line: 14,
        row: Some(13),
        column: Some("overall".into()),
    };
    let problem = Problem::new(&RULE, at(&source, "请问？"))
        .help("quote", "加引号")
        .also(cell, "see", "见");
    let text = json(&[problem], Tongue::Zh);
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["schema_version"], 1);
    assert_eq!(value["errors"], 1);
    let first = &value["problems"][0];
    assert_eq!(first["code"], "MY901");
    assert_eq!(first["severity"], "error");
    assert_eq!((&first["line"], &first["column"]), (&2.into(), &16.into()));
    assert_eq!(
        (&first["end"]["line"], &first["end"]["column"]),
        (&2.into(), &19.into())
    );
    assert_eq!(first["says"], "文字被截断");
    assert_eq!(first["help"], "加引号");
    assert_eq!(first["also"][0]["field"], "overall");
    assert_eq!(first["also"][0]["row"], 13);
}
