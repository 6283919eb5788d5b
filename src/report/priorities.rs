//! What to look at first: a simple list with its reasons. An order of attention, not of causes.

use super::charts::by_size;
use super::drivers;
use super::facts::Facts;
use super::parts;
use super::parts::ItemView;
use super::parts::ListView;
use super::ranking;
use super::words;
use crate::diagnostic::Tongue;
use crate::finding::Against;
use crate::finding::Change;
use crate::locale;
use crate::measure::Unit;
use crate::measure::index::contributions;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::VariableIndex;
use crate::site::Html;
use crate::tabulation::Group;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// What something on the list is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Subject {
    /// A rating; a measure of one rating is about it too.
    Item(VariableIndex),
    /// Another measure.
    Measure(String),
    /// A group.
    Group(Group),
}

#[derive(Debug, Default)]
struct Case {
    /// In units of what matters, summed over the reasons.
    weight: f64,
    reasons: Vec<String>,
}

/// Up to `top` subjects with the reasons why they are on the list, the most urgent first.
pub fn items(facts: &Facts, top: usize) -> Vec<ItemView> {
    let tongue = facts.tongue();
    let mut cases: BTreeMap<Subject, Case> = BTreeMap::new();
    from_changes(facts, &mut cases);
    from_index(facts, &mut cases);
    from_drivers(facts, &mut cases);
    let mut ranked: Vec<(Subject, Case)> = cases.into_iter().collect();
    ranked.sort_by_key(|(_, case)| Reverse(ranking::order(case.weight)));
    ranked.truncate(top);
    let item = |(subject, case): (Subject, Case)| ItemView {
        mark: String::new(),
        tone: String::new(),
        lead: format!("{}{}", name(facts, &subject), tongue.pick(":", "：")),
        text: case.reasons.join(tongue.pick("; ", "；")),
    };
    ranked.into_iter().map(item).collect()
}

/// How the list is ordered, and what it does not say.
pub fn note(tongue: Tongue) -> &'static str {
    tongue.pick(
        "Ordered by the size of each difference, in units of what counts as one, times the share of respondents it concerns. The list says where to look, not why, and not what would help.",
        "按差异大小（以实际意义界限为单位）乘以所涉受访者的比例排序。本表只提示应先看哪里，不说明原因，也不代表改进效果。",
    )
}

/// The list as a part of a document.
pub fn priorities(facts: &Facts, top: usize) -> Html {
    let tongue = facts.tongue();
    let items = items(facts, top);
    if items.is_empty() {
        let text = tongue.pick(
            "Nothing fell, misses its target or stands below the rest beyond doubt.",
            "没有发现明显下降、低于目标或低于其他组的内容。",
        );
        return parts::paragraph(facts, "", text);
    }
    parts::part(
        facts,
        "list.html",
        &ListView {
            ordered: true,
            items,
            note: note(tongue).to_owned(),
            ..ListView::default()
        },
    )
}

fn name(facts: &Facts, subject: &Subject) -> String {
    match subject {
        Subject::Item(item) => facts.names().variable(*item),
        Subject::Measure(id) => facts
            .measures()
            .iter()
            .find(|measure| measure.id == **id)
            .map_or_else(String::new, |measure| facts.names().measure(measure)),
        Subject::Group(group) => facts.names().group(*group),
    }
}

/// Falls, missed targets, groups below the rest: whatever is a finding and not welcome.
fn from_changes(facts: &Facts, cases: &mut BTreeMap<Subject, Case>) {
    for change in ranking::findings(facts) {
        let Some(measure) = facts.measure(&change.measure) else {
            continue;
        };
        if words::is_good(change.verdict, facts.better(measure)) != Some(false) {
            continue;
        }
        if !of_its_own(facts, measure, change) {
            continue;
        }
        let subject = match (change.group, &measure.kind) {
            (Group::Total, MeasureKind::Index(node)) if !node.parts.is_empty() && !measure.headline => continue,
            (Group::Total, MeasureKind::TopBox { of, .. } | MeasureKind::BottomBox { of, .. }) if !measure.headline => {
                Subject::Item(*of)
            }
            (Group::Total, _) => Subject::Measure(measure.id.to_string()),
            (group, _) => Subject::Group(group),
        };
        let case = cases.entry(subject.clone()).or_default();
        // A group that is low on everything is one case, not one for each measure.
        if matches!(subject, Subject::Group(_)) && case.reasons.len() >= 2 {
            continue;
        }
        case.weight += ranking::size(change) * concerned(facts, change.group);
        case.reasons.push(reason(facts, measure, change));
    }
}

