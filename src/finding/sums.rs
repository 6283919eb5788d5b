//! What sums tell of the groups they are made of: while one is hidden to protect people, others are hidden with it, so that
//! neither everybody nor a larger group gives it away.

use super::disclosure::Showing;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::tabulation::Axis;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Nested;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// Decides for all groups of a tabulation by their unweighted bases: of one question or measure, in one wave.
///
/// Groups of a segment add up to everybody, and those of a segment within another to the other's groups; a group that
/// its sum would tell is protected by another. What crossed segments tell together is not looked at here. `hidden` are
/// hidden whatever their base is; those that follow are put to them.
pub(super) fn disclose_with(
    tabulation: &Tabulation,
    base: &dyn Fn(Group) -> u64,
    settings: &ReportSettings,
    hidden: &mut BTreeSet<Group>,
) -> BTreeMap<Group, Showing> {
    let bases = Bases {
        plan: tabulation.plan(),
        nested: tabulation.nested(),
        base,
        settings,
    };
    // A sum that would tell the only hidden one of its parts is hidden too, and all is decided again.
    loop {
        match bases.decide(hidden) {
            Ok(known) => return known,
            Err(sum) => hidden.insert(sum),
        };
    }
}

/// What is decided on.
struct Bases<'a> {
    plan: &'a Plan,
    nested: Vec<Nested>,
    base: &'a dyn Fn(Group) -> u64,
    settings: &'a ReportSettings,
}

impl Bases<'_> {
    /// Decides, with these groups hidden whatever their base is.
    ///
    /// # Errors
    /// A group that must be hidden too.
    fn decide(&self, hidden: &BTreeSet<Group>) -> Result<BTreeMap<Group, Showing>, Group> {
        let whole = (self.base)(Group::Total);
        let mut known: BTreeMap<Group, Showing> = BTreeMap::new();
        known.insert(Group::Total, Showing::of_base(whole, self.settings));
        // What is nested depends on what it is nested in.
        let within = |axis: &Axis| {
            self.nested
                .iter()
                .filter(|one| axis.segment() == Some(one.fine))
                .count()
        };
        let own = |groups: &[Group], bases: &[u64]| -> Vec<Showing> {
            let of = |(group, base): (&Group, &u64)| match Showing::of_base(*base, self.settings) {
                showing if hidden.contains(group) && !showing.is_protective() => Showing::HiddenComplement,
                showing => showing,
            };
            groups.iter().zip(bases).map(of).collect()
        };
        let mut axes: Vec<&Axis> = self.plan.axes.iter().collect();
        axes.sort_by_key(|axis| (axis.variables().len(), within(axis)));
        for axis in axes {
            let groups: Vec<Group> = (0..axis.levels).filter_map(|place| axis.group(place)).collect();
            let bases: Vec<u64> = groups.iter().map(|group| (self.base)(*group)).collect();
            let decided = match &axis.division {
                Division::Whole | Division::Overlaps(_) => continue,
                Division::Options(_) => of_options(&bases, whole, self.settings),
                Division::Segment(segment) => {
                    let margins = self.sums(*segment, &known);
                    let decided = self.of_nested(&bases, &margins, &known, own(&groups, &bases));
                    if let Some((sum, _)) = margins.iter().find(|(sum, cells)| {
                        *sum != Group::Total
                            && known.get(sum).is_some_and(|showing| showing.is_visible())
                            && self.tells((self.base)(*sum), &bases, &decided, cells)
                    }) {
                        return Err(*sum);
                    }
                    decided
                }
                Division::Nested(_) => {
                    let margins = margins(self.plan, &groups);
                    self.of_nested(&bases, &margins, &known, own(&groups, &bases))
                }
            };
            known.extend(groups.into_iter().zip(decided));
        }
        Ok(known)
    }

    /// What groups of a segment add up to: everybody, and groups of the segments it lies in, as far as they are decided.
    fn sums(&self, segment: VariableIndex, known: &BTreeMap<Group, Showing>) -> Vec<(Group, Vec<usize>)> {
        let all = self.plan.axes.iter().find(|axis| axis.segment() == Some(segment));
        let mut found = sums_of(segment, all.map_or(0, |axis| axis.levels), &self.nested);
        found.retain(|(sum, _)| known.contains_key(sum));
        // Who protects a group within the smallest sum protects it in the larger ones too.
        found.sort_by_key(|(sum, cells)| (*sum == Group::Total, cells.len()));
        found
    }

    fn of_nested(
        &self,
        bases: &[u64],
        margins: &[(Group, Vec<usize>)],
        known: &BTreeMap<Group, Showing>,
        showing: Vec<Showing>,
    ) -> Vec<Showing> {
        let seen = |whole: &Group| known.get(whole).is_none_or(|showing| showing.is_visible());
        let margins = margins.iter().map(|(whole, cells)| Margin {
            base: (self.base)(*whole),
            cells,
            seen: seen(whole),
        });
        of_nested(bases, &margins.collect::<Vec<_>>(), showing, self.settings)
    }

    /// Whether the sum of cells tells a hidden one: it is the only one, or all hidden ones are few.
    fn tells(&self, whole: u64, bases: &[u64], showing: &[Showing], cells: &[usize]) -> bool {
        let elsewhere = whole.saturating_sub(cells.iter().map(|cell| bases[*cell]).sum());
        let hidden = || {
            cells
                .iter()
                .filter(|cell| !showing[**cell].is_visible() && bases[**cell] > 0)
        };
        let private = hidden().any(|cell| showing[*cell] != Showing::HiddenQuality);
        let people: u64 = hidden().map(|cell| bases[*cell]).sum();
        let parts = hidden().count() + usize::from(elsewhere > 0);
        private && (parts < 2 || people + elsewhere < self.settings.privacy_k)
    }
}

