//! An expression as written: untyped, with spans.

use super::missing::Missing;
use super::node::Comparison;
use super::node::Operation;
use std::ops::Range;

/// The deepest nesting of an expression.
pub(super) const MAX_DEPTH: usize = 64;

/// An expression as written, its parts with their places. At most 64 levels deep.
#[derive(Debug, Clone)]
pub struct Ast {
    pub(super) what: Written,
    pub(super) span: Range<usize>,
    /// Levels below and including this one.
    pub(super) height: usize,
}

/// The kinds of parts.
#[derive(Debug, Clone)]
pub(super) enum Written {
    /// Something unreadable, already reported.
    Unreadable,
    Bool(bool),
    Number(f64),
    Text(String),
    Id(String),
    Negate(Box<Ast>),
    Not(Box<Ast>),
    And(Vec<Ast>),
    Or(Vec<Ast>),
    Compare(Comparison, Box<Ast>, Box<Ast>),
    Arithmetic(Operation, Box<Ast>, Box<Ast>),
    In(Box<Ast>, Vec<Ast>),
    Has(Box<Ast>, Box<Ast>),
    Call(Call),
}

/// `name(arguments; at_least)`.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub name: String,
    pub name_span: Range<usize>,
    pub arguments: Vec<Argument>,
    /// What stands after the semicolon.
    pub at_least: Option<Box<Ast>>,
}

/// An argument of a function.
#[derive(Debug, Clone)]
pub(super) enum Argument {
    Value(Ast),
    /// `low..high`; an open end is infinite.
    Band {
        low: f64,
        high: f64,
        span: Range<usize>,
    },
}

impl Argument {
    pub(super) fn span(&self) -> &Range<usize> {
        match self {
            Self::Value(value) => &value.span,
            Self::Band { span, .. } => span,
        }
    }
}

impl Ast {
    /// The ids the expression uses, each with its place, in order; an id used twice comes twice.
    #[must_use]
    pub fn ids(&self) -> Vec<(&str, Range<usize>)> {
        let mut found = Vec::new();
        self.collect(&mut found);
        found
    }

    fn collect<'a>(&'a self, found: &mut Vec<(&'a str, Range<usize>)>) {
        match &self.what {
            Written::Id(id) => found.push((id, self.span.clone())),
            Written::Call(call) => {
                for (place, argument) in call.arguments.iter().enumerate() {
                    let is_kind = call.name == "is" && place == 1;
                    if let (Argument::Value(value), false) = (argument, is_kind) {
                        value.collect(found);
                    }
                }
            }
            _ => self.parts().into_iter().for_each(|part| part.collect(found)),
        }
    }

    fn parts(&self) -> Vec<&Self> {
        match &self.what {
            Written::Negate(of) | Written::Not(of) => vec![of],
            Written::And(parts) | Written::Or(parts) => parts.iter().collect(),
            Written::Compare(_, left, right) | Written::Arithmetic(_, left, right) | Written::Has(left, right) => {
                vec![left, right]
            }
            Written::In(of, list) => std::iter::once(&**of).chain(list).collect(),
            Written::Unreadable
            | Written::Bool(_)
            | Written::Number(_)
            | Written::Text(_)
            | Written::Id(_)
            | Written::Call(_) => Vec::new(),
        }
    }
}

/// The kind of missing a plain word names.
pub(super) fn missing_of(ast: &Ast) -> Option<Missing> {
    match &ast.what {
        Written::Id(word) => Missing::from_code(word),
        _ => None,
    }
}
