//! What a question says of its options and rows one by one: conditions, order, what it is about.

use super::Condition;
use super::Id;
use super::VariableIndex;
use crate::locale::Texts;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Conditions and order of a question's options and rows; the default says nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parts {
    /// By position of an option: it is offered only when this is true.
    pub option_if: BTreeMap<usize, Arc<Condition>>,
    /// By position of a row: it is asked only when this is true.
    pub row_if: BTreeMap<usize, Arc<Condition>>,
    /// Its rows, or where it has none its options, come in random order.
    pub order: Option<RandomOrder>,
    /// An instruction to who asks it, shown in interviews only.
    pub interviewer: Texts,
    /// What it is about, where it is one of several copies.
    pub entity: Option<Entity>,
    /// Its first options (or rows) are those chosen, or not chosen, in an earlier question.
    pub carried: Option<Carried>,
    /// Where it stands in a cascade; such a question is chosen from a menu.
    pub rung: Option<Rung>,
    /// Its texts that ask for answers, with their double braces ([`super::pipe`]); elsewhere they read as without an answer.
    pub piped: BTreeMap<TextOf, Texts>,
}

/// The place of a choice in a cascade: each option is offered under the one it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rung {
    /// The choice above it; `None` at the top.
    pub above: Option<VariableIndex>,
    /// For each option the place of the one it stands under; empty at the top.
    pub groups: Vec<usize>,
}

/// The texts of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextOf {
    /// The question itself.
    Question,
    /// The line below it.
    Hint,
    /// What is said of an answer that is refused.
    Message,
    /// The unit of a number.
    Unit,
    /// The label of the option at this position.
    Option(usize),
    /// The text of the row at this position.
    Row(usize),
    /// The label of the missing answer at this position.
    Missing(usize),
    /// How the feature at this position is asked about when it is there.
    With(usize),
    /// How it is asked about when it is absent.
    Without(usize),
    /// The lower (0) or upper (1) end of a slider.
    End(usize),
    /// What a consent is for.
    Purpose,
}

/// Options (or rows) carried forward from an earlier question: they stand first, each with the condition this means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// The earlier question.
    pub from: VariableIndex,
    /// Those chosen there; else those not chosen.
    pub chosen: bool,
    /// How many they are.
    pub count: usize,
}

/// An order drawn anew for each response, and written down with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RandomOrder {
    /// The hidden text that holds the order shown: ids joined by `|`.
    pub variable: VariableIndex,
    /// Positions that keep their place, in rising order.
    pub anchors: Vec<usize>,
}

/// What a copy of a page and its questions is about: one of the things a page is repeated for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its name: the last part of the names of its questions.
    pub id: Id,
    /// Its label: what `{{ entity }}` stands for.
    pub text: Texts,
}

impl Parts {
    /// The name of a part of the question `id`: `service` and `speed` give `service.speed`, and for the copy `service.phone` of a
    /// repeated question `service.speed.phone`.
    #[must_use]
    pub fn name(&self, id: &Id, part: &str) -> Id {
        let base = self
            .entity
            .as_ref()
            .and_then(|entity| Some((id.as_str().strip_suffix(entity.id.as_str())?.strip_suffix('.')?, entity)));
        match base {
            Some((base, entity)) => Id::new(&format!("{base}.{part}.{}", entity.id)),
            None => id.child(part),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_copy_keep_the_entity_at_the_end() {
        let mut parts = Parts::default();
        assert_eq!(parts.name(&Id::new("service"), "speed"), "service.speed");
        parts.entity = Some(Entity {
            id: Id::new("phone"),
            text: Texts::default(),
        });
        assert_eq!(parts.name(&Id::new("service.phone"), "speed"), "service.speed.phone");
    }
}
