//! Answers that lead somewhere: what a directed respondent has to say so that a condition takes a given side.
//!
//! The variables a condition depends on are found with all that decides whether they are asked; then answers are tried at
//! random, each variable from a small pool (its options, a few numbers around those the conditions name), until the
//! condition takes the side that is wanted. A side that no try reaches is called out of reach.

use super::answer::Answer;
use super::answer::Response;
use super::coverage::Item;
use super::random::Random;
use super::walk::Wishes;
use super::walk::World;
use super::walk::holds;
use super::walk::offered_of;
use super::walk::row_of;
use crate::logic::Missing;
use crate::logic::Node;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Question;
use crate::model::Survey;
use crate::model::Variable;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Answers tried before a side is called out of reach.
pub const TRIES: usize = 6_000;

/// What a directed respondent has to say to reach `item` (of a condition: the side `side`); `None` when no try got there.
pub(super) fn wishes(world: &World<'_>, blank: &Response<'_>, item: &Item, side: bool) -> Option<Wishes> {
    let survey = world.survey;
    let mut fixed = Wishes::new();
    let mut goals: Vec<(&Condition, bool)> = Vec::new();
    match item {
        Item::Language(at) => {
            let tag = survey.languages.get(*at)?.tag().to_owned();
            fixed.insert(survey.variables.len() + 2, Answer::Text(tag));
        }
        // The first question of the page that can be asked.
        Item::Page(page) => {
            return (0..survey.pages[*page].questions.len())
                .find_map(|at| wishes(world, blank, &Item::Question(*page, at), true));
        }
        Item::PageCondition(page) => goals.push((survey.pages[*page].show_if.as_deref()?, side)),
        Item::Question(page, at) => goals.extend(gates(survey, *page, *at).into_iter().map(|gate| (gate, true))),
        Item::Condition(page, at, role) => {
            let own = role.of(&survey.pages[*page].questions[*at])?;
            let before = gates(survey, *page, *at)
                .into_iter()
                .filter(|gate| gate.text != own.text);
            goals.extend(before.map(|gate| (gate, true)));
            goals.push((own, side));
        }
        Item::Option(variable, place) => {
            let domain = &survey.variables[*variable].domain;
            fixed.insert(*variable, chosen(domain, *place));
            goals.extend(ways(survey, *variable).into_iter().map(|gate| (gate, true)));
            if let Some((_, question)) = asked_in(survey, *variable) {
                goals.extend(question.parts.option_if.get(place).map(|gate| (gate.as_ref(), true)));
            }
        }
        Item::NoAnswer(variable, kind) => {
            fixed.insert(*variable, Answer::Missing(*kind));
            goals.extend(ways(survey, *variable).into_iter().map(|gate| (gate, true)));
        }
    }
    if goals.is_empty() {
        return Some(fixed);
    }
    search(world, blank, &goals, &fixed)
}

/// What has to hold for a question to be put: its page's condition and its own.
fn gates(survey: &Survey, page: usize, question: usize) -> Vec<&Condition> {
    let own = survey.pages[page].questions[question].show_if.as_deref();
    survey.pages[page].show_if.as_deref().into_iter().chain(own).collect()
}

/// The page and question that ask for a variable.
fn asked_in(survey: &Survey, variable: usize) -> Option<((usize, usize), &Question)> {
    let (page, question) = survey.variables[variable].origin.place()?;
    Some(((page, question), &survey.pages[page].questions[question]))
}

/// What has to hold for a variable to be asked: all that its question needs, and the condition of its row.
fn ways(survey: &Survey, variable: usize) -> Vec<&Condition> {
    let Some(((page, at), question)) = asked_in(survey, variable) else {
        return Vec::new();
    };
    let row = row_of(survey, variable).and_then(|row| question.parts.row_if.get(&row));
    gates(survey, page, at)
        .into_iter()
        .chain(row.map(AsRef::as_ref))
        .collect()
}

fn chosen(domain: &Domain, place: usize) -> Answer {
    if matches!(domain, Domain::Multiple(_)) {
        Answer::Set(1 << place.min(127))
    } else {
        Answer::Option(place)
    }
}

