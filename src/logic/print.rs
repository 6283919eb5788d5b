//! The canonical text of a typed expression: it compiles to an equal tree.

use super::dates;
use super::node::Band;
use super::node::Node;
use super::node::Slot;
use super::node::Typed;
use std::fmt;

/// A text in double quotes, escaped.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

impl fmt::Display for Typed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.node)
    }
}

/// How tightly the outermost operator binds, as in the parser; a call or a value binds tightest.
fn level(node: &Node) -> u8 {
    match node {
        Node::Or(_) => 1,
        Node::And(_) => 2,
        Node::Not(_) => 3,
        Node::Compare { .. } | Node::OneOf { .. } | Node::Has { .. } => 4,
        Node::Arithmetic { op, .. } => match op {
            super::node::Operation::Add | super::node::Operation::Subtract => 5,
            super::node::Operation::Multiply | super::node::Operation::Divide => 6,
        },
        Node::Negate(_) => 7,
        Node::Points { of, .. } | Node::Day(of) => level(of),
        _ => 8,
    }
}

/// A part, in parentheses when it binds less tightly than its place asks.
struct Part<'a>(&'a Node, u8);

impl fmt::Display for Part<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if level(self.0) < self.1 {
            write!(out, "({})", self.0)
        } else {
            write!(out, "{}", self.0)
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => write!(out, "{value}"),
            Self::Number(value) => write!(out, "{value}"),
            Self::Text(text) => out.write_str(&quote(text)),
            Self::Option { id, .. } => out.write_str(&quote(id)),
            Self::Date(days) => write!(out, "date(\"{}\")", dates::write(dates::Written::Day(*days))),
            Self::Moment(seconds) => write!(out, "date(\"{}\")", dates::write(dates::Written::Moment(*seconds))),
            Self::Slot(slot) => out.write_str(&slot.id),
            Self::Points { of, .. } | Self::Day(of) => write!(out, "{of}"),
            Self::Not(of) => write!(out, "not {}", Part(of, 3)),
            Self::And(parts) => joined(out, parts, " and ", 3),
            Self::Or(parts) => joined(out, parts, " or ", 2),
            Self::Compare { op, left, right, .. } => write!(out, "{} {} {}", Part(left, 5), op.mark(), Part(right, 5)),
            Self::OneOf { of, list, .. } => {
                write!(out, "{} in [", Part(of, 5))?;
                joined(out, list, ", ", 0)?;
                out.write_str("]")
            }
            Self::Has { of, id, .. } => write!(out, "{} has {}", of.id, quote(id)),
            Self::Answered(slot) => write!(out, "answered({})", slot.id),
            Self::Is(slot, kind) => write!(out, "is({}, {kind})", slot.id),
            Self::Negate(of) => write!(out, "-{}", Part(of, 7)),
            Self::Arithmetic { op, left, right } => {
                let own = level(self);
                write!(out, "{} {} {}", Part(left, own), op.mark(), Part(right, own + 1))
            }
            Self::Aggregate { function, of, at_least } => {
                write!(out, "{}(", function.name())?;
                joined(out, of, ", ", 0)?;
                if *at_least > 1 {
                    write!(out, "; {at_least})")
                } else {
                    out.write_str(")")
                }
            }
            Self::Count(slots) => write!(out, "count({})", ids(slots)),
            Self::CountOptions(slot) => write!(out, "count({})", slot.id),
            Self::Length(of) => write!(out, "length({of})"),
            Self::Kano { with, without } => write!(out, "kano({with}, {without})"),
            Self::Band { of, bands } => {
                write!(out, "band({of}")?;
                bands.iter().try_for_each(|band| write!(out, ", {band}"))?;
                out.write_str(")")
            }
        }
    }
}

impl fmt::Display for Band {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.low.is_finite() {
            write!(out, "{}", self.low)?;
        }
        out.write_str("..")?;
        if self.high.is_finite() {
            write!(out, "{}", self.high)
        } else {
            Ok(())
        }
    }
}

fn joined(out: &mut fmt::Formatter<'_>, parts: &[Node], between: &str, least: u8) -> fmt::Result {
    for (place, part) in parts.iter().enumerate() {
        if place > 0 {
            out.write_str(between)?;
        }
        write!(out, "{}", Part(part, least))?;
    }
    Ok(())
}

fn ids(slots: &[Slot]) -> String {
    slots.iter().map(|slot| slot.id.as_str()).collect::<Vec<_>>().join(", ")
}
