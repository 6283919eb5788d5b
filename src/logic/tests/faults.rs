use super::*;
use std::collections::BTreeSet;

/// Text, code, what is underlined, and words of the help.
const FAULTS: [(&str, FaultCode, &str, &str); 76] = [
    ("", FaultCode::Empty, "", "recommend <= 6"),
    ("  ", FaultCode::Empty, "", "leave the key out"),
    ("recommend == 6", FaultCode::BadCharacter, "==", "write `=`"),
    ("member && member", FaultCode::BadCharacter, "&&", "write `and`"),
    ("!member", FaultCode::BadCharacter, "!", "write `not`"),
    ("answered（reason)", FaultCode::BadCharacter, "（", "write `(`"),
    ("recommend ≤ 6", FaultCode::BadCharacter, "≤", "write `<=`"),
    ("channel = 'app'", FaultCode::BadCharacter, "'app'", "write `\"app\"`"),
    ("channel = “app”", FaultCode::BadCharacter, "“app”", "write `\"app\"`"),
    ("recommend $ <= 6", FaultCode::BadCharacter, "$", "remove it"),
    ("member AND member", FaultCode::BadSyntax, "AND", "write `and`"),
    ("minutes > 5min", FaultCode::BadNumber, "5min", "as in `5`"),
    ("channel = \"app", FaultCode::BadText, "\"app", "double quote"),
    ("reason = \"a\\q\"", FaultCode::BadText, "\\q", "`\\\\`"),
    ("recommend <=", FaultCode::BadSyntax, "", "write an id"),
    ("<= 6", FaultCode::BadSyntax, "<=", "both sides"),
    ("recommend 6", FaultCode::BadSyntax, "6", "joined by `and`"),
    ("(member", FaultCode::BadSyntax, "", "`)`"),
    ("member)", FaultCode::BadSyntax, ")", "joined by `and`"),
    ("answered(reason", FaultCode::BadSyntax, "", "`)`"),
    ("mean(recommend overall)", FaultCode::BadSyntax, "overall", "commas"),
    ("channel in \"app\"", FaultCode::BadSyntax, "\"app\"", "in brackets"),
    ("channel in [\"app\"", FaultCode::BadSyntax, "", "`]`"),
    (
        "channel in [\"app\" \"web\"]",
        FaultCode::BadSyntax,
        "\"web\"",
        "commas",
    ),
    (
        "channel not in [\"app\"]",
        FaultCode::BadSyntax,
        "not",
        "not (x in [..])",
    ),
    ("member = not member", FaultCode::BadSyntax, "not", "parentheses"),
    (
        "1 < minutes < 5",
        FaultCode::ChainedComparison,
        "<",
        "join two with `and`",
    ),
    (
        "recomend <= 6",
        FaultCode::UnknownId,
        "recomend",
        "did you mean `recommend`?",
    ),
    (
        "Recommend <= 6",
        FaultCode::UnknownId,
        "Recommend",
        "did you mean `recommend`?",
    ),
    ("xyzzy <= 6", FaultCode::UnknownId, "xyzzy", "known are `recommend`"),
    ("满意度 <= 6", FaultCode::UnknownId, "满意度", "known are"),
    ("channel = app", FaultCode::UnknownId, "app", "write `\"app\"`"),
    (
        "channel in [web, \"app\"]",
        FaultCode::UnknownId,
        "web",
        "write `\"web\"`",
    ),
    ("reasons has speed", FaultCode::UnknownId, "speed", "write `\"speed\"`"),
    (
        "after-sales > 1",
        FaultCode::UnknownId,
        "after-sales",
        "did you mean `after_sales`?",
    ),
    (
        "answered(reson)",
        FaultCode::UnknownId,
        "reson",
        "did you mean `reason`?",
    ),
    (
        "averge(recommend) > 1",
        FaultCode::UnknownFunction,
        "averge",
        "functions are",
    ),
    (
        "avg(recommend) > 1",
        FaultCode::UnknownFunction,
        "avg",
        "write `mean(..)`",
    ),
    (
        "lenght(reason) > 1",
        FaultCode::UnknownFunction,
        "lenght",
        "did you mean `length`?",
    ),
    (
        "visit < today()",
        FaultCode::UnknownFunction,
        "today",
        "there is no clock",
    ),
    (
        "channel = \"ap\"",
        FaultCode::UnknownOption,
        "\"ap\"",
        "did you mean `\"app\"`?",
    ),
    (
        "channel = \"store\"",
        FaultCode::UnknownOption,
        "\"store\"",
        "its options are `app`, `web`, `phone`",
    ),
    (
        "channel in [\"app\", \"wep\"]",
        FaultCode::UnknownOption,
        "\"wep\"",
        "did you mean `\"web\"`?",
    ),
    (
        "reasons has \"prise\"",
        FaultCode::UnknownOption,
        "\"prise\"",
        "did you mean `\"price\"`?",
    ),
    (
        "overall >= \"excellent\"",
        FaultCode::UnknownOption,
        "\"excellent\"",
        "its options are",
    ),
    (
        "is(reason, dontknow)",
        FaultCode::UnknownMissing,
        "dontknow",
        "write `dont_know`",
    ),
    ("is(reason, 5)", FaultCode::UnknownMissing, "5", "kinds are `not_asked`"),
    (
        "is(reason)",
        FaultCode::WrongArguments,
        "is(reason)",
        "is(recommend, dont_know)",
    ),
    (
        "answered()",
        FaultCode::WrongArguments,
        "answered()",
        "answered(recommend)",
    ),
    (
        "answered(minutes + 1)",
        FaultCode::WrongArguments,
        "minutes + 1",
        "the id alone",
    ),
    ("mean() > 1", FaultCode::WrongArguments, "mean()", "mean(service.speed"),
    ("mean(recommend; 2) > 1", FaultCode::WrongArguments, "2", "from 1 to 1"),
    (
        "mean(recommend, overall; 1.5) > 1",
        FaultCode::WrongArguments,
        "1.5",
        "whole number from 1 to 2",
    ),
    (
        "count(recommend; 1) > 1",
        FaultCode::WrongArguments,
        "1",
        "remove the semicolon",
    ),
    (
        "count(reasons, recommend) > 1",
        FaultCode::WrongArguments,
        "reasons",
        "of its own",
    ),
    (
        "mean(0..6) > 1",
        FaultCode::WrongArguments,
        "0..6",
        "band(x, 0..6, 7..10)",
    ),
    (
        "band(recommend) = 1",
        FaultCode::WrongArguments,
        "band(recommend)",
        "0..6",
    ),
    ("band(recommend, 6) = 1", FaultCode::WrongArguments, "6", "0..6"),
    (
        "channel = 1",
        FaultCode::TypeMismatch,
        "channel = 1",
        "the options are `app`",
    ),
    (
        "minutes = \"5\"",
        FaultCode::TypeMismatch,
        "minutes = \"5\"",
        "write 5 without quotes",
    ),
    ("reason = 5", FaultCode::TypeMismatch, "reason = 5", "double quotes"),
    (
        "visit >= \"2026-03-01\"",
        FaultCode::TypeMismatch,
        "visit >= \"2026-03-01\"",
        "date(\"2026-03-01\")",
    ),
    (
        "reasons = \"price\"",
        FaultCode::TypeMismatch,
        "reasons = \"price\"",
        "reasons has \"price\"",
    ),
    (
        "channel = region",
        FaultCode::TypeMismatch,
        "channel = region",
        "one type",
    ),
    (
        "channel has \"app\"",
        FaultCode::TypeMismatch,
        "channel",
        "channel = ..",
    ),
    (
        "recommend and member",
        FaultCode::TypeMismatch,
        "recommend",
        "recommend = \"0\"",
    ),
    ("channel + 1 > 2", FaultCode::TypeMismatch, "channel", "only ratings"),
    (
        "length(minutes) > 2",
        FaultCode::TypeMismatch,
        "minutes",
        "text question",
    ),
    ("reason < \"b\"", FaultCode::NotOrdered, "reason < \"b\"", "`=`"),
    (
        "channel >= \"app\"",
        FaultCode::NotOrdered,
        "channel >= \"app\"",
        "`in [..]`",
    ),
    (
        "visit >= 2026-03-01",
        FaultCode::BadDate,
        "2026-03-01",
        "date(\"2026-03-01\")",
    ),
    (
        "visit >= date(\"2026-02-29\")",
        FaultCode::BadDate,
        "\"2026-02-29\"",
        "year, month and day",
    ),
    (
        "band(recommend, 0..6, 6.5..4) = 1",
        FaultCode::BadBand,
        "6.5..4",
        "smaller end first",
    ),
    (
        "band(recommend, 0..6, 5..10) = 1",
        FaultCode::BadBand,
        "5..10",
        "without overlap",
    ),
    (
        "band(recommend, 0..6, 9..10) = 1",
        FaultCode::BadBand,
        "band(recommend, 0..6, 9..10)",
        "every point",
    ),
    ("channel in []", FaultCode::BadList, "channel", "the values it may have"),
];

