//! A journey: the stages a customer goes through in their order, and how each is rated.
//!
//! A line from left to right while the names of the stages fit under it, otherwise from top to bottom.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, measure, wrap};
use super::diverging::hidden;
use super::input::{Estimate, Mark, Showing, Tone, Words};
use super::legend::{Key, legend, nothing};
use super::palette::{Anchor, Ink, Role};
use super::rows::{BETWEEN, Cell, Frame, RowWords, joined};
use super::said::{self, DataTable};
use super::scale::{Scale, is_zero};
use super::trend::Reference;
use super::trend_line::runs;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Stages in their order.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Journey {
    /// Title, description, text when there are no stages.
    pub words: Words,
    /// From first contact to last.
    pub stages: Vec<JourneyStage>,
    /// A line to compare with, such as the whole journey.
    pub reference: Option<Reference>,
    /// Ends of the axis; widened when the data go beyond, chosen round when `None`.
    pub range: Option<(f64, f64)>,
    /// Written once, after the last tick.
    pub unit: String,
}

/// One stage.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct JourneyStage {
    /// Its name.
    pub label: String,
    /// How it is rated.
    pub estimate: Estimate,
    /// The base, such as "n = 120".
    pub base: String,
    /// How it compares, tested by the caller.
    pub mark: Option<Mark>,
    /// Small and hidden stages.
    pub showing: Showing,
}

/// Least px from stage to stage for a line from left to right.
const SLOT: f64 = 84.0;
const ROW: f64 = 26.0;
/// Room for the ticks at the left.
const AXIS: f64 = 40.0;

impl Chart for Journey {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        if self.stages.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let mut entries = Vec::new();
        if let Some(reference) = self.reference.as_ref().filter(|reference| reference.known().is_some()) {
            entries.push((Key::Line(Ink::Target), reference.label.as_str()));
        }
        let top = legend(&mut canvas, 0.0, &entries);
        let slot = (canvas.width - AXIS) / self.stages.len() as f64;
        if slot >= SLOT && self.stages.iter().all(|stage| stage.fits(slot - 10.0)) {
            self.draw_across(canvas, top, slot, ids)
        } else {
            self.draw_down(canvas, top, ids)
        }
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = self.stages.iter().filter(|stage| stage.shown().is_some());
        let items =
            shown.filter_map(|stage| Some((stage.label.as_str(), stage.shown()?, stage.estimate.text.as_str())));
        said::extremes(items, tongue)
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[["Stage", "阶段"], said::VALUE, said::INTERVAL, said::CHANGE, said::BASE],
        );
        for stage in &self.stages {
            let shown = stage.shown().map(|_| &stage.estimate);
            let [value, interval] = said::value_and_interval(shown, tongue);
            let mark = stage.mark.as_ref().filter(|_| shown.is_some());
            let change = mark.map_or_else(String::new, |mark| mark.text.clone());
            table.row([stage.label.clone(), value, interval, change, stage.base.clone()]);
        }
        table
    }
}

impl Journey {
    fn scale(&self, px: (f64, f64)) -> Scale {
        let shown = self.stages.iter().filter(|stage| stage.shown().is_some());
        let reach = shown.flat_map(|stage| stage.estimate.reach());
        Scale::around(
            reach.chain(self.reference.as_ref().and_then(Reference::known)),
            self.range,
            px,
        )
    }

    fn draw_across(&self, mut canvas: Canvas, top: f64, slot: f64, ids: &str) -> Svg {
        let height = (canvas.width * 0.28).clamp(170.0, 280.0);
        let bottom = top + height;
        let scale = self.scale((bottom - 6.0, top + 24.0));
        let ticks = scale.ticks(height / 48.0);
        for (index, (value, text)) in ticks.iter().enumerate() {
            let y = scale.at(*value);
            let ink = if is_zero(*value) { Ink::Zero } else { Ink::Grid };
            canvas.line(ink, &[(AXIS, y), (canvas.width, y)]);
            let text = if index + 1 == ticks.len() {
                format!("{text}{}", self.unit)
            } else {
                text.clone()
            };
            if measure(Role::Quiet, &text) <= AXIS - 6.0 {
                canvas.try_text(Role::Quiet, Anchor::End, (AXIS - 6.0, y + 4.0), &text);
            }
        }
        if let Some(value) = self.reference.as_ref().and_then(Reference::known) {
            let y = scale.at(value);
            canvas.line(Ink::Target, &[(AXIS, y), (canvas.width, y)]);
        }
        let x = |index: usize| AXIS + slot * (index as f64 + 0.5);
        let places: Vec<Option<(f64, f64)>> = self
            .stages
            .iter()
            .enumerate()
            .map(|(index, stage)| stage.shown().map(|value| (x(index), scale.at(value))))
            .collect();
        for run in runs(&places) {
            canvas.line(Ink::Line(0), &run);
        }
        let mut below = bottom;
        for (index, (stage, place)) in self.stages.iter().zip(&places).enumerate() {
            if let Some((x, y)) = *place {
                let over = stage.draw(&mut canvas, (x, y), &scale, Way::Across).min(y) - 8.0;
                let text = stage.estimate.text.as_str();
                canvas.try_marked(Role::HaloSmall, Anchor::Middle, (x, over), text, stage.mark.as_ref());
            } else {
                canvas.try_text(Role::Small, Anchor::Middle, (x(index), bottom - 8.0), said::HIDDEN);
            }
            let name = wrap(Role::Label, &stage.label, slot - 10.0);
            let y = canvas.lines(Role::Label, Anchor::Middle, (x(index), bottom + 6.0), &name);
            let base = wrap(Role::Quiet, stage.under(), slot - 10.0);
            below = below.max(canvas.lines(Role::Quiet, Anchor::Middle, (x(index), y), &base));
        }
        canvas.finish(below + 4.0, &self.words, ids, Some(scale.range()))
    }

