//! `manyi completions` and `manyi man`: for the shell, made from the command line's own definition.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;

/// Prints completions for a shell.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The shell.
    shell: clap_complete::Shell,
}

/// Prints the manual page (roff).
#[derive(Debug, clap::Args)]
pub struct ManArgs {}

/// Prints completions.
///
/// # Errors
/// When the output cannot be written.
pub fn run(args: &Args, mut command: clap::Command, context: &mut Context<'_>) -> Ended {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "manyi", &mut text);
    context.out.write_all(&text).map_err(CommandError::from)?;
    Ok(Outcome::Done)
}

/// Prints the manual page.
///
/// # Errors
/// When the output cannot be written.
pub fn man(_: &ManArgs, command: clap::Command, context: &mut Context<'_>) -> Ended {
    let mut text = Vec::new();
    clap_mangen::Man::new(command)
        .render(&mut text)
        .map_err(CommandError::from)?;
    context.out.write_all(&text).map_err(CommandError::from)?;
    Ok(Outcome::Done)
}
