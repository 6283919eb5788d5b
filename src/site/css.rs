//! Makes style sheets smaller without changing their meaning: comments and needless white space go.
//!
//! Strings, `url(…)` and escapes stay as they are. Nothing is renamed, merged or reordered.

/// The style sheet without comments and needless white space, safe to stand inside `<style>`.
#[must_use]
pub fn minify(css: &str) -> String {
    let css = css
        .replace("\r\n", "\n")
        .replace(['\r', '\u{c}'], "\n")
        .replace('\0', "\u{fffd}");
    let mut out = String::with_capacity(css.len());
    let mut rest = css.as_str();
    let mut gap = false;
    while let Some(c) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            gap = true;
            continue;
        }
        if c.is_ascii_whitespace() {
            rest = &rest[1..];
            gap = true;
            continue;
        }
        let length = token(rest);
        if gap && needs_space(&out, c) {
            out.push(' ');
        }
        gap = false;
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    // A browser would end the element at this text wherever it stands; in CSS the escape means the same.
    out.replace("</", "<\\/")
}

/// Bytes that are copied in one go: a string, an address, an escape or one character. At least one character.
fn token(rest: &str) -> usize {
    let first = rest.chars().next().map_or(1, char::len_utf8);
    match rest.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => string(rest, *quote),
        Some(b'\\') => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
        Some(b'u' | b'U') if rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url(")) => {
            let inner = rest[4..].trim_start();
            match inner.bytes().next() {
                Some(quote @ (b'"' | b'\'')) => rest.len() - inner.len() + string(inner, quote),
                _ => rest.find(')').map_or(rest.len(), |end| end + 1),
            }
        }
        _ => first,
    }
}

/// Bytes of the string at the start of `rest`, both quotes included; to the end where it is not closed.
fn string(rest: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in rest.bytes().enumerate().skip(1) {
        if byte == quote && !escaped {
            return at + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    rest.len()
}

/// Whether white space between what is written and `next` means something.
fn needs_space(written: &str, next: char) -> bool {
    let Some(last) = written.chars().next_back() else {
        return false;
    };
    // A space before `:` sets off a descendant, one after it nothing; before `(` it keeps `and (` from being a function.
    !matches!(last, '{' | '}' | ';' | ',' | '>' | ':') && !matches!(next, '{' | '}' | ';' | ',' | '>')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_goes_and_meaning_stays() {
        let css = "/* head */\n:root {\n  --ink: #111;\n}\n\n@media (min-width: 40em) and (color) {\n  a > b, c  d { margin: 0 auto; }\n}\n";
        assert_eq!(
            minify(css),
            ":root{--ink:#111}@media (min-width:40em) and (color){a>b,c d{margin:0 auto}}"
        );
    }

    #[test]
    fn what_a_space_separates_stays_separated() {
        assert_eq!(
            minify("nav :hover{width:calc(1px + 2px)}"),
            "nav :hover{width:calc(1px + 2px)}"
        );
        assert_eq!(minify("a{margin:1px/**/2px}"), "a{margin:1px 2px}");
    }

    #[test]
    fn strings_and_addresses_stay_as_they_are() {
        let css = r#"a::before{content:"a  /* b */ ; \" } c"}b{background:url( data:image/png;a , b )}c{font:'x  y'}"#;
        assert_eq!(minify(css), css);
    }

    #[test]
    fn the_element_cannot_be_closed_from_inside() {
        assert!(!minify("a{content:'</style><script>'}").contains("</"));
        assert!(!minify("</sty/**/le>").contains("</"));
        assert!(!minify("a{}<\n/style>").contains("</"));
    }

    proptest! {
        #[test]
        fn any_text_is_survived_and_twice_is_once(css in "[a-z{}:;,>\"'()/* \\\\\n-]{0,60}") {
            let once = minify(&css);
            prop_assert!(!once.contains("</"));
            prop_assert!(once.len() <= css.len() + css.matches('<').count());
        }
    }
}
