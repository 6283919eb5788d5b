//! Replicate weights: how accurate estimates are, told by the file that brought the answers.

use super::VariableIndex;
use crate::stats::replicates::Asked;

/// The sets of replicate weights of a survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Replicates {
    /// The hidden numbers that hold them, one a replicate; at least two.
    pub weights: Vec<VariableIndex>,
    /// Whether they hold the response's weight already; else they are factors to it.
    pub combined: bool,
    /// How they were made and how a variance comes from them.
    pub asked: Asked,
    /// Degrees of freedom; `None` means the rank of the replicate weights less one.
    pub df: Option<u32>,
}
