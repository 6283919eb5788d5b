//! Importance against performance: where it is worth acting.

use super::analysis::Analysis;
use super::analysis::Driver;
use crate::model::VariableIndex;
use crate::stats::Interval;
use crate::stats::importance_performance as map;
use crate::stats::importance_performance::Point;
use std::collections::BTreeMap;

pub use crate::stats::importance_performance::Factor;
pub use crate::stats::importance_performance::Quadrant;

/// How well a driver does: its mean rescaled to 0–100, 100 best.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Performance {
    /// The mean.
    pub value: f64,
    /// Its interval.
    pub interval: Option<Interval>,
}

/// Where a driver stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// The field.
    pub quadrant: Quadrant,
    /// Whether one of its intervals crosses a line, or is not known: the field is not certain.
    pub near_line: bool,
}

/// Places the drivers that have a performance; the lines are the means of their importance and performance. Two drivers
/// at least: one alone stands on its own lines.
#[must_use]
pub fn places(
    analysis: &Analysis,
    performance: &BTreeMap<VariableIndex, Performance>,
) -> BTreeMap<VariableIndex, Place> {
    let both: Vec<(&Driver, &Performance, Point)> = analysis
        .drivers
        .iter()
        .filter_map(|driver| {
            let performance = performance.get(&driver.variable)?;
            let point = Point {
                importance: driver.importance,
                performance: performance.value,
            };
            Some((driver, performance, point))
        })
        .collect();
    let points: Vec<Point> = both.iter().map(|(.., point)| *point).collect();
    let Some(centre) = map::centre(&points).filter(|_| points.len() > 1) else {
        return BTreeMap::new();
    };
    let place = |(driver, performance, point): &(&Driver, &Performance, Point)| {
        let near_line =
            map::near(driver.interval, centre.importance) || map::near(performance.interval, centre.performance);
        let quadrant = map::quadrant(*point, centre);
        (driver.variable, Place { quadrant, near_line })
    };
    both.iter().map(place).collect()
}

/// Where a driver stands by what people say of its importance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StatedPlace {
    /// The field of stated importance against performance.
    pub quadrant: Quadrant,
    /// What stated and derived importance say together.
    pub factor: Factor,
    /// Whether an interval crosses one of the lines of the grid, or is not known.
    pub near_line: bool,
}

/// Places the drivers of which stated importance and performance are known; all lines are means over these drivers, two at
/// least. `stated` is a mean rescaled to 0–100, 100 most important.
#[must_use]
pub fn stated_places(
    analysis: &Analysis,
    stated: &BTreeMap<VariableIndex, Performance>,
    performance: &BTreeMap<VariableIndex, Performance>,
) -> BTreeMap<VariableIndex, StatedPlace> {
    let all: Vec<(&Driver, &Performance, Point)> = analysis
        .drivers
        .iter()
        .filter_map(|driver| {
            let stated = stated.get(&driver.variable)?;
            let point = Point {
                importance: stated.value,
                performance: performance.get(&driver.variable)?.value,
            };
            Some((driver, stated, point))
        })
        .collect();
    let points: Vec<Point> = all.iter().map(|(.., point)| *point).collect();
    let Some(centre) = map::centre(&points).filter(|_| points.len() > 1) else {
        return BTreeMap::new();
    };
    let derived = all.iter().map(|(driver, ..)| driver.importance).sum::<f64>() / all.len() as f64;
    let place = |(driver, stated, point): &(&Driver, &Performance, Point)| {
        let found = StatedPlace {
            quadrant: map::quadrant(*point, centre),
            factor: map::factor((stated.value, centre.importance), (driver.importance, derived)),
            near_line: map::near(stated.interval, centre.importance) || map::near(driver.interval, derived),
        };
        (driver.variable, found)
    };
    all.iter().map(place).collect()
}
