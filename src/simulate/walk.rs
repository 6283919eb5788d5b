//! A respondent's way through the form: question after question, each asked only when its condition holds.

use super::answer::Answer;
use super::answer::Response;
use super::draw;
use super::draw::Asked;
use super::effects::Change;
use super::effects::Effects;
use super::feeling::Item;
use super::kinds::Put;
use super::person::Person;
use super::random::Random;
use crate::form;
use crate::locale::Lang;
use crate::logic::Missing;
use crate::model::Condition;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Origin;
use crate::model::Question;
use crate::model::RandomOrder;
use crate::model::Survey;
use crate::route;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How often an answer is thought over that the form would refuse.
const TRIES: usize = 40;

/// Answers a directed respondent gives, by variable; the language has the slot it has in expressions.
pub(super) type Wishes = BTreeMap<usize, Answer>;

/// What all respondents of a survey share.
pub(super) struct World<'s> {
    pub survey: &'s Survey,
    pub effects: &'s Effects,
    pub seed: u64,
    /// What sets each variable apart.
    pub items: Vec<Item>,
    /// Hidden values that hold the order in which something stood.
    orders: BTreeSet<usize>,
    /// The touchpoint of each variable, else its page.
    touchpoints: Vec<String>,
}

impl<'s> World<'s> {
    pub(super) fn new(survey: &'s Survey, effects: &'s Effects, seed: u64) -> Self {
        let touchpoint = |variable: &crate::model::Variable| match (&variable.touchpoint, variable.origin.place()) {
            (Some(name), _) => name.clone(),
            (None, Some((page, _))) => format!("page {}", survey.pages[page].id),
            (None, None) => String::new(),
        };
        let of_pages = survey.pages.iter().filter_map(|page| page.order.as_ref());
        let of_questions = survey
            .questions()
            .filter_map(|(_, _, question)| question.parts.order.as_ref());
        Self {
            survey,
            effects,
            seed,
            orders: of_pages.chain(of_questions).map(|order| order.variable.0).collect(),
            items: survey
                .variables
                .iter()
                .map(|variable| Item::new(variable.id.as_str()))
                .collect(),
            touchpoints: survey.variables.iter().map(touchpoint).collect(),
        }
    }

    fn random(&self, response: &Response<'_>, name: &str) -> Random {
        Random::new(self.seed, &[&response.id, name])
    }

    /// What is felt about a variable.
    pub(super) fn felt(&self, response: &Response<'_>, person: &Person, variable: usize, random: &mut Random) -> f64 {
        let touchpoint = self
            .random(response, &format!("touchpoint {}", self.touchpoints[variable]))
            .normal();
        self.items[variable].feel(random, person.mood, touchpoint)
    }

    /// The language somebody answers in: the first of the survey four times in five.
    pub(super) fn language(&self, response: &Response<'_>, wishes: &Wishes) -> String {
        let survey = self.survey;
        let slot = survey.variables.len() + 2;
        if let Some(Answer::Text(tag)) = wishes.get(&slot) {
            return tag.clone();
        }
        let rest = 0.2 / (survey.languages.len().max(2) - 1) as f64;
        let usual: Vec<f64> = (0..survey.languages.len())
            .map(|at| if at == 0 { 0.8 } else { rest })
            .collect();
        let wanted = |change: &Change| match change {
            Change::Shares(shares) => Some(shares.clone()),
            _ => None,
        };
        let weights = match self.effects.last(slot, response, wanted) {
            Some(shares) => draw::with_shares(&usual, &shares),
            None => usual,
        };
        let at = self.random(response, "language").weighted(&weights);
        survey
            .languages
            .get(at)
            .map_or_else(String::new, |lang| lang.tag().to_owned())
    }

