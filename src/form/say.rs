//! The words of one form in one language: those of its definition, else those built in.

use crate::locale::Lang;
use crate::locale::Word;
use crate::locale::filled;
use crate::model::Survey;

/// Says words to readers of one language of a survey.
#[derive(Clone, Copy)]
pub(super) struct Say<'s> {
    survey: &'s Survey,
    lang: &'s Lang,
}

impl<'s> Say<'s> {
    pub(super) fn new(survey: &'s Survey, lang: &'s Lang) -> Self {
        Self { survey, lang }
    }

    /// A word, or a sentence with its places open.
    pub(super) fn get(self, word: impl Into<&'static Word>) -> &'s str {
        self.survey.word(word.into(), self.lang)
    }

    /// A word as a text of its own.
    pub(super) fn own(self, word: impl Into<&'static Word>) -> String {
        self.get(word).to_owned()
    }

    /// A sentence with its places filled.
    pub(super) fn fill(self, word: impl Into<&'static Word>, values: &[(&str, &str)]) -> String {
        filled(self.get(word), values)
    }

    /// All words of a list by their keys, as a part of the script reads them.
    pub(super) fn list(self, words: &'static [Word]) -> serde_json::Map<String, serde_json::Value> {
        words
            .iter()
            .map(|word| (word.key.to_owned(), self.survey.word(word, self.lang).into()))
            .collect()
    }

    /// What stands between two sentences.
    pub(super) fn gap(self) -> &'static str {
        self.lang.gap()
    }
}
