use super::*;
use proptest::prelude::*;
use proptest::test_runner::Config;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> Config {
    Config {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(2),
        ..Config::default()
    }
}

fn one_of(texts: &[&str]) -> BoxedStrategy<String> {
    proptest::sample::select(texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).boxed()
}

fn mark() -> BoxedStrategy<String> {
    one_of(&["=", "!=", "<", "<=", ">", ">="])
}

fn literal() -> BoxedStrategy<String> {
    prop_oneof![
        (0..11_i32).prop_map(|n| n.to_string()),
        (-40..40_i32).prop_map(|n| format!("({})", f64::from(n) / 4.0))
    ]
    .boxed()
}

fn date() -> BoxedStrategy<String> {
    one_of(&["date(\"2026-03-01\")", "date(\"2026-02-28\")", "date(\"0001-01-01\")"])
}

/// Numbers that may hold others.
fn number() -> BoxedStrategy<String> {
    let slots = [
        "minutes",
        "amount",
        "recommend",
        "overall",
        "service.speed",
        "loyalty",
        "after_sales",
    ];
    let leaf = prop_oneof![
        literal(),
        one_of(&slots),
        one_of(&[
            "count(reasons)",
            "count(minutes, recommend, visit)",
            "length(reason)",
            "length(\"满意\")",
            "band(recommend, 0..6, 7..8, 9..10)"
        ])
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let (a, b, c) = (inner.clone(), inner.clone(), inner);
        let operation = one_of(&["+", "-", "*", "/"]);
        let function = one_of(&["mean", "sum", "min", "max"]);
        prop_oneof![
            (a.clone(), operation, b.clone()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
            a.clone().prop_map(|a| format!("-({a})")),
            (function, a.clone(), b, c, 1..=3_usize).prop_map(|(f, a, b, c, n)| format!("{f}({a}, {b}, {c}; {n})")),
            a.clone().prop_map(|a| format!("band({a}, ..-1, -1..2.5, 3..)")),
            (a, one_of(&["overall", "service.speed", "minutes", "3"])).prop_map(|(a, b)| format!("kano({a}, {b})")),
        ]
    })
    .boxed()
}

fn condition_text() -> BoxedStrategy<String> {
    let any_id = one_of(&[
        "recommend",
        "channel",
        "reasons",
        "minutes",
        "visit",
        "reason",
        "submitted",
        "member",
        "loyalty",
    ]);
    let kind = one_of(&Missing::ALL.map(Missing::code));
    let leaf = prop_oneof![
        4 => (number(), mark(), number()).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
        2 => (one_of(&["recommend", "overall", "minutes"]), literal(), literal()).prop_map(|(id, a, b)| format!("{id} in [{a}, {b}]")),
        2 => (one_of(&["overall", "service.speed"]), mark(), one_of(&["awful", "fair", "great"])).prop_map(|(id, op, option)| format!("{id} {op} \"{option}\"")),
        2 => (one_of(&["channel", "other_channel"]), one_of(&["=", "!="]), one_of(&["app", "web"])).prop_map(|(id, op, option)| format!("{id} {op} \"{option}\"")),
        1 => one_of(&["channel = other_channel", "channel in [\"app\", \"phone\"]", "region != \"east\"", "overall = service.speed", "recommend < overall"]),
        1 => one_of(&["reasons has \"price\"", "reasons has \"staff\"", "member", "true", "false", "member = true", "loyalty in [0, 2]"]),
        1 => one_of(&["reason = \"a\\\"b\"", "reason != comment", "reason in [\"\", \"满意\"]", "comment = \"\""]),
        2 => (one_of(&["visit", "submitted", "date(\"2026-03-01 12:00\")"]), mark(), one_of(&["submitted"])).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        2 => (one_of(&["visit", "submitted"]), mark(), date()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        1 => (one_of(&["visit", "submitted"]), date(), date()).prop_map(|(a, b, c)| format!("{a} in [{b}, {c}]")),
        1 => any_id.clone().prop_map(|id| format!("answered({id})")),
        1 => (any_id, kind).prop_map(|(id, kind)| format!("is({id}, {kind})")),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let (a, b, c) = (inner.clone(), inner.clone(), inner);
        prop_oneof![
            3 => (a.clone(), b.clone(), c.clone()).prop_map(|(a, b, c)| format!("({a}) and ({b}) and ({c})")),
            3 => (a.clone(), b.clone(), c).prop_map(|(a, b, c)| format!("({a}) or ({b}) or ({c})")),
            2 => a.clone().prop_map(|a| format!("not ({a})")),
            1 => (a, one_of(&["=", "!="]), b).prop_map(|(a, op, b)| format!("({a}) {op} ({b})")),
        ]
    })
    .boxed()
}

