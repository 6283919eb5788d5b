//! Inputs that are hard on a chart, made from its example: long and absurd texts, one item, sixty, none, nothing known, all
//! hidden, negative and huge numbers, intervals wider than any axis. Works on JSON, so that no chart needs its own.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{Chart, Kind};
use crate::diagnostic::Tongue;

/// Forty characters in each language, and words without a place to break.
pub(super) const LABELS: [&str; 6] = [
    "客服人员处理问题时的态度与专业程度以及后续跟进是否及时到位的总体评价情况如何呢？",
    "How easy it was to reach a person, today",
    "Rechtsschutzversicherungsgesellschaften",
    "满意",
    "",
    "ＡＢＣ・１２３ <b>&amp;</b> \u{202e}\u{0}👩‍👩‍👧",
];

/// What an input is made of, as far as it may be changed.
pub(super) struct Stress<'a> {
    kind: &'a Kind,
    input: Value,
    /// Keys whose texts are words of the format, and whose lists have a fixed length.
    fixed: BTreeSet<String>,
}

impl<'a> Stress<'a> {
    pub(super) fn of(kind: &'a Kind) -> Self {
        let input = (kind.sample)(Tongue::En);
        let mut stress = Self {
            kind,
            input,
            fixed: BTreeSet::new(),
        };
        let mut keys = BTreeSet::new();
        collect_keys(&stress.input, &mut keys);
        for key in keys {
            let only = |value: &Value| match value {
                Value::String(_) => json!("§"),
                Value::Array(_) => json!([]),
                Value::Number(_) => json!(1.5),
                other => other.clone(),
            };
            let tried = change(&stress.input, "", &mut |at, value| (at == key).then(|| only(value)));
            if (kind.read)(tried).is_err() {
                stress.fixed.insert(key);
            }
        }
        stress
    }

    /// The chart of a changed input; a change that makes it unreadable is a mistake of the test.
    fn chart(&self, input: Value) -> Box<dyn Chart> {
        (self.kind.read)(input).unwrap_or_else(|fault| panic!("{}: {fault}", self.kind.name))
    }

    fn texts(&self, input: &Value, text: &str) -> Value {
        change(input, "", &mut |at, value| {
            (value.is_string() && !self.fixed.contains(at)).then(|| json!(text))
        })
    }

