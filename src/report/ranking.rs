//! Which findings come first: headline before parts before groups, larger before smaller.

use super::facts::Facts;
use crate::finding::Against;
use crate::finding::Change;
use crate::model::Id;
use crate::model::MeasureKind;
use crate::tabulation::Group;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The findings of the wave, the most important first; comparisons with a year ago are left to the tables.
pub fn findings(facts: &Facts) -> Vec<&Change> {
    let of_interest = |change: &&Change| {
        change.verdict.is_finding() && !matches!(change.against, Against::YearBefore(_) | Against::Wave(_))
    };
    let mut found: Vec<&Change> = facts.changes().filter(of_interest).collect();
    found.sort_by_key(|change| (tier(facts, change), Reverse(order(size(change)))));
    found
}

/// The same, but what is found about one figure stands together: the change first, then target and rest.
pub fn by_figure(facts: &Facts) -> Vec<Vec<&Change>> {
    let mut places: BTreeMap<(&Id, Group), usize> = BTreeMap::new();
    let mut figures: Vec<Vec<&Change>> = Vec::new();
    for change in findings(facts) {
        let place = *places.entry((&change.measure, change.group)).or_insert_with(|| {
            figures.push(Vec::new());
            figures.len() - 1
        });
        figures[place].push(change);
    }
    for figure in &mut figures {
        figure.sort_by(|a, b| a.against.cmp(&b.against));
        figure.sort_by_key(|change| matches!(change.against, Against::Rest));
    }
    figures
}

/// 0 for headline measures, 1 for parts of the index, 2 for other measures, 3 for changes of groups, 4 for groups against
/// the rest on headline measures, 5 for other groups against the rest.
fn tier(facts: &Facts, change: &Change) -> u8 {
    let measure = facts.measure(&change.measure);
    let headline = measure.is_some_and(|measure| measure.headline);
    if change.group == Group::Total {
        let part = measure.is_some_and(|measure| matches!(measure.kind, MeasureKind::Index(_)));
        return if headline {
            0
        } else if part {
            1
        } else {
            2
        };
    }
    match (&change.against, headline) {
        (Against::Rest, true) => 4,
        (Against::Rest, false) => 5,
        _ => 3,
    }
}

/// The difference in units of what matters.
pub fn size(change: &Change) -> f64 {
    if change.practical > 0.0 {
        change.comparison.difference.abs() / change.practical
    } else {
        0.0
    }
}

/// A float as a key.
pub fn order(x: f64) -> u64 {
    // Not negative and finite, so that the bits sort as the number does.
    if x.is_finite() && x > 0.0 { x.to_bits() } else { 0 }
}
