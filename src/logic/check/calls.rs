//! Functions and their arguments.

use super::Checker;
use crate::logic::ast::Argument;
use crate::logic::ast::Ast;
use crate::logic::ast::Call;
use crate::logic::ast::Written;
use crate::logic::ast::missing_of;
use crate::logic::dates;
use crate::logic::fault::FaultCode;
use crate::logic::missing::Missing;
use crate::logic::node::Aggregation;
use crate::logic::node::Band;
use crate::logic::node::Node;
use crate::logic::node::Slot;
use crate::logic::node::Typed;
use crate::logic::suggest;
use crate::logic::types::Type;
use crate::stats::kano::Category;
use std::ops::Range;

/// The functions, as written.
pub const FUNCTIONS: [&str; 11] = [
    "answered", "band", "count", "date", "is", "kano", "length", "max", "mean", "min", "sum",
];
/// The categories of Kano's table.
const CATEGORIES: usize = Category::ALL.len();

impl Checker<'_> {
    pub(super) fn call(&mut self, call: &Call, span: &Range<usize>) -> Option<Typed> {
        if let Some(function) = Aggregation::ALL
            .into_iter()
            .find(|function| function.name() == call.name)
        {
            return self.aggregate(function, call, span);
        }
        if let (Some(at_least), true) = (&call.at_least, FUNCTIONS.contains(&call.name.as_str())) {
            self.wrong(
                &at_least.span,
                "only `mean`, `sum`, `min` and `max` say how many values must be valid",
                "remove the semicolon and what follows it",
            );
            return None;
        }
        let (node, ty) = match call.name.as_str() {
            "answered" => (Node::Answered(self.only_slot(call, span)?), Type::Bool),
            "is" => (self.is(call, span)?, Type::Bool),
            "count" => (self.count(call, span)?, Type::Number),
            "length" => (self.length(call, span)?, Type::Number),
            "band" => return self.band(call, span),
            "kano" => (self.kano(call, span)?, Type::Band(CATEGORIES)),
            "date" => return self.date(call, span),
            _ => return self.unknown_function(call),
        };
        Some(Typed { node, ty })
    }

    fn wrong(&mut self, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.fault(FaultCode::WrongArguments, span, message, help);
    }

    fn unknown_function(&mut self, call: &Call) -> Option<Typed> {
        let help = match call.name.to_ascii_lowercase().as_str() {
            "today" | "now" => {
                "there is no clock, so that results stay the same; compare with `submitted` or a date".to_owned()
            }
            "avg" | "average" => "write `mean(..)`".to_owned(),
            "len" | "strlen" => "write `length(..)`".to_owned(),
            "empty" | "missing" | "blank" | "isnull" => {
                "write `not answered(..)`, or `is(q, skipped)` for one kind of missing".to_owned()
            }
            name => match suggest::nearest(name, FUNCTIONS) {
                Some(near) => format!("did you mean `{near}`?"),
                None => {
                    "functions are `answered`, `band`, `count`, `date`, `is`, `kano`, `length`, `max`, `mean`, `min` and `sum`"
                        .to_owned()
                }
            },
        };
        self.fault(
            FaultCode::UnknownFunction,
            &call.name_span,
            format!("there is no function `{}`", call.name),
            help,
        );
        for argument in &call.arguments {
            if let Argument::Value(value) = argument {
                self.infer(value);
            }
        }
        None
    }

    /// The values among the arguments; a band among them is a fault.
    fn values<'c>(&mut self, call: &'c Call) -> Option<Vec<&'c Ast>> {
        let mut values = Vec::new();
        for argument in &call.arguments {
            match argument {
                Argument::Value(value) => values.push(value),
                Argument::Band { span, .. } => {
                    self.wrong(
                        span,
                        format!("`{}` takes no bands", call.name),
                        "bands such as `0..6` stand in `band(x, 0..6, 7..10)`",
                    );
                    return None;
                }
            }
        }
        Some(values)
    }

    fn only<'c>(&mut self, call: &'c Call, span: &Range<usize>, example: &str) -> Option<&'c Ast> {
        let values = self.values(call)?;
        if let [only] = values[..] {
            return Some(only);
        }
        self.wrong(
            span,
            format!("`{}` takes one argument, here are {}", call.name, values.len()),
            format!("write it as in `{example}`"),
        );
        None
    }

    fn only_slot(&mut self, call: &Call, span: &Range<usize>) -> Option<Slot> {
        let only = self.only(call, span, "answered(recommend)")?;
        self.slot(only, &call.name)
    }

    fn slot(&mut self, ast: &Ast, function: &str) -> Option<Slot> {
        match &ast.what {
            Written::Id(id) => self.symbol(id, &ast.span),
            Written::Unreadable => None,
            _ => {
                self.wrong(
                    &ast.span,
                    format!("`{function}` asks about a question by its id"),
                    "write the id alone, without quotes",
                );
                None
            }
        }
    }

    fn is(&mut self, call: &Call, span: &Range<usize>) -> Option<Node> {
        let values = self.values(call)?;
        let [question, kind] = values[..] else {
            self.wrong(
                span,
                "`is` takes a question and a kind of missing",
                "write it as in `is(recommend, dont_know)`",
            );
            return None;
        };
        let slot = self.slot(question, "is");
        let Some(found) = missing_of(kind) else {
            let kinds = || Missing::ALL.into_iter().map(Missing::code);
            let written = match &kind.what {
                Written::Id(word) | Written::Text(word) => word.as_str(),
                _ => "",
            };
            let help = match suggest::nearest(written, kinds()) {
                Some(near) => format!("write `{near}`"),
                None => format!(
                    "kinds are {}",
                    kinds().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ")
                ),
            };
            self.fault(
                FaultCode::UnknownMissing,
                &kind.span,
                "this is no kind of missing answer",
                help,
            );
            return None;
        };
        Some(Node::Is(slot?, found))
    }

    fn aggregate(&mut self, function: Aggregation, call: &Call, span: &Range<usize>) -> Option<Typed> {
        let values = self.values(call)?;
        if values.is_empty() {
            self.wrong(
                span,
                format!("`{}` needs at least one value", call.name),
                format!("write it as in `{}(service.speed, service.attitude)`", call.name),
            );
            return None;
        }
        let of: Vec<Option<Node>> = values.iter().map(|value| self.number(value)).collect();
        let at_least = match &call.at_least {
            None => 1,
            Some(ast) => self.at_least(ast, values.len())?,
        };
        let of = of.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Typed {
            node: Node::Aggregate { function, of, at_least },
            ty: Type::Number,
        })
    }

    fn at_least(&mut self, ast: &Ast, most: usize) -> Option<usize> {
        let found = match &ast.what {
            Written::Number(value) => (1..=most).find(|count| (*count as f64 - value).abs() < f64::EPSILON),
            Written::Unreadable => return None,
            _ => None,
        };
        if found.is_none() {
            self.wrong(
                &ast.span,
                "after the semicolon stands how many values must be valid",
                format!("write a whole number from 1 to {most}"),
            );
        }
        found
    }

    fn count(&mut self, call: &Call, span: &Range<usize>) -> Option<Node> {
        let values = self.values(call)?;
        if values.is_empty() {
            self.wrong(
                span,
                "`count` needs at least one id",
                "write it as in `count(overall, price)`, or `count(reasons)` for a multiple choice",
            );
            return None;
        }
        let slots: Vec<Option<Slot>> = values.iter().map(|value| self.slot(value, "count")).collect();
        let mut slots = slots.into_iter().collect::<Option<Vec<Slot>>>()?;
        let is_set = |slot: &Slot| matches!(slot.ty, Type::Set(_));
        if slots.len() == 1 && is_set(&slots[0]) {
            return slots.pop().map(Node::CountOptions);
        }
        if let Some(place) = slots.iter().position(is_set) {
            self.wrong(
                &values[place].span,
                "`count` counts either the options of one multiple choice or the answers to other questions",
                "give the multiple choice a `count(..)` of its own",
            );
            return None;
        }
        Some(Node::Count(slots))
    }

    fn length(&mut self, call: &Call, span: &Range<usize>) -> Option<Node> {
        let only = self.only(call, span, "length(reason)")?;
        let typed = self.infer(only)?;
        if typed.ty == Type::Text {
            return Some(Node::Length(Box::new(typed.node)));
        }
        self.fault(
            FaultCode::TypeMismatch,
            &only.span,
            format!(
                "this is {}, but `length` counts the characters of a text",
                typed.ty.named()
            ),
            "use it with a text question; for a multiple choice write `count(..)`",
        );
        None
    }

    fn band(&mut self, call: &Call, span: &Range<usize>) -> Option<Typed> {
        const EXAMPLE: &str = "write it as in `band(recommend, 0..6, 7..8, 9..10)`";
        let Some((Argument::Value(of), rest)) = call.arguments.split_first() else {
            self.wrong(span, "`band` needs a value and its bands", EXAMPLE);
            return None;
        };
        let node = self.number(of);
        let mut bands: Vec<Band> = Vec::new();
        for argument in rest {
            let Argument::Band { low, high, span } = argument else {
                self.wrong(argument.span(), "a band is written with two dots", EXAMPLE);
                return None;
            };
            if low > high {
                self.fault(
                    FaultCode::BadBand,
                    span,
                    "this band runs backwards",
                    "write the smaller end first",
                );
                return None;
            }
            if bands
                .last()
                .is_some_and(|last| last.high > *low || last == &(Band { low: *low, high: *high }))
            {
                self.fault(
                    FaultCode::BadBand,
                    span,
                    "this band begins within or below the one before",
                    "write the bands in ascending order, without overlap",
                );
                return None;
            }
            bands.push(Band { low: *low, high: *high });
        }
        if bands.is_empty() {
            self.wrong(span, "`band` has no bands", EXAMPLE);
            return None;
        }
        let (node, count) = (node?, bands.len());
        self.holes(&node, &bands, span)?;
        Some(Typed {
            node: Node::Band {
                of: Box::new(node),
                bands,
            },
            ty: Type::Band(count),
        })
    }

    fn kano(&mut self, call: &Call, span: &Range<usize>) -> Option<Node> {
        let values = self.values(call)?;
        let [with, without] = values[..] else {
            self.wrong(
                span,
                "`kano` takes two answers: how one feels if the feature is there, and if it is not",
                "write it as in `kano(features.returns.with, features.returns.without)`",
            );
            return None;
        };
        let (with, without) = (self.number(with), self.number(without));
        Some(Node::Kano {
            with: Box::new(with?),
            without: Box::new(without?),
        })
    }

    /// Every point of a rating must be in some band: none may drop out unseen.
    fn holes(&mut self, node: &Node, bands: &[Band], span: &Range<usize>) -> Option<()> {
        let Node::Points { values, .. } = node else {
            return Some(());
        };
        let out: Vec<String> = values
            .iter()
            .filter(|value| !bands.iter().any(|band| band.holds(**value)))
            .map(f64::to_string)
            .collect();
        if out.is_empty() {
            return Some(());
        }
        let message = format!("no band holds {}", suggest::list(out.iter().map(String::as_str)));
        self.fault(
            FaultCode::BadBand,
            span,
            message,
            "let the bands cover every point of the scale",
        );
        None
    }

    fn date(&mut self, call: &Call, span: &Range<usize>) -> Option<Typed> {
        let only = self.only(call, span, "date(\"2026-03-01\")")?;
        let written = match &only.what {
            Written::Unreadable => return None,
            Written::Text(text) => dates::read(text),
            _ => None,
        };
        match written {
            Some(dates::Written::Day(days)) => Some(Typed {
                node: Node::Date(days),
                ty: Type::Date,
            }),
            Some(dates::Written::Moment(seconds)) => Some(Typed {
                node: Node::Moment(seconds),
                ty: Type::Moment,
            }),
            None => {
                self.fault(FaultCode::BadDate, &only.span, "this is not a day of the calendar", "write year, month and day in quotes: `date(\"2026-03-01\")`, with a time `date(\"2026-03-01 14:30\")`");
                None
            }
        }
    }
}
