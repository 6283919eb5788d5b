//! Headings of charts: what the drawing below them shows, as far as its intervals let it be said.

use super::super::charts::Node;
use super::super::charts::Spread;
use super::super::charts::best_points;
use super::super::charts::by_size;
use super::super::charts::percent;
use super::super::facts::Facts;
use super::super::names::inside;
use super::super::ranking;
use super::super::sentences;
use super::super::words;
use crate::finding::Change;
use crate::finding::Decomposition;
use crate::measure::Unit;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::stats::proportion;
use crate::tabulation::Group;

/// A measure: its change since the wave before, else its value.
pub fn measure(facts: &Facts, measure: &Measure) -> String {
    if let Some(change) = facts.previous(measure, Group::Total) {
        return sentences::heading(facts, change);
    }
    let name = facts.names().measure(measure);
    match facts.now(measure, Group::Total).estimate {
        Some(estimate) => {
            let value = words::value(facts.unit(measure), estimate.value);
            facts
                .tongue()
                .pick(format!("{name} is {value}"), format!("{name}为{value}"))
        }
        None => name,
    }
}

/// The group of these segments that differs most from the rest, as a finding.
pub fn largest_rest<'a>(facts: &'a Facts, measure: &Measure, segments: &[VariableIndex]) -> Option<&'a Change> {
    let groups = segments.iter().flat_map(|segment| facts.levels(*segment));
    let found = groups
        .filter_map(|group| facts.rest(measure, group))
        .filter(|change| change.verdict.is_finding());
    found.max_by_key(|change| ranking::order(ranking::size(change)))
}

/// A measure by groups.
pub fn groups(facts: &Facts, measure: &Measure, segments: &[VariableIndex]) -> String {
    if let Some(change) = largest_rest(facts, measure, segments) {
        return sentences::heading(facts, change);
    }
    let name = facts.names().measure(measure);
    let inner = inside(&name, facts.tongue());
    facts.tongue().pick(
        format!("No evidence that groups differ in {inner}"),
        format!("各组的{name}未检出显著差异"),
    )
}

/// The best and the worst line of a battery, where they can be told apart; a single rating by its best points.
pub fn spread(facts: &Facts, spreads: &[Spread]) -> String {
    let tongue = facts.tongue();
    let Some(first) = spreads.first() else {
        return String::new();
    };
    let count = best_points(facts, first.question);
    let known: Vec<(&Spread, f64)> = spreads
        .iter()
        .filter_map(|spread| Some((spread, spread.best(count)?)))
        .collect();
    let name = |spread: &Spread| facts.names().variable(spread.question);
    let alone = spreads.iter().all(|spread| spread.question == first.question);
    let (Some((top, high)), Some((bottom, low))) = (known.first(), known.last()) else {
        return name(first);
    };
    if alone || known.len() < 2 {
        let points = best_words(facts, first.question);
        return tongue.pick(
            format!("{} answered {points}", percent(*high)),
            format!("{}回答{points}", percent(*high)),
        );
    }
    let level = facts.input.scores.level;
    let range = |share: f64, base: u64| proportion::wilson(share, base as f64, level).ok();
    let apart = range(*high, top.base)
        .zip(range(*low, bottom.base))
        .is_some_and(|(high, low)| low.high < high.low);
    if !apart {
        return tongue.pick(
            format!(
                "No clear order: {} to {} answered {}",
                percent(*low),
                percent(*high),
                best_words(facts, first.question)
            ),
            format!(
                "各项之间分不出高低：{}至{}回答{}",
                percent(*low),
                percent(*high),
                best_words(facts, first.question)
            ),
        );
    }
    tongue.pick(
        format!(
            "{} is rated above {} ({} against {})",
            name(top),
            inside(&name(bottom), tongue),
            percent(*high),
            percent(*low)
        ),
        format!(
            "“{}”的评价高于“{}”（{}对{}）",
            name(top),
            name(bottom),
            percent(*high),
            percent(*low)
        ),
    )
}

/// The best points of a rating in words: `“Satisfied” or “Very satisfied”`.
pub fn best_words(facts: &Facts, question: VariableIndex) -> String {
    let tongue = facts.tongue();
    let points = super::super::charts::worst_first(facts, question);
    let kept = points.len().saturating_sub(best_points(facts, question));
    let named: Vec<String> = points[kept..]
        .iter()
        .map(|point| {
            tongue.pick(
                format!("“{}”", facts.names().option(question, *point)),
                format!("“{}”", facts.names().option(question, *point)),
            )
        })
        .collect();
    named.join(tongue.pick(" or ", "或"))
}

