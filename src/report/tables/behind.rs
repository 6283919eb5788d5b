//! The tables behind charts: the same numbers, in rows and columns.

use crate::chart;
use crate::chart::NpsRow;
use crate::finding::Mover;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Method;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::report::charts::Node;
use crate::report::charts::Spread;
use crate::report::charts::unit_words;
use crate::report::charts::worst_first;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::words;
use crate::tabulation::Group;

fn table(name: String, columns: Vec<ColumnView>, rows: Vec<RowView>, note: String) -> TableView {
    TableView {
        id: String::new(),
        title: String::new(),
        name,
        note,
        long: true,
        columns,
        rows,
    }
}

/// Value, interval and base, the columns of most tables.
fn figure_columns(facts: &Facts, measure: &Measure) -> Vec<ColumnView> {
    vec![
        ColumnView::numbers(facts.names().measure(measure)).unit(unit_words(facts, measure)),
        ColumnView::numbers(super::interval_title(facts)),
        ColumnView::numbers("n"),
    ]
}

fn figure_cells(facts: &Facts, measure: &Measure, figure: &Figure) -> Vec<CellView> {
    vec![
        super::value(facts, measure, figure),
        super::interval(facts, facts.unit(measure), figure),
        super::base(figure),
    ]
}

/// A measure over waves, by group; `happened` is what happened at each wave, empty where nothing did.
pub fn over_time(
    facts: &Facts,
    measure: &Measure,
    (waves, happened): (&[WaveId], &[String]),
    series: &[(Group, Vec<Figure>)],
) -> TableView {
    let tongue = facts.tongue();
    let mut columns = vec![ColumnView::words(tongue.pick("Wave", "期次"))];
    columns.extend(figure_columns(facts, measure));
    columns.push(ColumnView::numbers(tongue.pick("Change", "变化")));
    let has_events = happened.iter().any(|text| !text.is_empty());
    if has_events {
        columns.push(ColumnView::words(tongue.pick(chart::HAPPENED[0], chart::HAPPENED[1])));
    }
    let mut rows = Vec::new();
    let mut published = false;
    for (group, figures) in series {
        if series.len() > 1 {
            let mut cells = vec![CellView::text(facts.names().level(*group))];
            cells.resize(columns.len(), CellView::text(""));
            rows.push(RowView {
                cells,
                total: true,
                spans: true,
                ..RowView::default()
            });
        }
        for ((wave, figure), happened) in waves.iter().zip(figures).zip(happened) {
            let mut cells = vec![CellView::text(wave.to_string())];
            cells.extend(figure_cells(facts, measure, figure));
            cells.push(super::difference(
                facts,
                measure,
                facts.previous_of(measure, wave, *group),
            ));
            if figure
                .estimate
                .as_ref()
                .is_some_and(|known| known.method == Method::Published)
            {
                "*".clone_into(&mut cells[1].raised);
                published = true;
            }
            if has_events {
                cells.push(CellView::text(happened.clone()));
            }
            rows.push(RowView {
                cells,
                total: false,
                level: usize::from(series.len() > 1),
                ..RowView::default()
            });
        }
    }
    let first = if published {
        tongue.pick("* as published earlier.", "*为以往公布值。")
    } else {
        ""
    };
    let note = super::note(facts, first, series.iter().flat_map(|(_, figures)| figures));
    let name = facts.names().measure(measure);
    table(
        tongue.pick(format!("{name} by wave"), format!("{name}（按期次）")),
        columns,
        rows,
        note,
    )
}

