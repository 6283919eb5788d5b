//! Tables of a document, and the tables behind its charts.

mod behind;
mod benchmarks;
mod drivers;
mod groups;
mod questions;
mod standing;

pub use behind::by_group;
pub use behind::index;
pub use behind::movers;
pub use behind::over_time;
pub use behind::parts_of_nps;
pub use behind::spreads;
pub use benchmarks::benchmark_heading;
pub use benchmarks::benchmark_table;
pub use benchmarks::benchmarks;
pub use benchmarks::benchmarks_of;
pub use drivers::effect;
pub use drivers::field_name;
pub use drivers::matrix;
pub use drivers::none as no_drivers;
pub use drivers::set_aside;
pub use drivers::view as driver_table;
pub use groups::Compared;
pub use groups::groups;
pub use questions::question;
pub use standing::ordered;
pub use standing::standing;
pub use standing::standing_of;
pub use standing::target;

use super::facts::Facts;
use super::facts::Figure;
use super::parts;
use super::parts::CellView;
use super::words;
use crate::finding::Change;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Unit;
use crate::model::Measure;

/// Stands for a hidden figure.
pub const HIDDEN: &str = "·";

/// The value of a figure; small bases carry a raised mark.
pub fn value(facts: &Facts, measure: &Measure, figure: &Figure) -> CellView {
    match &figure.estimate {
        Some(estimate) => flagged(
            CellView::text(words::value(facts.unit(measure), estimate.value)),
            figure,
        ),
        None => absent(figure),
    }
}

/// What stands where there is no figure.
pub fn absent(figure: &Figure) -> CellView {
    if figure.is_hidden() {
        CellView::text(HIDDEN).toned("quiet")
    } else {
        CellView::none()
    }
}

/// The raised mark of a small base.
pub fn flagged(cell: CellView, figure: &Figure) -> CellView {
    if figure.showing == Showing::Flagged {
        CellView {
            raised: "†".to_owned(),
            ..cell
        }
    } else {
        cell
    }
}

/// The interval of a figure.
pub fn interval(facts: &Facts, unit: Unit, figure: &Figure) -> CellView {
    let Some(estimate) = &figure.estimate else {
        return absent(figure);
    };
    estimate.interval.map_or_else(CellView::none, |found| {
        CellView::text(words::interval(unit, found, facts.tongue()))
    })
}

/// The base of a figure.
pub fn base(figure: &Figure) -> CellView {
    match &figure.estimate {
        Some(estimate) if estimate.base > 0 => CellView::text(estimate.base.to_string()),
        Some(_) => CellView::none(),
        None => absent(figure),
    }
}

/// A difference with its mark.
pub fn difference(facts: &Facts, measure: &Measure, change: Option<&Change>) -> CellView {
    let Some(change) = change else {
        return CellView::text("");
    };
    let text = words::difference(facts.unit(measure), change.comparison.difference);
    verdict(facts, measure, change, text)
}

/// A number with the mark of its verdict. Uncertain numbers are grey and carry none: before a number, a dash would read
/// as a minus.
pub fn verdict(facts: &Facts, measure: &Measure, change: &Change, text: String) -> CellView {
    let tone = parts::tone(change.verdict, facts.better(measure));
    let cell = CellView::text(text).toned(tone);
    if change.verdict.is_finding() {
        cell.marked(words::mark(change.verdict), tone)
    } else {
        cell
    }
}

/// The head of a column of intervals.
pub fn interval_title(facts: &Facts) -> String {
    let level = locale::percent(facts.input.scores.level, 0);
    facts
        .tongue()
        .pick(format!("{level} interval"), format!("{level}置信区间"))
}

/// The note below a table: what its marks mean, and what is small or hidden.
pub fn note<'a>(facts: &Facts, first: &str, figures: impl IntoIterator<Item = &'a Figure>) -> String {
    let (mut small, mut hidden) = (false, false);
    for figure in figures {
        small |= figure.showing == Showing::Flagged;
        hidden |= figure.is_hidden();
    }
    let mut notes = vec![first.to_owned()];
    notes.extend(super::notes::table_notes(facts, small, hidden));
    notes.retain(|note| !note.is_empty());
    notes.join(facts.tongue().pick(" ", ""))
}

/// Whether nobody answered: nothing is hidden, there is nothing.
pub fn is_unanswered(figure: &Figure) -> bool {
    !figure.is_hidden() && figure.estimate.is_none()
}

/// In points of what a difference counts: the unit of a column.
pub fn points(unit: Unit, facts: &Facts) -> &'static str {
    words::points_word(unit, facts.tongue())
}
