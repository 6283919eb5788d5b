//! The table for machines: one row a cell.

use super::Printing;
use crate::command::shared::figures::Wording;
use crate::command::shared::figures::score_heads;
use crate::command::shared::sheet::Datum;
use crate::command::shared::sheet::Head;
use crate::command::shared::sheet::Sheet;
use crate::crosstab::Arrow;
use crate::crosstab::Column;
use crate::crosstab::Content;
use crate::crosstab::Figures;
use crate::crosstab::Line;
use crate::crosstab::TableCell;
use crate::crosstab::TableSection;
use crate::finding::Gate;
use crate::finding::Showing;
use crate::model::Id;

/// The columns of a cell behind those of a score.
const MORE: [&str; 23] = [
    "weighted_base",
    "responses",
    "count",
    "weighted_count",
    "row_share",
    "sd",
    "se",
    "banner",
    "column",
    "letter",
    "letters",
    "letters_p",
    "omnibus_p",
    "rest",
    "rest_verdict",
    "rest_change",
    "rest_p",
    "rest_p_adjusted",
    "previous",
    "previous_verdict",
    "previous_change",
    "previous_p",
    "previous_p_adjusted",
];

/// The columns of a question's test against a banner, where one was asked for.
const TESTED: [&str; 6] = [
    "independence",
    "independence_statistic",
    "independence_df",
    "independence_df2",
    "independence_p",
    "independence_base",
];

fn tested(printing: &Printing<'_>) -> bool {
    let mut found = printing.table.sections.iter().flat_map(|section| &section.independence);
    found.any(Option::is_some)
}

/// The test of a section against the block a column stands in.
fn independence(printing: &Printing<'_>, section: &TableSection, at: usize) -> Vec<Datum> {
    let blocks = &printing.table.layout.blocks;
    let block = blocks.iter().position(|block| block.contains(&at));
    match block.and_then(|block| section.independence.get(block)?.as_ref()) {
        Some(Ok(test)) => vec![
            if test.corrected { "rao_scott" } else { "pearson" }.into(),
            Datum::number(test.statistic, 4),
            Datum::number(test.df, 4),
            Datum::maybe(test.df2, 4),
            Datum::maybe(test.p, 6),
            Datum::Count(test.base),
        ],
        Some(Err(reason)) => {
            let mut row = vec![Datum::None; TESTED.len()];
            row[0] = reason.code().into();
            row
        }
        None => vec![Datum::None; TESTED.len()],
    }
}

/// The table as a sheet: a row a cell, whatever is printed of it elsewhere.
#[must_use]
pub fn tidy(printing: &Printing<'_>) -> Sheet {
    let mut heads = score_heads();
    heads.insert(1, Head::new("question", "question", "题目"));
    heads.insert(2, Head::new("answer", "answer", "选项"));
    heads.extend(MORE.into_iter().map(Head::quiet));
    if tested(printing) {
        heads.extend(TESTED.into_iter().map(Head::quiet));
    }
    let mut rows = Vec::new();
    for section in &printing.table.sections {
        for line in &section.lines {
            for (at, cell) in line.cells.iter().enumerate() {
                rows.push(row(printing, section, line, (at, cell)));
            }
        }
    }
    Sheet {
        kind: "table",
        heads,
        rows,
        notes: super::foot(printing),
    }
}

fn row(printing: &Printing<'_>, section: &TableSection, line: &Line, (at, cell): (usize, &TableCell)) -> Vec<Datum> {
    let wording = Wording {
        lang: printing.lang,
        scores: printing.scores,
        // What may not be shown is not in the table at all.
        hides: true,
    };
    let column = &printing.table.layout.columns[at];
    let id = match &line.row.content {
        Content::Measure(measure) => measure.id.clone(),
        Content::Missing(..) => Id::new(&format!("{}={}", section.id, line.row.answer)),
    };
    let (outcome, showing) = match cell {
        TableCell::Shown(figures) => (Some(Ok(figures.estimate.clone())), figures.showing),
        TableCell::Empty(reason) => (Some(Err(*reason)), Showing::Shown),
        TableCell::Hidden(showing) => (None, *showing),
    };
    // A flagged figure that is shown on request would else be left out with the hidden ones.
    let showing = match cell {
        TableCell::Shown(_) if !showing.is_visible() => Showing::Flagged,
        _ => showing,
    };
    let mut row = wording.figure_row(&id, line.unit, (&column.wave, column.group), outcome.as_ref(), showing);
    row.insert(1, section.id.as_str().into());
    row.insert(2, line.row.answer.as_str().into());
    row.extend(more(printing, section, line, (at, column), cell.figures()));
    if tested(printing) {
        row.extend(independence(printing, section, at));
    }
    row
}

fn more(
    printing: &Printing<'_>,
    section: &TableSection,
    line: &Line,
    (at, column): (usize, &Column),
    figures: Option<&Figures>,
) -> Vec<Datum> {
    let layout = &printing.table.layout;
    let counts = figures.and_then(|figures| figures.counts);
    let number = |x: Option<f64>| Datum::maybe(x, 4);
    let count = |n: Option<u64>| n.map_or(Datum::None, Datum::Count);
    let text = |text: Option<String>| text.map_or(Datum::None, Datum::from);
    let banner = column.banner.and_then(|banner| layout.banners.get(banner));
    let block = layout.blocks.iter().position(|block| block.contains(&at));
    let gate = block
        .and_then(|block| line.gates.get(block))
        .filter(|_| figures.is_some());
    let letters = figures.map(|figures| printing.letters(&figures.letters).join(" "));
    let tested = figures.map(|figures| {
        let pair = |(other, p): &(usize, f64)| {
            let letter = layout.columns[*other].letter.clone().unwrap_or_default();
            format!("{letter}:{}", crate::locale::significant(*p, 6))
        };
        figures.tested.iter().map(pair).collect::<Vec<_>>().join(" ")
    });
    let responses = section.bases[at].responses.filter(|_| figures.is_some());
    let mut row = vec![
        number(counts.map(|counts| counts.valid.w)),
        count(responses),
        count(counts.map(|counts| counts.hits.n)),
        number(counts.map(|counts| counts.hits.w)),
        number(figures.and_then(|figures| figures.row_share)),
        number(figures.and_then(|figures| figures.sd)),
        number(figures.and_then(|figures| figures.standard_error)),
        text(banner.map(|banner| printing.banner_code(banner))),
        text(Some(printing.column_path(column).join(" > "))),
        text(column.letter.clone()),
        text(letters),
        text(tested),
        number(match gate {
            Some(Gate::Open(p) | Gate::Closed(p)) => Some(*p),
            _ => None,
        }),
    ];
    row.extend(arrow(figures.and_then(|figures| figures.rest.as_ref())));
    row.extend(arrow(figures.and_then(|figures| figures.previous.as_ref())));
    row
}

/// `up` or `down`, then verdict, change and p-values.
fn arrow(arrow: Option<&Arrow>) -> [Datum; 5] {
    let Some(arrow) = arrow else {
        return [Datum::None, Datum::None, Datum::None, Datum::None, Datum::None];
    };
    let way = arrow.verdict.is_up().map_or("", |up| if up { "up" } else { "down" });
    [
        way.into(),
        arrow.verdict.code().into(),
        Datum::number(arrow.difference, 4),
        Datum::maybe(arrow.p, 4),
        Datum::maybe(arrow.p_adjusted, 4),
    ]
}
