//! What figures with nearly the same bases tell of each other, and one decision for all of them.
//!
//! Two questions that nearly everybody answered have nearly the same base in every group. Where one hides a group to
//! protect another, and the other question shows it, the hidden base is known but for those who answered only one of both.
//! So of figures by which no more than `privacy_k` sizes of a hidden group remain possible, what one hides the others hide
//! too.

use super::disclosure::Showing;
use super::sums::disclose_with;
use super::sums::margins;
use super::sums::sums_of;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::tabulation::Axis;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Tabulation;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// The groups of a plan in one order, with the sums that they add up to.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    /// Everybody first, then the groups of all axes.
    pub groups: Vec<Group>,
    places: BTreeMap<Group, usize>,
    sums: Vec<Sum>,
    /// A group of which fewer sizes are possible is known.
    near: u64,
}

/// A group that is shown beside the groups it is made of, which share nobody.
#[derive(Debug, Clone)]
struct Sum {
    whole: usize,
    parts: Vec<usize>,
}

/// Something that was counted, by its unweighted bases.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// One base for each group of the ground.
    pub bases: Vec<u64>,
    /// Groups that are hidden whatever their base is.
    pub hidden: BTreeSet<Group>,
    /// What is decided, for each group of the ground.
    pub showing: Vec<Showing>,
}

impl Figure {
    /// Nothing is decided yet.
    pub fn new(bases: Vec<u64>, hidden: BTreeSet<Group>) -> Self {
        let showing = vec![Showing::Shown; bases.len()];
        Self { bases, hidden, showing }
    }

    /// Whether somebody in a group is protected by hiding it.
    fn protects(&self, at: usize) -> bool {
        self.showing[at].is_protective() && self.bases[at] > 0
    }
}

impl Ground {
    /// The groups of a plan; single people are protected in groups of fewer than `enough`.
    pub fn of(tabulation: &Tabulation, enough: u64) -> Self {
        let plan = tabulation.plan();
        let mut groups = vec![Group::Total];
        let mut axes: Vec<(&Axis, Range<usize>)> = Vec::new();
        for axis in &plan.axes {
            if matches!(axis.division, Division::Whole | Division::Overlaps(_)) {
                continue;
            }
            let begins = groups.len();
            groups.extend((0..axis.levels).filter_map(|place| axis.group(place)));
            if matches!(axis.division, Division::Segment(_) | Division::Nested(_)) {
                axes.push((axis, begins..groups.len()));
            }
        }
        let places: BTreeMap<Group, usize> = groups.iter().enumerate().map(|(at, group)| (*group, at)).collect();
        let mut sums: Vec<Sum> = Vec::new();
        for (axis, own) in axes {
            let of = |margins: Vec<(Group, Vec<usize>)>| {
                let sum = |(whole, cells): (Group, Vec<usize>)| {
                    let parts = cells.into_iter().map(|cell| own.start + cell).collect();
                    Some(Sum {
                        whole: *places.get(&whole)?,
                        parts,
                    })
                };
                margins.into_iter().filter_map(sum).collect::<Vec<_>>()
            };
            sums.extend(of(match axis.segment() {
                Some(segment) => sums_of(segment, axis.levels, &tabulation.nested()),
                None => margins(plan, &groups[own.clone()]),
            }));
        }
        Self {
            places,
            groups,
            sums,
            // One more than is promised: what other figures tell of the same people takes some of it.
            near: enough + 1,
        }
    }

    /// The place of a group.
    pub fn place(&self, group: Group) -> Option<usize> {
        self.places.get(&group).copied()
    }

    /// Decides for `own` figures together, beside others that are decided already and stay as they are.
    pub fn settle(&self, tabulation: &Tabulation, settings: &ReportSettings, fixed: &[Figure], own: &mut [Figure]) {
        for figure in &mut *own {
            self.decide(tabulation, settings, figure);
        }
        // Each round hides a group more in some figure, or is the last.
        loop {
            let more: Vec<BTreeSet<Group>> = (0..own.len())
                .map(|to| {
                    let others = (0..own.len()).filter(|at| *at != to).map(|at| &own[at]);
                    let taken = fixed.iter().chain(others);
                    taken.flat_map(|from| self.taken_over(from, &own[to])).collect()
                })
                .collect();
            if more.iter().all(BTreeSet::is_empty) {
                break;
            }
            for (figure, more) in own.iter_mut().zip(more).filter(|(_, more)| !more.is_empty()) {
                figure.hidden.extend(more);
                self.decide(tabulation, settings, figure);
            }
        }
        self.settle_nobody(fixed, own);
    }

