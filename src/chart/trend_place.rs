//! Where the parts of a trend go: its axis, the texts at its end and the names of its waves.

use super::canvas::{Canvas, MARK_ROOM, measure, wrap};
use super::input::{Mark, Tone};
use super::palette::{Anchor, Ink, Role};
use super::scale::{Scale, is_zero};
use super::text;

/// Room above the highest value for its number.
const HEADROOM: f64 = 20.0;

/// A text at the right end of a line.
pub(super) struct End {
    /// Where the line ends, in axis units.
    pub(super) value: f64,
    /// What stands there, one paragraph under the other.
    pub(super) words: Vec<(Role, String)>,
    /// The dot that ties it to its line.
    pub(super) ink: Option<Ink>,
    /// Follows the first line, if there is one.
    pub(super) mark: Option<Mark>,
}

/// Room for the dot of an end text.
const DOT: f64 = 12.0;

impl End {
    fn lines(&self, room: f64) -> Vec<(Role, Vec<String>)> {
        self.words
            .iter()
            .map(|(role, words)| (*role, wrap(*role, words, room)))
            .collect()
    }

    fn height(&self, room: f64) -> f64 {
        self.lines(room)
            .iter()
            .map(|(role, lines)| role.leading() * lines.len() as f64)
            .sum()
    }

    fn width(&self, room: f64) -> f64 {
        let texts = self
            .lines(room)
            .iter()
            .map(|(role, lines)| text::widest(lines, role.size() * role.stretch()))
            .fold(0.0, f64::max);
        let Some(mark) = &self.mark else { return texts };
        let first = self.first(room) + MARK_ROOM;
        let whole = first + measure(Role::Small, &mark.text);
        texts.max(if whole <= room { whole } else { first.min(room) })
    }

    /// Where the first paragraph ends, mark not counted.
    fn first(&self, room: f64) -> f64 {
        let lines = self.lines(room).into_iter().next();
        lines
            .filter(|(_, lines)| lines.len() == 1)
            .map_or(room, |(role, lines)| {
                text::widest(&lines, role.size() * role.stretch()) + 6.0
            })
    }

    /// The mark after the first line and its text, as far as they fit.
    fn draw_mark(&self, canvas: &mut Canvas, (left, top): (f64, f64), room: f64) {
        let Some(mark) = &self.mark else { return };
        let x = left + self.first(room);
        if x + 10.0 > left + room + 2.0 {
            return;
        }
        canvas.mark(mark, (x + 5.0, top + 9.0));
        let role = match mark.tone {
            Tone::Good => Role::Good,
            Tone::Bad => Role::Bad,
            Tone::Quiet => Role::Quiet,
        };
        if x + MARK_ROOM + measure(role, &mark.text) <= left + room {
            canvas.text(role, Anchor::Start, (x + MARK_ROOM, top + 13.0), &mark.text);
        }
    }
}

/// The area between the axes.
pub(super) struct Plot {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
    pub(super) scale: Scale,
    waves: usize,
    /// Room for the texts at the right.
    room: f64,
}

impl Plot {
    /// Divides `width` px among axis, lines and end texts.
    pub(super) fn new(
        width: f64,
        top: f64,
        waves: usize,
        ends: &[End],
        (reach, range): (impl Iterator<Item = f64>, Option<(f64, f64)>),
    ) -> Self {
        let most = width * 0.22;
        let room = ends.iter().map(|end| end.width(most)).fold(0.0, f64::max).ceil() + 1.0;
        let texts: f64 = ends.iter().map(|end| end.height(room) + 3.0).sum();
        let height = (width * 0.36).clamp(170.0, 320.0).max(texts);
        let bottom = top + height;
        let scale = Scale::around(reach, range, (bottom - 4.0, top + HEADROOM));
        let ticks = scale.ticks(height / 48.0);
        let axis = ticks
            .iter()
            .map(|(_, tick)| measure(Role::Quiet, tick))
            .fold(0.0, f64::max);
        let right = width - room - DOT - 4.0;
        Self {
            left: (axis + 16.0).min(right - 40.0),
            right,
            top,
            bottom,
            scale,
            waves,
            room,
        }
    }

