//! Pages that are repeated: a copy for each option of a multiple choice, or for each of a list.

use super::both;
use super::named;
use super::written;
use crate::definition::check::entity_name;
use crate::definition::check::loop_over;
use crate::definition::draft::Draft;
use crate::definition::draft::Entity;
use crate::definition::draft::Page;
use crate::definition::draft::Question;
use crate::definition::keys::IdForm;
use crate::definition::outline;
use crate::definition::spanned::Name;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::pipe;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One of the things pages are repeated for.
struct Thing {
    id: String,
    text: Texts,
    /// When it was chosen.
    condition: Option<String>,
}

/// Puts copies in the place of repeated pages.
pub fn repeat(source: &Arc<Source>, draft: &mut Draft, problems: &mut Vec<Problem>) {
    let written = std::mem::take(&mut draft.pages);
    let languages: Vec<Lang> = draft.languages.iter().map(|lang| lang.value.clone()).collect();
    let mut done: Vec<Page> = Vec::with_capacity(written.len());
    let mut left = written.into_iter().peekable();
    while let Some(first) = left.next() {
        let Some(repeated) = first.repeated.clone() else {
            done.push(first);
            continue;
        };
        let over = repeated.over.as_ref().map(|name| name.value.clone());
        let mut group = vec![first];
        let same = |page: &Page| {
            let next = page.repeated.as_ref().and_then(|next| next.over.as_ref());
            over.is_some() && next.map(|name| &name.value) == over.as_ref()
        };
        while let Some(next) = left.next_if(same) {
            group.push(next);
        }
        match things(source, &done, &repeated, problems) {
            Some(things) => copy(&group, things, &languages, &mut done),
            None => done.extend(group),
        }
    }
    draft.pages = done;
}

/// What pages are repeated for; `None` where that cannot be told.
fn things(
    source: &Arc<Source>,
    before: &[Page],
    repeated: &crate::definition::draft::Loop,
    problems: &mut Vec<Problem>,
) -> Option<Vec<Thing>> {
    let things: Vec<(Name, Thing)> = match (&repeated.over, &repeated.entities) {
        (None, Some(listed)) => listed
            .iter()
            .map(|listed| {
                let thing = Thing {
                    id: listed.id.value.clone(),
                    text: outline::named(&listed.text, &listed.id),
                    condition: None,
                };
                (listed.id.clone(), thing)
            })
            .collect(),
        (Some(over), None) => {
            let found = named(before, &over.value, None).filter(|question| question.kind == "multiple");
            let Some(question) = found else {
                problems.push(loop_over::not_earlier(source, over));
                return None;
            };
            let options = question.options.options.iter();
            options
                .filter(|option| option.exclusive.is_none())
                .map(|option| {
                    let text = super::carry::label(question, option);
                    let thing = Thing {
                        id: option.id.value.clone(),
                        text,
                        condition: Some(format!("{} has \"{}\"", over.value, option.id.value)),
                    };
                    (option.id.clone(), thing)
                })
                .collect()
        }
        _ => {
            problems.push(loop_over::one_of_two(source, &repeated.span));
            return None;
        }
    };
    let mut seen = BTreeSet::new();
    let mut whole = true;
    for (name, thing) in &things {
        if thing.id.is_empty() || !IdForm::Name.fits(&thing.id) {
            problems.extend((!thing.id.is_empty()).then(|| entity_name::unfit(source, name)));
            whole = false;
        } else if !seen.insert(thing.id.clone()) {
            problems.push(entity_name::twice(source, name));
            whole = false;
        }
    }
    whole.then(|| things.into_iter().map(|(_, thing)| thing).collect())
}

/// All pages of the group for the first thing, then for the next.
fn copy(group: &[Page], things: Vec<Thing>, languages: &[Lang], done: &mut Vec<Page>) {
    let siblings: BTreeSet<String> = group
        .iter()
        .flat_map(|page| &page.questions)
        .map(|question| question.id.value.clone())
        .collect();
    for thing in things {
        let entity = Arc::new(Entity {
            id: thing.id,
            text: thing.text,
            siblings: siblings.clone(),
        });
        for page in group {
            done.push(page_of(page, &entity, thing.condition.as_ref(), languages));
        }
    }
}

fn page_of(page: &Page, entity: &Arc<Entity>, condition: Option<&String>, languages: &[Lang]) -> Page {
    let mut copy = page.clone();
    copy.id.value = behind(&page.id.value, &entity.id);
    copy.repeated = None;
    copy.entity = Some(Arc::clone(entity));
    copy.title = about(&page.title, &entity.text, languages);
    if let Some(condition) = condition {
        let span = page.show_if.as_ref().map_or_else(
            || {
                page.repeated
                    .as_ref()
                    .map_or(page.id.span.clone(), |repeated| repeated.span.clone())
            },
            |own| own.span.clone(),
        );
        copy.show_if = Some(written(both(condition.clone(), page.show_if.as_ref()), &span));
    }
    copy.questions = page
        .questions
        .iter()
        .map(|question| question_of(question, entity, languages))
        .collect();
    copy
}

fn question_of(question: &Question, entity: &Arc<Entity>, languages: &[Lang]) -> Question {
    let mut copy = question.clone();
    copy.id.value = behind(&question.id.value, &entity.id);
    copy.entity = Some(Arc::clone(entity));
    for (_, text) in copy.texts_mut() {
        *text = about(text, &entity.text, languages);
    }
    copy
}

fn behind(name: &str, entity: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!("{name}.{entity}")
    }
}

/// A text with the label in the place of `{{ entity }}`, language by language.
fn about(text: &Texts, label: &Texts, languages: &[Lang]) -> Texts {
    let is_about = |wording: &str| {
        pipe::pieces(wording)
            .iter()
            .any(|piece| matches!(piece, pipe::Piece::Pipe(pipe) if pipe.name == pipe::ENTITY))
    };
    if !text.all().any(|(_, wording)| is_about(wording)) {
        return text.clone();
    }
    let put = |wording: &str, lang: &Lang| -> String {
        let pieces = pipe::pieces(wording).into_iter();
        pieces
            .map(|piece| match piece {
                pipe::Piece::Words(words) | pipe::Piece::Odd(words) => words,
                pipe::Piece::Pipe(pipe) if pipe.name == pipe::ENTITY => label.get(lang, languages),
                pipe::Piece::Pipe(pipe) => &wording[pipe.at],
            })
            .collect()
    };
    let own = |texts: &Texts| -> Vec<Lang> { texts.all().filter_map(|(lang, _)| lang.cloned()).collect() };
    let mut tags = own(text);
    if tags.is_empty() {
        tags = own(label);
    }
    match tags.first() {
        Some(_) => Texts::by_language(
            tags.into_iter()
                .map(|lang| {
                    let words = put(text.get(&lang, languages), &lang);
                    (lang, words)
                })
                .collect(),
        ),
        None => match languages.first() {
            Some(lang) => Texts::same(put(text.get(lang, languages), lang)),
            None => text.clone(),
        },
    }
}