    /// Where nobody answered there is nothing to hide, unless somebody is hidden there who answered something else: that
    /// nobody did would tell how many did elsewhere, and by these how many they are.
    fn settle_nobody(&self, fixed: &[Figure], own: &mut [Figure]) {
        let all = || fixed.iter().chain(own.iter());
        let protected: Vec<bool> = (0..self.groups.len())
            .map(|at| all().any(|one| one.protects(at)))
            .collect();
        for figure in own {
            for (at, group) in self.groups.iter().enumerate().filter(|(at, _)| figure.bases[*at] == 0) {
                figure.showing[at] = if protected[at] || figure.hidden.contains(group) {
                    Showing::HiddenComplement
                } else {
                    Showing::Shown
                };
            }
        }
    }

    /// The segments that hide some of their groups to protect people.
    pub fn protecting(&self, figures: &[Figure]) -> BTreeSet<VariableIndex> {
        let protects = |at: &usize| figures.iter().any(|one| one.protects(*at));
        let segment = |at: usize| match self.groups[at] {
            Group::Level(segment, _) => Some(segment),
            _ => None,
        };
        (0..self.groups.len()).filter(protects).filter_map(segment).collect()
    }

    fn decide(&self, tabulation: &Tabulation, settings: &ReportSettings, figure: &mut Figure) {
        let bases = &figure.bases;
        let base = |group| self.place(group).map_or(0, |at| bases[at]);
        let known = disclose_with(tabulation, &base, settings, &mut figure.hidden);
        let of = |group| known.get(group).copied().unwrap_or(Showing::HiddenPrivacy);
        figure.showing = self.groups.iter().map(of).collect();
    }

    /// The groups that `to` must hide because `from` hides them.
    pub fn taken_over(&self, from: &Figure, to: &Figure) -> Vec<Group> {
        let mut found = Vec::new();
        for sum in &self.sums {
            // What is hidden for its quality alone can be worked out from the others.
            // Everybody is in this group, and nobody could be in another: the sum tells it anyway.
            let stays = |at: usize| {
                let elsewhere = |other: &usize| *other != at && from.protects(*other);
                to.bases[at] == to.bases[sum.whole] && !sum.parts.iter().any(elsewhere)
            };
            let tells = |at: &usize| {
                let open = to.showing[*at].is_visible()
                    || from.showing[*at].is_protective() && !to.showing[*at].is_protective();
                !from.showing[*at].is_visible() && from.bases[*at] > 0 && open && to.bases[*at] > 0 && !stays(*at)
            };
            let parts = || sum.parts.iter().copied();
            if parts().any(|at| from.protects(at)) && parts().any(|at| tells(&at)) && sum.room(from, to) < self.near {
                found.extend(parts().filter(tells).map(|at| self.groups[at]));
            }
        }
        found
    }
}

impl Sum {
    /// How far a group that `from` hides to protect people, and `to` does not, could be larger or smaller for all that `to`
    /// tells.
    fn room(&self, from: &Figure, to: &Figure) -> u64 {
        let apart = self.apart(from, to);
        let holds = |one: &Figure, other: &Figure| self.parts.iter().all(|at| other.bases[*at] <= one.bases[*at]);
        let (within, around) = (holds(to, from), holds(from, to));
        if !within && !around {
            return apart;
        }
        let hidden = || self.parts.iter().filter(|at| to.protects(**at));
        let unknown: u64 = hidden().map(|at| to.bases[*at]).sum();
        // How many fewer and more there could be. Whoever is in the smaller figure is in the larger one, so what is known
        // of one bounds the other.
        let could = |own: u64, told: Option<u64>| match told {
            Some(told) if within => (own, told.saturating_sub(own)),
            None if within => (own, unknown),
            told => (own.saturating_sub(told.unwrap_or_default()), from.bases[self.whole]),
        };
        let inside = |at: &usize| could(from.bases[*at], (!to.protects(*at)).then_some(to.bases[*at]));
        let elsewhere = could(self.nowhere(from), (unknown == 0).then(|| self.nowhere(to)));
        let parts = || self.parts.iter().filter(|at| from.protects(**at));
        let all = parts().map(inside).chain([elsewhere]);
        let (fewer, more) = all.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        // What one group has more the others have fewer.
        let room = |own: (u64, u64)| own.1.min(fewer - own.0) + own.0.min(more - own.1);
        let known = parts().filter(|at| !to.protects(**at)).map(inside);
        known.map(room).min().map_or(apart, |room| room.min(apart))
    }

    fn nowhere(&self, figure: &Figure) -> u64 {
        let inside: u64 = self.parts.iter().map(|at| figure.bases[*at]).sum();
        figure.bases[self.whole].saturating_sub(inside)
    }

