//! What is put into the field is kept, and not edited in its meaning until its wave is over.

use super::space::Space;
use super::versions;
use super::versions::Versions;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::rules;
use crate::definition::check::near;
use crate::definition::diff;
use crate::definition::recode;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::model::Id;
use crate::model::Survey;
use crate::model::WaveId;
use std::collections::BTreeSet;
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
            .filter_map(|wave| Some(in_the_field(known.of_wave(wave)?, survey, wave)))
            .flatten()
            .collect();
        if !edited.is_empty() {
            context.show(&edited);
            return Ok(false);
        }
        context.show(&strangers(&known, survey));
        store.recode(survey)?;
    }
    let text = space.workspace.definition(survey.id.as_str())?.text.clone();
    store.field(survey, &text)?;
    Ok(true)
}

/// What was edited in its meaning between the definition that asks a wave in the field and today's; nothing where all of it is declared
/// comparable, or mapped.
#[must_use]
pub fn in_the_field(asked: &Survey, today: &Survey, wave: &WaveId) -> Vec<Problem> {
    let difference = diff::diff(asked, today, today);
    let left_out = recode::read(asked, today).left_out;
    let is_mapped = |question: &Id| left_out.iter().any(|(id, _)| id == question);
    let edited: Vec<&diff::Change> = difference
        .changes
        .iter()
        .filter(|change| change.aspect.is_of_meaning() && !change.is_answered_for() && !is_mapped(&change.id))
        .filter(|change| matches!(change.subject, diff::Subject::Question | diff::Subject::Value))
        .filter(|change| change.impact > diff::Impact::Compatible)
        .collect();
    let mut problems: Vec<Problem> = left_out
        .iter()
        .map(|(id, option)| unmapped(id, option, today, wave))
        .collect();
    let Some(first) = edited.first() else {
        return problems;
    };
    let mut names: Vec<&str> = edited.iter().map(|change| change.id.as_str()).collect();
    names.dedup();
    let (en, zh) = (names.join(", "), names.join("、"));
    let said = diff::sentence(first);
    let id = &today.id;
    problems.push(
        Problem::new(&rules::IN_THE_FIELD, Place::file(format!("surveys/{id}.yaml")))
            .says(
                format!("{wave} is in the field, and the meaning of {en} was edited: {}", said.en),
                format!("{wave} 正在进行，而 {zh} 的含义被改动：{}", said.zh),
            )
            .help(
                format!("put the old text back until {wave} is over (`manyi diff {id}@{wave}` shows it), ask the new question under a new id, say at it with `formerly` what each earlier option is today, or write `comparable: true` with a reason"),
                format!("请在 {wave} 结束前改回原文（`manyi diff {id}@{wave}` 可查看），或以新的 id 提出新题，或在该题用 `formerly` 写明每个旧选项如今是哪个，或写 `comparable: true` 并说明理由"),
            ),
    );
    problems
}

/// An earlier option of which the map of its question says nothing.
fn unmapped(question: &Id, option: &str, today: &Survey, wave: &WaveId) -> Problem {
    Problem::new(&rules::UNMAPPED, Place::file(format!("surveys/{}.yaml", today.id)))
        .says(
            format!("`formerly` of `{question}` does not say what `{option}` is today, which {wave} was asked with"),
            format!("`{question}` 的 `formerly` 没有写明 {wave} 所用的 `{option}` 如今是哪个选项"),
        )
        .help(
            format!("add `{option}: …`, an option of today; `<not_applicable>` or `drop` where it is none"),
            format!("请加上 `{option}: …`，写现在的选项；已无对应时写 `<not_applicable>` 或 `drop`"),
        )
}

/// Earlier options that maps name and no version had that asked stored answers.
#[must_use]
pub fn strangers(known: &Versions, today: &Survey) -> Vec<Problem> {
    let versions: Vec<&Survey> = known.surveys.values().map(Arc::as_ref).collect();
    let earlier = |question: &Id| -> Vec<String> {
        let today = |option: &str| {
            let list = today
                .find(question.as_str())
                .and_then(|v| today.variable(v).domain.options());
            list.is_some_and(|list| list.position_of_id(option).is_some())
        };
        let lists = versions.iter().filter_map(|version| {
            let variable = version.find(question.as_str())?;
            version.variable(variable).domain.options()
        });
        let ids = lists.flat_map(|list| list.options.iter().map(|option| option.id.to_string()));
        let ids: BTreeSet<String> = ids.filter(|id| !today(id)).collect();
        ids.into_iter().collect()
    };
    let problem = |(question, option): (Id, String)| {
        let problem = Problem::new(
            &rules::NEVER_AN_OPTION,
            Place::file(format!("surveys/{}.yaml", today.id)),
        )
        .says(
            format!("`formerly` of `{question}` names `{option}`, which no version had that asked an answer"),
            format!("`{question}` 的 `formerly` 写了 `{option}`，但收过答卷的各版本都没有这个选项"),
        );
        let ids = earlier(&question);
        near::help(problem, &option, ids.iter().map(String::as_str))
    };
    recode::unknown(&versions, today).into_iter().map(problem).collect()
}
