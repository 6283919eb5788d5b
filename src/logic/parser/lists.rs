//! Lists in brackets and arguments in parentheses, bands among them.

use super::Parser;
use super::unreadable;
use crate::logic::ast::Argument;
use crate::logic::ast::Ast;
use crate::logic::ast::Call;
use crate::logic::ast::Written;
use crate::logic::token::Kind;
use std::ops::Range;

impl Parser {
    pub(super) fn membership(&mut self, left: Ast) -> Ast {
        if !self.take(&Kind::OpenList) {
            self.unexpected("write a list in brackets, as in `in [\"app\", \"web\"]`");
            return unreadable(left.span.start..self.before());
        }
        let mut list = Vec::new();
        while !matches!(self.kind(), Kind::CloseList | Kind::End) {
            let from = self.at;
            list.push(self.expression(0));
            if !self.take(&Kind::Comma) && !matches!(self.kind(), Kind::CloseList | Kind::End) {
                self.unexpected("values of a list are separated by commas");
                self.recover(from);
            }
        }
        if !self.take(&Kind::CloseList) {
            self.unexpected("close the list with `]`");
        }
        let span = left.span.start..self.before();
        let below = list.iter().map(|item| item.height).max().unwrap_or(0).max(left.height);
        self.tree(Written::In(Box::new(left), list), span, below)
    }

    /// Skips to where an argument, a list or the expression can go on; always past the token at `from`.
    fn recover(&mut self, from: usize) {
        while !matches!(
            self.kind(),
            Kind::Comma | Kind::Semicolon | Kind::Close | Kind::CloseList | Kind::And | Kind::Or | Kind::End
        ) {
            self.step();
        }
        if self.at == from || matches!(self.kind(), Kind::Comma | Kind::And | Kind::Or) {
            self.step();
        }
    }

    pub(super) fn call(&mut self, name: String, name_span: Range<usize>) -> Ast {
        self.step();
        let mut arguments = Vec::new();
        let mut at_least = None;
        while !matches!(self.kind(), Kind::Close | Kind::End) {
            let from = self.at;
            if self.take(&Kind::Semicolon) {
                at_least = Some(Box::new(self.expression(0)));
            } else {
                arguments.push(self.argument());
                if *self.kind() == Kind::Semicolon {
                    continue;
                }
            }
            if !self.take(&Kind::Comma) && !matches!(self.kind(), Kind::Close | Kind::End) {
                self.unexpected("arguments are separated by commas, and the parenthesis is closed by `)`");
                self.recover(from);
            }
        }
        if !self.take(&Kind::Close) {
            self.unexpected("close the parenthesis with `)`");
        }
        let span = name_span.start..self.before();
        let heights = arguments.iter().filter_map(|argument| {
            if let Argument::Value(value) = argument {
                Some(value.height)
            } else {
                None
            }
        });
        let below = heights.chain(at_least.iter().map(|ast| ast.height)).max().unwrap_or(0);
        self.tree(
            Written::Call(Call {
                name,
                name_span,
                arguments,
                at_least,
            }),
            span,
            below,
        )
    }

    fn argument(&mut self) -> Argument {
        let start = self.span().start;
        let low = self.end_of_band(f64::NEG_INFINITY);
        if let Some(low) = low {
            self.take(&Kind::Dots);
            let high = self.signed_number().unwrap_or(f64::INFINITY);
            return Argument::Band {
                low,
                high,
                span: start..self.before(),
            };
        }
        Argument::Value(self.expression(0))
    }

    /// The lower end when a band stands here; the tokens of the number are then read.
    fn end_of_band(&mut self, open: f64) -> Option<f64> {
        let ahead = |by: usize| self.tokens.get(self.at + by).map(|token| &token.kind);
        match (ahead(0), ahead(1), ahead(2)) {
            (Some(Kind::Dots), ..) => Some(open),
            (Some(Kind::Number(_)), Some(Kind::Dots), _)
            | (Some(Kind::Minus), Some(Kind::Number(_)), Some(Kind::Dots)) => self.signed_number(),
            _ => None,
        }
    }

    fn signed_number(&mut self) -> Option<f64> {
        let minus = *self.kind() == Kind::Minus;
        let number = self.tokens.get(self.at + usize::from(minus)).map(|token| &token.kind);
        let Some(Kind::Number(number)) = number else {
            return None;
        };
        let value = if minus { -number } else { *number };
        if minus {
            self.step();
        }
        self.step();
        Some(value)
    }
}
