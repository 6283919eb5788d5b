//! What may be shown: small bases are flagged or hidden, and what would reveal a hidden one is hidden with it.
//!
//! Everything is decided on unweighted bases.

use super::crossing::Crossing;
use super::together::Everybody;
use super::together::Figure;
use super::together::Ground;
use crate::measure;
use crate::measure::Scores;
use crate::model::Id;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Axis;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Nested;
use crate::tabulation::Plan;
use crate::tabulation::Tabulation;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

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

    /// Whether it is hidden to protect people, by itself or for others.
    #[must_use]
    pub fn is_protective(self) -> bool {
        matches!(self, Self::HiddenPrivacy | Self::HiddenComplement)
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
///
/// It is the same whatever a command is asked for: it rests on the segments and measures of the definition, and on how many
/// responses there are in each group. What is counted beside them is decided so that it tells nothing of what these hide.
#[derive(Debug, Clone, Default)]
pub struct Disclosure {
    settings: ReportSettings,
    by_figure: ByFigure,
    ground: Ground,
    by_wave: BTreeMap<WaveId, Decided>,
    /// What a reader with lower thresholds sees: what is hidden from him stays hidden here.
    below: Option<Arc<Self>>,
    /// What is decided where small bases are shown.
    small: Option<Arc<Self>>,
}

/// What is decided for the groups of each measure and wave.
pub(super) type ByFigure = BTreeMap<(Id, WaveId), BTreeMap<Group, Showing>>;

/// What is decided in a wave.
#[derive(Debug, Clone, Default)]
struct Decided {
    /// Responses, then the measures of the definition: no two with the same bases.
    anchors: Vec<Figure>,
    /// What is hidden, by the bases of everything that was decided.
    showing: BTreeMap<Vec<u64>, Vec<Showing>>,
    /// How many responses each group has.
    responses: Vec<u64>,
}

impl Disclosure {
    /// Decides for all scores of a run.
    #[must_use]
    pub fn new(scores: &Scores, settings: &ReportSettings) -> Self {
        Self::above(scores, settings, None)
    }

    /// Decides with higher thresholds, for a reader who may also see what was decided with lower ones.
    #[must_use]
    pub fn stricter(self: Arc<Self>, scores: &Scores, settings: &ReportSettings) -> Self {
        Self::above(scores, settings, Some(self))
    }

    /// The same where bases that are only small are shown, if they are by `small` too: what protects people stays hidden.
    #[must_use]
    pub fn showing_small(self, small: Self) -> Self {
        Self {
            small: Some(Arc::new(small)),
            ..self
        }
    }

    fn above(scores: &Scores, settings: &ReportSettings, below: Option<Arc<Self>>) -> Self {
        let plan = scores.tabulation.plan();
        // Readers of both know as much of each other's bases as those who see more.
        let enough = below.as_ref().map_or(settings, |below| &below.settings).privacy_k;
        let mut made = Self {
            settings: *settings,
            ground: Ground::of(plan, enough),
            below,
            ..Self::default()
        };
        let mut axes: Vec<&Axis> = plan.axes.iter().filter(|axis| axis.variables().len() > 1).collect();
        axes.sort_by_key(|axis| axis.variables().len());
        for wave in scores.tabulation.waves() {
            made.decide(scores, settings, wave);
            // What crossed segments hide is hidden for measures of nearly the same bases too, and that may ask for more.
            loop {
                for axis in &axes {
                    Crossing {
                        scores,
                        settings,
                        wave,
                        axis,
                    }
                    .secure(&mut made.by_figure);
                }
                if axes.is_empty() || !made.take_over(scores, wave) {
                    break;
                }
            }
        }
        made
    }

    /// Decides for all that is scored in a wave, but for what crossed segments tell.
    fn decide(&mut self, scores: &Scores, settings: &ReportSettings, wave: &WaveId) {
        let view = |group: &Group| scores.tabulation.view(wave, *group);
        let responses = self
            .ground
            .groups
            .iter()
            .map(|group| view(group).map_or(0, |view| view.rows().n))
            .collect::<Vec<u64>>();
        let mut anchors: BTreeSet<Vec<u64>> = [responses.clone()].into();
        for known in &scores.survey.measures {
            let bases: Vec<u64> = if scores.measure(known.id.as_str()).is_some() {
                self.bases(scores, &known.id, wave)
            } else {
                let base = |group| Some(measure::answered(known, &view(group)?)?.n);
                self.ground
                    .groups
                    .iter()
                    .map(|group| base(group).unwrap_or_default())
                    .collect()
            };
            // A measure that was not counted tells nothing.
            if bases.iter().any(|base| *base > 0) {
                anchors.insert(bases);
            }
        }
        let of_measures: Vec<(&Id, Vec<u64>)> = scores
            .measures()
            .iter()
            .map(|measure| (&measure.id, self.bases(scores, &measure.id, wave)))
            .collect();
        let others: BTreeSet<Vec<u64>> = of_measures
            .iter()
            .map(|(_, bases)| bases.clone())
            .filter(|bases| !anchors.contains(bases))
            .collect();
        let figures = |all: BTreeSet<Vec<u64>>| -> Vec<Figure> {
            let figure = |bases: Vec<u64>| {
                let hidden = self.hidden_below(wave, &bases);
                Figure::new(bases, hidden)
            };
            all.into_iter().map(figure).collect()
        };
        let (mut anchors, mut others) = (figures(anchors), figures(others));
        self.ground.settle(&scores.tabulation, settings, &[], &mut anchors);
        self.ground.settle(&scores.tabulation, settings, &anchors, &mut others);
        let showing: BTreeMap<Vec<u64>, Vec<Showing>> = anchors
            .iter()
            .chain(&others)
            .map(|figure| (figure.bases.clone(), figure.showing.clone()))
            .collect();
        for (measure, bases) in of_measures {
            let known = showing.get(&bases).into_iter().flatten().copied();
            let known = self.ground.groups.iter().copied().zip(known).collect();
            self.by_figure.insert((measure.clone(), wave.clone()), known);
        }
        let decided = Decided {
            anchors,
            showing,
            responses,
        };
        self.by_wave.insert(wave.clone(), decided);
    }

    /// The bases of a measure that was scored.
    fn bases(&self, scores: &Scores, measure: &Id, wave: &WaveId) -> Vec<u64> {
        let base = |group: &Group| {
            let scored = scores.of(measure, wave, *group).and_then(|one| one.as_ref().ok());
            scored.map_or(0, |one| one.base)
        };
        self.ground.groups.iter().map(base).collect()
    }

    /// What is hidden of these bases with lower thresholds already.
    fn hidden_below(&self, wave: &WaveId, bases: &[u64]) -> BTreeSet<Group> {
        let below = self.below.as_ref().and_then(|below| below.by_wave.get(wave));
        let showing = below.and_then(|below| below.showing.get(bases));
        let groups = self.ground.groups.iter().zip(showing.into_iter().flatten());
        groups
            .filter(|(_, showing)| !showing.is_visible())
            .map(|(group, _)| *group)
            .collect()
    }

    /// Hides for each measure what measures of nearly the same bases hide; whether there was anything.
    fn take_over(&mut self, scores: &Scores, wave: &WaveId) -> bool {
        let figure = |measure: &Id| {
            let known = self.by_figure.get(&(measure.clone(), wave.clone()));
            let of = |group: &Group| known.and_then(|known| known.get(group)).copied();
            Figure {
                showing: self
                    .ground
                    .groups
                    .iter()
                    .map(|group| of(group).unwrap_or(Showing::HiddenPrivacy))
                    .collect(),
                ..Figure::new(self.bases(scores, measure, wave), BTreeSet::new())
            }
        };
        let mut distinct: BTreeMap<Vec<u64>, (Figure, Vec<&Id>)> = BTreeMap::new();
        for measure in scores.measures() {
            let made = figure(&measure.id);
            let (_, ids) = distinct.entry(made.bases.clone()).or_insert_with(|| (made, Vec::new()));
            ids.push(&measure.id);
        }
        let mut found: Vec<(&Id, Vec<Group>)> = Vec::new();
        for (to, ids) in distinct.values() {
            let others = distinct.values().filter(|(from, _)| from.bases != to.bases);
            let taken: Vec<Group> = others
                .flat_map(|(from, _)| self.ground.taken_over(from, to, Everybody::Follows))
                .collect();
            found.extend(ids.iter().filter(|_| !taken.is_empty()).map(|id| (*id, taken.clone())));
        }
        let any = !found.is_empty();
        for (measure, groups) in found {
            if let Some(known) = self.by_figure.get_mut(&(measure.clone(), wave.clone())) {
                known.extend(groups.into_iter().map(|group| (group, Showing::HiddenComplement)));
            }
        }
        any
    }

    /// The decision for one figure; what was not scored is hidden.
    #[must_use]
    pub fn of(&self, measure: &Id, wave: &WaveId, group: Group) -> Showing {
        self.known(measure, wave, group).unwrap_or(Showing::HiddenPrivacy)
    }

    /// The decision for one figure; `None` when nothing of the kind was scored.
    #[must_use]
    pub fn known(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<Showing> {
        let of_wave = self.by_figure.get(&(measure.clone(), wave.clone()))?;
        let own = *of_wave.get(&group)?;
        Some(self.unless_small(own, |small| small.known(measure, wave, group)))
    }

    /// A decision, with what is only small shown where it is.
    fn unless_small(&self, own: Showing, of: impl Fn(&Self) -> Option<Showing>) -> Showing {
        let small = self.small.as_ref().filter(|_| own == Showing::HiddenQuality);
        let shown = small.and_then(|small| of(small));
        shown.filter(|showing| showing.is_visible()).unwrap_or(own)
    }

    /// The least people that may be told apart.
    pub(super) fn privacy_k(&self) -> u64 {
        self.settings.privacy_k
    }

    /// The decision on how many responses a group has; what was not counted is hidden.
    #[must_use]
    pub fn of_responses(&self, wave: &WaveId, group: Group) -> Showing {
        let decided = self.by_wave.get(wave);
        let showing = decided.and_then(|wave| wave.showing.get(&wave.responses));
        let at = self.ground.place(group);
        let own = at.and_then(|at| showing?.get(at).copied());
        let own = own.unwrap_or(Showing::HiddenPrivacy);
        self.unless_small(own, |small| Some(small.of_responses(wave, group)))
    }

    /// Decides for all groups of a wave by the bases of something that was counted beside the measures, so that it tells
    /// nothing of what these hide.
    #[must_use]
    pub fn beside(
        &self,
        tabulation: &Tabulation,
        wave: &WaveId,
        base: &dyn Fn(Group) -> u64,
    ) -> BTreeMap<Group, Showing> {
        let mut known = self.beside_alone(tabulation, wave, base);
        if let Some(small) = &self.small {
            let small = small.beside(tabulation, wave, base);
            for (group, own) in &mut known {
                let shown = small.get(group).filter(|showing| showing.is_visible());
                if let (Showing::HiddenQuality, Some(shown)) = (*own, shown) {
                    *own = *shown;
                }
            }
        }
        known
    }

    fn beside_alone(
        &self,
        tabulation: &Tabulation,
        wave: &WaveId,
        base: &dyn Fn(Group) -> u64,
    ) -> BTreeMap<Group, Showing> {
        let Some(decided) = self.by_wave.get(wave) else {
            return BTreeMap::new();
        };
        let bases: Vec<u64> = self.ground.groups.iter().map(|group| base(*group)).collect();
        let groups = self.ground.groups.iter().copied();
        if let Some(showing) = decided.showing.get(&bases) {
            return groups.zip(showing.iter().copied()).collect();
        }
        let mut hidden = self.hidden_below(wave, &bases);
        if let Some(below) = &self.below {
            let seen = below.beside(tabulation, wave, base);
            let unseen = seen.into_iter().filter(|(_, showing)| !showing.is_visible());
            hidden.extend(unseen.map(|(group, _)| group));
        }
        let mut own = [Figure::new(bases, hidden)];
        self.ground
            .settle(tabulation, &self.settings, &decided.anchors, &mut own);
        let [own] = own;
        groups.zip(own.showing).collect()
    }
}

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
        let mut found = vec![(Group::Total, (0..all.map_or(0, |axis| axis.levels)).collect::<Vec<_>>())];
        for one in self.nested.iter().filter(|one| one.fine == segment) {
            let mut by_parent: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (level, parent) in one.parents.iter().enumerate() {
                if let Some(parent) = parent {
                    by_parent.entry(*parent).or_default().push(level);
                }
            }
            let sums = by_parent
                .into_iter()
                .map(|(parent, levels)| (Group::Level(one.coarse, parent), levels));
            found.extend(sums.filter(|(sum, _)| known.contains_key(sum)));
        }
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
