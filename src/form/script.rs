//! The script of forms: its parts in `templates/form/`, each one idea, joined and made small.

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

/// The parts in a scope of their own.
fn joined() -> String {
    let parts: Vec<&str> = PARTS.iter().map(|(_, text)| *text).collect();
    format!("(function () {{\n'use strict'\n{}\n}})()\n", parts.join("\n"))
}