fn reason(facts: &Facts, measure: &Measure, change: &Change) -> String {
    let tongue = facts.tongue();
    let unit = facts.unit(measure);
    let size = words::difference(unit, change.comparison.difference);
    let word = words::points_word(unit, tongue);
    let size = size.trim_start_matches(['+', '\u{2212}']);
    let size = tongue.pick(format!("{size} {word}"), format!("{size}{word}"));
    let (size, value) = (size.trim_end(), words::value(unit, change.value));
    let verb = words::verdict(change.verdict, tongue);
    let name = if change.group == Group::Total {
        String::new()
    } else {
        let name = facts.names().measure(measure);
        tongue.pick(format!("{} ", super::names::inside(&name, tongue)), name)
    };
    let base = super::sentences::base(change.base);
    let side = if change.verdict.is_up() == Some(true) {
        "高"
    } else {
        "低"
    };
    match &change.against {
        Against::Rest => tongue.pick(
            format!("{name}{size} {verb} the rest, at {value} ({base})"),
            format!("{name}比其余受访者{side}{size}，为{value}（{base}）"),
        ),
        Against::Target(_) => tongue.pick(
            format!(
                "{name}{size} {verb} the target of {}",
                words::value(unit, change.reference)
            ),
            format!("{name}比目标{}{side}{size}", words::value(unit, change.reference)),
        ),
        Against::Benchmark(of) => {
            let (other, of) = (words::value(unit, change.reference), facts.benchmark_name(of));
            tongue.pick(
                format!("{name}{size} {verb} the benchmark of {other} ({of})"),
                format!("{name}比基准{other}（{of}）{side}{size}"),
            )
        }
        Against::Previous(wave) | Against::YearBefore(wave) | Against::Wave(wave) => tongue.pick(
            format!("{name}{verb} by {size} to {value} since {wave}"),
            format!("{name}较{wave}{verb}{size}，为{value}"),
        ),
    }
}

/// A group that moved as everybody did is no case of its own: it must stand apart from the rest as well.
fn of_its_own(facts: &Facts, measure: &Measure, change: &Change) -> bool {
    let wave = matches!(change.against, Against::Previous(_));
    let apart = facts
        .rest(measure, change.group)
        .is_some_and(|rest| rest.verdict.is_finding());
    change.group == Group::Total || !wave || apart
}

/// Share of the wave's respondents a finding is about.
fn concerned(facts: &Facts, group: Group) -> f64 {
    let all = facts.rows(&facts.wave, Group::Total);
    if all == 0 {
        0.0
    } else {
        facts.rows(&facts.wave, group) as f64 / all as f64
    }
}

/// What a better rating of an item that is on the list goes with. The order stays that of the differences.
fn from_drivers(facts: &Facts, cases: &mut BTreeMap<Subject, Case>) {
    let tongue = facts.tongue();
    let Some(known) = drivers::drivers(facts) else { return };
    let outcome = drivers::outcome(facts, known);
    for effect in known.effects.values() {
        let Some(case) = cases.get_mut(&Subject::Item(effect.variable)) else {
            continue;
        };
        let size = super::tables::effect(facts, effect);
        case.reasons.push(tongue.pick(
            format!("10 points more on it go with {size} points in the rating behind “{outcome}”"),
            format!("该项高10分，“{outcome}”所依据的评分相应为{size}分"),
        ));
    }
}

/// Items whose own change pulled the index down, and those with the most room to the top.
fn from_index(facts: &Facts, cases: &mut BTreeMap<Subject, Case>) {
    let tongue = facts.tongue();
    let Ok(Some(index)) = super::arguments::index(facts, None) else {
        return;
    };
    if facts.now(index, Group::Total).estimate.is_none() {
        return;
    }
    let practical = facts.settings().practical.index.max(f64::MIN_POSITIVE);
    if let Some(found) = facts.decomposition(index) {
        for mover in by_size(found)
            .into_iter()
            .filter(|mover| mover.verdict.is_up() == Some(false))
        {
            let case = cases.entry(Subject::Item(mover.item)).or_default();
            case.weight += (mover.now - mover.then).abs() / practical;
            let (points, all) = (
                words::difference(Unit::Index, mover.points),
                words::difference(Unit::Index, found.points),
            );
            case.reasons.push(tongue.pick(
                format!("contributed {points} to the index’s change of {all}"),
                format!("在指数{all}分的变化中占{points}分"),
            ));
        }
    }
    let Some(view) = facts.view(&facts.wave, Group::Total) else {
        return;
    };
    let least = facts.settings().flag_below;
    let mut parts = contributions(index, &view);
    parts.retain(|part| part.base >= least);
    let mean = parts.iter().map(|part| part.mean).sum::<f64>() / parts.len().max(1) as f64;
    parts.retain(|part| part.mean < mean);
    let room = |weight: f64, mean: f64| weight * (100.0 - mean);
    parts.sort_by_key(|part| Reverse(ranking::order(room(part.weight, part.mean))));
    for part in parts.iter().take(2) {
        let case = cases.entry(Subject::Item(part.item)).or_default();
        // An item that is low and heavy but did not move comes after what moved.
        case.weight += room(part.weight, part.mean) / practical / 4.0;
        let (weight, score) = (locale::percent(part.weight, 0), words::value(Unit::Index, part.mean));
        case.reasons.push(tongue.pick(
            format!("scores {score} of 100, below the average item, with {weight} of the index’s weight"),
            format!("得分{score}（满分100），低于各项平均，权重占指数{weight}"),
        ));
    }
}
