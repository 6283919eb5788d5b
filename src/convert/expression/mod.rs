//! Conditions of other tools and of definitions, each said in the words of the other.
//!
//! A definition has three truth values: a comparison with a missing answer is unknown. The others have two, and each operator has
//! its own answer for an empty value. So a condition is first brought to a form without `not` above anything but a comparison
//! ([`reading`], [`writing`]); each comparison then says what it is when an answer is missing, and a guard (`answered(q)`) is added
//! where the two differ. A condition that cannot be carried over exactly is refused as a whole, with the reason ([`Why`]).

mod clause;
mod foreign;
mod lexer;
mod reading;
mod why;
mod writing;

#[cfg(test)]
mod tests;

pub(super) use foreign::Dialect;
pub(super) use foreign::Foreign;
pub(super) use foreign::parse;
pub(super) use reading::Mode;
pub(super) use reading::Scope;
pub(super) use reading::Sort;
pub(super) use reading::Symbol;
pub(super) use reading::condition;
pub(super) use reading::number;
pub(super) use why::Why;
pub(super) use writing::Target;
pub(super) use writing::write;
