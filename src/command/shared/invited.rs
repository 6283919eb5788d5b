//! The people of a sample and what became of their invitations, as the verbs use them.

use super::current::Current;
use super::space::Space;
use crate::command::CommandError;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::import;
use crate::invite;
use crate::model::Survey;
use crate::model::WaveId;
use crate::response::Batch;
use crate::sampling::Completeness;
use crate::sampling::People;
use crate::sampling::completeness;
use crate::store::Selection;
use std::collections::BTreeMap;

/// The people of a survey's sample, the name of its file, and what is wrong with it.
///
/// # Errors
/// When the survey has no sample, or its file cannot be read.
pub fn people(space: &Space, survey: &Survey) -> Result<(People, String, Vec<Problem>), CommandError> {
    let Some(link) = &survey.sample else {
        return Err(CommandError::Other(Words::new(
            format!(
                "`{}` has no sample: put a list of people into `samples/` and name it in the definition, `sample: {{file: people.csv, id: number}}`",
                survey.id
            ),
            format!(
                "`{}` 没有样本：请把名单放入 `samples/`，并在定义中写明，`sample: {{file: people.csv, id: number}}`",
                survey.id
            ),
        )));
    };
    // Doubled people and a missing id column are told by the sample's own reading.
    let (_, mut problems) = space.workspace.sample(&link.file, &link.id)?;
    let rows = space.workspace.sample_rows(&link.file)?;
    let (people, more) = People::read(survey, link, space.calendar(), &rows.name, &rows.header, rows.rows);
    problems.extend(more);
    Ok((people, rows.name, problems))
}

/// The names responses may know each person by: the pseudonym of a personal link, and that of an imported column.
///
/// # Errors
/// When a secret cannot be read.
pub fn keys(space: &Space, survey: &Survey, people: &People) -> Result<Vec<Vec<String>>, CommandError> {
    let secret = space.workspace.link_secret()?;
    let key = space.workspace.respondent_key()?;
    let names = |id: &str| {
        let linked = secret
            .as_ref()
            .map(|secret| invite::pseudonym(secret, survey.id.as_str(), id).to_string());
        let imported = key.as_ref().map(|key| import::pseudonym(key, id));
        linked.into_iter().chain(imported).collect()
    };
    Ok(people.all.iter().map(|person| names(&person.id)).collect())
}

/// Hands every response that counts, after fixes, to `each`.
///
/// # Errors
/// When the store or the fixes cannot be read.
pub fn each_batch(space: &Space, survey: &Survey, mut each: impl FnMut(&Batch)) -> Result<(), CommandError> {
    let (fixes, _) = space.fixes(survey)?;
    let current = Current {
        survey,
        calendar: space.calendar(),
        snapshot: &space.store(survey).snapshot()?,
        fixes: &fixes,
    };
    current.each(&Selection::all(), |batch| {
        each(batch);
        Ok(())
    })
}

/// How complete the best response of each respondent is, and how complete those without a respondent are.
#[derive(Debug, Default)]
pub struct Answers {
    /// By pseudonym.
    pub known: BTreeMap<String, Completeness>,
    /// Responses nobody's name is kept with.
    pub nameless: Vec<Completeness>,
}

/// The answers of a wave, or of all.
///
/// # Errors
/// As [`each_batch`].
pub fn answers(space: &Space, survey: &Survey, wave: Option<&WaveId>) -> Result<Answers, CommandError> {
    let mut answers = Answers::default();
    each_batch(space, survey, |batch| {
        for row in (0..batch.len()).filter(|&row| wave.is_none_or(|wave| batch.wave(row) == wave)) {
            let outcome = completeness(survey, batch, row);
            let name = batch.meta.respondent.words(row);
            if name.is_empty() {
                answers.nameless.push(outcome);
                continue;
            }
            let best = answers.known.entry(name.to_owned()).or_insert(outcome);
            *best = outcome.max(*best);
        }
    })?;
    Ok(answers)
}

/// The wave named on the command line.
///
/// # Errors
/// When the calendar does not know it.
pub fn wave(written: Option<&str>, space: &Space) -> Result<Option<WaveId>, CommandError> {
    let Some(text) = written else { return Ok(None) };
    let known = space.calendar().parse(text);
    known.map(Some).ok_or_else(|| {
        CommandError::Other(Words::new(
            format!("`--wave {text}` is no wave of this workspace; waves are named as in manyi.toml, such as 2026Q4"),
            format!("`--wave {text}` 不是本工作区的期次；期次名称见 manyi.toml，例如 2026Q4"),
        ))
    })
}
