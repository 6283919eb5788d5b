//! Whom we asked: the people of a sample, what became of their invitations, and how far quotas are filled.
//!
//! In come rows of a sample file, the keys of those who answered and counts of answers; out come response rates by group, the
//! people to remind, and the progress of quotas, as plain values. Answers themselves never come here: a response is known by
//! the pseudonym of its person, and by how much of it was answered.

mod outcome;
mod people;
mod quotas;
mod rates;
pub mod rules;

#[cfg(test)]
mod tests;

pub use outcome::{Completeness, completeness};
pub use people::{People, Person, Row};
pub use quotas::{Progress, counts, progress};
pub use rates::{Rate, Rates, outcomes, rates};
pub use rules::RULES;
