//! One answer: what a respondent says to one question, row or hidden value.

use super::answer::Answer;
use super::answer::Response;
use super::effects::Change;
use super::feeling;
use super::feeling::Asks;
use super::feeling::Item;
use super::person::Person;
use super::person::SKIPPED;
use super::phrases;
use super::phrases::Tone;
use super::random::Random;
use super::walk::World;
use crate::logic::Missing;
use crate::model::Domain;
use crate::model::Kind;
use crate::model::OptionList;
use crate::model::Origin;
use crate::model::Question;
use crate::model::Scale;

/// Share of those asked who write something: in a box of one line, in a box of several.
const WRITES: [f64; 2] = [0.5, 0.3];

/// Whose answer is drawn, to what, and whether one is demanded.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a, 's> {
    pub world: &'a World<'s>,
    pub person: &'a Person,
    pub response: &'a Response<'s>,
    pub variable: usize,
    pub demanded: bool,
    /// Which options are offered; empty when all are.
    pub offered: &'a [bool],
}

impl Asked<'_, '_> {
    /// What is answered to a question.
    pub(super) fn answer(&self, random: &mut Random, question: &Question, again: bool) -> Answer {
        let domain = &self.world.survey.variables[self.variable].domain;
        let item = self.world.items[self.variable];
        if let Domain::Text = domain {
            return self.words(random, question);
        }
        if let Some(list) = domain.options()
            && let Some(kind) = self.no_opinion(random, list, item)
        {
            return Answer::Missing(kind);
        }
        if !self.demanded && !again && random.chance(SKIPPED) {
            return Answer::Missing(Missing::Skipped);
        }
        self.of_domain(random, domain, question)
    }

    fn of_domain(&self, random: &mut Random, domain: &Domain, question: &Question) -> Answer {
        match domain {
            Domain::Rating(scale) => Answer::Option(self.rating(random, scale)),
            Domain::Choice(list) => Answer::Option(random.weighted(&self.weights(list))),
            Domain::Multiple(list) => {
                let (min, max) = match question.kind {
                    Kind::Multiple { min, max, .. } => (min.unwrap_or(1).max(1), max.unwrap_or(u32::MAX)),
                    _ => (1, u32::MAX),
                };
                Answer::Set(self.set(random, list, min, max))
            }
            Domain::Number { min, max, whole } => Answer::Number(self.number(random, (*min, *max), *whole)),
            Domain::Text => self.words(random, question),
            Domain::Date => self.day(random),
        }
    }

    /// A value that comes with the link.
    pub(super) fn hidden(&self, random: &mut Random, domain: &Domain) -> Answer {
        let survey = self.world.survey;
        let is = |named: Option<crate::model::VariableIndex>| named.is_some_and(|index| index.0 == self.variable);
        let design = survey.design.as_ref();
        match domain {
            Domain::Rating(scale) => Answer::Option(self.rating(random, scale)),
            Domain::Choice(list) => Answer::Option(random.weighted(&self.weights(list))),
            Domain::Multiple(list) => Answer::Set(self.set(random, list, 1, u32::MAX)),
            Domain::Number { .. } if is(survey.weight) => Answer::Number(cents(random.between(0.5, 1.9))),
            // Of a population of so many units a few were drawn.
            Domain::Number { .. } if is(design.and_then(|design| design.population)) => Answer::Number(200.0),
            Domain::Number { min, max, whole } => Answer::Number(self.number(random, (*min, *max), *whole)),
            Domain::Text if is(design.and_then(|design| design.cluster)) => {
                Answer::Text(format!("u{:02}", 1 + random.below(12)))
            }
            Domain::Text => Answer::Text(format!("x{:06}", random.below(1_000_000))),
            Domain::Date => self.day(random),
        }
    }

    /// A point of a scale.
    fn rating(&self, random: &mut Random, scale: &Scale) -> usize {
        let shift = self.world.effects.shift(self.variable, self.response);
        let item = self.world.items[self.variable];
        let variable = &self.world.survey.variables[self.variable];
        // The second scale of a dual battery asks how important something is, whatever its words.
        let asks = if variable.id.as_str().ends_with(".importance") {
            Asks::Importance
        } else {
            Asks::of(scale)
        };
        let felt = match asks {
            Asks::Opinion | Asks::Frequency => {
                let felt = self.world.felt(self.response, self.person, self.variable, random);
                self.person.straight.filter(|_| self.in_battery()).unwrap_or(felt)
            }
            Asks::Importance => item.height + random.normal(),
        };
        feeling::point(scale, felt + shift)
    }

