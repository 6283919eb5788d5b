//! Ids find their slots and types must fit: an [`Ast`] and [`Symbols`] become a [`Typed`] tree, or faults.
//!
//! A part with a fault has no type; what stands around it is checked all the same and not blamed for it.

mod calls;
mod compare;

pub use calls::FUNCTIONS;

use super::ast::Ast;
use super::ast::Written;
use super::fault::Fault;
use super::fault::FaultCode;
use super::missing::MAX_OPTIONS;
use super::node::Node;
use super::node::Operation;
use super::node::Slot;
use super::node::Typed;
use super::parser;
use super::suggest;
use super::types::MAX_SET_OPTIONS;
use super::types::SUBMITTED;
use super::types::Symbol;
use super::types::Symbols;
use super::types::Type;
use std::ops::Range;

/// Resolves and types an expression.
///
/// # Errors
/// All ids, options and types that do not fit, in order of place.
pub fn check(ast: &Ast, symbols: &dyn Symbols) -> Result<Typed, Vec<Fault>> {
    let mut checker = Checker {
        symbols,
        faults: Vec::new(),
    };
    let typed = checker.infer(ast);
    finish(typed, checker.faults)
}

/// Reads, resolves and types an expression.
///
/// # Errors
/// Everything wrong with its form, ids and types, in order of place.
pub fn compile(text: &str, symbols: &dyn Symbols) -> Result<Typed, Vec<Fault>> {
    let (ast, mut faults) = parser::read(text);
    let mut checker = Checker {
        symbols,
        faults: Vec::new(),
    };
    let typed = checker.infer(&ast);
    faults.append(&mut checker.faults);
    finish(typed, faults)
}

/// Like [`compile`], for a place that needs a condition: `show_if`, `valid_if`, `--where`.
///
/// # Errors
/// As [`compile`], and [`FaultCode::NotACondition`] when the result is another type than [`Type::Bool`].
pub fn condition(text: &str, symbols: &dyn Symbols) -> Result<Typed, Vec<Fault>> {
    let typed = compile(text, symbols)?;
    if typed.ty == Type::Bool {
        return Ok(typed);
    }
    let message = format!("this is {}, but a condition is needed here", typed.ty.named());
    Err(vec![Fault::new(
        FaultCode::NotACondition,
        &(0..text.len()),
        message,
        make_condition(&typed),
    )])
}

fn finish(typed: Option<Typed>, mut faults: Vec<Fault>) -> Result<Typed, Vec<Fault>> {
    faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    match typed {
        Some(typed) if faults.is_empty() => Ok(typed),
        _ => Err(faults),
    }
}

/// How to make a condition of a value.
fn make_condition(typed: &Typed) -> String {
    let text = typed.to_string();
    match &typed.ty {
        Type::Option(set) | Type::Set(set) => {
            let mark = if matches!(typed.ty, Type::Set(_)) { "has" } else { "=" };
            let option = set.options.first().map_or("…", |option| option.id.as_str());
            format!(
                "write what it should be, as in `{text} {mark} {}`",
                super::print::quote(option)
            )
        }
        Type::Date | Type::Moment => format!("compare it, as in `{text} >= date(\"2026-01-01\")`"),
        Type::Text => format!("compare it with a text, or ask `answered({text})`"),
        Type::Number | Type::Band(_) | Type::Bool => format!("compare it, as in `{text} > 0`"),
    }
}

struct Checker<'a> {
    symbols: &'a dyn Symbols,
    faults: Vec<Fault>,
}

