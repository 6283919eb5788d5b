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

    /// The language itself, without script or country, in small letters.
    #[must_use]
    pub fn primary(&self) -> String {
        self.0.split('-').next().unwrap_or_default().to_ascii_lowercase()
    }

    /// What stands between two sentences.
    #[must_use]
    pub fn gap(&self) -> &'static str {
        if ["zh", "yue", "ja"].contains(&self.primary().as_str()) {
            ""
        } else {
            " "
        }
    }

    /// `rtl` for languages written from right to left, else `ltr`; a script in the tag decides before the language does.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        const RIGHT_TO_LEFT: [&str; 10] = ["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"];
        const RIGHT_TO_LEFT_SCRIPTS: [&str; 4] = ["Arab", "Hebr", "Syrc", "Thaa"];
        let primary = self.primary();
        let by_script = self.0.split('-').skip(1).find(|part| part.len() == 4);
        let is_right_to_left = match by_script {
            Some(script) => RIGHT_TO_LEFT_SCRIPTS.iter().any(|one| one.eq_ignore_ascii_case(script)),
            None => RIGHT_TO_LEFT.contains(&primary.as_str()),
        };
        if is_right_to_left { "rtl" } else { "ltr" }
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
        assert_eq!(Lang::new("az-Arab").unwrap().direction(), "rtl");
        assert_eq!(Lang::new("ug-Latn").unwrap().direction(), "ltr");
    }
}
