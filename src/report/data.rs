//! The report as numbers: each with its semantic id, nothing that is hidden.

use super::charts;
use super::drivers;
use super::events;
use super::facts::Facts;
use super::facts::Figure;
use super::fieldwork;
use super::quality;
use super::sentences;
use crate::finding::Against;
use crate::finding::Change;
use crate::finding::Showing;
use crate::locale;
use crate::measure::Part;
use crate::model::Id;
use crate::model::Measure;
use crate::model::Missing;
use crate::model::WaveId;
use crate::tabulation::Group;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;

/// Version of the document; it grows when a field changes its meaning.
const SCHEMA_VERSION: u32 = 1;

/// The whole document.
pub fn data(facts: &Facts) -> Value {
    let survey = facts.survey();
    let text = |value: &str| Value::String(value.to_owned());
    json!({
        "id": format!("{}/{}", survey.id, facts.wave),
        "schema_version": SCHEMA_VERSION,
        "survey": text(survey.id.as_str()),
        "title": facts.names().text(&survey.title),
        "organisation": facts.input.organisation,
        "language": facts.input.lang.tag(),
        "wave": facts.wave.as_str(),
        "open": facts.is_open(&facts.wave),
        "as_of": facts.input.as_of.map(|day| day.to_string()),
        "responses": facts.rows(&facts.wave, Group::Total),
        "definition": survey.hash,
        "scores": scores(facts),
        "changes": facts.changes().map(|change| comparison(facts, change)).collect::<Vec<_>>(),
        "benchmarks": benchmarks(facts),
        "events": events::data(facts),
        "movers": movers(facts),
        "drivers": driver_rows(facts),
        "answers": answers(facts),
        "quality": data_quality(facts),
        "fieldwork": fieldwork::data(facts),
        "provenance": provenance(facts),
    })
}

/// What the numbers were made with; files are named to no public.
fn provenance(facts: &Facts) -> Value {
    let mut known = facts.input.provenance.clone();
    if facts.is_public() {
        known.files.clear();
    }
    json!(known)
}

/// 12 significant digits, as everywhere machines read.
fn number(x: f64) -> Value {
    locale::significant(x, 12)
        .parse::<f64>()
        .ok()
        .and_then(serde_json::Number::from_f64)
        .map_or(Value::Null, Value::Number)
}

fn optional(x: Option<f64>) -> Value {
    x.map_or(Value::Null, number)
}

fn scores(facts: &Facts) -> Vec<Value> {
    let mut rows = Vec::new();
    let groups: Vec<Group> = std::iter::once(Group::Total)
        .chain(facts.segments().into_iter().flat_map(|segment| facts.levels(segment)))
        .collect();
    for measure in facts.measures() {
        for wave in facts.trend_waves(measure, &groups) {
            for group in &groups {
                let known = facts.input.scores.get(&measure.id, &wave, Part::Of(*group)).is_some()
                    || facts.input.references.published(&measure.id, &wave, *group).is_some();
                if known {
                    rows.push(score(facts, measure, &wave, *group));
                }
            }
        }
    }
    rows
}

fn names(facts: &Facts, measure: &Id, wave: &WaveId, group: Group) -> Map<String, Value> {
    let (segment, level) = facts.input.scores.level_of(group);
    let text = |id: Option<&Id>| id.map_or(Value::Null, |id| Value::String(id.to_string()));
    let mut row = Map::new();
    row.insert(
        "id".to_owned(),
        Value::String(facts.input.scores.figure_id(measure, wave, group)),
    );
    row.insert("measure".to_owned(), Value::String(measure.to_string()));
    row.insert("wave".to_owned(), Value::String(wave.to_string()));
    row.insert("segment".to_owned(), text(segment.as_ref()));
    row.insert("level".to_owned(), text(level.as_ref()));
    row
}

