//! All scores of a run: every measure for every wave and group, and for what is left of the wave without the group.

use super::Outcome;
use super::needs;
use super::score;
use crate::model::Id;
use crate::model::Measure;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Group;
use crate::tabulation::Tabulation;
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
#[derive(Debug, Clone, Copy)]
pub struct Score<'a> {
    /// What it is of.
    pub key: &'a ScoreKey,
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
    by_key: BTreeMap<ScoreKey, Outcome>,
}

impl Scores {
    /// Scores `measures` for all waves and groups of `tabulation`, which must have been counted by a plan with their
    /// needs ([`needs`]); a measure whose needs are not there has no valid answers.
    #[must_use]
    pub fn new(survey: &Arc<Survey>, measures: &[Measure], tabulation: Tabulation, level: f64) -> Self {
        let mut by_key = BTreeMap::new();
        let groups: Vec<Group> = std::iter::once(Group::Total)
            .chain(tabulation.plan().levels())
            .collect();
        for wave in tabulation.waves() {
            for group in &groups {
                let Some(view) = tabulation.view(wave, *group) else {
                    continue;
                };
                let total = tabulation.view(wave, Group::Total);
                let rest = match group {
                    Group::Total => None,
                    part => total.and_then(|total| total.without(*part)),
                };
                for measure in measures {
                    let key = |part| ScoreKey {
                        measure: measure.id.clone(),
                        part,
                        wave: wave.clone(),
                    };
                    by_key.insert(key(Part::Of(*group)), score(measure, &view, level));
                    if let Some(rest) = &rest {
                        by_key.insert(key(Part::Rest(*group)), score(measure, rest, level));
                    }
                }
            }
        }
        Self {
            survey: Arc::clone(survey),
            tabulation,
            level,
            measures: measures.to_vec(),
            by_key,
        }
    }

    /// What must be counted to score `measures`.
    #[must_use]
    pub fn needs(measures: &[Measure]) -> Vec<crate::tabulation::Need> {
        measures.iter().flat_map(needs).collect()
    }

    /// The measures scored, in order.
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
        self.by_key.get(&ScoreKey {
            measure: measure.clone(),
            part,
            wave: wave.clone(),
        })
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
        self.by_key.iter().map(|(key, outcome)| Score { key, outcome })
    }
}
