//! Evaluation over one respondent. It defines the meaning; evaluation over columns must agree with it.
//!
//! Each function evaluates the nodes of one type. The checker lets no other node come there; were one to come, the result would be
//! missing as `invalid`, like anything else that cannot be read.

use super::dates;
use super::missing::Missing;
use super::node::Aggregation;
use super::node::Band;
use super::node::Node;
use super::node::Slot;
use super::node::Sort;
use super::node::Typed;
use super::truth::Truth;
use super::types::Type;
use super::value::Row;
use super::value::Value;
use crate::stats::kano;
use std::borrow::Cow;

impl Typed {
    /// Whether a condition holds for a respondent; unknown for expressions that are no conditions.
    #[must_use]
    pub fn truth(&self, row: &dyn Row) -> Truth {
        if self.ty == Type::Bool {
            truth(&self.node, row).map_or(Truth::Unknown, Truth::from)
        } else {
            Truth::Unknown
        }
    }

    /// The value for a respondent, of the expression's type; the number of a band comes as `Option`.
    #[must_use]
    pub fn value<'a>(&'a self, row: &'a dyn Row) -> Value<'a> {
        let node = &self.node;
        let value = match &self.ty {
            Type::Bool => truth(node, row).map(Value::Bool),
            Type::Number => number(node, row).map(Value::Number),
            Type::Text => text(node, row).map(Value::Text),
            Type::Date => number(node, row).map(|days| Value::Date(whole(days))),
            Type::Moment => moment(node, row).map(Value::Moment),
            Type::Option(_) | Type::Band(_) => code(node, row).map(Value::Option),
            Type::Set(_) => chosen(node, row).map(Value::Set),
        };
        value.unwrap_or_else(Value::Missing)
    }
}

pub(super) fn truth(node: &Node, row: &dyn Row) -> Result<bool, Missing> {
    match node {
        Node::Bool(value) => Ok(*value),
        Node::Slot(slot) => slot_truth(slot, row),
        Node::Not(of) => truth(of, row).map(|value| !value),
        Node::And(parts) => kleene(parts, row, false),
        Node::Or(parts) => kleene(parts, row, true),
        Node::Compare { with, op, left, right } => match with {
            Sort::Numbers => Ok(op.holds(number(left, row)?, number(right, row)?)),
            _ => equal(*with, left, right, row).map(|equal| op.holds_if_equal(equal)),
        },
        Node::OneOf { with, of, list } => one_of(*with, of, list, row),
        Node::Has { of, index, .. } => Ok(has(set(of, row)?, *index)),
        Node::Answered(slot) => Ok(kind_of(slot, row).is_none()),
        Node::Is(slot, kind) => Ok(kind_of(slot, row) == Some(*kind)),
        _ => Err(Missing::Invalid),
    }
}

/// `and` with `decides` false, `or` with `decides` true: one part that decides is enough; else an unknown part leaves it unknown, by
/// the kind of the first.
fn kleene(parts: &[Node], row: &dyn Row, decides: bool) -> Result<bool, Missing> {
    let mut result = Ok(!decides);
    for part in parts {
        match truth(part, row) {
            Ok(value) if value == decides => return Ok(decides),
            Err(kind) if result.is_ok() => result = Err(kind),
            _ => {}
        }
    }
    result
}

fn equal(with: Sort, left: &Node, right: &Node, row: &dyn Row) -> Result<bool, Missing> {
    Ok(match with {
        Sort::Texts => text(left, row)? == text(right, row)?,
        Sort::Options => code(left, row)? == code(right, row)?,
        Sort::Bools => truth(left, row)? == truth(right, row)?,
        Sort::Numbers => super::node::Comparison::Equal.holds(number(left, row)?, number(right, row)?),
    })
}

fn one_of(with: Sort, of: &Node, list: &[Node], row: &dyn Row) -> Result<bool, Missing> {
    for item in list {
        if equal(with, of, item, row)? {
            return Ok(true);
        }
    }
    Ok(false)
}

pub(super) fn number(node: &Node, row: &dyn Row) -> Result<f64, Missing> {
    match node {
        Node::Number(value) => finite(*value),
        Node::Date(days) => Ok(f64::from(*days)),
        Node::Moment(seconds) => Ok(*seconds as f64),
        Node::Slot(slot) => slot_number(slot, row),
        Node::Points { of, values } => point(values, code(of, row)?),
        Node::Day(of) => Ok(f64::from(dates::day_of(moment(of, row)?))),
        Node::Negate(of) => number(of, row).map(|value| -value),
        Node::Arithmetic { op, left, right } => finite(op.apply(number(left, row)?, number(right, row)?)),
        Node::Aggregate { function, of, at_least } => {
            aggregate(*function, of.iter().map(|part| number(part, row)), *at_least)
        }
        Node::Count(slots) => Ok(slots.iter().filter(|slot| kind_of(slot, row).is_none()).count() as f64),
        Node::CountOptions(slot) => set(slot, row).map(|bits| f64::from(bits.count_ones())),
        Node::Length(of) => text(of, row).map(|text| text.chars().count() as f64),
        _ => Err(Missing::Invalid),
    }
}

/// The valid values combined in the order written; too few of them are missing, by the kind of the first that is.
pub(super) fn aggregate(
    function: Aggregation,
    values: impl Iterator<Item = Result<f64, Missing>>,
    at_least: usize,
) -> Result<f64, Missing> {
    let (mut so_far, mut valid, mut first_missing) = (None, 0_usize, None);
    for value in values {
        match value {
            Ok(value) => {
                so_far = Some(function.step(so_far, value));
                valid += 1;
            }
            Err(kind) => first_missing = first_missing.or(Some(kind)),
        }
    }
    match so_far {
        Some(so_far) if valid >= at_least => finite(function.finish(so_far, valid)),
        _ => Err(first_missing.unwrap_or(Missing::Invalid)),
    }
}

