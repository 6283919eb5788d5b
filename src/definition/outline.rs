//! What the names of a definition stand for: its variables, as far as they can be made out.
//!
//! A [`Draft`] becomes an [`Outline`]. A variable whose scale or expression is faulty keeps its name and has no type, so that
//! nothing else is blamed for it.

use super::draft::{Choices, Draft, Entity, Hidden, MissingAnswer, Question};
use super::kinds;
use super::spanned::Name;
use crate::locale::Texts;
use crate::logic::OptionPoint;
use crate::logic::OptionSet;
use crate::logic::SUBMITTED;
use crate::logic::Symbol;
use crate::logic::Symbols;
use crate::logic::Type;
use crate::model::scales;
use crate::model::{Better, ChoiceOption, Domain, Id, MissingOption, OptionList, Origin, OwnWords, Scale};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names in expressions beyond the variables, in the order of their slots behind them.
pub const BUILT_IN: [&str; 3] = [SUBMITTED, "wave", "language"];

/// A variable as far as it is known.
#[derive(Debug)]
pub struct Slot {
    pub id: String,
    /// Where it was declared.
    pub span: std::ops::Range<usize>,
    pub origin: Origin,
    pub text: Texts,
    pub stem: Option<Texts>,
    pub touchpoint: Option<String>,
    /// `None` when something about it is faulty.
    pub domain: Option<Domain>,
    /// `None` when something about it is faulty.
    pub ty: Option<Type>,
}

/// The variables of a definition.
#[derive(Debug, Default)]
pub struct Outline {
    /// Questions in order, hidden, derived (each after those it uses).
    pub slots: Vec<Slot>,
    /// Position by name; of two with one name, the first.
    pub by_id: BTreeMap<String, usize>,
}

impl Outline {
    /// The variables of questions and hidden values; derived ones are added by [`super::derive`].
    #[must_use]
    pub fn of(draft: &Draft) -> Self {
        let mut outline = Self::default();
        for (page, place, question) in draft.questions() {
            outline.question(draft, page, place, question);
        }
        for hidden in &draft.hidden {
            outline.add(slot(
                &hidden.id,
                Origin::Hidden,
                named(&hidden.text, &hidden.id),
                hidden_domain(draft, hidden),
            ));
        }
        for (id, text) in orders(draft) {
            outline.add(slot(&id, Origin::Hidden, text, Some(Domain::Text)));
        }
        outline
    }

    /// Adds a variable.
    pub fn add(&mut self, slot: Slot) {
        if !slot.id.is_empty() {
            self.by_id.entry(slot.id.clone()).or_insert(self.slots.len());
        }
        self.slots.push(slot);
    }

    /// The variable of this name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(usize, &Slot)> {
        let at = *self.by_id.get(id)?;
        Some((at, self.slots.get(at)?))
    }

    /// The options of a variable, where it has some.
    #[must_use]
    pub fn options(&self, id: &str) -> Option<&OptionList> {
        self.find(id)?.1.domain.as_ref()?.options()
    }

    fn question(&mut self, draft: &Draft, page: usize, place: usize, question: &Question) {
        let asked = |row| Origin::Question {
            page,
            question: place,
            row,
        };
        if question.kind == "note" {
            return;
        }
        if let Some(slots) = kinds::slots(draft, question, (page, place)) {
            for slot in slots {
                self.add(slot);
            }
            return;
        }
        if question.kind == "matrix" {
            let domain = rating(draft, question);
            for (at, row) in question.rows.iter().enumerate() {
                let id = Name {
                    value: question.part(&row.id.value),
                    span: row.id.span.clone(),
                };
                let touchpoint = row.touchpoint.clone().or_else(|| question.touchpoint.clone());
                let base = slot(&id, asked(Some(at)), row.text.clone(), domain.clone());
                self.add(Slot {
                    stem: Some(question.text.clone()),
                    touchpoint,
                    ..base
                });
            }
            return;
        }
        let domain = match question.kind.as_str() {
            "rating" => rating(draft, question),
            "choice" => list_of(&draft.words.own, &question.options, &question.missing).map(Domain::Choice),
            "multiple" => list_of(&draft.words.own, &question.options, &question.missing).map(Domain::Multiple),
            "number" => Some(number(&question.bounds)),
            "text" => Some(Domain::Text),
            "date" => Some(Domain::Date),
            _ => None,
        };
        let base = slot(&question.id, asked(None), question.text.clone(), domain);
        self.add(Slot {
            touchpoint: question.touchpoint.clone(),
            ..base
        });
        let other = question.options.options.iter().find(|option| option.other);
        if let (Some(option), "choice" | "multiple") = (other, question.kind.as_str()) {
            let id = Name {
                value: question.part("other"),
                span: option.id.span.clone(),
            };
            let text = option
                .text
                .as_ref()
                .map_or_else(|| Texts::same(option.id.value.clone()), |text| text.value.clone());
            let base = slot(
                &id,
                Origin::OtherWords { page, question: place },
                text,
                Some(Domain::Text),
            );
            self.add(Slot {
                stem: Some(question.text.clone()),
                touchpoint: question.touchpoint.clone(),
                ..base
            });
        }
    }
}

