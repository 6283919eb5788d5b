//! Keys and notes: what the colours mean above a chart, what the marks mean below it.

use super::Svg;
use super::canvas::{Canvas, measure, wrap};
use super::input::Words;
use super::palette::{Anchor, Ink, Role};
use super::text::widest;

/// The sample of ink before a legend text.
#[derive(Clone, Copy)]
pub(super) enum Key {
    /// A filled square.
    Fill(Ink),
    /// A piece of line.
    Line(Ink),
    /// A dot.
    Dot(Ink),
    /// A diamond.
    Diamond(Ink),
    /// Text only.
    Nothing,
}

const SWATCH: f64 = 12.0;

/// Draws entries side by side, wrapping whole entries; returns the y below. Empty texts are skipped.
pub(super) fn legend(canvas: &mut Canvas, top: f64, entries: &[(Key, &str)]) -> f64 {
    let role = Role::Small;
    let (mut x, mut y, mut tallest) = (0.0, top, 0_usize);
    for (key, words) in entries {
        let lead = match key {
            Key::Nothing => 0.0,
            Key::Line(_) => 28.0,
            _ => SWATCH + 6.0,
        };
        let lines = wrap(role, words, canvas.width - lead);
        let wide = lead + widest(&lines, role.size());
        if lines.is_empty() {
            continue;
        }
        if x > 0.0 && x + wide > canvas.width {
            y += role.leading() * tallest as f64 + 2.0;
            (x, tallest) = (0.0, 0);
        }
        draw_key(canvas, *key, x, y + 2.0);
        let role = if matches!(key, Key::Nothing) { Role::Quiet } else { role };
        canvas.lines(role, Anchor::Start, (x + lead, y), &lines);
        tallest = tallest.max(lines.len());
        x += wide + 14.0;
    }
    if tallest == 0 {
        top
    } else {
        y + role.leading() * tallest as f64 + 6.0
    }
}

fn draw_key(canvas: &mut Canvas, key: Key, x: f64, y: f64) {
    let middle = y + SWATCH / 2.0;
    match key {
        Key::Fill(ink) => {
            canvas.rect(ink, (x, x + SWATCH), (y, y + SWATCH));
        }
        Key::Line(ink) => canvas.line(ink, &[(x, middle), (x + 22.0, middle)]),
        Key::Dot(ink) => canvas.circle(ink, x + SWATCH / 2.0, middle, 4.0),
        Key::Diamond(ink) => canvas.diamond(ink, x + SWATCH / 2.0, middle),
        Key::Nothing => {}
    }
}

/// Most notes below a chart; further ones belong into the table.
const NOTES: usize = 8;

/// Most events told below a chart: a number in the drawing needs its words.
pub(super) const EVENTS: usize = 24;

/// Notes below a chart, each with its sign; returns the y below.
pub(super) fn notes(canvas: &mut Canvas, top: f64, notes: &[(String, String)]) -> f64 {
    notes_at_most(canvas, top, notes, NOTES)
}

/// The same, `most` of them.
pub(super) fn notes_at_most(canvas: &mut Canvas, top: f64, notes: &[(String, String)], most: usize) -> f64 {
    let mut y = top;
    for (sign, words) in notes.iter().take(most) {
        let lead = measure(Role::Small, sign) + 6.0;
        let lines = wrap(Role::Quiet, words, canvas.width - lead);
        if lines.is_empty() {
            continue;
        }
        canvas.text(Role::Small, Anchor::Start, (0.0, y + Role::Small.size()), sign);
        y = canvas.lines(Role::Quiet, Anchor::Start, (lead, y), &lines) + 2.0;
    }
    if notes.len() > most {
        y = canvas.lines(Role::Quiet, Anchor::Start, (0.0, y), &["…".to_owned()]);
    }
    y
}

/// A chart without data: a quiet field that says so.
pub(super) fn nothing(mut canvas: Canvas, words: &Words, ids: &str) -> Svg {
    let lines = wrap(Role::Quiet, &words.empty, canvas.width - 32.0);
    let height = 56.0 + Role::Quiet.leading() * lines.len() as f64;
    canvas.rect(Ink::Field, (0.0, canvas.width), (0.0, height));
    let x = canvas.width / 2.0;
    canvas.lines(Role::Quiet, Anchor::Middle, (x, 28.0), &lines);
    canvas.finish(height, words, ids, None)
}
