//! Which questions belong together.

use crate::locale::Texts;
use crate::model::Better;
use crate::model::Id;
use crate::model::IndexNode;
use crate::model::Kind;
use crate::model::Survey;
use crate::model::VariableIndex;

/// Items that are meant to measure one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Battery {
    /// The matrix's or the index part's name; `items` for a list.
    pub id: Id,
    /// What it is called.
    pub title: Texts,
    /// Two items at least, in order.
    pub items: Vec<VariableIndex>,
}

/// The batteries of a survey: matrices of ratings, then parts of the index with several items of their own. The same
/// items come once.
#[must_use]
pub fn batteries(survey: &Survey) -> Vec<Battery> {
    let is_rating = |index: &VariableIndex| survey.variable(*index).domain.scale().is_some();
    let matrices = survey.questions().filter_map(|(_, _, question)| {
        let rated = matches!(question.kind, Kind::Matrix { .. }) && question.variables.iter().all(is_rating);
        rated.then(|| Battery {
            id: question.id.clone(),
            title: question.text.clone(),
            items: question.variables.clone(),
        })
    });
    let nodes = survey.index.as_ref().map(IndexNode::walk).unwrap_or_default();
    let parts = nodes.into_iter().map(|(_, node)| Battery {
        id: node.id.clone(),
        title: node.title.clone(),
        items: node.items.clone(),
    });
    let mut found: Vec<Battery> = Vec::new();
    for battery in matrices.chain(parts) {
        let same = |known: &Battery| {
            known.items.len() == battery.items.len() && known.items.iter().all(|item| battery.items.contains(item))
        };
        if battery.items.len() > 1 && !found.iter().any(same) {
            found.push(battery);
        }
    }
    found
}

/// Items to be turned round because their scale runs against that of most: where the good end of some is high and of
/// others low. Of two equal camps the first item's stays.
#[must_use]
pub fn turned(survey: &Survey, items: &[VariableIndex]) -> Vec<VariableIndex> {
    let low = |item: &VariableIndex| {
        let scale = survey.variable(*item).domain.scale();
        scale.is_some_and(|scale| scale.better == Better::Low)
    };
    let (down, up): (Vec<VariableIndex>, Vec<VariableIndex>) = items.iter().copied().partition(low);
    let most_are_low = down.len() > up.len() || (down.len() == up.len() && items.first().is_some_and(low));
    if most_are_low { up } else { down }
}
