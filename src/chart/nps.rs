//! Net promoter bars: detractors, passives and promoters as one stacked bar, and the score.

use super::canvas::Canvas;
use super::diverging::{hidden, number_inside, segment};
use super::input::{Part, Showing, Words};
use super::legend::{Key, legend, nothing};
use super::palette::{Ink, Role, step};
use super::rows::{Cell, Frame, RowWords};
use super::{Chart, Svg};

/// One or several bars of three parts.
#[derive(Debug, Clone, PartialEq, Default)]
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
#[derive(Debug, Clone, PartialEq, Default)]
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
