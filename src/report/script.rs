//! The script of a report: tables sort, and one segment can be shown alone. Without it the page says the same.

use crate::site::minify_script;
use std::sync::LazyLock;

const TEXT: &str = include_str!("../../templates/report/script.js");

static MINIFIED: LazyLock<String> =
    LazyLock::new(|| minify_script(&format!("(function () {{\n'use strict'\n{TEXT}\n}})()\n")));

/// The script as it stands in a page.
pub fn minified() -> &'static str {
    &MINIFIED
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_small_and_asks_for_nothing() {
        let script = super::minified();
        assert!(script.len() < 2500, "{} bytes", script.len());
        for word in [
            "fetch",
            "XMLHttp",
            "innerHTML",
            "eval",
            "</",
            "storage",
            "document.cookie",
        ] {
            assert!(!script.contains(word), "{word}");
        }
    }
}
