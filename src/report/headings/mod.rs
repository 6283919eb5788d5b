//! Headings that say the finding: made from verdicts, never from a glance at the numbers.

mod drawn;

pub use drawn::groups;
pub use drawn::largest_rest;
pub use drawn::measure;
pub use drawn::movers;
pub use drawn::spread;
pub use drawn::sum;
pub use drawn::tree;

use super::charts::Spread;
use super::charts::best_points;
use super::charts::by_size;
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
use crate::finding::Verdict;
use crate::model::Id;
use crate::model::Kind;
use crate::model::Measure;
use crate::tabulation::Group;
use drawn::apart;
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
