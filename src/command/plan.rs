//! `manyi plan`: how many answers are needed, and what can be seen with those there are.

mod ahead;
mod have;

use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::asked::Analysed;
use super::shared::asked::BareArgs;
use super::shared::asked::Columns;
use super::shared::sheet::Format;
use super::shared::source::open;
use crate::diagnostic::Words;
use crate::planning::Chances;
use crate::stats::sample_size::Field;
use clap::ValueEnum;
use std::path::PathBuf;

/// Plans a wave: the answers and invitations per group that see a change, or what the answers at hand can see.
///
/// `manyi plan --detect 5 --kind share --now 0.72 --groups 12 --population 800 --response 0.3` plans ahead;
/// `manyi plan after-sales --by region` tells, for every figure, how accurate it is and which change it would show.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Answers that are there: a survey of the workspace, a CSV file or `-`; without it a wave is planned ahead.
    source: Option<String>,
    /// Changes that shall be seen from wave to wave, in points.
    #[arg(long, value_name = "POINTS", value_delimiter = ',')]
    detect: Vec<f64>,
    /// Half the width of the interval that is wanted, in points.
    #[arg(long, value_name = "POINTS", value_delimiter = ',')]
    within: Vec<f64>,
    /// What is measured.
    #[arg(long, value_enum, default_value_t)]
    kind: Kind,
    /// How it stands now: a share as 0.72, a promoter score as 34.
    #[arg(long, allow_hyphen_values = true)]
    now: Option<f64>,
    /// Standard deviation of one answer, for a mean or an index; for a promoter score instead of `--passives`.
    #[arg(long)]
    sd: Option<f64>,
    /// Share of passives expected in a promoter score.
    #[arg(long, default_value_t = 0.25)]
    passives: f64,
    /// Groups that are each to be judged, such as branches.
    #[arg(long, default_value_t = 1)]
    groups: u64,
    /// People in each group.
    #[arg(long)]
    population: Option<f64>,
    /// Share of the invited who are expected to answer.
    #[arg(long, default_value_t = 1.0)]
    response: f64,
    /// Probability with which the change shall be seen.
    #[arg(long, default_value_t = 0.8)]
    power: f64,
    /// Error rate of the two-sided test.
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
    /// Design effect of weights or clusters that is expected.
    #[arg(long, default_value_t = 1.0)]
    deff: f64,
    /// The definition the file's answers belong to: a survey of the workspace, or a YAML file.
    #[arg(long)]
    survey: Option<String>,
    /// What to break figures down by.
    #[arg(long, value_delimiter = ',')]
    by: Vec<String>,
    /// Only responses for which this is true.
    #[arg(long = "where", value_name = "CONDITION")]
    filter: Option<String>,
    /// Only these measures.
    #[arg(long, value_delimiter = ',')]
    measure: Vec<String>,
    /// Waves to show, or `all`; without it the last one.
    #[arg(long, value_delimiter = ',')]
    wave: Vec<String>,
    /// How the file's columns belong to the survey.
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// How the result is written.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Show figures of small bases too.
    #[arg(long)]
    show_small: bool,
    #[command(flatten)]
    bare: BareArgs,
}

/// What is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A share, such as satisfied customers; changes in percentage points.
    #[default]
    Share,
    /// A net promoter score.
    Nps,
    /// A mean in its own points; needs `--sd`.
    Mean,
    /// An index of 0 to 100; needs `--sd`.
    Index,
}

/// Plans, or tells what can be seen.
///
/// # Errors
/// When answers cannot be read or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let known = match (chances(args), field(args)) {
        (Ok(chances), Ok(field)) => (chances, field),
        (Err(words), _) | (_, Err(words)) => return Ok(refused(&words, context)),
    };
    let Some(source) = &args.source else {
        return match ahead::sheet(args, known) {
            Ok(sheet) => {
                context.data(&sheet.render(args.format, context.tongue))?;
                Ok(Outcome::Done)
            }
            Err(words) => Ok(refused(&words, context)),
        };
    };
    if !args.detect.is_empty() || !args.within.is_empty() {
        return Ok(refused(
            &Words::new(
                "`--detect` and `--within` plan ahead, without answers; leave the survey out, or leave them out",
                "`--detect` 与 `--within` 用于事先规划，不需要答卷；请去掉调查名，或去掉这两个选项",
            ),
            context,
        ));
    }
    let analysed = Analysed {
        source: source.clone(),
        survey: args.survey.clone(),
        by: args.by.clone(),
        filter: args.filter.clone(),
        measure: args.measure.clone(),
        wave: args.wave.clone(),
        mapping: args.mapping.clone(),
        format: args.format,
        show_small: args.show_small,
        bare: args.bare.clone(),
        columns: Columns::default(),
    };
    let Some(opened) = open(&analysed, context)? else {
        return Ok(Outcome::Problems);
    };
    let sheet = have::sheet(&opened, known);
    context.data(&sheet.render(args.format, context.tongue))?;
    Ok(Outcome::of(&opened.problems))
}

/// Alpha and power.
fn chances(args: &Args) -> Result<Chances, Words> {
    let (alpha, power) = (args.alpha, args.power);
    if !(alpha > 0.0 && alpha < 0.5) {
        return Err(Words::new(
            format!("`--alpha {alpha}`: write an error rate between 0 and 0.5, such as 0.05"),
            format!("`--alpha {alpha}`：应为 0 与 0.5 之间的错误率，例如 0.05"),
        ));
    }
    if !(0.5..1.0).contains(&power) {
        return Err(Words::new(
            format!("`--power {power}`: write a probability from 0.5 to below 1, such as 0.8"),
            format!("`--power {power}`：应为 0.5 至 1 之间的概率，例如 0.8"),
        ));
    }
    Ok(Chances { alpha, power })
}

/// Population, design effect and response.
fn field(args: &Args) -> Result<Field, Words> {
    if let Some(people) = args.population.filter(|people| !people.is_finite() || *people < 2.0) {
        return Err(Words::new(
            format!("`--population {people}`: write how many people a group has, at least 2"),
            format!("`--population {people}`：应为每组的人数，至少 2 人"),
        ));
    }
    if !(args.response > 0.0 && args.response <= 1.0) {
        let response = args.response;
        return Err(Words::new(
            format!("`--response {response}`: write the share that answers, such as 0.3"),
            format!("`--response {response}`：应为回收率，例如 0.3"),
        ));
    }
    if !(args.deff > 0.0 && args.deff.is_finite()) {
        let deff = args.deff;
        return Err(Words::new(
            format!("`--deff {deff}`: write a number above 0; 1 means a simple random sample"),
            format!("`--deff {deff}`：应为大于 0 的数；1 表示简单随机抽样"),
        ));
    }
    Ok(Field {
        population: args.population,
        design_effect: args.deff,
        response: args.response,
    })
}

/// What every plan rests on.
fn random_only() -> Words {
    Words::new(
        "for random samples and censuses; answers of volunteers, such as behind an open link, are not a random sample and \
         have no margin of error (AAPOR)",
        "仅适用于随机抽样或普查；自愿参与者（如开放链接）的答卷不是随机样本，没有误差范围（AAPOR）",
    )
}

fn refused(words: &Words, context: &mut Context<'_>) -> Outcome {
    let start = context.tongue.pick("error: ", "错误：");
    let _ = writeln!(context.err, "{start}{}", words.get(context.tongue));
    Outcome::Problems
}
