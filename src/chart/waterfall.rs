//! A waterfall: how a number came from its former value to its present one, step by step.
//!
//! Start and end are dots, not bars, because the axis is cut around the change to make it readable.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::input::{Estimate, Mark, Tone, Words};
use super::legend::nothing;
use super::palette::{Ink, Role};
use super::rows::{BETWEEN, Cell, Frame, RowWords, joined};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::tree::whisker;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// The change of a number and its parts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Waterfall {
    /// Title, description, text when nothing can be drawn.
    pub words: Words,
    /// Name and value before.
    pub start: (String, Estimate),
    /// Contributions, in the order in which they are drawn.
    pub steps: Vec<WaterfallStep>,
    /// Name and value now.
    pub end: (String, Estimate),
    /// Written once, after the last tick.
    pub unit: String,
}

/// One contribution.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WaterfallStep {
    /// Where it comes from.
    pub label: String,
    /// The contribution in axis units with its interval; without a value it is shown as "·" and counts as 0.
    pub delta: Estimate,
    /// Shape and colour of its mark and colour of its bar; `None` draws a grey bar without a mark.
    pub mark: Option<Mark>,
}

const ROW: f64 = 18.0;
const BAR: f64 = 6.0;

/// A row and where the running value stands before and after it.
enum Part<'a> {
    Level(&'a str, &'a Estimate),
    Step(&'a WaterfallStep, f64, f64),
}

impl Chart for Waterfall {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let parts = self.parts();
        if self.steps.is_empty() && self.start.1.known().or(self.end.1.known()).is_none() {
            return nothing(canvas, &self.words, ids);
        }
        let words: Vec<RowWords> = parts.iter().map(Part::words).collect();
        let frame = Frame::new(canvas.width, &words);
        let reach: Vec<f64> = parts.iter().flat_map(Part::reach).collect();
        let scale = Scale::near(reach.into_iter(), (frame.plot.0 + 6.0, frame.plot.1 - 6.0));
        let top = 22.0;
        let mut y = top + 4.0;
        let mut stretches = Vec::new();
        let mut reached: Option<(f64, (f64, f64))> = None;
        for (part, words) in parts.iter().zip(&words) {
            let band = frame.row(&mut canvas, y, words, ROW);
            part.draw(&mut canvas, band.middle, &scale);
            if let Some((value, from)) = reached {
                let x = scale.at(value);
                // Narrow, the words of this row lie between the two plots.
                let is_free = band.stretch.0 <= from.1 + 0.5;
                canvas.line(
                    Ink::Connector,
                    &[(x, if is_free { from.0 } else { band.stretch.0 }), (x, band.middle)],
                );
            }
            reached = part
                .after()
                .or(reached.map(|(value, _)| value))
                .map(|value| (value, (band.middle, band.stretch.1)));
            stretches.push(band.stretch);
            y = band.bottom + BETWEEN;
        }
        scale.draw_across(&mut canvas, top, &joined(stretches), &self.unit);
        canvas.finish(y + 2.0, &self.words, ids, Some(scale.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let known = |(name, estimate): &(String, Estimate)| {
            let text = if estimate.known().is_some() {
                estimate.text.as_str()
            } else {
                said::HIDDEN
            };
            (name.clone(), text.to_owned())
        };
        let (start, end) = (known(&self.start), known(&self.end));
        let whole = said::path("", (&start.0, &start.1), (&end.0, &end.1), tongue);
        let steps = self.steps.iter().filter_map(|step| Some((step, step.delta.known()?)));
        let Some((most, _)) = steps.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())) else {
            return whole;
        };
        let (label, text) = (&most.label, &most.delta.text);
        tongue.pick(
            format!("{whole} The largest contribution: {label} ({text})."),
            format!("{whole}贡献最大的是{label}（{text}）。"),
        )
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Step", "步骤"], said::VALUE, said::INTERVAL]);
        let steps = self.steps.iter().map(|step| (&step.label, &step.delta));
        let ends = |end: &'_ (String, Estimate)| (end.0.clone(), end.1.clone());
        let all = std::iter::once(ends(&self.start))
            .chain(steps.map(|(label, delta)| (label.clone(), delta.clone())))
            .chain([ends(&self.end)]);
        for (label, estimate) in all {
            let [value, interval] = said::value_and_interval(Some(&estimate), tongue);
            table.row([label, value, interval]);
        }
        table
    }
}

impl Waterfall {
    fn parts(&self) -> Vec<Part<'_>> {
        let mut running = self.start.1.known().unwrap_or(0.0);
        let mut parts = vec![Part::Level(&self.start.0, &self.start.1)];
        for step in &self.steps {
            let after = (running + step.delta.known().unwrap_or(0.0)).clamp(-1e12, 1e12);
            parts.push(Part::Step(step, running, after));
            running = after;
        }
        parts.push(Part::Level(&self.end.0, &self.end.1));
        parts
    }
}

impl Part<'_> {
    fn words(&self) -> RowWords<'_> {
        let (role, label, estimate, mark) = match self {
            Self::Level(label, estimate) => (Role::Strong, *label, *estimate, None),
            Self::Step(step, ..) => (Role::Label, step.label.as_str(), &step.delta, step.mark.as_ref()),
        };
        let text = if estimate.known().is_some() {
            estimate.text.as_str()
        } else {
            "·"
        };
        RowWords {
            role,
            indent: 0.0,
            label,
            cells: vec![Cell::Text(Role::Strong, text), Cell::Mark(mark)],
        }
    }

    /// The interval of the value reached.
    fn interval(&self) -> Option<(f64, f64)> {
        match self {
            Self::Level(_, estimate) => estimate.interval(),
            Self::Step(step, before, _) => step.delta.interval().map(|(low, high)| (before + low, before + high)),
        }
    }

    fn after(&self) -> Option<f64> {
        match self {
            Self::Level(_, estimate) => estimate.known(),
            Self::Step(_, _, after) => Some(*after),
        }
    }

    fn reach(&self) -> Vec<f64> {
        let interval = self
            .interval()
            .map_or([None, None], |(low, high)| [Some(low), Some(high)]);
        self.after().into_iter().chain(interval.into_iter().flatten()).collect()
    }

    fn draw(&self, canvas: &mut Canvas, y: f64, scale: &Scale) {
        let ends = self.interval().map(|(low, high)| (scale.at(low), scale.at(high)));
        match self {
            Self::Level(_, estimate) => {
                let Some(value) = estimate.known() else {
                    return;
                };
                if let Some((low, high)) = ends {
                    canvas.line(Ink::Whisker, &[(low, y), (high, y)]);
                    canvas.line(Ink::Whisker, &[(low, y - 3.0), (low, y + 3.0)]);
                    canvas.line(Ink::Whisker, &[(high, y - 3.0), (high, y + 3.0)]);
                }
                canvas.circle(Ink::Dot(0), scale.at(value), y, 5.0);
            }
            Self::Step(step, before, after) => {
                let ink = match step.mark.as_ref().map(|mark| mark.tone) {
                    Some(Tone::Good) => Ink::BarGood,
                    Some(Tone::Bad) => Ink::BarBad,
                    _ => Ink::BarQuiet,
                };
                let (a, b) = (scale.at(*before), scale.at(*after));
                canvas.rect(ink, (a.min(b), a.max(b).max(a.min(b) + 1.0)), (y - BAR, y + BAR));
                if let Some(ends) = ends {
                    whisker(canvas, ends, y);
                }
            }
        }
    }
}
