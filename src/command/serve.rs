//! `manyi serve`: shows the site on this machine and takes in what its forms send.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::build;
use super::shared::space::Space;
use crate::collector;
use crate::collector::Form;
use crate::collector::Receipt;
use crate::form;
use crate::model::Origin;
use crate::model::Survey;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Stands in a prepared page where the code of the answers goes.
const RECEIPT: &str = "RECEIPT-CODE-GOES-HERE";

/// Builds the site, shows it on this machine, and takes in what its forms send: into the inbox, for `manyi import`.
///
/// Only this machine can reach it. An answer is acknowledged when it is on the disk.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port on this machine; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Serves until asked to stop.
///
/// # Errors
/// When the site cannot be built, or the port or the inbox cannot be had.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(surveys) = build::surveys(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    if !build::site(&space, &surveys, true, context)? {
        return Ok(Outcome::Problems);
    }
    let Some(templates) = build::templates(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    let mut pages = BTreeMap::new();
    for survey in &surveys {
        for lang in &survey.languages {
            // The site above was made from the same templates: what could be wrong with them was shown there.
            if let Ok(page) = form::thanks_page(survey, lang, Some(RECEIPT), &templates) {
                pages.insert((survey.id.to_string(), lang.tag().to_owned()), page);
            }
        }
    }
    let thanks = move |survey: &str, lang: &str, receipt: &Receipt| thanks(&pages, survey, lang, receipt);
    let context_tongue = context.tongue;
    let settings = collector::Settings {
        port: args.port,
        site: space.workspace.site_folder(),
        inbox: space.workspace.collector_folder(),
        forms: surveys.iter().map(posted).collect(),
        thanks: Box::new(thanks),
        trouble: Box::new(move |error| trouble(error, context_tongue)),
        clock: Box::new(jiff::Timestamp::now),
    };
    let inbox = space.workspace.name_of(&space.workspace.collector_folder());
    let (tongue, err) = (context.tongue, &mut context.err);
    collector::run(settings, |address| {
        let line = tongue.pick(
            format!("http://{address}/ shows the site; answers go to {inbox}/. Ctrl-C stops."),
            format!("站点地址 http://{address}/ ；收到的答卷写入 {inbox}/ 。按 Ctrl-C 停止。"),
        );
        let _ = writeln!(err, "{line}");
    })
    .map_err(|error| CommandError::Other(error.words()))?;
    Ok(Outcome::Done)
}

/// An answer could not be kept: said on standard error at once, for the process goes on.
fn trouble(error: &collector::CollectorError, tongue: crate::diagnostic::Tongue) {
    let line = format!("{}\n", error.words().get(tongue));
    let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
}

/// What a form may send: every variable but the computed ones.
fn posted(survey: &Arc<Survey>) -> Form {
    let asked = survey
        .variables
        .iter()
        .filter(|variable| variable.origin != Origin::Derived);
    Form {
        survey: survey.id.to_string(),
        definition: survey.hash.clone(),
        fields: asked.map(|variable| variable.id.to_string()).collect(),
        trap: form::TRAP_FIELD.to_owned(),
    }
}

/// The thank-you page in the language of the form, else in the survey's first.
fn thanks(pages: &BTreeMap<(String, String), String>, survey: &str, lang: &str, receipt: &Receipt) -> String {
    let own = pages.get(&(survey.to_owned(), lang.to_owned()));
    let any = || pages.iter().find(|((id, _), _)| id == survey).map(|(_, page)| page);
    let page = own.or_else(any).map_or("", String::as_str);
    // A response id is letters, digits and hyphens, whoever made it: nothing of it can act as markup.
    let code: String = receipt
        .response_id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .collect();
    page.replace(RECEIPT, &code)
}
