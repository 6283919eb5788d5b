//! `manyi init`: a new workspace.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use crate::diagnostic::Words;
use crate::project::SETTINGS;
use crate::project::atomic;
use std::path::PathBuf;

/// Makes a workspace: settings, a survey to start from, and an empty inbox.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The folder; made where it is not there.
    #[arg(default_value = ".")]
    folder: PathBuf,
    /// The ready-made survey to start from.
    #[arg(long, default_value = "support-csat")]
    from: String,
}

/// Ready-made surveys: name and definition.
const SURVEYS: [(&str, &str); 2] = [
    ("after-sales", include_str!("../../surveys/after-sales.yaml")),
    ("support-csat", include_str!("../../surveys/support-csat.yaml")),
];

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

const IGNORED: &str =
    "# What manyi makes: the store of answers holds personal data and does not belong in git.\n/responses/\n/site/\n";

/// Writes the workspace.
///
/// # Errors
/// When there is one already, no such survey, or the folder cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some((name, definition)) = SURVEYS.iter().find(|(name, _)| *name == args.from) else {
        let known: Vec<&str> = SURVEYS.iter().map(|(name, _)| *name).collect();
        return Err(CommandError::Other(Words::new(
            format!(
                "`--from {}`: there is no such ready-made survey; there are: {}",
                args.from,
                known.join(", ")
            ),
            format!("`--from {}`：没有这份现成问卷；现有：{}", args.from, known.join("、")),
        )));
    };
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
    std::fs::create_dir_all(args.folder.join("surveys"))?;
    std::fs::create_dir_all(args.folder.join("inbox").join(name))?;
    atomic::write(&survey, without_sample(definition).as_bytes())?;
    let ignored = args.folder.join(".gitignore");
    if !ignored.exists() {
        atomic::write(&ignored, IGNORED.as_bytes())?;
    }
    // Last: the folder is a workspace only when everything else is there.
    atomic::write(&settings, CONFIG.as_bytes())?;
    let folder = args.folder.display();
    context.say(
        &format!("a workspace with the survey `{name}` is in {folder}; next: `manyi check`, then `manyi serve`"),
        &format!("已在 {folder} 新建工作区，含问卷 `{name}`；接下来：`manyi check`，然后 `manyi serve`"),
    );
    Ok(Outcome::Done)
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
    use crate::diagnostic::Source;
    use std::sync::Arc;

    #[test]
    fn every_ready_made_survey_is_sound_without_its_sample() {
        for (name, definition) in SURVEYS {
            let text = without_sample(definition);
            let (survey, problems) = crate::definition::read(&Arc::new(Source {
                name: name.to_owned(),
                text,
            }));
            assert!(survey.is_some_and(|survey| survey.sample.is_none()), "{problems:?}");
        }
    }
}
