//! Groups side by side: the headline measures of every group, against the rest, or against the wave before.

use crate::model::Measure;
use crate::model::VariableIndex;
use crate::report::facts::Facts;
use crate::report::facts::Figure;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::site::Html;
use crate::tabulation::Group;

/// What the marks of the table compare with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Values, marked against the rest of the wave.
    Rest,
    /// Changes since the wave before.
    Previous,
}

/// Measures by the groups of some segments.
pub fn groups(facts: &Facts, measures: &[&Measure], segments: &[VariableIndex], compared: Compared) -> Html {
    let tongue = facts.tongue();
    let mut columns = vec![ColumnView::words("")];
    columns.extend(measures.iter().map(|measure| {
        let unit = match compared {
            Compared::Rest => short_unit(facts, measure),
            Compared::Previous => super::points(facts.unit(measure), facts).to_owned(),
        };
        ColumnView::numbers(facts.names().measure(measure)).unit(unit)
    }));
    let mut rows = vec![row(
        facts,
        measures,
        Group::Total,
        tongue.pick("All", "全部").to_owned(),
        compared,
    )];
    rows[0].0.total = true;
    let mut left_out = 0_usize;
    for segment in segments {
        let mut heading = RowView::of(vec![CellView::text(facts.names().variable(*segment))]);
        heading.cells.extend(measures.iter().map(|_| CellView::text("")));
        heading.total = true;
        heading.spans = true;
        heading.segment = facts.survey().variable(*segment).id.to_string();
        rows.push((heading, Vec::new()));
        for group in facts.levels(*segment) {
            if is_empty(facts, measures, group, compared) {
                left_out += 1;
                continue;
            }
            let mut made = row(facts, measures, group, facts.names().level(group), compared);
            made.0.level = 1;
            made.0.segment = facts.segment_id(group);
            rows.push(made);
        }
    }
    let first = match compared {
        Compared::Rest => tongue.pick(
            "▲ ▼ above or below the rest of the wave, as a finding.",
            "▲▼表示与同期其余受访者相比有意义地更高或更低。",
        ),
        Compared::Previous => tongue.pick(
            "Change since the previous wave. ▲ ▼ count as findings; grey: no evidence of a change, or too small to matter.",
            "与上一期相比的变化。▲▼表示有意义的变化；灰色表示未检出显著差异或幅度过小。",
        ),
    };
    let mut first = first.to_owned();
    if left_out > 0 {
        first += &tongue.pick(
            match left_out {
                1 => " One group without answers is left out.".to_owned(),
                some => format!(" {some} groups without answers are left out."),
            },
            format!("没有答卷的{left_out}组未列出。"),
        );
    }
    let figures: Vec<Figure> = rows.iter().flat_map(|(_, figures)| figures.clone()).collect();
    let view = TableView {
        id: String::new(),
        title: String::new(),
        name: match compared {
            Compared::Rest => tongue.pick("Groups against the rest", "各组与其余相比").to_owned(),
            Compared::Previous => tongue.pick("Changes by group", "各组较上期的变化").to_owned(),
        },
        note: super::note(facts, &first, &figures),
        long: true,
        columns,
        rows: rows.into_iter().map(|(row, _)| row).collect(),
    };
    parts::part(facts, "table.html", &view)
}

/// Whether nobody of a group answered: nothing is hidden of it, there is nothing. Of changes, neither before nor now.
fn is_empty(facts: &Facts, measures: &[&Measure], group: Group, compared: Compared) -> bool {
    measures.iter().all(|measure| {
        super::is_unanswered(&facts.now(measure, group))
            && (compared == Compared::Rest || facts.previous(measure, group).is_none())
    })
}

fn row(facts: &Facts, measures: &[&Measure], group: Group, name: String, compared: Compared) -> (RowView, Vec<Figure>) {
    let figures: Vec<Figure> = measures.iter().map(|measure| facts.now(measure, group)).collect();
    let mut cells = vec![CellView::text(name)];
    for (measure, figure) in measures.iter().zip(&figures) {
        cells.push(match compared {
            Compared::Rest => against_rest(facts, measure, figure, group),
            Compared::Previous if figure.is_hidden() => super::absent(figure),
            Compared::Previous => match facts.previous(measure, group) {
                None => CellView::none(),
                change => super::flagged(super::difference(facts, measure, change), figure),
            },
        });
    }
    (RowView::of(cells), figures)
}

fn against_rest(facts: &Facts, measure: &Measure, figure: &Figure, group: Group) -> CellView {
    let cell = super::value(facts, measure, figure);
    match facts.rest(measure, group).filter(|change| change.verdict.is_finding()) {
        Some(change) => cell.marked(
            crate::report::words::mark(change.verdict),
            parts::tone(change.verdict, facts.better(measure)),
        ),
        None => cell,
    }
}

fn short_unit(facts: &Facts, measure: &Measure) -> String {
    match facts.unit(measure) {
        crate::measure::Unit::Share | crate::measure::Unit::Nps | crate::measure::Unit::Number => String::new(),
        crate::measure::Unit::Index => "0–100".to_owned(),
        crate::measure::Unit::Scale(low, high) => {
            format!("{}–{}", crate::locale::plain(low, 0), crate::locale::plain(high, 0))
        }
    }
}
