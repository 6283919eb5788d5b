//! A unit's figures beside the rest: cards, headline table, items.

use super::own::Own;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Showing;
use crate::finding::Verdict;
use crate::model::Measure;
use crate::report::cards;
use crate::report::charts::sparkline_of;
use crate::report::facts::Figure;
use crate::report::parts;
use crate::report::parts::CardView;
use crate::report::parts::CardsView;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::sentences;
use crate::report::tables;
use crate::report::words;
use crate::site::Html;

/// Cards shown at most.
const MOST: usize = 5;

/// The headline figures of the unit: how they compare with the rest, and with the last wave.
pub fn cards(own: &Own) -> Html {
    let view = CardsView {
        cards: own
            .headline()
            .into_iter()
            .take(MOST)
            .map(|measure| card(own, measure))
            .collect(),
    };
    parts::part(&own.facts, "cards.html", &view)
}

fn card(own: &Own, measure: &Measure) -> CardView {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let unit = facts.unit(measure);
    let figure = own.now(measure);
    let estimate = figure.estimate.as_ref();
    let rest = own.rest(measure);
    let note = match (figure.reason, figure.showing) {
        (Some(reason), _) => words::reason(reason, tongue),
        (None, Showing::Shown) => "",
        (None, other) => words::showing(other, tongue),
    };
    CardView {
        name: facts.names().measure(measure),
        value: estimate.map_or_else(|| tables::HIDDEN.to_owned(), |known| words::headline(unit, known.value)),
        unit: String::new(),
        interval: estimate
            .and_then(|known| known.interval)
            .map_or_else(String::new, |ends| words::interval(unit, ends, tongue)),
        base: estimate.map_or_else(String::new, |known| sentences::base(known.base)),
        change: rest.map_or_else(String::new, |change| beside_rest(own, measure, change)),
        mark: rest.map_or("", |change| words::mark(change.verdict)).to_owned(),
        tone: rest
            .map_or("quiet", |change| parts::tone(change.verdict, facts.better(measure)))
            .to_owned(),
        note: note.to_owned(),
        target: own
            .previous(measure)
            .map_or_else(String::new, |change| since(own, measure, change)),
        benchmark: own
            .target(measure)
            .map_or_else(String::new, |change| cards::target(facts, measure, change)),
        spark: estimate.and_then(|_| sparkline_of(facts, measure, own.group)),
    }
}

/// "above the rest: 74% (+6.1)".
fn beside_rest(own: &Own, measure: &Measure, change: &Change) -> String {
    let tongue = own.facts.tongue();
    let unit = own.facts.unit(measure);
    let size = words::difference(unit, change.comparison.difference);
    let rest = words::headline(unit, change.reference);
    let (en, zh) = match change.verdict {
        Verdict::Above | Verdict::Rose => ("above the rest", "高于其余"),
        Verdict::Below | Verdict::Fell => ("below the rest", "低于其余"),
        Verdict::Small => ("close to the rest", "与其余相近"),
        Verdict::NoEvidence => ("no evidence of a difference from the rest", "与其余未检出显著差异"),
        Verdict::TooFew => ("too few answers to compare with the rest", "样本不足，不与其余比较"),
    };
    if change.verdict == Verdict::TooFew {
        return tongue.pick(en, zh).to_owned();
    }
    tongue.pick(
        format!("{en} at {rest} ({size})"),
        format!("{zh}（其余{rest}，{size}）"),
    )
}

/// "rose since 2026Q3 (+3.2)".
fn since(own: &Own, measure: &Measure, change: &Change) -> String {
    let tongue = own.facts.tongue();
    let size = words::difference(own.facts.unit(measure), change.comparison.difference);
    let Against::Previous(wave) = &change.against else {
        return String::new();
    };
    let word = match change.verdict {
        Verdict::NoEvidence => tongue.pick("No evidence of a change", "未检出显著变化"),
        Verdict::TooFew => tongue.pick("Too few answers to compare", "样本不足，不作比较"),
        Verdict::Rose => tongue.pick("Rose", "上升"),
        Verdict::Fell => tongue.pick("Fell", "下降"),
        _ => tongue.pick("Hardly changed", "变化很小"),
    };
    tongue.pick(
        format!("{word} since {wave} ({size})"),
        format!("较{wave}{word}（{size}）"),
    )
}

