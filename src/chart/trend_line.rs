//! Draws the lines of a trend: intervals, points, numbers, and signs where a line is broken.

use super::canvas::{Canvas, MARK_ROOM, measure};
use super::input::Showing;
use super::palette::{Anchor, Ink, Role};
use super::trend::{Link, Series, Trend, TrendPoint};
use super::trend_place::Plot;

/// From this many series on ribbons would hide each other; each point then has a range of its own.
pub(super) const CROWD: usize = 3;

/// Room between a number and a line below it, px.
const CLEAR: f64 = 5.0;

/// Height of a number above its baseline, px.
const LETTERS: f64 = 10.0;

/// Colours and dashes there are for series; further ones begin again.
pub(super) fn tint(index: usize) -> u8 {
    [0, 1, 2, 3, 4, 5][index % 6]
}

/// Maximal runs of present neighbours.
pub(super) fn runs<T: Copy>(items: &[Option<T>]) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = vec![Vec::new()];
    for item in items {
        match (item, all.last_mut()) {
            (Some(item), Some(run)) => run.push(*item),
            (None, Some(run)) if !run.is_empty() => all.push(Vec::new()),
            _ => {}
        }
    }
    all.retain(|run| !run.is_empty());
    all
}

/// The lines of one trend in its plot.
pub(super) struct Lines<'a> {
    trend: &'a Trend,
    plot: &'a Plot,
    /// Whether each point has room for its number.
    is_sparse: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(trend: &'a Trend, plot: &'a Plot) -> Self {
        let wide = |point: &TrendPoint| {
            let mark = if point.mark.is_some() { MARK_ROOM } else { 0.0 };
            measure(Role::Small, &point.estimate.text) + mark
        };
        let widest = trend.points().map(wide).fold(0.0, f64::max);
        let is_sparse = trend.series.len() == 1 && widest + 6.0 <= plot.slot();
        Self { trend, plot, is_sparse }
    }

    /// Draws the series with this index.
    pub(super) fn draw(&self, canvas: &mut Canvas, series: &Series, index: usize) {
        let (plot, tint, waves) = (self.plot, tint(index), self.trend.waves.len());
        let shift = self.shift(index);
        for run in runs(&self.parts(series)) {
            let x = |at: usize| plot.x(at) + shift;
            let ends: Vec<(f64, f64, f64)> = run
                .iter()
                .filter_map(|(at, point)| {
                    let (low, high) = point.estimate.interval()?;
                    Some((x(*at), plot.y(low), plot.y(high)))
                })
                .collect();
            self.draw_intervals(canvas, &ends, tint);
            let line: Vec<(f64, f64)> = run
                .iter()
                .filter_map(|(at, point)| Some((x(*at), plot.y(point.shown()?))))
                .collect();
            let is_open = |at: usize| self.trend.waves.get(at).is_some_and(|w| !w.open.is_empty());
            let is_loose = line.len() > 1 && run.last().is_some_and(|(at, _)| is_open(*at));
            let (sure, loose) = line.split_at(line.len() - usize::from(is_loose));
            let bridge: Vec<(f64, f64)> = sure.last().into_iter().chain(loose).copied().collect();
            canvas.line(Ink::Line(tint), sure);
            canvas.line(Ink::Loose(tint), &bridge);
            for ((at, point), place) in run.iter().zip(&line) {
                let is_last = *at + 1 == waves;
                if is_last || run.len() == 1 || plot.slot() >= 14.0 || point.needs_dot() {
                    draw_dot(canvas, point, *place, tint);
                }
                // The number of the last wave stands at the right.
                if !is_last {
                    self.draw_number(canvas, point, *place);
                }
            }
        }
    }

    /// The shown points with their waves, `None` wherever the line is broken.
    fn parts<'s>(&self, series: &'s Series) -> Vec<Option<(usize, &'s TrendPoint)>> {
        let mut parts = Vec::new();
        for (at, point) in series.points.iter().take(self.trend.waves.len()).enumerate() {
            if point.link != Link::Joined {
                parts.push(None);
            }
            parts.push(point.shown().map(|_| (at, point)));
        }
        parts
    }

    /// Px by which a series stands aside where many intervals share a wave.
    fn shift(&self, index: usize) -> f64 {
        let crowd = self.trend.series.len();
        if crowd < CROWD {
            return 0.0;
        }
        let step = (self.plot.slot() / (crowd as f64 * 2.0)).min(5.0);
        step * (index as f64 - (crowd - 1) as f64 / 2.0)
    }

    /// Intervals given as x, y of the low end, y of the high end: a ribbon, or one range a point.
    fn draw_intervals(&self, canvas: &mut Canvas, ends: &[(f64, f64, f64)], tint: u8) {
        match ends {
            _ if self.trend.series.len() >= CROWD => {
                for &(x, low, high) in ends {
                    canvas.line(Ink::Range(tint), &[(x, low), (x, high)]);
                }
            }
            [(x, low, high)] => {
                canvas.rect(Ink::Ribbon(tint), (x - 4.0, x + 4.0), (*high, *low));
            }
            _ => {
                let upper = ends.iter().map(|&(x, _, high)| (x, high));
                let lower = ends.iter().rev().map(|&(x, low, _)| (x, low));
                canvas.area(Ink::Ribbon(tint), &upper.chain(lower).collect::<Vec<_>>());
            }
        }
    }

    /// A point's mark and number: all numbers when the chart is sparse, otherwise the marked ones.
    fn draw_number(&self, canvas: &mut Canvas, point: &TrendPoint, (x, y): (f64, f64)) {
        let ends = point.estimate.interval();
        let top = ends.map_or(y, |(_, high)| self.plot.y(high).min(y));
        let bottom = ends.map_or(y, |(low, _)| self.plot.y(low).max(y));
        // Above its interval, unless the line of the target runs there; then below.
        let above = top - 7.0;
        let is_struck = |at: f64| {
            let target = self.trend.target.as_ref().map(|target| self.plot.y(target.value));
            target.is_some_and(|line| (at - LETTERS..=at + CLEAR).contains(&line))
        };
        let below = bottom + 7.0 + LETTERS;
        let over = if is_struck(above) && !is_struck(below) && below + 3.0 < self.plot.bottom {
            below
        } else {
            above
        };
        let is_alone = self.trend.series.len() == 1;
        let is_numbered = self.is_sparse || (is_alone && point.mark.is_some());
        let number = if is_numbered { point.estimate.text.as_str() } else { "" };
        let (role, mark) = (Role::HaloSmall, point.mark.as_ref());
        if !canvas.try_marked(role, Anchor::Middle, (x, over), number, mark)
            && let Some(mark) = mark
        {
            canvas.mark(mark, (x, over - 3.0));
        }
    }

    /// Signs for missing and incomparable points; returns their notes, each reason once.
    pub(super) fn draw_gaps(&self, canvas: &mut Canvas) -> Vec<(String, String)> {
        let plot = self.plot;
        let mut notes: Vec<(String, String)> = Vec::new();
        let mut add = |sign: &str, reason: &str| {
            let note = (sign.to_owned(), reason.to_owned());
            if !reason.is_empty() && !notes.contains(&note) {
                notes.push(note);
            }
        };
        for series in &self.trend.series {
            for (at, point) in series.points.iter().take(self.trend.waves.len()).enumerate() {
                let x = plot.x(at);
                if let Showing::Hidden(reason) = &point.showing {
                    canvas.try_text(Role::Small, Anchor::Middle, (x, plot.bottom - 4.0), "·");
                    add("·", reason);
                }
                if let (Link::Broken(reason), true) = (&point.link, at > 0) {
                    let between = x - plot.slot() / 2.0;
                    canvas.line(Ink::Event, &[(between, plot.top), (between, plot.bottom)]);
                    add("⋮", reason);
                }
            }
        }
        notes
    }
}

fn draw_dot(canvas: &mut Canvas, point: &TrendPoint, (x, y): (f64, f64), tint: u8) {
    if point.showing == Showing::Small {
        canvas.diamond(Ink::Hollow(tint), x, y);
    } else {
        let ink = if point.historical {
            Ink::Hollow(tint)
        } else {
            Ink::Dot(tint)
        };
        canvas.circle(ink, x, y, 3.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_end_at_gaps() {
        let items = [None, Some(1), Some(2), None, None, Some(3)];
        assert_eq!(runs(&items), [vec![1, 2], vec![3]]);
        assert!(runs::<u8>(&[None]).is_empty());
    }
}