fn search(world: &World<'_>, blank: &Response<'_>, goals: &[(&Condition, bool)], fixed: &Wishes) -> Option<Wishes> {
    let survey = world.survey;
    let mut slots = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let mut texts = BTreeSet::new();
    for (condition, _) in goals {
        gather(world, condition, &mut slots, &mut numbers, &mut texts);
    }
    let pools: BTreeMap<usize, Vec<Answer>> = slots
        .iter()
        .filter(|slot| !fixed.contains_key(slot))
        .map(|slot| (*slot, pool(world, *slot, &numbers, &texts)))
        .collect();
    let mut random = Random::new(world.seed, &["aim", &goals[0].0.text]);
    let language = survey.variables.len() + 2;
    // Hidden values come before the first question, questions in their order.
    let mut order: Vec<usize> = pools.keys().chain(fixed.keys()).copied().collect();
    order.sort_by_key(|slot| {
        (
            survey.variables.get(*slot).is_some_and(|v| v.origin != Origin::Hidden),
            *slot,
        )
    });
    let mut tried = blank.clone();
    for _ in 0..TRIES {
        let mut said = Wishes::new();
        tried.answers.clone_from(&blank.answers);
        for slot in &order {
            let wish = match (fixed.get(slot), pools.get(slot)) {
                (Some(wish), _) => wish.clone(),
                (None, Some(pool)) if !pool.is_empty() => pool[random.below(pool.len())].clone(),
                _ => continue,
            };
            if *slot == language {
                if let Answer::Text(tag) = &wish {
                    tried.language.clone_from(tag);
                }
                said.insert(*slot, wish);
                continue;
            }
            if *slot >= survey.variables.len() {
                continue;
            }
            if ways(survey, *slot).iter().all(|gate| gate.typed.truth(&tried).shows()) {
                let offered = match asked_in(survey, *slot) {
                    Some((_, question)) if !question.parts.option_if.is_empty() => {
                        let count = question.options().map_or(0, |list| list.options.len());
                        (0..count)
                            .map(|place| holds(question.parts.option_if.get(&place), &tried))
                            .collect()
                    }
                    _ => Vec::new(),
                };
                let wish = offered_of(&wish, &offered);
                tried.answers[*slot] = wish.clone();
                said.insert(*slot, wish);
            } else {
                tried.answers[*slot] = Answer::Missing(Missing::NotAsked);
            }
        }
        if goals
            .iter()
            .all(|(goal, side)| goal.typed.truth(&tried).shows() == *side)
        {
            return Some(said);
        }
    }
    None
}

/// The variables a condition depends on, derived ones resolved, with what decides whether they are asked; and the numbers
/// and texts named on the way.
fn gather(
    world: &World<'_>,
    condition: &Condition,
    slots: &mut BTreeSet<usize>,
    numbers: &mut BTreeSet<i64>,
    texts: &mut BTreeSet<String>,
) {
    literals(condition.typed.node(), numbers, texts);
    for slot in condition.typed.slots() {
        let Some(variable) = world.survey.variables.get(slot) else {
            slots.insert(slot);
            continue;
        };
        let mut next: Vec<&Condition> = variable.value.iter().map(AsRef::as_ref).collect();
        if variable.value.is_none() && slots.insert(slot) {
            next.extend(ways(world.survey, slot));
            if let Some((_, question)) = asked_in(world.survey, slot) {
                next.extend(question.parts.option_if.values().map(AsRef::as_ref));
            }
        }
        for condition in next {
            gather(world, condition, slots, numbers, texts);
        }
    }
}

fn literals(node: &Node, numbers: &mut BTreeSet<i64>, texts: &mut BTreeSet<String>) {
    match node {
        Node::Number(number) => {
            numbers.extend(whole(*number));
        }
        Node::Date(day) => {
            numbers.insert(i64::from(*day));
        }
        Node::Text(text) => {
            texts.insert(text.clone());
        }
        Node::Band { of, bands } => {
            numbers.extend(bands.iter().flat_map(|band| [band.low, band.high]).filter_map(whole));
            literals(of, numbers, texts);
        }
        Node::Points { of, .. } | Node::Day(of) | Node::Not(of) | Node::Negate(of) | Node::Length(of) => {
            literals(of, numbers, texts);
        }
        Node::OneOf { of, list, .. } => {
            literals(of, numbers, texts);
            for one in list {
                literals(one, numbers, texts);
            }
        }
        Node::And(parts) | Node::Or(parts) | Node::Aggregate { of: parts, .. } => {
            for part in parts {
                literals(part, numbers, texts);
            }
        }
        Node::Compare { left, right, .. } | Node::Arithmetic { left, right, .. } => {
            literals(left, numbers, texts);
            literals(right, numbers, texts);
        }
        _ => {}
    }
}

