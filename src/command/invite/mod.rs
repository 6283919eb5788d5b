//! `manyi invite`: personal links for the people of a sample, and posters.

pub(in crate::command) mod link;
mod list;
mod poster;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::sheet::Format;
use super::shared::space::Space;
use crate::diagnostic::Words;
use clap::ValueEnum;
use std::path::PathBuf;

/// Makes personal links from a sample, or a poster with a QR code.
///
/// Each person of the sample gets a link of their own; hidden values that have a column of their name come along. The secret
/// behind the links is made on first use and stays in `secrets/`. Nothing is sent: the list goes to your mail merge.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey.
    survey: String,
    /// Only the people of this wave, where the sample says who is asked when.
    #[arg(long)]
    wave: Option<String>,
    /// Only people without a day of invitation.
    #[arg(long)]
    new: bool,
    /// Columns of the sample that go along into the list; else all.
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    with: Option<Vec<String>>,
    /// Write the list to a file that only you can read, instead of the output.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write a QR code of each link into this folder, as SVG; the list then names the files.
    #[arg(long, value_name = "DIR")]
    qr: Option<PathBuf>,
    /// Write a poster with the QR code of the form to this file (HTML, to print) instead of a list.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["wave", "new", "with", "output", "qr"])]
    poster: Option<PathBuf>,
    /// A hidden value that comes with every link, such as `channel=store`.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
    /// Language of the form; else the sample's column, else the survey's first.
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Sheet of the poster.
    #[arg(long, value_enum, default_value_t, requires = "poster")]
    paper: Paper,
    /// Address of the published site; else `address` under `[site]` in manyi.toml.
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// How the list is written.
    #[arg(long, value_enum, default_value = "csv")]
    format: Format,
}

/// Sheets to print on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Paper {
    #[default]
    A4,
    Letter,
}

/// Invites.
///
/// # Errors
/// When something cannot be read or written, or the command line asks for what cannot be.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(survey) = space.survey(&args.survey, context)? else {
        return Ok(Outcome::Problems);
    };
    let site = args.site.clone().or_else(|| space.config().site.clone());
    let Some(site) = site else {
        return Err(CommandError::Other(Words::new(
            "where is the site published? write `address = \"https://…\"` under `[site]` in manyi.toml, or `--site https://…`",
            "站点发布在哪里？请在 manyi.toml 的 `[site]` 下写 `address = \"https://…\"`，或用 `--site https://…`",
        )));
    };
    let language = match &args.language {
        None => None,
        Some(tag) => Some(link::language(&survey, tag)?),
    };
    let given = link::given(&survey, &args.set)?;
    let links = link::Links {
        survey: &survey,
        site: site.trim_end_matches('/'),
        language,
        given,
    };
    match &args.poster {
        Some(file) => poster::write(file, args.paper, &links, &space, context),
        None => list::write(args, &links, &space, context),
    }
}
