//! The single items a unit is looked at by: every rating that was asked, beside the headline.

use crate::model::Domain;
use crate::model::Kind;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;

/// A mean for every rating and every line of a battery that no headline measure is made of, under the name of its question.
/// A unit learns from items what to do; from headlines only how it stands.
#[must_use]
pub fn items(survey: &Survey) -> Vec<Measure> {
    let headline: Vec<VariableIndex> = survey.measures.iter().filter_map(of).collect();
    let taken = |id: &str| survey.measures.iter().any(|measure| measure.id == *id);
    let questions = survey
        .questions()
        .filter(|(.., question)| matches!(question.kind, Kind::Rating { .. } | Kind::Matrix { .. }));
    let variables = questions.flat_map(|(.., question)| question.variables.iter().copied());
    let rated = variables.filter(|variable| matches!(survey.variable(*variable).domain, Domain::Rating(_)));
    rated
        .filter(|variable| !headline.contains(variable) && !taken(survey.variable(*variable).id.as_str()))
        .map(|variable| Measure {
            id: survey.variable(variable).id.clone(),
            title: survey.variable(variable).text.clone(),
            kind: MeasureKind::Mean { of: variable },
            filter: None,
            headline: false,
            better: None,
        })
        .collect()
}

/// The rating a headline measure is made of.
fn of(measure: &Measure) -> Option<VariableIndex> {
    match measure.kind {
        MeasureKind::TopBox { of, .. }
        | MeasureKind::BottomBox { of, .. }
        | MeasureKind::Mean { of }
        | MeasureKind::Nps { of }
        | MeasureKind::Share { of, .. } => Some(of).filter(|_| measure.headline),
        MeasureKind::Index(_) => None,
    }
}
