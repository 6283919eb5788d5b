//! The colours of a site: whether they can be read, and the brand's own accent in both schemes.
//!
//! In: style sheets, and pairs of colours that stand on each other. Out: problems, each with the nearest colour that passes.

mod colour;
mod tokens;

pub use colour::Rgb;
pub use tokens::Scheme;

use super::rules::LOW_CONTRAST;
use super::rules::UNKNOWN_COLOUR;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use std::sync::Arc;
use tokens::Declared;
use tokens::declared;
use tokens::values;

/// Contrast that text needs (WCAG 2.2, 1.4.3).
pub const TEXT: f64 = 4.5;
/// Contrast that the frames of controls, focus rings and marks of charts need (WCAG 2.2, 1.4.11).
pub const MARK: f64 = 3.0;

/// Two custom properties that stand on each other, and the least contrast between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// What is read or seen.
    pub front: &'static str,
    /// What it stands on.
    pub back: &'static str,
    /// Least contrast: [`TEXT`] or [`MARK`].
    pub least: f64,
}

const fn pair(front: &'static str, back: &'static str, least: f64) -> Pair {
    Pair { front, back, least }
}

/// The pairs of every page: text, links, buttons, frames of controls, the focus ring.
pub static PAIRS: [Pair; 19] = [
    pair("--ink", "--paper", TEXT),
    pair("--ink", "--field", TEXT),
    pair("--ink", "--tint", TEXT),
    pair("--ink", "--note", TEXT),
    pair("--quiet", "--paper", TEXT),
    pair("--quiet", "--field", TEXT),
    pair("--accent", "--paper", TEXT),
    pair("--accent", "--field", TEXT),
    pair("--on-accent", "--accent", TEXT),
    pair("--good", "--paper", TEXT),
    pair("--bad", "--paper", TEXT),
    pair("--same", "--paper", TEXT),
    pair("--edge", "--paper", MARK),
    pair("--edge", "--field", MARK),
    pair("--edge", "--tint", MARK),
    pair("--accent", "--tint", MARK),
    pair("--accent", "--note", MARK),
    pair("--good", "--field", MARK),
    pair("--bad", "--field", MARK),
];

/// Style sheets in the order in which they apply; the last is the user's, and problems point into it where they can.
#[derive(Debug, Clone, Copy)]
pub struct Sheets<'a> {
    /// Built-in sheets and those made from settings.
    pub before: &'a [&'a str],
    /// The user's `theme.css`.
    pub own: Option<&'a Arc<Source>>,
    /// The file that is named where the user's sheet sets neither colour.
    pub settings: &'a str,
}

/// Every pair that has too little contrast in a scheme, and every colour of the user's that cannot be computed with.
#[must_use]
pub fn problems(sheets: &Sheets<'_>, pairs: &[Pair]) -> Vec<Problem> {
    let own: Vec<Declared> = sheets.own.map(|source| declared(&source.text)).unwrap_or_default();
    let mut all: Vec<Declared> = sheets.before.iter().flat_map(|sheet| declared(sheet)).collect();
    all.extend(own.iter().cloned());
    let mut found: Vec<Problem> = Vec::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        let values = values(&all, scheme);
        let colour = |name: &str| Rgb::parse(values.get(name)?);
        let place = |name: &str| place(sheets, &own, name, scheme);
        for pair in pairs {
            for name in [pair.front, pair.back] {
                if colour(name).is_none() && own.iter().any(|one| one.name == name) {
                    let problem = unreadable(name, values.get(name).map_or("", String::as_str), place(name));
                    if !found.iter().any(|other| other.place == problem.place) {
                        found.push(problem);
                    }
                }
            }
            let (Some(front), Some(back)) = (colour(pair.front), colour(pair.back)) else {
                continue;
            };
            if front.against(back) >= pair.least {
                continue;
            }
            // The colour to mend is the user's; of two that are, the one in front.
            let set = |name: &str| own.iter().any(|one| one.name == name);
            let mends_back = set(pair.back) && !set(pair.front);
            let name = if mends_back { pair.back } else { pair.front };
            let others: Vec<(Rgb, f64)> = pairs
                .iter()
                .filter_map(|other| match name {
                    name if name == other.front => Some((colour(other.back)?, other.least)),
                    name if name == other.back => Some((colour(other.front)?, other.least)),
                    _ => None,
                })
                .collect();
            let wrong = if mends_back { back } else { front };
            let other = if mends_back { front } else { back };
            let way = wrong.nearest(&others).or_else(|| wrong.nearest(&[(other, pair.least)]));
            found.push(too_close(pair, [front, back], scheme, name, way, place(name)));
        }
    }
    found
}

