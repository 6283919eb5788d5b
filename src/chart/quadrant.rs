//! Importance and performance: what matters and is not done well, as points in four fields with names that never touch.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::field::{AxisOf, Field, Named};
use super::input::{Estimate, Showing, Tone, Words, finite};
use super::legend::{notes, nothing};
use super::palette::{Anchor, Ink, Role};
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
            self.name_fields(&mut canvas, &field, x);
        }
        let mut points = Vec::new();
        for (item, (x, y)) in &shown {
            let at = field.at(*x, *y);
            item.draw(&mut canvas, &field, at);
            points.push(at);
        }
        let named: Vec<Named> = shown
            .iter()
            .zip(&points)
            .map(|((item, _), at)| Named {
                at: *at,
                label: &item.label,
            })
            .collect();
        let y = field.name(&mut canvas, below, &named, &points);
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
    fn draw(&self, canvas: &mut Canvas, field: &Field, (x, y): (f64, f64)) {
        if let Some((low, high)) = self.across.interval() {
            canvas.line(Ink::Range(2), &[(field.x.at(low), y), (field.x.at(high), y)]);
        }
        if let Some((low, high)) = self.up.interval() {
            canvas.line(Ink::Range(2), &[(x, field.y.at(low)), (x, field.y.at(high))]);
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
    /// Names of the four fields in their outer corners, as far as they fit.
    fn name_fields(&self, canvas: &mut Canvas, field: &Field, x: f64) {
        let places = [
            (Anchor::Start, field.left + 6.0, field.top + 22.0, x - field.left),
            (Anchor::End, field.right - 6.0, field.top + 22.0, field.right - x),
            (Anchor::Start, field.left + 6.0, field.bottom - 14.0, x - field.left),
            (Anchor::End, field.right - 6.0, field.bottom - 14.0, field.right - x),
        ];
        for (name, (anchor, x, baseline, room)) in self.fields.iter().zip(places) {
            let lines = wrap(name, Role::Halo.size(), room - 12.0, 1);
            if let [line] = &lines[..]
                && !line.ends_with('…')
            {
                canvas.try_text(Role::Halo, anchor, (x, baseline), line);
            }
        }
    }
}
