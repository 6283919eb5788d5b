//! `manyi serve`: shows the site on this machine, makes it anew when its texts change, and takes in what its forms send.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::build;
use super::shared::collecting;
use super::shared::collecting::Opening;
use super::shared::space::Space;
use super::shared::theme;
use super::shared::watch::Watched;
use crate::collector;
use crate::collector::Live;
use crate::collector::Offer;
use crate::collector::Preview;
use crate::diagnostic::Problem;
use crate::diagnostic::render;
use crate::site::Html;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;

/// How often the texts are looked at.
const EVERY: Duration = Duration::from_millis(300);

/// Builds the site, shows it on this machine, and takes in what its forms send: into the inbox, for `manyi import`.
///
/// When a file of surveys/, templates/, pages/ or manyi.toml changes, the site is built anew and open pages load it; what is
/// wrong is shown here and above every page, and the last good site stays. Only this machine can reach it. An answer is
/// acknowledged when it is on the disk.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Port on this machine; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Show the site as it is, and add nothing to its pages: for a kiosk.
    #[arg(long)]
    no_watch: bool,
}

/// What a round of building gave.
struct Built {
    offer: Option<Offer>,
    problems: Vec<Problem>,
}

/// Serves until asked to stop.
///
/// # Errors
/// When the site cannot be built, or the port or the inbox cannot be had.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let place = space.workspace.place_of_inbox();
    context.show(&place);
    if crate::diagnostic::has_errors(&place) {
        return Ok(Outcome::Problems);
    }
    let mut watched = Watched::new(space.workspace.root());
    let mut version = 0;
    let preview = |version, problems| (!args.no_watch).then_some(Preview { version, problems });
    let built = build(&space, preview(version, None), context)?;
    let Some(offer) = built.offer else {
        return Ok(Outcome::Problems);
    };
    let live = Live::new(offer);
    let opening = Opening {
        listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), args.port),
        site: Some(space.workspace.site_folder()),
        min_free: None,
        per_minute: 6000,
        proxy: None,
        tongue: context.tongue,
    };
    let settings = collecting::settings(&space, opening, Arc::clone(&live))?;
    let inbox = space.workspace.name_of(&space.workspace.collector_folder());
    let (tell, address) = mpsc::channel();
    let server = std::thread::spawn(move || {
        collector::run(settings, move |address| {
            // Whoever waited for it may be gone only when the process is.
            let _ = tell.send(address);
        })
    });
    if let Ok(address) = address.recv() {
        context.say(
            &format!("http://{address}/ shows the site; answers go to {inbox}/. Ctrl-C stops."),
            &format!("站点地址 http://{address}/ ；收到的答卷写入 {inbox}/ 。按 Ctrl-C 停止。"),
        );
    }
    while !live.ended() {
        std::thread::sleep(EVERY);
        if args.no_watch || !watched.changed() {
            continue;
        }
        version += 1;
        rebuild(context, &live, |problems| Preview { version, problems });
    }
    match server.join() {
        Ok(ended) => ended.map_err(|error| CommandError::Other(error.words()))?,
        Err(_) => return Err(CommandError::Other(stopped_short())),
    }
    Ok(Outcome::Done)
}

fn stopped_short() -> crate::diagnostic::Words {
    crate::diagnostic::Words::new(
        "the collector ended unexpectedly; start `manyi serve` again",
        "收集程序意外结束；请重新运行 `manyi serve`",
    )
}

/// Builds the site anew. What cannot be built leaves the last good one, under what is wrong.
fn rebuild(context: &mut Context<'_>, live: &Live, preview: impl Fn(Option<Html>) -> Preview) {
    let tongue = context.tongue;
    let built = match Space::read(context) {
        Ok((Some(space), _)) => build(&space, Some(preview(None)), context),
        Ok((None, problems)) => Ok(Built { offer: None, problems }),
        Err(error) => Err(error),
    };
    match built {
        Ok(Built { offer: Some(offer), .. }) => live.replace(offer),
        Ok(Built { offer: None, problems }) => {
            let text = render::terminal(&problems, tongue, render::Colour::Never);
            live.warn(preview(Some(Html::escaped(&text))));
        }
        Err(error) => {
            let words = error.words(tongue);
            context.say(&words, &words);
            live.warn(preview(Some(Html::escaped(&words))));
        }
    }
}

/// Builds the site and what the collector needs of it; problems are shown, too.
fn build(space: &Space, preview: Option<Preview>, context: &mut Context<'_>) -> Result<Built, CommandError> {
    let (surveys, mut problems) = build::read_surveys(space)?;
    let (templates, more) = theme::templates(space)?;
    problems.extend(more);
    if crate::diagnostic::has_errors(&problems) {
        context.show(&problems);
        return Ok(Built { offer: None, problems });
    }
    let found = build::write(space, &surveys, &templates, true, &[], context)?;
    let failed = crate::diagnostic::has_errors(&found);
    problems.extend(found);
    context.show(&problems);
    let offer = (!failed).then(|| collecting::offer(&surveys, &templates, preview));
    Ok(Built { offer, problems })
}
