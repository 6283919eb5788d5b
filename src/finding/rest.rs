//! What a unit may see of the others: the rest of its wave, unless that is as good as one other unit.

use super::league::units;
use crate::measure::Part;
use crate::measure::Scores;
use crate::model::Id;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Group;
use std::collections::BTreeMap;

/// The largest part of the rest that a single other unit may make up.
const DOMINANT: f64 = 0.8;

/// For each measure of a wave: which units may see the rest.
#[derive(Debug, Clone)]
pub struct RestSeen {
    by_measure: BTreeMap<Id, Bases>,
}

#[derive(Debug, Clone)]
struct Bases {
    /// The rest of each unit.
    rests: BTreeMap<Group, u64>,
    /// Units with answers, the largest first; three are enough to know the two largest without any one.
    largest: Vec<(u64, Group)>,
    units: usize,
}

impl RestSeen {
    /// Decides for all units of a segment in a wave. The rest is seen where it is two other units at least and none of them makes
    /// up more than four fifths of it: a unit that took its own figures off would else see those of another. Groups of a
    /// multiple choice overlap, and their rest holds none of them whole.
    #[must_use]
    pub fn of(scores: &Scores, segment: VariableIndex, wave: &WaveId) -> Self {
        let all = units(scores.tabulation.plan(), segment);
        let of_measure = |id: &Id| {
            let base = |part| match scores.get(id, wave, part) {
                Some(Ok(estimate)) => estimate.base,
                _ => 0,
            };
            let mut largest: Vec<(u64, Group)> = all.iter().map(|group| (base(Part::Of(*group)), *group)).collect();
            largest.retain(|(base, _)| *base > 0);
            largest.sort_unstable_by(|one, two| two.cmp(one));
            let units = largest.len();
            largest.truncate(2);
            let rests = all.iter().map(|group| (*group, base(Part::Rest(*group)))).collect();
            Bases { rests, largest, units }
        };
        let measures = scores.measures().iter();
        Self {
            by_measure: measures
                .map(|measure| (measure.id.clone(), of_measure(&measure.id)))
                .collect(),
        }
    }

    /// Whether a unit may see the rest on a measure.
    #[must_use]
    pub fn is_seen(&self, measure: &Id, unit: Group) -> bool {
        let Some(bases) = self.by_measure.get(measure) else {
            return false;
        };
        let Some(rest) = bases.rests.get(&unit).filter(|rest| **rest > 0) else {
            return false;
        };
        if matches!(unit, Group::Chosen(..)) {
            return true;
        }
        let own = bases.largest.iter().any(|(_, group)| *group == unit);
        let others = bases.largest.iter().find(|(_, group)| *group != unit);
        // A unit without answers is not counted among them.
        let without = if own || bases.units > bases.largest.len() {
            bases.units - 1
        } else {
            bases.units
        };
        let largest = others.map_or(0, |(base, _)| *base);
        without > 1 && largest as f64 <= DOMINANT * *rest as f64
    }
}
