//! Diverging stacked bars: how the answers to several questions on one scale are spread.
//!
//! All bars share one zero line, so lengths to its left and right can be compared down the chart.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, measure};
use super::input::{Part, Showing, Words};
use super::legend::{Key, legend, nothing};
use super::palette::{Anchor, Ink, Role, step};
use super::rows::{BETWEEN, Band, Cell, Frame, RowWords, joined};
use super::said::{self, DataTable};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Where the middle step of an odd scale goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Neutral {
    /// Half to each side of the zero line.
    #[default]
    #[serde(rename = "split")]
    Centred,
    /// To the low side: only what lies above the middle counts as agreement.
    Left,
    /// Into a column of its own at the right, so that the sides hold opinions only.
    Apart,
}

/// A battery of questions on one scale.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Diverging {
    /// Title, description, text when there are no rows.
    pub words: Words,
    /// Names of the steps, low to high.
    pub steps: Vec<String>,
    /// Name of the answers outside the scale ("don't know"), if there are any.
    pub aside: String,
    /// What the numbers are, such as "% of answers"; stands at the end of the legend.
    pub unit: String,
    /// Where the middle step goes.
    pub neutral: Neutral,
    /// Stands over the left side; may be empty.
    pub low_end: String,
    /// Stands over the right side; may be empty.
    pub high_end: String,
    /// One bar each, top to bottom.
    pub rows: Vec<DivergingRow>,
}

/// One bar.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DivergingRow {
    /// What was rated.
    pub label: String,
    /// Shares low to high, of those who used the scale; missing ones count as 0.
    pub shares: Vec<Part>,
    /// Share of all who gave an answer outside the scale.
    pub aside: Option<Part>,
    /// The base, such as "n = 120".
    pub base: String,
    /// Small and hidden rows.
    pub showing: Showing,
}

const BAR: f64 = 22.0;
const APART: f64 = 16.0;

/// How many px a share of 1 gets, and where the parts of all bars begin.
struct Layout {
    unit: f64,
    zero: f64,
    neutral: f64,
    aside: f64,
}

impl Chart for Diverging {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        if self.rows.is_empty() || self.steps.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let words: Vec<RowWords> = self.rows.iter().map(DivergingRow::words).collect();
        let frame = Frame::new(canvas.width, &words);
        let layout = self.layout(frame.plot);
        let top = self.draw_legend(&mut canvas);
        let top = self.draw_ends(&mut canvas, top, &layout, frame.plot);
        let mut y = top + 2.0;
        let mut stretches = Vec::new();
        for (row, words) in self.rows.iter().zip(&words) {
            let band = frame.row(&mut canvas, y, words, BAR);
            self.draw_bar(&mut canvas, row, band, &layout, frame.plot);
            if !matches!(row.showing, Showing::Hidden(_)) {
                stretches.push(band.stretch);
            }
            y = band.bottom + BETWEEN;
        }
        for (from, to) in joined(stretches) {
            canvas.line(Ink::Zero, &[(layout.zero, from), (layout.zero, to)]);
        }
        canvas.finish(y, &self.words, ids, None)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let upper = |row: &DivergingRow| {
            let lengths = row.lengths(self.steps.len());
            lengths.iter().rev().take(self.steps.len() / 2).sum::<f64>()
        };
        let shown = self
            .rows
            .iter()
            .filter(|row| !matches!(row.showing, Showing::Hidden(_)));
        let items: Vec<(&str, f64, String)> = shown
            .map(|row| {
                (
                    row.label.as_str(),
                    upper(row),
                    format!("{} %", Part::percent(upper(row)).text),
                )
            })
            .collect();
        let said = said::extremes(
            items.iter().map(|(name, value, text)| (*name, *value, text.as_str())),
            tongue,
        );
        let half = if self.high_end.is_empty() {
            tongue.pick("Upper half of the scale", "量表高端一侧")
        } else {
            &self.high_end
        };
        tongue.pick(format!("{half}: {said}"), format!("{half}：{said}"))
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Question", "题目"]]);
        table.head.extend(self.steps.iter().cloned());
        let has_aside = self.rows.iter().any(|row| row.aside.is_some());
        if has_aside {
            table.head.push(self.aside.clone());
        }
        table.head.push(tongue.pick(said::BASE[0], said::BASE[1]).to_owned());
        for row in &self.rows {
            let empty = Part::default();
            let steps = (0..self.steps.len()).map(|step| row.shares.get(step).unwrap_or(&empty));
            let aside = has_aside.then(|| row.aside.as_ref().unwrap_or(&empty));
            let parts: Vec<&Part> = steps.chain(aside).collect();
            let cells = said::shares(parts.into_iter(), &row.showing);
            table.row(
                std::iter::once(row.label.clone())
                    .chain(cells)
                    .chain([row.base.clone()]),
            );
        }
        table
    }
}

