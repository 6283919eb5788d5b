//! What is put into the field is kept, and not edited in its meaning until its wave is over.

use super::space::Space;
use super::versions;
use super::versions::Versions;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::rules;
use crate::definition::diff;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Survey;
use crate::model::WaveId;
use std::sync::Arc;

/// Keeps the definition of a survey whose forms are built; `false` when it edits the meaning of what a wave in the field asks, which
/// was shown.
///
/// # Errors
/// When the store cannot be read or written.
pub fn keep(space: &Space, survey: &Arc<Survey>, context: &mut Context<'_>) -> Result<bool, CommandError> {
    let store = space.store(survey);
    let snapshot = store.snapshot()?;
    if snapshot.definitions().iter().any(|hash| *hash != survey.hash) {
        let known = Versions::of(&snapshot, survey)?;
        let open = known
            .waves
            .keys()
            .filter(|wave| versions::is_open(space, &snapshot, &known, wave));
        let edited: Vec<Problem> = open
            .filter_map(|wave| in_the_field(known.of_wave(wave)?, survey, wave))
            .collect();
        if !edited.is_empty() {
            context.show(&edited);
            return Ok(false);
        }
    }
    let text = space.workspace.definition(survey.id.as_str())?.text.clone();
    store.field(survey, &text)?;
    Ok(true)
}

/// What was edited in its meaning between the definition that asks a wave in the field and today's; nothing where all of it is declared
/// comparable.
#[must_use]
pub fn in_the_field(asked: &Survey, today: &Survey, wave: &WaveId) -> Option<Problem> {
    let difference = diff::diff(asked, today, today);
    let edited: Vec<&diff::Change> = difference
        .changes
        .iter()
        .filter(|change| change.aspect.is_of_meaning() && change.because.is_none())
        .filter(|change| matches!(change.subject, diff::Subject::Question | diff::Subject::Value))
        .filter(|change| change.impact > diff::Impact::Compatible)
        .collect();
    let first = edited.first()?;
    let mut names: Vec<&str> = edited.iter().map(|change| change.id.as_str()).collect();
    names.dedup();
    let (en, zh) = (names.join(", "), names.join("、"));
    let said = diff::sentence(first);
    let id = &today.id;
    Some(
        Problem::new(&rules::IN_THE_FIELD, Place::file(format!("surveys/{id}.yaml")))
            .says(
                format!("{wave} is in the field, and the meaning of {en} was edited: {}", said.en),
                format!("{wave} 正在进行，而 {zh} 的含义被改动：{}", said.zh),
            )
            .help(
                format!("put the old text back until {wave} is over (`manyi diff {id}@{wave}` shows it), ask the new question under a new id, or write `comparable: true` with a reason at it"),
                format!("请在 {wave} 结束前改回原文（`manyi diff {id}@{wave}` 可查看），或以新的 id 提出新题，或在该题写 `comparable: true` 并说明理由"),
            ),
    )
}
