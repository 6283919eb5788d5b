//! How the sums beside a crossing of segments are arranged, so that what they tell can be worked out.
//!
//! Each sum is by some of the segments. Where these fall into two rows of ever finer ones (by region, by region and
//! channel; by product), every table can be reached from every other by moving people along closed paths, and what a reader
//! can know is known exactly. Sums that do not fit so are taken as if a finer one were known: that hides more, never less.

use crate::model::VariableIndex;
use std::collections::BTreeSet;

/// Segments that people are summed by.
pub type Segments = BTreeSet<VariableIndex>;

/// The two sides of a table, each coarsest first, each finer than the one before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrangement {
    /// Sums of rows.
    pub rows: Vec<Side>,
    /// Sums of columns.
    pub columns: Vec<Side>,
}

/// One level of a side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The segments it is by.
    pub by: Segments,
    /// What a reader knows of its sums.
    pub knows: Knows,
}

/// What a reader knows of sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Knows {
    /// Those that are shown.
    Shown,
    /// All, because it is taken so.
    All,
    /// None: it only joins the cells.
    Nothing,
}

impl Arrangement {
    /// The arrangement of a crossing of `all` segments with sums by `shown`, each of some of them; the one that takes the
    /// fewest sums as known. `None` when there is none: each pair of three segments is shown beside the three.
    #[must_use]
    pub fn of(all: &Segments, shown: &BTreeSet<Segments>) -> Option<Self> {
        let shown: Vec<&Segments> = shown.iter().filter(|by| !by.is_empty()).collect();
        let ways = 1_u32.checked_shl(u32::try_from(shown.len()).ok()?)?;
        (0..ways)
            .filter_map(|way| {
                let side = |of_rows: bool| {
                    let own = shown
                        .iter()
                        .enumerate()
                        .filter(|(at, _)| (way >> at & 1 == 0) == of_rows);
                    chain(own.map(|(_, by)| *by))
                };
                Self {
                    rows: side(true),
                    columns: side(false),
                }
                .joined(all)
            })
            .min_by_key(|found| {
                let taken = |side: &&Side| side.knows == Knows::All;
                found.rows.iter().chain(&found.columns).filter(taken).count()
            })
    }

    /// With the finest levels that part all cells; `None` when a sum taken as known would be the cells themselves.
    fn joined(mut self, all: &Segments) -> Option<Self> {
        let finest = |side: &[Side]| side.last().map(|side| side.by.clone()).unwrap_or_default();
        if self.rows.iter().chain(&self.columns).any(|side| side.by == *all) {
            return None;
        }
        if self.rows.is_empty() {
            let first: Segments = all.iter().take(1).copied().collect();
            self.rows.push(Side {
                by: first,
                knows: Knows::Nothing,
            });
        }
        let (rows, columns) = (finest(&self.rows), finest(&self.columns));
        if rows.union(&columns).count() < all.len() {
            let rest = all.difference(&rows);
            let by = columns.iter().chain(rest).copied().collect();
            self.columns.push(Side {
                by,
                knows: Knows::Nothing,
            });
        }
        Some(self)
    }
}

/// Sums of one side, coarsest first; two of which neither holds the other become what holds both.
fn chain<'a>(own: impl Iterator<Item = &'a Segments>) -> Vec<Side> {
    let mut sorted: Vec<&Segments> = own.collect();
    sorted.sort_by_key(|by| by.len());
    let mut side: Vec<Side> = Vec::new();
    for by in sorted {
        match side.last() {
            Some(last) if !last.by.is_subset(by) => {
                let by = last.by.union(by).copied().collect();
                // What is no longer in the chain is told by the finer sums.
                while side.last().is_some_and(|last| !last.by.is_subset(&by) || last.by == by) {
                    side.pop();
                }
                side.push(Side { by, knows: Knows::All });
            }
            Some(last) if last.by == *by => {}
            _ => side.push(Side {
                by: by.clone(),
                knows: Knows::Shown,
            }),
        }
    }
    side
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by(names: &str) -> Segments {
        names
            .bytes()
            .map(|name| VariableIndex(usize::from(name - b'a')))
            .collect()
    }

    fn arranged(all: &str, shown: &[&str]) -> Option<String> {
        let found = Arrangement::of(&by(all), &shown.iter().map(|names| by(names)).collect())?;
        let side = |side: &[Side]| {
            let level = |side: &Side| {
                let names: String = side.by.iter().map(|at| ["a", "b", "c"][at.0]).collect();
                let mark = match side.knows {
                    Knows::Shown => "",
                    Knows::All => "!",
                    Knows::Nothing => "?",
                };
                format!("{names}{mark}")
            };
            side.iter().map(level).collect::<Vec<_>>().join(" ")
        };
        Some(format!("{} / {}", side(&found.rows), side(&found.columns)))
    }

    #[test]
    fn sums_stand_on_two_sides_each_finer_than_the_one_before() {
        assert_eq!(arranged("ab", &["a", "b"]).as_deref(), Some("b / a"));
        assert_eq!(arranged("ab", &[]).as_deref(), Some("a? / b?"));
        assert_eq!(arranged("abc", &["a", "ab", "c"]).as_deref(), Some("c / a ab"));
        assert_eq!(arranged("abc", &["ab", "bc"]).as_deref(), Some("bc / ab"));
        assert_eq!(arranged("abc", &["a"]).as_deref(), Some("a / bc?"));
    }

    #[test]
    fn three_alone_take_the_finer_sums_of_two_as_known() {
        assert_eq!(arranged("abc", &["a", "b", "c"]).as_deref(), Some("b bc! / a"));
    }

    #[test]
    fn each_pair_beside_the_three_cannot_be_arranged() {
        assert_eq!(arranged("abc", &["ab", "bc", "ac"]), None);
    }
}
