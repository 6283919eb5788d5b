//! The frame of charts made of rows: a label, a plot, and columns of text at the right.
//!
//! Wide, they stand beside each other; narrow, the plot goes under the words and gets the whole
//! width. Every text wraps in its column, so a row is as high as its longest text.

use super::canvas::{Canvas, MARK_ROOM, measure, wrap};
use super::input::{Mark, Tone};
use super::palette::{Anchor, Role};
use super::text::widest;

/// Below this width in px the plot of a row goes under its words.
const NARROW: f64 = 560.0;
const GAP: f64 = 12.0;
/// Px between two rows.
pub(super) const BETWEEN: f64 = 8.0;

/// What stands at the right of a row.
pub(super) enum Cell<'a> {
    Text(Role, &'a str),
    Mark(Option<&'a Mark>),
}

/// The words of a row.
pub(super) struct RowWords<'a> {
    pub(super) role: Role,
    pub(super) indent: f64,
    pub(super) label: &'a str,
    pub(super) cells: Vec<Cell<'a>>,
}

/// Where a drawn row left its plot.
#[derive(Clone, Copy)]
pub(super) struct Band {
    pub(super) bottom: f64,
    /// Middle of the plot.
    pub(super) middle: f64,
    /// Where vertical lines through the plot may run without crossing words.
    pub(super) stretch: (f64, f64),
}

/// Columns that fit all rows of a chart.
pub(super) struct Frame {
    is_narrow: bool,
    label: f64,
    /// Right edge and width of each text column.
    columns: Vec<(f64, f64)>,
    /// Left and right edge of the plot.
    pub(super) plot: (f64, f64),
}

impl Frame {
    /// Measures all rows. Rows may have different numbers of cells; columns count from the left.
    pub(super) fn new(width: f64, rows: &[RowWords]) -> Self {
        let is_narrow = width < NARROW;
        let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let most = if is_narrow {
            (width * 0.2).min(width * 0.54 / count.max(1) as f64)
        } else {
            width * 0.15
        };
        let widths: Vec<f64> = (0..count)
            .map(|index| {
                rows.iter()
                    .filter_map(|row| row.cells.get(index))
                    .map(|cell| cell.width(most))
                    .fold(0.0, f64::max)
            })
            .collect();
        let mut columns = vec![(0.0, 0.0); count];
        let mut right = width;
        for (column, wide) in columns.iter_mut().zip(&widths).rev() {
            *column = (right, *wide);
            right -= if *wide > 0.0 { wide + GAP } else { 0.0 };
        }
        let longest = rows
            .iter()
            .map(|row| row.indent + measure(row.role, row.label))
            .fold(0.0, f64::max);
        let label = match longest {
            _ if is_narrow => right,
            none if none <= 0.0 => 0.0,
            longest => (longest.ceil() + 2.0).min(width * 0.34),
        };
        let start = if label > 0.0 { label + GAP } else { 0.0 };
        let plot = if is_narrow {
            (0.0, width)
        } else {
            (start, right.max(start + 40.0))
        };
        Self {
            is_narrow,
            label,
            columns,
            plot,
        }
    }

    /// Draws rows from `top` down, each with `draw` beside its words. Returns where they end, and where vertical lines through
    /// all plots may run.
    pub(super) fn stack(
        &self,
        canvas: &mut Canvas,
        top: f64,
        rows: &[RowWords],
        height: f64,
        mut draw: impl FnMut(&mut Canvas, usize, Band),
    ) -> (f64, Vec<(f64, f64)>) {
        let mut y = top;
        let mut stretches = Vec::with_capacity(rows.len());
        for (at, words) in rows.iter().enumerate() {
            let band = self.row(canvas, y, words, height);
            draw(canvas, at, band);
            stretches.push(band.stretch);
            y = band.bottom + BETWEEN;
        }
        (y, joined(stretches))
    }

