//! Many units between the limits of chance: a league as a drawing.

use crate::chart;
use crate::chart::Axis;
use crate::chart::FunnelLimit;
use crate::chart::FunnelUnit;
use crate::chart::Reference;
use crate::diagnostic::Tongue;
use crate::finding::League;
use crate::finding::Outside;
use crate::finding::Row;
use crate::finding::Showing;
use crate::measure::Unit;
use crate::model::Better;
use crate::report::words;
use crate::stats::funnel;
use crate::tabulation::Group;

/// Bases at which the limits are drawn.
const POINTS: u32 = 80;

/// A league to be drawn, with its words.
pub struct Funnel<'a> {
    /// The league.
    pub league: &'a League,
    /// In what the measure counts.
    pub unit: Unit,
    /// Name of the measure.
    pub name: String,
    /// Texts of the drawing.
    pub words: chart::Words,
    /// The figure of everybody.
    pub all: Option<Reference>,
    /// The reader's language.
    pub tongue: Tongue,
    /// Names of the units.
    pub label: &'a dyn Fn(Group) -> String,
}

impl Funnel<'_> {
    /// The drawing.
    #[must_use]
    pub fn chart(&self) -> chart::Funnel {
        let tongue = self.tongue;
        let axis = |name: String, unit: String| Axis {
            name,
            unit,
            range: None,
        };
        chart::Funnel {
            words: self.words.clone(),
            across: axis(tongue.pick("Answers", "回答数").to_owned(), String::new()),
            up: axis(self.name.clone(), super::axis_unit(self.unit)),
            centre: self.all.clone(),
            limits: vec![
                self.limit(tongue.pick("95% of chance", "偶然范围 95%"), funnel::INNER),
                self.limit(tongue.pick("99.8% of chance", "偶然范围 99.8%"), funnel::OUTER),
            ],
            better_key: tongue.pick("better than chance allows", "好于偶然范围").to_owned(),
            worse_key: tongue.pick("worse than chance allows", "差于偶然范围").to_owned(),
            units: self.league.rows.iter().map(|row| self.point(row)).collect(),
        }
    }

    fn point(&self, row: &Row) -> FunnelUnit {
        let times = super::factor(self.unit);
        let estimate = row.estimate.as_ref().map(|known| chart::Estimate {
            value: Some(known.value * times),
            low: known.interval.map(|ends| ends.low * times),
            high: known.interval.map(|ends| ends.high * times),
            text: super::chart_value(self.unit, known),
        });
        FunnelUnit {
            label: (self.label)(row.group),
            base: row.estimate.as_ref().map_or(0.0, |known| known.base as f64),
            estimate: estimate.unwrap_or_default(),
            mark: row
                .outside
                .filter(|outside| *outside == Outside::Outer)
                .map(|_| self.mark(row)),
            showing: match (&row.estimate, row.showing) {
                (None, hidden) => chart::Showing::Hidden(words::showing(hidden, self.tongue).to_owned()),
                (Some(_), Showing::Shown) => chart::Showing::Plain,
                (Some(_), _) => chart::Showing::Small,
            },
        }
    }

    fn mark(&self, row: &Row) -> chart::Mark {
        let value = row.estimate.as_ref().map_or(0.0, |known| known.value);
        let up = self.league.funnel.as_ref().is_ok_and(|made| value > made.centre);
        chart::Mark {
            direction: if up {
                chart::Direction::Rose
            } else {
                chart::Direction::Fell
            },
            tone: if up == (self.league.better == Better::High) {
                chart::Tone::Good
            } else {
                chart::Tone::Bad
            },
            text: String::new(),
        }
    }

    /// A pair of limits at bases from 5 to the largest, dense where they bend.
    fn limit(&self, label: &str, level: f64) -> FunnelLimit {
        let bases = self
            .league
            .rows
            .iter()
            .filter_map(|row| Some(row.estimate.as_ref()?.base));
        let largest = bases.max().unwrap_or(100) as f64;
        let (from, to) = (5.0_f64, (largest * 1.1).max(10.0));
        let times = super::factor(self.unit);
        let point = |step: u32| {
            let base = from * (to / from).powf(f64::from(step) / f64::from(POINTS));
            let limits = self.league.funnel.as_ref().ok()?.limits(base, level).ok()?;
            Some((base, limits.low * times, limits.high * times))
        };
        FunnelLimit {
            label: label.to_owned(),
            points: (0..=POINTS).filter_map(point).collect(),
        }
    }
}
