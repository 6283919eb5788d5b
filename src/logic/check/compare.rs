//! Comparisons, `in` and `has`: both sides must be of one type.

use super::Checker;
use super::as_number;
use crate::logic::ast::Ast;
use crate::logic::ast::Written;
use crate::logic::fault::FaultCode;
use crate::logic::node::Comparison;
use crate::logic::node::Node;
use crate::logic::node::Slot;
use crate::logic::node::Sort;
use crate::logic::node::Typed;
use crate::logic::print::quote;
use crate::logic::suggest;
use crate::logic::types::OptionSet;
use crate::logic::types::Type;
use std::ops::Range;

/// What two values are compared as, and both sides made so.
type Pair = (Sort, Node, Node);

impl Checker<'_> {
    pub(super) fn compare(&mut self, op: Comparison, left: &Ast, right: &Ast) -> Option<Typed> {
        if self.bare_option(left, right) || self.bare_option(right, left) {
            return None;
        }
        let (one, other) = (self.infer(left), self.infer(right));
        let (with, left, right) = self.pair(op, one?, &left.span, other?, &right.span)?;
        Some(Typed {
            node: Node::Compare {
                with,
                op,
                left: Box::new(left),
                right: Box::new(right),
            },
            ty: Type::Bool,
        })
    }

    pub(super) fn membership(&mut self, of: &Ast, list: &[Ast]) -> Option<Typed> {
        let typed = self.infer(of);
        if list.is_empty() {
            self.fault(
                FaultCode::BadList,
                &of.span,
                "the list after `in` is empty",
                "write the values it may have, as in `in [\"app\", \"web\"]`",
            );
            return None;
        }
        let items: Vec<Option<Pair>> = list.iter().map(|item| self.item(of, typed.as_ref(), item)).collect();
        let items: Vec<Pair> = items.into_iter().collect::<Option<_>>()?;
        let (with, left) = items.first().map(|(with, left, _)| (*with, left.clone()))?;
        if let Some(place) = items
            .iter()
            .position(|(sort, other, _)| (*sort, other) != (with, &left))
        {
            self.fault(
                FaultCode::BadList,
                &list[place].span,
                "this list mixes ids, numbers or dates",
                "write all values alike: all option ids, all numbers, or all dates",
            );
            return None;
        }
        let list = items.into_iter().map(|(.., item)| folded(item)).collect();
        Some(Typed {
            node: Node::OneOf {
                with,
                of: Box::new(left),
                list,
            },
            ty: Type::Bool,
        })
    }

    /// One value of a list against what is looked for.
    fn item(&mut self, of: &Ast, typed: Option<&Typed>, item: &Ast) -> Option<Pair> {
        if self.bare_option(item, of) {
            return None;
        }
        let found = self.infer(item)?;
        if !is_literal(&found.node) {
            self.fault(
                FaultCode::BadList,
                &item.span,
                "a list holds plain values only",
                "write texts, numbers or dates; join other comparisons with `or`",
            );
            return None;
        }
        self.pair(Comparison::Equal, typed?.clone(), &of.span, found, &item.span)
    }

    pub(super) fn has(&mut self, of: &Ast, option: &Ast) -> Option<Typed> {
        if self.bare_option(option, of) {
            return None;
        }
        let typed = self.infer(of)?;
        let Node::Slot(Slot { ty: Type::Set(set), .. }) = &typed.node else {
            let help = match &typed.ty {
                Type::Option(_) => format!("write `{typed} = ..` or `{typed} in [..]`"),
                _ => "`has` stands between the id of a multiple choice and one of its options".to_owned(),
            };
            self.fault(
                FaultCode::TypeMismatch,
                &of.span,
                format!("this is {}, but `has` asks a multiple choice", typed.ty.named()),
                help,
            );
            return None;
        };
        let Written::Text(id) = &option.what else {
            let first = set.options.first().map_or("…", |option| option.id.as_str());
            self.fault(
                FaultCode::TypeMismatch,
                &option.span,
                "`has` needs the id of one option in quotes",
                format!("write `{typed} has {}`, and join several with `or`", quote(first)),
            );
            return None;
        };
        let index = self.option(set, id, &option.span)?;
        let Node::Slot(slot) = typed.node else { return None };
        Some(Typed {
            node: Node::Has {
                of: slot,
                id: id.clone(),
                index,
            },
            ty: Type::Bool,
        })
    }

    /// Tells of an option id without quotes, as in `channel = app`.
    fn bare_option(&mut self, word: &Ast, beside: &Ast) -> bool {
        let (Written::Id(word_id), Written::Id(beside_id)) = (&word.what, &beside.what) else {
            return false;
        };
        if self.symbols.lookup(word_id).is_some() {
            return false;
        }
        let found = match self.symbols.lookup(beside_id).map(|symbol| symbol.ty) {
            Some(Type::Option(set) | Type::Set(set)) => set.index_of(word_id).is_some(),
            _ => false,
        };
        if found {
            let message = format!("`{word_id}` is an option of `{beside_id}` and stands without quotes");
            self.fault(
                FaultCode::UnknownId,
                &word.span,
                message,
                format!("write `{}`", quote(word_id)),
            );
        }
        found
    }

    fn option(&mut self, set: &OptionSet, id: &str, span: &Range<usize>) -> Option<u32> {
        let found = set.index_of(id);
        if found.is_none() {
            let ids = || set.options.iter().map(|option| option.id.as_str());
            let help = match suggest::nearest(id, ids()) {
                Some(near) => format!("did you mean `{}`?", quote(near)),
                None => format!("its options are {}", suggest::list(ids())),
            };
            self.fault(
                FaultCode::UnknownOption,
                span,
                format!("there is no option {}", quote(id)),
                help,
            );
        }
        found
    }

    /// Makes both sides comparable.
    fn pair(
        &mut self,
        op: Comparison,
        left: Typed,
        left_span: &Range<usize>,
        right: Typed,
        right_span: &Range<usize>,
    ) -> Option<Pair> {
        let whole = left_span.start.min(right_span.start)..left_span.end.max(right_span.end);
        let left = self.as_option(left, &right.ty, left_span)?;
        let right = self.as_option(right, &left.ty, right_span)?;
        let sort = match (&left.ty, &right.ty) {
            (Type::Bool, Type::Bool) => Sort::Bools,
            (Type::Text, Type::Text) => Sort::Texts,
            (Type::Option(a), Type::Option(b))
                if a.same_options(b) && !(a.ordered && b.ordered && op.needs_order()) =>
            {
                Sort::Options
            }
            (Type::Date, Type::Date) | (Type::Moment, Type::Moment) => {
                return Some((Sort::Numbers, left.node, right.node));
            }
            (Type::Moment, Type::Date) => return Some((Sort::Numbers, Node::Day(Box::new(left.node)), right.node)),
            (Type::Date, Type::Moment) => return Some((Sort::Numbers, left.node, Node::Day(Box::new(right.node)))),
            _ => {
                let help = mismatch_help(&left, &right);
                let message = format!("{} cannot be compared with {}", left.ty.named(), right.ty.named());
                let numbers = as_number(left).zip(as_number(right));
                if numbers.is_none() {
                    self.fault(FaultCode::TypeMismatch, &whole, message, help);
                }
                return numbers.map(|(left, right)| (Sort::Numbers, left, right));
            }
        };
        if op.needs_order() {
            let message = format!("`{}` asks for an order, but {} has none", op.mark(), left.ty.named());
            self.fault(
                FaultCode::NotOrdered,
                &whole,
                message,
                "use `=`, `!=` or `in [..]`; only numbers, ratings and dates have an order",
            );
            return None;
        }
        Some((sort, left.node, right.node))
    }

    /// A quoted text beside a choice is one of its options.
    fn as_option(&mut self, typed: Typed, beside: &Type, span: &Range<usize>) -> Option<Typed> {
        let (Type::Option(set), Node::Text(id)) = (beside, &typed.node) else {
            return Some(typed);
        };
        let index = self.option(set, id, span)?;
        Some(Typed {
            node: Node::Option { id: id.clone(), index },
            ty: Type::Option(set.clone()),
        })
    }
}

