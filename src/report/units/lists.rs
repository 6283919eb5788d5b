//! What a unit's page says in words: the paragraph on top, what to do first, how to read it.

use super::own::Own;
use crate::diagnostic::Tongue;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Verdict;
use crate::locale;
use crate::measure::Unit;
use crate::model::Measure;
use crate::report::names::inside;
use crate::report::names::listed;
use crate::report::parts;
use crate::report::parts::ItemView;
use crate::report::parts::ListView;
use crate::report::ranking::order;
use crate::report::ranking::size;
use crate::report::words;
use crate::site::Html;
use std::cmp::Reverse;

/// Measures named in a sentence.
const NAMED: usize = 3;

/// Items named as the lowest where none is below the rest.
const LOWEST: usize = 2;

/// The paragraph a manager reads first: where the unit differs from the rest, and what changed.
pub fn lead(own: &Own) -> Html {
    let mut sentences = vec![against_rest(own)];
    sentences.extend(changed(own));
    let text = sentences.join(own.facts.tongue().pick(" ", ""));
    parts::paragraph(&own.facts, "lead", &text)
}

/// The names of measures in a sentence, of many the first few.
fn named(own: &Own, measures: &[&Measure]) -> String {
    let tongue = own.facts.tongue();
    let names: Vec<String> = measures
        .iter()
        .map(|measure| inside(&own.facts.names().measure(measure), tongue))
        .collect();
    let (named, left) = names.split_at(names.len().min(NAMED));
    match left.len() {
        0 => listed(named, tongue),
        more => tongue.pick(
            format!("{} and {more} more", named.join(", ")),
            format!("{}等{}项", named.join("、"), names.len()),
        ),
    }
}

/// All figures that are compared, the headline ones first, then the largest differences: who is told that nothing stands out
/// must find nothing that does further down.
fn compared<'a>(own: &'a Own, with: impl Fn(&Measure) -> Option<&'a Change>) -> Vec<(&'a Measure, &'a Change)> {
    let found = own
        .measures()
        .into_iter()
        .filter_map(|measure| Some((measure, with(measure)?)));
    let mut found: Vec<(&Measure, &Change)> = found.collect();
    found.sort_by_key(|(measure, change)| (!measure.headline, Reverse(order(size(change)))));
    found
}

fn against_rest(own: &Own) -> String {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let unit = facts.names().level(own.group);
    let compared = compared(own, |measure| own.rest(measure));
    let of = |good: bool| -> Vec<&Measure> {
        let is = |(measure, change): &&(&Measure, &Change)| {
            words::is_good(change.verdict, facts.better(measure)) == Some(good)
        };
        compared.iter().filter(is).map(|(measure, _)| *measure).collect()
    };
    let (better, worse) = (of(true), of(false));
    let (above, below) = (named(own, &better), named(own, &worse));
    match (compared.is_empty(), better.is_empty(), worse.is_empty()) {
        (true, ..) => tongue.pick(
            "How the others do is not shown here: there are too few of them for that.".to_owned(),
            "此处不显示其余单位的水平：其余单位过少。".to_owned(),
        ),
        (_, false, false) => tongue.pick(
            format!("{unit} does better than the rest on {above}, but worse on {below}."),
            format!("{unit}的{above}好于其余，{below}差于其余。"),
        ),
        (_, false, true) => tongue.pick(
            format!("{unit} does better than the rest on {above}."),
            format!("{unit}的{above}好于其余。"),
        ),
        (_, true, false) => tongue.pick(
            format!("{unit} does worse than the rest on {below}."),
            format!("{unit}的{below}差于其余。"),
        ),
        (_, true, true) if compared.iter().all(|(_, change)| change.verdict == Verdict::TooFew) => {
            let needed = facts.settings().flag_below;
            tongue.pick(
                format!("Fewer than {needed} people answered: too few to say whether {unit} is better or worse than the rest. Take the figures as a first impression."),
                format!("回答不足{needed}份：还不能判断{unit}好于还是差于其余。数值仅供参考。"),
            )
        }
        _ => tongue.pick(
            format!("{unit} does not stand out from the rest: its differences could be chance."),
            format!("{unit}与其余相比未见突出：差异可能出于偶然。"),
        ),
    }
}

