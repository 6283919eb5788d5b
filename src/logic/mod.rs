//! Expressions: what `show_if`, derived values and `--where` are written in.
//!
//! In comes the text of an expression and a list of [`Symbols`] (ids with their types); out comes a [`Typed`] tree,
//! which answers over one respondent ([`Row`]) or over columns ([`Frame`]) with exactly the same result, prints itself
//! back as text, and words itself for respondents ([`describe`]). What is wrong comes out as [`Fault`]s with spans.
//!
//! It knows neither surveys nor files: questions are slots with a type, and places are byte offsets into the text.
//!
//! # The language
//!
//! * `and`, `or`, `not`; `= != < <= > >=`; `in [..]`; `has` for multiple choice; `+ - * /`; parentheses.
//! * Ids are `[a-z][a-z0-9_]*`, joined by `.`; a hyphen is always a minus.
//! * Texts and option ids stand in double quotes (`\"`, `\\`, `\n`, `\t` inside). A date is `date("2026-03-01")`, a moment
//!   `date("2026-03-01 14:30")`; a bare `2026-03-01` is a fault, since it would read as a subtraction.
//! * `answered(q)` and `is(q, dont_know)` are always true or false. Everything else is three-valued (Kleene): what
//!   depends on a missing answer is unknown, and carries the kind of the first missing operand.
//! * `mean sum min max` take the valid values, at least one of them or as many as `; n` says. `count(a, b)` is the number
//!   of valid answers among its arguments and never missing; `count(m)` of one multiple choice is the number of options
//!   chosen, missing when `m` is.
//! * Arithmetic with a missing operand is missing, of the first missing operand's kind. `x / 0`, and any result that is
//!   not a finite number, is missing as `invalid`. So is a value in none of the bands of `band(x, 0..6, 7..8, 9..10)`.
//!   Bands hold both ends; where two touch, the first one wins.
//! * A moment compared with a date is compared by its day. There is no clock but the moment `submitted`.

mod ast;
mod check;
mod column;
mod columns;
mod dates;
mod describe;
mod fault;
mod lexer;
mod missing;
mod node;
mod parser;
mod print;
mod row;
mod suggest;
mod token;
mod truth;
mod types;
mod value;

#[cfg(test)]
pub(crate) mod tests;

pub use ast::Ast;
pub use check::FUNCTIONS;
pub use check::check;
pub use check::compile;
pub use check::condition;
pub use column::Column;
pub use column::Frame;
pub use column::Texts;
pub use column::Vector;
pub use dates::days_of;
pub use dates::parse_date;
pub use describe::Describe;
pub use describe::Phrase;
pub use describe::Subject;
pub use describe::describe;
pub use fault::Fault;
pub use fault::FaultCode;
pub use missing::MAX_OPTIONS;
pub use missing::Missing;
pub use missing::code_missing;
pub use missing::missing_code;
pub use node::Aggregation;
pub use node::Band;
pub use node::Comparison;
pub use node::Node;
pub use node::Operation;
pub use node::Slot;
pub use node::Sort;
pub use node::Typed;
pub use parser::parse;
pub use token::KEYWORDS;
pub use truth::Truth;
pub use types::MAX_SET_OPTIONS;
pub use types::OptionPoint;
pub use types::OptionSet;
pub use types::SUBMITTED;
pub use types::Symbol;
pub use types::Symbols;
pub use types::Type;
pub use value::Row;
pub use value::Value;
