//! Scores as lines of `history/`: what stays of a wave when its answers are erased.

use super::figures_of;
use crate::command::shared::source::Opened;
use crate::finding::Ask;
use crate::locale::significant;
use crate::measure;
use crate::measure::Unit;
use crate::model::Survey;
use crate::store::csv_line;
use crate::tabulation::Group;

/// Digits that a figure keeps.
const DIGITS: usize = 10;

/// The lines, under their heading. What may not be shown is left out, and so is what a line cannot name: crossed groups and
/// options of a multiple choice.
pub fn lines(opened: &Opened) -> String {
    let results = opened
        .task
        .decide(opened.tabulation.clone(), &opened.references, &Ask::default());
    let survey = &results.scores.survey;
    let mut text = "measure,wave,segment,value,base,se\n".to_owned();
    for measure in &opened.measures {
        let factor = if measure::unit(survey, measure) == Unit::Share {
            100.0
        } else {
            1.0
        };
        for (wave, group) in figures_of(opened) {
            let showing = results.findings.disclosure.of(&measure.id, &wave, group);
            let (Some(Ok(estimate)), Some(segment)) =
                (results.scores.of(&measure.id, &wave, group), segment(survey, group))
            else {
                continue;
            };
            if opened.hides && !showing.is_visible() {
                continue;
            }
            let error = estimate.basis.standard_error();
            text += &csv_line(&[
                measure.id.as_str(),
                wave.as_str(),
                &segment,
                &significant(estimate.value * factor, DIGITS),
                &estimate.base.to_string(),
                &error.map_or(String::new(), |error| significant(error * factor, DIGITS)),
            ]);
        }
    }
    text
}

/// As `history/` names a group: nothing for everybody, else `variable=level`.
fn segment(survey: &Survey, group: Group) -> Option<String> {
    match group {
        Group::Total => Some(String::new()),
        Group::Level(variable, level) => {
            let variable = survey.variable(variable);
            let option = variable.domain.options()?.options.get(level)?;
            Some(format!("{}={}", variable.id, option.id))
        }
        Group::Unknown(_) | Group::Cross(_) | Group::Chosen(..) | Group::Both(..) => None,
    }
}
