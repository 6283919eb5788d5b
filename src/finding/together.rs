//! What figures with nearly the same bases tell of each other, and one decision for all of them.
//!
//! Two questions that nearly everybody answered have nearly the same base in every group. Where one hides a group to
//! protect another, and the other question shows it, the hidden base is known but for those who answered only one of both.
//! So of figures whose hidden groups differ by fewer than `privacy_k` people, what one hides the others hide too.

use super::disclosure::Showing;
use super::disclosure::disclose_with;
use crate::model::ReportSettings;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// The groups of a plan in one order, with the axes whose groups share nobody.
#[derive(Debug, Clone, Default)]
pub(super) struct Ground {
    /// Everybody first, then the groups of all axes.
    pub groups: Vec<Group>,
    places: BTreeMap<Group, usize>,
    axes: Vec<Range<usize>>,
    /// Figures that differ by fewer people tell each other's bases.
    near: u64,
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
}

/// What becomes of a group that everybody is in, where another figure hides it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Everybody {
    /// It stays: the total beside it tells it anyway.
    Stays,
    /// It is hidden too.
    Follows,
}

impl Ground {
    /// The groups of a plan; single people are protected in groups of fewer than `enough`.
    pub fn of(plan: &Plan, enough: u64) -> Self {
        let mut groups = vec![Group::Total];
        let mut axes = Vec::new();
        for axis in &plan.axes {
            if matches!(axis.division, Division::Whole | Division::Overlaps(_)) {
                continue;
            }
            let begins = groups.len();
            groups.extend((0..axis.levels).filter_map(|place| axis.group(place)));
            if matches!(axis.division, Division::Segment(_) | Division::Nested(_)) {
                axes.push(begins..groups.len());
            }
        }
        Self {
            places: groups.iter().enumerate().map(|(at, group)| (*group, at)).collect(),
            groups,
            axes,
            near: enough,
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
        // A measure of the report stands beside its total; what is counted beside the measures follows them.
        let everybody = if fixed.is_empty() {
            Everybody::Stays
        } else {
            Everybody::Follows
        };
        // Each round hides a group more in some figure, or is the last.
        loop {
            let more: Vec<BTreeSet<Group>> = (0..own.len())
                .map(|to| {
                    let others = (0..own.len()).filter(|at| *at != to).map(|at| &own[at]);
                    let taken = fixed.iter().chain(others);
                    taken
                        .flat_map(|from| self.taken_over(from, &own[to], everybody))
                        .collect()
                })
                .collect();
            if more.iter().all(BTreeSet::is_empty) {
                return;
            }
            for (figure, more) in own.iter_mut().zip(more).filter(|(_, more)| !more.is_empty()) {
                figure.hidden.extend(more);
                self.decide(tabulation, settings, figure);
            }
        }
    }

    fn decide(&self, tabulation: &Tabulation, settings: &ReportSettings, figure: &mut Figure) {
        let bases = &figure.bases;
        let base = |group| self.place(group).map_or(0, |at| bases[at]);
        let known = disclose_with(tabulation, &base, settings, &mut figure.hidden);
        let of = |group| known.get(group).copied().unwrap_or(Showing::HiddenPrivacy);
        figure.showing = self.groups.iter().map(of).collect();
    }

    /// The groups that `to` must hide because `from` hides them.
    pub fn taken_over(&self, from: &Figure, to: &Figure, everybody: Everybody) -> Vec<Group> {
        let mut found = Vec::new();
        for axis in &self.axes {
            let stays = |at: usize| everybody == Everybody::Stays && to.bases[at] == to.bases[0];
            let protects = |at: usize| from.showing[at].is_protective() && from.bases[at] > 0;
            // What is hidden for its quality alone can be worked out from the others.
            let tells = |at: &usize| {
                let open = to.showing[*at].is_visible()
                    || from.showing[*at].is_protective() && !to.showing[*at].is_protective();
                !from.showing[*at].is_visible() && from.bases[*at] > 0 && open && to.bases[*at] > 0 && !stays(*at)
            };
            if axis.clone().any(protects)
                && axis.clone().any(|at| tells(&at))
                && Self::apart(axis, from, to) < self.near
            {
                found.extend(axis.clone().filter(tells).map(|at| self.groups[at]));
            }
        }
        found
    }

    /// How many people the bases of two figures differ by in the groups that one of them hides, and in none.
    fn apart(axis: &Range<usize>, one: &Figure, two: &Figure) -> u64 {
        let nowhere = |figure: &Figure| {
            let inside: u64 = figure.bases[axis.clone()].iter().sum();
            figure.bases[0].saturating_sub(inside)
        };
        let hidden = |at: &usize| !one.showing[*at].is_visible() || !two.showing[*at].is_visible();
        let groups = axis.clone().filter(hidden);
        let inside: u64 = groups.map(|at| one.bases[at].abs_diff(two.bases[at])).sum();
        inside + nowhere(one).abs_diff(nowhere(two))
    }
}
