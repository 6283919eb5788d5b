//! The words of forms in a definition: which are written, which a survey needs, which a language lacks.

use super::draft::Draft;
use super::spanned::Spanned;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::locale::Word;
use crate::logic::Phrase;
use crate::model::FormWord;
use crate::model::LabelWord;
use crate::model::OwnWords;
use crate::model::PrivacyWord;
use crate::model::ScriptWord;
use crate::model::scales;

/// The words a definition writes.
#[derive(Debug, Default)]
pub struct Words {
    /// Each with its place.
    pub written: Vec<(&'static Word, Spanned<Texts>)>,
    /// The same, to be asked for.
    pub own: OwnWords,
}

/// The words that the form of a draft says in a browser: all of the page and the script, and of conditions, data and labels those
/// lists and labels that it comes to.
pub fn needed(draft: &Draft) -> Vec<&'static Word> {
    let mut words: Vec<&'static Word> = FormWord::WORDS.iter().chain(ScriptWord::WORDS).collect();
    let has_conditions = draft.pages.iter().any(|page| {
        page.show_if.is_some()
            || page.questions.iter().any(|question| {
                let on_parts = question.rows.iter().any(|row| row.show_if.is_some())
                    || question.options.options.iter().any(|option| option.show_if.is_some());
                question.show_if.is_some() || question.require_if.is_some() || on_parts
            })
    });
    if has_conditions {
        words.extend(Phrase::WORDS);
    }
    if draft.privacy.stated {
        words.extend(PrivacyWord::WORDS);
    }
    words.extend(labels(draft));
    words
}

/// Labels of the built-in scales and answers that questions use.
fn labels(draft: &Draft) -> Vec<&'static Word> {
    let mut texts: Vec<Texts> = Vec::new();
    for (_, _, question) in draft.questions() {
        let scales = [&question.scale, &question.importance_scale];
        for name in scales.into_iter().flatten().map(|name| name.value.as_str()) {
            if draft.scales.iter().any(|own| own.id.value == name) {
                continue;
            }
            let points = scales::built_in(name).into_iter().flat_map(|scale| scale.list.options);
            texts.extend(points.map(|point| point.text));
        }
        if question.kind == "kano" {
            let points = scales::built_in(scales::KANO5)
                .into_iter()
                .flat_map(|scale| scale.list.options);
            texts.extend(points.map(|point| point.text));
        }
        let unnamed = question.missing.iter().filter(|missing| missing.text.is_none());
        texts.extend(unnamed.map(|missing| scales::missing_text(missing.kind.value)));
    }
    let used: Vec<&Word> = texts.iter().filter_map(LabelWord::of).collect();
    LabelWord::WORDS.iter().filter(|word| used.contains(word)).collect()
}

/// The languages of a draft that manyi does not speak itself.
pub fn foreign(draft: &Draft) -> impl Iterator<Item = &Spanned<Lang>> {
    let is_built_in = |lang: &Lang| ["en", "zh"].contains(&lang.primary().as_str());
    draft.languages.iter().filter(move |lang| !is_built_in(&lang.value))
}

/// The languages a draft declares to stand in for one.
pub fn declared<'d>(draft: &'d Draft, lang: &Lang) -> &'d [Spanned<Lang>] {
    let chain = draft.fallback.iter().find(|(own, _)| own.value == *lang);
    chain.map_or(&[], |(_, chain)| chain.as_slice())
}

/// Whether readers of a language get a word in it, or in a language that was declared to stand in.
pub fn is_filled(draft: &Draft, word: &'static Word, lang: &Lang) -> bool {
    let own = &draft.words.own;
    own.covers(word, lang) || declared(draft, lang).iter().any(|other| own.covers(word, &other.value))
}
