//! A funnel plot: many units by the size of their base, between the limits that chance alone would keep them in.
//!
//! Small units scatter widely; only those outside the limits differ from the average by more than luck.

use serde::{Deserialize, Serialize};

use super::canvas::Canvas;
use super::field::{AxisOf, Field, Named};
use super::input::{Estimate, Mark, Showing, Tone, Words, finite};
use super::legend::{Key, legend, nothing};
use super::palette::Ink;
use super::place::Room;
use super::quadrant::Axis;
use super::said::{self, DataTable};
use super::trend::Reference;
use super::{Chart, Svg};
use crate::diagnostic::Tongue;

/// Units and the limits around their average.
///
/// Source: D. J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance", Statistics in Medicine 24, 1185–1202.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Funnel {
    /// Title, description, text when there are no units.
    pub words: Words,
    /// What runs across: the base.
    pub across: Axis,
    /// What runs up: the measure.
    pub up: Axis,
    /// The average of all units.
    pub centre: Option<Reference>,
    /// Limits by base, the narrower first; at most two are drawn.
    pub limits: Vec<FunnelLimit>,
    /// Explains units outside the limits on the good side.
    pub better_key: String,
    /// Explains units outside the limits on the bad side.
    pub worse_key: String,
    /// The units.
    pub units: Vec<FunnelUnit>,
}

/// A pair of curves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FunnelLimit {
    /// Such as "95 %".
    pub label: String,
    /// Base, lower and upper limit, by rising base.
    pub points: Vec<(f64, f64, f64)>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FunnelUnit {
    /// Its name; written beside the point of units with a mark.
    pub label: String,
    /// Its base.
    pub base: f64,
    /// Its number.
    pub estimate: Estimate,
    /// Given to units outside the limits.
    pub mark: Option<Mark>,
    /// Small and hidden units.
    pub showing: Showing,
}

impl FunnelUnit {
    fn shown(&self) -> Option<(f64, f64)> {
        if matches!(self.showing, Showing::Hidden(_)) {
            return None;
        }
        Some((finite(self.base)?.max(0.0), self.estimate.known()?))
    }

    fn draw(&self, canvas: &mut Canvas, (x, y): (f64, f64)) {
        let tone = self.mark.as_ref().map(|mark| mark.tone);
        match (self.showing == Showing::Small, tone) {
            (true, _) => canvas.circle(Ink::Hollow(2), x, y, 4.0),
            (false, Some(Tone::Good)) => canvas.circle(Ink::Dot(0), x, y, 4.5),
            (false, Some(Tone::Bad)) => canvas.diamond(Ink::Dot(1), x, y),
            (false, _) => canvas.circle(Ink::Dot(2), x, y, 3.0),
        }
    }
}

impl Funnel {
    /// The limits where they are narrowest, so that there is a funnel to be seen also where all units lie well within; unless
    /// they lie so far out that the units would shrink to a line.
    fn narrowest(&self, values: &[f64]) -> Vec<f64> {
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let near = low - 2.0 * (high - low)..=high + 2.0 * (high - low);
        let ends = self.limits.iter().filter_map(|limit| limit.points.last());
        ends.flat_map(|(_, low, high)| [*low, *high])
            .filter(|end| near.contains(end))
            .collect()
    }
}

impl Chart for Funnel {
    fn draw(&self, width: u32, ids: &str) -> Svg {
        let mut canvas = Canvas::new(width);
        let shown: Vec<(&FunnelUnit, (f64, f64))> = self
            .units
            .iter()
            .filter_map(|unit| Some((unit, unit.shown()?)))
            .collect();
        if shown.is_empty() {
            return nothing(canvas, &self.words, ids);
        }
        let centre = self.centre.as_ref().and_then(Reference::known);
        let top = self.draw_legend(&mut canvas, &shown);
        let across = AxisOf {
            name: &self.across.name,
            unit: &self.across.unit,
            reach: shown.iter().map(|(_, at)| at.0).chain([0.0]).collect(),
            range: self.across.range,
        };
        let mut reach: Vec<f64> = shown.iter().map(|(_, at)| at.1).chain(centre).collect();
        reach.extend(self.narrowest(&reach));
        let up = AxisOf {
            name: &self.up.name,
            unit: &self.up.unit,
            reach,
            range: self.up.range,
        };
        let (field, below) = Field::new(&mut canvas, top, &across, &up);
        for (limit, ink) in self.limits.iter().zip([Ink::Loose(2), Ink::Connector]) {
            for end in [|p: &(f64, f64, f64)| p.1, |p: &(f64, f64, f64)| p.2] {
                canvas.line(ink, &limit.curve(&field, end));
            }
        }
        if let Some(centre) = centre {
            let y = field.y.at(centre);
            canvas.line(Ink::Target, &[(field.left, y), (field.right, y)]);
        }
        let points: Vec<(f64, f64)> = shown.iter().map(|(_, (x, y))| field.at(*x, *y)).collect();
        for ((unit, _), at) in shown.iter().zip(&points) {
            unit.draw(&mut canvas, *at);
        }
        let named: Vec<Named> = shown
            .iter()
            .zip(&points)
            .filter(|((unit, _), _)| unit.mark.as_ref().is_some_and(|mark| mark.tone != Tone::Quiet))
            .map(|((unit, _), at)| Named {
                at: *at,
                label: &unit.label,
            })
            .collect();
        let marks: Vec<Room> = points.iter().map(|&at| Room::of_point(at)).collect();
        let y = field.name(&mut canvas, below, &named, &marks);
        canvas.finish(y + 2.0, &self.words, ids, Some(field.y.range()))
    }

