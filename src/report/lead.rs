//! The paragraph a director can read aloud: how many answered, what changed, against what target, where.

use super::dates;
use super::facts::Facts;
use super::names::inside;
use super::names::listed;
use super::ranking;
use super::sentences;
use super::words;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Verdict;
use crate::model::Measure;
use crate::tabulation::Group;

/// Names listed before the rest is only counted.
const NAMED: usize = 4;

/// The paragraph.
pub fn lead(facts: &Facts) -> String {
    let mut sentences = vec![who(facts)];
    sentences.extend(changes(facts));
    sentences.extend(year(facts));
    sentences.extend(targets(facts));
    sentences.extend(groups(facts));
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(facts.tongue().pick(" ", ""))
}

/// How many answered, and whether more will.
pub fn who(facts: &Facts) -> String {
    let tongue = facts.tongue();
    let wave = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    let count = facts.rows(&facts.wave, Group::Total);
    let last = facts
        .input
        .calendar
        .last_day(&facts.wave)
        .filter(|_| facts.is_open(&facts.wave));
    match last {
        Some(last) => {
            let day = dates::day(last, tongue);
            tongue.pick(
                format!("In {wave}, {count} people have answered so far; the survey runs until {day}, so every figure is provisional."),
                format!("{wave}目前收到{count}份答卷；调查进行至{day}，以下均为初步结果。"),
            )
        }
        None => tongue.pick(
            format!("In {wave}, {count} people answered."),
            format!("{wave}共收到{count}份答卷。"),
        ),
    }
}

fn changes(facts: &Facts) -> Vec<String> {
    let tongue = facts.tongue();
    let compared: Vec<(&Measure, &Change)> = facts
        .headline()
        .into_iter()
        .filter_map(|measure| Some((measure, facts.previous(measure, Group::Total)?)))
        .collect();
    if compared.is_empty() {
        return first_figures(facts);
    }
    let mut said: Vec<String> = Vec::new();
    for (measure, change) in compared.iter().filter(|(_, change)| change.verdict.is_finding()) {
        said.push(moved(facts, measure, change));
    }
    let of = |verdict: Verdict| -> Vec<String> {
        compared
            .iter()
            .filter(|(_, c)| c.verdict == verdict)
            .map(|(m, c)| with_value(facts, m, c))
            .collect()
    };
    let (quiet, small, few) = (of(Verdict::NoEvidence), of(Verdict::Small), of(Verdict::TooFew));
    if !quiet.is_empty() {
        let names = capped(facts, &quiet);
        said.push(tongue.pick(
            format!("There is no evidence of a change in {names}."),
            format!("{names}，与上一期相比未检出显著变化。"),
        ));
    }
    if !small.is_empty() {
        let names = capped(facts, &small);
        said.push(tongue.pick(
            format!("The change in {names} is significant but too small to matter."),
            format!("{names}，变化虽然显著，但幅度很小。"),
        ));
    }
    if !few.is_empty() {
        let names = capped(facts, &few);
        said.push(tongue.pick(
            format!("Too few answered for a verdict on {names}."),
            format!("{names}，样本不足，不作判断。"),
        ));
    }
    said
}

/// The largest finding of a headline measure against a year ago; one sentence, so that the paragraph can be read aloud.
fn year(facts: &Facts) -> Option<String> {
    let found = facts.headline().into_iter().filter_map(|measure| {
        let change = facts.year_before(measure, Group::Total)?;
        change.verdict.is_finding().then_some((measure, change))
    });
    let (measure, change) = found.max_by_key(|(_, change)| ranking::order(ranking::size(change)))?;
    let Against::YearBefore(wave) = &change.against else {
        return None;
    };
    let tongue = facts.tongue();
    let wave = dates::wave(&facts.input.calendar, wave, tongue);
    let unit = facts.unit(measure);
    let size = words::difference(unit, change.comparison.difference);
    let size = size.trim_start_matches(['+', '\u{2212}']);
    let word = words::points_word(unit, tongue);
    let by = tongue.pick(format!("{size} {word}"), format!("{size}{word}"));
    let (by, verb) = (by.trim_end(), words::verdict(change.verdict, tongue));
    let name = facts.names().measure(measure);
    Some(tongue.pick(
        format!("Against a year ago ({wave}), {} {verb} by {by}.", inside(&name, tongue)),
        format!("与上年同期（{wave}）相比，{name}{verb}{by}。"),
    ))
}

