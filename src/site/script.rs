//! Makes scripts smaller without changing what they do: comments and needless white space go, local names become short.
//!
//! It reads tokens, not the grammar, and is made for scripts written for it: a name is shortened only where a declaration
//! shows that it is local, everywhere in the script alike, and never where it is a property, a key or the name of something
//! the browser has. A line break stays wherever the language might read one as the end of a statement.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Text,
    /// A piece of a template literal, up to `${` or its end.
    Template,
    Pattern,
    Mark,
}

#[derive(Debug, Clone, Copy)]
struct Token<'s> {
    kind: Kind,
    text: &'s str,
    /// Whether a line ended before it.
    new_line: bool,
}

/// Words of the language, and those of its names that mean something to it.
const RESERVED: &str = "arguments as async await break case catch class const constructor continue default delete do else \
    eval export extends false finally for from function get if import in instanceof let new null of return set static super \
    switch this throw true try typeof undefined var void while with yield";

/// Names the browser gives and the scripts use: a local of the same name keeps it.
const GIVEN: &str = "AbortController Array ArrayBuffer Blob Date Error Event FormData Infinity Intl JSON Map Math NaN Number Object \
    Promise RegExp Set String Symbol TextEncoder URL URLSearchParams Uint32Array Uint8Array addEventListener alert clearTimeout \
    close confirm console crypto document event fetch focus getComputedStyle history indexedDB innerHeight innerWidth isFinite \
    isNaN length localStorage location matchMedia name navigator open origin parent parseFloat parseInt performance print \
    removeEventListener requestAnimationFrame screen scroll scrollTo self sessionStorage setInterval clearInterval setTimeout \
    status stop top window";

/// The script without comments and needless white space, its local names shortened, safe to stand inside `<script>`.
#[must_use]
pub fn minify_script(script: &str) -> String {
    let script = script.replace("\r\n", "\n").replace('\r', "\n");
    let tokens = tokens(&script);
    let names = short_names(&tokens);
    let mut out = String::with_capacity(script.len());
    let mut last: Option<Token<'_>> = None;
    for (at, token) in tokens.iter().enumerate() {
        let text = if is_name(&tokens, at) {
            names.get(token.text).map_or(token.text, String::as_str)
        } else {
            token.text
        };
        if let Some(last) = last {
            if token.new_line && may_end(last) && may_begin(*token) {
                out.push('\n');
            } else if needs_space(last, *token) {
                out.push(' ');
            }
        }
        out.push_str(text);
        last = Some(*token);
    }
    // A browser would end the element at these wherever they stand; in a string or pattern the escape means the same.
    out.replace("</", "<\\/").replace("<!--", "<\\!--")
}

/// The tokens of a script; what is unclosed reaches to the end.
fn tokens(script: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let (mut at, mut new_line) = (0, false);
    // Depth of braces at which each open template literal goes on.
    let (mut depth, mut templates) = (0_usize, Vec::new());
    while let Some(c) = script[at..].chars().next() {
        let rest = &script[at..];
        if c.is_whitespace() {
            new_line |= c == '\n';
            at += c.len_utf8();
            continue;
        }
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        }
        if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            new_line |= rest[..end].contains('\n');
            at += end;
            continue;
        }
        let goes_on = c == '}' && templates.last() == Some(&depth);
        let (kind, length) = match c {
            '`' => (Kind::Template, template(rest)),
            '}' if goes_on => {
                templates.pop();
                (Kind::Template, template(rest))
            }
            '"' | '\'' => (Kind::Text, quoted(rest, c)),
            '/' if is_pattern(tokens.last()) => (Kind::Pattern, pattern(rest)),
            _ if c.is_ascii_digit() => (
                Kind::Number,
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.')
                    .unwrap_or(rest.len()),
            ),
            _ if is_letter(c) => (Kind::Word, rest.find(|c| !is_letter(c)).unwrap_or(rest.len())),
            _ => (Kind::Mark, mark(rest)),
        };
        let text = &rest[..length];
        match kind {
            Kind::Template if text.ends_with("${") => templates.push(depth),
            Kind::Mark if text == "{" => depth += 1,
            Kind::Mark if text == "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        tokens.push(Token { kind, text, new_line });
        new_line = false;
        at += length;
    }
    tokens
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Bytes of the mark at the start, the longest there is.
fn mark(rest: &str) -> usize {
    const LONG: [&str; 21] = [
        ">>>=", "...", "===", "!==", ">>>", "**=", "=>", "==", "!=", "<=", ">=", "&&", "||", "++", "--", "+=", "-=",
        "*=", "<<", ">>", "|=",
    ];
    LONG.iter()
        .find(|long| rest.starts_with(**long))
        .map_or_else(|| rest.chars().next().map_or(1, char::len_utf8), |long| long.len())
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// Bytes of a template literal up to and with its end or the next `${`.
fn template(rest: &str) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        if !escaped && c == '`' {
            return at + 1;
        }
        if !escaped && rest[at..].starts_with("${") {
            return at + 2;
        }
        escaped = c == '\\' && !escaped;
    }
    rest.len()
}

