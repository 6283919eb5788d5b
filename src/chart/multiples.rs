//! Small multiples: one little trend for each of many groups, all on one scale, so that shapes and heights compare.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, MARK_ROOM, measure, wrap};
use super::events::{Event, HAPPENED, Numbered};
use super::input::{Estimate, Mark, Showing, Tone, Words};
use super::legend::{EVENTS, Key, legend, notes_at_most, nothing};
use super::palette::{Anchor, Ink, Role};
use super::said::{self, DataTable};
use super::scale::Scale;
use super::trend_line::runs;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Little trends side by side.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Multiples {
    /// Title, description, text when there is nothing to draw.
    pub words: Words,
    /// Names of the waves, oldest first.
    pub waves: Vec<String>,
    /// One little trend each.
    pub panels: Vec<Panel>,
    /// Drawn grey into every panel, such as all answers; one per wave, empty for none.
    pub common: Vec<Estimate>,
    /// Explains the grey line.
    pub common_key: String,
    /// Explains the ribbons.
    pub interval_key: String,
    /// Ends of the axis; widened when the data go beyond, chosen round when `None`.
    pub range: Option<(f64, f64)>,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Panel {
    /// Name of the group.
    pub label: String,
    /// One per wave, same order; a missing value is a gap.
    pub points: Vec<Estimate>,
    /// Change of the latest wave, tested by the caller.
    pub mark: Option<Mark>,
    /// Small and hidden groups.
    pub showing: Showing,
    /// What happened in this group, told with its name; what concerns all groups would stand in every panel and belongs into a
    /// trend.
    pub events: Vec<Event>,
}

const GAP: f64 = 20.0;
const PLOT: f64 = 96.0;
const LEAST: f64 = 150.0;

/// Where one panel stands.
struct Cell {
    left: f64,
    right: f64,
    top: f64,
}

impl Chart for Multiples {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        if self.panels.is_empty() || self.waves.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let reach = self
            .panels
            .iter()
            .flat_map(|panel| self.known(panel))
            .chain(self.common());
        // Only its ends matter here; every panel has a scale of its own place.
        let reach: Vec<f64> = reach.flat_map(|(_, estimate)| estimate.reach()).collect();
        let axis = Scale::around(reach.iter().copied(), self.range, (0.0, 1.0)).range();
        let mut entries = Vec::new();
        if self.common().next().is_some() {
            entries.push((Key::Line(Ink::Line(2)), self.common_key.as_str()));
        }
        if self
            .panels
            .iter()
            .flat_map(|panel| self.known(panel))
            .any(|(_, point)| point.interval().is_some())
        {
            entries.push((Key::Fill(Ink::Ribbon(0)), &self.interval_key));
        }
        let mut y = legend(&mut canvas, 0.0, &entries) + 2.0;
        let most = if self.panels.len() > 12 { 6.0 } else { 4.0 };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 2 and 6")]
        let fitting = ((canvas.width + GAP) / (LEAST + GAP)).floor().clamp(2.0, most) as usize;
        // Rows are filled evenly.
        let columns = self.panels.len().div_ceil(self.panels.len().div_ceil(fitting)).max(2);
        let wide = (canvas.width - GAP * (columns - 1) as f64) / columns as f64;
        let mut events = self.numbered().into_iter();
        let mut told = Vec::new();
        for row in self.panels.chunks(columns) {
            let names: Vec<Vec<String>> = row.iter().map(|panel| wrap(Role::Strong, &panel.label, wide)).collect();
            let tallest = names.iter().map(Vec::len).max().unwrap_or(0) as f64 * Role::Strong.leading();
            let mut next = y;
            for (index, (panel, name)) in row.iter().zip(&names).enumerate() {
                let left = index as f64 * (wide + GAP);
                canvas.lines(Role::Strong, Anchor::Start, (left, y), name);
                let cell = Cell {
                    left,
                    right: left + wide,
                    top: y + tallest,
                };
                let happened = events.next().unwrap_or_default();
                next = next.max(self.draw_panel(&mut canvas, (panel, &happened), &cell, (axis.low, axis.high)));
                told.extend(happened.notes());
            }
            y = next + 14.0;
        }
        let y = notes_at_most(&mut canvas, y - 8.0, &told, EVENTS);
        canvas.finish(y, &self.words, ids, Some(axis))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let last = self.panels.iter().filter_map(|panel| {
            let (at, point) = self.known(panel).last()?;
            (at + 1 == self.waves.len()).then_some((panel.label.as_str(), point.known()?, point.text.as_str()))
        });
        let said = said::extremes(last, tongue);
        let wave = self.waves.last().map_or("", String::as_str);
        tongue.pick(format!("{wave}: {said}"), format!("{wave}：{said}"))
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Group", "分组"]]);
        table.head.extend(self.waves.iter().cloned());
        for panel in &self.panels {
            let mut cells = vec![said::HIDDEN.to_owned(); self.waves.len()];
            for (at, point) in self.known(panel) {
                cells[at].clone_from(&point.text);
            }
            table.row(std::iter::once(panel.label.clone()).chain(cells));
        }
        let events = self.numbered();
        if events.iter().any(|happened| happened.count() > 0) {
            table.head.push(tongue.pick(HAPPENED[0], HAPPENED[1]).to_owned());
            let name = |at: usize| self.waves.get(at).cloned().unwrap_or_default();
            for (row, happened) in table.rows.iter_mut().zip(events) {
                row.push(happened.listed(name, tongue));
            }
        }
        table
    }
}

