//! The headline numbers.

use super::charts;
use super::facts::Facts;
use super::parts;
use super::parts::CardView;
use super::parts::CardsView;
use super::words;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Showing;
use crate::finding::Verdict;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::site::Html;
use crate::tabulation::Group;

/// Cards shown at most.
const MOST: usize = 5;

/// Cards of these measures.
pub fn cards(facts: &Facts, measures: &[&Measure]) -> Html {
    if measures.is_empty() {
        return Html::default();
    }
    let view = CardsView {
        cards: measures.iter().map(|measure| card(facts, measure)).collect(),
    };
    parts::part(facts, "cards.html", &view)
}

/// The headline measures that fit on a first screen: the index always among them.
pub fn chosen(facts: &Facts) -> Vec<&Measure> {
    let mut all = facts.headline();
    let is_index = |measure: &&Measure| matches!(measure.kind, MeasureKind::Index(_));
    if let Some(at) = all.iter().position(is_index) {
        let index = all.remove(at);
        all.truncate(MOST - 1);
        all.push(index);
    }
    all.truncate(MOST);
    all
}

fn card(facts: &Facts, measure: &Measure) -> CardView {
    let tongue = facts.tongue();
    let unit = facts.unit(measure);
    let figure = facts.now(measure, Group::Total);
    let estimate = figure.estimate.as_ref();
    let change = facts.previous(measure, Group::Total);
    let value = estimate.map_or_else(
        || super::tables::HIDDEN.to_owned(),
        |known| words::headline(unit, known.value),
    );
    let note = match (figure.reason, figure.showing) {
        (Some(reason), _) => Some(words::reason(reason, tongue)),
        (None, Showing::Shown) => None,
        (None, other) => Some(words::showing(other, tongue)),
    };
    CardView {
        name: facts.names().measure(measure),
        value,
        unit: String::new(),
        interval: estimate
            .and_then(|known| known.interval)
            .map_or_else(String::new, |found| words::interval(unit, found, tongue)),
        base: estimate.map_or_else(String::new, |known| super::sentences::base(known.base)),
        change: change.map_or_else(String::new, |change| changed(facts, measure, change)),
        mark: change.map_or("", |change| words::mark(change.verdict)).to_owned(),
        tone: change
            .map_or("quiet", |change| parts::tone(change.verdict, facts.better(measure)))
            .to_owned(),
        note: note.unwrap_or_default().to_owned(),
        target: facts
            .against_target(measure, Group::Total)
            .map_or_else(String::new, |change| target(facts, measure, change)),
        benchmark: benchmark(facts, measure),
        spark: charts::sparkline(facts, measure),
    }
}

/// The change in a line: what it comes to, its size, since when.
fn changed(facts: &Facts, measure: &Measure, change: &Change) -> String {
    let tongue = facts.tongue();
    let unit = facts.unit(measure);
    let size = words::difference(unit, change.comparison.difference);
    let wave = match &change.against {
        Against::Previous(wave) => wave.to_string(),
        _ => String::new(),
    };
    let word = match change.verdict {
        Verdict::NoEvidence => tongue.pick("no evidence of a change", "未检出显著变化"),
        other => words::verdict(other, tongue),
    };
    tongue.pick(
        format!("{word} since {wave} ({size})"),
        format!("较{wave}{word}（{size}）"),
    )
}

/// The first benchmark in a line, with the word of its test where there is one.
fn benchmark(facts: &Facts, measure: &Measure) -> String {
    let tongue = facts.tongue();
    let rows = facts.beside(measure, Group::Total);
    let Some(row) = rows.first() else { return String::new() };
    let (of, value) = (
        tongue.pick(&row.benchmark.called.en, &row.benchmark.called.zh),
        words::value(facts.unit(measure), row.benchmark.value),
    );
    let year = row.benchmark.date.year();
    let mark = row
        .change
        .filter(|change| change.verdict.is_finding())
        .map_or("", |change| words::mark(change.verdict));
    let gap = if mark.is_empty() {
        String::new()
    } else {
        format!("{mark} ")
    };
    tongue.pick(
        format!("{gap}{of} {year}: {value}"),
        format!("{gap}{of}{year}年：{value}"),
    )
}

/// Where a figure stands against its target, in a line.
pub fn target(facts: &Facts, measure: &Measure, change: &Change) -> String {
    let tongue = facts.tongue();
    let value = words::value(facts.unit(measure), change.reference);
    let is_up = change.comparison.difference > 0.0;
    match change.verdict {
        Verdict::NoEvidence => tongue.pick(
            format!("No evidence of a gap to the target of {value}"),
            format!("与目标{value}未检出显著差距"),
        ),
        Verdict::TooFew => tongue.pick(
            format!("Target {value}: too few answers"),
            format!("目标{value}，样本不足"),
        ),
        Verdict::Small if is_up => tongue.pick(
            format!("Slightly above the target of {value}"),
            format!("略高于目标{value}"),
        ),
        Verdict::Small => tongue.pick(
            format!("Slightly below the target of {value}"),
            format!("略低于目标{value}"),
        ),
        _ if is_up => tongue.pick(format!("Above the target of {value}"), format!("高于目标{value}")),
        _ => tongue.pick(format!("Below the target of {value}"), format!("低于目标{value}")),
    }
}
