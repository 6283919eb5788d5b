//! What each function of a document takes and what can be asked of its answer: one table for checks and for the guide.

use super::arguments;
use super::arguments::fault;
use super::arguments::suggestion;
use super::calls::CHARTS;
use super::charts;
use super::drawn;
use super::facts::Facts;
use super::headings;
use crate::chart;
use crate::diagnostic::Words;
use crate::model::MeasureKind;
use crate::site::Arguments;
use crate::site::CallFault;
use serde_json::Value;

/// A function.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// Its name.
    pub name: &'static str,
    /// Its arguments, those by position first.
    pub takes: &'static [Parameter],
    /// Whether it is about one group where `region="east"` or `by="region", level="east"` names one.
    pub group: bool,
    /// What can be asked of its answer, or of each of its entries; empty for what is only shown.
    pub fields: &'static [&'static str],
}

/// An argument.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// Its name; one that stands by position can be given by name too.
    pub name: &'static str,
    /// What it is.
    pub kind: Kind,
    /// How it may be given.
    pub given: Given,
}

/// How an argument may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// By position or name, and must be.
    Needed,
    /// By position or name.
    Placed,
    /// By name only.
    Named,
    /// By position, as often as one likes.
    Each,
}

/// What an argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Measure,
    Segment,
    Rating,
    Open,
    Wave,
    Level,
    /// A whole number from 1.
    Count,
    /// One of some words.
    Word(&'static [&'static str], &'static str, &'static str),
    /// What a table is of: a word, a measure or a question.
    Table,
    /// What a chart is of: by its first argument.
    Charted,
    /// The segment whose groups a chart shows: by its first argument.
    Grouped,
}

const fn takes(name: &'static str, kind: Kind, given: Given) -> Parameter {
    Parameter { name, kind, given }
}

const SINCE: Parameter = takes(
    "since",
    Kind::Word(&COMPARISONS, "comparison", "比较方式"),
    Given::Named,
);
const WAVE: Parameter = takes("wave", Kind::Wave, Given::Named);
const OF: Parameter = takes("of", Kind::Measure, Given::Needed);
const TOP: Parameter = takes("top", Kind::Count, Given::Named);
const BY: Parameter = takes("by", Kind::Segment, Given::Named);
const LEVEL: Parameter = takes("level", Kind::Level, Given::Named);

/// Against what a figure can be compared.
pub const COMPARISONS: [&str; 4] = ["previous", "year_before", "target", "rest"];
/// Lists of measures.
pub const LISTS: [&str; 3] = ["headline", "apart", "all"];
/// Words a table can be of.
const EVENT: [&str; 8] = [
    "title",
    "text",
    "when",
    "wave",
    "measure",
    "group",
    "source",
    "is_action",
];

pub const TABLES: [&str; 6] = ["standing", "groups", "changes", "drivers", "benchmarks", "events"];

const LISTED: [&str; 3] = ["id", "title", "text"];

const fn only(name: &'static str, takes: &'static [Parameter]) -> Signature {
    Signature {
        name,
        takes,
        group: false,
        fields: &[],
    }
}

const fn listing(name: &'static str, takes: &'static [Parameter]) -> Signature {
    Signature {
        fields: &LISTED,
        ..only(name, takes)
    }
}

/// Every function.
pub const SIGNATURES: &[Signature] = &[
    Signature {
        name: "score",
        takes: &[OF, WAVE, BY, LEVEL],
        group: true,
        fields: &["text", "value", "low", "high", "interval", "base", "showing", "title"],
    },
    Signature {
        name: "change",
        takes: &[OF, SINCE, BY, LEVEL],
        group: true,
        fields: &[
            "text",
            "verdict",
            "words",
            "sentence",
            "difference",
            "low",
            "high",
            "p_adjusted",
        ],
    },
    Signature {
        group: true,
        ..only("verdict", &[OF, SINCE, BY, LEVEL])
    },
    Signature {
        group: true,
        ..only("sentence", &[OF, SINCE, BY, LEVEL])
    },
    only("headline", &[]),
    only("cards", &[takes("of", Kind::Measure, Given::Each)]),
    only("lead", &[]),
    only(
        "chart",
        &[
            takes("kind", Kind::Word(&CHARTS, "chart", "图表"), Given::Needed),
            takes("of", Kind::Charted, Given::Placed),
            takes("measure", Kind::Charted, Given::Named),
            takes("by", Kind::Grouped, Given::Named),
        ],
    ),
    only("battery", &[takes("of", Kind::Rating, Given::Needed)]),
    only("table", &[takes("of", Kind::Table, Given::Placed), BY]),
    only("findings", &[TOP]),
    only("priorities", &[TOP]),
    only("quotes", &[takes("of", Kind::Open, Given::Needed), TOP]),
    only("quality", &[]),
    only("methods", &[]),
    only(
        "heading",
        &[takes(
            "of",
            Kind::Word(&headings::SECTIONS, "section", "章节"),
            Given::Needed,
        )],
    ),
    listing(
        "measures",
        &[takes(
            "of",
            Kind::Word(&LISTS, "list of measures", "指标列表"),
            Given::Placed,
        )],
    ),
    listing("segments", &[]),
    listing("levels", &[takes("of", Kind::Segment, Given::Needed)]),
    listing("waves", &[]),
    Signature {
        fields: &["id", "title", "text", "kind"],
        ..only("batteries", &[])
    },
    listing("open_questions", &[]),
    Signature {
        fields: &EVENT,
        ..only("events", &[takes("of", Kind::Measure, Given::Placed)])
    },
    Signature {
        fields: &EVENT,
        ..only("actions", &[])
    },
];

