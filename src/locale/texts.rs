//! A text in several languages.

use super::Lang;
use crate::diagnostic::Tongue;
use serde::Serialize;
use std::collections::BTreeMap;

/// A text a person reads: the same in every language, or one wording a language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Texts {
    /// The wording used where a language has none of its own.
    common: Option<String>,
    /// Wording by language.
    by_language: BTreeMap<Lang, String>,
}

impl Texts {
    /// One wording for all languages.
    pub fn same(text: impl Into<String>) -> Self {
        Self {
            common: Some(text.into()),
            by_language: BTreeMap::new(),
        }
    }

    /// Wording by language.
    #[must_use]
    pub fn by_language(texts: BTreeMap<Lang, String>) -> Self {
        Self {
            common: None,
            by_language: texts,
        }
    }

    /// Chinese and English, as built-in texts have them.
    #[must_use]
    pub fn zh_en(zh: &str, en: &str) -> Self {
        let pair = [("zh", zh), ("en", en)];
        Self::by_language(
            pair.into_iter()
                .filter_map(|(tag, text)| Some((Lang::new(tag)?, text.to_owned())))
                .collect(),
        )
    }

    /// Whether nobody wrote anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.common.is_none() && self.by_language.is_empty()
    }

    /// Whether a reader of `lang` gets a wording written for that language (or one common to all).
    #[must_use]
    pub fn covers(&self, lang: &Lang) -> bool {
        self.common.is_some() || self.own(lang).is_some()
    }

    /// The wording for `lang`: its own, else its primary language's, else the common one, else that of the first
    /// language in `fallback` which has one, else any, else empty.
    #[must_use]
    pub fn get(&self, lang: &Lang, fallback: &[Lang]) -> &str {
        self.own(lang)
            .or(self.common.as_deref())
            .or_else(|| fallback.iter().find_map(|other| self.own(other)))
            .or_else(|| self.by_language.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// Each wording put into a phrase of its language; one common to all gets the English phrase, and the Chinese one for
    /// Chinese readers.
    #[must_use]
    pub fn phrased(&self, phrase: impl Fn(Tongue, &str) -> String) -> Self {
        let mut made = Self::default();
        if let Some(text) = &self.common {
            made.common = Some(phrase(Tongue::En, text));
            made.by_language
                .extend(Lang::new("zh").map(|zh| (zh, phrase(Tongue::Zh, text))));
        }
        for (lang, text) in &self.by_language {
            made.by_language.insert(lang.clone(), phrase(lang.tongue(), text));
        }
        made
    }

    /// The wording for `lang` that is written for it, or common to all.
    #[must_use]
    pub fn written(&self, lang: &Lang) -> Option<&str> {
        self.own(lang).or(self.common.as_deref())
    }

    /// With the wordings of another text in the languages that have none here.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut made = self.clone();
        for (lang, text) in &other.by_language {
            made.by_language.entry(lang.clone()).or_insert_with(|| text.clone());
        }
        made
    }

    /// Every wording there is, each once, with the language where it has one.
    pub fn all(&self) -> impl Iterator<Item = (Option<&Lang>, &str)> {
        let common = self.common.as_deref().map(|text| (None, text));
        common
            .into_iter()
            .chain(self.by_language.iter().map(|(lang, text)| (Some(lang), text.as_str())))
    }

    /// Every wording changed alike.
    #[must_use]
    pub fn map(&self, change: impl Fn(&str) -> String) -> Self {
        let by_language = self.by_language.iter();
        Self {
            common: self.common.as_deref().map(&change),
            by_language: by_language.map(|(lang, text)| (lang.clone(), change(text))).collect(),
        }
    }

    fn own(&self, lang: &Lang) -> Option<&str> {
        let primary = || Lang::new(lang.tag().split('-').next()?);
        let found = self
            .by_language
            .get(lang)
            .or_else(|| self.by_language.get(&primary()?))?;
        Some(found.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lang(tag: &str) -> Lang {
        Lang::new(tag).unwrap()
    }

    #[test]
    fn a_reader_gets_the_nearest_wording() {
        let texts = Texts::zh_en("满意", "satisfied");
        assert_eq!(texts.get(&lang("zh-Hans"), &[]), "满意");
        assert_eq!(texts.get(&lang("fr"), &[lang("en")]), "satisfied");
        assert_eq!(Texts::same("5").get(&lang("fr"), &[]), "5");
        assert_eq!(Texts::default().get(&lang("fr"), &[]), "");
    }

    #[test]
    fn a_phrase_is_of_the_language_of_its_reader() {
        let price = |tongue: Tongue, text: &str| tongue.pick(format!("{text}: price"), format!("{text}：价格"));
        let phrased = Texts::zh_en("茶", "tea").phrased(price);
        assert_eq!(
            ["zh-Hant", "en"].map(|tag| phrased.get(&lang(tag), &[])),
            ["茶：价格", "tea: price"]
        );
        let common = Texts::same("A4").phrased(price);
        assert_eq!(
            ["zh", "en", "fr"].map(|tag| common.get(&lang(tag), &[])),
            ["A4：价格", "A4: price", "A4: price"]
        );
    }
}
