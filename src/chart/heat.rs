//! A heat map: rows by columns of numbers, tinted by how far each lies from a middle, with
//! significance marks. The numbers stand in the cells, so the tint is a help and not the message.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, measure, wrap};
use super::input::{Estimate, Mark, Showing, Words};
use super::legend::nothing;
use super::palette::{Anchor, Ink, Role};
use super::said::{self, DataTable};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// A table of numbers with colour.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Heat {
    /// Title, description, text when there are no cells.
    pub words: Words,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Top to bottom.
    pub rows: Vec<HeatRow>,
    /// A cell of this distance from its row's middle has the full tint; in the unit of the values.
    pub spread: f64,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeatRow {
    /// Name of the row.
    pub label: String,
    /// What its cells are compared with, such as the total.
    pub middle: Option<f64>,
    /// One per column; missing ones are empty.
    pub cells: Vec<HeatCell>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HeatCell {
    /// The number; its interval is not drawn.
    pub estimate: Estimate,
    /// How it compares, tested by the caller.
    pub mark: Option<Mark>,
    /// Small cells have no tint, hidden ones show "·".
    pub showing: Showing,
}

const NARROW: f64 = 560.0;
const CELL: f64 = 30.0;
const LEAST: f64 = 56.0;

/// How the table is cut so that it fits: columns in blocks under each other.
struct Layout {
    label: f64,
    cell: f64,
    block: usize,
    is_narrow: bool,
}

impl Chart for Heat {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        if self.rows.is_empty() || self.columns.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let layout = self.layout(canvas.width);
        let mut y = 0.0;
        let mut from = 0;
        while from < self.columns.len() {
            let to = (from + layout.block).min(self.columns.len());
            y = self.draw_block(&mut canvas, y, (from, to), &layout) + 14.0;
            from = to;
        }
        canvas.finish(y - 12.0, &self.words, ids, None)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        // Rows may count in different units: what compares is the distance from the middle of each.
        let cells: Vec<(String, f64, &str)> = self
            .rows
            .iter()
            .flat_map(|row| {
                let named = self.columns.iter().zip(&row.cells);
                named.filter_map(|(column, cell)| {
                    let distance = cell.known()? - row.middle.and_then(super::input::finite)?;
                    Some((format!("{} × {column}", row.label), distance, cell.text()))
                })
            })
            .collect();
        let above = cells
            .iter()
            .rev()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|cell| cell.1 > 0.0);
        let below = cells
            .iter()
            .min_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|cell| cell.1 < 0.0);
        let part = |words: [&str; 2], cell: Option<&(String, f64, &str)>| {
            let (name, _, text) = cell?;
            let lead = tongue.pick(words[0], words[1]);
            Some(tongue.pick(format!("{lead}{name} ({text})"), format!("{lead}{name}（{text}）")))
        };
        let parts: Vec<String> = [
            part(["furthest above the middle of its row: ", "高出所在行最多："], above),
            part(["furthest below: ", "低出最多："], below),
        ]
        .into_iter()
        .flatten()
        .collect();
        if parts.is_empty() {
            return said::nothing(tongue);
        }
        let joined = parts.join(tongue.pick("; ", "；"));
        let mut letters = joined.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        format!("{first}{}{}", letters.as_str(), tongue.pick(".", "。"))
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["", ""]]);
        table.head.extend(self.columns.iter().cloned());
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| cell.text().to_owned());
            table.row(std::iter::once(row.label.clone()).chain(cells));
        }
        table
    }
}

