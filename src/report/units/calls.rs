//! The functions a document of units may call.

use super::course;
use super::itemised;
use super::lists;
use super::own::Own;
use super::spread;
use super::tables;
use crate::model::Origin;
use crate::report::arguments;
use crate::report::calls::Answer;
use crate::report::parts;
use crate::report::quotes::quotes_of;
use crate::report::verbatims::quotable;
use crate::site::Arguments;
use crate::site::CallFault;
use crate::site::Calls;
use crate::site::Html;
use crate::site::Piece;
use crate::site::Reply;
use std::sync::Arc;

/// What the calls answer from.
#[derive(Debug)]
pub struct Live(pub Arc<Own>);

type Function = fn(&Own, &Arguments) -> Result<Html, CallFault>;

/// Functions that take `top`; the others take nothing.
const LISTS: [&str; 2] = ["first", "quotes"];

/// Entries of a list that says nothing else.
const MOST: usize = 5;

const FUNCTIONS: [(&str, Function); 10] = [
    ("lead", |own, _| Ok(lists::lead(own))),
    ("cards", |own, _| Ok(tables::cards(own))),
    ("first", |own, arguments| Ok(lists::first(own, top(arguments)?))),
    ("standing", |own, _| Ok(tables::standing(own))),
    ("benchmarks", |own, _| Ok(tables::benchmarks(own))),
    ("course", |own, _| Ok(course::course(own))),
    ("items", |own, _| Ok(itemised::items(own))),
    ("spread", |own, _| Ok(spread::spread(own))),
    ("quotes", quotes),
    ("measured", |own, _| Ok(lists::measured(own))),
];

/// The names of the functions, for checking a document without answers.
pub const UNIT_FUNCTIONS: [&str; 10] = [
    "lead",
    "cards",
    "first",
    "standing",
    "benchmarks",
    "course",
    "items",
    "spread",
    "quotes",
    "measured",
];

impl Calls for Live {
    fn names(&self) -> Vec<&'static str> {
        FUNCTIONS.iter().map(|(name, _)| *name).collect()
    }

    fn call(&self, name: &str, arguments: &Arguments) -> Answer {
        let known = FUNCTIONS.iter().find(|(known, _)| *known == name);
        let (_, function) = known.ok_or_else(|| arguments::unknown(name, "function", "函数", &self.names()))?;
        arguments::only(arguments, if LISTS.contains(&name) { &["top"] } else { &[] })?;
        Ok(Reply::Piece(Piece::Block(function(&self.0, arguments)?)))
    }
}

fn top(arguments: &Arguments) -> Result<usize, CallFault> {
    arguments::count(arguments, "top", MOST)
}

fn quotes(own: &Own, arguments: &Arguments) -> Result<Html, CallFault> {
    let most = top(arguments)?;
    let (survey, settings) = (own.facts.survey(), own.facts.settings());
    let questions = quotable(survey);
    let least = settings.quotes_k.max(settings.privacy_k);
    let asked = questions.into_iter().filter(|question| {
        let pool = own.facts.input.verbatims.pool_of(*question, &own.facts.wave, own.group);
        let answered = pool.map_or(0, |pool| pool.answered);
        // That few wrote something is worth a line under a question, not under a box beside an option.
        match survey.variable(*question).origin {
            Origin::OtherWords { .. } => answered >= least,
            _ => answered > 0,
        }
    });
    let found: Vec<Html> = asked
        .map(|question| quotes_of(&own.facts, question, own.group, most))
        .collect();
    if found.is_empty() {
        let tongue = own.facts.tongue();
        let none = tongue.pick("Nobody wrote anything this time.", "本期没有人填写文字。");
        return Ok(parts::paragraph(&own.facts, "quiet", none));
    }
    Ok(parts::joined(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_functions() {
        assert_eq!(FUNCTIONS.map(|(name, _)| name), UNIT_FUNCTIONS);
    }
}
