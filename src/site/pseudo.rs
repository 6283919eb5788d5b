//! A page in a pseudo-locale: every text longer, accented and in brackets, so that what is clipped, glued together or not
//! translated at all can be seen by who cannot read the language.

use super::html::escape;
use std::fmt::Write as _;

/// The page with every text between its tags, and every text that is read out, made into pseudo-text: 40 % longer, in brackets.
///
/// Tags, scripts, styles and everything that a machine reads stay as they are. `lang` and `dir` take the place of those of the page.
#[must_use]
pub fn pseudo(html: &str, lang: &str, dir: &str) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text(&rest[..at], &mut out);
        rest = &rest[at..];
        let raw = ["<script", "<style"].into_iter().find(|start| rest.starts_with(start));
        let end = match raw {
            Some(start) => {
                let close = format!("</{}>", &start[1..]);
                rest.find(&close).map_or(rest.len(), |at| at + close.len())
            }
            None => rest.find('>').map_or(rest.len(), |at| at + 1),
        };
        let tag = &rest[..end];
        if tag.starts_with("<html") {
            let _ = write!(out, "<html lang=\"{lang}\" dir=\"{dir}\">");
        } else if raw.is_some() {
            out.push_str(tag);
        } else {
            spoken(tag, &mut out);
        }
        rest = &rest[end..];
    }
    text(rest, &mut out);
    out
}

/// A text between tags; blanks around it stay outside.
fn text(between: &str, out: &mut String) {
    let inner = between.trim();
    if inner.is_empty() {
        out.push_str(between);
        return;
    }
    let start = between.len() - between.trim_start().len();
    out.push_str(&between[..start]);
    escape(&longer(&unescaped(inner)), out);
    out.push_str(&between[start + inner.len()..]);
}

/// A tag whose label for screen readers is a text too.
fn spoken(tag: &str, out: &mut String) {
    const LABEL: &str = " aria-label=\"";
    let parts = tag.split_once(LABEL).and_then(|(before, rest)| {
        let (value, after) = rest.split_once('"')?;
        Some((before, value, after))
    });
    let Some((before, value, after)) = parts else {
        return out.push_str(tag);
    };
    out.push_str(before);
    out.push_str(LABEL);
    escape(&longer(&unescaped(value)), out);
    out.push('"');
    out.push_str(after);
}

/// The text in brackets, its letters accented, and four tenths longer (a word of four letters or fewer: as long again); figures as they are.
fn longer(text: &str) -> String {
    // Figures are the same in every language.
    if !text.chars().any(char::is_alphabetic) {
        return text.to_owned();
    }
    let accented: String = text.chars().map(accent).collect();
    let length = text.chars().count();
    let more = if length <= 4 { length } else { (length * 2).div_ceil(5) };
    let filler: String = "one two three four five six seven eight nine ten "
        .chars()
        .cycle()
        .take(more)
        .collect();
    format!("⟦{accented} {}⟧", filler.trim_end())
}

fn accent(c: char) -> char {
    const FROM: &str = "AEIOUaeiouCcNnSsYyZzDdLlTtRrGg";
    const TO: &str = "ÅÉÎÖÛåéîöûÇçÑñŠšÝýŽžĐđĻļŢţŔŕĜĝ";
    let at = FROM.chars().position(|from| from == c);
    at.and_then(|at| TO.chars().nth(at)).unwrap_or(c)
}

fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2f;", "/"),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_grow_and_markup_stays() {
        let page = "<html lang=\"en\" dir=\"ltr\"><style>a{}</style><p id=\"x\" aria-label=\"Save it now\">Rating &amp; scale</p> <b></b><script>let a = 1 < 2</script></html>";
        assert_eq!(
            pseudo(page, "en-x-pseudo", "ltr"),
            "<html lang=\"en-x-pseudo\" dir=\"ltr\"><style>a{}</style><p id=\"x\" aria-label=\"⟦Šåvé îţ ñöw one t⟧\">⟦Ŕåţîñĝ &amp; šçåļé one tw⟧</p> <b></b><script>let a = 1 < 2</script></html>"
        );
    }

    #[test]
    fn a_text_grows_by_four_tenths_and_a_short_one_doubles() {
        let count = |text: &str| longer(text).chars().count();
        assert_eq!(
            count("abcdefghij"),
            2 + 10 + 1 + 4 - 1,
            "the filler ends before its blank"
        );
        assert_eq!(longer("10"), "10");
        assert_eq!(longer("Yes"), "⟦Ýéš one⟧");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(html in "[a-z<>\"=& /é]{0,60}") {
            let _ = pseudo(&html, "en", "rtl");
        }
    }
}
