//! What became of the rows of an import.

use serde::Deserialize;
use serde::Serialize;

/// What the import saw of its file beside the responses it handed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Incoming {
    /// Rows of the file.
    pub read: u64,
    /// Rows left out by a stated rule: previews, test answers, duplicates within the file.
    pub skipped: u64,
    /// Rows that could not be taken.
    pub refused: u64,
    /// Cells that could not be read, in rows that were handed on.
    pub invalid_cells: u64,
    /// Answers dropped because their question was not to be asked.
    pub routed_out: u64,
}

/// The row equation: `read = accepted + replaced + skipped + refused`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Receipt {
    /// Rows of the file.
    pub read: u64,
    /// Responses that are new.
    pub accepted: u64,
    /// Responses that take the place of an earlier version.
    pub replaced: u64,
    /// Rows left out: by the import's rules, because they are known, or because a later version is.
    pub skipped: u64,
    /// Rows that could not be taken.
    pub refused: u64,
    /// Of the skipped: known already, word for word.
    pub known: u64,
    /// Of the skipped: an earlier version than the one stored.
    pub outdated: u64,
    /// Of accepted and replaced: to a frozen wave, kept apart for a restatement.
    pub late: u64,
    /// Came with other answers but the same time as the stored version; the content's hash decided.
    pub tied: u64,
    /// Responses of an earlier reading of the same file which this reading no longer holds.
    pub retracted: u64,
    /// Of the skipped: erased before.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub erased: u64,
    /// Cells that could not be read.
    pub invalid_cells: u64,
    /// Answers dropped because their question was not to be asked.
    #[serde(default)]
    pub routed_out: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde hands it on")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl Receipt {
    /// Whether every row is accounted for.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.read == self.accepted + self.replaced + self.skipped + self.refused
    }
}
