//! What may be shown: small bases are flagged or hidden, and what would reveal a hidden one is hidden with it.
//!
//! Everything is decided on unweighted bases.

use super::crossing::Crossing;
use super::together::Figure;
use super::together::Ground;
use crate::measure;
use crate::measure::Scores;
use crate::model::Id;
use crate::model::ReportSettings;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Axis;
use crate::tabulation::Group;
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
    /// Where small bases are shown: what is decided where they are not. What that hides to protect people is hidden too, or
    /// what stands beside it would tell it.
    usual: Option<Arc<Self>>,
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
    /// Segments of which no reader is told how many are in each group, whichever thresholds he has.
    protecting: BTreeSet<VariableIndex>,
}

impl Disclosure {
    /// Decides for all scores of a run.
    #[must_use]
    pub fn new(scores: &Scores, settings: &ReportSettings) -> Self {
        Self::above(scores, settings, Self::default())
    }

    /// Decides with higher thresholds, for a reader who may also see what was decided with lower ones.
    #[must_use]
    pub fn stricter(self: Arc<Self>, scores: &Scores, settings: &ReportSettings) -> Self {
        let below = Some(self);
        Self::above(
            scores,
            settings,
            Self {
                below,
                ..Self::default()
            },
        )
    }

    /// The same where bases that are only small are shown, as far as `settings` hide them no more: what protects people stays
    /// hidden.
    #[must_use]
    pub fn showing_small(self, scores: &Scores, settings: &ReportSettings) -> Self {
        let usual = Some(Arc::new(self.clone()));
        let small = Self::above(
            scores,
            settings,
            Self {
                usual,
                ..Self::default()
            },
        );
        Self {
            small: Some(Arc::new(small)),
            ..self
        }
    }

    fn above(scores: &Scores, settings: &ReportSettings, beside: Self) -> Self {
        let plan = scores.tabulation.plan();
        // Readers of both know as much of each other's bases as those who see more.
        let enough = beside
            .below
            .as_ref()
            .map_or(settings, |below| &below.settings)
            .privacy_k;
        let mut made = Self {
            settings: *settings,
            ground: Ground::of(&scores.tabulation, enough),
            ..beside
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
        let (mut anchors, mut bared, mut others) = (figures(anchors.clone()), figures(anchors), figures(others));
        self.ground.settle(&scores.tabulation, settings, &[], &mut anchors);
        self.ground.settle(&scores.tabulation, settings, &anchors, &mut others);
        let showing: BTreeMap<Vec<u64>, Vec<Showing>> = anchors
            .iter()
            .chain(&others)
            .map(|figure| (figure.bases.clone(), figure.showing.clone()))
            .collect();
        for (measure, bases) in of_measures {
            let known = showing.get(&bases).into_iter().flatten().copied();
            let mut known: BTreeMap<Group, Showing> = self.ground.groups.iter().copied().zip(known).collect();
            let usual = self.usual.as_ref();
            if let Some(usual) = usual.and_then(|usual| usual.by_figure.get(&(measure.clone(), wave.clone()))) {
                let protective = usual.iter().filter(|(_, showing)| showing.is_protective());
                known.extend(protective.map(|(group, showing)| (*group, *showing)));
            }
            self.by_figure.insert((measure.clone(), wave.clone()), known);
        }
        let mut protecting = self.ground.protecting(&anchors);
        if settings.hide_below > settings.privacy_k {
            // What is hidden for its quality alone may be shown elsewhere; what protects people beside it is hidden there.
            let bare = ReportSettings {
                hide_below: settings.privacy_k,
                ..*settings
            };
            self.ground.settle(&scores.tabulation, &bare, &[], &mut bared);
            protecting.extend(self.ground.protecting(&bared));
        }
        let decided = Decided {
            anchors,
            showing,
            responses,
            protecting,
        };
        self.by_wave.insert(wave.clone(), decided);
    }

    /// Whether some group of a segment is hidden to protect people, for any measure or by its responses.
    pub(super) fn protects_in(&self, wave: &WaveId, segment: VariableIndex) -> bool {
        let decided = self.by_wave.get(wave);
        decided.is_some_and(|wave| wave.protecting.contains(&segment))
    }

    /// The bases of a measure that was scored.
    fn bases(&self, scores: &Scores, measure: &Id, wave: &WaveId) -> Vec<u64> {
        let base = |group: &Group| {
            let scored = scores.of(measure, wave, *group).and_then(|one| one.as_ref().ok());
            scored.map_or(0, |one| one.base)
        };
        self.ground.groups.iter().map(base).collect()
    }

    /// What is hidden of these bases with lower thresholds already, or to protect people where small bases are not shown.
    fn hidden_below(&self, wave: &WaveId, bases: &[u64]) -> BTreeSet<Group> {
        let of = |other: &Option<Arc<Self>>, hides: fn(Showing) -> bool| {
            let wave = other.as_ref().and_then(|other| other.by_wave.get(wave));
            let showing = wave.and_then(|wave| wave.showing.get(bases));
            let groups = self.ground.groups.iter().zip(showing.into_iter().flatten());
            let hidden = groups.filter(|(_, showing)| hides(**showing)).map(|(group, _)| *group);
            hidden.collect::<BTreeSet<Group>>()
        };
        let mut hidden = of(&self.below, |showing| !showing.is_visible());
        hidden.extend(of(&self.usual, Showing::is_protective));
        hidden
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
            let taken: Vec<Group> = others.flat_map(|(from, _)| self.ground.taken_over(from, to)).collect();
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
        if let Some(usual) = &self.usual {
            let protected = usual.beside(tabulation, wave, base).into_iter();
            hidden.extend(
                protected
                    .filter(|(_, showing)| showing.is_protective())
                    .map(|(group, _)| group),
            );
        }
        let mut own = [Figure::new(bases, hidden)];
        self.ground
            .settle(tabulation, &self.settings, &decided.anchors, &mut own);
        let [own] = own;
        groups.zip(own.showing).collect()
    }
}
