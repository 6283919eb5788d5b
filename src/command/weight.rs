//! `manyi weight`: weights that make a sample look like its population, with a report of how they came about.

mod read;
mod show;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::population;
use super::shared::sheet::Format;
use super::shared::space::Space;
use crate::diagnostic::Words;
use crate::import::plain;
use crate::project::Given;
use crate::weighting;
use crate::weighting::Settings;
use crate::weighting::Targets;
use crate::weighting::Weighted;
use read::Answers;
use read::WaveAnswers;
use std::path::Path;
use std::path::PathBuf;

/// Rakes every wave to the population's margins, or weights it to cells, and reports what came of it.
///
/// Margins are a CSV file `variable,category,target` (shares or counts, every variable of one total), or stand on the
/// command line; without either, those of the definition's `weighting` are used. A file with a column for each variable and
/// `target` holds cells. Weights have a mean of 1 in each wave.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A survey of the workspace; or a CSV file (a name with `/` or `.`); or `-` for standard input.
    source: String,
    /// The population: `variable,category,target`, or a column for each variable and `target`.
    #[arg(long, value_name = "FILE")]
    margins: Option<PathBuf>,
    /// The population of one variable, such as `region=east:52,south:48`; may be given for several.
    #[arg(long, value_name = "VARIABLE=CATEGORY:TARGET,…")]
    margin: Vec<String>,
    /// The number that weights responses before; without it the definition's `weight`, else 1 for everybody.
    #[arg(long, value_name = "COLUMN")]
    base: Option<String>,
    /// No weight above so many mean weights; 5 is usual. Weights are cut and raked again until both hold.
    #[arg(long, value_name = "TIMES")]
    trim: Option<f64>,
    /// Waves to weight; without it every wave by itself.
    #[arg(long, value_delimiter = ',')]
    wave: Vec<String>,
    /// The column of the wave, in a CSV file.
    #[arg(long, value_name = "COLUMN")]
    wave_column: Option<String>,
    /// A code that is no answer, in a CSV file, beside blanks.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    missing: Vec<String>,
    /// Where the weights are written, one row a response; of a CSV file its own columns with `weight` behind them.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How the report is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The weights of a wave, beside its answers.
struct Made {
    answers: WaveAnswers,
    weighted: Weighted,
}

/// Weights, reports, writes.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(asked) = asked(args, context)? else {
        return Ok(Outcome::Problems);
    };
    let (targets, settings) = match asked {
        Ok(asked) => asked,
        Err(words) => return Ok(refused(&words, context)),
    };
    let Some(answers) = read::answers(args, targets, context)? else {
        return Ok(Outcome::Problems);
    };
    let Answers { targets, waves, file } = answers;
    let mut made = Vec::new();
    for answers in waves {
        match weighting::weigh(&answers.sample, &targets, settings) {
            Ok(weighted) => made.push(Made { answers, weighted }),
            Err(words) => return Ok(refused(&in_wave(&words, &answers.wave), context)),
        }
    }
    context.data(&show::report(&made).render(args.format, context.tongue))?;
    if let Some(stuck) = made.iter().find(|made| made.weighted.reason.is_some()) {
        return Ok(refused(
            &in_wave(&population::stuck(&stuck.weighted, settings), &stuck.answers.wave),
            context,
        ));
    }
    if let Some(path) = &args.output {
        let text = show::weights(&made, file.as_ref());
        crate::project::atomic::write(path, text.as_bytes())?;
        let rows: usize = made.iter().map(|made| made.weighted.weights.len()).sum();
        let name = path.display();
        context.say(&format!("{name}: {rows} weights"), &format!("{name}：{rows} 个权重"));
    }
    Ok(Outcome::Done)
}

/// A population and how its weights are bounded, or what is wrong with it; `None` when problems were shown.
type Asked = Option<Result<(Targets, Settings), Words>>;

/// The population and how its weights are bounded: those of the command line, else those of the survey's definition. The
/// words say what is wrong with it; `None` when problems, which were shown, forbid going on.
fn asked(args: &Args, context: &mut Context<'_>) -> Result<Asked, CommandError> {
    let given = Settings {
        trim: args.trim,
        ..Settings::default()
    };
    if let (Given::Survey(id), None, true) = (Given::of(&args.source), &args.margins, args.margin.is_empty()) {
        let Some(space) = Space::open(context)? else {
            return Ok(None);
        };
        let Some(survey) = space.survey(&id, context)? else {
            return Ok(None);
        };
        if let Some(known) = &survey.population {
            let how = if args.trim.is_some() {
                given
            } else {
                population::settings(known)
            };
            let targets = population::targets(known, &space.weights_folder())?;
            return Ok(Some(targets.map(|targets| (targets, how))));
        }
    }
    Ok(Some(targets(args, context)?.map(|targets| (targets, given))))
}

/// The population of the command line; the words say what is wrong with it.
fn targets(args: &Args, context: &mut Context<'_>) -> Result<Result<Targets, Words>, CommandError> {
    let Some(path) = &args.margins else {
        if args.margin.is_empty() {
            return Ok(Err(Words::new(
                "say what the population looks like: `--margins population.csv`, or `--margin region=east:52,south:48`, or `weighting:` in the definition",
                "请说明总体分布：`--margins population.csv`，或 `--margin region=华东:52,华南:48`，或在定义中写 `weighting:`",
            )));
        }
        return Ok(Targets::of_texts(&args.margin));
    };
    if !args.margin.is_empty() {
        return Ok(Err(Words::new(
            "`--margins` and `--margin` both say what the population looks like; keep one",
            "`--margins` 与 `--margin` 都在说明总体分布；请只保留一个",
        )));
    }
    let path = placed(path, context);
    let name = path.display().to_string();
    let cells = plain::read(super::shared::spool::Spool::file(&path, name.clone())?.begin()?)?;
    let named = |words: Words| Words::new(format!("{name}: {}", words.en), format!("{name}：{}", words.zh));
    Ok(cells
        .and_then(|cells| Targets::of_table(&cells.names, &cells.rows))
        .map_err(named))
}

/// A file from the current folder, or from the workspace.
fn placed(path: &Path, context: &Context<'_>) -> PathBuf {
    let within = context.workspace.as_ref().map(|folder| folder.join(path));
    within
        .filter(|within| !path.exists() && within.exists())
        .unwrap_or_else(|| path.to_owned())
}

fn in_wave(words: &Words, wave: &str) -> Words {
    if wave.is_empty() {
        return words.clone();
    }
    Words::new(format!("{wave}: {}", words.en), format!("{wave}：{}", words.zh))
}

/// Says what is wrong with what was asked.
fn refused(words: &Words, context: &mut Context<'_>) -> Outcome {
    let start = context.tongue.pick("error: ", "错误：");
    let _ = writeln!(context.err, "{start}{}", words.get(context.tongue));
    Outcome::Problems
}