    pub(super) fn y(&self, value: f64) -> f64 {
        self.scale.at(value)
    }

    /// Px between two waves.
    pub(super) fn slot(&self) -> f64 {
        if self.waves > 1 {
            (self.right - self.left - 24.0).max(1.0) / (self.waves - 1) as f64
        } else {
            self.right - self.left
        }
    }

    pub(super) fn x(&self, wave: usize) -> f64 {
        if self.waves > 1 {
            self.left + 12.0 + self.slot() * wave as f64
        } else {
            f64::midpoint(self.left, self.right)
        }
    }

    /// Grid lines with their texts at the left; `unit` once, at the top.
    pub(super) fn draw_axis(&self, canvas: &mut Canvas, unit: &str) {
        let ticks = self.scale.ticks((self.bottom - self.top) / 48.0);
        for (index, (value, tick)) in ticks.iter().enumerate() {
            let y = self.y(*value);
            canvas.line(
                if is_zero(*value) { Ink::Zero } else { Ink::Grid },
                &[(self.left, y), (self.right, y)],
            );
            canvas.try_text(Role::Quiet, Anchor::End, (self.left - 6.0, y + 4.0), tick);
            if index + 1 == ticks.len() {
                canvas.try_text(Role::Quiet, Anchor::Start, (self.left, y - 5.0), unit);
            }
        }
    }
}

/// Draws the texts at the right, each as near to its line's end as the others allow.
pub(super) fn end_labels(canvas: &mut Canvas, plot: &Plot, mut ends: Vec<End>) {
    ends.sort_by(|a, b| b.value.total_cmp(&a.value));
    let heights: Vec<f64> = ends.iter().map(|end| end.height(plot.room)).collect();
    let mut tops: Vec<f64> = Vec::with_capacity(ends.len());
    let mut free = plot.top;
    for (end, height) in ends.iter().zip(&heights) {
        // The first line of the text stands beside the end of the line.
        let wanted = plot.y(end.value) - 9.0;
        tops.push(wanted.max(free));
        free = wanted.max(free) + height + 3.0;
    }
    let mut limit = plot.bottom;
    for (top, height) in tops.iter_mut().zip(&heights).rev() {
        *top = top.min(limit - height);
        limit = *top - 3.0;
    }
    let left = plot.right + 4.0;
    for (end, top) in ends.iter().zip(tops) {
        if let Some(ink) = end.ink {
            canvas.circle(ink, left + 5.0, top + 9.0, 3.5);
        }
        end.draw_mark(canvas, (left + DOT, top), plot.room);
        let mut y = top;
        for (role, lines) in end.lines(plot.room) {
            y = canvas.lines(role, Anchor::Start, (left + DOT, y), &lines);
        }
    }
}

/// Names as many waves as fit, the last one always; returns the y below.
pub(super) fn wave_labels(canvas: &mut Canvas, plot: &Plot, names: &[&str]) -> f64 {
    let role = Role::Quiet;
    let longest = names.iter().map(|name| measure(role, name)).fold(0.0, f64::max);
    let fits = |every: usize| {
        let room = plot.slot() * every as f64 - 8.0;
        longest <= room || (room >= 64.0 && longest <= room * 1.7)
    };
    let every = (1..names.len())
        .find(|&every| fits(every))
        .unwrap_or(names.len())
        .max(1);
    let room = (plot.slot() * every as f64 - 8.0).clamp(56.0, 160.0);
    let mut limit = canvas.width;
    let mut below = plot.bottom + 4.0;
    for (index, name) in names.iter().enumerate().rev().step_by(every) {
        let lines = wrap(role, name, room);
        let half = text::widest(&lines, role.size()) / 2.0;
        let x = plot.x(index).min(canvas.width - half).max(half);
        if x + half > limit {
            continue;
        }
        let y = canvas.lines(role, Anchor::Middle, (x, plot.bottom + 4.0), &lines);
        canvas.line(
            Ink::Zero,
            &[(plot.x(index), plot.bottom), (plot.x(index), plot.bottom + 4.0)],
        );
        below = below.max(y);
        limit = x - half - 6.0;
    }
    below
}
