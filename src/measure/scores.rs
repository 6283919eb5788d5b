//! All scores of a run: every measure for every wave and group, and for what is left of the wave without the group.

use super::IndexWeights;
use super::Outcome;
use super::design::difference_in;
use super::frame::Frame;
use super::needs;
use super::score_in;
use super::side_by_side::side_by_side;
use super::weights;
use crate::model::Id;
use crate::model::Measure;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::Comparison;
use crate::stats::Reason;
use crate::tabulation::Division;
use crate::tabulation::Group;
use crate::tabulation::Tabulation;
use crate::tabulation::View;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which responses of a wave a score is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Those of a group.
    Of(Group),
    /// Those of the wave that are not in the group.
    Rest(Group),
}

/// What a score is of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScoreKey {
    /// The measure.
    pub measure: Id,
    /// The responses, within the wave.
    pub part: Part,
    /// The wave.
    pub wave: WaveId,
}

/// One score.
#[derive(Debug, Clone)]
pub struct Score<'a> {
    /// What it is of.
    pub key: ScoreKey,
    /// The estimate, or why there is none.
    pub outcome: &'a Outcome,
}

/// The scores of a survey, with the counts they were made from.
#[derive(Debug, Clone)]
pub struct Scores {
    /// The survey.
    pub survey: Arc<Survey>,
    /// The counts.
    pub tabulation: Tabulation,
    /// The two-sided level of all intervals.
    pub level: f64,
    measures: Vec<Measure>,
    places: BTreeMap<Id, usize>,
    groups: Vec<Group>,
    /// Where the groups of each axis of the plan begin in `groups`; `None` for an axis that is not scored.
    starts: Vec<Option<usize>>,
    /// By measure, wave and group: the group's, and that of the rest of the wave.
    outcomes: Vec<Outcomes>,
    /// By measure and wave: the units of a sample of clusters.
    frames: Vec<Option<Frame>>,
    index_weights: Option<Result<IndexWeights, Reason>>,
}

#[derive(Debug, Clone)]
struct Outcomes {
    of: Outcome,
    rest: Option<Outcome>,
}

impl Scores {
    /// Scores `measures` for all waves and groups of `tabulation`, which must have been counted by a plan with their
    /// needs ([`needs`]); a measure whose needs are not there has no valid answers.
    #[must_use]
    pub fn new(survey: &Arc<Survey>, measures: &[Measure], tabulation: Tabulation, level: f64) -> Self {
        let weights::Settled {
            survey,
            measures,
            index: index_weights,
        } = weights::settle(survey, measures, &tabulation);
        let mut groups = vec![Group::Total];
        let mut starts = Vec::new();
        for axis in &tabulation.plan().axes {
            let scored = !matches!(axis.division, Division::Overlaps(_));
            starts.push(scored.then_some(if axis.levels == 0 { 0 } else { groups.len() }));
            groups.extend(
                (0..axis.levels)
                    .filter(|_| scored)
                    .filter_map(|place| axis.group(place)),
            );
        }
        let mut frames = Vec::new();
        for measure in &measures {
            for wave in tabulation.waves() {
                let frame = |view: View<'_>| Frame::of(&*weights::settled(measure, &view).ok()?, &view);
                frames.push(tabulation.view(wave, Group::Total).and_then(frame));
            }
        }
        let waves = tabulation.waves();
        let outcome = |at: usize| {
            let (figure, group) = (at / groups.len(), groups[at % groups.len()]);
            let (measure, wave) = (&measures[figure / waves.len()], &waves[figure % waves.len()]);
            let rest = match group {
                Group::Total => None,
                part => tabulation
                    .view(wave, Group::Total)
                    .and_then(|total| total.without(part)),
            };
            let scored = |view: View<'_>| score_in(measure, &view, level, frames[figure].as_ref());
            let of = tabulation.view(wave, group);
            Outcomes {
                of: of.map_or(Err(Reason::NoValidAnswers), scored),
                rest: rest.map(scored),
            }
        };
        let outcomes = side_by_side(measures.len() * waves.len() * groups.len(), &outcome);
        Self {
            survey,
            tabulation,
            level,
            places: measures
                .iter()
                .enumerate()
                .map(|(at, measure)| (measure.id.clone(), at))
                .collect(),
            groups,
            starts,
            outcomes,
            frames,
            measures,
            index_weights,
        }
    }

    /// Two groups of a wave compared under the design or the replicate weights of the survey: [`difference`](super::difference).
    #[must_use]
    pub fn difference(
        &self,
        (measure, wave): (&Id, &WaveId),
        (one, two): (&View<'_>, &View<'_>),
        both: Option<&View<'_>>,
    ) -> Option<Comparison> {
        let at = *self.places.get(measure)?;
        let wave = self.tabulation.waves().binary_search(wave).ok()?;
        let frame = self.frames[at * self.tabulation.waves().len() + wave].as_ref();
        let settled = weights::settled(&self.measures[at], one).ok()?;
        difference_in(&settled, (one, two), both, self.level, frame)
    }

