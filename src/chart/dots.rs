//! Dots with intervals: one number for each of several groups, and how sure each is.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::hidden;
use super::input::{Estimate, Mark, Showing, Words};
use super::legend::nothing;
use super::palette::{Anchor, Ink, Role};
use super::rows::{BETWEEN, Cell, Frame, RowWords, joined};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::trend::Reference;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// A comparison of groups.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Dots {
    /// Title, description, text when there are no rows.
    pub words: Words,
    /// Rows under optional headings.
    pub groups: Vec<DotGroup>,
    /// A line through all rows, such as the total.
    pub reference: Option<Reference>,
    /// Ends of the axis; widened when the data go beyond, chosen round when `None`.
    pub range: Option<(f64, f64)>,
    /// Written once, after the last tick: "%" or "".
    pub unit: String,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DotGroup {
    /// Such as "Region"; empty for none.
    pub heading: String,
    /// Top to bottom.
    pub rows: Vec<DotRow>,
}

/// One group's number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DotRow {
    /// Name of the group.
    pub label: String,
    /// The number; without a value the row is shown as "·".
    pub estimate: Estimate,
    /// The base, such as "n = 120".
    pub base: String,
    /// How it compares, tested by the caller.
    pub mark: Option<Mark>,
    /// Small and hidden rows.
    pub showing: Showing,
}

const ROW: f64 = 16.0;

impl Chart for Dots {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let words: Vec<RowWords> = self.rows().map(DotRow::words).collect();
        if words.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let frame = Frame::new(canvas.width, &words);
        let reach = self.rows().filter_map(DotRow::shown).flat_map(Estimate::reach);
        let reference = self.reference.as_ref().and_then(Reference::known);
        let scale = Scale::around(
            reach.chain(reference),
            self.range,
            (frame.plot.0 + 6.0, frame.plot.1 - 6.0),
        );
        let top = if self.reference.is_some() { 42.0 } else { 24.0 };
        let mut y = top + 4.0;
        let mut words = words.iter();
        let mut stretches = Vec::new();
        for group in &self.groups {
            y = heading(&mut canvas, y, &group.heading);
            for row in &group.rows {
                let Some(words) = words.next() else { break };
                let band = frame.row(&mut canvas, y, words, ROW);
                row.draw(&mut canvas, band.middle, &scale, frame.plot);
                stretches.push(band.stretch);
                y = band.bottom + BETWEEN;
            }
        }
        let stretches = joined(stretches);
        if let Some((value, reference)) = reference.zip(self.reference.as_ref()) {
            let x = scale.at(value);
            let label = super::text::wrap(&reference.label, Role::Small.size(), canvas.width, 1);
            canvas.try_text(
                Role::Small,
                Anchor::Middle,
                (x, 14.0),
                label.first().map_or("", String::as_str),
            );
            canvas.line(Ink::Target, &[(x, 19.0), (x, 24.0)]);
            for &(from, to) in &stretches {
                canvas.line(Ink::Target, &[(x, from), (x, to)]);
            }
        }
        scale.draw_across(&mut canvas, top, &stretches, &self.unit);
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = self.rows().filter_map(|row| Some((row.label.as_str(), row.shown()?)));
        let items = shown.filter_map(|(label, known)| Some((label, known.known()?, known.text.as_str())));
        said::extremes(items, tongue)
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[["Group", "分组"], said::VALUE, said::INTERVAL, said::CHANGE, said::BASE],
        );
        for row in self.rows() {
            let [value, interval] = said::value_and_interval(row.shown(), tongue);
            let mark = row.mark.as_ref().filter(|_| row.shown().is_some());
            let change = mark.map_or_else(String::new, |mark| mark.text.clone());
            table.row([row.label.clone(), value, interval, change, row.base.clone()]);
        }
        table
    }
}

impl Dots {
    fn rows(&self) -> impl Iterator<Item = &DotRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}

/// A heading over a group; returns the y below.
pub(super) fn heading(canvas: &mut Canvas, y: f64, words: &str) -> f64 {
    let lines = super::canvas::wrap(Role::Heading, words, canvas.width);
    if lines.is_empty() {
        return y;
    }
    canvas.lines(Role::Heading, Anchor::Start, (0.0, y + 4.0), &lines) + 6.0
}

impl DotRow {
    fn shown(&self) -> Option<&Estimate> {
        (!matches!(self.showing, Showing::Hidden(_)) && self.estimate.known().is_some()).then_some(&self.estimate)
    }

    fn words(&self) -> RowWords<'_> {
        let is_shown = self.shown().is_some();
        let value = if is_shown { self.estimate.text.as_str() } else { "·" };
        let mark = self.mark.as_ref().filter(|_| is_shown);
        let cells = vec![
            Cell::Text(Role::Quiet, &self.base),
            Cell::Text(Role::Strong, value),
            Cell::Mark(mark),
        ];
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells,
        }
    }

    fn draw(&self, canvas: &mut Canvas, y: f64, scale: &Scale, plot: (f64, f64)) {
        let Some(value) = self.shown().and_then(Estimate::known) else {
            if let Showing::Hidden(reason) = &self.showing {
                hidden(canvas, reason, y, plot);
            }
            return;
        };
        let is_small = self.showing == Showing::Small;
        if let Some((low, high)) = self.estimate.interval() {
            let ends = [(scale.at(low), y), (scale.at(high), y)];
            canvas.line(if is_small { Ink::WhiskerDashed } else { Ink::Whisker }, &ends);
            for (x, _) in ends {
                canvas.line(Ink::Whisker, &[(x, y - 3.0), (x, y + 3.0)]);
            }
        }
        canvas.circle(
            if is_small { Ink::Hollow(0) } else { Ink::Dot(0) },
            scale.at(value),
            y,
            4.5,
        );
    }
}