fn any_text() -> BoxedStrategy<String> {
    prop_oneof![4 => condition_text(), 2 => number(), 1 => one_of(&IDS)].boxed()
}

/// Expressions with answers to them, `each` an expression, for those who evaluate them elsewhere; the seed decides all.
pub(crate) fn drawn(expressions: usize, each: usize, seed: u64) -> impl Iterator<Item = (Typed, Vec<Answers>)> {
    use proptest::strategy::ValueTree as _;
    let mut runner = proptest::test_runner::TestRunner::new(Config {
        rng_seed: RngSeed::Fixed(seed),
        ..config(1)
    });
    let text = any_text();
    (0..expressions).map(move |at| {
        let drawn = text.new_tree(&mut runner).unwrap().current();
        (compiled(&drawn), answers(seed.wrapping_add(at as u64), each).0)
    })
}

/// A small generator of answers (`SplitMix64`), so that one number stands for a whole frame.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }

    fn small(&mut self, sides: u32) -> u32 {
        u32::try_from(self.roll(u64::from(sides))).unwrap()
    }

    fn value(&mut self, ty: &Type) -> Value<'static> {
        if self.roll(4) == 0 {
            return Value::Missing(Missing::ALL[self.small(8) as usize]);
        }
        match ty {
            Type::Bool => Value::Bool(self.roll(2) == 1),
            Type::Number => {
                Value::Number([0.0, -0.0, 1.0, 2.5, -3.0, 1e308, f64::NAN, f64::INFINITY][self.small(8) as usize])
            }
            Type::Text => Value::Text(["", "a\"b", "满意", "x"][self.small(4) as usize].into()),
            Type::Date => Value::Date(20_511 + i32::try_from(self.roll(4)).unwrap()),
            Type::Moment => Value::Moment(20_513 * 86_400 + 43_200 * i64::try_from(self.roll(4)).unwrap() - 86_400),
            Type::Option(set) => Value::Option(self.small(u32::try_from(set.options.len()).unwrap() + 1)),
            Type::Band(count) => Value::Option(self.small(u32::try_from(*count).unwrap() + 1)),
            Type::Set(_) => Value::Set(u128::from(self.roll(9))),
        }
    }
}

/// The same answers as columns.
struct Table {
    rows: usize,
    columns: Vec<Stored>,
}

enum Stored {
    Coded(Vec<u16>),
    Number(Vec<f64>, Vec<u8>),
    Text(Vec<Result<String, Missing>>),
    Date(Vec<i32>, Vec<u8>),
    Moment(Vec<i64>, Vec<u8>),
    Set(Vec<u128>, Vec<u8>),
}

fn split<T: Default>(values: Vec<Value<'static>>, take: impl Fn(Value<'static>) -> T) -> (Vec<T>, Vec<u8>) {
    let pair = |value| {
        if let Value::Missing(kind) = value {
            (T::default(), kind.byte())
        } else {
            (take(value), 0)
        }
    };
    values.into_iter().map(pair).unzip()
}

fn stored(values: Vec<Value<'static>>, ty: &Type) -> Stored {
    match ty {
        Type::Bool | Type::Option(_) | Type::Band(_) => Stored::Coded(
            values
                .into_iter()
                .map(|value| match value {
                    Value::Missing(kind) => missing_code(kind),
                    Value::Bool(value) => u16::from(value),
                    Value::Option(code) => u16::try_from(code).unwrap(),
                    other => panic!("{other:?}"),
                })
                .collect(),
        ),
        Type::Text => Stored::Text(
            values
                .into_iter()
                .map(|value| match value {
                    Value::Missing(kind) => Err(kind),
                    Value::Text(text) => Ok(text.into_owned()),
                    other => panic!("{other:?}"),
                })
                .collect(),
        ),
        Type::Number => {
            let (values, kinds) = split(values, |value| {
                if let Value::Number(value) = value {
                    value
                } else {
                    panic!("{value:?}")
                }
            });
            Stored::Number(values, kinds)
        }
        Type::Date => {
            let (values, kinds) = split(values, |value| {
                if let Value::Date(value) = value {
                    value
                } else {
                    panic!("{value:?}")
                }
            });
            Stored::Date(values, kinds)
        }
        Type::Moment => {
            let (values, kinds) = split(values, |value| {
                if let Value::Moment(value) = value {
                    value
                } else {
                    panic!("{value:?}")
                }
            });
            Stored::Moment(values, kinds)
        }
        Type::Set(_) => {
            let (values, kinds) = split(values, |value| {
                if let Value::Set(value) = value {
                    value
                } else {
                    panic!("{value:?}")
                }
            });
            Stored::Set(values, kinds)
        }
    }
}

