//! Why a number does not exist, and which arguments no statistic accepts.
//!
//! Data decide about a [`Reason`]; a caller's mistake is [`StatError::Domain`]. Neither is ever
//! replaced by a zero, an infinity or NaN.

use serde::Deserialize;
use serde::Serialize;

/// Why a number cannot be computed from data that are otherwise in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Nobody gave a valid answer, or all weights are zero.
    #[error("no valid answers")]
    NoValidAnswers,
    /// One answer has no spread: a variance needs two.
    #[error("fewer than two answers")]
    #[serde(rename = "n_lt_2")]
    TooFewAnswers,
    /// All answers are the same, so nothing can be said about chance.
    #[error("all answers are the same")]
    ZeroVariance,
    /// A group of a comparison has no answers.
    #[error("a group has no answers")]
    EmptyGroup,
    /// A row or column of a table, or a denominator made of counts, is empty.
    #[error("a row or column of the table is empty")]
    ZeroMargin,
    /// Columns repeat each other, or there are too few of them.
    #[error("columns repeat each other or are too few")]
    Singular,
    /// A predictor splits the outcome perfectly.
    #[error("a column separates the outcome perfectly")]
    Separation,
    /// The estimate lies outside its possible range.
    #[error("the solution is not a possible one")]
    ImproperSolution,
    /// A stratum has a single primary sampling unit.
    #[error("a stratum has a single sampling unit")]
    LonelyPsu,
    /// An iteration did not settle.
    #[error("the computation did not settle")]
    NotConverged,
    /// The number exists but may not be shown.
    #[error("suppressed")]
    Suppressed,
    /// The estimate lies at the end of its range, where its formula breaks down.
    #[error("the estimate lies at the end of its range")]
    Boundary,
}

impl Reason {
    /// Every reason, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::NoValidAnswers,
        Self::TooFewAnswers,
        Self::ZeroVariance,
        Self::EmptyGroup,
        Self::ZeroMargin,
        Self::Singular,
        Self::Separation,
        Self::ImproperSolution,
        Self::LonelyPsu,
        Self::NotConverged,
        Self::Suppressed,
        Self::Boundary,
    ];

    /// The stable word for files and machines, the same as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoValidAnswers => "no_valid_answers",
            Self::TooFewAnswers => "n_lt_2",
            Self::ZeroVariance => "zero_variance",
            Self::EmptyGroup => "empty_group",
            Self::ZeroMargin => "zero_margin",
            Self::Singular => "singular",
            Self::Separation => "separation",
            Self::ImproperSolution => "improper_solution",
            Self::LonelyPsu => "lonely_psu",
            Self::NotConverged => "not_converged",
            Self::Suppressed => "suppressed",
            Self::Boundary => "boundary",
        }
    }
}

/// What a statistic returns instead of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StatError {
    /// The data do not determine the number.
    #[error("{0}")]
    Undefined(#[from] Reason),
    /// An argument lies outside the domain of the function; the text says what it must be.
    #[error("{0}")]
    Domain(&'static str),
}

impl StatError {
    /// The reason, when the data and not the arguments are at fault.
    #[must_use]
    pub const fn reason(self) -> Option<Reason> {
        match self {
            Self::Undefined(reason) => Some(reason),
            Self::Domain(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;

    #[test]
    fn a_reason_is_written_in_json_as_its_code() {
        for reason in Reason::ALL {
            let json = serde_json::to_string(&reason).unwrap();
            assert_eq!(json, format!("\"{}\"", reason.code()));
            assert_eq!(serde_json::from_str::<Reason>(&json).unwrap(), reason);
        }
    }
}
