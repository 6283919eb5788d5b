//! Kinds of questions whose answers belong together or have a form of their own: rankings, sums to divide, Kano pairs, sliders,
//! contacts, consents, attention checks.

use super::answer::Answer;
use super::answer::Response;
use super::feeling::Item;
use super::person::Person;
use super::random::Random;
use super::walk::Wishes;
use super::walk::World;
use crate::logic::Missing;
use crate::model::Kind;
use crate::model::OptionList;
use crate::model::Question;

/// Share of respondents who miss an attention check.
const INATTENTIVE: f64 = 0.05;
/// Share who tick a consent they need not give.
const CONSENTS: f64 = 0.6;
/// Share who leave an address or a number they need not leave.
const CONTACTS: f64 = 0.3;

/// One question put to one respondent.
pub(super) struct Put<'a, 's> {
    pub world: &'a World<'s>,
    pub response: &'a Response<'s>,
    pub person: &'a Person,
    pub question: &'a Question,
    /// Variables of rows that are asked.
    pub asked: &'a [usize],
    pub demanded: bool,
    pub wishes: &'a Wishes,
}

impl Put<'_, '_> {
    /// The answers to all rows of a question whose rows depend on each other; `None` for other kinds.
    pub(super) fn together(&self, random: &mut Random) -> Option<Vec<(usize, Answer)>> {
        let answers = match &self.question.kind {
            Kind::Ranking { most, .. } => self.ranks(random, usize::try_from(*most).unwrap_or(usize::MAX)),
            Kind::Allocation { total, .. } => self.parts(random, *total),
            Kind::Kano { .. } => self.pairs(random),
            _ => return None,
        };
        let wished = self.asked.iter().any(|at| self.wishes.contains_key(at));
        if !self.demanded && !wished && random.chance(super::person::SKIPPED) {
            let blank = |at: &usize| (*at, Answer::Missing(Missing::Skipped));
            return Some(self.asked.iter().map(blank).collect());
        }
        Some(answers)
    }

    fn item(&self, at: usize) -> Item {
        self.world.items[at]
    }

    /// Ranks from 1 on, the higher an item stands the more often the first; ranks that are wished for are given first.
    fn ranks(&self, random: &mut Random, most: usize) -> Vec<(usize, Answer)> {
        let most = most.min(self.asked.len());
        let fixed: Vec<(usize, f64)> = self
            .asked
            .iter()
            .filter_map(|at| match self.wishes.get(at) {
                Some(Answer::Number(rank)) => Some((*at, *rank)),
                _ => None,
            })
            .collect();
        let mut others: Vec<(f64, usize)> = self
            .asked
            .iter()
            .filter(|at| !self.wishes.contains_key(at))
            .map(|at| (2.5 * self.item(*at).height + random.normal(), *at))
            .collect();
        others.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let free = (1..=most).map(|rank| rank as f64);
        let free = free.filter(|rank| fixed.iter().all(|(_, taken)| taken.total_cmp(rank).is_ne()));
        let given: Vec<(usize, f64)> = others.iter().map(|(_, at)| *at).zip(free).collect();
        let rank = |at: &usize| {
            let found = fixed.iter().chain(&given).find(|(of, _)| of == at);
            found.map_or(Answer::Missing(Missing::Skipped), |(_, rank)| Answer::Number(*rank))
        };
        self.asked.iter().map(|at| (*at, rank(at))).collect()
    }