/// The value of each headline measure, where there is nothing to compare with.
fn first_figures(facts: &Facts) -> Vec<String> {
    let tongue = facts.tongue();
    let known = facts.headline().into_iter().filter_map(|measure| {
        let estimate = facts.now(measure, Group::Total).estimate?;
        Some((
            facts.names().measure(measure),
            words::value(facts.unit(measure), estimate.value),
        ))
    });
    let known: Vec<(String, String)> = known.take(NAMED).collect();
    if known.is_empty() {
        return Vec::new();
    }
    let clauses: Vec<String> = known
        .iter()
        .enumerate()
        .map(|(at, (name, value))| match tongue {
            crate::diagnostic::Tongue::En if at > 0 => format!("{} {value}", inside(name, tongue)),
            crate::diagnostic::Tongue::En => format!("{name} is {value}"),
            crate::diagnostic::Tongue::Zh => format!("{name}为{value}"),
        })
        .collect();
    vec![
        tongue.pick(
            format!("{}.", listed(&clauses, tongue)),
            format!("{}。", clauses.join("，")),
        ),
        tongue
            .pick("There is no earlier wave to compare with.", "没有可供比较的更早一期。")
            .to_owned(),
    ]
}

fn moved(facts: &Facts, measure: &Measure, change: &Change) -> String {
    let tongue = facts.tongue();
    let name = facts.names().measure(measure);
    let unit = facts.unit(measure);
    let verb = words::verdict(change.verdict, tongue);
    let size = words::difference(unit, change.comparison.difference);
    let size = size.trim_start_matches(['+', '\u{2212}']);
    let (value, word) = (words::value(unit, change.value), words::points_word(unit, tongue));
    let wave = match &change.against {
        Against::Previous(wave) => dates::wave(&facts.input.calendar, wave, tongue),
        _ => String::new(),
    };
    let by = tongue.pick(format!("{size} {word}"), format!("{size}{word}"));
    let by = by.trim_end();
    tongue.pick(
        format!("{name} {verb} by {by} to {value} since {wave}."),
        format!("{name}较{wave}{verb}{by}，为{value}。"),
    )
}

/// `net promoter score (+12)`.
fn with_value(facts: &Facts, measure: &Measure, change: &Change) -> String {
    let tongue = facts.tongue();
    let (name, value) = (
        facts.names().measure(measure),
        words::value(facts.unit(measure), change.value),
    );
    // No bracket behind a bracket.
    let english = if name.ends_with(')') {
        format!("{} at {value}", inside(&name, tongue))
    } else {
        format!("{} ({value})", inside(&name, tongue))
    };
    tongue.pick(english, format!("{name}为{value}"))
}

fn capped(facts: &Facts, names: &[String]) -> String {
    let tongue = facts.tongue();
    if names.len() <= NAMED {
        return tongue.pick(listed(names, tongue).replace(" and ", " or "), names.join("、"));
    }
    tongue.pick(
        format!("{} headline figures", names.len()),
        format!("{}项总体指标", names.len()),
    )
}

fn targets(facts: &Facts) -> Option<String> {
    let tongue = facts.tongue();
    let missed = facts.headline().into_iter().filter_map(|measure| {
        let change = facts.against_target(measure, Group::Total)?;
        let below = words::is_good(change.verdict, facts.better(measure)) == Some(false);
        let target = words::value(facts.unit(measure), change.reference);
        let name = facts.names().measure(measure);
        below.then(|| {
            tongue.pick(
                format!("{} ({target})", inside(&name, tongue)),
                format!("{name}（目标{target}）"),
            )
        })
    });
    let missed: Vec<String> = missed.collect();
    match missed.as_slice() {
        [] => None,
        [one] => Some(tongue.pick(format!("The target for {one} is missed."), format!("{one}未达标。"))),
        names => Some(tongue.pick(
            format!(
                "The targets for {} are missed.",
                capped(facts, names).replace(" or ", " and ")
            ),
            format!("{}未达标。", capped(facts, names)),
        )),
    }
}

/// The largest change of a group and the group furthest from the rest.
fn groups(facts: &Facts) -> Vec<String> {
    let headline = |change: &Change| facts.measure(&change.measure).is_some_and(|measure| measure.headline);
    let largest = |fits: &dyn Fn(&Change) -> bool| {
        let found = facts
            .changes()
            .filter(|change| change.group != Group::Total && change.verdict.is_finding() && fits(change));
        found.max_by_key(|change| {
            (
                welcome(facts, change) == Some(false),
                ranking::order(ranking::size(change)),
            )
        })
    };
    let moved = largest(&|change| matches!(change.against, Against::Previous(_)));
    let apart = largest(&|change| matches!(change.against, Against::Rest) && headline(change));
    let tongue = facts.tongue();
    [moved, apart]
        .into_iter()
        .flatten()
        .map(|change| {
            tongue.pick(
                format!("{}.", sentences::heading(facts, change)),
                format!("{}。", sentences::heading(facts, change)),
            )
        })
        .collect()
}

fn welcome(facts: &Facts, change: &Change) -> Option<bool> {
    let measure = facts.measure(&change.measure)?;
    words::is_good(change.verdict, facts.better(measure))
}
