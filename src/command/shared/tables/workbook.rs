//! The table for a spreadsheet: numbers as numbers, letters and arrows in a small line below them, as agencies deliver it.

use super::Printing;
use super::print::Figure;
use crate::crosstab::Base;
use crate::crosstab::Figures;
use crate::crosstab::Line;
use crate::crosstab::TableCell;
use crate::crosstab::TableSection;
use crate::export::XlsxCell;
use crate::export::XlsxTable;
use crate::measure::Unit;

/// Stands in the place of a hidden figure.
const HIDDEN: &str = "·";

/// The table as a sheet of a workbook; `title` and `notes` stand above and below it.
#[must_use]
pub fn workbook(printing: &Printing<'_>, title: &str, notes: Vec<String>) -> XlsxTable {
    let mut rows = head(printing);
    let head_rows = rows.len();
    for section in &printing.table.sections {
        rows.push(vec![XlsxCell::Text(printing.section_name(section))]);
        for line in &section.lines {
            lines(printing, line, &mut rows);
        }
        bases(printing, section, &mut rows);
        rows.push(Vec::new());
    }
    rows.pop();
    XlsxTable {
        name: printing.word("Tables", "交叉表").to_owned(),
        head: vec![title.to_owned()],
        rows,
        head_rows,
        foot: notes,
    }
}

/// What stands above the columns: banners, outer levels, innermost levels, letters.
fn head(printing: &Printing<'_>) -> Vec<Vec<XlsxCell>> {
    let layout = &printing.table.layout;
    let paths: Vec<Vec<String>> = layout
        .columns
        .iter()
        .map(|column| {
            let banner = column.banner.and_then(|banner| layout.banners.get(banner));
            let outer = banner.map(|banner| printing.banner_name(banner)).into_iter();
            outer.chain(printing.column_path(column)).collect()
        })
        .collect();
    let depth = paths.iter().map(Vec::len).max().unwrap_or(0);
    let mut rows = Vec::new();
    for level in 0..depth {
        // Shallower columns stand lower, so that the innermost levels are in one row; a name stands once over its columns.
        let at = |path: &Vec<String>| level.checked_sub(depth - path.len()).map(|nth| path[..=nth].to_vec());
        let mut before: Option<Vec<String>> = None;
        let mut row = vec![XlsxCell::Empty];
        for path in &paths {
            let here = at(path);
            let repeated = level + 1 < depth && here.is_some() && here == before;
            let words = here.as_ref().and_then(|path| path.last().cloned());
            row.push(match words {
                Some(words) if !repeated => XlsxCell::Text(words),
                _ => XlsxCell::Text(String::new()),
            });
            before = here;
        }
        rows.push(row);
    }
    if layout.columns.iter().any(|column| column.letter.is_some()) {
        let letter = |column: &crate::crosstab::Column| XlsxCell::Text(column.letter.clone().unwrap_or_default());
        let letters = layout.columns.iter().map(letter);
        rows.push(std::iter::once(XlsxCell::Empty).chain(letters).collect());
    }
    rows
}

fn lines(printing: &Printing<'_>, line: &Line, rows: &mut Vec<Vec<XlsxCell>>) {
    let name = printing.row_name(&line.row.label);
    let row = |label: String, of: &dyn Fn(&Figures) -> XlsxCell| {
        let cell = |cell: &TableCell| match cell {
            TableCell::Hidden(_) => XlsxCell::Text(HIDDEN.to_owned()),
            TableCell::Empty(_) => XlsxCell::Empty,
            TableCell::Shown(figures) => of(figures),
        };
        std::iter::once(XlsxCell::Text(label))
            .chain(line.cells.iter().map(cell))
            .collect::<Vec<_>>()
    };
    let first = rows.len();
    if line.unit == Unit::Share {
        for (nth, figure) in printing.show.iter().enumerate() {
            let label = if nth == 0 {
                name.clone()
            } else {
                format!("  {}", printing.figure_name(*figure))
            };
            if *figure == Figure::Interval {
                let bound = |of: fn(&crate::stats::Interval) -> f64| {
                    move |figures: &Figures| {
                        let interval = figures.estimate.interval.as_ref();
                        interval.map_or(XlsxCell::Empty, |interval| XlsxCell::Share(of(interval), 1))
                    }
                };
                let (low, high) = (printing.word("low", "下限"), printing.word("high", "上限"));
                rows.push(row(format!("{label}, {low}"), &bound(|interval| interval.low)));
                rows.push(row(format!("{label}, {high}"), &bound(|interval| interval.high)));
            } else {
                rows.push(row(label, &|figures| share(figures, *figure)));
            }
        }
    } else {
        let decimals = if line.unit == Unit::Nps { 0 } else { 2 };
        rows.push(row(name, &|figures| XlsxCell::Number(figures.estimate.value, decimals)));
    }
    let marks = row(String::new(), &|figures| {
        XlsxCell::Letters(printing.marks(figures).trim().to_owned())
    });
    let any = |cell: &XlsxCell| matches!(cell, XlsxCell::Letters(marks) if !marks.is_empty());
    if marks.iter().any(any) {
        rows.insert(rows.len().min(first + 1), marks);
    }
}

fn share(figures: &Figures, figure: Figure) -> XlsxCell {
    let hits = figures.counts.map(|counts| counts.hits);
    match figure {
        Figure::Row => figures
            .row_share
            .map_or(XlsxCell::Empty, |share| XlsxCell::Share(share, 1)),
        #[expect(clippy::cast_precision_loss, reason = "a count of responses is far below 2^53")]
        Figure::Count => hits.map_or(XlsxCell::Empty, |hits| XlsxCell::Number(hits.n as f64, 0)),
        Figure::WeightedCount => hits.map_or(XlsxCell::Empty, |hits| XlsxCell::Number(hits.w, 1)),
        Figure::Column | Figure::Interval => XlsxCell::Share(figures.estimate.value, 1),
    }
}

fn bases(printing: &Printing<'_>, section: &TableSection, rows: &mut Vec<Vec<XlsxCell>>) {
    let mut row = |label: &str, decimals: u8, of: &dyn Fn(&Base) -> Option<f64>| {
        let cell = |base: &Base| match of(base) {
            _ if base.hidden => XlsxCell::Text(HIDDEN.to_owned()),
            Some(number) => XlsxCell::Number(number, decimals),
            None => XlsxCell::Empty,
        };
        let cells = section.bases.iter().map(cell);
        rows.push(std::iter::once(XlsxCell::Text(label.to_owned())).chain(cells).collect());
    };
    #[expect(clippy::cast_precision_loss, reason = "a count of responses is far below 2^53")]
    let whole = |n: Option<u64>| n.map(|n| n as f64);
    row(printing.word("base", "样本量"), 0, &|base| whole(base.base));
    if printing.table.facts.weighted {
        row(printing.word("weighted base", "加权样本量"), 1, &|base| {
            base.weighted
        });
        row(printing.word("effective base", "有效样本量"), 1, &|base| {
            base.effective
        });
    }
    if section.bases.iter().any(|base| base.responses.is_some()) {
        row(printing.word("responses", "选择次数"), 0, &|base| {
            whole(base.responses)
        });
    }
}