/// Bytes of a regular expression with its flags.
fn pattern(rest: &str) -> usize {
    let (mut escaped, mut in_class) = (false, false);
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => {}
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                let flags = &rest[at + 1..];
                return at + 1 + flags.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(flags.len());
            }
            '\n' => return 1,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    1
}

/// Whether a `/` behind this token begins a regular expression.
fn is_pattern(before: Option<&Token<'_>>) -> bool {
    before.is_none_or(|token| match token.kind {
        Kind::Mark => !matches!(token.text, ")" | "]" | "}"),
        Kind::Word => matches!(token.text, "return" | "typeof" | "case" | "in" | "of"),
        Kind::Template => token.text.ends_with("${"),
        Kind::Number | Kind::Text | Kind::Pattern => false,
    })
}

/// Whether a statement may end behind this token, so that a line break there counts.
fn may_end(token: Token<'_>) -> bool {
    match token.kind {
        Kind::Mark => matches!(token.text, ")" | "]" | "}" | "++" | "--"),
        Kind::Template => !token.text.ends_with("${"),
        Kind::Word => !matches!(
            token.text,
            "else" | "const" | "let" | "new" | "typeof" | "in" | "of" | "case"
        ),
        _ => true,
    }
}

/// Whether a statement may begin with this token.
fn may_begin(token: Token<'_>) -> bool {
    match token.kind {
        Kind::Mark => matches!(token.text, "{" | "(" | "[" | "++" | "--" | "!" | "-" | "+"),
        Kind::Template => token.text.starts_with('`'),
        _ => true,
    }
}

/// Whether two tokens would run into each other.
fn needs_space(last: Token<'_>, next: Token<'_>) -> bool {
    let wordy = |kind| matches!(kind, Kind::Word | Kind::Number);
    let signs = |sign: char| last.text.ends_with(sign) && next.text.starts_with(sign);
    wordy(last.kind) && wordy(next.kind)
        || last.kind == Kind::Pattern && wordy(next.kind)
        || last.kind == Kind::Mark && next.kind == Kind::Mark && (signs('+') || signs('-'))
        || last.text == "/" && next.kind == Kind::Pattern
}

/// Whether the word at `at` is a name in its own right: no property behind a point and no key before a colon.
fn is_name(tokens: &[Token<'_>], at: usize) -> bool {
    let text = |at: Option<usize>| at.and_then(|at| tokens.get(at)).map_or("", |token| token.text);
    let (before, after) = (text(at.checked_sub(1)), text(Some(at + 1)));
    tokens[at].kind == Kind::Word && before != "." && !(matches!(before, "{" | ",") && after == ":")
}

/// The short name of each name that a declaration shows to be local, the most used the shortest.
fn short_names<'s>(tokens: &[Token<'s>]) -> BTreeMap<&'s str, String> {
    let kept: BTreeSet<&str> = RESERVED.split_whitespace().chain(GIVEN.split_whitespace()).collect();
    let mut local = declared(tokens);
    local.retain(|name| !kept.contains(name));
    for name in written_short(tokens) {
        local.remove(name);
    }
    let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
    let mut taken: BTreeSet<&str> = kept;
    for (at, token) in tokens.iter().enumerate().filter(|(at, _)| is_name(tokens, *at)) {
        let _ = at;
        if local.contains(token.text) {
            *uses.entry(token.text).or_default() += 1;
        } else {
            taken.insert(token.text);
        }
    }
    let mut by_use: Vec<(&str, usize)> = uses.into_iter().collect();
    by_use.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    let fresh = (0_usize..).map(short).filter(|name| !taken.contains(name.as_str()));
    by_use.into_iter().map(|(name, _)| name).zip(fresh).collect()
}

