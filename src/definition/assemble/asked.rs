//! Pages, questions and the variables that hold their answers.

use super::Assembly;
use super::draft_text;
use super::whole;
use crate::definition::draft;
use crate::definition::draft::Draft;
use crate::definition::expressions::Role;
use crate::definition::kinds;
use crate::definition::outline;
use crate::definition::pipes::Spot;
use crate::definition::spanned::Name;
use crate::definition::spanned::Spanned;
use crate::locale::Texts;
use crate::model::Rung;
use crate::model::TextOf;
use crate::model::{Carried, Entity, Id, Kind, Page, Parts, Question, RandomOrder};
use crate::model::{Domain, Variable, VariableIndex};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Assembly<'_> {
    pub(super) fn page(&self, place: usize, page: &draft::Page) -> Option<Page> {
        let questions: Option<Vec<Question>> = page
            .questions
            .iter()
            .enumerate()
            .map(|(at, question)| self.question((place, at), question))
            .collect();
        let kept = |question: &draft::Question| question.anchor.is_some() || question.kind == "note";
        Some(Page {
            id: Id::new(&page.id.value),
            title: page.title.clone(),
            questions: questions?,
            show_if: self.condition(Role::PageIf, (place, 0)),
            order: match &page.random {
                Some(span) => {
                    Some(self.random_order(&outline::order_of_page(page, span), page.questions.iter().map(kept))?)
                }
                None => None,
            },
            entity: page.entity.as_deref().map(entity),
            piped: draft_text(self.draft, Spot::Title(place)),
        })
    }

    /// The order held by the variable of this name; `kept` says which positions keep their place.
    fn random_order(&self, name: &Name, kept: impl Iterator<Item = bool>) -> Option<RandomOrder> {
        Some(RandomOrder {
            variable: self.find(&name.value)?,
            anchors: kept.enumerate().filter(|(_, kept)| *kept).map(|(at, _)| at).collect(),
        })
    }

    fn rung(&self, rung: &draft::Rung) -> Option<Rung> {
        Some(Rung {
            above: match &rung.above {
                Some(name) => Some(self.find(name)?),
                None => None,
            },
            groups: rung.groups.clone(),
        })
    }

    fn parts(&self, at: (usize, usize), question: &draft::Question) -> Option<Parts> {
        let options = question.options.options.iter();
        let rows = question.rows.iter();
        let by_place = |role: fn(usize) -> Role, written: Vec<bool>| {
            let places = (0..).zip(written).filter(|(_, written)| *written);
            places
                .filter_map(|(place, _)| Some((place, self.condition(role(place), at)?)))
                .collect()
        };
        let kept: Vec<bool> = if question.rows.is_empty() {
            options.clone().map(|option| option.anchor.is_some()).collect()
        } else {
            rows.clone().map(|row| row.anchor.is_some()).collect()
        };
        Some(Parts {
            option_if: by_place(Role::OptionIf, options.map(|option| option.show_if.is_some()).collect()),
            row_if: by_place(Role::RowIf, rows.map(|row| row.show_if.is_some()).collect()),
            order: match &question.random {
                Some(span) => Some(self.random_order(&outline::order_of_question(question, span), kept.into_iter())?),
                None => None,
            },
            interviewer: question.interviewer.clone(),
            entity: question.entity.as_deref().map(entity),
            carried: match &question.carried {
                Some(carried) => Some(Carried {
                    from: self.find(&carried.from)?,
                    chosen: carried.chosen,
                    count: carried.count,
                }),
                None => None,
            },
            rung: match &question.rung {
                Some(rung) => Some(self.rung(rung)?),
                None => None,
            },
            piped: question_texts(self.draft, at),
        })
    }

    pub(super) fn question(&self, at: (usize, usize), question: &draft::Question) -> Option<Question> {
        let variables = self.variables_of(at);
        let domain = variables
            .first()
            .and_then(|variable| self.outline.slots.get(variable.0))
            .and_then(|slot| slot.domain.clone());
        let count = |bound: &Option<Spanned<f64>>| {
            bound
                .as_ref()
                .and_then(|bound| crate::model::OptionList::MOST.min(whole(bound.value)?).try_into().ok())
        };
        let kind = match (question.kind.as_str(), domain) {
            ("note", _) => Kind::Note,
            ("choice", Some(Domain::Choice(list))) => Kind::Choice { list },
            ("multiple", Some(Domain::Multiple(list))) => Kind::Multiple {
                list,
                min: count(&question.bounds.min),
                max: count(&question.bounds.max),
            },
            ("rating", Some(Domain::Rating(scale))) => Kind::Rating { scale },
            ("matrix", Some(Domain::Rating(scale))) => Kind::Matrix {
                scale,
                rows: question.rows.iter().map(kinds::row).collect(),
            },
            ("number", Some(Domain::Number { min, max, whole })) => Kind::Number {
                min,
                max,
                whole,
                unit: question.unit.clone(),
            },
            ("text", _) => Kind::Text {
                long: question.long,
                max_length: question.max_length,
            },
            ("date", _) => Kind::Date,
            _ => {
                let domain_of = |place: usize| self.outline.slots.get(variables.get(place)?.0)?.domain.clone();
                kinds::kind(question, domain_of)?
            }
        };
        Some(Question {
            id: Id::new(&question.id.value),
            kind,
            text: question.text.clone(),
            hint: question.hint.clone(),
            required: question.required.as_ref().is_some_and(|required| required.value),
            show_if: self.condition(Role::ShowIf, at),
            require_if: self.condition(Role::RequireIf, at),
            valid_if: self.condition(Role::ValidIf, at),
            valid_message: question
                .valid_message
                .as_ref()
                .map(|text| text.value.clone())
                .unwrap_or_default(),
            attention: match &question.attention {
                Some(option) => Some(kinds::attention(option, self.outline, &variables)?),
                None => None,
            },
            touchpoint: question.touchpoint.clone(),
            variables,
            parts: self.parts(at, question)?,
        })
    }

    fn variables_of(&self, at: (usize, usize)) -> Vec<VariableIndex> {
        let slots = self.outline.slots.iter().enumerate();
        slots
            .filter(|(_, slot)| slot.origin.place() == Some(at))
            .map(|(place, _)| VariableIndex(place))
            .collect()
    }

    fn is_personal(&self, (page, place): (usize, usize)) -> bool {
        let question = self.draft.pages.get(page).and_then(|page| page.questions.get(place));
        question.is_some_and(|question| kinds::PERSONAL.contains(&question.kind.as_str()))
    }

    pub(super) fn variable(&self, place: usize) -> Option<Variable> {
        let slot = self.outline.slots.get(place)?;
        let asked_if = slot.origin.place().and_then(|at| self.condition(Role::ShowIf, at));
        let first_derived = self.outline.slots.len() - self.order.len();
        let derived = place.checked_sub(first_derived).and_then(|nth| self.order.get(nth));
        let value = match derived {
            Some(at) => Some(Arc::clone(self.values.get(at)?)),
            None => None,
        };
        Some(Variable {
            id: Id::new(&slot.id),
            domain: slot.domain.clone()?,
            origin: slot.origin,
            text: slot.text.clone(),
            stem: slot.stem.clone(),
            touchpoint: slot.touchpoint.clone(),
            asked_if,
            value,
            personal: slot.origin.place().is_some_and(|at| self.is_personal(at)),
        })
    }
}

/// The texts of the question at this place that ask for answers.
fn question_texts(draft: &Draft, (page, question): (usize, usize)) -> BTreeMap<TextOf, Texts> {
    let own = |(spot, texts): (&Spot, &Texts)| match spot {
        Spot::Question(p, q, of) if (*p, *q) == (page, question) => Some((*of, texts.clone())),
        _ => None,
    };
    draft.piped.texts.iter().filter_map(own).collect()
}

fn entity(entity: &draft::Entity) -> Entity {
    Entity {
        id: Id::new(&entity.id),
        text: entity.text.clone(),
    }
}
