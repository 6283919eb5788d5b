//! Texts with the places of answers marked, so that a script can put the answers in.

use crate::model::Survey;
use crate::model::pipe;
use crate::model::pipe::Piece;
use crate::site::Html;
use std::fmt::Write as _;

/// Stand around the number of a place while the text around it becomes HTML; they mean nothing in any text.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// A text as HTML by `render`, each place of an answer an element that names the slot of the variable and holds the fallback.
pub(super) fn html(survey: &Survey, text: &str, render: impl Fn(&str) -> Html) -> Html {
    if !pipe::is_piped(text) {
        return render(text);
    }
    let mut places = Vec::new();
    let mut marked = String::with_capacity(text.len());
    for piece in pipe::pieces(text) {
        match piece {
            Piece::Words(words) | Piece::Odd(words) => {
                marked.extend(words.chars().filter(|c| !MARKS.contains(c)));
            }
            Piece::Pipe(at) => {
                let number = places.len();
                let fallback = Html::escaped(at.fallback.unwrap_or_default());
                places.push((survey.find(at.name), fallback));
                let _ = write!(marked, "{}{number}{}", MARKS[0], MARKS[1]);
            }
        }
    }
    Html::trusted(put(render(&marked).as_str(), &places))
}

/// The marks replaced: by elements where text stands, by the fallback alone inside a tag.
fn put(html: &str, places: &[(Option<crate::model::VariableIndex>, Html)]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut in_tag = false;
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', MARKS[0]]) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let mark = from.chars().next().unwrap_or_default();
        rest = &from[mark.len_utf8()..];
        if mark != MARKS[0] {
            in_tag = mark == '<';
            out.push(mark);
            continue;
        }
        let Some((number, behind)) = rest.split_once(MARKS[1]) else {
            continue;
        };
        rest = behind;
        match number.parse::<usize>().ok().and_then(|number| places.get(number)) {
            Some((Some(slot), fallback)) if !in_tag => {
                let _ = write!(out, "<span data-pipe=\"{}\">{}</span>", slot.0, fallback.as_str());
            }
            Some((_, fallback)) => out.push_str(fallback.as_str()),
            None => {}
        }
    }
    out.push_str(rest);
    out
}
