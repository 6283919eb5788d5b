//! The two languages in which manyi itself speaks.

use serde::Serialize;

/// A language in which manyi words its own messages; survey texts know many more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// English, also for readers of any language but Chinese.
    #[default]
    En,
    /// Chinese, simplified characters.
    Zh,
}

impl Tongue {
    /// The language of messages for a language tag such as `zh-Hans` or `en_GB.UTF-8`.
    #[must_use]
    pub fn of_tag(tag: &str) -> Self {
        if tag.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("zh")) {
            Self::Zh
        } else {
            Self::En
        }
    }

    /// `zh` or `en`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// Chooses the wording for this reader.
    #[must_use]
    pub fn pick<T>(self, en: T, zh: T) -> T {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }
}

/// One message, written once for each reader.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct Words {
    /// For readers of English.
    pub en: String,
    /// For readers of Chinese.
    pub zh: String,
}

impl Words {
    /// The same message in both languages.
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self {
            en: en.into(),
            zh: zh.into(),
        }
    }

    /// The wording for `tongue`.
    #[must_use]
    pub fn get(&self, tongue: Tongue) -> &str {
        tongue.pick(&self.en, &self.zh)
    }
}
