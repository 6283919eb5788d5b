//! A sheet to draw on: shapes and texts in px go in, an [`Svg`] comes out.
//!
//! Collects shapes, sorts them by [`Ink`] and lets plotters write them; knows where every text
//! stands, so that charts can ask for a free place and tests can prove that nothing overlaps.

use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea;
use plotters::element::{Circle, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::compact;
use super::input::{Direction, Mark, Tone, Words};
use super::palette::{Anchor, Ink, Role};
use super::scale::AxisRange;
use super::text;
use super::{Svg, TextBox};

/// Plotters draws on whole units; ten of them are one px.
const UNITS: f64 = 10.0;

/// Half the width of a significance mark in px.
const MARK: f64 = 4.5;

/// Room of a mark before its text in px.
pub(super) const MARK_ROOM: f64 = 14.0;

enum Shape {
    Rect(f64, f64, f64, f64),
    Line(Vec<(f64, f64)>),
    Area(Vec<(f64, f64)>),
    Circle(f64, f64, f64),
    Text(f64, f64, String),
}

/// The sheet.
pub(super) struct Canvas {
    pub(super) width: f64,
    shapes: Vec<(Ink, Shape)>,
    boxes: Vec<TextBox>,
}

impl Canvas {
    /// A sheet `width` px wide; its height is said at the end.
    pub(super) fn new(width: u32) -> Self {
        let width = f64::from(width.clamp(super::NARROWEST, super::WIDEST));
        Self {
            width,
            shapes: Vec::new(),
            boxes: Vec::new(),
        }
    }

    pub(super) fn rect(&mut self, ink: Ink, (left, right): (f64, f64), (top, bottom): (f64, f64)) {
        if right - left > 0.04 && bottom > top {
            self.shapes.push((ink, Shape::Rect(left, top, right, bottom)));
        }
    }

    pub(super) fn line(&mut self, ink: Ink, points: &[(f64, f64)]) {
        if points.len() > 1 {
            self.shapes.push((ink, Shape::Line(points.to_vec())));
        }
    }

    pub(super) fn area(&mut self, ink: Ink, points: &[(f64, f64)]) {
        if points.len() > 2 {
            self.shapes.push((ink, Shape::Area(points.to_vec())));
        }
    }

    pub(super) fn circle(&mut self, ink: Ink, x: f64, y: f64, radius: f64) {
        self.shapes.push((ink, Shape::Circle(x, y, radius)));
    }

    /// A small square standing on its corner.
    pub(super) fn diamond(&mut self, ink: Ink, x: f64, y: f64) {
        self.area(ink, &[(x - 5.0, y), (x, y - 5.0), (x + 5.0, y), (x, y + 5.0)]);
    }

    /// The texts drawn so far.
    pub(super) fn boxes(&self) -> &[TextBox] {
        &self.boxes
    }

    /// One line of text on `baseline`. The caller has made sure that there is room.
    pub(super) fn text(&mut self, role: Role, anchor: Anchor, (x, baseline): (f64, f64), words: &str) {
        let Some(place) = text_box(role, anchor, (x, baseline), words) else {
            return;
        };
        self.shapes
            .push((Ink::Text(role, anchor), Shape::Text(x, baseline, place.text.clone())));
        self.boxes.push(place);
    }

    /// One line of text, moved sideways onto the sheet; not drawn when another text is in the way.
    pub(super) fn try_text(&mut self, role: Role, anchor: Anchor, at: (f64, f64), words: &str) -> bool {
        self.try_marked(role, anchor, at, words, None)
    }

    /// As [`Canvas::try_text`], with a significance mark before the text.
    pub(super) fn try_marked(
        &mut self,
        role: Role,
        anchor: Anchor,
        (x, baseline): (f64, f64),
        words: &str,
        mark: Option<&Mark>,
    ) -> bool {
        let lead = if mark.is_some() { MARK_ROOM } else { 0.0 };
        let Some(mut place) = text_box(role, anchor, (x, baseline), words) else {
            return false;
        };
        place.left -= lead;
        let shift = (-place.left).max(0.0) + (self.width - place.right).min(0.0);
        (place.left, place.right) = (place.left + shift, place.right + shift);
        let is_outside = place.left < -0.01 || place.right > self.width + 0.01 || place.top < 0.0;
        if is_outside || self.boxes.iter().any(|other| other.near(&place, 3.0)) {
            return false;
        }
        if let Some(mark) = mark {
            self.mark(mark, (place.left + MARK + 1.0, baseline - 4.2));
        }
        self.shapes.push((
            Ink::Text(role, anchor),
            Shape::Text(x + shift, baseline, place.text.clone()),
        ));
        self.boxes.push(place);
        true
    }

    /// Lines of text from `top` down; returns the y below them.
    pub(super) fn lines(&mut self, role: Role, anchor: Anchor, (x, top): (f64, f64), lines: &[String]) -> f64 {
        let mut below = top;
        for line in lines {
            self.text(role, anchor, (x, below + role.size()), line);
            below += role.leading();
        }
        below
    }

    /// A significance mark centred on a point, without its text.
    pub(super) fn mark(&mut self, mark: &Mark, (x, y): (f64, f64)) {
        let ink = match mark.tone {
            Tone::Good => Ink::MarkGood,
            Tone::Bad => Ink::MarkBad,
            Tone::Quiet => Ink::MarkQuiet,
        };
        match mark.direction {
            Direction::Rose => self.area(ink, &[(x - MARK, y + 4.0), (x, y - 4.0), (x + MARK, y + 4.0)]),
            Direction::Fell => self.area(ink, &[(x - MARK, y - 4.0), (x, y + 4.0), (x + MARK, y - 4.0)]),
            Direction::Same => self.rect(ink, (x - MARK, x + MARK), (y - 1.0, y + 1.0)),
        }
    }

    /// The finished drawing.
    pub(super) fn finish(mut self, height: f64, words: &Words, ids: &str, axis: Option<AxisRange>) -> Svg {
        self.shapes.sort_by_key(|(ink, _)| *ink);
        let mut inks: Vec<Ink> = self.shapes.iter().map(|(ink, _)| *ink).collect();
        inks.dedup();
        let size = (whole(self.width), whole(height.ceil().max(1.0)));
        let verbose = self.write(&inks, size);
        Svg {
            text: compact::svg(&verbose, &inks, size, words, ids),
            width: size.0,
            height: size.1,
            boxes: self.boxes,
            axis,
        }
    }

    /// Lets plotters write the shapes; the colour of each is the number of its ink.
    fn write(&self, inks: &[Ink], (width, height): (u32, u32)) -> String {
        let mut out = String::new();
        {
            let area = SVGBackend::with_string(&mut out, (width * 10, height * 10)).into_drawing_area();
            for (ink, shape) in &self.shapes {
                let token = inks.iter().position(|known| known == ink).unwrap_or(0);
                let colour = RGBColor(
                    0,
                    u8::try_from(token / 256).unwrap_or(0),
                    u8::try_from(token % 256).unwrap_or(0),
                );
                let filled = ShapeStyle {
                    color: colour.into(),
                    filled: true,
                    stroke_width: 0,
                };
                let stroked = ShapeStyle {
                    color: colour.into(),
                    filled: false,
                    stroke_width: 1,
                };
                let drawn = match shape {
                    Shape::Rect(left, top, right, bottom) => {
                        area.draw(&Rectangle::new([at(*left, *top), at(*right, *bottom)], filled))
                    }
                    Shape::Line(points) => area.draw(&PathElement::new(all(points), stroked)),
                    Shape::Area(points) => area.draw(&Polygon::new(all(points), filled)),
                    Shape::Circle(x, y, radius) => area.draw(&Circle::new(at(*x, *y), at(*radius, 0.0).0, filled)),
                    Shape::Text(x, baseline, words) => {
                        area.draw(&Text::new(words.as_str(), at(*x, *baseline), face(*ink, colour)))
                    }
                };
                drawn.expect("an SVG in memory can always be written");
            }
            area.present().expect("an SVG in memory can always be written");
        }
        out
    }
}

/// A point in plotters' units.
fn at(x: f64, y: f64) -> (i32, i32) {
    let unit = |px: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to a range that i32 holds")]
        let unit = (px * UNITS).round().clamp(-1e6, 1e8) as i32;
        unit
    };
    (unit(x), unit(y))
}

