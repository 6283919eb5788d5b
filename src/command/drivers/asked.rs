//! What the command line asks, resolved against a survey.

use super::Args;
use super::stated;
use crate::command::CommandError;
use crate::command::shared::analysis::Results;
use crate::command::shared::asked::Columns;
use crate::command::shared::modelled::answers_of;
use crate::command::shared::modelled::no_such;
use crate::diagnostic::Words;
use crate::driver::Ask;
use crate::driver::Design;
use crate::driver::Method;
use crate::driver::OutcomeOf;
use crate::driver::Performance;
use crate::driver::boxes;
use crate::driver::drivers_of;
use crate::driver::outcome_of;
use crate::driver::question;
use crate::locale::Texts;
use crate::model::Domain;
use crate::model::IndexNode;
use crate::model::Measure;
use crate::model::MeasureKind;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Wanted;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The columns of a file without a definition.
///
/// # Errors
/// When it is one and nobody says which columns are meant.
pub(super) fn columns(args: &Args) -> Result<Columns, CommandError> {
    if !args.modelled.is_bare() {
        return Ok(Columns::default());
    }
    let Some(outcome) = args.outcome.as_ref().filter(|_| !args.drivers.is_empty()) else {
        return Err(CommandError::Other(Words::new(
            "a CSV file needs a definition (`--survey after-sales`), or the columns of outcome and drivers \
             (`--outcome overall --drivers price,service`)",
            "CSV 文件需要给出定义（`--survey after-sales`），或给出结果变量与驱动因素的列（`--outcome overall --drivers price,service`）",
        )));
    };
    let outcome = outcome.rsplit_once(':').map_or(outcome.as_str(), |(column, _)| column);
    let drivers = args.drivers.iter().map(|column| ("--drivers", column.clone()));
    let strata = args.strata.iter().map(|column| ("--strata", column.clone()));
    let clusters = args.clusters.iter().map(|column| ("--clusters", column.clone()));
    Ok(Columns {
        answers: std::iter::once(("--outcome", outcome.to_owned()))
            .chain(drivers)
            .collect(),
        scale: None,
        keys: strata.chain(clusters).collect(),
        population: args.population.clone(),
    })
}

/// What is asked of this survey.
///
/// # Errors
/// When a name means nothing, or the names do not make a question.
pub(super) fn ask(args: &Args, survey: &Survey) -> Result<Ask, CommandError> {
    let method = args.method.method();
    let outcome = outcome(args, survey, method)?;
    let drivers = drivers(args, survey, outcome.variable)?;
    if let Some(most) = method.most_drivers().filter(|most| drivers.len() > *most) {
        return Err(CommandError::Other(Words::new(
            format!(
                "`--method {}` goes through all orders of the drivers, which can be done for up to {most}; here are {}: \
                 leave some out with `--drivers`, or use `--method johnson`",
                method.code(),
                drivers.len()
            ),
            format!(
                "`--method {}` 需要遍历驱动因素的所有次序，最多 {most} 个；现有 {} 个：请用 `--drivers` 减少，或改用 `--method johnson`",
                method.code(),
                drivers.len()
            ),
        )));
    }
    Ok(Ask {
        outcome,
        drivers,
        named: args.stated || !args.drivers.is_empty(),
        method,
        level: 0.95,
        replicates: args.boot,
        seed: args.seed,
        design: design(args, survey)?,
    })
}