/// What the groups of a segment add up to, by their places: everybody, and groups of the segments it lies in.
pub(super) fn sums_of(segment: VariableIndex, levels: usize, nested: &[Nested]) -> Vec<(Group, Vec<usize>)> {
    let mut found = vec![(Group::Total, (0..levels).collect::<Vec<_>>())];
    for one in nested.iter().filter(|one| one.fine == segment) {
        let mut by_parent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (level, parent) in one.parents.iter().enumerate() {
            if let Some(parent) = parent {
                by_parent.entry(*parent).or_default().push(level);
            }
        }
        let sums = by_parent.into_iter();
        found.extend(sums.map(|(parent, levels)| (Group::Level(one.coarse, parent), levels)));
    }
    found
}

/// Decides for groups whose total is shown beside them: while the hidden ones together are fewer than `privacy_k`
/// people, or a single one, the smallest of the others is hidden too.
#[must_use]
pub fn of_row(bases: &[u64], settings: &ReportSettings) -> Vec<Showing> {
    let mut showing: Vec<Showing> = bases.iter().map(|base| Showing::of_base(*base, settings)).collect();
    conceal(bases, &mut showing, settings);
    showing
}

/// Decides for groups that overlap: what is not in a group is the whole without it, and must not be so few that they
/// could be recognised.
fn of_options(bases: &[u64], whole: u64, settings: &ReportSettings) -> Vec<Showing> {
    let decide = |base: &u64| match (Showing::of_base(*base, settings), whole.saturating_sub(*base)) {
        (showing, rest) if showing.is_visible() && (1..settings.privacy_k).contains(&rest) => Showing::HiddenComplement,
        (showing, _) => showing,
    };
    bases.iter().map(decide).collect()
}

/// A group shown beside the cells of nested segments that it is made of.
pub(super) struct Margin<'a> {
    /// Its base.
    pub base: u64,
    /// The places of its cells.
    pub cells: &'a [usize],
    /// Whether it is shown: else its cells would add up to what is hidden.
    pub seen: bool,
}

