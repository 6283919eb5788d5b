//! `manyi reliability`: whether the questions of a battery measure one thing.

mod asked;
mod show;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::modelled::Modelled;
use super::shared::sheet::Sheet;
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

impl Args {
    /// What a number's id was asked with.
    pub(in crate::command) fn of_id(
        modelled: Modelled,
        battery: &str,
        items: Vec<String>,
        reverse: Vec<String>,
        polychoric: bool,
    ) -> Self {
        let of = if items.is_empty() {
            vec![battery.to_owned()]
        } else {
            Vec::new()
        };
        Self {
            modelled,
            of,
            items,
            reverse,
            polychoric,
        }
    }

    /// What an id holds behind `?` beside the group: all that was asked beyond the defaults.
    fn query(&self) -> Vec<String> {
        let list = |name: &str, names: &[String]| (!names.is_empty()).then(|| format!("{name}={}", names.join("+")));
        let polychoric = self.polychoric.then(|| "polychoric=yes".to_owned());
        [list("items", &self.items), list("reverse", &self.reverse), polychoric]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// Prints the reliabilities.
///
/// # Errors
/// When answers cannot be read, a name is not known, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some((sheet, ended)) = sheet(args, context)? else {
        return Ok(Outcome::Problems);
    };
    context.data(&sheet.render(args.modelled.format, context.tongue))?;
    Ok(ended)
}

/// The reliabilities as a sheet, and how the verb ends; `None` when problems, which were shown, forbid going on.
///
/// # Errors
/// As [`run`].
pub(in crate::command) fn sheet(
    args: &Args,
    context: &mut Context<'_>,
) -> Result<Option<(Sheet, Outcome)>, CommandError> {
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
        return Ok(None);
    };
    let asked = asked::batteries(args, &opened.task.survey)?;
    let ended = Outcome::of(&opened.problems);
    let sheet = show::sheet(opened, &asked, &analysed.by, &args.query());
    Ok(Some((sheet, ended)))
}