fn all(points: &[(f64, f64)]) -> Vec<(i32, i32)> {
    points.iter().map(|&(x, y)| at(x, y)).collect()
}

fn whole(px: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a range that u32 holds"
    )]
    let whole = px.clamp(1.0, 1e7) as u32;
    whole
}

/// Plotters' description of a text; its size comes from the style sheet in the end.
fn face(ink: Ink, colour: RGBColor) -> TextStyle<'static> {
    let h_pos = match ink {
        Ink::Text(_, Anchor::Middle) => HPos::Center,
        Ink::Text(_, Anchor::End) => HPos::Right,
        _ => HPos::Left,
    };
    TextStyle {
        font: ("sans-serif", 12.0).into_font(),
        color: colour.to_backend_color(),
        pos: Pos::new(h_pos, VPos::Bottom),
    }
}

/// Where a text will stand; `None` when there is nothing to read.
fn text_box(role: Role, anchor: Anchor, (x, baseline): (f64, f64), words: &str) -> Option<TextBox> {
    let text = text::clean(words);
    let wide = measure(role, &text);
    let left = match anchor {
        Anchor::Start => x,
        Anchor::Middle => x - wide / 2.0,
        Anchor::End => x - wide,
    };
    let (top, bottom) = (baseline - role.size() * 0.86, baseline + role.size() * 0.24);
    (!text.is_empty()).then_some(TextBox {
        text,
        left,
        top,
        right: left + wide,
        bottom,
    })
}

/// Width of a text in px.
pub(super) fn measure(role: Role, words: &str) -> f64 {
    text::width(&text::clean(words), role.size() * role.stretch())
}

/// At most three lines of a text in a width of `room` px.
pub(super) fn wrap(role: Role, words: &str, room: f64) -> Vec<String> {
    text::wrap(words, role.size() * role.stretch(), room, 3)
}
