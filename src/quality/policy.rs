//! The rules, their limits, and what each does.

use std::collections::BTreeMap;

/// A rule about how a response was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// Answered faster than can be read.
    Speeder,
    /// One answer to all items of a battery.
    StraightLine,
    /// A long run of equal ratings, over the whole questionnaire.
    LongString,
    /// An attention check was answered otherwise.
    Attention,
    /// Another response of the wave has the same answers and words.
    Duplicate,
    /// Another response of the wave has almost the same answers.
    NearDuplicate,
    /// Another response of the wave is of the same person.
    Person,
    /// An answer to what was not to be asked, or that contradicts another.
    Impossible,
    /// Much of what was asked was left blank.
    Blank,
    /// Open words that are no words.
    Gibberish,
}

impl Rule {
    /// All rules in their order.
    pub const ALL: [Self; 10] = [
        Self::Speeder,
        Self::StraightLine,
        Self::LongString,
        Self::Attention,
        Self::Duplicate,
        Self::NearDuplicate,
        Self::Person,
        Self::Impossible,
        Self::Blank,
        Self::Gibberish,
    ];

    /// The word in settings and in tables for machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Speeder => "speeder",
            Self::StraightLine => "straight_line",
            Self::LongString => "long_string",
            Self::Attention => "attention",
            Self::Duplicate => "duplicate",
            Self::NearDuplicate => "near_duplicate",
            Self::Person => "person",
            Self::Impossible => "impossible",
            Self::Blank => "blank",
            Self::Gibberish => "gibberish",
        }
    }

    /// What it does unless the workspace says otherwise: near-duplicates are looked for where somebody asks.
    #[must_use]
    pub const fn by_default(self) -> Action {
        match self {
            Self::NearDuplicate => Action::Off,
            _ => Action::Flag,
        }
    }

    /// The rule of that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.code() == code)
    }
}

/// What a rule does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is not applied.
    Off,
    /// It flags; the response counts.
    Flag,
    /// It flags, and the response is left out of every figure.
    Exclude,
}

impl Action {
    /// The action of that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "off" => Some(Self::Off),
            "flag" => Some(Self::Flag),
            "exclude" => Some(Self::Exclude),
            _ => None,
        }
    }

    /// Its word.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Flag => "flag",
            Self::Exclude => "exclude",
        }
    }
}

/// The limits of the rules.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// A response that took less than this share of the median of its wave is a speeder.
    pub speed_share: f64,
    /// In the place of the share: so many seconds an item answered.
    pub seconds_per_item: Option<f64>,
    /// Items a battery must have answered before one answer to all is a straight line.
    pub items: usize,
    /// Equal ratings one after the other that are a long string.
    pub run: usize,
    /// Minutes within which equal answers without words are duplicates.
    pub same_minutes: f64,
    /// Share of equal answers that makes near-duplicates.
    pub near_share: f64,
    /// Questions both must have answered for that.
    pub near_items: usize,
    /// Share of what was asked that was left blank.
    pub blank_share: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            speed_share: 1.0 / 3.0,
            seconds_per_item: None,
            items: 5,
            run: 12,
            same_minutes: 10.0,
            near_share: 0.85,
            near_items: 20,
            blank_share: 0.5,
        }
    }
}

/// Which rules are applied and what each does.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Policy {
    /// Rules that do something else than flag.
    pub actions: BTreeMap<Rule, Action>,
    /// Their limits.
    pub limits: Limits,
}

impl Policy {
    /// What a rule does.
    #[must_use]
    pub fn action(&self, rule: Rule) -> Action {
        self.actions.get(&rule).copied().unwrap_or(rule.by_default())
    }

    /// Whether any rule leaves responses out.
    #[must_use]
    pub fn excludes(&self) -> bool {
        self.actions.values().any(|action| *action == Action::Exclude)
    }
}
