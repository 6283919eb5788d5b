//! What became of invitations, by group, and who is to be reminded.

use super::outcome::Completeness;
use super::people::People;
use super::people::Person;
use crate::model::WaveId;
use serde::Serialize;
use std::collections::BTreeMap;

/// Invitations of one group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Rate {
    /// The group; empty for everybody.
    pub group: String,
    /// People invited.
    pub invited: u64,
    /// Of these, invitations known not to have arrived.
    pub undelivered: u64,
    /// Of these, people who want no more invitations and did not answer.
    pub refused: u64,
    /// Of these, people who answered nearly all.
    pub complete: u64,
    /// Of these, people who answered at least half.
    pub partial: u64,
    /// Of these, people who broke off before half.
    pub break_off: u64,
}

impl Rate {
    /// Complete answers among all invited, in `[0, 1]`; `None` without invitations.
    ///
    /// Source: AAPOR (2023), *Standard Definitions*, 10th edition, response rate 1 for samples of specifically named persons:
    /// invitations that did not arrive stay in the denominator, since the people are known to exist.
    #[must_use]
    pub fn complete_rate(&self) -> Option<f64> {
        share(self.complete, self.invited)
    }

    /// Complete and partial answers among all invited (response rate 2 there).
    #[must_use]
    pub fn any_rate(&self) -> Option<f64> {
        share(self.complete + self.partial, self.invited)
    }

    /// People of whom nothing is known but that they were invited.
    #[must_use]
    pub fn silent(&self) -> u64 {
        self.invited - self.undelivered - self.refused - self.complete - self.partial - self.break_off
    }
}

fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Response rates of a wave, for tables and for a report's account of how it was measured.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Rates {
    /// The wave; `None`: all answers.
    pub wave: Option<String>,
    /// The column groups come from; `None`: everybody together.
    pub by: Option<String>,
    /// Everybody.
    pub total: Rate,
    /// Each group, in the order of its first person.
    pub groups: Vec<Rate>,
    /// Responses that belong to nobody in the sample.
    pub strangers: u64,
}

/// Each person's outcome, by the person's place among all; `None` where no response is known. `keys` holds for each person the
/// names responses may know them by; `answers` how complete the best response of each name is.
#[must_use]
pub fn outcomes(
    people: &People,
    keys: &[Vec<String>],
    answers: &BTreeMap<String, Completeness>,
) -> Vec<Option<Completeness>> {
    let best = |names: &Vec<String>| names.iter().filter_map(|name| answers.get(name).copied()).max();
    let mut outcomes: Vec<Option<Completeness>> = keys.iter().map(best).collect();
    outcomes.resize(people.all.len(), None);
    outcomes
}

/// Response rates of those asked in `wave`, in all and by the values of a column.
#[must_use]
pub fn rates(people: &People, outcomes: &[Option<Completeness>], wave: Option<&WaveId>, by: Option<&str>) -> Rates {
    let mut found = Rates {
        wave: wave.map(ToString::to_string),
        by: by.map(str::to_owned),
        ..Rates::default()
    };
    for (person, outcome) in people.all.iter().zip(outcomes) {
        let asked = wave.is_none() || person.wave.is_none() || person.wave.as_ref() == wave;
        // Who answered was invited, whatever the sample says.
        if !asked || !(people.is_invited(person) || outcome.is_some()) {
            continue;
        }
        count(&mut found.total, person, *outcome);
        let Some(column) = by else { continue };
        let group = people.cell(person, column);
        let known = found.groups.iter_mut().find(|rate| rate.group == group);
        if let Some(rate) = known {
            count(rate, person, *outcome);
        } else {
            let mut rate = Rate {
                group: group.to_owned(),
                ..Rate::default()
            };
            count(&mut rate, person, *outcome);
            found.groups.push(rate);
        }
    }
    found
}

fn count(rate: &mut Rate, person: &Person, outcome: Option<Completeness>) {
    rate.invited += 1;
    let counted = match (outcome, person.opted_out, person.delivered) {
        (Some(Completeness::Complete), ..) => &mut rate.complete,
        (Some(Completeness::Partial), ..) => &mut rate.partial,
        (Some(Completeness::BreakOff), ..) => &mut rate.break_off,
        (None, true, _) => &mut rate.refused,
        (None, false, Some(false)) => &mut rate.undelivered,
        (None, false, _) => return,
    };
    *counted += 1;
}
