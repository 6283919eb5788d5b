//! Banner tables in every format.
//!
//! A [`Table`] is printed as aligned blocks for a terminal, as Markdown, or with a row a cell for
//! machines; what must be said beside it is the same in all of them.

mod foot;
mod head;
mod markdown;
mod print;
mod text;
mod tidy;
mod workbook;

pub use foot::foot;
pub use markdown::markdown;
pub use print::Figure;
pub use text::note;
pub use text::text;
pub use tidy::tidy;
pub use workbook::workbook;

use crate::crosstab::Table;
use crate::diagnostic::Words;
use crate::locale::Lang;
use crate::measure::Scores;

/// What a table is worded with.
#[derive(Debug, Clone, Copy)]
pub struct Printing<'a> {
    /// Whom rules left out, and what changed between the waves shown.
    pub remarks: &'a [Words],
    /// The table.
    pub table: &'a Table,
    /// The scores it was made of.
    pub scores: &'a Scores,
    /// The language of labels.
    pub lang: &'a Lang,
    /// What is printed of a share, in this order.
    pub show: &'a [Figure],
}
