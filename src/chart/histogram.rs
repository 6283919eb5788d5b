//! A histogram: how the answers to one question are spread over its points, with the base in the words.
//!
//! Columns while the names of the points fit under them; otherwise rows.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, measure, wrap};
use super::input::{Part, Showing, Words, finite};
use super::legend::nothing;
use super::palette::{Anchor, Ink, Role};
use super::rows::{Cell, Frame, RowWords};
use super::said::{self, DataTable};
use super::scale::{Scale, is_zero};
use super::text::widest;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// The points of a question and how often each was chosen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Histogram {
    /// Title, description, text when there are no bins.
    pub words: Words,
    /// In the order of the scale.
    pub bins: Vec<HistogramBin>,
    /// Marks the middle, such as the mean.
    pub middle: Option<HistogramMiddle>,
    /// The base, such as "n = 412".
    pub base: String,
    /// Small and hidden bases.
    pub showing: Showing,
}

/// One point of the scale, or a range of values.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HistogramBin {
    /// Its name.
    pub label: String,
    /// Share of the answers.
    pub share: Part,
}

/// A line through the columns.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HistogramMiddle {
    /// Counted in bins: 0 is the middle of the first one, 0.5 the edge after it.
    pub at: f64,
    /// Such as "mean 4.1".
    pub label: String,
}

const BAR: f64 = 18.0;

impl Chart for Histogram {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let canvas = Canvas::new(width);
        if self.bins.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        if let Showing::Hidden(reason) = &self.showing {
            let empty = Words {
                empty: reason.clone(),
                ..self.words.clone()
            };
            return nothing(canvas, &empty, ids);
        }
        let slot = (canvas.width - 44.0) / self.bins.len() as f64;
        if self.fits(slot) {
            self.draw_columns(canvas, slot, ids)
        } else {
            self.draw_rows(canvas, ids)
        }
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        if matches!(self.showing, Showing::Hidden(_)) {
            return said::nothing(tongue);
        }
        let Some(most) = self
            .bins
            .iter()
            .rev()
            .max_by(|a, b| a.share.length().total_cmp(&b.share.length()))
        else {
            return said::nothing(tongue);
        };
        let middle = self.middle.as_ref().map_or_else(String::new, |middle| {
            tongue.pick(format!("; {}", middle.label), format!("；{}", middle.label))
        });
        tongue.pick(
            format!("Most frequent: {} ({} %){middle}.", most.label, most.share.text),
            format!("最多的是{}（{} %）{middle}。", most.label, most.share.text),
        )
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Answer", "回答"], ["Share, %", "占比，%"]]);
        for bin in &self.bins {
            let cells = said::shares([&bin.share].into_iter(), &self.showing);
            table.row(std::iter::once(bin.label.clone()).chain(cells));
        }
        table
    }
}

impl Histogram {
    /// Whether names stand under columns: whole, or thinned where they are numbers anyway.
    fn fits(&self, slot: f64) -> bool {
        let is_number = |bin: &HistogramBin| {
            bin.label
                .chars()
                .all(|c| c.is_ascii_digit() || ".-–−,~+<≤≥ ".contains(c))
        };
        if self.bins.iter().all(is_number) {
            return slot >= 4.0 && self.bins.iter().all(|bin| measure(Role::Small, &bin.label) < 90.0);
        }
        // A column as wide as this holds two lines of ordinary words.
        slot >= 64.0
            && self
                .bins
                .iter()
                .all(|bin| measure(Role::Small, &bin.label) <= (slot - 8.0) * 1.8)
    }

    fn top(&self) -> f64 {
        self.bins.iter().map(|bin| bin.share.length()).fold(0.01, f64::max)
    }

