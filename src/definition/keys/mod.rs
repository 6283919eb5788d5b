//! Every key a definition may hold, declared once: the reader checks by it, the JSON Schema is printed from it, and a test holds
//! `docs/surveys.md` against it.

mod accuracy;
mod index;
mod options;
mod privacy;
mod questions;
mod reporting;
mod sampling;
mod survey;
mod words;

pub use accuracy::{DESIGN, REPLICATES, WEIGHTING};
pub use index::{AT_LEAST, CONSTRUCT, INDEX, LEVELS, MISSING_RULES, MODEL, PART, SCHEMES, WEIGHTS};
pub use options::{ENDS, LABEL, LEVEL, MISSING, MISSING_WORDS, OPTION, ROW};
pub use privacy::PRIVACY;
pub use questions::{CARRY, ENTITY, KINDS, LOOP, ORDERS, PAGE, QUESTION};
pub use reporting::{MEASURE, MEASURE_KINDS, PRACTICAL, REPORT};
pub use sampling::{QUOTA, QUOTA_TARGET, SAMPLE, UNIT};
pub use survey::{DERIVED, HIDDEN, HIDDEN_KINDS, HIDDEN_OPTION, POINT, SCALE, SURVEY};
pub use words::{
    CONDITIONS, ENTRY, FILES, FORM, INTERVIEW, KIOSK, LABELS, OUTCOMES, PAPER, PRIVACY_WORDS, SCRIPT, WORDS,
};

/// What a value must look like.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A name of this form.
    Id(IdForm),
    /// A text for people: one for all languages or a map of them.
    Texts,
    /// A single plain text.
    Words,
    /// A language tag.
    Language,
    /// Languages, each with a list of others.
    Chains,
    /// Names, each with another.
    Codes,
    /// An expression.
    Expression,
    /// `true` or `false`.
    Switch,
    /// A whole number, at least this.
    Whole(i64),
    /// A number.
    Number,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A list of such values.
    List(&'static Shape),
    /// A map with the keys of a table.
    Map(&'static Table),
    /// A single value for short, or a map.
    Short(&'static Shape, &'static Table),
}

/// The forms of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// Of a survey or a page: `[a-z][a-z0-9-]*`, pages also with `_`.
    File,
    /// Of a page: as a survey's, `_` too.
    Page,
    /// Of everything in the one namespace: `[a-z][a-z0-9_]*`.
    Name,
    /// Of an option or a point of a scale: `[a-z0-9][a-z0-9_-]*`.
    Option,
    /// A name of something declared elsewhere, checked there.
    Reference,
}

impl IdForm {
    /// The form as a regular expression.
    #[must_use]
    pub fn pattern(self) -> &'static str {
        match self {
            Self::File => "^[a-z][a-z0-9-]*$",
            Self::Page => "^[a-z][a-z0-9_-]*$",
            Self::Name => "^[a-z][a-z0-9_]*$",
            Self::Option => "^[a-z0-9][a-z0-9_-]*$",
            Self::Reference => "^[a-z0-9][a-z0-9_.-]*$",
        }
    }

    /// Whether a name has the form; at most 64 characters.
    #[must_use]
    pub fn fits(self, name: &str) -> bool {
        let first = name.bytes().next().is_some_and(|b| {
            b.is_ascii_lowercase() || matches!(self, Self::Option | Self::Reference) && b.is_ascii_digit()
        });
        let rest = |b: u8| match b {
            b'a'..=b'z' | b'0'..=b'9' => true,
            b'-' => self != Self::Name,
            b'_' => self != Self::File,
            b'.' => self == Self::Reference,
            _ => false,
        };
        let most = if self == Self::Reference { 129 } else { 64 };
        first && name.len() <= most && name.bytes().all(rest)
    }
}

/// One key.
#[derive(Debug)]
pub struct Key {
    /// As written.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must be there (where it may be at all).
    pub required: bool,
    /// The key in whose presence it need not be there; empty when there is none.
    pub unless: &'static str,
    /// The kinds it belongs to; empty means all.
    pub only: &'static [&'static str],
    /// What it means: English, Chinese.
    pub doc: [&'static str; 2],
    /// What holds when it is left out, as written; empty when nothing does.
    pub default: &'static str,
}

