//! A trend: one or a few numbers over time with interval ribbons, gaps, marks and a target.
//!
//! What is drawn and with which meaning; where it goes is decided in `trend_place`.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::events::{Event, Numbered};
use super::input::{Estimate, Mark, Showing, Words, finite};
use super::legend::{EVENTS, Key, legend, notes, notes_at_most, nothing};
use super::palette::{Anchor, Ink, Role};
use super::said::{self, DataTable};
use super::trend_line::{CROWD, Lines, tint};
use super::trend_place::{End, Plot, end_labels, wave_labels};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Numbers over waves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Trend {
    /// Title, description, text when there is nothing to draw.
    pub words: Words,
    /// Names of the waves, oldest first.
    pub waves: Vec<Wave>,
    /// One line each; up to six are told apart by colour and dashes, all by the text at their end.
    pub series: Vec<Series>,
    /// A level to reach.
    pub target: Option<Reference>,
    /// What happened at certain waves; numbered, the texts stand below the chart.
    pub events: Vec<Event>,
    /// Ends of the axis; widened when the data go beyond, chosen round when `None`.
    pub range: Option<(f64, f64)>,
    /// Written once, after the highest tick: "%" or "".
    pub unit: String,
    /// Explains the ribbon, such as "95 % interval"; shown when there is one.
    pub interval_key: String,
    /// Explains hollow points, such as "as published"; shown when there are any.
    pub historical_key: String,
    /// Explains diamonds, such as "base under 30"; shown when there are any.
    pub small_key: String,
}

/// A point in time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wave {
    /// Such as "2026-Q1".
    pub label: String,
    /// When not empty, the wave is still open: its field is shaded and this text explains it below.
    pub open: String,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Series {
    /// Name; may be empty for a single series.
    pub label: String,
    /// One per wave, same order; missing ones at the end are gaps.
    pub points: Vec<TrendPoint>,
}

/// One point of a line.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct TrendPoint {
    /// The number; without a value the line has a gap.
    pub estimate: Estimate,
    /// Change against the wave before, tested by the caller.
    pub mark: Option<Mark>,
    /// Small points are diamonds; hidden ones are gaps whose reason stands below the chart.
    pub showing: Showing,
    /// Taken from an earlier publication: drawn hollow.
    pub historical: bool,
    /// Whether it may be compared with the point before.
    pub link: Link,
}

/// Whether two neighbouring points may be compared.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// The line joins them.
    #[default]
    Joined,
    /// The line is broken; the reason stands below the chart.
    Broken(String),
}

/// A level or value to compare with.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reference {
    /// In axis units.
    pub value: f64,
    /// Such as "Target 85" or "Total 78.2".
    pub label: String,
}

impl Reference {
    /// The value, if it can be drawn.
    pub(super) fn known(&self) -> Option<f64> {
        finite(self.value)
    }
}

impl TrendPoint {
    /// Whether the point says something beyond its place on the line.
    pub(super) fn needs_dot(&self) -> bool {
        self.historical || self.showing == Showing::Small
    }

    /// The value, unless it is hidden or missing.
    pub(super) fn shown(&self) -> Option<f64> {
        if matches!(self.showing, Showing::Hidden(_)) {
            None
        } else {
            self.estimate.known()
        }
    }
}

impl Chart for Trend {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let target = self.target.as_ref().and_then(Reference::known);
        if self.waves.is_empty() || !self.points().any(|point| point.shown().is_some()) {
            return nothing(canvas, &self.words, ids);
        }
        let is_narrow = canvas.width < 560.0;
        let top = self.draw_legend(&mut canvas, is_narrow);
        let ends = self.ends(is_narrow);
        let reach = self
            .points()
            .filter(|p| p.shown().is_some())
            .flat_map(|point| point.estimate.reach())
            .chain(target);
        let plot = Plot::new(canvas.width, top, self.waves.len(), &ends, (reach, self.range));
        if let Some(value) = target {
            canvas.line(Ink::Target, &[(plot.left, plot.y(value)), (plot.right, plot.y(value))]);
        }
        end_labels(&mut canvas, &plot, ends);
        plot.draw_axis(&mut canvas, &self.unit);
        let mut below = self.draw_open(&mut canvas, &plot);
        let events = self.numbered();
        events.draw(&mut canvas, |wave| plot.x(wave), (plot.top, plot.bottom));
        let lines = Lines::new(self, &plot);
        for (index, series) in self.series.iter().enumerate() {
            lines.draw(&mut canvas, series, index);
        }
        below.extend(lines.draw_gaps(&mut canvas));
        let names: Vec<&str> = self.waves.iter().map(|wave| wave.label.as_str()).collect();
        let y = wave_labels(&mut canvas, &plot, &names);
        let y = notes_at_most(&mut canvas, y + 4.0, &events.notes(), EVENTS);
        let y = notes(&mut canvas, y, &below);
        canvas.finish(y + 2.0, &self.words, ids, Some(plot.scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let named = |series: &Series| {
            let points = self.waves.iter().zip(&series.points);
            let shown: Vec<(&str, &str)> = points
                .filter(|(_, point)| point.shown().is_some())
                .map(|(wave, point)| (wave.label.as_str(), point.estimate.text.as_str()))
                .collect();
            match shown[..] {
                [] => None,
                [(_, only)] => Some(said::single(&series.label, only, tongue)),
                [first, .., last] => Some(said::path(&series.label, first, last, tongue)),
            }
        };
        let said: Vec<String> = self.series.iter().filter_map(named).take(3).collect();
        if said.is_empty() {
            said::nothing(tongue)
        } else {
            said.join(tongue.pick(" ", ""))
        }
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[
                ["Series", "系列"],
                ["Wave", "期次"],
                said::VALUE,
                said::INTERVAL,
                said::CHANGE,
            ],
        );
        let mut waves = Vec::new();
        for series in &self.series {
            for (at, (wave, point)) in self.waves.iter().zip(&series.points).enumerate() {
                waves.push(at);
                let shown = point.shown().map(|_| &point.estimate);
                let [value, interval] = said::value_and_interval(shown, tongue);
                let mark = point.mark.as_ref().filter(|_| shown.is_some());
                let change = mark.map_or_else(String::new, |mark| mark.text.clone());
                table.row([series.label.clone(), wave.label.clone(), value, interval, change]);
            }
        }
        self.numbered().column(&mut table, &waves, tongue);
        table
    }
}

