//! `manyi tab`: banner tables.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::asked::Analysed;
use super::shared::seams;
use super::shared::sheet::Format;
use super::shared::source::Wanted;
use super::shared::source::open_with;
use super::shared::tables;
use super::shared::tables::Figure;
use super::shared::tables::Printing;
use crate::crosstab;
use crate::crosstab::Arrows;
use crate::crosstab::Asked;
use crate::crosstab::Bases;
use crate::crosstab::Section;
use crate::crosstab::build;
use crate::crosstab::layout;
use crate::diagnostic::Words;
use crate::export::write_tables;
use crate::finding::Ask;
use crate::finding::Letters;
use crate::model::Domain;
use crate::model::Id;
use crate::model::Measure;
use crate::model::Survey;
use crate::project::ProjectError;
use crate::project::Staged;
use crate::tabulation::Need;
use crate::tabulation::Wanted as Counted;
use clap::ValueEnum;
use std::path::Path;
use std::path::PathBuf;

/// Banner tables: questions down, groups of `--by` across, with letters, arrows and bases.
///
/// `--by region,channel` puts banners side by side, `--by 'region>channel'` nests them, a multiple choice gives columns that
/// overlap, `wave` puts waves across. Table and Markdown show what `--show` names; CSV and JSON have a row a cell with
/// everything. Without `--wave` the last wave is shown.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    analysed: Analysed,
    /// Questions of the stub, matrices with all their rows, or measures; without it every question with counted answers.
    #[arg(long, value_delimiter = ',')]
    of: Vec<String>,
    /// What is shown of a share, in this order.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "column")]
    show: Vec<Figure>,
    /// Of what shares of a multiple choice are: of those who answered, or of all the options they chose.
    #[arg(long, value_enum, default_value_t)]
    base: BaseOf,
    /// Rows for the kinds of missing too, as shares of all responses.
    #[arg(long)]
    with_missing: bool,
    /// Letters of the columns a figure is significantly higher than, and how they are corrected.
    #[arg(long, value_enum, default_value_t)]
    letters: LettersBy,
    /// Arrows against the rest of the answers, or against the wave before.
    #[arg(long, value_enum, value_delimiter = ',', default_value = "rest")]
    against: Vec<AgainstWhat>,
    /// Test each question against each banner: χ², with weights or a design as Rao and Scott correct it.
    #[arg(long)]
    test: bool,
    /// Write the table as an Excel workbook (`.xlsx`) instead.
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    to: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum BaseOf {
    /// Shares of respondents; they add up to more than 100 %.
    #[default]
    Respondents,
    /// Shares of responses; they add up to 100 %.
    Responses,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum LettersBy {
    /// Holm within a row of a banner, after a test of all its columns.
    #[default]
    Holm,
    /// Benjamini–Hochberg within a row of a banner.
    Bh,
    /// No correction: capital letters at 95 %, small ones at 90 %.
    Unadjusted,
    /// No letters.
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AgainstWhat {
    /// The rest of the wave.
    Rest,
    /// The wave before.
    Previous,
    /// Nothing.
    None,
}

/// Prints the table.
///
/// # Errors
/// When answers cannot be read, a question is not known, or the output cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let wanted = Wanted {
        measures: &|survey| Ok(measures(&stub(args, survey)?)),
    };
    let needs = |survey: &Survey| needs(args, survey);
    let Some(opened) = open_with(&args.analysed, &wanted, &needs, context)? else {
        return Ok(Outcome::Problems);
    };
    let survey = &opened.task.survey;
    let mut stub = stub(args, survey)?;
    let named = &args.analysed.measure;
    if !named.is_empty() {
        for section in &mut stub {
            section.rows.retain(|row| {
                row.measure()
                    .is_some_and(|measure| named.iter().any(|name| measure.id == **name))
            });
        }
        stub.retain(|section| !section.rows.is_empty());
    }
    let layout = layout(survey, &opened.task.banners, &opened.waves);
    let arrows = Arrows {
        rest: args.against.contains(&AgainstWhat::Rest),
        previous: args.against.contains(&AgainstWhat::Previous),
    };
    let ask = Ask {
        waves: opened.waves.clone(),
        rest: arrows.rest,
        previous: arrows.previous,
        groups: true,
        ..Ask::default()
    };
    let results = opened.task.decide(opened.tabulation.clone(), &opened.references, &ask);
    let table = build(
        &results.scores,
        &results.findings,
        &Asked {
            layout: &layout,
            sections: &stub,
            letters: args.letters.how(),
            arrows,
            bases: args.base.of(),
            tests: args.test,
            hides: opened.hides,
            settings: &opened.task.settings,
        },
    );
    let shown: Vec<&Id> = stub.iter().map(|section| &section.id).collect();
    let mut remarks: Vec<Words> = opened.left_out.iter().cloned().collect();
    remarks.extend(seams::notes(
        &opened.references.seams,
        &opened.task.calendar,
        &shown,
        &opened.waves,
    ));
    let printing = Printing {
        remarks: &remarks,
        table: &table,
        scores: &results.scores,
        lang: &opened.lang,
        show: &args.show,
    };
    if let Some(path) = &args.to {
        workbook(path, &printing, context)?;
    } else {
        context.data(&rendered(&printing, args.analysed.format, context))?;
    }
    Ok(Outcome::of(&opened.problems))
}

