//! The kinds of missing answers, and how columns of codes hold them.

use serde::Deserialize;
use serde::Serialize;

/// Why there is no answer. None of these is ever a zero or a midpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// Routing did not put the question.
    NotAsked,
    /// The respondent broke off before it.
    NotReached,
    /// Asked and left blank.
    Skipped,
    /// "Don't know" was chosen.
    DontKnow,
    /// "Does not apply" was chosen.
    NotApplicable,
    /// "Prefer not to say" was chosen.
    Refused,
    /// Something was given that cannot be read as an answer, or a calculation has no result.
    Invalid,
    /// The respondent's version of the questionnaire had no such question.
    NotInVersion,
}

impl Missing {
    /// All kinds, in their order.
    pub const ALL: [Self; 8] = [
        Self::NotAsked,
        Self::NotReached,
        Self::Skipped,
        Self::DontKnow,
        Self::NotApplicable,
        Self::Refused,
        Self::Invalid,
        Self::NotInVersion,
    ];

    /// The stable name, as in `is(q, dont_know)` and in exported data.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::NotReached => "not_reached",
            Self::Skipped => "skipped",
            Self::DontKnow => "dont_know",
            Self::NotApplicable => "not_applicable",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
            Self::NotInVersion => "not_in_version",
        }
    }

    /// The kind with that stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The place in [`Missing::ALL`], 0 to 7.
    #[must_use]
    pub const fn index(self) -> u8 {
        self as u8
    }

    /// The byte that stands for this kind in a `kinds` slice, 1 to 8; 0 there means a valid answer.
    #[must_use]
    pub const fn byte(self) -> u8 {
        self as u8 + 1
    }

    /// The kind a byte of a `kinds` slice stands for: `None` for 0, a valid answer. A byte that stands for nothing is `Invalid`.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        let place = byte.checked_sub(1)?;
        Some(Self::ALL.get(usize::from(place)).copied().unwrap_or(Self::Invalid))
    }
}

impl std::fmt::Display for Missing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.code())
    }
}

/// The most options a coded column can tell apart; the eight codes above are the kinds of missing.
pub const MAX_OPTIONS: usize = u16::MAX as usize - 7;

/// The code that stands for a kind of missing in a column of option codes: the top eight values of `u16`.
#[must_use]
pub const fn missing_code(kind: Missing) -> u16 {
    u16::MAX - kind as u16
}

/// The kind of missing a code stands for; `None` when it is the index of an option.
#[must_use]
pub fn code_missing(code: u16) -> Option<Missing> {
    Missing::ALL.get(usize::from(u16::MAX - code)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_bytes_and_names_lead_back_to_their_kind() {
        for (place, kind) in Missing::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(kind.index()), place);
            assert_eq!(code_missing(missing_code(kind)), Some(kind));
            assert_eq!(Missing::from_byte(kind.byte()), Some(kind));
            assert_eq!(Missing::from_code(kind.code()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
        assert_eq!(missing_code(Missing::NotAsked), 65_535);
        assert_eq!(missing_code(Missing::NotInVersion), 65_528);
        assert_eq!(code_missing(65_527), None);
        assert_eq!(MAX_OPTIONS, 65_528, "indices 0 to 65,527");
        assert_eq!(Missing::from_byte(0), None);
        assert_eq!(Missing::from_byte(200), Some(Missing::Invalid));
        assert_eq!(Missing::from_code("blank"), None);
    }
}
