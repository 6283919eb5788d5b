//! The command line: arguments in, a verb run, an exit code out.

#[cfg(test)]
mod disk_faults;

use crate::command;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::Ended;
use crate::command::Outcome;
use crate::diagnostic::Tongue;
use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// manyi (满意): satisfaction surveys from one text file.
///
/// Forms, answers, indices with intervals and tests, and management reports, in Chinese and English.
#[derive(Debug, Parser)]
#[command(
    name = "manyi",
    version,
    about,
    long_about,
    propagate_version = false,
    disable_help_subcommand = true
)]
pub struct Cli {
    /// The workspace: the folder with `manyi.toml`; else it is looked for upwards from here.
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// Language of messages; else that of `MANYI_LANG`, `LC_ALL`, `LC_MESSAGES` or `LANG`.
    #[arg(long, global = true, value_enum)]
    messages: Option<Language>,
    /// When to colour messages.
    #[arg(long, global = true, value_enum, default_value_t)]
    color: When,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    En,
    Zh,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum When {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Verb {
    Init(command::init::Args),
    Check(command::check::Args),
    Diff(command::diff::Args),
    Build(command::build::Args),
    Serve(command::serve::Args),
    Simulate(command::simulate::Args),
    Collect(command::collect::Args),
    Import(command::import::Args),
    VerifyReceipt(command::verify_receipt::Args),
    Responses(command::responses::Args),
    Invite(command::invite::Args),
    Erase(command::erase::Args),
    Freeze(command::freeze::Args),
    Tab(command::tab::Args),
    Score(command::score::Args),
    Compare(command::compare::Args),
    League(command::league::Args),
    Drivers(command::drivers::Args),
    Reliability(command::reliability::Args),
    Weight(command::weight::Args),
    Plan(command::plan::Args),
    Stat(command::stat::Args),
    Chart(command::chart::Args),
    Report(command::report::Args),
    Run(command::run::Args),
    Schema(command::schema::Args),
    Explain(command::explain::Args),
    Export(command::export::Args),
    Convert(command::convert::Args),
    Completions(command::completions::Args),
    Man(command::completions::ManArgs),
}

/// Runs the program on the process's own arguments and streams.
#[must_use]
pub fn main() -> ExitCode {
    let (mut out, mut err, mut input) = (std::io::stdout().lock(), std::io::stderr(), std::io::stdin().lock());
    let terminal = std::io::stderr().is_terminal();
    let mut streams = Streams {
        out: &mut out,
        err: &mut err,
        input: &mut input,
        terminal,
    };
    ExitCode::from(run(std::env::args_os(), &|name| std::env::var(name).ok(), &mut streams))
}

/// The streams of a run.
pub struct Streams<'a> {
    /// Data.
    pub out: &'a mut dyn Write,
    /// Everything else.
    pub err: &'a mut dyn Write,
    /// Standard input.
    pub input: &'a mut dyn std::io::Read,
    /// Whether a person watches `err`.
    pub terminal: bool,
}

/// Runs one command line; `variable` gives environment variables. Returns the exit code: 0 done, 1 problems in what the
/// user wrote or sent, 2 the work could not be done, 3 a gate tripped.
pub fn run<'a>(
    arguments: impl IntoIterator<Item = OsString>,
    variable: &dyn Fn(&str) -> Option<String>,
    streams: &'a mut Streams<'a>,
) -> u8 {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(fault) => return explained(&fault, streams),
    };
    let tongue = match cli.messages {
        Some(Language::En) => Tongue::En,
        Some(Language::Zh) => Tongue::Zh,
        None => tongue_of(variable),
    };
    let quiet = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let colour = match cli.color {
        When::Auto => streams.terminal && !quiet,
        When::Always => true,
        When::Never => false,
    };
    let mut context = Context {
        out: &mut *streams.out,
        err: &mut *streams.err,
        input: &mut *streams.input,
        tongue,
        colour,
        watched: streams.terminal,
        workspace: cli.workspace,
    };
    let ended = dispatch(&cli.verb, &mut context);
    let flushed = context.out.flush().map_err(CommandError::from);
    let ended = ended.and_then(|outcome| flushed.map(|()| outcome));
    match ended {
        Ok(outcome) => outcome.code(),
        // Whoever reads the output has seen enough: `manyi score … | head` is no error.
        Err(CommandError::Closed) => Outcome::Done.code(),
        Err(error) => {
            let _ = writeln!(
                context.err,
                "{}{}",
                tongue.pick("error: ", "错误："),
                error.words(tongue)
            );
            2
        }
    }
}

fn dispatch(verb: &Verb, context: &mut Context<'_>) -> Ended {
    match verb {
        Verb::Init(args) => command::init::run(args, context),
        Verb::Check(args) => command::check::run(args, context),
        Verb::Diff(args) => command::diff::run(args, context),
        Verb::Build(args) => command::build::run(args, context),
        Verb::Serve(args) => command::serve::run(args, context),
        Verb::Simulate(args) => command::simulate::run(args, context),
        Verb::Collect(args) => command::collect::run(args, context),
        Verb::Import(args) => command::import::run(args, context),
        Verb::VerifyReceipt(args) => command::verify_receipt::run(args, context),
        Verb::Responses(args) => command::responses::run(args, context),
        Verb::Invite(args) => command::invite::run(args, context),
        Verb::Erase(args) => command::erase::run(args, context),
        Verb::Freeze(args) => command::freeze::run(args, context),
        Verb::Tab(args) => command::tab::run(args, context),
        Verb::Score(args) => command::score::run(args, context),
        Verb::Compare(args) => command::compare::run(args, context),
        Verb::League(args) => command::league::run(args, context),
        Verb::Drivers(args) => command::drivers::run(args, context),
        Verb::Reliability(args) => command::reliability::run(args, context),
        Verb::Weight(args) => command::weight::run(args, context),
        Verb::Plan(args) => command::plan::run(args, context),
        Verb::Stat(args) => command::stat::run(args, context),
        Verb::Chart(args) => command::chart::run(args, context),
        Verb::Report(args) => command::report::run(args, context),
        Verb::Run(args) => command::run::run(args, context),
        Verb::Schema(args) => command::schema::run(args, context),
        Verb::Explain(args) => command::explain::run(args, context),
        Verb::Export(args) => command::export::run(args, context),
        Verb::Convert(args) => command::convert::run(args, context),
        Verb::Completions(args) => command::completions::run(args, Cli::command(), context),
        Verb::Man(args) => command::completions::man(args, Cli::command(), context),
    }
}

/// Help and version go to the output and are no error; a wrong argument is one.
fn explained(fault: &clap::Error, streams: &mut Streams<'_>) -> u8 {
    let text = fault.render();
    if fault.use_stderr() {
        let _ = write!(streams.err, "{text}");
        return 2;
    }
    let written = write!(streams.out, "{text}").and_then(|()| streams.out.flush());
    match written.map_err(CommandError::from) {
        Ok(()) | Err(CommandError::Closed) => 0,
        Err(_) => 2,
    }
}

fn tongue_of(variable: &dyn Fn(&str) -> Option<String>) -> Tongue {
    let names = ["MANYI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    let set = names
        .iter()
        .filter_map(|name| variable(name))
        .find(|value| !value.is_empty());
    set.map_or(Tongue::En, |tag| Tongue::of_tag(&tag))
}