/// What changed since the last wave.
fn changed(own: &Own) -> Option<String> {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let mut found = compared(own, |measure| own.previous(measure));
    // Of too few answers nothing is said twice.
    found.retain(|(_, change)| change.verdict != Verdict::TooFew);
    let Against::Previous(wave) = &found.first()?.1.against else {
        return None;
    };
    let of = |up: bool| -> Vec<&Measure> {
        let is = |(_, change): &&(&Measure, &Change)| change.verdict.is_up() == Some(up);
        found.iter().filter(is).map(|(measure, _)| *measure).collect()
    };
    let (rose, fell) = (of(true), of(false));
    let (up, down) = (named(own, &rose), named(own, &fell));
    Some(match (rose.is_empty(), fell.is_empty()) {
        (false, false) => tongue.pick(
            format!("Since {wave}, {up} rose and {down} fell."),
            format!("较{wave}，{up}上升，{down}下降。"),
        ),
        (false, true) => tongue.pick(format!("Since {wave}, {up} rose."), format!("较{wave}，{up}上升。")),
        (true, false) => tongue.pick(format!("Since {wave}, {down} fell."), format!("较{wave}，{down}下降。")),
        (true, true) => tongue.pick(
            format!("There is no evidence of a change since {wave}."),
            format!("较{wave}未检出显著变化。"),
        ),
    })
}

/// How far an item lies from the rest on the good side, as a part of its scale: items on different scales sort by it.
pub fn advantage(own: &Own, measure: &Measure) -> Option<f64> {
    let change = own.rest(measure)?;
    let width = match own.facts.unit(measure) {
        Unit::Scale(low, high) => high - low,
        Unit::Share => 1.0,
        Unit::Nps => 200.0,
        Unit::Index | Unit::Number => 100.0,
    };
    let up = change.comparison.difference / width;
    Some(if own.facts.better(measure) == crate::model::Better::High {
        up
    } else {
        -up
    })
}

/// Where the unit stands on its scale, 0 the worst.
fn height(own: &Own, measure: &Measure) -> Option<f64> {
    let value = own.now(measure).estimate?.value;
    let part = match own.facts.unit(measure) {
        Unit::Scale(low, high) => (value - low) / (high - low),
        Unit::Share => value,
        Unit::Nps => (value + 100.0) / 200.0,
        Unit::Index | Unit::Number => value / 100.0,
    };
    Some(if own.facts.better(measure) == crate::model::Better::High {
        part
    } else {
        1.0 - part
    })
}

/// What to do first: what lies below the rest, the widest gap first; where nothing does, the lowest items by themselves.
pub fn first(own: &Own, most: usize) -> Html {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let mut items = own.items();
    if items.is_empty() {
        items = own.measures();
    }
    let mut below: Vec<(&Measure, &Change, f64)> = items
        .iter()
        .filter_map(|measure| {
            let change = own.rest(measure)?;
            let is_bad = words::is_good(change.verdict, facts.better(measure)) == Some(false);
            is_bad.then_some((*measure, change, advantage(own, measure)?))
        })
        .collect();
    below.sort_by(|one, two| one.2.total_cmp(&two.2));
    let (mut list, note) = (Vec::new(), nothing_below(own, below.is_empty()));
    for (measure, change, _) in below.into_iter().take(most) {
        list.push(ItemView {
            mark: words::mark(change.verdict).to_owned(),
            tone: "bad".to_owned(),
            lead: ended(&facts.names().measure(measure), tongue),
            text: gap(own, measure, change),
        });
    }
    if list.is_empty() {
        let mut own_lowest: Vec<(&Measure, f64)> = items
            .iter()
            .filter_map(|item| Some((*item, height(own, item)?)))
            .collect();
        own_lowest.sort_by(|one, two| one.1.total_cmp(&two.1));
        for (measure, _) in own_lowest.into_iter().take(LOWEST) {
            let Some(known) = own.now(measure).estimate else {
                continue;
            };
            let value = words::value(facts.unit(measure), known.value);
            list.push(ItemView {
                mark: String::new(),
                tone: "quiet".to_owned(),
                lead: ended(&facts.names().measure(measure), tongue),
                text: tongue.pick(
                    format!("{value}: among the lowest here by itself."),
                    format!("{value}，为本单位自身较低的项目。"),
                ),
            });
        }
    }
    if list.is_empty() {
        return parts::paragraph(facts, "", &note);
    }
    let view = ListView {
        ordered: true,
        marked: false,
        items: list,
        note: String::new(),
    };
    parts::joined([
        parts::paragraph(facts, "", &note),
        parts::part(facts, "list.html", &view),
    ])
}

