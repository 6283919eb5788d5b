//! `manyi report`: the report of a wave, in each language, as one page and as numbers.

use super::CommandError;
use super::Context;
use super::Ended;
use super::Outcome;
use super::build;
use super::responses::fieldwork;
use super::rules;
use super::shared::analysis::Task;
use super::shared::pages;
use super::shared::source;
use super::shared::space::Space;
use crate::diagnostic::Problem;
use crate::diagnostic::Source;
use crate::diagnostic::Words;
use crate::diagnostic::has_errors;
use crate::finding::References;
use crate::locale::Lang;
use crate::model::Survey;
use crate::model::WaveId;
use crate::project::OutputFolder;
use crate::report;
use crate::report::DataQuality;
use crate::report::Fieldwork;
use crate::report::FileMark;
use crate::report::Link;
use crate::report::Provenance;
use crate::report::ReportInput;
use crate::report::Verbatims;
use crate::response::Batch;
use crate::response::derive;
use crate::site;
use crate::store::Reading;
use crate::store::Selection;
use crate::store::Snapshot;
use crate::store::Standing;
use std::sync::Arc;

/// Writes the report of a survey's last wave: one self-contained page a language, and beside it `report.LANG.json` with every number.
///
/// `reports/SURVEY.LANG.md`, or `reports/management.LANG.md`, takes the place of the built-in document.
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
}

/// Everything read and found for one survey, for its reports in all languages.
struct Read {
    survey: Arc<Survey>,
    scores: Arc<crate::measure::Scores>,
    findings: Arc<crate::finding::Findings>,
    references: Arc<References>,
    verbatims: Arc<Verbatims>,
    quality: DataQuality,
    fieldwork: Arc<Fieldwork>,
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
    let Some(templates) = build::templates(&space, context)? else {
        return Ok(Outcome::Problems);
    };
    let templates = Arc::new(templates);
    let ids = if args.surveys.is_empty() {
        space.workspace.surveys()?
    } else {
        args.surveys.clone()
    };
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
        let documents = languages
            .iter()
            .map(|lang| document(&space, &survey, lang))
            .collect::<Result<Vec<_>, _>>()?;
        let (read, problems) = read(args, &space, &survey, &snapshot, &documents)?;
        context.show(&problems);
        let Some(read) = read.filter(|_| !has_errors(&problems)) else {
            outcome = Outcome::Problems;
            continue;
        };
        if write(&space, &read, &languages, &documents, &templates, context)? == Outcome::Problems {
            outcome = Outcome::Problems;
        }
    }
    Ok(outcome)
}

/// Languages to report in, each once.
fn languages(args: &Args, space: &Space, survey: &Survey) -> Result<Vec<Lang>, CommandError> {
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
    if wanted.is_empty() {
        wanted.clone_from(&survey.languages);
    }
    let mut seen = Vec::new();
    wanted.retain(|lang| {
        let new = !seen.contains(lang);
        seen.push(lang.clone());
        new
    });
    Ok(wanted)
}

/// The survey's own document, else the workspace's, else the built-in one.
fn document(space: &Space, survey: &Survey, lang: &Lang) -> Result<Arc<Source>, CommandError> {
    let texts = space.workspace.texts("reports", "md")?;
    let named = |name: String| {
        texts
            .iter()
            .find(|(stem, _)| *stem == name)
            .map(|(_, source)| Arc::clone(source))
    };
    let own = named(format!("{}.{lang}", survey.id)).or_else(|| named(format!("management.{lang}")));
    Ok(own.unwrap_or_else(|| report::default_document(lang.tongue())))
}

