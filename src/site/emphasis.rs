//! Lets `**重要（很）**的` be bold.
//!
//! `CommonMark` decides by spaces and punctuation whether a run of `*` opens or closes. Chinese has no spaces, so a run
//! between `）` and a letter never closes. An empty comment beside the run counts as punctuation and settles it; the
//! renderer drops the comment again.

use super::spacing::is_han;
use pulldown_cmark::Event;
use pulldown_cmark::Parser;
use pulldown_cmark::Tag;
use std::borrow::Cow;
use std::ops::Range;

/// What is inserted, and dropped by the renderer.
pub(super) const MARK: &str = "<!---->";

/// `text` with [`MARK`] beside the runs of `*` that Chinese punctuation would keep from working.
pub(super) fn help(text: &str) -> Cow<'_, str> {
    if !text.contains('*') || !text.chars().any(is_cjk) {
        return Cow::Borrowed(text);
    }
    let literal = literal_ranges(text);
    let mut out = String::with_capacity(text.len() + 32);
    let mut copied = 0;
    let mut open: Vec<usize> = Vec::new();
    for run in runs(text) {
        if text[copied..run.start].contains("\n\n") {
            open.clear();
        }
        out.push_str(&text[copied..run.start]);
        copied = run.end;
        if literal.iter().any(|range| range.contains(&run.start)) || is_escaped(text, run.start) {
            out.push_str(&text[run]);
            continue;
        }
        let before = text[..run.start].chars().next_back().unwrap_or(' ');
        let after = text[run.end..].chars().next().unwrap_or(' ');
        let side = side(before, after, open.last() == Some(&run.len()));
        match side {
            Side::Neither => {}
            Side::Opens => open.push(run.len()),
            Side::Closes => open.truncate(open.len().saturating_sub(1)),
        }
        let chinese = is_cjk(before) || is_cjk(after);
        let (left, right) = (is_mark(before), is_mark(after));
        if chinese && side == Side::Opens && right && !left && !before.is_whitespace() {
            out.push_str(MARK);
        }
        out.push_str(&text[run]);
        if chinese && side == Side::Closes && left && !right && !after.is_whitespace() {
            out.push_str(MARK);
        }
    }
    out.push_str(&text[copied..]);
    Cow::Owned(out)
}

#[derive(PartialEq, Clone, Copy)]
enum Side {
    Neither,
    Opens,
    Closes,
}

/// What a run between these characters is meant to do, where one of its length may be open.
fn side(before: char, after: char, is_open: bool) -> Side {
    match (before.is_whitespace(), after.is_whitespace()) {
        (false, _) if is_open => Side::Closes,
        (_, true) => Side::Neither,
        (_, false) => Side::Opens,
    }
}

/// Every run of `*`.
fn runs(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('*') {
        match found.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Code and raw HTML, in which a `*` is a `*`.
fn literal_ranges(text: &str) -> Vec<Range<usize>> {
    let is_literal = |event: &Event| {
        let start = matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock));
        start || matches!(event, Event::Code(_) | Event::Html(_) | Event::InlineHtml(_))
    };
    let events = Parser::new_ext(text, super::markdown::OPTIONS).into_offset_iter();
    events
        .filter(|(event, _)| is_literal(event))
        .map(|(_, range)| range)
        .collect()
}

fn is_escaped(text: &str, at: usize) -> bool {
    text[..at].bytes().rev().take_while(|b| *b == b'\\').count() % 2 == 1
}

/// Han, kana, and the punctuation written with them.
pub(super) fn is_cjk(c: char) -> bool {
    is_han(c)
        || is_wide_punctuation(c)
        || matches!(c, '\u{3040}'..='\u{30ff}' | '\u{2018}'..='\u{201d}' | '\u{2014}' | '\u{2026}')
}

fn is_wide_punctuation(c: char) -> bool {
    let forms = matches!(c, '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}' | '\u{ffe0}'..='\u{ffe6}');
    forms || matches!(c, '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}')
}

/// Punctuation and symbols, as `CommonMark` counts them.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
        || is_wide_punctuation(c)
        || matches!(c, '\u{a1}'..='\u{bf}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}')
}

#[cfg(test)]
mod tests {
    use super::super::markdown::markdown;

    fn shows(text: &str, html: &str) {
        assert_eq!(markdown(text).as_str(), format!("<p>{html}</p>\n"), "{text}");
    }

    #[test]
    fn bold_ends_after_chinese_punctuation() {
        shows("**重要（很）**的", "<strong>重要（很）</strong>的");
        shows("这是**“满意度”**调查", "这是<strong>“满意度”</strong>调查");
        shows("请**（务必）填写**。", "请<strong>（务必）填写</strong>。");
        shows("*强调：*后面", "<em>强调：</em>后面");
        shows(
            "**甲）**的**乙（丙）**和丁",
            "<strong>甲）</strong>的<strong>乙（丙）</strong>和丁",
        );
        shows("他说：**注意！**请看", "他说：<strong>注意！</strong>请看");
    }

    #[test]
    fn what_worked_before_works_as_before() {
        shows("**重要**的", "<strong>重要</strong>的");
        shows("a **bold** b", "a <strong>bold</strong> b");
        shows("`**（x）**的`", "<code>**（x）**的</code>");
        shows("\\*\\*（x）\\*\\*的", "**（x）**的");
        shows("3 * 4 = 12（个）", "3 * 4 = 12（个）");
        assert_eq!(
            markdown("* 甲（一）\n* 乙").as_str(),
            "<ul>\n<li>甲（一）</li>\n<li>乙</li>\n</ul>\n"
        );
    }
}
