//! What the data of a wave are worth: how many came in, how complete, how fast, what was left blank, where people broke off.

use super::Judged;
use super::decide::median;
use super::policy::Policy;
use super::policy::Rule;
use super::traits::Traits;
use crate::model::Id;
use crate::model::Survey;
use crate::model::WaveId;
use crate::sampling::Completeness;
use serde::Serialize;
use std::collections::BTreeMap;

/// How many items with the most blanks are named.
const WORST: usize = 5;

/// The data of one wave.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Summary {
    /// The wave.
    pub wave: String,
    /// Responses that were begun and came in.
    pub started: u64,
    /// Four fifths or more of what was asked answered.
    pub complete: u64,
    /// Half or more.
    pub partial: u64,
    /// Less than half.
    pub broke_off: u64,
    /// Flagged responses by rule, in the order of the rules; rules that are off are not here.
    pub flagged: Vec<(String, u64)>,
    /// Responses with any flag.
    pub any_flag: u64,
    /// Responses left out by a rule.
    pub excluded: u64,
    /// Responses that count.
    pub counted: u64,
    /// The middle of the minutes taken; `None` where fewer than ten are known.
    pub median_minutes: Option<f64>,
    /// The items most often left blank by those they were put to.
    pub worst: Vec<Blank>,
    /// Where most people broke off; `None` when nobody did.
    pub break_off: Option<BreakOff>,
}

/// An item with blanks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blank {
    /// The question or row.
    pub item: Id,
    /// Responses it was put to.
    pub asked: u64,
    /// Those that left it blank.
    pub blank: u64,
}

/// A page on which people broke off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BreakOff {
    /// Its name.
    pub page: Id,
    /// How many went no further.
    pub responses: u64,
}

/// The summary of every wave. `blanks` counts by item who was asked and who left it blank, by wave.
#[must_use]
pub fn summaries(
    survey: &Survey,
    all: &[Traits],
    judged: &[Judged],
    blanks: &BTreeMap<WaveId, Vec<(u64, u64)>>,
    policy: &Policy,
) -> Vec<Summary> {
    let mut waves: BTreeMap<&WaveId, Vec<&Traits>> = BTreeMap::new();
    for one in all {
        waves.entry(&one.wave).or_default().push(one);
    }
    let summary = |(wave, responses): (&&WaveId, &Vec<&Traits>)| {
        let count = |wanted| responses.iter().filter(|one| one.completeness() == wanted).count() as u64;
        let flagged: Vec<&Judged> = judged.iter().filter(|one| one.wave == **wave).collect();
        let by = |rule: Rule| {
            let has = |one: &&&Judged| one.flags.iter().any(|flag| flag.rule == rule);
            (rule.code().to_owned(), flagged.iter().filter(has).count() as u64)
        };
        let rules = Rule::ALL.into_iter();
        let rules = rules.filter(|rule| policy.action(*rule) != super::Action::Off);
        let excluded = flagged.iter().filter(|one| one.is_excluded(policy)).count() as u64;
        let started = responses.len() as u64;
        Summary {
            wave: wave.to_string(),
            started,
            complete: count(Completeness::Complete),
            partial: count(Completeness::Partial),
            broke_off: count(Completeness::BreakOff),
            flagged: rules.map(by).collect(),
            any_flag: flagged.len() as u64,
            excluded,
            counted: started - excluded,
            median_minutes: median(responses),
            worst: worst(survey, blanks.get(*wave).map_or(&[], Vec::as_slice)),
            break_off: break_off(survey, responses),
        }
    };
    waves.iter().map(summary).collect()
}

fn worst(survey: &Survey, blanks: &[(u64, u64)]) -> Vec<Blank> {
    let mut items: Vec<Blank> = survey
        .variables
        .iter()
        .zip(blanks)
        .filter(|(_, (_, blank))| *blank > 0)
        .map(|(variable, (asked, blank))| Blank {
            item: variable.id.clone(),
            asked: *asked,
            blank: *blank,
        })
        .collect();
    // In whole numbers: a/b > c/d as a·d > c·b; equal shares stay in the order of the questionnaire.
    items.sort_by(|one, other| {
        let share = |one: &Blank, other: &Blank| u128::from(one.blank) * u128::from(other.asked);
        share(other, one).cmp(&share(one, other))
    });
    items.truncate(WORST);
    items
}

fn break_off(survey: &Survey, responses: &[&Traits]) -> Option<BreakOff> {
    let mut pages: BTreeMap<usize, u64> = BTreeMap::new();
    for one in responses {
        let place = one.reached.and_then(|index| survey.variable(index).origin.place());
        if let Some((page, _)) = place {
            *pages.entry(page).or_default() += 1;
        }
    }
    let (page, count) = pages
        .into_iter()
        .max_by_key(|(page, count)| (*count, std::cmp::Reverse(*page)))?;
    Some(BreakOff {
        page: survey.pages.get(page)?.id.clone(),
        responses: count,
    })
}

impl Traits {
    /// How much of what was asked was answered (AAPOR).
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        if self.answered * 5 >= self.asked * 4 {
            Completeness::Complete
        } else if self.answered * 2 >= self.asked {
            Completeness::Partial
        } else {
            Completeness::BreakOff
        }
    }
}
