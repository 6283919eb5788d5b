//! What may be shown: small bases are flagged or hidden, and what would reveal a hidden one is hidden with it.
//!
//! Everything is decided on unweighted bases.

use crate::measure::Scores;
use crate::model::Id;
use crate::model::ReportSettings;
use crate::model::WaveId;
use crate::tabulation::Group;
use serde::Serialize;
use std::collections::BTreeMap;

/// Whether a figure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Showing {
    /// As it is.
    Shown,
    /// With the warning that its base is small.
    Flagged,
    /// Not: its base is too small to mean anything.
    HiddenQuality,
    /// Not: so few people could be recognised.
    HiddenPrivacy,
    /// Not: with it a hidden one could be worked out from the total.
    HiddenComplement,
}

impl Showing {
    /// Whether the figure is seen.
    #[must_use]
    pub fn is_visible(self) -> bool {
        matches!(self, Self::Shown | Self::Flagged)
    }

    /// The word in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Flagged => "small_base",
            Self::HiddenQuality => "hidden_quality",
            Self::HiddenPrivacy => "hidden_privacy",
            Self::HiddenComplement => "hidden_complement",
        }
    }

    /// The decision on one figure by itself, by its unweighted base.
    #[must_use]
    pub fn of_base(base: u64, settings: &ReportSettings) -> Self {
        if base < settings.privacy_k {
            Self::HiddenPrivacy
        } else if base < settings.hide_below {
            Self::HiddenQuality
        } else if base < settings.flag_below {
            Self::Flagged
        } else {
            Self::Shown
        }
    }
}

/// The decision for every figure of a run.
#[derive(Debug, Clone, Default)]
pub struct Disclosure {
    by_figure: BTreeMap<(Id, WaveId, Group), Showing>,
}

impl Disclosure {
    /// Decides for all scores of a run.
    #[must_use]
    pub fn new(scores: &Scores, settings: &ReportSettings) -> Self {
        let mut by_figure = BTreeMap::new();
        for measure in scores.measures() {
            for wave in scores.tabulation.waves() {
                let base = |group| {
                    scores
                        .of(&measure.id, wave, group)
                        .and_then(|o| o.as_ref().ok())
                        .map_or(0, |e| e.base)
                };
                let mut put = |group, showing| by_figure.insert((measure.id.clone(), wave.clone(), group), showing);
                put(Group::Total, Showing::of_base(base(Group::Total), settings));
                for axis in &scores.tabulation.plan().axes {
                    let Some(segment) = axis.segment else { continue };
                    let bases: Vec<u64> = (0..axis.levels)
                        .map(|level| base(Group::Level(segment, level)))
                        .collect();
                    // Those whose level is not known are a group too: with the others and the total they could be
                    // worked out.
                    let unknown = base(Group::Total).saturating_sub(bases.iter().sum());
                    let row: Vec<u64> = bases.iter().copied().chain([unknown]).collect();
                    for (level, showing) in of_row(&row, settings).into_iter().take(bases.len()).enumerate() {
                        put(Group::Level(segment, level), showing);
                    }
                }
            }
        }
        Self { by_figure }
    }

    /// The decision for one figure; what was not scored is hidden.
    #[must_use]
    pub fn of(&self, measure: &Id, wave: &WaveId, group: Group) -> Showing {
        self.known(measure, wave, group).unwrap_or(Showing::HiddenPrivacy)
    }

    /// The decision for one figure; `None` when nothing of the kind was scored.
    #[must_use]
    pub fn known(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<Showing> {
        self.by_figure.get(&(measure.clone(), wave.clone(), group)).copied()
    }
}

/// Decides for groups whose total is shown beside them: while the hidden ones together are fewer than `privacy_k`
/// people, or a single one, the smallest of the others is hidden too.
#[must_use]
pub fn of_row(bases: &[u64], settings: &ReportSettings) -> Vec<Showing> {
    let mut showing: Vec<Showing> = bases.iter().map(|base| Showing::of_base(*base, settings)).collect();
    // An empty group hides nobody: its base of 0 is known to all.
    let private = (0..bases.len()).any(|at| showing[at] == Showing::HiddenPrivacy && bases[at] > 0);
    if !private {
        return showing;
    }
    loop {
        let hidden: Vec<usize> = (0..bases.len())
            .filter(|at| !showing[*at].is_visible() && bases[*at] > 0)
            .collect();
        let people: u64 = hidden.iter().map(|at| bases[*at]).sum();
        if hidden.len() > 1 && people >= settings.privacy_k {
            return showing;
        }
        let smallest = (0..bases.len())
            .filter(|at| showing[*at].is_visible())
            .min_by_key(|at| (bases[*at], *at));
        let Some(smallest) = smallest else { return showing };
        showing[smallest] = Showing::HiddenComplement;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decide(bases: &[u64]) -> Vec<&'static str> {
        of_row(bases, &ReportSettings::default())
            .into_iter()
            .map(Showing::code)
            .collect()
    }

    #[test]
    fn a_single_hidden_group_takes_the_smallest_other_one_with_it() {
        assert_eq!(
            decide(&[100, 3, 40, 35]),
            ["shown", "hidden_privacy", "shown", "hidden_complement"]
        );
    }

    #[test]
    fn two_hidden_groups_that_are_few_together_take_a_third() {
        assert_eq!(
            decide(&[2, 2, 200, 31]),
            ["hidden_privacy", "hidden_privacy", "shown", "hidden_complement"]
        );
        assert_eq!(
            decide(&[4, 4, 200, 31]),
            ["hidden_privacy", "hidden_privacy", "shown", "shown"]
        );
    }

    #[test]
    fn quality_alone_reveals_nobody_and_empty_groups_hide_nobody() {
        assert_eq!(decide(&[9, 200, 31]), ["hidden_quality", "shown", "shown"]);
        assert_eq!(decide(&[0, 200, 12]), ["hidden_privacy", "shown", "small_base"]);
        assert_eq!(decide(&[3, 7, 200]), ["hidden_privacy", "hidden_quality", "shown"]);
    }
}