    /// Draws the words of a row from `top` down and leaves `height` px for its plot.
    pub(super) fn row(&self, canvas: &mut Canvas, top: f64, words: &RowWords, height: f64) -> Band {
        // Deep levels stop moving right before their labels get too narrow to read.
        let indent = words.indent.min((self.label - 64.0).max(0.0));
        let room = self.label - indent;
        let label = wrap(words.role, words.label, room);
        let cells: Vec<Vec<String>> = words
            .cells
            .iter()
            .zip(&self.columns)
            .map(|(cell, column)| cell.lines(column.1))
            .collect();
        let label_height = lines_height(words.role, label.len());
        let tallest = cells
            .iter()
            .map(|lines| lines_height(Role::Label, lines.len()))
            .fold(label_height, f64::max);
        let body = if self.is_narrow { tallest } else { tallest.max(height) };
        let start = |lines: f64| {
            if self.is_narrow {
                top
            } else {
                top + (body - lines) / 2.0
            }
        };
        canvas.lines(words.role, Anchor::Start, (indent, start(label_height)), &label);
        for ((cell, lines), column) in words.cells.iter().zip(&cells).zip(&self.columns) {
            let role = cell.role();
            cell.draw(canvas, *column, start(lines_height(role, lines.len().max(1))), lines);
        }
        if self.is_narrow {
            let under = if tallest > 0.0 { top + tallest + 2.0 } else { top };
            return Band {
                bottom: under + height,
                middle: under + height / 2.0,
                stretch: (under, under + height),
            };
        }
        Band {
            bottom: top + body,
            middle: top + body / 2.0,
            stretch: (top - BETWEEN / 2.0, top + body + BETWEEN / 2.0),
        }
    }
}

/// Joins stretches that touch, so that lines through many rows are drawn once.
pub(super) fn joined(stretches: impl IntoIterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let mut all: Vec<(f64, f64)> = Vec::new();
    for (from, to) in stretches {
        match all.last_mut() {
            Some(last) if from <= last.1 + 0.5 => last.1 = to,
            _ => all.push((from, to)),
        }
    }
    all
}

fn lines_height(role: Role, lines: usize) -> f64 {
    role.leading() * lines as f64
}

impl Cell<'_> {
    fn role(&self) -> Role {
        match self {
            Self::Text(role, _) => *role,
            Self::Mark(Some(mark)) if mark.tone == Tone::Good => Role::Good,
            Self::Mark(Some(mark)) if mark.tone == Tone::Bad => Role::Bad,
            Self::Mark(_) => Role::Quiet,
        }
    }

    fn extra(&self) -> f64 {
        if matches!(self, Self::Mark(Some(_))) {
            MARK_ROOM
        } else {
            0.0
        }
    }

    fn words(&self) -> &str {
        match self {
            Self::Text(_, text) => text,
            Self::Mark(mark) => mark.map_or("", |mark| &mark.text),
        }
    }

    /// Width wanted, at most `most` for the text.
    fn width(&self, most: f64) -> f64 {
        let role = self.role();
        let lines = wrap(role, self.words(), most.max(role.size() * 2.0));
        let text = widest(&lines, role.size() * role.stretch());
        if text + self.extra() > 0.0 {
            (text + self.extra()).ceil() + 3.0
        } else {
            0.0
        }
    }

    fn lines(&self, width: f64) -> Vec<String> {
        wrap(self.role(), self.words(), width - self.extra())
    }

    /// Texts end at the column's right edge; marks begin at its left, texts after them.
    fn draw(&self, canvas: &mut Canvas, (right, width): (f64, f64), top: f64, lines: &[String]) {
        let role = self.role();
        match self {
            Self::Text(..) => {
                canvas.lines(role, Anchor::End, (right, top), lines);
            }
            Self::Mark(Some(mark)) => {
                let left = right - width;
                canvas.mark(mark, (left + 6.0, top + role.size() * 0.66));
                canvas.lines(role, Anchor::Start, (left + MARK_ROOM, top), lines);
            }
            Self::Mark(None) => {}
        }
    }
}
