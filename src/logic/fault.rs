//! What can be wrong with an expression.

use std::ops::Range;

/// One thing wrong with an expression: what, where in its text, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Byte offsets into the text of the expression, on character boundaries; empty at the end of the text.
    pub span: Range<usize>,
    /// The stable kind of the fault.
    pub code: FaultCode,
    /// What is, in lower-case words.
    pub message: String,
    /// The way out, in lower-case words.
    pub help: String,
}

impl Fault {
    /// A fault at a span.
    pub(super) fn new(
        code: FaultCode,
        span: &Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            span: span.clone(),
            code,
            message: message.into(),
            help: help.into(),
        }
    }
}

/// The kinds of faults. Their names are stable; new ones may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FaultCode {
    /// There is no expression at all.
    Empty,
    /// The expression is longer than 65,536 bytes.
    TooLong,
    /// Parentheses or operators are nested deeper than 64 levels.
    TooDeep,
    /// A character or an operator that the language does not have, such as `==` or a full-width comma.
    BadCharacter,
    /// A number that cannot be read.
    BadNumber,
    /// A text that does not end, or holds an unknown escape.
    BadText,
    /// Something stands where something else should.
    BadSyntax,
    /// `a < b < c`.
    ChainedComparison,
    /// No question, field or value has this id.
    UnknownId,
    /// No function has this name.
    UnknownFunction,
    /// The question has no option with this id.
    UnknownOption,
    /// No kind of missing has this name.
    UnknownMissing,
    /// A function got too few, too many or unfitting arguments.
    WrongArguments,
    /// Two types that cannot be compared or combined.
    TypeMismatch,
    /// Larger and smaller mean nothing for these values.
    NotOrdered,
    /// The expression is a value where a condition is needed.
    NotACondition,
    /// A date that the calendar does not have, or not written as year-month-day.
    BadDate,
    /// Bands that overlap, run backwards or leave out a point of the scale.
    BadBand,
    /// The list after `in` is empty or holds something else than plain values.
    BadList,
    /// A multiple choice with more options than can be evaluated.
    TooManyOptions,
}

impl FaultCode {
    /// All codes, in their order.
    pub const ALL: [Self; 20] = [
        Self::Empty,
        Self::TooLong,
        Self::TooDeep,
        Self::BadCharacter,
        Self::BadNumber,
        Self::BadText,
        Self::BadSyntax,
        Self::ChainedComparison,
        Self::UnknownId,
        Self::UnknownFunction,
        Self::UnknownOption,
        Self::UnknownMissing,
        Self::WrongArguments,
        Self::TypeMismatch,
        Self::NotOrdered,
        Self::NotACondition,
        Self::BadDate,
        Self::BadBand,
        Self::BadList,
        Self::TooManyOptions,
    ];
}
