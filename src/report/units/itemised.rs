//! The single items of a unit beside the rest, by the parts of the customer journey they belong to.

use super::lists::advantage;
use super::own::Own;
use super::tables::marks;
use super::tables::rest_cells;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::report::facts::Figure;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::tables;
use crate::report::touchpoints;
use crate::site::Html;

/// The part of the customer journey an item belongs to.
fn touchpoint(own: &Own, item: &Measure) -> Option<String> {
    match item.kind {
        MeasureKind::Mean { of } => own.facts.survey().variable(of).touchpoint.clone(),
        _ => None,
    }
}

/// The touchpoints of the items in the order of the questionnaire, those without one at the end.
fn places(own: &Own) -> Vec<Option<String>> {
    let mut found: Vec<Option<String>> = Vec::new();
    for item in own.items() {
        let place = touchpoint(own, item);
        if !found.contains(&place) {
            found.push(place);
        }
    }
    found.sort_by_key(Option::is_none);
    found
}

/// Every item, what is worst against the rest first, without a rest by its own order; by touchpoints in the order of the
/// questionnaire, where there are several.
pub fn items(own: &Own) -> Html {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let mut items: Vec<(&Measure, Figure)> = own.items().into_iter().map(|item| (item, own.now(item))).collect();
    let sees = items.iter().any(|(item, _)| own.rest(item).is_some());
    let order = |item: &Measure| advantage(own, item).unwrap_or(f64::INFINITY);
    items.sort_by(|(one, _), (two, _)| order(one).total_cmp(&order(two)));
    let mut columns = vec![
        ColumnView::words(tongue.pick("Item", "项目")),
        ColumnView::numbers(tongue.pick("Here", "本单位")),
    ];
    if sees {
        columns.push(ColumnView::numbers(tongue.pick("The rest", "其余")));
        columns.push(ColumnView::numbers(tongue.pick("Difference", "差异")));
    } else {
        columns.push(ColumnView::numbers(tables::interval_title(facts)));
    }
    columns.push(ColumnView::numbers("n"));
    let row = |(item, figure): &(&Measure, Figure), level: usize| {
        let mut cells = vec![
            CellView::text(facts.names().measure(item)),
            tables::value(facts, item, figure),
        ];
        if sees {
            cells.extend(rest_cells(own, item, figure));
        } else {
            cells.push(tables::interval(facts, facts.unit(item), figure));
        }
        cells.push(tables::base(figure));
        RowView {
            level,
            ..RowView::of(cells)
        }
    };
    let mut rows = Vec::new();
    let places = places(own);
    for place in &places {
        if places.len() > 1 {
            let name = place.as_deref().map_or_else(
                || tongue.pick("Other", "其他").to_owned(),
                |touchpoint| touchpoints::name(touchpoint, tongue),
            );
            let mut cells = vec![CellView::text(name)];
            cells.resize(columns.len(), CellView::text(""));
            rows.push(RowView {
                total: true,
                ..RowView::of(cells)
            });
        }
        let here = items.iter().filter(|(item, _)| touchpoint(own, item) == *place);
        rows.extend(here.map(|item| row(item, usize::from(places.len() > 1))));
    }
    let order = if sees && places.len() > 1 {
        tongue.pick(
            "Means of the scale; of each part of the journey the widest gap below the rest comes first.",
            "量表均值；每个触点内，低于其余最多的排在最前。",
        )
    } else if sees {
        tongue.pick(
            "Means of the scale; the widest gap below the rest comes first.",
            "量表均值；低于其余最多的排在最前。",
        )
    } else {
        tongue.pick("Means of the scale.", "量表均值。")
    };
    let first = format!("{order}{}{}", tongue.pick(" ", ""), marks(tongue));
    let view = TableView {
        name: tongue.pick("Better and worse, item by item", "各项优劣").to_owned(),
        note: tables::note(facts, &first, items.iter().map(|(_, figure)| figure)),
        columns,
        rows,
        ..TableView::default()
    };
    parts::part(facts, "table.html", &view)
}
