//! `manyi build`: forms, Markdown pages and the index of the site.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::fielded;
use super::shared::modes;
use super::shared::modes::Mode;
use super::shared::pages;
use super::shared::promise;
use super::shared::space::Space;
use super::shared::theme;
use crate::diagnostic::Place;
use crate::diagnostic::Problem;
use crate::form;
use crate::form::FormSettings;
use crate::form::Profile;
use crate::locale::Lang;
use crate::model::Survey;
use crate::project::OutputFolder;
use crate::project::SETTINGS;
use crate::project::rules;
use crate::site;
use crate::site::Endpoint;
use crate::site::Templates;
use std::sync::Arc;

/// Writes the site: a form a survey and language, the pages of `pages/`, and an index.
#[derive(Debug, Default, clap::Args)]
pub struct Args {
    /// Send answers to the server that shows the form (`manyi serve`), whatever the settings say.
    #[arg(long)]
    pub local: bool,
    /// Other ways to ask the same questions, beside the forms; those of the settings come too.
    #[arg(long, value_enum, value_name = "MODE")]
    pub mode: Vec<Mode>,
}

/// Builds the site of the workspace.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(surveys) = surveys(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    if !args.local {
        for survey in &surveys {
            if !promise::keep(&space, survey, context)? {
                return Ok(Outcome::Problems);
            }
            if !fielded::keep(&space, survey, context)? {
                return Ok(Outcome::Problems);
            }
        }
    }
    let built = site(&space, &surveys, args.local, &args.mode, context)?;
    Ok(if built { Outcome::Done } else { Outcome::Problems })
}

/// All surveys of the workspace; `None` when one has errors, which were shown.
pub(super) fn surveys(space: &Space, context: &mut Context<'_>) -> Result<Option<Vec<Arc<Survey>>>, CommandError> {
    let (sound, problems) = read_surveys(space)?;
    context.show(&problems);
    Ok(problems.is_empty().then_some(sound))
}

/// The surveys of the workspace that have no errors, and the problems of the others.
pub(super) fn read_surveys(space: &Space) -> Result<(Vec<Arc<Survey>>, Vec<Problem>), CommandError> {
    let (mut sound, mut problems) = (Vec::new(), Vec::new());
    for id in space.workspace.surveys()? {
        let (survey, more) = space.read_survey(&id)?;
        if survey.is_none() {
            problems.extend(more);
        }
        sound.extend(survey);
    }
    Ok((sound, problems))
}

/// The built-in templates with the workspace's own; `None` when one is broken, which was shown.
pub(super) fn templates(space: &Space, context: &mut Context<'_>) -> Result<Option<Templates>, CommandError> {
    let (templates, problems) = theme::templates(space)?;
    context.show(&problems);
    Ok((!crate::diagnostic::has_errors(&problems)).then_some(templates))
}

/// A page in the pseudo-locale, in both directions of writing.
fn pseudo(name: &str, html: &str, folder: &mut OutputFolder) -> Result<(), CommandError> {
    for (lang, dir) in [("en-x-pseudo", "ltr"), ("ar-x-pseudo", "rtl")] {
        let page = site::pseudo(html, lang, dir);
        folder.put(&format!("pseudo/{dir}/{name}"), page.as_bytes())?;
    }
    Ok(())
}

/// Where the forms of a survey are sent; `None` when the service of the settings needs an address that is not there.
fn settings(space: &Space, survey: &Survey, lang: &Lang, local: bool) -> Option<FormSettings> {
    let own = FormSettings::same_site(survey);
    let help = pages::help(space, lang).map(|name| format!("../pages/{name}"));
    let config = space.config();
    if local {
        return Some(FormSettings { help, ..own });
    }
    let listed = config.endpoints.get(survey.id.as_str()).cloned();
    let general = config.endpoint.as_deref();
    let address = match config.profile {
        Profile::Collector => listed.or_else(|| general.map(|address| format!("{address}/{}", survey.id))),
        // The site itself takes the forms that were found in it.
        Profile::Netlify => Some(listed.unwrap_or_else(|| general.unwrap_or("/").to_owned())),
        _ => Some(listed.or_else(|| general.map(str::to_owned))?),
    };
    Some(FormSettings {
        endpoint: address
            .and_then(|address| Endpoint::new(&address))
            .unwrap_or(own.endpoint),
        profile: config.profile,
        help,
        mode: None,
    })
}

/// That the service of the settings has no address for a survey.
fn no_address(space: &Space, survey: &Survey) -> Problem {
    let (id, profile) = (&survey.id, space.config().profile.name());
    Problem::new(&rules::NO_ENDPOINT, Place::file(SETTINGS))
        .says(
            format!("forms of `{id}` go to the service `{profile}`, which gives every form an address of its own; there is none"),
            format!("`{id}` 的表单提交到服务 `{profile}`，该服务为每份表单提供单独的地址，但未填写"),
        )
        .help(
            format!("write it under [collector.endpoints]: `{id} = \"https://…\"`"),
            format!("请写在 [collector.endpoints] 之下：`{id} = \"https://…\"`"),
        )
}

/// Writes the site; false when a template has a problem, which was shown.
fn site(
    space: &Space,
    surveys: &[Arc<Survey>],
    local: bool,
    asked: &[Mode],
    context: &mut Context<'_>,
) -> Result<bool, CommandError> {
    let Some(templates) = templates(space, context)? else {
        return Ok(false);
    };
    let problems = write(space, surveys, &templates, local, asked, context)?;
    context.show(&problems);
    Ok(!crate::diagnostic::has_errors(&problems))
}

/// Writes the site; gives the problems of templates, with an error among them nothing is written.
pub(super) fn write(
    space: &Space,
    surveys: &[Arc<Survey>],
    templates: &Templates,
    local: bool,
    asked: &[Mode],
    context: &mut Context<'_>,
) -> Result<Vec<Problem>, CommandError> {
    let mut folder = OutputFolder::new(&space.workspace.site_folder());
    let mut problems: Vec<Problem> = Vec::new();
    let modes = modes::wanted(space, asked);
    for survey in surveys {
        for lang in &survey.languages {
            let Some(settings) = settings(space, survey, lang, local) else {
                problems.push(no_address(space, survey));
                break;
            };
            let made = [
                (
                    form::form_file(survey, lang),
                    form::form_page(survey, lang, &settings, templates),
                ),
                (
                    form::thanks_file(survey, lang),
                    form::thanks_page(survey, lang, None, templates),
                ),
            ];
            for (name, page) in made {
                match page {
                    Ok(html) => {
                        if modes.contains(&Mode::Pseudo) {
                            pseudo(&name, &html, &mut folder)?;
                        }
                        folder.put(&format!("forms/{name}"), html.as_bytes())?;
                    }
                    Err(problem) => problems.push(*problem),
                }
            }
        }
    }
    problems.extend(modes::write(space, surveys, &modes, templates, &mut folder)?);
    problems.extend(pages::write(space, surveys, &modes, templates, &mut folder)?);
    if crate::diagnostic::has_errors(&problems) {
        return Ok(problems);
    }
    let files = folder.finish()?;
    let site = space.workspace.name_of(&space.workspace.site_folder());
    context.say(
        &format!("built {files} files in {site}/"),
        &format!("已生成 {files} 个文件，位于 {site}/"),
    );
    Ok(problems)
}
