//! `manyi run`: a campaign day in one command.

use super::Context;
use super::Ended;
use super::Outcome;
use super::build;
use super::check;
use super::import;
use super::report;
use super::score;
use super::shared::space::Space;
use super::shared::units;
use clap::Parser;

/// Does what a campaign day needs: check, import the inbox, score, report, build the site.
///
/// Headline scores go to the output, everything else is told on the side.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// The arguments of a verb with nothing said.
#[derive(Debug, Parser)]
struct Silent<A: clap::Args> {
    #[command(flatten)]
    args: A,
}

/// Runs the day; a step with errors ends it.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(_: &Args, context: &mut Context<'_>) -> Ended {
    if check::run(&silent(&[]), context)? == Outcome::Problems {
        return Ok(Outcome::Problems);
    }
    // A file with problems does not keep the others from being reported; the exit code tells of it.
    let mut outcome = import::run(&silent(&[]), context)?;
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    for id in space.workspace.surveys()? {
        let Some(survey) = space.survey(&id, context)? else {
            return Ok(Outcome::Problems);
        };
        if space.store(&survey).snapshot()?.responses() == 0 {
            context.say(&format!("{id}: no answers yet"), &format!("{id}：还没有答卷"));
            continue;
        }
        let headline: Vec<&str> = survey
            .measures
            .iter()
            .filter(|measure| measure.headline)
            .map(|measure| measure.id.as_str())
            .collect();
        context.data(&format!("\n{id}\n"))?;
        if !headline.is_empty() {
            score::run(&silent(&[&id, "--measure", &headline.join(",")]), context)?;
        }
        if report::run(&silent(&[&id]), context)? == Outcome::Problems {
            outcome = Outcome::Problems;
        }
        for segment in units::settled(&space.config().per, &survey).0 {
            if report::run(&silent(&[&id, "--per", segment]), context)? == Outcome::Problems {
                outcome = Outcome::Problems;
            }
        }
    }
    if build::run(&build::Args::default(), context)? == Outcome::Problems {
        outcome = Outcome::Problems;
    }
    let index = space.workspace.site_folder().join("index.html");
    let index = space.workspace.name_of(&index);
    context.say(
        &format!("open {index} in a browser, or `manyi serve` to walk the loop by hand"),
        &format!("请用浏览器打开 {index}，或运行 `manyi serve` 亲手走一遍流程"),
    );
    Ok(outcome)
}

/// The arguments of a verb as if they had been typed.
fn silent<A: clap::Args>(words: &[&str]) -> A {
    let words = std::iter::once("manyi").chain(words.iter().copied());
    Silent::parse_from(words).args
}