fn outcome(args: &Args, survey: &Survey, method: Method) -> Result<OutcomeOf, CommandError> {
    let logistic = method == Method::Logistic;
    let lent = |variable, boxes: Option<Vec<f64>>| OutcomeOf {
        variable,
        counts: boxes.filter(|_| logistic),
    };
    let Some(text) = &args.outcome else {
        let (found, boxes) = outcome_of(survey).ok_or_else(|| {
            CommandError::Other(Words::new(
                "the survey has no rating to be the outcome; name a number with `--outcome`",
                "该调查没有可作为结果变量的评分题；请用 `--outcome` 指定一个数值",
            ))
        })?;
        return Ok(lent(found.variable, boxes));
    };
    if let Some(variable) = survey.find(text) {
        let fits = matches!(
            survey.variable(variable).domain,
            Domain::Rating(_) | Domain::Number { .. }
        );
        return if fits {
            Ok(OutcomeOf { variable, counts: None })
        } else {
            Err(CommandError::Other(Words::new(
                format!("`--outcome {text}`: its answers have no order; say which of them count, such as `{text}:yes`"),
                format!("`--outcome {text}`：其答案没有顺序；请说明哪些选项计入，例如 `{text}:yes`"),
            )))
        };
    }
    if let Some(measure) = survey.measure(text)
        && let Some(variable) = question(measure)
    {
        return Ok(lent(variable, boxes(survey, measure)));
    }
    if let Some((name, codes)) = text.rsplit_once(':')
        && let Some(variable) = survey.find(name)
    {
        return counted(survey, variable, (text, codes));
    }
    let all = (0..survey.variables.len()).map(VariableIndex);
    let ordered = all.filter(|index| {
        matches!(
            survey.variable(*index).domain,
            Domain::Rating(_) | Domain::Number { .. }
        ) && survey.weight != Some(*index)
    });
    let known: Vec<&str> = ordered.map(|index| survey.variable(index).id.as_str()).collect();
    Err(no_such("--outcome", text, &known))
}

/// An outcome that is 1 for some codes: ids or values of options, or numbers.
fn counted(survey: &Survey, variable: VariableIndex, (text, codes): (&str, &str)) -> Result<OutcomeOf, CommandError> {
    let list = match &survey.variable(variable).domain {
        Domain::Multiple(_) => None,
        domain => domain.options(),
    };
    let value = |code: &str| match list {
        Some(list) => {
            let by_value = || code.parse().ok().and_then(|value| list.position_of_value(value));
            let at = list.position_of_id(code).or_else(by_value)?;
            Some(f64::from(list.options[at].value))
        }
        None => code.parse::<f64>().ok().filter(|value| value.is_finite()),
    };
    let counts: Option<Vec<f64>> = codes.split(',').map(|code| value(code.trim())).collect();
    counts
        .map(|counts| OutcomeOf {
            variable,
            counts: Some(counts),
        })
        .ok_or_else(|| {
            let known: Vec<&str> = list
                .map(|list| list.options.iter().map(|option| option.id.as_str()).collect())
                .unwrap_or_default();
            CommandError::Other(Words::new(
                format!(
                    "`--outcome {text}`: write the codes that count as yes, such as `overall:4,5`; there are: {}",
                    known.join(", ")
                ),
                format!(
                    "`--outcome {text}`：请写出计为“是”的代码，例如 `overall:4,5`；现有：{}",
                    known.join("、")
                ),
            ))
        })
}

fn drivers(args: &Args, survey: &Survey, outcome: VariableIndex) -> Result<Vec<VariableIndex>, CommandError> {
    let id = &survey.variable(outcome).id;
    let mut found = Vec::new();
    for name in &args.drivers {
        if survey.find(name) == Some(outcome) {
            return Err(CommandError::Other(Words::new(
                format!(
                    "`--drivers {name}`: `{name}` is the outcome and cannot be its own driver; leave it out, or name another `--outcome`"
                ),
                format!(
                    "`--drivers {name}`：`{name}` 就是结果变量，不能同时作为驱动因素；请去掉它，或用 `--outcome` 另选结果变量"
                ),
            )));
        }
        found.extend(answers_of(survey, "--drivers", name)?);
    }
    if args.drivers.is_empty() {
        found = if args.stated {
            stated::drivers(survey)?
        } else {
            drivers_of(survey, outcome)
        };
    }
    let mut once = Vec::new();
    for driver in found {
        if driver != outcome && !once.contains(&driver) {
            once.push(driver);
        }
    }
    if once.is_empty() {
        return Err(CommandError::Other(Words::new(
            format!(
                "nothing to be held against `{id}`: the survey has no index and no other rating of satisfaction; name ratings with `--drivers`"
            ),
            format!("没有可与 `{id}` 对照的题目：该调查没有指数，也没有其他满意度评分题；请用 `--drivers` 指定"),
        )));
    }
    Ok(once)
}

