//! Questions, rows, and hidden and derived values of two versions.

use super::Aspect;
use super::Impact;
use super::Item;
use super::Search;
use super::Subject;
use super::flow::text;
use super::names;
use super::words::label;
use super::words::labels;
use super::words::same_words;
use crate::locale::Texts;
use crate::model::Id;
use crate::model::Kind;
use crate::model::MatrixRow;
use crate::model::Origin;
use crate::model::Page;
use crate::model::Question;
use crate::model::Survey;
use crate::model::Variable;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

fn placed(survey: &Survey) -> Vec<(&Page, &Question)> {
    let pages = survey.pages.iter();
    pages
        .flat_map(|page| page.questions.iter().map(move |question| (page, question)))
        .collect()
}

impl Search<'_> {
    /// All questions: what came and went, what moved, and each that is in both.
    pub(super) fn questions(&mut self) {
        let (before, after) = (self.before, self.after);
        let (old, new) = (placed(before), placed(after));
        let moved = moved(
            &old.iter().map(|(_, question)| &question.id).collect::<Vec<_>>(),
            &new.iter().map(|(_, question)| &question.id).collect::<Vec<_>>(),
        );
        for (_, question) in &old {
            if !new.iter().any(|(_, other)| other.id == question.id) {
                let variables = names(before, &question.variables);
                let texts = [label(&question.text), String::new()];
                let is_note = matches!(question.kind, Kind::Note);
                let impact = if is_note { Impact::Footnote } else { Impact::Breaking };
                self.note(item(&question.id), &variables, Aspect::Removed, impact, texts);
            }
        }
        for (place, (page, question)) in new.iter().enumerate() {
            let variables = names(after, &question.variables);
            let own = item(&question.id);
            let Some((old_page, known)) = old.iter().find(|(_, other)| other.id == question.id) else {
                let texts = [String::new(), label(&question.text)];
                self.note(own, &variables, Aspect::Added, Impact::Compatible, texts);
                continue;
            };
            if moved.contains(&question.id) {
                let at = old
                    .iter()
                    .position(|(_, other)| other.id == question.id)
                    .unwrap_or_default();
                let texts = [(old_page, at), (page, place)].map(|(page, at)| format!("{} · {}", page.id, at + 1));
                self.note(own, &variables, Aspect::Moved, Impact::Footnote, texts);
            }
            self.question((*old_page, *known), (*page, *question));
        }
    }

    fn question(&mut self, (old_page, old): (&Page, &Question), (page, new): (&Page, &Question)) {
        let (before, after) = (self.before, self.after);
        let own = item(&new.id);
        let mut variables = names(after, &new.variables);
        variables.extend(names(before, &old.variables));
        if old.kind.code() != new.kind.code() {
            let texts = [old.kind.code().to_owned(), new.kind.code().to_owned()];
            self.note(own, &variables, Aspect::Kind, Impact::Breaking, texts);
            return;
        }
        let is_note = matches!(new.kind, Kind::Note);
        let wording = if is_note { Aspect::Texts } else { Aspect::Wording };
        self.texts(own, &variables, wording, &old.text, &new.text);
        self.texts(own, &variables, Aspect::Hint, &old.hint, &new.hint);
        self.texts(
            own,
            &variables,
            Aspect::Hint,
            &old.parts.interviewer,
            &new.parts.interviewer,
        );
        self.rows(own, old, new);
        self.kinds(own, &variables, old, new);
        // All rows of a battery stand on one scale: it is told once.
        let (first, second) = (old.variables.first(), new.variables.first());
        if let (Some(first), Some(second)) = (first, second) {
            let domains = (&before.variable(*first).domain, &after.variable(*second).domain);
            self.domains(own, &variables, domains.0, domains.1);
        }
        self.flow(own, &variables, (old_page, old), (page, new));
    }

    /// Rows of a battery, each an item of its own.
    fn rows(&mut self, own: Item<'_>, old: &Question, new: &Question) {
        let named = |question: &Question, survey: &Survey| -> Vec<(Id, Texts, Vec<Id>)> {
            let rows: Vec<(&Id, &Texts)> = match &question.kind {
                Kind::Kano { features, .. } => features.iter().map(|row| (&row.id, &row.text)).collect(),
                kind => kind.rows().iter().map(|row: &MatrixRow| (&row.id, &row.text)).collect(),
            };
            let rows = rows.into_iter().map(|(id, text)| {
                let name = question.parts.name(&question.id, id.as_str());
                let below = format!("{name}.");
                let variables = question.variables.iter().map(|variable| &survey.variable(*variable).id);
                let variables = variables.filter(|id| **id == name || id.as_str().starts_with(&below));
                (name.clone(), text.clone(), variables.cloned().collect())
            });
            rows.collect()
        };
        let (old, new) = (named(old, self.before), named(new, self.after));
        for (id, text, variables) in &old {
            if !new.iter().any(|(other, ..)| other == id) {
                let variables: Vec<&Id> = variables.iter().collect();
                let texts = [label(text), String::new()];
                self.note(Item { id, ..own }, &variables, Aspect::Removed, Impact::Breaking, texts);
            }
        }
        for (id, text, variables) in &new {
            let variables: Vec<&Id> = variables.iter().collect();
            let row = Item { id, ..own };
            if let Some((_, was, _)) = old.iter().find(|(other, ..)| other == id) {
                self.texts(row, &variables, Aspect::Wording, was, text);
            } else {
                let texts = [String::new(), label(text)];
                self.note(row, &variables, Aspect::Added, Impact::Compatible, texts);
            }
        }
        let ids = |rows: &[(Id, Texts, Vec<Id>)]| rows.iter().map(|(id, ..)| id.clone()).collect::<Vec<_>>();
        let (was, is) = (ids(&old), ids(&new));
        let moved = moved(&was.iter().collect::<Vec<_>>(), &is.iter().collect::<Vec<_>>());
        for (at, id) in is.iter().enumerate().filter(|(_, id)| moved.contains(*id)) {
            let variables: Vec<&Id> = new[at].2.iter().collect();
            let place = was.iter().position(|other| other == id).unwrap_or_default();
            let texts = [(place + 1).to_string(), (at + 1).to_string()];
            self.note(Item { id, ..own }, &variables, Aspect::Moved, Impact::Footnote, texts);
        }
    }

    /// What belongs to one kind of question alone.
    fn kinds(&mut self, own: Item<'_>, variables: &[&Id], old: &Question, new: &Question) {
        match (&old.kind, &new.kind) {
            (
                Kind::Multiple { min, max, .. },
                Kind::Multiple {
                    min: low, max: high, ..
                },
            ) => {
                let count = |n: &Option<u32>| n.map_or(String::new(), |n| n.to_string());
                let texts = [(min, max), (low, high)].map(|(low, high)| format!("{}–{}", count(low), count(high)));
                self.unlike(own, variables, Aspect::Limits, Impact::Footnote, texts);
            }
            (Kind::Slider { ends: was, .. }, Kind::Slider { ends: is, .. }) => {
                let number = |question: &Question| match &question.kind {
                    Kind::Slider { min, max, step, .. } => format!("{min}–{max}, {step}"),
                    _ => String::new(),
                };
                let texts = [number(old), number(new)];
                self.unlike(own, variables, Aspect::Scale, Impact::Breaking, texts);
                for (was, is) in was.iter().zip(is) {
                    self.texts(own, variables, Aspect::Ends, was, is);
                }
            }
            (Kind::Allocation { total: was, .. }, Kind::Allocation { total: is, .. }) => {
                self.unlike(
                    own,
                    variables,
                    Aspect::Scale,
                    Impact::Breaking,
                    [was.to_string(), is.to_string()],
                );
            }
            (Kind::Ranking { most: was, .. }, Kind::Ranking { most: is, .. }) => {
                self.unlike(
                    own,
                    variables,
                    Aspect::Limits,
                    Impact::Breaking,
                    [was.to_string(), is.to_string()],
                );
            }
            (Kind::Importance { .. }, Kind::Importance { .. }) => {
                // The second scale of the battery stands at the second variable.
                let second = |question: &Question, survey: &Survey| {
                    let variable = question.variables.get(1).copied();
                    variable.map(|variable| survey.variable(variable).domain.clone())
                };
                if let (Some(was), Some(is)) = (second(old, self.before), second(new, self.after)) {
                    self.domains(own, variables, &was, &is);
                }
            }
            (Kind::Number { unit: was, .. }, Kind::Number { unit: is, .. }) => {
                self.texts(own, variables, Aspect::Ends, was, is);
            }
            (Kind::Consent { purpose: was, .. }, Kind::Consent { purpose: is, .. }) => {
                self.texts(own, variables, Aspect::Wording, was, is);
            }
            _ => {}
        }
    }

    /// Two versions of a text, language by language.
    pub(super) fn texts(&mut self, own: Item<'_>, variables: &[&Id], aspect: Aspect, was: &Texts, is: &Texts) {
        for (lang, texts) in labels(was, is) {
            let (aspect, impact) = if same_words(&texts[0], &texts[1]) {
                (Aspect::Spelling, Impact::Compatible)
            } else {
                (aspect, Impact::Footnote)
            };
            self.note(own, variables, aspect, impact, texts);
            if let Some(last) = self.changes.last_mut() {
                last.lang = lang;
            }
        }
    }

    /// Hidden and derived values.
    pub(super) fn values(&mut self) {
        let (before, after) = (self.before, self.after);
        let own = |variable: &&Variable| matches!(variable.origin, Origin::Hidden | Origin::Derived);
        let gone = |variable: &&Variable| after.find(variable.id.as_str()).is_none();
        for variable in before.variables.iter().filter(own).filter(gone) {
            let texts = [label(&variable.text), String::new()];
            self.note(
                value(&variable.id),
                &[&variable.id],
                Aspect::Removed,
                Impact::Breaking,
                texts,
            );
        }
        for variable in after.variables.iter().filter(own) {
            let (item, variables) = (value(&variable.id), [&variable.id]);
            let Some(known) = before.find(variable.id.as_str()).map(|known| before.variable(known)) else {
                let texts = [String::new(), label(&variable.text)];
                self.note(item, &variables, Aspect::Added, Impact::Compatible, texts);
                continue;
            };
            if std::mem::discriminant(&known.domain) != std::mem::discriminant(&variable.domain) {
                let texts = [String::new(), String::new()];
                self.note(item, &variables, Aspect::Kind, Impact::Breaking, texts);
                continue;
            }
            let formulas = [known, variable].map(|variable| text(variable.value.as_ref()));
            self.unlike(item, &variables, Aspect::Formula, Impact::Breaking, formulas);
            self.domains(item, &variables, &known.domain, &variable.domain);
        }
    }
}

