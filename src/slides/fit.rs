//! How much finds room on a slide: sizes of titles, and paragraphs that go on on the next slide.

use super::Body;
use super::Slide;
use unicode_width::UnicodeWidthChar;

/// Width of the texts of a slide in points.
pub const WIDTH: f64 = 888.0;
/// Sizes of paragraphs in points.
const LIST: [u32; 2] = [12, 11];
/// Height of the body of a slide in points.
const BODY: f64 = 350.0;
/// Distance of two lines, and of two paragraphs beyond it, in parts of the size.
const LEADING: f64 = 1.25;
const BETWEEN: f64 = 0.5;

/// Width of a text in points: a wide character is 1 em, a capital two thirds of it, any other about half.
pub fn width(text: &str, size: f64) -> f64 {
    let em = |letter: char| match letter.width_cjk() {
        Some(2) => 1.0,
        Some(1) if letter.is_uppercase() => 0.68,
        Some(1) => 0.52,
        _ => 0.0,
    };
    text.chars().map(em).sum::<f64>() * size
}

/// Lines a text takes in `room` points, as words break.
pub fn lines(text: &str, size: f64, room: f64) -> f64 {
    (width(text, size) * 1.04 / room).ceil().max(1.0)
}

/// The largest of `sizes` at which a text takes at most `most` lines of a slide; else the last.
pub fn size(text: &str, sizes: &[u32], most: f64) -> u32 {
    let fits = |size: &&u32| lines(text, f64::from(**size), WIDTH) <= most;
    let smallest = sizes.last().copied().unwrap_or(12);
    sizes.iter().find(fits).copied().unwrap_or(smallest)
}

/// Height of a paragraph in points.
fn height((lead, text): &(String, String), size: f64) -> f64 {
    lines(&format!("{lead} {text}"), size, WIDTH) * size * LEADING + size * BETWEEN
}

/// Size of the paragraphs of a slide: the larger one unless only the smaller keeps them together.
pub fn list_size(items: &[(String, String)]) -> u32 {
    let fits = |size: &&u32| items.iter().map(|item| height(item, f64::from(**size))).sum::<f64>() <= BODY;
    LIST.iter().find(fits).copied().unwrap_or(LIST[0])
}

/// A slide, or as many as its paragraphs need.
pub fn split(slide: &Slide) -> Vec<Slide> {
    let Body::List(items) = &slide.body else {
        return vec![slide.clone()];
    };
    let mut pages: Vec<Vec<(String, String)>> = vec![Vec::new()];
    let mut used = 0.0;
    let size = f64::from(list_size(items));
    for item in items {
        let high = height(item, size);
        if used + high > BODY && used > 0.0 {
            pages.push(Vec::new());
            used = 0.0;
        }
        used += high;
        if let Some(page) = pages.last_mut() {
            page.push(item.clone());
        }
    }
    let count = pages.len();
    let page = |(index, items): (usize, Vec<(String, String)>)| Slide {
        title: if count > 1 {
            format!("{} ({}/{count})", slide.title, index + 1)
        } else {
            slide.title.clone()
        },
        body: Body::List(items),
        notes: if index == 0 { slide.notes.clone() } else { Vec::new() },
        ..slide.clone()
    };
    pages.into_iter().enumerate().map(page).collect()
}
