//! Expressions as the script of a form reads them: what is no list is a value itself, a list begins with what it does.

use crate::logic::Aggregation;
use crate::logic::Band;
use crate::logic::Missing;
use crate::logic::Node;
use serde_json::Value;
use serde_json::json;

/// A node of a typed tree as JSON.
pub(super) fn encoded(node: &Node) -> Value {
    match node {
        Node::Bool(value) => json!(value),
        Node::Number(value) => json!(value),
        Node::Text(text) => json!(text),
        Node::Date(days) => json!(days),
        Node::Moment(seconds) => json!(seconds),
        Node::Option { index, .. } => json!(index),
        Node::Slot(slot) => json!(["$", slot.slot]),
        Node::Points { of, values } => json!(["points", encoded(of), &values[..]]),
        Node::Day(of) => json!(["day", encoded(of)]),
        Node::Not(of) => json!(["!", encoded(of)]),
        Node::And(parts) => list("&", parts),
        Node::Or(parts) => list("|", parts),
        Node::Compare { op, left, right, .. } => json!([op.mark(), encoded(left), encoded(right)]),
        Node::OneOf { of, list, .. } => {
            json!(["in", encoded(of), list.iter().map(encoded).collect::<Vec<_>>()])
        }
        Node::Has { of, index, .. } => json!(["has", of.slot, index]),
        Node::Answered(slot) => json!(["answered", slot.slot]),
        Node::Is(slot, kind) => json!(["is", slot.slot, place(*kind)]),
        Node::Negate(of) => json!(["neg", encoded(of)]),
        Node::Arithmetic { op, left, right } => json!([op.mark(), encoded(left), encoded(right)]),
        Node::Aggregate { function, of, at_least } => aggregate(*function, of, *at_least),
        Node::Count(slots) => {
            let slots = slots.iter().map(|slot| json!(slot.slot));
            Value::Array(std::iter::once(json!("count")).chain(slots).collect())
        }
        Node::CountOptions(slot) => json!(["options", slot.slot]),
        Node::Length(of) => json!(["length", encoded(of)]),
        Node::Kano { with, without } => json!(["kano", encoded(with), encoded(without)]),
        Node::Band { of, bands } => {
            json!(["band", encoded(of), bands.iter().map(ends).collect::<Vec<_>>()])
        }
    }
}

fn list(mark: &str, parts: &[Node]) -> Value {
    Value::Array(std::iter::once(json!(mark)).chain(parts.iter().map(encoded)).collect())
}

fn aggregate(function: Aggregation, of: &[Node], at_least: usize) -> Value {
    let start = [json!(function.name()), json!(at_least)];
    Value::Array(start.into_iter().chain(of.iter().map(encoded)).collect())
}

/// Both ends of a band; an open one is null, since JSON has no infinity.
fn ends(band: &Band) -> [Option<f64>; 2] {
    [band.low, band.high].map(|end| end.is_finite().then_some(end))
}

/// The place of a kind of missing in the order that the script knows.
fn place(kind: Missing) -> u8 {
    kind.index()
}