fn nothing_below(own: &Own, nothing: bool) -> String {
    let tongue = own.facts.tongue();
    let said = match (nothing, own.sees_rest()) {
        (false, _) => tongue.pick(
            "Here others do better by more than chance; somebody has shown how it is done.",
            "以下各项其他单位做得更好，且并非偶然，说明有办法做到。",
        ),
        (true, true) => tongue.pick(
            "Nothing lies below the rest by more than chance. What is lowest here is the next best place to look.",
            "没有项目在超出偶然的程度上低于其余。可先看本单位自身较低的项目。",
        ),
        (true, false) => tongue.pick(
            "What is lowest here is the first place to look.",
            "可先看本单位自身较低的项目。",
        ),
    };
    said.to_owned()
}

/// "3.41 here, 3.86 in the rest (−0.45)."
fn gap(own: &Own, measure: &Measure, change: &Change) -> String {
    let tongue = own.facts.tongue();
    let unit = own.facts.unit(measure);
    let (here, rest) = (words::value(unit, change.value), words::value(unit, change.reference));
    let size = words::difference(unit, change.comparison.difference);
    tongue.pick(
        format!("{here} here, {rest} in the rest ({size})."),
        format!("本单位{here}，其余{rest}（{size}）。"),
    )
}

fn ended(name: &str, tongue: Tongue) -> String {
    let name = name.trim_end_matches(['.', '。', '?', '？']);
    tongue.pick(format!("{name}:"), format!("{name}："))
}

/// How the page is read: what the rest is, when a difference counts, what is not shown.
pub fn measured(own: &Own) -> Html {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let level = locale::percent(facts.input.scores.level, 0);
    let (flag, hide) = (facts.settings().flag_below, facts.settings().hide_below);
    let mut text = vec![
        tongue
            .pick(
                "“The rest” is all other units taken together; no other unit is shown alone.",
                "“其余”是全部其他单位的合计；不单独显示任何其他单位。",
            )
            .to_owned(),
    ];
    text.push(tongue.pick(
        format!("▲ and ▼ mark differences that are more than chance (tested for all units together, so that few of them are false alarms) and large enough to matter. Intervals: {level}."),
        format!("▲▼表示超出偶然（对所有单位一并检验并校正，误报很少）且大到值得注意的差异。区间为{level}置信区间。"),
    ));
    text.push(tongue.pick(
        format!(
            "Figures from fewer than {flag} answers are a first impression (†); from fewer than {hide} none are shown."
        ),
        format!("样本量不足{flag}的数值仅供参考（†）；不足{hide}的不予显示。"),
    ));
    text.push(
        tongue
            .pick(
                "A difference says where to look, not who is to blame: customers, range and place differ too.",
                "差异提示该看哪里，而非归咎于谁：客群、商品和位置也各不相同。",
            )
            .to_owned(),
    );
    parts::joined(text.iter().map(|text| parts::paragraph(facts, "", text)))
}
