//! What each measure is, and which files the answers came from, in tables.

use super::facts::Facts;
use super::input::FileMark;
use super::notes::wording;
use super::parts::CellView;
use super::parts::ColumnView;
use super::parts::RowView;
use super::parts::TableView;
use crate::locale;
use crate::measure;
use crate::model::Measure;
use crate::model::MeasureKind;

/// What each measure is.
pub fn definitions(facts: &Facts) -> TableView {
    let tongue = facts.tongue();
    let row = |measure: &Measure| {
        let rule = measure::ALL.into_iter().find(|rule| rule.applies(&measure.kind));
        let meaning = rule.map(measure::Rule::meaning).unwrap_or_default();
        let mut text = part_of(facts, measure).unwrap_or_else(|| tongue.pick(meaning[0], meaning[1]).to_owned());
        if let Some(points) = counted(facts, measure) {
            text = format!("{text} {points}");
        }
        let filter = measure.filter.as_ref().map(|condition| condition.text.clone());
        if let Some(filter) = filter {
            text.push_str(&tongue.pick(format!(" Only where {filter}."), format!("仅限{filter}。")));
        }
        let asked = wording(facts, measure).unwrap_or_else(|| items_of(facts, measure));
        RowView::of(vec![
            CellView::text(facts.names().measure(measure)),
            CellView::text(text),
            CellView::text(asked),
        ])
    };
    TableView {
        id: String::new(),
        title: (tongue.pick("Measures", "指标定义").to_owned()),
        name: tongue.pick("Measures", "指标定义").to_owned(),
        note: String::new(),
        long: true,
        columns: vec![
            ColumnView::words(tongue.pick("Measure", "指标")),
            ColumnView::words(tongue.pick("What it is", "含义")),
            ColumnView::words(tongue.pick("Of", "依据")),
        ],
        rows: facts.measures().iter().map(row).collect(),
    }
}

/// Of which index a measure is a part, and with what weight.
fn part_of(facts: &Facts, measure: &Measure) -> Option<String> {
    let MeasureKind::Index(own) = &measure.kind else {
        return None;
    };
    let root = facts.survey().index.as_ref()?;
    let (_, parent) = root
        .walk()
        .into_iter()
        .find(|(_, node)| node.parts.iter().any(|part| part.id == own.id))?;
    let (name, weight) = (facts.names().text(&parent.title), locale::percent(own.weight, 0));
    Some(facts.tongue().pick(
        format!("Part of “{name}”, weight {weight}."),
        format!("“{name}”的组成部分，权重{weight}。"),
    ))
}

/// The points a box counts.
fn counted(facts: &Facts, measure: &Measure) -> Option<String> {
    let (of, best) = match measure.kind {
        MeasureKind::TopBox { of, top } => (of, Some(top)),
        MeasureKind::BottomBox { of, bottom } => (of, Some(bottom)),
        _ => return None,
    };
    let mut points = super::charts::worst_first(facts, of);
    if matches!(measure.kind, MeasureKind::TopBox { .. }) {
        points.reverse();
    }
    let named: Vec<String> = points
        .iter()
        .take(best?)
        .map(|point| facts.names().option(of, *point))
        .collect();
    let tongue = facts.tongue();
    Some(tongue.pick(
        format!("Here: {}.", named.join(", ")),
        format!("此处为：{}。", named.join("、")),
    ))
}

fn items_of(facts: &Facts, measure: &Measure) -> String {
    let MeasureKind::Index(node) = &measure.kind else {
        return String::new();
    };
    let of_parts: Vec<String> = node.parts.iter().map(|part| facts.names().text(&part.title)).collect();
    let of_items: Vec<String> = node.items.iter().map(|item| facts.names().variable(*item)).collect();
    of_parts
        .into_iter()
        .chain(of_items)
        .collect::<Vec<_>>()
        .join(facts.tongue().pick(", ", "、"))
}

/// The files the answers came from.
pub fn files(facts: &Facts) -> TableView {
    let tongue = facts.tongue();
    let files = &facts.input.provenance.files;
    let row = |file: &FileMark| {
        RowView::of(vec![
            CellView::text(file.name.clone()),
            CellView::text(file.sha256.chars().take(16).collect::<String>()),
        ])
    };
    TableView {
        id: String::new(),
        title: (tongue.pick("Files of answers", "答卷文件").to_owned()),
        name: tongue.pick("Files of answers", "答卷文件").to_owned(),
        note: String::new(),
        long: true,
        columns: vec![
            ColumnView::words(tongue.pick("File", "文件")),
            ColumnView::words("SHA-256"),
        ],
        rows: files.iter().map(row).collect(),
    }
}
