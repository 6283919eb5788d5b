//! From what was seen of the responses to their flags.

use super::Flag;
use super::Judged;
use super::named;
use super::near;
use super::near::Nearness;
use super::policy::Action;
use super::policy::Policy;
use super::policy::Rule;
use super::traits::Traits;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::NO_TIME;
use std::collections::BTreeMap;

/// Fewer timed responses in a wave give no median to go by.
const TIMED: usize = 10;
/// Characters of words that two people do not write alike.
const WORDY: usize = 20;
/// Answers that two people may well give alike.
const FEW: usize = 15;
/// Different values among the answers below which a pattern is no pattern of one's own.
const VARIED: usize = 4;

/// The flags of all responses, by wave and then in the order given. The rules look at one wave at a time.
#[must_use]
pub fn judge(survey: &Survey, all: &[Traits], policy: &Policy) -> Vec<Judged> {
    let mut waves: BTreeMap<&WaveId, Vec<&Traits>> = BTreeMap::new();
    for one in all {
        waves.entry(&one.wave).or_default().push(one);
    }
    waves
        .values()
        .flat_map(|of_wave| wave(survey, of_wave, policy))
        .collect()
}

/// The middle of the minutes of a wave; `None` where too few are known.
pub(super) fn median(of_wave: &[&Traits]) -> Option<f64> {
    let mut minutes: Vec<f64> = of_wave.iter().filter_map(|one| one.minutes).collect();
    if minutes.len() < TIMED {
        return None;
    }
    minutes.sort_by(f64::total_cmp);
    let middle = minutes.len() / 2;
    Some(if minutes.len() % 2 == 1 {
        minutes[middle]
    } else {
        f64::midpoint(minutes[middle - 1], minutes[middle])
    })
}

fn wave(survey: &Survey, of_wave: &[&Traits], policy: &Policy) -> Vec<Judged> {
    let median = median(of_wave);
    let again = repeats(of_wave, policy);
    let judged = of_wave.iter().enumerate().map(|(at, one)| {
        let mut flags = own(survey, one, median, policy);
        flags.extend(again.get(&at).into_iter().flatten().cloned());
        flags.retain(|flag| policy.action(flag.rule) != Action::Off);
        flags.sort_by_key(|flag| flag.rule);
        Judged {
            response: one.response.clone(),
            wave: one.wave.clone(),
            flags,
        }
    });
    judged.filter(|judged| !judged.flags.is_empty()).collect()
}

/// What one response shows by itself.
fn own(survey: &Survey, one: &Traits, median: Option<f64>, policy: &Policy) -> Vec<Flag> {
    let limits = &policy.limits;
    let name = |index: VariableIndex| named(&survey.variable(index).id);
    let mut flags = Vec::new();
    let mut flag = |rule, number: f64, limit: f64, at: String| {
        flags.push(Flag {
            rule,
            number,
            limit,
            at,
        });
    };
    let least = match limits.seconds_per_item {
        Some(seconds) => Some(one.answered as f64 * seconds / 60.0),
        None => median.map(|median| median * limits.speed_share),
    };
    if let (Some(minutes), Some(least)) = (one.minutes, least)
        && minutes < least
    {
        flag(Rule::Speeder, minutes, least, String::new());
    }
    if let Some((first, items)) = one.straight {
        flag(
            Rule::StraightLine,
            items as f64,
            limits.items as f64,
            stem(survey, first),
        );
    }
    if let (run, Some(first)) = one.run
        && run >= limits.run
    {
        flag(Rule::LongString, run as f64, limits.run as f64, name(first));
    }
    if let Some((first, count)) = one.attention {
        flag(Rule::Attention, count as f64, 0.0, name(first));
    }
    if let Some((first, count)) = one.impossible {
        flag(Rule::Impossible, count as f64, 0.0, name(first));
    }
    // What comes after the last question reached was not left blank but never seen.
    if one.asked > 0 {
        let share = one.blank as f64 / one.asked as f64;
        if share > limits.blank_share {
            flag(Rule::Blank, share, limits.blank_share, String::new());
        }
    }
    if let Some(words) = one.gibberish {
        flag(Rule::Gibberish, 1.0, 0.0, name(words));
    }
    flags
}

/// The question of a battery's item.
fn stem(survey: &Survey, item: VariableIndex) -> String {
    let place = survey.variable(item).origin.place();
    let question = place.and_then(|(page, question)| survey.pages.get(page)?.questions.get(question));
    question.map_or_else(|| named(&survey.variable(item).id), |question| named(&question.id))
}

/// Responses that repeat another: of each group the one sent first is kept unflagged.
fn repeats(of_wave: &[&Traits], policy: &Policy) -> BTreeMap<usize, Vec<Flag>> {
    let mut found: BTreeMap<usize, Vec<Flag>> = BTreeMap::new();
    let mut order: Vec<usize> = (0..of_wave.len()).collect();
    order.sort_by(|one, other| near::rank(of_wave, *one).cmp(&near::rank(of_wave, *other)));
    let mut people: BTreeMap<u64, usize> = BTreeMap::new();
    let mut answers: BTreeMap<(u64, u64), usize> = BTreeMap::new();
    if policy.action(Rule::NearDuplicate) != Action::Off {
        let near = Nearness {
            share: policy.limits.near_share,
            items: policy.limits.near_items,
        };
        for (at, one) in near::matches(of_wave, &order, near) {
            found.entry(at).or_default().push(Flag {
                rule: Rule::NearDuplicate,
                number: one.share,
                limit: near.share,
                at: of_wave[one.with].response.clone(),
            });
        }
    }
    for at in order {
        let one = of_wave[at];
        if let Some(person) = one.person {
            match people.get(&person) {
                Some(first) => found.entry(at).or_default().push(Flag {
                    rule: Rule::Person,
                    number: 2.0,
                    limit: 1.0,
                    at: of_wave[*first].response.clone(),
                }),
                None => drop(people.insert(person, at)),
            }
        }
        let key = (one.answers, one.words);
        match answers.get(&key) {
            Some(&before) if is_copy(of_wave[before], one, policy) => {
                found.entry(at).or_default().push(Flag {
                    rule: Rule::Duplicate,
                    number: one.answered as f64,
                    limit: if one.characters >= WORDY { 0.0 } else { FEW as f64 },
                    at: of_wave[before].response.clone(),
                });
            }
            // Of those that are none the next one is compared with the latest.
            _ => drop(answers.insert(key, at)),
        }
    }
    found
}

/// Whether equal answers are more than two people who agree: the same words, long enough to be one's own; or many answers, not all
/// alike, within minutes.
fn is_copy(before: &Traits, one: &Traits, policy: &Policy) -> bool {
    if one.characters >= WORDY {
        return true;
    }
    let timed = before.submitted != NO_TIME && one.submitted != NO_TIME;
    let minutes = one.submitted.saturating_sub(before.submitted) as f64 / 60.0;
    one.answered >= FEW && one.values >= VARIED && timed && minutes <= policy.limits.same_minutes
}