/// Decides for the cells of nested segments with these margins. What is hidden already stays so.
fn of_nested(
    bases: &[u64],
    margins: &[Margin<'_>],
    mut showing: Vec<Showing>,
    settings: &ReportSettings,
) -> Vec<Showing> {
    for cell in margins
        .iter()
        .filter(|margin| !margin.seen)
        .flat_map(|margin| margin.cells)
    {
        if showing[*cell].is_visible() {
            showing[*cell] = Showing::HiddenComplement;
        }
    }
    along_margins(bases, margins, showing, settings)
}

/// Hides what the sums along each margin would reveal. What is hidden already stays so.
pub(super) fn along_margins(
    bases: &[u64],
    margins: &[Margin<'_>],
    mut showing: Vec<Showing>,
    settings: &ReportSettings,
) -> Vec<Showing> {
    // Each round hides at least one cell more, or is the last.
    loop {
        let before = showing.clone();
        for Margin { base: whole, cells, .. } in margins {
            let own = cells.iter().map(|cell| bases[*cell]);
            let unknown = whole.saturating_sub(own.clone().sum());
            let row: Vec<u64> = own.chain([unknown]).collect();
            let known = cells.iter().map(|cell| showing[*cell]);
            let mut decided: Vec<Showing> = known.chain([Showing::of_base(unknown, settings)]).collect();
            conceal(&row, &mut decided, settings);
            for (cell, decided) in cells.iter().zip(decided) {
                showing[*cell] = decided;
            }
        }
        if showing == before {
            return showing;
        }
    }
}

/// The groups of a plan that cells of nested segments add up to, and the places of those cells: everybody, and the
/// groups of every axis that has some of the segments alone.
pub(super) fn margins(plan: &Plan, cells: &[Group]) -> Vec<(Group, Vec<usize>)> {
    let mut found = vec![(Group::Total, (0..cells.len()).collect())];
    for group in plan.levels() {
        let wanted = group.levels();
        let inside = |cell: &Group| {
            let levels = cell.levels();
            wanted.len() < levels.len() && wanted.iter().all(|level| levels.contains(level))
        };
        let places: Vec<usize> = (0..cells.len()).filter(|cell| inside(&cells[*cell])).collect();
        if !places.is_empty() {
            found.push((group, places));
        }
    }
    found
}

/// Hides what would reveal a group hidden for privacy in a row whose sum is known. What is hidden already stays so.
pub(super) fn conceal(bases: &[u64], showing: &mut [Showing], settings: &ReportSettings) {
    // An empty group hides nobody: its base of 0 is known to all. A complement protects as what it stands for does.
    let private = (0..bases.len()).any(|at| showing[at].is_protective() && bases[at] > 0);
    if !private {
        return;
    }
    loop {
        let hidden: Vec<usize> = (0..bases.len())
            .filter(|at| !showing[*at].is_visible() && bases[*at] > 0)
            .collect();
        let people: u64 = hidden.iter().map(|at| bases[*at]).sum();
        if hidden.len() > 1 && people >= settings.privacy_k {
            return;
        }
        let smallest = (0..bases.len())
            .filter(|at| showing[*at].is_visible())
            .min_by_key(|at| (bases[*at], *at));
        let Some(smallest) = smallest else { return };
        showing[smallest] = Showing::HiddenComplement;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tabulation::testing;
    use crate::tabulation::testing::OVERALL;
    use crate::tabulation::testing::REGION;

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

    fn codes(decided: Vec<Showing>) -> Vec<&'static str> {
        decided.into_iter().map(Showing::code).collect()
    }

    fn nested(bases: &[u64], margins: &[Margin<'_>]) -> Vec<Showing> {
        let settings = ReportSettings::default();
        let showing = bases.iter().map(|base| Showing::of_base(*base, &settings)).collect();
        of_nested(bases, margins, showing, &settings)
    }

    #[test]
    fn a_hidden_cell_of_nested_segments_is_safe_along_both() {
        // Region (2) by channel (2), both shown alone: 3 of 60 in the east are hidden; so must be the rest of the east,
        // of the channel, and with them the fourth.
        let bases = [3, 57, 47, 53];
        let margin = |base, cells| Margin {
            base,
            cells,
            seen: true,
        };
        let margins = [
            margin(160, &[0, 1, 2, 3][..]),
            margin(60, &[0, 1]),
            margin(100, &[2, 3]),
            margin(50, &[0, 2]),
            margin(110, &[1, 3]),
        ];
        let hidden = "hidden_complement";
        assert_eq!(
            codes(nested(&bases, &margins)),
            ["hidden_privacy", hidden, hidden, hidden]
        );
        // Only the total is shown beside them: one more is enough.
        assert_eq!(
            codes(nested(&bases, &margins[..1])),
            ["hidden_privacy", "shown", hidden, "shown"]
        );
        // A region that is hidden to protect another must not be the sum of cells that are shown.
        let unseen = Margin {
            base: 100,
            cells: &[2, 3],
            seen: false,
        };
        assert_eq!(
            codes(nested(&[30, 40, 47, 53], &[unseen])),
            ["shown", "shown", hidden, hidden]
        );
    }

    /// Groups of a finer segment (five) in those of a coarser one (three), by their bases and the groups they lie in.
    fn within(fine: [u64; 5], parents: [usize; 5]) -> (Vec<&'static str>, Vec<&'static str>) {
        let coarse = |group: usize| {
            (0..5)
                .filter(|at| parents[*at] == group)
                .map(|at| fine[at])
                .sum::<u64>()
        };
        let base = |group: Group| match group {
            Group::Level(OVERALL, at) => fine[at],
            Group::Level(REGION, at) => coarse(at),
            _ => fine.iter().sum(),
        };
        let bases = Bases {
            plan: &Plan::new(&testing::survey(false), &[OVERALL, REGION], []),
            nested: vec![Nested {
                fine: OVERALL,
                coarse: REGION,
                parents: parents.map(Some).to_vec(),
            }],
            base: &base,
            settings: &ReportSettings::default(),
        };
        let mut hidden = BTreeSet::new();
        let known = loop {
            match bases.decide(&hidden) {
                Ok(known) => break known,
                Err(sum) => assert!(hidden.insert(sum), "{sum:?} was hidden already"),
            }
        };
        let of = |variable, levels| {
            (0..levels)
                .map(|at| known[&Group::Level(variable, at)].code())
                .collect()
        };
        (of(OVERALL, 5), of(REGION, 3))
    }

    #[test]
    fn a_group_within_another_is_protected_by_one_beside_it_there() {
        let (shown, hidden) = ("shown", "hidden_complement");
        // By itself the fourth would be the smallest to protect the first; in the region of the first it is the second.
        assert_eq!(
            within([3, 57, 60, 40, 60], [0, 0, 1, 1, 2]),
            (vec!["hidden_privacy", hidden, shown, shown, shown], vec![shown; 3])
        );
        // Alone in its region, a group that protects another hides the region with it: their figures are the same.
        let (fine, coarse) = within([3, 57, 31, 80, 90], [0, 0, 1, 2, 2]);
        assert_eq!(fine[..3], ["hidden_privacy", hidden, shown]);
        assert_eq!(coarse, [shown; 3]);
        let (fine, coarse) = within([3, 90, 40, 80, 85], [0, 1, 2, 1, 1]);
        assert_eq!(fine, ["hidden_privacy", shown, hidden, shown, shown]);
        assert_eq!(coarse, ["hidden_privacy", shown, hidden]);
    }

    #[test]
    fn an_option_that_all_but_a_few_chose_is_hidden_for_those_few() {
        let settings = ReportSettings::default();
        let decided = codes(of_options(&[97, 60, 100, 4], 100, &settings));
        assert_eq!(decided, ["hidden_complement", "shown", "shown", "hidden_privacy"]);
    }

    #[test]
    fn quality_alone_reveals_nobody_and_empty_groups_hide_nobody() {
        assert_eq!(decide(&[9, 200, 31]), ["hidden_quality", "shown", "shown"]);
        assert_eq!(decide(&[0, 200, 12]), ["hidden_privacy", "shown", "small_base"]);
        assert_eq!(decide(&[3, 7, 200]), ["hidden_privacy", "hidden_quality", "shown"]);
    }
}