/// The whole part of a number; none when it is too large to matter.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "it is small")]
    (number.abs() < 1e15).then(|| number.floor() as i64)
}

/// Answers worth trying for a variable.
fn pool(world: &World<'_>, slot: usize, numbers: &BTreeSet<i64>, texts: &BTreeSet<String>) -> Vec<Answer> {
    let survey = world.survey;
    let Some(variable) = survey.variables.get(slot) else {
        let tags = survey.languages.iter().map(|lang| Answer::Text(lang.tag().to_owned()));
        return if slot == survey.variables.len() + 2 {
            tags.collect()
        } else {
            Vec::new()
        };
    };
    if variable.personal {
        let given = variable.domain.options().and_then(|list| list.position_of_id("yes"));
        return given
            .map(Answer::Option)
            .into_iter()
            .chain([Answer::Missing(Missing::Skipped)])
            .collect();
    }
    let mut pool = of_domain(variable, numbers, texts);
    if let Some(list) = variable.domain.options() {
        pool.extend(list.missing.iter().map(|option| Answer::Missing(option.kind)));
    }
    let can_be_left = match variable.origin {
        Origin::Question { page, question, .. } => !survey.pages[page].questions[question].required,
        _ => false,
    };
    if can_be_left {
        pool.push(Answer::Missing(Missing::Skipped));
    }
    pool
}

fn of_domain(variable: &Variable, numbers: &BTreeSet<i64>, texts: &BTreeSet<String>) -> Vec<Answer> {
    match &variable.domain {
        Domain::Rating(scale) => (0..scale.list.options.len()).map(Answer::Option).collect(),
        Domain::Choice(list) => (0..list.options.len()).map(Answer::Option).collect(),
        Domain::Multiple(list) => {
            let places: Vec<usize> = (0..list.options.len().min(128)).collect();
            let free: Vec<usize> = places
                .iter()
                .copied()
                .filter(|at| !list.options[*at].exclusive)
                .collect();
            let singles = places.iter().map(|at| 1_u128 << at);
            let pairs = free.windows(2).map(|two| 1_u128 << two[0] | 1_u128 << two[1]);
            let every = free.iter().fold(0_u128, |bits, at| bits | 1 << at);
            singles
                .chain(pairs)
                .chain([every])
                .filter(|bits| *bits != 0)
                .map(Answer::Set)
                .collect()
        }
        Domain::Number { min, max, whole } => {
            let near = numbers.iter().flat_map(|number| [number - 1, *number, number + 1]);
            let mut all: Vec<f64> = near
                .map(|number| number as f64)
                .chain(*min)
                .chain(*max)
                .chain([0.0])
                .collect();
            if !whole {
                all.extend(numbers.iter().map(|number| *number as f64 + 0.5));
            }
            all.into_iter()
                .filter(|number| min.is_none_or(|min| *number >= min) && max.is_none_or(|max| *number <= max))
                .filter(|number| !*whole || number.fract() == 0.0)
                .map(Answer::Number)
                .collect()
        }
        Domain::Text => {
            let lengths = numbers.iter().filter_map(|number| usize::try_from(*number).ok());
            let long = lengths
                .flat_map(|length| [length, length + 1])
                .filter(|length| (1..2_000).contains(length));
            texts
                .iter()
                .cloned()
                .chain(long.map(|length| "x".repeat(length)))
                .chain(["x".to_owned()])
                .filter(|text| !text.is_empty())
                .map(Answer::Text)
                .collect()
        }
        Domain::Date => numbers
            .iter()
            .filter_map(|number| i32::try_from(*number).ok())
            .flat_map(|day| [day - 1, day, day + 1])
            .map(Answer::Date)
            .collect(),
    }
}