    /// How many people the bases of two figures differ by in the groups that one of them hides to protect people, and in
    /// none. What is hidden for its quality alone may be shown elsewhere.
    fn apart(&self, one: &Figure, two: &Figure) -> u64 {
        let groups = self
            .parts
            .iter()
            .copied()
            .filter(|at| one.protects(*at) || two.protects(*at));
        let inside: u64 = groups.map(|at| one.bases[at].abs_diff(two.bases[at])).sum();
        inside + self.nowhere(one).abs_diff(self.nowhere(two))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabulation::testing::REGION;

    const HIDDEN: Showing = Showing::HiddenComplement;
    const PRIVATE: Showing = Showing::HiddenPrivacy;
    const SHOWN: Showing = Showing::Shown;

    /// Everybody, and the groups of one segment.
    fn figure<const N: usize>(whole: u64, groups: [(u64, Showing); N]) -> Figure {
        let own = groups.iter();
        Figure {
            bases: std::iter::once(whole)
                .chain(own.clone().map(|(base, _)| *base))
                .collect(),
            hidden: BTreeSet::new(),
            showing: std::iter::once(SHOWN).chain(own.map(|(_, showing)| *showing)).collect(),
        }
    }

    fn ground(groups: usize) -> Ground {
        let level = |at| Group::Level(REGION, at);
        let groups: Vec<Group> = std::iter::once(Group::Total).chain((0..groups).map(level)).collect();
        Ground {
            places: groups.iter().enumerate().map(|(at, group)| (*group, at)).collect(),
            sums: vec![Sum {
                whole: 0,
                parts: (1..groups.len()).collect(),
            }],
            groups,
            near: 6,
        }
    }

    fn room(from: &Figure, to: &Figure) -> u64 {
        ground(from.bases.len() - 1).sums[0].room(from, to)
    }

    #[test]
    fn a_hidden_base_can_be_as_much_larger_or_smaller_as_those_elsewhere() {
        // 165 of 194 answered, and 3 of the 5 in no group: two more here are two fewer there, and three fewer three more.
        let (some, all) = (figure(168, [(165, HIDDEN)]), figure(199, [(194, SHOWN)]));
        assert_eq!(room(&some, &all), 5);
        // With everybody in a group, only the other group can be larger or smaller: 2 of its 6.
        let (some, all) = (
            figure(40, [(2, PRIVATE), (38, HIDDEN)]),
            figure(50, [(6, SHOWN), (44, SHOWN)]),
        );
        assert_eq!(room(&some, &all), 6);
    }

    #[test]
    fn a_hidden_base_holds_those_who_are_shown_for_another_figure() {
        // 38 and the one in no group are 39, of whom 35 answered the other question: three fewer are possible, and one more.
        let (all, some) = (
            figure(83, [(38, HIDDEN), (44, SHOWN)]),
            figure(69, [(35, SHOWN), (33, HIDDEN)]),
        );
        assert_eq!(room(&all, &some), 4);
        assert_eq!(ground(2).taken_over(&all, &some), [Group::Level(REGION, 0)]);
    }

    #[test]
    fn what_both_hide_is_no_bound() {
        // Store b has 28 of 40; how many of store a there are is known of neither.
        let fast = figure(122, [(3, PRIVATE), (28, HIDDEN), (31, SHOWN), (60, SHOWN)]);
        let csat = figure(134, [(3, PRIVATE), (40, SHOWN), (31, HIDDEN), (60, SHOWN)]);
        assert_eq!(room(&fast, &csat), 12, "as many as the bases differ by");
        // Who left one of them blank is known to be in store b alone: the other bases are the same.
        let fast = figure(132, [(3, PRIVATE), (38, HIDDEN), (31, SHOWN), (60, SHOWN)]);
        assert_eq!(room(&fast, &csat), 2);
        assert_eq!(ground(4).taken_over(&fast, &csat), [Group::Level(REGION, 1)]);
    }

    #[test]
    fn that_nobody_answered_is_hidden_where_somebody_is_who_answered_something_else() {
        let mut all = [
            figure(63, [(3, PRIVATE), (0, PRIVATE), (60, HIDDEN)]),
            figure(60, [(0, PRIVATE), (0, PRIVATE), (60, SHOWN)]),
        ];
        ground(3).settle_nobody(&[], &mut all);
        assert_eq!(all[1].showing[1..], [HIDDEN, SHOWN, SHOWN]);
        assert_eq!(all[0].showing[1..], [PRIVATE, SHOWN, HIDDEN]);
    }

    #[test]
    fn the_only_group_is_told_by_the_total_unless_another_could_have_somebody() {
        let three = figure(63, [(3, PRIVATE), (60, HIDDEN)]);
        let none = figure(60, [(0, PRIVATE), (60, SHOWN)]);
        assert_eq!(ground(2).taken_over(&three, &none), [Group::Level(REGION, 1)]);
        let alone = figure(25, [(0, PRIVATE), (25, PRIVATE)]);
        let total = figure(31, [(0, PRIVATE), (31, SHOWN)]);
        assert_eq!(ground(2).taken_over(&alone, &total), []);
    }
}
