//! Pages of units: a store, a team, an agent sees itself against the rest, and nobody else's numbers; and the league of all
//! units for management.
//!
//! A unit's page is a document like any other, with calls of its own, all of which answer for the unit alone. They get
//! figures from [`Own`] only, which knows one unit and the rest.

mod calls;
mod course;
mod itemised;
mod items;
mod league;
mod lists;
mod own;
mod spread;
mod tables;

pub use calls::UNIT_FUNCTIONS;
pub use items::items;
pub use league::league;

use super::blocks;
use super::dates;
use super::facts::Facts;
use super::facts::Medium;
use super::input::Report;
use super::input::ReportInput;
use super::page;
use super::page::ReportView;
use super::parts;
use crate::finding::RestSeen;
use crate::model::Id;
use crate::model::VariableIndex;
use crate::site;
use crate::site::Calls;
use crate::site::Html;
use crate::tabulation::Group;
use own::Own;
use serde_json::Value;
use serde_json::json;
use std::sync::Arc;

/// What all pages of units share.
#[derive(Debug, Clone)]
pub struct Units {
    /// What makes the units.
    pub segment: VariableIndex,
    /// Which units may see the rest.
    pub rest: RestSeen,
    /// Measures of single items ([`items`]), by name; they are scored as all others.
    pub items: Vec<Id>,
}

/// The page of a unit. `input` is that of a report of all; its document is the one of units.
#[must_use]
pub fn unit(input: &ReportInput, units: &Arc<Units>, group: Group) -> Report {
    let facts = Arc::new(Facts::of(input.clone(), Medium::Page));
    let own = Arc::new(Own {
        facts: Arc::clone(&facts),
        units: Arc::clone(units),
        group,
    });
    let made = if own.is_shown() {
        let calls: Arc<dyn Calls> = Arc::new(calls::Live(Arc::clone(&own)));
        let bases = blocks::unit_bases(facts.tongue());
        site::live_document(&input.document.source, &bases, &calls, &names(&own)).map(|made| page::split(&made.html))
    } else {
        Ok((not_shown(&own), Html::default()))
    };
    let (head, body) = match made {
        Ok(made) => made,
        Err(problem) => {
            return Report {
                html: None,
                json: Value::Null,
                problems: vec![*problem],
            };
        }
    };
    let name = facts.names().level(group);
    let view = ReportView::plain(&facts, &name, subtitle(&own), (head, body));
    let (html, problems) = page::dressed(&facts, &view, &format!("{name} · {}", facts.wave));
    Report {
        html,
        json: Value::Null,
        problems,
    }
}

/// What a unit's document may use beside its calls.
fn names(own: &Own) -> Value {
    let facts = &own.facts;
    let responses = facts.rows(&facts.wave, own.group);
    let shown = own.counts_are_shown();
    json!({
        "unit": facts.names().level(own.group),
        "title": facts.names().text(&facts.survey().title),
        "organisation": facts.input.organisation,
        "wave": facts.wave.as_str(),
        "wave_name": dates::wave(&facts.input.calendar, &facts.wave, facts.tongue()),
        "responses": if shown { Value::from(responses) } else { Value::from(super::tables::HIDDEN) },
        "has_items": !own.items().is_empty(),
        "has_course": course::has_course(own),
        "has_spread": own.rated().is_some(),
        "has_quotes": !super::verbatims::quotable(facts.survey()).is_empty(),
        "has_rest": own.sees_rest(),
    })
}

/// What those names are, for checking a document without answers.
pub const UNIT_NAMES: [&str; 11] = [
    "unit",
    "title",
    "organisation",
    "wave",
    "wave_name",
    "responses",
    "has_items",
    "has_course",
    "has_spread",
    "has_quotes",
    "has_rest",
];

fn subtitle(own: &Own) -> String {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let survey = facts.names().text(&facts.survey().title);
    let wave = dates::wave(&facts.input.calendar, &facts.wave, tongue);
    if !own.is_shown() || !own.counts_are_shown() {
        return tongue.pick(format!("{survey} · {wave}"), format!("{survey}，{wave}"));
    }
    let count = facts.rows(&facts.wave, own.group);
    tongue.pick(
        format!("{survey} · {wave} · {count} responses"),
        format!("{survey}，{wave}，{count}份答卷"),
    )
}

/// What stands on the page of a unit whose figures are not shown: why, and when they will be.
fn not_shown(own: &Own) -> Html {
    let facts = &own.facts;
    let tongue = facts.tongue();
    let least = facts.settings().hide_below.max(facts.settings().privacy_k);
    let few = facts.rows(&facts.wave, own.group) < least;
    let why = if few {
        tongue.pick(
            format!("Too few people answered this time. Figures are shown from {least} answers on: below that, single people could be recognised, and chance would speak louder than the unit."),
            format!("本期回答的人太少。满{least}份回答才显示数值：少于此数可能认出个人，数值也主要取决于偶然。"),
        )
    } else {
        tongue.pick(
            "These figures are not shown this time: from them and from those of everybody, the few answers of another unit could be worked out.".to_owned(),
            "本期不显示数值：否则可与总体数值一起推算出另一个单位的少数回答。".to_owned(),
        )
    };
    let then = tongue.pick(
        "With more answers this page fills by itself. Inviting every customer to answer is the surest way there.",
        "回答多了，此页会自动出现数值。邀请每位客户作答是最可靠的办法。",
    );
    parts::joined([parts::paragraph(facts, "lead", &why), parts::paragraph(facts, "", then)])
}
