//! Importance–performance analysis: which of four fields an item stands in, and whether that is sure.

use super::interval::Interval;
use serde::Serialize;

/// The four fields of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Quadrant {
    /// Important and done well.
    KeepUp,
    /// Important and not done well.
    ConcentrateHere,
    /// Done well, though less important.
    PossibleOverkill,
    /// Neither.
    LowPriority,
}

impl Quadrant {
    /// The stable word for files and machines, the same as in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KeepUp => "keep_up",
            Self::ConcentrateHere => "concentrate_here",
            Self::PossibleOverkill => "possible_overkill",
            Self::LowPriority => "low_priority",
        }
    }
}

/// What stated and derived importance say of an item together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    /// Said to be important and goes with the outcome.
    Key,
    /// Said to be important, yet goes little with the outcome: expected, and noticed when it fails.
    Basic,
    /// Said to matter little, yet goes with the outcome: a chance to delight.
    Excitement,
    /// Neither.
    Minor,
}

impl Factor {
    /// The stable word for files and machines.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Basic => "basic",
            Self::Excitement => "excitement",
            Self::Minor => "minor",
        }
    }
}

/// The field of the importance grid when the lines cross at these values; a point on a line stands on its upper side.
///
/// Source: T. G. Vavra (1997), *Improving Your Measurement of Customer Satisfaction*, ASQ Quality Press, ch. 12.
#[must_use]
pub fn factor((stated, stated_line): (f64, f64), (derived, derived_line): (f64, f64)) -> Factor {
    match (stated >= stated_line, derived >= derived_line) {
        (true, true) => Factor::Key,
        (true, false) => Factor::Basic,
        (false, true) => Factor::Excitement,
        (false, false) => Factor::Minor,
    }
}

/// A point of the map, or where its lines cross.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// How important.
    pub importance: f64,
    /// How well done.
    pub performance: f64,
}

/// The field of `item` when the lines cross at `centre`; a point on a line stands on its upper side.
///
/// Source: J. A. Martilla & J. C. James (1977), Journal of Marketing 41(1), 77–79.
#[must_use]
pub fn quadrant(item: Point, centre: Point) -> Quadrant {
    match (
        item.importance >= centre.importance,
        item.performance >= centre.performance,
    ) {
        (true, true) => Quadrant::KeepUp,
        (true, false) => Quadrant::ConcentrateHere,
        (false, true) => Quadrant::PossibleOverkill,
        (false, false) => Quadrant::LowPriority,
    }
}

/// Where the lines cross by default: the means over the items; `None` without items.
#[must_use]
pub fn centre(items: &[Point]) -> Option<Point> {
    let n = items.len() as f64;
    (!items.is_empty()).then(|| Point {
        importance: items.iter().map(|item| item.importance).sum::<f64>() / n,
        performance: items.iter().map(|item| item.performance).sum::<f64>() / n,
    })
}

/// Whether an item may as well stand on the other side of a line: its interval holds the line, or it has none.
#[must_use]
pub fn near(interval: Option<Interval>, line: f64) -> bool {
    interval.is_none_or(|interval| interval.contains(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_fields_of_the_importance_grid() {
        let fields =
            [(80.0, 0.3), (80.0, 0.1), (60.0, 0.3), (60.0, 0.1)].map(|(s, d)| factor((s, 70.0), (d, 0.2)).code());
        assert_eq!(fields, ["key", "basic", "excitement", "minor"]);
    }

    #[test]
    fn a_point_on_a_line_stands_on_its_upper_side() {
        let at = |importance, performance| Point {
            importance,
            performance,
        };
        let centre = at(0.5, 3.0);
        let fields = [(0.5, 3.0), (0.5, 2.9), (0.4, 3.0), (0.4, 2.9)].map(|(i, p)| quadrant(at(i, p), centre).code());
        assert_eq!(
            fields,
            ["keep_up", "concentrate_here", "possible_overkill", "low_priority"]
        );
    }

    #[test]
    fn the_lines_cross_at_the_means_and_an_unknown_interval_is_near() {
        let items = [(1.0, 2.0), (3.0, 6.0)].map(|(importance, performance)| Point {
            importance,
            performance,
        });
        assert_eq!(
            centre(&items),
            Some(Point {
                importance: 2.0,
                performance: 4.0
            })
        );
        assert_eq!(centre(&[]), None);
        assert!(near(None, 1.0) && near(Some(Interval { low: 0.0, high: 1.0 }), 1.0));
        assert!(!near(Some(Interval { low: 0.0, high: 1.0 }), 1.1));
    }
}