pub(super) fn code(node: &Node, row: &dyn Row) -> Result<u32, Missing> {
    match node {
        Node::Option { index, .. } => Ok(*index),
        Node::Slot(slot) => slot_code(slot, row),
        Node::Band { of, bands } => band(bands, number(of, row)?),
        Node::Kano { with, without } => kano(number(with, row)?, number(without, row)?),
        _ => Err(Missing::Invalid),
    }
}

/// The number of a pair's category; an answer off the five feelings has none.
pub(super) fn kano(with: f64, without: f64) -> Result<u32, Missing> {
    let feeling = |answer: f64| (1..=5).find(|place| (f64::from(*place) - answer).abs() < f64::EPSILON);
    let (Some(with), Some(without)) = (feeling(with), feeling(without)) else {
        return Err(Missing::Invalid);
    };
    let category = kano::category(with, without).ok_or(Missing::Invalid)?;
    Ok(category as u32)
}

pub(super) fn text<'a>(node: &'a Node, row: &'a dyn Row) -> Result<Cow<'a, str>, Missing> {
    match node {
        Node::Text(text) => Ok(Cow::Borrowed(text)),
        Node::Slot(slot) => slot_text(slot, row),
        _ => Err(Missing::Invalid),
    }
}

fn moment(node: &Node, row: &dyn Row) -> Result<i64, Missing> {
    match node {
        Node::Moment(seconds) => Ok(*seconds),
        Node::Slot(slot) => slot_moment(slot, row),
        _ => Err(Missing::Invalid),
    }
}

fn chosen(node: &Node, row: &dyn Row) -> Result<u128, Missing> {
    match node {
        Node::Slot(slot) => set(slot, row),
        _ => Err(Missing::Invalid),
    }
}

/// The options chosen; one that does not exist makes the answer invalid.
fn set(slot: &Slot, row: &dyn Row) -> Result<u128, Missing> {
    match row.get(slot.slot) {
        Value::Set(bits) if set_fits(bits, options(&slot.ty)) => Ok(bits),
        other => Err(why(&other)),
    }
}

fn slot_truth(slot: &Slot, row: &dyn Row) -> Result<bool, Missing> {
    match row.get(slot.slot) {
        Value::Bool(value) => Ok(value),
        Value::Option(code) if code < 2 => Ok(code == 1),
        other => Err(why(&other)),
    }
}

fn slot_number(slot: &Slot, row: &dyn Row) -> Result<f64, Missing> {
    match (&slot.ty, row.get(slot.slot)) {
        (Type::Number, Value::Number(value)) => finite(value),
        (Type::Date, Value::Date(days)) => Ok(f64::from(days)),
        (Type::Moment, Value::Moment(seconds)) => Ok(seconds as f64),
        (_, other) => Err(why(&other)),
    }
}

fn slot_code(slot: &Slot, row: &dyn Row) -> Result<u32, Missing> {
    match row.get(slot.slot) {
        Value::Option(code) if (code as usize) < options(&slot.ty) => Ok(code),
        other => Err(why(&other)),
    }
}

fn slot_text<'a>(slot: &Slot, row: &'a dyn Row) -> Result<Cow<'a, str>, Missing> {
    match row.get(slot.slot) {
        Value::Text(text) => Ok(text),
        other => Err(why(&other)),
    }
}

fn slot_moment(slot: &Slot, row: &dyn Row) -> Result<i64, Missing> {
    match row.get(slot.slot) {
        Value::Moment(seconds) => Ok(seconds),
        other => Err(why(&other)),
    }
}

/// Why there is no valid answer; `None` when there is one.
fn kind_of(slot: &Slot, row: &dyn Row) -> Option<Missing> {
    match slot.ty {
        Type::Bool => slot_truth(slot, row).err(),
        Type::Number | Type::Date => slot_number(slot, row).err(),
        Type::Moment => slot_moment(slot, row).err(),
        Type::Text => slot_text(slot, row).err(),
        Type::Option(_) | Type::Band(_) => slot_code(slot, row).err(),
        Type::Set(_) => set(slot, row).err(),
    }
}

/// The kind of a missing value; a value of the wrong type is invalid.
fn why(value: &Value<'_>) -> Missing {
    match value {
        Value::Missing(kind) => *kind,
        _ => Missing::Invalid,
    }
}

/// How many codes a coded type has.
pub(super) fn options(ty: &Type) -> usize {
    match ty {
        Type::Option(set) | Type::Set(set) => set.options.len(),
        Type::Band(count) => *count,
        Type::Bool => 2,
        _ => 0,
    }
}

pub(super) fn set_fits(bits: u128, options: usize) -> bool {
    options >= 128 || bits >> options == 0
}

pub(super) fn has(bits: u128, index: u32) -> bool {
    index < 128 && bits >> index & 1 == 1
}

pub(super) fn band(bands: &[Band], value: f64) -> Result<u32, Missing> {
    let place = bands
        .iter()
        .position(|band| band.holds(value))
        .ok_or(Missing::Invalid)?;
    u32::try_from(place).map_err(|_| Missing::Invalid)
}

pub(super) fn point(values: &[f64], code: u32) -> Result<f64, Missing> {
    values
        .get(code as usize)
        .copied()
        .ok_or(Missing::Invalid)
        .and_then(finite)
}

pub(super) fn finite(value: f64) -> Result<f64, Missing> {
    if value.is_finite() {
        Ok(value)
    } else {
        Err(Missing::Invalid)
    }
}

/// Days as an integer; they come from one.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the number was an i32, and the cast saturates"
)]
pub(super) fn whole(days: f64) -> i32 {
    days as i32
}
