//! Where a trend is not one: between two waves an item changed its meaning, or its wording.

use crate::diagnostic::Words;
use crate::model::Id;
use crate::model::WaveId;
use std::collections::BTreeMap;

/// What lies between the figures of a measure in two waves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seam {
    /// Whether the figures must not be compared; else they are, with these words beside them.
    pub broken: bool,
    /// What changed and why it matters, each in a sentence.
    pub what: Vec<Words>,
}

/// The seams of all measures, and of questions by their names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Seams {
    seams: BTreeMap<(Id, WaveId, WaveId), Seam>,
}

impl Seams {
    /// Notes what lies between two waves, in either order.
    pub fn put(&mut self, measure: &Id, one: &WaveId, other: &WaveId, seam: Seam) {
        self.seams.insert(key(measure, one, other), seam);
    }

    /// What lies between two waves; `None` where the questionnaire was the same in all that matters for the measure.
    #[must_use]
    pub fn between(&self, measure: &Id, one: &WaveId, other: &WaveId) -> Option<&Seam> {
        if self.seams.is_empty() {
            return None;
        }
        // A row of a table, such as `overall=top2`, follows its question.
        let own = measure.as_str().split('=').next().unwrap_or_default();
        self.seams.get(&key(&Id::new(own), one, other))
    }

    /// Whether figures of two waves must not be compared.
    #[must_use]
    pub fn breaks(&self, measure: &Id, one: &WaveId, other: &WaveId) -> bool {
        self.between(measure, one, other).is_some_and(|seam| seam.broken)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seams.is_empty()
    }
}

fn key(measure: &Id, one: &WaveId, other: &WaveId) -> (Id, WaveId, WaveId) {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    (measure.clone(), first.clone(), second.clone())
}
