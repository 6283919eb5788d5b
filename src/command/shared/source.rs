//! Where an analysis takes its answers from: the store of a survey, a CSV file with a definition, or a bare CSV file.

use super::analysis::Task;
use super::asked::Analysed;
use super::asked::spec;
use super::care;
use super::current::Current;
use super::platform;
use super::resolve::task;
use super::resolve::waves;
use super::space::Space;
use super::spool::Spool;
use super::versions;
use crate::command::CommandError;
use crate::command::Context;
use crate::command::rules;
use crate::diagnostic::Problem;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::finding::References;
use crate::import;
use crate::import::Identity;
use crate::import::Setup;
use crate::import::Summary;
use crate::import::WaveNames;
use crate::locale::Lang;
use crate::model::Calendar;
use crate::model::Measure;
use crate::model::ReportSettings;
use crate::model::Survey;
use crate::model::WaveId;
use crate::project::Given;
use crate::response::Batch;
use crate::response::BatchFrame;
use crate::store::Fixes;
use crate::store::Selection;
use crate::store::Snapshot;
use crate::tabulation::Calibration;
use crate::tabulation::Group;
use crate::tabulation::Need;
use crate::tabulation::Tabulation;
use jiff::civil::Date;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

/// Pseudonyms of a file that is only looked at need no secret: they leave nothing but memory.
const PASSING_KEY: &[u8] = b"looked at, not kept";

/// What a verb wants computed.
pub struct Wanted<'a> {
    /// The measures, given the survey.
    pub measures: &'a dyn Fn(&Survey) -> Result<Vec<Measure>, CommandError>,
}

/// Further counts, given the survey.
pub type Needs<'a> = &'a dyn Fn(&Survey) -> Result<Vec<Need>, CommandError>;

/// Sees the responses as they are counted, with who answered and when.
pub struct Witness<'a> {
    /// Whether ids and times are wanted beside the respondents.
    pub whole: bool,
    /// Sees a batch of what is counted.
    pub see: &'a mut dyn FnMut(&Task, &BatchFrame<'_>),
}

/// Answers counted, ready to be scored.
pub struct Opened {
    /// What was counted.
    pub task: Task,
    /// The counts.
    pub tabulation: Tabulation,
    /// Targets and published figures.
    pub references: References,
    /// Waves to show, in the calendar's order.
    pub waves: Vec<WaveId>,
    /// Measures to show, in the definition's order; all are scored, since families come from the definition and not from
    /// what is asked.
    pub measures: Vec<Measure>,
    /// Groups to show: the total, then the levels of the segments asked for; all segments of the definition are scored.
    pub groups: Vec<Group>,
    /// Language of labels.
    pub lang: Lang,
    /// Whether small bases are hidden.
    pub hides: bool,
    /// What was wrong with the input; shown already.
    pub problems: Vec<Problem>,
    /// The day reports are written for, if the workspace says one; without it no wave counts as open.
    pub as_of: Option<Date>,
    /// Whom the rules of the workspace left out of the waves shown, and why; `None` when nobody.
    pub left_out: Option<Words>,
}

/// Opens a source for the measures of its definition; `None` when problems, which were shown, forbid going on.
///
/// # Errors
/// When something cannot be read.
pub fn open(args: &Analysed, context: &mut Context<'_>) -> Result<Option<Opened>, CommandError> {
    open_for(
        args,
        &Wanted {
            measures: &|survey| Ok(survey.measures.clone()),
        },
        context,
    )
}

/// Opens a source for the measures wanted.
///
/// # Errors
/// When something cannot be read.
pub fn open_for(
    args: &Analysed,
    wanted: &Wanted<'_>,
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    open_with(args, wanted, &|_| Ok(Vec::new()), context)
}

/// Opens a source for the measures wanted and for further counts, given the survey.
///
/// # Errors
/// When something cannot be read.
pub fn open_with(
    args: &Analysed,
    wanted: &Wanted<'_>,
    needs: Needs<'_>,
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    opened(args, (wanted, needs), None, context)
}

/// Opens a source for the measures of its definition; `witness` sees every response. People of a file are told apart by
/// pseudonyms that are made for this run and kept nowhere.
///
/// # Errors
/// When something cannot be read.
pub fn open_with_people(
    args: &Analysed,
    witness: Witness<'_>,
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    let wanted = Wanted {
        measures: &|survey| Ok(survey.measures.clone()),
    };
    opened(args, (&wanted, &|_| Ok(Vec::new())), Some(witness), context)
}

