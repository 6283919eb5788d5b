//! Repeated groups inside the responses of a JSON file, imported as the rows of another survey: `visits.json#orders`.

use super::Args;
use super::jobs::Job;
use super::mapping;
use super::platforms::Platforms;
use super::platforms::argument_of;
use super::setup;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::space::Space;
use crate::command::shared::spool::Spool;
use crate::diagnostic::Words;
use crate::import::Import;
use crate::project::Given;
use std::path::PathBuf;

/// The file and the group that a job names; nothing where it names a file alone.
fn named(job: &Job) -> Option<(PathBuf, String)> {
    let Given::File(path) = &job.given else { return None };
    let text = path.to_string_lossy();
    let (stem, group) = text.rsplit_once(".json#").filter(|_| !path.exists())?;
    Some((PathBuf::from(format!("{stem}.json")), group.to_owned()))
}

/// The rows of the group that a job names, with the platforms narrowed to that of the file; nothing where it names none.
///
/// # Errors
/// When the survey of the rows is of no responses, the responses cannot be read or have no ids, or there is no such group.
pub(super) fn open(
    args: &Args,
    space: &Space,
    job: &Job,
    platforms: &Platforms,
    context: &mut Context<'_>,
) -> Result<Option<(Spool, Platforms)>, CommandError> {
    let Some((path, group)) = named(job) else {
        return Ok(None);
    };
    let id = &job.survey.id;
    let Some(unit) = &job.survey.unit else {
        return Err(CommandError::Other(Words::new(
            format!(
                "`#{group}` names a repeated group, whose rows belong to responses, but the definition of `{id}` has no `unit`"
            ),
            format!("`#{group}` 是重复组，其各行属于答卷，而 `{id}` 的定义中没有 `unit`"),
        )));
    };
    let Some(parent) = space.survey(unit.of.as_str(), context)? else {
        return Ok(None);
    };
    let whole = Job {
        survey: parent,
        name: path.display().to_string(),
        given: Given::File(path.clone()),
        merged: None,
    };
    let mut spool = Spool::file(&path, whole.name.clone())?;
    let (mapping, ..) = mapping(args, &mut spool, &whole)?;
    let mut setup = setup(args, space, &whole, &spool, (mapping.as_ref(), None, None))?;
    setup.profiles = &platforms.profiles;
    setup.profile.clone_from(&platforms.named);
    let summary = Import::open(spool.begin()?, setup)?.finish();
    let mut columns = summary.columns.iter();
    let column = columns.find(|column| column.read_as.as_deref() == Some("response_id"));
    let Some(column) = column else {
        let name = &whole.name;
        return Err(CommandError::Other(Words::new(
            format!(
                "the responses of `{name}` have no id that the rows of `{group}` could name; map the column that holds one to `response_id`"
            ),
            format!("`{name}` 的答卷没有编号，`{group}` 的各行无从关联；请把存放编号的列映射到 `response_id`"),
        )));
    };
    let named = summary.profile.as_ref().map(|profile| argument_of(&profile.name));
    let rows = Spool::group(&path, &whole.name, (&group, &column.header))?;
    let platforms = Platforms {
        profiles: platforms.profiles.clone(),
        named: named.or_else(|| platforms.named.clone()),
        own: platforms.own.clone(),
    };
    Ok(Some((rows, platforms)))
}
