//! What a finished drawing consists of, read back from its text, so that tests judge what a reader sees.

use super::Svg;

/// A straight stroke, or the frame of a dot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
}

/// The corners of every part of a path, in px.
///
/// # Errors
/// When it has a command that no chart writes.
pub(super) fn corners(data: &str) -> Result<Vec<Vec<(f64, f64)>>, String> {
    let spaced: String = data
        .chars()
        .map(|c| {
            if c.is_alphabetic() {
                format!("\n{c} ")
            } else {
                c.to_string()
            }
        })
        .collect();
    let (mut x, mut y) = (0.0, 0.0);
    let mut parts: Vec<Vec<(f64, f64)>> = Vec::new();
    for command in spaced.lines().skip(1) {
        let mut words = command.split_whitespace();
        let letter = words.next().and_then(|word| word.chars().next()).unwrap_or('?');
        let numbers: Vec<f64> = words.map(|number| number.parse().unwrap_or(f64::NAN)).collect();
        match (letter, &numbers[..]) {
            ('M', [to_x, to_y]) => {
                (x, y) = (*to_x, *to_y);
                parts.push(Vec::new());
            }
            ('l', [by_x, by_y]) => (x, y) = (x + by_x, y + by_y),
            ('h', [by]) => x += by,
            ('v', [by]) => y += by,
            ('z', []) => {}
            other => return Err(format!("{other:?} in {data}")),
        }
        if let Some(part) = parts.last_mut() {
            part.push((x, y));
        }
    }
    Ok(parts)
}

/// Value of an attribute in a tag.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let (_, after) = tag.split_once(&format!("{name}=\""))?;
    Some(after.split_once('"')?.0)
}

/// The lines of intervals and the frames of points that a drawing shows, by their classes.
pub(super) fn marks(svg: &Svg) -> Vec<Stroke> {
    let is_interval = |class: &str| class.starts_with('u') || class == "w" || class == "v";
    let is_point = |class: &str| class.starts_with('k') || class.starts_with('p');
    let (mut found, mut class) = (Vec::new(), "");
    for tag in svg.text.split('<').skip(1) {
        if let Some(named) = attribute(tag, " class") {
            class = named;
        }
        let number = |name: &str| attribute(tag, name).and_then(|text| text.parse::<f64>().ok());
        if tag.starts_with("path") && (is_interval(class) || is_point(class)) {
            let parts = attribute(tag, " d").map(corners);
            for part in parts.into_iter().flatten().flatten() {
                found.extend(part.windows(2).map(|two| Stroke {
                    from: two[0],
                    to: two[1],
                }));
            }
        } else if tag.starts_with("circle") && is_point(class) {
            let at = (number(" cx"), number(" cy"), number(" r"));
            if let (Some(x), Some(y), Some(r)) = at {
                found.push(Stroke {
                    from: (x - r, y),
                    to: (x + r, y),
                });
                found.push(Stroke {
                    from: (x, y - r),
                    to: (x, y + r),
                });
            }
        }
    }
    found
}

/// The first text that a point or an interval runs through.
pub(super) fn covered(svg: &Svg) -> Option<String> {
    let marks = marks(svg);
    let meets = |stroke: &Stroke, text: &super::TextBox| {
        let ((a, b), (c, d)) = (stroke.from, stroke.to);
        a.min(c) < text.right
            && text.left < a.max(c).max(a + 0.01)
            && b.min(d) < text.bottom
            && text.top < b.max(d).max(b + 0.01)
    };
    let mut pairs = svg
        .boxes
        .iter()
        .flat_map(|text| marks.iter().map(move |mark| (text, mark)));
    let (text, mark) = pairs.find(|(text, mark)| meets(mark, text))?;
    Some(format!("{text:?} lies on {mark:?}"))
}
