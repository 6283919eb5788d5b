//! `manyi simulate`: invented answers to any survey.

mod reached;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::sheet::Format;
use super::shared::space::Space;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::model::Calendar;
use crate::model::Survey;
use crate::model::WaveId;
use crate::project::Given;
use crate::project::read_text;
use crate::simulate::Coverage;
use crate::simulate::Effects;
use crate::simulate::Plan;
use crate::simulate::Sample;
use crate::simulate::Writer;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// Invents answers to a survey, as CSV that `manyi import` takes: same seed, same answers.
///
/// Respondents have a mood that their ratings share, leave some questions blank, break off now and then, and follow the
/// form's routing. `--effects` plants what an analysis should find again; `--coverage` tells which questions, options and
/// sides of conditions were reached, `--cover` adds respondents that go where nobody went. The figures of invented answers
/// mean nothing.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A survey of the workspace, or a definition file.
    survey: String,
    /// Responses a wave.
    #[arg(short = 'n', long, default_value_t = 500)]
    responses: usize,
    /// The seed.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Waves, such as `2026Q3,2026Q4`; without it that of `as_of` in manyi.toml, else the one of 1 January 2026.
    #[arg(long, value_delimiter = ',')]
    wave: Vec<String>,
    /// Effects to plant: a TOML file.
    #[arg(long, value_name = "FILE")]
    effects: Option<PathBuf>,
    /// Add respondents until everything that can be reached was reached.
    #[arg(long)]
    cover: bool,
    /// Tell what was reached, in place of the answers.
    #[arg(long)]
    coverage: bool,
    /// With `--coverage`: exit with code 3 when something was not reached.
    #[arg(long, requires = "coverage")]
    fail_on_unreached: bool,
    /// How it is written: answers as `csv` (the default) or `json`, an object a line; the coverage in any form.
    #[arg(long, value_enum)]
    format: Option<Format>,
}

/// What answers are made for.
struct Setting {
    survey: Arc<Survey>,
    calendar: Calendar,
    as_of: Option<Date>,
    sample: Option<Sample>,
}

/// Simulates.
///
/// # Errors
/// When something cannot be read, a wave is none, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    if !args.coverage && matches!(args.format, Some(Format::Table | Format::Md)) {
        return Err(CommandError::Other(Words::new(
            "answers are written as `csv` or `json`; `--format table` and `md` are for `--coverage`",
            "答卷只能写成 `csv` 或 `json`；`--format table` 和 `md` 用于 `--coverage`",
        )));
    }
    let Some(setting) = setting(args, context)? else {
        return Ok(Outcome::Problems);
    };
    let effects = match &args.effects {
        None => Effects::default(),
        Some(path) => {
            let source = read_text(path, &path.display().to_string())?;
            let (effects, problems) = Effects::read(&source, &setting.survey);
            context.show(&problems);
            if has_errors(&problems) {
                return Ok(Outcome::Problems);
            }
            effects
        }
    };
    let plan = Plan {
        survey: &setting.survey,
        calendar: &setting.calendar,
        waves: waves(&args.wave, &setting)?,
        responses: args.responses,
        seed: args.seed,
        effects: &effects,
        sample: setting.sample.as_ref(),
        as_of: setting.as_of,
        cover: args.cover,
    };
    if args.coverage {
        let coverage = plan.run(|_| Ok::<(), CommandError>(()))?;
        let sheet = reached::sheet(&setting.survey, &coverage, args.cover);
        context.data(&sheet.render(args.format.unwrap_or_default(), context.tongue))?;
        return Ok(if args.fail_on_unreached && !coverage.is_complete() {
            Outcome::Gate
        } else {
            Outcome::Done
        });
    }
    let coverage = write(&plan, args.format, context)?;
    if args.cover {
        let unreached = coverage.out_of_reach.len();
        context.say(
            &format!(
                "{}: {} responses, {} of them directed, {unreached} targets out of reach; `--coverage` names them",
                setting.survey.id, coverage.responses, coverage.directed
            ),
            &format!(
                "{}：{} 份答卷，其中定向 {} 份，无法到达的目标 {unreached} 个；用 `--coverage` 查看",
                setting.survey.id, coverage.responses, coverage.directed
            ),
        );
    }
    Ok(Outcome::Done)
}

fn write(plan: &Plan<'_>, format: Option<Format>, context: &mut Context<'_>) -> Result<Coverage, CommandError> {
    let writer = Writer::new(plan.survey, plan.calendar, plan.sample.is_some());
    let json = format == Some(Format::Json);
    if !json {
        context.data(&writer.heading())?;
    }
    plan.run(|response| {
        context.data(&if json {
            writer.object(response)
        } else {
            writer.row(response)
        })
    })
}

/// The survey with the calendar and the people of its workspace; a file of no workspace has quarters in UTC.
fn setting(args: &Args, context: &mut Context<'_>) -> Result<Option<Setting>, CommandError> {
    match Given::of(&args.survey) {
        Given::Survey(id) => {
            let Some(space) = Space::open(context)? else {
                return Ok(None);
            };
            let Some(survey) = space.survey(&id, context)? else {
                return Ok(None);
            };
            let sample = match &survey.sample {
                Some(link) => {
                    let (sample, problems) = space.workspace.sample(&link.file, &link.id)?;
                    context.show(&problems);
                    Some(sample)
                }
                None => None,
            };
            Ok(Some(Setting {
                survey,
                calendar: space.calendar().clone(),
                as_of: space.config().as_of,
                sample,
            }))
        }
        given => {
            let source = if let Given::File(path) = given {
                read_text(&path, &path.display().to_string())?
            } else {
                let mut text = String::new();
                context.input.read_to_string(&mut text)?;
                Arc::new(crate::diagnostic::Source {
                    name: "-".to_owned(),
                    text,
                })
            };
            let (survey, problems) = crate::definition::read(&source);
            let Some(survey) = survey else {
                context.show(&problems);
                return Ok(None);
            };
            Ok(Some(Setting {
                survey: Arc::new(survey),
                calendar: Calendar::quarterly_utc(),
                as_of: None,
                sample: None,
            }))
        }
    }
}

fn waves(named: &[String], setting: &Setting) -> Result<Vec<WaveId>, CommandError> {
    let calendar = &setting.calendar;
    if named.is_empty() {
        let day = setting.as_of.unwrap_or(jiff::civil::date(2026, 1, 1));
        return match calendar.wave_of_day(day) {
            Some(wave) => Ok(vec![wave]),
            None => Err(CommandError::Other(Words::new(
                format!("{day} lies in no wave: name one with `--wave`"),
                format!("{day} 不在任何期次之内：请用 `--wave` 指定"),
            ))),
        };
    }
    let read = |text: &String| {
        let wave = calendar.parse(text).filter(|wave| calendar.last_day(wave).is_some());
        wave.ok_or_else(|| {
            CommandError::Other(Words::new(
                format!("`--wave {text}`: no wave of this calendar; write one such as 2026Q4, as manyi.toml has them"),
                format!("`--wave {text}`：日历中没有这个期次；请按 manyi.toml 的期次书写，如 2026Q4"),
            ))
        })
    };
    named.iter().map(read).collect()
}