impl Multiples {
    /// The events that are drawn, in words: the latest few by name; empty where there are none.
    #[must_use]
    pub fn marked(&self, tongue: Tongue) -> String {
        let is_shown = |panel: &&Panel| !matches!(panel.showing, Showing::Hidden(_));
        let shown = self.panels.iter().filter(is_shown);
        let all: Vec<Event> = shown.flat_map(|panel| panel.events.iter().cloned()).collect();
        let name = |at: usize| self.waves.get(at).cloned().unwrap_or_default();
        Numbered::of(&all, self.waves.len(), 1).sentence(name, tongue)
    }

    /// What happened in each panel, numbered through all of them; nothing of hidden groups.
    fn numbered(&self) -> Vec<Numbered<'_>> {
        let mut next = 1;
        let mut all = Vec::new();
        for panel in &self.panels {
            let is_shown = !matches!(panel.showing, Showing::Hidden(_));
            let events: &[Event] = if is_shown { &panel.events } else { &[] };
            let happened = Numbered::of(events, self.waves.len(), next);
            next += happened.count();
            all.push(happened);
        }
        all
    }

    /// The points of a panel that may be shown, with their waves.
    fn known<'a>(&self, panel: &'a Panel) -> impl Iterator<Item = (usize, &'a Estimate)> + use<'a> {
        let is_shown = !matches!(panel.showing, Showing::Hidden(_));
        let waves = self.waves.len();
        let points = panel.points.iter().take(waves).enumerate();
        points.filter(move |(_, point)| is_shown && point.known().is_some())
    }

    fn common(&self) -> impl Iterator<Item = (usize, &Estimate)> {
        let points = self.common.iter().take(self.waves.len()).enumerate();
        points.filter(|(_, point)| point.known().is_some())
    }

    /// The latest number, the lines and the first and last wave; returns the y below.
    fn draw_panel(
        &self,
        canvas: &mut Canvas,
        (panel, happened): (&Panel, &Numbered<'_>),
        cell: &Cell,
        ends: (f64, f64),
    ) -> f64 {
        let number = Role::Label.leading();
        if let Showing::Hidden(reason) = &panel.showing {
            let lines = wrap(Role::Quiet, &format!("· {reason}"), cell.right - cell.left);
            let below = canvas.lines(Role::Quiet, Anchor::Start, (cell.left, cell.top), &lines);
            return below.max(cell.top + number + PLOT);
        }
        let latest = self.known(panel).last().filter(|(at, _)| at + 1 == self.waves.len());
        draw_number(
            canvas,
            panel,
            latest.map_or(said::HIDDEN, |(_, point)| &point.text),
            cell,
        );
        let (top, bottom) = (cell.top + number + 4.0, cell.top + number + PLOT);
        let scale = Scale::around([ends.0, ends.1].into_iter(), Some(ends), (bottom - 3.0, top + 6.0));
        let axis = draw_axis(canvas, cell, &scale, ends);
        let left = cell.left + axis;
        let last = self.waves.len().saturating_sub(1);
        let room = cell.right - left - 10.0;
        let x = |at: usize| {
            if last == 0 {
                left + room / 2.0
            } else {
                left + 4.0 + room * at as f64 / last as f64
            }
        };
        happened.draw(canvas, x, (top - 4.0, bottom));
        let common: Vec<Option<(f64, f64)>> = self.places(self.common(), &scale, &x);
        for run in runs(&common) {
            canvas.line(Ink::Line(2), &run);
        }
        for run in runs(&self.slots(self.known(panel))) {
            let end = |low: bool| {
                let ends = run
                    .iter()
                    .filter_map(move |(at, point)| point.interval().map(|ends| (*at, ends)));
                ends.map(|(at, ends)| (x(at), scale.at(if low { ends.0 } else { ends.1 })))
                    .collect::<Vec<_>>()
            };
            canvas.area(
                Ink::Ribbon(0),
                &end(false)
                    .into_iter()
                    .chain(end(true).into_iter().rev())
                    .collect::<Vec<_>>(),
            );
        }
        let places = self.places(self.known(panel), &scale, &x);
        for run in runs(&places) {
            canvas.line(Ink::Line(0), &run);
            if let [(x, y)] = run[..] {
                canvas.circle(Ink::Dot(0), x, y, 2.5);
            }
        }
        if let Some(Some((x, y))) = places.last() {
            let ink = if panel.showing == Showing::Small {
                Ink::Hollow(0)
            } else {
                Ink::Dot(0)
            };
            canvas.circle(ink, *x, *y, 3.5);
        }
        self.name_waves(canvas, (left, cell.right), bottom)
    }

    /// One slot a wave, empty where nothing is known.
    fn slots<'a>(&self, known: impl Iterator<Item = (usize, &'a Estimate)>) -> Vec<Option<(usize, &'a Estimate)>> {
        let mut slots = vec![None; self.waves.len()];
        for (at, point) in known {
            slots[at] = Some((at, point));
        }
        slots
    }

    fn places<'a>(
        &self,
        known: impl Iterator<Item = (usize, &'a Estimate)>,
        scale: &Scale,
        x: &impl Fn(usize) -> f64,
    ) -> Vec<Option<(f64, f64)>> {
        let place = |slot: Option<(usize, &Estimate)>| {
            let (at, point) = slot?;
            Some((x(at), scale.at(point.known()?)))
        };
        self.slots(known).into_iter().map(place).collect()
    }

    /// First and last wave under the plot, as far as both fit; returns the y below.
    fn name_waves(&self, canvas: &mut Canvas, (left, right): (f64, f64), bottom: f64) -> f64 {
        let (Some(first), Some(last)) = (self.waves.first(), self.waves.last()) else {
            return bottom;
        };
        let room = right - left;
        let wide = [first, last].map(|name| measure(Role::Quiet, name));
        let baseline = bottom + Role::Quiet.size() + 2.0;
        if wide[1] <= room {
            canvas.text(Role::Quiet, Anchor::End, (right, baseline), last);
        }
        if self.waves.len() > 1 && wide[0] + wide[1] + 8.0 <= room {
            canvas.text(Role::Quiet, Anchor::Start, (left, baseline), first);
        }
        bottom + Role::Quiet.leading() + 2.0
    }
}

