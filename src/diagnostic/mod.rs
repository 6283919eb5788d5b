//! Problems: what a person wrote or sent and must mend, with a code, a place and a way out.
//!
//! In: a rule's documentation, a place, words. Out: a [`Problem`] and its renderings (terminal, JSON).
//! Knows nothing of surveys; an *error* (the work could not be done) is not a problem.

mod place;
mod problem;
mod refusal;
pub mod render;
mod words;

pub use place::{Place, Source};
pub use problem::{Problem, RuleDoc, Severity, has_errors};
pub use refusal::refusal;
pub use words::{Tongue, Words};