    fn in_battery(&self) -> bool {
        matches!(
            self.world.survey.variables[self.variable].origin,
            Origin::Question { row: Some(_), .. }
        )
    }

    /// Whether "don't know" or the like is chosen.
    fn no_opinion(&self, random: &mut Random, list: &OptionList, item: Item) -> Option<Missing> {
        let wanted = |change: &Change| match change {
            Change::Missing(share) => Some(*share),
            _ => None,
        };
        let planted = self.world.effects.last(self.variable, self.response, wanted);
        let count = list.missing.len() as f64;
        for option in &list.missing {
            let usual = match option.kind {
                Missing::NotApplicable => item.elsewhere,
                _ => item.unsure,
            };
            if random.chance(planted.map_or(usual, |share| share / count)) {
                return Some(option.kind);
            }
        }
        None
    }

    /// How often each option is chosen: earlier ones rather more often, "other" seldom; planted shares as they are, the
    /// rest for the others.
    fn weights(&self, list: &OptionList) -> Vec<f64> {
        let name = self.world.survey.variables[self.variable].id.as_str();
        let usual: Vec<f64> = list
            .options
            .iter()
            .enumerate()
            .map(|(place, option)| {
                let own = Random::new(0, &["option", name, option.id.as_str()]).between(0.7, 1.3);
                match (self.offers(place), option.other) {
                    (false, _) => 0.0,
                    (true, true) => 0.08,
                    (true, false) => own / (1.0 + 0.25 * place as f64),
                }
            })
            .collect();
        let wanted = |change: &Change| match change {
            Change::Shares(shares) => Some(shares.clone()),
            _ => None,
        };
        match self.world.effects.last(self.variable, self.response, wanted) {
            Some(shares) => {
                let offered: Vec<_> = shares.into_iter().filter(|(place, _)| self.offers(*place)).collect();
                with_shares(&usual, &offered)
            }
            None => usual,
        }
    }

    fn offers(&self, place: usize) -> bool {
        self.offered.get(place) != Some(&false)
    }

    /// Some options of a multiple choice.
    fn set(&self, random: &mut Random, list: &OptionList, min: u32, max: u32) -> u128 {
        let weights = self.weights(list);
        let total: f64 = weights.iter().sum();
        let wanted = |change: &Change| match change {
            Change::Shares(shares) => Some(shares.clone()),
            _ => None,
        };
        let planted = self
            .world
            .effects
            .last(self.variable, self.response, wanted)
            .unwrap_or_default();
        // Two options are chosen on average.
        let share = |place: usize| {
            let known = planted.iter().find(|(at, _)| *at == place).map(|(_, share)| *share);
            known.unwrap_or((2.0 * weights[place] / total).min(0.8))
        };
        let alone = list
            .options
            .iter()
            .enumerate()
            .position(|(place, option)| option.exclusive && self.offers(place));
        if let Some(place) = alone {
            let usual = planted
                .iter()
                .find(|(at, _)| *at == place)
                .map_or(0.12, |(_, share)| *share);
            if random.chance(usual) {
                return 1 << place;
            }
        }
        let others: Vec<usize> = (0..list.options.len().min(128))
            .filter(|place| !list.options[*place].exclusive && self.offers(*place))
            .collect();
        let mut chosen = 0_u128;
        for place in &others {
            if random.chance(share(*place)) && chosen.count_ones() < max {
                chosen |= 1 << place;
            }
        }
        for _ in 0..1_000 {
            let most = u32::try_from(others.len()).unwrap_or(u32::MAX);
            if chosen.count_ones() >= min.min(most) || others.is_empty() {
                break;
            }
            chosen |= 1 << others[random.below(others.len())];
        }
        chosen
    }

