//! `manyi convert`: questionnaires of other tools become definitions, and definitions questionnaires of other tools.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::space::Space;
use crate::convert;
use crate::convert::Converted;
use crate::convert::Format;
use crate::convert::Into;
use crate::definition;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::project::Given;
use crate::project::ProjectError;
use clap::ValueEnum;
use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

/// Converts a questionnaire of another tool into a definition, or a definition into one of another tool.
///
/// Read are `XLSForm` (`.xlsx`, `.csv`, `KoboToolbox`'s JSON), `SurveyJS` (`.json`), Qualtrics (`.qsf`) and `LimeSurvey` (`.lss`, or its table
/// form); written `XLSForm` and `SurveyJS`. What cannot be said in the other form is listed with its place and the reason, never guessed.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A questionnaire's file (`-` for standard input), a definition's, or a survey of the workspace.
    what: String,
    /// Format to write; else the ending of `--output` tells it, else a definition is written.
    #[arg(long, value_enum, value_name = "FORMAT")]
    to: Option<To>,
    /// File to write; else standard output.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Anything that was not converted counts as an error.
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum To {
    /// A definition.
    Yaml,
    /// A workbook for ODK, `KoboToolbox` and others.
    Xlsform,
    /// JSON for `SurveyJS`.
    Surveyjs,
}

/// Converts.
///
/// # Errors
/// When the file cannot be read, or the output not written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let (name, bytes) = given(&args.what, context)?;
    let is_definition = Format::of(&bytes).is_none() && !name_says_other(&name);
    let to = args
        .to
        .or_else(|| args.output.as_deref().and_then(ending))
        .unwrap_or(To::Yaml);
    let converted = match (to, is_definition) {
        (To::Yaml, true) => {
            return Err(CommandError::Other(Words::new(
                format!(
                    "`{name}` is a definition already, or in no format that is known; write `--to xlsform` or `--to surveyjs` to convert a definition"
                ),
                format!("`{name}` 已是问卷定义，或属于未知格式；要转换定义，请写 `--to xlsform` 或 `--to surveyjs`"),
            )));
        }
        (To::Yaml, false) => read(&bytes, &name, args.output.as_deref()),
        (To::Xlsform | To::Surveyjs, _) => {
            let (source, before) = definition_of(&name, bytes, is_definition);
            match source {
                Some(source) => write(&source, to, before),
                None => before,
            }
        }
    };
    finish(args, &name, converted, context)
}

fn finish(args: &Args, name: &str, converted: Converted, context: &mut Context<'_>) -> Ended {
    context.show(&converted.problems);
    let left = converted.problems.iter().filter(|problem| !problem.is_error()).count();
    let Some(bytes) = converted.bytes else {
        return Ok(Outcome::Problems);
    };
    match &args.output {
        Some(path) if ending(path) == Some(To::Yaml) && path.exists() => {
            let path = path.display();
            return Err(CommandError::Other(Words::new(
                format!("`{path}` is there already; choose another name, or move it away"),
                format!("`{path}` 已存在；请换一个文件名，或先移走"),
            )));
        }
        Some(path) => crate::project::atomic::write(path, &bytes)?,
        None => context.raw(&bytes)?,
    }
    let questions = converted.questions;
    context.say(
        &format!("{name}: {questions} questions converted, {left} remarks"),
        &format!("{name}：转换了 {questions} 道题，{left} 条说明"),
    );
    let failed = has_errors(&converted.problems) || args.strict && left > 0;
    Ok(if failed { Outcome::Problems } else { Outcome::Done })
}

fn given(what: &str, context: &mut Context<'_>) -> Result<(String, Vec<u8>), CommandError> {
    let most = u64::try_from(convert::MOST_BYTES).unwrap_or(u64::MAX) + 1;
    let mut bytes = Vec::new();
    match Given::of(what) {
        Given::StandardInput => {
            (&mut context.input).take(most).read_to_end(&mut bytes)?;
        }
        Given::File(path) => {
            if path.is_dir() {
                return Err(ProjectError::Folder { path }.into());
            }
            let file = std::fs::File::open(&path).map_err(|error| ProjectError::read(&path)(error))?;
            file.take(most).read_to_end(&mut bytes)?;
        }
        Given::Survey(id) => {
            let Some(space) = Space::open(context)? else {
                return Err(CommandError::Other(Words::new(
                    "the workspace has errors",
                    "工作区有错误",
                )));
            };
            let source = space.workspace.definition(&id)?;
            return Ok((source.name.clone(), source.text.clone().into_bytes()));
        }
    }
    Ok((what.to_owned(), bytes))
}

/// Whether a file that is in no known format is not meant as a definition either.
fn name_says_other(name: &str) -> bool {
    let small = name.to_ascii_lowercase();
    [".json", ".qsf", ".lss", ".xlsx", ".xls", ".csv", ".tsv", ".txt", ".xml"]
        .iter()
        .any(|end| small.ends_with(end))
}

fn ending(path: &std::path::Path) -> Option<To> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => Some(To::Yaml),
        "xlsx" => Some(To::Xlsform),
        "json" => Some(To::Surveyjs),
        _ => None,
    }
}

/// A definition, called as the file it will stand in.
fn read(bytes: &[u8], name: &str, output: Option<&std::path::Path>) -> Converted {
    let id = output
        .filter(|path| ending(path) == Some(To::Yaml))
        .and_then(|path| path.file_stem()?.to_str());
    match Format::of(bytes) {
        Some(format) => convert::to_definition(bytes, name, format, id),
        None => Converted {
            bytes: None,
            problems: vec![convert::unknown_format(name)],
            questions: 0,
        },
    }
}

/// The definition to be written in another format: the file itself, or what another questionnaire was converted to.
fn definition_of(name: &str, bytes: Vec<u8>, is_definition: bool) -> (Option<Arc<Source>>, Converted) {
    let (text, before) = if is_definition {
        let text = String::from_utf8(bytes).map_err(|_| convert::unknown_format(name));
        let (text, problems) = text.map_or_else(|problem| (None, vec![problem]), |text| (Some(text), Vec::new()));
        let nothing = Converted {
            bytes: None,
            problems,
            questions: 0,
        };
        (text, nothing)
    } else {
        let mut converted = read(&bytes, name, None);
        let text = converted.bytes.take().and_then(|bytes| String::from_utf8(bytes).ok());
        (text, converted)
    };
    let source = text.map(|text| {
        Arc::new(Source {
            name: name.to_owned(),
            text,
        })
    });
    (source, before)
}

fn write(source: &Arc<Source>, to: To, before: Converted) -> Converted {
    let (survey, problems) = definition::read(source);
    let mut all: Vec<Problem> = before.problems;
    let Some(survey) = survey else {
        all.extend(problems.into_iter().filter(Problem::is_error));
        return Converted {
            bytes: None,
            problems: all,
            questions: 0,
        };
    };
    let into = if to == To::Xlsform {
        Into::XlsForm
    } else {
        Into::SurveyJs
    };
    let mut made = convert::from_definition(source, &survey, into);
    all.append(&mut made.problems);
    Converted { problems: all, ..made }
}