impl Symbols for Outline {
    fn lookup(&self, id: &str) -> Option<Symbol> {
        if let Some(place) = BUILT_IN.iter().position(|name| *name == id) {
            let ty = if place == 0 { Type::Moment } else { Type::Text };
            return Some(Symbol {
                slot: self.slots.len() + place,
                ty,
            });
        }
        let (slot, found) = self.find(id)?;
        Some(Symbol {
            slot,
            ty: found.ty.clone()?,
        })
    }

    fn names(&self) -> Vec<String> {
        self.by_id.keys().cloned().chain(BUILT_IN.map(str::to_owned)).collect()
    }
}

/// The variables that hold the orders shown, where they are drawn: names and texts, by page and question.
#[must_use]
pub fn orders(draft: &Draft) -> Vec<(Name, Texts)> {
    let of_page = draft.pages.iter().filter_map(|page| {
        let span = page.random.as_ref()?;
        Some((order_of_page(page, span), page.title.clone(), page.id.value.clone()))
    });
    let of_question = draft.questions().filter_map(|(_, _, question)| {
        let span = question.random.as_ref()?;
        Some((
            order_of_question(question, span),
            question.text.clone(),
            question.id.value.clone(),
        ))
    });
    let text = |(id, text, name): (Name, Texts, String)| {
        let text = if text.is_empty() { Texts::same(name) } else { text };
        (id, text)
    };
    of_page.chain(of_question).map(text).collect()
}

/// The name of the order of a page's questions; a page may be called what no value may.
#[must_use]
pub fn order_of_page(page: &super::draft::Page, span: &std::ops::Range<usize>) -> Name {
    let id = page.id.value.replace('-', "_");
    let copy = page.entity.as_ref().and_then(|entity| {
        let base = id.strip_suffix(entity.id.as_str())?.strip_suffix('.')?;
        Some(format!("{base}_order.{}", entity.id))
    });
    Name {
        value: copy.unwrap_or_else(|| format!("{id}_order")),
        span: span.clone(),
    }
}

/// The name of the order of a question's options or rows.
#[must_use]
pub fn order_of_question(question: &Question, span: &std::ops::Range<usize>) -> Name {
    Name {
        value: question.part("order"),
        span: span.clone(),
    }
}

/// The names as they are meant inside a copy of a page: those of its own questions stand for the copy's.
pub struct Inside<'a> {
    pub outline: &'a Outline,
    pub entity: Option<&'a Entity>,
}

impl Inside<'_> {
    /// The variable a name means here.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<(usize, &Slot)> {
        match self.full_name(id) {
            Some(full) => self.outline.find(&full),
            None => self.outline.find(id),
        }
    }
}

impl Symbols for Inside<'_> {
    fn lookup(&self, id: &str) -> Option<Symbol> {
        match self.full_name(id) {
            Some(full) => self.outline.lookup(&full),
            None => self.outline.lookup(id),
        }
    }

    fn full_name(&self, id: &str) -> Option<String> {
        self.entity?.full_name(id)
    }

    fn names(&self) -> Vec<String> {
        let siblings = self.entity.iter().flat_map(|entity| entity.siblings.iter().cloned());
        siblings.chain(self.outline.names()).collect()
    }
}

/// The text, or the name where there is none.
#[must_use]
pub fn named(text: &Texts, id: &Name) -> Texts {
    if text.is_empty() {
        Texts::same(id.value.clone())
    } else {
        text.clone()
    }
}

/// A variable of its own, with nothing above it.
#[must_use]
pub fn slot(id: &Name, origin: Origin, text: Texts, domain: Option<Domain>) -> Slot {
    let ty = domain.as_ref().and_then(type_of);
    Slot {
        id: id.value.clone(),
        span: id.span.clone(),
        origin,
        text,
        stem: None,
        touchpoint: None,
        domain,
        ty,
    }
}

/// The type of a domain in expressions; `None` where there are too many options for one.
#[must_use]
pub fn type_of(domain: &Domain) -> Option<Type> {
    Some(match domain {
        Domain::Rating(scale) => Type::Option(set(&scale.list, true)),
        Domain::Choice(list) => Type::Option(set(list, false)),
        Domain::Multiple(list) if list.options.len() > OptionList::MOST_MULTIPLE => return None,
        Domain::Multiple(list) => Type::Set(set(list, false)),
        Domain::Number { .. } => Type::Number,
        Domain::Text => Type::Text,
        Domain::Date => Type::Date,
    })
}

