//! The field of charts that place points by two numbers: axes, names beside points, and a key where names do not fit.

use super::canvas::{Canvas, measure, wrap};
use super::palette::{Anchor, Ink, Role};
use super::place::{Room, Spot, place};
use super::scale::{Scale, is_zero};
use super::text::widest;

/// Below this width in px points are numbered and named below.
const NARROW: f64 = 560.0;
/// Widest unit behind a number of an axis, in px.
const UNIT: f64 = 40.0;
/// Most names beside points; more would be a thicket.
const NAMES: usize = 24;

/// What an axis is called and how far it goes.
pub(super) struct AxisOf<'a> {
    pub(super) name: &'a str,
    pub(super) unit: &'a str,
    pub(super) reach: Vec<f64>,
    pub(super) range: Option<(f64, f64)>,
}

impl AxisOf<'_> {
    /// What is written over the axis and what behind its last number: a unit of many letters goes with the name, so that it
    /// takes no room from the points.
    fn named(&self) -> (String, &str) {
        let (name, unit) = (self.name.trim(), self.unit.trim());
        if measure(Role::Quiet, unit) <= UNIT {
            return (name.to_owned(), self.unit);
        }
        let both = if name.is_empty() {
            unit.to_owned()
        } else {
            format!("{name} ({unit})")
        };
        (both, "")
    }
}

/// The area between two axes.
pub(super) struct Field {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) x: Scale,
    pub(super) y: Scale,
}

/// A point with the name it should have, if any.
pub(super) struct Named<'a> {
    pub(super) at: (f64, f64),
    pub(super) label: &'a str,
}

impl Field {
    /// Draws both axes under `top`; returns the field and the y below everything that belongs to it.
    pub(super) fn new(canvas: &mut Canvas, top: f64, across: &AxisOf, up: &AxisOf) -> (Self, f64) {
        let (name, unit) = up.named();
        let top = title(canvas, top, &name, "↑ ");
        let height = (canvas.width * 0.6).clamp(240.0, 520.0);
        let bottom = top + 6.0 + height;
        let y = Scale::around(up.reach.iter().copied(), up.range, (bottom - 8.0, top + 14.0));
        let ticks = y.ticks(height / 56.0);
        let last = ticks.len().saturating_sub(1);
        let texts: Vec<String> = (ticks.iter().enumerate())
            .map(|(index, (_, text))| {
                if index == last {
                    format!("{text}{unit}")
                } else {
                    text.clone()
                }
            })
            .collect();
        let axis = texts.iter().map(|text| measure(Role::Quiet, text)).fold(0.0, f64::max);
        let left = axis + 10.0;
        let right = canvas.width - 2.0;
        let x = Scale::around(across.reach.iter().copied(), across.range, (left + 10.0, right - 10.0));
        for ((value, _), text) in ticks.iter().zip(&texts) {
            let at = y.at(*value);
            canvas.line(
                if is_zero(*value) { Ink::Zero } else { Ink::Grid },
                &[(left, at), (right, at)],
            );
            canvas.try_text(Role::Quiet, Anchor::End, (left - 6.0, at + 4.0), text);
        }
        let (name, unit) = across.named();
        let ticks = x.ticks(((right - left) / 72.0).clamp(2.0, 8.0));
        let last = ticks.len().saturating_sub(1);
        for (index, (value, text)) in ticks.iter().enumerate() {
            let at = x.at(*value);
            canvas.line(
                if is_zero(*value) { Ink::Zero } else { Ink::Grid },
                &[(at, top + 6.0), (at, bottom)],
            );
            let text = if index == last {
                format!("{text}{unit}")
            } else {
                text.clone()
            };
            canvas.try_text(Role::Quiet, Anchor::Middle, (at, bottom + 14.0), &text);
        }
        let below = title_right(canvas, bottom + 19.0, &name);
        let field = Self {
            left,
            right,
            top: top + 6.0,
            bottom,
            x,
            y,
        };
        (field, below)
    }