/// Where a property of a scheme is set last by the user.
fn place(sheets: &Sheets<'_>, own: &[Declared], name: &str, scheme: Scheme) -> Place {
    let at = own
        .iter()
        .rfind(|one| one.name == name && one.scheme.is_none_or(|its| its == scheme));
    match (at, sheets.own) {
        (Some(at), Some(source)) => Place::text(source, at.span.clone()),
        _ => Place::file(sheets.settings),
    }
}

fn too_close(
    pair: &Pair,
    [front, back]: [Rgb; 2],
    scheme: Scheme,
    mend: &str,
    way: Option<Rgb>,
    place: Place,
) -> Problem {
    // Cut, not rounded: 4.496 is not 4.5.
    let ratio = (front.against(back) * 100.0).floor() / 100.0;
    let (name, on, least) = (pair.front, pair.back, pair.least);
    let (en, zh) = match scheme {
        Scheme::Light => ("light", "浅色"),
        Scheme::Dark => ("dark", "深色"),
    };
    let problem = Problem::new(&LOW_CONTRAST, place).says(
        format!(
            "in the {en} scheme `{name}` ({front}) on `{on}` ({back}) has a contrast of {ratio:.2}, less than {least}"
        ),
        format!("{zh}模式下 `{name}`（{front}）在 `{on}`（{back}）上的对比度为 {ratio:.2}，低于 {least}"),
    );
    match way {
        Some(way) => problem.help(
            format!("the nearest colour that passes: `{mend}: {way}` in the {en} scheme"),
            format!("最接近的合格颜色：{zh}模式下 `{mend}: {way}`"),
        ),
        None => problem.help(
            format!("no lightness of `{mend}` passes; choose another `{on}`"),
            format!("`{mend}` 无论多亮多暗都不合格；请另选 `{on}`"),
        ),
    }
}

fn unreadable(name: &str, value: &str, place: Place) -> Problem {
    Problem::new(&UNKNOWN_COLOUR, place)
        .says(
            format!("the contrast of `{name}: {value}` cannot be computed"),
            format!("无法计算 `{name}: {value}` 的对比度"),
        )
        .help("write it as `#rrggbb`", "请写成 `#rrggbb`")
}

/// The sheet that makes a colour the brand's accent: as it is on light paper, and as near to it as can be read on dark paper.
///
/// `base` is the sheet with the colours of the papers. What stands on the accent is white or nearly black, whichever can be
/// read better; the accent of charts follows.
#[must_use]
pub fn accented(accent: Rgb, base: &str) -> String {
    let all = declared(base);
    let ground = |scheme, name: &str| Rgb::parse(values(&all, scheme).get(name)?);
    let side = |scheme: Scheme| {
        let [paper, field, note] =
            ["--paper", "--field", "--note"].map(|name| ground(scheme, name).unwrap_or(Rgb::WHITE));
        let own = match scheme {
            Scheme::Light => accent,
            Scheme::Dark => {
                let least = [(paper, TEXT), (field, TEXT), (note, MARK)];
                accent.nearest(&least).unwrap_or(accent)
            }
        };
        let on = [Rgb::WHITE, Rgb::INK]
            .into_iter()
            .max_by(|one, two| own.against(*one).total_cmp(&own.against(*two)))
            .unwrap_or(Rgb::WHITE);
        let tint = own.over(paper, 0.1);
        format!(":root{{--accent:{own};--on-accent:{on};--tint:{tint};--ch-accent:{own};--ch-k0:{own}}}")
    };
    format!(
        "{}@media screen and (prefers-color-scheme:dark){{{}}}",
        side(Scheme::Light),
        side(Scheme::Dark)
    )
}

#[cfg(test)]
mod tests;