fn opened(
    args: &Analysed,
    (wanted, needs): (&Wanted<'_>, Needs<'_>),
    witness: Option<Witness<'_>>,
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    match Given::of(&args.source) {
        Given::Survey(id) => {
            let Some(space) = Space::open(context)? else {
                return Ok(None);
            };
            let Some(survey) = space.survey(&id, context)? else {
                return Ok(None);
            };
            stored(&space, &survey, args, (wanted, needs), witness, context)
        }
        given => {
            let mut spool = Spool::of(&given, context)?;
            match &args.survey {
                Some(definition) => defined(&mut spool, definition, args, (wanted, needs), witness, context),
                None => bare(&mut spool, args, (wanted, needs), context),
            }
        }
    }
}

/// The answers in the store.
fn stored(
    space: &Space,
    survey: &Arc<Survey>,
    args: &Analysed,
    wanted: (&Wanted<'_>, Needs<'_>),
    mut witness: Option<Witness<'_>>,
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    let (mut references, mut problems) = space.references(survey)?;
    references.seams = versions::seams(space, survey)?;
    let (fixes, settled, more) = space.careful(survey)?;
    problems.extend(more);
    let Some(mut task) = task(survey, space.calendar(), survey.report, args, wanted, &mut problems)? else {
        context.show(&problems);
        return Ok(None);
    };
    let snapshot = space.store(survey).snapshot()?;
    if !weighted(&mut task, space, &snapshot, &fixes, &mut problems)? {
        context.show(&problems);
        return Ok(None);
    }
    let whole = witness.as_ref().is_some_and(|witness| witness.whole);
    let selection = Selection {
        identity: whole,
        people: witness.is_some(),
        context: whole || task.asks_context(),
        ..Selection::of(task.variables())
    };
    let current = Current {
        survey,
        calendar: space.calendar(),
        snapshot: &snapshot,
        fixes: &fixes,
    };
    let tabulation = current.read(&selection, |reader| {
        let batches = reader.by_ref().map(|batch| batch.map_err(CommandError::from));
        let tabulation = counted(&task, batches, witness.as_mut())?;
        problems.extend(fixes.leftovers(reader.applied()));
        Ok(tabulation)
    })?;
    if tabulation.waves().is_empty() && snapshot.responses() == 0 {
        context.say(
            &format!("no answers to `{}` yet: `manyi import` brings them in", survey.id),
            &format!("`{}` 还没有答卷：请先运行 `manyi import`", survey.id),
        );
    }
    let opened = finish(task, tabulation, references, args, problems, context);
    Ok(opened.map(|opened| Opened {
        left_out: care::note(&settled, &opened.waves),
        as_of: space.config().as_of,
        ..opened
    }))
}

/// Counts, before the eyes of the witness.
fn counted(
    task: &Task,
    batches: impl Iterator<Item = Result<Batch, CommandError>>,
    witness: Option<&mut Witness<'_>>,
) -> Result<Tabulation, CommandError> {
    match witness {
        Some(witness) => task.count(batches, |frame| (witness.see)(task, frame)),
        None => task.count(batches, |_| {}),
    }
}

/// Makes the weights of a survey with a population from the answers in its store, once for all that follows; `false` when
/// there are none to be had, which `problems` says.
///
/// # Errors
/// When the population or the answers cannot be read.
pub fn weighted(
    task: &mut Task,
    space: &Space,
    snapshot: &Snapshot,
    fixes: &Fixes,
    problems: &mut Vec<Problem>,
) -> Result<bool, CommandError> {
    let made = match task.gathering(&space.weights_folder())? {
        None => return Ok(true),
        Some(Err(problem)) => Err(problem),
        Some(Ok(gathering)) => {
            let selection = Selection {
                context: true,
                ..Selection::of(gathering.variables())
            };
            let current = Current {
                survey: &task.survey,
                calendar: space.calendar(),
                snapshot,
                fixes,
            };
            current.read(&selection, |reader| {
                task.weights(gathering, reader.map(|batch| batch.map_err(CommandError::from)))
            })?
        }
    };
    Ok(settled(task, made, problems))
}

/// Hands the weights to the task, or the problem to the others.
fn settled(task: &mut Task, made: Result<Calibration, Problem>, problems: &mut Vec<Problem>) -> bool {
    match made {
        Ok(calibration) => {
            task.calibration = Some(Arc::new(calibration));
            true
        }
        Err(problem) => {
            problems.push(problem);
            false
        }
    }
}

