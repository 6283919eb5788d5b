//! Rows that come from a repeated page of our own form: read from the responses in the store, whenever those are imported.

use super::jobs::Job;
use super::jobs::Merged;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::current::Current;
use crate::command::shared::space::Space;
use crate::diagnostic::Words;
use crate::import::loops;
use crate::import::loops::Rows;
use crate::import::segment::sha256;
use crate::model::Survey;
use crate::model::UnitLink;
use crate::project::Given;
use crate::store::Selection;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The imports of rows that follow from those of `done`, surveys whose answers (or whose rows) were asked for; `None` when a survey
/// has errors, which were shown.
///
/// # Errors
/// When a definition or a store cannot be read, or a survey has no such page.
pub(super) fn jobs(
    done: &BTreeSet<String>,
    space: &Space,
    context: &mut Context<'_>,
) -> Result<Option<Vec<Job>>, CommandError> {
    let mut jobs = Vec::new();
    for id in space.workspace.surveys()? {
        // A faulty definition that nobody asked for is told by `manyi check`.
        let Some(rows) = space.read_survey(&id)?.0 else {
            continue;
        };
        let Some((unit, page)) = rows.unit.as_ref().and_then(|unit| Some((unit, unit.repeats.as_ref()?))) else {
            continue;
        };
        if !done.contains(unit.of.as_str()) && !done.contains(&id) {
            continue;
        }
        let Some(survey) = space.survey(unit.of.as_str(), context)? else {
            return Ok(None);
        };
        jobs.extend(job(space, &rows, unit, &survey, page.as_str())?);
    }
    Ok(Some(jobs))
}

fn job(
    space: &Space,
    rows: &Arc<Survey>,
    unit: &UnitLink,
    survey: &Survey,
    page: &str,
) -> Result<Option<Job>, CommandError> {
    let Some(mut found) = Rows::of(survey, page, rows, unit.key) else {
        let known: Vec<String> = loops::pages(survey).into_iter().collect();
        let (of, id) = (&survey.id, &rows.id);
        return Err(CommandError::Other(Words::new(
            format!(
                "`unit.loop` of `{id}` names the page `{page}`, which `{of}` does not repeat; it repeats: {}",
                known.join(", ")
            ),
            format!(
                "`{id}` 的 `unit.loop` 写了页面 `{page}`，但 `{of}` 没有重复该页；重复的页面：{}",
                known.join("、")
            ),
        )));
    };
    let snapshot = space.store(survey).snapshot()?;
    let (fixes, _) = space.fixes_alone(survey)?;
    let selection = Selection {
        variables: Some(found.variables()),
        identity: true,
        people: false,
        context: true,
    };
    let current = Current {
        survey,
        calendar: space.calendar(),
        snapshot: &snapshot,
        fixes: &fixes,
    };
    let mut any = false;
    current.each(&selection, |batch| {
        any |= !batch.is_empty();
        found.add(batch);
        Ok(())
    })?;
    if !any {
        return Ok(None);
    }
    let csv = found.csv();
    let name = format!("{}#{page}", survey.id);
    Ok(Some(Job {
        survey: Arc::clone(rows),
        given: Given::StandardInput,
        name: name.clone(),
        merged: Some(Merged {
            // It is one source, read anew when its content changed: rows that are no more go.
            sha256: sha256(format!("rows of {name}").as_bytes()),
            settled: sha256(&csv),
            csv,
            notes: Vec::new(),
        }),
    }))
}
