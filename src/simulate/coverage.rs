//! What simulated respondents reached: pages, questions, options, both sides of conditions, languages.

use super::answer::Answer;
use super::answer::Response;
use crate::logic::Missing;
use crate::logic::Truth;
use crate::model::Condition;
use crate::model::Kind;
use crate::model::Origin;
use crate::model::Question;
use crate::model::Survey;
use std::collections::BTreeMap;

/// What can be reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Item {
    /// A page of which a question is asked, by position.
    Page(usize),
    /// A question that is asked, by positions of page and question.
    Question(usize, usize),
    /// The condition of a page.
    PageCondition(usize),
    /// A condition of a question.
    Condition(usize, usize, Role),
    /// An option of a variable that is chosen, by position.
    Option(usize, usize),
    /// An answer of a variable that says why there is none.
    NoAnswer(usize, Missing),
    /// A language of the survey, by position.
    Language(usize),
}

/// Which condition of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// `show_if`.
    Show,
    /// `require_if`.
    Require,
    /// `show_if` of an option, by position.
    Option(usize),
    /// `show_if` of a row, by position.
    Row(usize),
}

impl Role {
    /// The key of the definition.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Show | Self::Option(_) | Self::Row(_) => "show_if",
            Self::Require => "require_if",
        }
    }

    /// The condition itself.
    #[must_use]
    pub fn of(self, question: &Question) -> Option<&Condition> {
        match self {
            Self::Show => question.show_if.as_deref(),
            Self::Require => question.require_if.as_deref(),
            Self::Option(place) => question.parts.option_if.get(&place).map(AsRef::as_ref),
            Self::Row(place) => question.parts.row_if.get(&place).map(AsRef::as_ref),
        }
    }

    /// All that a question has.
    fn all(question: &Question) -> Vec<Self> {
        let parts = &question.parts;
        let single = [Self::Show, Self::Require]
            .into_iter()
            .filter(|role| role.of(question).is_some());
        single
            .chain(parts.option_if.keys().map(|place| Self::Option(*place)))
            .chain(parts.row_if.keys().map(|place| Self::Row(*place)))
            .collect()
    }
}

impl Item {
    /// Whether it is a condition, which has two sides.
    #[must_use]
    pub fn is_condition(&self) -> bool {
        matches!(self, Self::Condition(..) | Self::PageCondition(_))
    }
}

/// How often something was reached; of a condition, how often it held, and how often not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reached {
    /// How often it was reached or held.
    pub yes: u64,
    /// How often a condition did not hold, or could not be told; 0 for everything else.
    pub no: u64,
}

/// The coverage of a survey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Every item that can be reached, in the order of the form.
    pub items: BTreeMap<Item, Reached>,
    /// Items for which no answers were found that lead there.
    pub out_of_reach: Vec<(Item, bool)>,
    /// Responses seen.
    pub responses: u64,
    /// Those of them that were directed somewhere.
    pub directed: u64,
}

impl Coverage {
    /// Nothing reached yet.
    pub(super) fn new(survey: &Survey) -> Self {
        let mut items = BTreeMap::new();
        for (at, page) in survey.pages.iter().enumerate() {
            items.insert(Item::Page(at), Reached::default());
            if page.show_if.is_some() {
                items.insert(Item::PageCondition(at), Reached::default());
            }
        }
        for (page, at, question) in survey.questions() {
            items.insert(Item::Question(page, at), Reached::default());
            for role in Role::all(question) {
                items.insert(Item::Condition(page, at, role), Reached::default());
            }
        }
        for (at, variable) in survey.variables.iter().enumerate() {
            let Some(list) = variable.domain.options() else {
                continue;
            };
            if variable.origin == Origin::Derived || variable.personal {
                continue;
            }
            // A consent that is demanded cannot be sent without: nobody says no to it.
            let question = variable
                .origin
                .place()
                .map(|(page, at)| &survey.pages[page].questions[at]);
            let demanded = question.is_some_and(|q| q.required && matches!(q.kind, Kind::Consent { .. }));
            let refused = list.position_of_id("no").filter(|_| demanded);
            for place in (0..list.options.len()).filter(|place| Some(*place) != refused) {
                items.insert(Item::Option(at, place), Reached::default());
            }
            for option in &list.missing {
                items.insert(Item::NoAnswer(at, option.kind), Reached::default());
            }
        }
        for at in 0..survey.languages.len() {
            items.insert(Item::Language(at), Reached::default());
        }
        Self {
            items,
            out_of_reach: Vec::new(),
            responses: 0,
            directed: 0,
        }
    }

