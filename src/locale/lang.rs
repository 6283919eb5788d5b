//! A language by its BCP 47 tag.

use crate::diagnostic::Tongue;
use serde::Serialize;
use std::fmt;

/// A language tag such as `zh`, `en` or `zh-Hant`; never empty, letters, digits and hyphens only.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Lang(String);

impl Lang {
    /// Reads a tag; `None` when it is not one (2–3 letters, then subtags of 1–8 letters or digits).
    #[must_use]
    pub fn new(tag: &str) -> Option<Self> {
        let mut parts = tag.split('-');
        let first = parts.next()?;
        let well_formed = (2..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|p| (1..=8).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        well_formed.then(|| Self(tag.to_owned()))
    }

    /// The tag as written.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// The language manyi's own words take beside texts of this language.
    #[must_use]
    pub fn tongue(&self) -> Tongue {
        Tongue::of_tag(&self.0)
    }

    /// `rtl` for languages written from right to left, else `ltr`.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        const RIGHT_TO_LEFT: [&str; 8] = ["ar", "fa", "he", "iw", "ps", "sd", "ug", "ur"];
        let primary = self.0.split('-').next().unwrap_or_default().to_ascii_lowercase();
        if RIGHT_TO_LEFT.contains(&primary.as_str()) {
            "rtl"
        } else {
            "ltr"
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_checked_for_their_form() {
        assert!(
            ["zh", "en", "zh-Hant", "en-GB", "yue"]
                .iter()
                .all(|tag| Lang::new(tag).is_some())
        );
        assert!(
            ["", "e", "english", "zh_CN", "中文", "en-"]
                .iter()
                .all(|tag| Lang::new(tag).is_none())
        );
    }

    #[test]
    fn direction_follows_the_language() {
        assert_eq!(Lang::new("ar-EG").unwrap().direction(), "rtl");
        assert_eq!(Lang::new("zh").unwrap().direction(), "ltr");
    }
}
