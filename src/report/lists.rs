//! Lists a document can loop over: measures, segments, questions.

use super::arguments;
use super::calls::Answer;
use super::facts::Facts;
use super::headings;
use super::verbatims;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::Origin;
use crate::model::VariableIndex;
use crate::site::Arguments;
use crate::site::Reply;
use serde_json::Value;
use serde_json::json;

/// The headline measures, those in which a group differs from the rest, or all.
pub fn measures(facts: &Facts, arguments: &Arguments) -> Answer {
    arguments::only(arguments, &[])?;
    let chosen: Vec<&Measure> = match arguments.text(0) {
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