    /// Fills the hidden values, then the pages the person reaches. Returns the seconds it usually takes.
    pub(super) fn fill(&self, response: &mut Response<'s>, person: &Person, wishes: &Wishes) -> f64 {
        for (at, variable) in self.survey.variables.iter().enumerate() {
            if variable.origin != Origin::Hidden || response.answers[at].is_answered() {
                continue;
            }
            if self.orders.contains(&at) {
                response.answers[at] = Answer::Missing(Missing::Skipped);
                continue;
            }
            let mut random = self.random(response, variable.id.as_str());
            response.answers[at] = match wishes.get(&at) {
                Some(wish) => wish.clone(),
                None => self
                    .asked(response, person, at, (true, &[]))
                    .hidden(&mut random, &variable.domain),
            };
        }
        let mut seconds = 10.0;
        for page in self.survey.pages.iter().take(person.pages) {
            let shown = holds(page.show_if.as_ref(), response);
            for question in &page.questions {
                seconds += self.question(response, person, question, (shown, wishes));
            }
            if let Some(order) = page.order.as_ref().filter(|_| shown) {
                let ids: Vec<&Id> = page.questions.iter().map(|question| &question.id).collect();
                note_order(response, &page.id, &ids, order);
            }
        }
        seconds
    }

    fn asked<'a>(
        &'a self,
        response: &'a Response<'s>,
        person: &'a Person,
        variable: usize,
        (demanded, offered): (bool, &'a [bool]),
    ) -> Asked<'a, 's> {
        Asked {
            world: self,
            person,
            response,
            variable,
            demanded,
            offered,
        }
    }

    /// One question: asked or not, answered, thought over while the form would refuse the answer.
    fn question(
        &self,
        response: &mut Response<'s>,
        person: &Person,
        question: &Question,
        (page_shown, wishes): (bool, &Wishes),
    ) -> f64 {
        let parts = &question.parts;
        let offered: Vec<bool> = (0..question.options().map_or(0, |list| list.options.len()))
            .map(|place| holds(parts.option_if.get(&place), response))
            .collect();
        let asked: Vec<usize> = question
            .variables
            .iter()
            .map(|variable| variable.0)
            .filter(|at| row_of(self.survey, *at).is_none_or(|row| holds(parts.row_if.get(&row), response)))
            .collect();
        let left = offered.is_empty() || offered.contains(&true);
        let shown = page_shown && holds(question.show_if.as_ref(), response) && left && !asked.is_empty();
        for variable in &question.variables {
            if !shown || !asked.contains(&variable.0) {
                response.answers[variable.0] = Answer::Missing(Missing::NotAsked);
            }
        }
        if !shown {
            return 0.0;
        }
        let demanded =
            question.required || question.require_if.is_some() && holds(question.require_if.as_ref(), response);
        for attempt in 0..=TRIES {
            if attempt == TRIES {
                for at in &asked {
                    response.answers[*at] = Answer::Missing(Missing::Skipped);
                }
                break;
            }
            let put = Put {
                world: self,
                response,
                person,
                question,
                asked: &asked,
                demanded,
                wishes,
            };
            let mut random = self.random(response, &format!("{} {attempt}", question.id));
            if let Some(answers) = put.together(&mut random) {
                for (at, answer) in answers {
                    response.answers[at] = answer;
                }
            } else {
                for at in &asked {
                    response.answers[*at] = match wishes.get(at).filter(|_| !self.is_closed(question, response, *at)) {
                        Some(wish) => offered_of(wish, &offered),
                        None => self.one(response, person, question, *at, (demanded, attempt, &offered)),
                    };
                }
            }
            let passes = question
                .valid_if
                .as_ref()
                .is_none_or(|condition| condition.typed.truth(response).passes());
            if passes {
                break;
            }
        }
        if let Some(order) = &parts.order {
            let options = question
                .options()
                .map(|list| list.options.iter().map(|option| &option.id).collect());
            let rows: Vec<&Id> = question.kind.rows().iter().map(|row| &row.id).collect();
            note_order(response, &question.id, &options.unwrap_or(rows), order);
        }
        asked
            .iter()
            .map(|at| seconds(&self.survey.variables[*at].domain, &response.answers[*at]))
            .sum()
    }

    /// Whether a variable holds words beside an option that was not chosen.
    fn is_closed(&self, question: &Question, response: &Response<'_>, at: usize) -> bool {
        let words = matches!(self.survey.variables[at].origin, Origin::OtherWords { .. });
        words && !other_chosen(self.survey, question, response)
    }

