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
    benchmark_table(facts, rows, page_of).map_or_else(Html::default, |view| parts::part(facts, "table.html", &view))
}

/// What came out beside others, in a line.
pub fn benchmark_heading(facts: &Facts) -> String {
    let (tongue, rows) = (facts.tongue(), facts.benchmarks());
    let good = |row: &&Beside<'_>, wanted: bool| {
        let found = row.change.filter(|change| change.verdict.is_finding());
        found.and_then(|change| words::is_good(change.verdict, facts.better(row.measure))) == Some(wanted)
    };
    let count = |wanted| rows.iter().filter(|row| good(row, wanted)).count();
    let (better, worse, all) = (count(true), count(false), rows.len());
    if better + worse == 0 {
        return tongue
            .pick("No evidence of a difference from others", "与他人相比未检出显著差异")
            .to_owned();
    }
    tongue.pick(
        format!("Beside others: better on {better} and worse on {worse} of {all} benchmarks"),
        format!("与他人比较：{all}项基准中{better}项较好，{worse}项较差"),
    )
}

/// The table itself.
pub fn benchmark_table(facts: &Facts, rows: &[Beside<'_>], page_of: Group) -> Option<TableView> {
    if rows.is_empty() {
        return None;
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
    let source = |row: &Beside<'_>| said(facts, row);
    let one = rows
        .first()
        .map(source)
        .filter(|first| rows.iter().all(|row| source(row) == *first));
    if let Some(source) = &one {
        note += &tongue.pick(format!(" Source: {source}."), format!("来源：{source}。"));
    }
    let mut columns = vec![
        ColumnView::words(tongue.pick("Measure", "指标")),
        ColumnView::numbers(facts.wave.to_string()),
        ColumnView::words(tongue.pick("Benchmark", "基准")),
        ColumnView::numbers(tongue.pick("Theirs", "他人")),
        ColumnView::numbers(tongue.pick("Gap", "差距")),
    ];
    let origin = if one.is_some() { Origin::Note } else { Origin::Row };
    if let Origin::Row = origin {
        columns.push(ColumnView::words(tongue.pick("Source", "来源")));
    }
    Some(TableView {
        id: String::new(),
        title: tongue.pick("Beside others", "与他人比较").to_owned(),
        name: tongue.pick("Benchmarks", "基准").to_owned(),
        note,
        long: true,
        columns,
        rows: rows.iter().map(|row| line(facts, row, origin, page_of)).collect(),
    })
}

/// Where the source of a figure stands.
#[derive(Debug, Clone, Copy)]
enum Origin {
    /// In its row.
    Row,
    /// Once below the table: all have the same.
    Note,
}

fn line(facts: &Facts, row: &Beside<'_>, origin: Origin, page_of: Group) -> RowView {
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
    let mut cells = vec![
        CellView::text(name),
        CellView::text(words::value(unit, row.ours)),
        CellView::text(tongue.pick(&benchmark.called.en, &benchmark.called.zh).as_str()),
        CellView::text(theirs),
        gap,
    ];
    if let Origin::Row = origin {
        cells.push(CellView::text(said(facts, row)));
    }
    RowView::of(cells)
}

/// Who published a benchmark, and when.
fn said(facts: &Facts, row: &Beside<'_>) -> String {
    let tongue = facts.tongue();
    let (by, date) = (&row.benchmark.published_by, dates::day(row.benchmark.date, tongue));
    tongue.pick(format!("{}, {date}", by.en), format!("{}，{date}", by.zh))
}
