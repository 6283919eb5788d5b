//! A table of sparklines: a row for each of many numbers, with its shape over time, its latest value and its change.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::diverging::hidden;
use super::input::{Estimate, Mark, Showing, Words, finite};
use super::legend::{Key, legend, nothing};
use super::palette::{Ink, Role};
use super::rows::{BETWEEN, Cell, Frame, RowWords};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::trend_line::runs;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Numbers under each other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Sparktable {
    /// Title, description, text when there are no rows.
    pub words: Words,
    /// One number each.
    pub rows: Vec<SparkRow>,
    /// What the lines run over, such as "2024-Q1 to 2026-Q1".
    pub span: String,
}

/// One number over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SparkRow {
    /// What it is.
    pub label: String,
    /// One per wave, oldest first; a missing value is a gap. The text of the last one is written.
    pub points: Vec<Estimate>,
    /// Ends of the scale; rows of one measure share them, a row without has its own.
    pub range: Option<(f64, f64)>,
    /// Change of the latest wave, tested by the caller.
    pub mark: Option<Mark>,
    /// The base of the latest wave, such as "n = 120".
    pub base: String,
    /// Small and hidden rows.
    pub showing: Showing,
}

const ROW: f64 = 30.0;
/// A line wider than this looks flatter than it is.
const WIDEST: f64 = 420.0;

impl Chart for Sparktable {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let words: Vec<RowWords> = self.rows.iter().map(SparkRow::words).collect();
        if words.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let mut y = legend(&mut canvas, 0.0, &[(Key::Line(Ink::Line(0)), &self.span)]) + 2.0;
        let frame = Frame::new(canvas.width, &words);
        for (row, words) in self.rows.iter().zip(&words) {
            let band = frame.row(&mut canvas, y, words, ROW);
            let (left, right) = frame.plot;
            row.draw(&mut canvas, band.middle, (left, right.min(left + WIDEST)));
            y = band.bottom + BETWEEN;
            canvas.line(
                Ink::Grid,
                &[(0.0, y - BETWEEN / 2.0), (canvas.width, y - BETWEEN / 2.0)],
            );
        }
        canvas.finish(y, &self.words, ids, None)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let told = self.rows.iter().filter_map(|row| {
            let (first, last) = (row.shown().next()?, row.shown().last()?);
            let lead = format!("{}{}", row.label, tongue.pick(": ", "："));
            Some(tongue.pick(
                format!("{lead}from {} to {}", first.1.text, last.1.text),
                format!("{lead}从{}到{}", first.1.text, last.1.text),
            ))
        });
        let told: Vec<String> = told.take(5).collect();
        if told.is_empty() {
            return said::nothing(tongue);
        }
        format!("{}{}", told.join(tongue.pick("; ", "；")), tongue.pick(".", "。"))
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[
                ["Measure", "指标"],
                ["First", "最早"],
                ["Latest", "最近"],
                said::CHANGE,
                said::BASE,
            ],
        );
        for row in &self.rows {
            let text =
                |point: Option<(usize, &Estimate)>| point.map_or(said::HIDDEN, |(_, point)| &point.text).to_owned();
            let mark = row.mark.as_ref().filter(|_| row.latest().is_some());
            let change = mark.map_or_else(String::new, |mark| mark.text.clone());
            let latest = row.latest().map_or(said::HIDDEN, |point| &point.text).to_owned();
            table.row([
                row.label.clone(),
                text(row.shown().next()),
                latest,
                change,
                row.base.clone(),
            ]);
        }
        table
    }
}

impl SparkRow {
    fn shown(&self) -> impl Iterator<Item = (usize, &Estimate)> {
        let is_shown = !matches!(self.showing, Showing::Hidden(_));
        self.points
            .iter()
            .enumerate()
            .filter(move |(_, point)| is_shown && point.known().is_some())
    }

    /// The number of the latest wave, if it is known.
    fn latest(&self) -> Option<&Estimate> {
        let (at, point) = self.shown().last()?;
        (at + 1 == self.points.len()).then_some(point)
    }

    fn words(&self) -> RowWords<'_> {
        let latest = self.latest();
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![
                Cell::Text(Role::Quiet, &self.base),
                Cell::Text(Role::Strong, latest.map_or(said::HIDDEN, |point| &point.text)),
                Cell::Mark(self.mark.as_ref().filter(|_| latest.is_some())),
            ],
        }
    }

    fn draw(&self, canvas: &mut Canvas, middle: f64, (left, right): (f64, f64)) {
        if let Showing::Hidden(reason) = &self.showing {
            hidden(canvas, reason, middle, (left, right));
            return;
        }
        let reach = self.shown().flat_map(|(_, point)| point.reach());
        let wanted = self.range.and_then(|(low, high)| Some([finite(low)?, finite(high)?]));
        let scale = Scale::tight(
            reach.chain(wanted.into_iter().flatten()),
            (middle + ROW / 2.0 - 4.0, middle - ROW / 2.0 + 4.0),
        );
        let last = self.points.len().saturating_sub(1);
        let room = right - left - 12.0;
        let x = |at: usize| {
            if last == 0 {
                left + room / 2.0
            } else {
                left + 6.0 + room * at as f64 / last as f64
            }
        };
        let mut slots = vec![None; self.points.len()];
        for (at, point) in self.shown() {
            slots[at] = Some((at, point));
        }
        for run in runs(&slots) {
            let ends: Vec<(f64, (f64, f64))> = run
                .iter()
                .filter_map(|(at, point)| Some((x(*at), point.interval()?)))
                .collect();
            let upper = ends.iter().map(|(x, ends)| (*x, scale.at(ends.1)));
            let lower = ends.iter().rev().map(|(x, ends)| (*x, scale.at(ends.0)));
            canvas.area(Ink::Ribbon(0), &upper.chain(lower).collect::<Vec<_>>());
            let line: Vec<(f64, f64)> = run
                .iter()
                .filter_map(|(at, point)| Some((x(*at), scale.at(point.known()?))))
                .collect();
            canvas.line(Ink::Line(0), &line);
            if let [(x, y)] = line[..] {
                canvas.circle(Ink::Dot(0), x, y, 2.0);
            }
        }
        if let Some(value) = self.latest().and_then(Estimate::known) {
            let ink = if self.showing == Showing::Small {
                Ink::Hollow(0)
            } else {
                Ink::Dot(0)
            };
            canvas.circle(ink, x(last), scale.at(value), 3.0);
        }
    }
}