fn score(facts: &Facts, measure: &Measure, wave: &WaveId, group: Group) -> Value {
    let figure = facts.figure(&measure.id, wave, group);
    let mut row = names(facts, &measure.id, wave, group);
    let known = figure.estimate.as_ref();
    let interval = known.and_then(|estimate| estimate.interval);
    let fields = [
        ("value", optional(known.map(|estimate| estimate.value))),
        ("low", optional(interval.map(|range| range.low))),
        ("high", optional(interval.map(|range| range.high))),
        ("base", known.map_or(Value::Null, |estimate| Value::from(estimate.base))),
        (
            "effective_base",
            optional(known.map(|estimate| estimate.effective_base)),
        ),
        (
            "method",
            known.map_or(Value::Null, |estimate| Value::from(estimate.method.code())),
        ),
        ("note", Value::from(note(&figure))),
    ];
    row.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(row)
}

fn note(figure: &Figure) -> &'static str {
    match (figure.reason, figure.showing) {
        (Some(reason), _) => reason.code(),
        (None, Showing::Shown) => figure
            .estimate
            .as_ref()
            .and_then(|known| known.no_interval)
            .map_or("", |reason| reason.code()),
        (None, other) => other.code(),
    }
}

fn comparison(facts: &Facts, change: &Change) -> Value {
    let mut row = names(facts, &change.measure, &change.wave, change.group);
    let against = match &change.against {
        Against::Previous(_) => "previous",
        Against::YearBefore(_) => "year_before",
        Against::Wave(_) => "wave",
        Against::Rest => "rest",
        Against::Target(_) => "target",
        Against::Benchmark(_) => "benchmark",
    };
    let id = facts
        .input
        .scores
        .figure_id(&change.measure, &change.wave, change.group);
    row.insert("id".to_owned(), Value::String(format!("{id}#{against}")));
    let found = &change.comparison;
    let fields = [
        ("against", Value::from(change.against.code())),
        ("kind", Value::from(against)),
        ("value", number(change.value)),
        ("reference", number(change.reference)),
        ("base", Value::from(change.base)),
        ("reference_base", change.reference_base.map_or(Value::Null, Value::from)),
        ("change", number(found.difference)),
        ("change_low", optional(found.interval.map(|range| range.low))),
        ("change_high", optional(found.interval.map(|range| range.high))),
        ("test", Value::from(change.test.code())),
        ("p", optional(found.p)),
        ("p_adjusted", optional(change.p_adjusted)),
        ("family", Value::from(change.family.as_str())),
        ("family_size", Value::from(change.family_size)),
        ("practical", number(change.practical)),
        ("verdict", Value::from(change.verdict.code())),
    ];
    if change.verdict.is_finding() {
        row.insert("sentence".to_owned(), Value::from(sentences::sentence(facts, change)));
    }
    row.extend(fields.map(|(name, value)| (name.to_owned(), value)));
    Value::Object(row)
}

/// Figures of others beside those of the wave, where these may be shown.
fn benchmarks(facts: &Facts) -> Vec<Value> {
    let rows = facts.benchmarks();
    let row = |row: &super::facts::Beside<'_>| {
        let estimate = row.theirs.as_ref();
        let interval = estimate.and_then(|known| known.interval);
        let mut found = names(facts, &row.measure.id, &facts.wave, row.benchmark.group);
        found.insert("benchmark".to_owned(), Value::from(row.benchmark.title()));
        found.insert("source".to_owned(), Value::from(row.benchmark.source.as_str()));
        found.insert("date".to_owned(), Value::from(row.benchmark.date.to_string()));
        found.insert("value".to_owned(), number(row.benchmark.value));
        found.insert("low".to_owned(), optional(interval.map(|range| range.low)));
        found.insert("high".to_owned(), optional(interval.map(|range| range.high)));
        found.insert("base".to_owned(), row.benchmark.base.map_or(Value::Null, Value::from));
        found.insert("gap".to_owned(), number(row.ours - row.benchmark.value));
        Value::Object(found)
    };
    rows.iter().map(row).collect()
}

/// What moved each index: items and their points.
fn movers(facts: &Facts) -> Vec<Value> {
    let mut rows = Vec::new();
    for measure in facts.measures() {
        let Some(found) = facts.decomposition(measure) else {
            continue;
        };
        for mover in &found.movers {
            let item = &facts.survey().variable(mover.item).id;
            rows.push(json!({
                "id": format!("{}#{item}", facts.input.scores.figure_id(&measure.id, &found.wave, Group::Total)),
                "measure": measure.id.as_str(),
                "item": item.as_str(),
                "against": found.against.as_str(),
                "weight": number(mover.weight),
                "then": number(mover.then),
                "now": number(mover.now),
                "points": number(mover.points),
                "points_low": optional(mover.interval.map(|range| range.low)),
                "points_high": optional(mover.interval.map(|range| range.high)),
                "p_adjusted": optional(mover.p_adjusted),
                "verdict": mover.verdict.code(),
            }));
        }
    }
    rows
}

