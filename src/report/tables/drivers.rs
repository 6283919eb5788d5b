//! Importance against performance, and what a better rating goes with: where to act first.

use crate::driver::Effect;
use crate::driver::Place;
use crate::driver::Quadrant;
use crate::driver::SetAside;
use crate::locale;
use crate::measure::Unit;
use crate::report::drivers;
use crate::report::drivers::Known;
use crate::report::facts::Facts;
use crate::report::names::inside;
use crate::report::names::listed;
use crate::report::parts;
use crate::report::parts::CellView;
use crate::report::parts::ColumnView;
use crate::report::parts::RowView;
use crate::report::parts::TableView;
use crate::report::sentences;
use crate::report::words;
use crate::site::Html;
use crate::stats::Interval;

/// By how much a rating is thought better, of 100.
const STEP: f64 = 10.0;

/// The table; a sentence where nothing can be said.
pub fn matrix(facts: &Facts) -> Html {
    match drivers::drivers(facts) {
        Some(known) => parts::part(facts, "table.html", &view(facts, known)),
        None => parts::paragraph(facts, "quiet", none(facts)),
    }
}

/// Why there is no analysis.
pub fn none(facts: &Facts) -> &'static str {
    facts.tongue().pick(
        "What goes with the overall rating cannot be told: it takes an overall rating, two items or more, and enough who answered all of them.",
        "无法分析与总体评价的关联：需要一道总体评分题、至少两个单项，以及足够多完整作答的受访者。",
    )
}

/// What goes with ten points more: `+3.1 (+2.2 to +4.0)`.
pub fn effect(facts: &Facts, effect: &Effect) -> String {
    let tongue = facts.tongue();
    let size = words::difference(Unit::Index, effect.slope * STEP);
    let range = effect.interval.map(|found| {
        let ten = Interval {
            low: found.low * STEP,
            high: found.high * STEP,
        };
        words::difference_interval(Unit::Index, ten, tongue)
    });
    match range {
        Some(range) => tongue.pick(format!("{size} ({range})"), format!("{size}（{range}）")),
        None => size,
    }
}

/// The name of a field.
pub fn field_name(facts: &Facts, field: Quadrant) -> &'static str {
    let tongue = facts.tongue();
    match field {
        Quadrant::ConcentrateHere => tongue.pick("improve first", "优先改进"),
        Quadrant::KeepUp => tongue.pick("keep up", "继续保持"),
        Quadrant::LowPriority => tongue.pick("later", "次要改进"),
        Quadrant::PossibleOverkill => tongue.pick("good enough", "维持即可"),
    }
}

/// The field of an item; a question mark where its interval crosses a line.
fn field(facts: &Facts, place: Place) -> String {
    let tongue = facts.tongue();
    let word = field_name(facts, place.quadrant);
    if place.near_line {
        tongue.pick(format!("{word}?"), format!("{word}？"))
    } else {
        word.to_owned()
    }
}

/// The table behind the chart and by itself.
pub fn view(facts: &Facts, known: &Known) -> TableView {
    let tongue = facts.tongue();
    let outcome = drivers::outcome(facts, known);
    let percent = |x: f64| locale::percent(x, 0);
    let range = |found: Option<Interval>, text: &dyn Fn(f64) -> String| {
        found.map_or_else(CellView::none, |found| {
            CellView::text(format!("{}–{}", text(found.low), text(found.high)))
        })
    };
    let interval = super::interval_title(facts);
    let mut columns = vec![
        ColumnView::words(tongue.pick("Item", "项目")),
        ColumnView::numbers(tongue.pick("How well it does", "表现")).unit("0–100"),
        ColumnView::numbers(interval.clone()),
        ColumnView::numbers(tongue.pick("Importance", "重要性")),
        ColumnView::numbers(interval),
    ];
    let with_effects = !known.effects.is_empty();
    if with_effects {
        columns.push(
            ColumnView::numbers(tongue.pick("10 points more go with", "高10分相伴的变化"))
                .unit(tongue.pick("points of 100", "百分制")),
        );
    }
    columns.push(ColumnView::words(tongue.pick("Where it stands", "所处位置")));
    let point = |x: f64| locale::plain(x, 0);
    let rows = known.by_attention().into_iter().map(|driver| {
        let performance = known.performance.get(&driver.variable);
        let mut cells = vec![
            CellView::text(facts.names().variable(driver.variable)),
            performance.map_or_else(CellView::none, |one| CellView::text(point(one.value))),
            range(performance.and_then(|one| one.interval), &point),
            CellView::text(percent(driver.importance)),
            range(driver.interval, &percent),
        ];
        if with_effects {
            let found = known.effects.get(&driver.variable);
            cells.push(found.map_or_else(CellView::none, |found| CellView::text(effect(facts, found))));
        }
        let place = known.places.get(&driver.variable);
        cells.push(place.map_or_else(CellView::none, |place| CellView::text(field(facts, *place))));
        RowView::of(cells)
    });
    TableView {
        name: tongue
            .pick("Importance and performance of each item", "各项的重要性与表现")
            .to_owned(),
        rows: rows.collect(),
        columns,
        note: note(facts, known, &outcome),
        long: true,
        ..TableView::default()
    }
}

/// Which items few could rate and are therefore not among the others; `None` without such.
pub fn set_aside(facts: &Facts, known: &Known) -> Option<String> {
    let tongue = facts.tongue();
    let left = &known.analysis.set_aside;
    let of = left.first()?.of;
    let name = |left: &SetAside| {
        let name = facts.names().variable(left.variable);
        tongue.pick(
            format!("{} ({})", inside(&name, tongue), left.answered),
            format!("“{name}”（{}人）", left.answered),
        )
    };
    let names: Vec<String> = left.iter().map(name).collect();
    Some(tongue.pick(
        format!(
            "Left out, because fewer than half of the {of} could rate them: {}.",
            listed(&names, tongue)
        ),
        format!("以下项目的评分者不足{of}人的一半，未纳入：{}。", names.join("、")),
    ))
}

fn note(facts: &Facts, known: &Known, outcome: &str) -> String {
    let tongue = facts.tongue();
    let analysis = &known.analysis;
    let base = sentences::base(analysis.base);
    let share = analysis.r_squared.map(|share| locale::percent(share, 0));
    let together = share.map_or_else(String::new, |share| {
        tongue.pick(
            format!(" All items together account for {share} of its variance."),
            format!("各项合计解释其方差的{share}。"),
        )
    });
    let left = set_aside(facts, known).map_or_else(String::new, |left| tongue.pick(format!(" {left}"), left));
    tongue.pick(
        format!(
            "Held against the rating behind “{outcome}”, among those who answered all of it ({base}).{together}{left} Importance: each item’s share of that (Johnson’s relative weights). “10 points more go with”: how much higher those rate overall who rate the item 10 points higher, the other items being equal. All of this is association: it does not show what would happen if an item were improved. A question mark: the interval crosses the line between two fields, so the field is not certain."
        ),
        format!(
            "以“{outcome}”所依据的评分为结果变量，限于全部作答者（{base}）。{together}{left}重要性：各项在其中所占份额（Johnson相对权重）。“高10分相伴的变化”：其他各项相同时，对该项评分高10分者，总体评分高多少。以上均为相关关系，不说明改进某一项会带来什么结果。问号表示区间跨越分界线，所处位置不确定。"
        ),
    )
}
