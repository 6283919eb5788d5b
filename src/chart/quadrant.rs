//! Importance and performance: what matters and is not done well, as points in four fields with names that never touch.

use serde::{Deserialize, Serialize};

use super::canvas::{Canvas, measure};
use super::field::{AxisOf, Field, Named};
use super::input::{Estimate, Showing, Tone, Words, finite};
use super::legend::{notes, nothing};
use super::palette::{Anchor, Ink, Role};
use super::place::Room;
use super::said::{self, DataTable};
use super::text::wrap;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Points by two numbers, and the lines that part four fields.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Quadrant {
    /// Title, description, text when there are no points.
    pub words: Words,
    /// What runs to the right, such as "Performance".
    pub across: Axis,
    /// What runs up, such as "Importance".
    pub up: Axis,
    /// Where the lines between the fields stand, across and up; no lines without.
    pub split: Option<(f64, f64)>,
    /// Names of the fields: upper left, upper right, lower left, lower right; may be empty.
    pub fields: [String; 4],
    /// The points.
    pub items: Vec<QuadrantItem>,
}

/// An axis of a field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Axis {
    /// What it measures.
    pub name: String,
    /// Written once, after the last tick.
    pub unit: String,
    /// Ends of the axis; widened when the data go beyond, chosen round when `None`.
    pub range: Option<(f64, f64)>,
}

/// A point.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QuadrantItem {
    /// Its name.
    pub label: String,
    /// Where it stands across, with its interval.
    pub across: Estimate,
    /// Where it stands up, with its interval.
    pub up: Estimate,
    /// `Bad` is a diamond, everything else a dot.
    pub tone: Option<Tone>,
    /// Small and hidden points.
    pub showing: Showing,
}

impl QuadrantItem {
    fn shown(&self) -> Option<(f64, f64)> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return None;
        }
        Some((self.across.known()?, self.up.known()?))
    }
}

impl Chart for Quadrant {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let shown: Vec<(&QuadrantItem, (f64, f64))> = self
            .items
            .iter()
            .filter_map(|item| Some((item, item.shown()?)))
            .collect();
        if shown.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let split = self.split.and_then(|(x, y)| Some((finite(x)?, finite(y)?)));
        let axis = |axis: &'_ Axis, of: fn(&QuadrantItem) -> &Estimate, split: Option<f64>| {
            // Intervals that go far beyond the points are cut at the axis, not allowed to flatten them.
            let values = shown.iter().filter_map(|(item, _)| of(item).known());
            (
                axis.name.clone(),
                axis.unit.clone(),
                values.chain(split).collect::<Vec<f64>>(),
                axis.range,
            )
        };
        let across = axis(&self.across, |item| &item.across, split.map(|split| split.0));
        let up = axis(&self.up, |item| &item.up, split.map(|split| split.1));
        let (field, below) = Field::new(&mut canvas, 0.0, &axis_of(&across), &axis_of(&up));
        if let Some((x, y)) = split {
            let (x, y) = field.at(x, y);
            canvas.line(Ink::Target, &[(x, field.top), (x, field.bottom)]);
            canvas.line(Ink::Target, &[(field.left, y), (field.right, y)]);
        }
        let (mut points, mut marks) = (Vec::new(), Vec::new());
        for (item, (x, y)) in &shown {
            let at = field.at(*x, *y);
            item.draw(&mut canvas, &field, at);
            points.push(at);
            marks.push(Room::of_point(at));
            marks.extend(item.intervals(&field, at).map(Room::of_line));
        }
        if let Some((x, _)) = split {
            self.name_fields(&mut canvas, &field, field.x.at(x), &marks);
        }
        let named: Vec<Named> = shown
            .iter()
            .zip(&points)
            .map(|((item, _), at)| Named {
                at: *at,
                label: &item.label,
            })
            .collect();
        let y = field.name(&mut canvas, below, &named, &marks);
        let hidden: Vec<(String, String)> = self
            .items
            .iter()
            .filter_map(|item| match &item.showing {
                Showing::Hidden(reason) if !reason.is_empty() => {
                    Some((said::HIDDEN.to_owned(), format!("{} – {reason}", item.label)))
                }
                _ => None,
            })
            .collect();
        let y = notes(&mut canvas, y + 2.0, &hidden);
        canvas.finish(y + 2.0, &self.words, ids, Some(field.x.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = || self.items.iter().filter_map(|item| Some((item, item.shown()?)));
        let Some((x, y)) = self.split else {
            let items = shown().map(|(item, at)| (item.label.as_str(), at.1, item.up.text.as_str()));
            return said::extremes(items, tongue);
        };
        let first: Vec<&str> = shown()
            .filter(|(_, at)| at.0 < x && at.1 >= y)
            .map(|(item, _)| item.label.as_str())
            .take(5)
            .collect();
        let field = if self.fields[0].is_empty() {
            tongue.pick("Upper left", "左上")
        } else {
            &self.fields[0]
        };
        if first.is_empty() {
            return tongue.pick(format!("{field}: nothing."), format!("{field}：无。"));
        }
        let names = first.join(tongue.pick(", ", "、"));
        tongue.pick(format!("{field}: {names}."), format!("{field}：{names}。"))
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Item", "项目"]]);
        let interval = tongue.pick(said::INTERVAL[0], said::INTERVAL[1]).to_owned();
        table.head.extend([
            self.across.name.clone(),
            interval.clone(),
            self.up.name.clone(),
            interval,
        ]);
        for item in &self.items {
            let shown = item.shown().is_some();
            let [x, x_interval] = said::value_and_interval(Some(&item.across).filter(|_| shown), tongue);
            let [y, y_interval] = said::value_and_interval(Some(&item.up).filter(|_| shown), tongue);
            table.row([item.label.clone(), x, x_interval, y, y_interval]);
        }
        table
    }
}

