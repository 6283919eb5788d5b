//! `manyi collect`: takes in what forms on other machines send.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::build;
use super::shared::collecting;
use super::shared::collecting::Opening;
use super::shared::space::Space;
use crate::collector;
use crate::collector::Live;
use std::net::IpAddr;
use std::net::Ipv4Addr;
use std::net::SocketAddr;

/// Takes in what forms send, and shows nothing: for a server, behind nginx or alone.
///
/// Answers go into the inbox, for `manyi import`. An answer is acknowledged when it is on the disk, and taken once. No address
/// is kept, no cookie set, and nothing that was sent can be read back. Ctrl-C finishes what is under way.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address to listen on; only this machine reaches 127.0.0.1, where a proxy such as nginx stands before it.
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
    /// Port; 0 takes any that is free.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Megabytes that must be free on the disk: below that, answers are refused and the sender is asked to come back.
    #[arg(long, value_name = "MB")]
    min_free: Option<u64>,
    /// Answers a minute from one address elsewhere.
    #[arg(long, value_name = "N", default_value_t = 300)]
    per_minute: u32,
    /// A proxy on another machine, whose `X-Forwarded-For` is believed; one on this machine always is.
    #[arg(long, value_name = "ADDR")]
    proxy: Option<IpAddr>,
}

/// Collects until asked to stop.
///
/// # Errors
/// When the address or the inbox cannot be had.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(surveys) = build::surveys(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(templates) = build::templates(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    let problems = space.workspace.place_of_inbox();
    context.show(&problems);
    if crate::diagnostic::has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    let offer = collecting::offer(&surveys, &templates, None);
    let opening = Opening {
        listen: SocketAddr::new(args.listen, args.port),
        site: None,
        min_free: args.min_free,
        per_minute: args.per_minute,
        proxy: args.proxy,
        tongue: context.tongue,
    };
    let settings = collecting::settings(&space, opening, Live::new(offer))?;
    let inbox = space.workspace.name_of(&space.workspace.collector_folder());
    let (tongue, err) = (context.tongue, &mut context.err);
    collector::run(settings, |address| {
        let line = tongue.pick(
            format!("http://{address}/s/ takes answers; they go to {inbox}/. Ctrl-C stops."),
            format!("http://{address}/s/ 接收答卷，写入 {inbox}/ 。按 Ctrl-C 停止。"),
        );
        let _ = writeln!(err, "{line}");
    })
    .map_err(|error| CommandError::Other(error.words()))?;
    context.say("stopped; nothing is under way", "已停止；没有未完成的请求");
    Ok(Outcome::Done)
}
