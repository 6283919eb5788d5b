//! A problem and the rule it breaks.

use super::Place;
use super::Words;
use serde::Serialize;

/// How much a problem stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Nothing is made from input with an error in it.
    Error,
    /// The work is done; a person should look.
    Warning,
}

/// What a rule asks for, shown by `manyi explain CODE` and listed in `docs/problems.md`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleDoc {
    /// Stable code, `MY` and three digits: 1xx definition, 2xx workspace, 3xx answers, 4xx analysis, 5xx report and site.
    pub code: &'static str,
    /// How much breaking the rule stops.
    pub severity: Severity,
    /// The rule in a line: English, Chinese.
    pub title: [&'static str; 2],
    /// Its page in Markdown (why, a wrong and a right example): English, Chinese.
    pub page: [&'static str; 2],
}

/// Something a user wrote or sent that must be mended, or at least looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The rule that is broken.
    pub rule: &'static RuleDoc,
    /// Where.
    pub place: Place,
    /// What is, in the user's words.
    pub says: Words,
    /// What to write instead.
    pub help: Words,
    /// Other places that matter, each with a word on why.
    pub also: Vec<(Place, Words)>,
}

impl Problem {
    /// A problem at `place`; its message is the rule's title until [`Problem::says`].
    #[must_use]
    pub fn new(rule: &'static RuleDoc, place: Place) -> Self {
        let says = Words::new(rule.title[0], rule.title[1]);
        Self {
            rule,
            place,
            says,
            help: Words::default(),
            also: Vec::new(),
        }
    }

    /// What is: in English, in Chinese.
    #[must_use]
    pub fn says(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.says = Words::new(en, zh);
        self
    }

    /// The way out: in English, in Chinese.
    #[must_use]
    pub fn help(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.help = Words::new(en, zh);
        self
    }

    /// Another place that explains this one.
    #[must_use]
    pub fn also(mut self, place: Place, en: impl Into<String>, zh: impl Into<String>) -> Self {
        self.also.push((place, Words::new(en, zh)));
        self
    }

    /// Whether it stops the work.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.rule.severity == Severity::Error
    }
}

/// Whether any of `problems` stops the work.
#[must_use]
pub fn has_errors(problems: &[Problem]) -> bool {
    problems.iter().any(Problem::is_error)
}