fn axis_of((name, unit, reach, range): &(String, String, Vec<f64>, Option<(f64, f64)>)) -> AxisOf<'_> {
    AxisOf {
        name,
        unit,
        reach: reach.clone(),
        range: *range,
    }
}

impl QuadrantItem {
    /// The lines of its intervals, across and up, as far as they are known.
    fn intervals(&self, field: &Field, (x, y): (f64, f64)) -> impl Iterator<Item = [(f64, f64); 2]> {
        let across = self.across.interval();
        let across = across.map(|(low, high)| [(field.x.at(low), y), (field.x.at(high), y)]);
        let up = self.up.interval();
        let up = up.map(|(low, high)| [(x, field.y.at(low)), (x, field.y.at(high))]);
        across.into_iter().chain(up)
    }

    fn draw(&self, canvas: &mut Canvas, field: &Field, (x, y): (f64, f64)) {
        for interval in self.intervals(field, (x, y)) {
            canvas.line(Ink::Range(2), &interval);
        }
        match (self.showing == Showing::Small, self.tone) {
            (true, Some(Tone::Bad)) => canvas.diamond(Ink::Hollow(1), x, y),
            (false, Some(Tone::Bad)) => canvas.diamond(Ink::Dot(1), x, y),
            (true, _) => canvas.circle(Ink::Hollow(0), x, y, 4.5),
            (false, Some(Tone::Quiet)) => canvas.circle(Ink::Dot(2), x, y, 4.5),
            (false, _) => canvas.circle(Ink::Dot(0), x, y, 4.5),
        }
    }
}

impl Quadrant {
    /// Names of the four fields in their outer corners or near them, as far as they fit without covering `marks`.
    fn name_fields(&self, canvas: &mut Canvas, field: &Field, x: f64, marks: &[Room]) {
        let (top, bottom) = (field.top + 22.0, field.bottom - 14.0);
        let (left, right) = ((field.left + 6.0, x - 6.0), (x + 6.0, field.right - 6.0));
        let places = [(left, top), (right, top), (left, bottom), (right, bottom)];
        for (index, (name, ((from, to), baseline))) in self.fields.iter().zip(places).enumerate() {
            let lines = wrap(name, Role::Halo.size(), to - from, 1);
            let [line] = &lines[..] else { continue };
            if line.ends_with('…') {
                continue;
            }
            let wide = measure(Role::Halo, line);
            let is_left = index % 2 == 0;
            let inwards = (to - from - wide) / 2.0;
            // From the outer corner towards the inner edge, then a line nearer to the middle.
            let down = if index < 2 { 1.0 } else { -1.0 };
            let tries = (0..3).flat_map(|row| (0..3).map(move |column| (column, row)));
            for (column, row) in tries {
                let aside = f64::from(column) * inwards;
                let start = if is_left { from + aside } else { to - wide - aside };
                let (anchor, at) = if is_left {
                    (Anchor::Start, start)
                } else {
                    (Anchor::End, start + wide)
                };
                let baseline = baseline + down * f64::from(row) * Role::Halo.leading();
                let room = Room::of_line([(start, baseline - 11.0), (start + wide, baseline + 3.0)]);
                if !marks.iter().any(|mark| room.meets(mark, 0.5))
                    && canvas.try_text(Role::Halo, anchor, (at, baseline), line)
                {
                    break;
                }
            }
        }
    }
}
