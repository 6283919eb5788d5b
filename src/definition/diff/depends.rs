//! What a measure is computed of, down to the answers.

use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::Weighting;
use std::collections::BTreeSet;

/// The variables a measure depends on: those it counts, those of its filter, and what derived ones among them are computed from.
#[must_use]
pub fn depends(survey: &Survey, measure: &Measure) -> BTreeSet<VariableIndex> {
    let mut wanted: Vec<VariableIndex> = match &measure.kind {
        MeasureKind::TopBox { of, .. }
        | MeasureKind::BottomBox { of, .. }
        | MeasureKind::Mean { of }
        | MeasureKind::Nps { of }
        | MeasureKind::Share { of, .. } => vec![*of],
        MeasureKind::Index(node) => {
            let mut items: Vec<VariableIndex> = node.leaves().into_iter().map(|(item, _)| item).collect();
            match &node.scheme.weighting {
                Weighting::Importance { outcome } => items.push(*outcome),
                Weighting::Pls(model) => {
                    items.extend(
                        model
                            .constructs
                            .iter()
                            .flat_map(|construct| construct.items.iter().copied()),
                    );
                }
                _ => {}
            }
            items
        }
    };
    if let Some(filter) = &measure.filter {
        wanted.extend(filter.typed.slots().into_iter().map(VariableIndex));
    }
    let mut found = BTreeSet::new();
    while let Some(variable) = wanted.pop() {
        // Slots behind the variables stand for moments, not for answers.
        if variable.0 >= survey.variables.len() || !found.insert(variable) {
            continue;
        }
        if let Some(value) = &survey.variable(variable).value {
            wanted.extend(value.typed.slots().into_iter().map(VariableIndex));
        }
    }
    found
}
