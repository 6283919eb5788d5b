//! The table for a terminal: aligned, and cut into blocks where the banner is wider than a screen.

use super::Printing;
use super::print::Printed;
use super::print::PrintedRow;
use crate::locale::columns;
use crate::locale::pad_end;
use crate::locale::pad_start;
use std::fmt::Write as _;

/// Columns of a terminal a table keeps within.
const SCREEN: usize = 100;
/// The widest label of a row.
const STUB: usize = 36;
/// The widest heading of a column; longer ones are broken.
const HEADING: usize = 12;
/// Lines a heading is broken into at most.
const HEADING_LINES: usize = 3;

/// A note below a table, broken at the width of a screen.
#[must_use]
pub fn note(text: &str) -> String {
    let mut lines = lines(&clean(text), SCREEN - 3).into_iter();
    let first = lines.next().unwrap_or_default();
    lines.fold(first + "\n", |text, line| text + "   " + &line + "\n")
}

/// How a column is laid out.
struct Laid {
    /// Its position in the table.
    at: usize,
    /// The banner's name, then the levels outside the innermost.
    outer: Vec<String>,
    /// The innermost level, broken.
    heading: Vec<String>,
    /// Its letter.
    letter: String,
    /// Width of headings and values.
    value: usize,
    /// Width of the marks behind values.
    marks: usize,
}

impl Laid {
    fn width(&self) -> usize {
        self.value + self.marks
    }
}

/// The table as lines; notes are the caller's.
#[must_use]
pub fn text(printing: &Printing<'_>) -> String {
    let sections: Vec<(String, Vec<PrintedRow>)> = printing
        .table
        .sections
        .iter()
        .map(|section| (clean(&printing.section_name(section)), printing.rows(section)))
        .collect();
    let labels = sections
        .iter()
        .flat_map(|(_, rows)| rows.iter().map(|row| columns(&row.label) + 2));
    let natural = labels.max().unwrap_or(0).min(STUB);
    let laid = lay(printing, &sections);
    // Shorter labels where they save a block.
    let tried = [natural, natural.min(32), natural.min(28)];
    let paged = tried.map(|stub| (stub, pages(printing, &laid, stub)));
    let fewest = paged.iter().map(|(_, pages)| pages.len()).min().unwrap_or(0);
    let (stub, pages) = paged
        .into_iter()
        .find(|(_, pages)| pages.len() == fewest)
        .unwrap_or_default();
    let mut text = String::new();
    for page in pages {
        if !text.is_empty() {
            text.push('\n');
        }
        print_page(&mut text, &page, stub, &sections);
    }
    text
}

fn lay(printing: &Printing<'_>, sections: &[(String, Vec<PrintedRow>)]) -> Vec<Laid> {
    let layout = &printing.table.layout;
    let cells = |at: usize| {
        sections
            .iter()
            .flat_map(move |(_, rows)| rows.iter().map(move |row| &row.cells[at]))
    };
    let widest = |at: usize, of: fn(&Printed) -> &str| cells(at).map(|cell| columns(of(cell))).max().unwrap_or(0);
    let lay = |(at, column): (usize, &crate::crosstab::Column)| {
        let mut path = printing.column_path(column);
        let inner = path.pop().unwrap_or_default();
        let value = widest(at, |cell| &cell.value);
        let heading = wrap(&clean(&inner), HEADING.max(value));
        let letter = column.letter.clone().unwrap_or_default();
        let banner = column.banner.and_then(|banner| layout.banners.get(banner));
        let outer = banner.map(|banner| clean(&printing.banner_name(banner))).into_iter();
        let wide = heading
            .iter()
            .map(|line| columns(line))
            .chain([letter.len(), value])
            .max();
        Laid {
            at,
            outer: outer.chain(path.iter().map(|level| clean(level))).collect(),
            heading,
            letter,
            value: wide.unwrap_or(0),
            marks: widest(at, |cell| &cell.marks),
        }
    };
    layout.columns.iter().enumerate().map(lay).collect()
}

/// Columns by page: the total is repeated, and columns that are compared with each other stay together where they fit.
fn pages<'a>(printing: &Printing<'_>, laid: &'a [Laid], stub: usize) -> Vec<Vec<&'a Laid>> {
    let layout = &printing.table.layout;
    let (totals, others): (Vec<&Laid>, Vec<&Laid>) = laid
        .iter()
        .partition(|column| layout.columns[column.at].banner.is_none());
    let width = |columns: &[&Laid]| columns.iter().map(|column| column.width() + 2).sum::<usize>();
    let room = SCREEN.saturating_sub(stub + width(&totals));
    let mut pages: Vec<Vec<&Laid>> = Vec::new();
    let mut page: Vec<&Laid> = Vec::new();
    for column in others {
        let block = layout.blocks.iter().find(|block| block.first() == Some(&column.at));
        let together: Vec<&Laid> = block.map_or_else(Vec::new, |block| block.iter().map(|at| &laid[*at]).collect());
        let whole = width(&together);
        let full = width(&page) + column.width() + 2 > room;
        let torn = width(&page) + whole > room && whole <= room;
        if !page.is_empty() && (full || torn) {
            pages.push(std::mem::take(&mut page));
        }
        page.push(column);
    }
    if !page.is_empty() || pages.is_empty() {
        pages.push(page);
    }
    pages
        .into_iter()
        .map(|page| totals.iter().copied().chain(page).collect())
        .collect()
}

