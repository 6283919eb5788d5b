//! Reliability of batteries: whether questions that are added up measure one thing.
//!
//! In: the rows of a tabulation and the items of a [`Battery`]. Out: a [`Reliability`] with Cronbach's alpha and its
//! interval, omega of one common factor, and each item's part in it. It must not know words, files or what may be shown.

mod analysis;
mod battery;

#[cfg(test)]
mod tests;

pub use analysis::{Ask, Item, Ordinal, Reliability, analyse};
pub use battery::{Battery, batteries, turned};
