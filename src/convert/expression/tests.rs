//! Conditions in both directions: known pairs, and the same meaning with missing answers.

use super::*;
use crate::logic;
use crate::logic::OptionPoint;
use crate::logic::OptionSet;
use crate::logic::Symbol as Named;
use crate::logic::Symbols;
use crate::logic::Type;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

fn lookup(name: &str) -> Option<Symbol> {
    let codes = |codes: &[&str]| {
        codes
            .iter()
            .map(|code| ((*code).to_owned(), code.to_lowercase()))
            .collect()
    };
    let sort = match name {
        "city" => Sort::Choice(codes(&["BJ", "SH"])),
        "used" => Sort::Multiple(codes(&["APP", "WEB"])),
        "happy" => Sort::Rating(
            (1..=5)
                .map(|value: i32| (value.to_string(), f64::from(value)))
                .collect(),
        ),
        "age" => Sort::Number,
        "name" => Sort::Text,
        "used_WEB" => {
            let (option, chosen) = ("web".to_owned(), "Y".to_owned());
            let name = "used".to_owned();
            return Some(Symbol {
                name,
                sort: Sort::Flag { option, chosen },
            });
        }
        _ => return None,
    };
    let name = name.to_owned();
    Some(Symbol { name, sort })
}

fn ours(text: &str, dialect: Dialect, mode: Mode, own: Option<&str>) -> Result<String, Why> {
    let scope = Scope {
        dialect,
        lookup: &lookup,
        own: own.and_then(lookup),
    };
    condition(&parse(text, dialect).ok_or(Why::Form)?, &scope, mode)
}

#[test]
fn conditions_of_other_tools_are_read() {
    for (dialect, theirs, wanted) in [
        (Dialect::XPath, "${city} = 'BJ'", "city = \"bj\""),
        (
            Dialect::XPath,
            "${city} != 'BJ'",
            "not answered(city) or city != \"bj\"",
        ),
        (Dialect::XPath, "${city} != '' and ${city} != 'BJ'", "city != \"bj\""),
        (Dialect::XPath, "not(${age} >= 18)", "not answered(age) or age < 18"),
        (
            Dialect::XPath,
            "selected(${used}, 'WEB') or ${age}>65",
            "used has \"web\" or age > 65",
        ),
        (
            Dialect::XPath,
            "not(selected(${used}, 'WEB'))",
            "not answered(used) or not used has \"web\"",
        ),
        (
            Dialect::XPath,
            "(${happy} = 1 or ${happy} = '2') and ${age} < 30",
            "(happy = 1 or happy = 2) and age < 30",
        ),
        (Dialect::XPath, "count-selected(${used}) >= 2", "count(used) >= 2"),
        (Dialect::XPath, "${age} + 2 * ${happy} > 10", "age + 2 * happy > 10"),
        (Dialect::XPath, "18 <= ${age}", "age >= 18"),
        (
            Dialect::SurveyJs,
            "{city} = 'SH' && {age} >= 18",
            "city = \"sh\" and age >= 18",
        ),
        (
            Dialect::SurveyJs,
            "{used} anyof ['APP', 'WEB']",
            "used has \"app\" or used has \"web\"",
        ),
        (
            Dialect::SurveyJs,
            "{used} allof ['APP', 'WEB']",
            "used has \"app\" and used has \"web\"",
        ),
        (Dialect::SurveyJs, "{name} notempty", "answered(name)"),
        (Dialect::SurveyJs, "!({city} empty)", "answered(city)"),
        (Dialect::LimeSurvey, "((city == \"BJ\"))", "city = \"bj\""),
        (Dialect::LimeSurvey, "!is_empty(age) && age < 18", "age < 18"),
        (Dialect::LimeSurvey, "used_WEB == 'Y'", "used has \"web\""),
    ] {
        assert_eq!(
            ours(theirs, dialect, Mode::True, None).as_deref(),
            Ok(wanted),
            "{theirs}"
        );
    }
    assert_eq!(
        ours(". >= 0 and . < 120", Dialect::XPath, Mode::NotFalse, Some("age")).as_deref(),
        Ok("age >= 0 and age < 120")
    );
    assert_eq!(
        ours(". > 3 or ${city} = 'BJ'", Dialect::XPath, Mode::NotFalse, Some("age")).as_deref(),
        Ok("age > 3 or answered(city) and city = \"bj\"")
    );
}

