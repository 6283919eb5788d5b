//! `manyi drivers`: how much of an outcome goes with each of its drivers.

mod asked;
mod show;
mod stated;
mod words;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::analysis::Results;
use super::shared::modelled;
use super::shared::modelled::Modelled;
use super::shared::sheet::Sheet;
use super::shared::source::Wanted;
use super::shared::source::open_with;
use crate::driver::Analysis;
use crate::driver::Ask;
use crate::driver::Method;
use crate::driver::Performance;
use crate::driver::analyse;
use crate::finding;
use crate::finding::Showing;
use crate::locale::Lang;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::stats::resample;
use crate::tabulation::Group;
use crate::tabulation::Need;
use clap::ValueEnum;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Ranks what an outcome goes with: importance with intervals, performance, and where to act.
///
/// Without `--outcome` it is the question of the survey's first headline measure; without `--drivers` they are the items of
/// its index, else all other ratings of satisfaction. All of it is association; none of it shows what causes what.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    modelled: Modelled,
    /// A rating or number; with codes, such as `overall:4,5`, whether it is one of them.
    #[arg(long, value_name = "NAME[:CODES]")]
    outcome: Option<String>,
    /// Ratings or numbers, matrices with all their rows, or parts of the index with all their items.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    drivers: Vec<String>,
    /// How importance is worked out.
    #[arg(long, value_enum, default_value_t)]
    method: How,
    /// Also how important people say each driver is, from questions of kind `importance`, whose rows are then the drivers.
    #[arg(long)]
    stated: bool,
    /// Bootstrap replicates behind the intervals; 0 leaves them out.
    #[arg(long, value_name = "REPLICATES", default_value_t = 1000, value_parser = clap::value_parser!(u64).range(..=100_000))]
    boot: u64,
    /// Seed of the replicates.
    #[arg(long, default_value_t = resample::SEED)]
    seed: u64,
    /// What names the stratum a response was drawn from; without it and the next two the design of the definition holds.
    #[arg(long, value_name = "NAME")]
    strata: Option<String>,
    /// What names the sampling unit a response was drawn with, within its stratum.
    #[arg(long, value_name = "NAME")]
    clusters: Option<String>,
    /// How many sampling units the stratum has in the population.
    #[arg(long, value_name = "NAME")]
    population: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum How {
    /// Johnson's relative weights.
    #[default]
    Johnson,
    /// Shares of R² over all orders of up to 15 drivers (LMG, Shapley).
    Lmg,
    /// Standardised coefficients of a linear regression.
    Ols,
    /// Coefficients of a logistic regression of a yes-or-no outcome.
    Logistic,
    /// Correlations, one driver at a time.
    Correlation,
}

impl How {
    fn method(self) -> Method {
        match self {
            Self::Johnson => Method::Johnson,
            Self::Lmg => Method::Lmg,
            Self::Ols => Method::Ols,
            Self::Logistic => Method::Logistic,
            Self::Correlation => Method::Correlation,
        }
    }
}

/// One group of one wave: its analysis and the performance of its drivers.
pub(in crate::command) struct Figure {
    pub(in crate::command) wave: WaveId,
    pub(in crate::command) group: Group,
    pub(in crate::command) analysis: Analysis,
    pub(in crate::command) performance: BTreeMap<VariableIndex, Performance>,
    /// How important people say the drivers are; empty unless asked for.
    stated: BTreeMap<VariableIndex, Performance>,
    pub(in crate::command) showing: Showing,
}

/// What was asked and found.
pub(in crate::command) struct Found {
    pub(in crate::command) survey: Arc<Survey>,
    pub(in crate::command) lang: Lang,
    pub(in crate::command) ask: Ask,
    pub(in crate::command) figures: Vec<Figure>,
    pub(in crate::command) ended: Outcome,
    need: Need,
    results: Results,
}

impl Args {
    /// What a number's id was asked with; `None` for a method that is none. Of a file the drivers must be named.
    pub(in crate::command) fn of_id(
        modelled: Modelled,
        outcome: &str,
        method: Option<&str>,
        drivers: Vec<String>,
    ) -> Option<Self> {
        let method = match method {
            None => How::default(),
            Some(word) => How::from_str(word, false).ok()?,
        };
        let asked = Self::with(modelled, Some(outcome.to_owned()), drivers);
        Some(Self { method, ..asked })
    }

