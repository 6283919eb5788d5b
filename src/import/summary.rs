//! What became of a file, in counts that add up, and the problems found in it.

use super::encoding::EncodingFound;
use super::profile::Recognised;
use super::quarantine::Reason;
use super::setup::Contested;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;

/// The row equation of one file: `read = accepted + blank + superseded + by_rule + refused`, always.
///
/// * `read`: rows below the header. Lines without any character are no rows.
/// * `accepted`: rows handed on in batches. The store tells them apart further: a response it did not have is new, a
///   later version of one it had replaces that, an older or equal one is skipped.
/// * `blank`: rows whose cells are all empty, as spreadsheets leave them behind; skipped.
/// * `superseded`: rows of a response of which another row of this file is the later version (by `modified`, else
///   `submitted`), or the same once more; skipped.
/// * `by_rule`: rows that the platform's profile leaves out, such as previews; skipped.
/// * `refused`: rows refused whole, by reason: [`Counts::broken`], [`Counts::conflicting`], [`Counts::unknown_wave`],
///   [`Counts::unknown_response`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows below the header.
    pub read: u64,
    /// Rows handed on.
    pub accepted: u64,
    /// Skipped: rows without content.
    pub blank: u64,
    /// Skipped: older or repeated versions.
    pub superseded: u64,
    /// Skipped: rows that the profile of the platform leaves out.
    pub by_rule: u64,
    /// Refused: cells that cannot be told apart.
    pub broken: u64,
    /// Refused: one id for different answers.
    pub conflicting: u64,
    /// Refused: no known wave.
    pub unknown_wave: u64,
    /// Refused: parts of a response that is not there.
    pub unknown_response: u64,
    /// Cells of questions that were not blank.
    pub filled_cells: u64,
    /// Cells that became `invalid`, or lost a part.
    pub invalid_cells: u64,
    /// Answers dropped because they were not to be asked.
    pub routed_out: u64,
    /// Answers that break a `valid_if`; they are kept.
    pub flagged: u64,
}

impl Counts {
    /// Rows skipped by a rule.
    #[must_use]
    pub fn skipped(&self) -> u64 {
        self.blank + self.superseded + self.by_rule
    }

    /// Rows refused whole.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.broken + self.conflicting + self.unknown_wave + self.unknown_response
    }

    /// Whether nothing got lost; false would be a fault of this program.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.read == self.accepted + self.skipped() + self.refused()
    }
}

/// One column of the file and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnFound {
    /// Its header, or `#3`.
    pub header: String,
    /// What it was read as: a variable, `devices.phone`, `response_id`; `None` when it was not read.
    pub read_as: Option<String>,
    /// Whether the mapping leaves it out on purpose.
    pub left_out: bool,
    /// Cells that were not blank, for columns of answers.
    pub filled: u64,
    /// Cells that became `invalid`.
    pub invalid: u64,
}

/// Counts of cells by column and reason, the commonest things to mend first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellTally {
    /// Header of the column.
    pub column: String,
    /// Why.
    pub reason: Reason,
    /// How many.
    pub count: u64,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The counts.
    pub counts: Counts,
    /// The columns in the order of the file.
    pub columns: Vec<ColumnFound>,
    /// Cells and rows not taken, by column and reason.
    pub tallies: Vec<CellTally>,
    /// What the file is written in; `None` for an empty one.
    pub encoding: Option<EncodingFound>,
    /// Which platform's export it was recognised as, and by what.
    pub profile: Option<Recognised>,
    /// Rows that the profile leaves out: what they are, and how many.
    pub left_out: Vec<(Words, u64)>,
    /// What stands between its cells.
    pub delimiter: Option<char>,
    /// Everything a person should know, errors first.
    pub problems: Vec<Problem>,
    /// Responses of which what was handed on is not the version that counts. When there are any, throw the batches
    /// away and read the file once more with them in [`super::Setup::contested`]; see [`super::settled`].
    pub contested: Contested,
}

impl Summary {
    /// Whether the answers may be kept: no error among the problems, and nothing contested.
    #[must_use]
    pub fn committable(&self) -> bool {
        self.contested.is_empty() && !crate::diagnostic::has_errors(&self.problems)
    }
}