/// A file whose answers belong to a definition.
fn defined(
    spool: &mut Spool,
    definition: &str,
    args: &Analysed,
    wanted: (&Wanted<'_>, Needs<'_>),
    witness: Option<Witness<'_>>,
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    let (survey, calendar, references, mut problems, folder) = match Given::of(definition) {
        Given::Survey(id) => {
            let Some(space) = Space::open(context)? else {
                return Ok(None);
            };
            let (survey, problems) = space.read_survey(&id)?;
            let references = survey.as_ref().map(|survey| space.references(survey)).transpose()?;
            let (references, _) = references.unwrap_or_default();
            let folder = space.weights_folder();
            (survey, space.calendar().clone(), references, problems, folder)
        }
        Given::File(path) => {
            let source = crate::project::read_text(&path, &path.display().to_string())?;
            let (survey, problems) = crate::definition::read(&source);
            (
                survey.map(Arc::new),
                Calendar::quarterly_utc(),
                References::default(),
                problems,
                beside(&path),
            )
        }
        Given::StandardInput => {
            return Err(CommandError::Other(Words::new(
                "`--survey -`: standard input can hold the answers, not the definition; name a file or a survey",
                "`--survey -`：标准输入只能用于答卷，不能用于定义；请给出文件名或调查名",
            )));
        }
    };
    problems.retain(Problem::is_error);
    let Some(survey) = survey else {
        context.show(&problems);
        return Ok(None);
    };
    let (mapping, more) = spool.mapping(args.mapping.as_deref(), &survey)?;
    problems.extend(more);
    let Some(mut task) = task(&survey, &calendar, survey.report, args, wanted, &mut problems)? else {
        context.show(&problems);
        return Ok(None);
    };
    let name = spool.name.clone();
    let profiles = import::profile::built_in();
    let setup = Setup {
        mapping: mapping.as_ref(),
        profiles: &profiles,
        needed: None,
        identity: Identity::Row,
        wave_names: WaveNames::AsWritten,
        max_refused: 1.0,
        workbook: spool.sheet.is_some(),
        respondent_key: witness.is_some().then_some(PASSING_KEY),
        ..Setup::new(&survey, &calendar, &name)
    };
    let made = match task.gathering(&folder)? {
        None => None,
        Some(Err(problem)) => Some(Err(problem)),
        Some(Ok(gathering)) => {
            let needed = gathering.variables();
            let mut import = import::Import::open(
                spool.begin()?,
                Setup {
                    needed: Some(&needed),
                    ..setup.clone()
                },
            )?;
            let batches = std::iter::from_fn(|| match import.next_chunk() {
                Ok(chunk) => chunk.map(|chunk| Ok(chunk.batch)),
                Err(error) => Some(Err(CommandError::from(error))),
            });
            Some(task.weights(gathering, batches)?)
        }
    };
    if made.is_some_and(|made| !settled(&mut task, made, &mut problems)) {
        context.show(&problems);
        return Ok(None);
    }
    let needed = task.variables();
    let setup = Setup {
        needed: Some(&needed),
        ..setup
    };
    let (tabulation, summary) = read(spool, setup, &task, witness)?;
    platform::recognised(&name, &summary, context);
    problems.extend(summary.problems);
    Ok(finish(task, tabulation, references, args, problems, context))
}

/// Where the population of a definition in a file of its own is: `weights/` beside it, or beside its folder.
fn beside(definition: &Path) -> PathBuf {
    let folder = definition.parent().unwrap_or(Path::new(""));
    let near = folder.join("weights");
    match folder.parent() {
        Some(above) if !near.is_dir() => above.join("weights"),
        _ => near,
    }
}