    fn words(&self) -> &Words {
        &self.words
    }

    fn sentence(&self, tongue: Tongue) -> String {
        let shown = || self.units.iter().filter(|unit| unit.shown().is_some());
        let of = |tone: Tone| {
            let units = shown().filter(|unit| unit.mark.as_ref().is_some_and(|mark| mark.tone == tone));
            units.map(|unit| unit.label.as_str()).collect::<Vec<_>>()
        };
        let (good, bad) = (of(Tone::Good), of(Tone::Bad));
        let list = |names: &[&str]| {
            let some = names
                .iter()
                .take(5)
                .copied()
                .collect::<Vec<_>>()
                .join(tongue.pick(", ", "、"));
            let rest = if names.len() > 5 {
                tongue.pick(", …", "……")
            } else {
                ""
            };
            format!("{some}{rest}")
        };
        let count = shown().count();
        let side = |names: &[&str], en: &str, zh: &str| {
            let (some, listed) = (names.len(), list(names));
            let verb = if some == 1 { "is" } else { "are" };
            (some > 0).then(|| {
                tongue.pick(
                    format!("{some} {verb} {en} ({listed})"),
                    format!("{some}个{zh}（{listed}）"),
                )
            })
        };
        let outside: Vec<String> = [side(&good, "better", "较好"), side(&bad, "worse", "较差")]
            .into_iter()
            .flatten()
            .collect();
        if outside.is_empty() {
            return tongue.pick(
                format!("None of {count} units lies outside the limits of chance."),
                format!("{count}个单位均在偶然范围之内。"),
            );
        }
        let outside = outside.join(tongue.pick(" and ", "，"));
        tongue.pick(
            format!("Of {count} units, {outside} than chance allows."),
            format!("{count}个单位中，超出偶然范围的：{outside}。"),
        )
    }

    fn table(&self, tongue: Tongue) -> DataTable {
        let mut table = DataTable::new(tongue, &[["Unit", "单位"], said::BASE, said::VALUE, said::INTERVAL]);
        for unit in &self.units {
            let shown = unit.shown();
            let [value, interval] = said::value_and_interval(Some(&unit.estimate).filter(|_| shown.is_some()), tongue);
            let base = shown.map_or_else(String::new, |(base, _)| said::like("", base));
            table.row([unit.label.clone(), base, value, interval]);
        }
        table
    }
}

impl FunnelLimit {
    /// The curve within the field; points beyond its ends are left out, so that it is never bent along an edge.
    fn curve(&self, field: &Field, end: fn(&(f64, f64, f64)) -> f64) -> Vec<(f64, f64)> {
        let (x, y) = (field.x.range(), field.y.range());
        let inside = self.points.iter().filter_map(|point| {
            let (base, value) = (finite(point.0)?, finite(end(point))?);
            let is_inside = (x.low..=x.high).contains(&base) && (y.low..=y.high).contains(&value);
            is_inside.then(|| field.at(base, value))
        });
        inside.collect()
    }
}

impl Funnel {
    fn draw_legend(&self, canvas: &mut Canvas, shown: &[(&FunnelUnit, (f64, f64))]) -> f64 {
        let has = |tone: Tone| {
            shown
                .iter()
                .any(|(unit, _)| unit.mark.as_ref().is_some_and(|mark| mark.tone == tone))
        };
        let mut entries: Vec<(Key, &str)> = Vec::new();
        if has(Tone::Good) {
            entries.push((Key::Dot(Ink::Dot(0)), &self.better_key));
        }
        if has(Tone::Bad) {
            entries.push((Key::Diamond(Ink::Dot(1)), &self.worse_key));
        }
        if let Some(centre) = self.centre.as_ref().filter(|centre| centre.known().is_some()) {
            entries.push((Key::Line(Ink::Target), &centre.label));
        }
        for (limit, ink) in self.limits.iter().zip([Ink::Loose(2), Ink::Connector]) {
            entries.push((Key::Line(ink), &limit.label));
        }
        legend(canvas, 0.0, &entries)
    }
}