/// Names behind `const`, `let`, `function`, `catch`, and parameters.
fn declared<'s>(tokens: &[Token<'s>]) -> BTreeSet<&'s str> {
    let mut names = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Mark) {
        match token.text {
            "(" | "[" => open.push(at),
            ")" | "]" => {
                if let Some(start) = open.pop() {
                    pairs.insert(start, at);
                }
            }
            _ => {}
        }
    }
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.text == text);
    let mut listed = |start: usize| {
        let Some(end) = pairs.get(&start) else { return };
        for (at, token) in tokens.iter().enumerate().take(*end).skip(start + 1) {
            let opens = ["(", "[", ","].iter().any(|mark| is(at - 1, mark));
            if token.kind == Kind::Word
                && opens
                && (is(at + 1, ",") || is(at + 1, "]") || is(at + 1, ")") || is(at + 1, "="))
            {
                names.insert(token.text);
            }
        }
    };
    let mut single = Vec::new();
    for at in 0..tokens.len() {
        match tokens[at].text {
            "const" | "let" | "function" if tokens[at].kind == Kind::Word => {
                let Some(next) = tokens.get(at + 1) else { continue };
                if next.kind == Kind::Word {
                    single.push(next.text);
                }
                let list = if next.kind == Kind::Word { at + 2 } else { at + 1 };
                if is(list, "(") || is(list, "[") && list == at + 1 {
                    listed(list);
                }
            }
            "catch" if is(at + 1, "(") => listed(at + 1),
            "=>" => match tokens.get(at.wrapping_sub(1)) {
                Some(token) if token.kind == Kind::Word => single.push(token.text),
                Some(token) if token.text == ")" => {
                    let start = pairs.iter().find(|(_, end)| **end + 1 == at).map(|(start, _)| *start);
                    if let Some(start) = start {
                        listed(start);
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    names.extend(single);
    names
}

/// Names that stand in braces as a property and its value at once.
fn written_short<'s>(tokens: &[Token<'s>]) -> BTreeSet<&'s str> {
    let mut names = BTreeSet::new();
    let mut open: Vec<&str> = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| tokens[at].text);
        let after = tokens.get(at + 1).map_or("", |token| token.text);
        match (token.kind, token.text) {
            (Kind::Mark, "{" | "(" | "[") => open.push(token.text),
            (Kind::Mark, "}" | ")" | "]") => {
                open.pop();
            }
            (Kind::Word, name)
                if open.last() == Some(&"{") && matches!(before, "{" | ",") && matches!(after, "," | "}") =>
            {
                names.insert(name);
            }
            _ => {}
        }
    }
    names
}

/// `a` to `Z`, then two letters, and so on.
fn short(mut number: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = String::new();
    loop {
        name.push(char::from(LETTERS[number % 52]));
        if number < 52 {
            return name;
        }
        number = number / 52 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comments_and_spaces_go_and_line_ends_that_count_stay() {
        let script = "// head\nwindow.a = 1 /* x */ + 2\nwindow.b = [\n  1,\n  2,\n]\nif (window.c) {\n  window.d()\n} else window.e()\n";
        assert_eq!(
            minify_script(script),
            "window.a=1+2\nwindow.b=[1,2,]\nif(window.c){window.d()}else window.e()"
        );
    }

    #[test]
    fn local_names_become_short_everywhere_alike() {
        let script = "const counter = value => value.counter + other(value)\nfunction twice(value) { return counter(value) * 2 }\n";
        assert_eq!(
            minify_script(script),
            "const b=a=>a.counter+other(a)\nfunction c(a){return b(a)*2}"
        );
    }

    #[test]
    fn properties_keys_and_given_names_keep_theirs() {
        let script = "const status = 1\nconst key = 2\nf({ key: status, other: key })\nconst kept = 3\ng({ kept })\nconst { taken } = h\n";
        assert_eq!(
            minify_script(script),
            "const status=1\nconst a=2\nf({key:status,other:a})\nconst kept=3\ng({kept})\nconst{taken}=h"
        );
    }

    #[test]
    fn a_choice_between_two_is_no_key() {
        assert_eq!(
            minify_script("const yes = 1\nconst no = 2\nf(a ? yes : no)\n"),
            "const c=1\nconst b=2\nf(a?c:b)"
        );
    }

    #[test]
    fn strings_templates_and_patterns_stay_as_they_are() {
        let script =
            "const word = 'a  // b'\nf(`${word}  } ${g({ a: word })} end`, /[/ ]  \\/x/g.test(word), 4 / 2 / 1)\n";
        assert_eq!(
            minify_script(script),
            "const a='a  // b'\nf(`${a}  } ${g({a:a})} end`,/[/ ]  \\/x/g.test(a),4/2/1)"
        );
    }

    #[test]
    fn signs_do_not_run_together() {
        assert_eq!(minify_script("f(1 - -1, 1 + +1, a++ + b)"), "f(1- -1,1+ +1,a++ +b)");
    }

    #[test]
    fn the_element_cannot_be_closed_from_inside() {
        let minified = minify_script("f('</script><!-- x')");
        assert!(!minified.contains("</") && !minified.contains("<!--"), "{minified}");
    }

    #[test]
    fn short_names_are_all_different() {
        let names: BTreeSet<String> = (0..5000).map(short).collect();
        assert_eq!(names.len(), 5000);
    }

    proptest! {
        #[test]
        fn any_text_is_survived(script in "[a-z{}\\[\\]();:.,=>\"'`$/* \\\\\n+-]{0,80}|.{0,40}") {
            let minified = minify_script(&script);
            prop_assert!(!minified.contains("</"));
        }
    }
}
