use super::*;
use Truth::False;
use Truth::True;
use Truth::Unknown;

fn truth(text: &str, answers: &[(&str, Value<'static>)]) -> Truth {
    compiled(text).truth(&Answers::of(answers))
}

fn value(text: &str, answers: &[(&str, Value<'static>)]) -> Value<'static> {
    match compiled(text).value(&Answers::of(answers)) {
        Value::Text(text) => Value::Text(text.into_owned().into()),
        Value::Missing(kind) => Value::Missing(kind),
        Value::Bool(value) => Value::Bool(value),
        Value::Number(value) => Value::Number(value),
        Value::Date(days) => Value::Date(days),
        Value::Moment(seconds) => Value::Moment(seconds),
        Value::Option(index) => Value::Option(index),
        Value::Set(bits) => Value::Set(bits),
    }
}

/// Kleene (1952), Introduction to Metamathematics, §64: the strong tables.
#[test]
fn and_or_and_not_follow_the_strong_tables_of_kleene() {
    let and = [[False, False, False], [False, Unknown, Unknown], [False, Unknown, True]];
    let or = [[False, Unknown, True], [Unknown, Unknown, True], [True, True, True]];
    let three = [(False, "false"), (Unknown, "member"), (True, "true")];
    for (i, (left, a)) in three.into_iter().enumerate() {
        for (j, (right, b)) in three.into_iter().enumerate() {
            assert_eq!(truth(&format!("{a} and {b}"), &[]), and[i][j]);
            assert_eq!(truth(&format!("{a} or {b}"), &[]), or[i][j]);
            assert_eq!((left.and(right), left.or(right)), (and[i][j], or[i][j]));
        }
        assert_eq!(truth(&format!("not {a}"), &[]), [True, Unknown, False][i]);
        assert_eq!(left.negate(), [True, Unknown, False][i]);
    }
}

#[test]
fn unknown_hides_excludes_and_passes() {
    let says = |truth: Truth| (truth.shows(), truth.keeps(), truth.passes());
    assert_eq!(says(True), (true, true, true));
    assert_eq!(says(Unknown), (false, false, true));
    assert_eq!(says(False), (false, false, false));
}

#[test]
fn a_comparison_with_a_missing_answer_is_unknown_whatever_its_kind() {
    for kind in Missing::ALL {
        for text in [
            "recommend <= 6",
            "recommend != 6",
            "not recommend = 6",
            "recommend in [1, 2]",
            "recommend = recommend",
        ] {
            assert_eq!(truth(text, &[("recommend", Value::Missing(kind))]), Unknown);
            assert_eq!(
                value(text, &[("recommend", Value::Missing(kind))]),
                Value::Missing(kind)
            );
        }
    }
}

#[test]
fn a_rating_compares_by_its_value_and_a_choice_by_its_option() {
    assert_eq!(truth("recommend <= 6", &[("recommend", Value::Option(6))]), True);
    assert_eq!(truth("recommend <= 6", &[("recommend", Value::Option(7))]), False);
    assert_eq!(
        truth("overall >= 4", &[("overall", Value::Option(3))]),
        True,
        "the fourth point of a scale from 1"
    );
    assert_eq!(truth("overall >= \"good\"", &[("overall", Value::Option(2))]), False);
    assert_eq!(
        truth(
            "overall > service.speed",
            &[("overall", Value::Option(4)), ("service.speed", Value::Option(3))]
        ),
        True
    );
    assert_eq!(truth("channel = \"web\"", &[("channel", Value::Option(1))]), True);
    assert_eq!(
        truth("channel in [\"app\", \"phone\"]", &[("channel", Value::Option(1))]),
        False
    );
    assert_eq!(
        truth(
            "channel = other_channel",
            &[("channel", Value::Option(1)), ("other_channel", Value::Option(1))]
        ),
        True
    );
    assert_eq!(truth("loyalty = 2", &[("loyalty", Value::Option(2))]), True);
}

#[test]
fn what_cannot_be_read_is_invalid() {
    for (id, wrong) in [
        ("overall", Value::Option(5)),
        ("overall", Value::Number(3.0)),
        ("minutes", Value::Number(f64::NAN)),
        ("reasons", Value::Set(8)),
        ("visit", Value::Bool(true)),
        ("reason", Value::Date(1)),
    ] {
        assert_eq!(
            truth(&format!("is({id}, invalid)"), &[(id, wrong.clone())]),
            True,
            "{id} {wrong:?}"
        );
        assert_eq!(truth(&format!("answered({id})"), &[(id, wrong)]), False);
    }
}

#[test]
fn answered_and_is_are_never_unknown() {
    assert_eq!(truth("answered(reason)", &[]), False);
    assert_eq!(truth("is(reason, skipped)", &[]), True);
    assert_eq!(truth("is(reason, dont_know)", &[]), False);
    assert_eq!(
        truth("answered(reasons)", &[("reasons", Value::Set(0))]),
        True,
        "none chosen is an answer"
    );
}

#[test]
fn multiple_choices_are_asked_with_has() {
    let chosen = [("reasons", Value::Set(0b101))];
    assert_eq!(truth("reasons has \"price\"", &chosen), True);
    assert_eq!(truth("reasons has \"speed\"", &chosen), False);
    assert_eq!(truth("reasons has \"price\"", &[]), Unknown);
    assert_eq!(value("count(reasons)", &chosen), Value::Number(2.0));
    assert_eq!(value("count(reasons)", &[]), Value::Missing(Missing::Skipped));
}

#[test]
fn aggregates_take_the_valid_values_and_count_is_never_missing() {
    let two = [
        ("recommend", Value::Option(4)),
        ("overall", Value::Option(0)),
        ("minutes", Value::Missing(Missing::DontKnow)),
    ];
    assert_eq!(value("mean(recommend, minutes, overall)", &two), Value::Number(2.5));
    assert_eq!(value("sum(recommend, minutes, overall)", &two), Value::Number(5.0));
    assert_eq!(value("min(recommend, minutes, overall)", &two), Value::Number(1.0));
    assert_eq!(value("max(recommend, minutes, overall)", &two), Value::Number(4.0));
    assert_eq!(value("mean(recommend, minutes, overall; 2)", &two), Value::Number(2.5));
    assert_eq!(
        value("mean(recommend, minutes, overall; 3)", &two),
        Value::Missing(Missing::DontKnow)
    );
    assert_eq!(
        value("mean(minutes, amount)", &two),
        Value::Missing(Missing::DontKnow),
        "the first missing operand"
    );
    assert_eq!(value("count(recommend, minutes, overall)", &two), Value::Number(2.0));
    assert_eq!(value("count(minutes, amount)", &two), Value::Number(0.0));
}

#[test]
fn arithmetic_without_a_result_is_missing() {
    let answers = [
        ("minutes", Value::Number(7.0)),
        ("amount", Value::Missing(Missing::Refused)),
    ];
    assert_eq!(value("minutes - 2 * 3 + 1", &answers), Value::Number(2.0));
    assert_eq!(value("-minutes / 2", &answers), Value::Number(-3.5));
    assert_eq!(value("minutes / 0", &answers), Value::Missing(Missing::Invalid));
    assert_eq!(value("0 / 0 + minutes", &answers), Value::Missing(Missing::Invalid));
    assert_eq!(
        value("minutes + amount + after_sales", &answers),
        Value::Missing(Missing::Refused)
    );
    assert_eq!(
        value("after_sales + amount", &answers),
        Value::Missing(Missing::Skipped)
    );
}

#[test]
fn bands_hold_both_ends_and_the_first_wins() {
    let banded = |minutes: f64| value("band(minutes, ..0, 0..5, 7..)", &[("minutes", Value::Number(minutes))]);
    for (minutes, band) in [(-3.0, 0), (0.0, 0), (0.1, 1), (5.0, 1), (7.0, 2), (1e9, 2)] {
        assert_eq!(banded(minutes), Value::Option(band), "{minutes}");
    }
    assert_eq!(banded(6.0), Value::Missing(Missing::Invalid), "in no band");
    for (answer, group) in [(0, 0), (6, 0), (7, 1), (8, 1), (9, 2), (10, 2)] {
        assert_eq!(
            value(
                "band(recommend, 0..6, 7..8, 9..10)",
                &[("recommend", Value::Option(answer))]
            ),
            Value::Option(group)
        );
    }
}

#[test]
fn length_counts_unicode_scalars() {
    for (text, length) in [("", 0.0), ("满意", 2.0), ("e\u{301}", 2.0), ("👍🏽", 2.0)] {
        assert_eq!(
            value("length(reason)", &[("reason", Value::Text(text.into()))]),
            Value::Number(length)
        );
    }
}

#[test]
fn dates_compare_by_day_and_moments_to_the_second() {
    // 2026-03-01 is day 20,513 (see dates.rs).
    let noon = i64::from(20_513) * 86_400 + 43_200;
    let answers = [("visit", Value::Date(20_513)), ("submitted", Value::Moment(noon))];
    for (text, expected) in [
        ("visit = date(\"2026-03-01\")", True),
        ("visit > date(\"2026-03-01\")", False),
        ("submitted = date(\"2026-03-01\")", True),
        ("submitted <= date(\"2026-03-01\")", True),
        ("submitted < date(\"2026-03-01 12:00\")", False),
        ("submitted < date(\"2026-03-01 12:00:01\")", True),
        ("submitted in [date(\"2026-02-28\"), date(\"2026-03-01\")]", True),
        ("visit <= submitted", True),
        ("date(\"2026-03-02\") > submitted", True),
    ] {
        assert_eq!(truth(text, &answers), expected, "{text}");
    }
}

#[test]
fn texts_are_equal_by_their_scalars() {
    let answers = [("reason", Value::Text("Café".into()))];
    assert_eq!(truth("reason = \"Café\"", &answers), True);
    assert_eq!(truth("reason != \"café\"", &answers), True);
    assert_eq!(
        truth("reason in [\"Cafe\u{301}\", \"x\"]", &answers),
        False,
        "the accent apart is another text"
    );
    assert_eq!(truth("reason = comment", &answers), Unknown);
}

/// Berger et al. (1993), CQM Journal 2(4), figure 5: rows how one feels with the feature, columns without it.
#[test]
fn two_answers_make_a_category_by_the_evaluation_table() {
    let table = ["QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ"];
    let letters = "MOAIRQ";
    for (with, row) in (0..).zip(table) {
        for (without, letter) in (0..).zip(row.chars()) {
            let answers = [
                ("overall", Value::Option(with)),
                ("service.speed", Value::Option(without)),
            ];
            let place = letters
                .find(letter)
                .and_then(|place| u32::try_from(place).ok())
                .unwrap();
            assert_eq!(value("kano(overall, service.speed)", &answers), Value::Option(place));
        }
    }
    let half = [("overall", Value::Option(0))];
    assert_eq!(
        value("kano(overall, service.speed)", &half),
        Value::Missing(Missing::Skipped)
    );
    assert_eq!(value("kano(2.5, 3)", &[]), Value::Missing(Missing::Invalid));
    assert_eq!(value("kano(0, 6)", &[]), Value::Missing(Missing::Invalid));
    assert_eq!(faults("kano(overall)")[0].code, FaultCode::WrongArguments);
    assert_eq!(faults("kano(overall, channel)").len(), 1);
    assert_eq!(compiled("kano(overall, 2)").to_string(), "kano(overall, 2)");
    let Vector::Coded(codes) =
        compiled("kano(overall, 6 - overall)").vector(&Coded(&[0, 1, 4, missing_code(Missing::Refused)]))
    else {
        panic!("categories are codes")
    };
    assert_eq!(codes, [1, 3, 4, missing_code(Missing::Refused)]);
}

struct Coded<'a>(&'a [u16]);

impl Frame for Coded<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn column(&self, _slot: usize) -> Column<'_> {
        Column::Coded(self.0)
    }
}

#[test]
fn a_coded_column_is_filtered_by_its_codes() {
    let codes = [
        0,
        1,
        2,
        3,
        400,
        missing_code(Missing::Skipped),
        missing_code(Missing::NotInVersion),
        0,
    ];
    let frame = Coded(&codes);
    let east = compiled("region = \"east\"");
    assert_eq!(
        east.keeps(&frame),
        [true, false, false, false, false, false, false, true]
    );
    let Vector::Bool(truths) = east.vector(&frame) else {
        panic!("no truths")
    };
    assert_eq!(truths, [1, 0, 0, 8, 8, 4, 9, 1], "3 and 400 are no options: invalid");
    let Vector::Number { values, kinds } = compiled("overall * 2").vector(&frame) else {
        panic!("no numbers")
    };
    assert_eq!(values, [2.0, 4.0, 6.0, 8.0, 0.0, 0.0, 0.0, 2.0]);
    assert_eq!(kinds, [0, 0, 0, 0, 7, 3, 8, 0]);
    assert_eq!(
        compiled("minutes").vector(&frame).value(0),
        Value::Missing(Missing::Invalid),
        "codes are no numbers"
    );
    assert_eq!(
        compiled("minutes").keeps(&frame),
        [false; 8],
        "no condition keeps nobody"
    );
}
