//! Headings that say the finding: made from verdicts, never from a glance at the numbers.

use super::charts::Node;
use super::charts::Spread;
use super::charts::best_points;
use super::charts::by_size;
use super::charts::percent;
use super::drivers;
use super::facts::Facts;
use super::names::inside;
use super::names::listed;
use super::ranking;
use super::sentences;
use super::words;
use crate::diagnostic::Tongue;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Decomposition;
use crate::finding::Verdict;
use crate::measure::Unit;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::VariableIndex;
use crate::stats::proportion;
use crate::tabulation::Group;
use std::collections::BTreeSet;

/// The sections a document can ask a heading for.
pub const SECTIONS: [&str; 10] = [
    "standing", "change", "groups", "index", "why", "answers", "quotes", "first", "quality", "methods",
];

/// The heading of a section; the topic alone where there is nothing to say.
pub fn section(facts: &Facts, name: &str) -> String {
    let tongue = facts.tongue();
    let topic = |en: &str, zh: &str| tongue.pick(en, zh).to_owned();
    match name {
        "standing" => standing(facts).unwrap_or_else(|| topic("Where we stand", "总体水平")),
        "change" => change(facts).unwrap_or_else(|| topic("What changed", "变化")),
        "groups" => where_found(facts).unwrap_or_else(|| {
            if is_compared(facts) {
                topic(
                    "No evidence that groups differ in the headline figures",
                    "各组的总体指标未检出显著差异",
                )
            } else {
                topic("Too few answers to compare groups", "各组答卷过少，无法比较")
            }
        }),
        "index" => index(facts).unwrap_or_else(|| topic("The index and its parts", "指数及其组成")),
        "why" => drivers::drivers(facts).map_or_else(
            || topic("What the overall rating goes with", "与总体评价相关的因素"),
            |known| drivers::heading(facts, known),
        ),
        "answers" => answers(facts).unwrap_or_else(|| topic("What was answered", "回答分布")),
        "quotes" => topic("In their own words", "受访者原话"),
        "first" => topic("What to look at first", "优先关注"),
        "quality" => super::quality::heading(facts),
        _ => topic("How this was measured", "调查方法"),
    }
}

/// Targets met and missed.
fn standing(facts: &Facts) -> Option<String> {
    let tongue = facts.tongue();
    let tested: Vec<(&Measure, &Change)> = facts
        .headline()
        .into_iter()
        .filter_map(|measure| Some((measure, facts.against_target(measure, Group::Total)?)))
        .collect();
    if tested.is_empty() {
        return None;
    }
    let missed: Vec<String> = tested
        .iter()
        .filter(|(measure, change)| words::is_good(change.verdict, facts.better(measure)) == Some(false))
        .map(|(measure, _)| facts.names().measure(measure))
        .collect();
    let all = tested.len();
    Some(match missed.len() {
        0 => tongue.pick(
            "No evidence that a target is missed".to_owned(),
            "未发现显著未达标的总体指标".to_owned(),
        ),
        1 => tongue.pick(
            format!("{} misses its target", missed[0]),
            format!("{}未达目标", missed[0]),
        ),
        some => tongue.pick(
            format!("{some} of {all} targets are missed"),
            format!("{all}项目标中有{some}项未达到"),
        ),
    })
}

/// What rose and what fell since the wave before.
fn change(facts: &Facts) -> Option<String> {
    let tongue = facts.tongue();
    let of = |verdict: Verdict| -> Vec<String> {
        let found = facts.headline().into_iter().filter(|measure| {
            facts
                .previous(measure, Group::Total)
                .is_some_and(|change| change.verdict == verdict)
        });
        found.map(|measure| facts.names().measure(measure)).collect()
    };
    let compared = facts
        .headline()
        .iter()
        .any(|measure| facts.previous(measure, Group::Total).is_some());
    let (rose, fell) = (of(Verdict::Rose), of(Verdict::Fell));
    let clause = |names: &[String], verdict: Verdict| {
        let verb = words::verdict(verdict, tongue);
        match names {
            [] => None,
            [first, rest @ ..] if names.len() <= 2 => {
                let rest = rest.iter().map(|name| inside(name, tongue));
                let names: Vec<String> = std::iter::once(first.clone()).chain(rest).collect();
                Some(tongue.pick(
                    format!("{} {verb}", listed(&names, tongue)),
                    format!("{}{verb}", listed(&names, tongue)),
                ))
            }
            _ => Some(tongue.pick(
                format!("{} headline figures {verb}", names.len()),
                format!("{}项总体指标{verb}", names.len()),
            )),
        }
    };
    let clauses: Vec<String> = [clause(&fell, Verdict::Fell), clause(&rose, Verdict::Rose)]
        .into_iter()
        .flatten()
        .collect();
    // What is said of the others keeps the heading from saying no more than its first chart.
    let unknown = of(Verdict::NoEvidence).len();
    let is_all = unknown + rose.len() + fell.len() == facts.headline().len();
    let others = (unknown > 0 && is_all && !clauses.is_empty()).then(|| {
        tongue.pick(
            match unknown {
                1 => "; no evidence of a change in the other headline figure".to_owned(),
                some => format!("; no evidence of a change in the other {some} headline figures"),
            },
            format!("，其余{unknown}项未检出显著变化"),
        )
    });
    let others = others.unwrap_or_default();
    match (clauses.as_slice(), compared) {
        ([], false) => None,
        ([], true) => Some(
            tongue
                .pick(
                    "No evidence of a change in any headline figure",
                    "各项总体指标均未检出显著变化",
                )
                .to_owned(),
        ),
        ([one], _) => Some(one.clone() + &others),
        ([first, rest @ ..], _) => {
            let rest = rest.iter().map(|clause| inside(clause, tongue));
            let all: Vec<String> = std::iter::once(first.clone()).chain(rest).collect();
            Some(all.join(tongue.pick("; ", "，")) + &others)
        }
    }
}

