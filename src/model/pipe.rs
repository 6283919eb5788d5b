//! Answers in texts: `{{ name | fallback }}`.

use std::ops::Range;

/// A stretch of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words as they stand.
    Words(&'t str),
    /// The place of an answer.
    Pipe(Pipe<'t>),
    /// Double braces that hold something else; shown as they stand.
    Odd(&'t str),
}

/// The place of an answer in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pipe<'t> {
    /// The name of a variable, or [`ENTITY`].
    pub name: &'t str,
    /// What stands there while there is no answer.
    pub fallback: Option<&'t str>,
    /// Its bytes in the text, braces included.
    pub at: Range<usize>,
}

/// The name under which a repeated page's texts say what the copy is about.
pub const ENTITY: &str = "entity";

/// A text cut at its double braces; the pieces end to end are the text.
#[must_use]
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    while let Some((start, end)) = braces(text, done) {
        if start > done {
            pieces.push(Piece::Words(&text[done..start]));
        }
        let piece = pipe(&text[start + 2..end - 2], start..end).map_or(Piece::Odd(&text[start..end]), Piece::Pipe);
        pieces.push(piece);
        done = end;
    }
    if done < text.len() {
        pieces.push(Piece::Words(&text[done..]));
    }
    pieces
}

/// The text with every place of an answer replaced by what `put` gives for it, which is its fallback where it gives nothing.
#[must_use]
pub fn filled(text: &str, put: impl Fn(&Pipe<'_>) -> Option<String>) -> String {
    let pieces = pieces(text).into_iter();
    pieces
        .map(|piece| match piece {
            Piece::Words(words) | Piece::Odd(words) => words.to_owned(),
            Piece::Pipe(pipe) => put(&pipe).unwrap_or_else(|| pipe.fallback.unwrap_or_default().to_owned()),
        })
        .collect()
}

/// Whether a text has a place for an answer.
#[must_use]
pub fn is_piped(text: &str) -> bool {
    text.contains("{{") && pieces(text).iter().any(|piece| matches!(piece, Piece::Pipe(_)))
}

/// The innermost double braces of the first that are closed, from `from` on.
fn braces(text: &str, from: usize) -> Option<(usize, usize)> {
    let end = from + text[from..].find("}}")?;
    match text[from..end].rfind("{{") {
        Some(start) => Some((from + start, end + 2)),
        None => braces(text, end + 2),
    }
}

fn pipe(inside: &str, at: Range<usize>) -> Option<Pipe<'_>> {
    let (name, fallback) = match inside.split_once('|') {
        Some((name, fallback)) => (name, Some(fallback.trim())),
        None => (inside, None),
    };
    let name = name.trim();
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '.');
    (starts && name.chars().all(fits)).then_some(Pipe { name, fallback, at })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_at_its_braces() {
        assert_eq!(
            pieces("您好，{{ name | 顾客 }}！"),
            [
                Piece::Words("您好，"),
                Piece::Pipe(Pipe {
                    name: "name",
                    fallback: Some("顾客"),
                    at: 9..28
                }),
                Piece::Words("！")
            ]
        );
        assert_eq!(
            pieces("{{a.b}}")[0],
            Piece::Pipe(Pipe {
                name: "a.b",
                fallback: None,
                at: 0..7
            })
        );
        for plain in ["a { b } c", "a {{ b", "a }} b {{ c", ""] {
            assert!(!is_piped(plain), "{plain}");
        }
        for odd in ["{{ view.Title }}", "{{}}", "{{ 3 }}", "{{ a b | c }}"] {
            assert_eq!(pieces(odd), [Piece::Odd(odd)]);
        }
        assert_eq!(filled("{{ {{ a | b }} }}", |_| None), "{{ b }}");
    }

    #[test]
    fn pieces_end_to_end_are_the_text() {
        for text in ["{{{a|b}}}", "x{{a}}{{b|}}y}}", "}}{{", "{{a|b\n}} {{ b }}", "{{a}}}}{{"] {
            let whole: String = pieces(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Words(words) | Piece::Odd(words) => words.to_owned(),
                    Piece::Pipe(pipe) => text[pipe.at].to_owned(),
                })
                .collect();
            assert_eq!(whole, text);
        }
    }

    #[test]
    fn what_is_not_known_falls_back() {
        let put = |pipe: &Pipe<'_>| (pipe.name == "a").then(|| "A".to_owned());
        assert_eq!(filled("{{ a | x }} and {{ b | y }}, {{ c }}", put), "A and y, ");
    }
}
