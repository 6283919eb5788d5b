//! What a comparison comes to.

use serde::Serialize;

/// The verdict on a comparison. A change is called only when it is both significant in its family and large enough to
/// matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Higher than in the earlier wave.
    Rose,
    /// Lower than in the earlier wave.
    Fell,
    /// Higher than the rest, or than the target.
    Above,
    /// Lower than the rest, or than the target.
    Below,
    /// Significant, but smaller than what matters.
    Small,
    /// The data do not tell.
    NoEvidence,
    /// Too few responses on one side for a verdict.
    TooFew,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 7] = [
        Self::Rose,
        Self::Fell,
        Self::Above,
        Self::Below,
        Self::Small,
        Self::NoEvidence,
        Self::TooFew,
    ];

    /// The word in tables for machines, and in `--fail-on`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rose => "rose",
            Self::Fell => "fell",
            Self::Above => "above",
            Self::Below => "below",
            Self::Small => "small",
            Self::NoEvidence => "no_evidence",
            Self::TooFew => "too_few",
        }
    }

    /// The verdict of that word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.code() == code)
    }

    /// Whether something was found: a difference that is significant and matters.
    #[must_use]
    pub fn is_finding(self) -> bool {
        matches!(self, Self::Rose | Self::Fell | Self::Above | Self::Below)
    }

    /// Whether what was found is an increase; `None` when nothing was.
    #[must_use]
    pub fn is_up(self) -> Option<bool> {
        match self {
            Self::Rose | Self::Above => Some(true),
            Self::Fell | Self::Below => Some(false),
            Self::Small | Self::NoEvidence | Self::TooFew => None,
        }
    }
}
