//! The one place where it is decided what is a finding: which test, which family, which verdict, what may be shown.
//!
//! In: [`Scores`](crate::measure::Scores), a calendar, targets and published figures. Out: [`Findings`]. Words are
//! the report's; numbers are the measures'.

mod arrangement;
mod audit;
mod change;
mod compare;
mod crossing;
mod decomposition;
mod disclosure;
mod families;
mod find;
mod league;
mod letters;
mod members;
mod mix;
mod paired;
mod reference;
mod rest;
mod seam;
mod sharing;
mod sums;
mod together;
mod verdict;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod units_tests;

pub use change::{Against, Ask, Change, Findings, Refused};
pub use compare::{Test, compare};
pub use decomposition::{Decomposition, Mover, take_apart};
pub use disclosure::{Disclosure, Showing};
pub use families::{Correction, Families};
pub use find::find;
pub use league::{League, Outside, Place, Row, Standings, units};
pub use letters::{Apart, Bond, Gate, Lettering, Letters, Pair, RowLetters, Strength, letters};
pub use members::Members;
pub use mix::{MixAgainstRate, MixGroup, Shift, mix_against_rate};
pub use paired::{Paired, SamePeople, find_paired};
pub use reference::{Benchmark, Event, Published, References, Target};
pub use rest::RestSeen;
pub use seam::{Seam, Seams};
pub use sharing::compare_sharing;
pub use sums::of_row;
pub use verdict::Verdict;
