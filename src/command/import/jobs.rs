//! Which files are imported, and what they are called.

use super::Args;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::space::Space;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::import;
use crate::import::segment::Inspection;
use crate::model::Survey;
use crate::project::Given;
use crate::store::Quarantined;
use std::collections::BTreeMap;
use std::io::BufReader;
use std::sync::Arc;

/// One file to be imported.
#[derive(Clone)]
pub(super) struct Job {
    pub(super) survey: Arc<Survey>,
    pub(super) given: Given,
    pub(super) name: String,
    /// Two passes in one, in place of a file.
    pub(super) merged: Option<Merged>,
}

/// What two passes over the same sheets gave.
#[derive(Clone)]
pub(super) struct Merged {
    pub(super) csv: Vec<u8>,
    /// Of both files: however differences are settled, it is the same import.
    pub(super) sha256: String,
    /// Of what was settled.
    pub(super) settled: String,
    /// Answers that stay open.
    pub(super) notes: Vec<Quarantined>,
}

impl Job {
    /// Whether it is a file of the collector or of an offline form.
    pub(super) fn is_segment(&self) -> bool {
        matches!(&self.given, Given::File(path) if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl")))
    }
}

/// What to import; `None` when a survey has errors, which were shown.
pub(super) fn jobs(args: &Args, space: &Space, context: &mut Context<'_>) -> Result<Option<Vec<Job>>, CommandError> {
    let (survey, files) = match args.what.split_first() {
        Some((first, files)) if matches!(Given::of(first), Given::Survey(_)) => (Some(first.clone()), files.to_vec()),
        _ => (None, args.what.clone()),
    };
    let mut jobs = Vec::new();
    if files.is_empty() {
        let ids = survey.map_or_else(|| space.workspace.surveys(), |id| Ok(vec![id]))?;
        for id in ids {
            let Some(survey) = space.survey(&id, context)? else {
                return Ok(None);
            };
            for path in space.workspace.inbox_files(&id)? {
                let name = space.workspace.name_of(&path);
                jobs.push(Job {
                    survey: Arc::clone(&survey),
                    given: Given::File(path),
                    name,
                    merged: None,
                });
            }
        }
        children(args, space, &mut jobs, context)?;
        // Responses before what is a part of them.
        jobs.sort_by_key(|job| job.survey.unit.is_some());
        return Ok(Some(jobs));
    }
    for file in files {
        let given = Given::of(&file);
        let id = match (&survey, &given) {
            (Some(id), _) => id.clone(),
            (None, Given::File(path)) => folder_of(path, space)?,
            (None, _) => return Err(no_survey(&file)),
        };
        let Some(survey) = space.survey(&id, context)? else {
            return Ok(None);
        };
        jobs.push(Job {
            survey,
            given,
            name: file,
            merged: None,
        });
    }
    children(args, space, &mut jobs, context)?;
    Ok(Some(jobs))
}

/// Adds the files of `--child`.
pub(super) fn children(
    args: &Args,
    space: &Space,
    jobs: &mut Vec<Job>,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    for child in &args.child {
        let wrong = |en: &str, zh: &str| {
            CommandError::Other(Words::new(
                format!("`--child {child}` {en}"),
                format!("`--child {child}` {zh}"),
            ))
        };
        let Some((id, file)) = child.split_once('=') else {
            return Err(wrong(
                "names no survey; write `--child SURVEY=FILE`",
                "没有写问卷；请写 `--child 问卷=文件`",
            ));
        };
        let Some(survey) = space.survey(id, context)? else {
            return Err(wrong("names a survey with errors", "所写的问卷有错误"));
        };
        if survey.unit.is_none() {
            return Err(wrong(
                "names a survey whose rows are responses of their own; its definition has no `unit`",
                "所写问卷的每行都是独立的答卷，其定义中没有 `unit`",
            ));
        }
        jobs.push(Job {
            survey,
            given: Given::of(file),
            name: file.to_owned(),
            merged: None,
        });
    }
    Ok(())
}

/// What only all files together tell: answers that a device took and no file holds, and what the collector kept aside.
pub(super) fn over_all(space: &Space, jobs: &[Job]) -> Result<Vec<Problem>, CommandError> {
    let mut files: BTreeMap<String, Vec<(String, Inspection)>> = BTreeMap::new();
    for job in jobs.iter().filter(|job| job.is_segment()) {
        let Given::File(path) = &job.given else { continue };
        // That a file cannot be read is told when it is its turn.
        let Ok(file) = std::fs::File::open(path) else { continue };
        let survey = job.survey.id.as_str();
        let inspection = import::segment::inspect(BufReader::new(file), survey, &job.name)?;
        files
            .entry(survey.to_owned())
            .or_default()
            .push((job.name.clone(), inspection));
    }
    let mut problems = Vec::new();
    for (survey, inspections) in &files {
        problems.extend(import::segment::devices(inspections));
        for path in space.workspace.aside_files(survey)? {
            let file = std::fs::File::open(&path)?;
            let name = space.workspace.name_of(&path);
            problems.extend(import::segment::kept_aside(BufReader::new(file), &name)?);
        }
    }
    Ok(problems)
}

/// The survey whose folder a file lies in.
pub(super) fn folder_of(path: &std::path::Path, space: &Space) -> Result<String, CommandError> {
    let known = space.workspace.surveys()?;
    let absolute = std::path::absolute(path)?;
    let mut folders = absolute
        .ancestors()
        .skip(1)
        .filter_map(|folder| folder.file_name()?.to_str());
    let found = folders.find_map(|name| known.iter().find(|id| *id == name)).cloned();
    found.ok_or_else(|| no_survey(&path.display().to_string()))
}

pub(super) fn no_survey(file: &str) -> CommandError {
    CommandError::Other(Words::new(
        format!("which survey do the answers in `{file}` belong to? write `manyi import SURVEY {file}`"),
        format!("`{file}` 中的答卷属于哪个调查？请写 `manyi import 调查名 {file}`"),
    ))
}

/// The name of a file for the store and for reports: from the workspace on, or the file's own name, so that no folder of this
/// machine is told to anybody.
pub(super) fn kept_name(space: &Space, job: &Job) -> Result<String, CommandError> {
    let Given::File(path) = &job.given else {
        return Ok(job.name.clone());
    };
    let (path, root) = (std::path::absolute(path)?, std::path::absolute(space.workspace.root())?);
    let parts = match path.strip_prefix(&root) {
        Ok(below) => below.components().collect::<Vec<_>>(),
        Err(_) => path.components().next_back().into_iter().collect(),
    };
    Ok(parts
        .iter()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/"))
}
