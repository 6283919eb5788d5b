//! One respondent's way through a survey: what is put to them, which of their answers count, and in what order things stand.
//!
//! In: a [`Survey`] and the answers of one response, by variable. Out: a [`Route`]. Pure, and defined once: the script of a form
//! and the check at import must come to the same. It knows neither files nor pages, and asks for no time.
//!
//! # What is shown
//!
//! Conditions look back only, so one pass from the first question to the last settles everything:
//!
//! * a page is put when its `show_if` is known to hold;
//! * a question on it when its own `show_if` is, and when at least one of its options (or rows) remains;
//! * an option is offered, and a row asked, when its own `show_if` is known to hold.
//!
//! An answer to what was not put does not count: a question or row becomes `not_asked`, a chosen option that was not offered is
//! taken out of the answer, which is then `skipped` where nothing else was chosen. Later conditions see the answers that remain.

mod order;
mod visible;

#[cfg(test)]
pub mod testing;
#[cfg(test)]
mod tests;

pub use order::{order, shuffled};
pub use visible::{PageRoute, QuestionRoute, Respondent, Route, visible};

#[cfg(doc)]
use crate::model::Survey;