    /// Parts of a total in round figures; the largest takes what is left over.
    fn parts(&self, random: &mut Random, total: f64) -> Vec<(usize, Answer)> {
        let step = if total >= 50.0 && total.rem_euclid(5.0) == 0.0 {
            5.0
        } else {
            1.0
        };
        let fixed = |at: &usize| match self.wishes.get(at) {
            Some(Answer::Number(part)) => Some(part.clamp(0.0, total)),
            _ => None,
        };
        let kept: f64 = self.asked.iter().filter_map(fixed).sum();
        let left = (total - kept).max(0.0);
        let free: Vec<usize> = self.asked.iter().copied().filter(|at| fixed(at).is_none()).collect();
        let weights: Vec<f64> = free
            .iter()
            .map(|at| {
                let drawn = random.uniform();
                (0.15 + drawn * drawn) * (1.0 + 1.5 * self.item(*at).height)
            })
            .collect();
        let sum: f64 = weights.iter().sum();
        let mut parts: Vec<f64> = weights
            .iter()
            .map(|weight| (left * weight / sum / step).floor() * step)
            .collect();
        let rest = left - parts.iter().sum::<f64>();
        let largest = (0..parts.len()).max_by(|a, b| parts[*a].total_cmp(&parts[*b]));
        if let Some(largest) = largest {
            parts[largest] += rest;
        }
        let part = |at: &usize| {
            let drawn = free.iter().position(|other| other == at).map(|place| parts[place]);
            Answer::Number(fixed(at).or(drawn).unwrap_or(0.0))
        };
        self.asked.iter().map(|at| (*at, part(at))).collect()
    }

    /// Both answers about each feature: what it mostly is belongs to the feature, some see it otherwise.
    fn pairs(&self, random: &mut Random) -> Vec<(usize, Answer)> {
        // With and without, from "I like it" (0) to "I dislike it" (4): must-be, performance, attractive, indifferent.
        const ANSWERS: [([usize; 2], [usize; 2]); 4] =
            [([1, 2], [4, 4]), ([0, 0], [4, 4]), ([0, 0], [2, 3]), ([2, 1], [2, 3])];
        let mut answers = Vec::new();
        for pair in self.asked.chunks(2) {
            let name = self.world.survey.variables[pair[0]].id.as_str();
            let mut own = Random::new(0, &["feature", name]);
            let mostly = own.below(3);
            let weights: Vec<f64> = (0..4).map(|kind| if kind == mostly { 0.62 } else { 0.12 }).collect();
            let (with, without) = ANSWERS[random.weighted(&weights)];
            let reversed = random.chance(0.02);
            for (at, choices) in pair.iter().zip([with, without]) {
                let place = choices[random.below(2)];
                answers.push((*at, Answer::Option(if reversed { 4 - place } else { place })));
            }
        }
        for (at, answer) in &mut answers {
            if let Some(wish) = self.wishes.get(at) {
                *answer = wish.clone();
            }
        }
        answers
    }

    /// The answer to a question of one variable of its own form; `None` for other kinds.
    pub(super) fn single(&self, random: &mut Random, at: usize, list: Option<&OptionList>) -> Option<Answer> {
        if let Some(wanted) = self.question.attention {
            let others = list.map_or(1, |list| list.options.len()).max(2) - 1;
            let missed = random
                .chance(INATTENTIVE)
                .then(|| (wanted + 1 + random.below(others)) % (others + 1));
            return Some(Answer::Option(missed.unwrap_or(wanted)));
        }
        let yes = |is: bool| list.and_then(|list| list.position_of_id(if is { "yes" } else { "no" }));
        match &self.question.kind {
            Kind::Slider { min, max, step, .. } => {
                if !self.demanded && random.chance(super::person::SKIPPED) {
                    return Some(Answer::Missing(Missing::Skipped));
                }
                let felt = self.world.felt(self.response, self.person, at, random)
                    + self.world.effects.shift(at, self.response);
                let share = (0.62 + 0.19 * felt).clamp(0.0, 1.0);
                let steps = ((max - min) * share / step).round();
                let most = ((max - min) / step).floor();
                Some(Answer::Number(min + step * steps.min(most)))
            }
            Kind::Consent { .. } => {
                let ticked = self.demanded || random.chance(CONSENTS);
                yes(ticked).map(Answer::Option)
            }
            Kind::Email | Kind::Phone if self.demanded || random.chance(CONTACTS) => yes(true).map(Answer::Option),
            Kind::Email | Kind::Phone => Some(Answer::Missing(Missing::Skipped)),
            _ => None,
        }
    }
}