fn set(list: &OptionList, ordered: bool) -> Arc<OptionSet> {
    let point = |option: &ChoiceOption| OptionPoint {
        id: option.id.to_string(),
        value: f64::from(option.value),
    };
    Arc::new(OptionSet {
        options: list.options.iter().map(point).collect(),
        ordered,
    })
}

fn number(bounds: &super::draft::Bounds) -> Domain {
    let bound = |bound: &Option<super::spanned::Spanned<f64>>| bound.as_ref().map(|bound| bound.value);
    Domain::Number {
        min: bound(&bounds.min),
        max: bound(&bounds.max),
        whole: bounds.whole,
    }
}

fn hidden_domain(draft: &Draft, hidden: &Hidden) -> Option<Domain> {
    match hidden.kind.as_str() {
        "choice" => list_of(&draft.words.own, &hidden.options, &[]).map(Domain::Choice),
        "number" => Some(number(&hidden.bounds)),
        "text" => Some(Domain::Text),
        "date" => Some(Domain::Date),
        _ => None,
    }
}

fn rating(draft: &Draft, question: &Question) -> Option<Domain> {
    rating_on(draft, question, &question.scale.as_ref()?.value)
}

/// A rating on the scale of this name, with the missing answers the question offers.
#[must_use]
pub fn rating_on(draft: &Draft, question: &Question, scale: &str) -> Option<Domain> {
    let mut scale = scale_named(draft, scale)?;
    scale.list.missing = missing_of(&draft.words.own, &question.missing);
    Some(Domain::Rating(Arc::new(scale)))
}

/// The own or built-in scale of this name, when it is whole.
#[must_use]
pub fn scale_named(draft: &Draft, name: &str) -> Option<Scale> {
    let Some(own) = draft.scales.iter().find(|scale| scale.id.value == name) else {
        let mut scale = scales::built_in(name)?;
        for option in &mut scale.list.options {
            option.text = draft.words.own.label(&option.text);
        }
        return Some(scale);
    };
    let unlabelled = |value: i32| Texts::same(value.to_string());
    let mut options = options_of(&own.points, unlabelled)?;
    options.sort_by_key(|option| option.value);
    let better = if own.low_is_better { Better::Low } else { Better::High };
    let list = OptionList {
        options,
        missing: Vec::new(),
    };
    Some(Scale {
        id: Id::new(name),
        list,
        better,
        ends_only: own.ends_only,
    })
}

fn list_of(words: &OwnWords, choices: &Choices, missing: &[MissingAnswer]) -> Option<Arc<OptionList>> {
    let by_id = choices
        .options
        .iter()
        .map(|choice| (choice.value.value, choice.id.value.clone()))
        .collect::<BTreeMap<_, _>>();
    let label = |value: i32| Texts::same(by_id.get(&value).cloned().unwrap_or_default());
    Some(Arc::new(OptionList {
        options: options_of(choices, label)?,
        missing: missing_of(words, missing),
    }))
}

/// Options in the order written; `None` when there are fewer than two, or two of one name or value.
fn options_of(choices: &Choices, unlabelled: impl Fn(i32) -> Texts) -> Option<Vec<ChoiceOption>> {
    let mut ids = std::collections::BTreeSet::new();
    let mut values = std::collections::BTreeSet::new();
    let whole = |choice: &super::draft::Choice| {
        let id = choice.id.value.as_str();
        !id.is_empty() && ids.insert(id.to_owned()) && values.insert(choice.value.value)
    };
    if choices.options.len() < 2 || !choices.options.iter().all(whole) {
        return None;
    }
    let option = |choice: &super::draft::Choice| ChoiceOption {
        id: Id::new(&choice.id.value),
        value: choice.value.value,
        text: choice
            .text
            .as_ref()
            .map_or_else(|| unlabelled(choice.value.value), |text| text.value.clone()),
        exclusive: choice.exclusive.is_some(),
        other: choice.other,
    };
    Some(choices.options.iter().map(option).collect())
}

fn missing_of(words: &OwnWords, answers: &[MissingAnswer]) -> Vec<MissingOption> {
    let option = |answer: &MissingAnswer| {
        let plain = scales::missing_option(answer.kind.value);
        let text = answer
            .text
            .as_ref()
            .map_or_else(|| words.label(&plain.text), |text| text.value.clone());
        MissingOption {
            text,
            value: answer.value.as_ref().map(|value| value.value),
            ..plain
        }
    };
    answers.iter().map(option).collect()
}