/// The function of this name.
pub fn signature(name: &str) -> Option<&'static Signature> {
    SIGNATURES.iter().find(|one| one.name == name)
}

impl Signature {
    /// All that is wrong with a call; arguments that are not known before it runs are null.
    pub fn faults(&self, facts: &Facts, call: &Arguments) -> Vec<CallFault> {
        let mut found = Vec::new();
        let placed: Vec<&Parameter> = self.takes.iter().filter(|one| one.given != Given::Named).collect();
        let each = placed.last().filter(|one| one.given == Given::Each);
        for (at, value) in call.positional.iter().enumerate() {
            if let Some(parameter) = placed.get(at).or(each) {
                found.extend(parameter.fault(facts, call, Some(value)));
            } else {
                found.push(fault(
                    format!("`{}` takes {} arguments by position", self.name, placed.len()),
                    format!("`{}` 最多有{}个按位置的参数", self.name, placed.len()),
                    Words::new(
                        "leave the others out, or give them by name",
                        "请去掉多余的参数，或按名称给出",
                    ),
                ));
                break;
            }
        }
        for (at, parameter) in placed.iter().enumerate() {
            let named = call.named.get(parameter.name);
            if call.positional.get(at).is_none() && (named.is_some() || parameter.given == Given::Needed) {
                found.extend(parameter.fault(facts, call, named));
            }
        }
        for parameter in self.takes.iter().filter(|one| one.given == Given::Named) {
            if let Some(value) = call.named.get(parameter.name) {
                found.extend(parameter.fault(facts, call, Some(value)));
            }
        }
        let own: Vec<&str> = self.takes.iter().map(|parameter| parameter.name).collect();
        let known = Arguments {
            positional: Vec::new(),
            named: call
                .named
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        };
        if self.group {
            found.extend(arguments::group(facts, &known, &own).err());
        } else {
            found.extend(arguments::only(call, &own).err());
        }
        found
    }
}

impl Parameter {
    fn fault(&self, facts: &Facts, call: &Arguments, value: Option<&Value>) -> Option<CallFault> {
        if value.is_some_and(Value::is_null) {
            return None;
        }
        let written = value.and_then(Value::as_str);
        match self.kind {
            Kind::Measure => arguments::measure(facts, written).err(),

            Kind::Segment => arguments::segment(facts, written.unwrap_or_default()).err(),
            Kind::Rating => arguments::rated(facts, written).err(),
            Kind::Open => arguments::open_question(facts, written).err(),
            Kind::Wave => arguments::wave(facts, written.unwrap_or_default()).err(),
            // Judged with the segment it belongs to.
            Kind::Level => None,
            Kind::Count => arguments::count(call, self.name, 1).err(),
            Kind::Word(words, what, chinese) => {
                let written = written.unwrap_or_default();
                let known = words.contains(&written);
                (!known).then(|| arguments::unknown(written, what, chinese, words))
            }
            Kind::Table => arguments::tabled(facts, written.unwrap_or_default()).err(),
            Kind::Charted => match call.positional.first().and_then(Value::as_str) {
                Some("trend" | "dots") => arguments::measure(facts, written).err(),
                Some("diverging") => arguments::rated(facts, written).err(),
                Some("tree" | "waterfall") => arguments::index(facts, written).err(),
                Some("nps") => arguments::nps(facts, written).err(),
                Some(other) => drawn::named(other).and_then(|made| charts::asked(facts, made, written).err()),
                None => None,
            },
            Kind::Grouped => match call.positional.first().and_then(Value::as_str) {
                Some(kind) if chart::named(kind).is_some() => arguments::grouped(facts, call, kind).err(),
                _ => arguments::segment(facts, written.unwrap_or_default()).err(),
            },
        }
    }
}

/// An NPS, or which measures are one.
pub fn not_an_nps(facts: &Facts, written: &str) -> CallFault {
    let all = facts.measures().iter();
    let all = all.filter(|measure| matches!(measure.kind, MeasureKind::Nps { .. }));
    let names: Vec<&str> = all.map(|measure| measure.id.as_str()).collect();
    fault(
        format!("`{written}` is not an NPS"),
        format!("`{written}` 不是净推荐值"),
        suggestion(written, &names),
    )
}