impl Trend {
    /// The events that are drawn, in words: the latest few by name; empty where there are none.
    #[must_use]
    pub fn marked(&self, tongue: Tongue) -> String {
        let wave = |at: usize| self.waves.get(at).map_or_else(String::new, |wave| wave.label.clone());
        self.numbered().sentence(wave, tongue)
    }

    /// What happened at the wave with this index; empty where nothing did.
    #[must_use]
    pub fn happened(&self, wave: usize, tongue: Tongue) -> String {
        self.numbered().at(wave, tongue)
    }

    /// All points within the waves.
    pub(super) fn points(&self) -> impl Iterator<Item = &TrendPoint> {
        self.series
            .iter()
            .flat_map(|series| series.points.iter().take(self.waves.len()))
    }

    fn draw_legend(&self, canvas: &mut Canvas, is_narrow: bool) -> f64 {
        let mut entries: Vec<(Key, &str)> = Vec::new();
        if is_narrow {
            let lines = self.series.iter().enumerate();
            entries.extend(lines.map(|(i, series)| (Key::Line(Ink::Line(tint(i))), series.label.as_str())));
            entries.extend(
                self.target
                    .iter()
                    .filter(|t| t.known().is_some())
                    .map(|t| (Key::Line(Ink::Target), t.label.as_str())),
            );
        }
        let shown = || self.points().filter(|point| point.shown().is_some());
        if shown().any(|point| point.estimate.interval().is_some()) {
            let key = if self.series.len() < CROWD {
                Key::Fill(Ink::Ribbon(0))
            } else {
                Key::Line(Ink::Range(0))
            };
            entries.push((key, &self.interval_key));
        }
        if shown().any(|point| point.historical) {
            entries.push((Key::Dot(Ink::Hollow(0)), &self.historical_key));
        }
        if shown().any(|point| point.showing == Showing::Small) {
            entries.push((Key::Diamond(Ink::Hollow(0)), &self.small_key));
        }
        legend(canvas, 0.0, &entries)
    }

    /// The texts at the right: last value of each series, its name when there is room, the target.
    fn ends(&self, is_narrow: bool) -> Vec<End> {
        let mut ends: Vec<End> = Vec::new();
        for (index, series) in self.series.iter().enumerate() {
            let points = series.points.iter().take(self.waves.len());
            let Some(last) = points.rev().find(|point| point.shown().is_some()) else {
                continue;
            };
            let name = if is_narrow { "" } else { &series.label };
            // What is known of the latest wave, at the height where the line ended.
            let latest = series.points.get(self.waves.len() - 1).filter(|p| p.shown().is_some());
            let number = latest.map_or("·", |point| &point.estimate.text);
            let words = vec![(Role::Strong, number.to_owned()), (Role::Small, name.to_owned())];
            let mark = latest.and_then(|point| point.mark.clone());
            let ink = Some(Ink::Dot(tint(index)));
            ends.push(End {
                value: last.shown().unwrap_or(0.0),
                words,
                ink,
                mark,
            });
        }
        if let Some(target) = self.target.as_ref().filter(|_| !is_narrow)
            && let Some(value) = target.known()
        {
            ends.push(End {
                value,
                words: vec![(Role::Quiet, target.label.clone())],
                ink: None,
                mark: None,
            });
        }
        ends
    }

    /// What happened, with its numbers.
    fn numbered(&self) -> Numbered<'_> {
        Numbered::of(&self.events, self.waves.len(), 1)
    }

    /// Shades open waves; returns their notes.
    fn draw_open(&self, canvas: &mut Canvas, plot: &Plot) -> Vec<(String, String)> {
        let mut below = Vec::new();
        for (index, wave) in self.waves.iter().enumerate().filter(|(_, wave)| !wave.open.is_empty()) {
            let half = (plot.slot() / 2.0).clamp(4.0, 24.0);
            let columns = (
                (plot.x(index) - half).max(plot.left),
                (plot.x(index) + half).min(plot.right),
            );
            canvas.rect(Ink::Field, columns, (plot.top, plot.bottom));
            canvas.try_text(Role::HaloSmall, Anchor::Middle, (plot.x(index), plot.top + 12.0), "*");
            below.push(("*".to_owned(), wave.open.clone()));
        }
        below
    }
}
