//! A Pareto chart: reasons by how often they are given, and how much of the whole the first few explain together.
//!
//! Bars and the running sum are shares of the same whole on one axis.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::hidden;
use super::input::{Part, Showing, Words};
use super::legend::{Key, legend, nothing};
use super::palette::{Ink, Role};
use super::rows::{BETWEEN, Cell, Frame, RowWords, joined};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Reasons, most frequent first.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pareto {
    /// Title, description, text when there are no rows.
    pub words: Words,
    /// One bar each, most frequent first.
    pub rows: Vec<ParetoRow>,
    /// The share of the whole up to which bars count as the vital few, such as 0.8; no line without.
    pub cut: Option<f64>,
    /// Explains the bars.
    pub share_key: String,
    /// Explains the running sum.
    pub cumulative_key: String,
    /// Explains the line at the cut.
    pub cut_key: String,
}

/// One reason.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ParetoRow {
    /// What it is.
    pub label: String,
    /// Its share of all mentions.
    pub share: Part,
    /// The share of this and all rows before it.
    pub cumulative: Part,
    /// The base, such as "n = 120".
    pub base: String,
    /// Small and hidden rows.
    pub showing: Showing,
}

const BAR: f64 = 18.0;

impl Chart for Pareto {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let words: Vec<RowWords> = self.rows.iter().map(ParetoRow::words).collect();
        if words.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let cut = self.cut.filter(|cut| (0.0..=1.0).contains(cut));
        let mut entries = vec![
            (Key::Fill(Ink::Bar), self.share_key.as_str()),
            (Key::Line(Ink::Line(1)), self.cumulative_key.as_str()),
        ];
        if cut.is_some() {
            entries.push((Key::Line(Ink::Target), &self.cut_key));
        }
        let top = legend(&mut canvas, 0.0, &entries) + 20.0;
        let frame = Frame::new(canvas.width, &words);
        let scale = Scale::around(
            [0.0].into_iter(),
            Some((0.0, 100.0)),
            (frame.plot.0 + 2.0, frame.plot.1 - 12.0),
        );
        let mut y = top + 4.0;
        let mut stretches = Vec::new();
        let mut reached: Option<((f64, f64), f64)> = None;
        let mut explained = 0.0;
        for (row, words) in self.rows.iter().zip(&words) {
            let band = frame.row(&mut canvas, y, words, BAR);
            stretches.push(band.stretch);
            y = band.bottom + BETWEEN;
            if let Showing::Hidden(reason) = &row.showing {
                hidden(&mut canvas, reason, band.middle, (frame.plot.0 + 8.0, frame.plot.1));
                reached = None;
                continue;
            }
            let rows = (band.middle - 7.0, band.middle + 7.0);
            let columns = (scale.at(0.0), scale.at(row.share.length() * 100.0));
            let is_vital = cut.is_none_or(|cut| explained < cut - 1e-9);
            canvas.rect(if is_vital { Ink::Bar } else { Ink::BarLight }, columns, rows);
            if row.showing == Showing::Small {
                canvas.rect(Ink::Stripes, columns, rows);
            }
            explained = row.cumulative.length();
            let here = (scale.at(explained * 100.0), band.middle);
            canvas.circle(Ink::Dot(1), here.0, here.1, 3.0);
            if let Some((before, bottom)) = reached
                && band.stretch.0 <= bottom + 0.5
            {
                canvas.line(Ink::Line(1), &[before, here]);
            }
            reached = Some((here, band.stretch.1));
        }
        let stretches = joined(stretches);
        if let Some(cut) = cut {
            let x = scale.at(cut * 100.0);
            for &(from, to) in &stretches {
                canvas.line(Ink::Target, &[(x, from), (x, to)]);
            }
        }
        scale.draw_across(&mut canvas, top, &stretches, "%");
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown: Vec<&ParetoRow> = self
            .rows
            .iter()
            .filter(|row| !matches!(row.showing, Showing::Hidden(_)))
            .collect();
        let cut = self.cut.unwrap_or(0.8);
        let few = shown
            .iter()
            .position(|row| row.cumulative.length() >= cut - 1e-9)
            .map(|index| index + 1);
        match (shown.first(), few.and_then(|few| Some((few, shown.get(few - 1)?)))) {
            (None, _) => said::nothing(tongue),
            (Some(first), None) => said::single(&first.label, &format!("{} %", first.share.text), tongue),
            (Some(first), Some((few, last))) => tongue.pick(
                format!(
                    "{} of {} explain {} %; first: {} ({} %).",
                    few,
                    shown.len(),
                    last.cumulative.text,
                    first.label,
                    first.share.text
                ),
                format!(
                    "{} 项中的前 {} 项占 {} %；最多的是{}（{} %）。",
                    shown.len(),
                    few,
                    last.cumulative.text,
                    first.label,
                    first.share.text
                ),
            ),
        }
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[
                ["Reason", "原因"],
                ["Share, %", "占比，%"],
                ["Together, %", "累计，%"],
                said::BASE,
            ],
        );
        for row in &self.rows {
            let cells = said::shares([&row.share, &row.cumulative].into_iter(), &row.showing);
            table.row(
                std::iter::once(row.label.clone())
                    .chain(cells)
                    .chain([row.base.clone()]),
            );
        }
        table
    }
}

impl ParetoRow {
    fn words(&self) -> RowWords<'_> {
        let is_hidden = matches!(self.showing, Showing::Hidden(_));
        let share = if is_hidden {
            said::HIDDEN
        } else {
            self.share.text.as_str()
        };
        let cumulative = if is_hidden { "" } else { self.cumulative.text.as_str() };
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![
                Cell::Text(Role::Quiet, &self.base),
                Cell::Text(Role::Strong, share),
                Cell::Text(Role::Quiet, cumulative),
            ],
        }
    }
}