fn mismatch_help(left: &Typed, right: &Typed) -> String {
    for (one, other) in [(left, right), (right, left)] {
        match (&one.ty, &other.ty, &other.node) {
            (Type::Set(set), ..) => {
                let option = set.options.first().map_or("…", |option| option.id.as_str());
                return format!("ask a multiple choice with `has`, as in `{one} has {}`", quote(option));
            }
            (Type::Option(set), Type::Number, _) if !set.ordered => {
                let ids = suggest::list(set.options.iter().map(|option| option.id.as_str()));
                return format!("write the id of an option in double quotes; the options are {ids}");
            }
            (Type::Date | Type::Moment, Type::Text, _) => return "write the date as `date(\"2026-03-01\")`".to_owned(),
            (Type::Number | Type::Band(_), Type::Text, Node::Text(text)) if text.trim().parse::<f64>().is_ok() => {
                return format!("write {} without quotes", text.trim());
            }
            (Type::Text, Type::Number, _) => {
                return "put the number in double quotes, or compare `length(..)`".to_owned();
            }
            _ => {}
        }
    }
    "compare values of one type: numbers and ratings, texts, dates, or a choice with its quoted option ids".to_owned()
}

fn is_literal(node: &Node) -> bool {
    match node {
        Node::Number(_) | Node::Text(_) | Node::Date(_) | Node::Moment(_) | Node::Bool(_) => true,
        Node::Negate(of) => matches!(**of, Node::Number(_)),
        _ => false,
    }
}

/// A negative number of a list as one literal.
fn folded(node: Node) -> Node {
    match node {
        Node::Negate(of) => match *of {
            Node::Number(value) => Node::Number(-value),
            other => Node::Negate(Box::new(other)),
        },
        other => other,
    }
}
