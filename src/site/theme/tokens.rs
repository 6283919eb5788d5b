//! The custom properties of a style sheet, as the two colour schemes see them.

use std::collections::BTreeMap;
use std::ops::Range;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scheme {
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// A custom property where it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Declared {
    /// For which scheme; `None` for both.
    pub scheme: Option<Scheme>,
    /// Name, with its two hyphens.
    pub name: String,
    /// Value as written.
    pub value: String,
    /// Bytes of the value.
    pub span: Range<usize>,
}

/// The custom properties that a sheet sets on the whole page on a screen, in order.
///
/// Rules for print, for forced colours or for single elements are passed over: their colours are their own business.
pub(super) fn declared(css: &str) -> Vec<Declared> {
    let css = without_comments(css);
    let mut found = Vec::new();
    rules(&css, 0..css.len(), None, &mut found);
    found
}

/// The values of a scheme: later declarations replace earlier ones, and `var(…)` is followed.
pub(super) fn values(declared: &[Declared], scheme: Scheme) -> BTreeMap<&str, String> {
    let plain: BTreeMap<&str, &str> = declared
        .iter()
        .filter(|one| one.scheme.is_none_or(|own| own == scheme))
        .map(|one| (one.name.as_str(), one.value.as_str()))
        .collect();
    plain
        .keys()
        .map(|name| (*name, resolved(&plain, plain[name], 8)))
        .collect()
}

fn resolved(plain: &BTreeMap<&str, &str>, value: &str, depth: u8) -> String {
    let inner = value
        .trim()
        .strip_prefix("var(")
        .and_then(|rest| rest.strip_suffix(')'));
    let Some(inner) = inner.filter(|_| depth > 0) else {
        return value.trim().to_owned();
    };
    let (name, otherwise) = inner.split_once(',').unwrap_or((inner, ""));
    let next = plain.get(name.trim()).copied().unwrap_or(otherwise);
    resolved(plain, next, depth - 1)
}

/// The same bytes with comments blanked, so that places stay.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        let end = after.find("*/").map_or(after.len(), |at| at + 2);
        out.extend(std::iter::repeat_n(' ', end + 2));
        rest = &after[end..];
    }
    out.push_str(rest);
    out
}

/// Walks the rules in a stretch of the sheet.
fn rules(css: &str, stretch: Range<usize>, scheme: Option<Scheme>, found: &mut Vec<Declared>) {
    let mut at = stretch.start;
    while at < stretch.end {
        let Some(rest) = css.get(at..stretch.end) else { return };
        let Some(stop) = rest.find(['{', ';', '}']) else { return };
        let (head, mark) = (rest[..stop].trim().to_ascii_lowercase(), rest.as_bytes()[stop]);
        let start = at + stop + 1;
        if mark != b'{' {
            at = start;
            continue;
        }
        let end = closing(css, start, stretch.end);
        if let Some(media) = head.strip_prefix("@media") {
            if let Some(inner) = scheme_of(media, scheme) {
                rules(css, start..end, inner, found);
            }
        } else if !head.starts_with('@') && head.split(',').any(|one| matches!(one.trim(), ":root" | "html")) {
            declarations(css, start..end, scheme, found);
        }
        at = end + 1;
    }
}

/// Where the block that begins at `from` is closed.
fn closing(css: &str, from: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    for (at, byte) in css.bytes().enumerate().take(end).skip(from) {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    end
}

/// The scheme inside a media rule; `None` when it is for something else than a screen of any size.
#[expect(clippy::option_option, reason = "not ours, for both schemes, or for one")]
fn scheme_of(media: &str, outer: Option<Scheme>) -> Option<Option<Scheme>> {
    let media: String = media.split_whitespace().collect();
    if ["print", "forced-colors", "width", "height", "not", "prefers-contrast"]
        .iter()
        .any(|word| media.contains(word))
    {
        return None;
    }
    if media.contains("prefers-color-scheme:dark") {
        return Some(Some(Scheme::Dark));
    }
    if media.contains("prefers-color-scheme:light") {
        return Some(Some(Scheme::Light));
    }
    Some(outer)
}

fn declarations(css: &str, stretch: Range<usize>, scheme: Option<Scheme>, found: &mut Vec<Declared>) {
    let mut at = stretch.start;
    for part in css[stretch].split(';') {
        let here = at;
        at += part.len() + 1;
        let Some((name, value)) = part.split_once(':') else {
            continue;
        };
        if !name.trim().starts_with("--") {
            continue;
        }
        let value = value.split('!').next().unwrap_or_default();
        let start = here + name.len() + 1 + (value.len() - value.trim_start().len());
        found.push(Declared {
            scheme,
            name: name.trim().to_owned(),
            value: value.trim().to_owned(),
            span: start..start + value.trim().len(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_see_what_is_theirs() {
        let css = "/* :root{--a:#000} */ :root { --a: #111; --b: var(--a); }\n@media screen and (prefers-color-scheme: dark) { :root { --a: #eee; } }\n\
                   @media print { :root { --a: #123; } } .x { --a: #456; } @media (max-width: 3em) { :root { --a: #789; } }";
        let all = declared(css);
        let seen = |scheme| values(&all, scheme);
        assert_eq!(seen(Scheme::Light)["--a"], "#111");
        assert_eq!(seen(Scheme::Dark)["--a"], "#eee");
        assert_eq!(seen(Scheme::Dark)["--b"], "#eee");
        assert_eq!(&css[all[0].span.clone()], "#111");
        assert_eq!(&css[all[2].span.clone()], "#eee");
    }

    #[test]
    fn what_comes_later_counts_in_both_schemes() {
        let all =
            declared(":root{--a:#111}@media (prefers-color-scheme:dark){:root{--a:#eee}}:root{--a:#222 !important}");
        assert_eq!(values(&all, Scheme::Dark)["--a"], "#222");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(css in "[a-z:root{}@media();,#/*-é ]{0,80}") {
            for one in declared(&css) {
                proptest::prop_assert!(css.get(one.span.clone()).is_some() || !css.is_ascii());
            }
        }
    }
}
