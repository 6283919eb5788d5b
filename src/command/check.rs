//! `manyi check`: everything that is wrong with what the user wrote, at once.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::space::Space;
use super::shared::theme;
use crate::definition;
use crate::definition::mapping;
use crate::diagnostic::Problem;
use crate::diagnostic::render;
use crate::model::Survey;
use crate::project::Given;
use crate::project::Workspace;
use clap::ValueEnum;

/// Checks definitions, settings, targets, fixes, mappings and templates; shows every problem with its place.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Surveys of the workspace, or definition files; without any the whole workspace.
    what: Vec<String>,
    /// How problems are written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Warnings count as errors.
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
}

/// Checks and shows.
///
/// # Errors
/// When something cannot be read, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let mut problems = Vec::new();
    let mut sound = Vec::new();
    if args.what.is_empty() {
        whole(context, &mut problems, &mut sound)?;
    }
    for what in &args.what {
        let source = match Given::of(what) {
            Given::Survey(id) => open(context, &mut problems)?.definition(&id)?,
            Given::File(path) => crate::project::read_text(&path, &path.display().to_string())?,
            Given::StandardInput => {
                let mut text = String::new();
                std::io::Read::read_to_string(&mut context.input, &mut text)?;
                std::sync::Arc::new(crate::diagnostic::Source {
                    name: "-".to_owned(),
                    text,
                })
            }
        };
        let (survey, more) = definition::read(&source);
        problems.extend(more);
        sound.extend(survey);
    }
    let failed = crate::diagnostic::has_errors(&problems) || (args.strict && !problems.is_empty());
    match args.format {
        Format::Json => context.data(&render::json(&problems, context.tongue))?,
        Format::Text => {
            context.show(&problems);
            for survey in &sound {
                summary(survey, context);
            }
        }
    }
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

/// The workspace; its own problems join the others instead of stopping the check.
fn open(context: &Context<'_>, problems: &mut Vec<Problem>) -> Result<Workspace, CommandError> {
    let (workspace, more) = Workspace::open(context.workspace.as_deref(), &std::env::current_dir()?)?;
    problems.extend(more);
    Ok(workspace)
}

/// Everything in the workspace that a person writes.
fn whole(context: &Context<'_>, problems: &mut Vec<Problem>, sound: &mut Vec<Survey>) -> Result<(), CommandError> {
    let space = Space {
        workspace: open(context, problems)?,
    };
    problems.extend(space.workspace.stray_tables()?);
    problems.extend(theme::templates(&space)?.1);
    for id in space.workspace.surveys()? {
        let (survey, more) = definition::read(&space.workspace.definition(&id)?);
        problems.extend(more);
        for path in space.workspace.inbox_files(&id)? {
            if let Some(source) = space.workspace.mapping(&path, &id)? {
                problems.extend(mapping::read(&source).1);
            }
        }
        let Some(survey) = survey else { continue };
        problems.extend(space.references(&survey)?.1);
        problems.extend(space.fixes(&survey)?.1);
        if let Some(link) = &survey.sample {
            problems.extend(space.workspace.sample(&link.file, &link.id)?.1);
        }
        sound.push(survey);
    }
    // One mapping may serve many files: each of its problems is told once.
    let mut seen = Vec::new();
    problems.retain(|problem| {
        let new = !seen.contains(problem);
        if new {
            seen.push(problem.clone());
        }
        new
    });
    Ok(())
}

fn summary(survey: &Survey, context: &mut Context<'_>) {
    let questions = survey.questions().count();
    let (variables, measures) = (survey.variables.len(), survey.measures.len());
    let tags: Vec<&str> = survey.languages.iter().map(crate::locale::Lang::tag).collect();
    let tags = tags.join(", ");
    context.say(
        &format!(
            "{}: {questions} questions, {variables} variables, {measures} measures, in {tags}: sound",
            survey.id
        ),
        &format!(
            "{}：{questions} 道题，{variables} 个变量，{measures} 个指标，语言 {tags}：无误",
            survey.id
        ),
    );
}
