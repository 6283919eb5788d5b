//! Problems for people: the place underlined, the way out below.

use super::in_order;
use super::neutral;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use annotate_snippets::Annotation;
use annotate_snippets::AnnotationKind;
use annotate_snippets::Group;
use annotate_snippets::Level;
use annotate_snippets::Origin;
use annotate_snippets::Renderer;
use annotate_snippets::Snippet;
use std::fmt::Write;
use std::ops::Range;

/// Whether the terminal is told to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colour {
    /// Plain text.
    #[default]
    Never,
    /// With escapes for colour.
    Always,
}

/// All problems, one block each, and a closing line with their number and what to do next; empty when there are none.
#[must_use]
pub fn terminal(problems: &[Problem], tongue: Tongue, colour: Colour) -> String {
    let sorted = in_order(problems);
    let renderer = match colour {
        Colour::Never => Renderer::plain(),
        Colour::Always => Renderer::styled(),
    };
    let mut text = String::new();
    for problem in &sorted {
        text.push_str(&block(problem, tongue, &renderer));
        text.push_str("\n\n");
    }
    let closing = summary(problems, tongue);
    if !closing.is_empty() {
        text.push_str(&closing);
        text.push('\n');
    }
    text
}

/// The number of problems and what to do next, in a line; empty when there are none.
#[must_use]
pub fn summary(problems: &[Problem], tongue: Tongue) -> String {
    let sorted = in_order(problems);
    let errors = sorted.iter().filter(|problem| problem.is_error()).count();
    let warnings = sorted.len() - errors;
    let Some(code) = sorted.iter().find(|p| p.is_error() || errors == 0).map(|p| p.rule.code) else {
        return String::new();
    };
    let more = |n: usize, word: &str| format!("{n} {word}{}", if n == 1 { "" } else { "s" });
    let (en, zh) = match (errors, warnings) {
        (0, w) => (more(w, "warning"), format!("{w} 处提醒")),
        (e, 0) => (more(e, "error"), format!("{e} 处错误")),
        (e, w) => (
            format!("{}, {}", more(e, "error"), more(w, "warning")),
            format!("{e} 处错误，{w} 处提醒"),
        ),
    };
    let mut line = tongue.pick(en, zh);
    let (en, zh) = if errors > 0 {
        ("mend the errors and run this again", "改正错误后重新运行")
    } else {
        ("nothing is stopped by them", "不影响继续运行")
    };
    let _ = match tongue {
        Tongue::En => write!(line, ": {en}; `manyi explain {code}` says more"),
        Tongue::Zh => write!(line, "：{zh}；`manyi explain {code}` 有详细说明"),
    };
    line
}

fn block(problem: &Problem, tongue: Tongue, renderer: &Renderer) -> String {
    let level = if problem.is_error() {
        Level::ERROR.with_name(tongue.pick("error", "错误"))
    } else {
        Level::WARNING.with_name(tongue.pick("warning", "提醒"))
    };
    let says = neutral(problem.says.get(tongue));
    let mut group = Group::with_title(level.primary_title(says).id(problem.rule.code));
    let (beside, apart): (Vec<_>, Vec<_>) = problem
        .also
        .iter()
        .partition(|(place, _)| same_source(&problem.place, place));
    group = located(group, &problem.place, &beside, tongue);
    for (place, words) in apart {
        group = group.element(
            Level::NOTE
                .with_name(tongue.pick("see", "参见"))
                .message(neutral(words.get(tongue)).into_owned()),
        );
        group = located(group, place, &[], tongue);
    }
    let help = neutral(problem.help.get(tongue));
    if !help.is_empty() {
        group = group.element(Level::HELP.with_name(tongue.pick("help", "办法")).message(help));
    }
    renderer.render(&[group])
}

fn same_source(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Text { source: a, .. }, Place::Text { source: b, .. }) => a.name == b.name,
        _ => false,
    }
}

fn located<'a>(group: Group<'a>, place: &'a Place, beside: &[&'a (Place, Words)], tongue: Tongue) -> Group<'a> {
    match place {
        Place::Text { source, start, end } => {
            let shown = Window::around(&source.text, place, beside);
            let mut snippet = Snippet::source(shown.text)
                .line_start(shown.first_line)
                .path(neutral(&source.name))
                .annotation(AnnotationKind::Primary.span(shown.span(*start, *end)));
            for (other, words) in beside {
                if let Place::Text { start, end, .. } = other {
                    let mark: Annotation<'_> = AnnotationKind::Context.span(shown.span(*start, *end));
                    snippet = snippet.annotation(mark.label(neutral(words.get(tongue))));
                }
            }
            group.element(snippet)
        }
        Place::Argument { name, text, start, end } => {
            let shown = Window {
                text,
                offset: 0,
                first_line: 1,
            };
            let mark = AnnotationKind::Primary.span(shown.span(*start, *end));
            group.element(Snippet::source(text).path(neutral(name)).annotation(mark))
        }
        Place::Cell { .. } | Place::File { .. } => {
            group.element(Origin::path(neutral(&words_of(place, tongue)).into_owned()))
        }
    }
}

fn words_of(place: &Place, tongue: Tongue) -> String {
    let Place::Cell {
        file,
        line,
        row,
        column,
    } = place
    else {
        return place.name().to_owned();
    };
    let mut text = tongue.pick(format!("{file} line {line}"), format!("{file} 第 {line} 行"));
    if let Some(row) = row {
        text.push_str(&tongue.pick(format!(" (row {row})"), format!("（第 {row} 条数据）")));
    }
    if let Some(column) = column {
        text.push_str(&tongue.pick(format!(", column \"{column}\""), format!("，“{column}”列")));
    }
    text
}

/// The lines of a text that are shown, so that a long file is not laid out for each of its problems.
struct Window<'a> {
    text: &'a str,
    offset: usize,
    first_line: usize,
}

impl<'a> Window<'a> {
    /// From the first to the last line that matters.
    fn around(text: &'a str, place: &Place, beside: &[&(Place, Words)]) -> Self {
        let mut low = text.len();
        let mut high = 0;
        for place in std::iter::once(place).chain(beside.iter().map(|(place, _)| place)) {
            if let Place::Text { start, end, .. } = place {
                low = low.min(*start);
                high = high.max(*end);
            }
        }
        let low = floor(text, low);
        let high = floor(text, high.max(low));
        let offset = text[..low].rfind('\n').map_or(0, |at| at + 1);
        let end = text[high..].find('\n').map_or(text.len(), |at| high + at);
        let first_line = text[..offset].matches('\n').count() + 1;
        Self {
            text: &text[offset..end],
            offset,
            first_line,
        }
    }

    /// The stretch within the window, at most to the end of its first line and at least one character where there is one.
    fn span(&self, start: usize, end: usize) -> Range<usize> {
        let start = floor(self.text, start.saturating_sub(self.offset));
        let end = floor(self.text, end.saturating_sub(self.offset)).max(start);
        let line_end = self.text[start..].find('\n').map_or(self.text.len(), |at| start + at);
        start..end.min(line_end).max(start)
    }
}

/// The nearest character boundary of `text` at or before `byte`.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