fn print_page(text: &mut String, page: &[&Laid], stub: usize, sections: &[(String, Vec<PrintedRow>)]) {
    let depth = page.iter().map(|column| column.outer.len()).max().unwrap_or(0);
    for level in 0..depth {
        push(text, &spans(page, level, depth), stub);
    }
    let high = page.iter().map(|column| column.heading.len()).max().unwrap_or(0);
    for line in 0..high {
        let part = |column: &&Laid| {
            let skip = high - column.heading.len();
            let words = line.checked_sub(skip).and_then(|line| column.heading.get(line));
            let words = pad_start(words.map_or("", String::as_str), column.value);
            format!("  {}", pad_end(&words, column.width()))
        };
        push(text, &page.iter().map(part).collect::<String>(), stub);
    }
    if page.iter().any(|column| !column.letter.is_empty()) {
        let part = |column: &&Laid| {
            let letter = pad_start(&column.letter, column.value);
            format!("  {}", pad_end(&letter, column.width()))
        };
        push(text, &page.iter().map(part).collect::<String>(), stub);
    }
    let wide = stub + page.iter().map(|column| column.width() + 2).sum::<usize>();
    text.push_str(&"─".repeat(wide));
    text.push('\n');
    for (name, rows) in sections {
        let _ = writeln!(text, "{}", cut(name, SCREEN));
        for row in rows {
            let part = |column: &&Laid| {
                let cell = &row.cells[column.at];
                format!(
                    "  {}{}",
                    pad_start(&cell.value, column.value),
                    pad_end(&cell.marks, column.marks)
                )
            };
            let label = pad_end(&cut(&format!("  {}", clean(&row.label)), stub), stub);
            let line: String = page.iter().map(part).collect();
            let _ = writeln!(text, "{}", format!("{label}{line}").trim_end());
        }
    }
}

fn push(text: &mut String, line: &str, stub: usize) {
    let _ = writeln!(text, "{}", format!("{}{line}", " ".repeat(stub)).trim_end());
}

/// The headings of one outer level, each over the columns it holds; shallower banners stand lower.
fn spans(page: &[&Laid], level: usize, depth: usize) -> String {
    let name = |column: &Laid| {
        let skip = depth - column.outer.len();
        let path = level.checked_sub(skip).map(|level| column.outer[..=level].to_vec());
        path.unwrap_or_default()
    };
    let mut line = String::new();
    let mut at = 0;
    while at < page.len() {
        let path = name(page[at]);
        let mut until = at + 1;
        while until < page.len() && name(page[until]) == path {
            until += 1;
        }
        let wide: usize = page[at..until].iter().map(|column| column.width() + 2).sum::<usize>() - 2;
        let words = path.last().map_or("", String::as_str);
        line += "  ";
        line += &pad_end(&cut(words, wide), wide);
        at = until;
    }
    line
}

/// A heading broken into a few lines of so many terminal columns.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = lines(text, width);
    if lines.len() > HEADING_LINES {
        lines.truncate(HEADING_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.iter().map(|line| cut(line, width)).collect()
}

/// Text broken into lines of so many terminal columns: at spaces, and between Chinese characters.
fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    for word in pieces(text) {
        if !line.trim().is_empty() && columns(&line) + columns(word.trim_end()) > width {
            lines.push(line.trim_end().to_owned());
            line = String::new();
        }
        line += word;
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// The pieces between which a line may break: words with the space behind them, wide characters one by one.
fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut places = text.char_indices().peekable();
    while let Some((at, c)) = places.next() {
        let end = at + c.len_utf8();
        let here = columns(&text[at..end]) > 1;
        let next = places
            .peek()
            .map(|(next, c)| columns(&text[*next..*next + c.len_utf8()]) > 1);
        let closes = places.peek().is_some_and(|(_, c)| "，。；：、）％%”".contains(*c));
        if c == ' ' || next.is_none_or(|next| next && !closes) || (here && !closes) {
            found.push(&text[start..end]);
            start = end;
        }
    }
    found
}

/// Text within so many columns; what is longer ends in `…`.
fn cut(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for c in text.chars() {
        let mut longer = short.clone();
        longer.push(c);
        if columns(&longer) + 1 > width {
            break;
        }
        short = longer;
    }
    format!("{}…", short.trim_end())
}

/// Without control characters: no label may drive the terminal or tear a line.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_break_at_spaces_and_between_chinese_characters() {
        assert_eq!(
            wrap("A return, exchange or refund", 12),
            ["A return,", "exchange or", "refund"]
        );
        assert_eq!(wrap("查询或催促物流", 8), ["查询或催", "促物流"]);
        assert_eq!(wrap("Social media", 12), ["Social media"]);
        assert_eq!(wrap("one two three four five six", 4), ["one", "two", "thr…"]);
    }

    #[test]
    fn what_is_too_long_ends_in_dots() {
        assert_eq!(cut("满意度调查", 7), "满意度…");
        assert_eq!(cut("short", 7), "short");
    }
}
