//! Tokens become a tree. After a fault it reads on at the next `and`, `or`, comma or bracket, so that later faults show too.

mod lists;

use super::ast::Argument;
use super::ast::Ast;
use super::ast::Call;
use super::ast::MAX_DEPTH;
use super::ast::Written;
use super::fault::Fault;
use super::fault::FaultCode;
use super::lexer;
use super::node::Comparison;
use super::node::Operation;
use super::token::Kind;
use super::token::Token;
use std::ops::Range;

/// The longest expression, in bytes.
const MAX_LENGTH: usize = 65_536;

/// How tightly operators bind; a larger number binds tighter.
mod level {
    pub const OR: u8 = 1;
    pub const AND: u8 = 2;
    pub const NOT: u8 = 3;
    pub const COMPARE: u8 = 4;
    pub const SUM: u8 = 5;
    pub const PRODUCT: u8 = 6;
    pub const SIGN: u8 = 7;
}

/// Reads an expression without regard to types.
///
/// # Errors
/// Everything wrong with its form, in order of place.
pub fn parse(text: &str) -> Result<Ast, Vec<Fault>> {
    let (ast, faults) = read(text);
    if faults.is_empty() { Ok(ast) } else { Err(faults) }
}

/// Reads as much as can be read; parts that cannot are [`Written::Unreadable`].
pub(super) fn read(text: &str) -> (Ast, Vec<Fault>) {
    if text.len() > MAX_LENGTH {
        let message = format!("the expression is {} bytes long", text.len());
        let help = format!("keep it below {MAX_LENGTH}; a derived value can name a part of it");
        return (
            unreadable(0..text.len()),
            vec![Fault::new(FaultCode::TooLong, &(0..text.len()), message, help)],
        );
    }
    let (tokens, faults) = lexer::cut(text);
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        faults,
        stopped: false,
    };
    let ast = parser.whole();
    parser.faults.sort_by_key(|fault| (fault.span.start, fault.span.end));
    (ast, parser.faults)
}

