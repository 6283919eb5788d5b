//! How a sample was drawn, as it was asked: in single arguments, or in a sentence such as
//! `strata=region, id=store nested, weights=weight, fpc=region_stores (PSU count per stratum)`.

use super::super::Asked;
use super::super::Fault;
use super::super::Kind;
use super::super::Param;
use serde_json::Value;

/// Names under which each part of a design may be asked.
const WEIGHTS_NAMES: [&str; 3] = ["weights", "w", "weight"];
const STRATA_NAMES: [&str; 2] = ["strata", "stratum"];
const CLUSTERS_NAMES: [&str; 5] = ["clusters", "id", "ids", "psu", "cluster"];
const CLUSTERS2_NAMES: [&str; 3] = ["clusters2", "id2", "ssu"];
const POPULATION_NAMES: [&str; 2] = ["population", "fpc"];
const POPULATION2_NAMES: [&str; 2] = ["population2", "fpc2"];
const NESTED_NAMES: [&str; 2] = ["nested", "nest"];

/// The design in a sentence.
pub(super) const DESIGN: Param = Param::new(
    "design",
    Kind::Word,
    [
        "The design in one sentence: `strata=region, id=store nested, weights=weight, fpc=region_stores`",
        "用一句话写明抽样设计：`strata=region, id=store nested, weights=weight, fpc=region_stores`",
    ],
);
/// Sampling weights.
pub(super) const WEIGHTS: Param = Param::new(
    "weights",
    Kind::Column,
    [
        "Column of the sampling weights; without it all are 1",
        "抽样权重列；不写则都为 1",
    ],
)
.or(&["w", "weight"]);
/// What a row without a weight weighs.
pub(super) const BLANK_WEIGHT: Param = Param::new(
    "blank_weight",
    Kind::Number,
    [
        "Weight of rows without one, such as 1; without it they are a fault",
        "权重为空的行按此计，例如 1；不写则报错",
    ],
);
/// Strata.
pub(super) const STRATA: Param = Param::new(
    "strata",
    Kind::Column,
    [
        "Column of the strata the sample was drawn from one by one",
        "分层列：样本在各层内独立抽取",
    ],
)
.or(&["stratum"]);
/// Primary sampling units.
pub(super) const CLUSTERS: Param = Param::new(
    "clusters",
    Kind::Column,
    [
        "Column of the primary sampling units (stores, schools …); without it every row is its own",
        "初级抽样单元列（门店、学校等）；不写则每行自成一个单元",
    ],
)
.or(&["id", "ids", "psu", "cluster"]);
/// Second-stage units.
pub(super) const CLUSTERS2: Param = Param::new(
    "clusters2",
    Kind::Column,
    [
        "Column of the second-stage units; matters only with `population2`. Without it rows are",
        "第二阶段单元列；仅与 `population2` 同用时起作用。不写则以行为单元",
    ],
)
.or(&["id2", "ssu"]);
/// Finite population of the first stage.
pub(super) const POPULATION: Param = Param::new(
    "population",
    Kind::Column,
    [
        "Column with the number of primary units that exist in the row's stratum, or the share of them that was drawn",
        "该行所在层的总体初级单元数，或抽样比",
    ],
)
.or(&["fpc"]);
/// Finite population of the second stage.
pub(super) const POPULATION2: Param = Param::new(
    "population2",
    Kind::Column,
    [
        "Column with the number of second-stage units that exist in the row's primary unit, or the share drawn",
        "该行所在初级单元中第二阶段单元的总数，或抽样比",
    ],
)
.or(&["fpc2"]);
/// Whether the same cluster label in another stratum is another cluster.
pub(super) const NESTED: Param = Param::new(
    "nested",
    Kind::Word,
    [
        "`yes`: the same cluster label in another stratum is another cluster; `no`: it is a fault",
        "`yes`：不同层中的同名单元是不同单元；`no`：视为错误",
    ],
)
.or(&["nest"]);
/// The rule for strata of one unit.
pub(super) const LONELY: Param = Param::new(
    "lonely",
    Kind::Word,
    [
        "A stratum with one unit: `error` (no variance, named), or `adjust` (measured from the mean of all units)",
        "只有一个单元的层：`error`（不给方差并指明该层）或 `adjust`（以全体单元均值为中心）",
    ],
);

/// Where cells of a part of the design come from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// A column.
    Column(String),
    /// The cells themselves, one per row.
    Cells(Vec<String>),
}

impl Source {
    /// What to call it in a message.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Column(name) => name,
            Self::Cells(_) => "list",
        }
    }
}

/// The parts of a design that were stated.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Plan {
    pub weights: Option<Source>,
    pub strata: Option<Source>,
    pub clusters: Option<Source>,
    pub clusters2: Option<Source>,
    pub population: Option<Source>,
    pub population2: Option<Source>,
    pub nested: Option<bool>,
}

