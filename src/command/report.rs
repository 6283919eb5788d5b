//! `manyi report`: the report of a wave, in each language, as one page and as numbers.

pub mod documents;
mod pass;
mod per;
mod slides;
pub mod write;

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::build;
use super::responses::fieldwork;
use super::shared::care;
use super::shared::space::Space;
use crate::diagnostic::Problem;
use crate::diagnostic::Tongue;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::finding::References;
use crate::locale::Lang;
use crate::model::Survey;
use crate::model::WaveId;
use crate::quality::Summary;
use crate::report;
use crate::report::DataQuality;
use crate::report::Fieldwork;
use crate::report::FileMark;
use crate::report::Provenance;
use crate::report::Verbatims;
use crate::store::Snapshot;
use crate::tabulation::Overlap;
use pass::Pass;
use std::path::PathBuf;
use std::sync::Arc;
use write::Made;

/// Writes the report of a survey's last wave: one self-contained page a language, and beside it `report.LANG.json` with every number.
///
/// A report is a Markdown document with live numbers. `reports/SURVEY.LANG.md`, or `reports/management.LANG.md`, takes the place
/// of the built-in one; every other `reports/NAME.LANG.md` becomes a page of its own.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Surveys; without any, all that have answers.
    surveys: Vec<String>,
    /// The wave reported on; without it the last one with answers.
    #[arg(long)]
    wave: Option<String>,
    /// Languages, such as `zh,en`; without it those of manyi.toml, else the survey's.
    #[arg(long, value_delimiter = ',')]
    language: Vec<String>,
    /// Built-in documents to write too, such as `technical,waves`; with `--format md` the ones to print.
    #[arg(long, value_delimiter = ',', value_name = "NAMES")]
    document: Vec<String>,
    /// How it is written: pages in the site; Markdown to the output for chat and mail (`summary`, where no document is named); or
    /// slides with charts that `PowerPoint` can edit, one finding a slide: `report.LANG.pptx` in the site.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// File of the slides, for one survey and one language.
    #[arg(long, short, value_name = "FILE", conflicts_with_all = ["list", "from"])]
    output: Option<PathBuf>,
    /// Also each page in both of two languages, chapter beside chapter: `report.both.html`.
    #[arg(long)]
    side_by_side: bool,
    /// A page for every unit that this segment makes (store, team, agent), and the league of all of them for management, in
    /// place of the report. A unit sees itself against the rest, and nobody else's numbers.
    #[arg(long, value_name = "SEGMENT", conflicts_with_all = ["document", "format", "side_by_side"])]
    per: Option<String>,
    /// Lists the documents there are, and writes nothing.
    #[arg(long, conflicts_with_all = ["surveys", "wave", "document", "from", "per"])]
    list: bool,
    /// Copies a built-in document to `reports/`, to be written on, and reports nothing.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["surveys", "wave", "document", "per"])]
    from: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    #[default]
    Html,
    Md,
    Pptx,
}

impl Args {
    fn is_text(&self) -> bool {
        self.format == Format::Md
    }

    /// Whether slides are wanted.
    fn is_deck(&self) -> bool {
        self.format == Format::Pptx
    }

    /// What cannot be asked for together.
    fn fault(&self) -> Option<Words> {
        if self.output.is_some() && !self.is_deck() {
            return Some(Words::new(
                "`--output` is for slides: add `--format pptx`; pages go into the site",
                "`--output` 仅用于幻灯片：请加 `--format pptx`；网页写入站点",
            ));
        }
        if self.is_deck() && (self.side_by_side || !self.document.is_empty()) {
            return Some(Words::new(
                "slides are made of the report alone: leave out `--document` and `--side-by-side`",
                "幻灯片只由报告本身生成：请去掉 `--document` 和 `--side-by-side`",
            ));
        }
        None
    }
}

/// Everything read and found for one survey, for its reports in all languages.
struct Read {
    survey: Arc<Survey>,
    scores: Arc<crate::measure::Scores>,
    findings: Arc<crate::finding::Findings>,
    references: Arc<References>,
    verbatims: Arc<Verbatims>,
    drivers: Arc<report::Drivers>,
    quality: DataQuality,
    fieldwork: Arc<Fieldwork>,
    care: Arc<Vec<Summary>>,
    provenance: Provenance,
    wave: WaveId,
}