    /// A list that may have any length; a list of numbers is a tuple.
    fn list<'v>(&self, at: &str, value: &'v Value) -> Option<&'v Vec<Value>> {
        let is_tuple = |items: &Vec<Value>| items.iter().all(Value::is_number);
        value
            .as_array()
            .filter(|items| !is_tuple(items) && !self.fixed.contains(at))
    }

    /// Outer lists of `outer` items, lists inside their items of `inner`.
    fn sized(&self, input: &Value, outer: Option<usize>, inner: Option<usize>) -> Value {
        let resized = |at: &str, value: &Value, size: Option<usize>| {
            let items = self.list(at, value)?;
            Some(items.iter().cycle().take(size?).cloned().collect())
        };
        let input = change_inside(input, &mut |at, value| resized(at, value, inner));
        change(&input, "", &mut |at, value| resized(at, value, outer))
    }

    fn numbers(&self, input: &Value, new: &mut dyn FnMut(&str, f64) -> f64) -> Value {
        change(input, "", &mut |at, value| {
            let number = value.as_f64().filter(|_| !self.fixed.contains(at))?;
            Some(json!(new(at, number)))
        })
    }

    /// Every known hardship by name.
    pub(super) fn all(&self) -> Vec<(&'static str, Box<dyn Chart>)> {
        let input = &self.input;
        let many = self.sized(input, Some(60), None);
        let one = self.sized(input, Some(1), Some(1));
        let all = vec![
            ("long Chinese", self.texts(input, LABELS[0])),
            ("long English", self.texts(input, LABELS[1])),
            ("one word", self.texts(input, LABELS[2])),
            ("no texts", self.texts(input, "")),
            ("absurd texts", self.texts(input, LABELS[5])),
            ("one", one.clone()),
            ("one, long", self.texts(&one, LABELS[0])),
            ("sixty", many.clone()),
            ("sixty, long", self.texts(&many, LABELS[1])),
            ("sixty inside", self.sized(input, None, Some(60))),
            ("none", self.sized(input, Some(0), None)),
            ("none inside", self.sized(input, None, Some(0))),
            ("negative", self.numbers(input, &mut |_, number| -number)),
            ("huge", self.numbers(input, &mut |_, number| number * 1e11)),
            ("beyond", self.numbers(input, &mut |_, number| number * 1e300)),
            ("tiny", self.numbers(input, &mut |_, number| number * 1e-11)),
            ("zero", self.numbers(input, &mut |_, _| 0.0)),
            (
                "wide intervals",
                self.numbers(input, &mut |at, number| match at {
                    "low" => number - 1e6,
                    "high" => number + 1e6,
                    _ => number,
                }),
            ),
            ("small bases", showing(input, &json!("small"))),
            ("hidden", showing(input, &json!({"hidden": LABELS[0]}))),
            ("nothing known", unknown(input)),
        ];
        all.into_iter().map(|(name, input)| (name, self.chart(input))).collect()
    }

    /// Hidden items whose texts are all `secret`.
    pub(super) fn hiding(&self, secret: &str) -> Box<dyn Chart> {
        self.chart(change(&self.input, "", &mut |_, value| {
            let fields = value.as_object().filter(|fields| fields.contains_key("showing"))?;
            let secret = change(&Value::Object(fields.clone()), "", &mut |at, value| {
                (["text", "score", "cumulative"].contains(&at) && value.is_string()).then(|| json!(secret))
            });
            Some(showing(&secret, &json!({"hidden": ""})))
        }))
    }

    /// An input of chance: texts, numbers and sizes drawn from `seed`.
    pub(super) fn drawn(&self, seed: u64) -> Box<dyn Chart> {
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let sizes = [0, 1, 2, 3, 7, 20];
        let mut input = change(&self.input, "", &mut |at, value| {
            let items = self.list(at, value)?;
            let size = sizes[chance.below(sizes.len())];
            (chance.below(3) == 0).then(|| items.iter().cycle().take(size).cloned().collect())
        });
        input = change(&input, "", &mut |at, value| {
            if at == "showing" && chance.below(5) == 0 {
                let choices = [
                    json!("plain"),
                    json!("small"),
                    json!({"hidden": LABELS[chance.below(6)]}),
                ];
                return Some(choices[chance.below(3)].clone());
            }
            if self.fixed.contains(at) || chance.below(3) > 0 {
                return None;
            }
            match value {
                Value::String(_) => Some(json!(LABELS[chance.below(6)])),
                Value::Number(_) => {
                    let numbers = [0.0, -1.0, 1.0, 50.0, 99.999, -1e-9, 1e6, -1e12, 1e300];
                    Some(json!(numbers[chance.below(numbers.len())]))
                }
                _ => None,
            }
        });
        self.chart(input)
    }
}

/// Numbers of chance; good enough to mix inputs.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }
}

fn collect_keys(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                keys.insert(key.clone());
                collect_keys(value, keys);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_keys(item, keys)),
        _ => {}
    }
}

/// Replaces what `new` gives something for, outermost first; items of a list have its key.
fn change(value: &Value, at: &str, new: &mut dyn FnMut(&str, &Value) -> Option<Value>) -> Value {
    if let Some(changed) = new(at, value) {
        return changed;
    }
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), change(value, key, new)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(items) => items.iter().map(|item| change(item, at, new)).collect(),
        other => other.clone(),
    }
}

/// As [`change`] for what lies inside the items of lists.
fn change_inside(value: &Value, new: &mut dyn FnMut(&str, &Value) -> Option<Value>) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(key, value)| (key.clone(), change_inside(value, new)));
            Value::Object(fields.collect())
        }
        Value::Array(items) => items
            .iter()
            .map(|item| match item {
                Value::Object(fields) => {
                    let fields = fields.iter().map(|(key, value)| (key.clone(), change(value, key, new)));
                    Value::Object(fields.collect())
                }
                other => other.clone(),
            })
            .collect(),
        other => other.clone(),
    }
}

fn showing(input: &Value, as_what: &Value) -> Value {
    change(input, "", &mut |at, _| (at == "showing").then(|| as_what.clone()))
}

/// Estimates without a number.
fn unknown(input: &Value) -> Value {
    change(input, "", &mut |_, value| {
        let fields = value
            .as_object()
            .filter(|fields| fields.contains_key("text") && fields.contains_key("low"))?;
        let cleared = fields.iter().map(|(key, value)| {
            let is_number = ["value", "low", "high"].contains(&key.as_str());
            (key.clone(), if is_number { Value::Null } else { value.clone() })
        });
        Some(Value::Object(cleared.collect()))
    })
}