#[test]
fn every_fault_has_its_code_its_place_and_a_way_out() {
    for (text, code, underlined, help) in FAULTS {
        let found = faults(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let fault = &found[0];
        assert_eq!(fault.code, code, "{text}: {fault:?}");
        assert_eq!(&text[fault.span.clone()], underlined, "{text}: {fault:?}");
        assert!(fault.help.contains(help), "{text}: {fault:?}");
        assert!(
            !fault.message.is_empty() && !fault.message.starts_with(char::is_uppercase),
            "{text}: {fault:?}"
        );
    }
}

#[test]
fn every_code_is_told_somewhere_in_these_tests() {
    let told: BTreeSet<FaultCode> = FAULTS.iter().map(|(_, code, ..)| *code).collect();
    let elsewhere = [
        FaultCode::TooLong,
        FaultCode::TooDeep,
        FaultCode::NotACondition,
        FaultCode::TooManyOptions,
    ];
    let all: BTreeSet<FaultCode> = told.into_iter().chain(elsewhere).collect();
    assert_eq!(all, FaultCode::ALL.into_iter().collect());
}

#[test]
fn several_faults_show_at_once_in_order_of_place() {
    let text = "recomend == 6 and chanel = \"app\" or overall >= \"goood\" and visit < and (minutes > \"5\"";
    let found = faults(text);
    let told: Vec<(FaultCode, &str)> = found
        .iter()
        .map(|fault| (fault.code, &text[fault.span.clone()]))
        .collect();
    let expected = [
        (FaultCode::UnknownId, "recomend"),
        (FaultCode::BadCharacter, "=="),
        (FaultCode::UnknownId, "chanel"),
        (FaultCode::UnknownOption, "\"goood\""),
        (FaultCode::BadSyntax, "and"),
        (FaultCode::TypeMismatch, "minutes > \"5\""),
        (FaultCode::BadSyntax, ""),
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_list_that_mixes_or_computes_is_told() {
    for text in [
        "overall in [\"good\", 5]",
        "minutes in [1 + 2]",
        "minutes in [amount]",
        "submitted in [date(\"2026-03-01\"), date(\"2026-03-01 10:00\")]",
    ] {
        assert_eq!(faults(text)[0].code, FaultCode::BadList, "{text}");
    }
}

#[test]
fn too_long_an_expression_is_not_read() {
    let found = faults(&" ".repeat(70_000));
    assert_eq!((found.len(), found[0].code), (1, FaultCode::TooLong));
    let digits = format!("minutes > {}", "9".repeat(400));
    assert_eq!(faults(&digits)[0].code, FaultCode::BadNumber);
}

#[test]
fn a_condition_must_be_true_or_false() {
    for (text, help) in [
        ("channel", "channel = \"app\""),
        ("reasons", "reasons has \"price\""),
        ("minutes + 1", "minutes + 1 > 0"),
        ("visit", "visit >= date("),
        ("reason", "answered(reason)"),
        ("band(recommend, 0..6, 7..10)", "> 0"),
    ] {
        let found = condition(text, &Questionnaire).unwrap_err();
        assert_eq!((found.len(), found[0].code), (1, FaultCode::NotACondition), "{text}");
        assert!(found[0].help.contains(help), "{:?}", found[0]);
    }
    assert!(condition("member", &Questionnaire).is_ok());
}

struct Crowded;

impl Symbols for Crowded {
    fn lookup(&self, id: &str) -> Option<Symbol> {
        let count: usize = id.strip_prefix('m')?.parse().ok()?;
        let options = (0..count)
            .map(|place| OptionPoint {
                id: format!("o{place}"),
                value: place as f64,
            })
            .collect();
        Some(Symbol {
            slot: 0,
            ty: Type::Set(Arc::new(OptionSet {
                options,
                ordered: false,
            })),
        })
    }

    fn names(&self) -> Vec<String> {
        Vec::new()
    }
}

#[test]
fn a_multiple_choice_has_at_most_128_options() {
    assert!(compile("m128 has \"o127\"", &Crowded).is_ok());
    assert_eq!(
        compile("m129 has \"o127\"", &Crowded).unwrap_err()[0].code,
        FaultCode::TooManyOptions
    );
}

#[test]
fn submitted_is_told_apart_from_unknown_ids_where_there_is_none() {
    let found = compile("submitted > date(\"2026-01-01\")", &Crowded).unwrap_err();
    assert!(found[0].help.contains("moment of submission"), "{found:?}");
}
