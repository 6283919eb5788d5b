//! Whether a response was given with care: flags with a reason and a number, and what a wave's data are worth.
//!
//! In: batches of responses, as analysed, and a [`Policy`] that says which rules are applied, with which limits, and what each
//! does. Out: [`Judged`] responses and a [`Summary`] a wave. A flag is no verdict on a person: by default it leaves nothing out.
//! Knows no files, no clock, no words.

mod decide;
mod near;
mod policy;
mod settled;
mod summary;
mod text;
mod traits;

#[cfg(test)]
mod tests;

pub use decide::judge;
pub use near::NEIGHBOURS;
pub use policy::{Action, Limits, Policy, Rule};
pub use settled::Settled;
pub use summary::{Blank, BreakOff, Summary, summaries};
pub use traits::{Traits, gather};

use crate::model::Id;
use crate::model::WaveId;

/// Why a response is flagged.
#[derive(Debug, Clone, PartialEq)]
pub struct Flag {
    /// The rule.
    pub rule: Rule,
    /// What was found: minutes, items answered alike, share left blank, …
    pub number: f64,
    /// The limit it passed.
    pub limit: f64,
    /// The question, or the other response, it was found at; empty where it is of the whole.
    pub at: String,
}

/// A response with its flags; those without any are not listed.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Its id.
    pub response: String,
    /// Its wave.
    pub wave: WaveId,
    /// Its flags, in the order of the rules; at least one.
    pub flags: Vec<Flag>,
}

impl Judged {
    /// Whether a rule leaves it out.
    #[must_use]
    pub fn is_excluded(&self, policy: &Policy) -> bool {
        self.flags
            .iter()
            .any(|flag| policy.action(flag.rule) == Action::Exclude)
    }
}

/// The name of a question for a flag.
fn named(id: &Id) -> String {
    id.to_string()
}