/// A measure by group.
pub fn by_group(facts: &Facts, measure: &Measure, segments: &[VariableIndex]) -> TableView {
    let tongue = facts.tongue();
    let mut columns = vec![ColumnView::words("")];
    columns.extend(figure_columns(facts, measure));
    columns.push(ColumnView::numbers(tongue.pick("Against the rest", "与其余相比")));
    columns.push(ColumnView::numbers(tongue.pick("Since the previous wave", "较上一期")));
    let mut all = Vec::new();
    let row = |name: String, group: Group, level: usize, all: &mut Vec<Figure>| {
        let figure = facts.now(measure, group);
        let mut cells = vec![CellView::text(name)];
        cells.extend(figure_cells(facts, measure, &figure));
        if figure.is_hidden() {
            cells.extend([super::absent(&figure), super::absent(&figure)]);
        } else {
            cells.push(super::difference(facts, measure, facts.rest(measure, group)));
            cells.push(super::difference(facts, measure, facts.previous(measure, group)));
        }
        all.push(figure);
        RowView {
            spans: false,
            cells,
            total: level == 0,
            level,
            segment: facts.segment_id(group),
        }
    };
    let mut rows = vec![row(tongue.pick("All", "全部").to_owned(), Group::Total, 0, &mut all)];
    for segment in segments {
        let own = facts.survey().variable(*segment).id.to_string();
        let mut cells = vec![CellView::text(facts.names().variable(*segment))];
        cells.resize(columns.len(), CellView::text(""));
        rows.push(RowView {
            total: true,
            spans: true,
            segment: own,
            ..RowView::of(cells)
        });
        rows.extend(
            facts
                .levels(*segment)
                .into_iter()
                .filter(|group| !super::is_unanswered(&facts.now(measure, *group)))
                .map(|group| row(facts.names().level(group), group, 1, &mut all)),
        );
    }
    let note = super::note(facts, "", &all);
    let name = facts.names().measure(measure);
    table(
        tongue.pick(format!("{name} by group"), format!("{name}（按组）")),
        columns,
        rows,
        note,
    )
}