    /// The px of two values.
    pub(super) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.at(x), self.y.at(y))
    }

    fn room(&self) -> Room {
        Room {
            left: self.left + 2.0,
            top: self.top + 2.0,
            right: self.right - 2.0,
            bottom: self.bottom - 2.0,
        }
    }

    /// Names points where there is room for all names, otherwise numbers them with a key below; returns the y below.
    /// No name covers one of `marks`: every point and interval that is drawn.
    pub(super) fn name(&self, canvas: &mut Canvas, below: f64, named: &[Named], marks: &[Room]) -> f64 {
        if named.is_empty() {
            return below;
        }
        let is_narrow = canvas.width < NARROW;
        if !is_narrow && named.len() <= NAMES {
            let most = (canvas.width * 0.2).min(150.0);
            let lines: Vec<Vec<String>> = named
                .iter()
                .map(|name| wrap(Role::HaloSmall, name.label, most))
                .collect();
            if self.write(canvas, named, &lines, marks, Missing::IsAFault) {
                return below;
            }
        }
        let numbers: Vec<Vec<String>> = (1..=named.len()).map(|number| vec![number.to_string()]).collect();
        self.write(canvas, named, &numbers, marks, Missing::IsLeftOut);
        let labels: Vec<&str> = named.iter().map(|name| name.label).collect();
        key(canvas, below + 4.0, &labels)
    }

    /// Writes texts beside their points; false and nothing when one finds no room and that is a fault.
    fn write(
        &self,
        canvas: &mut Canvas,
        named: &[Named],
        texts: &[Vec<String>],
        marks: &[Room],
        missing: Missing,
    ) -> bool {
        let role = Role::HaloSmall;
        let spots: Vec<Spot> = (named.iter().zip(texts))
            .map(|(name, lines)| Spot {
                at: name.at,
                size: (widest(lines, role.size()) + 2.0, lines.len() as f64 * role.leading()),
            })
            .collect();
        let written: Vec<Room> = canvas.boxes().iter().map(Room::from).collect();
        let places = place(&spots, self.room(), &written, marks);
        let is_short = places
            .iter()
            .zip(texts)
            .any(|(place, lines)| place.is_none() && !lines.is_empty());
        if is_short && missing == Missing::IsAFault {
            return false;
        }
        for (place, lines) in places.iter().zip(texts) {
            let Some(place) = place else { continue };
            if let Some(leader) = place.leader {
                canvas.line(Ink::Connector, &leader);
            }
            canvas.lines(role, Anchor::Start, (place.room.left + 1.0, place.room.top), lines);
        }
        true
    }
}

/// What it means that a text finds no room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    IsAFault,
    IsLeftOut,
}

fn title(canvas: &mut Canvas, top: f64, name: &str, arrow: &str) -> f64 {
    if name.trim().is_empty() {
        return top;
    }
    let lines = wrap(Role::Quiet, &format!("{arrow}{name}"), canvas.width);
    canvas.lines(Role::Quiet, Anchor::Start, (0.0, top), &lines) + 2.0
}

fn title_right(canvas: &mut Canvas, top: f64, name: &str) -> f64 {
    if name.trim().is_empty() {
        return top;
    }
    let lines = wrap(Role::Quiet, &format!("{name} →"), canvas.width);
    let right = canvas.width;
    canvas.lines(Role::Quiet, Anchor::End, (right, top), &lines) + 2.0
}

/// Numbers and what they stand for, in as many columns as fit; returns the y below.
fn key(canvas: &mut Canvas, top: f64, labels: &[&str]) -> f64 {
    let lead = measure(Role::Small, &labels.len().to_string()) + 8.0;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 4")]
    let columns = (canvas.width / 230.0).floor().clamp(1.0, 4.0) as usize;
    let wide = canvas.width / columns as f64;
    let mut y = top;
    for (row, chunk) in labels.chunks(columns).enumerate() {
        let mut next = y;
        for (column, label) in chunk.iter().enumerate() {
            let x = column as f64 * wide;
            let lines = wrap(Role::Small, label, wide - lead - 12.0);
            let number = (row * columns + column + 1).to_string();
            canvas.text(
                Role::Quiet,
                Anchor::End,
                (x + lead - 6.0, y + Role::Small.size()),
                &number,
            );
            next = next.max(canvas.lines(Role::Small, Anchor::Start, (x + lead, y), &lines));
        }
        y = next.max(y + Role::Small.leading()) + 2.0;
    }
    y
}
