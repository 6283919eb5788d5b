//! How long a form takes.

use crate::model::Kind;
use crate::model::Question;
use crate::model::Survey;
use std::collections::BTreeSet;

/// Whole minutes, at least one, for someone who reads at an ordinary pace. Questions with a condition count half.
///
/// The seconds a question are a rule of thumb for planning, of the order that panel providers use (about 7.5 s for a closed
/// item, less for each further row of a battery, more for open answers); no response is ever judged by them.
pub(super) fn minutes(survey: &Survey) -> usize {
    let seconds: f64 = put_once(survey)
        .map(|question| {
            let share = if question.show_if.is_some() { 0.5 } else { 1.0 };
            share * seconds(question)
        })
        .sum();
    let whole = (seconds / 60.0).ceil().clamp(1.0, 999.0);
    (1..=999)
        .find(|minutes| f64::from(*minutes) >= whole)
        .map_or(1, |minutes: u16| usize::from(minutes))
}

/// The questions, those of a repeated page only once: how many copies somebody gets follows from their answers.
pub(super) fn put_once(survey: &Survey) -> impl Iterator<Item = &Question> {
    let mut seen = BTreeSet::new();
    survey.pages.iter().flat_map(move |page| {
        let entity = page.entity.as_ref().map(|entity| entity.id.as_str());
        let base = |question: &Question| {
            let id = question.id.as_str();
            let base = entity.and_then(|entity| id.strip_suffix(entity)?.strip_suffix('.'));
            base.unwrap_or(id).to_owned()
        };
        let first = page.questions.iter().filter(|question| seen.insert(base(question)));
        first.collect::<Vec<_>>()
    })
}

fn seconds(question: &Question) -> f64 {
    match &question.kind {
        Kind::Note => 5.0,
        Kind::Choice { .. } | Kind::Rating { .. } | Kind::Slider { .. } => 7.5,
        Kind::Multiple { .. } | Kind::Email | Kind::Phone => 12.0,
        Kind::Matrix { rows, .. } => 5.0 + 5.0 * rows.len() as f64,
        Kind::Number { .. } | Kind::Date | Kind::Consent { .. } => 10.0,
        Kind::Text { long: false, .. } => 15.0,
        Kind::Text { long: true, .. } => 30.0,
        Kind::Ranking { rows, .. } => 5.0 + 6.0 * rows.len() as f64,
        Kind::Allocation { rows, .. } => 10.0 + 6.0 * rows.len() as f64,
        Kind::Importance { rows, .. } => 5.0 + 10.0 * rows.len() as f64,
        Kind::Kano { features, .. } => 5.0 + 12.0 * features.len() as f64,
    }
}