fn design(args: &Args, survey: &Survey) -> Result<Design, CommandError> {
    let find = |option: &str, name: &Option<String>, number: bool| {
        let Some(name) = name else { return Ok(None) };
        let fits = |index: &VariableIndex| match survey.variable(*index).domain {
            Domain::Number { .. } => true,
            Domain::Multiple(_) => false,
            _ => !number,
        };
        match survey.find(name).filter(fits) {
            Some(index) => Ok(Some(index)),
            None => Err(CommandError::Other(Words::new(
                format!(
                    "`{option} {name}`: the survey has no such value; hidden values and questions are named by their ids"
                ),
                format!("`{option} {name}`：该调查没有这个变量；请使用隐藏变量或题目的 id"),
            ))),
        }
    };
    let found = Design {
        stratum: find("--strata", &args.strata, false)?,
        cluster: find("--clusters", &args.clusters, false)?,
        population: find("--population", &args.population, true)?,
    };
    if found.is_known() {
        return Ok(found);
    }
    Ok(survey.design.as_ref().map(Design::from).unwrap_or_default())
}

/// A measure for each driver on a scale, and for what says how important it is where that is asked: its mean, rescaled to
/// 0–100, exactly as `manyi score` gives it.
///
/// # Errors
/// As [`ask`].
pub(super) fn measures(args: &Args, survey: &Survey) -> Result<Vec<Measure>, CommandError> {
    let mut of = ask(args, survey)?.drivers;
    if args.stated {
        of.extend(stated::of(survey, &of)?.into_values());
    }
    let measure = |driver: &VariableIndex| {
        let variable = survey.variable(*driver);
        variable.domain.scale()?;
        let node = IndexNode {
            id: variable.id.clone(),
            title: Texts::default(),
            weight: 1.0,
            parts: Vec::new(),
            items: vec![*driver],
            shares: Vec::new(),
            person: None,
            scheme: Arc::default(),
            known: true,
        };
        Some(Measure {
            id: variable.id.clone(),
            title: Texts::default(),
            kind: MeasureKind::Index(Arc::new(node)),
            filter: None,
            headline: false,
            better: None,
        })
    };
    Ok(of.iter().filter_map(measure).collect())
}

/// The rows the analysis needs: outcome, drivers, design and the segments asked for.
pub(super) fn need(survey: &Survey, ask: &Ask, by: &[String]) -> Need {
    let mut variables = ask.variables();
    variables.extend(by.iter().filter_map(|name| survey.find(name)));
    Need::all(Wanted::Rows(variables))
}

/// Means of a group on 0 to 100, as far as they may be shown: of each driver that of the variable beside it.
pub(super) fn means(
    results: &Results,
    variables: impl Iterator<Item = (VariableIndex, VariableIndex)>,
    (wave, group): (&WaveId, Group),
    hides: bool,
) -> BTreeMap<VariableIndex, Performance> {
    let survey = &results.scores.survey;
    let of = |(driver, variable): (VariableIndex, VariableIndex)| {
        let id = &survey.variable(variable).id;
        let estimate = results.scores.of(id, wave, group)?.as_ref().ok()?;
        let visible = results.findings.disclosure.of(id, wave, group).is_visible();
        (visible || !hides).then_some((
            driver,
            Performance {
                value: estimate.value,
                interval: estimate.interval,
            },
        ))
    };
    variables.filter_map(of).collect()
}
