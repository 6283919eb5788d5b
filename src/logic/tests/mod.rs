//! The tests of expressions share one small questionnaire, its rows and its columns.

mod faults;
mod meaning;
mod parsing;
mod properties;
mod wording;

pub(crate) use properties::drawn;

use super::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The ids of the questionnaire; the slot of one is its place.
pub(crate) const IDS: [&str; 16] = [
    "recommend",
    "overall",
    "channel",
    "region",
    "reasons",
    "minutes",
    "visit",
    "reason",
    "submitted",
    "member",
    "service.speed",
    "loyalty",
    "other_channel",
    "after_sales",
    "amount",
    "comment",
];

fn options(ids: &[&str], first: f64, ordered: bool) -> Arc<OptionSet> {
    let options = ids.iter().enumerate().map(|(place, id)| OptionPoint {
        id: (*id).to_owned(),
        value: first + place as f64,
    });
    Arc::new(OptionSet {
        options: options.collect(),
        ordered,
    })
}

pub(crate) fn type_of(slot: usize) -> Type {
    let satisfaction = || Type::Option(options(&["awful", "bad", "fair", "good", "great"], 1.0, true));
    let channel = || Type::Option(options(&["app", "web", "phone"], 1.0, false));
    match slot {
        0 => Type::Option(options(
            &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10"],
            0.0,
            true,
        )),
        1 | 10 => satisfaction(),
        2 | 12 => channel(),
        3 => Type::Option(options(&["east", "north", "south"], 1.0, false)),
        4 => Type::Set(options(&["price", "speed", "staff"], 1.0, false)),
        6 => Type::Date,
        7 | 15 => Type::Text,
        8 => Type::Moment,
        9 => Type::Bool,
        11 => Type::Band(3),
        _ => Type::Number,
    }
}

struct Questionnaire;

impl Symbols for Questionnaire {
    fn lookup(&self, id: &str) -> Option<Symbol> {
        let slot = IDS.iter().position(|known| *known == id)?;
        Some(Symbol {
            slot,
            ty: type_of(slot),
        })
    }

    fn names(&self) -> Vec<String> {
        IDS.map(str::to_owned).to_vec()
    }
}

/// One respondent: the slots answered, all others skipped.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers(BTreeMap<usize, Value<'static>>);

impl Answers {
    fn of(answers: &[(&str, Value<'static>)]) -> Self {
        let slot = |id: &str| IDS.iter().position(|known| *known == id).unwrap();
        Self(answers.iter().map(|(id, value)| (slot(id), value.clone())).collect())
    }
}

impl Row for Answers {
    fn get(&self, slot: usize) -> Value<'_> {
        self.0.get(&slot).cloned().unwrap_or(Value::Missing(Missing::Skipped))
    }
}

fn compiled(text: &str) -> Typed {
    compile(text, &Questionnaire).unwrap_or_else(|faults| panic!("{text}: {faults:?}"))
}

fn faults(text: &str) -> Vec<Fault> {
    compile(text, &Questionnaire).expect_err(text)
}
