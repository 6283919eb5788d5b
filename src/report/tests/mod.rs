//! Reports as their readers get them.

mod claims;
mod disclosure;
mod documents;
mod features_and_boxes;
pub mod fixture;
mod numbers;
mod open_answers;
mod wording;
