//! Everything a column of a survey's answers may be headed.

use super::own_words;
use super::text;
use crate::locale::Texts;
use crate::model::Domain;
use crate::model::Origin;
use crate::model::Survey;
use crate::model::Variable;
use crate::model::VariableIndex;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// What a header stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A variable.
    Variable(VariableIndex),
    /// An option of a multiple choice, at this position.
    Option(VariableIndex, usize),
}

/// The writings of a survey's columns.
pub(super) struct Names {
    /// `overall`, `service.speed`, `devices.phone`.
    ids: BTreeMap<String, Target>,
    /// Normalised texts.
    texts: BTreeMap<String, BTreeSet<Target>>,
}

impl Names {
    pub(super) fn new(survey: &Survey) -> Self {
        let mut names = Self {
            ids: BTreeMap::new(),
            texts: BTreeMap::new(),
        };
        for (at, variable) in survey.variables.iter().enumerate() {
            if variable.origin == Origin::Derived {
                continue;
            }
            names.add(variable, VariableIndex(at));
            names.own_words(survey, variable, VariableIndex(at));
            if let Origin::Question { page, row: None, .. } = variable.origin
                && let Some(entity) = survey.pages.get(page).and_then(|page| page.entity.as_ref())
            {
                names.about(&entity.text, variable, VariableIndex(at));
            }
        }
        names
    }

    fn add(&mut self, variable: &Variable, index: VariableIndex) {
        let target = Target::Variable(index);
        let id = variable.id.as_str();
        self.id(id, target);
        let own: Vec<&str> = variable.text.all().map(|(_, wording)| wording).collect();
        if !matches!(variable.origin, Origin::OtherWords { .. }) {
            for wording in &own {
                self.text(wording, target);
            }
        }
        let stems: Vec<&str> = variable
            .stem
            .iter()
            .flat_map(Texts::all)
            .map(|(_, wording)| wording)
            .collect();
        // Own words beside an option are headed as the option itself; see there.
        let beside = matches!(variable.origin, Origin::OtherWords { .. });
        for stem in stems.iter().filter(|_| !beside) {
            for part in &own {
                self.joined(stem, part, target);
            }
        }
        let question = id.split_once('.').map_or(id, |(question, _)| question);
        if !stems.is_empty() && !beside {
            for part in &own {
                self.text(&format!("{question}—{part}"), target);
            }
        }
        if let Domain::Multiple(list) = &variable.domain {
            for (position, option) in list.options.iter().enumerate() {
                let target = Target::Option(index, position);
                self.id(&format!("{id}.{}", option.id), target);
                for stem in &own {
                    for (_, label) in option.text.all() {
                        self.joined(stem, label, target);
                        for label in text::other_writings(label).iter().filter(|_| option.other) {
                            self.joined(stem, label, target);
                        }
                    }
                    self.joined(stem, option.id.as_str(), target);
                }
                for (_, label) in option.text.all() {
                    self.text(&format!("{id}—{label}"), target);
                }
            }
        }
    }

    /// The column of own words is headed by the option they belong to, where the answer has a column of its own.
    fn own_words(&mut self, survey: &Survey, variable: &Variable, index: VariableIndex) {
        let Domain::Choice(list) = &variable.domain else { return };
        let Some(target) = own_words::beside(survey, index) else {
            return;
        };
        let other = list.options.iter().filter(|option| option.other);
        for (_, label) in other.flat_map(|option| option.text.all()) {
            for (_, wording) in variable.text.all() {
                self.joined(wording, label, Target::Variable(target));
                for label in text::other_writings(label) {
                    self.joined(wording, &label, Target::Variable(target));
                }
            }
        }
    }

    /// Platforms head the columns of repeated questions with what the copy is about.
    fn about(&mut self, entity: &Texts, variable: &Variable, index: VariableIndex) {
        for (_, label) in entity.all() {
            for (_, wording) in variable.text.all() {
                self.joined(label, wording, Target::Variable(index));
                self.joined(wording, label, Target::Variable(index));
            }
        }
    }

    fn id(&mut self, id: &str, target: Target) {
        let bracketed = id
            .split_once('.')
            .map(|(question, parts)| format!("{question}[{}]", parts.replace('.', "][")));
        for name in [Some(id.to_owned()), bracketed].into_iter().flatten() {
            // The words beside "other" bear the name that the option's own column would have: the words are meant.
            if matches!(target, Target::Variable(_)) {
                self.ids.insert(name, target);
            } else {
                self.ids.entry(name).or_insert(target);
            }
        }
    }

    fn text(&mut self, wording: &str, target: Target) {
        let key = text::normal_header(wording);
        if !key.is_empty() {
            self.texts.entry(key).or_default().insert(target);
        }
    }

    /// A stem and one of its parts in the writings platforms use.
    fn joined(&mut self, stem: &str, part: &str, target: Target) {
        for joint in ["—", " - ", ": ", ":", "-", " ", "_", "/", "."] {
            self.text(&format!("{stem}{joint}{part}"), target);
        }
        for joint in ["", " "] {
            self.text(&format!("{stem}{joint}[{part}]"), target);
            self.text(&format!("{stem}{joint}({part})"), target);
        }
    }

    /// What a mapping's target names.
    pub(super) fn target(&self, name: &str) -> Option<Target> {
        self.ids.get(name).copied()
    }

    /// All targets' names.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.ids.keys().map(String::as_str)
    }

    /// What a header may stand for: an id says it alone, texts may be several questions'.
    pub(super) fn candidates(&self, header: &str) -> Vec<Target> {
        let trimmed = text::trimmed(header);
        if let Some(target) = self.ids.get(trimmed).or_else(|| self.ids.get(&text::normal(trimmed))) {
            return vec![*target];
        }
        let numbered = self.texts.get(&text::normal_header(header));
        numbered
            .map(|targets| targets.iter().copied().collect())
            .unwrap_or_default()
    }

    /// Whether a header is an id.
    pub(super) fn is_id(&self, header: &str) -> bool {
        let trimmed = text::trimmed(header);
        self.ids.contains_key(trimmed) || self.ids.contains_key(&text::normal(trimmed))
    }

    /// All texts with their targets.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &BTreeSet<Target>)> {
        self.texts.iter().map(|(text, targets)| (text.as_str(), targets))
    }
}
