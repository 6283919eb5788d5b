//! The names of a survey as expressions see them.

use super::Domain;
use super::OptionList;
use super::Survey;
use super::Variable;
use crate::logic::OptionPoint;
use crate::logic::OptionSet;
use crate::logic::SUBMITTED;
use crate::logic::Symbol;
use crate::logic::Symbols;
use crate::logic::Type;
use std::sync::Arc;

/// The built-in names of a response, in the order of their slots behind the variables.
pub const BUILT_IN: [&str; 3] = [SUBMITTED, "wave", "language"];

/// What kind of value a variable has in expressions.
#[must_use]
pub fn type_of(variable: &Variable) -> Type {
    match &variable.domain {
        Domain::Rating(scale) => Type::Option(Arc::new(points(&scale.list, true))),
        Domain::Choice(list) => Type::Option(Arc::new(points(list, false))),
        Domain::Multiple(list) => Type::Set(Arc::new(points(list, false))),
        Domain::Number { .. } => Type::Number,
        Domain::Text => Type::Text,
        Domain::Date => Type::Date,
    }
}

fn points(list: &OptionList, ordered: bool) -> OptionSet {
    let point = |option: &super::ChoiceOption| OptionPoint {
        id: option.id.to_string(),
        value: f64::from(option.value),
    };
    OptionSet {
        options: list.options.iter().map(point).collect(),
        ordered,
    }
}

/// The symbol of a built-in name, for a survey of so many variables.
#[must_use]
pub fn built_in(id: &str, variables: usize) -> Option<Symbol> {
    let place = BUILT_IN.iter().position(|name| *name == id)?;
    let ty = if place == 0 { Type::Moment } else { Type::Text };
    Some(Symbol {
        slot: variables + place,
        ty,
    })
}

impl Symbols for Survey {
    fn lookup(&self, id: &str) -> Option<Symbol> {
        match self.find(id) {
            Some(index) => Some(Symbol {
                slot: index.0,
                ty: type_of(self.variable(index)),
            }),
            None => built_in(id, self.variables.len()),
        }
    }

    fn names(&self) -> Vec<String> {
        let own = self.variables.iter().map(|variable| variable.id.to_string());
        own.chain(BUILT_IN.iter().map(|name| (*name).to_owned())).collect()
    }
}
