//! Where the numbers come from: the definition, the files that were imported, by their hashes.

use super::Args;
use super::lines::Lines;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::shared::source::Opened;
use crate::command::shared::space::Space;
use crate::model::Survey;

/// Definition and files, by their hashes.
pub(super) fn sources(
    lines: &mut Lines,
    opened: &Opened,
    args: &Args,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    let survey = &opened.task.survey;
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    lines.note("sources.definition", survey.hash.as_str());
    lines.say(
        "sources.definition_short",
        "definition",
        "问卷定义",
        format!("{} {}", survey.id, short(&survey.hash)),
    );
    let Some(space) = tool(lines, args, context)? else {
        return Ok(());
    };
    files(lines, &space, survey)
}

/// Where the numbers of a survey come from, by its name.
pub(super) fn sources_of(
    lines: &mut Lines,
    survey: &str,
    args: &Args,
    context: &mut Context<'_>,
) -> Result<(), CommandError> {
    let Some(space) = tool(lines, args, context)? else {
        return Ok(());
    };
    let Some(survey) = space.survey(survey, context)? else {
        return Ok(());
    };
    lines.note("sources.definition", survey.hash.as_str());
    files(lines, &space, &survey)
}

/// What made the numbers, and the workspace whose files they are of; `None` where one file was named, which is said.
fn tool(lines: &mut Lines, args: &Args, context: &mut Context<'_>) -> Result<Option<Space>, CommandError> {
    lines.say(
        "sources.tool",
        "made with",
        "生成工具",
        concat!("manyi ", env!("CARGO_PKG_VERSION")),
    );
    if let Some(file) = &args.file {
        lines.say("sources.files.0.name", "file", "文件", file.as_str());
        return Ok(None);
    }
    Space::open(context)
}

/// The files that were imported, with their hashes.
fn files(lines: &mut Lines, space: &Space, survey: &Survey) -> Result<(), CommandError> {
    let short = |hash: &str| hash.chars().take(16).collect::<String>();
    let snapshot = space.store(survey).snapshot()?;
    for (at, import) in snapshot.imports().into_iter().enumerate() {
        lines.note(format!("sources.files.{at}.sha256"), import.source_sha256.as_str());
        let text = format!("{} {}", import.source, short(&import.source_sha256));
        lines.say(format!("sources.files.{at}.name"), "file", "文件", text);
    }
    Ok(())
}
