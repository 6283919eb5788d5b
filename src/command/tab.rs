//! `manyi tab`: banner tables.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::asked::Analysed;
use super::shared::figures::Wording;
use super::shared::sheet::Format;
use super::shared::source::Wanted;
use super::shared::source::open_for;
use super::shared::tables;
use super::shared::tables::StubRow;
use crate::diagnostic::Words;
use crate::finding::Ask;
use crate::model::Survey;
use crate::model::VariableIndex;

/// Tables of the answers: questions down, groups of `--by` across, with bases.
///
/// Table and Markdown show column shares; CSV and JSON have a row a cell with interval, base and method. Without `--wave`
/// the last wave is shown.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    analysed: Analysed,
    /// Questions of the stub, or matrices with all their rows; without it every question with counted answers.
    #[arg(long, value_delimiter = ',')]
    of: Vec<String>,
}

/// Prints the table.
///
/// # Errors
/// When answers cannot be read, a question is not known, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let stub = |survey: &Survey| -> Result<Vec<StubRow>, CommandError> {
        let mut variables = Vec::new();
        for name in &args.of {
            variables.extend(named(survey, name)?);
        }
        if args.of.is_empty() {
            variables = tables::tabulable(survey);
        }
        Ok(tables::stub(survey, &variables))
    };
    let wanted = Wanted {
        measures: &|survey| Ok(stub(survey)?.into_iter().map(|row| row.measure).collect()),
    };
    let Some(opened) = open_for(&args.analysed, &wanted, context)? else {
        return Ok(Outcome::Problems);
    };
    let stub = stub(&opened.task.survey)?;
    let results = opened
        .task
        .decide(opened.tabulation.clone(), &opened.references, &Ask::default());
    let wording = Wording {
        lang: &opened.lang,
        scores: &results.scores,
        hides: opened.hides,
    };
    let disclosure = &results.findings.disclosure;
    let banner = (opened.waves.as_slice(), opened.groups.as_slice());
    let sheet = match args.analysed.format {
        Format::Table | Format::Md => tables::crosstab(&wording, &stub, banner, disclosure),
        Format::Csv | Format::Json => tables::tidy(&wording, &stub, banner, disclosure),
    };
    context.data(&sheet.render(args.analysed.format, context.tongue))?;
    Ok(Outcome::of(&opened.problems))
}

/// The variable of this name, or the rows of the matrix.
fn named(survey: &Survey, name: &str) -> Result<Vec<VariableIndex>, CommandError> {
    let fitting = tables::tabulable(survey);
    let inside = format!("{name}.");
    let found: Vec<VariableIndex> = fitting
        .iter()
        .copied()
        .filter(|index| {
            let id = survey.variable(*index).id.as_str();
            id == name || id.starts_with(&inside)
        })
        .collect();
    if !found.is_empty() {
        return Ok(found);
    }
    let known: Vec<&str> = fitting
        .iter()
        .map(|index| survey.variable(*index).id.as_str())
        .collect();
    Err(CommandError::Other(Words::new(
        format!(
            "`--of {name}`: no such question with counted answers; there are: {}",
            known.join(", ")
        ),
        format!("`--of {name}`：没有这样的可统计题目；现有：{}", known.join("、")),
    )))
}
