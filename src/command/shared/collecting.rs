//! What a collector is run with, from a workspace: for `collect`, which only takes answers, and `serve`, which shows pages too.

use super::space::Space;
use crate::collector;
use crate::collector::Access;
use crate::collector::CollectorError;
use crate::collector::Form;
use crate::collector::Limits;
use crate::collector::Live;
use crate::collector::Offer;
use crate::collector::Preview;
use crate::collector::PrivateDisk;
use crate::collector::Receipt;
use crate::collector::Settings;
use crate::collector::Tokens;
use crate::collector::Traces;
use crate::command::CommandError;
use crate::diagnostic::Tongue;
use crate::form;
use crate::invite;
use crate::model;
use crate::model::Origin;
use crate::model::Survey;
use crate::site::Templates;
use std::collections::BTreeMap;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Stands in a prepared page where the code of the answers goes.
const RECEIPT: &str = "RECEIPT-CODE-GOES-HERE";

/// How a collector is opened.
pub struct Opening {
    /// Where it listens.
    pub listen: SocketAddr,
    /// The site it shows.
    pub site: Option<PathBuf>,
    /// Megabytes that must be free; else those of the settings.
    pub min_free: Option<u64>,
    /// Answers a minute from one address.
    pub per_minute: u32,
    /// A proxy elsewhere; else that of the settings.
    pub proxy: Option<IpAddr>,
    /// Language of what goes wrong.
    pub tongue: Tongue,
}

/// The settings of a collector of this workspace.
///
/// # Errors
/// When something it needs cannot be read.
pub fn settings(space: &Space, opening: Opening, live: Arc<Live>) -> Result<Settings, CommandError> {
    let config = space.config();
    let tongue = opening.tongue;
    let mut limits = Limits {
        per_minute: opening.per_minute,
        ..Limits::default()
    };
    if let Some(megabytes) = opening.min_free.or(config.min_free) {
        limits.min_free = megabytes.saturating_mul(1_000_000);
    }
    Ok(Settings {
        listen: opening.listen,
        site: opening.site,
        inbox: space.workspace.collector_folder(),
        live,
        tokens: tokens(space)?,
        origins: config.origins.clone(),
        proxy: opening.proxy.or(config.proxy),
        limits,
        trouble: Box::new(move |error| trouble(error, tongue)),
        clock: Box::new(jiff::Timestamp::now),
        zone: config.calendar.zone().clone(),
        salt: std::hash::RandomState::new().hash_one("ids"),
        disk: Arc::new(PrivateDisk),
        free: Box::new(collector::free_space),
    })
}

/// Whose link carried a token; without a secret no token is valid.
fn tokens(space: &Space) -> Result<Tokens, CommandError> {
    let secret = space.workspace.link_secret()?;
    Ok(Box::new(move |survey, token| {
        let secret = secret.as_ref()?;
        invite::verify(secret, survey, token).map(|person| person.to_string())
    }))
}

/// An answer could not be kept: said on standard error at once, for the process goes on.
fn trouble(error: &CollectorError, tongue: Tongue) {
    let line = format!("{}\n", error.words().get(tongue));
    let _ = std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes());
}

/// The forms of these surveys and their thank-you pages.
#[must_use]
pub fn offer(surveys: &[Arc<Survey>], templates: &Templates, preview: Option<Preview>) -> Offer {
    let mut pages = BTreeMap::new();
    for survey in surveys {
        let receipt = (traces(survey) == Traces::Kept).then_some(RECEIPT);
        for lang in &survey.languages {
            // The site is made from the same templates: what could be wrong with them is shown there.
            if let Ok(page) = form::thanks_page(survey, lang, receipt, templates) {
                pages.insert((survey.id.to_string(), lang.tag().to_owned()), page);
            }
        }
    }
    Offer {
        forms: surveys.iter().map(|survey| posted(survey)).collect(),
        thanks: Box::new(move |survey, lang, receipt| thanks(&pages, survey, lang, receipt)),
        preview,
    }
}

/// What a form may send.
fn posted(survey: &Survey) -> Form {
    let sent = survey
        .variables
        .iter()
        .filter(|variable| variable.origin != Origin::Derived)
        // A multiple choice sends a field an option.
        .map(|variable| variable.domain.options().map_or(1, |list| list.options.len().max(1)));
    Form {
        survey: survey.id.to_string(),
        definition: survey.hash.clone(),
        most_fields: 16 + sent.sum::<usize>(),
        trap: form::TRAP_FIELD.to_owned(),
        access: match survey.privacy.access {
            model::Access::Open => Access::Open,
            model::Access::Token => Access::Link,
        },
        traces: traces(survey),
    }
}

/// Whether it may be kept when, and by whose link, an answer came.
fn traces(survey: &Survey) -> Traces {
    if survey.privacy.is_anonymous() {
        Traces::Dropped
    } else {
        Traces::Kept
    }
}

/// The thank-you page in the language of the form, else in the survey's first.
fn thanks(pages: &BTreeMap<(String, String), String>, survey: &str, lang: &str, receipt: &Receipt) -> String {
    let own = pages.get(&(survey.to_owned(), lang.to_owned()));
    let any = || pages.iter().find(|((id, _), _)| id == survey).map(|(_, page)| page);
    own.or_else(any)
        .map_or("", String::as_str)
        .replace(RECEIPT, &receipt.code)
}
