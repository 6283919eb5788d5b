//! Where we stand: every measure against its target, the wave before and a year ago.

use crate::finding::Change;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::words;
use crate::site::Html;
use crate::tabulation::Group;

/// The table of all measures; columns nobody has a figure for are left out.
pub fn standing(facts: &Facts) -> Html {
    parts::part(facts, "table.html", &standing_of(facts, ordered(facts)))
}

/// The same of some measures, each with its depth, as rows of words.
pub fn standing_of(facts: &Facts, measures: Vec<(usize, &Measure)>) -> TableView {
    let tongue = facts.tongue();
    let rows: Vec<Row<'_>> = measures
        .into_iter()
        .map(|(level, measure)| Row::of(facts, level, measure))
        .collect();
    let has_target = rows.iter().any(|row| row.target.is_some());
    let has_previous = rows.iter().any(|row| row.previous.is_some());
    let has_year = rows.iter().any(|row| row.year.is_some());
    let mut columns = vec![
        ColumnView::words(tongue.pick("Measure", "指标")),
        ColumnView::numbers(facts.wave.to_string()),
        ColumnView::numbers(super::interval_title(facts)),
        ColumnView::numbers("n"),
    ];
    if has_target {
        columns.push(ColumnView::numbers(tongue.pick("Target", "目标")).unit(tongue.pick("gap", "差距")));
    }
    if let Some(wave) = rows
        .iter()
        .find_map(|row| row.previous)
        .map(|change| change.against.code().to_owned())
    {
        columns.push(ColumnView::numbers(
            tongue.pick(format!("Since {wave}"), format!("较{wave}")),
        ));
    }
    if let Some(wave) = rows
        .iter()
        .find_map(|row| row.year)
        .map(|change| change.against.code().to_owned())
    {
        columns.push(
            ColumnView::numbers(tongue.pick(format!("Since {wave}"), format!("较{wave}")))
                .unit(tongue.pick("a year ago", "上年同期")),
        );
    }
    let views = rows.iter().map(|row| {
        let unit = facts.unit(row.measure);
        let mut cells = vec![
            CellView::text(facts.names().measure(row.measure)),
            super::value(facts, row.measure, &row.figure),
            super::interval(facts, unit, &row.figure),
            super::base(&row.figure),
        ];
        if has_target {
            cells.push(
                row.target
                    .map_or_else(CellView::default, |change| target(facts, row.measure, change)),
            );
        }
        if has_previous {
            cells.push(super::difference(facts, row.measure, row.previous));
        }
        if has_year {
            cells.push(super::difference(facts, row.measure, row.year));
        }
        RowView {
            cells,
            total: false,
            level: row.level,
            ..RowView::default()
        }
    });
    let first = tongue.pick(
        "▲ ▼ count as findings: significant after correction and large enough to matter; blue is better, orange worse. Grey: no evidence, or too small to matter. Shares change in percentage points.",
        "▲▼表示有意义的变化：校正后显著且幅度达到实际意义界限；蓝色为好，橙色为差。灰色表示未检出显著差异或幅度过小。比例的变化以百分点计。",
    );
    TableView {
        id: String::new(),
        title: String::new(),
        name: tongue.pick("Where we stand", "总体水平").to_owned(),
        note: super::note(facts, first, rows.iter().map(|row| &row.figure)),
        long: true,
        columns,
        rows: views.collect(),
    }
}

struct Row<'a> {
    level: usize,
    measure: &'a Measure,
    figure: Figure,
    target: Option<&'a Change>,
    previous: Option<&'a Change>,
    year: Option<&'a Change>,
}

impl<'a> Row<'a> {
    fn of(facts: &'a Facts, level: usize, measure: &'a Measure) -> Self {
        Self {
            level,
            measure,
            figure: facts.now(measure, Group::Total),
            target: facts.against_target(measure, Group::Total),
            previous: facts.previous(measure, Group::Total),
            year: facts.year_before(measure, Group::Total),
        }
    }
}

/// What is aimed at, with the gap and its verdict.
pub fn target(facts: &Facts, measure: &Measure, change: &Change) -> CellView {
    let unit = facts.unit(measure);
    let gap = words::difference(unit, change.comparison.difference);
    let text = facts.tongue().pick(
        format!("{} ({gap})", words::value(unit, change.reference)),
        format!("{}（{gap}）", words::value(unit, change.reference)),
    );
    super::verdict(facts, measure, change, text)
}

/// Headline measures first, then the others, then the parts of the index below it, each with its depth.
pub fn ordered(facts: &Facts) -> Vec<(usize, &Measure)> {
    let is_index = |measure: &&Measure| matches!(measure.kind, MeasureKind::Index(_));
    let (index, plain): (Vec<&Measure>, Vec<&Measure>) = facts.measures().iter().partition(is_index);
    let mut ordered: Vec<(usize, &Measure)> = Vec::new();
    ordered.extend(
        plain
            .iter()
            .filter(|measure| measure.headline)
            .map(|measure| (0, *measure)),
    );
    ordered.extend(
        plain
            .iter()
            .filter(|measure| !measure.headline)
            .map(|measure| (0, *measure)),
    );
    if let Some(root) = index.first() {
        ordered.extend(
            crate::report::charts::nodes(facts, root)
                .into_iter()
                .map(|node| (node.depth, node.measure)),
        );
    }
    ordered
}
