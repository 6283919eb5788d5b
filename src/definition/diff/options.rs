//! Options and scales of two versions.

use super::Aspect;
use super::Impact;
use super::Item;
use super::Search;
use super::words::label;
use super::words::labels;
use super::words::same_words;
use crate::definition::recode;
use crate::model::Better;
use crate::model::ChoiceOption;
use crate::model::Domain;
use crate::model::Id;
use crate::model::OptionList;
use crate::model::Scale;

impl Search<'_> {
    /// What can be answered, of two versions of a variable. Whether they are of one kind was asked before.
    pub(super) fn domains(&mut self, item: Item<'_>, variables: &[&Id], before: &Domain, after: &Domain) {
        let first = self.changes.len();
        self.differences(item, variables, before, after);
        let read_as = self.read_as(item, variables, [before, after]);
        for change in self.changes[first..]
            .iter_mut()
            .filter(|change| change.aspect.is_of_meaning())
        {
            change.read_as.clone_from(&read_as);
        }
    }

    /// What earlier options are today, where the newest version says so of every option of both versions: `app → online`, and why.
    fn read_as(&self, item: Item<'_>, variables: &[&Id], versions: [&Domain; 2]) -> Option<String> {
        let formerly = self.declared.formerly.get(item.question)?;
        let mut today = variables.iter().filter_map(|id| self.declared.find(id.as_str()));
        let today = &self.declared.variable(today.next()?).domain;
        if !versions
            .iter()
            .all(|version| recode::is_complete(version, today, formerly))
        {
            return None;
        }
        let had = |name: &str| {
            let mut lists = versions.iter().filter_map(|version| version.options());
            lists.any(|list| recode::position(list, name).is_some())
        };
        let said = formerly.now.iter().filter(|(old, _)| had(old));
        let said: Vec<String> = said.map(|(old, now)| format!("{old} → {}", now.code())).collect();
        Some(if said.is_empty() {
            formerly.because.clone()
        } else {
            format!("{}; {}", said.join(", "), formerly.because)
        })
    }

    fn differences(&mut self, item: Item<'_>, variables: &[&Id], before: &Domain, after: &Domain) {
        match (before, after) {
            (Domain::Rating(old), Domain::Rating(new)) => self.scales(item, variables, old, new),
            (Domain::Choice(old), Domain::Choice(new)) | (Domain::Multiple(old), Domain::Multiple(new)) => {
                self.lists(item, variables, old, new);
                self.missing(item, variables, old, new);
            }
            (
                Domain::Number { min, max, whole },
                Domain::Number {
                    min: low,
                    max: high,
                    whole: round,
                },
            ) if (min, max, whole) != (low, high, round) => {
                let range = |low: &Option<f64>, high: &Option<f64>| {
                    let end = |end: &Option<f64>| end.map_or(String::new(), |end| end.to_string());
                    format!("{}–{}", end(low), end(high))
                };
                let texts = [range(min, max), range(low, high)];
                self.note(item, variables, Aspect::Limits, Impact::Footnote, texts);
            }
            _ => {}
        }
    }

    fn scales(&mut self, item: Item<'_>, variables: &[&Id], before: &Scale, after: &Scale) {
        if before.list.values() == after.list.values() {
            self.labelled(item, variables, &before.list, &after.list);
            if before.ends_only != after.ends_only {
                let texts = [points(&before.list), points(&after.list)];
                self.note(item, variables, Aspect::Ends, Impact::Footnote, texts);
            }
        } else {
            let texts = [points(&before.list), points(&after.list)];
            self.note(item, variables, Aspect::Scale, Impact::Breaking, texts);
        }
        if before.better != after.better {
            let word = |better| if better == Better::High { "high" } else { "low" };
            let texts = [word(before.better).to_owned(), word(after.better).to_owned()];
            self.note(item, variables, Aspect::Direction, Impact::Breaking, texts);
        }
        self.missing(item, variables, &before.list, &after.list);
    }

    /// Points of a scale that keep their values: another name of one is only a name, other words are other words.
    fn labelled(&mut self, item: Item<'_>, variables: &[&Id], before: &OptionList, after: &OptionList) {
        for (old, new) in before.options.iter().zip(&after.options) {
            self.label(item, variables, old, new);
        }
    }

    fn label(&mut self, item: Item<'_>, variables: &[&Id], old: &ChoiceOption, new: &ChoiceOption) {
        for (lang, [was, is]) in labels(&old.text, &new.text) {
            let (aspect, impact) = if same_words(&was, &is) {
                (Aspect::Spelling, Impact::Compatible)
            } else {
                (Aspect::Label, Impact::Footnote)
            };
            let named = |text: String| format!("{} = {text}", new.value);
            self.note(item, variables, aspect, impact, [named(was), named(is)]);
            if let Some(last) = self.changes.last_mut() {
                last.lang = lang;
            }
        }
    }

    fn lists(&mut self, item: Item<'_>, variables: &[&Id], before: &OptionList, after: &OptionList) {
        for old in &before.options {
            let same_value = after.options.iter().find(|new| new.value == old.value);
            let same_id = after.options.iter().find(|new| new.id == old.id);
            match (same_id, same_value) {
                (Some(new), _) if new.value == old.value => self.label(item, variables, old, new),
                (Some(new), _) => {
                    let texts = [old, new].map(|option| format!("{} = {}", option.id, option.value));
                    self.note(item, variables, Aspect::OptionValue, Impact::Breaking, texts);
                }
                (None, Some(new)) => {
                    let same = labels(&old.text, &new.text).is_empty();
                    let impact = if same { Impact::Footnote } else { Impact::Breaking };
                    self.note(item, variables, Aspect::OptionRenamed, impact, [shown(old), shown(new)]);
                }
                (None, None) => {
                    let texts = [shown(old), String::new()];
                    self.note(item, variables, Aspect::OptionRemoved, Impact::Breaking, texts);
                }
            }
        }
        let fresh = |new: &&ChoiceOption| {
            before
                .options
                .iter()
                .all(|old| old.id != new.id && old.value != new.value)
        };
        for new in after.options.iter().filter(fresh) {
            let texts = [String::new(), shown(new)];
            self.note(item, variables, Aspect::OptionAdded, Impact::Footnote, texts);
        }
        let order = |list: &OptionList, other: &OptionList| -> Vec<i32> {
            let values = list.options.iter().map(|option| option.value);
            values
                .filter(|value| other.position_of_value(*value).is_some())
                .collect()
        };
        if order(before, after) != order(after, before) {
            let ids = |list: &OptionList| {
                let ids: Vec<&str> = list.options.iter().map(|option| option.id.as_str()).collect();
                ids.join(", ")
            };
            self.note(
                item,
                variables,
                Aspect::OptionOrder,
                Impact::Footnote,
                [ids(before), ids(after)],
            );
        }
    }

    fn missing(&mut self, item: Item<'_>, variables: &[&Id], before: &OptionList, after: &OptionList) {
        let kinds = |list: &OptionList| {
            let kinds: Vec<&str> = list.missing.iter().map(|missing| missing.kind.code()).collect();
            kinds.join(", ")
        };
        if kinds(before) != kinds(after) {
            let texts = [kinds(before), kinds(after)];
            self.note(item, variables, Aspect::MissingAnswer, Impact::Footnote, texts);
        }
    }
}

fn shown(option: &ChoiceOption) -> String {
    let text = label(&option.text);
    if text.is_empty() || text == option.id.as_str() {
        format!("{} = {}", option.id, option.value)
    } else {
        format!("{} = {} ({text})", option.id, option.value)
    }
}

/// The values of a scale with the words at its ends: `1–5 (Very dissatisfied … Very satisfied)`.
fn points(list: &OptionList) -> String {
    let (Some(low), Some(high)) = (list.options.first(), list.options.last()) else {
        return String::new();
    };
    let count = list.options.len();
    format!(
        "{}–{}, {count} ({} … {})",
        low.value,
        high.value,
        label(&low.text),
        label(&high.text)
    )
}