/// A file without a definition.
fn bare(
    spool: &mut Spool,
    args: &Analysed,
    wanted: (&Wanted<'_>, Needs<'_>),
    context: &mut Context<'_>,
) -> Result<Option<Opened>, CommandError> {
    if args.bare.is_empty() && args.columns.answers.is_empty() {
        return Err(CommandError::Other(Words::new(
            "a CSV file needs a definition (`--survey after-sales`) or what to compute \
             (`--top-box overall:4,5`, `--nps recommend`, `--mean minutes`)",
            "CSV 文件需要给出定义（`--survey after-sales`）或要计算的内容（`--top-box overall:4,5`、`--nps recommend`、`--mean minutes`）",
        )));
    }
    let spec = spec(args)?;
    let (mapping, mut problems) = spool.mapping_text(args.mapping.as_deref())?;
    let format = mapping.map(|mapping| mapping.format).unwrap_or_default();
    let name = spool.name.clone();
    let (made, more) = import::bare::survey_from(spool.begin()?, &spec, &format, &name)?;
    problems.extend(more);
    let Some(made) = made else {
        context.show(&problems);
        return Ok(None);
    };
    let found = made.survey.replicates.as_ref().map_or(0, |known| known.weights.len());
    if let Some(problem) = spec
        .replicates
        .as_ref()
        .and_then(|asked| rules::bare_replicates(asked, found))
    {
        problems.push(problem);
        context.show(&problems);
        return Ok(None);
    }
    let survey = Arc::new(made.survey.clone());
    let calendar = Calendar::quarterly_utc();
    // Whoever holds the file sees its rows anyway: nothing is hidden from them, small bases are flagged.
    let settings = ReportSettings {
        hide_below: 0,
        privacy_k: 0,
        ..survey.report
    };
    let renamed = Analysed {
        by: renamed(&args.by, &spec.segments, &survey),
        ..args.clone()
    };
    let Some(task) = task(&survey, &calendar, settings, &renamed, wanted, &mut problems)? else {
        context.show(&problems);
        return Ok(None);
    };
    let setup = Setup {
        max_refused: 1.0,
        workbook: spool.sheet.is_some(),
        ..made.setup(&calendar, &name)
    };
    let (tabulation, summary) = read(spool, setup, &task, None)?;
    problems.extend(summary.problems);
    Ok(finish(
        task,
        tabulation,
        References::default(),
        &renamed,
        problems,
        context,
    ))
}

/// What results are broken down by, in the names that columns of the file got as variables.
fn renamed(by: &[String], columns: &[String], survey: &Survey) -> Vec<String> {
    let name = |part: &str| {
        let at = columns.iter().position(|column| column == part.trim());
        let variable = at.and_then(|at| survey.segments.get(at));
        variable.map_or_else(
            || part.trim().to_owned(),
            |variable| survey.variable(*variable).id.to_string(),
        )
    };
    by.iter()
        .map(|text| text.split(['>', '*']).map(name).collect::<Vec<_>>().join(">"))
        .collect()
}

/// Reads a file block by block into counts.
fn read(
    spool: &mut Spool,
    setup: Setup<'_>,
    task: &Task,
    mut witness: Option<Witness<'_>>,
) -> Result<(Tabulation, Summary), CommandError> {
    // Every row is a response of its own here, so one reading is enough.
    let mut import = import::Import::open(spool.begin()?, setup)?;
    let batches = std::iter::from_fn(|| match import.next_chunk() {
        Ok(chunk) => chunk.map(|chunk| Ok(chunk.batch)),
        Err(error) => Some(Err(CommandError::from(error))),
    });
    let tabulation = counted(task, batches, witness.as_mut())?;
    Ok((tabulation, import.finish()))
}

fn finish(
    mut task: Task,
    tabulation: Tabulation,
    references: References,
    args: &Analysed,
    mut problems: Vec<Problem>,
    context: &mut Context<'_>,
) -> Option<Opened> {
    problems.extend(rules::weights(&task.survey, tabulation.without_weight()));
    problems.extend(rules::design(&task.survey, &tabulation));
    problems.extend(rules::replicates(&task.survey, tabulation.without_replicate()));
    let waves = waves(args, &task.calendar, &tabulation, &mut problems);
    context.show(&problems);
    if has_errors(&problems) {
        return None;
    }
    let lang = labels(&task.survey, context);
    if args.show_small {
        // Who holds a file sees its rows anyway; of the store only what is small, not what would point at people.
        if matches!(Given::of(&args.source), Given::Survey(_)) {
            task.hiding_small = Some(task.settings);
        } else {
            task.settings.privacy_k = 0;
        }
        task.settings.hide_below = 0;
    }
    let hides = task.settings.hide_below.max(task.settings.privacy_k) > 0;
    let asked = |measure: &&Measure| args.measure.is_empty() || args.measure.iter().any(|name| measure.id == **name);
    let measures = task.measures.iter().filter(asked).cloned().collect();
    let levels = task.banners.iter().flat_map(|banner| banner.groups(&task.survey));
    let groups = std::iter::once(Group::Total).chain(levels).collect();
    Some(Opened {
        task,
        tabulation,
        references,
        waves,
        measures,
        groups,
        lang,
        hides,
        problems,
        as_of: None,
        left_out: None,
    })
}

/// The survey's language nearest to that of messages.
///
/// # Panics
/// Never: `en` is a tag.
#[must_use]
pub fn labels(survey: &Survey, context: &Context<'_>) -> Lang {
    let near = survey.languages.iter().find(|lang| lang.tongue() == context.tongue);
    near.or(survey.languages.first())
        .cloned()
        .unwrap_or_else(|| Lang::new("en").expect("`en` is a tag"))
}
