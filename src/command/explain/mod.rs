//! `manyi explain`: what a problem's code asks for, and how a number came about.

mod figure;
mod formula;
mod id;
mod like;
mod lines;
mod modelled;
mod rule;
mod sources;
mod telling;

pub use rule::page;
pub use rule::rules;

use self::like::Tool;
use super::Context;
use super::Ended;
use super::shared::asked::BareArgs;
use super::shared::sheet::Format;
use std::path::PathBuf;

/// Explains a number by its id, such as `after-sales/2026Q4/csat?region=east`, or a problem's code, such as MY104.
///
/// Of a number: its formula, base and what was left out and why, weight, interval, every comparison with its test,
/// correction and family, what other tools would show, and the hashes of definition and files. Ids stand in the JSON and
/// CSV of every analysis verb.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The id of a number, or the code of a problem; without it, all codes are listed.
    what: Option<String>,
    /// Print the interval and p of another tool where its convention differs.
    #[arg(long, value_enum, value_delimiter = ',')]
    like: Vec<Tool>,
    /// The CSV file the number comes from, or `-`, instead of the store; then what was computed of it.
    #[arg(long, value_name = "FILE")]
    file: Option<String>,
    /// The definition the file's answers belong to: a survey of the workspace, or a YAML file.
    #[arg(long)]
    survey: Option<String>,
    /// How the file's columns belong to the survey.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Only responses for which this is true, as the number was asked for.
    #[arg(long = "where", value_name = "CONDITION")]
    filter: Option<String>,
    /// How the explanation is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show figures of small bases too.
    #[arg(long)]
    show_small: bool,
    #[command(flatten)]
    bare: BareArgs,
}

/// Prints the explanation.
///
/// # Errors
/// When there is no such rule or number, answers cannot be read, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    match &args.what {
        Some(id) if modelled::is_one(id) => modelled::run(args, id, context),
        Some(id) if id.contains('/') => figure::run(args, id, context),
        code => rule::run(code.as_deref(), context),
    }
}