    /// A number within its bounds; prices and the like are rounded as people round.
    fn number(&self, random: &mut Random, (min, max): (Option<f64>, Option<f64>), whole: bool) -> f64 {
        let wanted = |change: &Change| match change {
            Change::Typical(typical, spread) => Some((*typical, *spread)),
            _ => None,
        };
        let own = 0.75 * self.person.level + 0.66 * random.normal();
        let low = min.unwrap_or(0.0);
        let high = max.unwrap_or(low + 100.0);
        let raw = if let Some((typical, spread)) = self.world.effects.last(self.variable, self.response, wanted) {
            rounded(typical * (1.0 + spread * own).max(0.05))
        } else {
            let share = (0.45 + 0.18 * own).clamp(0.0, 1.0);
            // A wide range is seldom used to its end.
            let share = if high - low > 30.0 {
                share * share * share
            } else {
                share
            };
            low + (high - low) * share
        };
        let tidy = if whole { raw.round() } else { cents(raw) };
        if min.is_some_and(|min| tidy < min) {
            return if whole { low.ceil() } else { low };
        }
        match max {
            Some(max) if tidy > max => {
                if whole {
                    max.floor()
                } else {
                    max
                }
            }
            _ => tidy,
        }
    }

    /// A day in the two months before.
    fn day(&self, random: &mut Random) -> Answer {
        let today = i32::try_from(self.response.civil.div_euclid(86_400)).unwrap_or(0);
        let back = random.below(8) * random.below(8);
        Answer::Date(today - i32::try_from(back).unwrap_or(0))
    }

    /// Words, where something is written at all.
    fn words(&self, random: &mut Random, question: &Question) -> Answer {
        let (long, most) = match question.kind {
            Kind::Text { long, max_length } => (long, max_length),
            _ => (false, None),
        };
        if !self.demanded && !random.chance(WRITES[usize::from(long)]) {
            return Answer::Missing(Missing::Skipped);
        }
        let felt = self.person.mood + 0.6 * random.normal();
        let words = phrases::phrase(random, &self.response.language, Tone::of(felt), most);
        Answer::Text(words)
    }
}

/// The words beside "other".
pub(super) fn other_words(random: &mut Random, language: &str) -> Answer {
    if random.chance(0.2) {
        return Answer::Missing(Missing::Skipped);
    }
    Answer::Text(phrases::phrase(random, language, Tone::Other, None))
}

/// Usual weights with some shares set; the others keep their proportions in what is left.
pub(super) fn with_shares(usual: &[f64], shares: &[(usize, f64)]) -> Vec<f64> {
    let set: f64 = shares.iter().map(|(_, share)| share).sum();
    let is_set = |place: usize| shares.iter().find(|(at, _)| *at == place);
    let rest: f64 = usual
        .iter()
        .enumerate()
        .filter(|(place, _)| is_set(*place).is_none())
        .map(|(_, weight)| weight)
        .sum();
    let left = (1.0 - set).max(0.0);
    usual
        .iter()
        .enumerate()
        .map(|(place, weight)| match is_set(place) {
            Some((_, share)) => *share,
            None if rest > 0.0 => weight * left / rest,
            None => 0.0,
        })
        .collect()
}

fn cents(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

/// As people round: to a twentieth of the next power of ten or so.
fn rounded(number: f64) -> f64 {
    let step = match number.abs() {
        size if size < 2.0 => 0.1,
        size if size < 20.0 => 1.0,
        size if size < 200.0 => 5.0,
        size if size < 2_000.0 => 50.0,
        _ => 500.0,
    };
    (number / step).round() * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn planted_shares_stand_and_the_others_keep_their_proportions() {
        let weights = with_shares(&[2.0, 1.0, 1.0], &[(0, 0.7)]);
        for (got, wanted) in weights.iter().zip([0.7, 0.15, 0.15]) {
            assert!((got - wanted).abs() < 1e-12, "{weights:?}");
        }
    }

    #[test]
    fn people_round() {
        let given = [1.234, 17.2, 63.0, 1_234.0, 12_345.0].map(rounded);
        for (got, wanted) in given.iter().zip([1.2, 17.0, 65.0, 1_250.0, 12_500.0]) {
            assert!((got - wanted).abs() < 1e-9, "{given:?}");
        }
    }
}
