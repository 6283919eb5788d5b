//! How many rows of a file are its header, and what stands over each column.

use crate::import::grid;
use crate::import::grid::Grid;

/// The form of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shape {
    pub header_rows: usize,
    /// What stands over each column; `#3` where nothing does.
    pub headers: Vec<String>,
}

/// Finds the header by its structure.
pub(super) fn of(grid: &Grid) -> Shape {
    // As wide as its first row: what stands further right has no name, and the import leaves it out.
    let width = grid.rows.first().map_or(0, Vec::len);
    let header_rows = rows_of(grid, width);
    let cell = |row: usize, column: usize| {
        let cells = grid.rows.get(row);
        cells.and_then(|cells| cells.get(column)).map_or("", String::as_str)
    };
    let mut stem = String::new();
    let headers = (0..width)
        .map(|column| {
            let first = if header_rows > 0 { cell(0, column) } else { "" };
            let second = if header_rows > 1 { cell(1, column) } else { "" };
            if !first.is_empty() {
                first.clone_into(&mut stem);
            }
            // Below a code stands the question; below a question its parts.
            let text = match (first.is_empty(), second.is_empty()) {
                (true, true) => String::new(),
                (true, false) => format!("{stem} [{second}]"),
                (false, false) if header_rows > 2 || is_code(first) && !is_code(second) => second.to_owned(),
                (false, false)
                    if cell(0, column + 1).is_empty() && column + 1 < width && !cell(1, column + 1).is_empty() =>
                {
                    format!("{first} [{second}]")
                }
                (false, _) => first.to_owned(),
            };
            if text.is_empty() {
                format!("#{}", column + 1)
            } else {
                text.replace(['\n', '\r'], " ")
            }
        })
        .collect();
    Shape { header_rows, headers }
}

fn is_code(header: &str) -> bool {
    header.chars().count() < 24 && !header.contains(' ') && header.is_ascii()
}

fn rows_of(grid: &Grid, width: usize) -> usize {
    let row = |at: usize| grid.rows.get(at).map_or(&[][..], Vec::as_slice);
    let imports = |at: usize| row(at).iter().filter(|cell| cell.starts_with("{\"ImportId\"")).count();
    if imports(2) > 0 {
        return 3;
    }
    if imports(1) > 0 {
        return 2;
    }
    let (first, second) = (row(0), row(1));
    // A header names things: where the first row holds a moment, or several numbers, it is an answer already.
    let filled = first.iter().filter(|cell| !cell.is_empty()).count();
    let numbers = first.iter().filter(|cell| grid::number(cell).is_some()).count();
    if first.iter().any(|cell| grid::date(cell) == Some(true)) || numbers * 2 > filled.max(1) {
        return 0;
    }
    let blank = |cells: &[String], at: usize| cells.get(at).is_none_or(String::is_empty);
    let carried = (0..width).filter(|at| blank(first, *at) && !blank(second, *at)).count();
    // What stands over nothing in the first row, and is no number, is the part of a question.
    let words = second
        .iter()
        .filter(|cell| !cell.is_empty())
        .all(|cell| grid::number(cell).is_none() && grid::date(cell).is_none());
    if carried > 1 && words && carried * 10 > width {
        return 2;
    }
    // The codes in one row, the questions in the next: most codes are short, most questions are not.
    let pairs: Vec<(&String, &String)> = first
        .iter()
        .zip(second)
        .filter(|(a, b)| !a.is_empty() && !b.is_empty())
        .collect();
    let coded = pairs.iter().filter(|(code, _)| is_code(code)).count();
    let asked = pairs
        .iter()
        .filter(|(_, text)| text.contains(' ') && text.chars().count() > 24)
        .count();
    let same = pairs.iter().filter(|(code, text)| code == text).count();
    let third = row(2);
    let answered = third
        .iter()
        .filter(|cell| cell.contains(' ') && cell.chars().count() > 24)
        .count();
    if words
        && coded * 10 > pairs.len() * 9
        && (asked * 2 > pairs.len() && answered * 2 < pairs.len() || same * 4 > pairs.len())
    {
        return 2;
    }
    1
}