    fn reach(&mut self, item: &Item) {
        if let Some(reached) = self.items.get_mut(item) {
            reached.yes += 1;
        }
    }

    /// Counts what a respondent who got as far as page `pages` reached.
    pub(super) fn count(&mut self, response: &Response<'_>, pages: usize) {
        let survey = response.survey;
        self.responses += 1;
        if let Some(at) = survey.languages.iter().position(|lang| lang.tag() == response.language) {
            self.reach(&Item::Language(at));
        }
        for (at, page) in survey.pages.iter().enumerate().take(pages) {
            if let Some(condition) = &page.show_if {
                let truth = condition.typed.truth(response);
                self.judge(&Item::PageCondition(at), truth);
                if !truth.shows() {
                    continue;
                }
            }
            let mut reached = false;
            for (place, question) in page.questions.iter().enumerate() {
                reached |= self.count_question(response, (at, place), question);
            }
            if reached {
                self.reach(&Item::Page(at));
            }
        }
        for (at, answer) in response.answers.iter().enumerate() {
            match answer {
                Answer::Option(place) => self.reach(&Item::Option(at, *place)),
                Answer::Set(bits) => {
                    for place in (0..128).filter(|place| bits >> place & 1 == 1) {
                        self.reach(&Item::Option(at, place));
                    }
                }
                Answer::Missing(kind) => self.reach(&Item::NoAnswer(at, *kind)),
                Answer::Number(_) | Answer::Text(_) | Answer::Date(_) => {}
            }
        }
    }

    /// Counts a question of a page that was put; whether it was asked.
    fn count_question(&mut self, response: &Response<'_>, (page, at): (usize, usize), question: &Question) -> bool {
        let truth = |role: Role| role.of(question).map(|condition| condition.typed.truth(response));
        if let Some(shown) = truth(Role::Show) {
            self.judge(&Item::Condition(page, at, Role::Show), shown);
            if !shown.shows() {
                return false;
            }
        }
        for role in Role::all(question) {
            if let Some(found) = truth(role).filter(|_| role != Role::Show) {
                self.judge(&Item::Condition(page, at, role), found);
            }
        }
        // A note has no answers; a question none of whose options or rows is left was not asked.
        let asked =
            |variable: &crate::model::VariableIndex| response.answers[variable.0] != Answer::Missing(Missing::NotAsked);
        let is_asked = question.variables.is_empty() || question.variables.iter().any(asked);
        if is_asked {
            self.reach(&Item::Question(page, at));
        }
        is_asked
    }

    fn judge(&mut self, item: &Item, truth: Truth) {
        if let Some(reached) = self.items.get_mut(item) {
            if truth.shows() {
                reached.yes += 1;
            } else {
                reached.no += 1;
            }
        }
    }

    /// What is not reached: each item, and of a condition whether it is its holding that lacks.
    pub(super) fn lacking(&self) -> Vec<(Item, bool)> {
        let mut lacking = Vec::new();
        for (item, reached) in &self.items {
            if reached.yes == 0 {
                lacking.push((item.clone(), true));
            }
            if reached.no == 0 && item.is_condition() {
                lacking.push((item.clone(), false));
            }
        }
        lacking
    }

    /// Whether everything was reached, and every condition both held and did not.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.lacking().is_empty()
    }
}
