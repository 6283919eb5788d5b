//! `manyi export`: answers and what they mean, for other programs.

mod form;
mod write;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::shared::current::Current;
use super::shared::resolve;
use super::shared::source::labels;
use super::shared::space::Space;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::export::Answers;
use crate::export::Layout;
use crate::export::Multiples;
use crate::export::Wish;
use crate::locale::Lang;
use crate::model::Condition;
use crate::model::Survey;
use crate::model::VariableIndex;
use crate::model::WaveId;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::store::Fixes;
use crate::store::Selection;
use crate::store::Snapshot;
use clap::ValueEnum;
use form::Form;
use std::path::PathBuf;
use std::sync::Arc;

/// Exports answers: CSV, Excel, SPSS, Parquet, Triple-S, one answer a line; or the codebook that explains them.
///
/// `manyi export after-sales --to q4.sav --wave 2026Q4` writes a file whose kind its name tells. Corrections in `fixes/` are
/// replayed, and late answers to a frozen wave left out, as everywhere.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The survey.
    survey: String,
    /// File to write; its ending tells the form. Without it, or with `-`, to standard output.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// What is written.
    #[arg(long = "as", value_enum)]
    form: Option<Form>,
    /// Waves; without it all.
    #[arg(long, value_delimiter = ',')]
    wave: Vec<String>,
    /// Only responses for which this is true, such as `region = "east" and recommend <= 6`.
    #[arg(long = "where", value_name = "CONDITION")]
    filter: Option<String>,
    /// Only these variables; what is known of the response itself always comes.
    #[arg(long, value_delimiter = ',', value_name = "VARIABLE")]
    only: Vec<String>,
    /// Language of labels; without it that of messages, where the survey has it.
    #[arg(long)]
    lang: Option<String>,
    /// How coded answers are written, in forms that leave the choice.
    #[arg(long, value_enum)]
    answers: Option<AnswersAs>,
    /// How multiple choices are laid out, in forms that leave the choice.
    #[arg(long, value_enum)]
    options: Option<OptionsAs>,
    /// In CSV, leave cells empty instead of writing kinds of missing as `<not_asked>`.
    #[arg(long)]
    blank_missing: bool,
    /// Write the codebook beside the file too, as JSON and as Markdown.
    #[arg(long, requires = "to")]
    codebook: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum AnswersAs {
    /// Ids of the options.
    Ids,
    /// Their numbers.
    Values,
    /// Their labels.
    Labels,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum OptionsAs {
    /// One column with all that were chosen.
    Together,
    /// A column an option.
    Apart,
}

/// The answers wanted, to be read as often as need be.
struct Chosen<'a> {
    space: &'a Space,
    survey: &'a Survey,
    snapshot: &'a Snapshot,
    fixes: &'a Fixes,
    selection: Selection,
    waves: Vec<WaveId>,
    filter: Option<Arc<Condition>>,
}

/// Writes the export.
///
/// # Errors
/// When answers cannot be read or the file cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let form = Form::of(args.form, args.to.as_deref())?;
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    let Some(survey) = space.survey(&args.survey, context)? else {
        return Ok(Outcome::Problems);
    };
    let (fixes, mut problems) = space.fixes(&survey)?;
    let snapshot = space.store(&survey).snapshot()?;
    let lang = language(args, &survey, context, &mut problems);
    let only = variables(args, &survey, &mut problems);
    let waves = waves(args, &space, &survey, &snapshot, &mut problems)?;
    let filter = args
        .filter
        .as_ref()
        .and_then(|text| resolve::condition(&survey, text, &mut problems));
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    let wish = Wish {
        lang,
        answers: args.answers.map_or(form.answers(), AnswersAs::meaning),
        multiples: form.multiples().unwrap_or_else(|| {
            args.options.map_or(Multiples::Together, |wish| match wish {
                OptionsAs::Together => Multiples::Together,
                OptionsAs::Apart => Multiples::Apart,
            })
        }),
        only,
    };
    let layout = Layout::new(&survey, space.calendar(), &wish);
    let chosen = Chosen {
        space: &space,
        survey: &survey,
        snapshot: &snapshot,
        fixes: &fixes,
        selection: selection(&survey, &layout, filter.as_deref()),
        waves,
        filter,
    };
    write::write(args, form, &layout, &chosen, context)?;
    Ok(Outcome::of(&problems))
}

