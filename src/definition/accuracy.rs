//! Replicate weights and the population of a survey, from parts that were found right.

use super::draft;
use super::outline::Outline;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::PopulationMethod;
use crate::model::PopulationTargets;
use crate::model::PopulationWeights;
use crate::model::Replicates;
use crate::model::VariableIndex;
use crate::stats::replicates::Asked;
use crate::stats::replicates::Centre;
use crate::stats::replicates::Kind;

/// The replicate weights; `None` when a part is missing, which a rule has reported.
pub fn replicates(draft: &draft::Replicates, outline: &Outline) -> Option<Replicates> {
    Some(Replicates {
        weights: weights(draft, outline)?,
        combined: draft.combined.unwrap_or(true),
        asked: asked(draft)?,
        df: draft.df.and_then(|df| u32::try_from(df).ok()),
    })
}

/// How they were made; `None` when that is not known.
pub fn asked(draft: &draft::Replicates) -> Option<Asked> {
    Some(Asked {
        kind: Kind::of(&draft.kind)?,
        rho: draft.rho,
        scale: draft.scale,
        scales: draft.scales.clone(),
        centre: if draft.around == "estimate" {
            Centre::Estimate
        } else {
            Centre::Mean
        },
    })
}

/// The variables that hold them; `None` when a name stands for nothing.
pub fn weights(draft: &draft::Replicates, outline: &Outline) -> Option<Vec<VariableIndex>> {
    if let Some(prefix) = &draft.prefix {
        let number = |slot: &super::outline::Slot| {
            slot.origin == Origin::Hidden
                && matches!(slot.domain, Some(Domain::Number { .. }))
                && slot.id.starts_with(&prefix.value)
        };
        let slots = outline.slots.iter().enumerate();
        return Some(
            slots
                .filter(|(_, slot)| number(slot))
                .map(|(at, _)| VariableIndex(at))
                .collect(),
        );
    }
    let place = |name: &super::spanned::Name| outline.by_id.get(&name.value).copied().map(VariableIndex);
    draft.weights.iter().map(place).collect()
}

/// The population.
pub fn population(draft: &draft::Weighting) -> PopulationWeights {
    let margins = || draft.margins.iter().map(|margin| margin.value.clone()).collect();
    PopulationWeights {
        targets: match &draft.targets {
            Some(file) => PopulationTargets::File(file.value.clone()),
            None => PopulationTargets::Margins(margins()),
        },
        method: match draft.method.as_str() {
            "cell" | "poststratify" => PopulationMethod::Cell,
            _ => PopulationMethod::Rake,
        },
        trim: draft.trim.as_ref().map(|trim| trim.value),
        bound: match draft.bound.as_slice() {
            [low, high] => Some((*low, *high)),
            _ => None,
        },
    }
}
