//! Which addresses a text may lead to, and which pictures it may show.

use super::policy::has_scheme;

/// `address` where a link may lead there: `http`, `https`, `mailto`, `tel`, or a place on the same site.
pub(super) fn link(address: &str) -> Option<String> {
    let tidy = tidy(address);
    let scheme = tidy.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let allowed = !has_scheme(&tidy) || matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel");
    allowed.then_some(tidy)
}

/// `address` where a picture may come from: the same site, or bitmap data in the address itself. Others would be a
/// request to a third party.
pub(super) fn picture(address: &str) -> Option<String> {
    const DATA: [&str; 4] = [
        "data:image/png;",
        "data:image/jpeg;",
        "data:image/gif;",
        "data:image/webp;",
    ];
    let tidy = tidy(address);
    let lower = tidy.get(..24.min(tidy.len())).unwrap_or_default().to_ascii_lowercase();
    let local = !has_scheme(&tidy) && !tidy.replace('\\', "/").starts_with("//");
    (local || DATA.iter().any(|kind| lower.starts_with(kind))).then_some(tidy)
}

/// The address as a browser reads it: without the control characters and spaces that it drops before it looks for a scheme.
fn tidy(address: &str) -> String {
    address
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && !matches!(c, '\u{fdd0}'..='\u{fdef}'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_only_to_known_kinds_of_places() {
        for good in [
            "https://example.org/a?b#c",
            "HTTP://x",
            "mailto:a@b.example",
            "tel:+8610",
            "faq.html",
            "#top",
            "/a:b",
            "//example.org/x",
            "?a=b:c",
        ] {
            assert!(link(good).is_some(), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            " \u{1}javascript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:x",
        ] {
            assert!(link(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn pictures_come_from_the_site_itself() {
        for good in ["a.png", "/img/a.svg", "data:image/png;base64,AAAA"] {
            assert!(picture(good).is_some(), "{good}");
        }
        for bad in [
            "https://example.org/a.png",
            "//example.org/a.png",
            "\\\\example.org\\a.png",
            "/\\example.org/a.png",
            "data:image/svg+xml;base64,AAAA",
            "javascript:x",
        ] {
            assert!(picture(bad).is_none(), "{bad}");
        }
    }
}
