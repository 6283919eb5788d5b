//! `manyi import --propose` of a file whose survey is not there yet: a draft of the definition, and the mapping beside the file.

use super::Args;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::command::shared::space::Space;
use crate::command::shared::spool::Spool;
use crate::convert::draft;
use crate::diagnostic::Words;
use crate::import::grid;
use crate::project::Given;
use crate::project::atomic;
use std::path::Path;
use std::path::PathBuf;

/// What is to be drafted: the name of the survey that is not there, and the file.
pub(super) struct Wanted {
    id: String,
    file: PathBuf,
}

/// Whether a draft is asked for: `--propose` with one file of a survey that the workspace does not have.
pub(super) fn wanted(args: &Args, space: &Space) -> Result<Option<Wanted>, CommandError> {
    if !args.propose {
        return Ok(None);
    }
    let known = space.workspace.surveys()?;
    let (named, file) = match args.what.as_slice() {
        [file] => (None, file),
        [id, file] if matches!(Given::of(id), Given::Survey(_)) => (Some(id.clone()), file),
        _ => return Ok(None),
    };
    let Given::File(path) = Given::of(file) else {
        return Ok(None);
    };
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("answers");
    let stem = stem.split(".xlsx#").next().unwrap_or(stem);
    let id = crate::convert::file_name(named.as_deref().unwrap_or(stem));
    let in_folder = named.is_none() && super::jobs::folder_of(&path, space).is_ok();
    Ok((!in_folder && !known.contains(&id)).then_some(Wanted { id, file: path }))
}

/// Writes both, where neither is there.
pub(super) fn run(wanted: &Wanted, space: &Space, context: &mut Context<'_>) -> Ended {
    let Wanted { id, file } = wanted;
    let mut spool = Spool::file(file, file.display().to_string())?;
    let rows = grid::read(spool.begin()?, draft::MOST_ROWS, draft::MOST_BYTES)?;
    let shown = file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let (made, problems) = draft::draft(&rows, id, &shown);
    context.show(&problems);
    let Some(made) = made else { return Ok(Outcome::Problems) };
    context.show(&made.problems);
    let definition = space.workspace.root().join("surveys").join(format!("{id}.yaml"));
    let mapping = spool
        .path
        .clone()
        .unwrap_or_else(|| file.clone())
        .with_extension("map.yaml");
    for path in [&definition, &mapping] {
        free(path)?;
    }
    if let Some(folder) = definition.parent() {
        std::fs::create_dir_all(folder)?;
    }
    atomic::write(&definition, made.definition.as_bytes())?;
    atomic::write(&mapping, made.mapping.as_bytes())?;
    let (definition, mapping) = (space.workspace.name_of(&definition), mapping.display().to_string());
    context.say(
        &format!("drafted {definition} and {mapping}; finish both (`manyi check {id}` shows what is open), then `manyi import {id} {}`", file.display()),
        &format!("已起草 {definition} 和 {mapping}；请补全两者（`manyi check {id}` 列出待定之处），然后 `manyi import {id} {}`", file.display()),
    );
    Ok(Outcome::Done)
}

fn free(path: &Path) -> Result<(), CommandError> {
    if !path.exists() {
        return Ok(());
    }
    let path = path.display();
    Err(CommandError::Other(Words::new(
        format!("`{path}` is there already; move it away to draft anew"),
        format!("`{path}` 已存在；要重新起草，请先移走"),
    )))
}
