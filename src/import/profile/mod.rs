//! How the exports of one platform look, and what is done with them: a profile is a file of data, not code.
//!
//! In: the text of a profile (TOML), and the top of a file of answers. Out: which profile the file is of, by its structure and
//! with the evidence; or that it may be of two. What a profile says is a beginning: the mapping and the command line go before
//! it. Built-in profiles lie in `platforms/`; a workspace adds its own in `profiles/*.toml`.

mod apply;
mod pattern;
mod read;
mod recognise;
#[cfg(test)]
mod tests;

pub use read::read;
pub(super) use recognise::Chosen;
pub(super) use recognise::LOOKED_AT;
pub use recognise::Recognised;
pub(super) use recognise::Top;
pub(super) use recognise::choose;

use super::own_words::Mark;
use crate::definition::mapping::DateOrder;
use crate::definition::mapping::Entry;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use pattern::Holds;
use pattern::Pattern;
use std::collections::BTreeMap;
use std::sync::Arc;

macro_rules! platforms {
    ($($name:literal),* $(,)?) => {
        /// The built-in profiles by name, with their text; the more particular a platform's form, the earlier.
        pub const ALL: &[(&str, &str)] = &[$(($name, include_str!(concat!("platforms/", $name, ".toml")))),*];
    };
}

platforms!(
    "manyi",
    "qualtrics",
    "limesurvey",
    "wjx",
    "wenjuan",
    "tencent",
    "jinshuju",
    "surveymonkey",
    "alchemer",
    "typeform",
    "kobo",
    "netlify",
    "formspree",
    "surveyjs",
    "msforms",
    "googleforms",
    "reviews",
);

/// The word that says no profile is to be used.
pub const NONE: &str = "none";

/// How the exports of one platform look and are read.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name, as `--profile` and `profile:` take it.
    pub name: String,
    /// The platform.
    pub title: Words,
    /// What it is told apart by and what is done with it, for people.
    pub about: Words,
    forms: Vec<Form>,
    columns: Vec<Known>,
    skips: Vec<Skip>,
    unfinished: Option<Skip>,
    missing: BTreeMap<String, Entry>,
    missing_in_text: BTreeMap<String, Entry>,
    writing: Writing,
    affixes: Affixes,
    separator: Option<char>,
    zone: ZoneFrom,
    date_order: Option<DateOrder>,
}

/// One form that exports of the platform come in.
#[derive(Debug, Clone, PartialEq)]
struct Form {
    header_rows: usize,
    signs: Vec<Sign>,
    /// How much it says when all signs hold; by itself as much as there are signs.
    strength: usize,
}

/// One thing that is seen in a file.
#[derive(Debug, Clone, PartialEq)]
struct Sign {
    seen: Seen,
    why: Words,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
enum Seen {
    /// Cells of a record of the header: each pattern is met, or so many cells, or this share of the filled ones.
    Headers {
        record: usize,
        patterns: Vec<Pattern>,
        enough: Enough,
    },
    /// This share of the cells of a record of the header is blank.
    Blank { record: usize, share: f64 },
    /// A column's filled cells are all of this form.
    Column { column: Place, holds: Holds },
    /// A column's filled cells all match one of these.
    Like { column: Place, patterns: Vec<Pattern> },
    /// Some cell below the header matches.
    Cell(Vec<Pattern>),
    /// The first record of the header has names that a machine made: no blanks in them, all different.
    MachineNames,
    /// This share of the first record is texts for people: with a blank between words, or not in ASCII.
    Texts(f64),
    /// At least so many headers are ids of the survey; none, where that is 0.
    SurveyIds(usize),
}

/// How much of what is looked for must be there.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Enough {
    EachPattern,
    Least(usize),
    Share(f64),
}

/// Which column is meant.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    /// From the front, from 1.
    Front(usize),
    /// From the back, from 1.
    Back(usize),
    /// By its header.
    Named(Vec<Pattern>),
    /// Any.
    Some,
}

/// A column the platform adds, and what it is.
#[derive(Debug, Clone, PartialEq)]
struct Known {
    role: KnownRole,
    names: Vec<Pattern>,
    at: Option<Place>,
    holds: Option<Holds>,
}

