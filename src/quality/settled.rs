//! What the rules of a workspace came to for one survey: flags, and who is left out.

use super::Judged;
use super::policy::Action;
use super::policy::Policy;
use super::policy::Rule;
use crate::model::WaveId;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What the rules came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Settled {
    /// The rules.
    pub policy: Policy,
    /// Flagged responses.
    pub judged: Vec<Judged>,
}

impl Settled {
    /// Ids of the responses that are left out.
    #[must_use]
    pub fn excluded(&self) -> BTreeSet<String> {
        let out = self.judged.iter().filter(|one| one.is_excluded(&self.policy));
        out.map(|one| one.response.clone()).collect()
    }

    /// By wave, how many are left out, and by which rules; a response left out by two rules counts at both and once in all.
    #[must_use]
    pub fn left_out(&self) -> BTreeMap<WaveId, (u64, BTreeMap<Rule, u64>)> {
        let mut waves: BTreeMap<WaveId, (u64, BTreeMap<Rule, u64>)> = BTreeMap::new();
        for one in self.judged.iter().filter(|one| one.is_excluded(&self.policy)) {
            let (all, rules) = waves.entry(one.wave.clone()).or_default();
            *all += 1;
            for flag in &one.flags {
                if self.policy.action(flag.rule) == Action::Exclude {
                    *rules.entry(flag.rule).or_default() += 1;
                }
            }
        }
        waves
    }
}