impl DivergingRow {
    fn words(&self) -> RowWords<'_> {
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![Cell::Text(Role::Quiet, &self.base)],
        }
    }

    /// Lengths of the segments, scaled down together should they exceed the whole.
    fn lengths(&self, steps: usize) -> Vec<f64> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return vec![0.0; steps];
        }
        let raw: Vec<f64> = (0..steps)
            .map(|i| self.shares.get(i).map_or(0.0, Part::length))
            .collect();
        let whole = raw.iter().sum::<f64>().max(1.0);
        raw.into_iter().map(|length| length / whole).collect()
    }

    fn aside(&self) -> Option<(f64, &Part)> {
        let part = self
            .aside
            .as_ref()
            .filter(|_| !matches!(self.showing, Showing::Hidden(_)))?;
        Some((part.length(), part))
    }
}

impl Diverging {
    /// The middle step, if the scale has one.
    fn middle(&self) -> Option<usize> {
        (self.steps.len() % 2 == 1).then_some(self.steps.len() / 2)
    }

    /// Lengths left of zero, right of it, and of a neutral that stands apart.
    fn sides(&self, row: &DivergingRow) -> (f64, f64, f64) {
        let lengths = row.lengths(self.steps.len());
        let half = self.steps.len() / 2;
        let left: f64 = lengths.iter().take(half).sum();
        let right: f64 = lengths.iter().rev().take(half).sum();
        let neutral = self.middle().and_then(|i| lengths.get(i)).copied().unwrap_or(0.0);
        match self.neutral {
            Neutral::Centred => (left + neutral / 2.0, right + neutral / 2.0, 0.0),
            Neutral::Left => (left + neutral, right, 0.0),
            Neutral::Apart => (left, right, neutral),
        }
    }

    fn layout(&self, (start, end): (f64, f64)) -> Layout {
        let most = |of: fn((f64, f64, f64)) -> f64| self.rows.iter().map(|row| of(self.sides(row))).fold(0.0, f64::max);
        let (left, right, neutral) = (most(|s| s.0), most(|s| s.1), most(|s| s.2));
        let asides = || self.rows.iter().filter_map(DivergingRow::aside);
        let aside = asides().map(|(length, _)| length).fold(0.0, f64::max);
        let number = asides()
            .map(|(_, part)| measure(Role::Small, &part.text) + 5.0)
            .fold(0.0, f64::max);
        let gaps = if neutral > 0.0 { APART } else { 0.0 } + if aside > 0.0 { APART + number } else { 0.0 };
        let unit = (end - start - gaps).max(20.0) / (left + right + neutral + aside).max(0.01);
        let zero = start + left * unit;
        let neutral_start = zero + right * unit + APART;
        let aside_start = if neutral > 0.0 {
            neutral_start + neutral * unit + APART
        } else {
            neutral_start
        };
        Layout {
            unit,
            zero,
            neutral: neutral_start,
            aside: aside_start,
        }
    }

    fn draw_legend(&self, canvas: &mut Canvas) -> f64 {
        let mut entries: Vec<(Key, &str)> = self
            .steps
            .iter()
            .enumerate()
            .map(|(i, name)| (Key::Fill(step(i, self.steps.len()).0), name.as_str()))
            .collect();
        if self.rows.iter().any(|row| row.aside().is_some()) {
            entries.push((Key::Fill(Ink::Aside), &self.aside));
        }
        entries.push((Key::Nothing, &self.unit));
        legend(canvas, 0.0, &entries)
    }