/// The ends of the scale as grid lines; returns the room their texts take.
fn draw_axis(canvas: &mut Canvas, cell: &Cell, scale: &Scale, (low, high): (f64, f64)) -> f64 {
    let range = scale.range();
    let texts = [(low, &range.low_text), (high, &range.high_text)];
    let wide = texts
        .iter()
        .map(|(_, text)| measure(Role::Quiet, text))
        .fold(0.0, f64::max);
    let is_wide = wide > (cell.right - cell.left) * 0.35;
    let axis = if is_wide { 0.0 } else { wide + 6.0 };
    for (value, text) in texts {
        let y = scale.at(value);
        canvas.line(Ink::Grid, &[(cell.left + axis, y), (cell.right, y)]);
        if !is_wide {
            canvas.try_text(Role::Quiet, Anchor::End, (cell.left + wide, y + 4.0), text);
        }
    }
    axis
}

/// The latest number and its mark, one line under the name.
fn draw_number(canvas: &mut Canvas, panel: &Panel, number: &str, cell: &Cell) {
    let room = cell.right - cell.left;
    let baseline = cell.top + Role::Label.size();
    let line = super::text::wrap(number, Role::Label.size(), room - MARK_ROOM - 4.0, 1);
    let Some(number) = line.first() else { return };
    canvas.text(Role::Label, Anchor::Start, (cell.left, baseline), number);
    let Some(mark) = &panel.mark else { return };
    let x = cell.left + measure(Role::Label, number) + 6.0;
    canvas.mark(mark, (x + 5.0, baseline - 4.5));
    let role = match mark.tone {
        Tone::Good => Role::Good,
        Tone::Bad => Role::Bad,
        Tone::Quiet => Role::Quiet,
    };
    if x + MARK_ROOM + measure(role, &mark.text) <= cell.right {
        canvas.text(role, Anchor::Start, (x + MARK_ROOM, baseline), &mark.text);
    }
}
