//! How far the texts of a definition are written in each of its languages, part by part.

use super::decode;
use super::draft::Draft;
use super::spanned::Spanned;
use super::words;
use super::yaml;
use super::yaml::Node;
use crate::diagnostic::Place;
use crate::diagnostic::Source;
use crate::locale::Lang;
use crate::locale::Texts;
use crate::model::words::LISTS;
use std::sync::Arc;

/// The texts of a part of a definition in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The part: the id of a page, or the key at the top of the file.
    pub part: String,
    /// The language.
    pub lang: Lang,
    /// How many texts there are.
    pub texts: usize,
    /// How many are written in the language, or are the same in all.
    pub own: usize,
    /// How many come from a language that `fallback` names.
    pub fallback: usize,
    /// Where nothing of both is: readers see another language there.
    pub missing: Vec<Place>,
}

/// The coverage of every part in every language, parts in the order of the file; empty where the text is no definition.
#[must_use]
pub fn coverage(source: &Arc<Source>) -> Vec<Coverage> {
    let (Some(root), _) = yaml::parse(source) else {
        return Vec::new();
    };
    let draft = decode::decode(&root);
    let mut found: Vec<Coverage> = Vec::new();
    for text in &draft.texts {
        let part = part(&root, text);
        for lang in &draft.languages {
            let lang = &lang.value;
            let place = found.iter().position(|one| one.part == part && one.lang == *lang);
            let at = place.unwrap_or_else(|| {
                found.push(Coverage {
                    part: part.clone(),
                    lang: lang.clone(),
                    texts: 0,
                    own: 0,
                    fallback: 0,
                    missing: Vec::new(),
                });
                found.len() - 1
            });
            let row = &mut found[at];
            row.texts += 1;
            if text.value.covers(lang) {
                row.own += 1;
            } else if filled(&draft, &text.value, lang) {
                row.fallback += 1;
            } else {
                row.missing.push(text.place(source));
            }
        }
    }
    found.extend(words::foreign(&draft).flat_map(|lang| of_words(source, &draft, &lang.value)));
    found
}

/// The words of forms in a language that has none built in, list by list: the words that a browser needs, and whole lists that
/// somebody began for paper or a station.
fn of_words(source: &Arc<Source>, draft: &Draft, lang: &Lang) -> Vec<Coverage> {
    let needed = words::needed(draft);
    let place = |span: &std::ops::Range<usize>| Place::text(source, span.clone());
    // A gap stands where the language is declared: there is no place yet for what is to be written.
    let at = draft.languages.iter().find(|one| one.value == *lang);
    let gap = at.map(|one| place(&one.span));
    let mut found = Vec::new();
    for list in LISTS {
        let mut wanted: Vec<_> = list.iter().filter(|word| needed.contains(word)).collect();
        if wanted.is_empty() && draft.words.own.speaks(list, lang) {
            wanted = list.iter().collect();
        }
        let Some(first) = wanted.first() else { continue };
        let own = wanted.iter().filter(|word| draft.words.own.covers(word, lang)).count();
        let filled = wanted.iter().filter(|word| words::is_filled(draft, word, lang)).count();
        found.push(Coverage {
            part: format!("words.{}", first.list),
            lang: lang.clone(),
            texts: wanted.len(),
            own,
            fallback: filled - own,
            missing: gap.iter().cloned().cycle().take(wanted.len() - filled).collect(),
        });
    }
    found
}

/// Whether a language that stands in for this one has the text.
fn filled(draft: &Draft, text: &Texts, lang: &Lang) -> bool {
    let mut chains = draft.fallback.iter().filter(|(own, _)| own.value == *lang);
    chains.any(|(_, chain)| chain.iter().any(|other| text.covers(&other.value)))
}

/// The page a text stands on, else the key at the top of the file.
fn part(root: &Node, text: &Spanned<Texts>) -> String {
    let holds = |node: &Node| node.span.start <= text.span.start && text.span.end <= node.span.end;
    let Some(entry) = root.entries().iter().find(|entry| holds(&entry.value)) else {
        return String::new();
    };
    let page = entry
        .value
        .items()
        .iter()
        .find(|item| entry.key == "pages" && holds(item));
    let id = page.and_then(|page| Some(page.get("id")?.scalar()?.text.clone()));
    id.unwrap_or_else(|| entry.key.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "id: x\ntitle: {en: A, zh: 甲}\nlanguages: [en, zh, fr]\nfallback: {fr: [zh]}\nthanks: {en: T}\npages:\n  - id: p\n    title: {en: P}\n    \
                        questions:\n      - {id: q, kind: rating, scale: nps, text: {en: B, fr: F}}\n      - {id: r, kind: text, text: Same}\n";

    #[test]
    fn every_text_is_own_filled_or_missing() {
        let source = Arc::new(Source {
            name: "surveys/x.yaml".into(),
            text: TEXT.into(),
        });
        let told: Vec<String> = coverage(&source)
            .iter()
            .map(|row| {
                format!(
                    "{} {} {}={}+{}+{}",
                    row.part,
                    row.lang,
                    row.texts,
                    row.own,
                    row.fallback,
                    row.missing.len()
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "title en 1=1+0+0",
                "title zh 1=1+0+0",
                "title fr 1=0+1+0",
                "thanks en 1=1+0+0",
                "thanks zh 1=0+0+1",
                "thanks fr 1=0+0+1",
                "p en 3=3+0+0",
                "p zh 3=1+0+2",
                "p fr 3=2+0+1",
                "words.form fr 67=0+67+0",
                "words.script fr 42=0+42+0",
                "words.labels fr 2=0+2+0",
            ]
        );
        let gap = coverage(&source)
            .into_iter()
            .find(|row| row.part == "p" && row.lang.tag() == "fr");
        assert_eq!(gap.unwrap().missing[0].line_column().unwrap().0, 8);
    }
}