fn item(id: &Id) -> Item<'_> {
    Item {
        subject: Subject::Question,
        id,
        question: id,
    }
}

fn value(id: &Id) -> Item<'_> {
    Item {
        subject: Subject::Value,
        id,
        question: id,
    }
}

/// Which of the names in both lists stand elsewhere among the others: all but a longest run that kept its order, so that
/// one question put first is one that moved, not all others.
fn moved(before: &[&Id], after: &[&Id]) -> BTreeSet<Id> {
    let places: BTreeMap<&Id, usize> = before.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let common: Vec<(&Id, usize)> = after.iter().filter_map(|id| Some((*id, *places.get(*id)?))).collect();
    // The longest rising run that ends at each place, and where it came from.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(common.len());
    for (at, (_, place)) in common.iter().enumerate() {
        let from = (0..at)
            .filter(|&earlier| common[earlier].1 < *place)
            .max_by_key(|&earlier| (best[earlier].0, std::cmp::Reverse(earlier)));
        best.push((from.map_or(1, |from| best[from].0 + 1), from));
    }
    let mut kept = BTreeSet::new();
    let mut at = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    while let Some(place) = at {
        kept.insert(place);
        at = best[place].1;
    }
    let gone = common.iter().enumerate().filter(|(at, _)| !kept.contains(at));
    gone.map(|(_, (id, _))| (*id).clone()).collect()
}
