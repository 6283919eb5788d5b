//! `manyi reliability`: whether the questions of a battery measure one thing.

mod asked;
mod show;

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::modelled::Modelled;
use super::shared::source::Wanted;
use super::shared::source::open_with;
use crate::model::Survey;

/// Tells how reliable batteries are: Cronbach's alpha with its interval, omega, and each item's part.
///
/// Without `--of` and `--items` every matrix of ratings and every part of the index with several items is a battery. An item
/// whose scale runs against that of most others is turned round, one that does not vary is left out; both are told.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    modelled: Modelled,
    /// Only these matrices or parts of the index, each a battery.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    of: Vec<String>,
    /// Ratings or numbers that make one battery; a matrix stands for its rows.
    #[arg(long, value_name = "NAMES", value_delimiter = ',', conflicts_with = "of")]
    items: Vec<String>,
    /// Items worded against the others: turned round on their scale, besides those whose scale says so.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    reverse: Vec<String>,
    /// Alpha of polychoric correlations too, which take ratings as grades of something continuous.
    #[arg(long)]
    polychoric: bool,
}

/// Prints the reliabilities.
///
/// # Errors
/// When answers cannot be read, a name is not known, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let analysed = args.modelled.analysed(asked::columns(args)?);
    let wanted = Wanted {
        measures: &|_| Ok(Vec::new()),
    };
    let needs = |survey: &Survey| {
        let asked = asked::batteries(args, survey)?;
        Ok(asked
            .iter()
            .map(|(_, ask)| asked::need(survey, ask, &analysed.by))
            .collect())
    };
    let Some(opened) = open_with(&analysed, &wanted, &needs, context)? else {
        return Ok(Outcome::Problems);
    };
    let asked = asked::batteries(args, &opened.task.survey)?;
    let ended = Outcome::of(&opened.problems);
    let sheet = show::sheet(opened, &asked, &analysed.by);
    context.data(&sheet.render(args.modelled.format, context.tongue))?;
    Ok(ended)
}
