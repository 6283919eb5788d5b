//! Three-valued truth (Kleene), and what a survey makes of "unknown".

/// What a condition says about a respondent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// It cannot be told, because an answer it needs is missing.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// `show_if`: a question is shown only when its condition holds; unknown hides.
    #[must_use]
    pub fn shows(self) -> bool {
        self == Self::True
    }

    /// `--where`: a respondent is kept only when the condition holds; unknown excludes.
    #[must_use]
    pub fn keeps(self) -> bool {
        self == Self::True
    }

    /// `valid_if`: an answer is refused only when the condition is known to fail; unknown passes.
    #[must_use]
    pub fn passes(self) -> bool {
        self != Self::False
    }

    /// True and false change places, unknown stays.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    /// The lesser of the two, in the order false, unknown, true (Kleene 1952, §64).
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.min(other)
    }

    /// The greater of the two, in the order false, unknown, true (Kleene 1952, §64).
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}