    fn one(
        &self,
        response: &Response<'s>,
        person: &Person,
        question: &Question,
        at: usize,
        (demanded, attempt, offered): (bool, usize, &[bool]),
    ) -> Answer {
        let variable = &self.survey.variables[at];
        let name = variable.id.as_str();
        let mut random = if attempt == 0 {
            self.random(response, name)
        } else {
            self.random(response, &format!("{name} {attempt}"))
        };
        if matches!(variable.origin, Origin::OtherWords { .. }) {
            return if other_chosen(self.survey, question, response) {
                draw::other_words(&mut random, &response.language)
            } else {
                Answer::Missing(Missing::Skipped)
            };
        }
        // The form sends the wording it showed.
        if matches!(variable.origin, Origin::Wording { .. }) {
            let shown = Lang::new(&response.language).unwrap_or_else(|| self.survey.languages[0].clone());
            return Answer::Text(form::wording_fingerprint(self.survey, question, &shown));
        }
        let put = Put {
            world: self,
            response,
            person,
            question,
            asked: &[],
            demanded,
            wishes: &Wishes::new(),
        };
        if let Some(answer) = put.single(&mut random, at, variable.domain.options()) {
            return answer;
        }
        self.asked(response, person, at, (demanded, offered))
            .answer(&mut random, question, attempt > 0)
    }
}

/// Whether a condition is known to hold; what has none does.
pub(super) fn holds(condition: Option<&Arc<Condition>>, response: &Response<'_>) -> bool {
    condition.is_none_or(|condition| condition.typed.truth(response).shows())
}

/// The row of a battery that a variable stands for.
pub(super) fn row_of(survey: &Survey, variable: usize) -> Option<usize> {
    match survey.variables[variable].origin {
        Origin::Question { row, .. } => row,
        Origin::OtherWords { .. } | Origin::Wording { .. } | Origin::Hidden | Origin::Derived => None,
    }
}

/// An answer without the options that are not offered.
pub(super) fn offered_of(answer: &Answer, offered: &[bool]) -> Answer {
    let hidden = |place: usize| offered.get(place) == Some(&false);
    match answer {
        Answer::Option(place) if hidden(*place) => Answer::Missing(Missing::Skipped),
        Answer::Set(bits) => {
            let left = (0..128)
                .filter(|place| !hidden(*place))
                .fold(0, |left, place| left | bits & 1 << place);
            if left == 0 {
                Answer::Missing(Missing::Skipped)
            } else {
                Answer::Set(left)
            }
        }
        other => other.clone(),
    }
}

/// Writes down the order in which parts stood, as the form does.
fn note_order(response: &mut Response<'_>, of: &Id, ids: &[&Id], random: &RandomOrder) {
    let order = route::order(&response.id, of, ids.len(), random);
    let shown: Vec<&str> = order
        .iter()
        .filter_map(|place| Some(ids.get(*place)?.as_str()))
        .collect();
    response.answers[random.variable.0] = Answer::Text(shown.join("|"));
}

/// Whether an option was chosen that opens a box for own words.
fn other_chosen(survey: &Survey, question: &Question, response: &Response<'_>) -> bool {
    let Some(first) = question.variables.first() else {
        return false;
    };
    let Some(list) = survey.variable(*first).domain.options() else {
        return false;
    };
    let opens = |place: usize| list.options.get(place).is_some_and(|option| option.other);
    match &response.answers[first.0] {
        Answer::Option(place) => opens(*place),
        Answer::Set(bits) => (0..list.options.len().min(128)).any(|place| bits >> place & 1 == 1 && opens(place)),
        _ => false,
    }
}

/// Seconds an answer usually takes.
fn seconds(domain: &Domain, answer: &Answer) -> f64 {
    match (domain, answer) {
        (Domain::Text, Answer::Text(words)) => 6.0 + 0.5 * words.chars().count() as f64,
        (Domain::Text, _) => 2.0,
        (Domain::Rating(_), _) => 5.0,
        (Domain::Choice(_), _) => 7.0,
        (Domain::Multiple(_), _) => 11.0,
        (Domain::Number { .. } | Domain::Date, _) => 8.0,
    }
}
