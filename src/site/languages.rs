//! How languages call themselves, for links to other languages.

use crate::locale::Lang;

const NAMES: [(&str, &str); 28] = [
    ("ar", "العربية"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ru", "Русский"),
    ("sv", "Svenska"),
    ("th", "ไทย"),
    ("tr", "Türkçe"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
    ("zh-hans", "简体中文"),
    ("zh-hant", "繁體中文"),
];

/// The language's own name for itself; its tag where we do not know it.
#[must_use]
pub fn language_name(lang: &Lang) -> &str {
    let tag = lang.tag().to_ascii_lowercase();
    let primary = tag.split('-').next().unwrap_or_default();
    let named = |wanted: &str| NAMES.iter().find(|(tag, _)| *tag == wanted).map(|(_, name)| *name);
    named(&tag).or_else(|| named(primary)).unwrap_or(lang.tag())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_names_itself() {
        let name = |tag: &str| language_name(&Lang::new(tag).unwrap()).to_owned();
        assert_eq!(
            [name("zh"), name("zh-Hant"), name("en-GB"), name("tlh")],
            ["中文", "繁體中文", "English", "tlh"]
        );
    }
}
