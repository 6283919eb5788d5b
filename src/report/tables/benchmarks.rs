//! Figures of others beside ours: of whom, how large, how far away, who published them and when.

use crate::report::dates;
use crate::report::facts::Beside;
use crate::report::facts::Facts;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::sentences;
use crate::report::words;
use crate::site::Html;
use crate::tabulation::Group;

/// The table of all benchmarks; nothing where there is none.
pub fn benchmarks(facts: &Facts) -> Html {
    benchmarks_of(facts, &facts.benchmarks(), Group::Total)
}

/// The table of these benchmarks; the name of a group stands with its measure, unless the page is of that group.
pub fn benchmarks_of(facts: &Facts, rows: &[Beside<'_>], page_of: Group) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    let tongue = facts.tongue();
    let untested = rows.iter().any(|row| row.change.is_none());
    let mut note = tongue
        .pick(
            "Figures of others, as their sources published them; how they asked and whom may differ. ▲ ▼ above or below as a finding.",
            "他人数值以其来源公布者为准，提问方式和调查对象可能不同。▲▼表示有意义地更高或更低。",
        )
        .to_owned();
    if untested {
        note += tongue.pick(
            " In brackets: no test, since the source does not say how accurate its figure is.",
            "括号内的差距未作检验，因为来源没有说明其精确程度。",
        );
    }
    let view = TableView {
        id: String::new(),
        title: tongue.pick("Beside others", "与他人比较").to_owned(),
        name: tongue.pick("Benchmarks", "基准").to_owned(),
        note,
        long: true,
        columns: vec![
            ColumnView::words(tongue.pick("Measure", "指标")),
            ColumnView::numbers(facts.wave.to_string()),
            ColumnView::words(tongue.pick("Benchmark", "基准")),
            ColumnView::numbers(tongue.pick("Theirs", "他人")),
            ColumnView::numbers(tongue.pick("Gap", "差距")),
            ColumnView::words(tongue.pick("Source", "来源")),
        ],
        rows: rows.iter().map(|row| line(facts, row, page_of)).collect(),
    };
    parts::part(facts, "table.html", &view)
}

fn line(facts: &Facts, row: &Beside<'_>, page_of: Group) -> RowView {
    let tongue = facts.tongue();
    let unit = facts.unit(row.measure);
    let benchmark = row.benchmark;
    let mut name = facts.names().measure(row.measure);
    let group = facts.names().level(benchmark.group);
    if !group.is_empty() && benchmark.group != page_of {
        name = tongue.pick(format!("{name}: {group}"), format!("{name}：{group}"));
    }
    let mut theirs = words::value(unit, benchmark.value);
    if let Some(base) = benchmark.base {
        let base = sentences::base(base);
        theirs = tongue.pick(format!("{theirs} ({base})"), format!("{theirs}（{base}）"));
    }
    let gap = words::difference(unit, row.ours - benchmark.value);
    let gap = match row.change {
        Some(change) => super::verdict(facts, row.measure, change, gap),
        None => CellView::text(tongue.pick(format!("({gap})"), format!("（{gap}）"))).toned("quiet"),
    };
    let date = dates::day(benchmark.date, tongue);
    let source = tongue.pick(
        format!("{}, {date}", benchmark.source),
        format!("{}，{date}", benchmark.source),
    );
    RowView::of(vec![
        CellView::text(name),
        CellView::text(words::value(unit, row.ours)),
        CellView::text(benchmark.title()),
        CellView::text(theirs),
        gap,
        CellView::text(source),
    ])
}