#[test]
fn what_is_not_understood_is_refused_with_the_reason() {
    for (dialect, theirs, why) in [
        (Dialect::XPath, "regex(., '[0-9]+')", Why::Function("regex".to_owned())),
        (Dialect::XPath, "${nobody} = 'x'", Why::Name("nobody".to_owned())),
        (Dialect::XPath, "${city} = 'XX'", Why::Option("XX".to_owned())),
        (Dialect::XPath, "${city} = ", Why::Form),
        (Dialect::XPath, "../city = 'BJ'", Why::Form),
        (Dialect::XPath, "${name} > 'a'", Why::Types),
        (Dialect::SurveyJs, "{name} contains 'a'", Why::Types),
        (Dialect::SurveyJs, "{age} + 1 > 3", Why::Missing),
        (Dialect::LimeSurvey, "age < 18", Why::Missing),
        (Dialect::LimeSurvey, "city == \"BJ", Why::Form),
    ] {
        assert_eq!(ours(theirs, dialect, Mode::True, None), Err(why), "{theirs}");
    }
    let deep = format!("{}${{age}} > 1{}", "(".repeat(100), ")".repeat(100));
    assert_eq!(ours(&deep, Dialect::XPath, Mode::True, None), Err(Why::Form));
}

struct Survey;

impl Symbols for Survey {
    fn lookup(&self, id: &str) -> Option<Named> {
        let set = |ids: &[&str], ordered| {
            let options = ids.iter().zip(1..).map(|(id, value)| OptionPoint {
                id: (*id).to_owned(),
                value: f64::from(value),
            });
            Arc::new(OptionSet {
                options: options.collect(),
                ordered,
            })
        };
        let (slot, ty) = match id {
            "city" => (0, Type::Option(set(&["bj", "sh"], false))),
            "used" => (1, Type::Set(set(&["app", "web"], false))),
            "happy" => (2, Type::Option(set(&["1", "2", "3", "4", "5"], true))),
            "age" => (3, Type::Number),
            "name" => (4, Type::Text),
            _ => return None,
        };
        Some(Named { slot, ty })
    }

    fn names(&self) -> Vec<String> {
        ["city", "used", "happy", "age", "name"].map(str::to_owned).to_vec()
    }
}

/// The answers of one respondent, in the codes of the other tool; no entry is no answer.
type Answers = BTreeMap<String, String>;

struct Ours<'a>(&'a Answers);

impl logic::Row for Ours<'_> {
    fn get(&self, slot: usize) -> logic::Value<'_> {
        let name = Survey.names()[slot].clone();
        let Some(answer) = self.0.get(&name) else {
            return logic::Value::Missing(logic::Missing::Skipped);
        };
        let place = |codes: &[&str], code: &str| codes.iter().position(|other| *other == code).unwrap();
        match name.as_str() {
            "city" => logic::Value::Option(u32::try_from(place(&["BJ", "SH"], answer)).unwrap()),
            "used" => logic::Value::Set(
                answer
                    .split(' ')
                    .fold(0, |set, code| set | 1 << place(&["APP", "WEB"], code)),
            ),
            "happy" => logic::Value::Option(answer.parse::<u32>().unwrap() - 1),
            "age" => logic::Value::Number(answer.parse().unwrap()),
            _ => logic::Value::Text(answer.as_str().into()),
        }
    }
}

/// `XPath` 1.0 as ODK evaluates it: an empty answer is the empty text, and no number.
fn holds(tree: &Foreign, answers: &Answers) -> bool {
    use crate::logic::Comparison;
    fn text(tree: &Foreign, answers: &Answers) -> String {
        match tree {
            Foreign::Name(name) => answers.get(name).cloned().unwrap_or_default(),
            Foreign::Text(text) => text.clone(),
            Foreign::Number(number) => number.to_string(),
            other => panic!("{other:?}"),
        }
    }
    match tree {
        Foreign::And(parts) => parts.iter().all(|part| holds(part, answers)),
        Foreign::Or(parts) => parts.iter().any(|part| holds(part, answers)),
        Foreign::Not(of) => !holds(of, answers),
        Foreign::Bool(value) => *value,
        Foreign::Call(name, arguments) if name == "selected" => {
            let chosen = text(&arguments[0], answers);
            chosen.split(' ').any(|code| code == text(&arguments[1], answers))
        }
        Foreign::Compare(op, left, right) => {
            let (one, other) = (text(left, answers), text(right, answers));
            let numbers = [&one, &other].map(|text| text.parse::<f64>().unwrap_or(f64::NAN));
            let numeric = matches!(**right, Foreign::Number(_));
            match op {
                Comparison::Equal if numeric => numbers[0]
                    .partial_cmp(&numbers[1])
                    .is_some_and(std::cmp::Ordering::is_eq),
                Comparison::NotEqual if numeric => !numbers[0]
                    .partial_cmp(&numbers[1])
                    .is_some_and(std::cmp::Ordering::is_eq),
                Comparison::Equal => one == other,
                Comparison::NotEqual => one != other,
                Comparison::Less => numbers[0] < numbers[1],
                Comparison::AtMost => numbers[0] <= numbers[1],
                Comparison::More => numbers[0] > numbers[1],
                Comparison::AtLeast => numbers[0] >= numbers[1],
            }
        }
        other => panic!("{other:?}"),
    }
}

