//! Every statistic by name: what it is called, what it takes, what it answers.
//!
//! In: arguments as a JSON object and, where they name columns, a plain [`Table`]. Out: a JSON object whose keys are
//! those of the reference cases, or a [`Fault`]. A method is one entry of [`all`]; the numbers are made in `stats`,
//! here they are only asked for and named. Nothing here knows a survey's definition.

mod asked;
mod derived;
mod fault;
mod param;
mod table;

mod agreement;
mod association;
mod battery;
mod chances;
mod charts;
mod comparisons;
mod complete;
mod design;
mod exact;
mod importance;
mod index_scores;
mod kano;
mod maps;
mod multiplicity;
mod paired;
mod paths;
mod planning;
mod powers;
mod raking;
mod regression;
mod replicates;
mod resampling;
mod samples;
mod scales;
mod scores;
mod several_groups;
mod tables;
mod two_groups;
mod units;
mod weighing;
mod wording;

#[cfg(test)]
mod golden;

pub use asked::Asked;
pub use fault::Fault;
pub use param::COMMON;
pub use param::{Kind, Param};
pub use table::{Columns, Table};

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// What a method answers.
pub type Answer = Result<Value, Fault>;

/// One statistic.
pub struct Method {
    /// Its name in the reference cases, such as `t_test_two_sample`.
    pub id: &'static str,
    /// Shorter names for the command line, such as `welch`.
    pub aliases: &'static [&'static str],
    /// Where it stands in the list.
    pub family: Family,
    /// What it is: English, Chinese; a few words each.
    pub title: [&'static str; 2],
    /// The definition with its formula: English, Chinese.
    pub definition: [&'static str; 2],
    /// Who published it.
    pub source: &'static str,
    /// What R, SPSS or others do differently: English, Chinese; empty when nothing is known.
    pub others: [&'static str; 2],
    /// What it takes, beside what every method takes ([`param::COMMON`]).
    pub takes: &'static [Param],
    /// Computes it.
    pub run: fn(&Asked<'_>) -> Answer,
}

/// Where a method stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Scores of one group.
    Scores,
    /// Two groups, or two answers of the same people.
    TwoGroups,
    /// Several groups and cross tables.
    SeveralGroups,
    /// Several tests at once.
    Multiplicity,
    /// Scales and association.
    Scales,
    /// Drivers and models.
    Drivers,
    /// Weights and complex samples.
    Weights,
    /// Planning.
    Planning,
    /// Time.
    Time,
}

impl Family {
    /// Heading: English, Chinese.
    #[must_use]
    pub const fn title(self) -> [&'static str; 2] {
        match self {
            Self::Scores => ["Scores", "得分"],
            Self::TwoGroups => ["Two groups", "两组比较"],
            Self::SeveralGroups => ["Several groups and tables", "多组比较与列联表"],
            Self::Multiplicity => ["Several tests at once", "多重检验"],
            Self::Scales => ["Scales and association", "量表与相关"],
            Self::Drivers => ["Drivers and models", "驱动因素与模型"],
            Self::Weights => ["Weights and complex samples", "加权与复杂抽样"],
            Self::Planning => ["Planning", "样本量与功效"],
            Self::Time => ["Time and control charts", "时间序列与控制图"],
        }
    }
}

/// Every family's methods.
const LISTS: &[&[Method]] = &[
    scores::METHODS,
    two_groups::METHODS,
    paired::METHODS,
    several_groups::METHODS,
    comparisons::METHODS,
    units::METHODS,
    tables::METHODS,
    exact::METHODS,
    multiplicity::METHODS,
    index_scores::METHODS,
    kano::METHODS,
    maps::METHODS,
    paths::METHODS,
    weighing::METHODS,
    scales::METHODS,
    association::METHODS,
    agreement::METHODS,
    regression::METHODS,
    chances::METHODS,
    importance::METHODS,
    design::METHODS,
    replicates::METHODS,
    charts::METHODS,
    planning::METHODS,
    powers::METHODS,
    raking::METHODS,
    resampling::METHODS,
];

/// Every method, by family and then in the order of its list.
#[must_use]
pub fn all() -> Vec<&'static Method> {
    let mut methods: Vec<&Method> = LISTS.iter().copied().flatten().collect();
    methods.sort_by_key(|method| method.family);
    methods
}

/// The method of this name or short name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Method> {
    LISTS
        .iter()
        .copied()
        .flatten()
        .find(|method| method.id == name || method.aliases.contains(&name))
}

/// What asking a method came to.
pub struct Asking {
    /// The answer.
    pub answer: Answer,
    /// Arguments that were given and that the method had no use for.
    pub unused: Vec<String>,
}

/// Asks a method: understands the arguments, adds derived columns to the table, computes. A number that the data do not
/// determine is null beside its `reason`, which is there only then.
#[must_use]
pub fn ask(method: &Method, args: &Map<String, Value>, mut table: Option<Table>) -> Asking {
    let mut unused = Vec::new();
    let mut answer = || {
        if let (Some(table), Some(text)) = (&mut table, args.get("derived").and_then(Value::as_str)) {
            table.derive(text, args)?;
        }
        let asked = Asked::new(args, table.as_ref())?;
        let answer = (method.run)(&asked);
        unused = asked.unseen();
        answer
    };
    let answer = match answer() {
        Ok(Value::Object(mut fields)) => {
            if fields.get("reason").is_some_and(Value::is_null) {
                fields.remove("reason");
            }
            Ok(Value::Object(fields))
        }
        Err(Fault::Undefined(reason)) => Ok(json!({ "reason": reason.code() })),
        other => other,
    };
    Asking { answer, unused }
}
