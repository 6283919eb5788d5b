//! Cascades: one choice a level, each option offered under the one it belongs to.

use super::written;
use crate::definition::check::cascade_form;
use crate::definition::draft::Choice;
use crate::definition::draft::Choices;
use crate::definition::draft::Draft;
use crate::definition::draft::Question;
use crate::definition::draft::Rung;
use crate::definition::spanned::Spanned;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::locale::Texts;
use std::sync::Arc;

/// Puts the choices of its levels in the place of each cascade.
pub fn unfold(source: &Arc<Source>, draft: &mut Draft, problems: &mut Vec<Problem>) {
    let languages: Vec<Lang> = draft.languages.iter().map(|lang| lang.value.clone()).collect();
    for page in &mut draft.pages {
        let random = page.random.is_some();
        let written = std::mem::take(&mut page.questions);
        for question in written {
            let found = cascade_form::faults(source, &question);
            let is_whole = found.is_empty() && question.kind == "cascade";
            problems.extend(found);
            if is_whole {
                page.questions.extend(levels(&question, random, &languages));
            } else {
                page.questions.push(question);
            }
        }
    }
}

/// One option of a level: the option, the place of the one above it, and that one's name.
struct Place<'q> {
    option: &'q Choice,
    above: Option<(usize, &'q str)>,
}

fn levels(question: &Question, random: bool, languages: &[Lang]) -> Vec<Question> {
    let mut places: Vec<Place<'_>> = question
        .options
        .options
        .iter()
        .map(|option| Place { option, above: None })
        .collect();
    let mut made = Vec::new();
    for (depth, level) in question.levels.iter().enumerate() {
        let above = depth
            .checked_sub(1)
            .map(|above| question.levels[above].id.value.as_str());
        let mut copy = question.clone();
        "choice".clone_into(&mut copy.kind);
        copy.levels = Vec::new();
        copy.id = Spanned {
            value: question.part(&level.id.value),
            span: level.id.span.clone(),
        };
        copy.text = joined(&question.text, &level.text, languages);
        if depth > 0 {
            copy.hint = Texts::default();
        }
        if depth + 1 < question.levels.len() {
            copy.valid_if = None;
            copy.valid_message = None;
        }
        // The levels stay together where questions move.
        copy.anchor = random.then(|| question.id.span.clone()).or(copy.anchor);
        let options = (1..)
            .zip(&places)
            .map(|(position, place)| option(question, place, position, above))
            .collect();
        copy.options = Choices {
            span: question.options.span.clone(),
            options,
        };
        copy.rung = Some(Rung {
            above: above.map(|above| question.part(above)),
            groups: places.iter().filter_map(|place| Some(place.above?.0)).collect(),
        });
        made.push(copy);
        places = places
            .iter()
            .enumerate()
            .flat_map(|(at, place)| {
                let name = place.option.id.value.as_str();
                place.option.under.iter().map(move |option| Place {
                    option,
                    above: Some((at, name)),
                })
            })
            .collect();
    }
    made
}

fn option(question: &Question, place: &Place<'_>, position: i32, above: Option<&str>) -> Choice {
    let mut copy = place.option.clone();
    copy.under = Vec::new();
    // A value by position counts through the whole level, not within its branch.
    if copy.value.span == copy.id.span {
        copy.value.value = position;
    }
    copy.show_if = above.zip(place.above).map(|(level, (_, name))| {
        let base = question.written_id();
        written(format!("{base}.{level} = \"{name}\""), &place.option.id.span)
    });
    copy
}

/// The question and its level as one text.
fn joined(question: &Texts, level: &Texts, languages: &[Lang]) -> Texts {
    let tags: Vec<Lang> = [question, level]
        .into_iter()
        .flat_map(Texts::all)
        .filter_map(|(lang, _)| lang.cloned())
        .collect();
    let both = |lang: &Lang| {
        let dash = if lang.tag().starts_with("zh") { "：" } else { " – " };
        let (stem, part) = (question.get(lang, languages), level.get(lang, languages));
        format!("{stem}{dash}{part}")
    };
    if tags.is_empty() {
        return languages
            .first()
            .map_or_else(|| question.clone(), |lang| Texts::same(both(lang)));
    }
    Texts::by_language(
        tags.into_iter()
            .map(|lang| {
                let text = both(&lang);
                (lang, text)
            })
            .collect(),
    )
}