/// Writes the table as a workbook.
fn workbook(path: &Path, printing: &Printing<'_>, context: &mut Context<'_>) -> Result<(), CommandError> {
    if path
        .extension()
        .is_none_or(|ending| !ending.eq_ignore_ascii_case("xlsx"))
    {
        let name = path.display();
        return Err(CommandError::Other(Words::new(
            format!("`--to {name}`: a workbook ends with .xlsx; other forms are written with `--format` and `>`"),
            format!("`--to {name}`：工作簿的扩展名应为 .xlsx；其他格式请用 `--format` 并重定向输出"),
        )));
    }
    let survey = &printing.scores.survey;
    let title = crate::site::plain(survey.text(&survey.title, printing.lang));
    let notes = tables::foot(printing);
    let tongue = printing.lang.tongue();
    let notes = notes.iter().map(|note| note.get(tongue).to_owned()).collect();
    let file = Staged::begin(path)?;
    write_tables(&[tables::workbook(printing, &title, notes)], file.writer()?).map_err(ProjectError::write(path))?;
    file.finish()?;
    let name = path.display();
    context.say(&format!("table written to {name}"), &format!("已将交叉表写入 {name}"));
    Ok(())
}

fn rendered(printing: &Printing<'_>, format: Format, context: &Context<'_>) -> String {
    let notes = tables::foot(printing);
    let notes = notes.iter().map(|note| note.get(context.tongue));
    match format {
        Format::Table => notes.fold(tables::text(printing), |text, note| text + &tables::note(note)),
        Format::Md => notes.fold(tables::markdown(printing), |text, note| text + "\n" + note + "\n"),
        Format::Csv | Format::Json => tables::tidy(printing).render(format, context.tongue),
    }
}

impl BaseOf {
    fn of(self) -> Bases {
        match self {
            Self::Respondents => Bases::Respondents,
            Self::Responses => Bases::Responses,
        }
    }
}

impl LettersBy {
    fn how(self) -> Letters {
        match self {
            Self::Holm => Letters::Holm,
            Self::Bh => Letters::BenjaminiHochberg,
            Self::Unadjusted => Letters::Unadjusted,
            Self::None => Letters::None,
        }
    }
}

/// The sections asked for.
fn stub(args: &Args, survey: &Survey) -> Result<Vec<Section>, CommandError> {
    let mut sections = Vec::new();
    for name in &args.of {
        sections.extend(named(survey, name)?);
    }
    if args.of.is_empty() {
        let variables = crosstab::tabulable(survey).into_iter();
        sections.extend(variables.map(|variable| crosstab::section_of(survey, variable)));
    }
    if args.with_missing {
        for section in &mut sections {
            section
                .rows
                .extend(section.variable.into_iter().flat_map(crosstab::missing_rows));
        }
    }
    Ok(sections)
}

fn measures(sections: &[Section]) -> Vec<Measure> {
    let mut found: Vec<Measure> = Vec::new();
    for measure in sections.iter().flat_map(Section::measures) {
        if !found.iter().any(|known| known.id == measure.id) {
            found.push(measure.clone());
        }
    }
    found
}

/// What must be counted beside the measures: kinds of missing, the options of multiple choices two at a time.
fn needs(args: &Args, survey: &Survey) -> Result<Vec<Need>, CommandError> {
    let mut needs = Vec::new();
    for variable in stub(args, survey)?.iter().filter_map(|section| section.variable) {
        let multiple = matches!(survey.variable(variable).domain, Domain::Multiple(_));
        if multiple && args.base == BaseOf::Responses {
            needs.push(crosstab::response_needs(variable));
        }
        if args.with_missing || multiple {
            let number = matches!(survey.variable(variable).domain, Domain::Number { .. });
            needs.push(Need::all(if number {
                Counted::Values(variable)
            } else {
                Counted::Cells(variable)
            }));
        }
    }
    Ok(needs)
}

/// The sections of this name.
fn named(survey: &Survey, name: &str) -> Result<Vec<Section>, CommandError> {
    let found = crosstab::sections(survey, name);
    if !found.is_empty() {
        return Ok(found);
    }
    let variables = crosstab::tabulable(survey).into_iter();
    let variables = variables.map(|index| survey.variable(index).id.as_str());
    let known: Vec<&str> = variables
        .chain(survey.measures.iter().map(|measure| measure.id.as_str()))
        .collect();
    Err(CommandError::Other(Words::new(
        format!(
            "`--of {name}`: no such question with counted answers; there are: {}",
            known.join(", ")
        ),
        format!("`--of {name}`：没有这样的可统计题目；现有：{}", known.join("、")),
    )))
}
