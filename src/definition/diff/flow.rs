//! Who is asked, in which order, and what is demanded.

use super::Aspect;
use super::Impact;
use super::Item;
use super::Search;
use crate::model::Condition;
use crate::model::Id;
use crate::model::Page;
use crate::model::Question;
use std::collections::BTreeMap;
use std::sync::Arc;

impl Search<'_> {
    /// Conditions, demands and orders of two versions of a question on its page.
    pub(super) fn flow(
        &mut self,
        item: Item<'_>,
        variables: &[&Id],
        (page, old): (&Page, &Question),
        (new_page, new): (&Page, &Question),
    ) {
        let routing = [
            both(page.show_if.as_ref(), old.show_if.as_ref()),
            both(new_page.show_if.as_ref(), new.show_if.as_ref()),
        ];
        self.unlike(item, variables, Aspect::Routing, Impact::Breaking, routing);
        let rows = [old, new].map(|question| each(&question.parts.row_if));
        self.unlike(item, variables, Aspect::Routing, Impact::Breaking, rows);
        let options = [old, new].map(|question| each(&question.parts.option_if));
        self.unlike(item, variables, Aspect::Routing, Impact::Footnote, options);
        let required = [old, new].map(|question| match (&question.require_if, question.required) {
            (Some(condition), _) => text(Some(condition)),
            (None, true) => "true".to_owned(),
            (None, false) => "false".to_owned(),
        });
        self.unlike(item, variables, Aspect::Required, Impact::Footnote, required);
        let valid = [old, new].map(|question| text(question.valid_if.as_ref()));
        self.unlike(item, variables, Aspect::Limits, Impact::Footnote, valid);
        let order = [(page, old), (new_page, new)].map(|(page, question)| {
            let random = [&page.order, &question.parts.order].map(Option::is_some);
            let word = |random| if random { "random" } else { "fixed" };
            format!("{} / {}", word(random[0]), word(random[1]))
        });
        self.unlike(item, variables, Aspect::Order, Impact::Footnote, order);
    }

    /// Notes a change where two texts differ.
    pub(super) fn unlike(
        &mut self,
        item: Item<'_>,
        variables: &[&Id],
        aspect: Aspect,
        impact: Impact,
        texts: [String; 2],
    ) {
        if texts[0] != texts[1] {
            self.note(item, variables, aspect, impact, texts);
        }
    }
}

/// A condition as printed from its tree; nothing where there is none.
pub(super) fn text(condition: Option<&Arc<Condition>>) -> String {
    condition.map_or(String::new(), |condition| condition.typed.to_string())
}

/// What must be true for a question to be put: its page's condition and its own.
fn both(page: Option<&Arc<Condition>>, own: Option<&Arc<Condition>>) -> String {
    match (text(page), text(own)) {
        (page, own) if page.is_empty() => own,
        (page, own) if own.is_empty() => page,
        (page, own) => format!("({page}) and ({own})"),
    }
}

fn each(conditions: &BTreeMap<usize, Arc<Condition>>) -> String {
    let conditions = conditions
        .iter()
        .map(|(place, condition)| format!("{}: {}", place + 1, text(Some(condition))));
    conditions.collect::<Vec<_>>().join("; ")
}
