//! `manyi diff`: what changed between two versions of a survey, by its meaning.

mod page;
mod show;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::sheet::Format;
use super::shared::space::Space;
use super::shared::versions::Versions;
use super::shared::versions::version;
use crate::definition;
use crate::definition::diff;
use crate::definition::diff::Impact;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::model::Survey;
use crate::model::WaveId;
use crate::project::Given;
use clap::ValueEnum;
use std::path::PathBuf;
use std::sync::Arc;

/// Tells what changed between two versions of a survey by its meaning: compatible, worth a footnote, or breaking a trend.
///
/// A version is a file (`old.yaml`), a survey of the workspace as it is today (`after-sales`), or the definition that asked a wave
/// (`after-sales@2026Q3`), which the store keeps. With one version only: what was fielded last against today's, or the version named
/// against today's.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The older version.
    before: String,
    /// The newer version; else the survey as it is today.
    after: Option<String>,
    /// How the changes are written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write a page with both versions side by side, `FILE.html`, instead.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Exit with code 3 when a change is this bad, or worse.
    #[arg(long, value_enum)]
    fail_on: Option<Gate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Gate {
    /// Changes that break a trend.
    Breaking,
    /// Those, and changes that need a footnote.
    Footnote,
}

/// A version with what it is called.
struct Version {
    name: String,
    survey: Arc<Survey>,
}

/// Compares and shows.
///
/// # Errors
/// When something cannot be read, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let (Some(before), Some(after)) = (older(args, context)?, newer(args, context)?) else {
        return Ok(Outcome::Problems);
    };
    let found = diff::diff(&before.survey, &after.survey, &after.survey);
    let names = [before.name.as_str(), after.name.as_str()];
    if let Some(path) = &args.to {
        if !page::write(path, &found, names, &after.survey, context)? {
            return Ok(Outcome::Problems);
        }
    } else {
        let text = match args.format {
            Format::Table => show::text(&found, names, context.tongue),
            format => show::sheet(&found).render(format, context.tongue),
        };
        context.data(&text)?;
    }
    let tripped = match args.fail_on {
        Some(Gate::Breaking) => found.impact() == Impact::Breaking,
        Some(Gate::Footnote) => found.impact() >= Impact::Footnote,
        None => false,
    };
    Ok(if tripped { Outcome::Gate } else { Outcome::Done })
}

fn older(args: &Args, context: &mut Context<'_>) -> Result<Option<Version>, CommandError> {
    match (Given::of(&args.before), &args.after) {
        // A survey alone: what was fielded last.
        (Given::Survey(id), None) if !id.contains('@') => fielded(&id, None, context),
        _ => given(&args.before, context),
    }
}

fn newer(args: &Args, context: &mut Context<'_>) -> Result<Option<Version>, CommandError> {
    if let Some(after) = &args.after {
        return given(after, context);
    }
    match Given::of(&args.before) {
        Given::Survey(id) => given(id.split('@').next().unwrap_or_default(), context),
        given => Err(CommandError::Other(Words::new(
            format!(
                "with what is `{}` to be compared? write `manyi diff OLD NEW`",
                label(&given)
            ),
            format!("`{}` 要与什么比较？请写 `manyi diff 旧 新`", label(&given)),
        ))),
    }
}

fn label(given: &Given) -> String {
    match given {
        Given::Survey(id) => id.clone(),
        Given::File(path) => path.display().to_string(),
        Given::StandardInput => "-".to_owned(),
    }
}

/// A version by its name; `None` when its definition has errors, which were shown.
fn given(text: &str, context: &mut Context<'_>) -> Result<Option<Version>, CommandError> {
    let source = match Given::of(text) {
        Given::Survey(id) => {
            if let Some((survey, wave)) = id.split_once('@') {
                return fielded(survey, Some(wave), context);
            }
            let Some(space) = Space::open(context)? else {
                return Ok(None);
            };
            space.workspace.definition(&id)?
        }
        Given::File(path) => crate::project::read_text(&path, text)?,
        Given::StandardInput => {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut context.input, &mut text)?;
            Arc::new(Source {
                name: "-".to_owned(),
                text,
            })
        }
    };
    let (survey, mut problems) = definition::read(&source);
    problems.retain(Problem::is_error);
    context.show(&problems);
    Ok(survey.map(|survey| Version {
        name: source.name.clone(),
        survey: Arc::new(survey),
    }))
}

/// The definition that asked most answers of a wave; without a wave, the one that was imported with last.
fn fielded(id: &str, wave: Option<&str>, context: &mut Context<'_>) -> Result<Option<Version>, CommandError> {
    let Some(space) = Space::open(context)? else {
        return Ok(None);
    };
    let Some(today) = space.survey(id, context)? else {
        return Ok(None);
    };
    let snapshot = space.store(&today).snapshot()?;
    let Some(text) = wave else {
        let last = snapshot.imports().last().map(|import| import.definition.clone());
        let last = last.ok_or_else(|| {
            CommandError::Other(Words::new(
                format!(
                    "`{id}` has no answers yet, so nothing was fielded; name two files: `manyi diff OLD.yaml NEW.yaml`"
                ),
                format!("`{id}` 还没有答卷，也就没有投放过的版本；请给出两个文件：`manyi diff 旧.yaml 新.yaml`"),
            ))
        })?;
        let survey = version(&snapshot, &today, &last)?.ok_or_else(|| unreadable(id, &last))?;
        let name = format!("{id} {}", &last[..12.min(last.len())]);
        return Ok(Some(Version { name, survey }));
    };
    let wave = space.calendar().parse(text).unwrap_or_else(|| WaveId::new(text));
    let versions = Versions::of(&snapshot, &today)?;
    let Some(survey) = versions.of_wave(&wave) else {
        if let Some(hash) = versions.waves.get(&wave).and_then(|counts| counts.keys().next()) {
            return Err(unreadable(id, hash));
        }
        let known: Vec<&str> = versions.waves.keys().map(WaveId::as_str).collect();
        return Err(CommandError::Other(Words::new(
            format!(
                "no wave `{text}` of `{id}` has answers; there are: {}",
                known.join(", ")
            ),
            format!("`{id}` 没有期次 `{text}` 的答卷；现有：{}", known.join("、")),
        )));
    };
    if let Some(others) = versions.waves.get(&wave).filter(|counts| counts.len() > 1) {
        let (wave, count) = (&wave, others.len());
        context.say(
            &format!("{id}@{wave}: {count} versions asked it; the one with most answers is compared"),
            &format!("{id}@{wave}：该期次有 {count} 个版本；取答卷最多的一个比较"),
        );
    }
    Ok(Some(Version {
        name: format!("{id}@{wave}"),
        survey: Arc::clone(survey),
    }))
}

fn unreadable(id: &str, hash: &str) -> CommandError {
    CommandError::Other(Words::new(
        format!("the definition {hash} of `{id}` cannot be read any more; name its file from git instead"),
        format!("`{id}` 的定义 {hash} 已无法读取；请改用 git 中的文件"),
    ))
}