    fn draw_columns(&self, mut canvas: Canvas, slot: f64, ids: &str) -> Svg {
        let lines = wrap(Role::Quiet, &self.base, canvas.width);
        let top = canvas.lines(Role::Quiet, Anchor::Start, (0.0, 0.0), &lines) + 18.0;
        let height = (canvas.width * 0.32).clamp(140.0, 300.0);
        let bottom = top + height;
        let scale = Scale::around([0.0, self.top() * 100.0].into_iter(), None, (bottom, top + 16.0));
        let left = 40.0;
        let ticks = scale.ticks(height / 48.0);
        for (index, (value, text)) in ticks.iter().enumerate() {
            let y = scale.at(*value);
            let ink = if is_zero(*value) { Ink::Zero } else { Ink::Grid };
            canvas.line(ink, &[(left, y), (canvas.width, y)]);
            let text = if index + 1 == ticks.len() {
                format!("{text}%")
            } else {
                text.clone()
            };
            canvas.try_text(Role::Quiet, Anchor::End, (left - 6.0, y + 4.0), &text);
        }
        let gap = if slot > 12.0 { 3.0 } else { 1.0 };
        let middle_of = |at: f64| left + 2.0 + slot * (at + 0.5);
        for (index, bin) in self.bins.iter().enumerate() {
            let x = middle_of(index as f64);
            let columns = (x - slot / 2.0 + gap / 2.0, x + slot / 2.0 - gap / 2.0);
            let rows = (scale.at(bin.share.length() * 100.0), scale.at(0.0));
            canvas.rect(Ink::BarLight, columns, rows);
            if self.showing == Showing::Small {
                canvas.rect(Ink::Stripes, columns, rows);
            } else if measure(Role::HaloSmall, &bin.share.text) <= slot - 2.0 {
                canvas.try_text(Role::HaloSmall, Anchor::Middle, (x, rows.0 - 4.0), &bin.share.text);
            }
        }
        if let Some(middle) = &self.middle
            && let Some(at) = finite(middle.at)
        {
            let x = middle_of(at.clamp(-0.5, self.bins.len() as f64 - 0.5));
            let label = super::text::wrap(&middle.label, Role::HaloSmall.size(), canvas.width, 1);
            canvas.line(Ink::Target, &[(x, top), (x, bottom)]);
            canvas.try_text(
                Role::HaloSmall,
                Anchor::Middle,
                (x, top - 5.0),
                label.first().map_or("", String::as_str),
            );
        }
        let below = self.name_columns(&mut canvas, bottom + 4.0, slot, middle_of);
        canvas.finish(below + 2.0, &self.words, ids, Some(scale.range()))
    }

    /// Names under the columns, every second, third … where all would not fit.
    fn name_columns(&self, canvas: &mut Canvas, top: f64, slot: f64, middle_of: impl Fn(f64) -> f64) -> f64 {
        let role = Role::Small;
        let longest = self
            .bins
            .iter()
            .map(|bin| measure(role, &bin.label))
            .fold(0.0, f64::max);
        let fits = |every: usize| longest <= (slot * every as f64 - 6.0) * if slot >= 64.0 { 1.8 } else { 1.0 };
        let every = (1..self.bins.len())
            .find(|&every| fits(every))
            .unwrap_or(self.bins.len())
            .max(1);
        let room = (slot * every as f64 - 6.0).max(24.0);
        let (mut below, mut limit) = (top + 6.0, 0.0);
        for (index, bin) in self.bins.iter().enumerate().step_by(every) {
            let lines = wrap(role, &bin.label, room);
            let half = widest(&lines, role.size()) / 2.0;
            let x = middle_of(index as f64).min(canvas.width - half).max(half);
            if x - half >= limit {
                below = canvas.lines(role, Anchor::Middle, (x, top), &lines).max(below);
                limit = x + half + 4.0;
            }
        }
        below
    }

    fn draw_rows(&self, mut canvas: Canvas, ids: &str) -> Svg {
        let words: Vec<RowWords> = self.bins.iter().map(HistogramBin::words).collect();
        let frame = Frame::new(canvas.width, &words);
        let lines = wrap(Role::Quiet, &self.base, canvas.width);
        let top = canvas.lines(Role::Quiet, Anchor::Start, (0.0, 0.0), &lines) + 20.0;
        let scale = Scale::around(
            [0.0, self.top() * 100.0].into_iter(),
            None,
            (frame.plot.0 + 2.0, frame.plot.1 - 12.0),
        );
        let (y, stretches) = frame.stack(&mut canvas, top + 4.0, &words, BAR, |canvas, at, band| {
            let columns = (scale.at(0.0), scale.at(self.bins[at].share.length() * 100.0));
            let rows = (band.middle - 7.0, band.middle + 7.0);
            canvas.rect(Ink::BarLight, columns, rows);
            if self.showing == Showing::Small {
                canvas.rect(Ink::Stripes, columns, rows);
            }
        });
        scale.draw_across(&mut canvas, top, &stretches, "%");
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }
}

impl HistogramBin {
    fn words(&self) -> RowWords<'_> {
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![Cell::Text(Role::Strong, &self.share.text)],
        }
    }
}