/// What a column of a platform is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownRole {
    /// Known of a response beside its answers.
    Meta(super::aliases::MetaColumn),
    /// How long it took.
    Duration,
    /// What the response weighs.
    Weight,
    /// Nothing that is wanted.
    LeftOut,
    /// Tells who somebody is: left out, and said so.
    Personal,
}

/// Rows that are known by a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Skip {
    column: Vec<Pattern>,
    values: Vec<String>,
    /// What they are.
    pub why: Words,
}

/// How headers are put together.
#[derive(Debug, Clone, PartialEq, Default)]
struct Writing {
    /// Between a stem and the row in the first header of a group: `7、stem—row`, then `7、row`.
    stem: Option<String>,
    /// Behind the number of a question, which may be its id: `7、…` is `q7`.
    number: Vec<String>,
    /// Between a question's code and its text: `A8[SQ001]. Which …`.
    code: Option<String>,
    /// Ends of headers that mean the same as another: `-Comment` is `.other`.
    ends: Vec<[String; 2]>,
    /// Between the parts of a path: `group/question/option`.
    path: Vec<char>,
    /// Equal headers are told apart by a running number at their end.
    running_number: bool,
    /// A multiple choice is a column an option, headed by the option alone.
    options: bool,
    /// Between an option or row and its question, which stands behind: `Speed:How satisfied …`.
    reversed: Option<String>,
}

/// What stands before or behind an answer in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Affixes {
    /// Such as `A.`, where `?` is one letter or digit.
    pub prefixes: Vec<String>,
    /// Such as `元`, or `（*）` for a remark in brackets.
    pub suffixes: Vec<String>,
    /// What stands before and behind a respondent's own words beside an option; nothing at all where the words stand alone.
    pub own_words: Vec<Mark>,
    /// What stands for the option with a box of words, whatever it is called.
    pub other: Vec<String>,
}

/// Which zone times without an offset are of.
#[derive(Debug, Clone, PartialEq)]
enum ZoneFrom {
    /// The workspace's, as long as the mapping names no other.
    Workspace,
    /// This one.
    Named(String),
    /// That of the header, where it names one.
    Header,
}

/// The built-in profiles.
#[must_use]
pub fn built_in() -> Vec<Profile> {
    ALL.iter()
        .filter_map(|(name, text)| {
            let source = Source {
                name: format!("{name}.toml"),
                text: (*text).to_owned(),
            };
            read(&Arc::new(source)).0
        })
        .collect()
}

/// Built-in profiles and those of a workspace, which go before built-in ones of the same name; problems of the latter.
#[must_use]
pub fn with_own(own: &[Arc<Source>]) -> (Vec<Profile>, Vec<Problem>) {
    let mut profiles = built_in();
    let mut problems = Vec::new();
    for source in own {
        let (profile, more) = read(source);
        problems.extend(more);
        let Some(profile) = profile else { continue };
        match profiles.iter_mut().find(|known| known.name == profile.name) {
            Some(known) => *known = profile,
            None => profiles.push(profile),
        }
    }
    (profiles, problems)
}

impl Affixes {
    /// What follows on what stands before an answer.
    pub(super) fn begun<'a>(&self, text: &'a str) -> Option<&'a str> {
        let after = self.prefixes.iter().find_map(|prefix| without_prefix(text, prefix));
        after.map(str::trim_start)
    }

    /// What remains of a cell without what stands around the answer; `None` when nothing of it does.
    pub(super) fn strip<'a>(&self, cell: &'a str) -> Option<&'a str> {
        let mut rest = self.begun(cell).unwrap_or(cell);
        for suffix in &self.suffixes {
            let before = match suffix.split_once('*') {
                None => rest.strip_suffix(suffix.as_str()),
                Some((open, close)) => rest
                    .strip_suffix(close)
                    .and_then(|rest| Some(rest.rsplit_once(open)?.0)),
            };
            if let Some(before) = before {
                rest = before.trim_end();
                break;
            }
        }
        (rest.len() < cell.len() && !rest.is_empty()).then_some(rest)
    }
}

fn without_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let mut rest = text;
    for wanted in prefix.chars() {
        let c = rest.chars().next()?;
        let fits = if wanted == '?' {
            c.is_alphanumeric()
        } else {
            c == wanted
        };
        if !fits {
            return None;
        }
        rest = &rest[c.len_utf8()..];
    }
    Some(rest)
}
