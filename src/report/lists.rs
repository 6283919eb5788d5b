//! Lists a document can loop over: measures, segments, questions.

use super::arguments;
use super::calls::Answer;
use super::dates;
use super::events;
use super::facts::Facts;
use super::headings;
use super::verbatims;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::Origin;
use crate::model::VariableIndex;
use crate::site::Arguments;
use crate::site::Reply;
use crate::tabulation::Group;
use serde_json::Value;
use serde_json::json;

/// The headline measures, those in which a group differs from the rest, or all.
pub fn measures(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of"])?;
    let chosen: Vec<&Measure> = match arguments::text(arguments, Some(0), "of") {
        None | Some("headline") => facts.headline(),
        Some("apart") => facts
            .headline()
            .into_iter()
            .filter(|measure| headings::largest_rest(facts, measure, &facts.segments()).is_some())
            .collect(),
        Some("all") => facts.measures().iter().collect(),
        Some(other) => {
            return Err(arguments::unknown(
                other,
                "list of measures",
                "指标列表",
                &["headline", "apart", "all"],
            ));
        }
    };
    let one = |measure: &&Measure| {
        let title = facts.names().measure(measure);
        json!({"id": arguments::id_value(&measure.id), "title": title, "text": title})
    };
    Ok(Reply::Data(Value::Array(chosen.iter().map(one).collect())))
}

/// What results are broken down by.
pub fn segments(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    Ok(variables(facts, facts.segments()))
}

/// The groups of a segment, in the order of its options.
pub fn levels(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of"])?;
    let written = arguments::text(arguments, Some(0), "of").unwrap_or_default();
    let segment = arguments::segment(facts, written)?;
    let options = facts.survey().variable(segment).domain.options();
    let all = facts.levels(segment).into_iter().filter_map(|group| match group {
        Group::Level(_, level) => Some((options?.options.get(level)?, group)),
        _ => None,
    });
    let all = all.map(|(option, group)| {
        let title = facts.names().level(group);
        json!({"id": arguments::id_value(&option.id), "title": title, "text": title})
    });
    Ok(Reply::Data(Value::Array(all.collect())))
}

/// The waves of a trend, oldest first, up to the one reported on.
pub fn waves(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    let known = facts.input.scores.tabulation.waves();
    let here = facts.input.calendar.order(&facts.wave);
    let mut waves: Vec<_> = known
        .iter()
        .filter(|wave| facts.input.calendar.order(wave) <= here)
        .collect();
    waves.sort_by_key(|wave| facts.input.calendar.order(wave));
    let all = waves.into_iter().map(|wave| {
        let title = dates::wave(&facts.input.calendar, wave, facts.tongue());
        json!({"id": wave.as_str(), "title": title, "text": title})
    });
    Ok(Reply::Data(Value::Array(all.collect())))
}

fn variables(facts: &Facts, list: Vec<VariableIndex>) -> Reply {
    let one = |variable: VariableIndex| {
        let title = facts.names().variable(variable);
        json!({"id": arguments::id_value(&facts.survey().variable(variable).id), "title": title, "text": title})
    };
    Reply::Data(Value::Array(list.into_iter().map(one).collect()))
}

/// The open questions of the questionnaire.
pub fn open_questions(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    let is_question =
        |variable: &VariableIndex| matches!(facts.survey().variable(*variable).origin, Origin::Question { .. });
    let all = verbatims::quotable(facts.survey());
    Ok(variables(facts, all.into_iter().filter(is_question).collect()))
}

/// What the organisation did since the wave before began.
pub fn actions(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    Ok(Reply::Data(events::actions(facts)))
}

/// What happened up to the wave reported on; of one measure where it is named.
pub fn events(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &["of"])?;
    let named = arguments::text(arguments, Some(0), "of");
    let of = named.map(|name| arguments::measure(facts, Some(name))).transpose()?;
    Ok(Reply::Data(events::listed(facts, of)))
}

/// Batteries and ratings: name, title, kind.
pub fn rating_questions(facts: &Facts) -> Vec<(String, String, &'static str)> {
    let survey = facts.survey();
    let found = survey.questions().filter_map(|(_, _, question)| {
        let kind = match question.kind {
            Kind::Matrix { .. } => "matrix",
            Kind::Rating { .. } => "rating",
            _ => return None,
        };
        Some((question.id.to_string(), facts.names().question(question), kind))
    });
    found.collect()
}

/// Batteries and ratings, to loop over.
pub fn batteries(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    let one =
        |(id, title, kind): (String, String, &str)| json!({"id": id, "title": title, "kind": kind, "text": title});
    Ok(Reply::Data(Value::Array(
        rating_questions(facts).into_iter().map(one).collect(),
    )))
}
