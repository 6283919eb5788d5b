//! The table as Markdown: one row a line, columns named by banner, level and letter.

use super::Printing;
use super::print::Printed;
use crate::crosstab::Column;

/// The table in Markdown; notes are the caller's.
#[must_use]
pub fn markdown(printing: &Printing<'_>) -> String {
    let mut head = vec![
        printing.word("question", "题目").to_owned(),
        printing.word("answer", "选项").to_owned(),
    ];
    let mut rule = vec!["---".to_owned(), "---".to_owned()];
    for column in &printing.table.layout.columns {
        head.push(escape(&heading(printing, column)));
        rule.push("---:".to_owned());
    }
    let mut text = line(&head) + &line(&rule);
    for section in &printing.table.sections {
        for (at, row) in printing.rows(section).into_iter().enumerate() {
            let name = if at == 0 {
                escape(&printing.section_name(section))
            } else {
                String::new()
            };
            let shown = |cell: &Printed| escape(&format!("{}{}", cell.value, cell.marks));
            let cells = [name, escape(row.label.trim())]
                .into_iter()
                .chain(row.cells.iter().map(shown));
            text += &line(&cells.collect::<Vec<String>>());
        }
    }
    text
}

/// `East (A)`; `Region: East (A)` where there are several banners.
fn heading(printing: &Printing<'_>, column: &Column) -> String {
    let path = printing.column_path(column).join(" > ");
    let layout = &printing.table.layout;
    let banner = column.banner.and_then(|banner| layout.banners.get(banner));
    let before = banner.filter(|_| layout.banners.len() > 1);
    let before = before.map_or_else(String::new, |banner| format!("{}: ", printing.banner_name(banner)));
    let letter = column
        .letter
        .as_ref()
        .map_or_else(String::new, |letter| format!(" ({letter})"));
    format!("{before}{path}{letter}")
}

fn line(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// Text that cannot break the table or act as markup.
fn escape(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;")
}
