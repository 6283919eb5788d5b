//! Net promoter bars: detractors, passives and promoters as one stacked bar, and the score.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::{hidden, number_inside, segment};
use super::input::{Part, Showing, Words};
use super::legend::{Key, legend, nothing};
use super::palette::{Ink, Role, step};
use super::rows::{Cell, Frame, RowWords};
use super::said::{self, DataTable};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// One or several bars of three parts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Nps {
    /// Title, description, text when there are no rows.
    pub words: Words,
    /// Names of the parts: detractors, passives, promoters.
    pub parts: [String; 3],
    /// What the numbers are, such as "% of answers".
    pub unit: String,
    /// Top to bottom.
    pub rows: Vec<NpsRow>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NpsRow {
    /// Whose; empty for a single bar.
    pub label: String,
    /// Detractors, passives, promoters.
    pub shares: [Part; 3],
    /// The score with its sign, such as "+32".
    pub score: String,
    /// The base, such as "n = 120".
    pub base: String,
    /// Small and hidden rows.
    pub showing: Showing,
}

const BAR: f64 = 26.0;

impl Chart for Nps {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        if self.rows.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let words: Vec<RowWords> = self.rows.iter().map(NpsRow::words).collect();
        let frame = Frame::new(canvas.width, &words);
        let mut entries: Vec<(Key, &str)> = self
            .parts
            .iter()
            .zip(INKS)
            .map(|(name, at)| (Key::Fill(step(at, 5).0), name.as_str()))
            .collect();
        entries.push((Key::Nothing, &self.unit));
        let mut y = legend(&mut canvas, 0.0, &entries) + 2.0;
        for (row, words) in self.rows.iter().zip(&words) {
            let band = frame.row(&mut canvas, y, words, BAR);
            row.draw(&mut canvas, band.middle, frame.plot);
            y = band.bottom + 10.0;
        }
        canvas.finish(y - 6.0, &self.words, ids, None)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = self
            .rows
            .iter()
            .filter(|row| !matches!(row.showing, Showing::Hidden(_)));
        let parts: Vec<String> = shown
            .take(3)
            .map(|row| {
                if row.label.is_empty() {
                    row.score.clone()
                } else {
                    format!("{} {}", row.label, row.score)
                }
            })
            .collect();
        if parts.is_empty() {
            return said::nothing(tongue);
        }
        let joined = parts.join(tongue.pick(", ", "，"));
        tongue.pick(
            format!("Promoters minus detractors: {joined}."),
            format!("推荐者减贬损者：{joined}。"),
        )
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["", ""]]);
        table.head.extend(self.parts.iter().cloned());
        let rest = [tongue.pick("Score", "得分"), tongue.pick(said::BASE[0], said::BASE[1])];
        table.head.extend(rest.map(String::from));
        for row in &self.rows {
            let is_hidden = matches!(row.showing, Showing::Hidden(_));
            let score = if is_hidden {
                said::HIDDEN.to_owned()
            } else {
                row.score.clone()
            };
            let cells = said::shares(row.shares.iter(), &row.showing);
            table.row(
                std::iter::once(row.label.clone())
                    .chain(cells)
                    .chain([score, row.base.clone()]),
            );
        }
        table
    }
}

/// Steps of a scale of five that colour the three parts.
const INKS: [usize; 3] = [1, 2, 3];

impl NpsRow {
    fn words(&self) -> RowWords<'_> {
        let score = if matches!(self.showing, Showing::Hidden(_)) {
            "·"
        } else {
            &self.score
        };
        let cells = vec![Cell::Text(Role::Quiet, &self.base), Cell::Text(Role::Strong, score)];
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells,
        }
    }

    fn draw(&self, canvas: &mut Canvas, y: f64, (left, right): (f64, f64)) {
        if let Showing::Hidden(reason) = &self.showing {
            hidden(canvas, reason, y, (left, right));
            return;
        }
        let rows = (y - BAR / 2.0, y + BAR / 2.0);
        let whole = self.shares.iter().map(Part::length).sum::<f64>().max(1.0);
        let mut x = left;
        for (part, at) in self.shares.iter().zip(INKS) {
            let to = x + (right - left) * part.length() / whole;
            let (ink, role) = step(at, 5);
            segment(canvas, ink, (x, to), rows);
            if self.showing == Showing::Plain {
                number_inside(canvas, role, (x, to), y, &part.text);
            }
            x = to;
        }
        if self.showing == Showing::Small {
            canvas.rect(Ink::Stripes, (left, x), rows);
        }
    }
}
