//! Languages by the names other tools give them.

use crate::locale::Lang;

/// Names and tags; small letters.
const NAMES: [(&str, &str); 56] = [
    ("english", "en"),
    ("chinese", "zh"),
    ("中文", "zh"),
    ("简体中文", "zh"),
    ("chinese (simplified)", "zh"),
    ("繁體中文", "zh-Hant"),
    ("繁体中文", "zh-Hant"),
    ("chinese (traditional)", "zh-Hant"),
    ("french", "fr"),
    ("français", "fr"),
    ("francais", "fr"),
    ("spanish", "es"),
    ("español", "es"),
    ("espanol", "es"),
    ("german", "de"),
    ("deutsch", "de"),
    ("portuguese", "pt"),
    ("português", "pt"),
    ("italian", "it"),
    ("italiano", "it"),
    ("arabic", "ar"),
    ("العربية", "ar"),
    ("russian", "ru"),
    ("русский", "ru"),
    ("japanese", "ja"),
    ("日本語", "ja"),
    ("korean", "ko"),
    ("한국어", "ko"),
    ("swahili", "sw"),
    ("kiswahili", "sw"),
    ("hindi", "hi"),
    ("हिन्दी", "hi"),
    ("bengali", "bn"),
    ("urdu", "ur"),
    ("nepali", "ne"),
    ("burmese", "my"),
    ("khmer", "km"),
    ("thai", "th"),
    ("vietnamese", "vi"),
    ("tiếng việt", "vi"),
    ("indonesian", "id"),
    ("bahasa indonesia", "id"),
    ("malay", "ms"),
    ("turkish", "tr"),
    ("türkçe", "tr"),
    ("persian", "fa"),
    ("farsi", "fa"),
    ("dari", "prs"),
    ("pashto", "ps"),
    ("somali", "so"),
    ("amharic", "am"),
    ("dutch", "nl"),
    ("nederlands", "nl"),
    ("polish", "pl"),
    ("ukrainian", "uk"),
    ("haitian creole", "ht"),
];

/// The tag of a language written as `English (en)`, `en`, `EN-GB`, `Français` or `zh_TW`.
pub(super) fn tag(written: &str) -> Option<String> {
    let written = written.trim();
    if let Some((_, code)) = written.rsplit_once('(')
        && let Some(tag) = code.strip_suffix(')').and_then(of_code)
    {
        return Some(tag);
    }
    let small = written.to_lowercase();
    let known = NAMES
        .iter()
        .find(|(name, _)| *name == small)
        .map(|(_, tag)| (*tag).to_owned());
    known.or_else(|| of_code(written))
}

/// A tag in the spelling that definitions use.
fn of_code(code: &str) -> Option<String> {
    let code = code.trim().replace('_', "-");
    match code.to_ascii_lowercase().as_str() {
        "zh-cn" | "zh-hans" | "zh-s" | "zh-sg" => return Some("zh".to_owned()),
        "zh-tw" | "zh-hk" | "zh-hant" | "zh-t" | "zh-hant-tw" | "zh-hant-hk" => return Some("zh-Hant".to_owned()),
        "de-easy" | "de-informal" => return Some("de".to_owned()),
        _ => {}
    }
    let lang = Lang::new(&code)?;
    let mut parts = lang.tag().split('-');
    let first = parts.next()?.to_ascii_lowercase();
    let rest = parts.map(|part| match part.len() {
        2 => part.to_ascii_uppercase(),
        4 => part[..1].to_ascii_uppercase() + &part[1..].to_ascii_lowercase(),
        _ => part.to_ascii_lowercase(),
    });
    Some(std::iter::once(first).chain(rest).collect::<Vec<_>>().join("-"))
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn languages_are_known_by_name_and_by_code() {
        for (written, wanted) in [
            ("English (en)", Some("en")),
            ("Français", Some("fr")),
            ("EN", Some("en")),
            ("PT-BR", Some("pt-BR")),
            ("zh_TW", Some("zh-Hant")),
            ("ZH-S", Some("zh")),
            ("中文 (zh)", Some("zh")),
            ("Klingonisch", None),
        ] {
            assert_eq!(tag(written).as_deref(), wanted, "{written}");
        }
    }
}