impl Checker<'_> {
    fn fault(&mut self, code: FaultCode, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(code, span, message, help));
    }

    fn infer(&mut self, ast: &Ast) -> Option<Typed> {
        let (node, ty) = match &ast.what {
            Written::Unreadable => return None,
            Written::Bool(value) => (Node::Bool(*value), Type::Bool),
            Written::Number(value) => (Node::Number(*value), Type::Number),
            Written::Text(value) => (Node::Text(value.clone()), Type::Text),
            Written::Id(id) => {
                let slot = self.symbol(id, &ast.span)?;
                (Node::Slot(slot.clone()), slot.ty)
            }
            Written::Negate(of) => (Node::Negate(Box::new(self.number(of)?)), Type::Number),
            Written::Not(of) => (Node::Not(Box::new(self.truth(of)?)), Type::Bool),
            Written::And(parts) => (Node::And(self.truths(parts)?), Type::Bool),
            Written::Or(parts) => (Node::Or(self.truths(parts)?), Type::Bool),
            Written::Arithmetic(op, left, right) => return self.arithmetic(*op, left, right),
            Written::Compare(op, left, right) => return self.compare(*op, left, right),
            Written::In(of, list) => return self.membership(of, list),
            Written::Has(of, option) => return self.has(of, option),
            Written::Call(call) => return self.call(call, &ast.span),
        };
        Some(Typed { node, ty })
    }

    fn symbol(&mut self, id: &str, span: &Range<usize>) -> Option<Slot> {
        let Some(Symbol { slot, ty }) = self.symbols.lookup(id) else {
            self.unknown(id, span);
            return None;
        };
        let (count, most) = match &ty {
            Type::Set(set) => (set.options.len(), MAX_SET_OPTIONS),
            Type::Option(set) => (set.options.len(), MAX_OPTIONS),
            Type::Band(count) => (*count, MAX_OPTIONS),
            _ => (0, 0),
        };
        if count > most {
            let message = format!("`{id}` has {count} options");
            self.fault(
                FaultCode::TooManyOptions,
                span,
                message,
                format!("expressions can use {} of at most {most} options", ty.named()),
            );
            return None;
        }
        Some(Slot {
            slot,
            id: self.symbols.full_name(id).unwrap_or_else(|| id.to_owned()),
            ty,
        })
    }

    fn unknown(&mut self, id: &str, span: &Range<usize>) {
        let names = self.symbols.names();
        let names = || names.iter().map(String::as_str);
        let help = if id == SUBMITTED {
            "the moment of submission is known only where responses are".to_owned()
        } else if let Some(near) = suggest::nearest(id, names()) {
            format!("did you mean `{near}`?")
        } else if names().next().is_none() {
            "there are no ids to use here; texts and options stand in double quotes".to_owned()
        } else {
            format!(
                "known are {}; texts and options stand in double quotes",
                suggest::list(names())
            )
        };
        self.fault(FaultCode::UnknownId, span, format!("there is no `{id}`"), help);
    }

    /// All parts as truths; `None` when one of them has a fault, after all were looked at.
    fn truths(&mut self, parts: &[Ast]) -> Option<Vec<Node>> {
        let checked: Vec<Option<Node>> = parts.iter().map(|part| self.truth(part)).collect();
        checked.into_iter().collect()
    }

    fn truth(&mut self, ast: &Ast) -> Option<Node> {
        let typed = self.infer(ast)?;
        if typed.ty == Type::Bool {
            return Some(typed.node);
        }
        let message = format!(
            "this is {}, but `and`, `or` and `not` join conditions",
            typed.ty.named()
        );
        self.fault(FaultCode::TypeMismatch, &ast.span, message, make_condition(&typed));
        None
    }

    fn number(&mut self, ast: &Ast) -> Option<Node> {
        let typed = self.infer(ast)?;
        let named = typed.ty.named();
        let help = match &typed.ty {
            Type::Option(set) if !set.ordered => "the options of a choice have no order; only ratings count as numbers",
            Type::Set(_) => "count the chosen options with `count(..)`",
            Type::Text => "count its characters with `length(..)`, or write the number without quotes",
            _ => "use numbers or ratings here",
        };
        let node = as_number(typed);
        if node.is_none() {
            self.fault(
                FaultCode::TypeMismatch,
                &ast.span,
                format!("this is {named}, but a number is needed here"),
                help,
            );
        }
        node
    }

    fn arithmetic(&mut self, op: Operation, left: &Ast, right: &Ast) -> Option<Typed> {
        if let (Operation::Subtract, Written::Id(a), Written::Id(b)) = (op, &left.what, &right.what) {
            let joined = format!("{a}_{b}");
            if self.symbols.lookup(a).is_none() && self.symbols.lookup(&joined).is_some() {
                let span = left.span.start..right.span.end;
                self.fault(
                    FaultCode::UnknownId,
                    &span,
                    format!("there is no `{a}` to subtract `{b}` from"),
                    format!("did you mean `{joined}`? a hyphen is a minus"),
                );
                return None;
            }
        }
        let (left, right) = (self.number(left), self.number(right));
        let node = Node::Arithmetic {
            op,
            left: Box::new(left?),
            right: Box::new(right?),
        };
        Some(Typed { node, ty: Type::Number })
    }
}

/// The value counted as a number; `None` when it does not count as one.
fn as_number(typed: Typed) -> Option<Node> {
    if typed.ty == Type::Number {
        return Some(typed.node);
    }
    let values = typed.ty.points()?;
    Some(Node::Points {
        of: Box::new(typed.node),
        values,
    })
}
