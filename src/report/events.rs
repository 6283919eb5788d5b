//! What happened while answers came in, as charts, tables, lists and data tell it.

use super::charts;
use super::dates;
use super::facts::Facts;
use super::names::Names;
use super::notes;
use super::parts;
use super::parts::CellView;
use super::parts::ColumnView;
use super::parts::RowView;
use super::parts::TableView;
use crate::chart;
use crate::diagnostic::Tongue;
use crate::finding::Event;
use crate::finding::References;
use crate::model::Measure;
use crate::model::WaveId;
use crate::site::Html;
use crate::tabulation::Group;
use serde_json::Value;
use serde_json::json;

/// What a chart over time looks at.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// The measures it draws.
    pub measures: &'a [&'a Measure],
    /// The groups it draws.
    pub groups: &'a [Group],
    /// Its waves, oldest first.
    pub waves: &'a [WaveId],
    /// Whether everybody may see it.
    pub is_public: bool,
}

/// The events of a chart, each with its group and measure where the chart shows several, and with its day.
pub fn drawn(names: Names<'_>, references: &References, course: Course<'_>) -> Vec<chart::Event> {
    let ids: Vec<_> = course.measures.iter().map(|measure| &measure.id).collect();
    let told = references
        .happened(&ids, course.groups, course.waves)
        .filter(|event| event.is_public || !course.is_public);
    let marked = told.filter_map(|event| {
        let group = Some(event.group).filter(|group| course.groups != [*group]);
        let measure = course
            .measures
            .iter()
            .find(|one| Some(&one.id) == event.measure.as_ref());
        let measure = measure.filter(|_| course.measures.len() > 1);
        let concerned = [
            measure.map_or_else(String::new, |measure| names.measure(measure)),
            group.map_or_else(String::new, |group| names.level(group)),
        ];
        Some(chart::Event {
            wave: course.waves.iter().position(|wave| *wave == event.wave)?,
            label: charts::drawn(labelled(names, event, &concerned), names.tongue()),
        })
    });
    marked.collect()
}

/// The events of one group alone, with its name: what small multiples mark in its panel.
pub fn of_group(names: Names<'_>, references: &References, course: Course<'_>, group: Group) -> Vec<chart::Event> {
    let alone = References {
        events: references
            .events
            .iter()
            .filter(|event| event.group == group && group != Group::Total)
            .cloned()
            .collect(),
        ..References::default()
    };
    drawn(names, &alone, course)
}

/// The texts of a drawing with what it marks said in its description too, for who cannot see the numbers.
pub fn described(mut words: chart::Words, marked: &str, tongue: Tongue) -> chart::Words {
    if !marked.is_empty() {
        let said = notes::ended(&words.description, tongue);
        words.description = format!("{said}{}{marked}", tongue.pick(" ", ""));
    }
    words
}

/// "East: new hotline (12 May 2026)".
fn labelled(names: Names<'_>, event: &Event, concerned: &[String]) -> String {
    let (tongue, text) = (names.tongue(), text(names, event));
    let concerned: Vec<&str> = concerned
        .iter()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
        .collect();
    let lead = concerned.join(tongue.pick(", ", "、"));
    let said = if lead.is_empty() {
        text
    } else {
        tongue.pick(format!("{lead}: {text}"), format!("{lead}：{text}"))
    };
    let Some(day) = event.day else { return said };
    let day = dates::day(day, tongue);
    tongue.pick(format!("{said} ({day})"), format!("{said}（{day}）"))
}

/// What happened, in the reader's language; a text of a table has no markup.
fn text(names: Names<'_>, event: &Event) -> String {
    names.survey.text(&event.texts, names.lang).to_owned()
}

/// When: the day, else the wave.
fn when(facts: &Facts, event: &Event) -> String {
    let (calendar, tongue) = (&facts.input.calendar, facts.tongue());
    event.day.map_or_else(
        || dates::wave(calendar, &event.wave, tongue),
        |day| dates::day(day, tongue),
    )
}

