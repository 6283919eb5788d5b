//! `manyi verify-receipt`: whether an answer that was acknowledged is there.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::space::Space;
use crate::import::segment;
use crate::import::segment::Aside;
use crate::import::segment::Line;
use crate::import::segment::Named;
use crate::import::segment::Record;
use crate::model::Survey;
use crate::store::Selection;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;

/// Looks up the code a respondent was given: in the files of the collector, and among the answers that were imported.
///
/// Asks nobody: it works without network, years later. Upper case, spaces and the letters that look like digits do not matter.
/// The id of a response is taken, too.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The code, such as `7k2m-93xq-0d4v-pt8a-5rjw`.
    code: String,
    /// Look only among answers to this survey.
    #[arg(long)]
    survey: Option<String>,
}

/// Looks up a code; [`Outcome::Problems`] when nothing answers to it, or the answer is not the one that was acknowledged.
///
/// # Errors
/// When a file cannot be read.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let surveys = args
        .survey
        .clone()
        .map_or_else(|| space.workspace.surveys(), |id| Ok(vec![id]))?;
    let (mut found, mut changed) = (false, false);
    for id in surveys {
        let Some(survey) = space.survey(&id, context)? else {
            return Ok(Outcome::Problems);
        };
        for path in space.workspace.inbox_files(&id)? {
            if path
                .extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("jsonl"))
            {
                let state = in_segment(args, &space, &id, &path, context)?;
                found |= state.found;
                changed |= state.changed;
            }
        }
        for path in space.workspace.aside_files(&id)? {
            found |= kept_aside(args, &space, &id, &path, context)?;
        }
        found |= imported(args, &space, &survey, context)?;
    }
    if !found {
        context.say(
            "no answer here has this code; check its letters, and that this is the workspace that collected it",
            "没有答卷对应此回执码；请核对字符，并确认这是收集该答卷的工作区",
        );
    }
    Ok(if found && !changed {
        Outcome::Done
    } else {
        Outcome::Problems
    })
}

/// What was found in a file.
#[derive(Debug, Clone, Copy, Default)]
struct State {
    found: bool,
    changed: bool,
}

fn in_segment(
    args: &Args,
    space: &Space,
    survey: &str,
    path: &Path,
    context: &mut Context<'_>,
) -> Result<State, CommandError> {
    let mut state = State::default();
    let name = space.workspace.name_of(path);
    for (at, line) in BufReader::new(File::open(path)?).split(b'\n').enumerate() {
        let Some(Line::Record(record)) = Line::read(&line?) else {
            continue;
        };
        let content = segment::content(&record);
        let named = segment::names(&args.code, &record.response_id, Some(&content));
        if named == Named::Other {
            continue;
        }
        state.found = true;
        // What the file itself says of the content must hold, too.
        let sound = named != Named::Changed && (record.content.is_empty() || record.content == content);
        state.changed |= !sound;
        let (line, when) = (at + 1, when(&record));
        if sound {
            context.say(
                &format!(
                    "{survey}: kept in {name}:{line}, received {when}; the answers are those that were acknowledged"
                ),
                &format!("{survey}：保存于 {name}:{line}，收到时间 {when}；内容与回执一致"),
            );
        } else {
            context.say(
                &format!("{survey}: kept in {name}:{line}, received {when}, but the answers are not those that were acknowledged"),
                &format!("{survey}：保存于 {name}:{line}，收到时间 {when}，但内容与回执不一致"),
            );
        }
    }
    Ok(state)
}

fn when(record: &Record) -> &str {
    if record.received.is_empty() {
        &record.submitted
    } else {
        &record.received
    }
}

fn kept_aside(
    args: &Args,
    space: &Space,
    survey: &str,
    path: &Path,
    context: &mut Context<'_>,
) -> Result<bool, CommandError> {
    let mut found = false;
    let name = space.workspace.name_of(path);
    for (at, line) in BufReader::new(File::open(path)?).split(b'\n').enumerate() {
        let Ok(Aside { record, .. }) = serde_json::from_slice(&line?) else {
            continue;
        };
        let content = segment::content(&record);
        if matches!(
            segment::names(&args.code, &record.response_id, Some(&content)),
            Named::Other | Named::Changed
        ) {
            continue;
        }
        found = true;
        let line = at + 1;
        context.say(
            &format!("{survey}: kept aside in {name}:{line}, and not counted"),
            &format!("{survey}：另行保存于 {name}:{line}，未计入"),
        );
    }
    Ok(found)
}

fn imported(args: &Args, space: &Space, survey: &Survey, context: &mut Context<'_>) -> Result<bool, CommandError> {
    let mut found = false;
    let snapshot = space.store(survey).snapshot()?;
    let selection = Selection {
        variables: Some(BTreeSet::new()),
        identity: true,
        people: true,
        context: false,
    };
    snapshot.each(survey, &selection, |batch, _| {
        let meta = &batch.meta;
        for (row, wave) in meta.wave.iter().enumerate() {
            let id = meta.response_id.words(row);
            if segment::names(&args.code, id, None) == Named::Other {
                continue;
            }
            found = true;
            let wave = &meta.waves[usize::from(*wave)];
            context.say(
                &format!("{}: imported into wave {wave}", survey.id),
                &format!("{}：已导入期次 {wave}", survey.id),
            );
        }
    })?;
    Ok(found)
}
