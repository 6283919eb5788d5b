//! What respondents are told about their data, and what they are promised.

use crate::locale::Texts;
use std::collections::BTreeMap;

/// What is promised about who answered. Later ones promise less.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PrivacyMode {
    /// Nobody can tell who answered: no key of a person is kept, and the day only.
    Anonymous,
    /// A pseudonym is kept; who is behind it is known only with the secret and the list of those asked.
    #[default]
    Confidential,
    /// Answers are kept with the key of the person.
    Identified,
}

impl PrivacyMode {
    /// All, the strictest first.
    pub const ALL: [Self; 3] = [Self::Anonymous, Self::Confidential, Self::Identified];

    /// As written in definitions.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Anonymous => "anonymous",
            Self::Confidential => "confidential",
            Self::Identified => "identified",
        }
    }

    /// Reads it as written.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// Who may answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Whoever has the link.
    #[default]
    Open,
    /// Who was invited: an answer needs the token of a personal link, and a token gives one response.
    Token,
}

/// What a notice tells, in the order it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PrivacyFact {
    /// Who is responsible.
    Controller,
    /// How to reach them.
    Contact,
    /// What the answers are for.
    Purpose,
    /// What is collected, technical data included.
    Collected,
    /// Why this is lawful.
    Basis,
    /// Who receives the data.
    Recipients,
    /// Where the data is stored.
    Storage,
    /// Whether it leaves the country, and to whom.
    Transfer,
    /// How long it is kept.
    Retention,
    /// Which rights people have and how they use them.
    Rights,
    /// To whom they can complain.
    Authority,
    /// Whether answering is voluntary, and what follows from not answering.
    Voluntary,
}

impl PrivacyFact {
    /// All in order.
    pub const ALL: [Self; 12] = [
        Self::Controller,
        Self::Contact,
        Self::Purpose,
        Self::Collected,
        Self::Basis,
        Self::Recipients,
        Self::Storage,
        Self::Transfer,
        Self::Retention,
        Self::Rights,
        Self::Authority,
        Self::Voluntary,
    ];

    /// The key in definitions.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::Contact => "contact",
            Self::Purpose => "purpose",
            Self::Collected => "collected",
            Self::Basis => "basis",
            Self::Recipients => "recipients",
            Self::Storage => "storage",
            Self::Transfer => "transfer",
            Self::Retention => "retention",
            Self::Rights => "rights",
            Self::Authority => "authority",
            Self::Voluntary => "voluntary",
        }
    }

    /// Whether a notice must tell it where persons can be told apart: the GDPR's Art. 13 and the PIPL's Art. 17 ask for it
    /// everywhere. The ground, transfers and the authority depend on the law that applies.
    #[must_use]
    pub fn is_needed(self) -> bool {
        matches!(
            self,
            Self::Controller
                | Self::Contact
                | Self::Purpose
                | Self::Recipients
                | Self::Storage
                | Self::Retention
                | Self::Rights
                | Self::Voluntary
        )
    }
}

/// What respondents are told and promised.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Privacy {
    /// Whether the definition has a block of its own, so that the mode is a promise; a plain notice promises none.
    pub stated: bool,
    /// What is promised about who answered.
    pub mode: PrivacyMode,
    /// Who may answer.
    pub access: Access,
    /// A notice in the survey's own words, Markdown; may be empty.
    pub notice: Texts,
    /// What the notice tells, in order, each plain text.
    pub facts: Vec<(PrivacyFact, Texts)>,
    /// The notice (`None`) and the facts that ask for values, with their double braces.
    pub piped: BTreeMap<Option<PrivacyFact>, Texts>,
}

impl Privacy {
    /// What it tells of a fact.
    #[must_use]
    pub fn fact(&self, fact: PrivacyFact) -> Option<&Texts> {
        self.facts
            .iter()
            .find(|(told, _)| *told == fact)
            .map(|(_, texts)| texts)
    }

    /// Whether nothing that tells persons apart may be kept with answers.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.stated && self.mode == PrivacyMode::Anonymous
    }
}