/// The group that moved most; else in how many headline figures groups stand apart, and where most. Which group that is
/// stands above its chart.
fn where_found(facts: &Facts) -> Option<String> {
    let tongue = facts.tongue();
    let found = || {
        facts
            .changes()
            .filter(|change| change.group != Group::Total && change.verdict.is_finding() && is_headline(facts, change))
    };
    let largest = |change: &&Change| ranking::order(ranking::size(change));
    let moved = found().filter(|change| matches!(change.against, Against::Previous(_)));
    if let Some(change) = moved.max_by_key(largest) {
        return Some(sentences::heading(facts, change));
    }
    let apart = || found().filter(|change| matches!(change.against, Against::Rest));
    let most = apart().max_by_key(largest)?;
    let name = facts
        .measure(&most.measure)
        .map(|measure| facts.names().measure(measure));
    let name = name.unwrap_or_default();
    let inner = inside(&name, tongue);
    let measures: BTreeSet<&Id> = apart().map(|change| &change.measure).collect();
    let (some, all) = (measures.len(), facts.headline().len());
    Some(if some == 1 {
        tongue.pick(format!("Groups differ in {inner}"), format!("各组的{name}存在差异"))
    } else {
        tongue.pick(
            format!("Groups differ in {some} of {all} headline figures, most in {inner}"),
            format!("{all}项总体指标中有{some}项存在组间差异，以{name}为最大"),
        )
    })
}

/// Whether any group was held against the rest on a headline figure, with enough answers for a verdict.
fn is_compared(facts: &Facts) -> bool {
    facts.changes().any(|change| {
        matches!(change.against, Against::Rest) && change.verdict != Verdict::TooFew && is_headline(facts, change)
    })
}

fn is_headline(facts: &Facts, change: &Change) -> bool {
    facts.measure(&change.measure).is_some_and(|measure| measure.headline)
}

/// The best and the worst of all lines of batteries, where they share one scale.
fn answers(facts: &Facts) -> Option<String> {
    let survey = facts.survey();
    let lines = survey
        .questions()
        .filter(|(_, _, question)| matches!(question.kind, Kind::Matrix { .. }));
    let mut spreads: Vec<Spread> = lines
        .flat_map(|(_, _, question)| &question.variables)
        .map(|line| Spread::of(facts, *line, &facts.wave))
        .collect();
    spreads.retain(|spread| !spread.shares.is_empty());
    let scale = |spread: &Spread| {
        survey
            .variable(spread.question)
            .domain
            .scale()
            .map(|scale| scale.id.clone())
    };
    let first = scale(spreads.first()?);
    if spreads.len() < 3 || spreads.iter().any(|spread| scale(spread) != first) {
        return None;
    }
    let best = |spread: &Spread| spread.best(best_points(facts, spread.question)).unwrap_or(0.0);
    spreads.sort_by_key(|spread| std::cmp::Reverse(ranking::order(best(spread))));
    Some(spread(facts, &spreads))
}

fn index(facts: &Facts) -> Option<String> {
    let index = super::arguments::index(facts, None).ok()??;
    let moved = facts.decomposition(index).map(|found| {
        let first = by_size(found).into_iter().find(|mover| mover.verdict.is_finding());
        (
            movers(facts, index, found),
            first.map(|mover| facts.names().variable(mover.item)),
        )
    });
    let nodes = super::charts::nodes(facts, index);
    // Both together, where both were found; each alone stands above its chart.
    let ends = apart(facts, &nodes).map(|(lowest, highest)| {
        let tongue = facts.tongue();
        let highest = inside(&highest.0, tongue);
        tongue.pick(
            format!("{} scores below {highest}", lowest.0),
            format!("{}得分低于{highest}", lowest.0),
        )
    });
    match (ends, moved) {
        (Some(ends), Some((_, Some(item)))) => Some(facts.tongue().pick(
            format!("{ends}; {} moved most", inside(&item, Tongue::En)),
            format!("{ends}，变化最大的是{item}"),
        )),
        (Some(ends), Some((_, None))) => Some(facts.tongue().pick(
            format!("{ends}; no single item moved enough to count"),
            format!("{ends}，没有单项变化达到有意义的程度"),
        )),
        (_, moved) => moved.map(|(heading, _)| heading),
    }
}

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
    let points = super::charts::worst_first(facts, question);
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
type Part = (String, f64);

/// The lowest and the highest part of an index, if they can be told apart.
fn apart(facts: &Facts, nodes: &[Node<'_>]) -> Option<(Part, Part)> {
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
