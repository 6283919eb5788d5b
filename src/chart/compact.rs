//! Rewrites what plotters wrote into a small accessible SVG: its element list and the inks behind
//! its colours come in, a drawing of class names, grouped and in px, goes out.

use std::fmt::Write as _;

use super::input::Words;
use super::palette::{Ink, Pattern};
use super::text::clean;

/// The whole `<svg>` element.
pub(super) fn svg(verbose: &str, inks: &[Ink], (width, height): (u32, u32), words: &Words, ids: &str) -> String {
    let id = identifier(ids, width);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ch\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" aria-labelledby=\"{id}-t\" aria-describedby=\"{id}-d\"><title id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>",
        escape(&clean(&words.title)),
        escape(&clean(&words.description)),
    );
    let mut patterns: Vec<Pattern> = inks.iter().filter_map(|ink| ink.pattern()).collect();
    patterns.sort_unstable();
    patterns.dedup();
    for pattern in patterns {
        out.push_str(&hatching(pattern, &id));
    }
    body(&mut out, verbose, inks, &id);
    out.push_str("</svg>");
    out
}

/// An id for this width that is valid whatever the caller gave.
fn identifier(ids: &str, width: u32) -> String {
    let name: String = ids
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
        .collect();
    let start = if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        ""
    } else {
        "c"
    };
    format!("{start}{name}-{width}")
}

fn hatching(pattern: Pattern, id: &str) -> String {
    let (name, class, step) = match pattern {
        Pattern::Dark => ("p", "hd", 5),
        Pattern::Light => ("q", "hb", 6),
    };
    format!(
        "<pattern id=\"{id}-{name}\" width=\"{step}\" height=\"{step}\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
         <path class=\"{class}\" d=\"M0 0v{step}\"/></pattern>"
    )
}

/// Elements of one ink are written together: shapes as one path, texts and circles as a group.
fn body(out: &mut String, verbose: &str, inks: &[Ink], id: &str) {
    let mut open: Option<(usize, &'static str)> = None;
    let mut rows = verbose.lines();
    while let Some(row) = rows.next() {
        let Some((tag, _)) = row.trim_start_matches('<').split_once(' ') else {
            continue;
        };
        let kind = match tag {
            "rect" | "polygon" | "polyline" => "path",
            "circle" | "text" => "g",
            _ => continue,
        };
        let token = ink_number(row);
        if open != Some((token, kind)) {
            close(out, open);
            begin(out, inks.get(token).copied(), kind, id);
            open = Some((token, kind));
        }
        match tag {
            "rect" => rect(out, row),
            "polygon" => points(out, row, "z"),
            "polyline" => points(out, row, ""),
            "circle" => {
                let _ = write!(
                    out,
                    "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"/>",
                    px(number(row, "cx")),
                    px(number(row, "cy")),
                    px(number(row, "r"))
                );
            }
            _ => {
                let words = rows.next().unwrap_or_default();
                let _ = write!(
                    out,
                    "<text x=\"{}\" y=\"{}\">{words}</text>",
                    px(number(row, "x")),
                    px(number(row, "y"))
                );
            }
        }
    }
    close(out, open);
}

fn begin(out: &mut String, ink: Option<Ink>, kind: &str, id: &str) {
    let class = ink.map_or_else(String::new, Ink::class);
    let fill = match ink.and_then(Ink::pattern) {
        Some(Pattern::Dark) => format!(" fill=\"url(#{id}-p)\""),
        Some(Pattern::Light) => format!(" fill=\"url(#{id}-q)\""),
        None => String::new(),
    };
    let data = if kind == "path" { " d=\"" } else { ">" };
    let _ = write!(out, "<{kind} class=\"{class}\"{fill}{data}");
}

fn close(out: &mut String, open: Option<(usize, &'static str)>) {
    match open {
        Some((_, "path")) => out.push_str("\"/>"),
        Some(_) => out.push_str("</g>"),
        None => {}
    }
}

fn rect(out: &mut String, row: &str) {
    let (wide, high) = (number(row, "width"), number(row, "height"));
    let _ = write!(
        out,
        "M{} {}h{}v{}h{}z",
        px(number(row, "x")),
        px(number(row, "y")),
        px(wide),
        px(high),
        px(-wide)
    );
}

/// A line or area, its first point absolute and the rest relative, which is shorter.
fn points(out: &mut String, row: &str, end: &str) {
    let mut before: Option<(i64, i64)> = None;
    for pair in attribute(row, "points").split_whitespace() {
        let Some((x, y)) = pair.split_once(',') else {
            continue;
        };
        let here = (x.parse().unwrap_or(0), y.parse().unwrap_or(0));
        let _ = match before {
            None => write!(out, "M{} {}", px(here.0), px(here.1)),
            Some(last) if last.1 == here.1 => write!(out, "h{}", px(here.0 - last.0)),
            Some(last) if last.0 == here.0 => write!(out, "v{}", px(here.1 - last.1)),
            Some(last) => write!(out, "l{} {}", px(here.0 - last.0), px(here.1 - last.1)),
        };
        before = Some(here);
    }
    out.push_str(end);
}

fn attribute<'row>(row: &'row str, name: &str) -> &'row str {
    let key = format!(" {name}=\"");
    row.split_once(&key)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(value, _)| value)
}

fn number(row: &str, name: &str) -> i64 {
    attribute(row, name).parse().unwrap_or(0)
}

/// The ink behind the colour of an element.
fn ink_number(row: &str) -> usize {
    let fill = attribute(row, "fill");
    let colour = if fill.starts_with('#') {
        fill
    } else {
        attribute(row, "stroke")
    };
    usize::from_str_radix(colour.trim_start_matches('#'), 16).unwrap_or(0)
}

/// Tenths of a px as the shortest decimal.
fn px(tenths: i64) -> String {
    let (sign, size) = (if tenths < 0 { "-" } else { "" }, tenths.unsigned_abs());
    match (size / 10, size % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, tenth) => format!("{sign}.{tenth}"),
        (whole, tenth) => format!("{sign}{whole}.{tenth}"),
    }
}

pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_short_as_they_can_be() {
        assert_eq!(
            [0, 5, -5, 10, 123, -120].map(px),
            ["0", ".5", "-.5", "1", "12.3", "-12"]
        );
    }

    #[test]
    fn ids_are_valid_and_differ_by_width() {
        assert_eq!(identifier("q1\"><", 360), "q1-360");
        assert_eq!(identifier("1", 720), "c1-720");
    }
}