impl Key {
    /// A key that may be left out.
    #[must_use]
    pub const fn new(name: &'static str, shape: Shape, en: &'static str, zh: &'static str) -> Self {
        Self {
            name,
            shape,
            required: false,
            unless: "",
            only: &[],
            doc: [en, zh],
            default: "",
        }
    }

    /// It must be there.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// It need not be there when this key is.
    #[must_use]
    pub const fn unless(mut self, key: &'static str) -> Self {
        self.unless = key;
        self
    }

    /// It belongs to these kinds only.
    #[must_use]
    pub const fn only(mut self, kinds: &'static [&'static str]) -> Self {
        self.only = kinds;
        self
    }

    /// What holds when it is left out.
    #[must_use]
    pub const fn default(mut self, value: &'static str) -> Self {
        self.default = value;
        self
    }

    /// Whether it belongs to a kind; an unknown kind allows every key.
    #[must_use]
    pub fn belongs_to(&self, kind: Option<&str>) -> bool {
        self.only.is_empty() || kind.is_none_or(|kind| self.only.contains(&kind))
    }
}

/// The keys of one kind of map.
#[derive(Debug)]
pub struct Table {
    /// Its name in the documentation and the JSON Schema.
    pub name: &'static str,
    /// What it describes: English, Chinese.
    pub doc: [&'static str; 2],
    /// Its keys in the order of the documentation.
    pub keys: &'static [Key],
    /// The words of its key `kind`, when that decides which other keys belong.
    pub kinds: &'static [&'static str],
}

impl Table {
    /// The key of this name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Every table, outermost first.
pub static TABLES: [&Table; 46] = [
    &SURVEY,
    &PRIVACY,
    &WORDS,
    &FORM,
    &SCRIPT,
    &CONDITIONS,
    &PRIVACY_WORDS,
    &LABELS,
    &PAPER,
    &FILES,
    &KIOSK,
    &INTERVIEW,
    &OUTCOMES,
    &ENTRY,
    &HIDDEN,
    &HIDDEN_OPTION,
    &SCALE,
    &POINT,
    &PAGE,
    &LOOP,
    &ENTITY,
    &QUESTION,
    &CARRY,
    &OPTION,
    &LEVEL,
    &MISSING,
    &ROW,
    &ENDS,
    &DERIVED,
    &LABEL,
    &DESIGN,
    &REPLICATES,
    &WEIGHTING,
    &SAMPLE,
    &UNIT,
    &QUOTA,
    &QUOTA_TARGET,
    &MEASURE,
    &INDEX,
    &PART,
    &AT_LEAST,
    &MODEL,
    &CONSTRUCT,
    &REPORT,
    &PRACTICAL,
    &TEXTS,
];

/// A text by language; its keys are language tags, so it has none of its own.
pub static TEXTS: Table = Table {
    name: "texts",
    doc: [
        "A text for people: one text for all languages, or a map of language tag to text.",
        "给人看的文字：所有语言共用一段，或“语言标签: 文字”的映射。",
    ],
    keys: &[],
    kinds: &[],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_whole() {
        for table in TABLES {
            for key in table.keys {
                assert!(key.doc.iter().all(|doc| !doc.is_empty()), "{}.{}", table.name, key.name);
                assert!(
                    key.only.iter().all(|kind| table.kinds.contains(kind)),
                    "{}.{}",
                    table.name,
                    key.name
                );
                assert_eq!(table.keys.iter().filter(|other| other.name == key.name).count(), 1);
                assert!(!key.required || key.default.is_empty());
            }
        }
    }

    #[test]
    fn names_have_forms() {
        assert!(IdForm::File.fits("after-sales") && !IdForm::File.fits("after_sales") && !IdForm::File.fits("A"));
        assert!(
            IdForm::Name.fits("q1_a")
                && !IdForm::Name.fits("q-1")
                && !IdForm::Name.fits("1q")
                && !IdForm::Name.fits("")
        );
        assert!(IdForm::Option.fits("18-24") && !IdForm::Option.fits("华东"));
        assert!(!IdForm::Name.fits(&"a".repeat(65)));
    }
}
