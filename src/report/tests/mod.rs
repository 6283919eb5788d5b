//! Reports as their readers get them.

mod disclosure;
mod documents;
pub mod fixture;
mod numbers;
mod open_answers;
mod wording;
