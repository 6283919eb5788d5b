//! How problems are shown: [`terminal`] for people, [`json`] for programs; and rules as pages ([`page`], [`list`]).
//!
//! Problems come in any number and order and are shown sorted by place; the same problems give the same bytes.

mod json;
mod neutral;
mod pages;
mod terminal;

pub use json::{SCHEMA_VERSION, json};
pub use neutral::neutral;
pub use pages::{list, page};
pub use terminal::{Colour, summary, terminal};

use super::Place;
use super::Problem;

/// Problems by file, then place in it, then code; what is said twice is shown once.
fn in_order(problems: &[Problem]) -> Vec<&Problem> {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by(|a, b| key(a).cmp(&key(b)));
    sorted.dedup_by(|a, b| key(a) == key(b) && a.help == b.help);
    sorted
}

type Key<'a> = (&'a str, u64, u64, &'a str, &'static str, &'a str);

fn key(problem: &Problem) -> Key<'_> {
    let small = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let (first, second, within) = match &problem.place {
        Place::Text { start, end, .. } => (small(*start), small(*end), ""),
        Place::Cell { line, column, .. } => (*line, 0, column.as_deref().unwrap_or_default()),
        Place::File { .. } => (0, 0, ""),
        Place::Argument { start, end, text, .. } => (small(*start), small(*end), text.as_str()),
    };
    (
        problem.place.name(),
        first,
        second,
        within,
        problem.rule.code,
        problem.says.en.as_str(),
    )
}