fn unreadable(span: Range<usize>) -> Ast {
    Ast {
        what: Written::Unreadable,
        span,
        height: 1,
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    faults: Vec<Fault>,
    /// The nesting was too deep: nothing more is read or reported.
    stopped: bool,
}

impl Parser {
    fn kind(&self) -> &Kind {
        &self.tokens[self.at].kind
    }

    fn span(&self) -> Range<usize> {
        self.tokens[self.at].span.clone()
    }

    /// Where the last token read ended.
    fn before(&self) -> usize {
        self.at.checked_sub(1).map_or(0, |last| self.tokens[last].span.end)
    }

    /// Steps on; the last token, the end, is never passed.
    fn step(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn take(&mut self, kind: &Kind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.step();
        }
        found
    }

    fn fault(&mut self, code: FaultCode, span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        if !self.stopped {
            self.faults.push(Fault::new(code, span, message, help));
        }
    }

    /// A fault at the current token, unless one was already told there.
    fn unexpected(&mut self, help: &str) {
        let span = self.span();
        if self.faults.iter().any(|fault| fault.span == span) {
            return;
        }
        let message = match self.kind() {
            Kind::End => "the expression ends too early".to_owned(),
            kind => format!("{} cannot stand here", kind.named()),
        };
        self.fault(FaultCode::BadSyntax, &span, message, help);
    }

    fn too_deep(&mut self, span: &Range<usize>) -> Ast {
        let help = "split it: a derived value can name a part, and `in [..]` or `sum(..)` shorten long chains";
        self.fault(
            FaultCode::TooDeep,
            span,
            format!("the expression is nested deeper than {MAX_DEPTH} levels"),
            help,
        );
        self.stopped = true;
        self.at = self.tokens.len() - 1;
        unreadable(span.clone())
    }

    /// A tree over parts of the given height, or a fault where it would be too deep.
    fn tree(&mut self, what: Written, span: Range<usize>, below: usize) -> Ast {
        if below >= MAX_DEPTH {
            return self.too_deep(&span);
        }
        Ast {
            what,
            span,
            height: below + 1,
        }
    }

    fn whole(&mut self) -> Ast {
        if *self.kind() == Kind::End {
            if self.faults.is_empty() {
                self.fault(
                    FaultCode::Empty,
                    &self.span(),
                    "there is no expression here",
                    "write a condition such as `recommend <= 6`, or leave the key out",
                );
            }
            return unreadable(self.span());
        }
        let mut parts = vec![self.expression(0)];
        while *self.kind() != Kind::End {
            self.unexpected("expressions are joined by `and` or `or`; texts and options stand in double quotes");
            while !matches!(self.kind(), Kind::End | Kind::And | Kind::Or) {
                self.step();
            }
            if matches!(self.kind(), Kind::And | Kind::Or) {
                self.step();
                parts.push(self.expression(0));
            }
        }
        if parts.len() > 1 {
            let span = parts[0].span.start..self.before();
            let below = parts.iter().map(|part| part.height).max().unwrap_or(0);
            return self.tree(Written::And(parts), span, below);
        }
        parts.swap_remove(0)
    }

    fn expression(&mut self, least: u8) -> Ast {
        self.depth += 1;
        let ast = if self.depth > MAX_DEPTH {
            self.too_deep(&self.span())
        } else {
            self.operators(least)
        };
        self.depth -= 1;
        ast
    }

    fn operators(&mut self, least: u8) -> Ast {
        let mut left = self.prefix(least);
        let mut compared = false;
        loop {
            let kind = self.kind().clone();
            let level = match kind {
                Kind::Or => level::OR,
                Kind::And => level::AND,
                Kind::Equal
                | Kind::NotEqual
                | Kind::Less
                | Kind::AtMost
                | Kind::More
                | Kind::AtLeast
                | Kind::In
                | Kind::Has => level::COMPARE,
                Kind::Plus | Kind::Minus => level::SUM,
                Kind::Times | Kind::Over => level::PRODUCT,
                Kind::Not => {
                    self.not_in();
                    return left;
                }
                _ => return left,
            };
            if level < least {
                return left;
            }
            if level == level::COMPARE && compared {
                left = self.chained(&kind, left);
                continue;
            }
            compared = level == level::COMPARE;
            self.step();
            left = self.infix(&kind, level, left);
        }
    }

    /// `x not in [..]`, which other languages have.
    fn not_in(&mut self) {
        if self
            .tokens
            .get(self.at + 1)
            .is_some_and(|next| matches!(next.kind, Kind::In | Kind::Has))
        {
            let span = self.span();
            self.fault(
                FaultCode::BadSyntax,
                &span,
                "`not` stands before the whole comparison",
                "write `not (x in [..])` or `not (x has \"..\")`",
            );
        }
    }

    /// `a < b < c`: both comparisons are kept, so that their own faults show.
    fn chained(&mut self, kind: &Kind, left: Ast) -> Ast {
        let span = self.span();
        self.fault(
            FaultCode::ChainedComparison,
            &span,
            "comparisons cannot be chained",
            "join two with `and`, as in `1 < x and x < 5`",
        );
        self.step();
        let other = self.infix(kind, level::COMPARE, unreadable(span));
        let (span, below) = (left.span.start..other.span.end, left.height.max(other.height));
        self.tree(Written::And(vec![left, other]), span, below)
    }

    fn infix(&mut self, kind: &Kind, level: u8, left: Ast) -> Ast {
        match kind {
            Kind::In => return self.membership(left),
            Kind::And | Kind::Or => return self.joined(kind, level, left),
            _ => {}
        }
        let right = self.expression(level + 1);
        let (span, below) = (left.span.start..right.span.end, left.height.max(right.height));
        let (left, right) = (Box::new(left), Box::new(right));
        let what = match kind {
            Kind::Has => Written::Has(left, right),
            Kind::Plus => Written::Arithmetic(Operation::Add, left, right),
            Kind::Minus => Written::Arithmetic(Operation::Subtract, left, right),
            Kind::Times => Written::Arithmetic(Operation::Multiply, left, right),
            Kind::Over => Written::Arithmetic(Operation::Divide, left, right),
            Kind::NotEqual => Written::Compare(Comparison::NotEqual, left, right),
            Kind::Less => Written::Compare(Comparison::Less, left, right),
            Kind::AtMost => Written::Compare(Comparison::AtMost, left, right),
            Kind::More => Written::Compare(Comparison::More, left, right),
            Kind::AtLeast => Written::Compare(Comparison::AtLeast, left, right),
            _ => Written::Compare(Comparison::Equal, left, right),
        };
        self.tree(what, span, below)
    }

    /// `and` and `or` hold any number of parts, so that long ones are wide, not deep.
    fn joined(&mut self, kind: &Kind, level: u8, left: Ast) -> Ast {
        let right = self.expression(level + 1);
        let span = left.span.start..right.span.end;
        let is_and = *kind == Kind::And;
        let mut parts = Vec::new();
        for part in [left, right] {
            match (is_and, part.what) {
                (true, Written::And(inner)) | (false, Written::Or(inner)) => parts.extend(inner),
                (_, what) => parts.push(Ast {
                    what,
                    span: part.span,
                    height: part.height,
                }),
            }
        }
        let below = parts.iter().map(|part| part.height).max().unwrap_or(0);
        self.tree(
            if is_and {
                Written::And(parts)
            } else {
                Written::Or(parts)
            },
            span,
            below,
        )
    }

    fn prefix(&mut self, least: u8) -> Ast {
        let start = self.span();
        let kind = self.kind().clone();
        let what = match kind {
            Kind::Number(number) => Written::Number(number),
            Kind::Text(text) => Written::Text(text),
            Kind::True => Written::Bool(true),
            Kind::False => Written::Bool(false),
            Kind::Day(text) => Written::Call(Call {
                name: "date".to_owned(),
                name_span: start.clone(),
                arguments: vec![Argument::Value(Ast {
                    what: Written::Text(text),
                    span: start.clone(),
                    height: 1,
                })],
                at_least: None,
            }),
            Kind::Word(word) => {
                self.step();
                return if *self.kind() == Kind::Open {
                    self.call(word, start)
                } else {
                    self.tree(Written::Id(word), start, 0)
                };
            }
            Kind::Not => return self.negation(least, &start),
            Kind::Minus => {
                self.step();
                let of = self.expression(level::SIGN);
                let (span, below) = (start.start..of.span.end, of.height);
                return self.tree(Written::Negate(Box::new(of)), span, below);
            }
            Kind::Open => return self.group(start),
            _ => return self.nothing(start),
        };
        self.step();
        self.tree(what, start, 0)
    }

    fn negation(&mut self, least: u8, start: &Range<usize>) -> Ast {
        if least > level::NOT {
            self.fault(
                FaultCode::BadSyntax,
                start,
                "`not` cannot stand within a comparison or calculation",
                "put it in parentheses, as in `a = (not b)`",
            );
        }
        self.step();
        let of = self.expression(level::NOT);
        let (span, below) = (start.start..of.span.end, of.height);
        self.tree(Written::Not(Box::new(of)), span, below)
    }

    fn group(&mut self, start: Range<usize>) -> Ast {
        self.step();
        let mut inner = self.expression(0);
        if !self.take(&Kind::Close) {
            self.unexpected("close the parenthesis with `)`");
            while !matches!(self.kind(), Kind::Close | Kind::End) {
                self.step();
            }
            self.take(&Kind::Close);
        }
        inner.span = start.start..self.before().max(start.end);
        inner
    }

    /// A value was needed and something else is there.
    fn nothing(&mut self, start: Range<usize>) -> Ast {
        let help = match self.kind() {
            Kind::Equal | Kind::NotEqual | Kind::Less | Kind::AtMost | Kind::More | Kind::AtLeast => {
                "write what is compared on both sides, as in `recommend <= 6`"
            }
            Kind::OpenList => "a list stands after `in`, as in `region in [\"east\", \"north\"]`",
            Kind::Dots => "bands stand in `band(x, 0..6, 7..10)`; a number is written `0.5`",
            _ => "write an id, a number, a text in double quotes, or a function such as `answered(q)`",
        };
        self.unexpected(help);
        // Operators and closing marks are read by whoever waits for them.
        if matches!(self.kind(), Kind::OpenList | Kind::Dots) {
            self.step();
        }
        unreadable(start)
    }
}