    /// The defaults for an outcome and its drivers.
    pub(in crate::command) fn with(modelled: Modelled, outcome: Option<String>, drivers: Vec<String>) -> Self {
        Self {
            modelled,
            outcome,
            drivers,
            method: How::default(),
            stated: false,
            boot: 1000,
            seed: resample::SEED,
            strata: None,
            clusters: None,
            population: None,
        }
    }

    /// What an id holds behind `?` beside the group: all that was asked beyond the defaults.
    fn query(&self) -> Vec<String> {
        let method = Some(self.method.method()).filter(|method| *method != How::default().method());
        let drivers = (!self.drivers.is_empty()).then(|| format!("drivers={}", self.drivers.join("+")));
        let method = method.map(|method| format!("method={}", method.code()));
        method.into_iter().chain(drivers).collect()
    }
}

/// Prints the drivers.
///
/// # Errors
/// When answers cannot be read, a name is not known, the outcome does not fit the method, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some((sheet, ended)) = sheet(args, context)? else {
        return Ok(Outcome::Problems);
    };
    context.data(&sheet.render(args.modelled.format, context.tongue))?;
    Ok(ended)
}

/// The drivers as a sheet, and how the verb ends; `None` when problems, which were shown, forbid going on.
///
/// # Errors
/// As [`run`].
pub(in crate::command) fn sheet(
    args: &Args,
    context: &mut Context<'_>,
) -> Result<Option<(Sheet, Outcome)>, CommandError> {
    let Some(found) = found(args, context)? else {
        return Ok(None);
    };
    let shown = show::Shown {
        survey: &found.survey,
        outcome: args
            .outcome
            .clone()
            .unwrap_or_else(|| found.survey.variable(found.ask.outcome.variable).id.to_string()),
        query: args.query(),
        ask: &found.ask,
        scores: &found.results.scores,
        rows: found.results.scores.tabulation.listed(&found.need),
    };
    Ok(Some((shown.sheet(&found.figures), found.ended)))
}

/// The drivers of every group and wave asked for; `None` when problems, which were shown, forbid going on.
///
/// # Errors
/// As [`run`].
pub(in crate::command) fn found(args: &Args, context: &mut Context<'_>) -> Result<Option<Found>, CommandError> {
    let analysed = args.modelled.analysed(asked::columns(args)?);
    let wanted = Wanted {
        measures: &|survey| asked::measures(args, survey),
    };
    let needs = |survey: &Survey| {
        let ask = asked::ask(args, survey)?;
        Ok(vec![asked::need(survey, &ask, &analysed.by)])
    };
    let Some(opened) = open_with(&analysed, &wanted, &needs, context)? else {
        return Ok(None);
    };
    let survey = &opened.task.survey;
    let mut ask = asked::ask(args, survey)?;
    ask.level = 1.0 - opened.task.settings.alpha;
    let need = asked::need(survey, &ask, &analysed.by);
    let results = opened
        .task
        .decide(opened.tabulation, &opened.references, &finding::Ask::default());
    let performance: Vec<(VariableIndex, VariableIndex)> =
        ask.drivers.iter().map(|driver| (*driver, *driver)).collect();
    let stated = if args.stated {
        stated::of(survey, &ask.drivers)?
    } else {
        BTreeMap::new()
    };
    let mut figures = Vec::new();
    for wave in &opened.waves {
        let Some(rows) = results.scores.tabulation.listed(&need) else {
            continue;
        };
        let analyses = opened.groups.iter().map(|group| {
            let found = analyse(rows, survey, (wave, *group), &ask);
            Ok((*group, found.map_err(|fault| words::fault(survey, &ask, fault))?))
        });
        let analyses: Vec<(Group, Analysis)> = analyses.collect::<Result<_, CommandError>>()?;
        let bases: BTreeMap<Group, u64> = analyses.iter().map(|(group, found)| (*group, found.base)).collect();
        let showings = modelled::showings(&results.findings.disclosure, &results.scores.tabulation, wave, &bases);
        for (group, analysis) in analyses {
            let showing = if opened.hides {
                showings[&group]
            } else {
                modelled::flagged(showings[&group])
            };
            figures.push(Figure {
                wave: wave.clone(),
                group,
                analysis,
                performance: asked::means(&results, performance.iter().copied(), (wave, group), opened.hides),
                stated: asked::means(
                    &results,
                    stated.iter().map(|(of, by)| (*of, *by)),
                    (wave, group),
                    opened.hides,
                ),
                showing,
            });
        }
    }
    Ok(Some(Found {
        survey: Arc::clone(survey),
        lang: opened.lang,
        ended: Outcome::of(&opened.problems),
        ask,
        figures,
        need,
        results,
    }))
}