impl AnswersAs {
    fn meaning(self) -> Answers {
        match self {
            Self::Ids => Answers::Ids,
            Self::Values => Answers::Values,
            Self::Labels => Answers::Labels,
        }
    }
}

impl Chosen<'_> {
    /// Hands on the answers batch by batch.
    fn each(&self, mut take: impl FnMut(&Batch) -> Result<(), CommandError>) -> Result<(), CommandError> {
        let calendar = self.space.calendar();
        let current = Current {
            survey: self.survey,
            calendar,
            snapshot: self.snapshot,
            fixes: self.fixes,
        };
        current.each(&self.selection, |batch| {
            let mut keep = vec![true; batch.len()];
            if let Some(condition) = &self.filter {
                keep = BatchFrame::new(batch, calendar).keeps(condition);
            }
            if !self.waves.is_empty() {
                for (row, keep) in keep.iter_mut().enumerate() {
                    *keep = *keep && self.waves.contains(batch.wave(row));
                }
            }
            if keep.iter().all(|keep| *keep) {
                take(batch)
            } else {
                take(&batch.kept(&keep))
            }
        })
    }
}

/// What must be read: the columns written, and those the condition asks for.
fn selection(survey: &Survey, layout: &Layout<'_>, filter: Option<&Condition>) -> Selection {
    let shown = layout.fields.iter().filter_map(crate::export::Field::variable);
    let asked = filter.into_iter().flat_map(|condition| condition.typed.slots());
    let asked = asked.filter(|slot| *slot < survey.variables.len()).map(VariableIndex);
    Selection {
        variables: Some(shown.chain(asked).collect()),
        identity: true,
        people: true,
        context: true,
    }
}

fn language(args: &Args, survey: &Survey, context: &Context<'_>, problems: &mut Vec<Problem>) -> Lang {
    let Some(tag) = &args.lang else {
        return labels(survey, context);
    };
    if let Some(lang) = survey.languages.iter().find(|lang| lang.tag() == tag) {
        lang.clone()
    } else {
        let known: Vec<&str> = survey.languages.iter().map(Lang::tag).collect();
        problems.push(resolve::no_such("--lang", tag, &known));
        labels(survey, context)
    }
}

fn variables(args: &Args, survey: &Survey, problems: &mut Vec<Problem>) -> Vec<VariableIndex> {
    let mut found = Vec::new();
    for name in &args.only {
        if let Some(index) = survey.find(name) {
            found.push(index);
        } else {
            let known: Vec<&str> = survey.variables.iter().map(|variable| variable.id.as_str()).collect();
            problems.push(resolve::no_such("--only", name, &known));
        }
    }
    found
}

fn waves(
    args: &Args,
    space: &Space,
    survey: &Survey,
    snapshot: &Snapshot,
    problems: &mut Vec<Problem>,
) -> Result<Vec<WaveId>, CommandError> {
    if args.wave.is_empty() || args.wave.iter().any(|wave| wave == "all") {
        return Ok(Vec::new());
    }
    let known = snapshot.waves(survey)?;
    let mut wanted = Vec::new();
    for text in &args.wave {
        let wave = space.calendar().parse(text).unwrap_or_else(|| WaveId::new(text));
        if known.contains_key(&wave) {
            wanted.push(wave);
        } else {
            let names: Vec<&str> = known.keys().map(WaveId::as_str).collect();
            problems.push(resolve::no_such("--wave", text, &names));
        }
    }
    Ok(wanted)
}

/// A file of this form cannot be shown on a terminal.
fn needs_file(form: Form) -> CommandError {
    let name = form.ending();
    CommandError::Other(Words::new(
        format!("this form is no text: name a file, such as `--to answers.{name}`"),
        format!("这种格式不是文本：请指定文件，例如 `--to answers.{name}`"),
    ))
}
