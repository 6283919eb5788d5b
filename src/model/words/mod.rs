//! The words of forms that are manyi's own: built in in Chinese and English, and written by a definition for any other language.

mod form;
mod labels;
mod script;
mod station;

pub use self::form::{FormWord, PaperWord, PrivacyWord};
pub use self::labels::LabelWord;
pub use self::script::ScriptWord;
pub use self::station::{EntryWord, FileWord, InterviewWord, KioskWord, OutcomeWord};

use crate::locale::Lang;
use crate::locale::Texts;
use crate::locale::Word;
use crate::logic::Phrase;
use std::collections::BTreeMap;

/// All lists, in the order of the documentation.
pub const LISTS: [&[Word]; 11] = [
    FormWord::WORDS,
    ScriptWord::WORDS,
    Phrase::WORDS,
    PrivacyWord::WORDS,
    LabelWord::WORDS,
    PaperWord::WORDS,
    FileWord::WORDS,
    KioskWord::WORDS,
    InterviewWord::WORDS,
    OutcomeWord::WORDS,
    EntryWord::WORDS,
];

/// The words a definition writes itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnWords {
    own: BTreeMap<(&'static str, &'static str), Texts>,
}

impl OwnWords {
    /// From what is written, list and key with it.
    #[must_use]
    pub fn new(own: impl IntoIterator<Item = (&'static Word, Texts)>) -> Self {
        Self {
            own: own
                .into_iter()
                .map(|(word, texts)| ((word.list, word.key), texts))
                .collect(),
        }
    }

    /// What is written for a word.
    #[must_use]
    pub fn get(&self, word: &Word) -> Option<&Texts> {
        self.own.get(&(word.list, word.key))
    }

    /// All that is written: list, key, texts.
    pub fn all(&self) -> impl Iterator<Item = (&'static str, &'static str, &Texts)> {
        self.own.iter().map(|((list, key), texts)| (*list, *key, texts))
    }

    /// The wording of a word for readers of a language: written or built in for it, else for the first language of the chain that
    /// has one, else English.
    #[must_use]
    pub fn say<'a>(&'a self, word: &'static Word, lang: &Lang, chain: &[Lang]) -> &'a str {
        let own = self.get(word);
        let of = |lang: &Lang| {
            own.and_then(|texts| texts.written(lang))
                .or_else(|| word.built_in(lang))
        };
        let found = of(lang).or_else(|| chain.iter().find_map(of));
        found.unwrap_or(word.text[0])
    }

    /// Whether readers of a language get a wording of that language.
    #[must_use]
    pub fn covers(&self, word: &'static Word, lang: &Lang) -> bool {
        let own = self.get(word).and_then(|texts| texts.written(lang));
        own.is_some() || word.built_in(lang).is_some()
    }

    /// Whether a list has words of its own in a language.
    #[must_use]
    pub fn speaks(&self, list: &[Word], lang: &Lang) -> bool {
        list.iter()
            .any(|word| self.get(word).is_some_and(|texts| texts.written(lang).is_some()))
    }

    /// A built-in label with what is written for it added.
    #[must_use]
    pub fn label(&self, built_in: &Texts) -> Texts {
        let own = LabelWord::of(built_in).and_then(|word| self.get(word));
        own.map_or_else(|| built_in.clone(), |own| own.and(built_in))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::new(tag).unwrap()
    }

    fn own(tag: &str, text: &str) -> Texts {
        Texts::by_language(BTreeMap::from([(lang(tag), text.to_owned())]))
    }

    #[test]
    fn a_word_is_said_in_the_nearest_language() {
        let words = OwnWords::new([(FormWord::Send.into(), own("ar", "أرسل"))]);
        let send = |tag: &str, chain: &[Lang]| words.say(FormWord::Send.into(), &lang(tag), chain).to_owned();
        assert_eq!(send("ar-EG", &[]), "أرسل");
        assert_eq!(send("zh-Hant", &[]), "提交问卷");
        assert_eq!(send("fr", &[lang("zh")]), "提交问卷");
        assert_eq!(send("fr", &[lang("ar"), lang("zh")]), "أرسل");
        assert_eq!(send("fr", &[]), "Send answers");
        assert!(words.covers(FormWord::Send.into(), &lang("ar")) && !words.covers(FormWord::Skip.into(), &lang("ar")));
        assert!(words.speaks(FormWord::WORDS, &lang("ar")) && !words.speaks(ScriptWord::WORDS, &lang("ar")));
    }

    #[test]
    fn an_own_wording_comes_before_the_built_in_one() {
        let words = OwnWords::new([(FormWord::Send.into(), own("en", "Hand in"))]);
        assert_eq!(words.say(FormWord::Send.into(), &lang("en"), &[]), "Hand in");
        assert_eq!(words.say(FormWord::Send.into(), &lang("zh"), &[lang("en")]), "提交问卷");
    }

    #[test]
    fn keys_of_a_list_are_all_different() {
        for list in LISTS {
            let mut keys: Vec<&str> = list.iter().map(|word| word.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), list.len(), "{}", list[0].list);
        }
    }

    #[test]
    fn both_built_in_wordings_use_the_places_there_are() {
        for word in LISTS.into_iter().flatten() {
            for text in word.text {
                assert_eq!(
                    word.faults(text),
                    (Vec::new(), Vec::new()),
                    "{}.{}: {text}",
                    word.list,
                    word.key
                );
            }
        }
    }
}