/// What the overall rating goes with, under the ids of `manyi drivers`.
fn driver_rows(facts: &Facts) -> Vec<Value> {
    let Some(known) = drivers::drivers(facts) else {
        return Vec::new();
    };
    let survey = facts.survey();
    let outcome = &survey.variable(known.outcome).id;
    let row = |driver: &crate::driver::Driver| {
        let item = &survey.variable(driver.variable).id;
        let performance = known.performance.get(&driver.variable);
        let place = known.places.get(&driver.variable);
        let effect = known.effects.get(&driver.variable);
        json!({
            "id": format!("{}/{}/drivers/{outcome}/{item}", survey.id, facts.wave),
            "outcome": outcome.as_str(),
            "driver": item.as_str(),
            "base": known.analysis.base,
            "importance": number(driver.importance),
            "importance_low": optional(driver.interval.map(|range| range.low)),
            "importance_high": optional(driver.interval.map(|range| range.high)),
            "performance": optional(performance.map(|one| one.value)),
            "performance_low": optional(performance.and_then(|one| one.interval).map(|range| range.low)),
            "performance_high": optional(performance.and_then(|one| one.interval).map(|range| range.high)),
            "slope": optional(effect.map(|one| one.slope)),
            "slope_low": optional(effect.and_then(|one| one.interval).map(|range| range.low)),
            "slope_high": optional(effect.and_then(|one| one.interval).map(|range| range.high)),
            "quadrant": place.map(|place| place.quadrant.code()),
            "near_line": place.map(|place| place.near_line),
        })
    };
    known.analysis.drivers.iter().map(row).collect()
}

/// How the answers to each rating are spread, where they may be shown.
fn answers(facts: &Facts) -> Vec<Value> {
    let mut rows = Vec::new();
    for item in quality::items(facts) {
        let variable = facts.survey().variable(item.question);
        let Some(scale) = variable.domain.scale() else { continue };
        let spread = charts::Spread::of(facts, item.question, &facts.wave);
        let order = charts::worst_first(facts, item.question);
        for (point, share) in order.iter().zip(&spread.shares) {
            let option = &scale.list.options[*point].id;
            rows.push(json!({
                "id": format!("{}/{}/{}={option}", facts.survey().id, facts.wave, variable.id),
                "question": variable.id.as_str(),
                "answer": option.as_str(),
                "share": number(*share),
                "base": spread.base,
            }));
        }
    }
    rows
}

fn data_quality(facts: &Facts) -> Value {
    let id = format!("{}/{}/quality", facts.survey().id, facts.wave);
    let mut row = match serde_json::to_value(facts.input.quality) {
        Ok(Value::Object(row)) => row,
        _ => Map::new(),
    };
    row.insert("broke_off".to_owned(), Value::from(quality::broke_off(facts)));
    let questions = quality::items(facts).into_iter().map(|item| {
        let question = &facts.survey().variable(item.question).id;
        let shown = quality::may_show(facts, &item);
        let mut row = Map::new();
        row.insert("id".to_owned(), Value::String(format!("{id}#{question}")));
        row.insert("question".to_owned(), Value::String(question.to_string()));
        row.insert("asked".to_owned(), Value::from(item.asked));
        row.insert(
            "answered".to_owned(),
            if shown { Value::from(item.answered) } else { Value::Null },
        );
        for kind in Missing::ALL.into_iter().filter(|_| shown) {
            row.insert(kind.code().to_owned(), Value::from(item.count(kind)));
        }
        Value::Object(row)
    });
    let questions: Vec<Value> = questions.collect();
    row.insert("questions".to_owned(), Value::Array(questions));
    row.insert("id".to_owned(), Value::String(id));
    Value::Object(row)
}