    fn draw_down(&self, mut canvas: Canvas, top: f64, ids: &str) -> Svg {
        let words: Vec<RowWords> = self.stages.iter().map(JourneyStage::words).collect();
        let frame = Frame::new(canvas.width, &words);
        let top = top + 18.0;
        let scale = self.scale((frame.plot.0 + 6.0, frame.plot.1 - 6.0));
        let mut y = top + 4.0;
        let mut stretches = Vec::new();
        let mut reached: Option<((f64, f64), f64)> = None;
        for (stage, words) in self.stages.iter().zip(&words) {
            let band = frame.row(&mut canvas, y, words, ROW);
            stretches.push(band.stretch);
            y = band.bottom + BETWEEN;
            let Some(value) = stage.shown() else {
                if let Showing::Hidden(reason) = &stage.showing {
                    hidden(&mut canvas, reason, band.middle, frame.plot);
                }
                reached = None;
                continue;
            };
            let here = (scale.at(value), band.middle);
            stage.draw(&mut canvas, here, &scale, Way::Down);
            if let Some((before, bottom)) = reached
                && band.stretch.0 <= bottom + 0.5
            {
                canvas.line(Ink::Line(0), &[before, here]);
            }
            reached = Some((here, band.stretch.1));
        }
        let stretches = joined(stretches);
        if let Some(value) = self.reference.as_ref().and_then(Reference::known) {
            let x = scale.at(value);
            for &(from, to) in &stretches {
                canvas.line(Ink::Target, &[(x, from), (x, to)]);
            }
        }
        scale.draw_across(&mut canvas, top, &stretches, &self.unit);
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }
}

/// Which way the line runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Across,
    Down,
}

impl JourneyStage {
    fn shown(&self) -> Option<f64> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return None;
        }
        self.estimate.known()
    }

    /// What stands under the name: why nothing is shown, otherwise the base.
    fn under(&self) -> &str {
        match &self.showing {
            Showing::Hidden(reason) => reason,
            _ => &self.base,
        }
    }

    /// Whether the name takes at most three lines of this width, none of them cut.
    fn fits(&self, room: f64) -> bool {
        let lines = wrap(Role::Label, &self.label, room);
        let longest = self
            .label
            .split(' ')
            .map(|word| measure(Role::Label, word))
            .fold(0.0, f64::max);
        let is_spaced = self.label.is_ascii();
        !lines.iter().any(|line| line.ends_with('…')) && (!is_spaced || longest <= room)
    }

    fn words(&self) -> RowWords<'_> {
        let is_shown = self.shown().is_some();
        let value = if is_shown {
            self.estimate.text.as_str()
        } else {
            said::HIDDEN
        };
        RowWords {
            role: Role::Label,
            indent: 0.0,
            label: &self.label,
            cells: vec![
                Cell::Text(Role::Quiet, &self.base),
                Cell::Text(Role::Strong, value),
                Cell::Mark(self.mark.as_ref().filter(|_| is_shown)),
            ],
        }
    }

    /// The dot and its interval; returns the y of the interval's upper end.
    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64), scale: &Scale, way: Way) -> f64 {
        let mut top = y;
        if let Some((low, high)) = self.estimate.interval() {
            let (low, high) = (scale.at(low), scale.at(high));
            let ink = if self.showing == Showing::Small {
                Ink::WhiskerDashed
            } else {
                Ink::Whisker
            };
            match way {
                Way::Across => {
                    canvas.line(ink, &[(x, low), (x, high)]);
                    top = high;
                }
                Way::Down => canvas.line(ink, &[(low, y), (high, y)]),
            }
        }
        match (self.showing == Showing::Small, self.mark.as_ref().map(|mark| mark.tone)) {
            (true, _) => canvas.circle(Ink::Hollow(0), x, y, 5.0),
            (false, Some(Tone::Bad)) => canvas.diamond(Ink::Dot(1), x, y),
            (false, _) => canvas.circle(Ink::Dot(0), x, y, 5.0),
        }
        top
    }
}