    /// What must be counted to score `measures`.
    #[must_use]
    pub fn needs(measures: &[Measure]) -> Vec<crate::tabulation::Need> {
        measures.iter().flat_map(needs).collect()
    }

    /// The weights of the survey's index and what they rest on, or why the answers give none; `None` when its index is not
    /// among the measures.
    #[must_use]
    pub fn index_weights(&self) -> Option<Result<&IndexWeights, Reason>> {
        self.index_weights
            .as_ref()
            .map(|known| known.as_ref().map_err(|none| *none))
    }

    /// The measures scored, in order; weights of an index that come from the answers are known here.
    #[must_use]
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// The measure of this name.
    #[must_use]
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.id == *id)
    }

    /// One score; `None` when nothing of the kind was scored.
    #[must_use]
    pub fn get(&self, measure: &Id, wave: &WaveId, part: Part) -> Option<&Outcome> {
        let (Part::Of(group) | Part::Rest(group)) = part;
        let (axis, place) = self.tabulation.plan().place(group)?;
        let group = self.starts[axis]? + place;
        // The unknown stands behind the last group of its axis and is not scored.
        let beyond = place >= self.tabulation.plan().axes[axis].levels.max(1);
        let wave = self.tabulation.waves().binary_search(wave).ok()?;
        let at = (self.places.get(measure)? * self.tabulation.waves().len() + wave) * self.groups.len() + group;
        let found = self.outcomes.get(at).filter(|_| !beyond)?;
        match part {
            Part::Of(_) => Some(&found.of),
            Part::Rest(_) => found.rest.as_ref(),
        }
    }

    /// The score of a group.
    #[must_use]
    pub fn of(&self, measure: &Id, wave: &WaveId, group: Group) -> Option<&Outcome> {
        self.get(measure, wave, Part::Of(group))
    }

    /// The semantic id of a figure, stable from wave to wave: `after-sales/2026Q4/csat?region=east`.
    #[must_use]
    pub fn figure_id(&self, measure: &Id, wave: &WaveId, group: Group) -> String {
        let survey = &self.survey;
        let named = |(variable, level): &(VariableIndex, usize)| {
            let variable = self.survey.variable(*variable);
            let option = variable.domain.options().and_then(|list| list.options.get(*level));
            format!("{}={}", variable.id, option.map_or("", |option| option.id.as_str()))
        };
        let within: Vec<String> = match group {
            Group::Unknown(variable) => vec![format!("{}=", self.survey.variable(variable).id)],
            group => group.levels().iter().map(named).collect(),
        };
        let mark = if within.is_empty() { "" } else { "?" };
        format!("{}/{wave}/{measure}{mark}{}", survey.id, within.join("&"))
    }

    /// The segment and the level of a group by name; neither for the total, no level where it is not known. Of a
    /// combination the names are joined by `*`, the outermost first.
    #[must_use]
    pub fn level_of(&self, group: Group) -> (Option<Id>, Option<Id>) {
        if let Group::Unknown(segment) = group {
            return (Some(self.survey.variable(segment).id.clone()), None);
        }
        let (mut segments, mut levels): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
        for (variable, level) in group.levels() {
            let variable = self.survey.variable(variable);
            let options = variable.domain.options();
            segments.push(variable.id.as_str());
            levels.extend(
                options
                    .and_then(|list| list.options.get(level))
                    .map(|option| option.id.as_str()),
            );
        }
        // Two options of one multiple choice.
        segments.dedup();
        let joined = |names: &[&str]| (!names.is_empty()).then(|| Id::new(&names.join("*")));
        (joined(&segments), joined(&levels))
    }

    /// All scores in order of measure name, part and wave.
    pub fn all(&self) -> impl Iterator<Item = Score<'_>> {
        let mut found = Vec::with_capacity(2 * self.outcomes.len());
        let mut outcomes = self.outcomes.iter();
        for measure in &self.measures {
            for wave in self.tabulation.waves() {
                for (group, known) in self.groups.iter().zip(outcomes.by_ref()) {
                    let mut put = |part, outcome| {
                        let key = ScoreKey {
                            measure: measure.id.clone(),
                            part,
                            wave: wave.clone(),
                        };
                        found.push(Score { key, outcome });
                    };
                    put(Part::Of(*group), &known.of);
                    if let Some(rest) = &known.rest {
                        put(Part::Rest(*group), rest);
                    }
                }
            }
        }
        found.sort_by(|a, b| a.key.cmp(&b.key));
        found.into_iter()
    }
}