    /// The end texts beside the zero line where they fit, otherwise at the edges or under each other.
    fn draw_ends(&self, canvas: &mut Canvas, top: f64, layout: &Layout, (start, end): (f64, f64)) -> f64 {
        let (low, high) = (
            measure(Role::Quiet, &self.low_end),
            measure(Role::Quiet, &self.high_end),
        );
        if low + high <= 0.0 {
            return top + 2.0;
        }
        let size = Role::Quiet.size();
        if low + 6.0 <= layout.zero - start && high + 6.0 <= end - layout.zero {
            canvas.text(Role::Quiet, Anchor::End, (layout.zero - 6.0, top + size), &self.low_end);
            canvas.text(
                Role::Quiet,
                Anchor::Start,
                (layout.zero + 6.0, top + size),
                &self.high_end,
            );
            return top + size + 5.0;
        }
        if low + high + 16.0 <= canvas.width {
            canvas.text(
                Role::Quiet,
                Anchor::Start,
                (start.min(canvas.width - low - high - 16.0).max(0.0), top + size),
                &self.low_end,
            );
            canvas.text(Role::Quiet, Anchor::End, (canvas.width, top + size), &self.high_end);
            return top + size + 5.0;
        }
        legend(
            canvas,
            top,
            &[(Key::Nothing, &self.low_end), (Key::Nothing, &self.high_end)],
        )
    }

    fn draw_bar(&self, canvas: &mut Canvas, row: &DivergingRow, band: Band, layout: &Layout, plot: (f64, f64)) {
        let rows = (band.middle - BAR / 2.0, band.middle + BAR / 2.0);
        if let Showing::Hidden(reason) = &row.showing {
            canvas.text(Role::Label, Anchor::Start, (plot.0, band.middle + 4.2), "·");
            hidden(canvas, reason, band.middle, (plot.0 + 16.0, plot.1));
            return;
        }
        let (left, _, _) = self.sides(row);
        let mut x = layout.zero - left * layout.unit;
        for (index, length) in row.lengths(self.steps.len()).into_iter().enumerate() {
            let wide = length * layout.unit;
            let apart = self.neutral == Neutral::Apart && self.middle() == Some(index);
            let from = if apart { layout.neutral } else { x };
            let (ink, role) = step(index, self.steps.len());
            segment(canvas, ink, (from, from + wide), rows);
            if row.showing == Showing::Plain
                && let Some(part) = row.shares.get(index)
            {
                number_inside(canvas, role, (from, from + wide), band.middle, &part.text);
            }
            x += if apart { 0.0 } else { wide };
        }
        if row.showing == Showing::Small {
            let (left, right, neutral) = self.sides(row);
            canvas.rect(
                Ink::Stripes,
                (layout.zero - left * layout.unit, layout.zero + right * layout.unit),
                rows,
            );
            canvas.rect(
                Ink::Stripes,
                (layout.neutral, layout.neutral + neutral * layout.unit),
                rows,
            );
        }
        if let Some((length, part)) = row.aside() {
            let end = layout.aside + length * layout.unit;
            canvas.rect(Ink::Aside, (layout.aside, end), (rows.0 + 0.5, rows.1 - 0.5));
            canvas.try_text(Role::Small, Anchor::Start, (end + 4.0, band.middle + 4.0), &part.text);
        }
    }
}

/// A segment with a hair of background at its right, which parts neighbours of similar colour.
pub(super) fn segment(canvas: &mut Canvas, ink: Ink, (left, right): (f64, f64), rows: (f64, f64)) {
    let gap = if right - left > 2.0 { 1.0 } else { 0.0 };
    canvas.rect(ink, (left, right - gap), rows);
}

/// The number of a segment, if the segment is wide enough for it.
pub(super) fn number_inside(canvas: &mut Canvas, role: Role, (left, right): (f64, f64), middle: f64, text: &str) {
    if measure(role, text) + 5.0 <= right - left {
        canvas.try_text(
            role,
            Anchor::Middle,
            (f64::midpoint(left, right - 1.0), middle + 4.2),
            text,
        );
    }
}

/// The reason why a row is not shown, where its bar would be.
pub(super) fn hidden(canvas: &mut Canvas, reason: &str, middle: f64, (left, right): (f64, f64)) {
    let line = super::text::wrap(reason, Role::Quiet.size(), right - left, 1);
    canvas.lines(Role::Halo, Anchor::Start, (left, middle - 7.8), &line);
}
