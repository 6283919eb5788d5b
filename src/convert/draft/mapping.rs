//! The mapping that belongs to a draft.

use super::Target;
use super::column::Column;
use super::column::NOTHING;
use super::shape::Shape;
use crate::convert::yaml_out::remark;
use crate::convert::yaml_out::scalar;
use crate::import::grid;
use crate::import::grid::Grid;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Longer headers are named by position.
const LONGEST_KEY: usize = 160;

/// The text of the mapping.
pub(super) fn text(id: &str, file: &str, grid: &Grid, form: &Shape, columns: &[Column], targets: &[Target]) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# Draft of how {file} is read. `null` leaves a column out.");
    let _ = writeln!(out, "survey: {id}");
    let _ = writeln!(
        out,
        "format:\n  encoding: {}\n  delimiter: {}",
        grid.encoding,
        quoted(&grid.delimiter.to_string())
    );
    let _ = writeln!(out, "  header_rows: {}", form.header_rows);
    let cells = columns
        .iter()
        .flat_map(|column| column.counts.keys().map(String::as_str))
        .filter(|cell| cell.contains(['/', '-', '.']));
    if let Some((order, sure)) = grid::date_order(cells) {
        let doubt = if sure {
            ""
        } else {
            "  # the dates can be read in two ways: mdy or dmy?"
        };
        let _ = writeln!(out, "  date_order: {order}{doubt}");
    }
    out.push_str("columns:\n");
    for (column, target) in columns.iter().zip(targets) {
        let first = grid
            .rows
            .first()
            .and_then(|row| row.get(column.at))
            .map_or("", String::as_str);
        let again = grid
            .rows
            .first()
            .is_some_and(|row| row.iter().filter(|cell| cell.eq_ignore_ascii_case(first)).count() > 1);
        let by_place = form.header_rows != 1
            || again
            || first.is_empty()
            || first.chars().count() > LONGEST_KEY
            || first.starts_with('#')
            || !first.chars().all(|c| !c.is_control());
        let shown = crate::convert::notes::short(&column.header);
        let (key, was) = if by_place {
            (format!("#{}", column.at + 1), shown)
        } else {
            (first.to_owned(), String::new())
        };
        let comment: Vec<&str> = [was.as_str(), target.comment.as_str()]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        let comment = if comment.is_empty() {
            String::new()
        } else {
            format!("  # {}", remark(&comment.join("; ")))
        };
        let _ = writeln!(
            out,
            "  {}: {}{comment}",
            quoted(&key),
            target.name.as_deref().unwrap_or("null")
        );
    }
    let separated: Vec<(&str, &str)> = targets
        .iter()
        .filter_map(|target| Some((target.name.as_deref()?, target.separator.as_deref()?)))
        .collect();
    if !separated.is_empty() {
        out.push_str("separators:\n");
        for (name, mark) in separated {
            let _ = writeln!(out, "  {name}: {}", quoted(mark));
        }
    }
    let nothing: BTreeSet<&str> = columns
        .iter()
        .flat_map(|column| column.nothing.iter().map(String::as_str))
        .collect();
    if !nothing.is_empty() {
        out.push_str("values:\n  \"*\":\n");
        for (cell, meaning) in NOTHING.iter().filter(|(cell, _)| nothing.contains(cell)) {
            let _ = writeln!(out, "    {}: {}", quoted(cell), quoted(meaning));
        }
    }
    let dated = targets.iter().any(|target| target.name.as_deref() == Some("submitted"));
    if !dated {
        out.push_str("# wave: 2026Q4  # no column tells the time: name the wave here, or with --wave\n");
    }
    out
}

fn quoted(text: &str) -> String {
    let written = scalar(text, true);
    if written.starts_with('"') {
        written
    } else {
        format!("\"{written}\"")
    }
}
