//! The script of forms: its parts in `templates/form/`, each one idea, joined and made small.

use super::station::Station;
use crate::site::minify_script;
use std::sync::LazyLock;

macro_rules! parts {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../templates/form/", $name)))),*]
    };
}

/// The parts in the order in which they run: name and text.
pub(super) static PARTS: [(&str, &str); 11] = parts![
    "logic.js",
    "route.js",
    "values.js",
    "show.js",
    "kinds.js",
    "errors.js",
    "steps.js",
    "draft.js",
    "queue.js",
    "send.js",
    "main.js",
];

static MINIFIED: LazyLock<String> = LazyLock::new(|| minify_script(&joined()));

/// The whole script as it stands in a page.
pub(super) fn minified() -> &'static str {
    &MINIFIED
}

/// Parts of stations, which run after the others: name and text.
static STATIONS: [(&str, &str); 5] = parts!["take.js", "digits.js", "kiosk.js", "interview.js", "entry.js"];

/// The script of a page for a station.
pub(super) fn for_station(station: &Station) -> String {
    let wanted: &[&str] = match station {
        Station::Kiosk { .. } => &["take.js", "kiosk.js"],
        Station::Interview => &["take.js", "digits.js", "interview.js"],
        Station::Entry => &["take.js", "digits.js", "entry.js"],
    };
    let more = STATIONS.iter().filter(|(name, _)| wanted.contains(name));
    minify_script(&in_scope(PARTS.iter().chain(more)))
}

/// The parts in a scope of their own.
fn joined() -> String {
    in_scope(PARTS.iter())
}

fn in_scope<'p>(parts: impl Iterator<Item = &'p (&'p str, &'p str)>) -> String {
    let parts: Vec<&str> = parts.map(|(_, text)| *text).collect();
    format!("(function () {{\n'use strict'\n{}\n}})()\n", parts.join("\n"))
}
