//! Qualtrics survey files (`.qsf`): JSON with blocks, a flow, and questions with their translations.

mod choices;
mod logic;
mod questions;
mod read;

pub(super) use read::read;
