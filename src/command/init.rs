//! `manyi init`: a new workspace.

mod library;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::model::WaveId;
use crate::project::ProjectError;
use crate::project::SETTINGS;
use crate::project::atomic;
use crate::simulate::Effects;
use crate::simulate::Plan;
use crate::simulate::Writer;
use library::Ready;
use std::path::PathBuf;
use std::sync::Arc;

/// Makes a workspace: settings, a survey to start from, and an empty inbox.
///
/// `--list` shows the ready-made surveys; `--with-answers` fills the inbox with invented ones, so that `manyi run` has
/// something to report.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; made where it is not there.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The ready-made survey to start from.
    #[arg(long, default_value = "support-csat")]
    from: String,
    /// Fill the inbox with invented answers of four quarters.
    #[arg(long)]
    with_answers: bool,
    /// List the ready-made surveys, and make nothing.
    #[arg(long, conflicts_with_all = ["with_answers", "from"])]
    list: bool,
}

const CONFIG: &str = "\
# A manyi workspace. `manyi check` reads it; every key can be left out.
organisation = { zh = \"我们的公司\", en = \"Our company\" }
languages = [\"zh\", \"en\"]
# Folders with answers: inbox/<survey>/*.csv
inbox = [\"inbox\"]

[waves]
kind = \"quarterly\"
time_zone = \"Asia/Shanghai\"
year_start = 1

[report]
languages = [\"zh\", \"en\"]
";

/// What the settings of a workspace with invented answers begin with: the last of their quarters has ended.
const AS_OF: &str =
    "# The day reports are written for. Take it out when the invented answers are gone.\nas_of = \"2026-10-15\"\n";

/// The quarters of invented answers, and how many there are in each.
const QUARTERS: [&str; 4] = ["2025Q4", "2026Q1", "2026Q2", "2026Q3"];
const A_QUARTER: usize = 400;

const IGNORED: &str =
    "# What manyi makes: the store of answers holds personal data and does not belong in git.\n/responses/\n/site/\n";

/// Writes the workspace, or lists what it can begin with.
///
/// # Errors
/// When there is one already, no such survey, or the folder cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    if args.list {
        let width = library::ALL.iter().map(|ready| ready.name.len()).max().unwrap_or(0);
        for ready in library::ALL {
            let purpose = context.tongue.pick(ready.purpose[0], ready.purpose[1]);
            context.data(&format!("{:width$}  {purpose}\n", ready.name))?;
        }
        return Ok(Outcome::Done);
    }
    let Some(ready) = library::ALL.iter().find(|ready| ready.name == args.from) else {
        let known: Vec<&str> = library::ALL.iter().map(|ready| ready.name).collect();
        return Err(CommandError::Other(Words::new(
            format!(
                "`--from {}`: there is no such ready-made survey; there are: {}",
                args.from,
                known.join(", ")
            ),
            format!("`--from {}`：没有这份现成问卷；现有：{}", args.from, known.join("、")),
        )));
    };
    let name = ready.name;
    let settings = args.folder.join(SETTINGS);
    let survey = args.folder.join("surveys").join(format!("{name}.yaml"));
    for path in [&settings, &survey] {
        if path.exists() {
            let path = path.display();
            return Err(CommandError::Other(Words::new(
                format!("{path} is there already: `manyi init` changes nothing that exists; name another folder"),
                format!("{path} 已存在：`manyi init` 不会改动已有文件；请指定另一个文件夹"),
            )));
        }
    }
    for folder in [args.folder.join("surveys"), args.folder.join("inbox").join(name)] {
        std::fs::create_dir_all(&folder).map_err(ProjectError::write(&folder))?;
    }
    let definition = without_sample(ready.definition);
    atomic::write(&survey, definition.as_bytes())?;
    let mut config = CONFIG.to_owned();
    if args.with_answers {
        let answers = invented(ready, definition)?;
        atomic::write(
            &args.folder.join("inbox").join(name).join("invented.csv"),
            answers.as_bytes(),
        )?;
        config = config.replace("inbox = [\"inbox\"]\n", &format!("inbox = [\"inbox\"]\n{AS_OF}"));
    }
    let scenario = args.folder.join("README.md");
    if !scenario.exists() {
        atomic::write(&scenario, ready.scenario.as_bytes())?;
    }
    let ignored = args.folder.join(".gitignore");
    if !ignored.exists() {
        atomic::write(&ignored, IGNORED.as_bytes())?;
    }
    // Last: the folder is a workspace only when everything else is there.
    atomic::write(&settings, config.as_bytes())?;
    let folder = args.folder.display();
    if args.with_answers {
        context.say(
            &format!(
                "a workspace with the survey `{name}` and invented answers is in {folder}; next: `manyi run` there"
            ),
            &format!("已在 {folder} 新建工作区，含问卷 `{name}` 和虚构的答卷；接下来：在其中运行 `manyi run`"),
        );
    } else {
        context.say(
            &format!("a workspace with the survey `{name}` is in {folder}; next: `manyi check`, then `manyi serve`"),
            &format!("已在 {folder} 新建工作区，含问卷 `{name}`；接下来：`manyi check`，然后 `manyi serve`"),
        );
    }
    Ok(Outcome::Done)
}

/// Invented answers to a ready-made survey, in the waves of a new workspace.
fn invented(ready: &Ready, definition: String) -> Result<String, CommandError> {
    let source = |name: String, text: String| Arc::new(Source { name, text });
    let (survey, _) = crate::definition::read(&source(format!("{}.yaml", ready.name), definition));
    let survey = survey.expect("a test reads every ready-made survey");
    let effects = source(format!("{}.toml", ready.name), ready.effects.to_owned());
    let (effects, _) = Effects::read(&effects, &survey);
    let settings = source(SETTINGS.to_owned(), CONFIG.to_owned());
    let calendar = crate::project::read_settings(&settings).0.calendar;
    let writer = Writer::new(&survey, &calendar, false);
    let mut text = writer.heading();
    let plan = Plan {
        survey: &survey,
        calendar: &calendar,
        waves: QUARTERS.into_iter().map(WaveId::new).collect(),
        responses: A_QUARTER,
        seed: 20_261_122,
        effects: &effects,
        sample: None,
        as_of: None,
        cover: false,
    };
    plan.run(|response| {
        text += &writer.row(response);
        Ok::<(), CommandError>(())
    })?;
    Ok(text)
}

/// The definition without its link to a sample file, which a new workspace does not have.
fn without_sample(definition: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in definition.lines() {
        if line.starts_with("sample:") {
            inside = true;
        } else if inside && !line.starts_with([' ', '#']) {
            inside = false;
        }
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ready_made_survey_is_sound_and_its_effects_can_be_planted() {
        for ready in library::ALL {
            let source = |name: &str, text: &str| {
                Arc::new(Source {
                    name: name.to_owned(),
                    text: text.to_owned(),
                })
            };
            let (survey, problems) = crate::definition::read(&source(ready.name, &without_sample(ready.definition)));
            assert!(problems.is_empty(), "{}: {problems:?}", ready.name);
            let survey = survey.unwrap();
            assert!(survey.id == *ready.name && survey.sample.is_none());
            let (_, problems) = Effects::read(&source(ready.name, ready.effects), &survey);
            assert!(problems.is_empty(), "{}: {problems:?}", ready.name);
            let tags: Vec<&str> = survey.languages.iter().map(crate::locale::Lang::tag).collect();
            assert_eq!(tags, ["zh", "en"], "{}", ready.name);
            assert!(!survey.segments.is_empty(), "{}", ready.name);
            assert!(survey.measures.iter().any(|measure| measure.headline), "{}", ready.name);
        }
    }
}
