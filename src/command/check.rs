//! `manyi check`: everything that is wrong with what the user wrote, at once.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::report::documents;
use super::shared::sheet;
use super::shared::sheet::Datum;
use super::shared::sheet::Head;
use super::shared::sheet::Sheet;
use super::shared::space::Space;
use super::shared::theme;
use super::shared::units;
use crate::definition;
use crate::definition::mapping;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::has_errors;
use crate::diagnostic::render;
use crate::model::Survey;
use crate::project::Given;
use crate::project::Workspace;
use crate::report;
use clap::ValueEnum;
use std::sync::Arc;

/// Checks definitions, settings, targets, fixes, mappings, templates and report documents; shows every problem with its place.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Surveys of the workspace, or definition files; without any the whole workspace.
    what: Vec<String>,
    /// How problems are written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// A table of how far each language is written, page by page, instead of the summary.
    #[arg(long)]
    languages: bool,
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
    if args.languages {
        return languages(args, context);
    }
    if args.what.is_empty() {
        whole(context, &mut problems, &mut sound)?;
    }
    for what in &args.what {
        let source = given(what, context, &mut problems)?;
        let (survey, more) = definition::read(&source);
        problems.extend(more);
        sound.extend(survey);
    }
    let failed = has_errors(&problems) || (args.strict && !problems.is_empty());
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

/// The text of a survey or file.
fn given(what: &str, context: &mut Context<'_>, problems: &mut Vec<Problem>) -> Result<Arc<Source>, CommandError> {
    Ok(match Given::of(what) {
        Given::Survey(id) => open(context, problems)?.definition(&id)?,
        Given::File(path) => crate::project::read_text(&path, &path.display().to_string())?,
        Given::StandardInput => {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut context.input, &mut text)?;
            Arc::new(Source {
                name: "-".to_owned(),
                text,
            })
        }
    })
}

/// The texts of each part in each language: how many are its own, how many come from a language that stands in, how many are missing
/// and where the first of those is.
fn languages(args: &Args, context: &mut Context<'_>) -> Ended {
    let mut problems = Vec::new();
    let mut sources = Vec::new();
    if args.what.is_empty() {
        let workspace = open(context, &mut problems)?;
        for id in workspace.surveys()? {
            sources.push(workspace.definition(&id)?);
        }
    }
    for what in &args.what {
        sources.push(given(what, context, &mut problems)?);
    }
    let heads = vec![
        Head::new("survey", "survey", "问卷"),
        Head::new("part", "part", "部分"),
        Head::new("language", "language", "语言"),
        Head::new("texts", "texts", "文字"),
        Head::new("own", "own", "本语言"),
        Head::new("fallback", "fallback", "代替"),
        Head::new("missing", "missing", "缺少"),
        Head::new("first", "first gap", "首处缺漏"),
    ];
    let mut rows = Vec::new();
    let mut gaps = 0;
    for source in &sources {
        problems.extend(definition::read(source).1.into_iter().filter(Problem::is_error));
        let survey = source
            .name
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .trim_end_matches(".yaml");
        for row in definition::coverage(source) {
            gaps += row.missing.len();
            let first = row.missing.first().and_then(crate::diagnostic::Place::line_column);
            rows.push(vec![
                survey.into(),
                row.part.into(),
                row.lang.tag().into(),
                count(row.texts),
                count(row.own),
                count(row.fallback),
                count(row.missing.len()),
                first.map_or(Datum::None, |(line, _)| Datum::Text(format!("{}:{line}", source.name))),
            ]);
        }
    }
    context.show(&problems);
    let format = match args.format {
        Format::Text => sheet::Format::Table,
        Format::Json => sheet::Format::Json,
    };
    let sheet = Sheet {
        kind: "languages",
        heads,
        rows,
        notes: Vec::new(),
    };
    context.data(&sheet.render(format, context.tongue))?;
    let failed = has_errors(&problems) || args.strict && gaps > 0;
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

fn count(n: usize) -> Datum {
    Datum::Count(n as u64)
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
    let (documents, more) = documents::own(&space)?;
    problems.extend(more);
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
        problems.extend(space.fixes_alone(&survey)?.1);
        problems.extend(units::settled(&space.config().per, &survey).1);
        if let Some(link) = &survey.sample {
            problems.extend(space.workspace.sample(&link.file, &link.id)?.1);
        }
        let survey = Arc::new(survey);
        for document in documents.iter().filter(|document| document.reports_on(&id)) {
            problems.extend(report::check(&survey, space.calendar(), document));
        }
        sound.extend(Arc::into_inner(survey));
    }
    if !has_errors(problems) {
        // A survey with errors is not among the sound ones and may be the one that is meant.
        problems.extend(units::unknown(&space.config().per, sound));
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