/// Name and value of a part of an index.
pub(super) type Part = (String, f64);

/// The lowest and the highest part of an index, if they can be told apart.
pub(super) fn apart(facts: &Facts, nodes: &[Node<'_>]) -> Option<(Part, Part)> {
    let parts = nodes.iter().filter(|node| node.depth == 1);
    let mut parts: Vec<_> = parts
        .filter_map(|node| Some((node, node.figure.estimate.as_ref()?)))
        .collect();
    parts.sort_by_key(|(_, estimate)| ranking::order(estimate.value));
    let ((worst, low), (best, high)) = (parts.first()?, parts.last()?);
    if low.interval?.high >= high.interval?.low {
        return None;
    }
    let name = |node: &Node<'_>| facts.names().measure(node.measure);
    Some(((name(worst), low.value), (name(best), high.value)))
}

/// The lowest and the highest part of an index, where they can be told apart.
pub fn tree(facts: &Facts, nodes: &[Node<'_>]) -> String {
    let tongue = facts.tongue();
    let parts = nodes
        .iter()
        .filter(|node| node.depth == 1)
        .filter_map(|node| Some((node, node.figure.estimate.as_ref()?)));
    let value = |x: f64| words::value(Unit::Index, x);
    let mut parts: Vec<_> = parts.collect();
    parts.sort_by_key(|(_, estimate)| ranking::order(estimate.value));
    let (Some((worst, low)), Some((_, high))) = (parts.first(), parts.last()) else {
        return nodes
            .first()
            .map_or_else(String::new, |node| measure(facts, node.measure));
    };
    if parts.len() < 2 {
        return measure(facts, worst.measure);
    }
    let Some(((lowest, low), (highest, high))) = apart(facts, nodes) else {
        return tongue.pick(
            format!(
                "No clear order among the parts: {} to {}",
                value(low.value),
                value(high.value)
            ),
            format!("各部分之间分不出高低：{}至{}", value(low.value), value(high.value)),
        );
    };
    tongue.pick(
        format!(
            "{lowest} scores below {} ({} against {})",
            inside(&highest, tongue),
            value(low),
            value(high)
        ),
        format!("{lowest}得分低于{highest}（{}对{}）", value(low), value(high)),
    )
}

/// Where the change of an index lies.
pub fn movers(facts: &Facts, index: &Measure, found: &Decomposition) -> String {
    let tongue = facts.tongue();
    let own: Vec<_> = by_size(found)
        .into_iter()
        .filter(|mover| mover.verdict.is_finding())
        .collect();
    let name = facts.names().measure(index);
    let points = |x: f64| words::difference(Unit::Index, x);
    match own.first() {
        None => tongue.pick(
            format!(
                "No single item moved enough to count, within the {}",
                inside(&name, tongue)
            ),
            format!("{name}中没有单项变化达到有意义的程度"),
        ),
        Some(first) => {
            let item = facts.names().variable(first.item);
            tongue.pick(
                format!(
                    "The item that moved most is {}: {} points of the index",
                    inside(&item, tongue),
                    points(first.points)
                ),
                format!("变化最大的单项是“{item}”，折合指数{}分", points(first.points)),
            )
        }
    }
}

/// That the parts add up to the change, and what that change is worth.
pub fn sum(facts: &Facts, index: &Measure, found: &Decomposition) -> String {
    let tongue = facts.tongue();
    let name = facts.names().measure(index);
    let value = |wave| {
        facts
            .figure(&index.id, wave, Group::Total)
            .estimate
            .map_or_else(String::new, |known| words::value(Unit::Index, known.value))
    };
    let (then, now) = (value(&found.against), value(&found.wave));
    let total = words::difference(Unit::Index, found.points);
    let items = found.movers.len();
    let verdict = facts
        .previous(index, Group::Total)
        .filter(|change| !change.verdict.is_finding());
    let caveat = verdict.map_or_else(String::new, |change| {
        let word = words::verdict(change.verdict, tongue);
        tongue.pick(format!(" As a whole: {word}."), format!("就整体而言：{word}。"))
    });
    tongue.pick(
        format!(
            "{name} went from {then} to {now}; the contributions of its {items} items add up to {total} points.{caveat}"
        ),
        format!("{name}从{then}到{now}，{items}个项目的贡献合计{total}分。{caveat}"),
    )
}