impl Plan {
    /// What the arguments say; single ones go before the sentence.
    pub(super) fn of(asked: &Asked<'_>) -> Result<Self, Fault> {
        let said = match asked.word("design") {
            Some(text) => Self::said(&text, asked)?,
            None => Self::default(),
        };
        let part = |names: &[&str], said: Option<Source>| given(asked, names).or(said);
        Ok(Self {
            weights: part(&WEIGHTS_NAMES, said.weights),
            strata: part(&STRATA_NAMES, said.strata),
            clusters: part(&CLUSTERS_NAMES, said.clusters),
            clusters2: part(&CLUSTERS2_NAMES, said.clusters2),
            population: part(&POPULATION_NAMES, said.population),
            population2: part(&POPULATION2_NAMES, said.population2),
            nested: nested(asked)?.or(said.nested),
        })
    }

    /// Weights alone.
    pub(super) fn weights_of(asked: &Asked<'_>, more: &[&str]) -> Option<Source> {
        given(asked, more).or_else(|| given(asked, &WEIGHTS_NAMES))
    }

    fn said(text: &str, asked: &Asked<'_>) -> Result<Self, Fault> {
        let mut plan = Self::default();
        for part in text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()) {
            let Some((key, value)) = part.split_once('=') else {
                if NESTED_NAMES.contains(&part) {
                    plan.nested = Some(true);
                    continue;
                }
                return Err(unclear(part));
            };
            let (columns, nested) = columns(value, asked);
            if nested {
                plan.nested = Some(true);
            }
            let mut columns = columns.into_iter().map(Source::Column);
            let (first, second) = (columns.next(), columns.next());
            let key = key.trim().to_lowercase();
            let is = |names: &[&str]| names.contains(&key.as_str());
            if is(&WEIGHTS_NAMES) {
                plan.weights = first;
            } else if is(&STRATA_NAMES) {
                plan.strata = first;
            } else if is(&CLUSTERS_NAMES) {
                plan.clusters = first;
                plan.clusters2 = second;
            } else if is(&CLUSTERS2_NAMES) {
                plan.clusters2 = first;
            } else if is(&POPULATION_NAMES) {
                plan.population = first;
                plan.population2 = second;
            } else if is(&POPULATION2_NAMES) {
                plan.population2 = first;
            } else if is(&NESTED_NAMES) {
                plan.nested = Some(truth(value.trim()).ok_or_else(|| unclear(part))?);
            } else {
                return Err(unclear(part));
            }
        }
        Ok(plan)
    }
}

/// An argument as a column, or as cells.
fn given(asked: &Asked<'_>, names: &[&str]) -> Option<Source> {
    names.iter().find_map(|name| match asked.arg(name) {
        Value::Null => None,
        Value::Array(list) => Some(Source::Cells(list.iter().map(cell).collect())),
        other => Some(cell(other))
            .filter(|column| !column.is_empty())
            .map(Source::Column),
    })
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    }
}

fn nested(asked: &Asked<'_>) -> Result<Option<bool>, Fault> {
    for name in NESTED_NAMES {
        if let Some(word) = asked.word(name) {
            return truth(&word).map(Some).ok_or_else(|| {
                Fault::asked(
                    format!("`{name}` is `yes` or `no`, not `{word}`"),
                    format!("`{name}` 应为 `yes` 或 `no`，而不是 `{word}`"),
                )
            });
        }
    }
    Ok(None)
}

fn truth(word: &str) -> Option<bool> {
    match word.to_lowercase().as_str() {
        "yes" | "true" | "1" => Some(true),
        "no" | "false" | "0" => Some(false),
        _ => None,
    }
}

/// The columns that a part of the sentence names (`~a+b` are two stages, `1` is none), and whether it says `nested`.
fn columns(value: &str, asked: &Asked<'_>) -> (Vec<String>, bool) {
    let known = |name: &str| asked.table().is_ok_and(|table| table.column(name).is_some());
    let value = value.trim().trim_start_matches('~');
    let plain = value.split('(').next().unwrap_or(value).trim();
    for whole in [value, plain] {
        if known(whole) {
            return (vec![whole.to_owned()], false);
        }
    }
    let nested = plain.split_whitespace().any(|word| NESTED_NAMES.contains(&word));
    let first = |part: &str| part.split_whitespace().next().unwrap_or_default().to_owned();
    let named = plain.split('+').map(first);
    (
        named
            .filter(|name| !matches!(name.as_str(), "" | "1" | "0" | "none"))
            .collect(),
        nested,
    )
}

fn unclear(part: &str) -> Fault {
    Fault::asked(
        format!(
            "`design`: `{part}` is not understood; write `strata=…, id=…, weights=…, fpc=…`, or `--strata`, `--clusters`, `--weights`, `--population`"
        ),
        format!(
            "`design` 中的 `{part}` 无法理解；请写 `strata=…, id=…, weights=…, fpc=…`，或用 `--strata`、`--clusters`、`--weights`、`--population`"
        ),
    )
}