impl Frame for Table {
    fn len(&self) -> usize {
        self.rows
    }

    fn column(&self, slot: usize) -> Column<'_> {
        match &self.columns[slot] {
            Stored::Coded(codes) => Column::Coded(codes),
            Stored::Number(values, kinds) => Column::Number { values, kinds },
            Stored::Text(texts) => Column::Text(texts),
            Stored::Date(values, kinds) => Column::Date { values, kinds },
            Stored::Moment(values, kinds) => Column::Moment { values, kinds },
            Stored::Set(values, kinds) => Column::Set { values, kinds },
        }
    }
}

fn answers(seed: u64, rows: usize) -> (Vec<Answers>, Table) {
    let mut dice = Dice(seed);
    let mut respondents = vec![Answers::default(); rows];
    let mut columns = Vec::new();
    for slot in 0..IDS.len() {
        let ty = type_of(slot);
        let values: Vec<Value<'static>> = (0..rows).map(|_| dice.value(&ty)).collect();
        for (respondent, value) in respondents.iter_mut().zip(&values) {
            respondent.0.insert(slot, value.clone());
        }
        columns.push(stored(values, &ty));
    }
    (respondents, Table { rows, columns })
}

proptest! {
    #![proptest_config(config(4_000))]

    #[test]
    fn rows_and_columns_agree_on_every_respondent(text in any_text(), seed in any::<u64>()) {
        let typed = compiled(&text);
        let (respondents, table) = answers(seed, 16);
        let (vector, keeps) = (typed.vector(&table), typed.keeps(&table));
        prop_assert_eq!((vector.len(), keeps.len()), (16, 16));
        for (row, respondent) in respondents.iter().enumerate() {
            prop_assert_eq!(vector.value(row), typed.value(respondent), "{} in row {}: {:?}", typed, row, respondent);
            prop_assert_eq!(vector.truth(row), typed.truth(respondent));
            prop_assert_eq!(keeps[row], typed.truth(respondent).keeps());
        }
    }

    #[test]
    fn what_is_printed_compiles_to_the_same_tree(text in any_text()) {
        let typed = compiled(&text);
        let printed = typed.to_string();
        prop_assert_eq!(&compiled(&printed), &typed, "{}", printed);
    }

    #[test]
    fn negations_pushed_down_keep_their_meaning(a in condition_text(), b in condition_text(), seed in any::<u64>()) {
        let (respondents, _) = answers(seed, 4);
        let (one, other) = (compiled(&format!("not (({a}) and ({b}))")), compiled(&format!("not ({a}) or not ({b})")));
        for respondent in &respondents {
            prop_assert_eq!(one.truth(respondent), other.truth(respondent));
        }
    }
}

fn soup() -> BoxedStrategy<String> {
    let piece = one_of(&[
        "(",
        ")",
        "[",
        "]",
        ",",
        ";",
        "..",
        ".",
        "=",
        "!=",
        "<",
        "<=",
        "==",
        "-",
        "+",
        "*",
        "/",
        " and ",
        " or ",
        "not ",
        " in ",
        " has ",
        "\"",
        "\"app\"",
        "'",
        "“",
        "”",
        "\\",
        "1",
        "0.5",
        "2026-03-01",
        "满意",
        "recommend",
        "channel",
        "reasons",
        "answered(",
        "is(",
        "mean(",
        "band(",
        "date(",
        "count(",
        "length(",
        "true",
        "!",
        "&&",
        "，",
        "…",
        "\u{0}",
        "\u{301}",
        " ",
    ]);
    proptest::collection::vec(piece, 0..24)
        .prop_map(|pieces| pieces.concat())
        .boxed()
}

proptest! {
    #![proptest_config(config(10_000))]

    #[test]
    fn no_text_makes_the_parser_panic(text in prop_oneof![3 => soup(), 1 => any::<String>()]) {
        match compile(&text, &Questionnaire) {
            Ok(typed) => prop_assert_eq!(&compiled(&typed.to_string()), &typed),
            Err(faults) => {
                prop_assert!(!faults.is_empty());
                for fault in faults {
                    prop_assert!(text.get(fault.span.clone()).is_some(), "{:?}", fault);
                    prop_assert!(!fault.help.is_empty());
                }
            }
        }
    }
}