fn leaf() -> impl Strategy<Value = String> {
    prop_oneof![
        ("(=|!=)", "(BJ|SH|)").prop_map(|(op, code)| format!("${{city}} {op} '{code}'")),
        "(APP|WEB)".prop_map(|code| format!("selected(${{used}}, '{code}')")),
        ("(=|!=|<|<=|>|>=)", 1..=5).prop_map(|(op, value)| format!("${{happy}} {op} {value}")),
        ("(=|!=|<|<=|>|>=)", 0..=3).prop_map(|(op, value)| format!("${{age}} {op} {value}")),
        ("(=|!=)", "(a|b)").prop_map(|(op, word)| format!("${{name}} {op} '{word}'")),
    ]
}

fn tree() -> impl Strategy<Value = String> {
    leaf().prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" and "))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(|parts| format!("({})", parts.join(" or "))),
            inner.prop_map(|part| format!("not({part})")),
        ]
    })
}

fn answers() -> impl Strategy<Value = Answers> {
    let some = |values: &'static [&'static str]| proptest::option::of(proptest::sample::select(values));
    (
        some(&["BJ", "SH"]),
        some(&["APP", "WEB", "APP WEB"]),
        some(&["1", "2", "3", "4", "5"]),
        some(&["0", "1", "2", "3"]),
        some(&["a", "b"]),
    )
        .prop_map(|(city, used, happy, age, name)| {
            let all = [
                ("city", city),
                ("used", used),
                ("happy", happy),
                ("age", age),
                ("name", name),
            ];
            all.into_iter()
                .filter_map(|(name, answer)| Some((name.to_owned(), answer?.to_owned())))
                .collect()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    /// What a form shows under XPath is what a definition shows, whoever left out what.
    #[test]
    fn a_condition_means_the_same_for_every_respondent(theirs in tree(), answers in answers()) {
        let wanted = holds(&parse(&theirs, Dialect::XPath).unwrap(), &answers);
        let text = ours(&theirs, Dialect::XPath, Mode::True, None).unwrap();
        let typed = logic::condition(&text, &Survey).unwrap_or_else(|faults| panic!("{theirs}\n{text}\n{faults:?}"));
        prop_assert_eq!(typed.truth(&Ours(&answers)) == logic::Truth::True, wanted, "{} => {}", theirs, text);
        let text = ours(&theirs, Dialect::XPath, Mode::NotFalse, None).unwrap();
        let typed = logic::condition(&text, &Survey).unwrap();
        prop_assert_eq!(typed.truth(&Ours(&answers)) != logic::Truth::False, wanted, "{} => {}", theirs, text);
    }

    /// And back: written in XPath again it is true for the same respondents.
    #[test]
    fn a_condition_written_out_means_the_same(theirs in tree(), answers in answers()) {
        let text = ours(&theirs, Dialect::XPath, Mode::True, None).unwrap();
        let typed = logic::condition(&text, &Survey).unwrap();
        let known = |_: &str| Some(Vec::new());
        let target = Target { dialect: Dialect::XPath, known: &known };
        let again = write(typed.node(), &target, Mode::True, None).unwrap();
        let upper = again.replace("'bj'", "'BJ'").replace("'sh'", "'SH'").replace("'app'", "'APP'").replace("'web'", "'WEB'");
        let got = holds(&parse(&upper, Dialect::XPath).unwrap(), &answers);
        prop_assert_eq!(got, typed.truth(&Ours(&answers)) == logic::Truth::True, "{} => {} => {}", theirs, text, again);
    }
}