/// One pass over the answers for all documents.
fn read(
    args: &Args,
    space: &Space,
    survey: &Arc<Survey>,
    snapshot: &Snapshot,
    documents: &[Arc<Source>],
) -> Result<(Option<Read>, Vec<Problem>), CommandError> {
    let (references, mut problems) = space.references(survey)?;
    let (fixes, more) = space.fixes(survey)?;
    problems.extend(more);
    let calendar = space.calendar();
    let mut task = Task {
        survey: Arc::clone(survey),
        calendar: calendar.clone(),
        measures: survey.measures.clone(),
        banners: Vec::new(),
        segments: Vec::new(),
        filter: None,
        needs: Vec::new(),
        settings: survey.report,
        calibration: None,
    };
    let (mut columns, mut quotes) = (std::collections::BTreeSet::new(), Vec::new());
    for document in documents {
        let needed = report::needed(survey, &document.text);
        columns.extend(needed.columns(survey));
        task.needs.extend(needed.needs);
        task.segments.extend(needed.segments);
        quotes.extend(needed.quotes);
    }
    quotes.sort_unstable();
    quotes.dedup();
    if !source::weighted(&mut task, space, snapshot, &fixes, &mut problems)? {
        return Ok((None, problems));
    }
    columns.extend(task.variables());
    let selection = Selection {
        variables: Some(columns),
        identity: true,
        context: true,
    };
    let again = |batch: &mut Batch| derive(survey, calendar, batch);
    let mut reader = snapshot.read(Reading {
        survey,
        selection: &selection,
        fixes: Some(&fixes),
        derive: &again,
        standing: Standing::Current,
    });
    let mut verbatims = Verbatims::default();
    let batches = std::iter::from_fn(|| reader.next().map(|batch| batch.map_err(CommandError::from)));
    let tabulation = task.count(batches, |frame| verbatims.collect(survey, &quotes, frame.batch()))?;
    problems.extend(fixes.leftovers(reader.applied()));
    let (excluded, corrected) = (reader.applied().excluded, reader.applied().changed);
    problems.extend(rules::weights(survey, tabulation.without_weight()));
    problems.extend(rules::design(survey, &tabulation));
    problems.extend(rules::replicates(survey, tabulation.without_replicate()));
    let wave = wave(args, space, survey, tabulation.waves())?;
    let results = task.decide(tabulation, &references, &report::ask());
    let read = Read {
        survey: Arc::clone(survey),
        scores: Arc::new(results.scores),
        findings: Arc::new(results.findings),
        references: Arc::new(references),
        verbatims: Arc::new(verbatims),
        quality: DataQuality {
            excluded,
            corrected,
            ..quality(snapshot)
        },
        fieldwork: Arc::new(fieldwork::of_wave(survey, &wave, space)?),
        provenance: provenance(snapshot),
        wave,
    };
    Ok((Some(read), problems))
}

fn wave(args: &Args, space: &Space, survey: &Survey, known: &[WaveId]) -> Result<WaveId, CommandError> {
    let calendar = space.calendar();
    let last = known.iter().max_by_key(|wave| calendar.order(wave)).cloned();
    let wanted = match &args.wave {
        None => last,
        Some(text) => {
            let wave = calendar.parse(text).unwrap_or_else(|| WaveId::new(text));
            known.iter().find(|other| **other == wave).cloned()
        }
    };
    wanted.ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(WaveId::as_str).collect();
        let (asked, id) = (args.wave.as_deref().unwrap_or_default(), &survey.id);
        CommandError::Other(Words::new(
            format!(
                "`{id}` has no answers in wave `{asked}`; there are: {}",
                names.join(", ")
            ),
            format!("`{id}` 在期次 `{asked}` 没有答卷；现有：{}", names.join("、")),
        ))
    })
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

/// Writes the report in all languages, and its numbers.
fn write(
    space: &Space,
    read: &Read,
    languages: &[Lang],
    documents: &[Arc<Source>],
    templates: &Arc<site::Templates>,
    context: &mut Context<'_>,
) -> Ended {
    let (id, wave) = (&read.survey.id, &read.wave);
    // A folder a wave, so that the report of an earlier wave stays where it is.
    let root = space
        .workspace
        .site_folder()
        .join("reports")
        .join(id.as_str())
        .join(wave.as_str());
    let mut folder = OutputFolder::new(&root);
    let mut problems = Vec::new();
    for (lang, document) in languages.iter().zip(documents) {
        let made = report::report(&ReportInput {
            scores: Arc::clone(&read.scores),
            findings: Arc::clone(&read.findings),
            references: Arc::clone(&read.references),
            calendar: space.calendar().clone(),
            wave: Some(wave.clone()),
            lang: lang.clone(),
            organisation: pages::organisation(space, lang),
            as_of: space.config().as_of,
            verbatims: Arc::clone(&read.verbatims),
            quality: read.quality,
            fieldwork: Arc::clone(&read.fieldwork),
            provenance: read.provenance.clone(),
            document: Arc::clone(document),
            templates: Arc::clone(templates),
            links: links(languages, lang),
        });
        problems.extend(made.problems);
        if let Some(html) = &made.html {
            folder.put(&format!("report.{lang}.html"), html.as_bytes())?;
        }
        folder.put(&format!("report.{lang}.json"), format!("{}\n", made.json).as_bytes())?;
    }
    context.show(&problems);
    if has_errors(&problems) {
        return Ok(Outcome::Problems);
    }
    folder.finish()?;
    let place = space.workspace.name_of(&root);
    context.say(
        &format!("report of {id} {wave}: {place}/"),
        &format!("{id} {wave} 的报告：{place}/"),
    );
    Ok(Outcome::Done)
}

/// The same report in the other languages, and the way to the overview.
fn links(languages: &[Lang], lang: &Lang) -> Vec<Link> {
    let home = Link {
        text: lang.tongue().pick("Overview", "首页").to_owned(),
        href: "../../../index.html".to_owned(),
        lang: String::new(),
    };
    let others = languages.iter().filter(|other| *other != lang).map(|other| Link {
        text: site::language_name(other).to_owned(),
        href: format!("report.{other}.html"),
        lang: other.tag().to_owned(),
    });
    std::iter::once(home).chain(others).collect()
}
