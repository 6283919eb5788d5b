//! A control chart: whether a number over time only varies as it always does, or something has changed.
//!
//! One panel for a share (p chart), two for single values and their moving ranges (X-mR). Limits and signals come from
//! the caller; a point beyond the limits and one in a long run look different.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, wrap};
use super::events::{Event, Numbered};
use super::input::{Estimate, Showing, Words, finite};
use super::legend::{EVENTS, Key, legend, notes, notes_at_most, nothing};
use super::palette::{Anchor, Ink, Role};
use super::said::{self, DataTable};
use super::trend::Reference;
use super::trend_line::runs;
use super::trend_place::{End, Plot, end_labels, wave_labels};
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Panels under each other over the same waves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Control {
    /// Title, description, text when there is nothing to draw.
    pub words: Words,
    /// Names of the waves, oldest first.
    pub waves: Vec<String>,
    /// One or two panels.
    pub panels: Vec<ControlPanel>,
    /// What happened at certain waves: numbered in the first panel, told below.
    pub events: Vec<Event>,
    /// Explains the limits.
    pub limits_key: String,
    /// Explains points beyond the limits; shown when there are any.
    pub beyond_key: String,
    /// Explains points of a run; shown when there are any.
    pub run_key: String,
}

/// One chart with its centre and limits.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ControlPanel {
    /// Stands over the panel; may be empty.
    pub heading: String,
    /// One per wave, same order.
    pub points: Vec<ControlPoint>,
    /// The centre line with its text.
    pub centre: Option<Reference>,
    /// Written once, after the highest tick.
    pub unit: String,
}

/// One wave of a panel.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ControlPoint {
    /// The number; its low and high are the control limits at this wave, not an interval.
    pub estimate: Estimate,
    /// What the rules say of it.
    pub signal: Signal,
    /// Small and hidden points.
    pub showing: Showing,
}

/// What the rules of a control chart say of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Nothing.
    #[default]
    None,
    /// It lies beyond a limit.
    Beyond,
    /// It belongs to a run on one side of the centre.
    Run,
}

impl ControlPoint {
    fn shown(&self) -> Option<f64> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return None;
        }
        self.estimate.known()
    }
}

impl Chart for Control {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let shown = || {
            self.panels
                .iter()
                .flat_map(|panel| self.of(panel))
                .filter(|point| point.shown().is_some())
        };
        if self.waves.is_empty() || shown().next().is_none() {
            return nothing(canvas, &self.words, ids);
        }
        let mut entries = vec![(Key::Line(Ink::Target), self.limits_key.as_str())];
        if shown().any(|point| point.signal == Signal::Beyond) {
            entries.push((Key::Diamond(Ink::MarkBad), &self.beyond_key));
        }
        if shown().any(|point| point.signal == Signal::Run) {
            entries.push((Key::Dot(Ink::Hollow(1)), &self.run_key));
        }
        let mut y = legend(&mut canvas, 0.0, &entries);
        let mut axis = None;
        let events = self.numbered();
        let names: Vec<&str> = self.waves.iter().map(String::as_str).collect();
        let last = self.panels.len() - 1;
        for (index, panel) in self.panels.iter().enumerate() {
            let (plot, below) = self.draw_panel(&mut canvas, y, panel);
            let (x, height) = (|wave| plot.x(wave), (plot.top, plot.bottom));
            if index == 0 {
                events.draw(&mut canvas, x, height);
            } else {
                events.draw_lines(&mut canvas, x, height);
            }
            axis = axis.or(Some(plot.scale.range()));
            y = if index == last {
                wave_labels(&mut canvas, &plot, &names)
            } else {
                below + 14.0
            };
        }
        let mut hidden: Vec<(String, String)> = Vec::new();
        for point in self.panels.iter().flat_map(|panel| self.of(panel)) {
            if let Showing::Hidden(reason) = &point.showing {
                let note = (said::HIDDEN.to_owned(), reason.clone());
                if !reason.is_empty() && !hidden.contains(&note) {
                    hidden.push(note);
                }
            }
        }
        let y = notes_at_most(&mut canvas, y + 4.0, &events.notes(), EVENTS);
        let y = notes(&mut canvas, y, &hidden);
        canvas.finish(y + 2.0, &self.words, ids, axis)
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let Some(panel) = self.panels.first() else {
            return said::nothing(tongue);
        };
        let named = |signal: Signal| {
            let points = self.waves.iter().zip(&panel.points);
            let found = points.filter(|(_, point)| point.shown().is_some() && point.signal == signal);
            found.map(|(wave, _)| wave.as_str()).take(12).collect::<Vec<_>>()
        };
        let (beyond, run) = (named(Signal::Beyond), named(Signal::Run));
        let comma = tongue.pick(", ", "、");
        match (beyond.is_empty(), run.is_empty()) {
            (true, true) => tongue
                .pick(
                    "No signal: the variation is the usual one.",
                    "没有信号：只有通常的波动。",
                )
                .to_owned(),
            (false, true) => {
                let waves = beyond.join(comma);
                tongue.pick(format!("Beyond the limits: {waves}."), format!("超出控制限：{waves}。"))
            }
            (true, false) => {
                let waves = run.join(comma);
                tongue.pick(
                    format!("A long run on one side: {waves}."),
                    format!("持续位于中心线同一侧：{waves}。"),
                )
            }
            (false, false) => {
                let (beyond, run) = (beyond.join(comma), run.join(comma));
                tongue.pick(
                    format!("Beyond the limits: {beyond}; a long run on one side: {run}."),
                    format!("超出控制限：{beyond}；持续位于中心线同一侧：{run}。"),
                )
            }
        }
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(
            tongue,
            &[
                ["Panel", "图"],
                ["Wave", "期次"],
                said::VALUE,
                ["Limits", "控制限"],
                ["Signal", "信号"],
            ],
        );
        let mut waves = Vec::new();
        for panel in &self.panels {
            for (at, (wave, point)) in self.waves.iter().zip(&panel.points).enumerate() {
                waves.push(at);
                let shown = point.shown().map(|_| &point.estimate);
                let [value, limits] = said::value_and_interval(shown, tongue);
                let signal = match point.signal {
                    _ if shown.is_none() => "",
                    Signal::None => "",
                    Signal::Beyond => tongue.pick("beyond", "超限"),
                    Signal::Run => tongue.pick("run", "连续"),
                };
                table.row([panel.heading.clone(), wave.clone(), value, limits, signal.to_owned()]);
            }
        }
        self.numbered().column(&mut table, &waves, tongue);
        table
    }
}