impl Heat {
    fn layout(&self, width: f64) -> Layout {
        let is_narrow = width < NARROW;
        let longest = self
            .rows
            .iter()
            .map(|row| measure(Role::Label, &row.label))
            .fold(0.0, f64::max);
        let label = if is_narrow {
            0.0
        } else {
            (longest.ceil() + 14.0).min(width * 0.3)
        };
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let number = cells
            .map(|cell| measure(Role::Small, cell.text()) + 30.0)
            .fold(LEAST, f64::max);
        let heads = self
            .columns
            .iter()
            .map(|name| measure(Role::Quiet, name) / 2.4 + 8.0)
            .fold(LEAST, f64::max);
        let room = width - label;
        let least = number.max(heads.min(120.0)).min(room);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 60 by the sizes involved"
        )]
        let fitting = (room / least).floor().clamp(1.0, 60.0) as usize;
        // As many blocks as needed, filled evenly.
        let blocks = self.columns.len().div_ceil(fitting).max(1);
        let block = self.columns.len().div_ceil(blocks).max(1);
        Layout {
            label,
            cell: (room / block as f64).min(least * 1.8),
            block,
            is_narrow,
        }
    }

    fn draw_block(&self, canvas: &mut Canvas, top: f64, (from, to): (usize, usize), layout: &Layout) -> f64 {
        let left = |column: usize| layout.label + (column - from) as f64 * layout.cell;
        let heads: Vec<Vec<String>> = self
            .columns
            .iter()
            .take(to)
            .skip(from)
            .map(|name| wrap(Role::Quiet, name, layout.cell - 6.0))
            .collect();
        let tallest = heads.iter().map(Vec::len).max().unwrap_or(0) as f64 * Role::Quiet.leading();
        for (offset, lines) in heads.iter().enumerate() {
            let start = top + tallest - lines.len() as f64 * Role::Quiet.leading();
            canvas.lines(
                Role::Quiet,
                Anchor::Middle,
                (left(from + offset) + layout.cell / 2.0, start),
                lines,
            );
        }
        let mut y = top + tallest + 6.0;
        for row in &self.rows {
            let room = if layout.is_narrow {
                canvas.width
            } else {
                layout.label - 10.0
            };
            let lines = wrap(Role::Label, &row.label, room);
            let height = lines.len() as f64 * Role::Label.leading();
            let (start, body) = if layout.is_narrow {
                (y, CELL)
            } else {
                (y + (CELL.max(height) - height) / 2.0, CELL.max(height))
            };
            canvas.lines(Role::Label, Anchor::Start, (0.0, start), &lines);
            y += if layout.is_narrow { height + 2.0 } else { 0.0 };
            for (column, cell) in row.cells.iter().enumerate().take(to).skip(from) {
                self.draw_cell(
                    canvas,
                    cell,
                    row.middle,
                    (left(column), left(column) + layout.cell),
                    (y, y + body),
                );
            }
            y += body + if layout.is_narrow { 8.0 } else { 2.0 };
        }
        y
    }

    fn draw_cell(
        &self,
        canvas: &mut Canvas,
        cell: &HeatCell,
        middle: Option<f64>,
        (left, right): (f64, f64),
        (top, bottom): (f64, f64),
    ) {
        let centre = f64::midpoint(left, right);
        let y = f64::midpoint(top, bottom);
        let value = cell.known();
        if let Some(value) = value {
            let tint = if cell.showing == Showing::Small {
                3
            } else {
                self.tint(value, middle)
            };
            canvas.rect(Ink::Tint(tint), (left, right - 2.0), (top, bottom));
        }
        let lines = super::text::wrap(cell.text(), Role::Small.size(), right - left - 30.0, 1);
        let Some(text) = lines.first() else { return };
        let role = if cell.showing == Showing::Plain {
            Role::Small
        } else {
            Role::Quiet
        };
        canvas.text(role, Anchor::Middle, (centre - 1.0, y + 4.2), text);
        if let Some(mark) = cell.mark.as_ref().filter(|_| value.is_some()) {
            canvas.mark(mark, (centre + measure(role, text) / 2.0 + 8.0, y));
        }
    }

    /// 0 (far below) over 3 (about the same) to 6 (far above).
    fn tint(&self, value: f64, middle: Option<f64>) -> u8 {
        let Some(middle) = middle.and_then(super::input::finite) else {
            return 3;
        };
        let spread = if self.spread.is_finite() && self.spread > 0.0 {
            self.spread
        } else {
            1.0
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 6")]
        let tint = (3.0 + ((value - middle) / spread * 3.0).clamp(-3.0, 3.0)).round() as u8;
        tint
    }
}

impl HeatCell {
    fn known(&self) -> Option<f64> {
        if matches!(self.showing, Showing::Hidden(_)) {
            None
        } else {
            self.estimate.known()
        }
    }

    fn text(&self) -> &str {
        if self.known().is_some() {
            &self.estimate.text
        } else {
            "·"
        }
    }
}