/// The nodes of an index.
pub fn index(facts: &Facts, nodes: &[Node<'_>]) -> TableView {
    let tongue = facts.tongue();
    let columns = vec![
        ColumnView::words(tongue.pick("Part", "组成部分")),
        ColumnView::numbers(tongue.pick("Weight", "权重")),
        ColumnView::numbers(tongue.pick("Index", "指数")),
        ColumnView::numbers(super::interval_title(facts)),
        ColumnView::numbers("n"),
        ColumnView::numbers(tongue.pick("Since the previous wave", "较上一期")),
    ];
    let rows = nodes.iter().map(|node| {
        let weight = if node.depth == 0 {
            String::new()
        } else {
            locale::percent(node.part.weight, 0)
        };
        let mut cells = vec![
            CellView::text(facts.names().measure(node.measure)),
            CellView::text(weight),
        ];
        cells.extend(figure_cells(facts, node.measure, &node.figure));
        cells.push(super::difference(
            facts,
            node.measure,
            facts.previous(node.measure, Group::Total),
        ));
        RowView {
            cells,
            total: false,
            level: node.depth,
            ..RowView::default()
        }
    });
    let rows = rows.collect();
    let note = super::note(facts, "", nodes.iter().map(|node| &node.figure));
    table(tongue.pick("Index", "指数").to_owned(), columns, rows, note)
}

/// What moved an index.
pub fn movers(facts: &Facts, movers: &[&Mover]) -> TableView {
    let tongue = facts.tongue();
    let columns = vec![
        ColumnView::words(tongue.pick("Item", "项目")),
        ColumnView::numbers(tongue.pick("Weight", "权重")),
        ColumnView::numbers(tongue.pick("Before", "上期")).unit("0–100"),
        ColumnView::numbers(tongue.pick("Now", "本期")).unit("0–100"),
        ColumnView::numbers(tongue.pick("Contribution", "贡献")).unit(tongue.pick("points", "分")),
        ColumnView::numbers(super::interval_title(facts)),
    ];
    let row = |mover: &&Mover| {
        let tone = crate::report::parts::tone(mover.verdict, crate::model::Better::High);
        let points = CellView::text(words::difference(Unit::Index, mover.points)).toned(tone);
        let points = if mover.verdict.is_finding() {
            points.marked(words::mark(mover.verdict), tone)
        } else {
            points
        };
        let range = mover
            .interval
            .map(|interval| words::difference_interval(Unit::Index, interval, tongue));
        RowView::of(vec![
            CellView::text(facts.names().variable(mover.item)),
            CellView::text(locale::percent(mover.weight, 1)),
            CellView::text(words::value(Unit::Index, mover.then)),
            CellView::text(words::value(Unit::Index, mover.now)),
            points,
            range.map_or_else(CellView::none, CellView::text),
        ])
    };
    let mut rows: Vec<RowView> = movers.iter().map(row).collect();
    let sum: f64 = movers.iter().map(|mover| mover.points).sum();
    let mut total = RowView::of(vec![CellView::text(tongue.pick("Together", "合计"))]);
    total.cells.extend(["", "", ""].map(CellView::text));
    total.cells.push(CellView::text(words::difference(Unit::Index, sum)));
    total.cells.push(CellView::text(""));
    total.total = true;
    rows.push(total);
    table(
        tongue.pick("What moved the index", "指数变化的构成").to_owned(),
        columns,
        rows,
        String::new(),
    )
}

/// How answers are spread, by line or by wave.
pub fn spreads(facts: &Facts, spreads: &[Spread], by_wave: bool) -> TableView {
    let tongue = facts.tongue();
    let first = spreads.first().map(|spread| spread.question);
    let mut columns = vec![ColumnView::words("")];
    let steps = first.map(|question| worst_first(facts, question)).unwrap_or_default();
    let has_aside = spreads.iter().any(|spread| spread.aside > 0.0);
    if let Some(question) = first {
        columns.extend(
            steps
                .iter()
                .map(|point| ColumnView::numbers(facts.names().option(question, *point)).unit("%")),
        );
    }
    if has_aside {
        columns.push(ColumnView::numbers(tongue.pick("Outside the scale", "量表之外")).unit("%"));
    }
    columns.push(ColumnView::numbers("n"));
    let row = |spread: &Spread| {
        let name = if by_wave {
            spread.wave.to_string()
        } else {
            facts.names().variable(spread.question)
        };
        let mut cells = vec![CellView::text(name)];
        if spread.shares.is_empty() {
            cells.resize(columns.len(), super::absent(&spread.as_figure()));
            return RowView::of(cells);
        }
        cells.extend(
            spread
                .shares
                .iter()
                .map(|share| CellView::text(locale::plain(share * 100.0, 1))),
        );
        if has_aside {
            cells.push(CellView::text(locale::plain(spread.aside * 100.0, 1)));
        }
        cells.push(CellView::text(spread.base.to_string()));
        if spread.showing == Showing::Flagged {
            "†".clone_into(&mut cells[1].raised);
        }
        RowView::of(cells)
    };
    let rows = spreads.iter().map(row).collect();
    let figures: Vec<Figure> = spreads.iter().map(Spread::as_figure).collect();
    let note = super::note(facts, "", &figures);
    let of = first
        .map(|question| facts.names().wording(question))
        .unwrap_or_default();
    table(
        tongue.pick(format!("Answers: {of}"), format!("回答分布：{of}")),
        columns,
        rows,
        note,
    )
}

/// The parts of an NPS by wave.
pub fn parts_of_nps(facts: &Facts, rows: &[(NpsRow, Spread)], parts: [&str; 3]) -> TableView {
    let tongue = facts.tongue();
    let mut columns = vec![ColumnView::words(tongue.pick("Wave", "期次"))];
    columns.extend(parts.map(|part| ColumnView::numbers(part).unit("%")));
    columns.extend([ColumnView::numbers("NPS"), ColumnView::numbers("n")]);
    let view = |(row, spread): &(NpsRow, Spread)| {
        let mut cells = vec![CellView::text(row.label.clone())];
        if row.score.is_empty() {
            cells.resize(columns.len(), super::absent(&spread.as_figure()));
            return RowView::of(cells);
        }
        cells.extend(
            row.shares
                .iter()
                .map(|part| CellView::text(locale::plain(part.share * 100.0, 1))),
        );
        cells.push(CellView::text(row.score.clone()));
        cells.push(CellView::text(spread.base.to_string()));
        RowView::of(cells)
    };
    table(
        "NPS".to_owned(),
        columns.clone(),
        rows.iter().map(view).collect(),
        String::new(),
    )
}
