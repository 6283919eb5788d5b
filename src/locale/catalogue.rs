//! Lists of words that are built in in Chinese and English and can be written in any other language.

use super::Lang;

/// A word, or a sentence with places.
#[derive(Debug, PartialEq, Eq)]
pub struct Word {
    /// The list it belongs to.
    pub list: &'static str,
    /// Its name there.
    pub key: &'static str,
    /// The places it has, without braces.
    pub places: &'static [&'static str],
    /// English, Chinese.
    pub text: [&'static str; 2],
    /// Both in quotation marks, as its documentation.
    pub doc: [&'static str; 2],
}

impl Word {
    /// The built-in wording for a language; `None` for all but Chinese and English.
    #[must_use]
    pub fn built_in(&self, lang: &Lang) -> Option<&'static str> {
        let [en, zh] = self.text;
        match lang.primary().as_str() {
            "en" => Some(en),
            "zh" => Some(zh),
            _ => None,
        }
    }

    /// What is wrong with a wording of one's own: places it leaves out, and places that there are not.
    #[must_use]
    pub fn faults(&self, wording: &str) -> (Vec<&'static str>, Vec<String>) {
        let used: Vec<&str> = places(wording).collect();
        let lost = self.places.iter().copied().filter(|place| !used.contains(place));
        let unknown = used.iter().filter(|place| !self.places.contains(place));
        (lost.collect(), unknown.map(|place| (*place).to_owned()).collect())
    }
}

/// The places `{name}` of a wording, in order.
fn places(wording: &str) -> impl Iterator<Item = &str> {
    let is_name = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let pieces = wording.split('{').skip(1);
    pieces
        .filter_map(|piece| Some(piece.split_once('}')?.0))
        .filter(is_name)
}

/// A wording with what belongs into its places; what is put in is not looked through again.
#[must_use]
pub fn filled(wording: &str, values: &[(&str, &str)]) -> String {
    let mut pieces = wording.split('{');
    let mut made = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let found = piece.split_once('}').and_then(|(name, rest)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some((value, rest))
        });
        if let Some((value, rest)) = found {
            made.push_str(value);
            made.push_str(rest);
        } else {
            made.push('{');
            made.push_str(piece);
        }
    }
    made
}

/// A list of words: an enumeration whose members know key, places and both wordings.
macro_rules! catalogue {
    (
        $(#[$doc:meta])*
        $name:ident $list:literal
        $($variant:ident $key:literal $([$($place:literal)+])? $en:literal $zh:literal)+
    ) => {
        $(#[$doc])*
        #[allow(clippy::doc_markdown, reason = "what respondents read is no code")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $(#[doc = $en] $variant,)+
        }

        impl $name {
            /// All, in the order of the enumeration.
            pub const WORDS: &'static [$crate::locale::Word] = &[$($crate::locale::Word {
                list: $list,
                key: $key,
                places: &[$($($place),+)?],
                text: [$en, $zh],
                doc: [concat!("“", $en, "”"), concat!("“", $zh, "”")],
            }),+];
        }

        impl From<$name> for &'static $crate::locale::Word {
            fn from(word: $name) -> Self {
                &$name::WORDS[word as usize]
            }
        }
    };
}
pub(crate) use catalogue;

#[cfg(test)]
mod tests {
    use super::*;

    catalogue! {
        /// Two words.
        Two "two"
        Bye "bye" "Bye" "再见"
        Hello "hello" ["name"] "Hello {name}" "{name}，您好"
    }

    #[test]
    fn words_are_built_in_in_two_languages() {
        let word: &Word = Two::Hello.into();
        let said = |tag: &str| word.built_in(&Lang::new(tag).unwrap());
        assert_eq!(said("en-GB"), Some("Hello {name}"));
        assert_eq!(said("zh-Hant"), Some("{name}，您好"));
        assert_eq!(said("fr"), None);
        assert_eq!(<&Word>::from(Two::Bye).doc, ["“Bye”", "“再见”"]);
    }

    #[test]
    fn places_are_filled_once_and_only_those_there_are() {
        let put = [("a", "{b}"), ("b", "2")];
        assert_eq!(filled("{a} of {b}, {c} {", &put), "{b} of 2, {c} {");
        let word: &Word = Two::Hello.into();
        assert_eq!(word.faults("Bonjour {nom}"), (vec!["name"], vec!["nom".to_owned()]));
        assert_eq!(word.faults("{name} : bonjour"), (vec![], vec![]));
        assert_eq!(word.faults("{name}{name} { x }"), (vec![], vec![]));
    }
}