/// Writes the reports.
///
/// # Errors
/// When answers cannot be read, a wave or language is not known, or the pages cannot be written.
pub fn run(args: &Args, context: &mut Context<'_>) -> Ended {
    let Some(space) = Space::open(context)? else {
        return Ok(Outcome::Problems);
    };
    if let Some(fault) = args.fault() {
        return Err(CommandError::Other(fault));
    }
    if args.list {
        return documents::list(&space, context);
    }
    if let Some(name) = &args.from {
        let languages = tags(args, &space)?;
        return documents::copy(name, &languages, &space, context);
    }
    let Some(templates) = build::templates(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    let (own, problems) = documents::own(&space)?;
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    let surveys = space.workspace.surveys()?;
    let templates = Arc::new(templates);
    let ids = if args.surveys.is_empty() {
        surveys.clone()
    } else {
        args.surveys.clone()
    };
    if args.output.is_some() && ids.len() > 1 {
        return Err(CommandError::Other(Words::new(
            "`--output` names one file: name one survey before it",
            "`--output` 只指定一个文件：请指明一个问卷",
        )));
    }
    let mut outcome = Outcome::Done;
    for id in ids {
        let Some(survey) = space.survey(&id, context)? else {
            return Ok(Outcome::Problems);
        };
        let snapshot = space.store(&survey).snapshot()?;
        if snapshot.responses() == 0 {
            context.say(
                &format!("no answers to `{id}` yet: `manyi import` brings them in"),
                &format!("`{id}` 还没有答卷：请先运行 `manyi import`"),
            );
            continue;
        }
        let languages = languages(args, &space, &survey)?;
        if let Some(segment) = &args.per {
            let asked = per::Asked {
                space: &space,
                survey: &survey,
                snapshot: &snapshot,
                wave: args.wave.as_deref(),
                languages: &languages,
                own: &own,
                templates: &templates,
            };
            if asked.write(segment, context)? == Outcome::Problems {
                outcome = Outcome::Problems;
            }
            continue;
        }
        let wanted = documents::wanted(args, &own, &surveys, &survey, &languages)?;
        let (read, problems) = read(args, &space, &survey, &snapshot, &wanted)?;
        context.show(&problems);
        let Some(read) = read.filter(|_| !has_errors(&problems)) else {
            outcome = Outcome::Problems;
            continue;
        };
        let made = Made {
            space: &space,
            read: &read,
            wanted: &wanted,
            templates: &templates,
            both: if args.side_by_side {
                Some(two(&languages)?)
            } else {
                None
            },
        };
        let ended = match args.format {
            Format::Html => made.write(context)?,
            Format::Md => made.print(context)?,
            Format::Pptx => made.slides(args.output.as_deref(), context)?,
        };
        if ended == Outcome::Problems {
            outcome = Outcome::Problems;
        }
    }
    Ok(outcome)
}

/// The two languages of pages side by side.
fn two(languages: &[Lang]) -> Result<[Lang; 2], CommandError> {
    languages.to_vec().try_into().map_err(|languages: Vec<Lang>| {
        let count = languages.len();
        CommandError::Other(Words::new(
            format!("`--side-by-side` takes two languages, not {count}; write `--language zh,en`"),
            format!("`--side-by-side` 需要两种语言，现有 {count} 种；请写 `--language zh,en`"),
        ))
    })
}

/// Languages to report in, each once.
fn languages(args: &Args, space: &Space, survey: &Survey) -> Result<Vec<Lang>, CommandError> {
    let mut wanted = tags(args, space)?;
    if wanted.is_empty() {
        wanted.clone_from(&survey.languages);
    }
    Ok(wanted)
}

/// The languages that were asked for, else those of the settings; each once.
fn tags(args: &Args, space: &Space) -> Result<Vec<Lang>, CommandError> {
    let mut wanted = Vec::new();
    for tag in &args.language {
        let lang = Lang::new(tag).ok_or_else(|| {
            CommandError::Other(Words::new(
                format!("`--language {tag}` is no language tag; write `zh`, `en` or both: `zh,en`"),
                format!("`--language {tag}` 不是语言标签；请写 `zh`、`en` 或 `zh,en`"),
            ))
        })?;
        wanted.push(lang);
    }
    if wanted.is_empty() {
        wanted.clone_from(&space.config().report_languages);
    }
    // A copy is of no survey: the workspace's languages, else both the built-in documents have.
    if wanted.is_empty() && args.from.is_some() {
        wanted.clone_from(&space.config().languages);
        if wanted.is_empty() {
            wanted.extend(["zh", "en"].into_iter().filter_map(Lang::new));
        }
    }
    let mut seen = Vec::new();
    wanted.retain(|lang| {
        let new = !seen.contains(lang);
        seen.push(lang.clone());
        new
    });
    Ok(wanted)
}

/// One pass over the answers for all documents.
fn read(
    args: &Args,
    space: &Space,
    survey: &Arc<Survey>,
    snapshot: &Snapshot,
    wanted: &[documents::Wanted],
) -> Result<(Option<Read>, Vec<Problem>), CommandError> {
    let pass = Pass {
        space,
        survey,
        snapshot,
        wave: args.wave.as_deref(),
    };
    let mut asked = pass.asks(survey.measures.clone());
    let texts = wanted.iter().map(|page| page.document.source.text.as_str());
    // Slides are those of the built-in report, whatever the document of the survey calls for.
    let built_in = args
        .is_deck()
        .then(|| report::shipped(report::SHIPPED[0].name, Tongue::En))
        .flatten();
    for text in texts.chain(built_in.iter().map(|document| document.source.text.as_str())) {
        let needed = report::needed(survey, text);
        asked.columns.extend(needed.columns(survey));
        asked.task.needs.extend(needed.needs);
        asked.task.segments.extend(needed.segments);
        asked.quotes.extend(needed.quotes);
    }
    let (calendar, mut overlap) = (space.calendar(), Overlap::default());
    let (counted, problems) = pass.count(asked, &mut |batch| overlap.take(batch))?;
    let Some(counted) = counted else {
        return Ok((None, problems));
    };
    let waves = counted.tabulation.waves().iter();
    let earlier = waves.filter(|other| calendar.order(other) < calendar.order(&counted.wave));
    let before = earlier.max_by_key(|other| calendar.order(other));
    let same_people = before.and_then(|before| overlap.percent(&counted.wave, before));
    let results = counted
        .task
        .decide(counted.tabulation, &counted.references, &report::ask());
    let read = Read {
        survey: Arc::clone(survey),
        scores: Arc::new(results.scores),
        findings: Arc::new(results.findings),
        references: Arc::new(counted.references),
        verbatims: Arc::new(counted.verbatims),
        drivers: Arc::default(),
        quality: DataQuality {
            excluded: counted.excluded,
            corrected: counted.corrected,
            same_people,
            ..quality(snapshot)
        },
        fieldwork: Arc::new(fieldwork::of_wave(survey, &counted.wave, space)?),
        care: Arc::new(worth(space, survey, snapshot)?),
        provenance: provenance(snapshot),
        wave: counted.wave,
    };
    Ok((Some(read), problems))
}

/// More responses than this are not looked at one by one for a report.
const LOOKED_AT: u64 = 1_000_000;

/// What the data of each wave are worth.
fn worth(space: &Space, survey: &Survey, snapshot: &Snapshot) -> Result<Vec<Summary>, CommandError> {
    if snapshot.responses() > LOOKED_AT {
        return Ok(Vec::new());
    }
    let (fixes, _) = space.fixes_alone(survey)?;
    Ok(care::look(space, survey, &fixes)?.summaries(survey))
}

/// What became of the rows of all files.
fn quality(snapshot: &Snapshot) -> DataQuality {
    let mut quality = DataQuality::default();
    for import in snapshot.imports() {
        let counts = &import.counts;
        quality.read += counts.read;
        quality.accepted += counts.accepted;
        quality.replaced += counts.replaced;
        quality.skipped += counts.skipped;
        quality.refused += counts.refused;
        quality.invalid_cells += counts.invalid_cells;
        quality.routed_out += counts.routed_out;
    }
    quality
}

fn provenance(snapshot: &Snapshot) -> Provenance {
    let mark = |import: &crate::store::ImportEntry| FileMark {
        name: import.source.clone(),
        sha256: import.source_sha256.clone(),
    };
    let mut files: Vec<FileMark> = snapshot.imports().into_iter().map(mark).collect();
    files.sort_by(|a, b| (&a.name, &a.sha256).cmp(&(&b.name, &b.sha256)));
    files.dedup();
    Provenance {
        files,
        tool: format!("manyi {}", env!("CARGO_PKG_VERSION")),
    }
}
