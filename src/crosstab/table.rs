//! The table as a value: finished numbers and decisions, nothing hidden in it.

use super::banner::Layout;
use super::independence::Independence;
use super::stub::StubRow;
use crate::finding::Gate;
use crate::finding::Letters;
use crate::finding::Showing;
use crate::finding::Strength;
use crate::finding::Test;
use crate::finding::Verdict;
use crate::measure::Estimate;
use crate::measure::Unit;
use crate::model::Id;
use crate::model::VariableIndex;
use crate::stats::Reason;
use crate::tabulation::Cell;
use std::collections::BTreeSet;

/// A banner table.
#[derive(Debug, Clone)]
pub struct Table {
    /// What stands across.
    pub layout: Layout,
    /// What stands down.
    pub sections: Vec<TableSection>,
    /// What must be said beside it.
    pub facts: Facts,
}

/// A question, or a measure, with its rows.
#[derive(Debug, Clone)]
pub struct TableSection {
    /// The name of the variable or measure.
    pub id: Id,
    /// The variable; `None` for a measure of the definition.
    pub variable: Option<VariableIndex>,
    /// Rows with their cells.
    pub lines: Vec<Line>,
    /// Bases by column.
    pub bases: Vec<Base>,
    /// By block of columns: the test of the question against them, where one was asked for and can be made.
    pub independence: Vec<Option<Result<Independence, Reason>>>,
}

/// A row with its cells.
#[derive(Debug, Clone)]
pub struct Line {
    /// The row.
    pub row: StubRow,
    /// In what its values count.
    pub unit: Unit,
    /// A cell a column.
    pub cells: Vec<TableCell>,
    /// The test of all columns, a block each.
    pub gates: Vec<Gate>,
}

/// A cell.
#[derive(Debug, Clone)]
pub enum TableCell {
    /// It may not be shown.
    Hidden(Showing),
    /// There is nothing to show.
    Empty(Reason),
    /// Its figures.
    Shown(Box<Figures>),
}

impl TableCell {
    /// Its figures, where it has any.
    #[must_use]
    pub fn figures(&self) -> Option<&Figures> {
        match self {
            Self::Shown(figures) => Some(figures),
            Self::Hidden(_) | Self::Empty(_) => None,
        }
    }
}

/// What a cell shows.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Value, interval, bases.
    pub estimate: Estimate,
    /// Shown as it is, or with the warning of a small base.
    pub showing: Showing,
    /// The responses behind it; `None` for an index.
    pub counts: Option<Counts>,
    /// The cell's part of its row, in [0, 1]: of the responses with this answer, those in this column. For shares.
    pub row_share: Option<f64>,
    /// Standard deviation of the answers, of a mean.
    pub sd: Option<f64>,
    /// Standard error, of a mean or a net promoter score.
    pub standard_error: Option<f64>,
    /// Columns it is significantly higher than.
    pub letters: Vec<(usize, Strength)>,
    /// Columns it was tested against, with the corrected p-value.
    pub tested: Vec<(usize, f64)>,
    /// Against the rest of its wave.
    pub rest: Option<Arrow>,
    /// Against the wave before.
    pub previous: Option<Arrow>,
}

/// Responses behind a cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counts {
    /// Those that count: of a share the hits, else all valid answers.
    pub hits: Cell,
    /// All valid answers: the base. Of shares of responses, the mentions.
    pub valid: Cell,
}

/// A comparison with the rest, or with the wave before.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrow {
    /// What it comes to.
    pub verdict: Verdict,
    /// Estimate minus reference.
    pub difference: f64,
    /// Unadjusted p.
    pub p: Option<f64>,
    /// Adjusted in its family.
    pub p_adjusted: Option<f64>,
    /// With what it is compared: `rest`, or the name of a wave.
    pub against: String,
}

/// The bases of a section in one column; all `None` where they may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Base {
    /// Unweighted valid answers (respondents).
    pub base: Option<u64>,
    /// Sum of their weights.
    pub weighted: Option<f64>,
    /// Kish's effective base.
    pub effective: Option<f64>,
    /// Answers given, of a multiple choice.
    pub responses: Option<u64>,
    /// Whether something is hidden here.
    pub hidden: bool,
}

/// What a reader must know beside the numbers.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a sentence of its own, said or not"
)]
pub struct Facts {
    /// Whether responses weigh differently.
    pub weighted: bool,
    /// How letters were corrected.
    pub letters: Letters,
    /// Significance level of letters.
    pub alpha: f64,
    /// The tests behind letters.
    pub tests: BTreeSet<Test>,
    /// Whether any letter could have been given.
    pub lettered: bool,
    /// Rows and banners in which the test of all columns found nothing.
    pub gated: usize,
    /// Variables whose columns overlap.
    pub overlapping: Vec<VariableIndex>,
    /// Whether anything is hidden.
    pub hidden: bool,
    /// Whether a small base is marked.
    pub flagged: bool,
    /// The smallest base that is not flagged, and with which columns are tested.
    pub flag_below: u64,
    /// Whether shares of multiple choices are of responses.
    pub of_responses: bool,
    /// Waves compared with by arrows.
    pub previous: BTreeSet<String>,
    /// Whether there are arrows against the rest.
    pub rest: bool,
}