/// What it concerns: measure and group; empty for everything and everybody.
fn concerns(facts: &Facts, event: &Event) -> String {
    let measure = event.measure.as_ref().and_then(|id| facts.measure(id));
    let names = [
        measure.map_or_else(String::new, |measure| facts.names().measure(measure)),
        facts.names().level(event.group),
    ];
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    names.join(facts.tongue().pick(", ", "、"))
}

/// Those of one measure, or of all, as entries of a list in a document.
pub fn listed(facts: &Facts, of: Option<&Measure>) -> Value {
    let is_of = |event: &&Event| of.is_none_or(|of| event.measure.as_ref().is_none_or(|id| *id == of.id));
    entries(facts, facts.happened().into_iter().filter(is_of))
}

/// What the organisation did since the wave before began, likewise.
pub fn actions(facts: &Facts) -> Value {
    entries(facts, facts.done().into_iter())
}

fn entries<'a>(facts: &Facts, events: impl Iterator<Item = &'a Event>) -> Value {
    let entry = |event: &Event| {
        let text = text(facts.names(), event);
        let measure = event.measure.as_ref().and_then(|id| facts.measure(id));
        json!({
            "title": text,
            "text": text,
            "when": when(facts, event),
            "wave": event.wave.as_str(),
            "measure": measure.map_or_else(String::new, |measure| facts.names().measure(measure)),
            "group": facts.names().level(event.group),
            "source": event.source,
            "is_action": event.is_action,
        })
    };
    Value::Array(events.map(entry).collect())
}

/// The same as numbers and ids for machines.
pub fn data(facts: &Facts) -> Vec<Value> {
    let row = |event: &Event| {
        let (segment, level) = facts.input.scores.level_of(event.group);
        json!({
            "wave": event.wave.as_str(),
            "day": event.day.map(|day| day.to_string()),
            "text": text(facts.names(), event),
            "kind": if event.is_action { "action" } else { "event" },
            "measure": event.measure.as_ref().map(ToString::to_string),
            "segment": segment.map(|id| id.to_string()),
            "level": level.map(|id| id.to_string()),
            "source": event.source,
        })
    };
    facts.happened().into_iter().map(row).collect()
}

/// The table of all that happened; nothing where nothing did.
pub fn table(facts: &Facts) -> Html {
    let all = facts.happened();
    if all.is_empty() {
        return Html::default();
    }
    let tongue = facts.tongue();
    let concern = all.iter().any(|event| !concerns(facts, event).is_empty());
    let sourced = all.iter().any(|event| !event.source.is_empty());
    let mut columns = vec![
        ColumnView::words(tongue.pick("When", "时间")),
        ColumnView::words(tongue.pick(chart::HAPPENED[0], chart::HAPPENED[1])),
    ];
    if concern {
        columns.push(ColumnView::words(tongue.pick("Concerns", "涉及")));
    }
    if sourced {
        columns.push(ColumnView::words(tongue.pick("Source", "来源")));
    }
    let rows = all.iter().map(|event| {
        // As it sorts.
        let day = event.day.map_or_else(|| event.wave.to_string(), |day| day.to_string());
        let mut cells = vec![CellView::text(day), CellView::text(text(facts.names(), event))];
        if concern {
            let concerned = Some(concerns(facts, event)).filter(|name| !name.is_empty());
            let everything = tongue.pick("everything", "全部").to_owned();
            cells.push(CellView::text(concerned.unwrap_or(everything)));
        }
        if sourced {
            cells.push(CellView::text(event.source.clone()));
        }
        RowView::of(cells)
    });
    let view = TableView {
        title: tongue.pick("What happened meanwhile", "期间发生的事件").to_owned(),
        name: tongue.pick("Events", "事件").to_owned(),
        note: caution(tongue).to_owned(),
        long: true,
        columns,
        rows: rows.collect(),
        ..TableView::default()
    };
    parts::part(facts, "table.html", &view)
}

/// What an event beside a change does not say.
fn caution(tongue: Tongue) -> &'static str {
    tongue.pick(
        "That figures moved after an event does not show that they moved because of it.",
        "事件之后数值变化，并不说明变化由该事件引起。",
    )
}