impl Control {
    /// The events that are drawn, in words: the latest few by name; empty where there are none.
    #[must_use]
    pub fn marked(&self, tongue: Tongue) -> String {
        let wave = |at: usize| self.waves.get(at).cloned().unwrap_or_default();
        self.numbered().sentence(wave, tongue)
    }

    /// What happened, with its numbers.
    fn numbered(&self) -> Numbered<'_> {
        Numbered::of(&self.events, self.waves.len(), 1)
    }

    fn of<'a>(&self, panel: &'a ControlPanel) -> impl Iterator<Item = &'a ControlPoint> + use<'a> {
        panel.points.iter().take(self.waves.len())
    }

    /// Draws one panel; returns its plot and the y below it.
    fn draw_panel(&self, canvas: &mut Canvas, top: f64, panel: &ControlPanel) -> (Plot, f64) {
        let lines = wrap(Role::Heading, &panel.heading, canvas.width);
        let top = canvas.lines(Role::Heading, Anchor::Start, (0.0, top), &lines);
        let centre = panel.centre.as_ref().and_then(Reference::known);
        let reach: Vec<f64> = self
            .of(panel)
            .filter(|point| point.shown().is_some())
            .flat_map(|point| point.estimate.reach())
            .chain(centre)
            .collect();
        let mut ends = Vec::new();
        if let (Some(value), Some(centre)) = (centre, &panel.centre) {
            ends.push(End {
                value,
                words: vec![(Role::Quiet, centre.label.clone())],
                ink: None,
                mark: None,
            });
        }
        let plot = Plot::new(canvas.width, top, self.waves.len(), &ends, (reach.into_iter(), None));
        if let Some(value) = centre {
            canvas.line(
                Ink::Connector,
                &[(plot.left, plot.y(value)), (plot.right, plot.y(value))],
            );
        }
        end_labels(canvas, &plot, ends);
        plot.draw_axis(canvas, &panel.unit);
        for end in [|e: &Estimate| e.low, |e: &Estimate| e.high] {
            let limits: Vec<Option<(usize, f64)>> = self
                .of(panel)
                .enumerate()
                .map(|(at, point)| {
                    Some((
                        at,
                        end(&point.estimate)
                            .and_then(finite)
                            .filter(|_| point.shown().is_some())?,
                    ))
                })
                .collect();
            for run in runs(&limits) {
                canvas.line(Ink::Target, &steps(&plot, &run));
            }
        }
        let known: Vec<Option<(f64, f64)>> = self
            .of(panel)
            .enumerate()
            .map(|(at, point)| point.shown().map(|value| (plot.x(at), plot.y(value))))
            .collect();
        for run in runs(&known) {
            canvas.line(Ink::Line(0), &run);
        }
        for (at, point) in self.of(panel).enumerate() {
            let Some(value) = point.shown() else {
                canvas.try_text(
                    Role::Small,
                    Anchor::Middle,
                    (plot.x(at), plot.bottom - 4.0),
                    said::HIDDEN,
                );
                continue;
            };
            let (x, y) = (plot.x(at), plot.y(value));
            match (point.signal, &point.showing) {
                (Signal::Beyond, _) => {
                    canvas.diamond(Ink::MarkBad, x, y);
                    canvas.try_text(Role::HaloSmall, Anchor::Middle, (x, y - 9.0), &point.estimate.text);
                }
                (Signal::Run, _) => canvas.circle(Ink::Hollow(1), x, y, 3.5),
                (Signal::None, Showing::Small) => canvas.circle(Ink::Hollow(0), x, y, 3.0),
                (Signal::None, _) if plot.slot() >= 8.0 => canvas.circle(Ink::Dot(0), x, y, 2.5),
                _ => {}
            }
        }
        let below = plot.bottom;
        (plot, below)
    }
}

/// Limits as steps half a slot around each wave, within the plot.
fn steps(plot: &Plot, run: &[(usize, f64)]) -> Vec<(f64, f64)> {
    let half = plot.slot() / 2.0;
    run.iter()
        .flat_map(|&(at, value)| {
            let y = plot.y(value);
            let x = |x: f64| x.clamp(plot.left, plot.right);
            [(x(plot.x(at) - half), y), (x(plot.x(at) + half), y)]
        })
        .collect()
}