/// Every measure of the definition: the unit, its interval, the rest, the last wave.
pub fn standing(own: &Own) -> Html {
    let facts = &own.facts;
    let tongue = facts.tongue();
    // Parts stand below their index, as in the report.
    let (depths, measures): (Vec<usize>, Vec<&Measure>) = tables::ordered(facts)
        .into_iter()
        .filter(|(_, measure)| own.measures().contains(measure))
        .unzip();
    let sees = measures.iter().any(|measure| own.rest(measure).is_some());
    let wave = measures
        .iter()
        .find_map(|measure| match &own.previous(measure)?.against {
            Against::Previous(wave) => Some(wave.to_string()),
            _ => None,
        });
    let mut columns = vec![
        ColumnView::words(tongue.pick("Measure", "指标")),
        ColumnView::numbers(tongue.pick("Here", "本单位")),
    ];
    if sees {
        columns.push(ColumnView::numbers(tongue.pick("The rest", "其余")));
        columns.push(ColumnView::numbers(tongue.pick("Difference", "差异")));
    }
    columns.push(ColumnView::numbers(tables::interval_title(facts)));
    columns.push(ColumnView::numbers("n"));
    let aims = measures.iter().any(|measure| own.target(measure).is_some());
    if aims {
        columns.push(ColumnView::numbers(tongue.pick("Target", "目标")).unit(tongue.pick("gap", "差距")));
    }
    if let Some(wave) = &wave {
        columns.push(ColumnView::numbers(
            tongue.pick(format!("Since {wave}"), format!("较{wave}")),
        ));
    }
    let figures: Vec<Figure> = measures.iter().map(|measure| own.now(measure)).collect();
    let rows = measures
        .iter()
        .zip(&figures)
        .zip(depths)
        .map(|((measure, figure), level)| {
            let mut cells = vec![
                CellView::text(facts.names().measure(measure)),
                tables::value(facts, measure, figure),
            ];
            if sees {
                cells.extend(rest_cells(own, measure, figure));
            }
            cells.push(tables::interval(facts, facts.unit(measure), figure));
            cells.push(tables::base(figure));
            if aims {
                let change = own.target(measure);
                cells.push(change.map_or_else(CellView::default, |change| tables::target(facts, measure, change)));
            }
            if wave.is_some() {
                cells.push(tables::difference(facts, measure, own.previous(measure)));
            }
            RowView {
                cells,
                level,
                ..RowView::default()
            }
        });
    let view = TableView {
        name: tongue.pick("Where we stand", "我们的水平").to_owned(),
        note: tables::note(facts, marks(tongue), &figures),
        columns,
        rows: rows.collect(),
        ..TableView::default()
    };
    parts::part(facts, "table.html", &view)
}

/// The unit's figures beside those of others; nothing where there are none.
pub fn benchmarks(own: &Own) -> Html {
    tables::benchmarks_of(&own.facts, &own.benchmarks(), own.group)
}

/// What the marks of a table say.
pub fn marks(tongue: crate::diagnostic::Tongue) -> &'static str {
    tongue.pick(
        "▲ ▼: more than chance and large enough to matter; blue is better, orange worse. Grey: could be chance, or too small to matter.",
        "▲▼：超出偶然且大到值得注意；蓝色为好，橙色为差。灰色：可能出于偶然，或小到不必在意。",
    )
}

/// The rest and the difference, where the rest may be seen.
pub fn rest_cells(own: &Own, measure: &Measure, figure: &Figure) -> [CellView; 2] {
    let facts = &own.facts;
    match own.rest(measure) {
        Some(change) => [
            CellView::text(words::value(facts.unit(measure), change.reference)),
            tables::difference(facts, measure, Some(change)),
        ],
        None if figure.is_hidden() => [tables::absent(figure), tables::absent(figure)],
        None => [CellView::none(), CellView::none()],
    }
}
