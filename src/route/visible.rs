//! What is shown to one respondent, and which answers remain.

use crate::logic::Missing;
use crate::logic::Row;
use crate::logic::Value;
use crate::model::Condition;
use crate::model::Origin;
use crate::model::Question;
use crate::model::Survey;
use crate::model::VariableIndex;
use std::borrow::Cow;
use std::sync::Arc;

/// The answers of one response, by variable; derived ones are computed when asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Respondent<'s> {
    survey: &'s Survey,
    /// An answer for each variable; what stands for a derived one is not looked at.
    pub answers: Vec<Value<'static>>,
    /// Tag of the language the form is read in.
    pub language: String,
}

impl<'s> Respondent<'s> {
    /// Someone who has answered nothing yet.
    #[must_use]
    pub fn new(survey: &'s Survey, language: &str) -> Self {
        Self {
            survey,
            answers: vec![Value::Missing(Missing::Skipped); survey.variables.len()],
            language: language.to_owned(),
        }
    }

    /// Takes an answer.
    pub fn set(&mut self, variable: VariableIndex, answer: Value<'static>) {
        self.answers[variable.0] = answer;
    }

    fn shows(&self, condition: Option<&Arc<Condition>>) -> bool {
        condition.is_none_or(|condition| condition.typed.truth(self).shows())
    }
}

impl Row for Respondent<'_> {
    fn get(&self, slot: usize) -> Value<'_> {
        let Some(variable) = self.survey.variables.get(slot) else {
            // Behind the variables: the time of sending, the wave, the language. A form knows the last only.
            return if slot == self.survey.variables.len() + 2 {
                Value::Text(Cow::Borrowed(&self.language))
            } else {
                Value::Missing(Missing::Skipped)
            };
        };
        match &variable.value {
            Some(value) => value.typed.value(self),
            None => self.answers[slot].clone(),
        }
    }
}

/// What is put to one respondent, page by page, and the answers that remain.
#[derive(Debug, Clone, PartialEq)]
pub struct Route<'s> {
    /// In the order of the survey's pages.
    pub pages: Vec<PageRoute>,
    /// The answers that remain. As a [`Row`] it answers for derived values too.
    pub respondent: Respondent<'s>,
}

/// A page of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRoute {
    /// Whether it is put at all.
    pub shown: bool,
    /// In the order of its questions.
    pub questions: Vec<QuestionRoute>,
}

/// A question of a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRoute {
    /// Whether it is put, its page's condition included.
    pub shown: bool,
    /// Which of its options are offered; empty where it has no list of its own. Those of a question that is not put are not.
    pub options: Vec<bool>,
    /// Which of its rows are asked; empty where it has none.
    pub rows: Vec<bool>,
}

impl Route<'_> {
    /// The question at these positions of page and question.
    #[must_use]
    pub fn question(&self, page: usize, question: usize) -> Option<&QuestionRoute> {
        self.pages.get(page)?.questions.get(question)
    }

    /// The answer to a variable that remains, derived ones included.
    #[must_use]
    pub fn answer(&self, variable: VariableIndex) -> Value<'_> {
        self.respondent.get(variable.0)
    }

    /// Whether an answer to a question that is put is demanded.
    #[must_use]
    pub fn demands(&self, question: &Question) -> bool {
        let when = |condition: &Arc<Condition>| condition.typed.truth(&self.respondent).shows();
        question.required || question.require_if.as_ref().is_some_and(when)
    }

    /// Whether the answer to a question is refused by its `valid_if`.
    #[must_use]
    pub fn refuses(&self, question: &Question) -> bool {
        let fails = |condition: &Arc<Condition>| !condition.typed.truth(&self.respondent).passes();
        question.valid_if.as_ref().is_some_and(fails)
    }
}

/// The route of a respondent.
#[must_use]
pub fn visible(respondent: Respondent<'_>) -> Route<'_> {
    let survey = respondent.survey;
    let mut route = Route {
        pages: Vec::with_capacity(survey.pages.len()),
        respondent,
    };
    for page in &survey.pages {
        let shown = route.respondent.shows(page.show_if.as_ref());
        let questions = page
            .questions
            .iter()
            .map(|question| put(&mut route.respondent, question, shown))
            .collect();
        route.pages.push(PageRoute { shown, questions });
    }
    route
}

/// Puts a question, and takes away the answers that do not count.
fn put(respondent: &mut Respondent<'_>, question: &Question, page_shown: bool) -> QuestionRoute {
    let asked = page_shown && respondent.shows(question.show_if.as_ref());
    let parts = &question.parts;
    let count = question.options().map_or(0, |list| list.options.len());
    let options: Vec<bool> = (0..count)
        .map(|at| asked && respondent.shows(parts.option_if.get(&at)))
        .collect();
    let rows: Vec<bool> = (0..rows(respondent.survey, question))
        .map(|at| asked && respondent.shows(parts.row_if.get(&at)))
        .collect();
    let left = |all: &[bool]| all.is_empty() || all.contains(&true);
    let shown = asked && left(&options) && left(&rows);
    for &variable in &question.variables {
        let is_asked = shown
            && row_of(respondent.survey, variable).is_none_or(|row| rows[row])
            && behind(respondent.survey, question, variable).is_none_or(|option| options[option]);
        let answer = &mut respondent.answers[variable.0];
        if is_asked {
            offer(&options, answer);
        } else {
            *answer = Value::Missing(Missing::NotAsked);
        }
    }
    QuestionRoute { shown, options, rows }
}

/// Takes options that were not offered out of an answer.
fn offer(options: &[bool], answer: &mut Value<'static>) {
    let hidden = |at: usize| options.get(at) == Some(&false);
    let dropped = match answer {
        Value::Option(at) => hidden(*at as usize),
        Value::Set(bits) => {
            let offered = (0..options.len())
                .filter(|at| !hidden(*at))
                .fold(0, |set, at| set | 1 << at);
            *bits &= offered;
            *bits == 0
        }
        _ => false,
    };
    if dropped {
        *answer = Value::Missing(Missing::Skipped);
    }
}

/// The option whose words a variable holds.
fn behind(survey: &Survey, question: &Question, variable: VariableIndex) -> Option<usize> {
    let is_words = matches!(survey.variable(variable).origin, Origin::OtherWords { .. });
    let list = question.options().filter(|_| is_words)?;
    list.options.iter().position(|option| option.other)
}

/// How many rows a question has.
fn rows(survey: &Survey, question: &Question) -> usize {
    let last = question
        .variables
        .iter()
        .filter_map(|variable| row_of(survey, *variable))
        .max();
    last.map_or(0, |last| last + 1)
}

fn row_of(survey: &Survey, variable: VariableIndex) -> Option<usize> {
    match survey.variable(variable).origin {
        Origin::Question { row, .. } => row,
        Origin::OtherWords { .. } | Origin::Wording { .. } | Origin::Hidden | Origin::Derived => None,
    }
}
